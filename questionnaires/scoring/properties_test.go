package scoring_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// cases is how many random cases every property is tried on.
const cases = 20_000

// each runs f on random answer sheets until enough of them were real cases of the property.
func each(t *testing.T, seed uint64, f func(d dice, s *scoring.Sheet) (tried bool)) {
	t.Helper()
	m := model(t)
	d := newDice(m, seed)
	done := 0
	for n := 0; done < cases && !t.Failed(); n++ {
		if n > 60*cases {
			t.Fatalf("only %d of %d random cases were cases of the property", done, cases)
		}
		s := m.NewSheet(d.answers(), "")
		for range 25 {
			if f(d, s) {
				done++
			}
		}
	}
}

// pick is a random question with its answer as given.
func (d dice) pick() *questionnaires.Question { return &d.def.Questions[d.IntN(len(d.def.Questions))] }

func TestNumbersStayInTheirBounds(t *testing.T) {
	t.Parallel()
	each(t, 1, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		s.Set(q.ID, d.answer(q))
		n := s.Numbers()
		switch {
		case 5*n.Residual < n.Inherent || n.Residual > n.Inherent:
			t.Errorf("R %d is not between a fifth of I and I %d", n.Residual, n.Inherent)
		case n.ResidualBelieved > n.Residual || n.Residual > n.ResidualVerified:
			t.Errorf("R %d is not between believed %d and verified only %d", n.Residual, n.ResidualBelieved, n.ResidualVerified)
		case n.Published < n.Band:
			t.Errorf("published band %d is better than the band of R %d", n.Published, n.Band)
		case n.Colour == scoring.Green && n.Published > 1, n.Published == 3 && n.Colour != scoring.Red:
			t.Errorf("colour %v is at odds with band %d", n.Colour, n.Published)
		case n.Confidence < 0 || n.Confidence > 1_000_000:
			t.Errorf("K %d is out of bounds", n.Confidence)
		}
		for _, sign := range n.Signs {
			if sign < 0 || sign > 1_000_000 {
				t.Errorf("S %d is out of bounds", sign)
			}
		}
		return true
	})
}

func TestOneChangedAnswerGivesTheSameBytesAsAFullScoring(t *testing.T) {
	t.Parallel()
	var memory scoring.Trace
	each(t, 2, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		s.Set(q.ID, d.answer(q))
		one := s.ResultIn(&memory)
		s.Rescore()
		if full := s.Result(); !reflect.DeepEqual(one, full) {
			t.Errorf("a change of %s and the full scoring differ: %s", q.ID, cmp.Diff(one, full))
		}
		return true
	})
}

func document(t *testing.T, s *scoring.Sheet) []byte {
	t.Helper()
	b, err := questionnaires.CanonicalJSON(s.Result())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBetterEvidenceNeverRaisesTheRiskOrLowersTheConfidence(t *testing.T) {
	t.Parallel()
	each(t, 3, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		a := questionnaires.Answer{State: questionnaires.Answered, Value: d.value(q), Evidence: []questionnaires.Evidence{{Level: d.IntN(4)}}}
		s.Set(q.ID, a)
		before, set := *s.Numbers(), s.Setting()
		a.Evidence = []questionnaires.Evidence{{Level: a.Evidence[0].Level + 1}}
		s.Set(q.ID, a)
		after := *s.Numbers()
		if set != s.Setting() {
			return false
		}
		if after.Residual > before.Residual || after.Confidence < before.Confidence {
			t.Errorf("%s from E%d up: R %d → %d, K %d → %d", q.ID, a.Evidence[0].Level-1, before.Residual, after.Residual, before.Confidence, after.Confidence)
		}
		worsens(t, q.ID, before, after)
		return true
	})
}

func worsens(t *testing.T, what string, before, after scoring.Numbers) {
	t.Helper()
	if after.Published > before.Published || after.Colour > before.Colour {
		t.Errorf("%s: band %d → %d, colour %v → %v", what, before.Published, after.Published, before.Colour, after.Colour)
	}
}

// worth is the value of the only option chosen: severity for exposure, a for control.
func worth(q *questionnaires.Question, code string) int64 {
	o, _ := q.Option(code)
	if q.Role.Factor != "" {
		return -int64(o.Value)
	}
	return int64(o.Value)
}

func TestABetterAnswerNeverWorsensAndAWorseOneNeverLowersTheRisk(t *testing.T) {
	t.Parallel()
	each(t, 4, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		if q.Role.Sign || q.Value.Combine != questionnaires.CombineOptions {
			return false
		}
		x, y := d.value(q), d.value(q)
		if worth(q, x.Codes[0]) > worth(q, y.Codes[0]) {
			x, y = y, x
		}
		evidence := []questionnaires.Evidence{{Level: d.IntN(5)}}
		s.Set(q.ID, questionnaires.Answer{State: questionnaires.Answered, Value: x, Evidence: evidence})
		worse, set := *s.Numbers(), s.Setting()
		s.Set(q.ID, questionnaires.Answer{State: questionnaires.Answered, Value: y, Evidence: evidence})
		better := *s.Numbers()
		if set != s.Setting() {
			return false
		}
		if better.Residual > worse.Residual {
			t.Errorf("%s %s → %s raises R from %d to %d", q.ID, x.Codes, y.Codes, worse.Residual, better.Residual)
		}
		worsens(t, q.ID, worse, better)
		return true
	})
}

func TestWithholdingAnswersNeverHelps(t *testing.T) {
	t.Parallel()
	each(t, 5, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		s.Set(q.ID, questionnaires.Answer{State: questionnaires.Answered, Value: d.value(q), Evidence: []questionnaires.Evidence{{Level: d.IntN(5)}}})
		told, set := *s.Numbers(), s.Applying()
		if s.Undecided(q.ID) {
			return false
		}
		withheld := questionnaires.Answer{}
		if d.IntN(2) == 0 {
			withheld.State = questionnaires.NotKnown
		}
		s.Set(q.ID, withheld)
		kept := *s.Numbers()
		if set != s.Applying() || kept.Points < told.Points {
			return false
		}
		if kept.Residual < told.Residual {
			t.Errorf("leaving %s blank lowers R from %d to %d", q.ID, told.Residual, kept.Residual)
		}
		worsens(t, "answering "+q.ID, kept, told)
		return true
	})
}

func TestAnAcceptedClaimNeverWorsensAndNeverRemovesAFlag(t *testing.T) {
	t.Parallel()
	each(t, 6, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		if q.NeverNA {
			return false
		}
		s.Set(q.ID, questionnaires.Answer{State: questionnaires.Claimed, Reason: "—"})
		before, flags, set := *s.Numbers(), s.OpenFlags(), s.Applying()
		s.Set(q.ID, questionnaires.Answer{State: questionnaires.NotApplicable, Reason: "—"})
		after := *s.Numbers()
		if s.OpenFlags() != flags {
			t.Errorf("accepting %s as not applicable changes the open flags from %x to %x", q.ID, flags, s.OpenFlags())
		}
		if now := s.Applying(); strings.Count(now, "\x01") > strings.Count(set, "\x01")+1 || after.Points > before.Points {
			return false
		}
		worsens(t, q.ID, before, after)
		return true
	})
}

func TestANewlyAdmittedExposureNeverLowersInherentRisk(t *testing.T) {
	t.Parallel()
	each(t, 7, func(d dice, s *scoring.Sheet) bool {
		q := d.pick()
		if q.Role.Factor == "" || q.Value.Combine != questionnaires.CombineWorst && q.Value.Combine != questionnaires.CombineCount || len(q.Options) < 2 {
			return false
		}
		a := questionnaires.Answer{State: questionnaires.Answered, Value: d.value(q)}
		s.Set(q.ID, a)
		before, set := s.Numbers().Inherent, s.Applying()
		more := q.Options[d.IntN(len(q.Options))].Code
		if more == q.None || q.None != "" && a.Value.Codes[0] == q.None {
			return false
		}
		a.Value.Codes = append([]string{more}, a.Value.Codes...)
		s.Set(q.ID, a)
		if set != s.Applying() {
			return false
		}
		if after := s.Numbers().Inherent; after < before {
			t.Errorf("admitting %s in %s lowers I from %d to %d", more, q.ID, before, after)
		}
		return true
	})
}

func TestTheOrderOfAnswersDoesNotMatter(t *testing.T) {
	t.Parallel()
	m := model(t)
	d := newDice(m, 8)
	for range cases / 20 {
		a := d.answers()
		whole := m.NewSheet(a, "")
		empty := *a
		empty.Answers = nil
		s := m.NewSheet(&empty, "")
		for _, i := range d.Perm(len(d.def.Questions)) {
			id := d.def.Questions[i].ID
			s.Set(id, a.Answers[id])
			if d.IntN(20) == 0 {
				s.Numbers()
			}
		}
		if !bytes.Equal(document(t, whole), document(t, s)) {
			t.Fatalf("one by one\n%s\nat once\n%s", document(t, s), document(t, whole))
		}
	}
}
