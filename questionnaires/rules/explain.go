package rules

import (
	"slices"
	"strings"
)

// Explain says which answers gave an expression its outcome after Update, and what it waits for when it is unknown:
// Indonesian for lang "id", English for every other.
func (r *Run) Explain(n Node, lang string, w Wording) string {
	s := &speaker{phrases: phrasesOf(lang), program: r.program, texts: w}
	c := r.causes(n)
	value := r.Number(n)
	switch {
	case r.forced[n] == TruthUnknown || r.forced[n] == TruthNotApplicable:
		return upperFirst(s.imposed) + "."
	case value.State == Unknown && len(r.questionIDs(c)) == 0 && c.nothing:
		return s.shareOfNothing
	case value.State == Unknown:
		return fill(s.unknown, s.questions(c))
	case value.State == NotApplicable:
		return fill(s.notApplicable, s.questions(c))
	case r.program.tests[n] == nil:
		return fill(s.isNumber, s.number(value.N, r.program.Den(n)), s.facts(r, c))
	case value.N == int64(True):
		return fill(s.isTrue, s.facts(r, c))
	}
	return fill(s.isFalse, s.facts(r, c))
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// questions lists the questions that are causes, or says that the outcome was imposed.
func (s *speaker) questions(c *causes) string {
	var texts []string
	for _, id := range c.run.questionIDs(c) {
		texts = append(texts, "“"+s.texts.Question(id)+"”")
	}
	if len(texts) == 0 {
		return s.imposed
	}
	return s.list(texts, s.and)
}

// facts lists the answers that are causes, each once.
func (s *speaker) facts(r *Run, c *causes) string {
	var facts []string
	note := func(fact string) {
		if !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	for _, t := range c.tests {
		if t.op == compare {
			s.amountFacts(r, t.left, note)
			s.amountFacts(r, t.right, note)
		} else {
			note(s.answerFact(r, t.decl))
		}
	}
	for _, a := range c.amounts {
		s.amountFacts(r, a, note)
	}
	if c.forced {
		note(s.imposed)
	}
	if len(facts) == 0 {
		return s.always
	}
	return strings.Join(facts, "; ")
}

// answerFact says what a question with options was answered.
func (s *speaker) answerFact(r *Run, d int) string {
	decl := &s.program.decls[d]
	v := r.slots[s.program.first[d]]
	question := s.texts.Question(decl.ID)
	if decl.Kind == Single {
		text := ""
		if v.N >= 0 && v.N < int64(len(decl.Options)) {
			text = "“" + s.texts.Option(decl.ID, decl.Options[v.N]) + "”"
		}
		return fill(s.is, question, text)
	}
	var ticked []string
	for i, code := range decl.Options {
		if v.N>>i&1 == 1 {
			ticked = append(ticked, "“"+s.texts.Option(decl.ID, code)+"”")
		}
	}
	if len(ticked) == 0 {
		return fill(s.answers, question, s.nothing)
	}
	return fill(s.answers, question, s.list(ticked, s.and))
}

// amountFacts says what the numbers were that an amount was computed from.
func (s *speaker) amountFacts(r *Run, a *amount, note func(string)) {
	switch a.op {
	case literal:
	case plus, minus:
		s.amountFacts(r, a.left, note)
		s.amountFacts(r, a.right, note)
	case scaled:
		s.amountFacts(r, a.left, note)
	case step:
		note(s.answerFact(r, a.decl))
	case answer, derived, ticked, total, share:
		note(fill(s.equal, s.amount(a), s.number(a.run(r.slots).N, a.den)))
	}
}
