package main

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/reports"
)

// blank is a blank questionnaire being composed as a document to print and fill in by hand.
type blank struct {
	names
	number int
}

func (b *blank) document() *reports.Document {
	d := &reports.Document{
		Lang: b.lang, Kind: "questionnaire", Title: b.say("blank.title"), Subject: b.def.Title.In(b.lang), Subtitle: b.def.Ref(),
		Reference: b.def.Ref(), Hash: b.def.SHA256[:min(12, len(b.def.SHA256))], Date: b.def.Date,
		Words: reports.Words{
			Contents: b.say("layout.contents"), Page: b.say("layout.page"), Continued: b.say("layout.continued"),
			HighBad: b.say("direction.high.bad"), HighGood: b.say("direction.high.good"),
		},
		Cover: reports.Cover{
			Facts: []reports.Fact{
				{Label: b.say("blank.version"), Value: b.def.Ref()},
				{Label: b.say("blank.date"), Value: b.written(b.def.Date)},
				{Label: b.say("blank.questions"), Value: strconv.Itoa(len(b.def.Questions))},
				{Label: b.say("blank.short"), Value: strconv.Itoa(b.def.Counts.ShortPath)},
			},
			Heading: b.say("blank.heading"), Text: b.def.Purpose.In(b.lang),
			QR:       "tuntas " + b.def.Ref() + " questionnaire:" + b.def.SHA256,
			Notes:    []reports.Fact{{Label: b.say("blank.hash"), Value: b.def.SHA256[:min(12, len(b.def.SHA256))]}},
			Footnote: b.say("blank.footnote"),
		},
	}
	d.Sections = append(d.Sections, b.guide())
	for i := range b.def.Sections {
		d.Sections = append(d.Sections, b.section(i, &b.def.Sections[i]))
	}
	return d
}

// guide says how to fill in the questionnaire, and what must do no harm.
func (b *blank) guide() reports.Section {
	steps := reports.List{Ordered: true}
	for i := range 5 {
		steps.Items = append(steps.Items, b.say("blank.step."+strconv.Itoa(i+1)))
	}
	s := reports.Section{ID: "guide", Short: b.say("blank.guide"), Title: b.say("blank.guide"), Blocks: []reports.Block{
		steps,
		reports.Lines{Label: b.say("blank.company"), Count: 1},
		reports.Lines{Label: b.say("blank.sites"), Count: 2},
		reports.Lines{Label: b.say("blank.filled"), Count: 1},
	}}
	cautions := reports.List{}
	for _, c := range b.def.Cautions {
		cautions.Items = append(cautions.Items, c.Text.In(b.lang))
	}
	if len(cautions.Items) > 0 {
		s.Blocks = append(s.Blocks, reports.Heading{Level: 2, Text: b.say("blank.cautions")}, cautions)
	}
	return s
}

func (b *blank) section(i int, s *questionnaires.Section) reports.Section {
	out := reports.Section{
		ID: "section-" + s.ID, Short: s.Title.In(b.lang), Title: strconv.Itoa(i+1) + ". " + s.Title.In(b.lang), Lead: s.Purpose.In(b.lang),
	}
	if len(s.Who) > 0 {
		out.Blocks = append(out.Blocks, quiet(b.say("blank.who", "Who", b.respondents(s.Who))))
	}
	for _, t := range s.Topics {
		out.Blocks = append(out.Blocks, reports.Heading{Level: 2, Text: t.Title.In(b.lang)})
		for _, id := range t.Questions {
			if q, ok := b.def.Question(id); ok {
				b.number++
				out.Blocks = append(out.Blocks, b.question(q)...)
			}
		}
	}
	return out
}

func quiet(text string) reports.Paragraph {
	return reports.Paragraph{Spans: []reports.Span{{Text: text}}, Quiet: true, Small: true}
}

// question is one question with its condition in words, its help and where to answer it.
func (b *blank) question(q *questionnaires.Question) []reports.Block {
	out := []reports.Block{reports.Heading{Level: 3, Text: strconv.Itoa(b.number) + ". " + q.Text.In(b.lang), Anchor: "question-" + q.ID}}
	if q.Show.Present() {
		out = append(out, reports.Paragraph{Small: true, Spans: []reports.Span{
			{Text: b.say("blank.when") + " ", Bold: true}, {Text: b.condition(q.Show) + "."},
		}})
	}
	if help := q.Help.In(b.lang); help != "" {
		out = append(out, quiet(help))
	}
	out = append(out, b.space(q), quiet(b.instead(q)))
	foot := b.say("blank.why", "Why", strings.TrimSuffix(q.Why.In(b.lang), "."))
	if len(q.Who) > 0 {
		foot += " " + b.say("blank.who", "Who", b.respondents(q.Who))
	}
	if len(q.Proof) > 0 {
		foot += " " + b.say("blank.proof", "Proof", b.proofs(q.Proof))
	}
	return append(out, quiet(foot))
}

// instead is where the other ways to answer are written.
func (b *blank) instead(q *questionnaires.Question) string {
	const line = "______________________________"
	text := "☐ " + b.say("blank.unknown") + " " + line
	if !q.NeverNA && !q.RedFlag {
		text += "   ☐ " + b.say("blank.not_applicable") + " " + line
	}
	return text
}

// space is where the answer is written.
func (b *blank) space(q *questionnaires.Question) reports.Block {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		list := reports.List{Boxes: true}
		for _, o := range q.Options {
			list.Items = append(list.Items, o.Text.In(b.lang))
		}
		if q.Ladder {
			list.Items = append(list.Items, b.say("answer.in_progress"))
		}
		return list
	case rules.Table:
		return b.table(q)
	case rules.Number:
		return reports.Lines{Label: b.say("blank.number", "Unit", q.Unit.In(b.lang), "Low", b.decimal(q.Min), "High", b.decimal(q.Max)), Count: 1}
	case rules.Date:
		return reports.Lines{Label: b.say("blank.day"), Count: 1}
	default:
		return reports.Lines{Label: b.say("blank.text"), Count: 3}
	}
}

func (b *blank) table(q *questionnaires.Question) reports.Table {
	const all, first = 100, 40
	t := reports.Table{Columns: []reports.Column{{Head: q.Unit.In(b.lang), Width: first}}}
	for _, c := range q.Columns {
		t.Columns = append(t.Columns, reports.Column{Head: c.Text.In(b.lang), Width: (all - first) / len(q.Columns)})
	}
	for _, r := range q.Rows {
		row := reports.Row{Cells: []reports.Cell{{Text: r.Text.In(b.lang)}}}
		for range q.Columns {
			row.Cells = append(row.Cells, reports.Cell{Box: true})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
