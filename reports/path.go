package reports

import (
	"slices"
	"strconv"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// The codes of the colours that the path to green speaks of.
const (
	green  = "green"
	yellow = "yellow"
)

// everyOption stands in a step for all options of a question with several choices, except the one that excludes them.
const everyOption = "all"

func (c *company) path() []Section {
	p := c.res.PathToGreen
	s := Section{ID: "path", Short: c.say("path.section.short"), Lead: c.say("path.section.lead"), Title: c.pathTitle()}
	s.Blocks = append(s.Blocks, c.conditions())
	if c.res.Published.Colour == green {
		return []Section{s}
	}
	if p.Next != nil && p.Next.Colour != green {
		name := c.say("colour." + p.Next.Colour)
		s.Blocks = append(s.Blocks, c.way(name, p.Next.Reachable, p.Next.ProvenMinimal, p.Next.Steps)...)
	}
	s.Blocks = append(s.Blocks, c.way(c.say("colour."+green), p.Reachable, p.ProvenMinimal, p.Steps)...)
	return []Section{s}
}

func (c *company) pathTitle() string {
	p := c.res.PathToGreen
	switch {
	case c.res.Published.Colour == green:
		return c.say("path.section.reached")
	case p.Reachable:
		return c.count("path.section.reachable", len(p.Steps))
	case p.Next != nil && p.Next.Reachable && p.Next.Colour == yellow:
		return c.count("path.section.next", len(p.Next.Steps), "Colour", c.say("colour."+p.Next.Colour))
	}
	return c.say("path.section.blocked")
}

// way writes the steps to one colour, grouped by effort, or why there is none.
func (c *company) way(colour string, reachable, minimal bool, steps []scoring.Step) []Block {
	head := Heading{Level: 2, Text: c.say("path.way.title", "Colour", colour)}
	if !reachable {
		return []Block{head, text(c.say("path.way.blocked", "Colour", colour))}
	}
	key := "path.minimal.unproven"
	if minimal {
		key = "path.minimal.proven"
	}
	t := Table{
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("path.step.head"), Width: 44},
			{Head: c.say("path.today.head"), Width: 25},
			{Head: c.say("path.target.head"), Width: 25},
		},
		Note: c.say(key) + " " + c.say("path.proof.note"),
	}
	number := 0
	for effort := int64(1); effort <= 3; effort++ {
		group := slices.DeleteFunc(slices.Clone(steps), func(s scoring.Step) bool { return s.Effort != effort })
		if len(group) == 0 {
			continue
		}
		t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{{Text: c.say("path.effort." + strconv.FormatInt(effort, 10)), Bold: true}}})
		for _, step := range group {
			number++
			t.Rows = append(t.Rows, c.stepRow(number, step))
		}
	}
	return []Block{head, text(c.count("path.way.text", len(steps), "Colour", colour)), t}
}

func (c *company) stepRow(number int, step scoring.Step) Row {
	q := pick(c, "question", c.found.questions, step.Question)
	return Row{Cells: []Cell{
		{Text: strconv.Itoa(number)},
		{Text: q.Text.In(c.lang), Second: c.domainName(q.Role.Domain), Link: c.answerLink(q)},
		{Text: c.reply(q).text},
		{Text: c.target(q, step.To), Bold: true},
	}}
}

// target writes the answer that a step has to reach.
func (c *company) target(q *questionnaires.Question, to string) string {
	for _, o := range q.Options {
		if o.Code == to {
			return o.Text.In(c.lang)
		}
	}
	unit := q.Unit.In(c.lang)
	switch {
	case q.Kind == rules.Multiple && to == everyOption:
		return c.say("path.target.all")
	case q.Kind != rules.Number || unit == "":
		return to
	case unit == "%":
		return to + unit
	}
	return to + " " + unit
}

// conditions is the checklist of Green with the values of today.
func (c *company) conditions() Checks {
	out := Checks{Title: c.say("path.checks.title"), Note: c.say("path.checks.note", "Standing", c.standing())}
	add := func(done bool, text, today string) {
		out.Items = append(out.Items, Check{Done: done, Text: text, Text2: today})
	}
	control := c.def.Model.Colour.GreenControl
	if c.res.Residual == nil {
		control = c.def.Model.ControlsColour.GreenFrom
	} else {
		c.addBandCheck(add)
	}
	add(int64(c.res.Control.Value) >= int64(control), c.say("check.control.text", "Points", c.decimal(control)), c.points(c.res.Control.Value))
	if least := c.res.Control.LowestCore; least != nil && c.res.Residual != nil {
		minimum := c.def.Model.Colour.GreenCore
		add(int64(*least) >= int64(minimum), c.say("check.core.text", "Points", c.decimal(minimum)), c.coreValues())
	}
	open, waiting := 0, 0
	for _, f := range c.res.Flags {
		switch f.State {
		case questionnaires.FlagOpen:
			open++
		case questionnaires.FlagUndetermined:
			waiting++
		case questionnaires.FlagClosed, questionnaires.FlagVoid:
		}
	}
	add(open == 0, c.say("check.flags.text"), c.whole(int64(open)))
	add(waiting == 0, c.say("check.undetermined.text"), c.whole(int64(waiting)))
	floors := c.capped("floor")
	add(floors == 0, c.say("check.floor.text"), c.whole(int64(floors)))
	add(c.answers.Overdue == 0, c.say("check.overdue.text"), c.whole(c.answers.Overdue))
	confidence := c.def.Model.Colour.GreenConfidence
	add(int64(c.res.Confidence.Value) >= int64(confidence), c.say("check.confidence.text", "Points", c.decimal(confidence)), c.points(c.res.Confidence.Value))
	return out
}

// addBandCheck adds the condition on the published band: one of the two lowest.
func (c *company) addBandCheck(add func(bool, string, string)) {
	bands := c.def.Model.Bands
	if len(bands) < 2 {
		return
	}
	band := c.res.Published.Band
	add(band == bands[0].Code || band == bands[1].Code,
		c.say("check.band.text", "First", bands[0].Name.In(c.lang), "Second", bands[1].Name.In(c.lang)), c.bandName(band))
}

// capped counts the caps of one source.
func (c *company) capped(source string) int {
	n := 0
	for _, limit := range c.res.Published.Caps {
		if limit.Source == source {
			n++
		}
	}
	return n
}
