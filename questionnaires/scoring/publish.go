package scoring

import (
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// band is the index of the band that a residual risk is in.
func (m *Model) band(r Micro) int {
	for i, cut := range m.cuts {
		if r < cut {
			return i
		}
	}
	return len(m.cuts)
}

// bandIndex is the index of a band's code; the number of bands when there is no such band.
func (m *Model) bandIndex(code string) int {
	i := slices.IndexFunc(m.def.Model.Bands, func(b questionnaires.RiskBand) bool { return b.Code == code })
	if i < 0 {
		return len(m.def.Model.Bands)
	}
	return i
}

// borderline reports whether R is within the margin around an inner cut-off.
func (m *Model) borderline(r Micro) bool {
	for _, cut := range m.cuts {
		if cut-m.margin <= r && r < cut+m.margin {
			return true
		}
	}
	return false
}

// publish decides the published band and the colour. Section 5 of the scoring model.
func (s *Sheet) publish(n *Numbers) {
	n.Insufficient = n.Confidence < points(s.m.def.Model.Confidence.Insufficient)
	if s.m.controlsOnly() {
		n.Colour = s.controlsColour(n)
	} else {
		n.Band = s.m.band(n.Residual)
		n.Borderline = s.m.borderline(n.Residual)
		n.Published = n.Band
		s.caps(n, func(_ string, band int) { n.Published = max(n.Published, band) })
		n.Colour = s.colour(n, n.Published)
	}
	if n.Insufficient {
		n.Published = len(s.m.def.Model.Bands)
		if n.Colour != Red {
			n.Colour = None
		}
	}
}

// caps calls yield for every cap that holds besides those of single flags, which it reports per class under the
// class's letter.
func (s *Sheet) caps(n *Numbers, yield func(source string, band int)) {
	m := &s.m.def.Model
	for c, class := range classes {
		if s.open[c]+s.pending[c] > 0 {
			yield(string(class), s.m.capBands[c])
		}
		if s.floors[c] {
			yield("floor", s.m.floorBands[c])
		}
	}
	if n.Borderline {
		yield("borderline", s.m.band(n.Residual+s.m.margin))
	}
	if s.answers.Overdue > 0 {
		yield("overdue", s.m.overdueBand)
	}
	if n.Confidence < points(m.Confidence.CapBelow) {
		yield("confidence", s.m.confidenceBand)
	}
}

// tracePublished is what may be shown, with every reason for the published band, by source.
func (s *Sheet) tracePublished(r *Result, n *Numbers) {
	p := Published{
		Colour: n.Colour.String(), Provisional: true,
		LowConfidence: n.Confidence < points(s.m.def.Model.Confidence.LowBelow),
		HumanReview:   n.Borderline, Caps: room(r.Published.Caps, len(r.Flags)),
	}
	bands := s.m.def.Model.Bands
	switch {
	case n.Insufficient:
		p.Band = "insufficient_information"
	case !s.m.controlsOnly():
		p.Band = bands[n.Published].Code
	}
	if !s.m.controlsOnly() {
		for i := range r.Flags {
			if f := &r.Flags[i]; f.State != questionnaires.FlagClosed {
				p.Caps = append(p.Caps, Cap{Source: f.ID, Band: s.m.capCodes[classOf(f.Class)]})
			}
		}
		s.caps(n, func(source string, band int) {
			if classOf(questionnaires.Class(source)) == noClass {
				p.Caps = insertCap(p.Caps, Cap{Source: source, Band: bands[band].Code})
			}
		})
	}
	r.Published = p
}

// insertCap puts a cap behind those of the same source or an earlier one.
func insertCap(caps []Cap, c Cap) []Cap {
	at := len(caps)
	for at > 0 && caps[at-1].Source > c.Source {
		at--
	}
	return slices.Insert(caps, at, c)
}

func (s *Sheet) colour(n *Numbers, published int) Colour {
	r, top := s.m.def.Model.Colour, len(s.m.def.Model.Bands)-1
	switch {
	case published >= top, n.Control < points(r.RedControlBelow) && published > 0:
		return Red
	case published <= 1 && n.Control >= points(r.GreenControl) && n.LowestCore >= points(r.GreenCore) && s.clean(n):
		return Green
	default:
		return Yellow
	}
}

func (s *Sheet) controlsColour(n *Numbers) Colour {
	r := s.m.def.Model.ControlsColour
	switch {
	case n.Control < points(r.RedBelow), s.open[0]+s.pending[0] > 0:
		return Red
	case n.Control >= points(r.GreenFrom) && s.clean(n):
		return Green
	default:
		return Yellow
	}
}

// clean is the part of Green that every questionnaire asks for: no flag open or undetermined, no floor, nothing
// overdue, enough confidence.
func (s *Sheet) clean(n *Numbers) bool {
	flags := 0
	for c := range classes {
		flags += s.open[c] + s.pending[c] + truth(s.floors[c])
	}
	return flags == 0 && s.answers.Overdue == 0 && n.Confidence >= points(s.m.def.Model.Colour.GreenConfidence)
}

// audit is π, the probability with which the result is drawn for verification, in millionths. Section 8 of the
// scoring model.
func (s *Sheet) audit(n *Numbers) Micro {
	r := &s.m.def.Model.Audit
	if s.open[0]+s.open[1] > 0 || n.CaseAlert || s.lateUndetermined() {
		return one
	}
	pi := int64(r.Base)*int64(one) + int64(r.Residual)*int64(n.Residual)
	add := func(holds bool, d rules.Decimal) {
		if holds {
			pi += int64(d) * int64(one)
		}
	}
	add(n.Confidence < points(s.m.def.Model.Confidence.CapBelow), r.LowConfidence)
	add(n.Points >= 2, r.Inconsistent)
	add(n.Colour == Green, r.Green)
	add(n.Colour == Green && s.answers.FirstGreen, r.FirstGreen)
	return min(one, divide(pi, 10_000))
}

// lateUndetermined reports whether an undetermined A or B flag waits for an answer that was promised for an earlier
// day.
func (s *Sheet) lateUndetermined() bool {
	if s.pending[0]+s.pending[1] == 0 {
		return false
	}
	for i := range s.m.findings {
		f := &s.m.findings[i]
		if f.class > 1 || s.run.Truth(f.node) != rules.TruthUnknown {
			continue
		}
		for _, q := range s.run.WaitingFor(f.node) {
			if late, ok := daysBetween(s.said[s.m.index[q]].By, s.day); ok && late > 0 {
				return true
			}
		}
	}
	return false
}
