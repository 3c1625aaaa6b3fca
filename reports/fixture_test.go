package reports_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

// both makes a text in both languages.
func both(id, en string) questionnaires.Text { return questionnaires.Text{"id": id, "en": en} }

// small is a questionnaire of five questions that is not compiled, so that any result may be put beside it.
func small() *questionnaires.Definition {
	def := &questionnaires.Definition{
		ID: "small", Version: 2, Date: "2026-01-01", Languages: []string{"id", "en"}, SHA256: "0011223344556677",
		Title: both("Kuesioner kecil", "Small questionnaire"),
		Model: smallModel(),
		Indicators: []questionnaires.Indicator{
			{ID: 7, Name: both("Penahanan dokumen", "Retention of documents")},
			{ID: 9, Name: both("Jeratan utang", "Debt bondage")},
		},
		Sections: []questionnaires.Section{{
			ID: "work", Title: both("Pekerjaan", "Work"), Who: []string{"H"},
			Topics: []questionnaires.Topic{{ID: "all", Questions: []string{"fee_rule", "papers", "share", "people", "since"}}},
		}},
		Questions: smallQuestions(),
		Findings: []questionnaires.Finding{
			{
				ID: "papers_held", Class: questionnaires.ClassB, Scale: 4, Scope: 3, Irremedy: 2, Action: "return", Module: "m2", References: []string{"L1", "L2"},
				Title: both("Dokumen disimpan perusahaan", "The company keeps papers"), Why: both("Orang sulit pergi", "People cannot leave"), Good: both("Dokumen di tangan pekerja", "Workers hold their papers"),
			},
			{
				ID: "no_rule", Scale: 2, Scope: 2, Irremedy: 1, Action: "rule", Module: "m1",
				Title: both("Belum ada aturan biaya", "There is no fee rule"), Why: both("Biaya menjadi utang", "Fees become debt"), Good: both("Perusahaan membayar", "The company pays"),
			},
		},
		Actions: []questionnaires.Action{
			{ID: "return", Text: both("Kembalikan dokumen", "Return the papers"), Owner: "H", Proof: []string{"D1"}},
			{ID: "rule", Text: both("Tulis aturan biaya", "Write a fee rule"), Owner: "M", Proof: []string{"D1", "D2"}},
		},
		Modules: []questionnaires.Module{
			{ID: "m1", Title: both("Sebelas tanda", "Eleven signs"), Minutes: 120, Objective: both("membedakan tanda", "tell signs"), Audience: []string{"H", "M"}, Statements: []questionnaires.Statement{{ID: "a", Text: both("Utang dapat memaksa", "Debt can coerce"), True: true}}},
			{ID: "m2", Title: both("Dokumen", "Papers"), Minutes: 120, Domains: []string{"mov"}, Objective: both("mengembalikan dokumen", "return papers"), Audience: []string{"H"}, Sensitive: true, After: []string{"m1"}, Outline: []questionnaires.Step{{Minutes: 120, Text: both("Latihan", "Practice")}}},
		},
		References: []questionnaires.Reference{
			{ID: "L1", Title: both("UU 1/2023", "UU 1/2023"), Article: "Pasal 446", Gist: both("Kemerdekaan dilindungi", "Liberty is protected"), Verified: true, From: "2026-01-02"},
			{ID: "L2", Title: both("UU 9/1999", "UU 9/1999"), Article: "Pasal 99", Gist: both("Belum diperiksa", "Not verified")},
		},
		Proofs:    []questionnaires.Proof{{ID: "D1", Text: both("Berita acara", "Handover record")}, {ID: "D2", Text: both("Kebijakan", "Policy")}},
		Roles:     []questionnaires.Respondent{{ID: "H", Text: both("SDM", "HR")}, {ID: "M", Text: both("Pimpinan", "Management")}},
		Referrals: []questionnaires.Referral{{ID: "r", Name: both("Dinas", "Labour office"), For: both("Pengaduan", "Complaints"), Reach: both("Kantor setempat", "Local office")}},
		Cautions:  []questionnaires.Caution{{ID: "c", Text: both("Jangan menanyai korban.", "Do not question victims.")}},
	}
	return def
}

func smallQuestions() []questionnaires.Question {
	control := func(domain string) questionnaires.Role {
		return questionnaires.Role{Domain: domain, Layer: "pol", Weight: 3, Effort: 1}
	}
	return []questionnaires.Question{
		{ID: "fee_rule", Section: "work", Text: both("Aturan apa yang ada?", "What rule is there?"), Kind: rules.Single, Ladder: true, Who: []string{"H", "M"}, Role: control("rec"), Options: []questionnaires.Option{
			{Code: "step0", Text: both("Belum ada", "None")}, {Code: "step4", Text: both("Terbukti pada pekerja", "Proven with workers")},
		}},
		{ID: "papers", Section: "work", Text: both("Dokumen apa yang disimpan?", "Which papers are kept?"), Kind: rules.Multiple, None: "none", Who: []string{"H"}, Role: control("mov"), Options: []questionnaires.Option{
			{Code: "none", Text: both("Tidak ada", "None")}, {Code: "passport", Text: both("Paspor", "Passport")}, {Code: "id_card", Text: both("KTP", "Identity card")},
		}},
		{ID: "share", Section: "work", Text: both("Berapa persen memegang kontrak?", "What share hold a contract?"), Kind: rules.Number, Unit: both("%", "%"), Who: []string{"H"}, Role: control("rec")},
		{ID: "people", Section: "work", Text: both("Berapa pekerja?", "How many workers?"), Kind: rules.Table, Unit: both("orang", "people"), Who: []string{"H"}, Role: questionnaires.Role{Factor: "wrk"}, Rows: []questionnaires.Label{{Code: "fixed", Text: both("PKWT", "Fixed-term")}}, Columns: []questionnaires.Label{{Code: "women", Text: both("Perempuan", "Women")}, {Code: "men", Text: both("Laki-laki", "Men")}}},
		{ID: "since", Section: "work", Text: both("Sejak kapan?", "Since when?"), Kind: rules.Date, Who: []string{"M"}, Role: questionnaires.Role{Sign: true}},
	}
}

func smallModel() questionnaires.Model {
	return questionnaires.Model{
		Factors: []questionnaires.Factor{{ID: "wrk", Name: both("Tenaga kerja", "Workforce"), Weight: 10_000}},
		Domains: []questionnaires.Domain{
			{ID: "rec", Name: both("Perekrutan", "Recruitment"), Weight: 6_000, Core: true},
			{ID: "mov", Name: both("Gerak dan dokumen", "Movement and papers"), Weight: 4_000},
		},
		Layers:      []questionnaires.Layer{{ID: "pol", Name: both("Kebijakan", "Policy"), Weight: 4_000}, {ID: "out", Name: both("Hasil", "Outcome"), Weight: 6_000}},
		ExposureMax: 6_000, ExposureMean: 4_000, ControlMean: 7_500, ControlCore: 2_500, Reduction: 8_000,
		Evidence: [5]questionnaires.EvidenceLevel{
			{Name: both("Pernyataan", "Statement"), Factor: 3_000},
			{Name: both("Dokumen", "Document"), Factor: 6_000},
			{Name: both("Ditinjau", "Reviewed"), Factor: 8_000},
			{Name: both("Dua sumber", "Two sources"), Factor: 9_500},
			{Name: both("Lapangan", "On site"), Factor: 10_000},
		},
		Bands: []questionnaires.RiskBand{
			{Code: "low", Name: both("Rendah", "Low"), Below: 200_000},
			{Code: "moderate", Name: both("Sedang", "Moderate"), Below: 400_000},
			{Code: "high", Name: both("Tinggi", "High"), Below: 600_000},
			{Code: "very_high", Name: both("Sangat tinggi", "Very high"), Last: true},
		},
		Borderline: 20_000,
		Caps:       map[questionnaires.Class]string{"A": "very_high", "B": "high", "C": "moderate"}, FloorDays: 90,
		Floors:         map[questionnaires.Class]string{"A": "high", "B": "moderate"},
		States:         questionnaires.StateRule{Warning: 2_000, Indicated: 5_000, Corroborated: 8_000, Confidence: 500_000},
		Tiers:          questionnaires.TierRule{CriticalPart: 5, Severe: 35_000, Major: 25_000},
		Colour:         questionnaires.ColourRule{RedControlBelow: 300_000, GreenControl: 700_000, GreenCore: 500_000, GreenConfidence: 600_000},
		ControlsColour: questionnaires.ControlsColourRule{RedBelow: 500_000, GreenFrom: 750_000},
		Confidence:     questionnaires.ConfidenceRule{Completeness: 4_000, Evidence: 3_000, Triangulation: 2_000, Consistency: 1_000, LowBelow: 600_000},
		Deadlines:      map[questionnaires.Tier]questionnaires.Deadline{"critical": {Safeguard: 2, Plan: 7, Closed: 30}, "severe": {Plan: 14, Closed: 60}, "major": {Closed: 90}, "minor": {Closed: 180}},
	}
}

func smallAnswers() *questionnaires.Answers {
	return &questionnaires.Answers{
		Questionnaire: "small@2", Company: questionnaires.Company{Name: "PT Kecil"}, Period: "2026", Date: "2026-11-24",
		Answers: map[string]questionnaires.Answer{
			"fee_rule": {State: questionnaires.NotKnown, Who: "Kepala SDM", By: "2026-12-15"},
			"papers": {
				State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"none"}}, Verified: &questionnaires.AnswerValue{Codes: []string{"passport", "id_card"}},
				Evidence: []questionnaires.Evidence{{Level: 3, Name: "Daftar simpan", Date: "2026-03-01", Expires: "2027-03-01"}}, Review: questionnaires.ReviewContradicts, Comment: "Lemari kantor", SelfDisclosed: true,
			},
			"share":  {State: questionnaires.Claimed, Reason: "Tidak ada kontrak"},
			"people": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Cells: map[string]map[string]rules.Decimal{"fixed": {"women": 12_000_000, "men": 25_000}}}},
			"since":  {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Text: "2025-08-17"}},
		},
		Signals: []questionnaires.Signal{{Indicator: 9, Source: "survey", X: 7, N: 60}},
		SHA256:  "aabbccddeeff0011",
	}
}

func smallResult() *scoring.Result {
	return &scoring.Result{
		Questionnaire: scoring.Pinned{ID: "small", Version: 2, SHA256: "0011223344556677"}, AnswersSHA256: "aabbccddeeff0011", Date: "2026-11-24", Company: "PT Kecil",
		Inherent: &scoring.Inherent{Value: 867_499, Factors: []scoring.Factor{{ID: "wrk", Value: 867_499, Items: []scoring.ExposureItem{{Question: "people", Severity: 750_000, State: questionnaires.Answered}}}}},
		Control: scoring.Control{Value: 379_999, Believed: 652_000, VerifiedOnly: 143_000, Mean: 432_000, LowestCore: new(scoring.Micro(220_000)), Domains: []scoring.Domain{
			{ID: "mov", Value: new(scoring.Micro(480_000)), Believed: new(scoring.Micro(730_000)), VerifiedOnly: new(scoring.Micro(160_000)), Layers: []scoring.Layer{{ID: "pol", Value: 480_000}}},
			{ID: "rec", Value: new(scoring.Micro(220_000)), Believed: new(scoring.Micro(410_000)), VerifiedOnly: new(scoring.Micro(40_000)), Layers: []scoring.Layer{{ID: "out", Value: 100_000}, {ID: "pol", Value: 450_000}}},
		}},
		Residual:   &scoring.Residual{Value: 599_999, Believed: 415_000, VerifiedOnly: 768_000, Band: "high", Borderline: true},
		Published:  scoring.Published{Band: "very_high", Colour: "red", Provisional: true, LowConfidence: true, HumanReview: true, Caps: []scoring.Cap{{Source: "borderline", Band: "very_high"}, {Source: "papers_held", Band: "high"}}},
		Indicators: []scoring.Indicator{{ID: 7, Value: 900_000, State: "indicated", Signals: []scoring.Signal{{Source: "admission", Value: 900_000, Rule: "papers_held"}}}, {ID: 9, Value: 199_999, State: "not_assessed", Signals: []scoring.Signal{}}},
		Confidence: scoring.Confidence{Value: 540_000, Completeness: 800_000, Evidence: 400_000, Consistency: 850_000, Points: 1},
		Flags:      []scoring.Flag{{ID: "papers_held", Class: "B", State: questionnaires.FlagOpen, Answers: []string{"papers"}, SelfDisclosed: true}},
		Findings: []scoring.Finding{
			{ID: "papers_held", Tier: questionnaires.Severe, Class: "B", Severity: 3_500_000, Due: scoring.Due{Plan: "2026-12-08", Closed: "2027-01-23"}, Answers: []string{"papers"}, Action: "return", Module: "m2"},
		},
		Undetermined:  []scoring.Undetermined{{Rule: "no_rule", WaitingFor: []string{"fee_rule"}}},
		Contributions: []scoring.Contribution{{Question: "fee_rule", Gain: 68_999}, {Question: "papers", Gain: 10_000}},
		PathToGreen: scoring.PathToGreen{
			Reachable: true, Steps: []scoring.Step{{Question: "fee_rule", To: "step4", Effort: 1}, {Question: "papers", To: "none", Effort: 3}, {Question: "share", To: "95", Effort: 2}},
			Next: &scoring.Next{Colour: "yellow", Reachable: true, ProvenMinimal: true, Steps: []scoring.Step{{Question: "fee_rule", To: "step4", Effort: 1}}},
		},
		Inconsistencies: []scoring.Inconsistency{}, EvaluatorTasks: []string{},
		Modules:   []scoring.Module{{ID: "m1", Need: 500_000}, {ID: "m2", Need: 779_999}},
		Questions: scoring.QuestionCounts{Applicable: 5, Answered: 3, NotKnown: 1, Unanswered: 1},
		Items: []scoring.Item{
			{Question: "fee_rule", State: questionnaires.NotKnown}, {Question: "papers", State: questionnaires.Answered, Evidence: 3, Factor: 950_000}, {Question: "share", State: questionnaires.Claimed},
		},
	}
}

// compose makes a company report that must succeed.
func compose(t *testing.T, in reports.Input) *reports.Document {
	t.Helper()
	doc, err := reports.CompanyReport(in)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// smallReport is the report of the small questionnaire after change.
func smallReport(t *testing.T, lang string, change func(*reports.Input)) *reports.Document {
	t.Helper()
	in := reports.Input{Definition: small(), Answers: smallAnswers(), Result: smallResult(), Lang: lang}
	if change != nil {
		change(&in)
	}
	return compose(t, in)
}

// plainText is a document as text.
func plainText(t *testing.T, doc *reports.Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteText(&out, doc); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// example is a worked company of the forced-labour questionnaire, scored.
func example(t testing.TB, name string) (*questionnaires.Definition, *questionnaires.Answers, *scoring.Result) {
	t.Helper()
	def, err := questionnaires.Open("forced-labour@1")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join("..", "questionnaires", "library", "forced-labour", "examples", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	answers, faults := questionnaires.DecodeAnswers(name+".yaml", data, def)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	model, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return def, answers, model.Score(answers, "")
}

// examples are the names of the worked companies.
func examples() []string {
	return []string{"palm-estate", "garment-factory", "software-firm", "tuna-longliners"}
}
