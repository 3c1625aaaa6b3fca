package web

import (
	"slices"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// whatifPage asks what the result would be if some answers were different, and says it.
type whatifPage struct {
	page
	Head     assessmentHead
	Standing string
	Action   string
	Rows     []whatifRow
	Others   []whatifGroup // questions that can be added
	Levels   []levelView
	Answer   *whatifAnswer
}

// whatifRow is one question whose answer is assumed.
type whatifRow struct {
	ID, Number, Text, Href string
	Now                    reply
	Multiple               bool
	Options                []choiceView
	Typed                  string // number or text
	Unit                   string
	Kind                   string
}

// whatifGroup is the questions of one section.
type whatifGroup struct {
	Title     string
	Questions []choiceView
}

// levelView is one level of evidence to assume.
type levelView struct {
	Code, Text string
	On         bool
}

// whatifAnswer is the result before and after.
type whatifAnswer struct {
	Lines   []whatifLine
	Changed int
}

// whatifLine is one number before and after.
type whatifLine struct{ Name, Before, After, Direction string }

// mostAssumed is how many answers can be assumed at once.
const mostAssumed = 12

// mostOffered is how many answers the form begins with: the largest contributions.
const mostOffered = 3

// whatif shows the form with, when something was chosen, its answer.
func (p *resultPages) whatif(r *request) error {
	o, err := p.outcome(r)
	if err != nil {
		return err
	}
	b := newResultBuilder(o, r.words)
	data := b.whatif(r)
	faults := data.Faults
	data.page = r.page("whatif.page.title")
	data.Faults = faults
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{r.t("result.crumb.title"), under(o.ID, "hasil")}, crumb{Title: data.Title})
	return r.show("whatif", data)
}

func (b *resultBuilder) whatif(r *request) whatifPage {
	data := whatifPage{
		Head: headOf(b.o.ID, &b.o.Assessment, b.def, b.w), Standing: b.standing(), Action: under(b.o.ID, "hasil", "andai"),
		Levels: b.levels(r.query("bukti")),
	}
	level := levelOf(r.query("bukti"))
	changes := map[string]questionnaires.Answer{}
	for _, id := range b.assumed(r) {
		q, ok := b.def.Question(id)
		if !ok || q.Kind == rules.Table || !b.o.Sheet.Applies(id) {
			continue
		}
		chosen, asked := r.queries("a."+id), len(r.queries("q")) > 0
		if !asked {
			chosen = b.best(q)
		}
		data.Rows = append(data.Rows, b.whatifRow(q, chosen))
		if !asked || len(chosen) == 0 || chosen[0] == "" {
			continue
		}
		answer, err := b.assume(q, chosen, level)
		if err != nil {
			data.Faults = append(data.Faults, fault{Field: fieldID(id), Text: r.faults(err)[0].Text})
			continue
		}
		changes[id] = answer
	}
	data.Others = b.others(data.Rows)
	if len(changes) > 0 {
		data.Answer = b.compare(b.o.WhatIf(changes), len(changes))
	}
	return data
}

// assumed is the questions of the form: those that were sent, or the largest contributions.
func (b *resultBuilder) assumed(r *request) []string {
	ids := r.queries("q")
	if len(ids) == 0 {
		for _, c := range b.gains() {
			ids = append(ids, c.Question)
		}
		ids = ids[:min(mostOffered, len(ids))]
	}
	if more := r.query("tambah"); more != "" {
		ids = append(ids, more)
	}
	var out []string
	for _, id := range ids {
		if !slices.Contains(out, id) && len(out) < mostAssumed {
			out = append(out, id)
		}
	}
	return out
}

// best is the best answer to a question with a single choice; nothing for other kinds.
func (b *resultBuilder) best(q *questionnaires.Question) []string {
	if q.Kind != rules.Single {
		return nil
	}
	best := -1
	for i := range q.Options {
		if q.Options[i].HasValue && (best < 0 || b.better(q, q.Options[i].Value, q.Options[best].Value)) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return []string{q.Options[best].Code}
}

// better compares values of options: for an exposure less is better, for a control more.
func (b *resultBuilder) better(q *questionnaires.Question, x, y rules.Decimal) bool {
	if q.Role.Factor != "" {
		return x < y
	}
	return x > y
}

func (b *resultBuilder) whatifRow(q *questionnaires.Question, chosen []string) whatifRow {
	row := whatifRow{
		ID: q.ID, Number: b.numbers[q.ID], Text: q.Text.In(b.w.lang), Href: answerHref(b.o.ID, q.ID), Kind: kindOf(q),
		Now: replyTo(q, b.o.Assessment.Answers[q.ID], b.w), Multiple: q.Kind == rules.Multiple, Unit: q.Unit.In(b.w.lang),
	}
	for i := range q.Options {
		o := &q.Options[i]
		row.Options = append(row.Options, choiceView{
			Code: o.Code, Text: o.Text.In(b.w.lang), Field: fieldID(q.ID, "option", o.Code), On: slices.Contains(chosen, o.Code),
		})
		if i == 0 {
			row.Options[0].Field = fieldID(q.ID)
		}
	}
	if len(chosen) > 0 {
		row.Typed = chosen[0]
	}
	return row
}

// assume reads the assumed answer as if it had been typed in the form; without evidence to assume, what there is stays.
func (b *resultBuilder) assume(q *questionnaires.Question, chosen []string, level int) (questionnaires.Answer, error) {
	in := assessment.Input{Question: q.ID, Choice: assessment.Value, Language: b.w.lang}
	if q.Kind == rules.Single || q.Kind == rules.Multiple {
		in.Codes = chosen
	} else {
		in.Text = chosen[0]
	}
	answer, err := assessment.ParseAnswer(b.def, in)
	answer.Evidence = b.o.Answers.Answers[q.ID].Evidence
	if level > 0 {
		answer.Evidence = []questionnaires.Evidence{{Level: level}}
	}
	return answer, err
}

// levels are the levels of evidence that can be assumed; "" keeps what there is.
func (b *resultBuilder) levels(chosen string) []levelView {
	if chosen == "" {
		chosen = "4"
	}
	out := []levelView{{Code: "0", Text: b.w.t("whatif.level.same"), On: chosen == "0"}}
	for i := 1; i < len(b.def.Model.Evidence); i++ {
		out = append(out, levelView{Code: itoa(i), Text: b.w.t("whatif.level.text", "Level", i, "Name", b.def.Model.Evidence[i].Name.In(b.w.lang)), On: chosen == itoa(i)})
	}
	return out
}

func levelOf(text string) int {
	if len(text) == 1 && text[0] >= '0' && text[0] <= '4' {
		return int(text[0] - '0')
	}
	return 4
}

// others are the control questions that can be added, by section.
func (b *resultBuilder) others(rows []whatifRow) []whatifGroup {
	var out []whatifGroup
	for i := range b.def.Questions {
		q := &b.def.Questions[i]
		there := slices.ContainsFunc(rows, func(row whatifRow) bool { return row.ID == q.ID })
		if there || q.Role.Domain == "" || q.Kind == rules.Table || q.Kind == rules.Text || q.Kind == rules.Date || !b.o.Sheet.Applies(q.ID) {
			continue
		}
		title := b.sectionTitle(q.Section)
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, whatifGroup{Title: title})
		}
		group := &out[len(out)-1]
		group.Questions = append(group.Questions, choiceView{Code: q.ID, Text: b.numbers[q.ID] + " " + q.Text.In(b.w.lang)})
	}
	return out
}

// compare says what changes from the result of today to another.
func (b *resultBuilder) compare(after *scoring.Result, changed int) *whatifAnswer {
	now, w := b.res, b.w
	answer := &whatifAnswer{Changed: changed}
	add := func(name, before, after, direction string) {
		answer.Lines = append(answer.Lines, whatifLine{name, before, after, direction})
	}
	bad, good := w.t("result.direction.bad"), w.t("result.direction.good")
	if now.Residual != nil && after.Residual != nil {
		add(w.t("result.residual.name"), w.points(now.Residual.Value), w.points(after.Residual.Value), bad)
		add(w.t("result.band.name"), b.band(now.Published.Band), b.band(after.Published.Band), "")
	}
	add(w.t("result.colour.name"), b.colour(now.Published.Colour), b.colour(after.Published.Colour), "")
	add(w.t("result.control.name"), w.points(now.Control.Value), w.points(after.Control.Value), good)
	if now.Inherent != nil && after.Inherent != nil && now.Inherent.Value != after.Inherent.Value {
		add(w.t("result.exposure.name"), w.points(now.Inherent.Value), w.points(after.Inherent.Value), bad)
	}
	add(w.t("result.confidence.name"), w.points(now.Confidence.Value), w.points(after.Confidence.Value), good)
	add(w.t("result.flags.name"), w.number(standingFlags(now)), w.number(standingFlags(after)), bad)
	add(w.t("result.findings.name"), w.number(len(now.Findings)), w.number(len(after.Findings)), bad)
	return answer
}

func standingFlags(r *scoring.Result) int {
	n := 0
	for _, f := range r.Flags {
		if f.State == questionnaires.FlagOpen || f.State == questionnaires.FlagUndetermined {
			n++
		}
	}
	return n
}
