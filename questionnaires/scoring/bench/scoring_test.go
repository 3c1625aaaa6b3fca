package bench

import (
	"slices"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// BenchmarkScoring measures one full scoring of a sheet whose answers stand in slots, the same with its trace in new
// memory and in memory used again, and a scoring that begins with the answers.
func BenchmarkScoring(b *testing.B) {
	def := definition(b)
	b.Run("rules", func(b *testing.B) {
		sheet := sheetOf(b, def, "palm-estate")
		b.ReportAllocs()
		for b.Loop() {
			sheet.Rescore()
		}
	})
	b.Run("rules-trace", func(b *testing.B) {
		sheet := sheetOf(b, def, "palm-estate")
		b.ReportAllocs()
		for b.Loop() {
			sheet.Rescore()
			sheet.Result()
		}
	})
	b.Run("rules-trace-again", func(b *testing.B) {
		sheet := sheetOf(b, def, "palm-estate")
		var memory scoring.Trace
		b.ReportAllocs()
		for b.Loop() {
			sheet.Rescore()
			sheet.ResultIn(&memory)
		}
	})
	b.Run("decode-and-score", func(b *testing.B) {
		model, err := scoring.Compile(def)
		if err != nil {
			b.Fatal(err)
		}
		answers := answersOf(b, def, "palm-estate")
		b.ReportAllocs()
		for b.Loop() {
			model.NewSheet(answers, "")
		}
	})
}

// BenchmarkChange measures one changed answer, for every ladder in turn, from the change to all numbers.
func BenchmarkChange(b *testing.B) {
	def := definition(b)
	once := changer(sheetOf(b, def, "palm-estate"), whatIfs(def, answersOf(b, def, "palm-estate")))
	b.ReportAllocs()
	for b.Loop() {
		once()
	}
}

// changer makes the next change with each call: first every change, then every answer as it was, and so on.
func changer(sheet *scoring.Sheet, changes []change) func() {
	i := 0
	return func() {
		c := &changes[i%len(changes)]
		if i/len(changes)%2 == 1 {
			sheet.Set(c.question, c.given)
		} else {
			sheet.Set(c.question, c.better)
		}
		sheet.Numbers()
		i++
	}
}

// change is one practice question with its answer as given, and its best step, verified on site.
type change struct {
	question      string
	given, better questionnaires.Answer
}

func whatIfs(def *questionnaires.Definition, answers *questionnaires.Answers) []change {
	var list []change
	for i := range def.Questions {
		if q := &def.Questions[i]; q.Ladder && q.Role.Domain != "" {
			list = append(list, change{q.ID, answers.Answers[q.ID], questionnaires.Answer{
				State: questionnaires.Answered, Value: questionnaires.AnswerValue{Codes: []string{"step4"}},
				Evidence: []questionnaires.Evidence{{Level: 4}}, Review: questionnaires.ReviewAccepted,
			}})
		}
	}
	return list
}

// BenchmarkWhatIf measures the gain of every practice question of one assessment, and the full result, with trace, of
// the same changes one by one.
func BenchmarkWhatIf(b *testing.B) {
	def := definition(b)
	sheet := sheetOf(b, def, "palm-estate")
	changes := whatIfs(def, answersOf(b, def, "palm-estate"))
	b.Run("gains", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			sheet.Gains()
		}
	})
	b.Run("results", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, c := range changes {
				clone := sheet.Clone()
				clone.Set(c.question, c.better)
				clone.Result()
			}
		}
	})
}

func BenchmarkPathToGreen(b *testing.B) {
	def := definition(b)
	for _, company := range companies() {
		b.Run(company, func(b *testing.B) {
			sheet := sheetOf(b, def, company)
			b.ReportAllocs()
			for b.Loop() {
				sheet.PathToGreen()
			}
		})
	}
}

func TestChangesReachEveryLadder(t *testing.T) {
	def := definition(t)
	sheet := sheetOf(t, def, "palm-estate")
	before := *sheet.Numbers()
	changes := whatIfs(def, answersOf(t, def, "palm-estate"))
	for _, c := range changes {
		sheet.Set(c.question, c.better)
	}
	if after := *sheet.Numbers(); len(changes) < 20 || after.Control <= before.Control {
		t.Errorf("%d changes moved control strength from %d to %d", len(changes), before.Control, after.Control)
	}
	gains := sheetOf(t, def, "palm-estate").Gains()
	if !slices.ContainsFunc(gains, func(g scoring.Contribution) bool { return g.Gain > 0 }) {
		t.Error("no practice question gains anything")
	}
}
