package rules_test

import (
	"fmt"
	"math"
	"math/big"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// TestAgreesWithExpr evaluates random conditions on complete answers here and on expr-lang's virtual machine, with the
// functions written again for it. 20,000 pairs of condition and sheet are compared; for another number:
//
//	TUNTAS_RULES_PAIRS=5000000 go test -run TestAgreesWithExpr -timeout 60m ./questionnaires/rules
func TestAgreesWithExpr(t *testing.T) {
	t.Parallel()
	pairs := 20_000
	if text := os.Getenv("TUNTAS_RULES_PAIRS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		pairs = n
	}
	outcomes := map[bool]int{}
	for seed := uint64(0); outcomes[true]+outcomes[false] < pairs; seed++ {
		compareWithMachine(t, seed, outcomes)
	}
	t.Logf("compared: %v", outcomes)
	if outcomes[true] == 0 || outcomes[false] == 0 {
		t.Errorf("the outcomes are one-sided: %v", outcomes)
	}
}

// compareWithMachine compares random conditions on random sheets and counts the outcomes.
func compareWithMachine(t *testing.T, seed uint64, outcomes map[bool]int) {
	t.Helper()
	const conditions, sheets = 40, 25
	a := newAuthor(seed)
	a.exact = true
	b, m := newBuilder(t), newMachine(t)
	for i := range conditions {
		source := a.valid(t, func() string { return a.condition(3) })
		b.Condition(strconv.Itoa(i), source)
		m.add(t, source)
	}
	p := built(t, b)
	run := p.NewRun()
	for range sheets {
		a.some(t, p, run, 1)
		m.read(t, p, run)
		run.Update()
		for i := range conditions {
			got, want := run.Truth(nodeOf(t, p, strconv.Itoa(i))), m.run(t, i)
			if m.nothing {
				continue // a share of nothing is unknown, which the machine does not have
			}
			outcomes[want]++
			if got > rules.True || (got == rules.True) != want {
				t.Fatalf("%s is %s here and %v on the machine, with %v", m.sources[i], truthName(got), want, m.answers)
			}
		}
	}
}

// machine is expr-lang's virtual machine with the functions of conditions.
type machine struct {
	options  []expr.Option
	sources  []string
	programs []*vm.Program
	answers  map[string]any
	nothing  bool // the last run came to a share of nothing
}

// tableAnswer is a table as the machine sees it: row and column → number.
type tableAnswer struct {
	rows, columns []string
	cells         [][]float64
}

func newMachine(tb testing.TB) *machine {
	tb.Helper()
	m := &machine{answers: map[string]any{}}
	for _, d := range firm() {
		m.answers[d.ID] = map[rules.Kind]any{
			rules.Single: "", rules.Multiple: []string{}, rules.Number: 0.0, rules.Table: tableAnswer{}, rules.Date: "", rules.Text: "",
		}[d.Kind]
	}
	m.options = []expr.Option{
		expr.Env(m.answers), expr.AsBool(),
		expr.Function("any", func(args ...any) (any, error) {
			chosen := codesOf(args[0])
			return slices.ContainsFunc(args[1:], func(code any) bool { return slices.Contains(chosen, fmt.Sprint(code)) }), nil
		}, new(func([]string, ...string) bool)),
		expr.Function("count", func(args ...any) (any, error) {
			return len(slices.DeleteFunc(slices.Clone(codesOf(args[0])), func(code string) bool { return code == "none" })), nil
		}, new(func([]string) int)),
		expr.Function("level", func(args ...any) (any, error) {
			return strconv.Atoi(strings.TrimPrefix(fmt.Sprint(args[0]), "step"))
		}, new(func(string) int)),
		expr.Function("yes", func(args ...any) (any, error) { return args[0] == "many" || args[0] == "few", nil }, new(func(string) bool)),
		expr.Function("fixed_any", func(...any) (any, error) { return m.answers["locked_in"] == "fixed", nil }, new(func() bool)),
		expr.Function("checked_any", func(...any) (any, error) {
			return m.answers["locked_in"] == "no_checked" || slices.Contains(codesOf(m.answers["fee_items"]), "none_checked"), nil
		}, new(func() bool)),
		expr.Function("sum", func(args ...any) (any, error) { return tableOf(args[0]).sum(args[1:]), nil }, new(func(tableAnswer, ...string) float64)),
		expr.Function("cell", func(args ...any) (any, error) { return tableOf(args[0]).sum(args[1:]), nil }, new(func(tableAnswer, ...string) float64)),
		expr.Function("share", func(args ...any) (any, error) {
			part, whole := number(args[0]), number(args[1])
			if whole == 0 {
				m.nothing = true
				return 0.0, nil
			}
			return shareOf(part, whole), nil
		}, new(func(any, any) float64)),
	}
	return m
}

func number(v any) float64 {
	switch n := v.(type) {
	case int:
		return float64(n)
	case float64:
		return n
	}
	return math.NaN()
}

func tableOf(v any) tableAnswer {
	table, _ := v.(tableAnswer)
	return table
}

func codesOf(v any) []string {
	codes, _ := v.([]string)
	return codes
}

// sum adds up the cells whose row and column are both among the codes, or either when there is one code.
func (t tableAnswer) sum(codes []any) float64 {
	sum := 0.0
	for r, row := range t.rows {
		for c, column := range t.columns {
			named := 0
			for _, code := range codes {
				if code == row || code == column {
					named++
				}
			}
			if named == len(codes) {
				sum += t.cells[r][c]
			}
		}
	}
	return sum
}

// shareOf is the percentage, rounded half up to four places, computed with big fractions.
func shareOf(part, whole float64) float64 {
	exact := new(big.Rat).Quo(new(big.Rat).SetFloat64(part), new(big.Rat).SetFloat64(whole))
	exact.Mul(exact, big.NewRat(1_000_000, 1)).Add(exact, big.NewRat(1, 2))
	floor := new(big.Int).Div(exact.Num(), exact.Denom())
	out, _ := new(big.Rat).SetFrac(floor, big.NewInt(10_000)).Float64()
	return out
}

func (m *machine) add(tb testing.TB, source string) {
	tb.Helper()
	program, err := expr.Compile(source, m.options...)
	if err != nil {
		tb.Fatalf("%s: %v", source, err)
	}
	m.sources, m.programs = append(m.sources, source), append(m.programs, program)
}

// read takes the answers of a run over.
func (m *machine) read(tb testing.TB, p *rules.Program, run *rules.Run) {
	tb.Helper()
	eachSlot(tb, p, func(d rules.Declaration, slot, within int) {
		v := run.Raw(slot)
		switch d.Kind {
		case rules.Single:
			m.answers[d.ID] = d.Options[v.N]
		case rules.Multiple:
			m.answers[d.ID] = ticked(d, v.N)
		case rules.Number:
			m.answers[d.ID] = float64(v.N) / float64(rules.One)
		case rules.Table:
			if within == 0 {
				table := tableAnswer{rows: d.Rows, columns: d.Columns}
				for range d.Rows {
					table.cells = append(table.cells, make([]float64, len(d.Columns)))
				}
				m.answers[d.ID] = table
				return
			}
			row, column := (within-1)/len(d.Columns), (within-1)%len(d.Columns)
			tableOf(m.answers[d.ID]).cells[row][column] = float64(v.N) / float64(rules.One)
		default:
		}
	})
}

func (m *machine) run(tb testing.TB, i int) bool {
	tb.Helper()
	m.nothing = false
	out, err := expr.Run(m.programs[i], m.answers)
	if err != nil {
		tb.Fatalf("%s: %v", m.sources[i], err)
	}
	return out == true
}
