package reports

import (
	"strconv"
)

// followUpDays are the days after the assessment on which results are looked at again.
func followUpDays() []int { return []int{30, 90, 180} }

func (c *company) followUp() []Section {
	s := Section{
		ID: "follow", Short: c.say("follow.section.short"), Title: c.say("follow.section.title"), Lead: c.say("follow.section.lead"),
	}
	from := ""
	for i, days := range followUpDays() {
		until := after(c.res.Date, days)
		head := c.say("follow.day.title", "Days", strconv.Itoa(days))
		if until != "" {
			head = c.say("follow.day.dated", "Days", strconv.Itoa(days), "Date", c.date(until))
		}
		last := i == len(followUpDays())-1
		s.Blocks = append(s.Blocks,
			Heading{Level: 2, Text: head},
			List{Items: c.followItems(strconv.Itoa(days)), Boxes: true},
			c.dueBetween(from, until, last),
			Lines{Label: c.say("follow.notes.label"), Count: 2})
		from = until
	}
	return []Section{s}
}

// followItems are the questions asked on one follow-up day; every kind of day has three.
func (c *company) followItems(days string) []string {
	var out []string
	for i := 1; i <= 3; i++ {
		out = append(out, c.say("follow.check."+days+"_"+strconv.Itoa(i)))
	}
	return out
}

// dueBetween lists the actions that fall due after one follow-up day and up to the next; the last takes all later ones.
func (c *company) dueBetween(from, until string, last bool) Table {
	t := Table{
		Title: c.say("follow.due.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("plan.action.head"), Width: 66},
			{Head: c.say("column.due"), Width: 12},
			{Head: c.say("follow.closed.head"), Width: 16},
		},
		Empty: c.say("follow.due.none"),
	}
	for i, p := range c.actions() {
		due := p.due()
		if due <= from && from != "" || until == "" && !last || due > until && !last {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: strconv.Itoa(i + 1)}, {Text: p.action.Text.In(c.lang)}, {Text: c.shortDate(due)}, {Box: true},
		}})
	}
	return t
}
