package account_test

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

const (
	goodPassword  = "kuda lumping makan nasi pecel"
	otherPassword = "sembilan layang-layang di Bukittinggi"
	secret        = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

// clock is one that a test turns.
type clock struct {
	sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.at
}

func (c *clock) turn(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(d)
}

// postbox keeps the mails that were sent.
type postbox struct {
	sync.Mutex
	mails []account.Message
	fail  error
}

func (p *postbox) Send(_ context.Context, m account.Message) error {
	p.Lock()
	defer p.Unlock()
	if p.fail != nil {
		return p.fail
	}
	p.mails = append(p.mails, m)
	return nil
}

func (p *postbox) all() []account.Message {
	p.Lock()
	defer p.Unlock()
	return slices.Clone(p.mails)
}

// house is an installation of a test.
type house struct {
	*account.Accounts
	t      testing.TB
	engine store.Engine
	log    *audit.Log
	clock  *clock
	mails  *postbox
}

func open(t testing.TB) *house {
	t.Helper()
	e, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tuntas.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, engine: e, mails: &postbox{}, clock: &clock{at: time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)}}
	if h.log, err = audit.Open(t.Context(), audit.Config{Engine: e, Clock: h.clock.now}); err != nil {
		t.Fatal(err)
	}
	h.Accounts, err = account.Open(t.Context(), account.Config{
		Engine: e, Log: h.log, Mail: h.mails, Clock: h.clock.now, Address: "https://tuntas.example", Quick: true,
		KnownKBLI: func(code string) bool { return code == "01262" || code == "14111" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// must ends the test when something that has to work does not.
func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// link is the token of the newest mail to an address.
func (h *house) link(to string) string {
	h.t.Helper()
	for _, m := range slices.Backward(h.mails.all()) {
		if m.To != to {
			continue
		}
		if found := regexp.MustCompile(`https://tuntas\.example/(?:id|en)/[a-z-]+/(\S+)`).FindStringSubmatch(m.Text); found != nil {
			return found[1]
		}
	}
	h.t.Fatalf("no mail with a link to %s", to)
	return ""
}

// code is the code that a generator shows now.
func (h *house) code(secret string) string {
	h.t.Helper()
	code, err := totp.GenerateCode(secret, h.clock.now())
	h.must(err)
	return code
}

// company makes a company; its NIB ends in the two digits.
func (h *house) company(name, two string) account.OrganisationID {
	h.t.Helper()
	id, err := h.CreateOrganisation(h.t.Context(), account.Organisation{
		Kind: account.Company, Profile: account.Profile{LegalName: name, NIB: "91200012345" + two},
	})
	h.must(err)
	return id
}

// seed makes a person of an organisation; roles that need a code generator get one with the secret of the tests.
func (h *house) seed(o account.OrganisationID, email string, role account.Role) account.PersonID {
	h.t.Helper()
	s := account.SeedPerson{Name: "Budi " + string(role), Email: email, Password: goodPassword, Organisation: o, Role: role}
	if role.NeedsCode() {
		s.Secret = secret
	}
	id, err := h.Seed(h.t.Context(), s)
	h.must(err)
	return id
}

// enter signs a person in and gives the code when it is due. The clock is turned, so that each code is a fresh one.
func (h *house) enter(email string) (account.Actor, string) {
	h.t.Helper()
	h.clock.turn(30 * time.Second)
	in, err := h.SignIn(h.t.Context(), email, goodPassword, "Chrome, Android")
	h.must(err)
	token := in.Token
	if in.CodeDue {
		token, err = h.Confirm(h.t.Context(), token, h.code(secret))
		h.must(err)
	}
	actor, err := h.Authenticate(h.t.Context(), token)
	h.must(err)
	return actor, token
}

// wantProblem checks kind and key of an error.
func wantProblem(t testing.TB, err error, kind problem.Kind, key string) {
	t.Helper()
	if problem.KindOf(err) != kind || keyOf(err) != key {
		t.Errorf("got %v (kind %d, key %q), want kind %d, key %q", err, problem.KindOf(err), keyOf(err), kind, key)
	}
}

func keyOf(err error) string {
	if e, ok := asProblem(err); ok {
		return e.Key
	}
	return ""
}

// faults are the fields at fault with their keys.
func faults(err error) map[string]string {
	out := map[string]string{}
	if e, ok := asProblem(err); ok {
		for _, f := range e.Fields {
			out[f.Name] = f.Key
		}
	}
	return out
}

// verbs are the newest entries of the log about an organisation or a person, as verb and outcome.
func (h *house) verbs(s audit.Selection) []string {
	h.t.Helper()
	entries, err := h.log.Entries(h.t.Context(), s)
	h.must(err)
	var out []string
	for _, e := range slices.Backward(entries) {
		verb := e.Verb
		if e.Outcome != "" {
			verb += " " + e.Outcome
		}
		out = append(out, verb)
	}
	return out
}

// logged are every text that the log holds.
func (h *house) logged() []string {
	h.t.Helper()
	entries, err := h.log.Entries(h.t.Context(), audit.Selection{Limit: 1000})
	h.must(err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Organisation, e.By, e.Role, e.Verb, e.Object, e.Outcome)
		out = append(out, slices.Collect(maps.Values(e.Facts))...)
	}
	return out
}

func asProblem(err error) (*problem.Error, bool) { return errors.AsType[*problem.Error](err) }
