package scoring

import "math/bits"

// Numbers is the result without its trace. Points are in millionths of 100 points, shares in millionths of 1.
type Numbers struct {
	Inherent         Micro // I, high is bad
	Control          Micro // C, high is good
	ControlBelieved  Micro
	ControlVerified  Micro
	Mean             Micro
	LowestCore       Micro
	Residual         Micro // R, high is bad
	ResidualBelieved Micro
	ResidualVerified Micro
	Confidence       Micro // K, high is good
	Completeness     Micro
	Evidence         Micro
	Triangulation    Micro
	Consistency      Micro
	Points           int64 // inconsistency points
	Band             int   // index of R's own band
	Borderline       bool
	Published        int  // index of the published band; the number of bands for insufficient information
	Insufficient     bool // K is too low to publish a band
	Colour           Colour
	Signs            [indicators]Micro // S of each indicator, high is bad; index 0 is not used
	CaseAlert        bool
}

// Colour is the colour of a result.
type Colour uint8

// The colours, best first; None is an insufficient result that is not Red.
const (
	Green Colour = iota
	Yellow
	Red
	None
)

// String is the colour's code in the result document.
func (c Colour) String() string {
	switch c {
	case Green:
		return "green"
	case Yellow:
		return "yellow"
	case Red:
		return "red"
	case None:
	}
	return "none"
}

// compute turns the sums into numbers.
func (s *Sheet) compute() {
	n, m := &s.numbers, &s.m.def.Model
	for f, stale := range s.stale {
		if stale {
			s.factors[f] = s.factor(f)
			s.stale[f] = false
		}
	}
	i := int64(0)
	for f := range s.factors {
		i += int64(m.Factors[f].Weight) * int64(s.factors[f])
	}
	n.Inherent = divide(i, 10_000)
	if s.moved != 0 {
		s.settleDomains()
		n.Control, n.Mean, n.LowestCore = s.control(scored)
		n.ControlBelieved, _, _ = s.control(believed)
		n.ControlVerified, _, _ = s.control(verified)
	}
	n.Residual = residual(m.Reduction, n.Inherent, n.Control)
	n.ResidualBelieved = residual(m.Reduction, n.Inherent, n.ControlBelieved)
	n.ResidualVerified = residual(m.Reduction, n.Inherent, n.ControlVerified)
	s.confidence(n)
	if s.shifted != 0 {
		s.signsOf(n)
	}
	s.publish(n)
}

// factor is the exposure factor f of the items that count in it.
func (s *Sheet) factor(f int) Micro {
	var worst, sum int64
	items := s.m.factors[f]
	for _, i := range items {
		v := int64(s.out[i].value)
		worst = max(worst, v)
		sum += v
	}
	r := &s.m.def.Model
	return factor(r.ExposureMax, r.ExposureMean, worst, sum, int64(len(items)))
}

// settleDomains computes L and D of every domain whose sums moved.
func (s *Sheet) settleDomains() {
	for ; s.moved != 0; s.moved &= s.moved - 1 {
		d := bits.TrailingZeros64(s.moved)
		var sums [credits]int64
		lambda := int64(0)
		for l := range s.m.layers {
			c := &s.cells[d*s.m.layers+l]
			if c.weight == 0 {
				continue
			}
			w := int64(s.m.def.Model.Layers[l].Weight)
			lambda += w
			for k := range credits {
				c.layers[k] = layer(c.sums[k], c.weight)
				sums[k] += w * int64(c.layers[k])
			}
		}
		out := domain{applies: lambda > 0, lambda: lambda}
		for k := range credits {
			if out.applies {
				out.values[k] = divide(sums[k], lambda)
			}
		}
		s.domains[d] = out
	}
}

// control is C, its mean and its lowest core domain; without core domains C is the mean.
func (s *Sheet) control(k credit) (c, mean, lowest Micro) {
	m := &s.m.def.Model
	var sum, weights int64
	lowest, core := one, false
	for d := range s.domains {
		if !s.domains[d].applies {
			continue
		}
		v, w := s.domains[d].values[k], int64(m.Domains[d].Weight)
		sum += w * int64(v)
		weights += w
		if m.Domains[d].Core {
			core, lowest = true, min(lowest, v)
		}
	}
	if weights == 0 {
		return 0, 0, 0
	}
	mean = divide(sum, weights)
	if !core {
		return mean, mean, one
	}
	return control(m.ControlMean, m.ControlCore, mean, lowest), mean, lowest
}

// confidence is K and its parts. Section 7 of the scoring model.
func (s *Sheet) confidence(n *Numbers) {
	r := &s.m.def.Model.Confidence
	n.Points = s.points + s.verdicts + s.repeated + s.spotless()
	n.Consistency = max(0, one-share(r.PointCost)*Micro(n.Points))
	if s.weight == 0 {
		n.Completeness, n.Evidence, n.Triangulation, n.Confidence = 0, 0, 0, 0
		return
	}
	n.Completeness = divide(s.told*int64(one), 2*s.weight)
	if s.exposed > 0 {
		n.Completeness = min(n.Completeness, divide(s.known*int64(one), 2*s.exposed))
	}
	n.Evidence = divide(s.proof*perDecimal, s.weight)
	n.Triangulation = 0
	if s.core > 0 {
		n.Triangulation = divide(s.checked*int64(one), s.core)
	}
	n.Confidence = divide(int64(r.Completeness)*int64(n.Completeness)+int64(r.Evidence)*int64(n.Evidence)+
		int64(r.Triangulation)*int64(n.Triangulation)+int64(r.Consistency)*int64(n.Consistency), 10_000)
}

// spotless is one point when every ladder is at step3 or better and nothing is proven above E0.
func (s *Sheet) spotless() int64 {
	if s.ladders > 0 && s.highLadders == s.ladders && s.proven == 0 {
		return 1
	}
	return 0
}

// controlsOnly reports whether the questionnaire declares no exposure.
func (m *Model) controlsOnly() bool { return len(m.def.Model.Factors) == 0 }
