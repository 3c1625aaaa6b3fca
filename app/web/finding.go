package web

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// findingPage is one finding with its answers, the law and what to do.
type findingPage struct {
	page
	Head              assessmentHead
	Standing          string
	Tier, Severity    string
	Class             string
	Why, Good         string
	Rule              string // its condition in words
	Meters            []meterView
	Due               []dueView
	Answers           []findingAnswer
	Action, Owner     string
	Proofs            []string
	Law               []lawView
	Module            string
	Plan              bool
	PrevHref, PrevNo  string
	NextHref, NextNo  string
	Number, All       int
	SafetyFirst       bool
	EarlierAssessment bool // the flag comes from an earlier period
}

// meterView is one of the three parts of severity, 1 to 5.
type meterView struct {
	Key   string
	Value int64
}

// dueView is one deadline.
type dueView struct{ Key, Day string }

// findingAnswer is one answer that made the finding true.
type findingAnswer struct {
	Number, Text, Href string
	Reply              reply
}

// lawView is one rule or standard.
type lawView struct{ Title, Article, Gist string }

// finding shows one finding.
func (p *resultPages) finding(r *request) error {
	o, err := p.outcome(r)
	if err != nil {
		return err
	}
	b := newResultBuilder(o, r.words)
	at := slices.IndexFunc(b.res.Findings, func(f scoring.Finding) bool { return f.ID == r.param("finding") })
	if at < 0 {
		return absent()
	}
	known, ok := b.def.Finding(b.res.Findings[at].ID)
	if !ok {
		return absent()
	}
	data := b.finding(at, known)
	data.page = r.page("finding.page.title", "Title", known.Title.In(r.lang))
	data.Nav, data.Plan = navAssessments, !o.Preview
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{r.t("result.crumb.title"), under(o.ID, "hasil")}, crumb{Title: r.t("finding.crumb.title", "Number", at+1)})
	return r.show("finding", data)
}

// finding builds the page of the finding at an index.
func (b *resultBuilder) finding(at int, known *questionnaires.Finding) findingPage {
	f, w := &b.res.Findings[at], b.w
	data := findingPage{
		Head: headOf(b.o.ID, &b.o.Assessment, b.def, w), Standing: b.standing(), Tier: w.t("tier." + string(f.Tier) + ".word"),
		Severity: w.part(f.Severity), Class: string(f.Class), Why: known.Why.In(w.lang), Good: known.Good.In(w.lang),
		Rule: b.condition(known.When), Number: at + 1, All: len(b.res.Findings), SafetyFirst: f.Tier == questionnaires.Critical,
		Meters: []meterView{{"finding.scale.label", known.Scale}, {"finding.scope.label", known.Scope}, {"finding.irremediability.label", known.Irremedy}},
	}
	for _, d := range []dueView{{"finding.safeguard.label", f.Due.Safeguard}, {"finding.plan.label", f.Due.Plan}, {"finding.closed.label", f.Due.Closed}} {
		if d.Day != "" {
			d.Day = w.day(d.Day)
			data.Due = append(data.Due, d)
		}
	}
	for _, id := range f.Answers {
		if q, ok := b.def.Question(id); ok {
			data.Answers = append(data.Answers, findingAnswer{
				Number: b.numbers[id], Text: q.Text.In(w.lang), Href: answerHref(b.o.ID, id), Reply: replyTo(q, b.o.Assessment.Answers[id], w),
			})
		}
	}
	data.EarlierAssessment = len(f.Answers) == 0
	if action, ok := b.def.Action(f.Action); ok {
		data.Action, data.Owner = action.Text.In(w.lang), strings.Join(roleWords(b.def, []string{action.Owner}, w.lang), "")
		data.Proofs = proofWords(b.def, action.Proof, w.lang)
	}
	if module, ok := b.def.Module(f.Module); ok {
		data.Module = module.Title.In(w.lang)
	}
	data.Law = b.law(known.References)
	if at > 0 {
		data.PrevHref, data.PrevNo = under(b.o.ID, "hasil", "temuan", b.res.Findings[at-1].ID), itoa(at)
	}
	if at+1 < len(b.res.Findings) {
		data.NextHref, data.NextNo = under(b.o.ID, "hasil", "temuan", b.res.Findings[at+1].ID), itoa(at+2)
	}
	return data
}

// condition reads a rule back in words.
func (b *resultBuilder) condition(when questionnaires.Condition) string {
	if !when.Present() {
		return ""
	}
	node, ok := b.def.Program.Node(when.ID)
	if !ok {
		return ""
	}
	return b.def.Program.Words(node, b.w.lang, b.def.Wording(b.w.lang))
}

// law is the verified references that were valid on the day of the assessment.
func (b *resultBuilder) law(ids []string) []lawView {
	var out []lawView
	for _, id := range ids {
		ref, ok := b.def.Reference(id)
		if !ok || !b.o.Sheet.Cites(ref) {
			continue
		}
		out = append(out, lawView{ref.Title.In(b.w.lang), ref.Article, ref.Gist.In(b.w.lang)})
	}
	return out
}

// referralsPage is where workers and companies find help, and what must not be done.
type referralsPage struct {
	page
	Head      assessmentHead
	Cautions  []string
	Referrals []referralView
}

// referralView is one channel of help.
type referralView struct{ Name, For, Reach string }

// help shows the channels of help of the questionnaire.
func (p *resultPages) help(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	data := referralsPage{page: r.page("result.help.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words)}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for i := range v.Definition.Cautions {
		data.Cautions = append(data.Cautions, v.Definition.Cautions[i].Text.In(r.lang))
	}
	for i := range v.Definition.Referrals {
		ref := &v.Definition.Referrals[i]
		data.Referrals = append(data.Referrals, referralView{ref.Name.In(r.lang), ref.For.In(r.lang), ref.Reach.In(r.lang)})
	}
	return r.show("referrals", data)
}
