package browser_test

import (
	"testing"
)

// TestHaste types faster than the page stores: nobody is ever in conflict with themselves, and the page says what it stored.
func TestHaste(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	p := d.member(t, "pemilik@mebel.example")
	topic := p.found(":id/bagian/profile/profile_workforce")
	p.open(topic)
	for round := range 5 {
		for _, q := range p.questions() {
			switch {
			case len(q.Fields) > 0:
				for _, name := range q.Fields {
					p.fill(name, string(rune('1'+round)))
				}
			case len(q.Choices) > 0:
				p.click(labelOf(q.Choices[round%len(q.Choices)]))
			}
		}
		if status := p.press(`form .save .btn.two`); status != 200 {
			t.Fatalf("saving in haste is answered with %d in round %d:\n%.1500s", status, round+1, p.text())
		}
		p.open(topic)
	}
	p.fill("c.workforce_table.permanent.women", "9")
	p.fill("c.workforce_table.permanent.men", "8")
	p.await(`/Tersimpan/.test(document.querySelector('[role="status"]').innerText)`)
	if status := p.open(topic); status != 200 || eval[string](p, `document.querySelector('[name="c.workforce_table.permanent.men"]').value`) != "8" {
		t.Errorf("what the page said it stored is not there")
	}
}
