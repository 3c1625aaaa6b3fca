package reports

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
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
			List{Items: c.followItems(strconv.Itoa(days)), Boxes: true})
		if due := c.dueBetween(from, until, last); len(due.Rows) > 0 || len(c.res.Findings) > 0 {
			s.Blocks = append(s.Blocks, due)
		}
		s.Blocks = append(s.Blocks,
			Lines{Label: c.say("follow.notes.label"), Count: 2})
		from = until
	}
	return []Section{s}
}

// followItems are the questions asked on one follow-up day; every kind of day has three, one of them about actions.
func (c *company) followItems(days string) []string {
	var out []string
	actions := map[string]int{"30": 1, "90": 3, "180": 1}
	safeguards := slices.ContainsFunc(c.res.Findings, func(f scoring.Finding) bool { return f.Due.Safeguard != "" })
	for i := 1; i <= 3; i++ {
		if days == "30" && i == 2 && c.res.Questions.NotKnown == 0 {
			continue
		}
		if i == actions[days] && (len(c.res.Findings) == 0 || days == "30" && !safeguards) {
			continue
		}
		out = append(out, c.say("follow.check."+days+"_"+strconv.Itoa(i)))
	}
	return out
}

// dueBetween lists what falls due after one follow-up day and up to the next, by day; the last takes all that is later.
func (c *company) dueBetween(from, until string, last bool) Table {
	t := Table{
		Title: c.say("follow.due.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("plan.action.head"), Width: 60},
			{Head: c.say("column.due"), Width: 18},
			{Head: c.say("follow.closed.head"), Width: 16},
		},
		Empty: c.say("follow.due.none"),
	}
	for _, d := range c.deadlinesByDay() {
		if d.day <= from && from != "" || until == "" && !last || d.day > until && !last {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: d.number}, {Text: d.text}, {Text: d.written}, {Box: true}}})
	}
	return t
}

// deadline is one thing that falls due on a day.
type deadline struct{ day, number, text, written string }

// deadlinesByDay lists the safeguards, plans and closings of all actions and what has to be found out, by day.
func (c *company) deadlinesByDay() []deadline {
	var out []deadline
	for i, p := range c.actions() {
		number, action, due := strconv.Itoa(i+1), p.action.Text.In(c.lang), p.due()
		add := func(key, day string) {
			out = append(out, deadline{day, number, action, bound(c.say(key, "Date", c.shortDate(day)))})
		}
		if due.Safeguard != "" {
			add("due.short.safeguard", due.Safeguard)
		}
		if due.Plan != "" {
			add("due.short.plan", due.Plan)
		}
		if due.Closed == "" {
			out = append(out, deadline{"", number, action, ""})
			continue
		}
		add("due.short.closed", due.Closed)
	}
	for i := range c.def.Questions {
		q := &c.def.Questions[i]
		if by := c.answers.Answers[q.ID].By; c.stateOf(q.ID) == questionnaires.NotKnown && c.asked(q) && by != "" {
			out = append(out, deadline{by, c.say("value.none"), q.Text.In(c.lang), bound(c.say("due.short.answer", "Date", c.shortDate(by)))})
		}
	}
	slices.SortStableFunc(out, func(a, b deadline) int { return cmp.Compare(a.day, b.day) })
	return out
}

// ending lists the evidence that expires, the earliest first: what a company without findings has to keep up.
func (c *company) ending() Table {
	t := Table{
		Title: c.say("plan.ending.title"),
		Columns: []Column{
			{Head: c.say("annex.evidence.head"), Width: 50},
			{Head: c.say("plan.answers.head"), Width: 14, Align: Right},
			{Head: c.say("plan.ending.head"), Width: 18},
			{Head: c.say("plan.renewed.head"), Width: 18},
		},
	}
	type proof struct{ expires, name string }
	uses := map[proof]int{}
	for _, answer := range c.answers.Answers {
		for _, e := range answer.Evidence {
			if e.Expires != "" {
				uses[proof{e.Expires, cmp.Or(plain(e.Name), c.say("evidence.unnamed.text"))}]++
			}
		}
	}
	proofs := slices.SortedFunc(maps.Keys(uses), func(a, b proof) int {
		return cmp.Or(cmp.Compare(a.expires, b.expires), cmp.Compare(a.name, b.name))
	})
	for _, p := range proofs {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: p.name}, {Text: c.whole(int64(uses[p]))}, {Text: c.shortDate(p.expires)}, {Box: true}}})
	}
	return t
}
