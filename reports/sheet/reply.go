package sheet

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// value writes the content of an answer in the words of the questionnaire.
func (w *words) value(q *questionnaires.Question, v *questionnaires.AnswerValue) string {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		return w.chosen(q, v.Codes)
	case rules.Number:
		return strings.TrimSpace(w.decimal(v.Number) + " " + q.Unit.In(w.lang))
	case rules.Table:
		return w.cells(q, v.Cells)
	default:
		return v.Text
	}
}

func (w *words) chosen(q *questionnaires.Question, codes []string) string {
	var out []string
	for _, code := range codes {
		for i := range q.Options {
			if q.Options[i].Code == code {
				out = append(out, q.Options[i].Text.In(w.lang))
			}
		}
	}
	return strings.Join(out, "; ")
}

func (w *words) cells(q *questionnaires.Question, cells map[string]map[string]rules.Decimal) string {
	var out []string
	for _, row := range q.Rows {
		var in []string
		for _, column := range q.Columns {
			n, ok := cells[row.Code][column.Code]
			switch {
			case !ok:
			case len(q.Columns) == 1:
				in = append(in, w.decimal(n))
			default:
				in = append(in, column.Text.In(w.lang)+" "+w.decimal(n))
			}
		}
		if len(in) > 0 {
			out = append(out, row.Text.In(w.lang)+": "+strings.Join(in, ", "))
		}
	}
	return strings.Join(out, "; ")
}

// decimal writes an exact number without trailing zeros, with the language's decimal mark.
func (w *words) decimal(d rules.Decimal) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	whole := sign + strconv.FormatInt(int64(d/rules.One), 10)
	if d%rules.One == 0 {
		return whole
	}
	mark := "."
	if w.lang == "id" {
		mark = ","
	}
	rest := strconv.FormatInt(int64(rules.One+d%rules.One), 10)[1:]
	return whole + mark + strings.TrimRight(rest, "0")
}

// evidence writes one piece of evidence.
func (w *words) evidence(e questionnaires.Evidence) string {
	text := "E" + strconv.Itoa(e.Level) + " " + e.Name
	if e.Date != "" {
		text += ", " + e.Date
	}
	if e.Expires != "" {
		text += " " + w.say("evidence.until.text", "Day", e.Expires)
	}
	return text
}
