package reports

import (
	"fmt"

	"tuntas/questionnaires"
)

// Participants composes the edition of the company report that is handed out in a training: picture, timetables, module
// sheets and help. What names findings or answers, and the key to the tests, is not in it. It fails as CompanyReport
// does.
func Participants(in Input) (*Document, error) {
	c, err := newCompany(in)
	if err != nil {
		return nil, fmt.Errorf("company report: %w", err)
	}
	c.handout = true
	cover := c.cover()
	cover.Heading, cover.Text = c.say("handout.readers.title"), c.say("handout.readers.text")
	return c.finish(c.document("participants", c.say("handout.document.title"), cover,
		[]func() []Section{c.handoutPicture, c.handoutLearning, c.sheets, c.handoutHelp}))
}

// handoutPicture is the picture without what the answers name: what would help most, and remarks on other sections.
func (c *company) handoutPicture() []Section {
	verdict := c.verdict()
	verdict.NoteLabel, verdict.Note = c.say("cover.status.label"), c.status()
	blocks := []Block{verdict}
	if c.res.Residual != nil {
		blocks = append(blocks, c.scale())
	}
	blocks = append(blocks, c.gauges())
	needs := append(c.learningNeeds(), note(c.say("handout.picture.note")))
	if len(c.res.Indicators) > 0 {
		needs = []Block{Pair{Left: []Block{c.strip()}, Right: needs}}
	}
	return []Section{{
		ID: "picture", Short: c.say("picture.section.short"), Title: c.headline(), Blocks: append(blocks, needs...),
	}}
}

// handoutLearning is the modules and timetables, without the findings that chose them.
func (c *company) handoutLearning() []Section {
	modules := c.curriculum()
	if len(modules) == 0 {
		return c.learning()
	}
	t := Table{Columns: []Column{
		{Head: c.say("column.module"), Width: 8},
		{Head: c.say("learning.objective.head"), Width: 52},
		{Head: c.say("learning.audience.head"), Width: 30},
		{Head: c.say("learning.minutes.head"), Width: 10, Align: Right},
	}}
	for i, m := range modules {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: c.whole(int64(i + 1)), Bold: true, Link: "module-" + m.ID},
			{Text: m.Title.In(c.lang), Second: upper(m.Objective.In(c.lang)), Bold: true},
			{Text: c.audience(m)},
			{Text: c.whole(m.Minutes)},
		}})
	}
	return []Section{{
		ID: "learning", Short: c.say("learning.section.short"), Title: c.count("handout.learning.title", len(modules)),
		Blocks: append([]Block{t}, c.timetables(modules)...),
	}}
}

// timetables are the agendas, what participants bring, and what keeps them safe.
func (c *company) timetables(modules []*questionnaires.Module) []Block {
	weighed := c.weighed(modules)
	blocks := []Block{Pair{Left: c.timetable(0, pack(weighed, 0)), Right: c.timetable(1, pack(weighed, 1))}}
	if days, plan := fewest(weighed, 3); days > 1 {
		blocks = append(blocks, c.timetable(days, plan)...)
	} else {
		blocks = append(blocks, note(c.say("agenda.enough.note")))
	}
	if !c.handout {
		blocks = append(blocks, note(c.say("agenda.rule.note")))
	}
	return append(blocks, Pair{
		Left:  []Block{Callout{Tone: ToneAction, Title: c.say("learning.bring.title"), Text: c.bring()}},
		Right: []Block{Callout{Tone: ToneSafety, Title: c.say("learning.safety.title"), Text: c.say("learning.safety.text")}},
	})
}

// handoutHelp says to participants themselves what they need not do, and where help can be found.
func (c *company) handoutHelp() []Section {
	sections := c.help()
	for i := range sections {
		sections[i].Lead = c.say("handout.help.lead")
	}
	return sections
}
