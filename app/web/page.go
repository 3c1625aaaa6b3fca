package web

import (
	"html/template"
	"slices"
	"strings"

	"tuntas/app/account"
)

// page is what every page says around its own matter.
type page struct {
	onward
	Form string // path to which the form "isian" of this page is sent; changing the language keeps what was typed there

	Title  string
	Nav    string // which entry of the navigation is current: penilaian, orang, profil, akun, berkas …
	Crumbs []crumb
	Faults []fault
	Notice string // one sentence about what was just done
	Lang   string
	Here   string // address without its language
	Reader account.Actor
	Demo   bool
	server *Server
	key    string // what forms are tied to
}

// onward is what a page on the way to another one keeps for it.
type onward struct {
	To    string // path to go on to
	Carry string // a sealed form to go on with
}

// crumb is one step of the way to a page; the last has no path.
type crumb struct{ Title, Path string }

// page begins a page with a title from the messages.
func (r *request) page(titleKey string, args ...any) page {
	p := r.server.page(r.lang, r.here())
	p.Title = r.t(titleKey, args...)
	p.Reader = r.actor
	p.key = r.formKey()
	if r.isPost() { // switching the language can only get a page
		p.Here = r.formPage()
	}
	if key := "notice." + r.query("kabar"); r.query("kabar") != "" && r.words.has(key) {
		p.Notice = r.t(key)
	}
	return p
}

// formPage is the page that the sent form stands on, or else the reader's first one.
func (r *request) formPage() string {
	if at := r.server.pageOf(r.route, r.path()); at != "" {
		return at
	}
	return r.home()
}

// step begins a page at here on the way to another one: signing in, a code, setting up a code generator.
func (r *request) step(titleKey, here string, on onward) page {
	p := r.page(titleKey)
	p.Here, p.onward = here, on
	if on.To != "" {
		p.Here += "?" + encode("to", on.To)
	}
	return p
}

// onward is what the page before kept.
func (r *request) onward() onward {
	return onward{To: r.wantedOrNone(), Carry: r.form().Get(carryField)}
}

// switches reports whether a step is only to be shown in another language, with what it keeps.
func (r *request) switches() bool { return r.form().Has("bahasa") }

func (s *Server) page(lang, here string) page {
	return page{Lang: lang, Here: here, Demo: s.config.Demo != nil, server: s}
}

// SignedIn reports whether the reader has a session.
func (p page) SignedIn() bool { return p.Reader.Person != "" }

// CSRF is the hidden field of a form that is sent to action, a path without language.
func (p page) CSRF(action string) template.HTML {
	return template.HTML(`<input type="hidden" name="` + csrfField + `" value="` + p.Token(action) + `">`) //nolint:gosec // base64url alone
}

// Other is the address of this page in another language.
func (p page) Other(lang string) string { return "/" + lang + p.Here }

// Home is the first page of the reader.
func (p page) Home() string { return homeOf(&p.Reader) }

// Fault is what is wrong with a field, or "".
func (p page) Fault(field string) string {
	for _, f := range p.Faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// Is reports whether the reader has one of the roles.
func (p page) Is(roles ...string) bool {
	return slices.Contains(roles, string(p.Reader.Role))
}

// Token is what a form or script of this page sends along to action, a path without language, as _csrf.
func (p page) Token(action string) string {
	action, _, _ = strings.Cut(action, "?")
	return p.server.keys.csrfToken(p.key, action)
}

// entry is one link of the navigation.
type entry struct {
	Path, Key string
	Current   bool
}

// NavEntries are the links of the navigation for the reader's kind of organisation.
func (p page) NavEntries() []entry {
	if !p.SignedIn() {
		return []entry{
			{Path: "/masuk", Key: "layout.nav.signin", Current: p.Nav == "masuk"},
			{Path: "/daftar", Key: "layout.nav.register", Current: p.Nav == "daftar"},
		}
	}
	var out []entry
	if p.Reader.Kind == account.Company && p.Reader.May(account.ReadAssessment) {
		out = append(out, entry{Path: "/penilaian", Key: "layout.nav.assessments", Current: p.Nav == "penilaian"})
		if p.Reader.Role != account.Contributor {
			out = append(out, entry{Path: "/berkas", Key: "layout.nav.files", Current: p.Nav == "berkas"},
				entry{Path: "/profil", Key: "layout.nav.profile", Current: p.Nav == "profil"})
		}
	}
	if p.Reader.May(account.ReadPeople) {
		out = append(out, entry{Path: "/orang", Key: "layout.nav.people", Current: p.Nav == "orang"})
	}
	if p.Reader.May(account.ReadSecurityLog) && p.Reader.Kind != account.Company {
		out = append(out, entry{Path: "/log-keamanan", Key: "layout.nav.log", Current: p.Nav == "log"})
	}
	return append(out, entry{Path: "/akun", Key: "layout.nav.account", Current: p.Nav == "akun"})
}
