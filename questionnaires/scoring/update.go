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
	if was != is {
		s.count(f, was, -1)
		s.count(f, is, +1)
	}
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
	if was != is {
		s.countRule(r, was, -1)
		s.countRule(r, is, +1)
	}
}

func (s *Sheet) countRule(r *consistency, t rules.Truth, by int) {
	switch t {
	case rules.True:
		s.points += int64(by) * r.points
		s.shifted |= r.signs
		for set := r.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].documents += by
		}
	case rules.TruthUnknown:
		for set := r.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].waiting += by
		}
	case rules.False, rules.TruthNotApplicable:
	}
}

// rescore evaluates everything and fills the empty sums.
func (s *Sheet) rescore() {
	s.run.Dirty()
	s.run.Update()
	for i := range s.m.findings {
		f := &s.m.findings[i]
		t := s.run.Truth(f.node)
		s.truth[f.node] = t
		s.count(f, t, +1)
	}
	for i := range s.m.rules {
		r := &s.m.rules[i]
		t := s.run.Truth(r.node)
		s.truth[r.node] = t
		s.countRule(r, t, +1)
	}
	for i := range s.m.items {
		it := &s.m.items[i]
		o := s.outputOf(i, it, &s.in[i])
		s.out[i] = o
		s.enter(it, o, +1)
	}
	for _, i := range s.dirty {
		s.marked[i] = false
	}
	s.dirty = s.dirty[:0]
	s.compute()
}

// refresh computes one item again and moves the sums by the difference.
func (s *Sheet) refresh(i int) {
	it, was := &s.m.items[i], s.out[i]
	is := s.outputOf(i, it, &s.in[i])
	if was == is {
		return
	}
	s.out[i] = is
	s.enter(it, was, -1)
	s.enter(it, is, +1)
}

// enter puts an item into the sums and tallies, or takes it out again.
func (s *Sheet) enter(it *item, o output, sign int64) {
	s.verdicts += sign * int64(o.points())
	applies := o.state != accepted && o.state != derived
	switch {
	case it.kind == exposureItem:
		s.stale |= 1 << it.factor
		s.known += sign * told(o)
		if applies {
			s.exposed += sign
		}
	case it.kind == controlItem && applies:
		s.add(it, o, sign)
	case it.kind == controlItem && o.state == accepted:
		s.excluded[it.domain] += sign * it.weight
	}
	if it.basic && applies && o.value == 0 {
		s.shifted |= it.signs
		for set := it.signs; set != 0; set &= set - 1 {
			s.tallies[bits.TrailingZeros32(set)].controls += int(sign)
		}
	}
}

// outputOf is the item as it counts: its state, value and evidence. Section 4 of the scoring model.
func (s *Sheet) outputOf(i int, it *item, in *input) output {
	out := output{told: silent, state: in.state}
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
			if s.run.Slot(it.slot).State == rules.Known {
				out.told = full
			}
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
	out.told, out.proof = full, proofOf(in.level, in.points())
	out.value = s.afterVerdict(it, in, value)
	return out
}

// afterVerdict is the value after the evaluator's verdict and the item's default.
func (s *Sheet) afterVerdict(it *item, in *input, value rules.Decimal) rules.Decimal {
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

// add puts an applicable control question into the sums, or takes it out again.
func (s *Sheet) add(it *item, o output, sign int64) {
	w := sign * it.weight
	e := s.m.earns[o.level()]
	a := int64(o.value)
	c := &s.cells[it.cell]
	s.moved |= 1 << it.domain
	c.stale = true
	c.weight += w
	c.sums[scored] += w * a * e
	c.sums[believed] += w * a * int64(rules.One)
	s.weight += w
	s.told += w * told(o)
	if it.core {
		s.core += w
	}
	if it.ladder {
		s.ladders += sign
	}
	if o.told != full {
		return
	}
	s.proof += w * e
	if o.level() > 0 {
		s.proven += sign
	}
	if o.level() >= 3 {
		c.sums[verified] += w * a * e
		if it.core {
			s.checked += w
		}
	}
	if it.ladder && o.value >= threeQuarters {
		s.highLadders += sign
	}
}

// told is 2 for an answer, 1 for "not known yet", 0 for none.
func told(o output) int64 {
	switch {
	case o.told == full:
		return 2
	case o.state == notKnown:
		return 1
	default:
		return 0
	}
}

// missingControl reports whether an item is an applicable control with a = 0, for any reason.
func missingControl(o output) bool {
	return o.told != absent && o.state != accepted && o.state != derived && o.value == 0
}

const threeQuarters = 3 * rules.One / 4
