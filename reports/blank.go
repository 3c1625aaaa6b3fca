package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
)

// Blank composes the blank questionnaire to print and fill in by hand: every question with its condition in words. It
// fails when lang is not id or en.
func Blank(def *questionnaires.Definition, lang string) (*Document, error) {
	w, err := newWords(lang)
	if err != nil {
		return nil, fmt.Errorf("blank questionnaire: %w", err)
	}
	b := &blank{words: w, def: def}
	doc := b.document()
	if w.err != nil {
		return nil, fmt.Errorf("blank questionnaire: %w", w.err)
	}
	return doc, nil
}

// blank is a blank questionnaire being composed.
type blank struct {
	*words
	def    *questionnaires.Definition
	number int // of the question
}

func (b *blank) document() *Document {
	d := &Document{
		Lang: b.lang, Kind: "questionnaire", Title: b.say("blank.document.title"), Subject: b.def.Title.In(b.lang), Subtitle: b.def.Ref(),
		Reference: b.def.Ref(), Hash: fingerprint(b.def.SHA256), Date: b.def.Date, Words: b.layout(),
		Cover: Cover{
			Facts: []Fact{
				{Label: b.say("blank.version.label"), Value: b.def.Ref()},
				{Label: b.say("blank.date.label"), Value: b.date(b.def.Date)},
				{Label: b.say("blank.questions.label"), Value: strconv.Itoa(len(b.def.Questions))},
				{Label: b.say("blank.short.label"), Value: strconv.Itoa(b.def.Counts.ShortPath)},
			},
			Heading: b.say("blank.heading.text"), Text: b.def.Purpose.In(b.lang),
			QR:       "tuntas " + b.def.Ref() + " questionnaire:" + b.def.SHA256,
			Notes:    []Fact{{Label: b.say("blank.hash.label"), Value: fingerprint(b.def.SHA256)}},
			Footnote: b.say("blank.footnote.text"),
		},
	}
	d.Sections = append(d.Sections, b.guide())
	for i := range b.def.Sections {
		d.Sections = append(d.Sections, b.section(i, &b.def.Sections[i]))
	}
	return d
}

// guide says how to fill in the questionnaire, and what must do no harm.
func (b *blank) guide() Section {
	const last = 5
	steps := List{Ordered: true}
	for i := range last {
		steps.Items = append(steps.Items, b.say("blank.step."+strconv.Itoa(i+1)))
	}
	s := Section{ID: "guide", Short: b.say("blank.guide.title"), Title: b.say("blank.guide.title"), Blocks: []Block{
		steps,
		Lines{Label: b.say("blank.company.label"), Count: 1},
		Lines{Label: b.say("blank.sites.label"), Count: 2},
		Lines{Label: b.say("blank.filled.label"), Count: 1},
	}}
	cautions := List{}
	for _, c := range b.def.Cautions {
		cautions.Items = append(cautions.Items, c.Text.In(b.lang))
	}
	if len(cautions.Items) > 0 {
		s.Blocks = append(s.Blocks, Heading{Level: 2, Text: b.say("blank.cautions.title")}, cautions)
	}
	return s
}

func (b *blank) section(i int, s *questionnaires.Section) Section {
	out := Section{ID: "section-" + s.ID, Short: s.Title.In(b.lang), Title: strconv.Itoa(i+1) + ". " + s.Title.In(b.lang), Lead: s.Purpose.In(b.lang)}
	if len(s.Who) > 0 {
		out.Blocks = append(out.Blocks, note(b.say("blank.who.text", "Who", b.respondents(s.Who))))
	}
	for _, t := range s.Topics {
		out.Blocks = append(out.Blocks, Heading{Level: 2, Text: t.Title.In(b.lang)})
		for _, id := range t.Questions {
			if q, ok := b.def.Question(id); ok {
				b.number++
				out.Blocks = append(out.Blocks, b.question(q)...)
			}
		}
	}
	return out
}

// question is one question with its condition in words, its help and where to answer it.
func (b *blank) question(q *questionnaires.Question) []Block {
	out := []Block{Heading{Level: 3, Text: strconv.Itoa(b.number) + ". " + q.Text.In(b.lang), Anchor: "question-" + q.ID}}
	if q.Show.Present() {
		out = append(out, Paragraph{Small: true, Spans: []Span{
			{Text: b.say("blank.when.text") + " ", Bold: true}, {Text: b.condition(q.Show) + "."},
		}})
	}
	if help := q.Help.In(b.lang); help != "" {
		out = append(out, note(help))
	}
	out = append(out, b.space(q), note(b.instead(q)))
	foot := b.say("blank.why.text", "Why", strings.TrimSuffix(q.Why.In(b.lang), "."))
	if len(q.Who) > 0 {
		foot += " " + b.say("blank.who.text", "Who", b.respondents(q.Who))
	}
	if len(q.Proof) > 0 {
		foot += " " + b.say("blank.proof.text", "Proof", b.proofs(q.Proof))
	}
	return append(out, note(foot))
}

// condition reads an expression of the questionnaire in words; what is not compiled stays as it was written.
func (b *blank) condition(c questionnaires.Condition) string {
	if b.def.Program != nil {
		if node, ok := b.def.Program.Node(c.ID); ok {
			return b.def.Program.Words(node, b.lang, b.def.Wording(b.lang))
		}
	}
	return c.Source
}

func (b *blank) respondents(ids []string) string {
	var out []string
	for _, r := range b.def.Roles {
		if slices.Contains(ids, r.ID) {
			out = append(out, r.Text.In(b.lang))
		}
	}
	return strings.Join(out, ", ")
}

func (b *blank) proofs(ids []string) string {
	var out []string
	for _, p := range b.def.Proofs {
		if slices.Contains(ids, p.ID) {
			out = append(out, p.Text.In(b.lang))
		}
	}
	return strings.Join(out, "; ")
}
