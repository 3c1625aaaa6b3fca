package rules

import (
	"math"

	"github.com/expr-lang/expr/ast"
)

// number checks an expression that has to be a number, and finds its denominator and the interval it lies in.
func (l *lowering) number(node ast.Node) *amount {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return l.numberLiteral(node)
	case *ast.IdentifierNode:
		return l.numberName(n)
	case *ast.UnaryNode:
		if n.Operator == "-" {
			return l.scale(n, l.number(n.Node), &amount{op: literal, at: n.Location().From, den: 1, number: -1}, false)
		}
		if n.Operator == "+" {
			return l.failAmount(n, "a number needs no + before it: leave it out")
		}
		return l.failAmount(n, "a number belongs here, and this is true or false: use it with and, or, not")
	case *ast.BoolNode:
		return l.failAmount(n, "a number belongs here, and this is true or false: use it with and, or, not")
	case *ast.BinaryNode:
		return l.arithmetic(n)
	case *ast.StringNode:
		return l.failAmount(n, "the code %q stands where a number belongs: compare codes with a question that has options", n.Value)
	case *ast.ArrayNode:
		return l.failAmount(n, `a list stands only after in: question in ["code", "other"]`)
	}
	if name, args, ok := callName(node); ok {
		return l.numberCall(node, name, args)
	}
	return l.failAmount(node, "a number belongs here: a question with a number, a derived number, a function that gives one, or digits")
}

// numberLiteral reads the digits from the source, because expr-lang keeps a decimal as a float.
func (l *lowering) numberLiteral(node ast.Node) *amount {
	place := node.Location()
	text := string(l.text[place.From:place.To])
	n, den, ok := parseDecimal(text)
	if !ok {
		return l.failAmount(node, "%s cannot be used: a number is written in plain digits with at most four decimals, and is below 900 trillion", text)
	}
	return &amount{op: literal, at: place.From, den: den, number: n, span: interval{n, n}}
}

func (l *lowering) numberName(n *ast.IdentifierNode) *amount {
	at := n.Location().From
	if d, ok := l.layout.index[n.Value]; ok {
		decl := &l.layout.decls[d]
		if decl.Kind != Number {
			return l.failAmount(n, "%s is %s, not a number: %s", n.Value, kindNoun(decl.Kind), readingAdvice(decl))
		}
		return l.readAmount(&amount{
			op: answer, at: at, decl: d, slots: []int32{l.layout.first[d]},
			den: int64(One), span: interval{int64(decl.Min), int64(decl.Max)},
		})
	}
	i, ok := l.derivedValue(n)
	if !ok {
		return nil
	}
	value := l.build.sources[i].amount
	if value == nil {
		return l.failAmount(n, "%s is true or false, not a number: use it with and, or, not", n.Value)
	}
	return &amount{op: derived, at: at, node: i, den: value.den, span: value.span}
}

func (l *lowering) arithmetic(n *ast.BinaryNode) *amount {
	switch n.Operator {
	case "+", "-", "*", "/":
	default:
		return l.failAmount(n, "a number belongs here, and this is true or false: use it with and, or, not")
	}
	left, right := l.number(n.Left), l.number(n.Right)
	if left == nil || right == nil {
		return nil
	}
	switch n.Operator {
	case "+":
		return l.sumOf(n, left, right, plus)
	case "-":
		return l.sumOf(n, left, right, minus)
	case "*":
		if left.op == literal {
			left, right = right, left
		}
		if right.op != literal {
			return l.failAmount(n, "one side of * has to be written in digits: two answers are not multiplied")
		}
		return l.scale(n, left, right, false)
	}
	if right.op != literal {
		return l.failAmount(n, "after / stands a number in digits: use share(part, whole) to compare two answers")
	}
	if right.number == 0 {
		return l.failAmount(n, "nothing is divided by 0: correct the number")
	}
	return l.scale(n, left, right, true)
}

// sumOf adds or subtracts two amounts over their common denominator.
func (l *lowering) sumOf(node ast.Node, left, right *amount, op amountOp) *amount {
	byLeft, byRight, den, ok := commonFactors(left.den, right.den)
	if op == minus {
		byRight = -byRight
	}
	a, ok1 := left.span.scale(byLeft)
	b, ok2 := right.span.scale(byRight)
	span, ok3 := a.add(b)
	if !ok || !ok1 || !ok2 || !ok3 {
		return l.tooLarge(node)
	}
	return &amount{op: op, at: node.Location().From, den: den, span: span, left: left, right: right, leftBy: byLeft, rightBy: byRight}
}

// scale multiplies or divides an amount by a literal.
func (l *lowering) scale(node ast.Node, left, by *amount, divide bool) *amount {
	if left == nil {
		return nil
	}
	factor, under := by.number, by.den
	if divide {
		factor, under = by.den, by.number
		if under < 0 {
			factor, under = -factor, -under
		}
	}
	g := gcd(factor, left.den)
	factor /= g
	den, ok1 := denominator(left.den/g, under)
	span, ok2 := left.span.scale(factor)
	if !ok1 || !ok2 {
		return l.tooLarge(node)
	}
	if left.op == literal {
		return &amount{op: literal, at: node.Location().From, den: den, number: span.low, span: span}
	}
	return &amount{
		op: scaled, at: node.Location().From, den: den, span: span,
		left: left, leftBy: factor, number: factor, literal: by, divided: divide,
	}
}

func (l *lowering) shareCall(node ast.Node, args []ast.Node) *amount {
	if !l.arity(node, "share", args, 2, 2, "share(part, whole)") {
		return nil
	}
	part, whole := l.number(args[0]), l.number(args[1])
	if part == nil || whole == nil {
		return nil
	}
	top, ok1 := times(pointsPerShare, whole.den)
	g := gcd(top, part.den)
	byPart, byWhole := top/g, part.den/g
	a, ok2 := part.span.scale(byPart)
	_, ok3 := whole.span.scale(byWhole)
	if !ok1 || !ok2 || !ok3 {
		return l.tooLarge(node)
	}
	if whole.span == (interval{}) {
		return l.failAmount(args[1], "this is always 0, and a share of nothing is never known: correct the second argument")
	}
	largest := max(a.high, -a.low)
	span := interval{-largest, largest}
	if a.low >= 0 && whole.span.low >= 0 {
		span.low = 0
	}
	return &amount{
		op: share, at: node.Location().From, den: int64(One), span: span,
		left: part, right: whole, leftBy: byPart, rightBy: byWhole,
	}
}

// numberComparison brings both sides to one denominator and refuses what can never be true.
func (l *lowering) numberComparison(n *ast.BinaryNode, left, right *amount) *test {
	relation := n.Operator
	if left.op == literal && right.op != literal {
		left, right, relation = right, left, mirrored(relation)
	}
	byLeft, byRight, _, ok := commonFactors(left.den, right.den)
	a, ok1 := left.span.scale(byLeft)
	b, ok2 := right.span.scale(byRight)
	if !ok || !ok1 || !ok2 {
		l.tooLarge(n)
		return nil
	}
	out := &test{op: compare, at: n.Location().From, relation: relation, left: left, right: right, leftBy: byLeft, rightBy: byRight}
	if relation == "!=" {
		out.relation, out.not = "==", true
	}
	if right.op == literal {
		within := bounds(out.relation, b.low, byLeft)
		out.between = &within
	}
	if neverTrue(out, a, b) {
		return l.failTest(n, "this is never true, because the left side lies between %s and %s: correct the number or the bounds of the question",
			plainNumber(left.span.low, left.den, '.'), plainNumber(left.span.high, left.den, '.'))
	}
	return out
}

func mirrored(relation string) string {
	switch relation {
	case "<":
		return ">"
	case "<=":
		return ">="
	case ">":
		return "<"
	case ">=":
		return "<="
	}
	return relation
}

// bounds is the interval of x for which x·by stands in the relation to the literal.
func bounds(relation string, literal, by int64) interval {
	floor := floorDiv(literal, by)
	ceiling := -floorDiv(-literal, by)
	switch relation {
	case "<":
		return interval{math.MinInt64, ceiling - 1}
	case "<=":
		return interval{math.MinInt64, floor}
	case ">":
		return interval{floor + 1, math.MaxInt64}
	case ">=":
		return interval{ceiling, math.MaxInt64}
	}
	return interval{ceiling, floor}
}

// neverTrue tells whether the bounds of both sides leave no case in which the comparison holds.
func neverTrue(t *test, a, b interval) bool {
	if t.not {
		return a == b && a.low == a.high
	}
	if t.between != nil && !t.between.meets(t.left.span) {
		return true
	}
	switch t.relation {
	case "<":
		return a.low >= b.high
	case "<=":
		return a.low > b.high
	case ">":
		return a.high <= b.low
	case ">=":
		return a.high < b.low
	}
	return !a.meets(b)
}
