package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func TestSave(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()

	saved := h.save(h.owner, id, one("agents_used", "yes", 0))
	if len(saved) != 1 || saved[0].Revision != 1 {
		t.Fatalf("saved %+v", saved)
	}
	before := h.view(h.owner, id).Revision
	again := h.save(h.second, id, one("agents_used", "yes", 0))
	if again[0].Revision != 1 || h.view(h.owner, id).Revision != before {
		t.Errorf("the same answer again was written: %+v", again)
	}
	_, clashes, err := h.Save(t.Context(), h.second, id, []assessment.Input{one("agents_used", "no", 0)})
	h.must(err)
	if len(clashes) != 1 || clashes[0].Writer != "Sari Wulandari" || clashes[0].Stored.Codes[0] != "yes" || clashes[0].Typed.Codes[0] != "no" {
		t.Errorf("a stale answer is %+v, want a clash with Sari's", clashes)
	}
	h.save(h.second, id, one("agents_used", "no", 1))
	e := h.view(h.owner, id).Assessment.Answers["agents_used"]
	if e.Codes[0] != "no" || e.Revision != 2 || e.Writer != h.second.Person || !e.At.Equal(h.clock.now()) {
		t.Errorf("stored %+v", e)
	}
}

// TestUntouched posts a whole page back in which somebody else changed an answer that the writer never touched.
func TestUntouched(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.save(h.owner, id, one("agents_used", "yes", 0))
	h.save(h.second, id, one("agents_used", "no", 1))
	h.save(h.second, id, one("agents_used", "yes", 2), one("housed_workers", "", 0))

	number := assessment.Input{Question: "housed_workers", Choice: assessment.Value, Text: "20", Language: "id"}
	saved := h.save(h.owner, id, one("agents_used", "no", 2), number)
	if len(saved) != 1 || saved[0].Question != "housed_workers" {
		t.Errorf("saved %+v, want the number alone: the page still shows the old answer to the other", saved)
	}
	if e := h.view(h.owner, id).Assessment.Answers["agents_used"]; e.Codes[0] != "yes" || e.Revision != 3 {
		t.Errorf("an answer that nobody touched became %+v", e)
	}
	saved = h.save(h.owner, id, assessment.Input{Question: "agents_used"})
	if len(saved) != 0 {
		t.Errorf("an empty answer of a page from before the first one counts as a change: %+v", saved)
	}
}

func TestUnreadableIsKept(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	in := assessment.Input{Question: "housed_workers", Choice: assessment.Value, Text: "sekitar 40"}
	saved, _, err := h.Save(t.Context(), h.owner, id, []assessment.Input{in, one("agents_used", "yes", 0)})
	wantProblem(t, err, problem.Invalid, "form.invalid")
	if diff := cmp.Diff([]string{"housed_workers assessment.answer.number"}, faults(err)); diff != "" {
		t.Error(diff)
	}
	if len(saved) != 2 {
		t.Errorf("saved %+v, want both: the one to keep what was typed", saved)
	}
	v := h.view(h.owner, id)
	e := v.Assessment.Answers["housed_workers"]
	if e.Choice != assessment.Unreadable || e.Typed != assessment.Value || e.Text != "sekitar 40" {
		t.Errorf("kept %+v", e)
	}
	q, _ := v.Definition.Question("housed_workers")
	section, _ := v.Section(q.Section)
	if section.Status != assessment.Problem || !slices.Contains(section.Faults, "unreadable:housed_workers") {
		t.Errorf("the section is %s with %v", section.Status, section.Faults)
	}
	if !slices.ContainsFunc(v.Missing(), func(m assessment.Missing) bool { return m.Question == "housed_workers" && m.Unreadable }) {
		t.Error("an unreadable answer does not stand in the way of submission")
	}
	if v.Answers.Answers["housed_workers"].State != "" {
		t.Error("an unreadable answer counts")
	}
	in.Text, in.Revision = "1.240", e.Revision
	h.save(h.owner, id, in)
	if got := h.view(h.owner, id).Answers.Answers["housed_workers"].Value.Number; got != 1240*rules.One {
		t.Errorf("1.240 in Indonesian is %d", got)
	}
}

// TestWhoAnswers writes as everybody who may not.
func TestWhoAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	in := []assessment.Input{one("agents_used", "yes", 0)}
	stranger := h.rival
	stranger.Role = account.Viewer
	for _, c := range []struct {
		name string
		by   account.Actor
		kind problem.Kind
		key  string
	}{
		{"a reader", h.viewer, problem.Forbidden, "account.forbidden"},
		{"a contributor with whom nothing is shared", h.contributor, problem.NotFound, "assessment.not_found"},
		{"another company's owner", h.rival, problem.NotFound, "assessment.not_found"},
		{"another company's reader", stranger, problem.NotFound, "assessment.not_found"},
		{"nobody", account.Actor{}, problem.NotFound, "assessment.not_found"},
	} {
		_, _, err := h.Save(t.Context(), c.by, id, in)
		if problem.KindOf(err) != c.kind || keyOf(err) != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	_, _, err := h.Save(t.Context(), h.owner, id, []assessment.Input{one("agents_used", "yes", 0), one("no_such_question", "x", 0)})
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
	if v := h.view(h.owner, id); len(v.Assessment.Answers) != 0 {
		t.Errorf("something was stored: %v", v.Assessment.Answers)
	}
}

// TestTwentyWriters lets twenty people add a word to one answer until each is in.
func TestTwentyWriters(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	const writers = 20
	var group sync.WaitGroup
	var clashed atomic.Int64
	for i := range writers {
		group.Go(func() {
			in := one("agents_used", "yes", 0)
			word := fmt.Sprintf("w%02d", i)
			for {
				v, err := h.View(t.Context(), h.owner, id)
				if err != nil {
					t.Error(err)
					return
				}
				e := v.Assessment.Answers["agents_used"]
				in.Revision, in.Comment = e.Revision, e.Comment+" "+word
				_, clashes, err := h.Save(t.Context(), h.owner, id, []assessment.Input{in})
				if err != nil {
					t.Error(err)
					return
				}
				if len(clashes) == 0 {
					return
				}
				clashed.Add(1)
			}
		})
	}
	group.Wait()
	e := h.view(h.owner, id).Assessment.Answers["agents_used"]
	words := strings.Fields(e.Comment)
	slices.Sort(words)
	if len(slices.Compact(words)) != writers || e.Revision != writers {
		t.Errorf("%d words in revision %d after %d clashes: %s", len(words), e.Revision, clashed.Load(), e.Comment)
	}
}

// TestDifferentQuestionsNeverClash lets twenty people answer different questions of one page at once, each posting the
// whole page.
func TestDifferentQuestionsNeverClash(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	def := definition(t)
	var ladders []string
	for i := range def.Questions {
		if q := &def.Questions[i]; q.Ladder && len(ladders) < 20 {
			ladders = append(ladders, q.ID)
		}
	}
	var group sync.WaitGroup
	for mine := range ladders {
		group.Go(func() {
			var page []assessment.Input
			for i, question := range ladders {
				in := assessment.Input{Question: question}
				if i == mine {
					in = one(question, "step2", 0)
				}
				page = append(page, in)
			}
			if _, clashes, err := h.Save(t.Context(), h.owner, id, page); err != nil || len(clashes) > 0 {
				t.Errorf("%d clashes, %v", len(clashes), err)
			}
		})
	}
	group.Wait()
	v := h.view(h.owner, id)
	for _, question := range ladders {
		if e := v.Assessment.Answers[question]; len(e.Codes) != 1 || e.Revision != 1 {
			t.Errorf("%s is %+v", question, e)
		}
	}
}

// TestHiddenAnswers answers a question together with the answer that hides it: both are kept, and the hidden one is left
// out of the submission.
func TestHiddenAnswers(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "palm-estate.yaml"))
	e := h.view(h.owner, id).Assessment.Answers["agents_used"]
	h.save(h.owner, id, one("agents_used", "no", e.Revision), one("agent_types", "licensed", h.view(h.owner, id).Assessment.Answers["agent_types"].Revision))
	v := h.view(h.owner, id)
	if v.Sheet.Applies("agent_types") || !slices.Contains(v.Stale(), "agent_types") {
		t.Fatalf("agent_types applies: %v, stale: %v", v.Sheet.Applies("agent_types"), v.Stale())
	}
	if v.Assessment.Answers["agent_types"].Codes[0] != "licensed" {
		t.Error("the hidden answer was not kept")
	}
	h.fill(id, &questionnaires.Answers{})
	s := h.submit(id)
	o, err := h.Outcome(t.Context(), h.owner, id)
	h.must(err)
	if _, in := o.Answers.Answers["agent_types"]; in || !slices.Contains(s.Dropped, "agent_types") {
		t.Errorf("the hidden answer was submitted: %v, dropped %v", in, s.Dropped)
	}
}
