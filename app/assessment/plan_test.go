package assessment_test

import (
	"strings"
	"testing"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// step edits the first action of the plan that fits, and returns it as it is then.
func (h *house) step(id assessment.ID, action assessment.ActionID, in assessment.PlanEdit) (assessment.PlannedAction, error) {
	h.t.Helper()
	_, revision, err := h.Plan(h.t.Context(), h.owner, id)
	h.must(err)
	in.Action, in.Seen = action, revision
	err = h.EditPlan(h.t.Context(), h.owner, id, in)
	return h.action(id, action), err
}

func (h *house) action(id assessment.ID, action assessment.ActionID) assessment.PlannedAction {
	h.t.Helper()
	p, _, err := h.Plan(h.t.Context(), h.viewer, id)
	h.must(err)
	for _, a := range p.Actions {
		if a.ID == action {
			return a
		}
	}
	h.t.Fatalf("no action %s", action)
	return assessment.PlannedAction{}
}

func TestPlanIsMadeInOrder(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	p, _, err := h.Plan(t.Context(), h.viewer, id)
	h.must(err)
	rank := map[string]int{"critical": 0, "severe": 1, "major": 2, "minor": 3}
	last := -1
	for i, a := range p.Actions {
		if a.Status != assessment.Planned || a.Due == "" || a.Owner == "" || a.Action == "" || len(a.History) != 0 {
			t.Errorf("action %d is %+v", i, a)
		}
		if r := rank[string(a.Tier)]; r < last {
			t.Errorf("action %d of tier %s comes after a less urgent one", i, a.Tier)
		} else {
			last = r
		}
	}
	again, _, err := h.Plan(t.Context(), h.owner, id)
	h.must(err)
	if len(again.Actions) != len(p.Actions) || !again.Made.Equal(p.Made) {
		t.Error("the plan was made again")
	}
}

// TestActionLife leads one action through its whole life.
func TestActionLife(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	p, _, err := h.Plan(t.Context(), h.owner, id)
	h.must(err)
	first := p.Actions[0]

	a, err := h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Underway, Owner: "Manajer  kebun", Note: "mulai"})
	h.must(err)
	if a.Status != assessment.Underway || a.Owner != "Manajer kebun" || len(a.History) != 1 || a.History[0].Note != "mulai" || a.History[0].By != h.owner.Person {
		t.Fatalf("underway: %+v", a)
	}
	_, err = h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Done})
	if got := strings.Join(faults(err), ";"); got != "note assessment.plan.proof" {
		t.Errorf("done without proof: %v", err)
	}
	_, err = h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Done, Note: "selesai", Due: "2026-12-01"})
	if got := strings.Join(faults(err), ";"); got != "due assessment.plan.closed" {
		t.Errorf("done with another date: %v", err)
	}
	file, err := h.AddEvidence(t.Context(), h.owner, h.otherDraft(), upload("", "bukti.pdf", pdf()))
	h.must(err)
	a, err = h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Done, Attach: file})
	h.must(err)
	if a.Status != assessment.Done || a.Check90 != "2027-02-22" || a.Check180 != "2027-05-23" || len(a.Evidence) != 1 || a.Overdue("2030-01-01") {
		t.Fatalf("done: %+v", a)
	}
	_, err = h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Effective, Note: "baik"})
	if got := strings.Join(faults(err), ";"); got != "status assessment.plan.too_soon" {
		t.Errorf("effective on the day it was done: %v", err)
	}
	_, err = h.step(id, first.ID, assessment.PlanEdit{Status: assessment.Planned})
	if got := strings.Join(faults(err), ";"); got != "status assessment.plan.status" {
		t.Errorf("back to the beginning: %v", err)
	}
	h.wantFailure(id, first.ID)
	a = h.action(id, first.ID)
	statuses := ""
	for _, s := range a.History {
		statuses += string(s.Status) + " "
	}
	if statuses != "underway done failed done effective " {
		t.Errorf("the history is %s", statuses)
	}
}

// wantFailure lets a done action fail after a hundred days, be done again and work.
func (h *house) wantFailure(id assessment.ID, action assessment.ActionID) {
	h.t.Helper()
	t := h.t
	h.clock.turn(100)
	_, err := h.step(id, action, assessment.PlanEdit{Status: assessment.Failed, Note: "pekerja masih membayar"})
	if got := strings.Join(faults(err), ";"); got != "due assessment.plan.due_needed" {
		t.Errorf("failed without a new date: %v", err)
	}
	a, err := h.step(id, action, assessment.PlanEdit{Status: assessment.Failed, Note: "pekerja masih membayar", Due: "15 Maret 2027"})
	h.must(err)
	if a.Status != assessment.Failed || a.Due != "2027-03-15" || a.Check90 != "" || !a.Overdue("2027-03-16") || a.Overdue("2027-03-15") {
		t.Fatalf("failed: %+v", a)
	}
	h.must(second(h.step(id, action, assessment.PlanEdit{Status: assessment.Done, Note: "diulang"})))
	h.clock.turn(90)
	h.must(second(h.step(id, action, assessment.PlanEdit{Status: assessment.Effective, Note: "wawancara 20 pekerja"})))
}

// otherDraft is a draft of another year, to upload to.
func (h *house) otherDraft() assessment.ID {
	h.t.Helper()
	id, err := h.Start(h.t.Context(), h.owner, "forced-labour", "2027", false)
	h.must(err)
	return id
}

func TestDatesOfActions(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	p, _, err := h.Plan(t.Context(), h.owner, id)
	h.must(err)
	first := p.Actions[0].ID
	for due, want := range map[string]string{
		"2099-01-01": "due assessment.plan.due_late", "2026-11-23": "due assessment.plan.due_past", "besok": "due assessment.answer.date",
	} {
		_, err := h.step(id, first, assessment.PlanEdit{Due: due})
		if got := strings.Join(faults(err), ";"); got != want {
			t.Errorf("due %s: %v", due, err)
		}
	}
	a := h.action(id, first)
	if len(a.History) != 0 {
		t.Errorf("refused edits are in the history: %+v", a.History)
	}
	latest := a.Latest
	h.must(second(h.step(id, first, assessment.PlanEdit{Due: "2026-12-01"})))
	h.must(second(h.step(id, first, assessment.PlanEdit{Due: latest})))
	h.clock.turn(a.Span + 1)
	if a = h.action(id, first); !a.Overdue("2027-12-31") {
		t.Error("a date that passed is not overdue")
	}
	_, err = h.step(id, first, assessment.PlanEdit{Due: "2099-01-01"})
	if got := strings.Join(faults(err), ";"); got != "due assessment.plan.due_late" {
		t.Errorf("a new date after a missed one, too late: %v", err)
	}
	a = h.action(id, first)
	if a.Missed != 0 {
		t.Error("a refused date counts as the new one")
	}
	a, err = h.step(id, first, assessment.PlanEdit{Due: h.clock.now().AddDate(0, 0, 2).Format("2006-01-02")})
	h.must(err)
	if a.Missed != 1 {
		t.Errorf("after the one new date: %+v", a)
	}
	h.clock.turn(3)
	_, err = h.step(id, first, assessment.PlanEdit{Due: h.clock.now().AddDate(0, 0, 2).Format("2006-01-02")})
	if got := strings.Join(faults(err), ";"); got != "due assessment.plan.due_twice" {
		t.Errorf("a second new date: %v", err)
	}
	next, err := h.Start(t.Context(), h.owner, "forced-labour", "2027", false)
	h.must(err)
	v := h.view(h.owner, next)
	if v.Answers.Overdue != 1 {
		t.Errorf("the next assessment counts %d actions whose date was missed twice, want 1", v.Answers.Overdue)
	}
	if len(v.Answers.Flags) == 0 {
		t.Error("the flags of the year before are closed by beginning a new year")
	}
}

func TestPlanRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	p, revision, err := h.Plan(t.Context(), h.owner, id)
	h.must(err)
	in := assessment.PlanEdit{Action: p.Actions[0].ID, Seen: revision, Status: assessment.Underway}
	stale := in
	stale.Seen = revision + 1
	wantProblem(t, h.EditPlan(t.Context(), h.owner, id, stale), problem.Conflict, "assessment.plan.changed")
	stale.Seen = store.Any
	wantProblem(t, h.EditPlan(t.Context(), h.owner, id, stale), problem.Conflict, "assessment.plan.changed")
	wantProblem(t, h.EditPlan(t.Context(), h.viewer, id, in), problem.Forbidden, "account.forbidden")
	wantProblem(t, h.EditPlan(t.Context(), h.contributor, id, in), problem.NotFound, "assessment.not_found")
	wantProblem(t, h.EditPlan(t.Context(), h.rival, id, in), problem.NotFound, "assessment.not_found")
	unknown := in
	unknown.Action = "no_such"
	wantProblem(t, h.EditPlan(t.Context(), h.owner, id, unknown), problem.NotFound, "assessment.not_found")
	theirs, err := h.Start(t.Context(), h.rival, "forced-labour", "2026", false)
	h.must(err)
	file, err := h.AddEvidence(t.Context(), h.rival, theirs, upload("", "a.pdf", pdf()))
	h.must(err)
	foreign := in
	foreign.Attach = file
	wantProblem(t, h.EditPlan(t.Context(), h.owner, id, foreign), problem.NotFound, "assessment.not_found")
	h.must(h.EditPlan(t.Context(), h.owner, id, in))
	wantProblem(t, h.EditPlan(t.Context(), h.owner, id, in), problem.Conflict, "assessment.plan.changed")
}
