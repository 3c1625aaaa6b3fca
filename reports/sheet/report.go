package sheet

import (
	"fmt"
	"io"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// WriteReport writes the facts of the company report as one workbook: picture, findings, action plan, controls,
// indicators and answers. Numbers are numbers, cut to what is shown. It fails when the result is of another
// questionnaire than def or lang is not id or en.
func WriteReport(w io.Writer, def *questionnaires.Definition, a *questionnaires.Answers, res *scoring.Result, lang string) error {
	if p := res.Questionnaire; p.ID != def.ID || p.Version != def.Version || p.SHA256 != def.SHA256 {
		return fmt.Errorf("report workbook: the result is of %s@%d, not of %s@%d", p.ID, p.Version, def.ID, def.Version)
	}
	say, err := newWords(lang)
	if err != nil {
		return fmt.Errorf("report workbook: %w", err)
	}
	b := newBook(def.Title.In(lang)+" · "+a.Company.Name, lang, res.Date)
	model, err := scoring.Compile(def)
	if err != nil {
		return fmt.Errorf("report workbook: %w", err)
	}
	scored := model.NewSheet(a, res.Date)
	r := &report{words: say, b: b, def: def, answers: a, res: res, asked: scored.Applies, cites: scored.Cites}
	r.picture()
	r.findings()
	r.plan()
	r.controls()
	if len(res.Indicators) > 0 {
		r.indicators()
	}
	r.replies()
	if r.err != nil {
		return fmt.Errorf("report workbook: %w", r.err)
	}
	return b.write(w)
}

// report is one workbook of results being written.
type report struct {
	*words
	b       *book
	def     *questionnaires.Definition
	answers *questionnaires.Answers
	res     *scoring.Result
	asked   func(question string) bool
	cites   func(*questionnaires.Reference) bool
}

func (r *report) picture() {
	const label, number, direction = 44, 16, 60
	p := r.b.sheet(r.say("picture.sheet.name"), label, number, direction)
	p.next().text(1, r.answers.Company.Name, styleTitle)
	p.next().text(1, r.def.Title.In(r.lang)+" "+r.answers.Period, styleNote)
	status := "status.provisional"
	if !r.res.Published.Provisional {
		status = "status.official"
	}
	p.next().text(1, r.say(status), styleNote)
	p.next()
	r.facts(p)
	p.next()
	p.texts(styleHead, r.say("picture.number.head"), r.say("picture.value.head"), r.say("picture.direction.head"))
	p.freeze(1)
	r.numbers(p)
	r.flags(p)
	r.contributions(p)
	p.next()
	r.hashes(p)
}

// facts is what is published: band, colour, remarks.
func (r *report) facts(p *page) {
	pub := r.res.Published
	line := func(key, value string) {
		p.next().text(1, r.say(key), styleText)
		p.text(2, value, styleBold)
	}
	if pub.Band != "" {
		line("picture.band.label", r.band(pub.Band))
	}
	line("picture.colour.label", r.say("colour."+pub.Colour))
	if pub.LowConfidence {
		line("picture.remark.label", r.say("picture.low_confidence.text"))
	}
	if pub.HumanReview {
		line("picture.remark.label", r.say("picture.human_review.text"))
	}
	if r.res.CaseAlert {
		line("picture.remark.label", r.say("picture.case_alert.text"))
	}
	if r.res.Date != "" {
		line("picture.date.label", r.res.Date)
	}
}

// band is the wording of a band code.
func (r *report) band(code string) string {
	for _, b := range r.def.Model.Bands {
		if b.Code == code {
			return b.Name.In(r.lang)
		}
	}
	return r.say("band." + code)
}

func (r *report) numbers(p *page) {
	line := func(name, direction string, v scoring.Micro) {
		p.next().text(1, name, styleText)
		p.points(2, v)
		p.text(3, direction, styleQuiet)
	}
	bad, good := r.say("direction.high.bad"), r.say("direction.high.good")
	if r.res.Residual != nil && r.res.Inherent != nil {
		line(r.say("number.residual"), bad, r.res.Residual.Value)
		line(r.say("number.residual.believed"), bad, r.res.Residual.Believed)
		line(r.say("number.residual.verified"), bad, r.res.Residual.VerifiedOnly)
		line(r.say("number.inherent"), bad, r.res.Inherent.Value)
		for _, f := range r.res.Inherent.Factors {
			line("    "+r.factor(f.ID), bad, f.Value)
		}
	}
	line(r.say("number.control"), good, r.res.Control.Value)
	k := r.res.Confidence
	line(r.say("number.confidence"), good, k.Value)
	line("    "+r.say("number.completeness"), good, k.Completeness)
	line("    "+r.say("number.evidence"), good, k.Evidence)
	line("    "+r.say("number.triangulation"), good, k.Triangulation)
	line("    "+r.say("number.consistency"), good, k.Consistency)
	counts := []struct {
		key string
		n   int
	}{
		{"count.applicable", r.res.Questions.Applicable},
		{"count.answered", r.res.Questions.Answered},
		{"count.not_known", r.res.Questions.NotKnown},
		{"count.unanswered", r.res.Questions.Unanswered},
	}
	for _, c := range counts {
		p.next().text(1, r.say(c.key), styleText)
		p.whole(2, int64(c.n))
	}
}

func (r *report) factor(id string) string {
	for _, f := range r.def.Model.Factors {
		if f.ID == id {
			return f.Name.In(r.lang)
		}
	}
	return id
}

func (r *report) flags(p *page) {
	p.next()
	p.texts(styleHead, r.say("flags.title"), r.say("flags.class.head"), r.say("flags.state.head"))
	for _, f := range r.res.Flags {
		p.next().text(1, r.findingTitle(f.ID), styleText)
		p.text(2, string(f.Class), styleBold)
		state := r.say("flag.state." + string(f.State))
		if f.SelfDisclosed {
			state += ". " + r.say("flag.disclosed.text")
		}
		p.text(3, state, styleText)
	}
	if len(r.res.Flags) == 0 {
		p.next().text(1, r.say("flags.none.text"), styleQuiet)
	}
}

func (r *report) findingTitle(id string) string {
	if f, ok := r.def.Finding(id); ok {
		return f.Title.In(r.lang)
	}
	return id
}

func (r *report) contributions(p *page) {
	p.next()
	p.texts(styleHead, r.say("contributions.title"), r.say("contributions.gain.head"))
	for _, c := range r.res.Contributions {
		p.next().text(1, r.def.Wording(r.lang).Question(c.Question), styleText)
		p.points(2, c.Gain)
	}
}

// hashes says of what and by what the result was computed.
func (r *report) hashes(p *page) {
	pin := r.res.Questionnaire
	p.next().text(1, r.say("hash.questionnaire"), styleQuiet)
	p.text(3, fmt.Sprintf("%s@%d %s", pin.ID, pin.Version, pin.SHA256), styleNote)
	p.next().text(1, r.say("hash.answers"), styleQuiet)
	p.text(3, r.res.AnswersSHA256, styleNote)
}
