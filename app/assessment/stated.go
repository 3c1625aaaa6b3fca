package assessment

import (
	"context"
	"slices"
	"strconv"

	"tuntas/app/account"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// employment is the rows of the profile's table of workers.
func employment() []string {
	return []string{"permanent", "fixed", "outsourced", "daily", "crew", "apprentice"}
}

// Stated is what the company's profile already says in answer to questions, by question, for "use these numbers". It
// copies nothing: only Save does, when the person touches the question.
func (d *Desk) Stated(ctx context.Context, by account.Actor, id ID) (map[string]Entry, error) {
	r, err := d.open(ctx, by, id, account.ReadAssessment)
	if err != nil {
		return nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, err
	}
	o, err := d.accounts.Organisation(ctx, by)
	if err != nil || len(o.Profile.Workforce) == 0 {
		return nil, err
	}
	stated := map[string]Entry{}
	for i := range m.Definition().Questions {
		q := &m.Definition().Questions[i]
		if countsWorkers(q) && r.Value.reaches(by, account.ReadAssessment, q.Section) {
			stated[q.ID] = Entry{Choice: Value, Cells: workersOf(q, o.Profile.Workforce)}
		}
	}
	return stated, nil
}

// countsWorkers reports whether a question is the profile's table of workers: forms of employment by women and men.
func countsWorkers(q *questionnaires.Question) bool {
	has := func(labels []questionnaires.Label, codes ...string) bool {
		return len(labels) == len(codes) && !slices.ContainsFunc(labels, func(l questionnaires.Label) bool { return !slices.Contains(codes, l.Code) })
	}
	return q.Kind == rules.Table && has(q.Rows, employment()...) && has(q.Columns, "women", "men")
}

// workersOf is the numbers of the profile in a question's cells.
func workersOf(q *questionnaires.Question, w account.Workforce) map[string]map[string]string {
	cells := map[string]map[string]string{}
	for _, row := range q.Rows {
		for _, column := range q.Columns {
			n, ok := w[row.Code][column.Code]
			if !ok {
				continue
			}
			if cells[row.Code] == nil {
				cells[row.Code] = map[string]string{}
			}
			cells[row.Code][column.Code] = strconv.FormatInt(n, 10)
		}
	}
	return cells
}
