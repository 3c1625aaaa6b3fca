package reports_test

import (
	"bytes"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/reports"
)

// receiptInput is a submission of the small questionnaire.
func receiptInput(lang string) reports.ReceiptInput {
	return reports.ReceiptInput{
		Definition: small(), Lang: lang, Company: "PT Kecil", NIB: "1234567890123", Period: "2026", Number: "TNT-2026-0417",
		Submitted: "24 November 2026, 10.42 WIB", Date: "2026-11-24", Person: "Sri Wahyuni", Position: "Direktur",
		AnswersSHA256: strings.Repeat("9f3c41a7", 8), Answered: 1_098, NotKnown: 4, NotApplicable: 12,
		Declaration: "Saya menyatakan bahwa jawaban ini benar menurut pengetahuan saya.", Verify: "https://tuntas.example/v/0417",
	}
}

// planInput is a plan of three actions, one of them late and one of the company's own.
func planInput(lang string) reports.PlanInput {
	return reports.PlanInput{
		Definition: small(), Lang: lang, Company: "PT Kecil", Period: "2026", Number: "TNT-2026-0417", ResultSHA256: strings.Repeat("ab12cd34", 8), Date: "2027-02-01",
		Rows: []reports.PlanRow{
			{
				Action: "Kembalikan dokumen", Finding: "Dokumen disimpan perusahaan", Tier: questionnaires.Severe, Owner: "SDM", Due: "2027-01-23",
				Proof: "Berita acara", Status: "Sedang dikerjakan", Overdue: true, History: []string{"1 Des 2026, SDM: dimulai", "5 Jan 2027, SDM: tersisa 4 paspor"},
			},
			{Action: "Tulis aturan biaya", Finding: "Belum ada aturan biaya", Tier: questionnaires.Minor, Owner: "Pimpinan", Due: "2027-05-23", Proof: "Kebijakan", Status: "Belum dimulai"},
			{Action: "Pasang kotak pengaduan", Owner: "SDM", Status: "Selesai"},
		},
	}
}

func must(t *testing.T, doc *reports.Document, err error) *reports.Document {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// papers composes every document besides the company report.
func papers(t *testing.T, lang string) map[string]*reports.Document {
	t.Helper()
	blank, err := reports.Blank(small(), lang)
	out := map[string]*reports.Document{"blank": must(t, blank, err)}
	receipt, err := reports.Receipt(receiptInput(lang))
	out["receipt"] = must(t, receipt, err)
	plan, err := reports.Plan(planInput(lang))
	out["plan"] = must(t, plan, err)
	return out
}

func TestGoldenPapers(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		for name, doc := range papers(t, lang) {
			golden(t, name+"-"+lang+".txt", plainText(t, doc))
		}
	}
}

func TestPapersAreSoundPagesWithEveryFact(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		for name, doc := range papers(t, lang) {
			s := shapeOf(t, htmlOf(t, doc))
			linked(t, s)
			inLevels(t, s)
			text, shown := squeeze(plainText(t, doc)), squeeze(s.text.String())
			for _, fact := range allFacts(doc) {
				if !strings.Contains(text, squeeze(fact)) || !strings.Contains(shown, squeeze(fact)) {
					t.Errorf("%s in %s lacks %q", name, lang, fact)
				}
			}
		}
	}
}

func TestPapersRefuseALanguageWithoutMessages(t *testing.T) {
	t.Parallel()
	if _, err := reports.Blank(small(), "fr"); err == nil {
		t.Error("the blank questionnaire is made in French")
	}
	if _, err := reports.Receipt(receiptInput("fr")); err == nil {
		t.Error("the receipt is made in French")
	}
	if _, err := reports.Plan(planInput("fr")); err == nil {
		t.Error("the plan is made in French")
	}
	in := planInput("id")
	in.Rows[0].Tier = "dire"
	if _, err := reports.Plan(in); err == nil {
		t.Error("a tier that does not exist is printed")
	}
}

func TestPapersLeaveOutWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	receipt, err := reports.Receipt(reports.ReceiptInput{Definition: small(), Lang: "id", AnswersSHA256: "aabbccdd", Person: "Sri"})
	text := plainText(t, must(t, receipt, err))
	for _, never := range []string{"NIB", "Periode", "Pernyataan", "Sri,", "Periksa keaslian"} {
		if strings.Contains(text, never) {
			t.Errorf("a receipt without it says %q", never)
		}
	}
	if !strings.Contains(text, "QR: tuntas receipt small@2 answers aabbccdd") {
		t.Error("the code of a receipt without address does not say what to compare")
	}
	plan, err := reports.Plan(reports.PlanInput{Definition: small(), Lang: "en", Date: "2026-11-24"})
	if text := plainText(t, must(t, plan, err)); !strings.Contains(text, "no actions in this plan yet") {
		t.Errorf("an empty plan does not say so:\n%s", text)
	}
}

func TestPapersCannotBeSteeredByNames(t *testing.T) {
	t.Parallel()
	in := receiptInput("id")
	in.Company, in.Person, in.Declaration = "PT \u202eA\x1b[31m<b>", "Sri\r\nAdmin", "a\nb"
	plan := planInput("id")
	plan.Rows[0].History = []string{"baris\x00 \u202esatu<script>"}
	one, err := reports.Receipt(in)
	two, err2 := reports.Plan(plan)
	for _, doc := range []*reports.Document{must(t, one, err), must(t, two, err2)} {
		if text := plainText(t, doc); strings.ContainsAny(text, "\u202e\x1b\x00\r") {
			t.Errorf("steering characters stand in %q", text)
		}
		if page := htmlOf(t, doc); strings.Contains(page, "<script>") || strings.Contains(page, "PT A <b>") {
			t.Error("a name became an element")
		}
	}
}

func TestTheBlankQuestionnaireHasEveryQuestionAndCondition(t *testing.T) {
	t.Parallel()
	def, _, _ := example(t, examples()[0])
	for _, lang := range []string{"id", "en"} {
		doc, err := reports.Blank(def, lang)
		flat := squeeze(plainText(t, must(t, doc, err)))
		for i := range def.Questions {
			q := &def.Questions[i]
			if !strings.Contains(flat, squeeze(q.Text.In(lang))) {
				t.Errorf("the blank questionnaire in %s lacks %s", lang, q.ID)
			}
			node, ok := def.Program.Node(q.Show.ID)
			if q.Show.Present() && (!ok || !strings.Contains(flat, squeeze(def.Program.Words(node, lang, def.Wording(lang))))) {
				t.Errorf("the blank questionnaire in %s lacks the condition of %s", lang, q.ID)
			}
			for _, o := range q.Options {
				if (q.Kind == rules.Single || q.Kind == rules.Multiple) && !strings.Contains(flat, squeeze(o.Text.In(lang))) {
					t.Errorf("the blank questionnaire in %s lacks the option %s of %s", lang, o.Code, q.ID)
				}
			}
		}
	}
}

func TestTheDayOnWhichAReportIsMadeIsSaidOnlyWhereItIsGiven(t *testing.T) {
	t.Parallel()
	made := func(day string) []byte {
		var out bytes.Buffer
		if err := reports.WriteHTML(&out, smallReport(t, "id", func(in *reports.Input) { in.Made = day })); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	if !bytes.Equal(made(""), made("")) {
		t.Error("the same input gives other bytes")
	}
	if page := made("2026-12-01"); !bytes.Contains(page, []byte("1 Desember 2026")) || bytes.Equal(page, made("")) {
		t.Error("the day on which the report is made is not on the cover")
	}
	if doc := smallReport(t, "id", func(in *reports.Input) { in.Made = "2026-12-01" }); doc.Date != "2026-11-24" {
		t.Errorf("the creation date of the file is %s, not the day of the assessment", doc.Date)
	}
}
