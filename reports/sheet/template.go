package sheet

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"tuntas/questionnaires"
)

// WriteTemplate writes the workbook in which a company fills in a questionnaire: one sheet per section, drop-downs,
// units, conditions in words. a may be nil; otherwise what the company stated is filled in. What only an evaluator
// writes (verified values, reviews, levels of evidence above E1, signals, flags) is left out, as Bare does.
func WriteTemplate(w io.Writer, def *questionnaires.Definition, lang string, a *questionnaires.Answers) error {
	say, err := newWords(lang)
	if err != nil {
		return fmt.Errorf("workbook to fill in: %w", err)
	}
	if a == nil {
		a = &questionnaires.Answers{}
	}
	a, _ = Bare(a)
	b := newBook(def.Title.In(lang), lang, def.Date)
	t := &template{words: say, b: b, def: def, answers: a, spots: spotsOf(def)}
	t.lists = newLists(b, say)
	t.meta()
	t.guide()
	t.company()
	for i := range def.Sections {
		t.section(i, &def.Sections[i])
	}
	t.more()
	for _, name := range []string{metaSheet, listsSheet} {
		b.keep(b.f.SetSheetVisible(name, false, true))
	}
	b.last(listsSheet, metaSheet)
	if t.err != nil {
		return fmt.Errorf("workbook to fill in: %w", t.err)
	}
	return b.write(w)
}

// Bare is the answers without what only an evaluator writes: what a workbook can carry. kept is false when something
// was left out.
func Bare(a *questionnaires.Answers) (bare *questionnaires.Answers, kept bool) {
	out := *a
	kept = len(a.Signals) == 0 && len(a.Flags) == 0 && a.Overdue == 0 && !a.FirstGreen
	out.Signals, out.Flags, out.Overdue, out.FirstGreen = nil, nil, 0, false
	out.Answers = make(map[string]questionnaires.Answer, len(a.Answers))
	for id, answer := range a.Answers {
		if answer.Verified != nil || answer.Review != "" || answer.State == questionnaires.NotApplicable {
			kept = false
		}
		answer.Verified, answer.Review = nil, ""
		for i, e := range answer.Evidence {
			if e.Level > 1 {
				answer.Evidence, kept = slices.Clone(answer.Evidence), false
				answer.Evidence[i].Level = 1
			}
		}
		if answer.State == questionnaires.NotApplicable {
			answer.State = questionnaires.Claimed
		}
		out.Answers[id] = answer
	}
	return &out, kept
}

// template is one workbook to fill in being written.
type template struct {
	*words
	b       *book
	def     *questionnaires.Definition
	answers *questionnaires.Answers
	spots   spots
	lists   *lists
	count   int            // questions so far
	further []furtherPiece // evidence that has no place in its question's row
}

// furtherPiece is one more piece of evidence of a question.
type furtherPiece struct {
	question string
	evidence questionnaires.Evidence
}

func (t *template) meta() {
	p := t.b.sheet(metaSheet)
	p.texts(styleText, metaKey, fmt.Sprintf("%s@%d", t.def.ID, t.def.Version), t.lang, t.def.SHA256)
}

// guide says on the first sheet how to fill in the others.
func (t *template) guide() {
	const width = 110
	p := t.b.sheet(t.say("guide.sheet.name"), 4, width)
	t.hideKeys(p)
	line := func(text string, s style) { p.next().text(columnKey+1, text, s) }
	line(t.def.Title.In(t.lang), styleTitle)
	line(t.def.Purpose.In(t.lang), styleText)
	p.next()
	for i := range 8 {
		line(strconv.Itoa(i+1)+". "+t.say("guide.step."+strconv.Itoa(i+1)), styleText)
	}
	if len(t.def.Cautions) > 0 {
		p.next()
	}
	for _, c := range t.def.Cautions {
		line(c.Text.In(t.lang), styleText)
	}
}

func (t *template) company() {
	p := t.b.sheet(t.say("company.sheet.name"), 4, 34, 46, 20, 60)
	t.hideKeys(p)
	p.next().text(companyLabel, t.say("company.sheet.name"), styleTitle)
	p.next()
	c := &t.answers.Company
	t.fact(p, keyName, "company.name", c.Name)
	t.fact(p, keyNIB, "company.nib", c.NIB)
	for i := range max(companyCodes, len(c.KBLI)+1) {
		t.fact(p, numbered(keyKBLI, i), "company.kbli", at(c.KBLI, i))
	}
	t.fact(p, keyPeriod, "company.period", t.answers.Period)
	t.fact(p, keyDate, "company.date", t.answers.Date)
	p.next()
	p.next().text(companyLabel, t.say("company.sites.title"), styleHead)
	p.text(companyValue, t.say("company.site.head"), styleHead)
	p.text(companySecond, t.say("company.province.head"), styleHead)
	for i := range max(companySites, len(c.Sites)+2) {
		site := at(c.Sites, i)
		t.fact(p, numbered(keySite, i), "company.site", site.Name)
		p.text(companySecond, site.Province, styleInput)
	}
}

// fact writes one row of the company sheet.
func (t *template) fact(p *page, key, message, value string) {
	p.next().text(columnKey, key, styleNote)
	p.text(companyLabel, t.say(message+".label"), styleBold)
	p.text(companyValue, value, styleInput)
	p.text(companyNote, t.say(message+".note"), styleQuiet)
}

func numbered(key string, i int) string { return key + "/" + strconv.Itoa(i+1) }

// at is an element of a list, or the zero value beyond its end.
func at[T any](list []T, i int) T {
	if i < len(list) {
		return list[i]
	}
	var none T
	return none
}

func (t *template) hideKeys(p *page) {
	t.b.keep(t.b.f.SetColVisible(p.name, "A", false))
}

// more is the sheet for further evidence.
func (t *template) more() {
	p := t.b.sheet(t.say("more.sheet.name"), 4, 30, 40, 16, 14, 14, 8)
	t.hideKeys(p)
	p.next().text(moreQuestion, t.say("more.note.text"), styleNote)
	p.next()
	p.text(moreQuestion, t.say("more.question.head"), styleHead)
	t.evidenceHeads(p, moreEvidence)
	p.freeze(moreQuestion)
	ids := make([]string, len(t.def.Questions))
	for i := range t.def.Questions {
		ids[i] = t.def.Questions[i].ID
	}
	for i := range len(t.further) + moreRows {
		piece := at(t.further, i)
		p.next().text(columnKey, numbered(keyMore, i), styleNote)
		p.text(moreQuestion, piece.question, styleInput)
		t.lists.offer(p, moreQuestion, ids...)
		t.evidenceCells(p, moreEvidence, piece.evidence)
	}
}

func (t *template) evidenceHeads(p *page, col int) {
	for i, key := range []string{"evidence.name.head", "evidence.kind.head", "evidence.date.head", "evidence.expires.head", "evidence.level.head"} {
		p.text(col+i, t.say(key), styleHead)
	}
}

// evidenceCells writes one piece of evidence, or empty cells for one.
func (t *template) evidenceCells(p *page, col int, e questionnaires.Evidence) {
	level := ""
	if e != (questionnaires.Evidence{}) {
		level = "E" + strconv.Itoa(e.Level)
	}
	for i, text := range []string{e.Name, e.Kind, e.Date, e.Expires, level} {
		p.text(col+i, text, styleInput)
	}
	t.lists.offer(p, col+evidenceColumns-1, "E0", "E1")
}
