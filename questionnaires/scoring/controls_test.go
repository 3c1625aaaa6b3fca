package scoring_test

import (
	"os"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

func TestAQuestionnaireOfControlsHasNoRiskButAColour(t *testing.T) {
	t.Parallel()
	def, err := questionnaires.Load(os.DirFS("../testdata/library"), "controls/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		name, step string
		percent    rules.Decimal
		level      int
		control    scoring.Micro
		colour     string
		band       string
	}{
		{"all proven", "step4", 100, 4, 1_000_000, "green", ""},
		{"half proven", "step4", 60, 4, 750_000, "green", ""},
		{"a little less", "step3", 60, 4, 625_000, "yellow", ""},
		{"nothing proven", "step4", 100, 0, 300_000, "red", ""},
		{"weak", "step1", 0, 2, 100_000, "red", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			proof := []questionnaires.Evidence{{Level: c.level, Name: "x"}}
			a := &questionnaires.Answers{Date: day, Answers: map[string]questionnaires.Answer{
				"commitment": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{c.step}}, Evidence: proof},
				"remedied":   {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Number: c.percent * rules.One}, Evidence: proof},
			}}
			r := m.Score(a, "")
			if r.Inherent != nil || r.Residual != nil || len(r.Indicators) > 0 {
				t.Error("a questionnaire without exposure has I, R or S")
			}
			if r.Control.Value != c.control || r.Published.Colour != c.colour || r.Published.Band != c.band {
				t.Errorf("C %d, %s, band %q; want %d, %s, band %q", r.Control.Value, r.Published.Colour, r.Published.Band, c.control, c.colour, c.band)
			}
			if _, err := questionnaires.CanonicalJSON(r); err != nil {
				t.Error(err)
			}
		})
	}
	if r := m.Score(&questionnaires.Answers{Date: day}, ""); r.Published.Band != "insufficient_information" {
		t.Errorf("a blank form is published as %+v", r.Published)
	}
}
