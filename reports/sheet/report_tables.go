package sheet

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

func (r *report) findings() {
	p := r.b.sheet(r.say("findings.sheet.name"), 6, 46, 12, 8, 10, 12, 12, 12, 50, 60, 60, 44, 40, 40)
	p.texts(styleHead,
		r.say("column.number"), r.say("column.finding"), r.say("column.tier"), r.say("flags.class.head"), r.say("column.severity"),
		r.say("column.safeguard"), r.say("column.plan"), r.say("column.closed"), r.say("column.seen"), r.say("column.why"),
		r.say("column.good"), r.say("column.action"), r.say("column.module"), r.say("column.law"))
	p.freeze(3)
	for i, f := range r.res.Findings {
		known, ok := r.def.Finding(f.ID)
		if !ok {
			continue
		}
		p.next().whole(1, int64(i+1))
		p.text(2, known.Title.In(r.lang), styleBold)
		p.text(3, r.say("tier."+string(f.Tier)), styleText)
		p.text(4, string(f.Class), styleText)
		p.share(5, f.Severity)
		p.text(6, f.Due.Safeguard, styleText)
		p.text(7, f.Due.Plan, styleText)
		p.text(8, f.Due.Closed, styleText)
		p.text(9, r.seen(f.Answers), styleText)
		p.text(10, known.Why.In(r.lang), styleText)
		p.text(11, known.Good.In(r.lang), styleText)
		p.text(12, r.action(f.Action), styleText)
		p.text(13, r.def.Wording(r.lang).Module(f.Module), styleText)
		p.text(14, r.law(known.References), styleText)
	}
	if len(r.res.Findings) == 0 {
		p.next().text(2, r.say("findings.none.text"), styleQuiet)
	}
}

// seen is the answers behind a finding, one a line.
func (r *report) seen(ids []string) string {
	var lines []string
	for _, id := range ids {
		lines = append(lines, r.def.Wording(r.lang).Question(id)+" "+r.reply(id))
	}
	return strings.Join(lines, "\n")
}

// reply is what counts as the answer to a question, in words.
func (r *report) reply(id string) string {
	q, ok := r.def.Question(id)
	if !ok {
		return ""
	}
	a := r.answers.Answers[id]
	switch {
	case a.Verified != nil:
		return r.value(q, a.Verified)
	case a.State == questionnaires.Answered:
		return r.value(q, &a.Value)
	case a.State == "" || a.State == questionnaires.Unanswered:
		return r.say("answer." + r.silence(id))
	default:
		return r.say("answer." + string(a.State))
	}
}

// silence is why a question has no answer: it is not asked, or it is asked and unanswered.
func (r *report) silence(id string) string {
	if r.asked(id) {
		return string(questionnaires.Unanswered)
	}
	return "not_asked"
}

func (r *report) action(id string) string {
	if a, ok := r.def.Action(id); ok {
		return a.Text.In(r.lang)
	}
	return id
}

// law names the rules behind a finding that may be cited.
func (r *report) law(ids []string) string {
	var lines []string
	for _, id := range ids {
		if ref, ok := r.def.Reference(id); ok && r.cites(ref) {
			lines = append(lines, strings.TrimSpace(ref.Title.In(r.lang)+" "+ref.Article))
		}
	}
	return strings.Join(lines, "\n")
}

func (r *report) plan() {
	p := r.b.sheet(r.say("plan.sheet.name"), 6, 60, 50, 20, 44, 14, 20, 20)
	p.texts(styleHead,
		r.say("column.number"), r.say("column.action"), r.say("column.finding"), r.say("column.owner"), r.say("column.proof"),
		r.say("column.closed"), r.say("column.person"), r.say("column.done"))
	p.freeze(3)
	for i, id := range r.actionOrder() {
		a, ok := r.def.Action(id)
		if !ok {
			continue
		}
		titles, due := r.actionCause(id)
		p.next().whole(1, int64(i+1))
		p.text(2, a.Text.In(r.lang), styleBold)
		p.text(3, strings.Join(titles, "\n"), styleText)
		p.text(4, r.respondent(a.Owner), styleText)
		p.text(5, r.proofs(a.Proof), styleText)
		p.text(6, due, styleText)
		p.text(7, "", styleInput)
		p.text(8, "", styleInput)
	}
}

// actionOrder is the actions of all findings, the most urgent first, each once.
func (r *report) actionOrder() []string {
	var ids []string
	for _, f := range r.res.Findings {
		if !slices.Contains(ids, f.Action) {
			ids = append(ids, f.Action)
		}
	}
	return ids
}

// actionCause is the findings that one action answers, and the earliest day by which one of them must be closed.
func (r *report) actionCause(id string) (titles []string, due string) {
	for _, f := range r.res.Findings {
		if f.Action != id {
			continue
		}
		titles = append(titles, r.findingTitle(f.ID))
		if due == "" || f.Due.Closed != "" && f.Due.Closed < due {
			due = f.Due.Closed
		}
	}
	return titles, due
}

func (r *report) respondent(id string) string {
	for _, who := range r.def.Roles {
		if who.ID == id {
			return who.Text.In(r.lang)
		}
	}
	return id
}

func (r *report) proofs(ids []string) string {
	var out []string
	for _, id := range ids {
		for _, p := range r.def.Proofs {
			if p.ID == id {
				out = append(out, p.Text.In(r.lang))
			}
		}
	}
	return strings.Join(out, "; ")
}

func (r *report) controls() {
	heads := []string{
		r.say("column.domain"), r.say("column.core"), r.say("column.weight"), r.say("column.points"),
		r.say("column.verified"), r.say("column.believed"),
	}
	for _, l := range r.def.Model.Layers {
		heads = append(heads, l.Name.In(r.lang)+" (0–1)")
	}
	p := r.b.sheet(r.say("controls.sheet.name"), 44, 8, 12, 12, 18, 18, 14, 14, 14)
	p.next().text(1, r.say("controls.note.text"), styleNote)
	p.texts(styleHead, heads...)
	p.freeze(2)
	for _, d := range r.def.Model.Domains {
		p.next().text(1, d.Name.In(r.lang), styleBold)
		if d.Core {
			p.text(2, r.say("word.yes"), styleText)
		}
		p.decimal(3, d.Weight, styleShare)
		i := slices.IndexFunc(r.res.Control.Domains, func(x scoring.Domain) bool { return x.ID == d.ID })
		if i < 0 || r.res.Control.Domains[i].Value == nil {
			p.text(4, r.say("answer.not_applicable"), styleQuiet)
			continue
		}
		r.domain(p, &r.res.Control.Domains[i])
	}
}

func (r *report) domain(p *page, d *scoring.Domain) {
	for i, v := range []*scoring.Micro{d.Value, d.VerifiedOnly, d.Believed} {
		if v != nil {
			p.points(4+i, *v)
		}
	}
	for _, l := range d.Layers {
		i := slices.IndexFunc(r.def.Model.Layers, func(x questionnaires.Layer) bool { return x.ID == l.ID })
		if i >= 0 {
			p.share(7+i, l.Value)
		}
	}
}

func (r *report) indicators() {
	p := r.b.sheet(r.say("indicators.sheet.name"), 6, 50, 12, 22, 80)
	p.next().text(1, r.say("indicators.note.text"), styleNote)
	p.texts(styleHead, r.say("column.number"), r.say("column.indicator"), r.say("column.sign"), r.say("column.state"), r.say("column.sources"))
	p.freeze(3)
	for _, ind := range r.res.Indicators {
		p.next().whole(1, int64(ind.ID))
		p.text(2, r.indicator(ind.ID), styleBold)
		p.share(3, ind.Value)
		p.text(4, r.say("state."+ind.State), styleText)
		var lines []string
		for _, s := range ind.Signals {
			line := r.say("signal." + s.Source)
			if s.Rule != "" {
				line += ": " + r.rule(s.Rule)
			}
			lines = append(lines, line)
		}
		p.text(5, strings.Join(lines, "\n"), styleText)
	}
}

func (r *report) indicator(id int) string {
	for _, ind := range r.def.Indicators {
		if ind.ID == id {
			return ind.Name.In(r.lang)
		}
	}
	return ""
}

// rule says what a sign comes from: a finding, a question, or why a consistency rule is there.
func (r *report) rule(id string) string {
	if f, ok := r.def.Finding(id); ok {
		return f.Title.In(r.lang)
	}
	for _, c := range r.def.Rules {
		if c.ID == id {
			return c.Why.In(r.lang)
		}
	}
	return r.def.Wording(r.lang).Question(id)
}

func (r *report) replies() {
	p := r.b.sheet(r.say("answers.sheet.name"), 26, 56, 50, 18, 14, 40, 40, 40)
	p.texts(styleHead,
		r.say("column.id"), r.say("column.question"), r.say("column.answer"), r.say("column.state"), r.say("column.number_answer"),
		r.say("column.evidence"), r.say("column.comment"), r.say("column.remark"))
	p.freeze(3)
	for _, s := range r.def.Sections {
		p.next().text(1, s.Title.In(r.lang), styleGroup)
		for _, t := range s.Topics {
			for _, id := range t.Questions {
				r.replyRow(p, id)
			}
		}
	}
}

func (r *report) replyRow(p *page, id string) {
	q, ok := r.def.Question(id)
	if !ok {
		return
	}
	a := r.answers.Answers[id]
	state := string(a.State)
	if state == "" || a.State == questionnaires.Unanswered {
		state = r.silence(id)
	}
	p.next().text(1, id, styleQuiet)
	p.text(2, q.Text.In(r.lang), styleText)
	p.text(3, r.reply(id), styleBold)
	p.text(4, r.say("answer."+state), styleText)
	r.replyNumber(p, q, &a)
	var files []string
	for _, e := range a.Evidence {
		files = append(files, r.evidence(e))
	}
	p.text(6, strings.Join(files, "\n"), styleText)
	p.text(7, a.Comment, styleText)
	p.text(8, r.remarks(q, &a), styleText)
}

func (r *report) replyNumber(p *page, q *questionnaires.Question, a *questionnaires.Answer) {
	v := &a.Value
	if a.Verified != nil {
		v = a.Verified
	}
	if q.Kind == rules.Number && (a.State == questionnaires.Answered || a.Verified != nil) {
		p.decimal(5, v.Number, styleText)
	}
}

// remarks is what else stands with an answer: reasons, who finds out, what an evaluator said.
func (r *report) remarks(q *questionnaires.Question, a *questionnaires.Answer) string {
	var lines []string
	add := func(key, value string) {
		if value != "" {
			lines = append(lines, r.say(key)+": "+value)
		}
	}
	add("remark.reason", a.Reason)
	add("remark.who", a.Who)
	add("remark.by", a.By)
	if a.Verified != nil {
		add("remark.claimed", r.value(q, &a.Value))
	}
	if a.Review != "" {
		lines = append(lines, r.say("review."+string(a.Review)))
	}
	if a.SelfDisclosed {
		lines = append(lines, r.say("flag.disclosed.text"))
	}
	return strings.Join(lines, "\n")
}
