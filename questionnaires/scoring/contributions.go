package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires/rules"
)

// contributions is the largest contributions: the points of R gained (of C for a controls-only questionnaire) if that
// one control question became a = 1 at E4. Ties stand in file order. They do not add up.
func (s *Sheet) contributions(limit int) []Contribution {
	list := s.Gains()
	slices.SortStableFunc(list, func(a, b Contribution) int { return cmp.Compare(b.Gain, a.Gain) })
	return list[:min(limit, len(list))]
}

// Gains is the gain of every applicable control question that would gain anything, in file order.
func (s *Sheet) Gains() []Contribution {
	n := *s.Numbers()
	list := []Contribution{}
	for i := range s.m.items {
		it, o := &s.m.items[i], s.out[i]
		if it.kind != controlItem || o.state == derived || o.state == accepted {
			continue
		}
		if gain := s.gain(it, o, &n); gain > 0 {
			list = append(list, Contribution{Question: it.id, Gain: gain})
		}
	}
	return list
}

func (s *Sheet) gain(it *item, o output, n *Numbers) Micro {
	m := &s.m.def.Model
	e := int64(m.Evidence[o.level].Factor)
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
