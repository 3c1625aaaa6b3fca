package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/reports"
)

// brief is a questionnaire of which only the name is known.
func brief() *questionnaires.Definition {
	return &questionnaires.Definition{
		ID: "forced-labour", Version: 1, Date: "2026-01-01", SHA256: strings.Repeat("0011aaff", 8),
		Title: questionnaires.Text{"id": "Uji tuntas kerja paksa", "en": "Forced-labour due diligence"},
	}
}

func receipt(t *testing.T, lang string, change func(*reports.ReceiptInput)) *reports.Document {
	t.Helper()
	in := reports.ReceiptInput{
		Definition: brief(), Lang: lang, Company: "PT Wana Tirta Sawit", NIB: "1234567890123", Period: "2026", Number: "TNT-2026-0417",
		Submitted: "24 November 2026, 10.42 WIB", Date: "2026-11-24", Person: "Sri Wahyuni", Position: "Direktur Sumber Daya Manusia",
		AnswersSHA256: strings.Repeat("9f3c41a7", 8), Answered: 98, NotKnown: 4, NotApplicable: 12,
		Declaration: "Saya menyatakan bahwa jawaban ini diberikan dengan jujur menurut catatan perusahaan, bahwa wakil pekerja sudah ditanyai, dan bahwa saya berwenang mengirimnya.",
		Verify:      "https://tuntas.example/v/TNT-2026-0417",
	}
	if change != nil {
		change(&in)
	}
	doc, err := reports.Receipt(in)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func plan(t *testing.T, lang string, actions, history int) *reports.Document {
	t.Helper()
	in := reports.PlanInput{Definition: brief(), Lang: lang, Company: "PT Wana Tirta Sawit", Number: "TNT-2026-0417", ResultSHA256: strings.Repeat("ab12cd34", 8), Date: "2027-02-01"}
	for i := range actions {
		row := reports.PlanRow{
			Action: "Kembalikan setiap dokumen asli dan biarkan pekerja menyimpannya sendiri di tempat yang terkunci", Finding: "Perusahaan menyimpan paspor pekerja",
			Tier: questionnaires.Severe, Owner: "Manajer SDM", Due: "2027-01-23", Proof: "Berita acara serah terima; keterangan wakil pekerja", Status: "Sedang dikerjakan", Overdue: i%3 == 0,
		}
		for n := range history {
			row.History = append(row.History, fmt.Sprintf("%d Desember 2026, 10.42, Manajer SDM: tersisa %d paspor yang belum dikembalikan", n%28+1, history-n))
		}
		in.Rows = append(in.Rows, row)
	}
	doc, err := reports.Plan(in)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestAReceiptIsOnePageWhateverItSays(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		for name, change := range map[string]func(*reports.ReceiptInput){
			"as it usually is": nil,
			"with the longest names and declaration": func(in *reports.ReceiptInput) {
				in.Company = strings.TrimSpace(strings.Repeat("Perkebunan ", 27))
				in.Person, in.Position = strings.Repeat("Wahyuni ", 12), strings.Repeat("x", 100)
				in.Declaration = strings.Repeat("Saya menyatakan bahwa ini benar. ", 15)
			},
		} {
			l := lay(t, receipt(t, lang, change))
			if n := len(l.Streams()); n != 1 {
				t.Errorf("%s in %s: %d pages", name, lang, n)
			}
			of := map[string]string{"id": "Halaman 1 dari 1", "en": "Page 1 of 1"}[lang]
			if !strings.Contains(string(outline(l)), of) {
				t.Errorf("%s in %s: the page does not say %s", name, lang, of)
			}
		}
	}
}

func TestAPlanBreaksInsideALongHistory(t *testing.T) {
	t.Parallel()
	l := lay(t, plan(t, "id", 2, 150))
	if n := len(l.Streams()); n < 6 || n > 9 {
		t.Errorf("300 lines of history take %d pages", n)
	}
	page, heads := 0, 0
	for _, text := range l.Texts() {
		if text.Page != page {
			page, heads = text.Page, 0
		}
		if text.Text == "Tindakan" {
			heads++
		}
		if text.Y > 281 && !strings.HasPrefix(text.Text, "Halaman") && text.Y < 282 {
			t.Errorf("page %d: %q stands in the foot", text.Page, text.Text)
		}
	}
	if heads != 1 {
		t.Errorf("the last page has the head of the table %d times", heads)
	}
}
