package assessment_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// small is a version of the small questionnaire of the format's tests, changed by pairs of old and new text.
func small(t *testing.T, version string, changes ...string) *questionnaires.Definition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "questionnaires", "testdata", "library", "small", "v1.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	for i := 0; i+1 < len(changes); i += 2 {
		if !strings.Contains(text, changes[i]) {
			t.Fatalf("the small questionnaire has no %q", changes[i])
		}
		text = strings.Replace(text, changes[i], changes[i+1], 1)
	}
	text = strings.Replace(text, "version: 1\n", "version: "+version+"\n", 1)
	name := "small/v" + version + ".yaml"
	def, err := questionnaires.Load(fs.FS(fstest.MapFS{name: {Data: []byte(text)}}), name)
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// without is the text of one question of the small questionnaire, to take it out.
func without(t *testing.T, id string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "questionnaires", "testdata", "library", "small", "v1.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(data), "          - id: "+id+"\n")
	body, _, _ := strings.Cut(rest, "          - id: ")
	return "          - id: " + id + "\n" + body
}

// TestOldVersionsLive is traps 1, 2 and 3: while version 2 without a question is live, assessments of version 1 still
// show, take, score and submit it, under the version they began with.
func TestOldVersionsLive(t *testing.T) {
	t.Parallel()
	one := small(t, "1")
	two := small(t, "2", without(t, "started"), "")
	h := openWith(t, one)
	id, err := h.Start(t.Context(), h.owner, "small", "2026", false)
	h.must(err)
	started := assessment.Input{Question: "started", Choice: assessment.Value, Text: "17 Agustus 1995", Language: "id"}
	cases := assessment.Input{Question: "cases", Choice: assessment.Value, Text: "4", Language: "id"}
	h.save(h.owner, id, started, cases)
	numbers := h.view(h.owner, id).Number("cases")

	h.Desk = h.desk(one, two)
	v := h.view(h.owner, id)
	if v.Definition.Version != 1 || v.Answers.Answers["started"].Value.Text != "1995-08-17" || v.Number("cases") != numbers {
		t.Errorf("version %d shows %+v and numbers cases as %s", v.Definition.Version, v.Answers.Answers["started"], v.Number("cases"))
	}
	cases.Text, cases.Revision = "5", 1
	h.save(h.owner, id, cases)
	if v = h.view(h.owner, id); v.Assessment.Questionnaire != "small@1" || v.Answers.Answers["cases"].Value.Number != 5*rules.One {
		t.Errorf("edited as %s: %+v", v.Assessment.Questionnaire, v.Answers.Answers["cases"])
	}
	var rest []assessment.Input
	for _, m := range v.Missing() {
		rest = append(rest, assessment.Input{Question: m.Question, Choice: assessment.NotKnown, Who: "HR", By: "2026-12-15"})
	}
	h.save(h.owner, id, rest...)
	h.submit(id)
	o, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	if o.Result.Questionnaire.Version != 1 || o.Answers.Answers["started"].Value.Text != "1995-08-17" {
		t.Errorf("the result is of version %d with %+v", o.Result.Questionnaire.Version, o.Answers.Answers["started"])
	}
	_, err = h.Start(t.Context(), h.owner, "small", "2026", false)
	wantProblem(t, err, problem.Conflict, "assessment.exists")
	h.wantFreshYear()
}

// wantFreshYear begins the next year: with version 2, without a copied answer, and with last year's on offer.
func (h *house) wantFreshYear() {
	h.t.Helper()
	t := h.t
	next, err := h.Start(t.Context(), h.owner, "small", "2027", false)
	h.must(err)
	v := h.view(h.owner, next)
	if v.Definition.Version != 2 {
		t.Errorf("a new assessment is of version %d", v.Definition.Version)
	}
	if p := v.Progress(); p.Answered != 0 {
		t.Errorf("a new year begins with %d answers (trap 7)", p.Answered)
	}
	period, previous, err := h.Previous(t.Context(), h.owner, next)
	h.must(err)
	if _, gone := previous["started"]; period != "2026" || gone || previous["cases"].Text != "5" {
		t.Errorf("offered from %q: %+v", period, previous)
	}
	if p := h.view(h.owner, next).Progress(); p.Answered != 0 {
		t.Error("looking at last year's answers counts as answering")
	}
}

// TestChangedQuestionnaireIsNoticed opens an assessment whose published questionnaire was changed in place.
func TestChangedQuestionnaireIsNoticed(t *testing.T) {
	t.Parallel()
	h := openWith(t, small(t, "1"))
	id, err := h.Start(t.Context(), h.owner, "small", "2026", false)
	h.must(err)
	h.Desk = h.desk(small(t, "1", "Kapan perusahaan mulai bekerja?", "Kapan perusahaan mulai?"))
	_, err = h.View(t.Context(), h.owner, id)
	if problem.KindOf(err) != problem.Internal || err == nil || !strings.Contains(err.Error(), "hash") {
		t.Errorf("a changed questionnaire: %v", err)
	}
}

// TestMoveShowsAndKeepsWhatIsLost is trap 8.
func TestMoveShowsAndKeepsWhatIsLost(t *testing.T) {
	t.Parallel()
	h := openWith(t, small(t, "1"))
	id, err := h.Start(t.Context(), h.owner, "small", "2026", false)
	h.must(err)
	h.save(h.owner, id, one("agents_used", "yes", 0), assessment.Input{Question: "cases", Choice: assessment.Value, Text: "90000"},
		assessment.Input{Question: "started", Choice: assessment.Value, Text: "17/8/1995"})
	_, err = h.Newer(t.Context(), h.owner, id)
	wantProblem(t, err, problem.Conflict, "assessment.move.newest")

	h.Desk = h.desk(small(t, "1"), small(t, "2", without(t, "started"), "", "max: 100000", "max: 5000"))
	move, err := h.Newer(t.Context(), h.owner, id)
	h.must(err)
	if move.To != "small@2" || !slices.Equal(move.Lost, []string{"started", "cases"}) || len(move.New) != 0 {
		t.Fatalf("shown is %+v", move)
	}
	h.save(h.owner, id, one("agents_used", "no", 1))
	wantProblem(t, h.Move(t.Context(), h.owner, id, move), problem.Conflict, "assessment.changed")
	move, err = h.Newer(t.Context(), h.owner, id)
	h.must(err)
	h.must(h.Move(t.Context(), h.owner, id, move))
	v := h.view(h.owner, id)
	a := v.Assessment
	if v.Definition.Version != 2 || a.Answers["agents_used"].Codes[0] != "no" || len(a.Answers) != 1 {
		t.Errorf("moved to version %d with %+v", v.Definition.Version, a.Answers)
	}
	if len(a.Moves) != 1 || a.Moves[0].From != "small@1" || a.Moves[0].Lost["cases"].Text != "90000" || a.Moves[0].Lost["started"].Text != "1995-08-17" {
		t.Errorf("kept %+v", a.Moves)
	}
	h.save(h.owner, id, assessment.Input{Question: "cases", Choice: assessment.Value, Text: "90"})
}

// TestPreviousLeavesOutWhatNoLongerFits offers an answer whose option is gone.
func TestPreviousLeavesOutWhatNoLongerFits(t *testing.T) {
	t.Parallel()
	h := openWith(t, small(t, "1"))
	id, err := h.Start(t.Context(), h.owner, "small", "2026", false)
	h.must(err)
	h.save(h.owner, id, one("agents_used", "yes", 0), one("agent_types", "sponsor", 0),
		assessment.Input{Question: "cases", Choice: assessment.Value, Text: "90000"})
	for _, m := range h.view(h.owner, id).Missing() {
		h.save(h.owner, id, assessment.Input{Question: m.Question, Choice: assessment.NotKnown, Who: "HR", By: "2026-12-15"})
	}
	h.submit(id)
	h.Desk = h.desk(small(t, "1"), small(t, "2", "max: 100000", "max: 5000"))
	next, err := h.Start(t.Context(), h.owner, "small", "2027", false)
	h.must(err)
	_, previous, err := h.Previous(t.Context(), h.owner, next)
	h.must(err)
	if _, ok := previous["cases"]; ok || len(previous["agent_types"].Codes) != 1 {
		t.Errorf("offered %+v", previous)
	}
	if period, _, err := h.Previous(t.Context(), h.owner, id); err != nil || period != "" {
		t.Errorf("before the first year there is %q, %v", period, err)
	}
}

// TestBlankNeverHelps is trap 5 through the platform: an answer that says something bad, taken back to blank, never gives
// a better band or colour.
func TestBlankNeverHelps(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "garment-factory.yaml"))
	result := func() (int, string) {
		o, err := h.Outcome(t.Context(), h.owner, id)
		h.must(err)
		bands := append(questionnaires.BandCodes(), "insufficient_information")
		return slices.Index(bands, o.Result.Published.Band), o.Result.Published.Colour
	}
	order := []string{"green", "yellow", "red", "none"}
	band, colour := result()
	for _, question := range []string{"documents_held", "resign_penalty", "fee_items", "wages_unpaid", "overtime_refusal"} {
		e := h.view(h.owner, id).Assessment.Answers[question]
		h.save(h.owner, id, assessment.Input{Question: question, Revision: e.Revision})
		b, c := result()
		if b < band || slices.Index(order, c) < slices.Index(order, colour) && c != "none" {
			t.Errorf("leaving %s blank gives band %d %s after %d %s", question, b, c, band, colour)
		}
	}
}

// TestShortPath asks the questions of the short path alone.
func TestShortPath(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, err := h.Start(t.Context(), h.owner, "forced-labour", "2026", true)
	h.must(err)
	v := h.view(h.owner, id)
	for _, s := range v.Sections() {
		for _, topic := range s.Topics {
			for _, q := range topic.Visible {
				if !q.ShortPath {
					t.Errorf("the short path asks %s", q.ID)
				}
			}
		}
	}
	if p := v.Progress(); p.Applicable == 0 || p.Applicable > v.Definition.Counts.ShortPath {
		t.Errorf("the short path has %d questions of %d", p.Applicable, v.Definition.Counts.ShortPath)
	}
	h.fill(id, &questionnaires.Answers{})
	h.submit(id)
}

// TestReturned is trap 16: what was returned and submitted again is submitted, with both submissions kept.
func TestReturned(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.submitted()
	first := *h.view(h.owner, id).Assessment.Submission
	h.setState(id, assessment.Submitted, assessment.Returned)
	e := h.view(h.owner, id).Assessment.Answers["fee_rule"]
	h.save(h.owner, id, one("fee_rule", "step3", e.Revision))
	second := h.submit(id)
	a := h.view(h.owner, id).Assessment
	if a.State != assessment.Submitted || len(a.Earlier) != 1 || a.Earlier[0].SHA256 != first.SHA256 || second.SHA256 == first.SHA256 {
		t.Errorf("after returning: state %s, earlier %d", a.State, len(a.Earlier))
	}
	o, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	if o.Result.AnswersSHA256 != second.SHA256 {
		t.Error("the result is of the first submission")
	}
}

func TestWithdrawAndBeginAgain(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	err := h.Withdraw(t.Context(), h.owner, id, "  ")
	if got := strings.Join(faults(err), ";"); got != "reason assessment.withdraw.reason" {
		t.Errorf("without a reason: %v", err)
	}
	h.must(h.Withdraw(t.Context(), h.owner, id, "salah tahun"))
	wantProblem(t, h.Withdraw(t.Context(), h.owner, id, "lagi"), problem.Conflict, "account.state")
	_, _, err = h.Save(t.Context(), h.owner, id, []assessment.Input{one("agents_used", "yes", 0)})
	wantProblem(t, err, problem.Conflict, "account.state")
	again := h.start()
	_, err = h.Start(t.Context(), h.owner, "forced-labour", "2026", false)
	wantProblem(t, err, problem.Conflict, "assessment.exists")
	list, err := h.List(t.Context(), h.owner)
	h.must(err)
	if len(list) != 2 || again == id {
		t.Errorf("the list has %d assessments", len(list))
	}
	for _, c := range []struct{ questionnaire, period, want string }{
		{"no-such", "2026", "questionnaire assessment.start.questionnaire"},
		{"forced-labour@9", "2026", "questionnaire assessment.start.questionnaire"},
		{"forced-labour", "2028", "period assessment.start.period"},
		{"forced-labour", "26", "period assessment.start.period"},
		{"forced-labour", "2019", "period assessment.start.period"},
		{"forced-labour", "20 6", "period assessment.start.period"},
	} {
		_, err := h.Start(t.Context(), h.owner, c.questionnaire, c.period, false)
		if got := strings.Join(faults(err), ";"); got != c.want {
			t.Errorf("start %s %s: %v", c.questionnaire, c.period, err)
		}
	}
}
