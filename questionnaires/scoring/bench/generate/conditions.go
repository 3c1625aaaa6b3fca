package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// root writes the body of a function; a chain of and, or returns as soon as one part decides.
func (g *generator) root(node ast.Node) {
	parts, operator := g.chain(node)
	if len(parts) == 0 {
		g.printf("return %s\n", g.truth(node))
		return
	}
	decides := decider(operator)
	out := g.fresh()
	for i, part := range parts {
		code := part()
		if i == 0 {
			g.printf("%s := %s\n", out, code)
			g.printf("if %s == %s {\nreturn %s\n}\n", out, decides, decides)
			continue
		}
		if i == len(parts)-1 {
			g.printf("return %s(%s, %s)\n", operator, out, code)
			break
		}
		next := g.fresh()
		g.printf("%s := %s\nif %s == %s {\nreturn %s\n}\n%s = max(%s, %s)\n", next, code, next, decides, decides, out, out, next)
	}
}

func decider(operator string) string {
	if operator == "and" {
		return "rules.False"
	}
	return "rules.True"
}

// truth writes what comes before, and gives the expression of a condition.
func (g *generator) truth(node ast.Node) string {
	parts, operator := g.chain(node)
	if len(parts) == 0 {
		return g.leaf(node)
	}
	out := g.fresh()
	g.printf("%s := %s\n", out, parts[0]())
	for _, part := range parts[1:] {
		g.printf("if %s != %s {\n", out, decider(operator))
		g.printf("%s = %s(%s, %s)\n}\n", out, operator, out, part())
	}
	return out
}

func (g *generator) fresh() string {
	g.vars++
	return fmt.Sprintf("x%d", g.vars)
}

// closure is the expression of a condition that is put together from closures.
func (g *generator) closure(node ast.Node) string {
	if u, ok := node.(*ast.UnaryNode); ok {
		return "turned(" + g.closure(u.Node) + ")"
	}
	literal := func(leaf string) string { return "func(s []rules.Slot) rules.Truth { return " + leaf + " }" }
	var parts []string
	operator := "or"
	if b, ok := node.(*ast.BinaryNode); ok && (isAnd(b.Operator) || isOr(b.Operator)) {
		operator = map[bool]string{true: "and", false: "or"}[isAnd(b.Operator)]
		for _, n := range flatten(b, isAnd(b.Operator)) {
			parts = append(parts, g.closure(n))
		}
	}
	for _, f := range g.findings(node) {
		parts = append(parts, literal(f))
	}
	switch {
	case len(parts) == 0:
		return literal(g.leaf(node))
	case operator == "and":
		return "allOf(\n" + strings.Join(parts, ",\n") + ",\n)"
	}
	return "someOf(\n" + strings.Join(parts, ",\n") + ",\n)"
}

// chain is the parts of and, or, and of the functions that stand for a chain.
func (g *generator) chain(node ast.Node) ([]func() string, string) {
	var parts []func() string
	if b, ok := node.(*ast.BinaryNode); ok && (isAnd(b.Operator) || isOr(b.Operator)) {
		for _, n := range flatten(b, isAnd(b.Operator)) {
			parts = append(parts, func() string { return g.truth(n) })
		}
		if isAnd(b.Operator) {
			return parts, "and"
		}
		return parts, "or"
	}
	for _, f := range g.findings(node) {
		parts = append(parts, func() string { return f })
	}
	return parts, "or"
}

// findings is the flags of the findings that module_finding and severe_finding read.
func (g *generator) findings(node ast.Node) []string {
	name, args := g.call(node)
	var flags []string
	for i := range g.def.Findings {
		f := &g.def.Findings[i]
		tier := g.def.Model.Tier(f)
		severe := tier == questionnaires.Critical || tier == questionnaires.Severe
		if name == "module_finding" && f.Module == g.text(args[0]) || name == "severe_finding" && severe {
			flags = append(flags, "flag(s["+nodeName(f.When.ID)+"])")
		}
	}
	return flags
}

func isAnd(operator string) bool { return operator == "and" || operator == "&&" }
func isOr(operator string) bool  { return operator == "or" || operator == "||" }

func flatten(node ast.Node, and bool) []ast.Node {
	if b, ok := node.(*ast.BinaryNode); ok && (and && isAnd(b.Operator) || !and && isOr(b.Operator)) {
		return append(flatten(b.Left, and), flatten(b.Right, and)...)
	}
	return []ast.Node{node}
}

// leaf is the expression of a condition that is no chain.
func (g *generator) leaf(node ast.Node) string {
	switch n := node.(type) {
	case *ast.BoolNode:
		if n.Value {
			return "rules.True"
		}
		return "rules.False"
	case *ast.IdentifierNode:
		return "flag(s[" + nodeName(n.Value) + "])"
	case *ast.UnaryNode:
		return "not(" + g.truth(n.Node) + ")"
	case *ast.BinaryNode:
		return g.comparison(n)
	}
	name, args := g.call(node)
	switch name {
	case "any":
		return fmt.Sprintf("hasAny(s[%s], %#b)", questionName(g.name(args[0])), g.mask(g.name(args[0]), args[1:]))
	case "yes":
		codes := []ast.Node{&ast.StringNode{Value: "many"}, &ast.StringNode{Value: "few"}}
		return fmt.Sprintf("oneOf(s[%s], %#b)", questionName(g.name(args[0])), g.mask(g.name(args[0]), codes))
	}
	g.refuse(node)
	return ""
}

func (g *generator) comparison(n *ast.BinaryNode) string {
	if id, ok := n.Left.(*ast.IdentifierNode); ok && g.decls[id.Value].Kind == rules.Single {
		return g.choice(n, id.Value)
	}
	left, right := g.amount(n.Left), g.amount(n.Right)
	if left.den != right.den && right.literal {
		right = right.over(left.den)
	}
	if left.den != right.den || left.literal {
		g.refuse(n)
	}
	if right.literal {
		helper := map[string]string{"==": "equalTo", "<": "lessThan", "<=": "atMostOf", ">": "moreThan", ">=": "atLeastOf"}[n.Operator]
		return fmt.Sprintf("%s(%s, %d)", helper, left.code, right.number)
	}
	helper := map[string]string{"<": "less", ">": "more"}[n.Operator]
	if helper == "" {
		g.refuse(n)
	}
	return fmt.Sprintf("%s(%s, %s)", helper, left.code, right.code)
}

func (g *generator) choice(n *ast.BinaryNode, id string) string {
	slot := "s[" + questionName(id) + "]"
	switch n.Operator {
	case "==", "!=":
		same := fmt.Sprintf("is(%s, %d)", slot, slices.Index(g.decls[id].Options, g.text(n.Right)))
		if n.Operator == "!=" {
			return "not(" + same + ")"
		}
		return same
	case "in":
		list, ok := n.Right.(*ast.ArrayNode)
		if ok {
			return fmt.Sprintf("oneOf(%s, %#b)", slot, g.mask(id, list.Nodes))
		}
	}
	g.refuse(n)
	return ""
}

func (g *generator) mask(id string, codes []ast.Node) uint64 {
	var mask uint64
	for _, code := range codes {
		mask |= 1 << max(0, slices.Index(g.decls[id].Options, g.text(code)))
	}
	return mask
}

func (g *generator) call(node ast.Node) (string, []ast.Node) {
	switch n := node.(type) {
	case *ast.CallNode:
		return g.name(n.Callee), n.Arguments
	case *ast.BuiltinNode:
		return n.Name, n.Arguments
	}
	return "", nil
}

func (g *generator) name(node ast.Node) string {
	if n, ok := node.(*ast.IdentifierNode); ok {
		return n.Value
	}
	g.refuse(node)
	return ""
}

func (g *generator) text(node ast.Node) string {
	if n, ok := node.(*ast.StringNode); ok {
		return n.Value
	}
	g.refuse(node)
	return ""
}
