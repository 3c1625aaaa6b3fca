package assessment_test

import (
	"slices"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
)

// TestShortIsLengthened goes on from the short path to all questions.
func TestShortIsLengthened(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, err := h.Start(t.Context(), h.owner, "forced-labour", "2026", true)
	h.must(err)
	h.save(h.owner, id, one("agents_used", "yes", 0))
	short := h.view(h.owner, id).Progress()
	wantProblem(t, h.Lengthen(t.Context(), h.viewer, id), problem.Forbidden, "account.forbidden")
	for range 2 { // the second time changes nothing
		h.must(h.Lengthen(t.Context(), h.owner, id))
	}
	v := h.view(h.owner, id)
	if long := v.Progress(); v.Assessment.Short || long.Applicable <= short.Applicable || long.Answered != short.Answered {
		t.Errorf("progress went from %+v to %+v, short %v", short, long, v.Assessment.Short)
	}
	events, err := h.History(t.Context(), h.owner, id, 0)
	h.must(err)
	if n := len(slices.DeleteFunc(events, func(e assessment.Event) bool { return e.Verb != "assessment.lengthen" })); n != 1 {
		t.Errorf("the history tells it %d times", n)
	}
	sent := h.submitted2027()
	wantProblem(t, h.Lengthen(t.Context(), h.owner, sent), problem.Conflict, "account.state")
}

// submitted2027 is a submitted assessment of another year.
func (h *house) submitted2027() assessment.ID {
	h.t.Helper()
	id, err := h.Start(h.t.Context(), h.owner, "forced-labour", "2027", true)
	h.must(err)
	h.fill(id, example(h.t, "palm-estate.yaml"))
	h.submit(id)
	return id
}

// TestTheProfileIsOffered offers the profile's numbers of workers and stores none of them.
func TestTheProfileIsOffered(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	none, err := h.Stated(t.Context(), h.owner, id)
	h.must(err)
	if len(none) != 0 {
		t.Errorf("an empty profile states %v", none)
	}
	o, err := h.accounts.Organisation(t.Context(), h.owner)
	h.must(err)
	o.Profile.KBLI, o.Profile.Workforce = []string{"01262"}, account.Workforce{"permanent": {"women": 1234, "men": 0}}
	o.Profile.Sites = []account.Site{{Name: "Kebun", Regency: "6104", Workers: 1234}}
	h.must(h.accounts.SaveProfile(t.Context(), h.owner, o.Profile))
	stated, err := h.Stated(t.Context(), h.owner, id)
	h.must(err)
	cells := stated["workforce_table"].Cells
	if len(stated) != 1 || cells["permanent"]["women"] != "1234" || cells["permanent"]["men"] != "0" || len(cells) != 1 {
		t.Errorf("the profile states %v", stated)
	}
	if e := h.view(h.owner, id).Assessment.Answers["workforce_table"]; e.Revision != 0 {
		t.Errorf("it was stored: %+v", e)
	}
	h.must(h.Share(t.Context(), h.owner, id, "voice", h.contributor.Email, ""))
	stated, err = h.Stated(t.Context(), h.contributor, id)
	h.must(err)
	if len(stated) != 0 {
		t.Errorf("somebody without the section is told %v", stated)
	}
}

// TestAPromiseIsInTheFuture refuses a day that is past, but not one that was promised before it passed.
func TestAPromiseIsInTheFuture(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	promise := assessment.Input{Question: "agents_used", Choice: assessment.NotKnown, Who: "HR", By: "23/11/2026"}
	_, _, err := h.Save(t.Context(), h.owner, id, []assessment.Input{promise})
	if got := strings.Join(faults(err), " "); got != "agents_used.by assessment.answer.by_past" {
		t.Errorf("yesterday gives %q", got)
	}
	if e := h.view(h.owner, id).Assessment.Answers["agents_used"]; e.Choice != assessment.Unreadable || e.By != "2026-11-23" {
		t.Errorf("what was typed is not kept: %+v", e)
	}
	promise.By, promise.Revision = "24/11/2026", 1
	h.save(h.owner, id, promise)
	h.clock.turn(2)
	promise.Comment, promise.Revision = "masih dicari", 2
	h.save(h.owner, id, promise)
	if e := h.view(h.owner, id).Assessment.Answers["agents_used"]; e.Choice != assessment.NotKnown || e.Comment == "" {
		t.Errorf("a note on an old promise is stored as %+v", e)
	}
}

// TestAFileAndItsFormAreFaultyAtOnce says everything that is wrong together.
func TestAFileAndItsFormAreFaultyAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	bad := assessment.Upload{Question: "agents_used", Kind: "nothing", Date: "1/1/2030", From: "2/2/2026", To: "1/1/2026", Expires: "soon"}
	for want, content := range map[string]*strings.Reader{
		"file assessment.file.none": nil, "file assessment.file.type": strings.NewReader("MZ"),
	} {
		if content != nil {
			bad.Name, bad.Content = "a.pdf", content
		}
		_, err := h.AddEvidence(t.Context(), h.owner, id, bad)
		want += "; kind assessment.file.kind; expires assessment.answer.date; date assessment.file.date_future; to assessment.file.to_before_from"
		if got := strings.Join(faults(err), "; "); got != want {
			t.Errorf("faults are %s, want %s", got, want)
		}
		bad.Name, bad.Content = "", nil
	}
	if files, pieces := h.stored(); files != 0 || pieces != 0 {
		t.Errorf("%d files and %d pieces were stored", files, pieces)
	}
}

// TestTheHistoryTellsChangesApart tells a first answer from a changed one, and a section completed from one taken back.
func TestTheHistoryTellsChangesApart(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.save(h.owner, id, one("agents_used", "yes", 0))
	h.save(h.owner, id, one("agents_used", "no", 1))
	h.must(h.Mark(t.Context(), h.owner, id, "recruitment", false))
	events, err := h.History(t.Context(), h.owner, id, 0)
	h.must(err)
	if len(events) != 4 || !events[0].Undone || !events[1].Again || events[2].Again || events[2].Undone {
		t.Errorf("the history is %+v", events)
	}
}

// TestContradictionsAreSaidWhileTheyCanBeMended names the answers in their order, until the assessment is submitted.
func TestContradictionsAreSaidWhileTheyCanBeMended(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "palm-estate.yaml"))
	before := h.view(h.owner, id)
	h.save(h.owner, id, assessment.Input{
		Question: "housed_workers", Choice: assessment.Value, Text: "50000", Revision: before.Assessment.Answers["housed_workers"].Revision,
	})
	v := h.view(h.owner, id)
	all := v.Contradictions()
	at := slices.IndexFunc(all, func(c assessment.Contradiction) bool {
		return slices.Equal(c.Answers, []string{"workforce_table", "housed_workers"})
	})
	if at < 0 || len(all) != len(before.Contradictions())+1 {
		t.Errorf("contradictions are %v, were %v", all, before.Contradictions())
	}
	if s, _ := v.Section("profile"); s.Status != assessment.Problem {
		t.Errorf("the section is %s", s.Status)
	}
	h.must(h.Share(t.Context(), h.owner, id, "voice", h.contributor.Email, ""))
	for _, c := range h.view(h.contributor, id).Contradictions() {
		if slices.Contains(c.Answers, "housed_workers") {
			t.Errorf("somebody without the section is told of %v", c)
		}
	}
	h.submit(id)
	v = h.view(h.owner, id)
	if s, _ := v.Section("profile"); len(v.Contradictions()) != 0 || s.Status == assessment.Problem {
		t.Errorf("after submission the section is %s, contradictions %v", s.Status, v.Contradictions())
	}
}
