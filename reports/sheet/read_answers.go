package sheet

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// answers reads the answer to every question of the questionnaire, then the sheet of further evidence.
func (r *sheetReader) answers(a *questionnaires.Answers) {
	a.Answers = map[string]questionnaires.Answer{}
	for i := range r.def.Questions {
		q := &r.def.Questions[i]
		answer := r.answer(q)
		if !blank(&answer) {
			a.Answers[q.ID] = answer
		}
	}
	for _, key := range r.keys {
		if strings.HasPrefix(key, keyMore+"/") {
			r.further(a, r.rows[key])
		}
	}
}

func blank(a *questionnaires.Answer) bool {
	return a.State == "" && len(a.Evidence) == 0 && a.Comment == "" && !a.SelfDisclosed
}

func (r *sheetReader) answer(q *questionnaires.Question) questionnaires.Answer {
	on := r.rows[q.ID]
	r.stray(q, on)
	var a questionnaires.Answer
	if state, value := r.value(q, on); state != "" {
		a.State, a.Value = state, value
	}
	r.notKnown(on, &a)
	r.notApplicable(q, on, &a)
	a.Comment = r.text(on, r.spots.comment)
	a.SelfDisclosed = r.yes(on, r.spots.disclosed)
	if e, ok := r.evidence(on, r.spots.evidence); ok {
		a.Evidence = []questionnaires.Evidence{e}
	}
	return a
}

func (r *sheetReader) notKnown(on *row, a *questionnaires.Answer) {
	who, by := r.text(on, r.spots.who), r.day(on, r.spots.by)
	switch {
	case who == "" && by == "":
	case a.State != "":
		r.at(on, r.spots.who, "the question is answered and also not known yet; clear one of the two")
	default:
		a.State, a.Who, a.By = questionnaires.NotKnown, who, by
	}
}

func (r *sheetReader) notApplicable(q *questionnaires.Question, on *row, a *questionnaires.Answer) {
	reason := r.text(on, r.spots.reason)
	switch {
	case reason == "" || reason == "–":
	case q.NeverNA || q.RedFlag:
		r.at(on, r.spots.reason, "this question can never be not applicable; answer it, or say who finds out")
	case a.State != "":
		r.at(on, r.spots.reason, "the question is answered and also not applicable; clear one of the two")
	default:
		a.State, a.Reason = questionnaires.Claimed, reason
	}
}

// value reads what stands in the answer cells; the state is empty when nothing does.
func (r *sheetReader) value(q *questionnaires.Question, on *row) (questionnaires.AnswerState, questionnaires.AnswerValue) {
	var v questionnaires.AnswerValue
	answered := false
	switch q.Kind {
	case rules.Single:
		return r.single(q, on)
	case rules.Multiple:
		v.Codes = r.ticks(q)
		answered = len(v.Codes) > 0
	case rules.Number:
		v.Number, answered = r.number(q, on, columnAnswer)
	case rules.Table:
		v.Cells = r.cells(q)
		answered = len(v.Cells) > 0
	case rules.Date:
		v.Text = r.day(on, columnAnswer)
		answered = v.Text != ""
	default:
		v.Text = r.text(on, columnAnswer)
		answered = v.Text != ""
	}
	if !answered {
		return "", v
	}
	return questionnaires.Answered, v
}

func (r *sheetReader) single(q *questionnaires.Question, on *row) (questionnaires.AnswerState, questionnaires.AnswerValue) {
	text := on.cell(columnAnswer)
	if text == "" {
		return "", questionnaires.AnswerValue{}
	}
	if q.Ladder && anyLanguage(text, "word.in_progress") {
		return questionnaires.InProgress, questionnaires.AnswerValue{}
	}
	if code, ok := r.chosen(q, text); ok {
		return questionnaires.Answered, questionnaires.AnswerValue{Codes: []string{code}}
	}
	r.at(on, columnAnswer, "%q is none of the answers of the list; choose one of them", shown(text))
	return "", questionnaires.AnswerValue{}
}

// chosen finds the option that a cell names, by its wording in any language, the workbook's own first, or by its code.
func (r *sheetReader) chosen(q *questionnaires.Question, text string) (string, bool) {
	langs := append([]string{r.rows[metaKey].cell(companyValue)}, r.def.Languages...)
	for _, lang := range langs {
		for _, o := range q.Options {
			if same(label(q, o.Code, lang), text) {
				return o.Code, true
			}
		}
	}
	_, ok := q.Option(text)
	return text, ok
}

// ticks reads the rows of the options of a question with several choices.
func (r *sheetReader) ticks(q *questionnaires.Question) []string {
	var codes []string
	for _, o := range q.Options {
		key := q.ID + "/" + o.Code
		if r.yes(r.rows[key], columnAnswer) {
			codes = append(codes, o.Code)
		}
	}
	if q.None != "" && len(codes) > 1 && slices.Contains(codes, q.None) {
		r.at(r.rows[q.ID+"/"+q.None], columnAnswer, "this option excludes the others; keep it alone or clear it")
	}
	return codes
}

// yes reads a tick.
func (r *sheetReader) yes(on *row, col int) bool {
	text := on.cell(col)
	switch {
	case text == "" || text == "0" || strings.EqualFold(text, "false") || anyLanguage(text, "word.no"):
		return false
	case text == "1" || text == "✓" || strings.EqualFold(text, "x") || strings.EqualFold(text, "true") || anyLanguage(text, "word.yes"):
		return true
	}
	r.at(on, col, "choose yes or no of the list, or leave the cell empty, not %q", shown(text))
	return false
}

func (r *sheetReader) cells(q *questionnaires.Question) map[string]map[string]rules.Decimal {
	cells := map[string]map[string]rules.Decimal{}
	for _, line := range q.Rows {
		key := q.ID + "/" + line.Code
		values := map[string]rules.Decimal{}
		for i, c := range q.Columns {
			if n, ok := r.number(q, r.rows[key], columnAnswer+i); ok {
				values[c.Code] = n
			}
		}
		if len(values) > 0 {
			cells[line.Code] = values
		}
	}
	return cells
}

// number reads a number within the bounds and steps of a question; ok is false for an empty cell and for a fault.
func (r *sheetReader) number(q *questionnaires.Question, on *row, col int) (n rules.Decimal, ok bool) {
	text := on.cell(col)
	if text == "" {
		return 0, false
	}
	if on.text(col) && thousands(text) {
		r.at(on, col, "%q can be read in two ways; write thousands without a separator, such as %s", shown(text),
			strings.NewReplacer(".", "", ",", "").Replace(text))
		return 0, false
	}
	n, ok = parseNumber(text)
	low, high := questionnaires.FormatDecimal(q.Min), questionnaires.FormatDecimal(q.Max)
	switch {
	case !ok:
		r.at(on, col, "write a number in digits, with at most four decimals, not %q", shown(text))
	case n < q.Min || n > q.Max:
		r.at(on, col, "the number must lie between %s and %s, not %s", low, high, shown(text))
	case q.Step > 0 && (n-q.Min)%q.Step != 0:
		r.at(on, col, "the number goes in steps of %s from %s, so it cannot be %s", questionnaires.FormatDecimal(q.Step), low, shown(text))
	default:
		return n, true
	}
	return 0, false
}

// evidence reads the five cells of one piece of evidence.
func (r *sheetReader) evidence(on *row, col int) (questionnaires.Evidence, bool) {
	e := questionnaires.Evidence{Name: r.text(on, col), Kind: r.text(on, col+1), Date: r.day(on, col+2), Expires: r.day(on, col+3)}
	level := strings.ToUpper(on.cell(col + 4))
	if e == (questionnaires.Evidence{}) && level == "" {
		return e, false
	}
	e.Level = 1
	if level != "" {
		i := slices.Index([]string{"E0", "E1"}, level)
		if i < 0 {
			r.at(on, col+4, "the level of evidence is E0 or E1, not %q; higher levels are for an evaluator to give", shown(level))
		}
		e.Level = max(0, i)
	}
	if e.Date != "" && e.Expires != "" && e.Expires < e.Date {
		r.at(on, col+3, "the evidence expires before its date; correct one of them")
	}
	return e, true
}

// stray refuses content in the rows of a question where the question has nothing to fill in.
func (r *sheetReader) stray(q *questionnaires.Question, on *row) {
	const aside = "nothing is read here; write the answer into the light blue cells of the question and clear this one"
	last, end := columnAnswer+r.spots.cells-1, r.spots.evidence+evidenceColumns-1
	switch q.Kind {
	case rules.Multiple:
		r.empty(on, columnAnswer, last, "choose in the rows below, one for each option, and clear this cell")
		for _, o := range q.Options {
			r.empty(r.rows[q.ID+"/"+o.Code], columnAnswer+1, end, aside)
		}
	case rules.Table:
		for i := range r.spots.cells {
			if i >= len(q.Columns) || !r.says(&q.Columns[i], on.cell(columnAnswer+i)) {
				r.empty(on, columnAnswer+i, columnAnswer+i, "write the numbers into the rows below and clear this cell")
			}
		}
		for _, line := range q.Rows {
			r.empty(r.rows[q.ID+"/"+line.Code], columnAnswer+len(q.Columns), end, aside)
		}
	default:
		r.empty(on, columnAnswer+1, last, aside)
	}
}

// says reports whether a text is the name of a column in any language.
func (r *sheetReader) says(column *questionnaires.Label, text string) bool {
	return slices.ContainsFunc(r.def.Languages, func(lang string) bool { return same(column.Text.In(lang), text) })
}

// empty refuses content in a range of columns.
func (r *sheetReader) empty(on *row, from, to int, message string) {
	if col := on.filled(from, to); col > 0 {
		r.at(on, col, "%s", message)
	}
}

// further reads one row of the sheet of further evidence.
func (r *sheetReader) further(a *questionnaires.Answers, on *row) {
	e, ok := r.evidence(on, moreEvidence)
	if !ok {
		return
	}
	id := on.cell(moreQuestion)
	if _, known := r.def.Question(id); !known {
		r.at(on, moreQuestion, "choose the question that the evidence belongs to; there is no %q", shown(id))
		return
	}
	answer := a.Answers[id]
	answer.Evidence = append(answer.Evidence, e)
	a.Answers[id] = answer
}
