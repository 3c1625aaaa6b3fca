package bench

import (
	"slices"
	"testing"
	"time"

	"tuntas/questionnaires/scoring"
)

// BenchmarkSideBySide measures all sides in turns of a few runs each and reports the median turn of each side in ns, so
// that whatever else the machine does at the time falls on all of them alike.
//
// "conditions" is every condition of the palm estate once. "scoring" is one full scoring without trace; since what is
// scored around the conditions is the same on all sides, a peer's scoring is ours, less our conditions, plus its own
// conditions. Ours and the conditions by hand read the estate's real answers with their four values; expr and cel have two
// values and read the same answers completed, and so do ours when compared with them. "closures" are conditions by hand
// put together from closures, as ours are; "functions" are one straight function for each, which no engine that reads its
// conditions at run time can be.
func BenchmarkSideBySide(b *testing.B) {
	def := definition(b)
	answers := answersOf(b, def, "palm-estate")
	actual, complete := slotsOf(def, answers, false), slotsOf(def, answers, true)
	open := openProgram(b, def)
	list := expressions(def, open)
	sheet := sheetOf(b, def, "palm-estate")
	run, openRun := runOf(def.Program, actual), runOf(open, complete)
	closures, functions := newHandSheet(def, actual, handClosures()), newHandSheet(def, actual, handFunctions())
	vm, common := newExprSheet(b, def, list, complete), newCelSheet(b, def, list, complete)
	var memory scoring.Trace
	traced, changed := sheetOf(b, def, "palm-estate"), changer(sheetOf(b, def, "palm-estate"), whatIfs(def, answers))
	sides := []*side{
		{runs: 20, once: func() { sheet.Rescore() }},
		{runs: 50, once: func() { run.Dirty(); run.Update() }},
		{runs: 50, once: closures.evaluate},
		{runs: 50, once: functions.evaluate},
		{runs: 50, once: func() { openRun.Dirty(); openRun.Update() }},
		{runs: 5, once: func() { vm.evaluate(b) }},
		{runs: 5, once: func() { common.evaluate(b) }},
		{runs: 5, once: func() { traced.Rescore(); traced.Result() }},
		{runs: 5, once: func() { traced.Rescore(); traced.ResultIn(&memory) }},
		{runs: 400, once: changed},
	}
	for b.Loop() {
		for _, s := range sides {
			begun := b.Elapsed()
			for range s.runs {
				s.once()
			}
			s.turns = append(s.turns, b.Elapsed()-begun)
		}
	}
	full, ours, byClosures, byFunctions := sides[0].median(), sides[1].median(), sides[2].median(), sides[3].median()
	oursComplete, expr, cel := sides[4].median(), sides[5].median(), sides[6].median()
	around := full - ours
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(ours, "conditions-ns")
	b.ReportMetric(byClosures/ours, "conditions-closures/ours")
	b.ReportMetric(byFunctions/ours, "conditions-functions/ours")
	b.ReportMetric(expr/oursComplete, "conditions-expr/ours")
	b.ReportMetric(cel/oursComplete, "conditions-cel/ours")
	b.ReportMetric(full, "scoring-ns")
	b.ReportMetric(sides[7].median()/full, "trace/scoring")
	b.ReportMetric(sides[8].median()/full, "trace-again/scoring")
	b.ReportMetric(full/sides[9].median(), "scoring/change")
	b.ReportMetric((around+byClosures)/full, "scoring-closures/ours")
	b.ReportMetric((around+byFunctions)/full, "scoring-functions/ours")
	b.ReportMetric((around+expr)/(around+oursComplete), "scoring-expr/ours")
	b.ReportMetric((around+cel)/(around+oursComplete), "scoring-cel/ours")
}

// side is one way to do the same work.
type side struct {
	runs  int
	once  func()
	turns []time.Duration
}

// median is the time of one run in ns, of the median turn.
func (s *side) median() float64 {
	slices.Sort(s.turns)
	return float64(s.turns[len(s.turns)/2]) / float64(s.runs)
}
