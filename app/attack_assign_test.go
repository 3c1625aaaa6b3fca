package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/assessment"
)

// smuggled are fields that no form has and that would matter if anybody took them.
func smuggled(foreign account.OrganisationID) url.Values {
	out := url.Values{}
	for name, value := range map[string]string{
		"organisation": string(foreign), "state": "decided", "revision_": "999", "id": "SELUNDUP", "_id": "SELUNDUP", "person": "SELUNDUP",
		"kind_": "ministry", "started_by": "SELUNDUP", "level": "4", "verified": "yes", "review": "accepted", "purpose": "first", "sha256": "SELUNDUP",
		"submission": "SELUNDUP", "deadline": "2099-01-01", "slot": "SELUNDUP", "writer": "SELUNDUP", "at": "2001-01-01T00:00:00Z", "token": "SELUNDUP",
		"session": "SELUNDUP", "stepped_up": "4000000000", "memberships": "SELUNDUP", "keepers": "SELUNDUP", "disabled": "0", "admin": "true",
		"is_admin": "1", "Role": "administrator", "role[]": "administrator", "role.0": "administrator", "ROLE": "administrator", "organisation_id": string(foreign),
		"profile.revision": "999", "profile.nib": "9999999999999", "answers.fee_rule.verified": "none", "answers.fee_rule.writer": "SELUNDUP", "name.": "SELUNDUP",
		"reference": "SELUNDUP", "earlier": "SELUNDUP", "withdrawal": "SELUNDUP", "moves": "SELUNDUP", "bytes": "0", "file_sum": "SELUNDUP", "by": "SELUNDUP",
		"invitation": "SELUNDUP", "expires_": "4000000000", "used": "0", "ended": "0", "secret": attackSecret, "recovery": "SELUNDUP", "email_": "x@selundup.example",
		"history": "SELUNDUP", "actions": "SELUNDUP", "tier": "minor", "severity": "0", "shares.profile.person": "SELUNDUP", "done.profile.person": "SELUNDUP",
	} {
		out.Set(name, value)
	}
	return out
}

// formAct is one form, what is typed into it and which stored things may then be different.
type formAct struct {
	page, action string
	fields       url.Values
	file         string
	changes      string // matches "collection/id path" of everything that may change
	adds         string // matches "collection" of what may be new
}

// flattened is a document as its values by path.
func flattened(t *testing.T, body string) map[string]string {
	t.Helper()
	var members any
	if err := json.Unmarshal([]byte(body), &members); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, one := range v {
				walk(path+"."+k, one)
			}
		case []any:
			for i, one := range v {
				walk(fmt.Sprint(path, ".", i), one)
			}
		default:
			out[path] = fmt.Sprint(v)
		}
	}
	walk("", members)
	return out
}

// differences are the paths at which something changed, and the documents that are new or gone.
func differences(t *testing.T, before, after map[string]string) (changed, added, gone []string) {
	t.Helper()
	for id, body := range after {
		old, ok := before[id]
		if !ok {
			added = append(added, id)
			continue
		}
		if old == body {
			continue
		}
		was, is := flattened(t, old), flattened(t, body)
		for path := range is {
			if w, ok := was[path]; !ok || w != is[path] {
				changed = append(changed, id+" "+path)
			}
			delete(was, path)
		}
		for path := range was {
			changed = append(changed, id+" "+path)
		}
	}
	for id := range before {
		if _, ok := after[id]; !ok {
			gone = append(gone, id)
		}
	}
	slices.Sort(changed)
	return changed, added, gone
}

// formActs are the forms of a company's owner.
func formActs(d *drafting, member account.MembershipID, finding string) []formAct {
	one := func(name, value string) url.Values { return url.Values{name: {value}} }
	a, sent := under(d.id), under(d.id)
	profile := `^organisations/\S+ \.(profile\.(%s)|profile\.revision|name)`
	return []formAct{
		{page: "/id/profil/identitas", action: "/id/profil/identitas", fields: one("ahu", "AHU-0012345.AH.01.01.TAHUN 2019"), changes: fmt.Sprintf(profile, "ahu|legal_name")},
		{page: "/id/profil/kbli?cari=10431", action: "/id/profil/kbli", fields: one("add", "10431"), changes: fmt.Sprintf(profile, `kbli\.`)},
		{page: "/id/profil/lokasi", action: "/id/profil/lokasi", fields: one("sites.0.workers", "12"), changes: fmt.Sprintf(profile, `sites\.`)},
		{page: "/id/profil/pekerja", action: "/id/profil/pekerja", fields: one("workforce.permanent.women", "7"), changes: fmt.Sprintf(profile, `workforce\.`)},
		{page: "/id/orang/undang", action: "/id/orang/undang", fields: url.Values{"email": {"baru@undangan.example"}, "role": {"viewer"}}, adds: "^invitations/"},
		{page: "/id/orang/" + string(member), action: "/id/orang/" + string(member), fields: one("role", "contributor"), changes: `^memberships/` + string(member) + ` \.role$`},
		{page: d.path, action: d.path, fields: one("comment.housed_workers", "catatan"), changes: `^assessments/\S+ \.answers\.housed_workers\.`},
		{page: a + "/bagi", action: a + "/bagi", fields: url.Values{"section": {"profile"}, "email": {"penulis0@" + strings.ToLower(d.owner.Email[strings.Index(d.owner.Email, "@")+1:])}}, changes: `^assessments/\S+ \.shares\.profile\.(person|invitation|due|by|at|email)`, adds: "^invitations/"},
		{page: a + "/percakapan/fee_rule", action: a + "/percakapan/fee_rule", fields: one("text", "Sebuah pertanyaan"), adds: "^comments/"},
		{page: a + "/bukti/housed_workers", action: a + "/bukti/housed_workers", file: "surat.pdf", changes: `^assessments/\S+ \.(attached\.housed_workers\.|bytes$)`, adds: "^evidence/"},
		{page: "/id/penilaian/mulai", action: "/id/penilaian/mulai", fields: url.Values{"questionnaire": {demoQuestionnaire}, "period": {"2024"}}, adds: "^assessments/"},
		{page: sent + "/kirim", action: sent + "/kirim", fields: url.Values{"name": {"Nama"}, "position": {"Jabatan"}, "agreed": {"ya"}}, changes: `^assessments/\S+ \.(state$|submission\.(at|by|name|position|day|answers_file|sha256|dropped|open|files))`},
		{page: a + "/rencana/" + finding, action: a + "/rencana/" + finding, fields: one("note", "Sebuah catatan"), changes: `^plans/\S+ \.actions\.\d+\.(history|status|owner|due|checks?)`, adds: "^plans/"},
		{page: a + "/tarik", action: a + "/tarik", fields: one("reason", "Salah tahun"), changes: `^assessments/\S+ \.(state$|withdrawal\.(at|by|reason)$)`},
	}
}

// Every form of a company is sent with fields that it does not have. Nothing but what the form is for changes.
func TestFieldsThatAFormDoesNotHaveChangeNothing(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	foreign := to.company(markPrefix + "8001")
	d := to.drafting(markPrefix + "8000")
	by := to.actor(d.tab)
	to.person(&company{id: d.owner.Organisation, mark: markPrefix + "8000"}, "penulis0", account.Viewer)
	d.id = to.submittedDraft(d, by)
	d.path = under(d.id, "bagian", writerTopic)
	members, _, err := to.accounts.People(t.Context(), by)
	to.must(err)
	at := slices.IndexFunc(members, func(m account.Member) bool { return m.Role == account.Viewer })
	o, err := to.desk.Outcome(t.Context(), by, d.id)
	to.must(err)
	for _, act := range formActs(d, members[at].Membership, o.Result.Findings[0].ID) {
		page := d.tab.get(act.page).wants(t, http.StatusOK)
		form := page.form(act.action)
		if form == nil {
			t.Errorf("no form to %s: %s", act.action, page)
			continue
		}
		before := to.documents()
		all := smuggled(foreign.id)
		maps.Copy(all, form)
		maps.Copy(all, act.fields)
		got := d.tab.send
		if act.file != "" {
			got = func(path string, fields url.Values) reply {
				return d.tab.upload(path, fields, act.file, samplePDF("surat"))
			}
		}
		got(act.action, all).wants(t, http.StatusSeeOther)
		act.changed(t, before, to.documents(), by)
	}
}

// changed looks at what is different after the form was sent.
func (act *formAct) changed(t *testing.T, before, after map[string]string, by account.Actor) {
	t.Helper()
	changed, added, gone := differences(t, before, after)
	for _, c := range changed {
		if act.changes == "" || !regexp.MustCompile(act.changes).MatchString(c) {
			t.Errorf("%s changed %s", act.action, c)
		}
	}
	if len(changed)+len(added) == 0 || len(gone) > 0 {
		t.Errorf("%s changed nothing, or removed %v", act.action, gone)
	}
	for _, id := range added {
		if act.adds == "" || !regexp.MustCompile(act.adds).MatchString(id) {
			t.Errorf("%s added %s", act.action, id)
		}
		is := flattened(t, after[id])
		for path, may := range map[string][]string{
			".organisation": {string(by.Organisation)}, ".level": {"1"}, ".role": {"viewer", "contributor"}, ".state": {"draft", "open"},
		} {
			if value, ok := is[path]; ok && !slices.Contains(may, value) {
				t.Errorf("%s stored %s%s as %s", act.action, id, path, value)
			}
		}
	}
	for id, body := range after {
		if strings.Contains(body, "SELUNDUP") || strings.Contains(body, "selundup") || strings.Contains(body, "2099-01-01") {
			t.Errorf("%s smuggled into %s: %s", act.action, id, body)
		}
	}
}

// submittedDraft is an assessment that only has to be sent.
func (to *town) submittedDraft(d *drafting, by account.Actor) assessment.ID {
	id := to.begun(by, "2025", d.owner.Position)
	to.completed(by, id, d.owner.Position)
	return id
}

// Registration and acceptance are for strangers: there they cannot choose who they are.
func TestStrangersCannotChooseWhatTheyAre(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	c := to.company(markPrefix + "8100")
	owner, stranger := to.as(c.owner), to.browser()
	owner.submit("/id/orang/undang", "/id/orang/undang", url.Values{"email": {"tamu@undangan.example"}, "role": {"viewer"}}).wants(t, http.StatusSeeOther)
	to.hush("tamu@undangan.example", "baru@undangan.example", "Tamu Selinap")
	with := func(more url.Values) url.Values {
		out := smuggled(c.id)
		out["role"], out["kind"], out["organisation"] = []string{"administrator"}, []string{"ministry"}, []string{string(c.id)}
		maps.Copy(out, more)
		return out
	}
	stranger.submit("/id/daftar", "/id/daftar", with(url.Values{
		"legal_name": {"PT Baru Datang"}, "nib": {"9120001112224"}, "name": {"Tamu Selinap"}, "position": {"Direktur"}, "email": {"baru@undangan.example"}, "confirmed": {"yes"},
	})).wants(t, http.StatusSeeOther)
	want := map[string]string{"tamu@undangan.example": "viewer", "baru@undangan.example": "owner"}
	for _, email := range slices.Sorted(maps.Keys(want)) {
		link, b := to.mailed(email), to.browser()
		b.submit(link, link, with(url.Values{"name": {"Tamu Selinap"}, "password": {"gunung biru dan sawah padi"}, "email": {"lain@undangan.example"}})).wants(t, http.StatusSeeOther)
	}
	got := map[string]string{}
	all, err := to.accounts.ListPeople(t.Context())
	to.must(err)
	emails := map[account.PersonID]string{}
	for _, p := range all {
		emails[p.Person] = p.Email
	}
	for id, body := range to.documents() {
		if strings.HasPrefix(id, "memberships/") {
			m := flattened(t, body)
			if email := emails[account.PersonID(m[".person"])]; email != c.owner.Email {
				got[email] = m[".role"]
			}
		}
		if strings.HasPrefix(id, "organisations/") && flattened(t, body)[".kind"] != "company" {
			t.Errorf("there is %s", body)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
