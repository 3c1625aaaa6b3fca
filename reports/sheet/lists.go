package sheet

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// lists is the hidden sheet with what the drop-downs offer: one column per list. A list in the rule itself may have no
// more than 255 characters, and an option is often longer.
type lists struct {
	p     *page
	words *words
	known map[string]string // content → range
}

func newLists(b *book, w *words) *lists {
	return &lists{p: b.sheet(listsSheet), words: w, known: map[string]string{}}
}

// address is the range with these entries.
func (l *lists) address(entries []string) string {
	content := strings.Join(entries, "\x00")
	if found, ok := l.known[content]; ok {
		return found
	}
	col := len(l.known) + 1
	for i, e := range entries {
		l.p.row = i + 1
		l.p.text(col, e, styleText)
	}
	name, err := excelize.ColumnNumberToName(col)
	l.p.b.keep(err)
	l.known[content] = fmt.Sprintf("%s!$%s$1:$%s$%d", listsSheet, name, name, max(1, len(entries)))
	return l.known[content]
}

// offer puts a drop-down with these entries on a cell.
func (l *lists) offer(p *page, col int, entries ...string) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(p.cell(col))
	v.SetSqrefDropList(l.address(entries))
	l.refuse(v, l.words.say("refuse.choice.text"))
	p.b.keep(p.b.f.AddDataValidation(p.name, v))
}

// bound lets a cell take numbers of a question only.
func (l *lists) bound(p *page, col int, q *questionnaires.Question) {
	v := excelize.NewDataValidation(true)
	v.SetSqref(p.cell(col))
	kind := excelize.DataValidationTypeDecimal
	if q.Step%rules.One == 0 {
		kind = excelize.DataValidationTypeWhole
	}
	low, high := float64(q.Min)/float64(rules.One), float64(q.Max)/float64(rules.One)
	p.b.keep(v.SetRange(low, high, kind, excelize.DataValidationOperatorBetween))
	l.refuse(v, l.words.say("refuse.number.text", "Low", l.words.decimal(q.Min), "High", l.words.decimal(q.Max), "Unit", q.Unit.In(l.words.lang)))
	p.b.keep(p.b.f.AddDataValidation(p.name, v))
}

// refuse says what to do when something else is typed.
func (l *lists) refuse(v *excelize.DataValidation, text string) {
	const longest = 225
	v.SetError(excelize.DataValidationErrorStyleStop, l.words.say("refuse.title"), shorten(text, longest))
}
