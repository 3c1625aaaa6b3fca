package reports

import (
	"cmp"
	"fmt"
	"strings"

	"tuntas/questionnaires"
)

// ReceiptInput is what a receipt says about one submission. Definition, AnswersSHA256 and Lang are needed; what is empty
// is left out.
type ReceiptInput struct {
	Definition    *questionnaires.Definition
	Lang          string // id or en
	Company       string
	NIB           string
	Period        string
	Number        string // reference number of the submission
	Submitted     string // day and time with its zone, as it is to be read
	Date          string // day of the submission, YYYY-MM-DD; the creation date of the file
	Person        string // who submitted
	Position      string // of that person
	AnswersSHA256 string // of the canonical answers
	Answered      int
	NotKnown      int
	NotApplicable int
	Declaration   string // as it was agreed to, in Lang
	Verify        string // address at which the receipt can be checked
}

// Receipt composes the receipt of a submission, one page as long as the declaration has at most 500 characters. It fails when lang is not id or en.
func Receipt(in ReceiptInput) (*Document, error) {
	w, err := newWords(in.Lang)
	if err != nil {
		return nil, fmt.Errorf("receipt: %w", err)
	}
	doc := (&receipt{words: w, in: in}).document()
	if w.err != nil {
		return nil, fmt.Errorf("receipt: %w", w.err)
	}
	return doc, nil
}

// receipt is one receipt being composed.
type receipt struct {
	*words
	in ReceiptInput
}

func (r *receipt) document() *Document {
	title := r.say("receipt.document.title")
	return &Document{
		Lang: r.lang, Kind: "receipt", Title: title, Subject: plain(r.in.Company), Subtitle: r.in.Definition.Title.In(r.lang),
		Reference: referenced(plain(r.in.Number), title), Hash: fingerprint(r.in.AnswersSHA256), Date: cmp.Or(r.in.Date, r.in.Definition.Date),
		Words: r.layout(),
		Sections: []Section{{
			ID: "receipt", Short: r.say("receipt.section.short"), Title: r.say("receipt.section.title"), Lead: r.say("receipt.section.lead"),
			Blocks: r.blocks(),
		}},
	}
}

func (r *receipt) blocks() []Block {
	out := []Block{Facts{Items: r.facts()}}
	if statement := plain(r.in.Declaration); statement != "" {
		out = append(out, Heading{Level: 3, Text: r.say("receipt.declaration.title")}, Paragraph{Spans: []Span{{Text: statement}}, Small: true})
	}
	code := Code{QR: cmp.Or(r.in.Verify, r.identity())}
	if r.in.Verify != "" {
		code.Notes = append(code.Notes, Fact{r.say("cover.verify.label"), r.in.Verify})
	}
	code.Notes = append(code.Notes, Fact{r.say("receipt.limits.label"), r.say("receipt.limits.text")})
	return append(out,
		Heading{Level: 3, Text: r.say("receipt.verify.title")},
		List{Ordered: true, Items: []string{r.say("receipt.verify.1"), r.say("receipt.verify.2"), r.say("receipt.verify.3")}},
		code,
	)
}

// facts is what was submitted, when and by whom.
func (r *receipt) facts() []Fact {
	def := r.in.Definition
	all := []Fact{
		{r.say("receipt.number.label"), plain(r.in.Number)},
		{r.say("receipt.company.label"), plain(r.in.Company)},
		{r.say("receipt.nib.label"), plain(r.in.NIB)},
		{r.say("cover.questionnaire.label"), r.say("report.questionnaire.version",
			"Title", def.Title.In(r.lang), "ID", def.Ref(), "Version", r.whole(int64(def.Version)))},
		{r.say("receipt.questionnaire.hash"), groups(def.SHA256)},
		{r.say("receipt.period.label"), plain(r.in.Period)},
		{r.say("receipt.submitted.label"), plain(r.in.Submitted)},
		{r.say("receipt.person.label"), strings.Trim(plain(r.in.Person)+", "+plain(r.in.Position), ", ")},
		{r.say("receipt.counts.label"), r.say("receipt.counts.text", "Answered", r.whole(int64(r.in.Answered)),
			"Unknown", r.whole(int64(r.in.NotKnown)), "NotApplicable", r.whole(int64(r.in.NotApplicable)))},
		{r.say("receipt.answers.label"), groups(r.in.AnswersSHA256)},
	}
	var out []Fact
	for _, f := range all {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// identity is what the code says when there is no address: enough to compare the receipt with the answers.
func (r *receipt) identity() string {
	return strings.TrimSpace(fmt.Sprintf("tuntas receipt %s answers %s %s", r.in.Definition.Ref(), r.in.AnswersSHA256, plain(r.in.Number)))
}

// referenced puts the reference number before a name.
func referenced(number, name string) string {
	if number == "" {
		return name
	}
	return number + " · " + name
}

// groups writes a hash in groups of four digits, which people can compare.
func groups(hash string) string {
	var out []string
	for len(hash) > 4 {
		out, hash = append(out, hash[:4]), hash[4:]
	}
	return strings.Join(append(out, hash), " ")
}
