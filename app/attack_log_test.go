package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/store/storetest"
)

// Everything that is written into the log is provoked with marks in every place of a request where text can stand. The
// log then has much to tell, and none of the marks; openTown looks for them when the town ends.
func TestTheLogTellsNothingOfPeople(t *testing.T) {
	t.Parallel()
	engines := map[string]func(*testing.T) databaseAt{
		"SQLite":  func(*testing.T) databaseAt { return "" },
		"MongoDB": func(t *testing.T) databaseAt { return databaseAt(storetest.MongoDB(t)) },
	}
	for name, database := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := openTown(t, database(t))
			d := to.drafting(markPrefix + "8300")
			to.hush("KENARI")
			viewer := to.as(to.person(&company{id: d.owner.Organisation, mark: markPrefix + "8301"}, "pengamat", account.Viewer))
			to.wander(d, viewer)
			to.fail(d)
			if told := strings.Count(to.logs.String(), "\n"); told < 25 {
				t.Errorf("the log has only %d lines: %s", told, to.logs)
			}
			for _, wanted := range []string{`"msg":"request denied"`, `"msg":"request failed"`, `"reference":"`, `"status":404`, `"status":429`, `"status":503`} {
				if !strings.Contains(to.logs.String(), wanted) {
					t.Errorf("the log never says %s", wanted)
				}
			}
			logsAreJSON(t, strings.ReplaceAll(to.logs.String(), "/undangan/:token", ""))
		})
	}
}

// wander asks for what is not there or not allowed, with marks everywhere.
func (to *town) wander(d *drafting, viewer *browser) {
	to.t.Helper()
	marked := http.Header{
		"User-Agent": {"KENARI agent"}, "Referer": {"http://tuntas.example/KENARI"}, "X-Forwarded-For": {"KENARI"}, "Accept-Language": {"KENARI"},
		"X-Request-Id": {"KENARI"}, "Authorization": {"Bearer KENARI"},
	}
	for _, path := range []string{
		"/id/undangan/KENARIKENARIKENARIKENARI", "/id/sandi-baru/KENARIKENARIKENARI", "/id/penilaian/KENARI", under(d.id, "bukti", "KENARI"), "/id/berkas/KENARI",
		"/id/orang/KENARI", "/id/KENARI", "/KENARI", under(d.id) + "?KENARI=KENARI", "/id/masuk?to=/KENARI", "/id/profil/kbli?cari=KENARI", "/static/KENARI",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost, "KENARI"} {
			_ = d.tab.do(method, path, strings.NewReader("a=KENARI&_csrf=KENARI"), marked)
		}
		_ = viewer.get(path)
	}
	for _, path := range []string{"/id/orang/undang", "/id/penilaian/mulai", "/id/profil/identitas", under(d.id, "kirim"), under(d.id, "bagi"), d.path, "/id/log-keamanan"} {
		_ = viewer.get(path)
		_ = viewer.send(path, url.Values{"_csrf": {to.token(viewer, path)}, "email": {"KENARI@x.example"}, "name": {"KENARI"}, "comment.housed_workers": {"KENARI"}})
		_ = viewer.send(path, url.Values{"_csrf": {"KENARI"}, "text": {"KENARI"}})
	}
	to.hush("KENARI@x.example")
	stranger := to.browser()
	for range 14 { // until there are too many
		_ = stranger.submit("/id/masuk", "/id/masuk", url.Values{"email": {d.owner.Email}, "password": {"KENARI KENARI KENARI"}})
	}
	_ = stranger.submit("/id/masuk", "/id/masuk", url.Values{"email": {"KENARI@nobody.example"}, "password": {"KENARI KENARI KENARI"}})
	_ = stranger.submit("/id/lupa-sandi", "/id/lupa-sandi", url.Values{"email": {d.owner.Email}})
	_ = stranger.get(to.mailed(d.owner.Email))
	for range 2 { // the address and the number are taken the second time
		_ = stranger.submit("/id/daftar", "/id/daftar", url.Values{
			"legal_name": {"PT KENARI"}, "nib": {"9120001112225"}, "name": {"KENARI"}, "position": {"KENARI"}, "email": {d.owner.Email}, "confirmed": {"yes"},
		})
	}
	_ = d.tab.upload(under(d.id, "bukti", "housed_workers"), url.Values{"_csrf": {to.token(d.tab, under(d.id, "bukti", "housed_workers"))}, "date": {"KENARI"}}, "KENARI.pdf", []byte("%PDF-KENARI"))
	d.save()
}

// fail takes the database away, so that failures are logged with their causes.
func (to *town) fail(d *drafting) {
	to.t.Helper()
	to.must(to.engine.Close())
	for _, path := range []string{d.path, "/id/profil", "/readyz", "/id/undangan/KENARIKENARIKENARIKENARI"} {
		d.tab.get(path).wants(to.t, http.StatusServiceUnavailable)
	}
	d.save().wants(to.t, http.StatusServiceUnavailable)
	_ = d.tab.submitTo(d.page, d.path, url.Values{"comment.housed_workers": {"KENARI"}})
	to.ending = true
}
