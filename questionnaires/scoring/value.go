package scoring

import (
	"math/bits"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// outcome says whether an answer gave a value.
type outcome uint8

const (
	noValue    outcome = iota // unanswered, or a condition before the deciding one is unknown
	hasValue                  // the value counts
	notCounted                // taken out of the sums by a case
)

// valueOf is the severity or answer value of an item from its effective slots.
func valueOf(run *rules.Run, it *item) (rules.Decimal, outcome) {
	slot := run.Slot(it.slot)
	if slot.State != rules.Known {
		return 0, noValue
	}
	switch it.combine {
	case questionnaires.CombineOptions:
		return it.options[slot.N], hasValue
	case questionnaires.CombineWorst, questionnaires.CombineSum, questionnaires.CombineCount:
		return combined(it, uint64(slot.N)), hasValue //nolint:gosec // a set of at most 63 bits
	case questionnaires.CombineBands:
		return banded(run, it, slot.N)
	case questionnaires.CombineCases:
		return decided(run, it.cases)
	}
	return rules.Decimal(slot.N), hasValue // a context item: its slot holds the severity itself
}

// combined is the value of several ticked options.
func combined(it *item, ticked uint64) rules.Decimal {
	switch it.combine {
	case questionnaires.CombineCount:
		return inBands(it.bands, rules.Decimal(bits.OnesCount64(ticked&^it.none))*rules.One)
	case questionnaires.CombineSum:
		var sum rules.Decimal
		for t := ticked; t != 0; t &= t - 1 {
			sum += it.options[bits.TrailingZeros64(t)]
		}
		return min(sum, rules.One)
	default:
		worst := it.options[bits.TrailingZeros64(ticked)]
		for t := ticked; t != 0; t &= t - 1 {
			v := it.options[bits.TrailingZeros64(t)]
			if (it.kind == exposureItem) == (v > worst) {
				worst = v
			}
		}
		return worst
	}
}

func banded(run *rules.Run, it *item, n int64) (rules.Decimal, outcome) {
	if !it.measured {
		return inBands(it.bands, rules.Decimal(n)), hasValue
	}
	m := run.Number(it.measure)
	if m.State != rules.Known {
		return 0, noValue
	}
	for _, b := range it.bands {
		if b.Last || m.N*int64(rules.One) < int64(b.Below)*it.den {
			return b.Value, hasValue
		}
	}
	return 0, noValue
}

func inBands(bands []questionnaires.Band, n rules.Decimal) rules.Decimal {
	for _, b := range bands {
		if b.Last || n < b.Below {
			return b.Value
		}
	}
	return 0
}

// decided is the value of the first true case; an unknown one before it leaves the question unanswered.
func decided(run *rules.Run, cases []caseNode) (rules.Decimal, outcome) {
	for i := range cases {
		c := &cases[i]
		if !c.last {
			switch run.Truth(c.node) {
			case rules.TruthUnknown:
				return 0, noValue
			case rules.False, rules.TruthNotApplicable:
				continue
			case rules.True:
			}
		}
		if c.na {
			return 0, notCounted
		}
		return c.value, hasValue
	}
	return 0, noValue
}
