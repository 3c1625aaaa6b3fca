package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// The codes of the colours.
const (
	green  = "green"
	yellow = "yellow"
	red    = "red"
)

// everyOption stands in a step for all options of a question with several choices, except the one that excludes them.
const everyOption = "all"

func (c *company) path() []Section {
	p := c.res.PathToGreen
	s := Section{ID: "path", Short: c.say("path.section.short"), Lead: c.say("path.section.lead"), Title: c.pathTitle()}
	s.Blocks = append(s.Blocks, c.conditions())
	s.Blocks = append(s.Blocks, c.pathNotes()...)
	if c.res.Published.Colour == green {
		s.Lead = c.say("path.section.kept")
		return []Section{s}
	}
	last := way{colour: green, reachable: p.Reachable, minimal: p.ProvenMinimal, steps: p.Steps}
	if p.Next != nil && p.Next.Colour != green {
		first := way{colour: p.Next.Colour, reachable: p.Next.Reachable, minimal: p.Next.ProvenMinimal, steps: p.Next.Steps}
		s.Blocks = append(s.Blocks, c.way(first)...)
		if first.reachable {
			last.before = first.steps
		}
	}
	s.Blocks = append(s.Blocks, c.way(last)...)
	return []Section{s}
}

// pathNotes says what a colour does not settle: the findings, and the time that passes after a red flag is closed.
func (c *company) pathNotes() []Block {
	var out []Block
	if n := len(c.res.Findings); n > 0 {
		out = append(out, text(c.count("path.findings.note", n)))
	}
	if slices.ContainsFunc(c.res.Flags, func(f scoring.Flag) bool {
		pending := f.State == questionnaires.FlagOpen || f.State == questionnaires.FlagUndetermined
		return pending && c.def.Model.Floors[f.Class] != ""
	}) {
		out = append(out, text(c.say("path.floor.note", "Days", strconv.Itoa(c.def.Model.FloorDays))))
	}
	return out
}

// way is the steps to one colour; before are the steps already listed for an earlier colour.
type way struct {
	colour             string
	reachable, minimal bool
	steps, before      []scoring.Step
}

// more is the steps that are not listed yet.
func (w way) more() []scoring.Step {
	return slices.DeleteFunc(slices.Clone(w.steps), func(s scoring.Step) bool { return slices.Contains(w.before, s) })
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
func (c *company) way(w way) []Block {
	colour := c.say("colour." + w.colour)
	head := Heading{Level: 2, Text: c.say("path.way.title", "Colour", colour)}
	if !w.reachable {
		return []Block{head, text(c.say("path.way.blocked", "Colour", colour))}
	}
	steps := w.more()
	blocks := []Block{head, text(c.wayText(w, colour, len(steps)))}
	if slices.ContainsFunc(steps, c.past) {
		blocks = append(blocks, text(c.say("path.past.text")))
	}
	if len(steps) == 0 {
		return blocks
	}
	key := "path.minimal.unproven"
	if w.minimal {
		key = "path.minimal.proven"
	}
	t := Table{
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("path.step.head"), Width: 44},
			{Head: c.say("path.target.head"), Width: 50},
		},
		Note: c.say(key) + " " + c.say("path.proof.note"),
	}
	number := len(w.before)
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
	return append(blocks, t)
}

// byEffort orders steps as the tables number them.
func byEffort(steps []scoring.Step) []scoring.Step {
	out := slices.Clone(steps)
	slices.SortStableFunc(out, func(a, b scoring.Step) int { return cmp.Compare(a.Effort, b.Effort) })
	return out
}

// wayText says how many steps there are, and how many of them are listed above.
func (c *company) wayText(w way, colour string, more int) string {
	kept := len(w.steps) - more
	if kept == 0 {
		return c.count("path.way.text", more, "Colour", colour)
	}
	above := c.count("path.way.above", kept)
	var without []string
	for i, s := range byEffort(w.before) {
		if !slices.Contains(w.steps, s) {
			without = append(without, strconv.Itoa(i+1))
		}
	}
	if len(without) > 0 {
		above = c.count("path.way.some", kept, "All", c.whole(int64(len(w.before))), "List", strings.Join(without, ", "))
	}
	if more == 0 {
		return c.say("path.way.same", "Above", above, "Colour", colour)
	}
	return c.count("path.way.more", more, "Above", above, "Colour", colour)
}

func (c *company) stepRow(number int, step scoring.Step) Row {
	q := pick(c, "question", c.found.questions, step.Question)
	return Row{Cells: []Cell{
		{Text: strconv.Itoa(number)},
		{Text: q.Text.In(c.lang), Second: c.say("path.today.text", "Answer", c.reply(q).text), Link: c.answerLink(q)},
		c.goal(q, step),
	}}
}

// past reports whether a step is about something that happened and cannot be undone: it asks for proof, not for another
// answer.
func (c *company) past(s scoring.Step) bool {
	q := pick(c, "question", c.found.questions, s.Question)
	return q.Reach != "" && s.To == q.Reach
}

// goal is what a step has to reach, with the steps of a ladder on the way to it.
func (c *company) goal(q *questionnaires.Question, step scoring.Step) Cell {
	if c.uncertain(q) {
		return Cell{Text: c.say("path.unknown.text"), Bold: true}
	}
	today := c.reply(q).text
	cell := Cell{Text: c.target(q, step.To), Bold: true}
	same := cell.Text == today || today == c.wording(q, step.To)
	if same {
		cell.Text = today
	}
	switch {
	case c.past(step) && same:
		cell.Second = c.say("path.past.note")
	case c.past(step):
		cell.Second = c.say("path.past.repair")
	case same:
		cell.Second = c.say("path.same.note")
	case c.months(q, step.To) > 0:
		cell.Second = c.count("path.window.note", c.months(q, step.To))
	case q.Ladder:
		cell.Text = upper(strings.TrimPrefix(cell.Text, c.say("path.target.opening")+" "))
		if between := c.between(q, step.To); len(between) > 0 {
			cell.Text = c.say("path.target.last", "Target", lower(cell.Text))
			cell.Second = c.say("path.between.note", "List", strings.Join(numbered(between), "; "))
		}
	}
	return cell
}

// uncertain reports whether nobody has looked yet at what a question asks about: then no answer may be proposed. The
// steps of a ladder are practice, which can be proposed.
func (c *company) uncertain(q *questionnaires.Question) bool {
	state := c.stateOf(q.ID)
	return !q.Ladder && c.answers.Answers[q.ID].Verified == nil &&
		(state == questionnaires.NotKnown || state == questionnaires.Unanswered || state == questionnaires.Claimed)
}

// months is how far back a question about what happened looks, as its texts say it: so long nothing new may happen before
// a better answer is true. It is 0 where a question does not look back, or where only the proof of today's answer is missing.
func (c *company) months(q *questionnaires.Question, to string) int {
	if q.Ladder || len(q.Indicators) == 0 || strings.HasPrefix(c.wording(q, to), c.reply(q).text) {
		return 0
	}
	said := q.Text.In(c.lang) + " " + c.wording(q, to)
	if q.Kind == rules.Single {
		said += " " + q.Help.In(c.lang)
	}
	most, before := 0, 0
	for word := range strings.FieldsSeq(said) {
		if strings.HasPrefix(word, c.say("path.window.unit")) {
			most = max(most, before)
		}
		before = 0
		if n, err := strconv.Atoi(word); err == nil {
			before = n
		}
	}
	return most
}

// wording is the text of an option; nothing where a code stands for no single option.
func (c *company) wording(q *questionnaires.Question, code string) string {
	for _, o := range q.Options {
		if o.Code == code {
			return o.Text.In(c.lang)
		}
	}
	return ""
}

// numbered puts a number before each of several texts.
func numbered(texts []string) []string {
	if len(texts) < 2 {
		return texts
	}
	out := make([]string, 0, len(texts))
	for i, t := range texts {
		out = append(out, strconv.Itoa(i+1)+") "+lower(t))
	}
	return out
}

// between is the steps of a ladder that lie between the answer of today and a target: each includes the ones before it.
func (c *company) between(q *questionnaires.Question, to string) []string {
	answer := c.answers.Answers[q.ID]
	reached := 0
	for i, o := range q.Options {
		if answer.State == questionnaires.Answered && slices.Contains(answer.Value.Codes, o.Code) {
			reached = i
		}
	}
	var out []string
	for _, o := range q.Options[reached+1:] {
		if o.Code == to {
			break
		}
		out = append(out, o.Text.In(c.lang))
	}
	return out
}

// target writes the answer that a step has to reach.
func (c *company) target(q *questionnaires.Question, to string) string {
	for _, o := range q.Options {
		if o.Code == to {
			return c.either(q, o)
		}
	}
	unit := q.Unit.In(c.lang)
	switch {
	case q.Kind == rules.Multiple && to == everyOption:
		return c.lacking(q)
	case q.Kind != rules.Number || unit == "":
		return to
	case unit == "%":
		return to + unit
	}
	return to + " " + unit
}

// either is the wording of an option, with the others that are as good where several may be chosen.
func (c *company) either(q *questionnaires.Question, target questionnaires.Option) string {
	var others []string
	for _, o := range q.Options {
		if q.Kind == rules.Multiple && target.HasValue && o.HasValue && o.Value == target.Value && o.Code != target.Code {
			others = append(others, o.Text.In(c.lang))
		}
	}
	if len(others) == 0 {
		return target.Text.In(c.lang)
	}
	return c.say("path.target.either", "Target", target.Text.In(c.lang), "List", strings.Join(others, "; "))
}

// lacking names the options of a question with several choices that are not chosen yet.
func (c *company) lacking(q *questionnaires.Question) string {
	chosen := c.answers.Answers[q.ID].Value.Codes
	var out []string
	for _, o := range q.Options {
		if o.Code != q.None && !slices.Contains(chosen, o.Code) {
			out = append(out, o.Text.In(c.lang))
		}
	}
	if len(out) == 0 {
		return c.reply(q).text
	}
	return c.say("path.target.add", "List", strings.Join(out, "; "))
}

// conditions is the checklist of Green with the values of today.
func (c *company) conditions() Checks {
	out := Checks{Title: c.say("path.checks.title"), Note: c.say("path.checks.note", "Standing", c.standing())}
	add := func(done bool, text, today string) {
		out.Items = append(out.Items, Check{Done: done, Text: text, Text2: today})
	}
	least := func(key string, value scoring.Micro, limit rules.Decimal, texts ...string) {
		add(int64(value) >= int64(limit), c.say(key, append(texts, "Points", c.decimal(limit))...), c.points(value))
	}
	model := &c.def.Model
	if c.res.Residual == nil {
		least("check.control.text", c.res.Control.Value, model.ControlsColour.GreenFrom)
	} else {
		out.Note += c.addResidual(add)
		least("check.control.text", c.res.Control.Value, model.Colour.GreenControl)
		for _, d := range model.Domains {
			if r, ok := c.found.results[d.ID]; ok && d.Core && r.Value != nil {
				least("check.core.text", *r.Value, model.Colour.GreenCore, "Domain", d.Name.In(c.lang))
			}
		}
	}
	pending := int64(0)
	for _, f := range c.res.Flags {
		if f.State == questionnaires.FlagOpen || f.State == questionnaires.FlagUndetermined {
			pending++
		}
	}
	add(pending == 0, c.say("check.flags.text"), c.whole(pending))
	if floors := c.capped("floor"); floors > 0 {
		add(false, c.say("check.floor.text"), c.whole(int64(floors)))
	}
	if c.answers.Overdue > 0 {
		add(false, c.say("check.overdue.text"), c.whole(c.answers.Overdue))
	}
	least("check.confidence.text", c.res.Confidence.Value, model.Colour.GreenConfidence)
	return out
}

// addResidual adds the condition on R, below the second cut-off by the margin in which a band is not believed, and says why
// it is lower than the cut-off.
func (c *company) addResidual(add func(bool, string, string)) string {
	model, r := &c.def.Model, c.res.Residual.Value
	if len(model.Bands) < 2 {
		return ""
	}
	const shown = 1000 // a tenth of a point, the last place that is shown
	limit := int64(model.Bands[1].Below) - int64(model.Borderline)
	add(int64(r) < limit, c.say("check.residual.text", "Points", c.cut(limit-shown, 4, 1)), c.points(r))
	return " " + c.say("path.checks.margin", "Margin", c.decimal(model.Borderline), "Cut", c.decimal(model.Bands[1].Below))
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
