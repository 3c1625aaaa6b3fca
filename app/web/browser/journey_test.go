package browser_test

import (
	"slices"
	"strings"
	"testing"
)

const (
	goodPassword = "panen kelapa sawit pagi hari"
	button       = "main form .btn"
)

// register opens an account for a company and its owner, up to the recovery codes.
func (p *person) register(company, nib, email string) {
	p.t.Helper()
	p.open("/daftar")
	p.fill("legal_name", company)
	p.fill("nib", nib)
	p.fill("name", "Sri Wahyuni")
	p.fill("position", "Direktur Utama")
	p.fill("email", email)
	p.tick("confirmed", "yes")
	p.press(button)
	p.at("/daftar/terkirim")
	p.open(p.demo.mailedLink(p.t, email))
	p.fill("password", goodPassword)
	p.press(button)
	p.at("/pembuat-kode")
	p.state("code generator to set up")
	secret := strings.ReplaceAll(eval[string](p, `document.querySelector('.secret').innerText`), " ", "")
	p.fill("code", code(p.t, secret))
	p.press(button)
	if codes := eval[int](p, `document.querySelectorAll('.codes li').length`); codes < 8 {
		p.t.Fatalf("%d recovery codes are shown", codes)
	}
	p.state("recovery codes")
	p.press("main .acts a.btn")
	p.at("/penilaian")
	p.state("no assessment yet")
}

// profile fills in what every questionnaire needs to know of the company.
func (p *person) profile() {
	p.t.Helper()
	p.open("/profil/kbli?cari=01262")
	p.tick("add", "01262")
	p.press(`main form[method="post"] .btn`)
	p.open("/profil/lokasi")
	row := eval[string](p, `document.querySelector('main fieldset input[name$=".name"]').name`)
	p.fill(row, "Kebun Satu")
	p.fill(strings.TrimSuffix(row, "name")+"regency", eval[string](p, `document.querySelector('#regencies option').value`))
	p.fill(strings.TrimSuffix(row, "name")+"workers", "40")
	p.press("main form .acts .btn")
	p.open("/profil/pekerja")
	p.fill(eval[string](p, `document.querySelector('.cells input').name`), "40")
	p.press("main form .acts .btn")
	p.open("/profil")
	p.sees("01262", "Kebun Satu", "40")
}

// start opens an assessment on the short path and is told its path.
func (p *person) start() string {
	p.t.Helper()
	p.open("/penilaian/mulai")
	p.tick("short", "ya")
	p.press(button)
	home := p.path()
	if !strings.HasPrefix(home, "/"+p.lang+"/penilaian/") || len(p.links(".tasks", "/bagian/")) == 0 {
		p.t.Fatalf("no task list at %s:\n%s", home, p.text())
	}
	p.state("task list at the beginning")
	return home
}

// TestJourney is a company's way from its registration to its action plan, with a colleague.
func TestJourney(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	owner := d.visitor(t, "the owner")
	owner.register("PT Uji Peramban Rekaan", "9120001239999", "sri@peramban.example")
	owner.profile()
	home := owner.start()
	sections := owner.links(".tasks", "/bagian/")
	theirs := home + "/bagian/movement"
	owner.answerAll(slices.DeleteFunc(slices.Clone(sections), func(s string) bool { return s == theirs }),
		strategy{option: worst, number: "12", unknown: "retaliation_24m", excluded: "incidents_24m"})
	colleague := invited(t, owner, home, "movement", "budi@peramban.example")
	colleague.answerAll([]string{theirs}, strategy{option: best, number: "3"})
	bothOnOne(owner, colleague, theirs+"/movement_freedom", "locked_in", "Budi Santoso")
	evidence(owner, home, "locked_in")
	workbook(owner, home)
	submitted(owner, home, "PT Uji Peramban Rekaan")
	understood(owner, home)
	planned(owner, home, "PT Uji Peramban Rekaan")
}

// invited lets a colleague answer one section, who then sees that section and nothing else.
func invited(t *testing.T, owner *person, home, section, email string) *person {
	t.Helper()
	owner.open(home + "/bagi")
	owner.choose("section", section)
	owner.fill("email", email)
	owner.fill("due", "30 November 2027")
	owner.press(`main form .btn`)
	owner.sees(email)
	colleague := owner.demo.visitor(t, "the colleague")
	colleague.open(owner.demo.mailedLink(t, email))
	colleague.state("invitation to a section")
	colleague.fill("name", "Budi Santoso")
	colleague.fill("password", goodPassword+" sekali")
	colleague.press(button)
	colleague.open(home)
	if seen := colleague.links(".tasks", "/bagian/"); !slices.Equal(seen, []string{home + "/bagian/" + section}) {
		t.Errorf("the colleague sees the sections %v", seen)
	}
	colleague.watch.allow(403, 404)
	for _, hidden := range []string{
		"/bagian/wages", "/bagian/wages/wages_payment", "/bukti/wages_unpaid", "/percakapan/wages_unpaid", "/kirim", "/hasil", "/rencana",
	} {
		if status := colleague.open(home + hidden); status != 403 && status != 404 && !strings.HasPrefix(colleague.path(), home) {
			t.Errorf("the colleague opens %s: %d at %s", hidden, status, colleague.path())
		} else if status == 200 && strings.Contains(colleague.text(), "wages") {
			t.Errorf("the colleague reads of wages at %s", hidden)
		}
	}
	colleague.watch.allow()
	if status, book := owner.demo.fetch(t, home+"/excel/unduh", colleague.cookies()); status == 200 {
		if share := cell(t, book, "contract_share", "E"); share != "" {
			t.Errorf("the colleague's workbook holds an answer of another section: %s", share)
		}
	}
	return colleague
}

// TestTwoAnswers is the same meeting of two people in English.
func TestTwoAnswers(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	owner, colleague := d.member(t, "pemilik@elektronik.example"), d.member(t, "personalia@elektronik.example")
	owner.lang, colleague.lang = "en", "en"
	bothOnOne(owner, colleague, colleague.found(":id/bagian/wages/wages_payment"), "wages_unpaid", "Eko Wahyudi")
}

// bothOnOne lets two people answer one question from the same state; the second chooses between both answers.
func bothOnOne(owner, colleague *person, topic, id, name string) {
	owner.t.Helper()
	owner.withoutScript() // else the browser says it while they still type
	owner.open(topic)
	colleague.open(topic)
	reply := func(p *person, option int) {
		q := p.questions()
		at := slices.IndexFunc(q, func(q question) bool { return q.ID == id })
		p.click(labelOf(q[at].Choices[option]))
	}
	reply(colleague, 2)
	colleague.press(`form .save .btn.two`)
	reply(owner, 1)
	owner.watch.allow(409)
	if status := owner.press(`form .save .btn`); status != 409 {
		owner.t.Fatalf("a second answer to one question is answered with %d:\n%s", status, owner.text())
	}
	owner.watch.allow()
	owner.sees(name)
	owner.state("two answers to one question")
	owner.tick("pilih."+id, "saya")
	owner.press(`form .save .btn`)
	owner.open(topic)
	if chosen := eval[string](owner, `document.querySelector('input[name="a.`+id+`"]:checked').id`); chosen != owner.questions()[0].Choices[1] {
		owner.t.Errorf("after the choice %s stands there", chosen)
	}
	owner.withScript()
}
