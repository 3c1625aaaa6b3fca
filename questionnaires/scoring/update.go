package scoring

import (
	"math/bits"

	"tuntas/questionnaires/rules"
)

// update evaluates what changed and moves the sums by the differences.
func (s *Sheet) update() {
	for _, n := range s.run.Update() {
		switch f := s.m.feeds[n]; f.kind {
		case feedsItem:
			s.mark(f.index)
		case feedsFinding:
			s.moveFinding(n, &s.m.findings[f.index])
		case feedsRule:
			s.moveRule(n, &s.m.rules[f.index])
		case feedsNothing:
		}
	}
	for _, i := range s.run.ChangedQuestions() {
		s.mark(int(i))
	}
	for _, i := range s.dirty {
		s.marked[i] = false
		s.refresh(i)
	}
	s.dirty = s.dirty[:0]
	s.compute()
}

func (s *Sheet) moveFinding(n rules.Node, f *finding) {
	was, is := s.truth[n], s.run.Truth(n)
	s.truth[n] = is
	if was == is {
		return
	}
	s.count(f, was, -1)
	s.count(f, is, +1)
}

func (s *Sheet) count(f *finding, t rules.Truth, by int) {
	switch t {
	case rules.True:
		s.open[f.class] += by
		s.shifted |= f.signs
		for set := f.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].admissions += by
		}
	case rules.TruthUnknown:
		s.pending[f.class] += by
		for set := f.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].waiting += by
		}
	case rules.False, rules.TruthNotApplicable:
	}
}

func (s *Sheet) moveRule(n rules.Node, r *consistency) {
	was, is := s.truth[n], s.run.Truth(n)
	s.truth[n] = is
	s.shifted |= r.signs
	if was == rules.True {
		s.points -= r.points
	}
	if is == rules.True {
		s.points += r.points
	}
	for set := r.signs; set != 0; set &= set - 1 {
		t := &s.tallies[bits.TrailingZeros32(set)]
		t.documents += truthIs(is, rules.True) - truthIs(was, rules.True)
		t.waiting += truthIs(is, rules.TruthUnknown) - truthIs(was, rules.TruthUnknown)
	}
}

func truthIs(t, want rules.Truth) int {
	if t == want {
		return 1
	}
	return 0
}

// refresh computes one item again and moves the sums by the difference.
func (s *Sheet) refresh(i int) {
	it, in := &s.m.items[i], s.in[i]
	was, is := s.out[i], s.outputOf(i, it, in)
	if was == is {
		return
	}
	s.out[i] = is
	s.verdicts += int64(is.points) - int64(was.points)
	switch it.kind {
	case controlItem:
		s.add(it, was, -1)
		s.add(it, is, +1)
		s.boast(it, was, -1)
		s.boast(it, is, +1)
	case exposureItem:
		s.stale[it.factor] = true
		s.exposed += exposed(is) - exposed(was)
		s.known += told(is) - told(was)
	case signItem:
	}
	if it.basic {
		missing := missingControl(is) - missingControl(was)
		s.shifted |= it.signs
		for set := it.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].controls += missing
		}
	}
}

// outputOf is the item as it counts: its state, value and evidence. Section 4 of the scoring model.
func (s *Sheet) outputOf(i int, it *item, in input) output {
	out := output{placed: true, state: in.state}
	if !s.run.Applies(i) {
		out.state = derived
		return out
	}
	if in.state == accepted {
		return out
	}
	value, got := rules.Decimal(0), noValue
	if in.state == answered || in.state == inProgress {
		if it.kind == signItem {
			out.answered = s.run.Slot(it.slot).State == rules.Known
			return out
		}
		value, got = valueOf(s.run, it)
	}
	switch got {
	case notCounted:
		out.state = derived
		return out
	case noValue:
		if in.state == answered || in.state == inProgress {
			out.state = unanswered
		}
		if it.kind == exposureItem {
			out.value = it.worst
		}
		return out
	case hasValue:
	}
	out.answered, out.level, out.points = true, in.level, in.points()
	out.value = s.afterVerdict(it, in, value)
	return out
}

// afterVerdict is the value after the evaluator's verdict and the item's default.
func (s *Sheet) afterVerdict(it *item, in input, value rules.Decimal) rules.Decimal {
	if in.contradicts && !in.verified {
		if it.kind == exposureItem {
			return it.worst
		}
		return 0
	}
	if len(it.defaults) > 0 && in.level < 1 {
		d, got := decided(s.run, it.defaults)
		if got == noValue {
			d = it.worst
		}
		return max(value, d)
	}
	return value
}

// add puts a control question into the sums, or takes it out again.
func (s *Sheet) add(it *item, o output, sign int64) {
	if !o.placed {
		return
	}
	w := sign * it.weight
	switch o.state {
	case derived:
		return
	case accepted:
		s.excluded[it.domain] += w
		return
	default:
	}
	e := int64(s.m.def.Model.Evidence[o.level].Factor)
	a := int64(o.value)
	c := &s.cells[it.cell]
	s.moved |= 1 << it.domain
	c.weight += w
	c.sums[scored] += w * a * e
	c.sums[believed] += w * a * int64(rules.One)
	s.weight += w
	s.told += w * told(o)
	if it.core || !s.m.anyCore {
		s.core += w
	}
	if o.answered {
		s.proof += w * e
	}
	if o.answered && o.level >= 3 {
		c.sums[verified] += w * a * e
		if it.core || !s.m.anyCore {
			s.checked += w
		}
	}
}

// told is 2 for an answer, 1 for "not known yet", 0 for none.
func told(o output) int64 {
	switch {
	case o.answered:
		return 2
	case o.state == notKnown:
		return 1
	default:
		return 0
	}
}

func exposed(o output) int64 {
	if !o.placed || o.state == accepted || o.state == derived {
		return 0
	}
	return 1
}

// missingControl is 1 for an applicable control with a = 0, for any reason.
func missingControl(o output) int {
	if !o.placed || o.state == accepted || o.state == derived || o.value > 0 {
		return 0
	}
	return 1
}

// boast counts what the rule against spotless, unproven answers needs.
func (s *Sheet) boast(it *item, o output, sign int64) {
	if !o.placed || o.state == accepted || o.state == derived {
		return
	}
	if o.level > 0 {
		s.proven += sign
	}
	if it.question.Ladder {
		s.ladders += sign
		if o.answered && o.value >= threeQuarters {
			s.highLadders += sign
		}
	}
}

const threeQuarters = 3 * rules.One / 4
