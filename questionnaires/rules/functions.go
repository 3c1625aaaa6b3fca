package rules

import (
	"math/bits"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// functionNames are all functions a condition may call.
func functionNames() []string {
	return []string{"any", "cell", "checked_any", "count", "fixed_any", "level", "module_finding", "severe_finding", "share", "sum", "yes"}
}

// isTruthFunction tells which functions give a truth value; the others give a number.
func isTruthFunction(name string) bool {
	return slices.Contains([]string{"any", "checked_any", "fixed_any", "module_finding", "severe_finding", "yes"}, name)
}

// The types under which expr-lang's checker knows the questions that are neither numbers nor codes.
type (
	tableType struct{ _ int }
	otherType struct{ _ bool }
)

// functionTypes are the signatures of the functions for expr-lang's checker.
func functionTypes() map[string]reflect.Type {
	return map[string]reflect.Type{
		"any":            reflect.TypeFor[func([]string, string, ...string) bool](),
		"cell":           reflect.TypeFor[func(tableType, string, ...string) float64](),
		"checked_any":    reflect.TypeFor[func() bool](),
		"count":          reflect.TypeFor[func([]string) int](),
		"fixed_any":      reflect.TypeFor[func() bool](),
		"level":          reflect.TypeFor[func(string) int](),
		"module_finding": reflect.TypeFor[func(any) bool](),
		"severe_finding": reflect.TypeFor[func() bool](),
		"share":          reflect.TypeFor[func(float64, float64) float64](),
		"sum":            reflect.TypeFor[func(tableType, ...string) float64](),
		"yes":            reflect.TypeFor[func(string) bool](),
	}
}

// callName is the name of the function a call names; expr-lang keeps its own built-in functions as another kind of node.
func callName(node ast.Node) (string, []ast.Node, bool) {
	switch n := node.(type) {
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok {
			return callee.Value, n.Arguments, true
		}
	case *ast.BuiltinNode:
		return n.Name, n.Arguments, true
	}
	return "", nil, false
}

// truthCall checks a call that gives a truth value.
func (l *lowering) truthCall(node ast.Node, name string, args []ast.Node) *test {
	switch name {
	case "any":
		return l.anyCall(node, args)
	case "yes":
		return l.yesCall(node, args)
	case "fixed_any", "checked_any":
		return l.optionAnywhere(node, name, args)
	case "module_finding":
		return l.moduleFinding(node, args)
	case "severe_finding":
		if !l.arity(node, name, args, 0, 0, "severe_finding()") {
			return nil
		}
		return l.findings(node, name, "", func(s *source) bool { return s.severe })
	}
	if slices.Contains(functionNames(), name) {
		return l.failTest(node, "%s() gives a number: compare it, for example %s", name, numberExample(name))
	}
	return l.failTest(node, "there is no function %s: the functions are %s", name, strings.Join(functionNames(), ", "))
}

func numberExample(name string) string {
	switch name {
	case "cell":
		return `cell(table, "row") > 0`
	case "count":
		return "count(question) > 1"
	case "level":
		return "level(question) <= 1"
	case "share":
		return "share(part, whole) > 30"
	}
	return "sum(table) > 0"
}

func (l *lowering) anyCall(node ast.Node, args []ast.Node) *test {
	if !l.arity(node, "any", args, 2, maxMultiple+1, `any(question, "code", "other")`) {
		return nil
	}
	d := l.question(args[0], "any", Multiple)
	if d < 0 {
		return nil
	}
	mask := l.optionMask(d, args[1:])
	if mask == nil {
		return nil
	}
	return l.read(&test{op: includes, at: node.Location().From, decl: d, mask: mask})
}

func (l *lowering) yesCall(node ast.Node, args []ast.Node) *test {
	if !l.arity(node, "yes", args, 1, 1, "yes(question)") {
		return nil
	}
	d := l.question(args[0], "yes", Single)
	if d < 0 {
		return nil
	}
	decl := &l.layout.decls[d]
	mask := newMask(len(decl.Options))
	for _, code := range []string{"many", "few"} {
		i := slices.Index(decl.Options, code)
		if i < 0 {
			return l.failTest(args[0], "yes() reads the options many and few; question %s has: %s", decl.ID, strings.Join(decl.Options, ", "))
		}
		mask.set(i)
	}
	return l.read(&test{op: options, at: node.Location().From, decl: d, mask: mask})
}

// optionAnywhere writes fixed_any() and checked_any() out over the questions that have such options.
func (l *lowering) optionAnywhere(node ast.Node, name string, args []ast.Node) *test {
	if !l.arity(node, name, args, 0, 0, name+"()") {
		return nil
	}
	out := &test{op: some, at: node.Location().From, wording: name}
	for d := range l.layout.decls {
		decl := &l.layout.decls[d]
		mask, op, found := newMask(len(decl.Options)), options, false
		if decl.Kind == Multiple {
			op = includes
		}
		for i, code := range decl.Options {
			if name == "fixed_any" && code == "fixed" || name == "checked_any" && strings.HasSuffix(code, "_checked") {
				mask.set(i)
				found = true
			}
		}
		if found {
			out.parts = append(out.parts, l.read(&test{op: op, at: out.at, decl: d, mask: mask}))
		}
	}
	if len(out.parts) == 0 {
		return l.failTest(node, "no question has an option that %s() reads: remove the call", name)
	}
	return out
}

func (l *lowering) moduleFinding(node ast.Node, args []ast.Node) *test {
	if !l.arity(node, "module_finding", args, 1, 1, `module_finding("m6")`) {
		return nil
	}
	module := ""
	switch arg := args[0].(type) {
	case *ast.StringNode:
		module = arg.Value
	case *ast.IntegerNode:
		module = "m" + strconv.Itoa(arg.Value)
	default:
		return l.failTest(args[0], `module_finding() takes the id of a module, for example module_finding("m6")`)
	}
	return l.findings(node, "module_finding", module, func(s *source) bool { return s.module == module })
}

// findings is true when one of the chosen findings is open.
func (l *lowering) findings(node ast.Node, name, argument string, chosen func(*source) bool) *test {
	out := &test{op: some, at: node.Location().From, wording: name, argument: argument}
	for i, s := range l.build.sources {
		if s.role == roleFinding && chosen(s) {
			l.depend(i, out.at)
			out.parts = append(out.parts, &test{op: flag, at: out.at, node: i})
		}
	}
	if len(out.parts) > 0 {
		return out
	}
	if name == "severe_finding" {
		return l.failTest(node, "no finding is severe: remove severe_finding()")
	}
	return l.failTest(node, "no finding names the module %q: correct the id or remove the call", argument)
}

// numberCall checks a call that gives a number.
func (l *lowering) numberCall(node ast.Node, name string, args []ast.Node) *amount {
	switch name {
	case "count":
		return l.countCall(node, args)
	case "level":
		return l.levelCall(node, args)
	case "sum":
		return l.sumCall(node, args)
	case "cell":
		return l.cellCall(node, args)
	case "share":
		return l.shareCall(node, args)
	}
	if isTruthFunction(name) {
		return l.failAmount(node, "%s() is true or false and cannot be calculated with: combine it with and, or, not", name)
	}
	return l.failAmount(node, "there is no function %s: the functions are %s", name, strings.Join(functionNames(), ", "))
}

func (l *lowering) countCall(node ast.Node, args []ast.Node) *amount {
	if !l.arity(node, "count", args, 1, 1, "count(question)") {
		return nil
	}
	d := l.question(args[0], "count", Multiple)
	if d < 0 {
		return nil
	}
	decl := &l.layout.decls[d]
	mask := uint64(1)<<len(decl.Options) - 1
	if decl.None != "" {
		mask &^= 1 << slices.Index(decl.Options, decl.None)
	}
	return l.readAmount(&amount{
		op: ticked, at: node.Location().From, decl: d, slots: []int32{l.layout.first[d]}, mask: mask,
		den: 1, span: interval{0, int64(bits.OnesCount64(mask))},
	})
}

func (l *lowering) levelCall(node ast.Node, args []ast.Node) *amount {
	if !l.arity(node, "level", args, 1, 1, "level(question)") {
		return nil
	}
	d := l.question(args[0], "level", Single)
	if d < 0 {
		return nil
	}
	if !l.layout.decls[d].Ladder {
		return l.failAmount(args[0], "level() reads a ladder; question %s is none: compare it with an option code", l.layout.decls[d].ID)
	}
	return l.readAmount(&amount{
		op: step, at: node.Location().From, decl: d, slots: []int32{l.layout.first[d]}, den: 1, span: interval{0, 4},
	})
}

func (l *lowering) sumCall(node ast.Node, args []ast.Node) *amount {
	if !l.arity(node, "sum", args, 1, 2, `sum(table) or sum(table, "row or column")`) {
		return nil
	}
	d := l.question(args[0], "sum", Table)
	if d < 0 {
		return nil
	}
	decl := &l.layout.decls[d]
	out := &amount{op: total, at: node.Location().From, decl: d, den: int64(One)}
	row, column := -1, -1
	if len(args) == 2 {
		code, ok := l.code(args[1])
		if !ok {
			return nil
		}
		out.code = code
		row, column = slices.Index(decl.Rows, code), slices.Index(decl.Columns, code)
		if row < 0 && column < 0 {
			return l.failAmount(args[1], "table %s has no row or column %q; its rows: %s; its columns: %s",
				decl.ID, code, strings.Join(decl.Rows, ", "), strings.Join(decl.Columns, ", "))
		}
	}
	for r := range decl.Rows {
		for c := range decl.Columns {
			if (row < 0 || r == row) && (column < 0 || c == column) {
				out.slots = append(out.slots, l.layout.cell(d, r, c))
			}
		}
	}
	span, ok := cellSpan(decl).scale(int64(len(out.slots)))
	if !ok {
		return l.tooLarge(node)
	}
	out.span = span
	return l.readAmount(out)
}

// cellSpan is between what the cells of a table lie; a missing cell may count as 0.
func cellSpan(d *Declaration) interval {
	if d.BlankIsZero {
		return interval{int64(min(0, d.Min)), int64(max(0, d.Max))}
	}
	return interval{int64(d.Min), int64(d.Max)}
}

// cell is the slot of one cell.
func (l *layout) cell(decl, row, column int) int32 {
	return l.first[decl] + 1 + int32(row*len(l.decls[decl].Columns)+column) //nolint:gosec // bounded by maxCells
}

func (l *lowering) cellCall(node ast.Node, args []ast.Node) *amount {
	if !l.arity(node, "cell", args, 2, 3, `cell(table, "row") or cell(table, "row", "column")`) {
		return nil
	}
	d := l.question(args[0], "cell", Table)
	if d < 0 {
		return nil
	}
	decl := &l.layout.decls[d]
	if len(args) == 2 && len(decl.Columns) > 1 {
		return l.failAmount(node, "table %s has several columns: add one of them: %s", decl.ID, strings.Join(decl.Columns, ", "))
	}
	row := l.codeIn(args[1], decl.Rows, "table "+decl.ID, "row")
	column := 0
	if len(args) == 3 {
		column = l.codeIn(args[2], decl.Columns, "table "+decl.ID, "column")
	}
	if row < 0 || column < 0 {
		return nil
	}
	return l.readAmount(&amount{
		op: answer, at: node.Location().From, decl: d, slots: []int32{l.layout.cell(d, row, column)},
		code: decl.Rows[row], column: decl.Columns[column], den: int64(One), span: cellSpan(decl),
	})
}
