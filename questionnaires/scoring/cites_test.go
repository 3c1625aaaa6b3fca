package scoring_test

import (
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// abroad answers what part a company has in sending workers abroad, and that it is asked at all.
func abroad(role ...string) map[string]questionnaires.Answer {
	a := map[string]questionnaires.Answer{
		"workforce_table": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{
			Cells: map[string]map[string]rules.Decimal{"permanent": {"women": 30 * rules.One, "men": 30 * rules.One}},
		}},
		"agents_used": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"yes"}}},
	}
	if len(role) > 0 {
		a["pmi_role"] = questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: role}}
	}
	return a
}

func TestALawIsCitedOnlyToThoseWhomItBinds(t *testing.T) {
	t.Parallel()
	m := model(t)
	tests := []struct {
		name, reference, day string
		answers              map[string]questionnaires.Answer
		want                 bool
	}{
		{"a law for everybody", "L1", day, nil, true},
		{"a law that nobody has read at its source", "L24", day, abroad("places"), false},
		{"a law for those who send workers abroad, to one of them", "L23", day, abroad("places"), true},
		{"the same to one who does not", "L23", day, abroad("none"), false},
		{"the same while nobody knows", "L23", day, abroad(), false},
		{"a law for crews, to a company without one", "L27", day, abroad("none"), false},
		{"the same to one who crews foreign vessels", "L27", day, abroad("vessels"), true},
		{"the same before it came into force", "L27", "2022-06-07", abroad("vessels"), false},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := m.NewSheet(&questionnaires.Answers{Answers: c.answers}, c.day)
			if got := s.Cites(reference(t, m, c.reference)); got != c.want {
				t.Errorf("%s is cited: %v, want %v", c.reference, got, c.want)
			}
			s.Set("pmi_role", abroad("vessels")["pmi_role"])
			if ref := reference(t, m, "L27"); c.answers != nil && s.Cites(ref) != ref.InForce(c.day) {
				t.Errorf("after the answer changed, L27 is cited: %v", s.Cites(ref))
			}
		})
	}
}

func reference(t *testing.T, m *scoring.Model, id string) *questionnaires.Reference {
	t.Helper()
	r, ok := m.Definition().Reference(id)
	if !ok {
		t.Fatalf("there is no reference %s", id)
	}
	return r
}
