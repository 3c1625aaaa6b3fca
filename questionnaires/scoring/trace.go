package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// Score computes the whole result document, path to green included. day is the day of the assessment; when empty the
// answers' own date counts.
func (m *Model) Score(a *questionnaires.Answers, day string) *Result {
	s := m.NewSheet(a, day)
	r := s.Result()
	r.PathToGreen = s.PathToGreen()
	return r
}

// Result is the result document without its path to green, which PathToGreen computes.
func (s *Sheet) Result() *Result {
	n := s.Numbers()
	def := s.m.def
	r := &Result{
		Questionnaire: Pinned{ID: def.ID, Version: def.Version, SHA256: def.SHA256},
		AnswersSHA256: s.answers.SHA256, Date: s.day, Company: s.answers.Company.Name,
		Control: s.controlTrace(n),
		Confidence: Confidence{
			Value: n.Confidence, Completeness: n.Completeness, Evidence: n.Evidence,
			Triangulation: n.Triangulation, Consistency: n.Consistency, Points: n.Points,
		},
		PathToGreen: PathToGreen{Steps: []Step{}},
		CaseAlert:   n.CaseAlert, Questions: s.questionCounts(), Items: s.itemTrace(), Audit: s.audit(n),
	}
	if !s.m.controlsOnly() {
		r.Inherent = s.inherentTrace(n)
		r.Residual = &Residual{
			Value: n.Residual, Believed: n.ResidualBelieved, VerifiedOnly: n.ResidualVerified,
			Band: def.Model.Bands[n.Band].Code, Borderline: n.Borderline,
		}
		r.Indicators = s.indicatorTrace(n)
	}
	r.Findings, r.Undetermined, r.Inconsistencies = s.findingTrace(), s.undeterminedTrace(), s.inconsistencyTrace()
	r.Flags = s.flagTrace(r.Findings, r.Undetermined)
	r.Published = s.publishedTrace(n, r.Flags)
	r.Contributions = s.contributions(5)
	r.Modules = s.moduleTrace()
	r.EvaluatorTasks = s.tasks(n, r.Control.Domains)
	return r
}

func (s *Sheet) inherentTrace(n *Numbers) *Inherent {
	in := &Inherent{Value: n.Inherent, Factors: make([]Factor, 0, len(s.factors))}
	items := make([]ExposureItem, 0, len(s.m.items))
	for _, f := range s.m.factorOrder {
		factor := Factor{ID: s.m.def.Model.Factors[f].ID, Value: s.factors[f]}
		from := len(items)
		for _, i := range s.m.factorItems[f] {
			o := s.out[i]
			items = append(items, ExposureItem{
				Question: s.m.items[i].id, Severity: share(o.value), State: stateCodes[o.state],
			})
		}
		factor.Items = items[from:len(items):len(items)]
		in.Factors = append(in.Factors, factor)
	}
	return in
}

func (s *Sheet) controlTrace(n *Numbers) Control {
	c := Control{Value: n.Control, Believed: n.ControlBelieved, VerifiedOnly: n.ControlVerified, Mean: n.Mean}
	if s.m.anyCore {
		lowest := n.LowestCore
		c.LowestCore = &lowest
	}
	c.Domains = make([]Domain, 0, len(s.m.def.Model.Domains))
	for _, d := range s.m.domainOrder {
		c.Domains = append(c.Domains, s.domainTrace(d))
	}
	return c
}

func (s *Sheet) domainTrace(d int) Domain {
	m, now := &s.m.def.Model, s.domains[d]
	out := Domain{ID: m.Domains[d].ID, ExcludedWeight: s.excluded[d], Layers: make([]Layer, 0, s.m.layers)}
	if now.applies {
		out.Value, out.Believed, out.VerifiedOnly = &now.values[scored], &now.values[believed], &now.values[verified]
	}
	weight := s.excluded[d]
	for _, l := range s.m.layerOrder {
		c := &s.cells[d*s.m.layers+l]
		weight += c.weight
		if c.weight > 0 {
			out.Layers = append(out.Layers, Layer{ID: m.Layers[l].ID, Value: c.layers[scored]})
		}
	}
	out.Review = s.excluded[d]*int64(rules.One) > weight*int64(m.AdmissibleReview)
	return out
}

func (s *Sheet) publishedTrace(n *Numbers, flags []Flag) Published {
	p := Published{
		Colour: n.Colour.String(), Provisional: true,
		LowConfidence: n.Confidence < points(s.m.def.Model.Confidence.LowBelow),
		HumanReview:   n.Borderline, Caps: []Cap{},
	}
	bands := s.m.def.Model.Bands
	switch {
	case n.Insufficient:
		p.Band = "insufficient_information"
	case !s.m.controlsOnly():
		p.Band = bands[n.Published].Code
	}
	if s.m.controlsOnly() {
		return p
	}
	for _, f := range flags {
		if f.State != questionnaires.FlagClosed {
			p.Caps = append(p.Caps, Cap{Source: f.ID, Band: s.m.def.Model.Caps[f.Class]})
		}
	}
	s.caps(n, func(source string, band int) {
		if slices.Index(classes[:], questionnaires.Class(source)) < 0 {
			p.Caps = append(p.Caps, Cap{Source: source, Band: bands[band].Code})
		}
	})
	slices.SortStableFunc(p.Caps, func(a, b Cap) int { return cmp.Compare(a.Source, b.Source) })
	return p
}

func (s *Sheet) indicatorTrace(n *Numbers) []Indicator {
	list := make([]Indicator, 0, len(s.m.def.Indicators))
	for _, ind := range s.m.def.Indicators {
		out := Indicator{ID: ind.ID, Value: n.Signs[ind.ID], State: s.state(ind.ID, n), Signals: []Signal{}}
		for source := range s.sources(ind.ID) {
			out.Signals = append(out.Signals, s.signalTrace(ind.ID, source)...)
		}
		slices.SortStableFunc(out.Signals, func(a, b Signal) int {
			return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Rule, b.Rule))
		})
		list = append(list, out)
	}
	slices.SortFunc(list, func(a, b Indicator) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// signalTrace is every finding, question or rule behind one source of an indicator.
func (s *Sheet) signalTrace(indicator int, source string) []Signal {
	p := share(s.m.def.Model.Signals[source])
	if slices.Contains(s.outside[indicator], source) {
		return []Signal{{Source: source, Value: p}}
	}
	var list []Signal
	bit := uint32(1) << indicator
	switch source {
	case sourceAdmission:
		for i := range s.m.findings {
			if f := &s.m.findings[i]; f.signs&bit != 0 && s.run.Truth(f.node) == rules.True {
				list = append(list, Signal{Source: source, Value: p, Rule: f.def.ID})
			}
		}
	case sourceControl:
		for _, i := range s.m.basics {
			if it := &s.m.items[i]; it.signs&bit != 0 && missingControl(s.out[i]) {
				list = append(list, Signal{Source: source, Value: p, Rule: it.id})
			}
		}
	case sourceDocument:
		for i := range s.m.rules {
			if r := &s.m.rules[i]; r.signs&bit != 0 && s.run.Truth(r.node) == rules.True {
				list = append(list, Signal{Source: source, Value: p, Rule: r.def.ID})
			}
		}
	}
	return list
}

// questionCounts counts what the company was asked and what it said; a question whose answer a rule takes out of the
// sums was asked all the same.
func (s *Sheet) questionCounts() QuestionCounts {
	var c QuestionCounts
	for i := range s.m.items {
		if s.m.items[i].question == nil {
			continue
		}
		in, o := s.in[i].state, s.out[i]
		if in == accepted || !s.run.Applies(i) {
			c.NotApplicable++
			continue
		}
		c.Applicable++
		switch {
		case o.told == full || o.state == derived:
			c.Answered++
		case in == notKnown:
			c.NotKnown++
		default:
			c.Unanswered++
		}
	}
	return c
}

func (s *Sheet) itemTrace() []Item {
	list := make([]Item, 0, len(s.m.items))
	for _, i := range s.m.controls {
		it, o := &s.m.items[i], s.out[i]
		list = append(list, Item{
			Question: it.id, State: stateCodes[o.state], Value: share(o.value), Evidence: o.level(),
			Factor: share(s.m.def.Model.Evidence[o.level()].Factor),
		})
	}
	return list
}

// moduleTrace is the selected modules; the need of one is the gap 1 − D of its domains, weighted.
func (s *Sheet) moduleTrace() []Module {
	list := []Module{}
	for i, node := range s.m.modules {
		if s.run.Truth(node) != rules.True {
			continue
		}
		def := &s.m.def.Modules[i]
		var gap, weights int64
		for d := range s.m.def.Model.Domains {
			if dom := &s.m.def.Model.Domains[d]; s.domains[d].applies && slices.Contains(def.Domains, dom.ID) {
				gap += int64(dom.Weight) * int64(one-s.domains[d].values[scored])
				weights += int64(dom.Weight)
			}
		}
		need := Micro(0)
		if weights > 0 {
			need = divide(gap, weights)
		}
		list = append(list, Module{ID: def.ID, Need: need})
	}
	slices.SortFunc(list, func(a, b Module) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// tasks is what an evaluator is asked to do, as codes: "borderline", "case_alert", "inconsistencies", and
// "excluded:<domain>" where accepted "not applicable" claims took too much out of a domain.
func (s *Sheet) tasks(n *Numbers, domains []Domain) []string {
	list := []string{}
	if n.Borderline {
		list = append(list, "borderline")
	}
	if n.CaseAlert {
		list = append(list, "case_alert")
	}
	for _, d := range domains {
		if d.Review {
			list = append(list, "excluded:"+d.ID)
		}
	}
	if n.Points >= s.m.def.Model.Confidence.TaskPoints {
		list = append(list, "inconsistencies")
	}
	return list
}
