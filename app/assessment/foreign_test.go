package assessment_test

import (
	"reflect"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// calls is every operation on one assessment.
func (h *house) calls(by account.Actor, id assessment.ID) map[string]func() error {
	ctx := h.t.Context()
	section, question := definition(h.t).Sections[0].ID, "agents_used"
	book := &questionnaires.Answers{Questionnaire: "forced-labour@1"}
	return map[string]func() error{
		"View":     func() error { return second(h.View(ctx, by, id)) },
		"Glance":   func() error { return second(h.Glance(ctx, by, id)) },
		"Asks":     func() error { return second(h.Asks(ctx, by, id)) },
		"Stated":   func() error { return second(h.Stated(ctx, by, id)) },
		"Lengthen": func() error { return h.Lengthen(ctx, by, id) },
		"Previous": func() error { _, _, err := h.Previous(ctx, by, id); return err },
		"Save": func() error {
			_, _, err := h.Save(ctx, by, id, []assessment.Input{one(question, "yes", 0)})
			return err
		},
		"Mark":        func() error { return h.Mark(ctx, by, id, section, true) },
		"Share":       func() error { return h.Share(ctx, by, id, section, "a@b.id", "") },
		"Unshare":     func() error { return h.Unshare(ctx, by, id, section) },
		"AddEvidence": func() error { return second(h.AddEvidence(ctx, by, id, upload(question, "a.pdf", pdf()))) },
		"Attach":      func() error { return h.Attach(ctx, by, id, question, "x") },
		"Detach":      func() error { return h.Detach(ctx, by, id, question, "x") },
		"Propose":     func() error { return second(h.Propose(ctx, by, id, book, nil)) },
		"Proposal":    func() error { return second(h.Proposal(ctx, by, id, "x")) },
		"Take":        func() error { _, _, err := h.Take(ctx, by, id, "x", nil); return err },
		"Submit": func() error {
			return second(h.Submit(ctx, by, id, assessment.Declaration{Name: "A", Position: "B", Agreed: true}))
		},
		"Withdraw": func() error { return h.Withdraw(ctx, by, id, "x") },
		"Outcome":  func() error { return second(h.Outcome(ctx, by, id)) },
		"Plan":     func() error { _, _, err := h.Plan(ctx, by, id); return err },
		"EditPlan": func() error { return h.EditPlan(ctx, by, id, assessment.PlanEdit{Action: "x"}) },
		"History":  func() error { return second(h.History(ctx, by, id, 0)) },
		"Comment":  func() error { return h.Comment(ctx, by, id, question, "halo") },
		"Newer":    func() error { return second(h.Newer(ctx, by, id)) },
		"Move":     func() error { return h.Move(ctx, by, id, assessment.Move{}) },
		"Comments": func() error { return second(h.Comments(ctx, by, id, question)) },
	}
}

// TestForeignIsMissing calls every operation on another company's assessment, on one that is not there and on odd ids:
// the answers are the same, and nothing changes.
func TestForeignIsMissing(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	before := h.view(h.owner, id).Revision
	covered := map[string]bool{"List": true, "Start": true, "Library": true, "ReadFile": true, "RemoveEvidence": true}
	for name, call := range h.calls(h.rival, id) {
		covered[name] = true
		foreign := call()
		for _, odd := range []assessment.ID{"", "missing", "../x", "a.b", "$ne", assessment.ID(strings.Repeat("x", 10_000)), "\x00"} {
			missing := h.calls(h.rival, odd)[name]()
			if problem.KindOf(missing) != problem.NotFound || keyOf(missing) != "assessment.not_found" {
				t.Errorf("%s of %.20q: %v", name, odd, missing)
			}
		}
		if problem.KindOf(foreign) != problem.NotFound || keyOf(foreign) != "assessment.not_found" || foreign.Error() != h.calls(h.rival, "missing")[name]().Error() {
			t.Errorf("%s of another company: %v", name, foreign)
		}
		for role, by := range map[string]account.Actor{"a contributor without a share": h.contributor, "nobody": {}} {
			if err := h.calls(by, id)[name](); keyOf(err) != "assessment.not_found" {
				t.Errorf("%s as %s: %v", name, role, err)
			}
		}
	}
	for method := range reflect.TypeFor[*assessment.Desk]().Methods() {
		if !covered[method.Name] {
			t.Errorf("%s is in no row of this table", method.Name)
		}
	}
	if after := h.view(h.owner, id).Revision; after != before {
		t.Errorf("the assessment has revision %d, had %d", after, before)
	}
}

// TestReadersChangeNothing calls every operation as somebody who may only read.
func TestReadersChangeNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	reads := []string{"View", "Glance", "Asks", "Stated", "Previous", "Outcome", "Plan", "History", "Comments"}
	_, _, err := h.Plan(t.Context(), h.viewer, id)
	h.must(err)
	before := h.view(h.owner, id).Revision
	for name, call := range h.calls(h.viewer, id) {
		err := call()
		if strings.Contains(strings.Join(reads, " "), name) && name != "Comment" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if problem.KindOf(err) != problem.Forbidden {
			t.Errorf("%s as a reader: %v", name, err)
		}
	}
	if after := h.view(h.owner, id).Revision; after != before {
		t.Errorf("the assessment has revision %d, had %d", after, before)
	}
	_, err = h.Start(t.Context(), h.viewer, "forced-labour", "2027", false)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	minister := h.owner
	minister.Kind, minister.Role = account.Ministry, account.Officer
	_, err = h.List(t.Context(), minister)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	_, err = h.Library(t.Context(), minister)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
}

// TestInputHoldsNothingElse keeps fields of the stored kind out of what is typed: writer, time, state and evidence levels
// can never come from a form.
func TestInputHoldsNothingElse(t *testing.T) {
	t.Parallel()
	allowed := map[reflect.Type]string{
		reflect.TypeFor[assessment.Input]():       "Question Revision Choice Codes Text Cells Who By Reason Comment SelfDisclosed Language",
		reflect.TypeFor[assessment.Upload]():      "Question Name Content Size Kind Date From To Expires",
		reflect.TypeFor[assessment.PlanEdit]():    "Action Seen Owner Due Status Note Attach",
		reflect.TypeFor[assessment.Declaration](): "Name Position Agreed Seen",
	}
	for typed, want := range allowed {
		var names []string
		for field := range typed.Fields() {
			names = append(names, field.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s has %s, want %s", typed, got, want)
		}
	}
}
