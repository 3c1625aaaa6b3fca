package web

import (
	"html/template"
	"slices"
	"strings"

	"tuntas/app/account"
)

// page is what every page says around its own matter.
type page struct {
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

// crumb is one step of the way to a page; the last has no path.
type crumb struct{ Title, Path string }

// page begins a page with a title from the messages.
func (r *request) page(titleKey string, args ...any) page {
	p := r.server.page(r.lang, r.here())
	p.Title = r.t(titleKey, args...)
	p.Reader = r.actor
	p.key = r.formKey()
	if _, found := r.server.match(get, p.Here); r.isPost() && !found { // switching the language can only get a page
		p.Here = r.home()
	}
	if key := "notice." + r.query("kabar"); r.query("kabar") != "" && r.words.has(key) {
		p.Notice = r.t(key)
	}
	return p
}

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
	if p.Reader.Kind == account.Company {
		out = append(out, entry{Path: "/penilaian", Key: "layout.nav.assessments", Current: p.Nav == "penilaian"})
		if p.Reader.Role != account.Contributor {
			out = append(out, entry{Path: "/berkas", Key: "layout.nav.files", Current: p.Nav == "berkas"},
				entry{Path: "/profil", Key: "layout.nav.profile", Current: p.Nav == "profil"})
		}
	}
	out = append(out, entry{Path: "/orang", Key: "layout.nav.people", Current: p.Nav == "orang"})
	if p.Reader.Role == account.Auditor || p.Reader.Role == account.Administrator {
		out = append(out, entry{Path: "/log-keamanan", Key: "layout.nav.log", Current: p.Nav == "log"})
	}
	return append(out, entry{Path: "/akun", Key: "layout.nav.account", Current: p.Nav == "akun"})
}
