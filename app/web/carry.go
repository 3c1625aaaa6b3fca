package web

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
	"tuntas/app/problem"
)

const (
	staleForm    = "errors.resume.stale"
	switchedForm = "errors.resume.language"
	carryAge     = 24 * time.Hour
)

// carried is a form that could not be taken when it was sent: because the session had ended, because password and code
// were due, or because the database was away. It travels sealed through the pages in between.
type carried struct {
	Path   string    `json:"path"`
	Fields values    `json:"fields"`
	At     time.Time `json:"at"`
}

// secretFields are never carried on.
func secretFields() []string {
	return []string{csrfField, carryField, "password", "old", "code", "username", "bahasa"}
}

// carry is the sent form without its secrets.
func (r *request) carry() carried {
	c := carried{Path: r.path(), Fields: values{}, At: r.now()}
	for name, all := range r.typed {
		if !slices.Contains(secretFields(), name) {
			c.Fields[name] = all
		}
	}
	return c
}

func (s *Server) seal(c carried) (string, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("carry a form on: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.keys.carry.Seal(nil, nil, plain, nil)), nil //nolint:gosec // makes its own nonce
}

// carriedForm is the carried form in a sent one; false when there is none, or none of ours.
func (r *request) carriedForm() (carried, bool) {
	return r.opened(r.typed.Get(carryField))
}

// opened is a sealed form; false when it is none of ours, or too old.
func (r *request) opened(sealed string) (carried, bool) {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(raw) == 0 {
		return carried{}, false
	}
	plain, err := r.server.keys.carry.Open(nil, nil, raw, nil)
	if err != nil {
		return carried{}, false
	}
	var c carried
	if err := json.Unmarshal(plain, &c); err != nil || r.now().Sub(c.At) > carryAge || !ownPath(c.Path) {
		return carried{}, false
	}
	return c, true
}

// keptForm is a form that is shown again, to be sent with one press.
type keptForm struct {
	Path   string
	Fields []keptField
	Page   string // on which it stood; "" when nobody needs to be told
	File   bool   // had a file, which must be chosen again
}

type keptField struct{ Name, Value string }

// Texts are the longer things that were typed, to be read before they are sent.
func (k keptForm) Texts() []string {
	var out []string
	for _, f := range k.Fields {
		if strings.ContainsAny(f.Value, " \n") {
			out = append(out, f.Value)
		}
	}
	return out
}

func (c carried) form() keptForm {
	k := keptForm{Path: c.Path}
	names := make([]string, 0, len(c.Fields))
	for name := range c.Fields {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range c.Fields[name] {
			k.Fields = append(k.Fields, keptField{Name: name, Value: v})
		}
	}
	return k
}

type resumePage struct {
	page
	Text string
	Kept keptForm
}

// resume shows a kept form with one sentence that says why.
func (r *request) resume(status int, key string, c carried) error {
	data := resumePage{page: r.page("errors.resume.title"), Text: r.t(key), Kept: c.form()}
	if rt, ok := r.server.match(post, c.Path); ok {
		data.Kept.Page = r.server.pageOf(rt, c.Path)
	}
	return r.showStatus(status, "resume", data)
}

// onwards continues after sign-in or step-up: with the form that was carried, or at the page that was asked for.
func (r *request) onwards() error {
	if r.actor.Role == "" { // signed in just now
		if actor, err := r.server.config.Accounts.Authenticate(r.context(), r.token); err == nil {
			r.actor = actor
		} else if problem.KindOf(err) == problem.StepUp {
			if on := r.onward(); on.Carry != "" {
				return (&enrolPages{r.server.config.Accounts}).due(r, on)
			}
			return r.redirect(enrolAfter(r.wantedOrNone()))
		}
	}
	if c, ok := r.carriedForm(); ok {
		return r.resume(fiber.StatusOK, "errors.resume.signed_in", c)
	}
	return r.redirect(r.wanted())
}

// enrolAfter is the page that sets up a code generator and goes on to a path of ours, if there is one.
func enrolAfter(to string) string {
	if ownPath(to) {
		return "/pembuat-kode?to=" + url.QueryEscape(to)
	}
	return "/pembuat-kode"
}

// wanted is the page of ours that a sign-in leads to.
func (r *request) wanted() string {
	if to := r.wantedOrNone(); ownPath(to) {
		return to
	}
	return r.home()
}

// ownPath reports whether text is a path on this platform and cannot be read as another host.
func ownPath(text string) bool {
	return strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//") && !strings.ContainsAny(text, "\\\n\r\t ") && len(text) < 2000
}

// isHeld reports whether err says that a form was not taken because its token does not hold any longer, or because it is
// only to be shown in another language.
func isHeld(err error) (key string, held bool) {
	key, _ = messageOf(err)
	return key, problem.KindOf(err) == problem.Invalid && (key == staleForm || key == switchedForm)
}

// home is the first page of a signed-in reader.
func (r *request) home() string { return homeOf(&r.actor) }

func homeOf(reader *account.Actor) string {
	switch {
	case reader.Person == "":
		return "/"
	case reader.May(account.ReadAssessment) && reader.Kind == account.Company:
		return "/penilaian"
	case reader.May(account.ReadPeople):
		return "/orang"
	case reader.May(account.ReadSecurityLog):
		return "/log-keamanan"
	}
	return "/akun"
}

// wantedOrNone is the page that a form leads to in the end, or "".
func (r *request) wantedOrNone() string {
	if to := r.typed.Get("to"); to != "" {
		return to
	}
	return r.query("to")
}
