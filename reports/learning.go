package reports

import (
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
)

// curriculum returns the selected modules in teaching order.
func (c *company) curriculum() []*questionnaires.Module {
	var modules []*questionnaires.Module
	for _, m := range c.byNeed() {
		modules = append(modules, pick(c, "module", c.found.modules, m.ID))
	}
	first := ""
	for _, m := range c.def.Modules {
		if slices.ContainsFunc(modules, func(x *questionnaires.Module) bool { return x.ID == m.ID }) {
			first = m.ID
			break
		}
	}
	return inOrder(modules, first)
}

// moduleNumber is the place of a module in the learning path of this report.
func (c *company) moduleNumber(id string) string {
	for i, m := range c.curriculum() {
		if m.ID == id {
			return strconv.Itoa(i + 1)
		}
	}
	return ""
}

func (c *company) learning() []Section {
	modules := c.curriculum()
	s := Section{ID: "learning", Short: c.say("learning.section.short")}
	if len(modules) == 0 {
		s.Title, s.Lead = c.say("learning.none.title"), c.say("learning.none.lead")
		return []Section{s}
	}
	minutes := 0
	for _, m := range modules {
		minutes += int(m.Minutes)
	}
	s.Title = c.count("learning.section.title", len(modules))
	hours := c.cut(int64(minutes)*10/60, 1, 1)
	s.Lead = c.count("learning.section.lead", len(c.res.Findings), "Hours", hours)
	if len(c.res.Findings) == 0 {
		s.Lead = c.say("learning.section.none", "Hours", hours)
	}
	s.Blocks = append(s.Blocks, c.modulesTable(modules))
	s.Blocks = append(s.Blocks, c.timetables(modules)...)
	return []Section{s}
}

// weighed puts beside each module what it is worth in an agenda: the tiers of the findings that it answers, and where
// those are equal the learning need.
func (c *company) weighed(modules []*questionnaires.Module) []needed {
	const beyond = 100_000_000 // more than the needs of all modules together
	tiers := map[questionnaires.Tier]int64{
		questionnaires.Critical: 1_000, questionnaires.Severe: 100, questionnaires.Major: 10, questionnaires.Minor: 1,
	}
	needs := map[string]int64{}
	for _, m := range c.res.Modules {
		needs[m.ID] = int64(m.Need)
	}
	for _, f := range c.res.Findings {
		needs[f.Module] += tiers[f.Tier] * beyond
	}
	out := make([]needed, 0, len(modules))
	for _, m := range modules {
		out = append(out, needed{m, needs[m.ID]})
	}
	return out
}

func (c *company) modulesTable(modules []*questionnaires.Module) Table {
	t := Table{
		Columns: []Column{
			{Head: c.say("column.module"), Width: 8},
			{Head: c.say("learning.objective.head"), Width: 44},
			{Head: c.say("learning.audience.head"), Width: 21},
			{Head: c.say("learning.minutes.head"), Width: 7, Align: Right},
			{Head: c.say("learning.need.head"), Width: 10, Align: Right},
			{Head: c.say("learning.answers.head"), Width: 10},
		},
		Note: c.say("learning.need.note", "Standing", c.standing()),
	}
	needs := map[string]string{}
	for _, m := range c.res.Modules {
		needs[m.ID] = c.part(m.Need)
	}
	for i, m := range modules {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: strconv.Itoa(i + 1), Bold: true, Link: "module-" + m.ID},
			{Text: m.Title.In(c.lang), Second: upper(m.Objective.In(c.lang)), Bold: true},
			{Text: c.audience(m)},
			{Text: c.whole(m.Minutes)},
			{Text: needs[m.ID]},
			{Text: c.answeredBy(m.ID)},
		}})
	}
	return t
}

// audience names who takes part in a module.
func (c *company) audience(m *questionnaires.Module) string {
	if len(m.Audience) == len(c.def.Roles) {
		return c.say("learning.audience.all")
	}
	return c.everyRole(m.Audience)
}

// answeredBy lists the numbers of the findings that name a module.
func (c *company) answeredBy(module string) string {
	const most = 6
	var numbers []string
	for _, f := range c.res.Findings {
		if f.Module == module {
			numbers = append(numbers, strconv.Itoa(c.numbers[f.ID]))
		}
	}
	if len(numbers) == 0 {
		return c.say("value.none")
	}
	if len(numbers) > most {
		return c.say("list.more", "Head", strings.Join(numbers[:most], ", "), "Rest", c.whole(int64(len(numbers)-most)))
	}
	return strings.Join(numbers, ", ")
}

// timetable writes the agenda of a number of days, and what did not fit.
func (c *company) timetable(days int, s schedule) []Block {
	title := c.say("agenda.half.title")
	if days > 0 {
		title = c.count("agenda.days.title", days)
	}
	blocks := []Block{c.agenda(title, s)}
	if len(s.left) > 0 {
		names := make([]string, 0, len(s.left))
		for _, m := range s.left {
			names = append(names, m.Title.In(c.lang))
		}
		blocks = append(blocks, note(c.count("agenda.left.note", len(names), "Modules", strings.Join(names, "; "))))
	}
	return blocks
}

// bring names what participants bring: the evidence that the first actions ask for.
func (c *company) bring() string {
	const most = 5
	var items []string
	for _, f := range c.res.Findings {
		for _, id := range pick(c, "action", c.found.actions, f.Action).Proof {
			item := lower(pick(c, "kind of evidence", c.found.proofs, id).Text.In(c.lang))
			if len(items) < most && !slices.Contains(items, item) {
				items = append(items, item)
			}
		}
	}
	if len(items) == 0 || c.handout {
		return c.say("learning.bring.plain")
	}
	out := c.say("learning.bring.text", "List", c.list(items))
	if c.res.Questions.NotKnown > 0 {
		out += " " + c.say("learning.bring.unknown")
	}
	return out
}
