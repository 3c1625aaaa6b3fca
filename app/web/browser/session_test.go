package browser_test

import (
	"strings"
	"testing"
)

const longThought = "Kami sudah bertanya kepada mandor.\nJawabannya: \"belum tentu\" & <mungkin>."

// TestSessionEnds writes while the session ends: what was typed is there after signing in again.
func TestSessionEnds(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	for _, c := range []struct {
		name, as string
		script   bool
	}{
		{"without script", "sdm@garmen.example", false},
		{"with script", "personalia@elektronik.example", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := d.member(t, c.as)
			if !c.script {
				p.withoutScript()
			}
			topic := p.anyTopic()
			q := p.questions()[0]
			field := `document.querySelector('[name="comment.` + q.ID + `"]')`
			p.do("open the remark", evalVoid(field+`.closest('details').open = true`))
			p.forget()
			p.fill("comment."+q.ID, longThought)
			p.watch.allow(401, 403)
			p.press(`form .save .btn`)
			p.watch.allow()
			if !strings.Contains(p.text(), "masuk") && !strings.Contains(p.text(), "Masuk") {
				t.Fatalf("nobody is asked to sign in:\n%.1500s", p.text())
			}
			p.state("session ended " + c.name)
			p.signIn(d.account(t, c.as))
			p.state("text kept " + c.name)
			p.press(button)
			p.open(topic)
			if got := eval[string](p, field+`.value`); got != longThought {
				t.Errorf("%q was typed before the session ended, %q is there after it", longThought, got)
			}
		})
	}
}

// anyTopic opens the first topic of the first section that the person may answer.
func (p *person) anyTopic() string {
	p.t.Helper()
	p.open(p.found(":id"))
	for _, section := range p.links(".tasks", "/bagian/") {
		if p.open(section); len(p.questions()) > 0 {
			return p.path()
		}
	}
	p.t.Fatalf("%s has nothing to answer:\n%.1000s", p.name, p.text())
	return ""
}

// TestLanguage changes the language in the middle of things: the page stays the same, with its query, and what was
// saved or sent in vain is there in the other one.
func TestLanguage(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	const toEnglish, toIndonesian = `header .lang a[hreflang="en"]`, `header .lang a[hreflang="id"]`
	p := d.member(t, "pemilik@mebel.example")
	p.open("/profil/kbli?cari=kursi&sektor=C")
	p.press(toEnglish)
	if where := eval[string](p, `location.pathname + location.search`); where != "/en/profil/kbli?cari=kursi&sektor=C" {
		t.Errorf("the search in the other language is %s", where)
	}
	if kept := eval[string](p, `document.querySelector('[name=cari]').value`); kept != "kursi" {
		t.Errorf("the search for kursi became one for %q", kept)
	}
	p.lang = "en"
	topic := p.found(":id/bagian/profile/profile_workforce")
	const cell, value = "c.workforce_table.permanent.women", `document.querySelector('[name="c.workforce_table.permanent.women"]').value`
	p.open(topic)
	p.fill(cell, "1,100")
	p.press(`form .save .btn.two`)
	p.open(topic)
	p.press(toIndonesian)
	if want := strings.Replace(topic, "/en/", "/id/", 1); p.path() != want {
		t.Errorf("from %s the language leads to %s", topic, p.path())
	}
	if got := eval[string](p, value); got != "1.100" {
		t.Errorf("1,100 in English is %q in Indonesian", got)
	}
	p.fill(cell, "kira-kira seribu")
	p.watch.allow(422)
	p.press(`form .save .btn`)
	p.watch.allow()
	p.press(toEnglish)
	if got := eval[string](p, value); got != "kira-kira seribu" {
		t.Errorf("what was typed in Indonesian is %q in English", got)
	}
	stranger := d.visitor(t, "a stranger")
	stranger.open("/masuk?to=/penilaian")
	stranger.press(toEnglish)
	if got := eval[string](stranger, `document.querySelector('[name=to]').value`); got != "/penilaian" {
		t.Errorf("the page to go on to is %q in the other language", got)
	}
}
