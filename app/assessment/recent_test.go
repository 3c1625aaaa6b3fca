package assessment_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/assessment"
)

// TestTwoProcesses writes through two desks over one database in turn: what one of them kept in memory never hides what
// the other wrote, nor differs from what a third one reads for the first time.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	other := h.desk(definition(t))
	for i, code := range []string{"yes", "no", "yes", "yes", "no"} {
		writer := []*assessment.Desk{h.Desk, other}[i%2]
		before, err := writer.View(t.Context(), h.owner, id)
		h.must(err)
		in := one("agents_used", code, before.Assessment.Answers["agents_used"].Revision)
		in.Comment = code
		_, clashes, err := writer.Save(t.Context(), h.owner, id, []assessment.Input{in})
		if h.must(err); len(clashes) > 0 {
			t.Fatalf("turn %d: %+v", i, clashes)
		}
		fresh, err := h.desk(definition(t)).View(t.Context(), h.owner, id)
		h.must(err)
		for _, d := range []*assessment.Desk{h.Desk, other} {
			v, err := d.View(t.Context(), h.owner, id)
			h.must(err)
			if diff := cmp.Diff(fresh.Assessment, v.Assessment); diff != "" || v.Revision != fresh.Revision {
				t.Errorf("turn %d: revision %d of %d: %s", i, v.Revision, fresh.Revision, diff)
			}
		}
	}
}

// TestSavedWhileAShareSettles lets a colleague save between the moment an invited person is read and the moment their share
// gets its person: what the desk keeps in memory still holds the colleague's answer.
func TestSavedWhileAShareSettles(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.must(h.Share(t.Context(), h.owner, id, "recruitment", "baru@contoh.co.id", ""))
	link := regexp.MustCompile(`https://tuntas\.example/(?:id|en)/[a-z-]+/(\S+)`).FindStringSubmatch(h.mails.mails[0].Text)
	in, err := h.accounts.Accept(t.Context(), account.Acceptance{Token: link[1], Name: "Orang Baru", Position: "Staf HR", Password: password}, "Chrome")
	h.must(err)
	invited, err := h.accounts.Authenticate(t.Context(), in.Token)
	h.must(err)

	number := assessment.Input{Question: "housed_workers", Choice: assessment.Value, Text: "20", Language: "id"}
	d := h.interrupted(func() { h.save(h.owner, id, number) })
	_, clashes, err := d.Save(t.Context(), invited, id, []assessment.Input{one("agents_used", "yes", 0)})
	if h.must(err); len(clashes) > 0 {
		t.Fatalf("clashes %+v", clashes)
	}
	v, err := d.View(t.Context(), h.owner, id)
	h.must(err)
	if diff := cmp.Diff(h.view(h.owner, id).Assessment, v.Assessment); diff != "" {
		t.Errorf("what the desk keeps differs from what is stored: %s", diff)
	}
	if len(v.Assessment.Answers) != 2 {
		t.Errorf("%d answers, want both", len(v.Assessment.Answers))
	}
}
