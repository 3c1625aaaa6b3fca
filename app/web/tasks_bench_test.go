package web_test

import "testing"

// BenchmarkTaskList is the server time of the task list: the assessment read, decided and rendered.
func BenchmarkTaskList(b *testing.B) {
	h := open(b)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "Catatan")
	by := owner.actor()
	for b.Loop() {
		v, err := h.desk.View(b.Context(), by, id)
		h.must(err)
		if _, err := h.server.RenderTasks(v, "id"); err != nil {
			b.Fatal(err)
		}
	}
}
