package web_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tuntas/app/web"
)

const wantedPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

func TestEveryAnswerCarriesTheHeaders(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	for _, path := range []string{"/", "/id/", "/id/masuk", "/id/akun", "/id/tidak-ada", "/healthz", "/readyz", "/static/tidak-ada.css", "/id/orang/ASING"} {
		got := owner.get(path)
		for name, want := range map[string]string{
			"Content-Security-Policy": wantedPolicy, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "Server": "",
		} {
			if value := got.header.Get(name); value != want {
				t.Errorf("%s: %s is %q instead of %q", path, name, value, want)
			}
		}
		if got.header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", path)
		}
		if strings.HasPrefix(path, "/id/") && got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, got.header.Get("Cache-Control"))
		}
	}
}

func TestPagesHoldNothingInline(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	for _, path := range []string{"/id/", "/id/akun", "/id/orang", "/id/profil", "/id/pembuat-kode", "/id/penilaian"} {
		body := owner.get(path).body
		for _, bad := range []string{" style=", "<style", " onclick=", "javascript:", "http://", "<script>"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %q", path, bad)
			}
		}
	}
}

func TestRefusesWhatIsNoPageRequest(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECTED"} {
		if got := v.do(method, "/id/masuk", nil, ""); got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD, POST" {
			t.Errorf("%s: status %d, Allow %q", method, got.status, got.header.Get("Allow"))
		}
	}
	v.do("POST", "/id/bantuan", nil, "").wants(t, http.StatusMethodNotAllowed)
	v.headers["Content-Encoding"] = "gzip"
	v.post("/id/masuk", url.Values{}).wants(t, http.StatusUnsupportedMediaType)
	v.get("/id/masuk").wants(t, http.StatusUnsupportedMediaType)
	v.headers["Content-Encoding"] = "identity"
	v.post("/id/masuk", url.Values{}).wants(t, http.StatusUnsupportedMediaType)
	delete(v.headers, "Content-Encoding")
	v.do("POST", "/id/masuk", strings.NewReader(`{"email":"a@b.test"}`), "application/json").wants(t, http.StatusUnsupportedMediaType)
	v.do("POST", "/id/masuk", strings.NewReader("email=a"), "").wants(t, http.StatusUnsupportedMediaType)
	v.headers["X-Long"] = strings.Repeat("x", 9000)
	v.get("/id/masuk").wants(t, http.StatusRequestHeaderFieldsTooLarge)
}

func TestRefusesFormsThatAreTooLargePolitely(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	long := strings.Repeat("panjang sekali ", 40_000)
	owner.post("/id/orang/undang", url.Values{"note": {long}}).wants(t, http.StatusRequestEntityTooLarge, "terlalu besar")
	chunked := io.MultiReader(strings.NewReader("note="), strings.NewReader(long)) // of unknown length
	owner.do("POST", "/id/orang/undang", chunked, "application/x-www-form-urlencoded").wants(t, http.StatusRequestEntityTooLarge)
	owner.get("/id/orang").wants(t, http.StatusOK)
}

func TestHeadAnswersLikeGetWithoutBody(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	got := v.do(http.MethodHead, "/id/masuk", nil, "")
	if got.status != http.StatusOK || got.body != "" || got.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("status %d, type %q, %d bytes", got.status, got.header.Get("Content-Type"), len(got.body))
	}
}

func TestCookiesAreKeptFromOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		plain bool
		want  []string
		lacks string
	}{
		"on a real host": {want: []string{"__Host-tuntas=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"}, lacks: "Domain"},
		"on localhost":   {plain: true, want: []string{"tuntas=", "HttpOnly", "SameSite=Lax", "Path=/"}, lacks: "Secure"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t, func(w *web.Config) { w.PlainHTTP = c.plain })
			v := h.visitor()
			got := v.submit("/id/masuk", "/id/masuk", url.Values{"email": {"maria@wana.test"}, "password": {password}})
			set := got.header.Values("Set-Cookie")
			if len(set) == 0 {
				t.Fatal("no cookie")
			}
			for _, want := range c.want {
				if !strings.Contains(set[0], want) {
					t.Errorf("the cookie %q lacks %s", set[0], want)
				}
			}
			if strings.Contains(set[0], c.lacks) {
				t.Errorf("the cookie %q has %s", set[0], c.lacks)
			}
		})
	}
}

func TestSessionsRotateAndEnd(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	v.cookies["__Host-tuntas"] = "fixed-by-somebody-else"
	page := v.submit("/id/masuk", "/id/masuk", url.Values{"email": {"sari@wana.test"}, "password": {password}})
	half := v.cookies["__Host-tuntas"]
	if half == "fixed-by-somebody-else" {
		t.Error("the session has the token of somebody else")
	}
	if got := v.get("/id/orang"); got.status != http.StatusSeeOther || !strings.HasPrefix(got.leads(), "/id/masuk/kode") {
		t.Errorf("without the code: status %d to %q", got.status, got.leads())
	}
	h.clock.move(31 * time.Second)
	v.submitTo(page, "/id/masuk/kode", url.Values{"code": {h.code(secret)}}).wants(t, http.StatusSeeOther)
	whole := v.cookies["__Host-tuntas"]
	if whole == half {
		t.Error("the token is not rotated by the code")
	}
	old := h.visitor()
	old.cookies["__Host-tuntas"] = half
	old.get("/id/orang").wants(t, http.StatusSeeOther)
	v.submit("/id/akun", "/id/keluar", nil).wants(t, http.StatusSeeOther)
	v.cookies["__Host-tuntas"] = whole
	v.get("/id/orang").wants(t, http.StatusSeeOther)
}

func TestFormsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, other := h.as("owner"), h.as("viewer")
	const action = "/id/profil/identitas"
	fields := func(token string) url.Values {
		out := url.Values{"legal_name": {"PT Dibajak"}, "nib": {"9120001234567"}, "revision": {"1"}}
		if token != "" {
			out.Set("_csrf", token)
		}
		return out
	}
	before := h.stored(owner)
	for name, c := range map[string]struct {
		token   string
		headers map[string]string
		status  int
	}{
		"no token":                   {status: fault},
		"a wrong token":              {token: strings.Repeat("A", 59), status: fault},
		"a cut token":                {token: owner.token(action)[:20], status: fault},
		"of another session":         {token: other.token(action), status: fault},
		"of another form":            {token: owner.token("/id/profil/kbli"), status: fault},
		"sent from another site":     {token: owner.token(action), headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, status: denied},
		"sent from a sister site":    {token: owner.token(action), headers: map[string]string{"Sec-Fetch-Site": "same-site"}, status: denied},
		"typed by nobody":            {token: owner.token(action), headers: map[string]string{"Sec-Fetch-Site": "none"}, status: denied},
		"of a foreign origin":        {token: owner.token(action), headers: map[string]string{"Origin": "https://jahat.test"}, status: denied},
		"of a hidden origin":         {token: owner.token(action), headers: map[string]string{"Origin": "null"}, status: denied},
		"of an origin with our name": {token: owner.token(action), headers: map[string]string{"Origin": address + ".jahat.test"}, status: denied},
		"without any origin":         {token: owner.token(action), headers: map[string]string{"Origin": "-", "Sec-Fetch-Site": "-"}, status: denied},
		"of localhost":               {token: owner.token(action), headers: map[string]string{"Origin": "http://localhost", "Sec-Fetch-Site": "-"}, status: denied},
	} {
		owner.headers = c.headers
		owner.send(action, fields(c.token)).wants(t, c.status)
		owner.headers = nil
		if h.stored(owner) != before {
			t.Fatalf("a form %s was taken", name)
		}
	}
	owner.headers = map[string]string{"Origin": "-"} // Sec-Fetch-Site alone says enough
	owner.send(action, fields(owner.token(action))).wants(t, http.StatusSeeOther)
	if h.stored(owner) == before {
		t.Error("our own form was not taken")
	}
}

func TestEveryFormNeedsItsToken(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	before := h.stored(owner)
	for _, row := range h.server.Rows() {
		if row.Method != http.MethodPost {
			continue
		}
		path := "/id" + strings.NewReplacer(":", "").Replace(row.Path)
		if got := owner.send(path, url.Values{"x": {"y"}}); got.status != fault && got.status != stale && got.status != gone {
			t.Errorf("%s without a token: status %d: %s", row.Path, got.status, got.text())
		}
		if h.stored(owner) != before {
			t.Fatalf("%s without a token changes what is stored", row.Path)
		}
	}
}

func TestPagesArePacked(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	plain := v.get("/id/bantuan")
	v.headers["Accept-Encoding"] = "br, gzip;q=0.8"
	packed := v.get("/id/bantuan")
	if packed.header.Get("Content-Encoding") != "gzip" || packed.header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v", packed.header)
	}
	r, err := gzip.NewReader(strings.NewReader(packed.body))
	h.must(err)
	raw, err := io.ReadAll(r)
	h.must(err)
	if string(raw) != plain.body {
		t.Error("the packed page says something else")
	}
	v.headers["Accept-Encoding"] = "gzip;q=0"
	if got := v.get("/id/bantuan"); got.header.Get("Content-Encoding") != "" {
		t.Error("packed for a browser that cannot unpack it")
	}
}

func TestPanicsBecomeAPageWithACode(t *testing.T) {
	t.Parallel()
	h := open(t, func(c *web.Config) { c.Demo = &web.Demo{} }) // its functions are missing
	got := h.visitor().get("/en/dev/accounts").wants(t, http.StatusInternalServerError, "Reference code")
	code, _, _ := strings.Cut(strings.SplitAfter(got.body, "Reference code ")[1], ".")
	if !strings.Contains(h.logs.String(), code) {
		t.Errorf("the log does not know %s: %s", code, h.logs.String())
	}
}

func TestLogsNameNobody(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	owner.get("/id/orang/ASING?to=sari@wana.test")
	owner.get("/id/log-keamanan")
	owner.post("/id/orang/undang", url.Values{"email": {"rahasia@wana.test"}, "name": {"Rahasia Sekali"}, "role": {"owner"}})
	h.visitor().post("/id/masuk", url.Values{"email": {"sari@wana.test"}, "password": {"salah sekali ini"}})
	h.visitor().get("/id/undangan/RAHASIA")
	logs := h.logs.String()
	if !strings.Contains(logs, "request denied") {
		t.Error("the log does not name the denials")
	}
	for _, secret := range []string{"wana.test", "Sari", "Rahasia", "RAHASIA", "salah", password, owner.cookies["__Host-tuntas"]} {
		if strings.Contains(logs, secret) {
			t.Errorf("the log holds %q: %s", secret, logs)
		}
	}
}
