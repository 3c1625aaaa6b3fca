package sheet

import (
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func (t *template) section(i int, s *questionnaires.Section) {
	const first, other, side = 46, 18, 20
	widths := []float64{4, 5, 56, 48, first}
	for len(widths) < t.spots.who-1 {
		widths = append(widths, other)
	}
	for len(widths) < t.spots.evidence+evidenceColumns-1 {
		widths = append(widths, side)
	}
	p := t.b.sheet(strconv.Itoa(i+1)+" "+s.Title.In(t.lang), widths...)
	t.hideKeys(p)
	p.next().text(columnText, s.Title.In(t.lang), styleTitle)
	p.next().text(columnText, s.Purpose.In(t.lang), styleNote)
	t.heads(p)
	p.freeze(columnAnswer)
	for _, topic := range s.Topics {
		p.next().text(columnText, topic.Title.In(t.lang), styleGroup)
		for _, id := range topic.Questions {
			if q, ok := t.def.Question(id); ok {
				t.question(p, q)
			}
		}
	}
	p.printed = t.spots.who
}

func (t *template) heads(p *page) {
	p.next()
	p.text(columnNumber, t.say("column.number"), styleHead)
	p.text(columnText, t.say("column.question"), styleHead)
	p.text(columnNote, t.say("column.note"), styleHead)
	p.text(columnAnswer, t.say("column.answer"), styleHead)
	p.text(t.spots.who, t.say("column.who"), styleHead)
	p.text(t.spots.by, t.say("column.by"), styleHead)
	p.text(t.spots.reason, t.say("column.reason"), styleHead)
	p.text(t.spots.disclosed, t.say("column.disclosed"), styleHead)
	p.text(t.spots.comment, t.say("column.comment"), styleHead)
	t.evidenceHeads(p, t.spots.evidence)
}

func (t *template) question(p *page, q *questionnaires.Question) {
	t.count++
	a := t.answers.Answers[q.ID]
	p.next().text(columnKey, q.ID, styleNote)
	p.text(columnNumber, strconv.Itoa(t.count), styleText)
	p.text(columnText, q.Text.In(t.lang), styleBold)
	p.text(columnNote, t.note(q), styleQuiet)
	t.side(p, q, &a)
	switch q.Kind {
	case rules.Single:
		t.single(p, q, &a)
	case rules.Multiple:
		t.options(p, q, &a)
	case rules.Number:
		t.number(p, q, columnAnswer, a.Value.Number, a.State == questionnaires.Answered)
	case rules.Table:
		t.table(p, q, &a)
	default:
		p.text(columnAnswer, a.Value.Text, styleInput)
	}
}

// note is what stands beside a question: help, unit, when it is asked, whether it may be left out.
func (t *template) note(q *questionnaires.Question) string {
	var lines []string
	if help := q.Help.In(t.lang); help != "" {
		lines = append(lines, help)
	}
	if unit := q.Unit.In(t.lang); unit != "" {
		lines = append(lines, t.say("note.unit.text", "Unit", unit, "Low", t.decimal(q.Min), "High", t.decimal(q.Max)))
	}
	if q.Kind == rules.Date {
		lines = append(lines, t.say("note.date.text"))
	}
	if q.Kind == rules.Multiple {
		lines = append(lines, t.say("note.multiple.text"))
	}
	if q.Show.Present() {
		if node, ok := t.def.Program.Node(q.Show.ID); ok {
			lines = append(lines, t.say("note.show.text", "Condition", t.def.Program.Words(node, t.lang, t.def.Wording(t.lang))))
		}
	}
	if q.Mandatory {
		lines = append(lines, t.say("note.mandatory.text"))
	}
	return strings.Join(lines, "\n")
}

// side writes what stands beside every answer: not known yet, not applicable, comment, evidence.
func (t *template) side(p *page, q *questionnaires.Question, a *questionnaires.Answer) {
	p.text(t.spots.who, a.Who, styleInput)
	p.text(t.spots.by, a.By, styleInput)
	if q.NeverNA || q.RedFlag {
		p.text(t.spots.reason, "–", styleClosed)
	} else {
		p.text(t.spots.reason, a.Reason, styleInput)
	}
	disclosed := ""
	if a.SelfDisclosed {
		disclosed = t.say("word.yes")
	}
	p.text(t.spots.disclosed, disclosed, styleInput)
	t.lists.offer(p, t.spots.disclosed, t.say("word.yes"), t.say("word.no"))
	p.text(t.spots.comment, a.Comment, styleInput)
	t.evidenceCells(p, t.spots.evidence, at(a.Evidence, 0))
	for _, e := range a.Evidence[min(1, len(a.Evidence)):] {
		t.further = append(t.further, furtherPiece{q.ID, e})
	}
}

func (t *template) single(p *page, q *questionnaires.Question, a *questionnaires.Answer) {
	entries := make([]string, 0, len(q.Options)+1)
	for _, o := range q.Options {
		entries = append(entries, label(q, o.Code, t.lang))
	}
	if q.Ladder {
		entries = append(entries, t.say("word.in_progress"))
	}
	text := ""
	switch {
	case a.State == questionnaires.InProgress:
		text = t.say("word.in_progress")
	case a.State == questionnaires.Answered && len(a.Value.Codes) > 0:
		text = label(q, a.Value.Codes[0], t.lang)
	}
	p.text(columnAnswer, text, styleInput)
	t.lists.offer(p, columnAnswer, entries...)
}

// label is what the drop-down calls an option: its text, with its code where two options have the same text.
func label(q *questionnaires.Question, code, lang string) string {
	text, twins := code, 0
	for _, o := range q.Options {
		if o.Code == code {
			text = o.Text.In(lang)
		}
	}
	for _, o := range q.Options {
		if same(o.Text.In(lang), text) {
			twins++
		}
	}
	if twins > 1 {
		return text + " (" + code + ")"
	}
	return text
}

// options writes one row per option of a question with several choices.
func (t *template) options(p *page, q *questionnaires.Question, a *questionnaires.Answer) {
	p.text(columnAnswer, "", styleClosed)
	for _, o := range q.Options {
		p.next().text(columnKey, q.ID+"/"+o.Code, styleNote)
		text := o.Text.In(t.lang)
		if o.Code == q.None {
			text += " (" + t.say("note.none.text") + ")"
		}
		p.text(columnText, "    "+text, styleText)
		tick := ""
		if a.State == questionnaires.Answered && slices.Contains(a.Value.Codes, o.Code) {
			tick = t.say("word.yes")
		}
		p.text(columnAnswer, tick, styleInput)
		t.lists.offer(p, columnAnswer, t.say("word.yes"), t.say("word.no"))
	}
}

func (t *template) number(p *page, q *questionnaires.Question, col int, n rules.Decimal, known bool) {
	p.text(col, "", styleInputNo)
	if known {
		p.decimal(col, n, styleInputNo)
	}
	t.lists.bound(p, col, q)
}

func (t *template) table(p *page, q *questionnaires.Question, a *questionnaires.Answer) {
	for i, c := range q.Columns {
		p.text(columnAnswer+i, c.Text.In(t.lang), styleHead)
	}
	for _, row := range q.Rows {
		p.next().text(columnKey, q.ID+"/"+row.Code, styleNote)
		p.text(columnText, "    "+row.Text.In(t.lang), styleText)
		p.text(columnNote, q.Unit.In(t.lang), styleQuiet)
		for i, c := range q.Columns {
			n, ok := a.Value.Cells[row.Code][c.Code]
			t.number(p, q, columnAnswer+i, n, ok && a.State == questionnaires.Answered)
		}
	}
}
