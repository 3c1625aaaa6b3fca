package questionnaires

import (
	"slices"
	"strings"
	"time"

	"tuntas/questionnaires/rules"
)

// value reads what was answered; ok is false when nothing was, or when it has a fault.
func (r answerReader) value(n *node) (v AnswerValue, ok bool) {
	before := len(r.list)
	switch r.q.Kind {
	case rules.Single, rules.Multiple:
		v.Codes = r.codes(n)
		ok = len(v.Codes) > 0
	case rules.Number:
		v.Number, ok = r.number(n, r.q.ID)
	case rules.Table:
		v.Cells = r.cells(n)
		ok = len(v.Cells) > 0
	case rules.Date, rules.Text:
		v.Text = r.text(n)
		ok = v.Text != ""
	case rules.Flag:
	}
	return v, ok && len(r.list) == before
}

// codes reads one option, or several; in the order of the options, because the order of ticks says nothing.
func (r answerReader) codes(n *node) []string {
	items := []*node{n}
	switch n.kind {
	case listNode:
		items = n.items
	case mappingNode:
		r.at(n, "the answer to %s must be an option code", r.q.ID)
		return nil
	case scalarNode:
	}
	if r.q.Kind == rules.Single && len(items) > 1 {
		r.at(n, "%s takes one option, not %d", r.q.ID, len(items))
		return nil
	}
	options := r.q.codes()
	ticked := make(map[string]bool, len(options))
	for _, item := range items {
		switch {
		case item.kind != scalarNode:
			r.at(item, "the answer to %s must be an option code", r.q.ID)
		case !slices.Contains(options, item.text):
			r.at(item, "%s has no option %s%s", r.q.ID, quote(item.text), r.suggest(item.text, options))
		case ticked[item.text]:
			r.at(item, "option %s of %s stands twice; keep one", item.text, r.q.ID)
		default:
			ticked[item.text] = true
		}
	}
	if r.q.None != "" && ticked[r.q.None] && len(ticked) > 1 {
		r.at(n, "option %s of %s excludes the others; keep it alone or remove it", r.q.None, r.q.ID)
	}
	var codes []string
	for _, code := range options {
		if ticked[code] {
			codes = append(codes, code)
		}
	}
	return codes
}

// number reads a number within the question's bounds and steps.
func (r answerReader) number(n *node, what string) (rules.Decimal, bool) {
	if n.kind != scalarNode {
		r.at(n, "%s must be a number", what)
		return 0, false
	}
	d, problem := parseDecimal(n.text)
	switch {
	case problem != "":
		r.at(n, "%s is %s, %s", what, quote(n.text), problem)
	case r.q.Step%rules.One == 0 && thousands(n.text):
		r.at(n, "%s counts in whole numbers; write %s without a point, so that a thousand is not read as one", what, quote(n.text))
	case d < r.q.Min || d > r.q.Max:
		r.at(n, "%s must lie between %s and %s, not %s", what, FormatDecimal(r.q.Min), FormatDecimal(r.q.Max), quote(n.text))
	case r.q.Step > 0 && (d-r.q.Min)%r.q.Step != 0:
		r.at(n, "%s goes in steps of %s from %s, so it cannot be %s", what, FormatDecimal(r.q.Step), FormatDecimal(r.q.Min), quote(n.text))
	default:
		return d, true
	}
	return 0, false
}

// thousands reports whether a number reads like a whole one with points between its thousands.
func thousands(s string) bool {
	_, last, pointed := strings.Cut(s, ".")
	return pointed && len(last) == 3
}

// cells reads {row: {column: number}}, or {row: number} for a table with one column.
func (r answerReader) cells(n *node) map[string]map[string]rules.Decimal {
	if n.kind != mappingNode || len(n.keys) == 0 {
		r.at(n, "%s is a table; write its rows as row: {column: number}", r.q.ID)
		return nil
	}
	cells := make(map[string]map[string]rules.Decimal, len(n.keys))
	for i, k := range n.keys {
		if !hasLabel(r.q.Rows, k.text) {
			r.at(k, "%s has no row %s%s", r.q.ID, quote(k.text), r.suggest(k.text, labelCodes(r.q.Rows)))
			continue
		}
		if row := r.row(k.text, n.items[i]); len(row) > 0 {
			cells[k.text] = row
		}
	}
	return cells
}

func (r answerReader) row(code string, n *node) map[string]rules.Decimal {
	row := map[string]rules.Decimal{}
	if n.null() {
		return row
	}
	if n.kind != mappingNode {
		if len(r.q.Columns) != 1 {
			r.at(n, "row %s of %s has several columns; write %s: {column: number}", code, r.q.ID, code)
			return row
		}
		if d, ok := r.number(n, r.q.ID+" "+code); ok {
			row[r.q.Columns[0].Code] = d
		}
		return row
	}
	for i, k := range n.keys {
		switch {
		case !hasLabel(r.q.Columns, k.text):
			r.at(k, "%s has no column %s%s", r.q.ID, quote(k.text), r.suggest(k.text, labelCodes(r.q.Columns)))
		case !n.items[i].null():
			if d, ok := r.number(n.items[i], r.q.ID+" "+code+" "+k.text); ok {
				row[k.text] = d
			}
		}
	}
	return row
}

func hasLabel(labels []Label, code string) bool {
	return slices.ContainsFunc(labels, func(l Label) bool { return l.Code == code })
}

func labelCodes(labels []Label) []string {
	codes := make([]string, len(labels))
	for i, l := range labels {
		codes[i] = l.Code
	}
	return codes
}

// text reads a free text, or a day.
func (r answerReader) text(n *node) string {
	if n.kind != scalarNode {
		r.at(n, "the answer to %s must be a single value", r.q.ID)
		return ""
	}
	if r.q.Kind == rules.Date {
		if _, err := time.Parse(time.DateOnly, n.text); err != nil {
			r.at(n, "%s must be a day written as 2026-11-24, not %s", r.q.ID, quote(n.text))
			return ""
		}
		return n.text
	}
	o := &object{faults: r.faults, n: n, what: r.q.ID}
	return o.textOf("the answer", n)
}
