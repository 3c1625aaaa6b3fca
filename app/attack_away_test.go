package main

import (
	"database/sql"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
)

const (
	recovery = 30 * time.Second                                                 // within which everything works again
	typedNow = "Kalimat panjang yang baru saja diketik, \"dengan tanda\" & <b>" // and must not be lost
)

// drafting is somebody with a page of questions open.
type drafting struct {
	to    *town
	owner account.SeedPerson
	tab   *browser
	id    assessment.ID
	path  string
	page  reply
}

func (to *town) drafting(mark string) *drafting {
	to.t.Helper()
	c := to.company(mark)
	d := &drafting{to: to, owner: c.owner, tab: to.as(c.owner)}
	var err error
	d.id, err = to.desk.Start(to.t.Context(), to.actor(d.tab), demoQuestionnaire, "2026", false)
	to.must(err)
	d.path = under(d.id, "bagian", writerTopic)
	d.page = d.tab.get(d.path).wants(to.t, http.StatusOK)
	to.hush(typedNow)
	return d
}

// save sends the page with something typed.
func (d *drafting) save() reply {
	return d.tab.submitTo(d.page, d.path, url.Values{"comment.housed_workers": {typedNow}, "a.housed_workers": {"77"}})
}

// refused looks at what people get while the database is away: their text, and what to do.
func (d *drafting) refused(what string) reply {
	t := d.to.t
	t.Helper()
	began := time.Now()
	got := d.save()
	kept := got.form(d.path)
	if got.status != http.StatusServiceUnavailable || got.header.Get("Retry-After") == "" {
		t.Errorf("%s: a save is answered with %s", what, got)
	}
	if kept.Get("comment.housed_workers") != typedNow || kept.Get("a.housed_workers") != "77" {
		t.Errorf("%s: what was typed is not on the page to be sent again: %v in %s", what, kept, got)
	}
	auto := d.tab.autosave(d.page, "housed_workers", url.Values{"comment.housed_workers": {typedNow}})
	if auto.status != http.StatusServiceUnavailable || !strings.Contains(auto.body, `"error":"`) {
		t.Errorf("%s: autosave is answered with %s", what, auto)
	}
	d.tab.get("/readyz").wants(t, http.StatusServiceUnavailable)
	d.tab.get("/healthz").wants(t, http.StatusOK)
	if took := time.Since(began); took > time.Minute {
		t.Errorf("%s: the answers took %v", what, took)
	}
	return got
}

// recovers waits until the database counts as there again, and sends what was kept.
func (d *drafting) recovers(what string, refused reply) {
	t := d.to.t
	t.Helper()
	began := time.Now()
	for d.tab.get("/readyz").status != http.StatusOK {
		if time.Since(began) > recovery {
			t.Fatalf("%s: it does not recover", what)
		}
		<-time.After(20 * time.Millisecond)
	}
	kept := refused.form(d.path)
	if kept == nil { // then from the page that the person still has
		kept = d.page.form(d.path)
		kept.Set("comment.housed_workers", typedNow)
	}
	if got := d.tab.send(d.path, kept); got.status != http.StatusSeeOther {
		t.Errorf("%s: sending it again is answered with %s", what, got)
	}
	v, err := d.to.desk.View(t.Context(), d.to.actor(d.tab), d.id)
	d.to.must(err)
	if e := v.Assessment.Answers["housed_workers"]; e.Comment != typedNow {
		t.Errorf("%s: afterwards %+v is stored", what, e)
	}
	t.Logf("%s: back after %v", what, time.Since(began))
}

// Another program locks the database file for longer than the platform waits.
func TestALockedDatabaseKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "4000")
	stranger := to.browser()
	register := stranger.get("/id/daftar")
	db, err := sql.Open("sqlite", filepath.Join(to.folder, "tuntas.db"))
	to.must(err)
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(t.Context(), "BEGIN IMMEDIATE")
	to.must(err)
	d.tab.get(d.path).wants(t, http.StatusOK) // what is only read can be read
	refused := d.refused("locked")
	got := stranger.submitTo(register, "/id/daftar", url.Values{
		"legal_name": {"PT Terkunci"}, "nib": {"9120001112223"}, "name": {"Rina Terkunci"}, "position": {"Direktur"},
		"email": {"rina@terkunci.example"}, "confirmed": {"yes"},
	})
	to.hush("PT Terkunci", "Rina Terkunci", "rina@terkunci.example")
	if kept := got.form("/id/daftar"); got.status != http.StatusServiceUnavailable || kept.Get("legal_name") != "PT Terkunci" {
		t.Errorf("a registration is answered with %s, which keeps %v", got, kept)
	}
	_, err = db.ExecContext(t.Context(), "ROLLBACK")
	to.must(err)
	d.recovers("locked", refused)
}
