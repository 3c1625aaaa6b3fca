package assessment_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// changes are the questions of a proposal.
func changes(p assessment.Proposal) []string {
	var list []string
	for _, c := range p.Changes {
		list = append(list, c.Question)
	}
	return list
}

func TestPropose(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "palm-estate.yaml"))
	stored := h.view(h.owner, id)
	book := *stored.Answers
	book.Answers = maps.Clone(book.Answers)
	base := map[string]int64{}
	for question, e := range stored.Assessment.Answers {
		base[question] = e.Revision
	}
	p, err := h.Propose(t.Context(), h.owner, id, &book, base)
	h.must(err)
	if len(p.Changes) != 0 {
		t.Fatalf("the workbook as it was downloaded changes %v", changes(p))
	}

	book.Answers["fee_rule"] = questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"step3"}}}
	book.Answers["agent_screening"] = questionnaires.Answer{State: questionnaires.NotKnown}
	book.Answers["contract_share"] = questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Number: 77 * 10_000}}
	delete(book.Answers, "agents_used")
	h.save(h.second, id, assessment.Input{
		Question: "contract_share", Choice: assessment.Value, Text: "55", Revision: base["contract_share"], Language: "id",
	})
	p, err = h.Propose(t.Context(), h.owner, id, &book, base)
	h.must(err)
	got := map[string]assessment.Change{}
	for _, c := range p.Changes {
		got[c.Question] = c
	}
	if len(got) != 3 || got["fee_rule"].Clash || got["fee_rule"].Fault != "" || !got["contract_share"].Clash || got["agent_screening"].Fault != "assessment.answer.who" {
		t.Fatalf("changes are %+v", got)
	}
	again, err := h.Proposal(t.Context(), h.owner, id, p.ID)
	h.must(err)
	if !slices.Equal(changes(again), changes(p)) {
		t.Errorf("kept %v, made %v", changes(again), changes(p))
	}

	h.wantTaken(id, p, base)
	h.wantKeptForOne(id, p)
	if v := h.view(h.owner, id); v.Assessment.Answers["fee_rule"].Codes[0] != "step3" || v.Assessment.Answers["agents_used"].Codes[0] != "yes" {
		t.Error("the taken answer is not there, or an empty cell took one away")
	}
}

// wantTaken takes what can be taken of a proposal, and what changed since it was made.
func (h *house) wantTaken(id assessment.ID, p assessment.Proposal, base map[string]int64) {
	h.t.Helper()
	t := h.t
	saved, clashes, err := h.Take(t.Context(), h.owner, id, p.ID, []string{"fee_rule", "agent_screening"})
	h.must(err)
	if len(saved) != 1 || saved[0].Question != "fee_rule" || len(clashes) != 0 {
		t.Errorf("took %+v, clashes %+v; the one with a fault cannot be taken", saved, clashes)
	}
	h.save(h.second, id, assessment.Input{Question: "contract_share", Choice: assessment.Value, Text: "56", Revision: base["contract_share"] + 1})
	_, clashes, err = h.Take(t.Context(), h.owner, id, p.ID, []string{"contract_share"})
	h.must(err)
	if len(clashes) != 1 || clashes[0].Writer != "Rudi Hartono" {
		t.Errorf("what changed since the proposal is no clash: %+v", clashes)
	}
	_, _, err = h.Take(t.Context(), h.owner, id, p.ID, []string{"housed_workers"})
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
}

// wantKeptForOne looks at a proposal as others, and a day later.
func (h *house) wantKeptForOne(id assessment.ID, p assessment.Proposal) {
	h.t.Helper()
	t := h.t
	for name, err := range map[string]error{
		"somebody else of the company": second(h.Proposal(t.Context(), h.second, id, p.ID)),
		"another company":              second(h.Proposal(t.Context(), h.rival, id, p.ID)),
		"none such":                    second(h.Proposal(t.Context(), h.owner, id, "none")),
	} {
		if keyOf(err) != "assessment.not_found" {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.clock.Lock()
	h.clock.at = h.clock.at.Add(25 * time.Hour)
	h.clock.Unlock()
	_, err := h.Proposal(t.Context(), h.owner, id, p.ID)
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
}

func second[T any](_ T, err error) error { return err }

// TestSixProposals makes one more than wait at a time.
func TestSixProposals(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	book := questionnaires.Answers{Questionnaire: "forced-labour@1"}
	var made []string
	for range 6 {
		h.clock.Lock()
		h.clock.at = h.clock.at.Add(time.Minute)
		h.clock.Unlock()
		p, err := h.Propose(t.Context(), h.owner, id, &book, nil)
		h.must(err)
		made = append(made, p.ID)
	}
	wantProblem(t, second(h.Proposal(t.Context(), h.owner, id, made[0])), problem.NotFound, "assessment.not_found")
	for _, proposal := range made[1:] {
		h.must(second(h.Proposal(t.Context(), h.owner, id, proposal)))
	}
}

// TestProposeKeepsWhatWasTyped proposes a comment for an answer that cannot be read, and answers of foreign sections.
func TestProposeKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	_, _, err := h.Save(t.Context(), h.owner, id, []assessment.Input{{Question: "housed_workers", Choice: assessment.Value, Text: "sekitar 40"}})
	wantProblem(t, err, problem.Invalid, "form.invalid")
	book := questionnaires.Answers{Questionnaire: "forced-labour@1", Answers: map[string]questionnaires.Answer{
		"housed_workers": {Comment: "lihat berkas"},
	}}
	p, err := h.Propose(t.Context(), h.owner, id, &book, nil)
	h.must(err)
	if len(p.Changes) != 1 || p.Changes[0].Input.Text != "sekitar 40" || p.Changes[0].Fault == "" {
		t.Errorf("changes are %+v", p.Changes)
	}
	q, _ := definition(t).Question("fee_rule")
	h.must(h.Share(t.Context(), h.owner, id, q.Section, h.contributor.Email, ""))
	book.Answers["fee_rule"] = questionnaires.Answer{State: questionnaires.InProgress}
	p, err = h.Propose(t.Context(), h.contributor, id, &book, nil)
	h.must(err)
	if !slices.Equal(changes(p), []string{"fee_rule"}) {
		t.Errorf("a contributor's workbook changes %v", changes(p))
	}
	h.must(h.Unshare(t.Context(), h.owner, id, q.Section))
	other := definition(t).Sections[len(definition(t).Sections)-1].ID
	h.must(h.Share(t.Context(), h.owner, id, other, h.contributor.Email, ""))
	_, _, err = h.Take(t.Context(), h.contributor, id, p.ID, []string{"fee_rule"})
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
	book.Questionnaire = "forced-labour@2"
	_, err = h.Propose(t.Context(), h.owner, id, &book, nil)
	wantProblem(t, err, problem.Invalid, "assessment.proposal.questionnaire")
}
