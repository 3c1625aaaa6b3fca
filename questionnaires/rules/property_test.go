package rules_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires/rules"
)

// TestIncrementalEqualsFull edits random sheets of random questionnaires and compares, after every edit, everything
// that can be read from the edited run with a run that evaluates all of the same answers anew.
func TestIncrementalEqualsFull(t *testing.T) {
	t.Parallel()
	for seed := range uint64(120) {
		a := newAuthor(seed)
		p := a.questionnaire(t, 24, true)
		edited, full := p.NewRun(), p.NewRun()
		a.some(t, p, edited, .7)
		if got := edited.Update(); len(got) != p.Len() {
			t.Fatalf("the first update returns %d of %d nodes", len(got), p.Len())
		}
		forced := map[rules.Node]rules.Truth{}
		for range 60 {
			a.edit(t, p, edited, forced)
			checkUpdate(t, p, edited, full, forced)
		}
	}
}

// edit changes a few answers and what is forced.
func (a *author) edit(tb testing.TB, p *rules.Program, run *rules.Run, forced map[rules.Node]rules.Truth) {
	tb.Helper()
	a.some(tb, p, run, []float64{.02, .1, .5}[a.IntN(3)])
	n := rules.Node(a.IntN(p.Len()))
	if id := p.NodeID(n); len(id) < 8 || id[:8] != "finding:" {
		return
	}
	if _, held := forced[n]; held {
		run.Release(n)
		delete(forced, n)
		return
	}
	forced[n] = rules.Truth(a.IntN(2))
	run.Force(n, forced[n])
}

// outcome is everything a run says about a node.
type outcome struct {
	truth  rules.Truth
	number rules.Slot
}

func outcomes(p *rules.Program, run *rules.Run) []outcome {
	all := make([]outcome, p.Len())
	for i := range all {
		n := rules.Node(i)
		all[i] = outcome{run.Truth(n), run.Number(n)}
	}
	return all
}

func slots(p *rules.Program, run *rules.Run) []rules.Slot {
	all := make([]rules.Slot, p.Slots())
	for i := range all {
		all[i] = run.Slot(i)
	}
	return all
}

func checkUpdate(t *testing.T, p *rules.Program, edited, full *rules.Run, forced map[rules.Node]rules.Truth) {
	t.Helper()
	before := outcomes(p, edited)
	changed := edited.Update()
	full.Reset()
	for i := range p.Slots() {
		full.Set(i, edited.Raw(i))
	}
	for n, truth := range forced {
		full.Force(n, truth)
	}
	full.Update()
	after := outcomes(p, edited)
	if !slices.Equal(after, outcomes(p, full)) {
		t.Fatal("the outcomes after an edit differ from those of a full evaluation")
	}
	if !slices.Equal(slots(p, edited), slots(p, full)) {
		t.Fatal("the effective answers after an edit differ from those of a full evaluation")
	}
	var want []rules.Node
	for i := range after {
		if after[i] != before[i] {
			want = append(want, rules.Node(i))
		}
	}
	if !slices.Equal(changed, want) {
		t.Fatalf("the update returns %v as changed, but %v changed", changed, want)
	}
	for d := range firm() {
		if edited.Applies(d) != full.Applies(d) {
			t.Fatalf("question %d applies after an edit: %v, after a full evaluation: %v", d, edited.Applies(d), full.Applies(d))
		}
	}
}

// TestChangedQuestions compares the effective answers before and after each update with what the run says about them.
func TestChangedQuestions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		a := newAuthor(1000 + seed)
		p := a.questionnaire(t, 6, true)
		run := p.NewRun()
		a.some(t, p, run, .7)
		run.Update()
		if got := run.ChangedQuestions(); len(got) != len(firm()) {
			t.Fatalf("the first update names %d of %d questions", len(got), len(firm()))
		}
		for range 60 {
			before := slots(p, run)
			a.some(t, p, run, .05)
			run.Update()
			after := slots(p, run)
			var want []int32
			index := int32(-1)
			eachSlot(t, p, func(_ rules.Declaration, slot, within int) {
				if within == 0 {
					index++
				}
				if before[slot] != after[slot] && !slices.Contains(want, index) {
					want = append(want, index)
				}
			})
			if got := run.ChangedQuestions(); !slices.Equal(got, want) {
				t.Fatalf("the run names the questions %v as changed, but %v changed", got, want)
			}
		}
	}
}

// TestPartialAnswers completes partial sheets in every way and holds the outcomes against the partial ones: as long as
// the same questions apply, true stays true and false stays false.
func TestPartialAnswers(t *testing.T) {
	t.Parallel()
	settled, completions := 0, 0
	for seed := range uint64(150) {
		a := newAuthor(2000 + seed)
		p := a.questionnaire(t, 20, true)
		partial := p.NewRun()
		a.some(t, p, partial, 1)
		open := a.forget(t, p, partial)
		partial.Update()
		complete := p.NewRun()
		complete.CopyFrom(partial)
		fill(open, complete, func() {
			complete.Update()
			if sameQuestions(partial, complete) {
				completions++
				settled += checkCompletion(t, p, partial, complete)
			}
		})
	}
	if settled < 10_000 || completions < 1_000 {
		t.Errorf("only %d outcomes on %d completions were compared", settled, completions)
	}
}

func sameQuestions(a, b *rules.Run) bool {
	for d := range firm() {
		if a.Applies(d) != b.Applies(d) {
			return false
		}
	}
	return true
}

// checkCompletion counts the settled outcomes, all of which have to stay.
func checkCompletion(t *testing.T, p *rules.Program, partial, complete *rules.Run) int {
	t.Helper()
	settled := 0
	for i := range p.Len() {
		n := rules.Node(i)
		before, after := partial.Truth(n), complete.Truth(n)
		if before > rules.True || p.NodeID(n) == "measure" || strings.HasPrefix(p.NodeID(n), "number") {
			continue
		}
		settled++
		if after != before {
			t.Fatalf("%s is %s on a partial sheet and %s on a completion", p.NodeID(n), truthName(before), truthName(after))
		}
	}
	return settled
}

// blank is a slot that was forgotten, with the answers it may have.
type blank struct {
	slot    int
	answers []int64
}

// forget takes back a few answers.
func (a *author) forget(tb testing.TB, p *rules.Program, run *rules.Run) []blank {
	tb.Helper()
	var open []blank
	eachSlot(tb, p, func(d rules.Declaration, slot, within int) {
		answers := []int64{0, 1, 2, 3, 4, 5, 6, 7}
		switch d.Kind {
		case rules.Single:
			answers = answers[:len(d.Options)]
		case rules.Multiple:
			answers = answers[1:]
		case rules.Number:
			answers = []int64{0, 15_000, 70_000}
		case rules.Table:
			answers = []int64{0}
			if within > 0 && d.BlankIsZero {
				return // such a cell is never open
			}
			if within > 0 {
				answers = []int64{0, 30_000}
			}
		default:
			return
		}
		if a.IntN(5) == 0 && len(open) < 4 {
			run.Set(slot, rules.Slot{})
			open = append(open, blank{slot, answers})
		} else if a.IntN(12) == 0 {
			run.Set(slot, rules.Slot{State: rules.NotApplicable})
		}
	})
	return open
}

// fill answers the open slots in every way.
func fill(open []blank, run *rules.Run, visit func()) {
	if len(open) == 0 {
		visit()
		return
	}
	for _, n := range open[0].answers {
		run.Set(open[0].slot, rules.Slot{N: n, State: rules.Known})
		fill(open[1:], run, visit)
	}
}

// TestBecauseSuffices takes back every answer that Because does not name; what was true stays true.
func TestBecauseSuffices(t *testing.T) {
	t.Parallel()
	checked := 0
	for seed := range uint64(60) {
		a := newAuthor(3000 + seed)
		p := a.questionnaire(t, 20, false)
		run, less := p.NewRun(), p.NewRun()
		a.some(t, p, run, .8)
		run.Update()
		for i := range p.Len() {
			n := rules.Node(i)
			if p.Den(n) != 1 || run.Truth(n) != rules.True {
				continue
			}
			checked++
			less.CopyFrom(run)
			keep := run.Because(n)
			eachSlot(t, p, func(d rules.Declaration, slot, _ int) {
				if !slices.Contains(keep, d.ID) {
					less.Set(slot, rules.Slot{})
				}
			})
			less.Update()
			if less.Truth(n) != rules.True {
				t.Fatalf("%s is true because of %v, and %s with these answers alone", p.NodeID(n), keep, truthName(less.Truth(n)))
			}
		}
	}
	if checked < 300 {
		t.Errorf("only %d true conditions were checked", checked)
	}
}

// TestWaitingForIsComplete answers every question that an unknown condition waits for, again and again: it ends known or
// not applicable, or because of a share of nothing.
func TestWaitingForIsComplete(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		a := &author{Rand: rand.New(rand.NewPCG(4000+seed, 7))}
		p := a.questionnaire(t, 20, true)
		run, answered := p.NewRun(), p.NewRun()
		a.some(t, p, run, .3)
		run.Update()
		for i := range p.Len() {
			n := rules.Node(i)
			answered.CopyFrom(run)
			for range 20 {
				a.answerAll(t, p, answered, answered.WaitingFor(n))
			}
			waiting := answered.WaitingFor(n)
			nothing := answered.Explain(n, "en", ids{}) == "Not known: a share of nothing cannot be computed."
			if len(waiting) > 0 || answered.Number(n).State == rules.Unknown && !nothing {
				t.Fatalf("%s is in state %d and waits for %v", p.NodeID(n), answered.Number(n).State, waiting)
			}
		}
	}
}

// answerAll answers the open slots of the named questions.
func (a *author) answerAll(tb testing.TB, p *rules.Program, run *rules.Run, questions []string) {
	tb.Helper()
	eachSlot(tb, p, func(d rules.Declaration, slot, within int) {
		if slices.Contains(questions, d.ID) && run.Raw(slot).State != rules.Known {
			run.Set(slot, a.answer(d, within))
		}
	})
	run.Update()
}
