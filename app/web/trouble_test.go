package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tuntas/app/web"
)

func TestADatabaseThatIsAwayLosesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	page := v.get("/id/orang/undang")
	v.get("/readyz").wants(t, shown)
	h.closed = true
	h.must(h.engine.Close())
	v.get("/readyz").wants(t, http.StatusServiceUnavailable)
	v.get("/healthz").wants(t, shown)
	v.get("/id/bantuan").wants(t, shown)
	got := v.submitTo(page, "/id/orang/undang", url.Values{"email": {"rekan@wana.test"}, "note": {"Tolong lihat bagian ini"}}).
		wants(t, http.StatusServiceUnavailable, "Tolong lihat bagian ini", "rekan@wana.test", "Kode rujukan")
	if got.header.Get("Retry-After") == "" {
		t.Error("does not say when to try again")
	}
	if !v.h.server.Holds(v.cookies[h.sessionCookie()], "/orang/undang", got.hidden(t, "/id/orang/undang").Get("_csrf")) {
		t.Error("the form on the page could not be sent again")
	}
}

// form is a form with a file, as a browser sends it: fields first.
func form(t *testing.T, fields map[string]string, file string, content []byte) (*bytes.Buffer, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range fields {
		if err := w.WriteField(name, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b, w.FormDataContentType()
}

func TestFilesAreTakenOnlyWhereOneIsAskedFor(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	path := "/id/orang/undang"
	body, kind := form(t, map[string]string{"_csrf": v.token(path)}, "x.pdf", []byte("%PDF-1.4"))
	v.do(http.MethodPost, path, body, kind).wants(t, http.StatusUnsupportedMediaType)
}

func TestAFileThatIsFarTooLargeIsRefusedPolitely(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	id := string(v.begin("2026", 5, ""))
	path := "/id/penilaian/" + id + "/bukti/fee_rule"
	body, kind := form(t, map[string]string{"_csrf": v.token(path), "date": "2026-10-01", "kind": "other"}, "besar.pdf", make([]byte, 60<<20))
	got := v.do(http.MethodPost, path, body, kind)
	if got.status != http.StatusRequestEntityTooLarge && got.status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d: %s", got.status, got.text())
	}
	if !strings.Contains(got.body, "2026-10-01") || !strings.Contains(got.body, "10 MB") {
		t.Errorf("lacks what was typed, or the limit: %s", got.text())
	}
}

func TestTheDemoShowsItsMailsAndAccounts(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.reconfigure(func(c *web.Config) {
		c.Demo = &web.Demo{Mails: h.mails.newest, Accounts: func() []web.DemoAccount {
			return []web.DemoAccount{{Email: "sari@wana.test", Password: password, TOTPSecret: secret, Role: "owner", Organisation: "PT Wana"}}
		}}
	})
	v := h.visitor()
	if got := v.get("/dev/mail"); got.leads() != "/id/dev/mail" {
		t.Errorf("leads to %q", got.leads())
	}
	v.submit("/id/lupa-sandi", "/id/lupa-sandi", url.Values{"email": {"maria@wana.test"}}).wants(t, moved)
	v.get("/id/dev/mail").wants(t, shown, "maria@wana.test", `href="/id/dev/mail/1"`, "Ini demo")
	link := h.link()
	v.get("/id/dev/mail/1").wants(t, shown, `<a href="`+link+`"`)
	v.get("/id/dev/accounts").wants(t, shown, h.code(secret), password)
}

func TestEndingASessionElsewhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	here, there := h.as("viewer"), h.as("viewer")
	page := here.get("/id/akun")
	_, rest, found := strings.Cut(page.body, `action="/id/akun/sesi/`)
	if !found {
		t.Fatal("the other session is not listed")
	}
	action, _, _ := strings.Cut(rest, `"`)
	foreign := h.as("foreign")
	foreign.post("/id/akun/sesi/"+action, nil).wants(t, gone)
	there.get("/id/akun").wants(t, shown)
	here.submitTo(page, "/id/akun/sesi/"+action, nil).wants(t, moved)
	there.get("/id/akun").wants(t, moved)
	here.get("/id/akun").wants(t, shown)
}

func TestAScriptIsAnsweredInJSON(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	v.headers["Accept"] = "application/json"
	v.post("/id/orang/undang", url.Values{"email": {"x"}}).wants(t, login, `"error":"`, `"reference":"`)
	owner := h.as("owner")
	owner.headers["Accept"] = "application/json"
	owner.send("/id/orang/undang", url.Values{"email": {"x"}}).wants(t, fault, `"error":"`)
}
