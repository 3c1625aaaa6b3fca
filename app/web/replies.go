package web

import (
	"slices"
	"strings"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// reply is what was answered to one question, in words.
type reply struct {
	Lines      []string // of a value
	State      string   // words of the other ways; "" for a value
	Who        string
	By         string
	Reason     string
	Comment    string
	Self       bool
	Unreadable bool
	Missing    bool // nothing was answered
}

// replyTo puts a stored answer into words.
func replyTo(q *questionnaires.Question, e assessment.Entry, s *words) reply {
	r := reply{Comment: e.Comment, Self: e.SelfDisclosed}
	switch e.Choice {
	case assessment.Value:
		r.Lines = valueLines(q, e, s, true)
	case assessment.Unreadable:
		r.Lines, r.Unreadable = valueLines(q, e, s, false), true
		r.State = s.t("answer.unreadable.text")
	case assessment.NotKnown:
		r.State, r.Who, r.By = s.t("answer.not_known.text"), e.Who, s.day(e.By)
	case assessment.NotApplicable:
		r.State, r.Reason = s.t("answer.not_applicable.text"), e.Reason
	case assessment.InProgress:
		r.State = s.t("answer.in_progress.text")
	case assessment.NotChosen:
		r.State, r.Missing = s.t("answer.missing.text"), true
	}
	return r
}

// valueLines writes a value; canonical says that its numbers and dates are in canonical form and not as somebody typed them.
func valueLines(q *questionnaires.Question, e assessment.Entry, s *words, canonical bool) []string {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		return optionLines(q, e.Codes, s.lang)
	case rules.Table:
		return tableLines(q, e.Cells, s, canonical)
	case rules.Number:
		return []string{measured(numberText(e.Text, s.lang, canonical), q.Unit.In(s.lang))}
	case rules.Date:
		return []string{s.day(e.Text)}
	default:
		return strings.Split(e.Text, "\n")
	}
}

func numberText(text, lang string, canonical bool) string {
	if canonical {
		return localNumber(text, lang)
	}
	return text
}

// measured puts a unit behind a number.
func measured(number, unit string) string {
	switch unit {
	case "":
		return number
	case "%":
		return number + unit
	default:
		return number + " " + unit
	}
}

func optionLines(q *questionnaires.Question, codes []string, lang string) []string {
	var lines []string
	for i := range q.Options {
		if slices.Contains(codes, q.Options[i].Code) {
			lines = append(lines, q.Options[i].Text.In(lang))
		}
	}
	return lines
}

func tableLines(q *questionnaires.Question, cells map[string]map[string]string, s *words, canonical bool) []string {
	var lines []string
	columns := columnsOf(q)
	for _, row := range q.Rows {
		var parts []string
		for _, column := range columns {
			text := cells[row.Code][column.Code]
			if text == "" {
				continue
			}
			text = numberText(text, s.lang, canonical)
			if len(columns) > 1 {
				text = column.Text.In(s.lang) + " " + text
			} else {
				text = measured(text, q.Unit.In(s.lang))
			}
			parts = append(parts, text)
		}
		if len(parts) > 0 {
			lines = append(lines, row.Text.In(s.lang)+": "+strings.Join(parts, ", "))
		}
	}
	return lines
}

// entryOf is typed input as an entry, so that both sides of a clash are written alike.
func entryOf(in assessment.Input) assessment.Entry {
	return assessment.Entry{
		Choice: in.Choice, Codes: in.Codes, Text: in.Text, Cells: in.Cells, Who: in.Who, By: in.By, Reason: in.Reason,
		Comment: in.Comment, SelfDisclosed: in.SelfDisclosed,
	}
}
