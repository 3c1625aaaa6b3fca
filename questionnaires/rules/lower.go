package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// lowering turns the syntax tree of one source into tests and amounts. It is an allow-list: a kind of node it does not
// name is refused. It goes on after a mistake, so that the author sees all of them.
type lowering struct {
	build    *building
	layout   *layout
	source   *source
	text     []rune
	mistakes []mistake
	tainted  bool // it reads a derived value that is itself at fault; saying so again would help nobody
}

func (l *lowering) fail(at int, format string, args ...any) {
	l.mistakes = append(l.mistakes, mistake{at, fmt.Sprintf(format, args...)})
}

func (l *lowering) failTest(node ast.Node, format string, args ...any) *test {
	l.fail(node.Location().From, format, args...)
	return nil
}

func (l *lowering) failAmount(node ast.Node, format string, args ...any) *amount {
	l.fail(node.Location().From, format, args...)
	return nil
}

func (l *lowering) tooLarge(node ast.Node) *amount {
	return l.failAmount(node, "by the bounds of its questions this number can grow beyond what is computed exactly: narrow the bounds or use smaller factors")
}

// truth checks an expression that has to be true or false.
func (l *lowering) truth(node ast.Node) *test {
	switch n := node.(type) {
	case *ast.BoolNode:
		return &test{op: constant, at: n.Location().From, value: truthOf(n.Value)}
	case *ast.IdentifierNode:
		return l.flagName(n)
	case *ast.UnaryNode:
		if n.Operator != "not" && n.Operator != "!" {
			return l.failTest(n, "a number alone is neither true nor false: compare it, for example with > 0")
		}
		if part := l.truth(n.Node); part != nil {
			return &test{op: negation, at: n.Location().From, parts: []*test{part}}
		}
		return nil
	case *ast.BinaryNode:
		return l.truthOperation(n)
	case *ast.StringNode:
		return l.failTest(n, "a code alone is neither true nor false: compare a question with it, for example question == %q", n.Value)
	case *ast.IntegerNode, *ast.FloatNode:
		return l.failTest(n, "a number alone is neither true nor false: compare it, for example with > 0")
	case *ast.ArrayNode:
		return l.failTest(n, `a list stands only after in: question in ["code", "other"]`)
	}
	if name, args, ok := callName(node); ok {
		return l.truthCall(node, name, args)
	}
	return l.failTest(node, "this is not part of the condition language: use questions, comparisons, and, or, not and the listed functions")
}

func (l *lowering) truthOperation(n *ast.BinaryNode) *test {
	switch n.Operator {
	case "and", "&&":
		return l.connective(n, all)
	case "or", "||":
		return l.connective(n, some)
	case "in":
		return l.membership(n)
	case "==", "!=", "<", "<=", ">", ">=":
		return l.comparison(n)
	}
	return l.failTest(n, "a number alone is neither true nor false: compare it, for example with > 0")
}

// connective flattens a chain of the same connective.
func (l *lowering) connective(n *ast.BinaryNode, op testOp) *test {
	if from := n.Location().From; strings.ContainsRune("<>", l.text[from]) {
		return l.failTest(n, "comparisons are not chained: write the two apart, joined by and")
	}
	out := &test{op: op, at: n.Location().From}
	ok := true
	for _, side := range []ast.Node{n.Left, n.Right} {
		part := l.truth(side)
		switch {
		case part == nil:
			ok = false
		case part.op == op && part.wording == "" && side == n.Left:
			out.parts = append(out.parts, part.parts...)
		default:
			out.parts = append(out.parts, part)
		}
	}
	if !ok {
		return nil
	}
	return out
}

// flagName reads a name where true or false is wanted.
func (l *lowering) flagName(n *ast.IdentifierNode) *test {
	at := n.Location().From
	if d, ok := l.layout.index[n.Value]; ok {
		decl := &l.layout.decls[d]
		return l.failTest(n, "%s is %s, not true or false: %s", n.Value, kindNoun(decl.Kind), readingAdvice(decl))
	}
	i, ok := l.derivedValue(n)
	if !ok {
		return nil
	}
	if l.build.sources[i].test == nil {
		return l.failTest(n, "%s is a number, not true or false: compare it, for example %s > 0", n.Value, n.Value)
	}
	return &test{op: flag, at: at, node: i}
}

// readingAdvice shows how a question of this kind is read.
func readingAdvice(d *Declaration) string {
	switch d.Kind {
	case Single:
		if d.Ladder {
			return fmt.Sprintf("write for example level(%s) <= 1", d.ID)
		}
		return fmt.Sprintf("write for example %s == %q", d.ID, d.Options[0])
	case Multiple:
		return fmt.Sprintf("write for example any(%s, %q) or count(%s) > 0", d.ID, d.Options[0], d.ID)
	case Number:
		return fmt.Sprintf("write for example %s > 0", d.ID)
	case Table:
		return fmt.Sprintf("write for example sum(%s) > 0", d.ID)
	case Date, Text, Flag:
	}
	return "conditions cannot read it"
}

// derivedValue finds the derived value a name means; it lowers that value first.
func (l *lowering) derivedValue(n *ast.IdentifierNode) (int, bool) {
	i, ok := l.build.index[n.Value]
	if !ok || l.build.sources[i].role != roleDerived {
		l.fail(n.Location().From, "there is no question or derived value %q%s", n.Value, l.suggestion(n.Value))
		return 0, false
	}
	l.depend(i, n.Location().From)
	if !l.build.lower(i) {
		l.tainted = true
		return 0, false
	}
	return i, true
}

func (l *lowering) depend(on, at int) {
	l.source.reads = append(l.source.reads, reading{node: on, decl: -1, at: at})
}

// read notes that the source reads the question of a test, and gives the test its slot.
func (l *lowering) read(t *test) *test {
	t.slot = l.layout.first[t.decl]
	l.source.reads = append(l.source.reads, reading{node: -1, decl: t.decl, slots: []int32{t.slot}, at: t.at})
	return t
}

func (l *lowering) readAmount(a *amount) *amount {
	l.source.reads = append(l.source.reads, reading{node: -1, decl: a.decl, slots: a.slots, at: a.at})
	return a
}

// comparison checks == != < <= > >=.
func (l *lowering) comparison(n *ast.BinaryNode) *test {
	for _, side := range []ast.Node{n.Left, n.Right} {
		if unary, ok := side.(*ast.UnaryNode); ok && (unary.Operator == "not" || unary.Operator == "!") {
			return l.failTest(unary, "%s holds only for what follows it directly: put the comparison in brackets, %s (…)", unary.Operator, unary.Operator)
		}
		if l.isTruth(side) {
			return l.failTest(n, "true and false are not compared: write the condition itself, or not before it")
		}
	}
	if d, ok := l.choice(n.Left); ok {
		return l.optionComparison(n, d, n.Right)
	}
	if d, ok := l.choice(n.Right); ok {
		return l.optionComparison(n, d, n.Left)
	}
	left := l.number(n.Left)
	if _, code := n.Right.(*ast.StringNode); code && left == nil {
		return nil
	}
	right := l.number(n.Right)
	if left == nil || right == nil {
		return nil
	}
	return l.numberComparison(n, left, right)
}

// isTruth tells by its outermost part whether an expression is true or false rather than a number or a code.
func (l *lowering) isTruth(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.BoolNode:
		return true
	case *ast.UnaryNode:
		return n.Operator == "not" || n.Operator == "!"
	case *ast.BinaryNode:
		return !slices.Contains([]string{"+", "-", "*", "/"}, n.Operator)
	case *ast.IdentifierNode:
		i, ok := l.build.index[n.Value]
		return ok && l.build.sources[i].role == roleDerived && l.build.lower(i) && l.build.sources[i].test != nil
	}
	name, _, ok := callName(node)
	return ok && isTruthFunction(name)
}

// choice is the declaration a name means, when that is a question with options.
func (l *lowering) choice(node ast.Node) (int, bool) {
	n, ok := node.(*ast.IdentifierNode)
	if !ok {
		return 0, false
	}
	d, ok := l.layout.index[n.Value]
	if !ok {
		return 0, false
	}
	kind := l.layout.decls[d].Kind
	return d, kind == Single || kind == Multiple
}

// optionComparison checks question == "code" and question != "code".
func (l *lowering) optionComparison(n *ast.BinaryNode, d int, code ast.Node) *test {
	decl := &l.layout.decls[d]
	if decl.Kind == Multiple {
		return l.failTest(n, "%s can have several answers and is not compared: write for example any(%s, %q)", decl.ID, decl.ID, decl.Options[0])
	}
	if n.Operator != "==" && n.Operator != "!=" {
		return l.failTest(n, "the options of %s have no order: use == or in%s", decl.ID, ladderAdvice(decl))
	}
	if _, ok := code.(*ast.StringNode); !ok {
		return l.failTest(code, "%s is compared with one of its option codes in quotation marks: %s", decl.ID, quotedList(decl.Options))
	}
	mask := l.optionMask(d, []ast.Node{code})
	if mask == nil {
		return nil
	}
	return l.read(&test{op: options, at: n.Location().From, decl: d, mask: mask, not: n.Operator == "!="})
}

func ladderAdvice(d *Declaration) string {
	if d.Ladder {
		return ", or level(" + d.ID + ")"
	}
	return ""
}

// membership checks question in ["a", "b"].
func (l *lowering) membership(n *ast.BinaryNode) *test {
	d, ok := l.choice(n.Left)
	if !ok || l.layout.decls[d].Kind != Single {
		if ok {
			return l.failTest(n, "%s can have several answers: write any(%s, …) with the codes instead of in", l.layout.decls[d].ID, l.layout.decls[d].ID)
		}
		return l.failTest(n.Left, `before in stands a question with one answer: question in ["code", "other"]`)
	}
	list, ok := n.Right.(*ast.ArrayNode)
	if !ok || len(list.Nodes) == 0 {
		return l.failTest(n, `after in stands a list of option codes: %s in [%s]`, l.layout.decls[d].ID, quotedList(l.layout.decls[d].Options))
	}
	mask := l.optionMask(d, list.Nodes)
	if mask == nil {
		return nil
	}
	return l.read(&test{op: options, at: n.Location().From, decl: d, mask: mask})
}

// optionMask is the set of the options that are named; nil after a mistake.
func (l *lowering) optionMask(d int, codes []ast.Node) optionSet {
	decl := &l.layout.decls[d]
	mask, good := newMask(len(decl.Options)), true
	for _, node := range codes {
		i := l.codeIn(node, decl.Options, "question "+decl.ID, "option")
		switch {
		case i < 0:
			good = false
		case mask.has(i):
			l.fail(node.Location().From, "option %q is named twice: remove one", decl.Options[i])
			good = false
		default:
			mask.set(i)
		}
	}
	if !good {
		return nil
	}
	return mask
}
