package web_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/web"
)

// access is one route as four kinds of people find it: a stranger, the owner of another company, somebody of ours in a
// role that may not, and somebody in one that may.
type access struct {
	path     string // "" when the pattern has no names
	fields   url.Values
	stranger int
	foreign  int
	wrong    int
	right    int
	as       [2]string // who is wrong and who is right; viewer and owner when empty
	changes  bool      // the right one changes what is stored
}

// The statuses that come again and again: of pages that anybody sees, pages of members, and their forms.
func everybody(right int) access {
	return access{stranger: right, foreign: right, wrong: right, right: right}
}

func members(stranger, foreign, wrong, right int) access {
	return access{stranger: stranger, foreign: foreign, wrong: wrong, right: right}
}

func (a access) at(path string) access         { a.path = path; return a }
func (a access) with(fields url.Values) access { a.fields = fields; return a }
func (a access) who(wrong, right string) access {
	a.as = [2]string{wrong, right}
	return a
}
func (a access) storing() access { a.changes = true; return a }

const (
	shown  = http.StatusOK
	moved  = http.StatusSeeOther
	login  = http.StatusUnauthorized
	denied = http.StatusForbidden
	gone   = http.StatusNotFound
	fault  = http.StatusUnprocessableEntity
	stale  = http.StatusConflict
)

// accountAccess are the rows of accountRoutes.
func accountAccess(h *house) map[string]access {
	somebody, invitation := h.member("bayu@wana.test"), h.invited("baru@wana.test")
	return map[string]access{
		"GET /":                     members(shown, moved, moved, moved),
		"GET /daftar":               everybody(shown),
		"POST /daftar":              everybody(fault).with(url.Values{"nib": {"12"}}),
		"GET /daftar/terkirim":      everybody(shown),
		"GET /undangan/:token":      everybody(gone).at("/undangan/TIDAKADA"),
		"POST /undangan/:token":     everybody(gone).at("/undangan/TIDAKADA"),
		"GET /masuk":                members(shown, moved, moved, moved),
		"POST /masuk":               everybody(fault).with(url.Values{"email": {"sari@wana.test"}, "password": {"salah"}}),
		"GET /masuk/kode":           members(moved, stale, stale, stale),
		"POST /masuk/kode":          members(login, stale, stale, stale).with(url.Values{"code": {"123456"}}),
		"GET /konfirmasi":           members(moved, shown, shown, shown),
		"POST /konfirmasi":          members(login, fault, fault, fault).with(url.Values{"password": {"salah"}, "code": {"1"}}),
		"POST /keluar":              members(login, moved, moved, moved),
		"GET /lupa-sandi":           everybody(shown),
		"POST /lupa-sandi":          everybody(fault).with(url.Values{"email": {"bukan alamat"}}),
		"GET /lupa-sandi/terkirim":  everybody(shown),
		"GET /sandi-baru/:token":    everybody(gone).at("/sandi-baru/TIDAKADA"),
		"POST /sandi-baru/:token":   everybody(gone).at("/sandi-baru/TIDAKADA").with(url.Values{"password": {password}}),
		"GET /pembuat-kode":         members(moved, shown, shown, shown),
		"POST /pembuat-kode":        members(login, stale, stale, stale).with(url.Values{"code": {"000000"}}),
		"GET /akun":                 members(moved, shown, shown, shown),
		"POST /akun":                members(login, fault, fault, fault).with(url.Values{"name": {""}}),
		"POST /akun/kode-pemulihan": members(login, shown, stale, shown), // without a code generator there are none
		"POST /akun/sandi":          members(login, fault, fault, fault).with(url.Values{"old": {"salah"}, "password": {"salah"}}),
		"POST /akun/sesi/:id":       members(login, gone, gone, gone).at("/akun/sesi/0000").with(url.Values{}),
		"GET /akun/hidup":           members(moved, http.StatusNoContent, http.StatusNoContent, http.StatusNoContent),
		"GET /akun/data":            members(moved, shown, shown, shown),
		"GET /akun/hapus":           members(moved, shown, shown, shown),
		"POST /akun/hapus":          members(login, stale, stale, stale).who("owner", "owner"), // the last owner stays
		"GET /organisasi":           members(moved, shown, shown, shown),
		"POST /organisasi":          members(login, gone, gone, gone).with(url.Values{"membership": {"ASING"}}),
		"GET /orang":                members(moved, shown, shown, shown),
		"GET /orang/undang":         members(moved, shown, denied, shown),
		"POST /orang/undang":        members(login, moved, denied, moved).with(url.Values{"email": {"rekan@wana.test"}, "role": {"viewer"}}).storing(),
		"POST /orang/undangan/:id":  members(login, gone, denied, moved).at("/orang/undangan/" + invitation).storing(),
		"GET /orang/:id":            members(moved, gone, denied, shown).at("/orang/" + somebody),
		"POST /orang/:id":           members(login, gone, denied, moved).at("/orang/" + somebody).with(url.Values{"role": {"viewer"}}).storing(),
		"POST /orang/:id/keluarkan": members(login, gone, denied, moved).at("/orang/" + somebody + "/keluarkan").storing(),
		"GET /profil":               members(moved, shown, shown, shown),
		"GET /profil/identitas":     members(moved, shown, denied, shown),
		"POST /profil/identitas":    members(login, fault, denied, moved).with(url.Values{"legal_name": {"PT Nama Baru"}, "nib": {"9120001234567"}, "revision": {"1"}}).storing(),
		"GET /profil/kbli":          members(moved, shown, denied, shown),
		"POST /profil/kbli":         members(login, stale, denied, moved).with(url.Values{"add": {"10431"}, "revision": {"2"}}).storing(),
		"GET /profil/lokasi":        members(moved, shown, denied, shown),
		"POST /profil/lokasi":       members(login, stale, denied, moved).with(url.Values{"sites.0.name": {"Pabrik"}, "sites.0.regency": {"Kabupaten Ketapang"}, "sites.0.workers": {"1.200"}, "revision": {"3"}}).storing(),
		"GET /profil/pekerja":       members(moved, shown, denied, shown),
		"POST /profil/pekerja":      members(login, stale, denied, moved).with(url.Values{"workforce.permanent.women": {"12"}, "revision": {"4"}}).storing(),
		"GET /log-keamanan":         members(moved, denied, denied, shown).who("admin", "auditor"),
		"GET /hak-akses":            everybody(shown),
		"GET /bantuan":              everybody(shown),
		"GET /pelindungan-data":     everybody(shown),
		"GET /aksesibilitas":        everybody(shown),
		"GET /dev/mail":             everybody(gone),
		"GET /dev/mail/:number":     everybody(gone).at("/dev/mail/1"),
		"GET /dev/accounts":         everybody(gone),
	}
}

// member is the id of somebody's membership in our company.
func (h *house) member(email string) string {
	h.t.Helper()
	all, _, err := h.accounts.People(h.t.Context(), h.as("owner").actor())
	h.must(err)
	for _, m := range all {
		if m.Email == email {
			return string(m.Membership)
		}
	}
	h.t.Fatalf("nobody has the address %s", email)
	return ""
}

// invited is the id of a fresh invitation into our company.
func (h *house) invited(email string) string {
	h.t.Helper()
	id, err := h.accounts.Invite(h.t.Context(), h.as("owner").actor(), account.Invite{Email: email, Role: account.Viewer})
	h.must(err)
	return string(id)
}

// stored is what the database holds of our company, as text to compare.
func (h *house) stored(v *visitor) string {
	h.t.Helper()
	by := v.actor()
	organisation, err := h.accounts.Organisation(h.t.Context(), by)
	h.must(err)
	people, invitations, err := h.accounts.People(h.t.Context(), by)
	h.must(err)
	for i := range people {
		people[i].LastSeen = people[i].Since
	}
	assessments, err := h.desk.List(h.t.Context(), by)
	h.must(err)
	raw, err := json.Marshal([]any{organisation, people, invitations, assessments})
	h.must(err)
	return string(raw)
}

func TestEveryRouteIsTriedByEverybody(t *testing.T) {
	t.Parallel()
	h := open(t)
	table := accountAccess(h)
	witness := h.as("owner")
	for _, row := range h.server.Rows() {
		key := row.Method + " " + row.Path
		if triedElsewhere(row) {
			continue
		}
		a, known := table[key]
		if !known {
			t.Errorf("%s has no row: say what a stranger, another company, a wrong and a right role find there", key)
			continue
		}
		delete(table, key)
		if a.path == "" {
			a.path = row.Path
		}
		if !web.Fits(row.Path, strings.Split(a.path, "?")[0]) {
			t.Errorf("the row of %s asks for %s", key, a.path)
		}
		h.try(row, a, witness)
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		t.Errorf("there is no route %s any longer", key)
	}
}

// try asks for one route as everybody and watches what is stored meanwhile.
func (h *house) try(row web.RouteRow, a access, witness *visitor) {
	h.t.Helper()
	wrong, right := a.as[0], a.as[1]
	if wrong == "" {
		wrong, right = "viewer", "owner"
	}
	for _, turn := range []struct {
		who    string
		status int
	}{{"stranger", a.stranger}, {"foreign", a.foreign}, {wrong, a.wrong}, {right, a.right}} {
		before := h.stored(witness)
		got := h.ask(h.as(turn.who), row, a)
		if got.status != turn.status {
			h.t.Errorf("%s %s as %s: status %d instead of %d: %s", row.Method, a.path, turn.who, got.status, turn.status, got.text())
		}
		if turn.who == "foreign" && strings.Contains(got.body, "Wana Tirta") {
			h.t.Errorf("%s %s shows another company our name", row.Method, a.path)
		}
		changed := h.stored(witness) != before
		if want := a.changes && turn.who == right; changed != want {
			h.t.Errorf("%s %s as %s: stored data changed: %v instead of %v", row.Method, a.path, turn.who, changed, want)
		}
	}
}

func (h *house) ask(v *visitor, row web.RouteRow, a access) answer {
	h.t.Helper()
	if row.Method == http.MethodGet {
		return v.get("/id" + a.path)
	}
	return v.post("/id"+a.path, a.fields)
}

// triedElsewhere reports whether a route is about assessments and has its row there.
func triedElsewhere(route web.RouteRow) bool {
	return slices.ContainsFunc(answeringRows(), func(r row) bool {
		return r.method == route.Method && web.Fits(route.Path, r.path)
	})
}
