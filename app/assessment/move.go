package assessment

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Move is what changes when a draft goes over to the newest version of its questionnaire.
type Move struct {
	To   string   // id@version
	Lost []string // questions whose answers cannot be carried, in the order of the old version
	New  []string // questions that the old version did not ask, in the order of the new one
	Gone []string // sections whose marks and shares end
	Seen store.Revision
}

// Moved is a move that was made; what could not be carried is kept with it.
type Moved struct {
	At   time.Time        `json:"at"`
	By   account.PersonID `json:"by"`
	From string           `json:"from"` // id@version
	To   string           `json:"to"`
	Lost map[string]Entry `json:"lost"`
}

// Newer is what moving a draft to the newest version of its questionnaire would change; problem.Conflict
// "assessment.move.newest" when there is no newer one.
func (d *Desk) Newer(ctx context.Context, by account.Actor, id ID) (Move, error) {
	_, m, err := d.newer(ctx, by, id)
	return m, err
}

func (d *Desk) newer(ctx context.Context, by account.Actor, id ID) (record, Move, error) {
	r, err := d.open(ctx, by, id, account.SubmitAssessment)
	if err != nil {
		return r, Move{}, err
	}
	if r.Value.State != Draft {
		return r, Move{}, problem.New(problem.Conflict, "account.state").With("state", string(r.Value.State))
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return r, Move{}, err
	}
	from := m.Definition()
	to := d.models[d.latest[from.ID]].Definition()
	if to.Version <= from.Version {
		return r, Move{}, problem.New(problem.Conflict, "assessment.move.newest")
	}
	move := Move{To: to.Ref(), Seen: r.Revision}
	for i := range from.Questions {
		old := &from.Questions[i]
		e, ok := r.Value.Answers[old.ID]
		if files := r.Value.Attached[old.ID].Files; (ok || len(files) > 0) && !carries(to, old.ID, &e, len(files) > 0) {
			move.Lost = append(move.Lost, old.ID)
		}
	}
	for i := range to.Questions {
		if _, ok := from.Question(to.Questions[i].ID); !ok {
			move.New = append(move.New, to.Questions[i].ID)
		}
	}
	for i := range from.Sections {
		section := from.Sections[i].ID
		if !slices.ContainsFunc(to.Sections, func(s questionnaires.Section) bool { return s.ID == section }) {
			move.Gone = append(move.Gone, section)
		}
	}
	return r, move, nil
}

// carries reports whether a version takes an entry as it is.
func carries(to *questionnaires.Definition, question string, e *Entry, files bool) bool {
	q, ok := to.Question(question)
	if !ok {
		return e.Choice == NotChosen && e.Comment == "" && !files
	}
	if e.Choice == NotChosen || e.Choice == Unreadable {
		return true
	}
	var form problem.Form
	again := parse(q, e.input(question), &form)
	return form.Err() == nil && again.same(e)
}

// Move takes a draft to the version that was shown; problem.Conflict "assessment.changed" when anything is not as it was
// shown. What could not be carried is kept in the assessment's moves.
func (d *Desk) Move(ctx context.Context, by account.Actor, id ID, shown Move) error {
	r, move, err := d.newer(ctx, by, id)
	if err != nil {
		return err
	}
	if !same(&move, &shown) {
		return problem.New(problem.Conflict, "assessment.changed")
	}
	to := d.models[move.To].Definition()
	facts := map[string]string{"from": r.Value.Questionnaire, "to": move.To, "lost": strconv.Itoa(len(move.Lost))}
	err = d.log.Do(ctx, d.act(by, "assessment.move", id, facts), func(ctx context.Context) error {
		_, err := d.assessments.Update(ctx, id, move.Seen, func(a *Assessment) error {
			made := Moved{At: d.clock().UTC(), By: by.Person, From: a.Questionnaire, To: move.To, Lost: map[string]Entry{}}
			for _, question := range move.Lost {
				made.Lost[question] = a.Answers[question]
				delete(a.Answers, question)
				delete(a.Attached, question)
			}
			for _, section := range move.Gone {
				delete(a.Done, section)
				delete(a.Shares, section)
			}
			a.Questionnaire, a.SHA256, a.Moves = move.To, to.SHA256, append(a.Moves, made)
			return nil
		})
		return err
	})
	if problem.KindOf(err) == problem.Conflict {
		return problem.Wrap(problem.Conflict, "assessment.changed", err)
	}
	return err
}

// same reports whether two moves change the same.
func same(a, b *Move) bool {
	return a.Seen == b.Seen && a.To == b.To && slices.Equal(a.Lost, b.Lost) && slices.Equal(a.New, b.New)
}
