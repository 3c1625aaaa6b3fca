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
	if s.stale != 0 {
		n.Inherent = s.inherent()
	}
	if s.moved != 0 {
		s.settleDomains()
		s.settleControl(n)
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

// inherent is I, with every factor computed again that is stale.
func (s *Sheet) inherent() Micro {
	sum := int64(0)
	for f := range s.factors {
		if s.stale&(1<<f) != 0 {
			s.factors[f] = s.factor(f)
		}
		sum += int64(s.m.def.Model.Factors[f].Weight) * int64(s.factors[f])
	}
	s.stale = 0
	return divide(sum, 10_000)
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

// settleDomains computes L of every layer and D of every domain whose sums moved, and moves the sums above them.
func (s *Sheet) settleDomains() {
	for ; s.moved != 0; s.moved &= s.moved - 1 {
		d := bits.TrailingZeros64(s.moved)
		now := &s.domains[d]
		s.weigh(now, -s.m.weighs[d])
		for l, w := range s.m.lambdas {
			if c := &s.cells[d*s.m.layers+l]; c.stale {
				now.settle(c, w)
			}
		}
		now.applies = now.lambda > 0
		for k := range credits {
			now.values[k] = 0
			if now.applies {
				now.values[k] = divide(now.sums[k], now.lambda)
			}
		}
		s.weigh(now, s.m.weighs[d])
	}
}

// weigh puts a domain that applies into the sums of control strength; a negative weight takes it out again.
func (s *Sheet) weigh(d *domain, weight int64) {
	if !d.applies {
		return
	}
	s.heft += weight
	for k := range credits {
		s.means[k] += weight * int64(d.values[k])
	}
}

// settle computes L of one layer and moves the sums of its domain by the difference.
func (d *domain) settle(c *cell, weight int64) {
	if c.counts {
		d.lambda -= weight
		for k := range credits {
			d.sums[k] -= weight * int64(c.layers[k])
		}
	}
	c.stale, c.counts = false, c.weight > 0
	if c.counts {
		d.lambda += weight
		for k := range credits {
			c.layers[k] = layer(c.sums[k], c.weight)
			d.sums[k] += weight * int64(c.layers[k])
		}
	}
}

// settleControl is C for each credit, its mean and its lowest core domain; without core domains C is the mean.
func (s *Sheet) settleControl(n *Numbers) {
	if s.heft == 0 {
		n.Control, n.Mean, n.LowestCore, n.ControlBelieved, n.ControlVerified = 0, 0, 0, 0, 0
		return
	}
	lowest, core := [credits]Micro{one, one, one}, false
	for _, d := range s.m.cores {
		if now := &s.domains[d]; now.applies {
			core = true
			for k := range credits {
				lowest[k] = min(lowest[k], now.values[k])
			}
		}
	}
	m := &s.m.def.Model
	var c [credits]Micro
	for k := range credits {
		c[k] = divide(s.means[k], s.heft)
		if k == scored {
			n.Mean, n.LowestCore = c[k], lowest[k]
		}
		if core {
			c[k] = control(m.ControlMean, m.ControlCore, c[k], lowest[k])
		}
	}
	n.Control, n.ControlBelieved, n.ControlVerified = c[scored], c[believed], c[verified]
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
