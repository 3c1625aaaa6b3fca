package scoring_test

import (
	"maps"
	"slices"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// garment is a fresh copy of the garment factory's answers: one open class B and one open class C flag.
func garment(t *testing.T, m *scoring.Model) *questionnaires.Answers {
	t.Helper()
	a := *company(t, m, "garment_factory")
	a.Answers = maps.Clone(a.Answers)
	return &a
}

func choose(code string) questionnaires.Answer {
	return questionnaires.Answer{State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{code}}}
}

func flagState(r *scoring.Result, id string) questionnaires.FlagState {
	for _, f := range r.Flags {
		if f.ID == id {
			return f.State
		}
	}
	return ""
}

func capOf(r *scoring.Result, source string) string {
	for _, c := range r.Published.Caps {
		if c.Source == source {
			return c.Band
		}
	}
	return ""
}

func TestAChangedAnswerClosesNoFlag(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := garment(t, m)
	a.Answers["documents_access"] = choose("own_key")
	a.Flags = []questionnaires.FlagRecord{{ID: "papers_not_free", State: questionnaires.FlagOpen}}
	r := m.Score(a, "")
	if flagState(r, "papers_not_free") != questionnaires.FlagOpen || capOf(r, "papers_not_free") != "high" {
		t.Errorf("flag %q, cap %q", flagState(r, "papers_not_free"), capOf(r, "papers_not_free"))
	}
	if !slices.ContainsFunc(r.Findings, func(f scoring.Finding) bool { return f.ID == "papers_not_free" }) {
		t.Error("its finding is gone")
	}
}

func TestAVoidedFlagIsNoFlag(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := garment(t, m)
	a.Flags = []questionnaires.FlagRecord{{ID: "papers_not_free", State: questionnaires.FlagVoid}}
	if r := m.Score(a, ""); flagState(r, "papers_not_free") != "" || capOf(r, "papers_not_free") != "" || capOf(r, "floor") != "" {
		t.Errorf("got %+v, caps %+v", r.Flags, r.Published.Caps)
	}
}

func TestTheFloorOfAClosedFlagHoldsForNinetyDays(t *testing.T) {
	t.Parallel()
	m := model(t)
	cases := []struct {
		name, flag, day, floor string
	}{
		{"class B on the closing day", "papers_not_free", "2026-09-01", "moderate"},
		{"class B on the ninetieth day", "papers_not_free", "2026-11-29", "moderate"},
		{"class B on the day after", "papers_not_free", "2026-11-30", ""},
		{"class A", "papers_refused", "2026-09-02", "high"},
		{"class C has none", "violence_handled", "2026-09-02", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := garment(t, m)
			a.Answers["documents_access"] = choose("own_key")
			a.Answers["violence_24m"] = choose("none")
			a.Flags = []questionnaires.FlagRecord{{ID: c.flag, State: questionnaires.FlagClosed, ClosedOn: "2026-09-01"}}
			r := m.Score(a, c.day)
			if flagState(r, c.flag) != questionnaires.FlagClosed {
				t.Errorf("flag is %q", flagState(r, c.flag))
			}
			if got := capOf(r, "floor"); got != c.floor {
				t.Errorf("floor %q, want %q", got, c.floor)
			}
		})
	}
}

func TestAFlagIsClosedFromItsClosingDayOn(t *testing.T) {
	t.Parallel()
	m := model(t)
	cases := []struct {
		name, closed, day string
		state             questionnaires.FlagState
		floor             string
	}{
		{"closed after these answers", "2026-12-01", "2026-12-02", questionnaires.FlagClosed, "moderate"},
		{"closed on the day of these answers", "2026-11-20", "2026-11-20", questionnaires.FlagClosed, "moderate"},
		{"scored for a day before the closing", "2026-12-01", "2026-11-20", questionnaires.FlagOpen, ""},
		{"closed before answers that say it happened again", "2026-06-01", "2026-11-20", questionnaires.FlagOpen, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := garment(t, m)
			a.Flags = []questionnaires.FlagRecord{{ID: "papers_not_free", State: questionnaires.FlagClosed, ClosedOn: c.closed}}
			r := m.Score(a, c.day)
			if got := flagState(r, "papers_not_free"); got != c.state {
				t.Errorf("flag is %q, want %q", got, c.state)
			}
			if got := capOf(r, "floor"); got != c.floor {
				t.Errorf("floor %q, want %q", got, c.floor)
			}
		})
	}
}

func TestAnUndeterminedFlagCapsAndIsNoSign(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := garment(t, m)
	before := m.Score(a, "")
	a.Answers["retaliation_24m"] = questionnaires.Answer{State: questionnaires.NotKnown, By: "2026-12-01"}
	r := m.Score(a, "")
	if flagState(r, "retaliation") != questionnaires.FlagUndetermined || capOf(r, "retaliation") != "very_high" {
		t.Errorf("flag %q, cap %q", flagState(r, "retaliation"), capOf(r, "retaliation"))
	}
	if r.Published.Band != "very_high" || r.Published.Colour != "red" {
		t.Errorf("published %+v", r.Published)
	}
	if r.Indicators[5].Value != before.Indicators[5].Value || r.Indicators[5].State != "not_assessed" {
		t.Errorf("indicator 6: %+v", r.Indicators[5])
	}
	if r.Audit != before.Audit {
		t.Errorf("π %d with an answer that is not yet due, %d before", r.Audit, before.Audit)
	}
	if late := m.Score(a, "2026-12-02"); late.Audit != 1_000_000 {
		t.Errorf("π %d after the promised day", late.Audit)
	}
}

func TestSelfDisclosureGivesLongerDeadlinesAndTheSameRisk(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := company(t, m, "tuna_longliners")
	r := m.Score(a, "")
	k := slices.IndexFunc(r.Findings, func(f scoring.Finding) bool { return f.ID == "debt_holds" })
	if k < 0 {
		t.Fatal("no finding")
	}
	want := scoring.Due{Safeguard: "2026-11-22", Plan: "2026-12-01", Closed: "2027-01-04"}
	if r.Findings[k].Due != want {
		t.Errorf("due %+v, want %+v", r.Findings[k].Due, want)
	}
	hidden := *a
	hidden.Answers = map[string]questionnaires.Answer{}
	for id, x := range a.Answers {
		x.SelfDisclosed = false
		hidden.Answers[id] = x
	}
	if other := m.Score(&hidden, ""); other.Residual.Value != r.Residual.Value {
		t.Errorf("R %d with disclosure, %d without", r.Residual.Value, other.Residual.Value)
	}
}

func TestReviewStandsInTheAnswersPlace(t *testing.T) {
	t.Parallel()
	m := model(t)
	cases := []struct {
		name   string
		edit   func(*questionnaires.Answer)
		value  scoring.Micro
		level  int
		points int64
	}{
		{"as claimed", func(*questionnaires.Answer) {}, 1_000_000, 2, 0},
		{"verified worse", func(x *questionnaires.Answer) {
			x.Verified = &questionnaires.AnswerValue{Codes: []string{"step2"}}
		}, 500_000, 2, 1},
		{"verified a little worse", func(x *questionnaires.Answer) {
			x.Verified = &questionnaires.AnswerValue{Codes: []string{"step3"}}
		}, 750_000, 2, 0},
		{"contradicted", func(x *questionnaires.Answer) { x.Review = questionnaires.ReviewContradicts }, 0, 2, 1},
		{"beside the point", func(x *questionnaires.Answer) { x.Review = questionnaires.ReviewBeside }, 1_000_000, 0, 0},
	}
	base := m.Score(garment(t, m), "").Confidence.Points
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a := garment(t, m)
			x := choose("step4")
			x.Evidence = []questionnaires.Evidence{{Level: 2, Name: "a"}}
			c.edit(&x)
			a.Answers["remedy_procedure"] = x
			r := m.Score(a, "")
			k := slices.IndexFunc(r.Items, func(i scoring.Item) bool { return i.Question == "remedy_procedure" })
			if it := r.Items[k]; it.Value != c.value || it.Evidence != c.level || r.Confidence.Points-base != c.points {
				t.Errorf("a %d at E%d, %d points; want %d at E%d, %d points", it.Value, it.Evidence, r.Confidence.Points-base, c.value, c.level, c.points)
			}
		})
	}
}

func TestConfidenceOfPlainForms(t *testing.T) {
	t.Parallel()
	m := model(t)
	def := m.Definition()
	every := func(x questionnaires.Answer) *questionnaires.Answers {
		a := &questionnaires.Answers{Date: day, Answers: map[string]questionnaires.Answer{}}
		for _, q := range def.Questions {
			a.Answers[q.ID] = x
		}
		return a
	}
	if k := m.NewSheet(&questionnaires.Answers{Date: day}, "").Numbers().Confidence; k != 100_000 {
		t.Errorf("a blank form has K %d, want 10 points", k)
	}
	known := every(questionnaires.Answer{State: questionnaires.NotKnown})
	known.Company = questionnaires.Company{KBLI: []string{"62010"}, Sites: []questionnaires.Site{{Province: "32"}}}
	if k := m.NewSheet(known, "").Numbers().Confidence; k != 300_000 {
		t.Errorf("all not known has K %d, want 30 points", k)
	}
	if r := m.Score(&questionnaires.Answers{Date: day}, ""); r.Published.Band != "insufficient_information" || r.Published.Colour != "red" {
		t.Errorf("a blank form is published as %+v", r.Published)
	}
}

func TestOutsideSignalsAreOnePerSourceType(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := garment(t, m)
	a.Signals = []questionnaires.Signal{
		{Indicator: 9, Source: "grievance_pending"},
		{Indicator: 9, Source: "grievance_substantiated"},
		{Indicator: 9, Source: "survey", X: 7, N: 60},
		{Indicator: 8, Source: "survey", X: 3, N: 60},
	}
	r := m.Score(a, "")
	if got := r.Indicators[8]; got.Value != 920_000 || got.State != "corroborated" {
		t.Errorf("indicator 9: %+v, want .92 from grievance .80 and survey .60", got)
	}
	if got := r.Indicators[7]; got.Value != 0 {
		t.Errorf("indicator 8: %+v, a survey below the threshold is no sign", got)
	}
}

func TestOverdueActionsCapAndBlockGreen(t *testing.T) {
	t.Parallel()
	m := model(t)
	a := *company(t, m, "electronics_plant")
	if r := m.Score(&a, ""); r.Published.Colour != "green" {
		t.Fatalf("published %+v", r.Published)
	}
	a.Overdue = 1
	if r := m.Score(&a, ""); capOf(r, "overdue") != "moderate" || r.Published.Colour != "yellow" {
		t.Errorf("published %+v", r.Published)
	}
}
