package reports

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
)

// sheets is one sheet per selected module, for the trainer.
func (c *company) sheets() []Section {
	modules := c.curriculum()
	if len(modules) == 0 {
		return nil
	}
	s := Section{
		ID: "sheets", Short: c.say("sheet.section.short"),
		Title: c.count("sheet.section.title", len(modules)), Lead: c.say("sheet.section.lead"),
	}
	if c.handout {
		s.Title, s.Lead = c.count("handout.sheets.title", len(modules)), c.say("handout.sheets.lead")
	}
	for i, m := range modules {
		head := Heading{Level: 2, Text: c.say("sheet.module.title", "Number", strconv.Itoa(i+1), "Title", m.Title.In(c.lang)), Anchor: "module-" + m.ID, Page: i > 0}
		s.Blocks = append(append(s.Blocks, head), c.sheet(m)...)
	}
	return []Section{s}
}

func (c *company) sheet(m *questionnaires.Module) []Block {
	facts := Table{
		Columns: []Column{{Head: c.say("sheet.part.head"), Width: 24}, {Head: c.say("sheet.content.head"), Width: 76}},
	}
	add := func(key, value string) {
		if value != "" {
			facts.Rows = append(facts.Rows, Row{Cells: []Cell{{Text: c.say(key), Bold: true}, {Text: value}}})
		}
	}
	add("sheet.objective.label", c.say("sheet.objective.text", "Objective", stop(m.Objective.In(c.lang))))
	add("sheet.time.label", c.count("agenda.minutes.text", int(m.Minutes)))
	add("sheet.audience.label", c.audience(m))
	add("sheet.method.label", m.Method.In(c.lang))
	add("sheet.exercise.label", m.Exercise.In(c.lang))
	add("sheet.product.label", m.Product.In(c.lang))
	add("sheet.supplies.label", c.supplies(m))
	add("sheet.room.label", m.Room.In(c.lang))
	add("sheet.before.label", c.before(m))
	if !c.handout {
		add("sheet.material.label", c.material(m.ID))
	}
	if m.Sensitive {
		add("sheet.sensitive.label", c.say("sheet.sensitive.text"))
	}
	blocks := []Block{facts}
	switch {
	case len(m.Outline) > 0 && len(m.Statements) > 0:
		blocks = append(blocks, Pair{Left: []Block{c.outline(m)}, Right: []Block{c.test(m)}})
	case len(m.Outline) > 0:
		blocks = append(blocks, c.outline(m))
	case len(m.Statements) > 0:
		blocks = append(blocks, c.test(m))
	}
	return blocks
}

// supplies is what the trainer brings for a module.
func (c *company) supplies(m *questionnaires.Module) string {
	var out []string
	for _, t := range m.Materials {
		out = append(out, t.In(c.lang))
	}
	return strings.Join(out, "; ")
}

// before names the selected modules that a module builds on.
func (c *company) before(m *questionnaires.Module) string {
	var names []string
	for _, id := range m.After {
		if number := c.moduleNumber(id); number != "" {
			names = append(names, c.say("sheet.module.title", "Number", number, "Title", pick(c, "module", c.found.modules, id).Title.In(c.lang)))
		}
	}
	return c.list(names)
}

// material names the findings of this company that a module works on; no person and no place stands there.
func (c *company) material(module string) string {
	const most = 5
	var titles []string
	more := 0
	for _, f := range c.res.Findings {
		if f.Module != module {
			continue
		}
		if len(titles) == most {
			more++
			continue
		}
		titles = append(titles, c.say("sheet.material.item",
			"Number", strconv.Itoa(c.numbers[f.ID]), "Title", pick(c, "finding", c.found.findings, f.ID).Title.In(c.lang)))
	}
	if more > 0 {
		titles = append(titles, c.count("sheet.material.more", more))
	}
	if len(titles) == 0 {
		return ""
	}
	return joinSentences(titles)
}

func (c *company) outline(m *questionnaires.Module) Table {
	t := Table{
		Title: c.say("sheet.outline.title"),
		Columns: []Column{
			{Head: c.say("sheet.from.head"), Width: 16, Align: Right},
			{Head: c.say("learning.minutes.head"), Width: 16, Align: Right},
			{Head: c.say("sheet.step.head"), Width: 68},
		},
	}
	at := int64(0)
	for _, step := range m.Outline {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: c.whole(at)}, {Text: c.whole(step.Minutes)}, {Text: step.Text.In(c.lang)}}})
		at += step.Minutes
	}
	return t
}

// test is the statements for before and after a module, without the answers.
func (c *company) test(m *questionnaires.Module) Table {
	t := Table{
		Title: c.say("sheet.test.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 8},
			{Head: c.say("sheet.statement.head"), Width: 56},
			{Head: c.say("sheet.pre.head"), Width: 18},
			{Head: c.say("sheet.post.head"), Width: 18},
		},
		Note: c.say("sheet.test.note"),
	}
	for i, s := range m.Statements {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: strconv.Itoa(i + 1)}, {Text: s.Text.In(c.lang)}, {Box: true}, {Box: true}}})
	}
	return t
}

// answerKey is a page of its own, so that it can be kept from participants.
func (c *company) answerKey() []Section {
	t := Table{
		Columns: []Column{
			{Head: c.say("column.number"), Width: 8},
			{Head: c.say("sheet.statement.head"), Width: 72},
			{Head: c.say("key.answer.head"), Width: 20},
		},
	}
	for i, m := range c.curriculum() {
		if len(m.Statements) == 0 {
			continue
		}
		t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{
			{Text: c.say("sheet.module.title", "Number", strconv.Itoa(i+1), "Title", m.Title.In(c.lang)), Bold: true},
		}})
		for n, s := range m.Statements {
			answer := c.say("key.answer.false")
			if s.True {
				answer = c.say("key.answer.true")
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: strconv.Itoa(n + 1)}, {Text: s.Text.In(c.lang)}, {Text: answer, Bold: true}}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []Section{{
		ID: "key", Short: c.say("key.section.short"), Title: c.say("key.section.title"), Lead: c.say("key.section.lead"),
		Blocks: []Block{t, note(c.say("key.gain.note"))},
	}}
}
