package assessment

import (
	"context"
	"fmt"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Previous is last period's answer to a question of the same id, for "use as a starting point"; period is "" when there
// is none. It copies nothing: only Save does, when the person touches the question. An answer that the questionnaire of
// today does not know any longer is left out.
func (d *Desk) Previous(ctx context.Context, by account.Actor, id ID) (period string, answers map[string]Entry, err error) {
	r, err := d.open(ctx, by, id, account.ReadAssessment)
	if err != nil {
		return "", nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return "", nil, err
	}
	last, ok, err := d.previous(ctx, &r.Value)
	if err != nil || !ok {
		return "", nil, err
	}
	if last, err = d.assessments.Get(ctx, last.ID); err != nil {
		return "", nil, err
	}
	answers = map[string]Entry{}
	for question, e := range last.Value.Answers {
		q, known := m.Definition().Question(question)
		if !known || !r.Value.reaches(by, account.ReadAssessment, q.Section) {
			continue
		}
		if again := restated(q, &e); again.State != "" {
			answers[question] = e
		}
	}
	return last.Value.Period, answers, nil
}

// restated is what an entry of another version says when it is typed into this one; nothing when it has a fault here.
func restated(q *questionnaires.Question, e *Entry) questionnaires.Answer {
	a := e.answer(q)
	var form problem.Form
	again := parse(q, inputOf(q.ID, &a, q), &form)
	return again.answer(q)
}

// previous is the organisation's last submitted assessment of the same questionnaire before this one's period, without
// its answers.
func (d *Desk) previous(ctx context.Context, a *Assessment) (record, bool, error) {
	kind, _, _ := strings.Cut(a.Questionnaire, "@")
	var last record
	query := store.Query{
		Where: []store.Condition{store.Equal("organisation", store.Text(a.Organisation)), store.Below("period", store.Text(a.Period))},
		Only:  []string{"organisation", "questionnaire", "period", "state", "submission"},
	}
	for r, err := range d.assessments.Find(ctx, query) {
		if err != nil {
			return record{}, false, err
		}
		same, _, _ := strings.Cut(r.Value.Questionnaire, "@")
		if same == kind && r.Value.Submission != nil && r.Value.State != Withdrawn && r.Value.Period > last.Value.Period {
			last = r
		}
	}
	return last, last.ID != "", nil
}

// background is what counts in a result besides this period's answers.
type background struct {
	company questionnaires.Company
	files   map[EvidenceID]Evidence
	flags   []string // open in the previous assessment: a changed answer closes none
	overdue int64    // actions of its plan whose date was missed twice
}

func (d *Desk) background(ctx context.Context, by account.Actor, a *Assessment) (background, error) {
	var b background
	var err error
	if b.company, err = d.company(ctx, by); err != nil {
		return b, err
	}
	if b.files, err = d.attached(ctx, a); err != nil {
		return b, err
	}
	last, ok, err := d.previous(ctx, a)
	if err != nil || !ok {
		return b, err
	}
	b.flags = last.Value.Submission.Open
	plan, err := d.plans.Get(ctx, last.ID)
	if problem.KindOf(err) == problem.NotFound {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("read the plan of the assessment before: %w", err)
	}
	for i := range plan.Value.Actions {
		if plan.Value.Actions[i].missedTwice(d.today()) {
			b.overdue++
		}
	}
	return b, nil
}

// carried are the flags that stay open from the assessment before, as far as the questionnaire knows them.
func (b *background) carried(def *questionnaires.Definition) []questionnaires.FlagRecord {
	var records []questionnaires.FlagRecord
	for _, id := range b.flags {
		if f, ok := def.Finding(id); ok && f.Class != "" {
			records = append(records, questionnaires.FlagRecord{ID: id, State: questionnaires.FlagOpen})
		}
	}
	return records
}
