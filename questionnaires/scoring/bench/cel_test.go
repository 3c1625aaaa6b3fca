package bench

import (
	"fmt"
	"reflect"
	"testing"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// celSheet evaluates the conditions, translated, with cel-go. Answers are converted to its own values beforehand.
type celSheet struct {
	list     []expression
	programs []cel.Program
	vars     map[string]any
	bound    cel.Activation
	results  []ref.Val
}

func newCelSheet(tb testing.TB, def *questionnaires.Definition, list []expression, raw []rules.Slot) *celSheet {
	tb.Helper()
	c := &celSheet{list: list, vars: map[string]any{}, results: make([]ref.Val, len(list))}
	env, err := cel.NewEnv(c.functions(nones(def))...)
	if err != nil {
		tb.Fatal(err)
	}
	for id, v := range values(def, raw) {
		if env, err = env.Extend(c.variable(id, v)); err != nil {
			tb.Fatal(err)
		}
	}
	if c.bound, err = cel.NewActivation(c.vars); err != nil {
		tb.Fatal(err)
	}
	for i, x := range list {
		source, err := celSource(x.source)
		if err != nil {
			tb.Fatalf("%s: %v", x.id, err)
		}
		tree, issues := env.Compile(source)
		if issues.Err() != nil {
			tb.Fatalf("%s: %s: %v", x.id, source, issues.Err())
		}
		program, err := env.Program(tree, cel.EvalOptions(cel.OptOptimize))
		if err != nil {
			tb.Fatalf("%s: %v", x.id, err)
		}
		c.programs = append(c.programs, program)
		c.run(tb, i)
		if x.derived {
			if env, err = env.Extend(cel.Variable(x.id, tree.OutputType())); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return c
}

// evaluate computes every condition.
func (c *celSheet) evaluate(tb testing.TB) {
	for i := range c.programs {
		c.run(tb, i)
	}
}

func (c *celSheet) run(tb testing.TB, i int) {
	out, _, err := c.programs[i].Eval(c.bound)
	if err != nil {
		tb.Fatalf("%s: %v", c.list[i].id, err)
	}
	c.results[i] = out
	if c.list[i].derived {
		c.vars[c.list[i].id] = out
	}
}

// variable declares an answer and sets it.
func (c *celSheet) variable(id string, v any) cel.EnvOption {
	kind := cel.StringType
	switch v := v.(type) {
	case string:
		c.vars[id] = types.String(v)
	case []string:
		c.vars[id], kind = types.NewStringList(types.DefaultTypeAdapter, v), cel.ListType(cel.StringType)
	case int:
		c.vars[id], kind = types.Int(v), cel.IntType
	case float64:
		c.vars[id], kind = types.Double(v), cel.DoubleType
	case *table:
		c.vars[id], kind = celTable{v}, celTableType()
	}
	return cel.Variable(id, kind)
}

func celTableType() *cel.Type { return cel.OpaqueType("table") }

// celTable makes a table a value of cel-go.
type celTable struct{ *table }

func (t celTable) ConvertToNative(typ reflect.Type) (any, error) {
	return nil, fmt.Errorf("a table is no %s", typ)
}

func (t celTable) ConvertToType(ref.Type) ref.Val {
	return types.NewErr("a table is converted to nothing")
}

func (t celTable) Equal(o ref.Val) ref.Val { return types.Bool(t == o) }

func (t celTable) Type() ref.Type { return celTableType() }

func (t celTable) Value() any { return t.table }

func (c *celSheet) functions(none map[string]bool) []cel.EnvOption {
	table2, str := celTableType(), cel.StringType
	return []cel.EnvOption{
		cel.Function("count", cel.Overload("count", []*cel.Type{cel.ListType(str)}, cel.IntType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			n := 0
			if codes, ok := v.Value().([]string); ok {
				for _, code := range codes {
					if !none[code] {
						n++
					}
				}
			}
			return types.Int(n)
		}))),
		cel.Function("cell",
			cel.Overload("cell2", []*cel.Type{table2, str}, cel.IntType, cel.BinaryBinding(func(t, row ref.Val) ref.Val {
				return types.Int(tableOf(t.Value()).cell(code(row), ""))
			})),
			cel.Overload("cell3", []*cel.Type{table2, str, str}, cel.IntType, cel.FunctionBinding(func(args ...ref.Val) ref.Val {
				return types.Int(tableOf(args[0].Value()).cell(code(args[1]), code(args[2])))
			}))),
		cel.Function("sum",
			cel.Overload("sum1", []*cel.Type{table2}, cel.IntType, cel.UnaryBinding(func(t ref.Val) ref.Val {
				return types.Int(tableOf(t.Value()).sum(""))
			})),
			cel.Overload("sum2", []*cel.Type{table2, str}, cel.IntType, cel.BinaryBinding(func(t, part ref.Val) ref.Val {
				return types.Int(tableOf(t.Value()).sum(code(part)))
			}))),
		cel.Function("share", cel.Overload("share", []*cel.Type{cel.IntType, cel.IntType}, cel.DoubleType, cel.BinaryBinding(func(a, b ref.Val) ref.Val {
			return types.Double(percent(whole(a), whole(b)))
		}))),
		cel.Function("level", cel.Overload("level", []*cel.Type{str}, cel.IntType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return types.Int(step(code(v)))
		}))),
		cel.Function("yes", cel.Overload("yes", []*cel.Type{str}, cel.BoolType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			answer := code(v)
			return types.Bool(answer == "many" || answer == "few")
		}))),
		cel.Function("module_finding", cel.Overload("module_finding", []*cel.Type{str}, cel.BoolType, cel.UnaryBinding(func(v ref.Val) ref.Val {
			return types.Bool(c.open(code(v), false))
		}))),
		cel.Function("severe_finding", cel.Overload("severe_finding", nil, cel.BoolType, cel.FunctionBinding(func(...ref.Val) ref.Val {
			return types.Bool(c.open("", true))
		}))),
		cel.CrossTypeNumericComparisons(true),
	}
}

func (c *celSheet) open(module string, severe bool) bool {
	for i := range c.list {
		if x := &c.list[i]; x.finding && (severe && x.severe || !severe && x.module == module) && c.results[i] == types.True {
			return true
		}
	}
	return false
}

func code(v ref.Val) string {
	s, _ := v.(types.String)
	return string(s)
}

func whole(v ref.Val) int {
	n, _ := v.(types.Int)
	return int(n)
}
