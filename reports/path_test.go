package reports_test

import (
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

// answered sets the answer to a question with choices.
func answered(in *reports.Input, id string, codes ...string) {
	a := in.Answers.Answers[id]
	a.State, a.Value, a.Verified = questionnaires.Answered, questionnaires.AnswerValue{Codes: codes}, nil
	in.Answers.Answers[id] = a
}

func TestPathSays(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name:    "lists for Green only what comes on top of the next colour, numbered on",
			says:    []string{"1 langkah di atas, lalu 2 langkah lagi, membawa hasil ini ke Hijau bila semuanya terbukti.", "    | 2 | Berapa persen", "    | 3 | Dokumen apa"},
			saysNot: []string{"    | 2 | Aturan apa"},
		},
		{
			name: "says so when the steps to the next colour already do for Green",
			change: func(in *reports.Input) {
				in.Result.PathToGreen.Steps = in.Result.PathToGreen.Next.Steps
			},
			says: []string{"1 langkah di atas juga cukup untuk Hijau bila terbukti."},
		},
		{
			name: "says how many of the steps above count for Green when not all do",
			change: func(in *reports.Input) {
				next := in.Result.PathToGreen.Next
				next.Steps = append(next.Steps, scoring.Step{Question: "share", To: "80", Effort: 1})
			},
			says: []string{"1 dari 2 langkah di atas (tanpa nomor 2), lalu 2 langkah lagi"},
		},
		{
			name:   "lists all steps when there is no colour in between",
			change: func(in *reports.Input) { in.Result.PathToGreen.Next = nil },
			says:   []string{"3 langkah, dikelompokkan menurut upaya, membawa hasil ini ke Hijau", "    | 1 | Aturan apa"},
		},
		{
			name: "asks for proof and closing, not for another answer, where something has happened",
			change: func(in *reports.Input) {
				in.Definition.Questions[0].Reach, in.Definition.Questions[0].Ladder = "step4", false
				answered(in, "fee_rule", "step4")
			},
			says: []string{"Jawabannya tidak diubah menjadi “tidak ada”", "Jawaban ini tetap. Kumpulkan buktinya; petugas penilai yang menutup."},
		},
		{
			name:    "asks to put it right first where it still goes on",
			change:  func(in *reports.Input) { in.Definition.Questions[0].Reach = "step4" },
			says:    []string{"Pulihkan lebih dulu, lalu kumpulkan buktinya; petugas penilai yang menutup."},
			saysNot: []string{"Jawaban ini tetap."},
		},
		{
			name:    "says that only proof is missing where the answer is good already",
			change:  func(in *reports.Input) { answered(in, "papers", "none") },
			says:    []string{"Jawaban tetap; yang kurang adalah bukti di lapangan."},
			saysNot: []string{"petugas penilai yang menutup"},
		},
	})
}

func TestTheConditionsOfGreenAreThoseOfTheResultPage(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name:    "one for R below the cut-off by its margin, none for what does not stand in the way",
			says:    []string{"R 37,9 atau kurang", "Tidak ada tanda bahaya yang terbuka atau belum terjawab", "R harus 2 di bawah batas 40"},
			saysNot: []string{"Tidak ada masa tunggu", "Tidak ada tindakan yang dua kali"},
		},
		{
			name:   "meets the one on R only below what it shows",
			change: func(in *reports.Input) { in.Result.Residual.Value = 379_999 },
			says:   []string{"[x] R 37,9 atau kurang: 37,9"},
		},
		{
			name:    "does not believe a value closer to the cut-off",
			change:  func(in *reports.Input) { in.Result.Residual.Value = 380_000 },
			says:    []string{"[ ] R 37,9 atau kurang: 38,0"},
			saysNot: []string{"[x] R 37,9"},
		},
		{
			name:   "names an action whose deadline was missed twice",
			change: func(in *reports.Input) { in.Answers.Overdue = 2 },
			says:   []string{"[ ] Tidak ada tindakan yang dua kali melewati tenggat: 2"},
		},
	})
}

func TestPathSaysWhatToReach(t *testing.T) {
	t.Parallel()
	check(t, []saying{
		{
			name: "names the steps of a ladder on the way",
			change: func(in *reports.Input) {
				q := &in.Definition.Questions[0]
				last := len(q.Options) - 1
				middle := questionnaires.Option{Code: "step3", Text: both("Berjalan di semua lokasi", "In use at all sites")}
				q.Options = append(q.Options[:last:last], middle, q.Options[last])
			},
			says: []string{"Sebelum itu: ", "Berjalan di semua lokasi"},
		},
		{
			name: "names the options that are still missing",
			change: func(in *reports.Input) {
				in.Result.PathToGreen.Next = nil
				in.Result.PathToGreen.Steps = []scoring.Step{{Question: "papers", To: "all", Effort: 2}}
				answered(in, "papers", "passport")
			},
			says:    []string{"Ditambah: KTP"},
			saysNot: []string{"Ditambah: Paspor"},
		},
		{
			name: "names the choices that are as good as the target",
			change: func(in *reports.Input) {
				for i := range in.Definition.Questions[1].Options {
					in.Definition.Questions[1].Options[i].Value, in.Definition.Questions[1].Options[i].HasValue = rules.Decimal(i/2), true
				}
			},
			says:    []string{"Hanya: Tidak ada (atau: Paspor"},
			saysNot: []string{"KTP, atau", "hanya: KTP"},
		},
		{
			name:    "asks for no step where the result is Green",
			change:  func(in *reports.Input) { in.Result.Published.Colour = "green" },
			says:    []string{"Tidak ada langkah yang perlu ditambah."},
			saysNot: []string{"Menuju Hijau"},
		},
	})
}
