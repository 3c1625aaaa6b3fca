package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// exchange sends a request line as it is, which no client library would.
func (b *browser) exchange(t *testing.T, method, target string) reply {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(b.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, err = fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: tuntas.example\r\nConnection: close\r\nCookie: tuntas=%s\r\n\r\n", method, target, b.session())
	if err != nil {
		return reply{body: err.Error()}
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return reply{body: err.Error()}
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		return reply{body: err.Error()}
	}
	return reply{status: response.StatusCode, header: response.Header, body: string(raw)}
}

// oddTexts are ids and other values that mean something to a database, a file system, a shell or a parser.
func oddTexts() []string {
	return []string{
		`{"$gt":""}`, `{"$ne":null}`, `[$ne]=1`, `$where`, `'`, `"`, `' OR '1'='1`, `1;DROP TABLE documents--`, "a\x00b", "%00", "%", "_", "*", ".*",
		"../../etc/passwd", "..%2f..%2f", "%2e%2e", ".", "..", "~", "con", "file:///etc/passwd", "http://169.254.169.254/", "-1", "0",
		"9223372036854775808", "1e309", "NaN", "null", "undefined", "true", "\u202e", "\U0001F600", "ｅｖｉｌ", "\xff\xfe", strings.Repeat("A", 4000),
		strings.Repeat("../", 500), "a/b", `a\b`, "a;b", "a b", "a\tb", "a\r\nSet-Cookie: x=1", "{{.}}", "${7*7}", "<svg onload=alert(1)>", "`id`", "|id", "AAAAAAAAAAAAAAAAAAAAAAAAAA",
	}
}

// fewer is every third of a list when the race detector slows everything down, and otherwise all of it.
func fewer(list []string) []string {
	if !raced {
		return list
	}
	var out []string
	for i := 0; i < len(list); i += 3 {
		out = append(out, list[i])
	}
	return out
}

// neutralPage is a page without what differs at each request.
func neutralPage(body string) string {
	for _, pattern := range []string{`name="_csrf" value="[^"]*"`, `href="/(id|en)/[^"]*"`, `\b[A-Z2-7]{8}\b`} {
		body = regexp.MustCompile(pattern).ReplaceAllString(body, "")
	}
	return body
}

func TestPathsThatPlayTricksLeadNowhere(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7300")
	tricks := []string{
		"/id/%2e%2e/id/akun", "/id/../id/akun", "/id/./akun", "/id//akun", "//jahat.example/id/", "//jahat.example", "/%2fjahat.example", `/\jahat.example`,
		"/id/akun/", "/ID/akun", "/id/AKUN", "/id/akun%00", "/id/akun%2f", "/id/akun;x=1", "/id/%61kun", "/static/..%2f..%2fetc%2fpasswd", "/static/../web.go",
		"/static/%2e%2e/%2e%2e/etc/passwd", "/static/", "/static", "/../../etc/passwd", "/id/penilaian/" + string(d.id) + "/../../akun", "/id/penilaian/" + string(d.id) + "/%2e%2e/%2e%2e/akun",
		"/id?to=//jahat.example", "/en/%5c%5cjahat.example", "/id/%0d%0aSet-Cookie:x=1", "http://jahat.example/id/akun", "/id/dev/mail", "/id/dev/accounts", "/dev/mail", "/metrics", "/debug/pprof/", "/.git/config", "*", "",
		"/id/" + strings.Repeat("a", 6000), "/id/penilaian/" + strings.Repeat("a/", 1500), "/id/berkas/" + strings.Repeat("%41", 1200),
	}
	for _, path := range tricks {
		got := d.tab.exchange(t, http.MethodGet, path)
		switch {
		case got.status >= 500, got.status == 0 && path != "" && len(path) < 4000:
			t.Errorf("%.60s: %s", path, got)
		case got.status >= 300 && got.status < 400 && !regexp.MustCompile(`^/(id|en)/([^/\\]|$)`).MatchString(got.leads()):
			t.Errorf("%.60s leads to %q", path, got.leads())
		case strings.Contains(got.body, "root:") || strings.Contains(got.body, "package web") || got.header.Get("Set-Cookie") != "" && strings.Contains(got.header.Get("Set-Cookie"), "x=1"):
			t.Errorf("%.60s gives %s", path, got)
		case got.status == http.StatusOK && !strings.Contains(got.body, d.owner.Name) && strings.Contains(got.body, "<html"):
			t.Errorf("%.60s gives a page of nobody: %s", path, got)
		}
	}
}

// Every id in every address is replaced by something odd: the answer is the one for something that is not there.
func TestOddIDsAreNotFound(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7400")
	before := to.documents()
	addresses := []string{
		"/id/penilaian/*", "/id/penilaian/*/hasil", "/id/penilaian/*/kirim", "/id/penilaian/*/bagian/profile/profile_workforce",
		under(d.id, "bagian", "*"), under(d.id, "bagian", "profile", "*"), under(d.id, "bukti", "*"), under(d.id, "percakapan", "*"),
		under(d.id, "excel", "usulan", "*"), under(d.id, "periksa", "*"), "/id/berkas/*", "/id/orang/*", "/id/undangan/*", "/id/sandi-baru/*",
	}
	for _, address := range addresses {
		missing := d.tab.get(strings.Replace(address, "*", "BBBBBBBBBBBBBBBBBBBBBBBBBB", 1)).wants(t, http.StatusNotFound)
		for _, odd := range oddTexts() {
			path := strings.Replace(address, "*", url.PathEscape(odd), 1)
			got := d.tab.exchange(t, http.MethodGet, path)
			if odd == "." || odd == ".." || strings.ContainsAny(odd, "/\x00") || len(odd) > 1000 {
				if got.status >= 500 || got.status == http.StatusOK && !strings.Contains(got.body, d.owner.Name) {
					t.Errorf("%.80s: %s", path, got)
				}
				continue
			}
			if got.status != http.StatusNotFound || neutralPage(got.body) != neutralPage(missing.body) {
				t.Errorf("%.80s: %s\nand a missing one: %s", path, got, missing)
			}
		}
	}
	if !maps.Equal(before, to.documents()) {
		t.Error("something changed")
	}
}

// oddForm is a form with one field in which ids stand.
type oddForm struct{ path, field string }

// unnumbered leaves out how often a profile was saved.
func unnumbered(all map[string]string) map[string]string {
	out := map[string]string{}
	for id, body := range all {
		out[id] = body
		if strings.HasPrefix(id, "organisations/") {
			out[id] = regexp.MustCompile(`"revision":\d+`).ReplaceAllString(body, "")
		}
	}
	return out
}

func TestOddIDsInFormsChangeNothing(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7500")
	before := to.documents()
	for _, f := range []oddForm{
		{under(d.id, "bukti", "housed_workers", "pakai"), "file"},
		{under(d.id, "bukti", "housed_workers", "lepas"), "file"},
		{under(d.id, "bagi"), "section"},
		{under(d.id, "bagi", "cabut"), "section"},
		{"/id/organisasi", "membership"},
		{"/id/profil/kbli", "add"},
		{"/id/orang/undang", "role"},
		{"/id/penilaian/mulai", "questionnaire"},
		{"/id/penilaian/mulai", "period"},
	} {
		for _, odd := range fewer(oddTexts()) {
			fields := url.Values{
				"_csrf": {to.token(d.tab, f.path)}, f.field: {odd}, "email": {"x@y.example"}, "due": {"2027-01-01"},
				"revision": d.tab.get("/id/profil/identitas").form("/id/profil/identitas")["revision"],
			}
			if f.field != "questionnaire" {
				fields.Set("questionnaire", demoQuestionnaire)
			}
			if got := d.tab.send(f.path, fields); got.status >= 500 || got.status == 0 || got.status == http.StatusForbidden {
				t.Errorf("%s, %s=%.40q: %s", f.path, f.field, odd, got)
			}
			if after := to.documents(); !maps.Equal(unnumbered(before), unnumbered(after)) {
				t.Errorf("%s, %s=%.40q changed %s", f.path, f.field, odd, cmp.Diff(before, after))
				before = after
			}
		}
	}
}

func TestOddQueriesAreHarmless(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7600")
	stranger := to.browser()
	for _, odd := range append(fewer(oddTexts()), "//jahat.example", "/\\jahat.example", "https://jahat.example", "/%09/jahat.example", "javascript:alert(1)", "/\t/jahat.example") {
		q := url.QueryEscape(odd)
		for _, path := range []string{
			"/id/profil/kbli?cari=" + q, "/id/profil/kbli?sektor=" + q, d.path + "?pakai=" + q, d.path + "?baru=" + q, "/id/penilaian?kabar=" + q,
			under(d.id, "riwayat") + "?sebelum=" + q, "/id/konfirmasi?to=" + q, "/id/penilaian?" + q + "=" + q, under(d.id, "hasil", "andai") + "?q=" + q + "&a." + q + "=" + q,
		} {
			got := d.tab.get(path)
			if got.status >= 500 || got.status == 0 {
				t.Errorf("%.90s: %s", path, got)
			}
			if strings.Contains(got.body, "<svg onload") || strings.Contains(got.body, "<script>alert") {
				t.Errorf("%.90s repeats what it was given", path)
			}
		}
		page := stranger.get("/id/masuk?to="+q).wants(t, http.StatusOK)
		if strings.Contains(page.body, `href="https://jahat`) || strings.Contains(page.body, `href="//jahat`) {
			t.Errorf("to=%q becomes a link", odd)
		}
	}
	for _, odd := range []string{"//jahat.example", "/\\jahat.example", "https://jahat.example", "javascript:alert(1)", "/\t/jahat.example", "/a\r\nX-Bad: 1"} {
		viewer := to.person(&company{id: d.owner.Organisation, mark: fmt.Sprintf("%s%04d", markPrefix, 7601)}, fmt.Sprintf("v%x", odd), "viewer")
		got := to.browser().submit("/id/masuk", "/id/masuk", url.Values{"email": {viewer.Email}, "password": {viewer.Password}, "to": {odd}})
		if got.status != http.StatusSeeOther || strings.Contains(got.leads(), "jahat") || strings.Contains(got.leads(), "alert") || got.header.Get("X-Bad") != "" {
			t.Errorf("after sign-in to=%q leads to %q: %s", odd, got.leads(), got)
		}
	}
}
