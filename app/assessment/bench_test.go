package assessment_test

import "testing"

// BenchmarkTaskList is what the server does for the task list of a fully answered assessment: read, decide, count.
func BenchmarkTaskList(b *testing.B) {
	h := open(b)
	id := h.start()
	h.fill(id, example(b, "palm-estate.yaml"))
	b.ReportAllocs()
	for b.Loop() {
		v := h.view(h.owner, id)
		_, _, _, _ = v.Sections(), v.Progress(), v.Missing(), v.Waiting()
	}
}

// BenchmarkTaskListShared is the same for somebody who sees one section.
func BenchmarkTaskListShared(b *testing.B) {
	h := open(b)
	id := h.start()
	h.fill(id, example(b, "palm-estate.yaml"))
	h.must(h.Share(b.Context(), h.owner, id, definition(b).Sections[1].ID, h.contributor.Email, ""))
	b.ReportAllocs()
	for b.Loop() {
		v := h.view(h.contributor, id)
		_, _, _ = v.Sections(), v.Progress(), v.Missing()
	}
}

// BenchmarkSave is one answer stored durably.
func BenchmarkSave(b *testing.B) {
	h := open(b)
	id := h.start()
	codes := []string{"yes", "no"}
	var revision int64
	for i := 0; b.Loop(); i++ {
		revision = h.save(h.owner, id, one("agents_used", codes[i%2], revision))[0].Revision
	}
}
