package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tuntas/app/assessment"
)

func base(id assessment.ID) string { return "/id/penilaian/" + string(id) }

func TestAnAssessmentBeginsOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	owner.get("/id/penilaian").wants(t, http.StatusOK, "Belum ada penilaian")
	form := url.Values{"questionnaire": {"forced-labour@1"}, "period": {"2026"}, "short": {"tidak"}}
	got := owner.submit("/id/penilaian/mulai", "/id/penilaian/mulai", form)
	got.wants(t, http.StatusSeeOther)
	owner.get(got.leads()).wants(t, http.StatusOK, "0 dari", "Belum dimulai", "Profil dan tenaga kerja")
	owner.submit("/id/penilaian/mulai", "/id/penilaian/mulai", form).wants(t, http.StatusConflict, "sudah ada", got.leads())
	form.Set("period", "dua ribu")
	owner.submit("/id/penilaian/mulai", "/id/penilaian/mulai", form).wants(t, http.StatusUnprocessableEntity, "Tulis tahun 2020 sampai 2027", `value="dua ribu"`)
	if list, err := h.desk.List(t.Context(), owner.actor()); err != nil || len(list) != 1 {
		t.Errorf("there are %d assessments, %v", len(list), err)
	}
}

func TestATopicIsSavedAsItWasTyped(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	form := owner.topic(path)
	for field, value := range map[string]string{
		"c.workforce_table.permanent.women": "1.234", "a.housed_workers": "sekitar 40", "a.pay_basis": "time", "comment.pay_basis": "Lihat slip <upah>",
		"o.work_settings": "not_known", "who.work_settings": "Bayu", "by.work_settings": "besok", "lanjut": "terus",
	} {
		form.Set(field, value)
	}
	got := owner.send(path, form)
	got.wants(t, http.StatusUnprocessableEntity, `value="sekitar 40"`, `value="besok"`, `href="#f-housed_workers"`, `href="#f-work_settings.by"`,
		"Tulis dengan angka saja", `value="1.234"`, "Lihat slip &lt;upah&gt;")
	answers := owner.view(id).Assessment.Answers
	if e := answers["housed_workers"]; e.Choice != assessment.Unreadable || e.Text != "sekitar 40" {
		t.Errorf("what cannot be read is not kept: %+v", e)
	}
	if e := answers["workforce_table"]; e.Cells["permanent"]["women"] != "1234" {
		t.Errorf("the table is stored as %v", e.Cells)
	}
	if e := answers["pay_basis"]; e.Comment != "Lihat slip <upah>" || e.Writer != owner.actor().Person {
		t.Errorf("the answer is stored as %+v", e)
	}
	owner.get(base(id)).wants(t, http.StatusOK, "Ada masalah", "1.3: tulis siapa yang mencari tahu")
	form = owner.topic(path)
	form.Set("a.housed_workers", "40")
	form.Set("by.work_settings", "15/12/2027")
	form.Set("o.work_settings", "not_known")
	form.Set("who.work_settings", "Bayu")
	form.Set("c.workforce_table.permanent.women", "1.234")
	form.Set("a.pay_basis", "time")
	form.Set("comment.pay_basis", "Lihat slip <upah>")
	got = owner.send(path, form)
	got.wants(t, http.StatusSeeOther)
	if want := base(id) + "/bagian/profile/profile_vulnerable"; got.leads() != want {
		t.Errorf("leads to %s instead of %s", got.leads(), want)
	}
	if e := owner.view(id).Assessment.Answers["work_settings"]; e.By != "2027-12-15" {
		t.Errorf("the promise is stored as %+v", e)
	}
}

func TestAnAnswerAndAnotherWayAreNotTakenTogether(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	for _, leave := range []string{"terus", "keluar"} {
		form := owner.topic(path)
		form.Set("a.housed_workers", "40")
		form.Set("o.housed_workers", "not_known")
		form.Set("lanjut", leave)
		owner.send(path, form).wants(t, http.StatusUnprocessableEntity, "Pilih salah satu", `value="40"`)
	}
	if e := owner.view(id).Assessment.Answers["housed_workers"]; e.Revision != 0 {
		t.Errorf("something was stored: %+v", e)
	}
}

func TestAPageThatNobodyTouchedStoresNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "Baris pertama\nbaris kedua & <b>tebal</b>")
	before := owner.view(id).Revision
	for _, section := range owner.view(id).Sections() {
		for _, topic := range section.Topics {
			for _, lang := range []string{"id", "en"} {
				path := "/" + lang + "/penilaian/" + string(id) + "/bagian/" + section.Section.ID + "/" + topic.Topic.ID
				owner.send(path, owner.topic(path)).wants(t, http.StatusSeeOther)
			}
		}
	}
	if after := owner.view(id).Revision; after != before {
		t.Errorf("the assessment went from revision %d to %d", before, after)
	}
}

func TestQuestionsThatAnAnswerBringsUpAppearOnTheSamePage(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "")
	path := base(id) + "/bagian/recruitment/recruitment_fees"
	form := owner.topic(path)
	paid := form["a.fee_items"]
	if len(paid) == 0 || !form.Has("rev.fee_months") {
		t.Fatalf("the palm estate is not asked how much was paid: %v", form)
	}
	form["a.fee_items"] = []string{"none"}
	owner.send(path, form).wants(t, http.StatusSeeOther)
	form = owner.topic(path)
	if form.Has("rev.fee_months") {
		t.Fatal("a question that applies no longer is still asked")
	}
	owner.get(base(id)+"/periksa").wants(t, http.StatusOK, "Tidak lagi berlaku")
	form["a.fee_items"] = paid
	got := owner.send(path, form)
	got.wants(t, http.StatusSeeOther)
	if !strings.Contains(got.leads(), "?baru=1#q-fee_months") {
		t.Errorf("leads to %s instead of the new question", got.leads())
	}
	owner.get(strings.Split(got.leads(), "#")[0]).wants(t, http.StatusOK, "memunculkan 1 pertanyaan baru")
}

func TestTwoPeopleOnOneAnswerChoose(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	h.must(h.desk.Share(t.Context(), owner.actor(), id, "profile", "bayu@wana.test", ""))
	contributor := h.as("contributor")
	path := base(id) + "/bagian/profile/profile_workforce"
	mine, theirs := owner.topic(path), contributor.topic(path)
	theirs.Set("a.housed_workers", "12")
	contributor.send(path, theirs).wants(t, http.StatusSeeOther)
	mine.Set("a.housed_workers", "40")
	mine.Set("a.pay_basis", "time")
	got := owner.send(path, mine)
	got.wants(t, http.StatusConflict, "Bayu Pratama", "12 orang", "40 orang")
	if strings.Contains(got.body, `value="mereka" checked`) {
		t.Error("one of the answers is chosen beforehand")
	}
	owner.submitTo(got, path+"/pilih", nil).wants(t, http.StatusUnprocessableEntity, "1.4: Pilih jawaban yang dipakai", "12 orang", "40 orang")
	answers := owner.view(id).Assessment.Answers
	if answers["housed_workers"].Text != "12" || answers["pay_basis"].Choice != assessment.Value {
		t.Errorf("stored are %+v and %+v", answers["housed_workers"], answers["pay_basis"])
	}
	owner.submitTo(got, path+"/pilih", url.Values{"pilih.housed_workers": {"mereka"}}).wants(t, http.StatusSeeOther)
	if e := owner.view(id).Assessment.Answers["housed_workers"]; e.Text != "12" {
		t.Errorf("keeping theirs stored %q", e.Text)
	}
	owner.submitTo(got, path+"/pilih", url.Values{"pilih.housed_workers": {"saya"}}).wants(t, http.StatusSeeOther)
	if e := owner.view(id).Assessment.Answers["housed_workers"]; e.Text != "40" || e.Writer != owner.actor().Person {
		t.Errorf("taking mine stored %+v", e)
	}
}

func TestTwoPeopleOnDifferentAnswersAreNotInEachOthersWay(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	h.must(h.desk.Share(t.Context(), owner.actor(), id, "profile", "bayu@wana.test", ""))
	contributor := h.as("contributor")
	path := base(id) + "/bagian/profile/profile_workforce"
	mine, theirs := owner.topic(path), contributor.topic(path)
	theirs.Set("a.housed_workers", "12")
	contributor.send(path, theirs).wants(t, http.StatusSeeOther)
	mine.Set("a.pay_basis", "time")
	owner.send(path, mine).wants(t, http.StatusSeeOther)
	answers := owner.view(id).Assessment.Answers
	if answers["housed_workers"].Text != "12" || answers["pay_basis"].Codes[0] != "time" {
		t.Errorf("stored are %+v and %+v", answers["housed_workers"], answers["pay_basis"])
	}
}

func TestAutosaveTellsTheNextRevision(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 0, "")
	path := base(id) + "/bagian/profile/profile_workforce"
	owner.headers["Accept"] = "application/json"
	send := func(value, rev string) (answer, map[string]any) {
		got := owner.post(path+"/otomatis", url.Values{"a.housed_workers": {value}, "rev.housed_workers": {rev}, "was.housed_workers": {"x"}})
		var said map[string]any
		if err := json.Unmarshal([]byte(got.body), &said); err != nil {
			t.Fatalf("no JSON: %v: %s", err, got.body)
		}
		return got, said
	}
	got, said := send("40", "0")
	set, _ := said["set"].(map[string]any)
	if got.status != http.StatusOK || said["saved"] != "10.42" && said["saved"] == "" || set["rev.housed_workers"] != "1" {
		t.Fatalf("status %d: %s", got.status, got.body)
	}
	got, said = send("sekitar 50", "1")
	if got.status != http.StatusUnprocessableEntity || !strings.Contains(got.body, "angka saja") {
		t.Errorf("status %d: %v", got.status, said)
	}
	got, _ = send("60", "0")
	if got.status != http.StatusConflict {
		t.Errorf("a stale revision is answered with %d: %s", got.status, got.body)
	}
	if e := owner.view(id).Assessment.Answers["housed_workers"]; e.Text != "sekitar 50" {
		t.Errorf("stored is %+v", e)
	}
}

func TestASectionIsDeclaredCompleteAndTakenBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "")
	page := base(id) + "/periksa/recruitment"
	for _, step := range []struct {
		say  string
		done bool
	}{{"ya", true}, {"belum", false}} {
		owner.submit(page, page, url.Values{"selesai": {step.say}}).wants(t, http.StatusSeeOther)
		if _, done := owner.view(id).Assessment.Done["recruitment"]; done != step.done {
			t.Errorf("after %q the section is complete: %v", step.say, done)
		}
	}
}
