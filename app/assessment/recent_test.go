package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
