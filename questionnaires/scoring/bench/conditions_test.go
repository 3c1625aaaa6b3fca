package bench

import (
	"math/rand/v2"
	"testing"

	"cel.dev/cel-go/common/types"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func TestAllSidesAgreeOnCompleteCompanies(t *testing.T) {
	t.Parallel()
	def := definition(t)
	program := openProgram(t, def)
	for _, company := range companies() {
		t.Run(company, func(t *testing.T) {
			t.Parallel()
			compared, unknown := samePeers(t, def, program, slotsOf(def, answersOf(t, def, company), true))
			if compared < 180 || unknown > 20 {
				t.Errorf("%d conditions compared, %d unknown", compared, unknown)
			}
		})
	}
}

// samePeers compares every condition; what is unknown on a complete sheet is the share of nothing.
func samePeers(t *testing.T, def *questionnaires.Definition, program *rules.Program, raw []rules.Slot) (compared, unknown int) {
	t.Helper()
	list := expressions(def, program)
	run := runOf(program, raw)
	vm := newExprSheet(t, def, list, raw)
	common := newCelSheet(t, def, list, raw)
	for n := range list {
		if _, ok := vm.results[n].(bool); !ok {
			continue
		}
		want := run.Truth(rules.Node(n))
		if want == rules.TruthUnknown {
			unknown++
			continue
		}
		compared++
		if got := vm.results[n]; got != (want == rules.True) {
			t.Errorf("%s: expr says %v, the rules say %v", list[n].id, got, want)
		}
		if got := common.results[n]; got != types.Bool(want == rules.True) {
			t.Errorf("%s: cel says %v, the rules say %v", list[n].id, got, want)
		}
	}
	return compared, unknown
}

func TestConditionsByHandAgreeOnFourValues(t *testing.T) {
	def := definition(t)
	for _, company := range companies() {
		sameByHand(t, def, slotsOf(def, answersOf(t, def, company), false))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		sameByHand(t, def, randomSlots(def, random))
	}
}

func sameByHand(t *testing.T, def *questionnaires.Definition, raw []rules.Slot) {
	t.Helper()
	run := runOf(def.Program, raw)
	for _, conditions := range [][]handCondition{handFunctions(), handClosures()} {
		hand := newHandSheet(def, raw, conditions)
		hand.evaluate()
		for n, c := range hand.conditions {
			node := rules.Node(n)
			if c.test != nil && rules.Truth(hand.slots[c.slot].N) != run.Truth(node) {
				t.Errorf("%s: by hand %v, the rules say %v", def.Program.NodeID(node), hand.slots[c.slot].N, run.Truth(node))
			}
			if c.number != nil && hand.slots[c.slot] != run.Number(node) {
				t.Errorf("%s: by hand %v, the rules say %v", def.Program.NodeID(node), hand.slots[c.slot], run.Number(node))
			}
		}
	}
}

// randomSlots answers about two questions of three at random.
func randomSlots(def *questionnaires.Definition, random *rand.Rand) []rules.Slot {
	raw := make([]rules.Slot, def.Program.Slots())
	for _, d := range def.Declarations() {
		first, _ := def.Program.Slot(d.ID)
		for slot := first; slot <= first+len(d.Rows)*len(d.Columns); slot++ {
			if random.IntN(3) == 0 {
				continue
			}
			v := rules.Slot{State: rules.Known}
			switch {
			case d.Kind == rules.Single:
				v.N = random.Int64N(int64(len(d.Options)))
			case d.Kind == rules.Multiple:
				v.N = 1 + random.Int64N(1<<len(d.Options)-1)
			case d.Kind == rules.Number || slot > first:
				v.N = int64(d.Min) + random.Int64N(min(int64(d.Max-d.Min), 100*int64(rules.One))+1)/int64(rules.One)*int64(rules.One)
			}
			raw[slot] = v
		}
	}
	return raw
}

func BenchmarkConditions(b *testing.B) {
	def := definition(b)
	answers := answersOf(b, def, "palm-estate")
	actual, complete := slotsOf(def, answers, false), slotsOf(def, answers, true)
	open := openProgram(b, def)
	list := expressions(def, open)
	b.Run("rules", func(b *testing.B) {
		run := runOf(def.Program, actual)
		b.ReportAllocs()
		for b.Loop() {
			run.Dirty()
			run.Update()
		}
	})
	b.Run("hand-closures", func(b *testing.B) {
		hand := newHandSheet(def, actual, handClosures())
		b.ReportAllocs()
		for b.Loop() {
			hand.evaluate()
		}
	})
	b.Run("hand-functions", func(b *testing.B) {
		hand := newHandSheet(def, actual, handFunctions())
		b.ReportAllocs()
		for b.Loop() {
			hand.evaluate()
		}
	})
	b.Run("rules-complete", func(b *testing.B) {
		run := runOf(open, complete)
		b.ReportAllocs()
		for b.Loop() {
			run.Dirty()
			run.Update()
		}
	})
	b.Run("expr-complete", func(b *testing.B) {
		sheet := newExprSheet(b, def, list, complete)
		b.ReportAllocs()
		for b.Loop() {
			sheet.evaluate(b)
		}
	})
	b.Run("cel-complete", func(b *testing.B) {
		sheet := newCelSheet(b, def, list, complete)
		b.ReportAllocs()
		for b.Loop() {
			sheet.evaluate(b)
		}
	})
}
