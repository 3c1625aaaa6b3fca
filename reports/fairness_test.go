package reports_test

import (
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

// eventStep makes the path ask for an answer to a question about something that may have happened.
func eventStep(in *reports.Input, answer questionnaires.Answer) {
	for i := range in.Definition.Questions {
		if q := &in.Definition.Questions[i]; q.ID == "papers" {
			q.Kind, q.Indicators = rules.Single, []int{7}
			q.Text = both("Dokumen apa yang disimpan dalam 24 bulan terakhir?", "Which papers were kept in the last 24 months?")
		}
	}
	in.Answers.Answers["papers"] = answer
	in.Result.PathToGreen.Next = nil
	in.Result.PathToGreen.Steps = []scoring.Step{{Question: "papers", To: "none", Effort: 3}}
}

func TestPathNeverAsksForAnUntrueAnswer(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name: "proposes no answer about what nobody has looked into",
			change: func(in *reports.Input) {
				eventStep(in, questionnaires.Answer{State: questionnaires.NotKnown})
			},
			says:    []string{"Hari ini: Belum diketahui", "Cari tahu dengan aman lewat pihak independen"},
			saysNot: []string{"| Tidak ada / ", "bulan tanpa kejadian baru"},
		},
		{
			name: "says how long nothing may happen before a better answer is true",
			change: func(in *reports.Input) {
				eventStep(in, questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"passport"}}})
			},
			says:    []string{"Hanya dapat dibuktikan setelah 24 bulan tanpa kejadian baru"},
			saysNot: []string{"Cari tahu dengan aman lewat pihak independen"},
		},
		{
			name:   "says that Green closes no finding and how long it takes after a red flag",
			change: nil,
			says:   []string{"Hijau tidak menutup temuan: 1 temuan tetap ditutup", "Paling cepat 90 hari sesudah tanda kelas A atau B terakhir ditutup"},
		},
		{
			name:    "speaks of no finding where there is none",
			change:  noFindings,
			says:    []string{"Tidak ada temuan dari jawaban yang ada"},
			saysNot: []string{"# Temuan {findings}", "Hijau tidak menutup temuan", "Paling cepat 90 hari"},
		},
	})
}

func TestCompanyExplainsItsVerdict(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name: "says why the published band is not the one of R",
			change: func(in *reports.Input) {
				in.Result.Residual.Band, in.Result.Residual.Value = "moderate", 282_000
				in.Result.Published.Band = "high"
				in.Result.Published.Caps = []scoring.Cap{{Source: "papers_held", Band: "high"}, {Source: "floor", Band: "moderate"}}
			},
			says:    []string{"R 28,2 berada di pita sedang. Pita yang berlaku tinggi karena 1 tanda bahaya kelas B yang terbuka."},
			saysNot: []string{"karena tanda bahaya yang baru ditutup"},
		},
		{
			name:    "says nothing where R and the published band agree",
			change:  func(in *reports.Input) { in.Result.Residual.Band = in.Result.Published.Band },
			saysNot: []string{"Pita yang berlaku"},
			says:    []string{"Laporan ini: merah, karena pita yang berlaku sangat tinggi."},
		},
		{
			name: "says that weak controls alone make it red",
			change: func(in *reports.Input) {
				in.Result.Published.Band, in.Result.Control.Value = "high", 120_000
			},
			says: []string{"Laporan ini: merah, karena C 12,0 di bawah 30 dan pita yang berlaku tinggi."},
		},
		{
			name:   "says how many conditions of Green are missing",
			change: func(in *reports.Input) { in.Result.Published.Colour = "yellow" },
			says:   []string{"Laporan ini: kuning, karena syarat Merah tidak terpenuhi dan "},
		},
		{
			name: "names the questions of an inconsistency and no threshold",
			change: func(in *reports.Input) {
				in.Result.Inconsistencies = []scoring.Inconsistency{{Rule: "x", Points: 3, Answers: []string{"papers", "people"}}}
			},
			says: []string{"Pertanyaan yang perlu dicocokkan: “Dokumen apa yang disimpan?” dan “Berapa pekerja?”."},
		},
		{
			name:   "says where severity comes from and how to object",
			change: nil,
			says:   []string{"bukan diukur di perusahaan ini. Kritis: skala atau sulit dipulihkan 5", "# Sanggahan {objection}", "Hasil tetap sementara sampai diputuskan petugas penilai"},
		},
		{
			name:   "speaks of the decision where there is one",
			change: func(in *reports.Input) { in.Result.Published.Provisional = false },
			says:   []string{"Hasil ini sudah diputuskan petugas penilai"},
		},
		{
			name:   "says when the report was made",
			change: func(in *reports.Input) { in.Made = "2026-12-01" },
			says:   []string{"; dibuat pada 1 Desember 2026"},
		},
	})
}

func TestCompanyKeepsReadersSafe(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name: "names the indicators and the rule of a case alert",
			change: func(in *reports.Input) {
				in.Result.CaseAlert = true
				for i := range in.Result.Indicators {
					in.Result.Indicators[i].Value = 0
				}
				in.Result.Indicators[0].Value = 500_000
			},
			says: []string{"Indikator: ", "Pemeriksaan bukan tuduhan."},
		},
		{
			name: "shows a case alert without a finding",
			change: func(in *reports.Input) {
				noFindings(in)
				in.Result.CaseAlert = true
			},
			says: []string{"# Temuan {findings}", "Perlu diperiksa segera", "Tidak ada temuan dari jawaban yang ada"},
		},
		{
			name: "lists the evidence that ends where there is no finding",
			change: func(in *reports.Input) {
				in.Result.Findings = []scoring.Finding{}
			},
			says:    []string{"Bukti yang perlu diperbarui sebelum masa berlakunya habis", "| Daftar simpan | 1 | 1 Mar 2027"},
			saysNot: []string{"pengamanan untuk temuan kritis"},
		},
		{
			name:    "keeps references that no finding cites apart",
			change:  noFindings,
			says:    []string{"Tidak ada rujukan yang dikutip dalam laporan ini", "Bacaan umum untuk pelatih, bukan tentang perusahaan ini"},
			saysNot: []string{"Hukum dan pedoman: "},
		},
		{
			name:   "lists what falls due by day, what has to be found out too",
			change: nil,
			says:   []string{"| Cari tahu 15", "| Tutup "},
		},
	})
}

func TestTheCaseAlertStaysOffThePageForTheWall(t *testing.T) {
	t.Parallel()
	doc := smallReport(t, "id", func(in *reports.Input) { in.Result.CaseAlert = true })
	for _, s := range doc.Sections {
		for _, b := range s.Blocks {
			if _, ok := b.(reports.Callout); ok && s.ID == "help" {
				t.Error("the section on help carries a callout")
			}
		}
	}
}

func TestTheLawOfCrewsIsCitedToCompaniesWithCrewsAlone(t *testing.T) {
	t.Parallel()
	const law, shared = "PP 22/2022, Pasal 17", "promise_broken"
	for name, crewed := range map[string]bool{"tuna-longliners": true, "palm-estate": false} {
		def, answers, result := example(t, name)
		finding, ok := def.Finding(shared)
		if !ok || !slices.Contains(finding.References, "L26") {
			t.Fatalf("the finding %s does not name the law", shared)
		}
		doc := compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: "id"})
		cited, fired := false, slices.ContainsFunc(result.Findings, func(f scoring.Finding) bool { return f.ID == shared })
		for _, s := range doc.Sections {
			for _, b := range s.Blocks {
				if f, ok := b.(reports.FindingBlock); ok && f.Anchor == "finding-"+shared {
					cited = strings.Contains(strings.Join(f.Sources, " "), law)
				}
			}
		}
		if !fired || cited != crewed {
			t.Errorf("%s: the finding is there: %v, and cites the law: %v, want %v", name, fired, cited, crewed)
		}
	}
}
