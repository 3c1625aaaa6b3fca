package scoring

import (
	"iter"
	"slices"

	"tuntas/questionnaires/rules"
)

// mostContributions is how many contributions a result document has.
const mostContributions = 5

// contributions appends the largest contributions: the points of R gained (of C for a controls-only questionnaire) if
// that one control question became a = 1 at E4. Ties stand in file order. They do not add up.
func (s *Sheet) contributions(list []Contribution) []Contribution {
	for c := range s.gains() {
		i := len(list)
		for i > 0 && list[i-1].Gain < c.Gain {
			i--
		}
		if i < mostContributions {
			list = slices.Insert(list, i, c)
			list = list[:min(mostContributions, len(list))]
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
		now := s.standing()
		for i := range s.m.items {
			it, o := &s.m.items[i], s.out[i]
			if it.kind != controlItem || o.state == derived || o.state == accepted {
				continue
			}
			if gain := s.gain(it, o, &now); gain > 0 && !yield(Contribution{Question: it.id, Gain: gain}) {
				return
			}
		}
	}
}

// standing is the lowest core domain, and the lowest but that one: what a change of one domain leaves of the others.
type standing struct {
	lowest, second Micro
	at             int // the lowest core domain, or -1
}

func (s *Sheet) standing() standing {
	now := standing{lowest: one, second: one, at: -1}
	for _, d := range s.m.cores {
		if v := s.domains[d].values[scored]; !s.domains[d].applies {
			continue
		} else if v < now.lowest || now.at < 0 {
			now.lowest, now.second, now.at = v, now.lowest, d
		} else {
			now.second = min(now.second, v)
		}
	}
	return now
}

// with is C if one domain had another value.
func (now *standing) with(s *Sheet, d int, v Micro) Micro {
	m := &s.m.def.Model
	mean := divide(s.means[scored]+s.m.weighs[d]*int64(v-s.domains[d].values[scored]), s.heft)
	if now.at < 0 {
		return mean
	}
	lowest := now.lowest
	if d == now.at {
		lowest = now.second
	}
	if m.Domains[d].Core {
		lowest = min(lowest, v)
	}
	return control(m.ControlMean, m.ControlCore, mean, lowest)
}

func (s *Sheet) gain(it *item, o output, now *standing) Micro {
	m, n := &s.m.def.Model, &s.numbers
	e := s.m.earns[o.level()]
	most := int64(rules.One) * s.m.earns[len(s.m.earns)-1]
	c, d := &s.cells[it.cell], &s.domains[it.domain]
	better := layer(c.sums[scored]+it.weight*(most-int64(o.value)*e), c.weight)
	sum := d.sums[scored] + s.m.lambdas[it.cell-it.domain*s.m.layers]*int64(better-c.layers[scored])
	control := now.with(s, it.domain, divide(sum, d.lambda))
	if s.m.controlsOnly() {
		return control - n.Control
	}
	return n.Residual - residual(m.Reduction, n.Inherent, control)
}
