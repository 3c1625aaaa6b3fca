package rules_test

import (
	"slices"
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/google/go-cmp/cmp"
)

// conditionCase is a condition, the answers it reads, and its outcome.
type conditionCase struct{ name, condition, answers, want string }

// choiceCases read questions with options.
var choiceCases = []conditionCase{
	{"a literal needs no answer", `true`, "", "true"},
	{"a literal can be turned round", `!true`, "", "false"},
	{"the option that was chosen", `agents_used == "yes"`, "agents_used=yes", "true"},
	{"another option was chosen", `agents_used == "yes"`, "agents_used=no", "false"},
	{"the code may stand first", `"yes" == agents_used`, "agents_used=yes", "true"},
	{"not this option", `agents_used != "yes"`, "agents_used=no", "true"},
	{"an unanswered question is unknown", `agents_used == "yes"`, "", "unknown"},
	{"a question that is not applicable", `agents_used != "yes"`, "agents_used=na", "na"},
	{"one of a list", `locked_in in ["many", "fixed"]`, "locked_in=fixed", "true"},
	{"none of a list", `locked_in in ["many", "fixed"]`, "locked_in=no", "false"},
	{"not in", `locked_in not in ["many", "fixed"]`, "locked_in=no", "true"},
	{"in of a question that is not applicable", `locked_in not in ["many", "fixed"]`, "locked_in=na", "na"},
	{"yes is many", `yes(locked_in)`, "locked_in=many", "true"},
	{"yes is few", `yes(locked_in)`, "locked_in=few", "true"},
	{"fixed is not yes", `yes(locked_in)`, "locked_in=fixed", "false"},
	{"a step of a ladder", `level(agent_rule) <= 1`, "agent_rule=step1", "true"},
	{"a higher step of a ladder", `level(agent_rule) <= 1`, "agent_rule=step2", "false"},
	{"a ladder can be compared with an option", `agent_rule == "step2"`, "agent_rule=step2", "true"},
	{"any of several", `any(fee_items, "ticket", "tools")`, "fee_items=agency,tools", "true"},
	{"none of several", `any(fee_items, "ticket", "tools")`, "fee_items=agency", "false"},
	{"the option that excludes the others can be read", `any(fee_items, "none")`, "fee_items=none", "true"},
	{"any of an unanswered question", `any(fee_items, "none")`, "", "unknown"},
	{"any of a question that is not applicable", `not any(fee_items, "none")`, "fee_items=na", "na"},
	{"count does not count the option that excludes the others", `count(fee_items) == 0`, "fee_items=none", "true"},
	{"count counts the others", `count(fee_items) >= 2`, "fee_items=ticket,tools", "true"},
	{"count without such an option", `count(settings) == 3`, "settings=town,camp,sea", "true"},
	{"count of nothing ticked", `count(settings) < 1`, "settings=na", "na"},
	{"count is not a fraction", `count(settings) > 1.5`, "settings=town,camp", "true"},
	{"count is not a fraction, from below", `count(settings) < 1.5`, "settings=town,camp", "false"},
}

// numberCases read numbers.
var numberCases = []conditionCase{
	{"a number below", `housed < 12.5`, "housed=12.4999", "true"},
	{"a number at the bound", `housed < 12.5`, "housed=12.5", "false"},
	{"a number at most", `housed <= 12.5`, "housed=12.5", "true"},
	{"a number above", `housed > 12.5`, "housed=12.5001", "true"},
	{"a number at least", `housed >= 12.5`, "housed=12.4999", "false"},
	{"a number equal", `housed == .5`, "housed=0.5", "true"},
	{"a number different", `housed != 0.5`, "housed=0.5", "false"},
	{"the literal may stand first", `3 < housed`, "housed=4", "true"},
	{"a negative number", `balance < -2.5`, "balance=-3", "true"},
	{"a negated number", `-balance > 2.5`, "balance=-3", "true"},
	{"two numbers", `housed > fee_months`, "housed=2 fee_months=1.9999", "true"},
	{"one of two numbers is unknown", `housed > fee_months`, "housed=2", "unknown"},
	{"one of two numbers is not applicable", `housed > fee_months`, "housed=2 fee_months=na", "na"},
	{"unknown outranks not applicable", `housed > fee_months`, "fee_months=na", "unknown"},
	{"addition", `housed + fee_months == 3.5`, "housed=2 fee_months=1.5", "true"},
	{"subtraction below zero", `housed - fee_months < -1`, "housed=2 fee_months=3.5", "true"},
	{"multiplication", `housed * 1.5 == 3`, "housed=2", "true"},
	{"multiplication from the left", `-1.5 * housed == -3`, "housed=2", "true"},
	{"division is exact", `housed / 3 * 3 == 1`, "housed=1", "true"},
	{"division by a negative number", `housed / -4 == -0.25`, "housed=1", "true"},
	{"a third is not .3333", `housed / 3 > 0.3333`, "housed=1", "true"},
	{"ten per cent apart", `sum(workforce) * 10 < housed * 9`, "workforce=known workforce.daily.men=89 housed=100", "true"},
}

// tableCases read tables, shares and what is written out over many questions.
var tableCases = []conditionCase{
	{"a cell", `cell(workforce, "daily", "men") == 4`, "workforce=known workforce.daily.men=4", "true"},
	{"a missing cell of counts is zero", `cell(workforce, "daily", "women") == 0`, "workforce=known", "true"},
	{"a cell of an unanswered table is unknown", `cell(workforce, "daily", "women") == 0`, "workforce.daily.women=2", "unknown"},
	{"a cell of a table that is not applicable", `cell(workforce, "daily", "women") == 0`, "workforce=na", "na"},
	{"a cell of a table with one column", `cell(overtime, "week") > 18`, "overtime=known overtime.week=18.5", "true"},
	{"a missing cell of hours is unknown", `cell(overtime, "week") > 18`, "overtime=known overtime.day=4", "unknown"},
	{"the sum of a table", `sum(workforce) == 10`, "workforce=known workforce.daily.men=4 workforce.crew.women=6", "true"},
	{"the sum of a row", `sum(workforce, "daily") == 5`, "workforce=known workforce.daily.men=4 workforce.daily.women=1 workforce.crew.men=9", "true"},
	{"the sum of a column", `sum(workforce, "women") == 7`, "workforce=known workforce.daily.women=1 workforce.crew.women=6 workforce.crew.men=9", "true"},
	{"the sum with a missing cell of hours is unknown", `sum(overtime) > 1`, "overtime=known overtime.day=4", "unknown"},
	{"a share", `share(housed, fee_months) == 50`, "housed=1 fee_months=2", "true"},
	{"a share is rounded half up to a ten-thousandth", `share(housed, fee_months) == 66.6667`, "housed=2 fee_months=3", "true"},
	{"a share of nothing is unknown", `share(housed, fee_months) > 30`, "housed=2 fee_months=0", "unknown"},
	{"nothing's share of nothing is unknown", `share(housed, fee_months) > 30`, "housed=0 fee_months=0", "unknown"},
	{"a share of what is not applicable", `share(housed, fee_months) > 30`, "housed=na fee_months=0", "na"},
	{"a negative share is rounded up", `share(balance, fee_months) == -66.6667`, "balance=-2 fee_months=3", "true"},
	{"something was put right", `fixed_any()`, "locked_in=fixed", "true"},
	{"nothing was put right", `fixed_any()`, "locked_in=no", "false"},
	{"something was confirmed", `checked_any()`, "locked_in=no fee_items=none_checked", "true"},
	{"something may still be confirmed", `checked_any()`, "locked_in=no", "unknown"},
	{"nothing was confirmed among what applies", `checked_any()`, "locked_in=no fee_items=na", "na"},
}

func TestConditions(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(choiceCases, numberCases, tableCases) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Condition("it", c.condition)
			p := built(t, b)
			run := p.NewRun()
			give(t, p, run, c.answers)
			run.Update()
			if got := truthName(run.Truth(nodeOf(t, p, "it"))); got != c.want {
				t.Errorf("%s with %q is %s, want %s", c.condition, c.answers, got, c.want)
			}
		})
	}
}

func TestConnectives(t *testing.T) {
	t.Parallel()
	answers := map[string]string{"true": "yes", "false": "no", "na": "na", "unknown": "?"}
	for _, c := range []struct{ left, right, and, or string }{
		{"true", "true", "true", "true"},
		{"true", "false", "false", "true"},
		{"true", "na", "na", "true"},
		{"true", "unknown", "unknown", "true"},
		{"false", "false", "false", "false"},
		{"false", "na", "false", "na"},
		{"false", "unknown", "false", "unknown"},
		{"na", "na", "na", "na"},
		{"na", "unknown", "unknown", "unknown"},
		{"unknown", "unknown", "unknown", "unknown"},
	} {
		t.Run(c.left+" with "+c.right, func(t *testing.T) {
			t.Parallel()
			b, err := rules.NewBuilder([]rules.Declaration{
				{ID: "a", Kind: rules.Single, Options: []string{"no", "yes"}},
				{ID: "b", Kind: rules.Single, Options: []string{"no", "yes"}},
			})
			if err != nil {
				t.Fatal(err)
			}
			b.Derive("x", `a == "yes"`)
			b.Derive("y", `b == "yes"`)
			for id, source := range map[string]string{
				"and": "x and y", "and, turned": "y && x", "or": "x or y", "or, turned": "y || x",
				"three": "x and y and x", "any of three": "y or x or y", "not": "not x",
			} {
				b.Condition(id, source)
			}
			p := built(t, b)
			run := p.NewRun()
			for question, outcome := range map[string]string{"a": c.left, "b": c.right} {
				slot, _ := p.Slot(question)
				run.Set(slot, slotOf(t, rules.Declaration{Kind: rules.Single, Options: []string{"no", "yes"}}, answers[outcome]))
			}
			run.Update()
			turned := map[string]string{"true": "false", "false": "true", "na": "na", "unknown": "unknown"}
			got := map[string]string{}
			for _, id := range []string{"and", "and, turned", "or", "or, turned", "three", "any of three", "not"} {
				got[id] = truthName(run.Truth(nodeOf(t, p, id)))
			}
			want := map[string]string{
				"and": c.and, "and, turned": c.and, "or": c.or, "or, turned": c.or,
				"three": c.and, "any of three": c.or, "not": turned[c.left],
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, measure, answers string
		want                   rules.Slot
		den                    int64
	}{
		{"a count is whole", `count(fee_items)`, "fee_items=ticket,tools", rules.Slot{N: 2, State: rules.Known}, 1},
		{"a number has ten-thousandths", `housed`, "housed=1.5", rules.Slot{N: 15000, State: rules.Known}, 10000},
		{"a share has ten-thousandths of a point", `share(housed, 7)`, "housed=1", rules.Slot{N: 142857, State: rules.Known}, 10000},
		{"half a ten-thousandth is rounded up", `share(housed, 2000000)`, "housed=1", rules.Slot{N: 1, State: rules.Known}, 10000},
		{"division widens the denominator", `housed / 3`, "housed=1", rules.Slot{N: 10000, State: rules.Known}, 30000},
		{"a common denominator", `count(fee_items) / 2 + count(settings) / 3`, "fee_items=ticket settings=sea", rules.Slot{N: 5, State: rules.Known}, 6},
		{"unknown", `housed + 1`, "", rules.Slot{}, 10000},
		{"not applicable", `housed + 1`, "housed=na", rules.Slot{State: rules.NotApplicable}, 10000},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Measure("it", c.measure)
			p := built(t, b)
			run := p.NewRun()
			give(t, p, run, c.answers)
			run.Update()
			n := nodeOf(t, p, "it")
			if got := run.Number(n); got != c.want || p.Den(n) != c.den {
				t.Errorf("%s with %q is %v over %d, want %v over %d", c.measure, c.answers, got, p.Den(n), c.want, c.den)
			}
		})
	}
}
