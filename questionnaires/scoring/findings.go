package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// flagTrace is every flag that is open, undetermined, or closed by an evaluator and still so.
func (s *Sheet) flagTrace(findings []Finding, waiting []Undetermined) []Flag {
	list := []Flag{}
	for i := range s.m.findings {
		f := &s.m.findings[i]
		if f.class == noClass {
			continue
		}
		flag := Flag{ID: f.def.ID, Class: f.def.Class, Answers: []string{}}
		switch s.run.Truth(f.node) {
		case rules.True:
			k := slices.IndexFunc(findings, func(x Finding) bool { return x.ID == f.def.ID })
			flag.State, flag.Answers = questionnaires.FlagOpen, findings[k].Answers
			flag.SelfDisclosed = s.selfDisclosed(flag.Answers)
		case rules.TruthUnknown:
			k := slices.IndexFunc(waiting, func(x Undetermined) bool { return x.Rule == f.def.ID })
			flag.State, flag.Answers = questionnaires.FlagUndetermined, waiting[k].WaitingFor
		case rules.False, rules.TruthNotApplicable:
			if !s.recorded(f.def.ID, questionnaires.FlagClosed) {
				continue
			}
			flag.State = questionnaires.FlagClosed
		}
		list = append(list, flag)
	}
	slices.SortFunc(list, func(a, b Flag) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func (s *Sheet) recorded(flag string, state questionnaires.FlagState) bool {
	return slices.ContainsFunc(s.answers.Flags, func(r questionnaires.FlagRecord) bool { return r.ID == flag && r.State == state })
}

// selfDisclosed reports whether the company told one of the answers behind a flag before any other source did.
func (s *Sheet) selfDisclosed(answers []string) bool {
	return slices.ContainsFunc(answers, func(q string) bool { return s.in[s.m.index[q]].disclosed })
}

// findingTrace is the open findings: tier, then severity, then the place in the file.
func (s *Sheet) findingTrace() []Finding {
	list := make([]Finding, 0, s.open[0]+s.open[1]+s.open[2]+s.open[noClass])
	for _, i := range s.m.findingOrder {
		f := &s.m.findings[i]
		if s.run.Truth(f.node) != rules.True {
			continue
		}
		because := s.run.Because(f.node)
		longer := truth(f.class != noClass && s.selfDisclosed(because))
		list = append(list, Finding{
			ID: f.def.ID, Tier: f.tier, Class: f.def.Class, Severity: f.severity, Due: s.dates[f.tier][longer],
			Answers: sorted(because), Action: f.def.Action, Module: f.def.Module,
		})
	}
	return list
}

func rank(t questionnaires.Tier) int {
	return slices.Index([]questionnaires.Tier{questionnaires.Critical, questionnaires.Severe, questionnaires.Major, questionnaires.Minor}, t)
}

// deadlines is the due dates by tier, from the day of the assessment; the second are those of a self-disclosed flag,
// which has half as long again for plan and closing, rounded up to a day. The safeguard does not wait.
func (s *Sheet) deadlines() map[questionnaires.Tier][2]Due {
	dates := map[questionnaires.Tier][2]Due{}
	for tier, d := range s.m.def.Model.Deadlines {
		due := func(d questionnaires.Deadline) Due {
			return Due{Safeguard: s.after(d.Safeguard), Plan: s.after(d.Plan), Closed: s.after(d.Closed)}
		}
		longer := questionnaires.Deadline{Safeguard: d.Safeguard, Plan: (3*d.Plan + 1) / 2, Closed: (3*d.Closed + 1) / 2}
		dates[tier] = [2]Due{due(d), due(longer)}
	}
	return dates
}

func (s *Sheet) after(days int) string {
	if days == 0 {
		return ""
	}
	return addDays(s.day, days)
}

// undeterminedTrace is every finding and consistency rule that waits for answers.
func (s *Sheet) undeterminedTrace() []Undetermined {
	list := []Undetermined{}
	add := func(id string, n rules.Node) {
		if s.run.Truth(n) == rules.TruthUnknown {
			list = append(list, Undetermined{Rule: id, WaitingFor: sorted(s.run.WaitingFor(n))})
		}
	}
	for i := range s.m.findings {
		add(s.m.findings[i].def.ID, s.m.findings[i].node)
	}
	for i := range s.m.rules {
		add(s.m.rules[i].def.ID, s.m.rules[i].node)
	}
	slices.SortFunc(list, func(a, b Undetermined) int { return cmp.Compare(a.Rule, b.Rule) })
	return list
}

// The points that no single condition gives.
const (
	ruleContradicted = "evidence_contradicts"
	ruleBetter       = "claim_better_than_verified"
	ruleRepeated     = "same_file_under_many_questions"
	ruleSpotless     = "spotless_and_unproven"
)

// inconsistencyTrace is everything that gave an inconsistency point.
func (s *Sheet) inconsistencyTrace() []Inconsistency {
	list := []Inconsistency{}
	for i := range s.m.rules {
		r := &s.m.rules[i]
		if s.run.Truth(r.node) == rules.True {
			list = append(list, Inconsistency{Rule: r.def.ID, Points: r.points, Answers: sorted(s.run.Because(r.node))})
		}
	}
	var contradicted, better []string
	for i := range s.in {
		if s.out[i].points() == 0 {
			continue
		}
		if s.in[i].contradicts {
			contradicted = append(contradicted, s.m.items[i].id)
		}
		if s.in[i].better {
			better = append(better, s.m.items[i].id)
		}
	}
	add := func(rule string, points int64, answers []string) {
		if points > 0 {
			list = append(list, Inconsistency{Rule: rule, Points: points, Answers: sorted(answers)})
		}
	}
	add(ruleContradicted, int64(len(contradicted)), contradicted)
	add(ruleBetter, int64(len(better)), better)
	add(ruleRepeated, s.repeated, nil)
	add(ruleSpotless, s.spotless(), nil)
	slices.SortFunc(list, func(a, b Inconsistency) int { return cmp.Compare(a.Rule, b.Rule) })
	return list
}

// sorted sorts ids in place; never nil.
func sorted(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	slices.Sort(ids)
	return ids
}
