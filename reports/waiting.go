package reports

import (
	"cmp"
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// waiting lists the rules that cannot be decided yet: what is awaited and why it matters. Flags come first. Consistency
// rules are counted only, for their thresholds are not shown to companies.
func (c *company) waiting() []Section {
	var rows []scoring.Undetermined
	others := 0
	for _, u := range c.res.Undetermined {
		if _, ok := c.found.findings[u.Rule]; ok {
			rows = append(rows, u)
		} else {
			others++
		}
	}
	unknown := c.unknownAnswers()
	if len(rows) == 0 && len(unknown.Rows) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(a, b scoring.Undetermined) int {
		return cmp.Compare(classRank(c.found.findings[a.Rule].Class), classRank(c.found.findings[b.Rule].Class))
	})
	s := Section{
		ID: "waiting", Short: c.say("waiting.section.short"),
		Title: c.count("waiting.section.title", len(rows)), Lead: c.say("waiting.section.lead"),
	}
	if len(rows) == 0 {
		s.Title = c.count("waiting.section.unknown", len(unknown.Rows))
	}
	t := Table{
		Title: c.say("waiting.rules.title"),
		Columns: []Column{
			{Head: c.say("waiting.rule.head"), Width: 42},
			{Head: c.say("flag.class.head"), Width: 10},
			{Head: c.say("waiting.for.head"), Width: 48},
		},
		Note: c.say("waiting.rules.note"),
	}
	for _, u := range rows {
		t.Rows = append(t.Rows, c.waitingRow(u))
	}
	if len(rows) > 0 {
		s.Blocks = append(s.Blocks, t)
	}
	if others > 0 {
		s.Blocks = append(s.Blocks, note(c.count("waiting.others.note", others)))
	}
	if len(unknown.Rows) > 0 {
		if c.sensitive(rows) {
			unknown.Note = c.say("waiting.safe.note")
		}
		s.Blocks = append(s.Blocks, unknown)
	}
	return []Section{s}
}

// sensitive reports whether a red flag of the two gravest classes waits for one of the answers.
func (c *company) sensitive(rows []scoring.Undetermined) bool {
	return slices.ContainsFunc(rows, func(u scoring.Undetermined) bool {
		class := c.found.findings[u.Rule].Class
		return class == questionnaires.ClassA || class == questionnaires.ClassB
	})
}

// classRank orders the classes of flags, the most serious first and findings without a flag last.
func classRank(class questionnaires.Class) int {
	switch class {
	case questionnaires.ClassA:
		return 0
	case questionnaires.ClassB:
		return 1
	case questionnaires.ClassC:
		return 2
	}
	return 3
}

func (c *company) waitingRow(u scoring.Undetermined) Row {
	f := c.found.findings[u.Rule]
	var questions []string
	for _, id := range u.WaitingFor {
		if q, ok := c.found.questions[id]; ok {
			questions = append(questions, q.Text.In(c.lang))
		} else {
			questions = append(questions, strings.Trim(c.seenOne(id), "."))
		}
	}
	return Row{Cells: []Cell{
		{Text: c.say("waiting.rule.item", "Title", f.Title.In(c.lang)), Second: f.Why.In(c.lang)},
		{Text: cmp.Or(string(f.Class), c.say("value.none"))},
		{Text: strings.Join(questions, " ")},
	}}
}

// unknownAnswers lists the questions answered "not known yet": who finds out and by when.
func (c *company) unknownAnswers() Table {
	t := Table{
		Title: c.say("waiting.unknown.title"),
		Columns: []Column{
			{Head: c.say("column.question"), Width: 52},
			{Head: c.say("waiting.who.head"), Width: 28},
			{Head: c.say("waiting.by.head"), Width: 20},
		},
	}
	for i := range c.def.Questions {
		q := &c.def.Questions[i]
		if c.stateOf(q.ID) != questionnaires.NotKnown || !c.asked(q) {
			continue
		}
		answer := c.answers.Answers[q.ID]
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: q.Text.In(c.lang), Second: c.say("waiting.knows.text", "Roles", c.everyRole(q.Who))},
			{Text: plain(answer.Who), Box: answer.Who == ""},
			{Text: c.date(answer.By), Box: answer.By == ""},
		}})
	}
	return t
}
