package web_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tuntas/app/assessment"
)

// upload sends a file with fields to a form.
func (v *visitor) upload(path, name string, content []byte, fields url.Values) answer {
	v.h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for field, values := range fields {
		for _, value := range values {
			v.h.must(w.WriteField(field, value))
		}
	}
	v.h.must(w.WriteField("_csrf", v.token(path)))
	part, err := w.CreateFormFile("file", name)
	v.h.must(err)
	_, err = part.Write(content)
	v.h.must(err)
	v.h.must(w.Close())
	return v.do(http.MethodPost, path, &body, w.FormDataContentType())
}

func TestAFileStandsBehindAnAnswer(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 60, "")
	path := base(id) + "/bukti/fee_rule"
	owner.get(path).wants(t, http.StatusOK, "Siapa yang akan melihatnya", "samarkan wajah, nomor paspor")
	for _, bad := range []struct {
		name    string
		content []byte
		status  int
		says    string
	}{
		{"foto.gif", []byte("GIF89a"), http.StatusUnprocessableEntity, "Pilih berkas PDF"},
		{"kosong.pdf", nil, http.StatusUnprocessableEntity, "kosong"},
		{"palsu.pdf", []byte("MZ not a document"), http.StatusUnprocessableEntity, "Pilih berkas PDF"},
		{"besar.pdf", bytes.Repeat([]byte("a"), 11<<20), http.StatusRequestEntityTooLarge, "terlalu besar"},
	} {
		got := owner.upload(path, bad.name, bad.content, url.Values{"date": {"1 Maret 2026"}, "kind": {"other"}})
		got.wants(t, bad.status, bad.says, `value="1 Maret 2026"`, `href="#file"`)
	}
	if n := len(owner.view(id).Files); n != 0 {
		t.Fatalf("%d bad files were stored", n)
	}
	owner.upload(path, "Kebijakan <b>2026</b>.pdf", []byte(smallPDF), url.Values{"kind": {"other"}, "date": {"1 Maret 2026"}, "expires": {"31/12/2027"}}).wants(t, http.StatusSeeOther)
	view := owner.view(id)
	files := view.Assessment.Answers["fee_rule"].Evidence
	if len(files) != 1 || view.Files[files[0]].Expires != "2027-12-31" || view.Files[files[0]].Date != "2026-03-01" {
		t.Fatalf("stored are %+v", view.Files)
	}
	owner.get(path).wants(t, http.StatusOK, "Kebijakan", "Sari Wulandari")
	got := owner.get("/id/berkas/" + string(files[0]))
	got.wants(t, http.StatusOK, "%PDF")
	if d := got.header.Get("Content-Disposition"); !strings.HasPrefix(d, "attachment") {
		t.Errorf("Content-Disposition is %q", d)
	}
	if p := got.header.Get("Content-Security-Policy"); !strings.Contains(p, "sandbox") {
		t.Errorf("Content-Security-Policy is %q", p)
	}
	again := base(id) + "/bukti/fee_items"
	owner.submit(again, again+"/pakai", url.Values{"file": {string(files[0])}}).wants(t, http.StatusSeeOther)
	owner.get("/id/berkas").wants(t, http.StatusOK, "2026: 2.4", "2026: 2.6")
	owner.submit(path, path+"/lepas", url.Values{"file": {string(files[0])}}).wants(t, http.StatusSeeOther)
	if at := owner.view(id).Assessment.Answers; len(at["fee_rule"].Evidence) != 0 || len(at["fee_items"].Evidence) != 1 {
		t.Error("taking a file away from one answer did not leave it at the other")
	}
}

func TestAWorkbookGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 60, "=1+1")
	page := base(id) + "/excel"
	got := owner.get(page + "/unduh")
	got.wants(t, http.StatusOK)
	noFormulas(t, "workbook", got.body)
	owner.upload(page, "kebijakan.pdf", []byte(smallPDF), nil).wants(t, http.StatusUnprocessableEntity, "bukan buku kerja Excel")
	owner.upload(page, "rusak.xlsx", []byte("PK\x03\x04 rusak"), nil).wants(t, http.StatusUnprocessableEntity, "buku kerja")
	unchanged := owner.upload(page, "sama.xlsx", []byte(got.body), nil)
	unchanged.wants(t, http.StatusSeeOther)
	owner.get(unchanged.leads()).wants(t, http.StatusOK, "tidak mengubah apa pun")
	before := owner.view(id).Revision
	changed := owner.upload(page, "baru.xlsx", withText(t, got.body, "0.6", "0.8"), nil)
	changed.wants(t, http.StatusSeeOther)
	proposal := changed.leads()
	owner.get(proposal).wants(t, http.StatusOK, "Tersimpan", "0,6 bulan upah", "0,8 bulan upah")
	if after := owner.view(id).Revision; after != before {
		t.Error("a proposal already changed the assessment")
	}
	owner.submitTo(owner.get(proposal), proposal, nil).wants(t, http.StatusSeeOther)
	if e := owner.view(id).Assessment.Answers["fee_months"]; e.Text != "0.6" {
		t.Errorf("taking nothing stored %q", e.Text)
	}
	owner.submitTo(owner.get(proposal), proposal, url.Values{"take": {"fee_months"}}).wants(t, http.StatusSeeOther)
	if e := owner.view(id).Assessment.Answers["fee_months"]; e.Text != "0.8" {
		t.Errorf("taking a change stored %q", e.Text)
	}
}

// withText is a workbook in which the one cell that says old says fresh.
func withText(t *testing.T, book, old, fresh string) []byte {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	found := 0
	for _, sheet := range f.GetSheetList() {
		cells, err := f.SearchSheet(sheet, old)
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range cells {
			found++
			if err := f.SetCellValue(sheet, cell, .8); err != nil {
				t.Fatal(err)
			}
		}
	}
	if found != 1 {
		t.Fatalf("%d cells say %s, to become %s", found, old, fresh)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// noFormulas fails when a workbook calculates anything.
func noFormulas(t *testing.T, name, book string) {
	t.Helper()
	for file, text := range unzip(t, book) {
		if strings.HasPrefix(file, "xl/worksheets/") && (strings.Contains(text, "<f>") || strings.Contains(text, "<f ")) {
			t.Errorf("%s: %s holds a formula", name, file)
		}
	}
}

func unzip(t *testing.T, book string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

func TestSubmissionIsPossibleExactlyWhenNothingIsMissing(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 60, "")
	path := base(id) + "/kirim"
	owner.get(path).wants(t, http.StatusOK, "Belum dapat dikirim", "#q-policy_commitment")
	owner.complete(id, "Bayu")
	form := url.Values{"name": {"Sari <Wulandari>"}, "position": {""}, "agreed": {"ya"}}
	owner.submit(path, path, form).wants(t, http.StatusUnprocessableEntity, "Tulis jabatan Anda", "Sari &lt;Wulandari&gt;", " checked")
	form.Set("position", "Kepala SDM")
	page := owner.get(path)
	_, _, err := h.desk.Save(t.Context(), owner.actor(), id, []assessment.Input{{
		Question: "pay_basis", Choice: assessment.Value, Codes: []string{"time"}, Revision: owner.view(id).Assessment.Answers["pay_basis"].Revision,
	}})
	h.must(err)
	owner.submitTo(page, path, form).wants(t, http.StatusConflict, "berubah", "Kepala SDM")
	if owner.view(id).Assessment.Submission != nil {
		t.Fatal("what nobody saw was submitted")
	}
	got := owner.submit(path, path, form)
	got.wants(t, http.StatusSeeOther)
	first := owner.view(id).Assessment.Submission
	if first == nil || first.Name != "Sari <Wulandari>" {
		t.Fatalf("submitted is %+v", first)
	}
	owner.get(got.leads()).wants(t, http.StatusOK, first.SHA256[:4]+" "+first.SHA256[4:8], "Kepala SDM")
	owner.post(path, form).wants(t, http.StatusSeeOther)
	if again := owner.view(id).Assessment.Submission; again.SHA256 != first.SHA256 || !again.At.Equal(first.At) {
		t.Error("a second submission changed the first")
	}
	topic := base(id) + "/bagian/profile/profile_workforce"
	owner.get(topic).wants(t, http.StatusSeeOther)
	owner.post(topic, url.Values{"a.housed_workers": {"1"}, "rev.housed_workers": {"1"}}).wants(t, http.StatusConflict)
}

func TestTheResultLeadsToTheAnswersBehindIt(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.submitted("2025", "")
	for _, lang := range []string{"id", "en"} {
		at := "/" + lang + "/penilaian/" + string(id)
		page := owner.get(at+"/hasil").wants(t, http.StatusOK, "#j-fee_items", "role=\"img\"", at+"/hasil/temuan/fees_not_repaid", "/id/penilaian/"+string(id)+"/hasil/laporan.pdf")
		if strings.Contains(page.body, " style=") || strings.Contains(page.body, "<style") {
			t.Error("the page styles inline, which its policy forbids")
		}
		all := owner.get(at+"/periksa").wants(t, http.StatusOK)
		for link := range strings.SplitSeq(page.body, "#j-") {
			question, _, _ := strings.Cut(link, `"`)
			if !strings.HasPrefix(link, "<!doctype") && !strings.Contains(all.body, `id="j-`+question+`"`) {
				t.Errorf("a number leads to %s, which is not among the answers", question)
			}
		}
	}
	word := "sementara"
	if n := strings.Count(owner.get(base(id)+"/hasil").body, word); n < 8 {
		t.Errorf("%q stands at %d places alone", word, n)
	}
}

func TestWhatIfAnswersWithoutChangingAnything(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.submitted("2025", "")
	before := owner.view(id).Revision
	path := base(id) + "/hasil/andai"
	owner.get(path).wants(t, http.StatusOK, "Andaikan")
	owner.get(path+"?q=fee_rule&a.fee_rule=step4&q=risk_assessment&a.risk_assessment=step4&bukti=4").wants(t, http.StatusOK, "Bila 2 jawaban ini benar", "Sekarang", "Menjadi")
	owner.get(path+"?q=fee_rule&a.fee_rule=step4&tambah=policy_commitment").wants(t, http.StatusOK, `name="q" value="policy_commitment"`)
	owner.get(path+"?q=fee_months&a.fee_months=banyak").wants(t, http.StatusOK, "Tulis dengan angka saja", `value="banyak"`)
	for _, bad := range []string{"?q=absent&a.absent=1", "?q=fee_rule&a.fee_rule=step9", "?q=" + strings.Repeat("x", 900), "?bukti=99", "?q=workforce_table&a.workforce_table=1"} {
		if got := owner.get(path + bad); got.status != http.StatusOK {
			t.Errorf("%s: status %d", bad, got.status)
		}
	}
	if after := owner.view(id).Revision; after != before {
		t.Error("a question about what would be changed what is")
	}
}

func TestAnActionIsChangedWithItsHistory(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.submitted("2025", "")
	path := base(id) + "/rencana/fees_not_repaid"
	page := owner.get(path).wants(t, http.StatusOK, "Direncanakan")
	form := page.form(t, path)
	form.Set("status", "underway")
	form.Set("note", "Mulai dengan <daftar> pekerja")
	owner.send(path, form).wants(t, http.StatusSeeOther)
	owner.get(path).wants(t, http.StatusOK, "Mulai dengan &lt;daftar&gt; pekerja", "Sari Wulandari")
	owner.send(path, form).wants(t, http.StatusConflict, "baru saja diubah", "Mulai dengan &lt;daftar&gt; pekerja")
	form = owner.get(path).form(t, path)
	form.Set("due", "31/12/2040")
	form.Set("note", "Lebih lama")
	owner.send(path, form).wants(t, http.StatusUnprocessableEntity, "Pilih tanggal paling lambat", `value="31/12/2040"`)
	plan, _, err := h.desk.Plan(t.Context(), owner.actor(), id)
	h.must(err)
	for _, a := range plan.Actions {
		if a.ID == "fees_not_repaid" && (len(a.History) != 1 || a.Status != assessment.Underway) {
			t.Errorf("stored is %+v", a)
		}
	}
	owner.get(base(id)+"/riwayat").wants(t, http.StatusOK, "Mengubah tindakan", "Mengirim penilaian")
}

func TestDownloadsCalculateNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	companies := []*visitor{h.as("owner"), h.as("foreign")}
	for i, payload := range []string{"=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "\t=1", "＝1+1", " =HYPERLINK(\"http://x\")"} {
		owner := companies[i%2]
		id := owner.submitted([]string{"2023", "2024", "2025", "2026"}[i/2], payload)
		for _, file := range []string{"/hasil/laporan.xlsx", "/excel/unduh"} {
			got := owner.get(base(id) + file)
			got.wants(t, http.StatusOK)
			noFormulas(t, payload+" in "+file, got.body)
		}
	}
}
