package rules_test

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tuntas/questionnaires/rules"
)

// firm is the questions that the tests ask.
func firm() []rules.Declaration {
	return []rules.Declaration{
		{ID: "agents_used", Kind: rules.Single, Options: []string{"no", "yes"}},
		{ID: "agent_rule", Kind: rules.Single, Ladder: true, Options: []string{"step0", "step1", "step2", "step3", "step4"}},
		{ID: "locked_in", Kind: rules.Single, Options: []string{"many", "few", "fixed", "no", "no_checked"}},
		{ID: "fee_items", Kind: rules.Multiple, None: "none", Options: []string{"none", "ticket", "agency", "tools", "none_checked"}},
		{ID: "settings", Kind: rules.Multiple, Options: []string{"town", "camp", "sea"}},
		{ID: "housed", Kind: rules.Number, Max: 200_000 * rules.One},
		{ID: "fee_months", Kind: rules.Number, Max: 36 * rules.One},
		{ID: "balance", Kind: rules.Number, Min: -500 * rules.One, Max: 500 * rules.One},
		{
			ID: "workforce", Kind: rules.Table, Max: 200_000 * rules.One, BlankIsZero: true,
			Rows: []string{"permanent", "daily", "crew"}, Columns: []string{"women", "men"},
		},
		{ID: "overtime", Kind: rules.Table, Max: 100 * rules.One, Rows: []string{"day", "week"}, Columns: []string{"hours"}},
		{ID: "founded", Kind: rules.Date},
		{ID: "remarks", Kind: rules.Text},
	}
}

// declaration finds one of the firm's questions.
func declaration(id string) (int, rules.Declaration) {
	all := firm()
	i := slices.IndexFunc(all, func(d rules.Declaration) bool { return d.ID == id })
	return i, all[i]
}

// newBuilder is a builder for the firm's questions.
func newBuilder(tb testing.TB) *rules.Builder {
	tb.Helper()
	b, err := rules.NewBuilder(firm())
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// built is the program, which has no faults.
func built(tb testing.TB, b *rules.Builder) *rules.Program {
	tb.Helper()
	p, faults := b.Build()
	for _, f := range faults {
		tb.Errorf("%s:%d:%d: %s\n%s", f.ID, f.Line, f.Column, f.Message, f.Drawing)
	}
	if p == nil {
		tb.FailNow()
	}
	return p
}

// nodeOf is the number of an expression that exists.
func nodeOf(tb testing.TB, p *rules.Program, id string) rules.Node {
	tb.Helper()
	n, ok := p.Node(id)
	if !ok {
		tb.Fatalf("there is no node %s", id)
	}
	return n
}

// give sets answers written as "agents_used=yes fee_items=ticket,tools housed=12.5 workforce=known
// workforce.daily.women=3 locked_in=na balance=?".
func give(tb testing.TB, p *rules.Program, run *rules.Run, answers string) {
	tb.Helper()
	for pair := range strings.FieldsSeq(answers) {
		name, value, _ := strings.Cut(pair, "=")
		path := strings.Split(name, ".")
		_, d := declaration(path[0])
		slot, ok := p.Slot(path[0])
		if !ok {
			tb.Fatalf("there is no question %s", path[0])
		}
		if len(path) > 1 {
			column := 0
			if len(path) > 2 {
				column = slices.Index(d.Columns, path[2])
			}
			slot += 1 + slices.Index(d.Rows, path[1])*len(d.Columns) + column
		}
		run.Set(slot, slotOf(tb, d, value))
	}
}

func slotOf(tb testing.TB, d rules.Declaration, value string) rules.Slot {
	tb.Helper()
	switch value {
	case "?":
		return rules.Slot{}
	case "na":
		return rules.Slot{State: rules.NotApplicable}
	case "known":
		return rules.Slot{State: rules.Known}
	}
	out := rules.Slot{State: rules.Known}
	switch d.Kind {
	case rules.Single:
		out.N = int64(slices.Index(d.Options, value))
	case rules.Multiple:
		for code := range strings.SplitSeq(value, ",") {
			out.N |= 1 << slices.Index(d.Options, code)
		}
	default:
		whole, decimals, _ := strings.Cut(value, ".")
		n, err := strconv.ParseInt(whole+(decimals + "0000")[:4], 10, 64)
		if err != nil {
			tb.Fatalf("%s=%s: %v", d.ID, value, err)
		}
		out.N = n
	}
	return out
}

func truthName(t rules.Truth) string {
	return [...]string{"false", "true", "na", "unknown"}[t]
}

// ticked is the codes whose bits are set.
func ticked(d rules.Declaration, set int64) []string {
	codes := make([]string, 0, bits.OnesCount64(uint64(set)))
	for i, code := range d.Options {
		if set>>i&1 == 1 {
			codes = append(codes, code)
		}
	}
	return codes
}
