package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// traceFindings lists the open findings: tier, then severity, then the place in the file.
func (s *Sheet) traceFindings(t *Trace) {
	list := room(t.result.Findings, s.open[0]+s.open[1]+s.open[2]+s.open[noClass])
	t.place = t.place[:2*len(s.m.findings)]
	for _, i := range s.m.findingOrder {
		f := &s.m.findings[i]
		if s.run.Truth(f.node) != rules.True {
			continue
		}
		because := t.causes(s.run, f.node)
		t.place[2*i], t.place[2*i+1] = int32(len(t.ids)-len(because)), int32(len(t.ids)) //nolint:gosec // bounded by the questions
		longer := truth(f.class != noClass && s.selfDisclosed(because))
		list = append(list, Finding{
			ID: f.def.ID, Tier: f.tier, Class: f.def.Class, Severity: f.severity, Due: s.dates[f.rank][longer],
			Answers: because, Action: f.def.Action, Module: f.def.Module,
		})
	}
	t.result.Findings = list
}

// causes is the ids of the questions behind an outcome; never nil.
func (t *Trace) causes(run *rules.Run, n rules.Node) []string {
	from := len(t.ids)
	t.ids = run.AppendCauses(t.ids, n)
	return t.ids[from:len(t.ids):len(t.ids)]
}

// traceUndetermined lists every finding and consistency rule that waits for answers, by id.
func (s *Sheet) traceUndetermined(t *Trace) {
	list := room(t.result.Undetermined, s.pending[0]+s.pending[1]+s.pending[2]+s.pending[noClass])
	for i := range s.m.waits {
		w := &s.m.waits[i]
		if s.run.Truth(w.node) != rules.TruthUnknown {
			continue
		}
		list = append(list, Undetermined{Rule: w.id, WaitingFor: t.causes(s.run, w.node)})
		if k := 2 * w.finding; k >= 0 {
			t.place[k], t.place[k+1] = int32(len(t.ids)-len(list[len(list)-1].WaitingFor)), int32(len(t.ids)) //nolint:gosec // as above
		}
	}
	t.result.Undetermined = list
}

// traceFlags lists every flag that is open, undetermined, or closed by an evaluator and still so, by id.
func (s *Sheet) traceFlags(t *Trace) {
	list := room(t.result.Flags, s.open[0]+s.open[1]+s.open[2]+s.pending[0]+s.pending[1]+s.pending[2])
	for _, i := range s.m.flagOrder {
		f := &s.m.findings[i]
		flag := Flag{ID: f.def.ID, Class: f.def.Class}
		switch s.run.Truth(f.node) {
		case rules.True:
			flag.State, flag.Answers = questionnaires.FlagOpen, t.placed(i)
			flag.SelfDisclosed = s.selfDisclosed(flag.Answers)
		case rules.TruthUnknown:
			flag.State, flag.Answers = questionnaires.FlagUndetermined, t.placed(i)
		case rules.False, rules.TruthNotApplicable:
			if !s.recorded(f.def.ID, questionnaires.FlagClosed) {
				continue
			}
			flag.State, flag.Answers = questionnaires.FlagClosed, []string{}
		}
		list = append(list, flag)
	}
	t.result.Flags = list
}

// placed is the questions that were noted for a finding.
func (t *Trace) placed(finding int) []string {
	from, to := t.place[2*finding], t.place[2*finding+1]
	return t.ids[from:to:to]
}

func (s *Sheet) recorded(flag string, state questionnaires.FlagState) bool {
	return slices.ContainsFunc(s.answers.Flags, func(r questionnaires.FlagRecord) bool { return r.ID == flag && r.State == state })
}

// selfDisclosed reports whether the company told one of the answers behind a flag before any other source did.
func (s *Sheet) selfDisclosed(answers []string) bool {
	return s.disclosed > 0 && slices.ContainsFunc(answers, func(q string) bool { return s.in[s.m.index[q]].disclosed })
}

// rank is the place of a tier, the most urgent first.
func rank(t questionnaires.Tier) int {
	return slices.Index([]questionnaires.Tier{questionnaires.Critical, questionnaires.Severe, questionnaires.Major, questionnaires.Minor}, t)
}

// deadlines is the due dates by rank of the tier, from the day of the assessment; the second are those of a
// self-disclosed flag, which has half as long again for plan and closing, rounded up to a day. The safeguard does not
// wait.
func (s *Sheet) deadlines() (dates [4][2]Due) {
	for tier, d := range s.m.def.Model.Deadlines {
		due := func(d questionnaires.Deadline) Due {
			return Due{Safeguard: s.after(d.Safeguard), Plan: s.after(d.Plan), Closed: s.after(d.Closed)}
		}
		longer := questionnaires.Deadline{Safeguard: d.Safeguard, Plan: (3*d.Plan + 1) / 2, Closed: (3*d.Closed + 1) / 2}
		dates[rank(tier)] = [2]Due{due(d), due(longer)}
	}
	return dates
}

func (s *Sheet) after(days int) string {
	if days == 0 {
		return ""
	}
	return addDays(s.day, days)
}

// The points that no single condition gives.
const (
	ruleContradicted = "evidence_contradicts"
	ruleBetter       = "claim_better_than_verified"
	ruleRepeated     = "same_file_under_many_questions"
	ruleSpotless     = "spotless_and_unproven"
)

// traceInconsistencies lists everything that gave an inconsistency point, by id.
func (s *Sheet) traceInconsistencies(t *Trace) {
	list := room(t.result.Inconsistencies, 0)
	for i := range s.m.rules {
		if r := &s.m.rules[i]; s.run.Truth(r.node) == rules.True {
			list = append(list, Inconsistency{Rule: r.def.ID, Points: r.points, Answers: t.causes(s.run, r.node)})
		}
	}
	list = s.engineWide(list)
	slices.SortFunc(list, func(a, b Inconsistency) int { return cmp.Compare(a.Rule, b.Rule) })
	t.result.Inconsistencies = list
}

// engineWide appends the points that no condition gives.
func (s *Sheet) engineWide(list []Inconsistency) []Inconsistency {
	var contradicted, better []string
	for i := range s.in {
		if s.verdicts == 0 {
			break
		}
		if s.out[i].points() == 0 {
			continue
		}
		if s.in[i].contradicts {
			contradicted = append(contradicted, s.m.ids[i])
		}
		if s.in[i].better {
			better = append(better, s.m.ids[i])
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
