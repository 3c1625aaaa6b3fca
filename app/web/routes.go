package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// guard says who may reach a route at all; what they may do there is decided in the domain.
type guard uint8

const (
	open    guard = iota // anybody
	pending              // a session whose code or code generator is still due
	member               // signed in
	either               // pending or member
)

// route is one row of the site map. Every path stands below /id and /en.
type route struct {
	method string
	path   string
	guard  guard
	handle func(*request) error
	file   int64 // bytes of the largest file that a form may bring; 0: none
	again  bool  // the handler asks fresh first, and shows its form again when the form is stale
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

func languages() []string { return []string{"id", "en"} }

// register puts every route below each language, and beside them what has no language.
func (s *Server) register() {
	s.app.Get("/", s.chooseLanguage)
	s.app.Get("/healthz", s.healthz)
	s.app.Get("/readyz", s.readyz)
	s.app.Get("/static/:name", s.serveStatic)
	for _, lang := range languages() {
		s.app.Get("/"+lang, s.chooseLanguage)
		for _, rt := range s.routes {
			handler := s.handler(rt, lang)
			s.app.Add(rt.method, "/"+lang+rt.path, handler)
			if rt.method == get {
				s.app.Add(fiber.MethodHead, "/"+lang+rt.path, handler)
			}
		}
	}
	if s.config.Demo != nil {
		s.app.Get("/dev/:page", s.devRedirect)
	}
}

// match finds the route of a request by its method and address.
func (s *Server) match(method, uri string) (route, bool) {
	path, _, _ := strings.Cut(uri, "?")
	_, path = splitLanguage(path)
	for _, rt := range s.routes {
		if rt.method == method && fits(rt.path, path) {
			return rt, true
		}
	}
	return route{}, false
}

// pageOf is the page that a form stands on: its own address where that shows a page, or else the nearest one above; ""
// when there is none.
func (s *Server) pageOf(rt route, path string) string {
	for pattern := rt.path; pattern != ""; pattern = pattern[:strings.LastIndex(pattern, "/")] {
		if slices.ContainsFunc(s.routes, func(other route) bool { return other.method == get && other.path == pattern }) {
			segments := strings.Split(path, "/")
			return strings.Join(segments[:min(len(segments), strings.Count(pattern, "/")+1)], "/")
		}
	}
	return ""
}

// fits reports whether a path is one of a route's, where a segment that begins with a colon stands for any text.
func fits(pattern, path string) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i, segment := range want {
		if !strings.HasPrefix(segment, ":") && segment != have[i] {
			return false
		}
	}
	return true
}

// splitLanguage splits /id/masuk into id and /masuk; the language is "" when the path has none.
func splitLanguage(path string) (lang, rest string) {
	for _, lang := range languages() {
		if rest, ok := strings.CutPrefix(path, "/"+lang); ok && (rest == "" || rest[0] == '/') {
			return lang, rest
		}
	}
	return "", path
}

// accountRoutes is the site map of everything but assessments.
func (s *Server) accountRoutes() []route {
	accounts := s.config.Accounts
	in, reg, rec := &signInPages{accounts}, &registerPages{accounts}, &recoverPages{accounts}
	enrol, own, people := &enrolPages{accounts}, &ownPages{accounts}, &peoplePages{accounts}
	profile, log, texts := &profilePages{accounts}, &logPages{log: s.config.Log}, &textPages{}
	dev := &devPages{demo: s.config.Demo, clock: s.config.Clock}
	return []route{
		{method: get, path: "/", handle: reg.welcome},
		{method: get, path: "/daftar", handle: reg.show},
		{method: post, path: "/daftar", handle: reg.register, again: true},
		{method: get, path: "/daftar/terkirim", handle: reg.sent},
		{method: get, path: "/undangan/:token", handle: reg.invitation},
		{method: post, path: "/undangan/:token", handle: reg.accept, again: true},
		{method: get, path: "/masuk", handle: in.show},
		{method: post, path: "/masuk", handle: in.signIn, again: true},
		{method: get, path: "/masuk/kode", guard: pending, handle: in.showCode},
		{method: post, path: "/masuk/kode", guard: pending, handle: in.code, again: true},
		{method: get, path: "/konfirmasi", guard: member, handle: in.showStepUp},
		{method: post, path: "/konfirmasi", guard: member, handle: in.stepUp, again: true},
		{method: post, path: "/keluar", guard: either, handle: in.signOut},
		{method: get, path: "/lupa-sandi", handle: rec.show},
		{method: post, path: "/lupa-sandi", handle: rec.request, again: true},
		{method: get, path: "/lupa-sandi/terkirim", handle: rec.sent},
		{method: get, path: "/sandi-baru/:token", handle: rec.choose},
		{method: post, path: "/sandi-baru/:token", handle: rec.reset, again: true},
		{method: get, path: "/pembuat-kode", guard: either, handle: enrol.show},
		{method: post, path: "/pembuat-kode", guard: either, handle: enrol.confirm, again: true},
		{method: get, path: "/akun", guard: member, handle: own.show},
		{method: post, path: "/akun", guard: member, handle: own.edit, again: true},
		{method: post, path: "/akun/kode-pemulihan", guard: member, handle: own.recovery},
		{method: post, path: "/akun/sandi", guard: member, handle: own.password, again: true},
		{method: post, path: "/akun/sesi/:id", guard: member, handle: own.endSession},
		{method: get, path: "/akun/hidup", guard: member, handle: own.alive},
		{method: get, path: "/akun/data", guard: member, handle: own.data},
		{method: get, path: "/akun/hapus", guard: member, handle: own.showErase},
		{method: post, path: "/akun/hapus", guard: member, handle: own.erase},
		{method: get, path: "/organisasi", guard: member, handle: own.places},
		{method: post, path: "/organisasi", guard: member, handle: own.act},
		{method: get, path: "/orang", guard: member, handle: people.show},
		{method: get, path: "/orang/undang", guard: member, handle: people.showInvite},
		{method: post, path: "/orang/undang", guard: member, handle: people.invite},
		{method: post, path: "/orang/undangan/:id", guard: member, handle: people.withdraw},
		{method: get, path: "/orang/:id", guard: member, handle: people.showMember},
		{method: post, path: "/orang/:id", guard: member, handle: people.changeRole},
		{method: post, path: "/orang/:id/keluarkan", guard: member, handle: people.remove},
		{method: get, path: "/profil", guard: member, handle: profile.show},
		{method: get, path: "/profil/identitas", guard: member, handle: profile.showIdentity},
		{method: post, path: "/profil/identitas", guard: member, handle: profile.identity},
		{method: get, path: "/profil/kbli", guard: member, handle: profile.showActivities},
		{method: post, path: "/profil/kbli", guard: member, handle: profile.activities},
		{method: get, path: "/profil/lokasi", guard: member, handle: profile.showSites},
		{method: post, path: "/profil/lokasi", guard: member, handle: profile.sites},
		{method: get, path: "/profil/pekerja", guard: member, handle: profile.showWorkforce},
		{method: post, path: "/profil/pekerja", guard: member, handle: profile.workforce},
		{method: get, path: "/log-keamanan", guard: member, handle: log.show},
		{method: get, path: "/hak-akses", handle: texts.policy},
		{method: get, path: "/bantuan", handle: texts.help},
		{method: get, path: "/pelindungan-data", handle: texts.data},
		{method: get, path: "/aksesibilitas", handle: texts.access},
		{method: get, path: "/dev/mail", handle: dev.mails},
		{method: get, path: "/dev/mail/:number", handle: dev.mail},
		{method: get, path: "/dev/accounts", handle: dev.accounts},
	}
}
