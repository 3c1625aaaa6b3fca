package assessment_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"tuntas/app/assessment"
	"tuntas/app/problem"
)

func TestHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	def := definition(t)
	q, _ := def.Question("fee_rule")
	other, _ := def.Question("workforce_table")
	h.save(h.owner, id, one("fee_rule", "step1", 0), assessment.Input{Question: "housed_workers", Choice: assessment.Value, Text: "20"})
	h.must(h.Share(t.Context(), h.owner, id, q.Section, h.contributor.Email, ""))
	h.save(h.contributor, id, one("fee_rule", "step2", 1))
	h.must(h.Comment(t.Context(), h.second, id, "fee_rule", "benar?"))
	_, _, err := h.Save(t.Context(), h.viewer, id, nil)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")
	_, err = h.AddEvidence(t.Context(), h.owner, id, upload(other.ID, "a.pdf", pdf()))
	h.must(err)

	events, err := h.History(t.Context(), h.viewer, id, 0)
	h.must(err)
	var lines []string
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("%s %s %s", e.Who, e.Verb, e.Question))
	}
	want := strings.Join([]string{
		"Sari Wulandari evidence.add workforce_table", "Rudi Hartono assessment.comment fee_rule", "Bayu Pratama assessment.answer fee_rule",
		"Sari Wulandari assessment.share ", "Sari Wulandari assessment.answer fee_rule", "Sari Wulandari assessment.answer housed_workers",
		"Sari Wulandari assessment.start ",
	}, "\n")
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("history is\n%s\nwant\n%s", got, want)
	}
	events, err = h.History(t.Context(), h.contributor, id, 0)
	h.must(err)
	for _, e := range events {
		if e.Section != q.Section && e.Verb != "assessment.start" {
			t.Errorf("a contributor sees %+v", e)
		}
	}
	if len(events) != 5 {
		t.Errorf("a contributor sees %d events", len(events))
	}
	older, err := h.History(t.Context(), h.viewer, id, events[0].Sequence)
	h.must(err)
	if len(older) == 0 || older[0].Sequence >= events[0].Sequence {
		t.Errorf("the next page is %+v", older)
	}
}

// TestHistoryLeavesOutWhatFailed loses races and looks for their acts.
func TestHistoryLeavesOutWhatFailed(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	in := h.declaration(id)
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			if _, err := h.Submit(t.Context(), h.owner, id, in); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	events, err := h.History(t.Context(), h.owner, id, 0)
	h.must(err)
	submits := 0
	for _, e := range events {
		if e.Verb == "assessment.submit" {
			submits++
		}
	}
	if submits != 1 {
		t.Errorf("the history tells of %d submissions", submits)
	}
}

func TestComments(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	err := h.Comment(t.Context(), h.owner, id, "fee_rule", " \u202e ")
	if got := strings.Join(faults(err), ";"); got != "text assessment.comment.empty" {
		t.Errorf("an empty comment: %v", err)
	}
	err = h.Comment(t.Context(), h.owner, id, "fee_rule", strings.Repeat("a", 4001))
	if got := strings.Join(faults(err), ";"); got != "text assessment.answer.too_long" {
		t.Errorf("a long comment: %v", err)
	}
	h.must(h.Comment(t.Context(), h.owner, id, "fee_rule", "satu"))
	h.clock.turn(1)
	h.must(h.Comment(t.Context(), h.second, id, "fee_rule", "dua\r\n"))
	h.must(h.Comment(t.Context(), h.second, id, "agents_used", "lain"))
	list, err := h.Comments(t.Context(), h.viewer, id, "fee_rule")
	h.must(err)
	if len(list) != 2 || list[0].Text != "satu" || list[1].Text != "dua" || list[1].Who != "Rudi Hartono" {
		t.Errorf("comments are %+v", list)
	}
	wantProblem(t, h.Comment(t.Context(), h.viewer, id, "fee_rule", "x"), problem.Forbidden, "account.forbidden")
	wantProblem(t, h.Comment(t.Context(), h.owner, id, "no_such", "x"), problem.NotFound, "assessment.not_found")
}

// TestHistoryLooksPastReading reads a result more often than a page has entries: what was changed before is still found.
func TestHistoryLooksPastReading(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.save(h.owner, id, one("fee_rule", "step1", 0))
	for range 151 {
		_, err := h.Outcome(t.Context(), h.owner, id)
		h.must(err)
	}
	events, err := h.History(t.Context(), h.owner, id, 0)
	h.must(err)
	if len(events) != 2 {
		t.Errorf("%d events, want the answer and the start", len(events))
	}
}
