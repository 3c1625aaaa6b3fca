package bench

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"tuntas/questionnaires"
)

// The largest questionnaire that is read: 500 questions and 2,000 conditions.
const (
	mostQuestions  = 500
	mostConditions = 2_000
)

// largest is the forced-labour questionnaire with further questions, findings and rules up to the limits.
func largest(tb testing.TB) fs.FS {
	tb.Helper()
	def := definition(tb)
	data, err := fs.ReadFile(questionnaires.Library(), "forced-labour/v1.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	text := strings.Replace(string(data), "id: forced-labour", "id: largest", 1)
	questions := mostQuestions - def.Counts.Questions
	conditions := mostConditions - def.Counts.Conditions - questions // each question has one
	findings := conditions / 3
	before := func(part, more string) {
		at := strings.Index(text, "\n"+part+":\n")
		if at < 0 {
			tb.Fatalf("the questionnaire has no part %s", part)
		}
		text = text[:at+1] + more + text[at+1:]
	}
	before("consistency", moreQuestions(questions))
	before("findings", moreRules(questions, conditions-findings))
	before("actions", moreFindings(def, questions, findings))
	return fstest.MapFS{"largest/v1.yaml": {Data: []byte(text)}}
}

func moreQuestions(n int) string {
	var out strings.Builder
	out.WriteString("  - id: more\n    title: Lanjutan\n    purpose: Pertanyaan tambahan.\n    who: [H]\n    topics:\n")
	for i := range n {
		if i%8 == 0 {
			fmt.Fprintf(&out, "      - id: more_topic_%d\n        title: Topik %d\n        questions:\n", i/8, i/8)
		}
		fmt.Fprintf(&out, `          - id: more_%d
            text: "Apakah langkah tambahan nomor %d dijalankan di semua lokasi?"
            help: "Pilih satu langkah yang paling sesuai dengan keadaan hari ini di semua lokasi."
            why: "Langkah ini melindungi pekerja dari keadaan yang sulit ditinggalkan."
            who: [H]
            proof: [D2]
            type: ladder
            role: {domain: gov, layer: pra, weight: 1, effort: 1}
            indicators: [1]
            references: [L1]
            show: 'headcount > %d and (agents or far or level(fee_rule) <= 2)'
            options:
              - {code: step0, text: "Belum ada"}
              - {code: step1, text: "Direncanakan"}
              - {code: step2, text: "Sebagian"}
              - {code: step3, text: "Semua lokasi"}
              - {code: step4, text: "Diperiksa bersama pekerja"}
`, i, i, i)
	}
	return out.String()
}

func moreRules(questions, n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "  - id: more_rule_%d\n    when: 'level(more_%d) >= 3 and level(more_%d) < %d and share(migrants, headcount) > %d'\n    points: 1\n    why: Dua jawaban tidak cocok.\n",
			i, i%questions, (i+1)%questions, 1+i%3, i%90)
	}
	return out.String()
}

func moreFindings(def *questionnaires.Definition, questions, n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, `  - id: more_finding_%d
    when: 'level(more_%d) == 0 and (any(work_settings, "camp", "sea") or level(more_%d) <= 1)'
    severity: {scale: 2, scope: 2, irremediability: 1}
    title: "Langkah tambahan belum ada"
    why: "Tanpa langkah ini keadaan pekerja tidak terlihat."
    good: "Langkah berjalan di semua lokasi dan diperiksa bersama pekerja."
    action: %s
    module: %s
    references: [L1]
`, i, i%questions, (i+7)%questions, def.Findings[0].Action, def.Findings[0].Module)
	}
	return out.String()
}

func TestTheLargestQuestionnaireIsValid(t *testing.T) {
	t.Parallel()
	def, err := questionnaires.Load(largest(t), "largest/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if def.Counts.Questions != mostQuestions || def.Counts.Conditions != mostConditions {
		t.Errorf("%d questions and %d conditions", def.Counts.Questions, def.Counts.Conditions)
	}
}

// BenchmarkLoad measures reading, checking and compiling a questionnaire.
func BenchmarkLoad(b *testing.B) {
	b.Run("largest", func(b *testing.B) {
		library := largest(b)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := questionnaires.Load(library, "largest/v1.yaml"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("forced-labour", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := questionnaires.Load(questionnaires.Library(), "forced-labour/v1.yaml"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
