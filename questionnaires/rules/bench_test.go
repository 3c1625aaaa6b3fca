package rules_test

import (
	"math/bits"
	"strconv"
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/expr-lang/expr"
)

// The benchmark evaluates these conditions many times over, under other ids: as a program, as the closures one would
// write by hand over the same slots with the same four values, and on expr-lang's virtual machine.
var benchConditions = []string{
	`agents_used == "yes"`,
	`yes(locked_in)`,
	`locked_in in ["fixed", "no"]`,
	`level(agent_rule) <= 1`,
	`count(fee_items) > 1 and level(agent_rule) < 3`,
	`any(fee_items, "ticket", "agency") or fee_months >= 1`,
	`cell(overtime, "week") > 18`,
	`sum(workforce, "crew") > 0 and housed == 0`,
	`agents_used == "no" and share(housed, sum(workforce)) > 30 and not any(fee_items, "tools") and level(agent_rule) <= 1`,
	`sum(workforce) * 10 < housed * 9 or sum(workforce) * 10 > housed * 11`,
}

const benchRepeats = 30

func benchProgram(tb testing.TB) (*rules.Program, *rules.Run) {
	tb.Helper()
	b := newBuilder(tb)
	for i := range benchRepeats {
		for j, source := range benchConditions {
			b.Condition(strconv.Itoa(i)+"."+strconv.Itoa(j), source)
		}
	}
	p := built(tb, b)
	run := p.NewRun()
	newAuthor(1).some(tb, p, run, 1)
	run.Update()
	return p, run
}

// BenchmarkFull evaluates 300 conditions.
func BenchmarkFull(b *testing.B) {
	_, run := benchProgram(b)
	b.ReportAllocs()
	for b.Loop() {
		run.Dirty()
		run.Update()
	}
}

// BenchmarkFullByHand is the same as BenchmarkFull with closures written by hand.
func BenchmarkFullByHand(b *testing.B) {
	p, run := benchProgram(b)
	slots := make([]rules.Slot, p.Slots())
	for i := range slots {
		slots[i] = run.Slot(i)
	}
	byHand := handWritten(b, p)
	var all []func([]rules.Slot) rules.Truth
	for range benchRepeats {
		all = append(all, byHand...)
	}
	outcomes := make([]rules.Truth, len(all))
	b.ReportAllocs()
	for b.Loop() {
		for i, f := range all {
			outcomes[i] = f(slots)
		}
	}
	for j := range byHand {
		if got := run.Truth(nodeOf(b, p, "0."+strconv.Itoa(j))); got != outcomes[j] {
			b.Fatalf("%s is %s compiled and %s by hand", benchConditions[j], truthName(got), truthName(outcomes[j]))
		}
	}
}

// BenchmarkFullOnExpr is the same as BenchmarkFull on expr-lang's virtual machine.
func BenchmarkFullOnExpr(b *testing.B) {
	p, run := benchProgram(b)
	m := newMachine(b)
	for _, source := range benchConditions {
		m.add(b, source)
	}
	m.read(b, p, run)
	b.ReportAllocs()
	for b.Loop() {
		for range benchRepeats {
			for _, program := range m.programs {
				if _, err := expr.Run(program, m.answers); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// BenchmarkOneAnswer changes one answer of 300 conditions and evaluates what reads it.
func BenchmarkOneAnswer(b *testing.B) {
	p, run := benchProgram(b)
	slot, _ := p.Slot("fee_months")
	value := int64(0)
	b.ReportAllocs()
	for b.Loop() {
		value ^= 20_000
		run.Set(slot, rules.Slot{N: value, State: rules.Known})
		run.Update()
	}
}

// BenchmarkBuild checks and compiles 300 conditions.
func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		benchProgram(b)
	}
}

func handWritten(tb testing.TB, p *rules.Program) []func([]rules.Slot) rules.Truth {
	tb.Helper()
	slot := func(id string) int {
		s, ok := p.Slot(id)
		if !ok {
			tb.Fatalf("there is no question %s", id)
		}
		return s
	}
	agents, locked, ladder, fees := slot("agents_used"), slot("locked_in"), slot("agent_rule"), slot("fee_items")
	months, overtime, workforce, housed := slot("fee_months"), slot("overtime"), slot("workforce"), slot("housed")
	return []func([]rules.Slot) rules.Truth{
		func(s []rules.Slot) rules.Truth { return handTest(s[agents], s[agents].N == 1) },
		func(s []rules.Slot) rules.Truth { return handTest(s[locked], s[locked].N == 0 || s[locked].N == 1) },
		func(s []rules.Slot) rules.Truth { return handTest(s[locked], s[locked].N == 2 || s[locked].N == 3) },
		func(s []rules.Slot) rules.Truth { return handTest(s[ladder], s[ladder].N <= 1) },
		func(s []rules.Slot) rules.Truth {
			x := handTest(s[fees], bits.OnesCount64(uint64(s[fees].N)&0b11110) > 1)
			if x == rules.False {
				return x
			}
			return handAnd(x, handTest(s[ladder], s[ladder].N < 3))
		},
		func(s []rules.Slot) rules.Truth {
			x := handTest(s[fees], s[fees].N&0b00110 != 0)
			if x == rules.True {
				return x
			}
			return handOr(x, handTest(s[months], s[months].N >= 10_000))
		},
		func(s []rules.Slot) rules.Truth { return handTest(s[overtime+2], s[overtime+2].N > 180_000) },
		func(s []rules.Slot) rules.Truth {
			crew := handSum(s[workforce+5 : workforce+7])
			x := handTest(crew, crew.N > 0)
			if x == rules.False {
				return x
			}
			return handAnd(x, handTest(s[housed], s[housed].N == 0))
		},
		func(s []rules.Slot) rules.Truth {
			x := handTest(s[agents], s[agents].N == 0)
			if x == rules.False {
				return x
			}
			part := handShare(s[housed], handSum(s[workforce+1:workforce+7]))
			if x = handAnd(x, handTest(part, part.N > 300_000)); x == rules.False {
				return x
			}
			return handAnd(handAnd(x, handTest(s[fees], s[fees].N&0b01000 == 0)), handTest(s[ladder], s[ladder].N <= 1))
		},
		func(s []rules.Slot) rules.Truth {
			all := handSum(s[workforce+1 : workforce+7])
			both := all
			if s[housed].State != rules.Known && both.State != rules.Unknown {
				both = s[housed]
			}
			x := handTest(both, all.N*10 < s[housed].N*9)
			if x == rules.True {
				return x
			}
			return handOr(x, handTest(both, all.N*10 > s[housed].N*11))
		},
	}
}

func handTest(v rules.Slot, holds bool) rules.Truth {
	switch {
	case v.State == rules.Unknown:
		return rules.TruthUnknown
	case v.State == rules.NotApplicable:
		return rules.TruthNotApplicable
	case holds:
		return rules.True
	}
	return rules.False
}

func handAnd(a, b rules.Truth) rules.Truth {
	if a == rules.False || b == rules.False {
		return rules.False
	}
	return max(a, b)
}

func handOr(a, b rules.Truth) rules.Truth {
	if a == rules.True || b == rules.True {
		return rules.True
	}
	return max(a, b)
}

func handSum(cells []rules.Slot) rules.Slot {
	out := rules.Slot{State: rules.Known}
	for _, cell := range cells {
		if cell.State == rules.Unknown || cell.State == rules.NotApplicable && out.State == rules.Known {
			out.State = cell.State
		}
		out.N += cell.N
	}
	return out
}

func handShare(part, whole rules.Slot) rules.Slot {
	switch {
	case part.State == rules.Unknown || whole.State == rules.Unknown || whole.State == rules.Known && whole.N == 0:
		return rules.Slot{}
	case part.State != rules.Known || whole.State != rules.Known:
		return rules.Slot{State: rules.NotApplicable}
	}
	return rules.Slot{N: (2*1_000_000*part.N + whole.N) / (2 * whole.N), State: rules.Known}
}
