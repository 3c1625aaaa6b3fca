package scoring_test

import (
	"io/fs"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// palmEstate is one of the worked companies.
func palmEstate(t testing.TB, m *scoring.Model) *questionnaires.Answers {
	t.Helper()
	const path = "forced-labour/examples/palm-estate.yaml"
	data, err := fs.ReadFile(questionnaires.Library(), path)
	if err != nil {
		t.Fatal(err)
	}
	a, faults := questionnaires.DecodeAnswers(path, data, m.Definition())
	for _, f := range faults {
		t.Fatal(f)
	}
	return a
}

func BenchmarkFullScoring(b *testing.B) {
	m := model(b)
	s := m.NewSheet(palmEstate(b, m), "")
	b.ReportAllocs()
	for b.Loop() {
		s.Rescore()
	}
}

func BenchmarkFullScoringWithTrace(b *testing.B) {
	m := model(b)
	s := m.NewSheet(palmEstate(b, m), "")
	b.ReportAllocs()
	for b.Loop() {
		s.Rescore()
		s.Result()
	}
}

func BenchmarkFullScoringWithTraceInTheSameMemory(b *testing.B) {
	m := model(b)
	s := m.NewSheet(palmEstate(b, m), "")
	var memory scoring.Trace
	b.ReportAllocs()
	for b.Loop() {
		s.Rescore()
		s.ResultIn(&memory)
	}
}

func BenchmarkOneChangedAnswer(b *testing.B) {
	m := model(b)
	a := palmEstate(b, m)
	s := m.NewSheet(a, "")
	ids := m.Definition().Questions
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		id := ids[i/2%len(ids)].ID
		answer := a.Answers[id]
		if i%2 == 0 {
			answer = questionnaires.Answer{State: questionnaires.NotKnown}
		}
		s.Set(id, answer)
		s.Numbers()
	}
}

func BenchmarkAllSingleWhatIfs(b *testing.B) {
	m := model(b)
	s := m.NewSheet(palmEstate(b, m), "")
	for b.Loop() {
		s.Gains()
	}
}

func BenchmarkPathToGreen(b *testing.B) {
	m := model(b)
	s := m.NewSheet(palmEstate(b, m), "")
	for b.Loop() {
		s.PathToGreen()
	}
}
