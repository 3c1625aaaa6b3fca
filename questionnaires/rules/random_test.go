package rules_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"tuntas/questionnaires/rules"
)

// author writes random conditions about the firm.
type author struct {
	*rand.Rand
	flags, numbers []string // the derived values it may read
	exact          bool     // only what expr-lang computes exactly in floats
}

func newAuthor(seed uint64) *author {
	return &author{Rand: rand.New(rand.NewPCG(seed, 7))}
}

func (a *author) pick(texts ...string) string { return texts[a.IntN(len(texts))] }

func (a *author) relation() string { return a.pick("<", "<=", ">", ">=", "==", "!=") }

func (a *author) code(question string) string {
	_, d := declaration(question)
	return `"` + a.pick(d.Options...) + `"`
}

// codes is some of a question's options, each once.
func (a *author) codes(question string) string {
	_, d := declaration(question)
	n := 1 + a.IntN(len(d.Options))
	var codes []string
	for _, i := range a.Perm(len(d.Options))[:n] {
		codes = append(codes, `"`+d.Options[i]+`"`)
	}
	return strings.Join(codes, ", ")
}

// condition writes a condition of at most the given depth.
func (a *author) condition(depth int) string {
	if depth > 0 && a.IntN(10) < 8 {
		switch a.IntN(5) {
		case 0:
			return a.pick("not (", "!(") + a.condition(depth-1) + ")"
		case 1, 2:
			return "(" + a.condition(depth-1) + a.pick(" and ", " && ") + a.condition(depth-1) + ")"
		default:
			return "(" + a.condition(depth-1) + a.pick(" or ", " || ") + a.condition(depth-1) + ")"
		}
	}
	return a.comparison()
}

func (a *author) comparison() string {
	single := a.pick("agents_used", "agent_rule", "locked_in")
	multiple := a.pick("fee_items", "settings")
	switch a.IntN(14) {
	case 0:
		return single + a.pick(" == ", " != ") + a.code(single)
	case 1:
		return single + a.pick(" in [", " not in [") + a.codes(single) + "]"
	case 2:
		return "any(" + multiple + ", " + a.codes(multiple) + ")"
	case 3:
		return fmt.Sprintf("count(%s) %s %d", multiple, a.relation(), a.IntN(4))
	case 4:
		return fmt.Sprintf("level(agent_rule) %s %d", a.relation(), a.IntN(5))
	case 5:
		return a.pick("yes(locked_in)", "fixed_any()", "checked_any()", "true", "false")
	case 6:
		if len(a.flags) > 0 {
			return a.pick(a.flags...)
		}
		return "yes(locked_in)"
	case 7:
		return a.whole() + " " + a.relation() + " " + a.whole()
	case 8:
		return fmt.Sprintf("share(%s, %s) %s %s", a.whole(), a.whole(), a.relation(), a.pick("0", "33.3333", "50", "100", "12.5"))
	case 9:
		return a.number(2) + " " + a.relation() + " " + a.number(2)
	default:
		return fmt.Sprintf("%s %s %s", a.number(1), a.relation(), a.pick("0", "1", "2.5", "4", "7"))
	}
}

// whole is a number that is whole when the answers are.
func (a *author) whole() string {
	return a.pick(append(a.numbers,
		"housed", "fee_months", "sum(workforce)", `sum(workforce, "women")`, `sum(workforce, "crew")`, "sum(overtime)",
		`cell(workforce, "daily", "men")`, `cell(overtime, "week")`, "count(fee_items)", "balance")...)
}

func (a *author) number(depth int) string {
	if depth == 0 || a.IntN(3) == 0 {
		return a.whole()
	}
	divisor := a.pick("2", "4", "-8")
	if !a.exact {
		divisor = a.pick("2", "3", "-7", "0.5")
	}
	switch a.IntN(5) {
	case 0:
		return "(" + a.number(depth-1) + " + " + a.number(depth-1) + ")"
	case 1:
		return "(" + a.number(depth-1) + " - " + a.number(depth-1) + ")"
	case 2:
		return a.number(depth-1) + " * " + a.pick("2", "3", "-1", "0.5", "10")
	case 3:
		return a.number(depth-1) + " / " + divisor
	default:
		return "-" + a.number(depth-1)
	}
}

// answer is a random known answer to a slot of a question; small, so that comparisons go both ways.
func (a *author) answer(d rules.Declaration, slot int) rules.Slot {
	out := rules.Slot{State: rules.Known}
	switch d.Kind {
	case rules.Single:
		out.N = int64(a.IntN(len(d.Options)))
	case rules.Multiple:
		out.N = 1 + a.Int64N(1<<len(d.Options)-1)
	case rules.Number:
		out.N = a.Int64N(8) * int64(rules.One)
		if d.Min < 0 {
			out.N -= 4 * int64(rules.One)
		}
	case rules.Table:
		if slot > 0 {
			out.N = a.Int64N(6) * int64(rules.One)
		}
	default:
	}
	return out
}

// eachSlot visits all slots of the firm's questions.
func eachSlot(tb testing.TB, p *rules.Program, visit func(d rules.Declaration, slot, within int)) {
	tb.Helper()
	for _, d := range firm() {
		first, ok := p.Slot(d.ID)
		if !ok {
			tb.Fatalf("there is no question %s", d.ID)
		}
		size := 1
		if d.Kind == rules.Table {
			size += len(d.Rows) * len(d.Columns)
		}
		for within := range size {
			visit(d, first+within, within)
		}
	}
}

// some answers a random part of all slots; the others stay as they are.
func (a *author) some(tb testing.TB, p *rules.Program, run *rules.Run, chance float64) {
	tb.Helper()
	eachSlot(tb, p, func(d rules.Declaration, slot, within int) {
		if a.Float64() >= chance {
			return
		}
		v := a.answer(d, within)
		if chance < 1 && a.IntN(6) == 0 {
			v = rules.Slot{State: rules.State(2 * a.IntN(2))}
		}
		run.Set(slot, v)
	})
}

// questionnaire builds a program of random expressions; sources that can never be true are left out. The chance is
// that of a question to have a show-condition.
func (a *author) questionnaire(tb testing.TB, conditions int, shows bool) *rules.Program {
	tb.Helper()
	for {
		b := newBuilder(tb)
		a.flags, a.numbers = nil, nil
		for i, source := range []string{a.whole(), a.whole() + " + " + a.whole()} {
			id := fmt.Sprintf("number%d", i)
			b.Derive(id, source)
			a.numbers = append(a.numbers, id)
		}
		for i := range 4 {
			id := fmt.Sprintf("flag%d", i)
			b.Derive(id, a.valid(tb, func() string { return a.condition(1) }))
			a.flags = append(a.flags, id)
		}
		if shows {
			a.shows(b)
		}
		for i := range conditions {
			source := a.valid(tb, func() string { return a.condition(3) })
			if i%3 == 0 {
				b.Finding(fmt.Sprint(i), source, fmt.Sprintf("m%d", i%2), i%4 == 0)
			} else {
				b.Condition(fmt.Sprint(i), source)
			}
		}
		b.Measure("measure", a.number(2))
		b.Condition("findings", `module_finding("m0") or not severe_finding()`)
		if p, _ := b.Build(); p != nil {
			return p
		}
	}
}

// shows hides some questions behind others that are declared before them.
func (a *author) shows(b *rules.Builder) {
	for question, sources := range map[string][]string{
		"agent_rule": {`agents_used == "yes"`, "flag0"},
		"locked_in":  {`level(agent_rule) >= 1`, `agents_used == "no"`},
		"fee_items":  {`locked_in != "no"`, "flag1"},
		"housed":     {`any(settings, "camp", "sea")`, "flag2"},
		"workforce":  {`count(settings) > 0`, "flag3"},
		"overtime":   {`sum(workforce) > 3`, `housed < 4`},
	} {
		if a.IntN(2) == 0 {
			b.Show(question, a.pick(sources...))
		}
	}
}

// valid writes sources until one builds by itself, together with the derived values.
func (a *author) valid(tb testing.TB, write func() string) string {
	tb.Helper()
	for {
		source := write()
		b := newBuilder(tb)
		for i := range 2 {
			b.Derive(fmt.Sprintf("number%d", i), "housed + sum(workforce)")
		}
		for i := range 4 {
			b.Derive(fmt.Sprintf("flag%d", i), "fixed_any()")
		}
		b.Condition("it", source)
		if _, faults := b.Build(); len(faults) == 0 {
			return source
		}
	}
}
