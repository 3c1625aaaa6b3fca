package rules_test

import (
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/google/go-cmp/cmp"
)

// gated is a questionnaire in which questions hide behind others.
func gated(tb testing.TB) *rules.Program {
	tb.Helper()
	b := newBuilder(tb)
	b.Condition("reader", "level(agent_rule) <= 1 and fee_months > 2")
	b.Derive("agents", `agents_used == "yes"`)
	b.Show("agent_rule", "agents")
	b.Show("fee_months", "count(fee_items) > 0 and level(agent_rule) < 4")
	b.Show("workforce", "agents")
	b.Finding("locked", "yes(locked_in)", "m6", true)
	b.Finding("paid", "fee_months > 3", "m3", false)
	b.Condition("m6", `module_finding("m6")`)
	b.Condition("severe", "severe_finding()")
	b.Measure("part", "share(housed, sum(workforce)) / 3")
	return built(tb, b)
}

func TestProgram(t *testing.T) {
	t.Parallel()
	p := gated(t)
	if p.Len() != 10 || p.Slots() != 20 {
		t.Errorf("there are %d nodes and %d slots, want 10 and 20", p.Len(), p.Slots())
	}
	reads := map[string][]string{}
	for _, id := range []string{"reader", "show:fee_months", "severe", "m6", "part"} {
		n := nodeOf(t, p, id)
		if p.NodeID(n) != id {
			t.Errorf("node %d is called %q, want %q", n, p.NodeID(n), id)
		}
		reads[id] = p.Reads(n)
	}
	want := map[string][]string{
		"reader": {"agent_rule", "fee_months"}, "show:fee_months": {"agent_rule", "fee_items"},
		"severe": {"locked_in"}, "m6": {"locked_in"}, "part": {"housed", "workforce"},
	}
	if diff := cmp.Diff(want, reads); diff != "" {
		t.Error(diff)
	}
	if den := p.Den(nodeOf(t, p, "part")); den != 30_000 {
		t.Errorf("the denominator is %d, want 30000", den)
	}
	if _, ok := p.Node("nothing"); ok {
		t.Error("a node is found that does not exist")
	}
	if _, ok := p.Slot("nothing"); ok {
		t.Error("a question is found that does not exist")
	}
}

func TestHiddenQuestions(t *testing.T) {
	t.Parallel()
	p := gated(t)
	run := p.NewRun()
	rule, _ := declaration("agent_rule")
	months, _ := declaration("fee_months")
	for _, c := range []struct {
		name, answers, reader string
		rule, months          bool
	}{
		{"an unknown gate shows", "agent_rule=step0 fee_months=3", "true", true, true},
		{"a closed gate hides, and what reads the hidden question is not applicable", "agents_used=no", "na", false, true},
		{"an answer given while hidden is not read", "agent_rule=step1 fee_items=ticket", "na", false, false},
		{"an open gate brings the answers back", "agents_used=yes", "true", true, true},
		{"a gate can close by the answer behind another", "agent_rule=step4", "false", true, false},
		{"a gate that is not applicable hides", "agents_used=na", "na", false, false},
	} {
		give(t, p, run, c.answers)
		run.Update()
		if got := truthName(run.Truth(nodeOf(t, p, "reader"))); got != c.reader {
			t.Errorf("%s: the reader is %s, want %s", c.name, got, c.reader)
		}
		if run.Applies(rule) != c.rule || run.Applies(months) != c.months {
			t.Errorf("%s: the questions apply: %v and %v, want %v and %v", c.name, run.Applies(rule), run.Applies(months), c.rule, c.months)
		}
	}
	slot, _ := p.Slot("agent_rule")
	if got := run.Raw(slot); got != (rules.Slot{N: 4, State: rules.Known}) {
		t.Errorf("the hidden answer is kept as %v, want step4", got)
	}
	if got := run.Slot(slot); got != (rules.Slot{State: rules.NotApplicable}) {
		t.Errorf("the hidden answer is seen as %v, want not applicable", got)
	}
}

func TestForce(t *testing.T) {
	t.Parallel()
	p := gated(t)
	run := p.NewRun()
	give(t, p, run, "locked_in=no")
	run.Update()
	finding, severe := nodeOf(t, p, "finding:locked"), nodeOf(t, p, "severe")
	outcome := func() [2]string { return [2]string{truthName(run.Truth(finding)), truthName(run.Truth(severe))} }
	if got := outcome(); got != [2]string{"false", "false"} {
		t.Fatalf("at first: %v", got)
	}
	run.Force(finding, rules.True)
	run.Update()
	if got := outcome(); got != [2]string{"true", "true"} {
		t.Errorf("held open: %v", got)
	}
	if got := run.Because(severe); got != nil {
		t.Errorf("a finding held open from outside has the answers %v as its reason", got)
	}
	if got := run.Explain(severe, "en", ids{}); got != "True: decided outside the answers." {
		t.Errorf("held open: %s", got)
	}
	give(t, p, run, "locked_in=many")
	run.Force(finding, rules.False)
	run.Update()
	if got := outcome(); got != [2]string{"false", "false"} {
		t.Errorf("voided: %v", got)
	}
	run.Release(finding)
	run.Update()
	if got := outcome(); got != [2]string{"true", "true"} {
		t.Errorf("released: %v", got)
	}
	if diff := cmp.Diff([]string{"locked_in"}, run.Because(severe)); diff != "" {
		t.Error(diff)
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, condition, answers string
		because, waiting         []string
	}{
		{"all sides of and", `agents_used == "yes" and yes(locked_in)`, "agents_used=yes locked_in=few", []string{"agents_used", "locked_in"}, nil},
		{"the true sides of or", `agents_used == "yes" or yes(locked_in) or housed > 2`, "agents_used=no locked_in=few housed=3", []string{"locked_in", "housed"}, nil},
		{"the false side under not", `not (agents_used == "yes" and housed > 2)`, "agents_used=no housed=3", []string{"agents_used"}, nil},
		{"all questions of a number", `housed + count(settings) > 2`, "housed=2 settings=sea", []string{"settings", "housed"}, nil},
		{"the unknown side of and", `agents_used == "yes" and yes(locked_in)`, "agents_used=yes", nil, []string{"locked_in"}},
		{"not what is settled", `(agents_used == "yes" and housed > 1) or yes(locked_in)`, "agents_used=no", nil, []string{"locked_in"}},
		{"not what does not apply", `housed > 2 and fee_months > 2`, "housed=na", nil, []string{"fee_months"}},
		{"the unknown question of a number", `housed + count(settings) > 2`, "housed=2", nil, []string{"settings"}},
		{"a table with a missing cell", `cell(overtime, "week") > 2`, "overtime=known overtime.day=3", nil, []string{"overtime"}},
		{"nothing for a share of nothing", `share(housed, fee_months) > 2`, "housed=2 fee_months=0", nil, nil},
		{"nothing when no part matters any more", `share(housed, fee_months) > 2`, "fee_months=0", nil, nil},
		{"nothing for a false condition", `housed > 2`, "housed=1", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Condition("it", c.condition)
			p := built(t, b)
			run := p.NewRun()
			give(t, p, run, c.answers)
			run.Update()
			n := nodeOf(t, p, "it")
			if diff := cmp.Diff(c.because, run.Because(n)); diff != "" {
				t.Error("because", diff)
			}
			if diff := cmp.Diff(c.waiting, run.WaitingFor(n)); diff != "" {
				t.Error("waiting for", diff)
			}
		})
	}
}

func TestUpdateDoesNotAllocate(t *testing.T) {
	p, run := benchProgram(t)
	slot, _ := p.Slot("housed")
	value := int64(0)
	if n := testing.AllocsPerRun(50, func() {
		value ^= 10_000
		run.Set(slot, rules.Slot{N: value, State: rules.Known})
		run.Update()
		run.Dirty()
		run.Update()
	}); n != 0 {
		t.Errorf("an update allocates %v times", n)
	}
}
