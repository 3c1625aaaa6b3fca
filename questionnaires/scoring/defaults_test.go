package scoring_test

import (
	"os"
	"slices"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

func TestAMilderAnswerCountsAsTheDefaultUntilItHasEvidence(t *testing.T) {
	t.Parallel()
	def, err := questionnaires.Load(os.DirFS("../testdata/library"), "small/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, kbli, option string
		level              int
		severity           scoring.Micro
	}{
		{"a risky sector, unproven", "01262", "no", 0, 500_000},
		{"a risky sector, with a document", "01262", "no", 1, 0},
		{"a risky sector, the worse answer itself", "01262", "yes", 0, 500_000},
		{"another sector, unproven", "62010", "no", 0, 0},
		{"no sector known", "", "no", 0, 500_000},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := &questionnaires.Answers{Date: day, Answers: map[string]questionnaires.Answer{}}
			if c.kbli != "" {
				a.Company.KBLI = []string{c.kbli}
			}
			x := choose(c.option)
			x.Evidence = []questionnaires.Evidence{{Level: c.level, Name: "x"}}
			a.Answers["agents_used"] = x
			for _, f := range m.NewSheet(a, "").Result().Inherent.Factors {
				k := slices.IndexFunc(f.Items, func(i scoring.ExposureItem) bool { return i.Question == "agents_used" })
				if k >= 0 && f.Items[k].Severity != c.severity {
					t.Errorf("severity %d, want %d", f.Items[k].Severity, c.severity)
				}
			}
		})
	}
}
