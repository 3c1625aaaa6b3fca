package web_test

import (
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

// short begins an assessment on the short path with a first answer.
func (v *visitor) short(period string) assessment.ID {
	v.h.t.Helper()
	id, err := v.h.desk.Start(v.h.t.Context(), v.actor(), "forced-labour@1", period, true)
	v.h.must(err)
	_, _, err = v.h.desk.Save(v.h.t.Context(), v.actor(), id, []assessment.Input{
		{Question: "agents_used", Choice: assessment.Value, Codes: []string{"yes"}, Language: "id"},
	})
	v.h.must(err)
	return id
}

func TestASectionIsDeclaredWithAChoiceOnly(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 5, "")
	path := base(id) + "/periksa/profile"
	owner.submit(path, path, nil).wants(t, http.StatusUnprocessableEntity, "Pilih “Ya” atau “Belum”", `href="#selesai-ya"`, `id="j-workforce_table"`)
	view := owner.view(id)
	missing := view.Missing()[0].Question
	q, _ := view.Definition.Question(missing)
	owner.submit(path, path, url.Values{"selesai": {"ya"}}).wants(t, http.StatusUnprocessableEntity,
		`href="#j-`+missing+`"`, view.Number(missing)+": Jawab pertanyaan ini", `id="j-`+missing+`"`)
	last := view.Sections()[0].Topics
	topic := base(id) + "/bagian/profile/" + last[len(last)-1].Topic.ID
	form := owner.topic(topic)
	form.Set("selesai", "ya")
	got := owner.send(topic, form)
	got.wants(t, http.StatusSeeOther)
	owner.get(got.leads()).wants(t, http.StatusOK, "belum dapat dinyatakan selesai", q.Text.In("id"))
	if len(owner.view(id).Assessment.Done) != 0 {
		t.Error("an incomplete section is declared complete")
	}
}

func TestFaultsNameTheirQuestion(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	form := owner.topic(path)
	form.Set("c.workforce_table.permanent.women", "banyak")
	form.Set("a.housed_workers", "sekitar 40")
	owner.send(path, form).wants(t, http.StatusUnprocessableEntity,
		"1.1 Pekerja tetap (PKWTT), perempuan: Tulis dengan angka", "1.4: Tulis dengan angka")
}

// TestTheShortPathSaysWhatItLeavesOut looks at every page that would otherwise ask for what cannot be answered.
func TestTheShortPathSaysWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.short("2026")
	view := owner.view(id)
	for _, s := range view.Sections() {
		got := owner.get(base(id) + "/bagian/" + s.Section.ID)
		got.wants(t, http.StatusSeeOther)
		page := owner.get(got.leads()).wants(t, http.StatusOK)
		if s.Progress.Applicable == 0 && !strings.Contains(page.body, "Tidak ditanyakan pada jalur pendek") || strings.Contains(page.body, "0 dari 0") {
			t.Errorf("section %s: %s", s.Section.ID, page.text())
		}
	}
	owner.get(base(id)).wants(t, http.StatusOK, "Tidak ditanyakan pada jalur pendek", "Lanjutkan ke penilaian lengkap", "pertanyaan wajib lagi")
	result := owner.get(base(id)+"/hasil").wants(t, http.StatusOK,
		"tidak ditanyakan pada jalur pendek", "Lanjutkan ke penilaian lengkap", "11 indikator belum dinilai", "Warnanya merah karena")
	for i := range view.Definition.Questions {
		q := &view.Definition.Questions[i]
		if at := "#j-" + q.ID + `">` + q.Text.In("id"); !q.ShortPath && strings.Contains(result.body, at) {
			t.Errorf("the result offers %s, which is not asked", q.ID)
		}
	}
	got := owner.submit(base(id), base(id)+"/lengkapi", nil)
	got.wants(t, http.StatusSeeOther)
	page := owner.get(got.leads()).wants(t, http.StatusOK, "Semua jawaban Anda tetap ada")
	if strings.Contains(page.body, "/lengkapi") || owner.view(id).Progress().Applicable <= view.Progress().Applicable {
		t.Error("the assessment is not longer")
	}
}

func TestTheProfileIsTakenWithOnePressAndNotStored(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	o, err := h.accounts.Organisation(t.Context(), owner.actor())
	h.must(err)
	o.Profile.Workforce = account.Workforce{"permanent": {"women": 1234}}
	h.must(h.accounts.SaveProfile(t.Context(), owner.actor(), o.Profile))
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	page := owner.get(path).wants(t, http.StatusOK, "Menurut profil perusahaan Anda", "1.234", "?dari=profil&amp;pakai=workforce_table#q-workforce_table")
	if page.form(t, path).Get("c.workforce_table.permanent.women") != "" {
		t.Error("the profile was copied without a press")
	}
	taken := owner.get(path+"?dari=profil&pakai=workforce_table").wants(t, http.StatusOK)
	form := taken.form(t, path)
	if got := form.Get("c.workforce_table.permanent.women"); got != "1.234" {
		t.Errorf("taking it fills in %q", got)
	}
	if e := owner.view(id).Assessment.Answers["workforce_table"]; e.Revision != 0 {
		t.Errorf("looking at it stored %+v", e)
	}
	owner.send(path, form).wants(t, http.StatusSeeOther)
	if e := owner.view(id).Assessment.Answers["workforce_table"]; e.Cells["permanent"]["women"] != "1234" {
		t.Errorf("stored is %+v", e)
	}
}

func TestContradictionsAreSaidWhereTheyAreMended(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "")
	_, _, err := h.desk.Save(t.Context(), owner.actor(), id, []assessment.Input{{
		Question: "housed_workers", Choice: assessment.Value, Text: "50000", Revision: owner.view(id).Assessment.Answers["housed_workers"].Revision,
	}})
	h.must(err)
	link := `href="` + base(id) + `/bagian/profile/profile_workforce#q-housed_workers"`
	for _, page := range []string{"/periksa/profile", "/periksa", "/kirim", "/bagian/profile/profile_workforce"} {
		owner.get(base(id)+page).wants(t, http.StatusOK, link, "Perbaiki yang keliru")
	}
	owner.get(base(id)).wants(t, http.StatusOK, "perlu dicocokkan")
	if page := owner.get(base(id) + "/periksa/voice"); strings.Contains(page.body, link) {
		t.Error("a contradiction is said in a section that has no part in it")
	}
}

// TestTheFormulaOfExposureGivesItsNumber checks that every factor stands with its own weight, value and questions.
func TestTheFormulaOfExposureGivesItsNumber(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.submitted("2026", "")
	o, err := h.desk.Outcome(t.Context(), owner.actor(), id)
	h.must(err)
	page := owner.get("/en/penilaian/"+string(id)+"/hasil/hitungan").wants(t, http.StatusOK)
	for _, f := range o.Result.Inherent.Factors {
		at := slices.IndexFunc(o.Definition.Model.Factors, func(known questionnaires.Factor) bool { return known.ID == f.ID })
		group := between(page.body, "<h3>"+o.Definition.Model.Factors[at].Name.In("en")+" ", "</table>")
		for _, item := range f.Items {
			if _, ok := o.Definition.Question(item.Question); ok && !strings.Contains(group, "#j-"+item.Question+`"`) {
				t.Errorf("%s does not list %s", f.ID, item.Question)
			}
		}
	}
	formula := between(html.UnescapeString(page.body), "sum of weight · factor</td><td>", "</td>")
	if got, want := valueOf(formula), float64(o.Result.Inherent.Value)/10_000; got < want-1 || got > want+1 {
		t.Errorf("the shown terms give %.1f instead of %.1f: %s", got, want, formula)
	}
}

// valueOf adds up "0.15 · 0.70 + 0.3 · 0.85" in hundredths.
func valueOf(formula string) float64 {
	total := 0.0
	for term := range strings.SplitSeq(formula, " + ") {
		weight, value, _ := strings.Cut(term, " · ")
		w, _ := strconv.ParseFloat(weight, 64)
		f, _ := strconv.ParseFloat(value, 64)
		total += 100 * w * f
	}
	return total
}

func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	out, _, _ := strings.Cut(rest, to)
	return out
}

func TestWhatWasStatedAboutAFileIsShown(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 60, "")
	path := base(id) + "/bukti/fee_rule"
	fields := url.Values{"kind": {"other"}, "date": {"1/1/2030"}, "to": {"kapan-kapan"}}
	owner.upload(path, "a.pdf", nil, fields).wants(t, http.StatusUnprocessableEntity, `href="#file"`, `href="#date"`, `href="#to"`)
	fields = url.Values{"kind": {"other"}, "date": {"1/3/2026"}, "from": {"1/1/2026"}, "to": {"28/2/2026"}}
	owner.upload(path, "a.pdf", []byte(smallPDF), fields).wants(t, http.StatusSeeOther)
	owner.get(path).wants(t, http.StatusOK, "bertanggal 1 Maret 2026", "tentang 1 Januari 2026 sampai 28 Februari 2026")
}

func TestASectionIsSharedOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagi"
	form := url.Values{"section": {"voice"}, "email": {"bayu@wana.test"}}
	for _, says := range []string{"Bagian dibagikan.", "sudah dibagikan kepada rekan itu"} {
		got := owner.submit(path, path, form)
		got.wants(t, http.StatusSeeOther)
		owner.get(got.leads()).wants(t, http.StatusOK, says)
	}
}

func TestTheHistoryEnds(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 3, "")
	if page := owner.get(base(id)+"/riwayat").wants(t, http.StatusOK, "Menjawab"); strings.Contains(page.body, "?sebelum=") {
		t.Error("a history that is complete leads to an older page")
	}
}

func TestARoleThatWasTypedOwnsTheAction(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.submitted("2026", "")
	path := base(id) + "/rencana/fees_not_repaid"
	form := owner.topic(path)
	if form.Get("owner") == "" {
		t.Fatal("no role of the questionnaire is chosen")
	}
	form.Set("own_owner", "Kepala Kebun")
	form.Set("note", "mulai")
	owner.send(path, form).wants(t, http.StatusSeeOther)
	owner.get(base(id)+"/rencana").wants(t, http.StatusOK, "Kepala Kebun")
	again := owner.topic(path)
	again.Set("owner", form.Get("owner"))
	owner.send(path, again).wants(t, http.StatusSeeOther)
	if page := owner.get(base(id) + "/rencana"); strings.Contains(page.body, "Kepala Kebun") {
		t.Error("choosing a role again does not replace the typed one")
	}
	owner.get(base(id)+"/riwayat").wants(t, http.StatusOK, "Mengubah tindakan: ")
}

func TestOneselfOnAnotherPageIsNoColleague(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	first, second := owner.topic(path), owner.topic(path)
	first.Set("a.housed_workers", "12")
	owner.send(path, first).wants(t, http.StatusSeeOther)
	second.Set("a.housed_workers", "40")
	got := owner.send(path, second)
	got.wants(t, http.StatusConflict, "Anda menjawab di dua halaman", "Jawaban Anda di halaman lain")
	if strings.Contains(got.text(), "rekan Anda") {
		t.Error("the reader is called a colleague of themselves")
	}
}
