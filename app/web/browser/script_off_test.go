package browser_test

import (
	"testing"
)

// TestWithoutScript is the way from the registration to the receipt in a browser that runs no script.
func TestWithoutScript(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	p := d.visitor(t, "somebody without script")
	p.lang = "en"
	p.withoutScript()
	p.register("CV Tanpa Skrip Rekaan", "9120001238888", "tanpa@skrip.example")
	if p.open("/penilaian"); eval[bool](p, `document.documentElement.classList.contains('script')`) {
		t.Fatal("the script runs although it is turned off")
	}
	home := p.start()
	p.answerAll(p.links(".tasks", "/bagian/"), strategy{option: best, number: "7", unknown: "agents_used"})
	wrongTwice(p, home)
	uploadedPlainly(p, home)
	p.open(home + "/kirim")
	p.state("declaration")
	p.watch.allow(422)
	p.press(button)
	p.state("declaration refused")
	p.watch.allow()
	p.fill("position", "Direktur")
	p.tick("agreed", "ya")
	p.press(button)
	p.at("/tanda-terima")
	p.state("receipt")
	p.open(home + "/hasil/andai")
	p.suppose(1)
	p.press(`main form .save .btn`)
	if !eval[bool](p, `!!document.querySelector('.beforeafter')`) {
		t.Errorf("what if is not answered without script:\n%.2000s", p.text())
	}
}

// wrongTwice saves what cannot be read: it stays in its field with a word beside it, also when the page is opened again.
func wrongTwice(p *person, home string) {
	p.t.Helper()
	topic := home + "/bagian/contract/contract_promise"
	field := `document.querySelector('[name="a.contract_share"]')`
	p.open(topic)
	p.fill("a.contract_share", "kira-kira separuh")
	p.watch.allow(422)
	p.press(`form .save .btn`)
	for range 2 {
		if value := eval[string](p, field+`.value`); value != "kira-kira separuh" {
			p.t.Errorf("what was typed became %q", value)
		}
		if !eval[bool](p, `!!document.querySelector('#q-contract_share .msg')`) {
			p.t.Errorf("nothing is said beside the field:\n%.1500s", p.text())
		}
		p.open(topic)
	}
	p.watch.allow()
	p.state("answer that cannot be read")
	p.fill("a.contract_share", "50")
	p.press(`form .save .btn.two`)
}

// uploadedPlainly adds a file by the form alone.
func uploadedPlainly(p *person, home string) {
	p.t.Helper()
	p.open(home + "/bukti/contract_share")
	p.attach(write(p.t, "kontrak.pdf", smallPDF("Kontrak")))
	p.press(`form[data-upload] .btn`)
	p.sees("kontrak.pdf")
	p.watch.allow(422)
	p.attach(write(p.t, "kosong.pdf", nil))
	p.press(`form[data-upload] .btn`)
	if !eval[bool](p, `!!document.querySelector('.sum a[href="#file"]')`) {
		p.t.Errorf("an empty file is not refused:\n%.1500s", p.text())
	}
	p.watch.allow()
}
