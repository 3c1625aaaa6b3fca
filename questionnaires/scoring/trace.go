package scoring

import (
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

// Trace is the memory of a result document. A scoring whose document goes where an earlier one stood takes two thirds of
// the time.
type Trace struct {
	result   Result
	inherent Inherent
	residual Residual
	lowest   Micro
	values   []Micro // of the domains
	layers   []Layer
	exposed  []ExposureItem
	signals  []Signal
	ids      []string // every list of questions, one behind the other
	place    []int32  // finding → where its questions begin and end in ids
}

// Result is the result document without its path to green, which PathToGreen computes.
func (s *Sheet) Result() *Result { return s.ResultIn(&Trace{}) }

// ResultIn is Result in the memory of t; it holds until t is used again.
func (s *Sheet) ResultIn(t *Trace) *Result {
	n, r, def := s.Numbers(), &t.result, s.m.def
	r.Questionnaire = Pinned{ID: def.ID, Version: def.Version, SHA256: def.SHA256}
	r.AnswersSHA256, r.Date, r.Company = s.answers.SHA256, s.day, s.answers.Company.Name
	r.Confidence = Confidence{
		Value: n.Confidence, Completeness: n.Completeness, Evidence: n.Evidence,
		Triangulation: n.Triangulation, Consistency: n.Consistency, Points: n.Points,
	}
	r.PathToGreen = PathToGreen{Steps: []Step{}}
	r.CaseAlert, r.Questions, r.Audit = n.CaseAlert, s.questionCounts(), s.audit(n)
	t.ids, t.place = room(t.ids, s.idsNeeded), room(t.place, 2*len(s.m.findings))
	s.traceControl(t, n)
	if !s.m.controlsOnly() {
		s.traceInherent(t, n)
		t.residual = Residual{
			Value: n.Residual, Believed: n.ResidualBelieved, VerifiedOnly: n.ResidualVerified,
			Band: def.Model.Bands[n.Band].Code, Borderline: n.Borderline,
		}
		r.Residual = &t.residual
		s.traceIndicators(t, n)
	}
	s.traceItems(r)
	s.traceFindings(t)
	s.traceUndetermined(t)
	s.traceInconsistencies(t)
	s.traceFlags(t)
	s.tracePublished(r, n)
	r.Contributions = s.contributions(room(r.Contributions, mostContributions+1))
	s.traceModules(r)
	s.traceTasks(r, n)
	s.idsNeeded = len(t.ids)
	return r
}

// room is an empty list with room for n, in the memory of list where that is enough.
func room[T any](list []T, n int) []T {
	if list == nil || cap(list) < n {
		return make([]T, 0, n)
	}
	return list[:0]
}

// traceInherent lists the factors and in them the items, both by id.
func (s *Sheet) traceInherent(t *Trace, n *Numbers) {
	t.inherent = Inherent{Value: n.Inherent, Factors: room(t.inherent.Factors, len(s.factors))}
	items := room(t.exposed, s.m.exposures)
	for _, f := range s.m.factorOrder {
		from := len(items)
		for _, i := range s.m.factorItems[f] {
			o := s.out[i]
			items = append(items, ExposureItem{Question: s.m.ids[i], Severity: share(o.value), State: stateCodes[o.state]})
		}
		t.inherent.Factors = append(t.inherent.Factors, Factor{
			ID: s.m.def.Model.Factors[f].ID, Value: s.factors[f], Items: items[from:len(items):len(items)],
		})
	}
	t.exposed, t.result.Inherent = items, &t.inherent
}

// traceControl lists the domains and in them the layers, both by id.
func (s *Sheet) traceControl(t *Trace, n *Numbers) {
	all := len(s.m.def.Model.Domains)
	c := Control{
		Value: n.Control, Believed: n.ControlBelieved, VerifiedOnly: n.ControlVerified, Mean: n.Mean,
		Domains: room(t.result.Control.Domains, all),
	}
	if s.m.anyCore {
		t.lowest = n.LowestCore
		c.LowestCore = &t.lowest
	}
	t.values, t.layers = room(t.values, int(credits)*all), room(t.layers, all*s.m.layers)
	for _, d := range s.m.domainOrder {
		c.Domains = append(c.Domains, s.domainTrace(t, d))
	}
	t.result.Control = c
}

func (s *Sheet) domainTrace(t *Trace, d int) Domain {
	m, now := &s.m.def.Model, &s.domains[d]
	out := Domain{ID: m.Domains[d].ID, ExcludedWeight: s.excluded[d]}
	if now.applies {
		k := len(t.values)
		t.values = append(t.values, now.values[:]...)
		v := t.values[k:]
		out.Value, out.Believed, out.VerifiedOnly = &v[scored], &v[believed], &v[verified]
	}
	weight, from := s.excluded[d], len(t.layers)
	for _, l := range s.m.layerOrder {
		c := &s.cells[d*s.m.layers+l]
		weight += c.weight
		if c.weight > 0 {
			t.layers = append(t.layers, Layer{ID: m.Layers[l].ID, Value: c.layers[scored]})
		}
	}
	out.Layers = t.layers[from:len(t.layers):len(t.layers)]
	out.Review = s.excluded[d]*int64(rules.One) > weight*int64(m.AdmissibleReview)
	return out
}

// traceItems lists the control questions by id.
func (s *Sheet) traceItems(r *Result) {
	r.Items = room(r.Items, len(s.m.controls))
	for _, i := range s.m.controls {
		o := s.out[i]
		level := o.level()
		r.Items = append(r.Items, Item{
			Question: s.m.ids[i], State: stateCodes[o.state], Value: share(o.value), Evidence: level, Factor: Micro(s.m.earns[level]) * perDecimal,
		})
	}
}

// questionCounts counts what the company was asked and what it said; a question whose answer a rule takes out of the
// sums was asked all the same.
func (s *Sheet) questionCounts() QuestionCounts {
	var c QuestionCounts
	for i := range s.m.asked {
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

// traceModules lists the selected modules by id; the need of one is the gap 1 − D of its domains, weighted.
func (s *Sheet) traceModules(r *Result) {
	r.Modules = room(r.Modules, len(s.m.modules))
	for _, i := range s.m.moduleOrder {
		if s.run.Truth(s.m.modules[i]) != rules.True {
			continue
		}
		var gap, weights int64
		for _, d := range s.m.moduleDomains[i] {
			if w := int64(s.m.def.Model.Domains[d].Weight); s.domains[d].applies {
				gap += w * int64(one-s.domains[d].values[scored])
				weights += w
			}
		}
		need := Micro(0)
		if weights > 0 {
			need = divide(gap, weights)
		}
		r.Modules = append(r.Modules, Module{ID: s.m.def.Modules[i].ID, Need: need})
	}
}

// traceTasks lists what an evaluator is asked to do, as codes: "borderline", "case_alert", "inconsistencies", and
// "excluded:<domain>" where accepted "not applicable" claims took too much out of a domain.
func (s *Sheet) traceTasks(r *Result, n *Numbers) {
	list := room(r.EvaluatorTasks, 0)
	if n.Borderline {
		list = append(list, "borderline")
	}
	if n.CaseAlert {
		list = append(list, "case_alert")
	}
	for i := range r.Control.Domains {
		if d := &r.Control.Domains[i]; d.Review {
			list = append(list, "excluded:"+d.ID)
		}
	}
	if n.Points >= s.m.def.Model.Confidence.TaskPoints {
		list = append(list, "inconsistencies")
	}
	r.EvaluatorTasks = list
}
