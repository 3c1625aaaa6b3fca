package web_test

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tuntas/app/assessment"
	"tuntas/app/web"
)

// row is one route with what each person gets. {D} is a draft, {S} a submitted assessment, {F} a file.
type row struct {
	method, path        string
	form                url.Values
	owner               int
	contributor, viewer int // 0: like owner
	contains            string
}

const (
	ok    = http.StatusOK
	seen  = http.StatusSeeOther
	never = http.StatusForbidden
	none  = http.StatusNotFound
	wrong = http.StatusUnprocessableEntity
	late  = http.StatusConflict
)

// answeringRows is a row for every route about assessments; contributors see the section about voice alone.
func answeringRows() []row {
	get, post := http.MethodGet, http.MethodPost
	return []row{
		{method: get, path: "/penilaian", owner: ok, contains: "Penilaian"},
		{method: get, path: "/penilaian/mulai", owner: ok, contributor: never, viewer: never, contains: "Mulai"},
		{method: post, path: "/penilaian/mulai", form: url.Values{"questionnaire": {"forced-labour@1"}, "period": {"2024"}}, owner: seen, contributor: never, viewer: never},
		{method: get, path: "/penilaian/{D}", owner: ok, contains: "Sedang diisi"},
		{method: post, path: "/penilaian/{D}/lengkapi", owner: seen, contributor: never, viewer: never},
		{method: get, path: "/penilaian/{D}/bagian/profile", owner: seen, contributor: none, viewer: seen},
		{method: get, path: "/penilaian/{D}/bagian/profile/profile_workforce", owner: ok, contributor: none, viewer: seen, contains: "Perempuan"},
		{method: get, path: "/penilaian/{D}/bagian/voice/voice_safety", owner: ok, viewer: seen},
		{method: post, path: "/penilaian/{D}/bagian/profile/profile_workforce", form: url.Values{"a.housed_workers": {"7"}, "rev.housed_workers": {"1"}}, owner: seen, contributor: none, viewer: never},
		{method: post, path: "/penilaian/{D}/bagian/profile/profile_workforce/otomatis", form: url.Values{"a.pay_basis": {"time"}, "rev.pay_basis": {"1"}}, owner: ok, contributor: none, viewer: never},
		{method: post, path: "/penilaian/{D}/bagian/profile/profile_workforce/pilih", form: url.Values{"pilih.pay_basis": {"saya"}, "a.pay_basis": {"piece"}, "rev.pay_basis": {"2"}}, owner: seen, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/periksa", owner: ok, contains: "Ubah"},
		{method: get, path: "/penilaian/{D}/periksa/profile", owner: ok, contributor: none},
		{method: post, path: "/penilaian/{D}/periksa/profile", form: url.Values{"selesai": {"ya"}}, owner: seen, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/kuesioner.pdf", owner: ok, contains: "%PDF"},
		{method: get, path: "/penilaian/{D}/bukti/fee_rule", owner: ok, contributor: none, contains: "samarkan wajah"},
		{method: post, path: "/penilaian/{D}/bukti/fee_rule", form: url.Values{"kind": {"other"}}, owner: wrong, contributor: none, viewer: never},
		{method: post, path: "/penilaian/{D}/bukti/fee_rule/pakai", form: url.Values{"file": {"{F}"}}, owner: seen, contributor: none, viewer: never},
		{method: post, path: "/penilaian/{D}/bukti/fee_rule/lepas", form: url.Values{"file": {"{F}"}}, owner: seen, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/percakapan/fee_rule", owner: ok, contributor: none},
		{method: post, path: "/penilaian/{D}/percakapan/fee_rule", form: url.Values{"text": {"Tolong periksa"}}, owner: seen, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/bagi", owner: ok, contributor: ok, contains: "Bayu Pratama"},
		{method: post, path: "/penilaian/{D}/bagi", form: url.Values{"section": {"remedy"}, "email": {"bayu@wana.test"}}, owner: seen, contributor: never, viewer: never},
		{method: post, path: "/penilaian/{D}/bagi/cabut", form: url.Values{"section": {"remedy"}}, owner: seen, contributor: never, viewer: never},
		{method: get, path: "/penilaian/{D}/excel", owner: ok},
		{method: get, path: "/penilaian/{D}/excel/unduh", owner: ok, contains: "PK"},
		{method: post, path: "/penilaian/{D}/excel", owner: wrong},
		{method: get, path: "/penilaian/{D}/excel/usulan/absent", owner: none, viewer: never},
		{method: post, path: "/penilaian/{D}/excel/usulan/absent", form: url.Values{"take": {"fee_rule"}}, owner: none, viewer: never},
		{method: get, path: "/penilaian/{D}/kirim", owner: ok, contains: "Belum dapat dikirim"},
		{method: post, path: "/penilaian/{D}/kirim", form: url.Values{"name": {"Sari"}, "position": {"Kepala"}, "agreed": {"ya"}, "seen": {"1"}}, owner: late, contributor: never, viewer: never},
		{method: get, path: "/penilaian/{S}/tanda-terima", owner: ok, contributor: none, contains: "SHA-256"},
		{method: get, path: "/penilaian/{S}/tanda-terima.pdf", owner: ok, contributor: none, contains: "%PDF"},
		{method: get, path: "/penilaian/{S}/hasil", owner: ok, contributor: none, contains: "sementara"},
		{method: get, path: "/penilaian/{S}/hasil/andai", owner: ok, contributor: none},
		{method: get, path: "/penilaian/{S}/hasil/hitungan", owner: ok, contributor: none},
		{method: get, path: "/penilaian/{S}/hasil/bantuan", owner: ok, contributor: none},
		{method: get, path: "/penilaian/{S}/hasil/temuan/fees_not_repaid", owner: ok, contributor: none, contains: "Mengapa penting"},
		{method: get, path: "/penilaian/{S}/hasil/laporan", owner: ok, contributor: none, contains: "<style>"},
		{method: get, path: "/penilaian/{S}/hasil/laporan.pdf", owner: ok, contributor: none, contains: "%PDF"},
		{method: get, path: "/penilaian/{S}/hasil/laporan.xlsx", owner: ok, contributor: none, contains: "PK"},
		{method: get, path: "/penilaian/{S}/hasil/hasil.json", owner: ok, contributor: none, contains: `"answers_sha256"`},
		{method: get, path: "/penilaian/{S}/rencana", owner: ok, contributor: none},
		{method: get, path: "/penilaian/{S}/rencana.pdf", owner: ok, contributor: none, contains: "%PDF"},
		{method: get, path: "/penilaian/{S}/rencana/fees_not_repaid", owner: ok, contributor: none},
		{method: post, path: "/penilaian/{S}/rencana/fees_not_repaid", form: url.Values{"seen": {"1"}, "status": {"underway"}, "was.status": {"planned"}, "note": {"Mulai"}}, owner: seen, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/riwayat", owner: ok, contributor: ok, contains: "Menjawab"},
		{method: get, path: "/berkas", owner: ok, contains: "kontrak.pdf"},
		{method: get, path: "/berkas/{F}", owner: ok, contributor: none, contains: "%PDF"},
		{method: post, path: "/berkas/{F}/hapus", owner: late, contributor: none, viewer: never},
		{method: get, path: "/penilaian/{D}/tarik", owner: ok, contributor: never, viewer: never},
		{method: post, path: "/penilaian/{D}/tarik", form: url.Values{"reason": {"Salah tahun"}}, owner: seen, contributor: never, viewer: never},
	}
}

// world is a house with a draft, a submitted assessment and a file in it.
type world struct {
	*house
	owner, contributor, viewer, foreign *visitor
	draft, sent                         assessment.ID
	file                                assessment.EvidenceID
}

func openWorld(t *testing.T) *world {
	t.Helper()
	w := &world{house: open(t)}
	w.owner, w.foreign, w.viewer = w.as("owner"), w.as("foreign"), w.as("viewer")
	w.sent = w.owner.submitted("2025", "dikirim")
	w.draft = w.owner.begin("2026", 60, "draf")
	by := w.owner.actor()
	file, err := w.desk.AddEvidence(t.Context(), by, w.draft, assessment.Upload{
		Question: "policy_commitment", Name: "kontrak.pdf", Content: strings.NewReader(smallPDF), Size: int64(len(smallPDF)), Kind: "other",
	})
	w.must(err)
	w.file = file
	w.must(w.desk.Share(t.Context(), by, w.draft, "voice", "bayu@wana.test", ""))
	w.contributor = w.as("contributor")
	return w
}

func (w *world) fill(text string) string {
	return strings.NewReplacer("{D}", string(w.draft), "{S}", string(w.sent), "{F}", string(w.file)).Replace(text)
}

func (w *world) ask(v *visitor, r *row, path string) answer {
	w.t.Helper()
	if r.method == http.MethodGet {
		return v.get("/id" + path)
	}
	form := url.Values{}
	for name, values := range r.form {
		for _, value := range values {
			form.Add(name, w.fill(value))
		}
	}
	return v.post("/id"+path, form)
}

// stored is everything that a row could change.
func (w *world) stored() string {
	w.t.Helper()
	var parts []any
	for _, id := range []assessment.ID{w.draft, w.sent} {
		parts = append(parts, w.owner.view(id).Revision)
	}
	plan, revision, err := w.desk.Plan(w.t.Context(), w.owner.actor(), w.sent)
	w.must(err)
	list, err := w.desk.List(w.t.Context(), w.owner.actor())
	w.must(err)
	talk, err := w.desk.Comments(w.t.Context(), w.owner.actor(), w.draft, "fee_rule")
	w.must(err)
	body, err := json.Marshal(append(parts, revision, plan, len(list), len(talk)))
	w.must(err)
	return string(body)
}

func TestEveryRouteAboutAssessmentsHasARow(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.visitor().get("/id/masuk")
	for _, rt := range h.server.Rows() {
		if !strings.HasPrefix(rt.Path, "/penilaian") && !strings.HasPrefix(rt.Path, "/berkas") {
			continue
		}
		found := false
		for _, r := range answeringRows() {
			found = found || r.method == rt.Method && web.Fits(rt.Path, r.path)
		}
		if !found {
			t.Errorf("%s %s has no row", rt.Method, rt.Path)
		}
	}
}

func TestWhoMayDoWhatWithAssessments(t *testing.T) {
	t.Parallel()
	w := openWorld(t)
	stranger := w.visitor()
	for _, r := range answeringRows() {
		before := w.stored()
		w.strangerRow(t, &r, stranger)
		if w.fill(r.path) != r.path {
			w.foreignRow(t, &r)
		}
		w.otherRow(t, &r, "contributor", w.contributor, r.contributor)
		w.otherRow(t, &r, "viewer", w.viewer, r.viewer)
		if after := w.stored(); after != before {
			t.Errorf("%s %s: somebody who may not changed what is stored:\n%s\n%s", r.method, r.path, before, after)
		}
		got := w.ask(w.owner, &r, w.fill(r.path))
		w.wantsRow(t, &r, "owner", got, r.owner)
		if !strings.Contains(got.body, r.contains) {
			t.Errorf("%s %s lacks %q: %s", r.method, r.path, r.contains, got.text())
		}
		changes := r.method == http.MethodPost && r.owner < http.StatusBadRequest
		if after := w.stored(); !changes && after != before {
			t.Errorf("%s %s: the owner was refused and yet something changed", r.method, r.path)
		}
	}
}

// strangerRow checks that nobody gets anywhere without signing in.
func (w *world) strangerRow(t *testing.T, r *row, v *visitor) {
	t.Helper()
	got := w.ask(v, r, w.fill(r.path))
	if r.method == http.MethodPost {
		w.wantsRow(t, r, "stranger", got, http.StatusUnauthorized)
		return
	}
	if got.status != seen || !strings.Contains(got.leads(), "/masuk") {
		t.Errorf("%s %s: a stranger gets %d", r.method, r.path, got.status)
	}
}

// otherRow checks what somebody of the company besides the owner gets: what the row says, or for a page the same.
func (w *world) otherRow(t *testing.T, r *row, who string, v *visitor, status int) {
	t.Helper()
	if status == 0 && r.method == http.MethodPost {
		return
	}
	w.wantsRow(t, r, who, w.ask(v, r, w.fill(r.path)), cmp.Or(status, r.owner))
}

func (w *world) wantsRow(t *testing.T, r *row, who string, got answer, status int) {
	t.Helper()
	if got.status != status {
		t.Errorf("%s %s: the %s gets %d instead of %d: %s", r.method, r.path, who, got.status, status, got.text()[:min(160, len(got.text()))])
	}
}

// foreignRow checks that somebody else's assessment is answered like one that never was.
func (w *world) foreignRow(t *testing.T, r *row) {
	t.Helper()
	absent := strings.NewReplacer("{D}", strings.Repeat("A", 26), "{S}", strings.Repeat("A", 26), "{F}", strings.Repeat("A", 26)).Replace(r.path)
	theirs, missing := w.ask(w.foreign, r, w.fill(r.path)), w.ask(w.foreign, r, absent)
	if theirs.status != none && theirs.status != wrong || theirs.status != missing.status {
		t.Errorf("%s %s: another company gets %d, for what is missing %d", r.method, r.path, theirs.status, missing.status)
	}
	if neutral(theirs.body) != neutral(missing.body) {
		t.Errorf("%s %s: what is another's differs from what is missing:\n%s\n%s", r.method, r.path, theirs.text(), missing.text())
	}
	if strings.Contains(theirs.body, "Wana Tirta") {
		t.Errorf("%s %s: another company reads our name", r.method, r.path)
	}
}
