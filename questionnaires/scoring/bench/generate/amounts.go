package main

import (
	"fmt"
	"math"
	"slices"

	"github.com/expr-lang/expr/ast"

	"tuntas/questionnaires/rules"
)

// amount is the Go code of a number: an integer over den.
type amount struct {
	code    string
	den     int64
	literal bool
	number  int64
}

// over brings a literal to a denominator, where that is possible.
func (a amount) over(den int64) amount {
	if a.number*den%a.den == 0 {
		a.number, a.den = a.number*den/a.den, den
	}
	return a
}

// isNumber tells whether a whole expression is a number.
func (g *generator) isNumber(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		return true
	case *ast.BinaryNode:
		return slices.Contains([]string{"+", "-", "*", "/"}, n.Operator)
	}
	name, _ := g.call(node)
	return slices.Contains([]string{"cell", "count", "level", "share", "sum"}, name)
}

func (g *generator) amount(node ast.Node) amount {
	one := int64(rules.One)
	switch n := node.(type) {
	case *ast.IntegerNode:
		return amount{literal: true, number: int64(n.Value), den: 1}
	case *ast.FloatNode:
		return amount{literal: true, number: int64(math.Round(n.Value * float64(one))), den: one}
	case *ast.IdentifierNode:
		if _, ok := g.decls[n.Value]; ok {
			return amount{code: "s[" + questionName(n.Value) + "]", den: one}
		}
		node, _ := g.def.Program.Node(n.Value)
		return amount{code: "s[" + nodeName(n.Value) + "]", den: g.def.Program.Den(node)}
	case *ast.BinaryNode:
		return g.arithmetic(n)
	}
	name, args := g.call(node)
	switch name {
	case "sum":
		return g.total(args)
	case "cell":
		return g.cell(args)
	case "level":
		return amount{code: "s[" + questionName(g.name(args[0])) + "]", den: 1}
	case "count":
		d := g.decls[g.name(args[0])]
		mask := uint64(1)<<len(d.Options) - 1
		if d.None != "" {
			mask &^= 1 << slices.Index(d.Options, d.None)
		}
		return amount{code: fmt.Sprintf("ticked(s[%s], %#b)", questionName(d.ID), mask), den: 1}
	case "share":
		part, whole := g.amount(args[0]), g.amount(args[1])
		if part.den == whole.den {
			return amount{code: fmt.Sprintf("share(%s, %s)", part.code, whole.code), den: one}
		}
	}
	g.refuse(node)
	return amount{}
}

func (g *generator) arithmetic(n *ast.BinaryNode) amount {
	left, right := g.amount(n.Left), g.amount(n.Right)
	switch {
	case n.Operator == "*" && right.literal && right.den == 1:
		return amount{code: fmt.Sprintf("times(%s, %d)", left.code, right.number), den: left.den}
	case n.Operator == "+" && left.den == right.den && !right.literal:
		return amount{code: fmt.Sprintf("plus(%s, %s)", left.code, right.code), den: left.den}
	case n.Operator == "-" && left.den == right.den && !right.literal:
		return amount{code: fmt.Sprintf("minus(%s, %s)", left.code, right.code), den: left.den}
	}
	g.refuse(n)
	return amount{}
}

// total adds up a table, one of its rows or one of its columns.
func (g *generator) total(args []ast.Node) amount {
	d := g.decls[g.name(args[0])]
	first, step, count := 0, 1, len(d.Rows)*len(d.Columns)
	if len(args) == 2 {
		row, column := slices.Index(d.Rows, g.text(args[1])), slices.Index(d.Columns, g.text(args[1]))
		if row >= 0 {
			first, count = row*len(d.Columns), len(d.Columns)
		} else {
			first, step, count = column, len(d.Columns), len(d.Rows)
		}
	}
	q := questionName(d.ID)
	at := func(i int) string { return fmt.Sprintf("s[%s+%d]", q, 1+first+i*step) }
	switch {
	case count == 1:
		return amount{code: at(0), den: int64(rules.One)}
	case count == 2:
		return amount{code: "plus(" + at(0) + ", " + at(1) + ")", den: int64(rules.One)}
	case step == 1:
		return amount{code: fmt.Sprintf("total(s[%s+%d:%s+%d])", q, 1+first, q, 1+first+count), den: int64(rules.One)}
	}
	return amount{code: fmt.Sprintf("every(s[%s+%d:%s+%d], %d)", q, 1+first, q, 1+first+(count-1)*step+1, step), den: int64(rules.One)}
}

func (g *generator) cell(args []ast.Node) amount {
	d := g.decls[g.name(args[0])]
	row, column := slices.Index(d.Rows, g.text(args[1])), 0
	if len(args) == 3 {
		column = slices.Index(d.Columns, g.text(args[2]))
	}
	return amount{code: fmt.Sprintf("s[%s+%d]", questionName(d.ID), 1+row*len(d.Columns)+column), den: int64(rules.One)}
}
