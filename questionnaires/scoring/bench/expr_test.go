package bench

import (
	"testing"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// exprSheet evaluates the conditions on the virtual machine of expr-lang. The environment is a map: its names are
// looked up faster than the fields of a struct, which go through reflection.
type exprSheet struct {
	list     []expression
	programs []*vm.Program
	env      map[string]any
	machine  vm.VM
	results  []any
}

func newExprSheet(tb testing.TB, def *questionnaires.Definition, list []expression, raw []rules.Slot) *exprSheet {
	tb.Helper()
	e := &exprSheet{list: list, env: values(def, raw), results: make([]any, len(list))}
	options := e.functions(nones(def))
	for i, x := range list {
		program, err := expr.Compile(x.source, append(options, expr.Env(e.env))...)
		if err != nil {
			tb.Fatalf("%s: %v", x.id, err)
		}
		e.programs = append(e.programs, program)
		e.run(tb, i)
	}
	return e
}

// evaluate computes every condition.
func (e *exprSheet) evaluate(tb testing.TB) {
	for i := range e.programs {
		e.run(tb, i)
	}
}

func (e *exprSheet) run(tb testing.TB, i int) {
	out, err := e.machine.Run(e.programs[i], e.env)
	if err != nil {
		tb.Fatalf("%s: %v", e.list[i].id, err)
	}
	e.results[i] = out
	if e.list[i].derived {
		e.env[e.list[i].id] = out
	}
}

// functions are the functions of the condition language; those of the same name that expr-lang has are overridden.
func (e *exprSheet) functions(none map[string]bool) []expr.Option {
	return []expr.Option{
		expr.Function("any", func(args ...any) (any, error) {
			for _, code := range codesOf(args[0]) {
				for _, wanted := range args[1:] {
					if code == textOf(wanted) {
						return true, nil
					}
				}
			}
			return false, nil
		}, new(func([]string, ...string) bool)),
		expr.Function("count", func(args ...any) (any, error) {
			n := 0
			for _, code := range codesOf(args[0]) {
				if !none[code] {
					n++
				}
			}
			return n, nil
		}, new(func([]string) int)),
		expr.Function("cell", func(args ...any) (any, error) {
			return tableOf(args[0]).cell(textOf(args[1]), optional(args, 2)), nil
		}, new(func(*table, string) int), new(func(*table, string, string) int)),
		expr.Function("sum", func(args ...any) (any, error) {
			return tableOf(args[0]).sum(optional(args, 1)), nil
		}, new(func(*table) int), new(func(*table, string) int)),
		expr.Function("share", func(args ...any) (any, error) {
			return percent(wholeOf(args[0]), wholeOf(args[1])), nil
		}, new(func(int, int) float64)),
		expr.Function("level", func(args ...any) (any, error) { return step(textOf(args[0])), nil }, new(func(string) int)),
		expr.Function("yes", func(args ...any) (any, error) {
			return textOf(args[0]) == "many" || textOf(args[0]) == "few", nil
		}, new(func(string) bool)),
		expr.Function("module_finding", func(args ...any) (any, error) { return e.open(textOf(args[0]), false), nil }, new(func(string) bool)),
		expr.Function("severe_finding", func(...any) (any, error) { return e.open("", true), nil }, new(func() bool)),
	}
}

func optional(args []any, i int) string {
	if i < len(args) {
		return textOf(args[i])
	}
	return ""
}

// open tells whether a finding of a module, or a severe one, is true.
func (e *exprSheet) open(module string, severe bool) bool {
	for i := range e.list {
		if x := &e.list[i]; x.finding && (severe && x.severe || !severe && x.module == module) && e.results[i] == true {
			return true
		}
	}
	return false
}
