package scoring

import "slices"

// source codes of signals that answers give.
const (
	sourceAdmission = "admission"
	sourceControl   = "missing_control"
	sourceDocument  = "document_inconsistency"
)

// signsOf computes S of every indicator whose signs shifted, and the case alert. Section 6 of the scoring model.
func (s *Sheet) signsOf(n *Numbers) {
	shifted := s.shifted
	s.shifted, n.CaseAlert = 0, false
	if s.m.controlsOnly() {
		return
	}
	involuntary, penalty, strong := false, false, false
	for i := range s.m.def.Indicators {
		ind := &s.m.def.Indicators[i]
		if shifted&(1<<ind.ID) != 0 {
			n.Signs[ind.ID] = s.combine(ind.ID)
		}
		if n.Signs[ind.ID] < share(s.m.def.Model.States.Indicated) {
			continue
		}
		involuntary = involuntary || ind.Involuntariness != ""
		penalty = penalty || ind.Penalty != ""
		strong = strong || ind.Involuntariness == "strong" || ind.Penalty == "strong"
	}
	n.CaseAlert = involuntary && penalty && strong
}

// combine is S of one indicator, one p for each source type that speaks for it.
func (s *Sheet) combine(indicator int) Micro {
	var p [9]int64
	k := 0
	if len(s.outside[indicator]) == 0 {
		t := &s.tallies[indicator]
		for i, n := range [...]int{t.admissions, t.controls, t.documents} {
			if n > 0 {
				p[k] = s.m.own[i]
				k++
			}
		}
		return noisyOr(p[:k])
	}
	for source := range s.sources(indicator) {
		if k < len(p) {
			p[k] = s.m.twentieths[source]
			k++
		}
	}
	return noisyOr(p[:k])
}

// sources yields the source types that speak for an indicator, each once, its own by code. Two grievance sources are one type: the
// substantiated one counts.
func (s *Sheet) sources(indicator int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		t, outside := s.tallies[indicator], s.outside[indicator]
		own := [...]struct {
			has  bool
			code string
		}{{t.admissions > 0, sourceAdmission}, {t.documents > 0, sourceDocument}, {t.controls > 0, sourceControl}}
		for _, o := range own {
			if o.has && !slices.Contains(outside, o.code) && !yield(o.code) {
				return
			}
		}
		for _, code := range outside {
			if code == "grievance_pending" && slices.Contains(outside, "grievance_substantiated") {
				continue
			}
			if !yield(code) {
				return
			}
		}
	}
}

// state is the code of an indicator's state.
func (s *Sheet) state(indicator int, n *Numbers) string {
	r, v := s.m.def.Model.States, n.Signs[indicator]
	switch {
	case v >= share(r.Corroborated) && !s.ownWordsAlone(indicator):
		return "corroborated"
	case v >= share(r.Indicated):
		return "indicated"
	case v >= share(r.Warning):
		return "warning"
	case n.Confidence >= points(r.Confidence) && s.tallies[indicator].waiting == 0:
		return "no_sign"
	default:
		return "not_assessed"
	}
}

// ownWordsAlone reports whether only the company itself spoke: an admission or a missing control.
func (s *Sheet) ownWordsAlone(indicator int) bool {
	for source := range s.sources(indicator) {
		if source != sourceAdmission && source != sourceControl {
			return false
		}
	}
	return true
}
