package assessment_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// TestFiftySubmits submits fifty times at once: there is one submission, and everybody gets it.
func TestFiftySubmits(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	in := h.declaration(id)
	results := make([]assessment.Submission, 50)
	var group sync.WaitGroup
	for i := range results {
		group.Go(func() {
			mine := in
			mine.Name = fmt.Sprintf("Orang %02d", i)
			var err error
			if results[i], err = h.Submit(t.Context(), h.owner, id, mine); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for i := range results {
		if diff := cmp.Diff(results[0], results[i]); diff != "" {
			t.Errorf("submission %d differs from the first:\n%s", i, diff)
		}
	}
	if got := *h.view(h.owner, id).Assessment.Submission; got.Name != results[0].Name {
		t.Errorf("stored is that of %s, answered was that of %s", got.Name, results[0].Name)
	}
}

// TestSaveAgainstSubmit saves while somebody submits: an answer is either among the frozen ones or refused.
func TestSaveAgainstSubmit(t *testing.T) {
	t.Parallel()
	h := open(t)
	for round := range 12 {
		id, err := h.Start(t.Context(), h.owner, "forced-labour", fmt.Sprint(2020+round%6), false)
		if problem.KindOf(err) == problem.Conflict {
			continue
		}
		h.must(err)
		h.fill(id, example(t, "software-firm.yaml"))
		v := h.view(h.owner, id)
		in := v.Assessment.Answers["fee_rule"]
		input := assessment.Input{Question: "fee_rule", Choice: assessment.InProgress, Revision: in.Revision, Comment: "last"}
		declaration := h.declaration(id)
		var saveErr, submitErr error
		var group sync.WaitGroup
		group.Go(func() { _, _, saveErr = h.Save(t.Context(), h.second, id, []assessment.Input{input}) })
		group.Go(func() { _, submitErr = h.Submit(t.Context(), h.owner, id, declaration) })
		group.Wait()
		if submitErr != nil {
			wantProblem(t, submitErr, problem.Conflict, "assessment.changed")
			h.submit(id)
		}
		o, err := h.Outcome(t.Context(), h.owner, id)
		h.must(err)
		frozen := o.Answers.Answers["fee_rule"].Comment == "last"
		if frozen != (saveErr == nil) {
			t.Errorf("round %d: saved %v, frozen %v", round, saveErr, frozen)
		}
		if saveErr != nil {
			wantProblem(t, saveErr, problem.Conflict, "account.state")
		}
	}
}

func TestSubmitRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	good := h.declaration(id)
	for _, c := range []struct {
		name   string
		change func(*assessment.Declaration)
		kind   problem.Kind
		key    string
		fields []string
	}{
		{"without a name", func(d *assessment.Declaration) { d.Name = " \u202e" }, problem.Invalid, "form.invalid", []string{"name assessment.declaration.name"}},
		{"without a position", func(d *assessment.Declaration) { d.Position = "" }, problem.Invalid, "form.invalid", []string{"position assessment.declaration.position"}},
		{"without agreeing", func(d *assessment.Declaration) { d.Agreed = false }, problem.Invalid, "form.invalid", []string{"agreed assessment.declaration.agreed"}},
		{"after looking at something older", func(d *assessment.Declaration) { d.Seen-- }, problem.Conflict, "assessment.changed", nil},
		{"without having looked", func(d *assessment.Declaration) { d.Seen = 0 }, problem.Conflict, "assessment.changed", nil},
	} {
		in := good
		c.change(&in)
		_, err := h.Submit(t.Context(), h.owner, id, in)
		if problem.KindOf(err) != c.kind || keyOf(err) != c.key || cmp.Diff(c.fields, faults(err)) != "" {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	_, err := h.Submit(t.Context(), h.viewer, id, good)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	h.submit(id)
	_, err = h.Submit(t.Context(), h.viewer, id, good)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	_, err = h.Submit(t.Context(), h.rival, id, good)
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
}

// setState does what a reviewer will do: it moves an assessment to another state.
func (h *house) setState(id assessment.ID, from, to assessment.State) {
	h.t.Helper()
	schema := assessment.Schemas()[0]
	assignment := []store.Assignment{{Path: "state", JSON: []byte(`"` + string(to) + `"`)}}
	_, err := h.engine.Set(h.t.Context(), &schema, string(id), []store.Guard{{Path: "state", Value: store.Text(from)}}, assignment)
	h.must(err)
}

// TestTampering changes the frozen answers behind the receipt's back.
func TestTampering(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	s := h.view(h.owner, id).Assessment.Submission
	content, _, err := h.engine.Files().Open(t.Context(), s.AnswersFile)
	h.must(err)
	data, err := io.ReadAll(content)
	h.must(errors.Join(err, content.Close()))
	changed, err := h.engine.Files().Put(t.Context(), strings.NewReader(strings.Replace(string(data), "step1", "step4", 1)))
	h.must(err)

	set := func(sum string) {
		schema := assessment.Schemas()[0]
		doc, err := h.engine.Get(t.Context(), &schema, string(id), 0)
		h.must(err)
		doc.Body = regexp.MustCompile(`("answers_file":\s*)"[0-9a-f]+"`).ReplaceAll(doc.Body, []byte(`$1"`+sum+`"`))
		h.must(h.engine.Replace(t.Context(), &schema, doc, doc.Revision))
	}
	set(changed.Sum)
	_, err = h.Outcome(t.Context(), h.owner, id)
	if problem.KindOf(err) != problem.Internal || !strings.Contains(fmt.Sprint(err), "tampered") {
		t.Errorf("other answers behind the receipt: %v", err)
	}
	h2 := open(t)
	id = h2.submitted()
	h2.must(h2.engine.Files().Delete(t.Context(), h2.view(h2.owner, id).Assessment.Submission.AnswersFile))
	_, err = h2.Outcome(t.Context(), h2.owner, id)
	if problem.KindOf(err) != problem.Internal || !strings.Contains(fmt.Sprint(err), "tampered") {
		t.Errorf("no answers behind the receipt: %v", err)
	}
}

// TestMissingMeansRefused submits random answers: it is possible exactly when nothing is missing.
func TestMissingMeansRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	def := definition(t)
	random := rand.New(rand.NewPCG(5, 11))
	id := h.start()
	example := inputs(def, example(t, "palm-estate.yaml"))
	accepted := 0
	for round := range 25 {
		v := h.view(h.owner, id)
		var some []assessment.Input
		for i := range def.Questions {
			in := randomInput(random, &def.Questions[i], round >= 15)
			in.Revision = v.Assessment.Answers[in.Question].Revision
			if random.IntN(3) == 0 || round >= 15 {
				some = append(some, in)
			}
		}
		if round == 0 {
			some = example
		}
		if _, clashes, err := h.Save(t.Context(), h.owner, id, some); len(clashes) > 0 || err != nil && problem.KindOf(err) != problem.Invalid {
			t.Fatal(len(clashes), err)
		}
		missing := len(h.view(h.owner, id).Missing())
		_, err := h.Submit(t.Context(), h.owner, id, h.declaration(id))
		switch {
		case (err == nil) != (missing == 0):
			t.Fatalf("round %d: %d missing, submit says %v", round, missing, err)
		case err == nil:
			accepted++
			if o, err := h.Outcome(t.Context(), h.owner, id); err != nil || o.Result.AnswersSHA256 == "" {
				t.Fatalf("round %d: no result of submitted answers: %v", round, err)
			}
			h.must(h.Withdraw(t.Context(), h.owner, id, "ulang"))
			id = h.start()
		}
	}
	if accepted < 3 {
		t.Errorf("only %d of the random assessments could be submitted", accepted)
	}
}

// randomInput is any answer a question takes, or with whole only one that is complete.
func randomInput(random *rand.Rand, q *questionnaires.Question, whole bool) assessment.Input {
	in := assessment.Input{Question: q.ID, Choice: assessment.Value, Language: "en"}
	pick := random.IntN(8)
	switch {
	case pick == 0:
		in.Choice, in.Who, in.By = assessment.NotKnown, "HR", "2026-12-15"
		return in
	case pick == 1 && !q.NeverNA && !q.RedFlag:
		in.Choice, in.Reason = assessment.NotApplicable, "tidak ada"
		return in
	case pick == 2 && q.Ladder:
		in.Choice = assessment.InProgress
		return in
	case pick == 3 && !whole:
		in.Choice, in.Who = assessment.NotKnown, "" // unreadable
		return in
	case pick == 4 && !whole:
		in.Choice = assessment.NotChosen
		return in
	}
	amount := func() string {
		return questionnaires.FormatDecimal(min(q.Max, q.Min+q.Step*rules.Decimal(random.IntN(4))))
	}
	switch q.Kind {
	case rules.Single, rules.Multiple:
		in.Codes = []string{q.Options[random.IntN(len(q.Options))].Code}
	case rules.Table:
		for _, row := range q.Rows {
			for _, column := range q.Columns {
				cell(&in, row.Code, column.Code, amount())
			}
		}
	case rules.Number:
		in.Text = amount()
	case rules.Date:
		in.Text = "2026-01-01"
	default:
		in.Text = "teks"
	}
	return in
}

// TestEveryActIsLogged looks for the acts of a whole life in the log, and for answers, which must not be there.
func TestEveryActIsLogged(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	const canary = "KENARI-7741"
	h.save(h.owner, id, assessment.Input{Question: "agents_used", Choice: assessment.Value, Codes: []string{"yes"}, Comment: canary})
	h.save(h.owner, id, assessment.Input{Question: "housed_workers", Choice: assessment.NotKnown, Who: canary, By: "15/12/2026"})
	h.must(h.Comment(t.Context(), h.owner, id, "agents_used", canary))
	h.fill(id, example(t, "software-firm.yaml"))
	h.submit(id)
	_, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	_, _, err = h.Save(t.Context(), h.viewer, id, nil)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	entries, err := h.log.Entries(t.Context(), audit.Selection{Object: "assessment/" + string(id), Limit: 200})
	h.must(err)
	verbs := map[string]string{}
	for _, e := range entries {
		verbs[e.Verb] = e.Outcome
		if strings.Contains(fmt.Sprint(e), canary) || e.Organisation != string(h.owner.Organisation) {
			t.Errorf("the log says %+v", e)
		}
	}
	want := map[string]string{
		"assessment.start": "", "assessment.answer": "", "assessment.comment": "", "assessment.submit": "", "result.read": "",
	}
	for verb, outcome := range want {
		if got, ok := verbs[verb]; !ok || got != outcome {
			t.Errorf("%s is in the log: %v, %q", verb, ok, got)
		}
	}
}
