package reports_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

// controlsOnly takes away everything that a questionnaire without exposure lacks.
func controlsOnly(in *reports.Input) {
	in.Definition.Model.Factors, in.Definition.Indicators = nil, nil
	in.Definition.Questions = in.Definition.Questions[:3]
	in.Definition.Sections[0].Topics[0].Questions = []string{"fee_rule", "papers", "share"}
	in.Answers.Signals = nil
	r := in.Result
	r.Inherent, r.Residual, r.Indicators, r.Control.LowestCore = nil, nil, []scoring.Indicator{}, nil
	r.Published = scoring.Published{Colour: "yellow", Provisional: true, Caps: []scoring.Cap{}}
	for i := range in.Definition.Model.Domains {
		in.Definition.Model.Domains[i].Core = false
	}
}

func noFindings(in *reports.Input) {
	in.Result.Findings, in.Result.Flags, in.Result.Undetermined = []scoring.Finding{}, []scoring.Flag{}, []scoring.Undetermined{}
	in.Result.Modules, in.Result.Contributions = []scoring.Module{}, []scoring.Contribution{}
	in.Result.PathToGreen = scoring.PathToGreen{Steps: []scoring.Step{}}
	in.Answers.Answers = map[string]questionnaires.Answer{}
}

func manyFindings(in *reports.Input) {
	in.Result.Findings = nil
	for i := range 200 {
		id := fmt.Sprintf("f%d", i)
		in.Definition.Findings = append(in.Definition.Findings, questionnaires.Finding{
			ID: id, Scale: 2, Scope: 2, Irremedy: 2, Action: "rule", Module: "m1",
			Title: both("Temuan "+id, "Finding "+id), Why: both("Sebab", "Why"), Good: both("Baik", "Good"),
		})
		in.Result.Findings = append(in.Result.Findings, scoring.Finding{
			ID: id, Tier: questionnaires.Minor, Severity: 2_000_000, Due: scoring.Due{Closed: "2027-05-23"}, Answers: []string{"share"}, Action: "rule", Module: "m1",
		})
	}
}

// saying is what the report of the small questionnaire says after a change.
type saying struct {
	name    string
	change  func(*reports.Input)
	says    []string
	saysNot []string
}

func TestCompanySaysNumbersAndLaw(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name:    "cuts numbers, so that 59,9999 does not become the cut-off",
			says:    []string{"Risiko sisa R: 59,9", "Paparan I: 86,7", "C: 37,9", "−6,8", "kebutuhan 0,77", "| 9 | Jeratan utang | 0,19 |"},
			saysNot: []string{"60,0", "86,8", "38,0"},
		},
		{
			name:   "says that R is right at a cut-off when the difference is too small to show",
			says:   []string{"R tepat pada batas 60; petugas memeriksa ulang pita ini.", "Pita R adalah Tinggi; yang dipublikasikan Sangat tinggi."},
			change: nil,
		},
		{
			name:   "says how far R is above a cut-off",
			change: func(in *reports.Input) { in.Result.Residual.Value, in.Result.Residual.Band = 604_474, "very_high" },
			says:   []string{"R 0,4 di atas batas 60"},
		},
		{
			name:    "leaves out references that nobody verified, and counts them",
			says:    []string{"Hukum dan pedoman: UU 1/2023, Pasal 446.", "1 dari 2 rujukan menunggu"},
			saysNot: []string{"UU 9/1999"},
		},
		{
			name:    "leaves out a reference that was not yet in force",
			change:  func(in *reports.Input) { in.Result.Date = "2025-12-31" },
			saysNot: []string{"Hukum dan pedoman"},
			says:    []string{"Tidak ada rujukan yang dikutip dalam laporan ini"},
		},
	})
}

func TestCompanySaysAnswers(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name: "puts the evaluator's value in the answer's place and keeps both",
			says: []string{"Menurut evaluator: Paspor; KTP.", "Jawaban perusahaan: Tidak ada.", "bertentangan dengan jawaban", "Catatan perusahaan: “Lemari kantor.”"},
		},
		{
			name: "writes every kind of answer in words",
			says: []string{"PKWT: perempuan 1.200, laki-laki 2,5 (orang)", "17 Agustus 2025", "Dinyatakan tidak berlaku, belum diterima / Alasan: Tidak ada kontrak.", "Belum diketahui / Dicari tahu oleh (kata perusahaan): Kepala SDM."},
		},
		{
			name: "marks a self-disclosed flag",
			says: []string{"Tanda bahaya: B · Terbuka. Diungkap sendiri oleh perusahaan"},
		},
	})
}

func TestCompanySaysWithMoreOrLess(t *testing.T) {
	t.Parallel()
	name := strings.TrimSpace(strings.Repeat("Perkebunan ", 28))
	check(t, []saying{
		{
			name:    "reports controls alone without exposure, residual risk and indicators",
			change:  controlsOnly,
			says:    []string{"Kendali: Kuning", "ambang resmi PRISMA tidak diumumkan", "Yang paling membantu", "C 75 atau lebih"},
			saysNot: []string{"Risiko sisa R", "Paparan I", "Sebelas indikator", "Pita risiko sisa"},
		},
		{
			name:    "says with no finding that this proves nothing",
			change:  noFindings,
			says:    []string{"Tidak ada temuan dari jawaban yang ada", "Itu bukan bukti bahwa tidak ada risiko", "Tidak ada modul yang dipilih", "Rencana tindakan untuk diisi perusahaan", "Tidak ada tanda bahaya.", "Belum dijawab"},
			saysNot: []string{"Temuan lain", "Belum terjawab {waiting}"},
		},
		{
			name:   "shows twelve of two hundred minor findings in full and all others in a table",
			change: manyFindings,
			says:   []string{"12. Temuan f11 {finding-f11}", "| 13 | Temuan f12", "| 200 | Temuan f199", "200 kecil", "Temuan 1 kecil, 2 kecil"},
		},
		{
			name:   "keeps a name of three hundred characters whole",
			change: func(in *reports.Input) { in.Answers.Company.Name = name },
			says:   []string{name},
		},
		{
			name:    "cleans names of control characters and keeps other scripts",
			change:  func(in *reports.Input) { in.Answers.Company.Name = "PT\x00 ꦗꦮ\u202e \n会社 \xff" },
			says:    []string{"PT ꦗꦮ 会社 \ufffd"},
			saysNot: []string{"\x00", "\u202e"},
		},
	})
}

func TestCompanySaysResults(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name:    "says official when an evaluator decided",
			change:  func(in *reports.Input) { in.Result.Published.Provisional = false },
			says:    []string{"Resmi, diputuskan petugas penilai", "Warna, resmi", "tinggi = buruk · resmi", "official=true"},
			saysNot: []string{"tinggi = buruk · sementara"},
		},
		{
			name: "publishes insufficient information instead of a band",
			change: func(in *reports.Input) {
				in.Result.Published = scoring.Published{Band: "insufficient_information", Colour: "none", Provisional: true, Caps: []scoring.Cap{}}
			},
			says: []string{"Informasi belum cukup untuk menyatakan pita risiko", "Belum ada warna (none)"},
		},
		{
			name:   "says why Green is out of reach",
			change: func(in *reports.Input) { in.Result.PathToGreen = scoring.PathToGreen{Steps: []scoring.Step{}} },
			says:   []string{"Perubahan praktik saja belum membawa ke warna yang lebih baik", "Warna Hijau tidak terjangkau"},
		},
		{
			name: "lists what a rule took away as not asked",
			change: func(in *reports.Input) {
				in.Result.Items[2].State = questionnaires.NotApplicable
				in.Answers.Answers["share"] = questionnaires.Answer{State: questionnaires.Answered}
			},
			says:    []string{"1 pertanyaan tidak ditanyakan", "1 pertanyaan tidak ditanyakan. "},
			saysNot: []string{"| Berapa persen memegang kontrak? |"},
		},
		{
			name: "carries a closed flag with its day",
			change: func(in *reports.Input) {
				in.Result.Flags[0].State = questionnaires.FlagClosed
				in.Answers.Flags = []questionnaires.FlagRecord{{ID: "papers_held", State: questionnaires.FlagClosed, ClosedOn: "2026-09-01"}}
			},
			says: []string{"Tanda bahaya yang sudah ditutup", "1 September 2026"},
		},
		{
			name: "has a domain in which nothing applies",
			change: func(in *reports.Input) {
				in.Result.Control.Domains[0] = scoring.Domain{ID: "mov", Layers: []scoring.Layer{}}
			},
			says: []string{"Gerak dan dokumen | Tidak ada pertanyaan yang berlaku"},
		},
		{
			name:   "names a domain that has to be reviewed",
			change: func(in *reports.Input) { in.Result.Control.Domains[0].Review = true },
			says:   []string{"Perlu ditinjau: pada bidang gerak dan dokumen"},
		},
		{
			name:    "counts what is not known when no rule waits",
			change:  func(in *reports.Input) { in.Result.Undetermined = []scoring.Undetermined{} },
			says:    []string{"1 pertanyaan belum diketahui jawabannya"},
			saysNot: []string{"0 hal belum"},
		},
		{
			name:   "warns of a case alert without saying that forced labour was found",
			change: func(in *reports.Input) { in.Result.CaseAlert = true },
			says:   []string{"Perlu diperiksa segera", "Ini bukan putusan"},
		},
		{
			name:    "works without a date",
			change:  func(in *reports.Input) { in.Result.Date, in.Result.Findings[0].Due = "", scoring.Due{} },
			says:    []string{"Tenggat tutup dihitung dari tanggal penilaian", "Hari ke-30"},
			saysNot: []string{"0001", "Januari 1"},
		},
	})
}

func check(t *testing.T, sayings []saying) {
	t.Helper()
	for _, test := range sayings {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			doc := smallReport(t, "id", test.change)
			text := plainText(t, doc)
			for _, want := range test.says {
				if !strings.Contains(text, want) {
					t.Errorf("the report does not say %q", want)
				}
			}
			for _, not := range test.saysNot {
				if strings.Contains(text, not) {
					t.Errorf("the report says %q", not)
				}
			}
			wholesome(t, text)
			wholesome(t, plainText(t, smallReport(t, "en", test.change)))
		})
	}
}

// wholesome fails on what must never be printed: raw keys, Go's idea of a missing value, words of a verdict.
func wholesome(t *testing.T, text string) {
	t.Helper()
	keys, _ := messages(t, "id")
	for _, word := range regexp.MustCompile(`[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+`).FindAllString(text, -1) {
		if _, isKey := slices.BinarySearch(keys, word); isKey {
			t.Errorf("the report prints the key %s", word)
		}
	}
	for _, bad := range []string{"<nil>", "<no value>", "NaN", "%!", "{{", "map[", "[]", "melanggar hukum", "forced labour was found in", "  · "} {
		if strings.Contains(text, bad) {
			t.Errorf("the report prints %q", bad)
		}
	}
}

func TestCompanyRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*reports.Input)
		want   string
	}{
		{"a language that it does not speak", func(in *reports.Input) { in.Lang = "fr" }, `company report: no report in the language "fr": use id or en`},
		{"a result of another version", func(in *reports.Input) { in.Result.Questionnaire.Version = 1 }, "company report: the result is of small@1, not of small@2"},
		{"a result of another content", func(in *reports.Input) { in.Result.Questionnaire.SHA256 = "ff" }, "company report: the result is of small@2, not of small@2"},
		{"a result of other answers", func(in *reports.Input) { in.Result.AnswersSHA256 = "ff" }, "company report: the result is of other answers than these"},
		{"a finding that the questionnaire lacks", func(in *reports.Input) { in.Result.Findings[0].ID = "other" }, `company report: finding "other" is not in small@2`},
		{"an option that the question lacks", func(in *reports.Input) {
			in.Answers.Answers["papers"] = questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"visa"}}}
		}, `company report: question "papers" has no option "visa"`},
		{"a band that the questionnaire lacks", func(in *reports.Input) { in.Result.Published.Band = "purple" }, `company report: band "purple" is not in small@2`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := reports.Input{Definition: small(), Answers: smallAnswers(), Result: smallResult(), Lang: "id"}
			test.change(&in)
			doc, err := reports.CompanyReport(in)
			if err == nil || err.Error() != test.want {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if doc != nil {
				t.Error("there is a document in spite of the error")
			}
		})
	}
}

func TestExamplesAreWholesomeInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, name := range examples() {
		def, answers, result := example(t, name)
		for _, lang := range []string{"id", "en"} {
			doc, err := reports.Company(def, answers, result, lang)
			if err != nil {
				t.Fatal(err)
			}
			wholesome(t, plainText(t, doc))
			if got := notAsked(def, doc); got != result.Questions.NotApplicable {
				t.Errorf("%s %s: %d questions stand as not asked, the result counts %d", name, lang, got, result.Questions.NotApplicable)
			}
		}
	}
}

// notAsked counts the questions that the annex lists as not asked.
func notAsked(def *questionnaires.Definition, doc *reports.Document) int {
	n := 0
	for _, s := range doc.Sections {
		for _, b := range s.Blocks {
			if p, ok := b.(reports.Paragraph); ok && s.ID == "answers" {
				for i := range def.Questions {
					n += strings.Count(p.Spans[len(p.Spans)-1].Text, def.Questions[i].Text.In(doc.Lang))
				}
			}
		}
	}
	return n
}

func TestCompanyIsReproducible(t *testing.T) {
	t.Parallel()
	var out [2]bytes.Buffer
	for i := range out {
		def, answers, result := example(t, "palm-estate")
		doc := compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: "en"})
		if err := reports.WriteHTML(&out[i], doc); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(out[0].Bytes(), out[1].Bytes()) {
		t.Error("the same input gives different HTML")
	}
}
