package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"tuntas/app/assessment"
	"tuntas/app/store"
)

// documents is everything that is stored but sessions, counters and the log, by collection and id.
func (to *town) documents() map[string]string {
	to.t.Helper()
	out := map[string]string{}
	for _, s := range schemas() {
		if slices.Contains([]string{"sessions", "attempts", "log", "audit"}, s.Name) || strings.HasPrefix(s.Name, "audit") {
			continue
		}
		for doc, err := range to.engine.Find(to.t.Context(), &s, store.Query{}) {
			to.must(err)
			out[s.Name+"/"+doc.ID] = string(doc.Body)
		}
	}
	return out
}

// entry is what is stored as the answer to the number of housed workers.
func (d *drafting) entry() assessment.Entry {
	d.to.t.Helper()
	v, err := d.to.desk.View(d.to.t.Context(), d.to.actor(d.tab), d.id)
	d.to.must(err)
	return v.Assessment.Answers["housed_workers"]
}

// raw sends a body of any kind to the page of questions.
func (d *drafting) raw(contentType string, body io.Reader, more ...string) reply {
	header := http.Header{}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(more); i += 2 {
		header.Set(more[i], more[i+1])
	}
	return d.tab.do(http.MethodPost, d.path, body, header)
}

const formType = "application/x-www-form-urlencoded"

// oddBody is a form that no browser sends, or hardly any.
type oddBody struct {
	kind   string
	body   func(form url.Values) string
	more   []string
	status []int
	stored string // comment afterwards; "" nothing is stored
}

func oddBodies() map[string]oddBody {
	with := func(comment string) func(url.Values) string {
		return func(f url.Values) string {
			f.Set("comment.housed_workers", comment)
			return f.Encode()
		}
	}
	plus := func(more string) func(url.Values) string {
		return func(f url.Values) string { return f.Encode() + more }
	}
	refused, unread := []int{http.StatusUnsupportedMediaType}, []int{http.StatusUnprocessableEntity}
	large, done := []int{http.StatusRequestEntityTooLarge}, []int{http.StatusSeeOther}
	return map[string]oddBody{
		"bytes that are no UTF-8":         {kind: formType, body: with("awal \xff\xfe akhir"), status: done, stored: "awal \ufffd akhir"},
		"a NUL":                           {kind: formType, body: with("awal\x00akhir"), status: done, stored: "awalakhir"},
		"an escape of a terminal":         {kind: formType, body: with("awal\x1b[31makhir"), status: done, stored: "awal[31makhir"},
		"half of a surrogate":             {kind: formType, body: with("awal\xed\xa0\x80akhir"), status: done, stored: "awal\ufffdakhir"},
		"UTF-16 under the name of a form": {kind: formType + "; charset=utf-16", body: func(f url.Values) string { return "\xff\xfe" + strings.ReplaceAll(f.Encode(), "", "\x00") }, status: unread},
		"a field twice":                   {kind: formType, body: func(f url.Values) string { return with("pertama")(f) + "&comment.housed_workers=kedua" }, status: done, stored: "pertama"},
		"a name like an array": {kind: formType, body: func(f url.Values) string {
			return f.Encode() + "&comment.housed_workers[]=x&comment[housed_workers]=y&answers[0][x]=z"
		}, status: done},
		"a name like an operator": {kind: formType, body: plus("&comment.housed_workers%5B$gt%5D=x&$where=1&__proto__=x"), status: done},
		"a question that is none": {kind: formType, body: plus("&rev.nothing=0&a.nothing=1&rev.=0&rev.$set=0&a.$set=1&rev.a.b=0"), status: done},
		"a revision that is none": {kind: formType, body: func(f url.Values) string { f.Set("rev.housed_workers", "{\"$gt\":0}"); return with("cerita")(f) }, status: []int{http.StatusConflict}},
		"a revision from the future": {kind: formType, body: func(f url.Values) string {
			f.Set("rev.housed_workers", "9999999999999999999999")
			return with("cerita")(f)
		}, status: []int{http.StatusConflict}},
		"an escape that is none":   {kind: formType, body: plus("&x=%zz"), status: unread},
		"semicolons":               {kind: formType, body: plus("&a;b=c"), status: unread},
		"too many fields":          {kind: formType, body: plus(strings.Repeat("&q=1", 3) + manyFields()), status: large},
		"a megabyte of text":       {kind: formType, body: with(strings.Repeat("panjang ", 1<<17)), status: large},
		"JSON":                     {kind: "application/json", body: func(f url.Values) string { return asJSON(f) }, status: refused},
		"XML":                      {kind: "application/xml", body: func(url.Values) string { return "<a/>" }, status: refused},
		"plain text":               {kind: "text/plain", body: plus(""), status: refused},
		"no type":                  {kind: "", body: plus(""), status: refused},
		"a type that is none":      {kind: "application/;;;", body: plus(""), status: refused},
		"parts without a boundary": {kind: "multipart/form-data", body: plus(""), status: refused},
		"parts that never end":     {kind: "multipart/form-data; boundary=b", body: func(url.Values) string { return "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nx" }, status: unread},
		"a file where none is asked for": {kind: "multipart/form-data; boundary=b", body: func(url.Values) string {
			return "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"../../x\"\r\n\r\nx\r\n--b--\r\n"
		}, status: refused},
		"a gzip bomb":                       {kind: formType, body: func(url.Values) string { return bomb() }, more: []string{"Content-Encoding", "gzip"}, status: refused},
		"an encoding of nothing":            {kind: formType, body: with("cerita"), more: []string{"Content-Encoding", "identity"}, status: refused},
		"an encoding that is none":          {kind: formType, body: with("cerita"), more: []string{"Content-Encoding", "br, gzip"}, status: refused},
		"another page's origin":             {kind: formType, body: with("cerita"), more: []string{"Origin", "https://jahat.example"}, status: []int{http.StatusForbidden}},
		"another method in a head":          {kind: formType, body: func(f url.Values) string { f.Set("_method", "DELETE"); return with("cerita")(f) }, more: []string{"X-HTTP-Method-Override", "DELETE"}, status: done, stored: "cerita"},
		"another address in a head":         {kind: formType, body: with("cerita"), more: []string{"X-Original-URL", "/id/akun/hapus", "X-Forwarded-Host", "jahat.example"}, status: done, stored: "cerita"},
		"text from right to left and signs": {kind: formType, body: with("\u202eterbalik\u2066 <script>alert(1)</script> \u0627\u0644"), status: done, stored: "terbalik <script>alert(1)</script> \u0627\u0644"},
	}
}

func manyFields() string {
	var b strings.Builder
	for i := range 2500 {
		fmt.Fprintf(&b, "&n%d=1", i)
	}
	return b.String()
}

func asJSON(f url.Values) string {
	raw, _ := json.Marshal(map[string]any{"comment.housed_workers": "cerita", "_csrf": f.Get("_csrf"), "$where": "1"})
	return string(raw)
}

// bomb is a little that becomes much.
func bomb() string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(make([]byte, 64<<20)) // into memory
	_ = w.Close()
	return b.String()
}

func TestOddBodiesAreReadOrRefusedAndNeverMisread(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7000")
	for _, name := range slices.Sorted(maps.Keys(oddBodies())) {
		c := oddBodies()[name]
		form := d.tab.get(d.path).wants(t, http.StatusOK).form(d.path)
		before := to.documents()
		entry := d.entry()
		got := d.raw(c.kind, strings.NewReader(c.body(form)), c.more...)
		if !slices.Contains(c.status, got.status) {
			t.Errorf("%s: answered with %s", name, got)
		}
		after := d.entry()
		switch {
		case c.stored != "" && after.Comment != c.stored || !utf8.ValidString(after.Comment):
			t.Errorf("%s: stored is %q", name, after.Comment)
		case c.stored == "" && !maps.Equal(before, to.documents()):
			t.Errorf("%s: something changed, %+v became %+v", name, entry, after)
		case strings.Contains(got.leads(), "jahat"):
			t.Errorf("%s: leads to %s", name, got.leads())
		}
	}
}

// zeros is a body of a size that nobody keeps in memory.
type zeros struct{ left int64 }

// Read gives zeros.
func (z *zeros) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.left)
	if n == 0 {
		return 0, io.EOF
	}
	z.left -= n
	return int(n), nil
}

// A file of 200 MB is refused with a page that says so and has what was typed beside it; the answers stay as they were,
// and the platform does not keep the file in memory.
func TestAFileOf200MegabytesIsRefusedPolitely(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7100")
	d.save().wants(t, http.StatusSeeOther)
	path := under(d.id, "bukti", "housed_workers")
	form := d.tab.get(path).form(path)
	before := to.documents()
	var head bytes.Buffer
	field := func(name, value string) {
		fmt.Fprintf(&head, "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n", name, value)
	}
	field("_csrf", form.Get("_csrf"))
	field("date", "1 Maret 2026")
	fmt.Fprint(&head, "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"besar.pdf\"\r\n\r\n%PDF-1.4 ")
	body := io.MultiReader(&head, &zeros{200 << 20}, strings.NewReader("\r\n--b--\r\n"))
	var was, is runtime.MemStats
	runtime.ReadMemStats(&was)
	got := d.tab.do(http.MethodPost, path, body, http.Header{"Content-Type": {"multipart/form-data; boundary=b"}})
	runtime.ReadMemStats(&is)
	got.wants(t, http.StatusRequestEntityTooLarge, `value="1 Maret 2026"`)
	if grown := int64(is.Sys) - int64(was.Sys); grown > 150<<20 {
		t.Errorf("the program took %d MB more", grown>>20)
	}
	if !maps.Equal(before, to.documents()) {
		t.Error("something changed")
	}
	d.tab.get(d.path).wants(t, http.StatusOK, `value="77"`)
}

func TestUnknownMethodsAndHugeHeadsAreRefused(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	d := to.drafting(markPrefix + "7200")
	before := to.documents()
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FOO", "get", "Get"} {
		for _, path := range []string{d.path, "/id/akun/hapus", "/healthz", "/static/x"} {
			got := d.tab.do(method, path, nil, nil)
			if got.status != http.StatusMethodNotAllowed || got.header.Get("Allow") != "GET, HEAD, POST" {
				t.Errorf("%s %s: %s", method, path, got)
			}
		}
	}
	for _, path := range []string{"/id/profil", "/healthz", d.path + "/otomatis"} {
		got := d.tab.do(http.MethodPost, path, strings.NewReader(""), http.Header{"Content-Type": {formType}})
		if path != d.path+"/otomatis" && got.status != http.StatusMethodNotAllowed && got.status != http.StatusNotFound {
			t.Errorf("POST %s: %s", path, got)
		}
	}
	if got := d.tab.do(http.MethodHead, d.path, nil, nil); got.status != http.StatusOK || got.body != "" {
		t.Errorf("HEAD: %s", got)
	}
	for _, size := range []int{7 << 10, 16 << 10, 1 << 20} {
		got := d.tab.do(http.MethodGet, "/id/profil", nil, http.Header{"X-Long": {strings.Repeat("a", size)}})
		if size < 8<<10 && got.status != http.StatusOK || size > 8<<10 && got.status != http.StatusRequestHeaderFieldsTooLarge && got.status != 0 {
			t.Errorf("a head of %d bytes: %s", size, got)
		}
	}
	if !maps.Equal(before, to.documents()) {
		t.Error("something changed")
	}
	d.tab.get("/id/profil").wants(t, http.StatusOK)
}
