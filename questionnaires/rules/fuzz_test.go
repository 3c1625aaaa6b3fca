package rules_test

import (
	"strings"
	"testing"

	"tuntas/questionnaires/rules"
)

// FuzzCompile builds any text as a condition and as a number. Nothing may crash; a fault has a sentence and a place
// inside the text; what builds is evaluated, explained and read back.
//
//	go test -run '^$' -fuzz FuzzCompile -fuzztime 10m ./questionnaires/rules
func FuzzCompile(f *testing.F) {
	for _, source := range benchConditions {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		for _, add := range []func(*rules.Builder){
			func(b *rules.Builder) { b.Condition("it", source) },
			func(b *rules.Builder) { b.Measure("it", source) },
			func(b *rules.Builder) { b.Derive("it", source) },
			func(b *rules.Builder) { b.Show("housed", source) },
		} {
			b := newBuilder(t)
			b.Derive("flag", `agents_used == "yes"`)
			b.Derive("amount", "housed * 2")
			b.Finding("f", "flag", "m1", true)
			add(b)
			p, faults := b.Build()
			if (p == nil) != (len(faults) > 0) {
				t.Fatalf("a program: %v, and %d faults", p != nil, len(faults))
			}
			for _, fault := range faults {
				lines := strings.Count(source, "\n") + 1
				if fault.Message == "" || fault.Line < 1 || fault.Line > lines || fault.Column < 1 || !strings.HasSuffix(fault.Drawing, "^") {
					t.Errorf("the fault %+v has no sentence or no place", fault)
				}
			}
			if p != nil {
				evaluate(t, p)
			}
		}
	})
}

// evaluate runs everything that can be done with a program.
func evaluate(t *testing.T, p *rules.Program) {
	t.Helper()
	a := newAuthor(1)
	run := p.NewRun()
	for _, chance := range []float64{0, .5, 1} {
		a.some(t, p, run, chance)
		run.Update()
		for i := range p.Len() {
			n := rules.Node(i)
			if p.Words(n, "id", ids{}) == "" || run.Explain(n, "en", ids{}) == "" {
				t.Errorf("%s has no words", p.NodeID(n))
			}
			if run.Truth(n) == rules.TruthUnknown {
				run.WaitingFor(n)
			}
			run.Because(n)
		}
	}
}
