package main

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/web"
)

// attackAddress is under which people reach a town; forms are taken from its pages only.
const attackAddress = "http://tuntas.example"

const attackSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEH"

// town is a platform that serves over TCP, with everything that an attack looks at. Its time stands unless it is moved.
type town struct {
	*platform
	t      *testing.T
	folder string
	base   string
	mails  *outbox
	logs   *said
	moved  atomic.Int64 // nanoseconds
	stop   func()

	mu      sync.Mutex
	private []string // what no log may hold
	people  int
	entered map[string]bool // who signed in before
	ending  bool            // the database was closed by the test
}

// openTown opens a platform and serves it until the test ends. Its log must then hold nothing that is private.
func openTown(t *testing.T, database databaseAt) *town {
	t.Helper()
	return openTownIn(t, t.TempDir(), database)
}

// openTownIn is openTown with a folder that may have a key.
func openTownIn(t *testing.T, folder string, database databaseAt) *town {
	t.Helper()
	to := &town{t: t, folder: folder, mails: &outbox{}, logs: newSaid(), private: []string{demoPassword, attackSecret}, entered: map[string]bool{}}
	if database == "" {
		database = databaseAt(filepath.Join(to.folder, "tuntas.db"))
	}
	key, err := openKey(filepath.Join(to.folder, "tuntas.key"))
	to.must(err)
	logger := newLogger(to.logs, slog.LevelDebug)
	to.platform, err = openPlatform(t.Context(), &setting{
		database: database, key: key, name: "tuntas.example", signed: filepath.Join(to.folder, "checkpoints"), address: attackAddress,
		mail: to.mails, clock: to.now, logger: logger, quick: true,
	})
	to.must(err)
	listener, err := listen(t.Context(), "127.0.0.1:0")
	to.must(err)
	to.base = "http://" + listener.Addr().String()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() {
		done <- to.serve(ctx, listener, &service{pages: web.Config{Clock: to.now, Address: attackAddress, PlainHTTP: true}, every: time.Minute})
	}()
	to.stop = sync.OnceFunc(func() {
		cancel()
		if err := errors.Join(<-done, to.close(ctx)); err != nil && !to.ending {
			t.Errorf("the town's end: %v", err)
		}
		to.discreet()
	})
	t.Cleanup(to.stop)
	return to
}

func (to *town) must(err error) {
	to.t.Helper()
	if err != nil {
		to.t.Fatal(err)
	}
}

// now is the time of a town.
func (to *town) now() time.Time {
	return time.Date(2026, 11, 24, 3, 42, 0, 0, time.UTC).Add(time.Duration(to.moved.Load()))
}

// move moves the time on, because a code is good once.
func (to *town) move(by time.Duration) { to.moved.Add(int64(by)) }

// hush adds what no log may hold.
func (to *town) hush(texts ...string) {
	to.mu.Lock()
	defer to.mu.Unlock()
	for _, text := range texts {
		if len(text) > 4 {
			to.private = append(to.private, text)
		}
	}
}

// discreet fails when the log holds a name, an address, a token, an answer or a password.
func (to *town) discreet() {
	to.mu.Lock()
	defer to.mu.Unlock()
	for line := range strings.Lines(to.logs.String()) {
		for _, text := range append(to.private, "@", "_csrf", "undangan/", "sandi-baru/") {
			if text != "undangan/" && text != "sandi-baru/" && strings.Contains(line, text) ||
				strings.HasSuffix(text, "/") && regexp.MustCompile(text+`[A-Za-z0-9_-]`).MatchString(line) {
				to.t.Errorf("the log holds %q: %.400s", text, line)
				return
			}
		}
	}
}

// company is an organisation of a town with a mark that stands in every text of it.
type company struct {
	id    account.OrganisationID
	mark  string
	owner account.SeedPerson
}

// company adds a company with an owner.
func (to *town) company(mark string) *company {
	to.t.Helper()
	to.people++
	c := &company{mark: mark}
	profile := account.Profile{
		LegalName: "PT " + mark, NIB: fmt.Sprintf("91200%08d", to.people), AHU: "", KBLIVersion: 2020, KBLI: []string{"01262"},
		Sites: []account.Site{{Name: "Kebun " + mark, Regency: "6106", Workers: 670}},
	}
	var err error
	c.id, err = to.accounts.CreateOrganisation(to.t.Context(), account.Organisation{Kind: account.Company, Name: profile.LegalName, Profile: profile})
	to.must(err)
	c.owner = to.person(c, "pemilik", account.Owner)
	to.hush(mark)
	return c
}

// person adds somebody to a company.
func (to *town) person(c *company, name string, role account.Role) account.SeedPerson {
	to.t.Helper()
	p := account.SeedPerson{
		Name: name + " " + c.mark, Email: strings.ToLower(name+"@"+c.mark) + ".example", Password: demoPassword, Language: "id",
		Position: "Kepala " + c.mark, Organisation: c.id, Role: role,
	}
	if role.NeedsCode() {
		p.Secret = attackSecret
	}
	_, err := to.accounts.Seed(to.t.Context(), p)
	to.must(err)
	to.hush(p.Name, p.Email)
	return p
}

// actor is who a person is for the domain.
func (to *town) actor(b *browser) account.Actor {
	to.t.Helper()
	a, err := to.accounts.Authenticate(to.t.Context(), b.session())
	to.must(err)
	return a
}

// browser is one person's browser. It may be used from several goroutines at once, as its tabs are.
type browser struct {
	client *http.Client
	base   string
	ctx    context.Context //nolint:containedctx // of the test
}

// newBrowser opens a browser for a platform at a base address.
func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{base: base, ctx: t.Context(), client: &http.Client{
		Jar: jar, Transport: transport, Timeout: 2 * time.Minute,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// browser opens one in a town.
func (to *town) browser() *browser { return newBrowser(to.t, to.base) }

// as is a browser in which a person is signed in through the pages.
func (to *town) as(p account.SeedPerson) *browser {
	to.t.Helper()
	b := to.browser()
	if to.entered[p.Email] {
		to.move(31 * time.Second) // a code is good once
	}
	to.entered[p.Email] = true
	if err := b.signIn(p, to.now()); err != nil {
		to.t.Fatal(err)
	}
	to.hush(b.session())
	return b
}

// signIn signs a person in with the code of a moment.
func (b *browser) signIn(p account.SeedPerson, at time.Time) error {
	got := b.submit("/id/masuk", "/id/masuk", url.Values{"email": {p.Email}, "password": {p.Password}})
	if p.Secret != "" {
		code, err := totpCode(p.Secret, at)
		if err != nil {
			return err
		}
		got = b.submitTo(got, "/id/masuk/kode", url.Values{"code": {code}})
	}
	if got.status != http.StatusSeeOther {
		return fmt.Errorf("sign-in of %s: %s", p.Email, got)
	}
	return nil
}

func totpCode(secret string, at time.Time) (string, error) {
	return totp.GenerateCode(secret+strings.Repeat("=", (8-len(secret)%8)%8), at)
}

// session is the token of the session, or "".
func (b *browser) session() string {
	u, err := url.Parse(b.base)
	if err != nil {
		return ""
	}
	for _, c := range b.client.Jar.Cookies(u) {
		if c.Name == "tuntas" {
			return c.Value
		}
	}
	return ""
}

// reply is what was answered; status 0 says that nothing was, and body why.
type reply struct {
	status int
	header http.Header
	body   string
}

// String is what people read of it, cut to a length for messages.
func (r reply) String() string {
	text := regexp.MustCompile(`(?s)<(head|nav|header)\b.*?</(head|nav|header)>|<[^>]*>`).ReplaceAllString(r.body, " ")
	text = strings.Join(strings.Fields(text), " ")
	return fmt.Sprintf("status %d: %.400s", r.status, text)
}

// wants fails the test unless the reply has the status and holds every text.
func (r reply) wants(t *testing.T, status int, texts ...string) reply {
	t.Helper()
	if r.status != status {
		t.Errorf("not %d: %s", status, r)
	}
	for _, text := range texts {
		if !strings.Contains(r.body, text) {
			t.Errorf("lacks %q: %s", text, r)
		}
	}
	return r
}

// leads is where a redirect goes.
func (r reply) leads() string {
	if r.header == nil {
		return ""
	}
	return r.header.Get("Location")
}

func (b *browser) do(method, path string, body io.Reader, header http.Header) reply {
	request, err := http.NewRequestWithContext(b.ctx, method, b.base+path, body)
	if err != nil {
		return reply{body: err.Error()}
	}
	if method != http.MethodGet && method != http.MethodHead {
		request.Header.Set("Origin", attackAddress)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	maps.Copy(request.Header, header)
	response, err := b.client.Do(request)
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

func (b *browser) get(path string) reply { return b.do(http.MethodGet, path, nil, nil) }

// send sends fields as they are.
func (b *browser) send(path string, fields url.Values) reply {
	return b.do(http.MethodPost, path, strings.NewReader(fields.Encode()), http.Header{"Content-Type": {"application/x-www-form-urlencoded"}})
}

// submit opens a page and sends the form on it that goes to action with these fields changed.
func (b *browser) submit(page, action string, fields url.Values) reply {
	return b.submitTo(b.get(page), action, fields)
}

func (b *browser) submitTo(page reply, action string, fields url.Values) reply {
	all := page.form(action)
	if all == nil {
		return reply{body: "no form to " + action + " on a page with " + page.String()}
	}
	maps.Copy(all, fields)
	return b.send(action, all)
}

// autosave sends one question of a topic page as the page's script does.
func (b *browser) autosave(page reply, question string, fields url.Values) reply {
	action, all := page.autosave(question)
	if all == nil {
		return reply{body: "no question " + question + " on a page with " + page.String()}
	}
	maps.Copy(all, fields)
	return b.do(http.MethodPost, action, strings.NewReader(all.Encode()), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Accept": {"application/json"},
	})
}

// form is what a browser would send of the form that goes to action when nothing on it was touched; nil without one.
func (r reply) form(action string) url.Values {
	return r.fields(func(n *html.Node) bool {
		return n.DataAtom == atom.Form && attribute(n, "method") == "post" && attribute(n, "action") == action
	}, nil)
}

// autosave is the address and the fields of a question.
func (r reply) autosave(question string) (action string, fields url.Values) {
	fields = r.fields(func(n *html.Node) bool {
		return attribute(n, "data-autosave") != "" && holds(n, "rev."+question)
	}, func(n *html.Node, out url.Values) {
		action = attribute(n, "data-autosave")
		out.Set("_csrf", attribute(n, "data-token"))
	})
	return action, fields
}

func (r reply) fields(is func(*html.Node) bool, also func(*html.Node, url.Values)) url.Values {
	root, err := html.Parse(strings.NewReader(r.body))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			out := url.Values{}
			for field := range n.Descendants() {
				takeField(out, field)
			}
			if also != nil {
				also(n, out)
			}
			return out
		}
	}
	return nil
}

// takeField adds what a browser sends of one field.
func takeField(out url.Values, n *html.Node) {
	name, value := attribute(n, "name"), attribute(n, "value")
	checked := func(a html.Attribute) bool { return a.Key == "checked" || a.Key == "selected" }
	switch n.DataAtom {
	case atom.Input:
		kind := attribute(n, "type")
		if name == "" || kind == "file" || (kind == "radio" || kind == "checkbox") && !slices.ContainsFunc(n.Attr, checked) {
			return
		}
	case atom.Textarea:
		if n.FirstChild != nil {
			value = n.FirstChild.Data
		}
	case atom.Option:
		if n.Parent == nil || !slices.ContainsFunc(n.Attr, checked) {
			return
		}
		name = attribute(n.Parent, "name")
	default:
		return
	}
	out.Add(name, value)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func holds(n *html.Node, name string) bool {
	for field := range n.Descendants() {
		if attribute(field, "name") == name {
			return true
		}
	}
	return false
}

// under is the address of a part of an assessment, in Indonesian.
func under(id assessment.ID, parts ...string) string {
	return strings.Join(append([]string{"/id/penilaian", string(id)}, parts...), "/")
}

// upload sends a file with the fields of a form.
func (b *browser) upload(path string, fields url.Values, name string, content []byte) reply {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, value := range values {
			_ = w.WriteField(field, value) // into memory
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		return reply{body: err.Error()}
	}
	_, _ = part.Write(content)
	_ = w.Close()
	return b.do(http.MethodPost, path, &body, http.Header{"Content-Type": {w.FormDataContentType()}})
}

// token is what a page would carry for a form that is sent to path, as the platform's own keys make it.
func (to *town) token(b *browser, path string) string {
	to.t.Helper()
	secret, err := webSecret(to.key)
	to.must(err)
	key, err := hkdf.Key(sha256.New, secret, nil, "csrf", len(secret))
	to.must(err)
	salt := make([]byte, 12)
	mac := hmac.New(sha256.New, key)
	mac.Write(append(salt, b.session()+"\x00"+strings.TrimPrefix(path, "/id")...))
	return base64.RawURLEncoding.EncodeToString(append(salt, mac.Sum(nil)...))
}
