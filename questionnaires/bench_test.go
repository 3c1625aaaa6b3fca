package questionnaires_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"tuntas/questionnaires"
)

// large makes a questionnaire of 500 questions and 2,000 conditions out of the small one.
func large(t testing.TB) fstest.MapFS {
	t.Helper()
	const questions, findings, rules = 500, 500, 485
	small, err := os.ReadFile("testdata/library/small/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := strings.Replace(string(small), "id: small", "id: large", 1)
	var topics, found, points strings.Builder
	for i := 11; i < questions; i++ {
		if (i-11)%8 == 0 {
			fmt.Fprintf(&topics, "      - id: topic%d\n        title: Halaman\n        questions:\n", i)
		}
		fmt.Fprintf(&topics, `          - {id: q%d, text: Berapa persen, help: Hitung., why: Perlu., who: [H], proof: [D1], type: number, unit: persen, min: 0, max: 100, step: 1,
             role: {domain: rec, layer: out, weight: 2, effort: 2}, references: [L1], show: agents and headcount > %d,
             cases: [{when: 'q%d < 5 or sector > 0.5', value: 1}, {when: 'share(q%d, headcount) > 3', value: 0.5}, {value: 0}]}
`, i, i, i, i)
	}
	for i := range findings {
		fmt.Fprintf(&found, "  - {id: f%d, when: 'q%d > %d and headcount > 3', severity: {scale: 2, scope: 2, irremediability: 2}, title: Ada, why: Karena, good: Baik, action: write_rule, module: m1}\n", i, 11+i%400, i%100)
	}
	for i := range 21 {
		fmt.Fprintf(&points, "  - {id: r%d, when: 'q%d == %d', points: 1, why: Aneh}\n", i, 11+i%400, i%100)
	}
	source = strings.Replace(source, "consistency:\n", topics.String()+"consistency:\n"+points.String(), 1)
	source = strings.Replace(source, "findings:\n", "findings:\n"+found.String(), 1)
	return fstest.MapFS{"large/v1.yaml": {Data: []byte(source)}}
}

func BenchmarkLoadLarge(b *testing.B) {
	library := large(b)
	for b.Loop() {
		def, err := questionnaires.Load(library, "large/v1.yaml")
		if err != nil {
			b.Fatal(err)
		}
		if c := def.Counts; c.Questions != 500 || c.Conditions != 2000 {
			b.Fatalf("%d questions and %d conditions", c.Questions, c.Conditions)
		}
	}
}
