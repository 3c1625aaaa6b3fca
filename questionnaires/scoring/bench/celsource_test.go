package bench

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
)

var errNotTranslated = errors.New("has no translation to CEL yet")

// celSource writes a condition in the syntax of CEL: && || ! instead of words, and any() as membership.
func celSource(source string) (string, error) {
	config := conf.New(nil)
	for _, name := range []string{"any", "cell", "count", "level", "module_finding", "severe_finding", "share", "sum", "yes"} {
		config.Functions[name] = &builtin.Function{Name: name}
	}
	tree, err := parser.ParseWithConfig(source, config)
	if err != nil {
		return "", fmt.Errorf("parse %q: %w", source, err)
	}
	return celNode(tree.Node)
}

func celNode(node ast.Node) (string, error) {
	switch n := node.(type) {
	case *ast.BoolNode:
		return strconv.FormatBool(n.Value), nil
	case *ast.IntegerNode:
		return strconv.Itoa(n.Value), nil
	case *ast.FloatNode:
		return strconv.FormatFloat(n.Value, 'f', -1, 64), nil
	case *ast.StringNode:
		return strconv.Quote(n.Value), nil
	case *ast.IdentifierNode:
		return n.Value, nil
	case *ast.UnaryNode:
		inner, err := celNode(n.Node)
		return "!(" + inner + ")", err
	case *ast.ArrayNode:
		items, err := celNodes(n.Nodes)
		return "[" + strings.Join(items, ", ") + "]", err
	case *ast.BinaryNode:
		sides, err := celNodes([]ast.Node{n.Left, n.Right})
		if err != nil {
			return "", err
		}
		operator := n.Operator
		switch operator {
		case "and":
			operator = "&&"
		case "or":
			operator = "||"
		}
		return "(" + sides[0] + " " + operator + " " + sides[1] + ")", nil
	case *ast.CallNode:
		callee, err := celNode(n.Callee)
		if err != nil {
			return "", err
		}
		return celCall(callee, n.Arguments)
	case *ast.BuiltinNode:
		return celCall(n.Name, n.Arguments)
	}
	return "", fmt.Errorf("%s: %w", node, errNotTranslated)
}

func celNodes(nodes []ast.Node) ([]string, error) {
	out := make([]string, len(nodes))
	for i, n := range nodes {
		s, err := celNode(n)
		if err != nil {
			return nil, err
		}
		out[i] = s
	}
	return out, nil
}

func celCall(name string, args []ast.Node) (string, error) {
	list, err := celNodes(args)
	if err != nil {
		return "", err
	}
	if name != "any" {
		return name + "(" + strings.Join(list, ", ") + ")", nil
	}
	tests := make([]string, 0, len(list))
	for _, code := range list[1:] {
		tests = append(tests, "("+code+" in "+list[0]+")")
	}
	return "(" + strings.Join(tests, " || ") + ")", nil
}
