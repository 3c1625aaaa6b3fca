package scoring

import (
	"math/rand/v2"

	"tuntas/questionnaires/rules"
)

// Stability is how the band of R holds when every weight is moved at random by up to 20 %.
type Stability struct {
	Draws    int
	SameBand int   // draws in which the band of R stays what it is
	Low      Micro // smallest R of all draws
	High     Micro // largest R of all draws
}

// spread is the largest change of a weight, .20 in ten-thousandths.
const spread = 2_000

// Stability draws the weights of factors, domains, layers and questions anew, each within 20 %, and computes R again.
// The draws come from a fixed sequence, so the same answers give the same figures. It is zero for a controls-only
// questionnaire.
func (s *Sheet) Stability(draws int) Stability {
	n := *s.Numbers()
	out := Stability{Draws: draws, Low: n.Residual, High: n.Residual}
	if s.m.controlsOnly() {
		return Stability{}
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // reproducible draws are the purpose
	move := func(w int64) int64 { return w * (int64(rules.One) + r.Int64N(2*spread+1) - spread) }
	for range draws {
		residual := s.drawn(move)
		out.Low, out.High = min(out.Low, residual), max(out.High, residual)
		if s.m.band(residual) == n.Band {
			out.SameBand++
		}
	}
	return out
}

// drawn is R with every weight w replaced by move(w).
func (s *Sheet) drawn(move func(int64) int64) Micro {
	m := &s.m.def.Model
	var sum, weights int64
	for f := range m.Factors {
		w := move(int64(m.Factors[f].Weight)) / int64(rules.One)
		sum += w * int64(s.factors[f])
		weights += w
	}
	inherent := divide(sum, weights)
	cells := make([]cell, len(s.cells))
	for i := range s.m.items {
		it, o := &s.m.items[i], s.out[i]
		if it.kind != controlItem || o.state == derived || o.state == accepted {
			continue
		}
		w := move(it.weight)
		cells[it.cell].weight += w
		cells[it.cell].sums[scored] += w * int64(o.value) * int64(m.Evidence[o.level()].Factor)
	}
	return residual(m.Reduction, inherent, s.drawnControl(cells, move))
}

func (s *Sheet) drawnControl(cells []cell, move func(int64) int64) Micro {
	m := &s.m.def.Model
	var sum, weights int64
	lowest, core := one, false
	for d := range m.Domains {
		var layered, layers int64
		for l := range s.m.layers {
			c := cells[d*s.m.layers+l]
			w := move(int64(m.Layers[l].Weight)) / int64(rules.One)
			if c.weight > 0 {
				layered += w * int64(layer(c.sums[scored], c.weight))
				layers += w
			}
		}
		w := move(int64(m.Domains[d].Weight)) / int64(rules.One)
		if layers == 0 {
			continue
		}
		v := divide(layered, layers)
		sum += w * int64(v)
		weights += w
		if m.Domains[d].Core {
			core, lowest = true, min(lowest, v)
		}
	}
	if weights == 0 {
		return 0
	}
	mean := divide(sum, weights)
	if !core {
		return mean
	}
	return control(m.ControlMean, m.ControlCore, mean, lowest)
}
