package scoring_test

import (
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// company is one of the worked cases of the forced-labour questionnaire.
func company(t testing.TB, m *scoring.Model, id string) *questionnaires.Answers {
	t.Helper()
	for _, c := range m.Definition().Cases {
		if c.ID == id {
			return c.Answers
		}
	}
	t.Fatalf("no worked case %s", id)
	return nil
}

func TestThePathReallyReachesTheColour(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, id := range []string{"palm_estate", "tuna_longliners", "garment_factory", "software_firm"} {
		s := m.NewSheet(company(t, m, id), "")
		p := s.PathToGreen()
		if !p.Reachable {
			t.Errorf("%s: Green is out of reach", id)
		}
		if got := s.After(p.Steps); got != scoring.Green {
			t.Errorf("%s: the path ends at %v", id, got)
		}
		if p.Next == nil {
			continue
		}
		if got := s.After(p.Next.Steps); got.String() != p.Next.Colour {
			t.Errorf("%s: the way to %s ends at %v", id, p.Next.Colour, got)
		}
	}
}

func TestNoStepOfThePathIsIdle(t *testing.T) {
	t.Parallel()
	m := model(t)
	for _, id := range []string{"palm_estate", "garment_factory", "software_firm"} {
		s := m.NewSheet(company(t, m, id), "")
		p := s.PathToGreen()
		for i := range p.Steps {
			rest := append(append([]scoring.Step{}, p.Steps[:i]...), p.Steps[i+1:]...)
			if s.After(rest) == scoring.Green {
				t.Errorf("%s: Green without step %s", id, p.Steps[i].Question)
			}
		}
	}
}

func TestAProvenPathIsTheCheapestOfAllSets(t *testing.T) {
	t.Parallel()
	m := model(t)
	s := m.NewSheet(company(t, m, "software_firm"), "")
	p := s.PathToGreen()
	if !p.ProvenMinimal {
		t.Fatal("the search did not end")
	}
	cost := int64(0)
	for _, step := range p.Steps {
		cost += step.Effort
	}
	if set := s.CheaperSet(scoring.Green, cost); set != nil {
		t.Errorf("effort %d, but %v reaches Green too", cost, set)
	}
}

func TestThePathIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := company(t, m, "garment_factory")
	one, err := questionnaires.CanonicalJSON(m.Score(a, ""))
	if err != nil {
		t.Fatal(err)
	}
	two, err := questionnaires.CanonicalJSON(m.Score(a, ""))
	if err != nil {
		t.Fatal(err)
	}
	if string(one) != string(two) {
		t.Error("two scorings of the same answers differ")
	}
}

func TestAGreenCompanyNeedsNoStep(t *testing.T) {
	t.Parallel()
	m := model(t)
	p := m.NewSheet(company(t, m, "electronics_plant"), "").PathToGreen()
	if !p.Reachable || len(p.Steps) > 0 || p.Next != nil {
		t.Errorf("got %+v", p)
	}
}

func TestWhatIfLeavesTheSheetAlone(t *testing.T) {
	t.Parallel()
	m := model(t)
	s := m.NewSheet(company(t, m, "palm_estate"), "")
	before := *s.Numbers()
	r := s.WhatIf(map[string]questionnaires.Answer{
		"fee_rule": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"step4"}}, Evidence: []questionnaires.Evidence{{Level: 4}}},
	})
	if r.Residual.Value >= before.Residual {
		t.Errorf("R stays at %d", r.Residual.Value)
	}
	if *s.Numbers() != before {
		t.Error("the sheet changed")
	}
}

func TestStabilityStaysAroundTheResult(t *testing.T) {
	t.Parallel()
	m := model(t)
	s := m.NewSheet(company(t, m, "garment_factory"), "")
	r := s.Numbers().Residual
	st := s.Stability(2_000)
	if st.Low > r || st.High < r || st.SameBand == 0 || st.SameBand > st.Draws {
		t.Errorf("R %d, stability %+v", r, st)
	}
	if again := s.Stability(2_000); again != st {
		t.Errorf("draws differ: %+v and %+v", st, again)
	}
}
