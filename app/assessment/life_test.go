package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// TestLife follows one company from the start to its plan.
func TestLife(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()

	_, err := h.Start(t.Context(), h.owner, "forced-labour@1", "2026", false)
	wantProblem(t, err, problem.Conflict, "assessment.exists")

	v := h.view(h.owner, id)
	if p := v.Progress(); p.Answered != 0 || p.Applicable < 50 {
		t.Errorf("progress at the start is %+v", p)
	}
	_, err = h.Outcome(t.Context(), h.owner, id)
	wantProblem(t, err, problem.Conflict, "assessment.too_early")
	_, _, err = h.Plan(t.Context(), h.owner, id)
	wantProblem(t, err, problem.Conflict, "assessment.plan.too_early")
	_, err = h.Submit(t.Context(), h.owner, id, h.declaration(id))
	wantProblem(t, err, problem.Invalid, "assessment.incomplete")

	h.fill(id, example(t, "palm-estate.yaml"))
	preview, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	if !preview.Preview {
		t.Error("the result before submission is no preview")
	}
	s := h.submit(id)
	o, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	if o.Preview || o.Result.AnswersSHA256 != s.SHA256 || o.Result.Date != "2026-11-24" {
		t.Errorf("the result is of %s on %s (preview %v), want %s", o.Result.AnswersSHA256, o.Result.Date, o.Preview, s.SHA256)
	}
	if diff := cmp.Diff(preview.Result, o.Result); diff != "" {
		t.Errorf("the result after submission differs from its preview (-before +after):\n%s", diff)
	}
	again := h.submit(id)
	if diff := cmp.Diff(s, again); diff != "" {
		t.Errorf("the second submission differs (-first +second):\n%s", diff)
	}
	_, _, err = h.Save(t.Context(), h.owner, id, []assessment.Input{one("agents_used", "no", 1)})
	wantProblem(t, err, problem.Conflict, "account.state")

	list, err := h.List(t.Context(), h.owner)
	h.must(err)
	if len(list) != 1 || list[0].ID != id || list[0].Assessment.State != assessment.Submitted || list[0].Assessment.Answers != nil {
		t.Errorf("the list is %+v", list)
	}
	plan, _, err := h.Plan(t.Context(), h.owner, id)
	h.must(err)
	if len(plan.Actions) != len(o.Result.Findings) || len(plan.Actions) == 0 {
		t.Errorf("%d actions for %d findings", len(plan.Actions), len(o.Result.Findings))
	}
}

// TestSameAsTheFile answers the example companies by hand and compares what is stored with their answers files.
func TestSameAsTheFile(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"palm-estate.yaml", "garment-factory.yaml", "software-firm.yaml", "tuna-longliners.yaml", "electronics-plant.yaml"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			id, want := h.start(), example(t, name)
			h.save(h.owner, id, inputs(definition(t), want)...)
			got := h.view(h.owner, id).Answers
			for question, w := range want.Answers {
				w.Evidence, w.Review, w.Verified = nil, "", nil
				if w.State == questionnaires.NotApplicable {
					w.State = questionnaires.Claimed
				}
				if w.State == questionnaires.NotKnown {
					w.Who, w.By = orElse(w.Who, "HR"), orElse(w.By, "2026-12-15")
				}
				if diff := cmp.Diff(w, got.Answers[question]); diff != "" {
					t.Errorf("%s differs (-file +stored):\n%s", question, diff)
				}
			}
		})
	}
}
