package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires/rules"
)

// traceIndicators lists the indicators by number, with everything that speaks for each.
func (s *Sheet) traceIndicators(t *Trace, n *Numbers) {
	list := room(t.result.Indicators, len(s.m.def.Indicators))
	t.signals = room(t.signals, s.voiced())
	for _, i := range s.m.indicatorOrder {
		id := s.m.def.Indicators[i].ID
		from := len(t.signals)
		for source := range s.sources(id) {
			t.signals = s.voices(t.signals, id, source)
		}
		own := t.signals[from:len(t.signals):len(t.signals)]
		if len(s.outside[id]) > 0 {
			slices.SortStableFunc(own, func(a, b Signal) int {
				return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Rule, b.Rule))
			})
		}
		list = append(list, Indicator{ID: id, Value: n.Signs[id], State: s.state(id, n), Signals: own})
	}
	t.result.Indicators = list
}

// voiced is how many signals there can be.
func (s *Sheet) voiced() int {
	all := 0
	for i := range s.tallies {
		all += s.tallies[i].admissions + s.tallies[i].controls + s.tallies[i].documents + len(s.outside[i])
	}
	return all
}

// voices appends every finding, question or rule behind one source of an indicator, by id.
func (s *Sheet) voices(list []Signal, indicator int, source string) []Signal {
	p := Micro(s.m.twentieths[source]) * one / 20
	if slices.Contains(s.outside[indicator], source) {
		return append(list, Signal{Source: source, Value: p})
	}
	v := &s.m.behind[indicator]
	switch source {
	case sourceAdmission:
		for _, i := range v.findings {
			if f := &s.m.findings[i]; s.run.Truth(f.node) == rules.True {
				list = append(list, Signal{Source: source, Value: p, Rule: f.def.ID})
			}
		}
	case sourceControl:
		for _, i := range v.controls {
			if missingControl(s.out[i]) {
				list = append(list, Signal{Source: source, Value: p, Rule: s.m.ids[i]})
			}
		}
	case sourceDocument:
		for _, i := range v.rules {
			if r := &s.m.rules[i]; s.run.Truth(r.node) == rules.True {
				list = append(list, Signal{Source: source, Value: p, Rule: r.def.ID})
			}
		}
	}
	return list
}
