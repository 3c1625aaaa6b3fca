package browser_test

import (
	"fmt"
	"slices"
	"strings"
)

// evidence adds a file to an answer and takes it back home unchanged.
func evidence(p *person, home, question string) {
	p.t.Helper()
	document := smallPDF("Catatan gerbang Agustus")
	p.open(home + "/bukti/" + question)
	p.attach(write(p.t, "catatan gerbang.pdf", document))
	p.fill("date", "2 November 2026")
	p.press(`form[data-upload] .btn`)
	p.sees("catatan gerbang.pdf")
	p.state("evidence added")
	stored := p.download(`.ev a[href*="/berkas/"]`)
	if string(stored) != string(document) {
		p.t.Errorf("the file comes back with %d bytes, it had %d", len(stored), len(document))
	}
	p.open(home + "/bukti/" + question)
	p.attach(write(p.t, "bukan.pdf", []byte("<html>bukan PDF</html>")))
	p.click(`form[data-upload] .btn`)
	p.watch.allow(422)
	p.await(`document.querySelector('.sum a[href="#file"]')`)
	p.watch.allow()
	p.state("evidence refused")
}

// workbook takes the questionnaire home as a workbook, changes a cell and brings it back.
func workbook(p *person, home string) {
	p.t.Helper()
	p.open(home + "/excel")
	book := p.download(`main a.btn`)
	p.attach(write(p.t, "kuesioner.xlsx", edited(p.t, book, "contract_share", "E", 77)))
	p.press(`form[data-upload] .btn`)
	if changes := eval[int](p, `document.querySelectorAll('.changes > li').length`); changes != 1 {
		p.t.Errorf("one changed cell is shown as %d changes:\n%s", changes, p.text())
	}
	p.sees("77")
	p.state("changes of a workbook")
	p.press(`form .save .btn`)
	p.open(home + "/bagian/contract/contract_promise")
	if value := eval[string](p, `document.querySelector('[name="a.contract_share"]').value`); value != "77" {
		p.t.Errorf("after the workbook was taken %q stands there", value)
	}
}

// submitted checks the answers and sends them, twice.
func submitted(p *person, home, company string) {
	p.t.Helper()
	p.open(home + "/periksa")
	p.sees("77", "Bagian personalia")
	p.press(`main a.btn[href$="/kirim"]`)
	p.state("declaration")
	p.watch.allow(422)
	p.fill("position", "Direktur Utama")
	p.press(button)
	if faults := eval[int](p, `document.querySelectorAll('.sum a[href="#agreed"]').length`); faults != 1 {
		p.t.Errorf("a submission without its declaration: %s", p.text())
	}
	p.watch.allow()
	p.state("declaration refused")
	p.tick("agreed", "ya")
	p.press(button)
	p.at("/tanda-terima")
	p.state("receipt")
	hash := eval[string](p, `document.querySelector('.hash').innerText`)
	p.sees(company, "Sri Wahyuni")
	says(p.t, p.download(`main a[href$="/tanda-terima.pdf"]`), company)
	p.open(home + "/kirim")
	p.at("/tanda-terima")
	if again := eval[string](p, `document.querySelector('.hash').innerText`); again != hash || len(strings.Join(strings.Fields(hash), "")) != 64 {
		p.t.Errorf("the receipt says %q and then %q", hash, again)
	}
}

// understood reads the result, follows each kind of link and asks what three better answers would change.
func understood(p *person, home string) {
	p.t.Helper()
	p.open(home + "/hasil")
	if n := eval[int](p, `document.querySelectorAll('.strip li').length`); n != 11 {
		p.t.Errorf("the result shows %d indicators", n)
	}
	for _, path := range slices.Concat(p.links("main", "/hasil/"), p.links("main", "/bagian/"), p.links("main", "/periksa")) {
		if strings.Contains(path, ".") || strings.HasPrefix(path, "/en/") {
			continue
		}
		if status := p.open(path); status != 200 {
			p.t.Errorf("the result leads to %s: %d", path, status)
		}
	}
	const rows = `document.querySelectorAll('main form fieldset.qs').length`
	p.open(home + "/hasil/andai")
	for n := eval[int](p, rows); n < 3; n++ { // fewer are proposed where fewer would help
		p.choose("tambah", eval[string](p, `document.querySelector('select[name=tambah] optgroup option').value`))
		p.press(`main form .save .btn`)
	}
	supposed := p.suppose(3)
	p.click(`main form .save .btn`)
	p.await(`document.querySelector('.beforeafter')`)
	p.state("what if of three")
	if lines := eval[int](p, `document.querySelectorAll('.beforeafter tbody tr').length`); lines < 3 || supposed != 3 {
		p.t.Errorf("the answer to what if of %d has %d lines:\n%s", supposed, lines, p.text())
	}
}

// suppose supposes other answers to the first questions of the page, and is told to how many.
func (p *person) suppose(most int) int {
	p.t.Helper()
	lists := eval[[]string](p, `Array.from(document.querySelectorAll('main fieldset select')).map(s => s.name)`)
	for _, name := range lists[:min(most, len(lists))] {
		p.choose(name, eval[string](p, fmt.Sprintf(`(s => s.options[s.selectedIndex === 1 ? 2 : 1].value)(document.querySelector('select[name=%q]'))`, name)))
	}
	boxes := eval[[]string](p, `Array.from(document.querySelectorAll('main fieldset .opts')).map(o => o.querySelector('input:not(:checked)').id)`)
	for _, id := range boxes[:min(most-min(most, len(lists)), len(boxes))] {
		p.click(labelOf(id))
	}
	return min(most, len(lists)+len(boxes))
}

// planned changes an action and takes the plan and the report home as PDF.
func planned(p *person, home, company string) {
	p.t.Helper()
	p.open(home + "/rencana")
	p.press(`main table.plan td a`)
	action := p.path()
	p.fill("own_owner", "Kepala Kebun")
	p.choose("owner", "")
	p.click(`label[for="status-1"]`)
	p.fill("note", "Mandor sudah diberi tahu.")
	p.press(`main form .btn`)
	p.open(action)
	p.state("action changed")
	p.sees("Mandor sudah diberi tahu.", "Sri Wahyuni")
	p.open(home + "/rencana")
	p.sees("Kepala Kebun")
	says(p.t, p.download(`main a[href$="/rencana.pdf"]`), company, "Kepala Kebun")
	p.open(home + "/hasil")
	says(p.t, p.download(`main a[href="`+home+`/hasil/laporan.pdf"]`), company)
}
