package scoring_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

const day = "2026-11-24"

// model is the published forced-labour questionnaire, ready to score.
func model(t testing.TB) *scoring.Model {
	t.Helper()
	def, err := questionnaires.Open("forced-labour@1")
	if err != nil {
		t.Fatal(err)
	}
	m, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// dice makes random answers that could have been decoded.
type dice struct {
	*rand.Rand
	def *questionnaires.Definition
}

func newDice(m *scoring.Model, seed uint64) dice {
	return dice{rand.New(rand.NewPCG(seed, 7)), m.Definition()}
}

func (d dice) answers() *questionnaires.Answers {
	a := &questionnaires.Answers{Questionnaire: d.def.Ref(), Date: day, Answers: map[string]questionnaires.Answer{}}
	if d.IntN(4) > 0 {
		a.Company.KBLI = []string{[]string{"01262", "62010", "03111", "14111", "05100"}[d.IntN(5)]}
		a.Company.Sites = []questionnaires.Site{{Province: []string{"62", "61", "33"}[d.IntN(3)]}}
	}
	blank := d.IntN(3) == 0
	for i := range d.def.Questions {
		q := &d.def.Questions[i]
		if blank && d.IntN(6) == 0 {
			continue
		}
		a.Answers[q.ID] = d.answer(q)
	}
	for range d.IntN(3) {
		a.Signals = append(a.Signals, questionnaires.Signal{Indicator: 1 + d.IntN(11), Source: []string{"outside_report", "survey", "grievance_pending"}[d.IntN(3)], X: 9, N: 60})
	}
	if d.IntN(8) == 0 {
		a.Overdue = 1
	}
	return a
}

func (d dice) answer(q *questionnaires.Question) questionnaires.Answer {
	switch n := d.IntN(20); {
	case n == 0:
		return questionnaires.Answer{State: questionnaires.NotKnown, Who: "HR", By: "2026-12-15"}
	case n == 1 && !q.NeverNA:
		return questionnaires.Answer{State: questionnaires.Claimed, Reason: "—"}
	case n == 2 && !q.NeverNA:
		return questionnaires.Answer{State: questionnaires.NotApplicable, Reason: "—"}
	case n == 3 && q.Ladder:
		return questionnaires.Answer{State: questionnaires.InProgress}
	}
	a := questionnaires.Answer{State: questionnaires.Answered, Value: d.value(q)}
	if d.IntN(2) == 0 {
		a.Evidence = []questionnaires.Evidence{{Level: d.IntN(5), Name: fmt.Sprint(d.IntN(1000))}}
	}
	switch d.IntN(60) {
	case 0:
		a.Review = questionnaires.ReviewContradicts
	case 1:
		a.Review = questionnaires.ReviewBeside
	case 2:
		v := d.value(q)
		a.Verified = &v
	}
	return a
}

func (d dice) value(q *questionnaires.Question) questionnaires.AnswerValue {
	var v questionnaires.AnswerValue
	switch q.Kind {
	case rules.Single:
		v.Codes = []string{q.Options[d.IntN(len(q.Options))].Code}
	case rules.Multiple:
		for _, o := range q.Options {
			if o.Code != q.None && d.IntN(4) == 0 {
				v.Codes = append(v.Codes, o.Code)
			}
		}
		if len(v.Codes) == 0 {
			v.Codes = []string{q.Options[0].Code}
		}
	case rules.Number:
		v.Number = d.number(q)
	case rules.Table:
		v.Cells = map[string]map[string]rules.Decimal{}
		for _, r := range q.Rows {
			v.Cells[r.Code] = map[string]rules.Decimal{}
			for _, c := range q.Columns {
				if d.IntN(8) > 0 {
					v.Cells[r.Code][c.Code] = d.number(q)
				}
			}
		}
	default:
		v.Text = "2026-01-01"
	}
	return v
}

func (d dice) number(q *questionnaires.Question) rules.Decimal {
	steps := int64((min(q.Max, q.Min+400*q.Step) - q.Min) / q.Step)
	if d.IntN(3) == 0 {
		return q.Min
	}
	return q.Min + rules.Decimal(d.Int64N(steps+1))*q.Step
}
