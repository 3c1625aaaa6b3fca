package reports

import (
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// instead is where the other ways to answer are written.
func (b *blank) instead(q *questionnaires.Question) string {
	const line = "______________________________"
	text := "☐ " + b.say("blank.instead.unknown") + " " + line
	if !q.NeverNA && !q.RedFlag {
		text += "   ☐ " + b.say("blank.instead.not_applicable") + " " + line
	}
	return text
}

// space is where the answer is written.
func (b *blank) space(q *questionnaires.Question) Block {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		list := List{Boxes: true}
		for _, o := range q.Options {
			list.Items = append(list.Items, o.Text.In(b.lang))
		}
		if q.Ladder {
			list.Items = append(list.Items, b.say("blank.in_progress.text"))
		}
		return list
	case rules.Table:
		return b.table(q)
	case rules.Number:
		return Lines{Label: b.say("blank.number.label", "Unit", q.Unit.In(b.lang), "Low", b.decimal(q.Min), "High", b.decimal(q.Max)), Count: 1}
	case rules.Date:
		return Lines{Label: b.say("blank.day.label"), Count: 1}
	default:
		return Lines{Label: b.say("blank.text.label"), Count: 3}
	}
}

func (b *blank) table(q *questionnaires.Question) Table {
	const all, first = 100, 40
	t := Table{Columns: []Column{{Head: q.Unit.In(b.lang), Width: first}}}
	for _, c := range q.Columns {
		t.Columns = append(t.Columns, Column{Head: c.Text.In(b.lang), Width: (all - first) / len(q.Columns)})
	}
	for _, r := range q.Rows {
		row := Row{Cells: []Cell{{Text: r.Text.In(b.lang)}}}
		for range q.Columns {
			row.Cells = append(row.Cells, Cell{Box: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
