package web_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/valyala/fasthttp/fasthttputil"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
	"tuntas/app/web"
	"tuntas/questionnaires"
)

const (
	address  = "https://tuntas.test"
	password = "kuda poni makan bubur pagi"
	secret   = "JBSWY3DPEHPK3PXPJBSWY3DPEH"
)

// house is a whole platform in memory: real domain, real database in a temporary folder, real HTTP without a network.
type house struct {
	t        testing.TB
	config   web.Config
	server   *web.Server
	engine   store.Engine
	log      *audit.Log
	accounts *account.Accounts
	desk     *assessment.Desk
	clock    *clock
	mails    *mailbox
	logs     *lockedBuffer
	listener *fasthttputil.InmemoryListener
	ours     account.OrganisationID
	theirs   account.OrganisationID
	closed   bool // the database was taken away by the test
}

// clock is the time of a house; every sign-in moves it on, because a code is good once.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type mailbox struct {
	mu  sync.Mutex
	all []account.Message
}

func (m *mailbox) Send(_ context.Context, mail account.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, mail)
	return nil
}

// newest are the mails, the newest first.
func (m *mailbox) newest() []account.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.Clone(m.all)
	slices.Reverse(out)
	return out
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// open builds a house with two companies and a unit of the ministry. change may alter the configuration of the server.
func open(t testing.TB, change ...func(*web.Config)) *house {
	t.Helper()
	h := &house{
		t: t, clock: &clock{at: time.Date(2026, 11, 24, 3, 42, 0, 0, time.UTC)}, mails: &mailbox{}, logs: &lockedBuffer{},
	}
	ctx := t.Context()
	engine, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "tuntas.db"), store.Options{})
	h.must(err)
	t.Cleanup(func() {
		if err := engine.Close(); err != nil && !h.closed {
			t.Error(err)
		}
	})
	h.engine = engine
	h.log, err = audit.Open(ctx, audit.Config{
		Engine: engine, Key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), Name: "tuntas.test", Clock: h.clock.now,
	})
	h.must(err)
	h.accounts, err = account.Open(ctx, account.Config{
		Engine: engine, Log: h.log, Mail: h.mails, Clock: h.clock.now, Address: address, Quick: true,
		KnownKBLI: questionnaires.KnownKBLI,
	})
	h.must(err)
	h.desk, err = assessment.Open(ctx, assessment.Config{Engine: engine, Log: h.log, Accounts: h.accounts, Clock: h.clock.now})
	h.must(err)
	h.seed()
	h.config = web.Config{
		Accounts: h.accounts, Desk: h.desk, Log: h.log, Engine: engine, Clock: h.clock.now, Secret: make([]byte, 32),
		Address: address, Logger: slog.New(slog.NewJSONHandler(h.logs, nil)),
	}
	t.Cleanup(h.explain)
	h.reconfigure(change...)
	return h
}

// reconfigure starts the server again with another configuration; the data stay.
func (h *house) reconfigure(change ...func(*web.Config)) {
	h.t.Helper()
	for _, c := range change {
		c(&h.config)
	}
	var err error
	h.server, err = web.New(h.config)
	h.must(err)
	h.serve()
}

// sessionCookie is the name under which the browser keeps the session.
func (h *house) sessionCookie() string { return h.prefix() + "tuntas" }

func (h *house) prefix() string {
	if h.config.PlainHTTP {
		return ""
	}
	return "__Host-"
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// serve answers on a listener in memory until the test ends.
func (h *house) serve() {
	h.listener = fasthttputil.NewInmemoryListener()
	ctx, cancel := context.WithCancel(context.WithoutCancel(h.t.Context()))
	done := make(chan error, 1)
	server, listener := h.server, h.listener // another configuration takes their places while these still serve
	go func() { done <- server.Serve(ctx, listener) }()
	h.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			h.t.Error(err)
		}
	})
}

// The people of a house, by the name that tests use.
func cast() map[string]account.SeedPerson {
	return map[string]account.SeedPerson{
		"owner":       {Name: "Sari Wulandari", Email: "sari@wana.test", Role: account.Owner, Secret: secret},
		"contributor": {Name: "Bayu Pratama", Email: "bayu@wana.test", Role: account.Contributor},
		"viewer":      {Name: "Maria Fransiska", Email: "maria@wana.test", Role: account.Viewer},
		"foreign":     {Name: "Dewi Lestari", Email: "dewi@samudra.test", Role: account.Owner, Secret: secret},
		"auditor":     {Name: "Agus Salim", Email: "agus@kementerian.test", Role: account.Auditor, Secret: secret},
		"admin":       {Name: "Rina Hartono", Email: "rina@kementerian.test", Role: account.Administrator, Secret: secret},
	}
}

func (h *house) seed() {
	h.t.Helper()
	ctx := h.t.Context()
	profile := func(name, nib string) account.Profile {
		return account.Profile{
			LegalName: name, NIB: nib, KBLIVersion: 2020, KBLI: []string{"01262"},
			Sites: []account.Site{{Name: "Kebun Utama", Regency: "6106", Workers: 670}},
		}
	}
	var err error
	h.ours, err = h.accounts.CreateOrganisation(ctx, account.Organisation{
		Kind: account.Company, Name: "PT Wana Tirta Sawit", Profile: profile("PT Wana Tirta Sawit", "9120001234567"),
	})
	h.must(err)
	h.theirs, err = h.accounts.CreateOrganisation(ctx, account.Organisation{
		Kind: account.Company, Name: "PT Samudra Nila", Profile: profile("PT Samudra Nila", "9120007654321"),
	})
	h.must(err)
	ministry, err := h.accounts.CreateOrganisation(ctx, account.Organisation{Kind: account.Ministry, Name: "Direktorat HAM"})
	h.must(err)
	for key, p := range cast() {
		p.Password, p.Language, p.Position, p.Organisation = password, "id", "Kepala SDM", h.ours
		switch key {
		case "foreign":
			p.Organisation = h.theirs
		case "auditor", "admin":
			p.Organisation = ministry
		}
		_, err := h.accounts.Seed(ctx, p)
		h.must(err)
	}
}

// visitor is one browser.
type visitor struct {
	h       *house
	client  *http.Client
	cookies map[string]string
	headers map[string]string // sent in place of what a browser would send; "-" sends none
}

// answer is a response that was read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (h *house) visitor() *visitor {
	return &visitor{h: h, cookies: map[string]string{}, headers: map[string]string{}, client: &http.Client{
		Transport: &http.Transport{
			DialContext:       func(context.Context, string, string) (net.Conn, error) { return h.listener.Dial() },
			DisableKeepAlives: true, DisableCompression: true,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// as is a browser in which one of the cast is signed in through the pages; "" or "stranger" is nobody.
func (h *house) as(who string) *visitor {
	h.t.Helper()
	v := h.visitor()
	if who == "" || who == "stranger" {
		return v
	}
	p := cast()[who]
	got := v.submit("/id/masuk", "/id/masuk", url.Values{"email": {p.Email}, "password": {password}})
	if p.Secret != "" {
		h.clock.move(31 * time.Second)
		got = v.submitTo(got, "/id/masuk/kode", url.Values{"code": {h.code(p.Secret)}})
	}
	if got.status != http.StatusSeeOther {
		h.t.Fatalf("sign-in of %s: status %d: %s", who, got.status, got.text())
	}
	return v
}

func (h *house) code(secret string) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret+strings.Repeat("=", (8-len(secret)%8)%8), h.clock.now())
	h.must(err)
	return code
}

func (v *visitor) do(method, path string, body io.Reader, contentType string) answer {
	v.h.t.Helper()
	r, err := http.NewRequestWithContext(v.h.t.Context(), method, "http://tuntas.test"+path, body)
	v.h.must(err)
	set := map[string]string{"Content-Type": contentType, "User-Agent": "Mozilla/5.0 (Android 9) Chrome/60"}
	if method == http.MethodPost {
		set["Origin"], set["Sec-Fetch-Site"] = v.h.config.Address, "same-origin"
	}
	maps.Copy(set, v.headers)
	for name, value := range set {
		if value != "" && value != "-" {
			r.Header.Set(name, value)
		}
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := v.client.Do(r)
	v.h.must(err)
	raw, err := io.ReadAll(response.Body)
	v.h.must(errors.Join(err, response.Body.Close()))
	for _, c := range response.Cookies() {
		if c.MaxAge < 0 {
			delete(v.cookies, c.Name)
			continue
		}
		v.cookies[c.Name] = c.Value
	}
	return answer{status: response.StatusCode, header: response.Header, body: string(raw)}
}

func (v *visitor) get(path string) answer { v.h.t.Helper(); return v.do(http.MethodGet, path, nil, "") }

// post sends fields with a token that holds, whatever page the form would stand on.
func (v *visitor) post(path string, fields url.Values) answer {
	v.h.t.Helper()
	all := url.Values{"_csrf": {v.token(path)}}
	maps.Copy(all, fields)
	return v.send(path, all)
}

// send sends fields as they are.
func (v *visitor) send(path string, fields url.Values) answer {
	v.h.t.Helper()
	return v.do(http.MethodPost, path, strings.NewReader(fields.Encode()), "application/x-www-form-urlencoded")
}

// token is what a page of this visitor would carry for a form that is sent to path.
func (v *visitor) token(path string) string {
	v.h.t.Helper()
	key := v.cookies[v.h.sessionCookie()]
	if key == "" {
		if v.cookies[v.h.prefix()+"tuntas-form"] == "" {
			v.get("/id/masuk")
		}
		key = v.cookies[v.h.prefix()+"tuntas-form"]
	}
	_, action, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	action, _, _ = strings.Cut(action, "?")
	return v.h.server.TokenFor(key, "/"+action)
}

// submit opens a page and sends the form on it that goes to action, its hidden fields included.
func (v *visitor) submit(page, action string, fields url.Values) answer {
	v.h.t.Helper()
	return v.submitTo(v.get(page), action, fields)
}

// submitTo sends the form of an answer that goes to action.
func (v *visitor) submitTo(page answer, action string, fields url.Values) answer {
	v.h.t.Helper()
	all := page.hidden(v.h.t, action)
	maps.Copy(all, fields)
	return v.send(action, all)
}

// hidden are the hidden fields of the form that goes to action.
func (a answer) hidden(t testing.TB, action string) url.Values {
	t.Helper()
	form := regexp.MustCompile(`(?s)<form[^>]*action="` + regexp.QuoteMeta(action) + `"[^>]*>(.*?)</form>`).FindStringSubmatch(a.body)
	if form == nil {
		t.Fatalf("no form to %s on a page with status %d: %s", action, a.status, a.text())
	}
	out := url.Values{}
	for _, input := range regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`).FindAllStringSubmatch(form[1], -1) {
		out.Add(input[1], unescape(input[2]))
	}
	return out
}

func unescape(text string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&#43;", "+", "&amp;", "&").Replace(text)
}

// text is what people read of a page, cut to a length for messages.
func (a answer) text() string {
	text := regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(a.body, " ")
	text = strings.Join(strings.Fields(text), " ")
	return text[:min(len(text), 600)]
}

// wants fails the test unless the answer has the status and holds every text.
func (a answer) wants(t testing.TB, status int, texts ...string) answer {
	t.Helper()
	if a.status != status {
		t.Errorf("status %d instead of %d: %s", a.status, status, a.text())
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("lacks %q: %s", text, a.text())
		}
	}
	return a
}

// leads is where a redirect goes, or "".
func (a answer) leads() string { return a.header.Get("Location") }

// The log of a house is printed when one of its tests fails.
func (h *house) explain() {
	if h.t.Failed() {
		h.t.Log(h.logs.String())
	}
}
