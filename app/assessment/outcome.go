package assessment

import (
	"context"
	"errors"
	"fmt"
	"io"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// Outcome is the result of an assessment, computed anew from its answers: the frozen ones after submission, today's
// before (a preview; problem.Conflict "assessment.too_early" while nothing is answered).
type Outcome struct {
	ID         ID
	Assessment Assessment
	Definition *questionnaires.Definition
	Answers    *questionnaires.Answers
	Sheet      *scoring.Sheet
	Result     *scoring.Result
	Preview    bool
}

// WhatIf is the result if these answers were true.
func (o *Outcome) WhatIf(changes map[string]questionnaires.Answer) *scoring.Result {
	return o.Sheet.Clone().WhatIf(changes)
}

// Outcome is the result. Frozen answers that do not have their hash any longer are an error that says so.
func (d *Desk) Outcome(ctx context.Context, by account.Actor, id ID) (*Outcome, error) {
	r, err := d.open(ctx, by, id, account.ReadResult)
	if err != nil {
		return nil, err
	}
	if err := d.log.Note(ctx, d.act(by, "result.read", id, nil), ""); err != nil {
		return nil, err
	}
	return d.outcome(ctx, by, r)
}

func (d *Desk) outcome(ctx context.Context, by account.Actor, r record) (*Outcome, error) {
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, err
	}
	o := &Outcome{ID: r.ID, Assessment: r.Value, Definition: m.Definition()}
	day := d.today()
	if s := r.Value.Submission; s != nil {
		day = s.Day
		if o.Answers, err = d.thaw(ctx, s, o.Definition); err != nil {
			return nil, fmt.Errorf("assessment %s: %w", r.ID, err)
		}
	} else {
		v, err := d.viewOf(ctx, by, r)
		if err != nil {
			return nil, err
		}
		if v.Progress().Answered == 0 {
			return nil, problem.New(problem.Conflict, "assessment.too_early")
		}
		o.Preview, o.Answers = true, v.frozen()
	}
	o.Sheet = m.NewSheet(o.Answers, day)
	o.Result = o.Sheet.Result()
	o.Result.PathToGreen = o.Sheet.PathToGreen()
	return o, nil
}

// mostFrozen is more than any document of answers can become.
const mostFrozen = 16 << 20

// thaw reads frozen answers back and checks that they are what was submitted.
func (d *Desk) thaw(ctx context.Context, s *Submission, def *questionnaires.Definition) (*questionnaires.Answers, error) {
	content, _, err := d.files.Open(ctx, s.AnswersFile)
	if problem.KindOf(err) == problem.NotFound {
		return nil, fmt.Errorf("the frozen answers %s are gone: the database was tampered with or badly restored", s.AnswersFile)
	}
	if err != nil {
		return nil, fmt.Errorf("open frozen answers %s: %w", s.AnswersFile, err)
	}
	data, err := io.ReadAll(io.LimitReader(content, mostFrozen))
	if err := errors.Join(err, content.Close()); err != nil {
		return nil, fmt.Errorf("read frozen answers %s: %w", s.AnswersFile, err)
	}
	if sum := digest(data); sum != s.SHA256 {
		return nil, fmt.Errorf("the frozen answers have the hash %s, not %s of the receipt: the database was tampered with", sum, s.SHA256)
	}
	answers, faults := questionnaires.DecodeAnswers("answers.json", data, def)
	if len(faults) > 0 {
		return nil, fmt.Errorf("read frozen answers %s: %s", s.AnswersFile, faults[0])
	}
	return answers, nil
}
