package reports

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// Input is everything a company report is composed from. Definition, Answers, Result and Lang are needed.
type Input struct {
	Definition *questionnaires.Definition
	Answers    *questionnaires.Answers
	Result     *scoring.Result
	Lang       string // id or en
	Number     string // reference number of the assessment; empty: none
	Verify     string // address at which the report can be checked; empty: none
	Web        string // address of the HTML twin; empty: none
	Made       string // day on which the report is made, YYYY-MM-DD; empty: not said
}

// Company composes the capacity-building report of one company. It fails when the result is of another questionnaire
// version than def or of other answers than a, names something that def lacks, or lang is not id or en.
func Company(def *questionnaires.Definition, a *questionnaires.Answers, res *scoring.Result, lang string) (*Document, error) {
	return CompanyReport(Input{Definition: def, Answers: a, Result: res, Lang: lang})
}

// CompanyReport is Company with everything that may be known besides.
func CompanyReport(in Input) (*Document, error) {
	c, err := newCompany(in)
	if err != nil {
		return nil, fmt.Errorf("company report: %w", err)
	}
	return c.finish(c.document("company", c.say("report.company.title"), c.cover(), c.chapters()))
}

// finish returns the report, unless there was a fault.
func (c *company) finish(doc *Document) (*Document, error) {
	if err := cmp.Or(c.err, c.words.err); err != nil {
		return nil, fmt.Errorf("company report: %w", err)
	}
	return doc, nil
}

// company is one report being composed. The first fault is kept in err.
type company struct {
	*words
	in      Input
	def     *questionnaires.Definition
	answers *questionnaires.Answers
	res     *scoring.Result
	hash    string // of the result
	found   lookup
	numbers map[string]int  // finding id → its number in this report
	hidden  map[string]bool // questions that a rule took away
	cites   func(*questionnaires.Reference) bool
	steady  scoring.Stability
	handout bool // the edition for participants
	err     error
}

func newCompany(in Input) (*company, error) {
	pinned := in.Result.Questionnaire
	if pinned.ID != in.Definition.ID || pinned.Version != in.Definition.Version || pinned.SHA256 != in.Definition.SHA256 {
		return nil, fmt.Errorf("the result is of %s@%d, not of %s@%d", pinned.ID, pinned.Version, in.Definition.ID, in.Definition.Version)
	}
	if in.Result.AnswersSHA256 != in.Answers.SHA256 {
		return nil, errors.New("the result is of other answers than these")
	}
	w, err := newWords(in.Lang)
	if err != nil {
		return nil, err
	}
	hash, err := resultHash(in.Result)
	if err != nil {
		return nil, err
	}
	c := &company{words: w, in: in, def: in.Definition, answers: in.Answers, res: in.Result, hash: hash}
	c.found = newLookup(in.Definition, in.Result)
	c.numbers = make(map[string]int, len(in.Result.Findings))
	for i, f := range in.Result.Findings {
		c.numbers[f.ID] = i + 1
	}
	if err := c.rescore(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *company) document(kind, title string, cover Cover, parts []func() []Section) *Document {
	doc := &Document{
		Lang:      c.lang,
		Kind:      kind,
		Title:     title,
		Subject:   plain(c.answers.Company.Name),
		Subtitle:  c.subtitle(),
		Cover:     cover,
		Reference: referenced(c.in.Number, c.named()),
		Hash:      c.say("document.hash.text", "Hash", fingerprint(c.hash)),
		Date:      cmp.Or(c.res.Date, c.def.Date),
		Words:     c.layout(),
	}
	for _, part := range parts {
		doc.Sections = append(doc.Sections, part()...)
	}
	return doc
}

// chapters are the parts of the whole report, in their order.
func (c *company) chapters() []func() []Section {
	return []func() []Section{
		c.picture, c.findings, c.waiting, c.controls, c.needs, c.learning, c.sheets, c.answerKey, c.plan, c.path,
		c.followUp, c.help, c.method, c.objection, c.answersAnnex, c.sources,
	}
}

func (c *company) subtitle() string {
	title := c.def.Title.In(c.lang)
	if c.answers.Period == "" {
		return title
	}
	return title + ", " + plain(c.answers.Period)
}

// named is the title of the questionnaire with its version, for readers.
func (c *company) named() string {
	return c.say("report.questionnaire.named", "Title", c.def.Title.In(c.lang), "Version", c.whole(int64(c.def.Version)))
}

// version is the questionnaire with its code and version, for those who compute again.
func (c *company) version() string {
	return c.say("report.questionnaire.version", "Title", c.def.Title.In(c.lang), "ID", c.def.ID, "Version", c.whole(int64(c.def.Version)))
}

func (c *company) cover() Cover {
	facts := []Fact{{c.say("cover.questionnaire.label"), c.named()}}
	if c.res.Date != "" {
		facts = append(facts, Fact{c.say("cover.date.label"), c.assessed()})
	}
	facts = append(facts, Fact{c.say("cover.status.label"), c.status()})
	if c.in.Number != "" {
		facts = append(facts, Fact{c.say("cover.number.label"), c.in.Number})
	} else if c.answers.Period != "" {
		facts = append(facts, Fact{c.say("cover.period.label"), plain(c.answers.Period)})
	}
	return Cover{
		Facts:    facts,
		Heading:  c.say("cover.readers.title"),
		Text:     c.say("cover.readers.text"),
		QR:       cmp.Or(c.in.Verify, c.identity()),
		Notes:    c.coverNotes(),
		Footnote: c.say("cover.footnote.text"),
	}
}

// assessed is the day of the assessment, with the day on which the report was made where that is known.
func (c *company) assessed() string {
	if c.in.Made == "" {
		return c.date(c.res.Date)
	}
	return c.say("cover.date.made", "Date", c.date(c.res.Date), "Made", c.date(c.in.Made))
}

// coverNotes says where or how the report can be checked, and the fingerprints to compare.
func (c *company) coverNotes() []Fact {
	var notes []Fact
	if c.in.Verify != "" {
		notes = append(notes, Fact{c.say("cover.verify.label"), c.in.Verify})
	} else {
		notes = append(notes, Fact{c.say("cover.compare.label"), c.say("cover.compare.text")})
	}
	if c.in.Web != "" {
		notes = append(notes, Fact{c.say("cover.web.label"), c.in.Web})
	}
	prints := []string{bound(fingerprint(c.hash)), bound(fingerprint(c.def.SHA256)), bound(fingerprint(c.res.AnswersSHA256))}
	return append(notes, Fact{c.say("cover.prints.label"), strings.Join(prints, " · ")})
}

// identity is what the QR code says when there is no address: enough to compare report and result.
func (c *company) identity() string {
	return fmt.Sprintf("tuntas %s@%d answers %s result %s", c.def.ID, c.def.Version, c.res.AnswersSHA256, c.hash)
}

// status says in words whether a named evaluator has decided.
func (c *company) status() string {
	if c.res.Published.Provisional {
		return c.say("status.provisional.long")
	}
	return c.say("status.official.long")
}

// standing is the one word that stands beside every number: provisional or official.
func (c *company) standing() string {
	if c.res.Published.Provisional {
		return c.say("status.provisional.short")
	}
	return c.say("status.official.short")
}

func (c *company) highBad() string  { return c.say("direction.high.bad") + " · " + c.standing() }
func (c *company) highGood() string { return c.say("direction.high.good") + " · " + c.standing() }

// fail keeps the first fault.
func (c *company) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

// text is a short form for one paragraph.
func text(s string) Paragraph { return Paragraph{Spans: []Span{{Text: s}}} }

// note is a paragraph in the secondary colour and note size.
func note(s string) Paragraph { return Paragraph{Spans: []Span{{Text: s}}, Quiet: true, Small: true} }
