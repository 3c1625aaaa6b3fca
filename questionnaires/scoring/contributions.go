package scoring

import (
	"iter"
	"slices"

	"tuntas/questionnaires/rules"
)

// contributions is the largest contributions: the points of R gained (of C for a controls-only questionnaire) if that
// one control question became a = 1 at E4. Ties stand in file order. They do not add up.
func (s *Sheet) contributions(limit int) []Contribution {
	list := make([]Contribution, 0, limit+1)
	for c := range s.gains() {
		i := len(list)
		for i > 0 && list[i-1].Gain < c.Gain {
			i--
		}
		if i < limit {
			list = slices.Insert(list, i, c)
			list = list[:min(limit, len(list))]
		}
	}
	return list
}

// Gains is the gain of every applicable control question that would gain anything, in file order.
func (s *Sheet) Gains() []Contribution {
	s.Numbers()
	return slices.AppendSeq([]Contribution{}, s.gains())
}

// gains is Gains one by one, after an update.
func (s *Sheet) gains() iter.Seq[Contribution] {
	return func(yield func(Contribution) bool) {
		for i := range s.m.items {
			it, o := &s.m.items[i], s.out[i]
			if it.kind != controlItem || o.state == derived || o.state == accepted {
				continue
			}
			if gain := s.gain(it, o, &s.numbers); gain > 0 && !yield(Contribution{Question: it.id, Gain: gain}) {
				return
			}
		}
	}
}

func (s *Sheet) gain(it *item, o output, n *Numbers) Micro {
	m := &s.m.def.Model
	e := int64(m.Evidence[o.level()].Factor)
	full := int64(rules.One) * int64(m.Evidence[len(m.Evidence)-1].Factor)
	c, d := &s.cells[it.cell], &s.domains[it.domain]
	better := layer(c.sums[scored]+it.weight*(full-int64(o.value)*e), c.weight)
	var sum int64
	for l := range s.m.layers {
		k := it.domain*s.m.layers + l
		v := s.cells[k].layers[scored]
		if k == it.cell {
			v = better
		}
		if s.cells[k].weight > 0 {
			sum += int64(m.Layers[l].Weight) * int64(v)
		}
	}
	keep := d.values[scored]
	d.values[scored] = divide(sum, d.lambda)
	control, _, _ := s.control(scored)
	d.values[scored] = keep
	if s.m.controlsOnly() {
		return control - n.Control
	}
	return n.Residual - residual(m.Reduction, n.Inherent, control)
}
