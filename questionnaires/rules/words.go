package rules

import (
	"slices"
	"strings"
)

// speaker puts expressions into the words of one language.
type speaker struct {
	*phrases
	program *Program
	texts   Wording
}

// Words reads an expression back in words: Indonesian for lang "id", English for every other.
func (p *Program) Words(n Node, lang string, w Wording) string {
	s := &speaker{phrases: phrasesOf(lang), program: p, texts: w}
	if t := p.nodes[n].test; t != nil {
		return s.test(t, false)
	}
	return s.amount(p.nodes[n].amount)
}

// test puts a condition, or its opposite, into words.
func (s *speaker) test(t *test, opposite bool) string {
	switch t.op {
	case constant:
		if (t.value == True) == opposite {
			return s.never
		}
		return s.always
	case all, some:
		return s.connective(t, opposite)
	case negation:
		return s.test(t.parts[0], !opposite)
	case flag:
		return s.opposed(s.reading(t), opposite)
	case options, includes:
		return s.choice(t, opposite)
	case compare:
		if words := s.stepped(t, opposite); words != "" {
			return words
		}
		return fill(s.relation(t, opposite), s.amount(t.left), s.amount(t.right))
	}
	return ""
}

func (s *speaker) opposed(words string, opposite bool) string {
	if opposite {
		return fill(s.notThat, words)
	}
	return words
}

// reading names what a flag reads: the text of a derived value, or the condition of any other expression.
func (s *speaker) reading(t *test) string {
	node := &s.program.nodes[t.node]
	if node.role == roleDerived {
		return s.texts.Derived(node.id)
	}
	return s.test(node.test, false)
}

func (s *speaker) connective(t *test, opposite bool) string {
	switch t.wording {
	case "module_finding":
		return s.opposed(fill(s.moduleFinding, s.texts.Module(t.argument)), opposite)
	case "severe_finding":
		return s.opposed(s.severeFinding, opposite)
	case "fixed_any":
		return s.opposed(s.fixedAny, opposite)
	case "checked_any":
		return s.opposed(s.checkedAny, opposite)
	}
	joined := make([]string, len(t.parts))
	for i, part := range t.parts {
		joined[i] = s.test(part, false)
		if (part.op == all || part.op == some) && part.wording == "" && part.op != t.op {
			joined[i] = "(" + joined[i] + ")"
		}
	}
	word := s.and
	if t.op == some {
		word = s.or
	}
	words := strings.Join(joined, " "+word+" ")
	if opposite {
		return fill(s.notThat, "("+words+")")
	}
	return words
}

// choice is a question compared with its options.
func (s *speaker) choice(t *test, opposite bool) string {
	decl := &s.program.decls[t.decl]
	var codes []string
	for i, code := range decl.Options {
		if t.mask.has(i) {
			codes = append(codes, "“"+s.texts.Option(decl.ID, code)+"”")
		}
	}
	turned := t.not != opposite
	phrase, word := s.is, s.or
	switch {
	case t.op == includes && turned:
		phrase = s.includesNone
	case t.op == includes:
		phrase = s.includes
	case turned && len(codes) > 1:
		phrase, word = s.noneOf, s.nor
	case turned:
		phrase = s.isNot
	case len(codes) > 1:
		phrase = s.oneOf
	}
	return fill(phrase, s.texts.Question(decl.ID), s.list(codes, word))
}

// list joins texts by commas and the last two by a word.
func (s *speaker) list(texts []string, word string) string {
	last := len(texts) - 1
	if last < 1 {
		return strings.Join(texts, "")
	}
	return strings.Join(texts[:last], ", ") + " " + word + " " + texts[last]
}

func (s *speaker) relation(t *test, opposite bool) string {
	switch relationOf(t, opposite) {
	case "==":
		return s.equal
	case "!=":
		return s.differs
	case "<":
		return s.less
	case "<=":
		return s.most
	case ">":
		return s.more
	}
	return s.least
}

// relationOf is the relation of a comparison, or of its opposite.
func relationOf(t *test, opposite bool) string {
	if t.not == opposite {
		return t.relation
	}
	return map[string]string{"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!="}[t.relation]
}

// stepped puts a comparison of a ladder with one of its steps into words that name the step; it is empty for every other
// comparison.
func (s *speaker) stepped(t *test, opposite bool) string {
	if t.left.op != step || t.right.op != literal || t.right.number%t.right.den != 0 {
		return ""
	}
	decl, k := &s.program.decls[t.left.decl], t.right.number/t.right.den
	last := int64(len(decl.Options)) - 1
	if k < 0 || k > last {
		return ""
	}
	phrase := s.stepAtLeast
	switch relation := relationOf(t, opposite); {
	case relation == "==", relation == "<=" && k == 0, relation == ">=" && k == last:
		phrase = s.is
	case relation == "!=", relation == ">" && k == 0, relation == "<" && k == last:
		phrase = s.isNot
	case relation == "<":
		phrase = s.stepBelow
	case relation == "<=":
		phrase = s.stepAtMost
	case relation == ">":
		phrase = s.stepAbove
	}
	return fill(phrase, s.texts.Question(decl.ID), "“"+s.texts.Option(decl.ID, decl.Options[k])+"”")
}

// amount puts a number into words.
func (s *speaker) amount(a *amount) string {
	switch a.op {
	case literal:
		return s.number(a.number, a.den)
	case derived:
		return s.texts.Derived(s.program.nodes[a.node].id)
	case answer, step, ticked, total:
		return s.questionAmount(a)
	case plus:
		return fill(s.plus, s.amount(a.left), s.term(a.right))
	case minus:
		return fill(s.minus, s.amount(a.left), s.term(a.right))
	case scaled:
		phrase := s.times
		if a.divided {
			phrase = s.over
		}
		return fill(phrase, s.term(a.left), s.number(a.literal.number, a.literal.den))
	case share:
		return fill(s.share, s.term(a.left), s.term(a.right))
	}
	return ""
}

// term is an amount in brackets where it would otherwise run into its neighbours.
func (s *speaker) term(a *amount) string {
	if a.op == plus || a.op == minus || a.op == share {
		return "(" + s.amount(a) + ")"
	}
	return s.amount(a)
}

// questionAmount is a number read from a question.
func (s *speaker) questionAmount(a *amount) string {
	decl := &s.program.decls[a.decl]
	question := s.texts.Question(decl.ID)
	switch {
	case a.op == step:
		return fill(s.step, question)
	case a.op == ticked:
		return fill(s.ticked, question)
	case a.op == total && a.code == "":
		return fill(s.total, question)
	case a.op == total:
		return fill(s.totalOf, question, s.rowOrColumn(decl, a.code))
	case decl.Kind == Number:
		return fill(s.answer, question)
	case len(decl.Columns) == 1:
		return fill(s.cell, question, s.texts.Row(decl.ID, a.code))
	}
	return fill(s.cellOf, question, s.texts.Row(decl.ID, a.code), s.texts.Column(decl.ID, a.column))
}

func (s *speaker) rowOrColumn(d *Declaration, code string) string {
	if slices.Contains(d.Rows, code) {
		return s.texts.Row(d.ID, code)
	}
	return s.texts.Column(d.ID, code)
}
