package assessment

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Declaration is what the person who submits states.
type Declaration struct {
	Name     string
	Position string
	Agreed   bool
	Seen     store.Revision // of the assessment the person looked at; a later change is problem.Conflict
}

// Submit freezes the answers. problem.Invalid "assessment.incomplete" with a field for every question when something is
// missing; problem.Conflict "assessment.changed" when an answer changed since the person looked. Submitting again changes
// nothing and returns the first submission.
func (d *Desk) Submit(ctx context.Context, by account.Actor, id ID, in Declaration) (Submission, error) {
	r, err := d.find(ctx, by, id)
	if err != nil {
		return Submission{}, err
	}
	if first, ok := r.Value.submitted(); ok {
		return first, d.denied(ctx, by, account.SubmitAssessment, id, by.Allow(account.SubmitAssessment, string(Draft)))
	}
	if err := by.Allow(account.SubmitAssessment, string(r.Value.State)); err != nil {
		return Submission{}, d.denied(ctx, by, account.SubmitAssessment, id, err)
	}
	if err := in.complete(); err != nil {
		return Submission{}, err
	}
	if in.Seen != r.Revision {
		return Submission{}, problem.New(problem.Conflict, "assessment.changed")
	}
	v, err := d.viewOf(ctx, by, r)
	if err != nil {
		return Submission{}, err
	}
	if err := v.incompleteAtAll(); err != nil {
		return Submission{}, err
	}
	return d.freeze(ctx, by, v, in)
}

// submitted is the submission of an assessment that is not open for answers again.
func (a *Assessment) submitted() (Submission, bool) {
	if a.Submission == nil || a.State.Open() {
		return Submission{}, false
	}
	return *a.Submission, true
}

// complete is problem.Invalid with what the declaration lacks.
func (in *Declaration) complete() error {
	in.Name, in.Position = cleanLine(in.Name), cleanLine(in.Position)
	var form problem.Form
	for _, f := range []struct{ name, text string }{{"name", in.Name}, {"position", in.Position}} {
		if f.text == "" || longer(f.text, mostShort) {
			form.Add(f.name, "assessment.declaration."+f.name)
		}
	}
	if !in.Agreed {
		form.Add("agreed", "assessment.declaration.agreed")
	}
	return form.Err()
}

// incompleteAtAll is problem.Invalid with a field for every question that still needs an answer.
func (v *View) incompleteAtAll() error {
	missing := v.Missing()
	if len(missing) == 0 {
		return nil
	}
	e := problem.New(problem.Invalid, "assessment.incomplete").With("count", len(missing))
	for _, m := range missing {
		e.Fields = append(e.Fields, problem.Field{Name: m.Question, Key: missingKey(m)})
	}
	return e
}

// freeze stores the answers that count, then the submission that names them.
func (d *Desk) freeze(ctx context.Context, by account.Actor, v *View, in Declaration) (Submission, error) {
	answers := v.frozen()
	data, err := questionnaires.EncodeAnswers(answers)
	if err != nil {
		return Submission{}, fmt.Errorf("encode the answers of assessment %s: %w", v.ID, err)
	}
	file, err := d.files.Put(ctx, bytes.NewReader(data))
	if err != nil {
		return Submission{}, fmt.Errorf("store the answers of assessment %s: %w", v.ID, err)
	}
	s := Submission{
		At: d.clock().UTC(), By: by.Person, Name: in.Name, Position: in.Position, Day: v.Today, AnswersFile: file.Sum,
		SHA256: digest(data), Dropped: v.Stale(), Open: v.openFlags(), Files: v.sums(),
	}
	err = d.log.Do(ctx, d.act(by, "assessment.submit", v.ID, map[string]string{"sha256": s.SHA256}), func(ctx context.Context) error {
		_, err := d.assessments.Update(ctx, v.ID, v.Revision, func(a *Assessment) error {
			if a.Submission != nil {
				a.Earlier = append(a.Earlier, *a.Submission)
			}
			a.State, a.Submission = Submitted, &s
			return nil
		})
		return err
	})
	if problem.KindOf(err) != problem.Conflict {
		return s, err
	}
	r, again := d.find(ctx, by, v.ID)
	if first, ok := r.Value.submitted(); again == nil && ok {
		return first, nil
	}
	return Submission{}, errors.Join(problem.Wrap(problem.Conflict, "assessment.changed", err), again)
}

// frozen is the answers to the questions that apply, for the day of submission.
func (v *View) frozen() *questionnaires.Answers {
	a := *v.Answers
	a.Date = v.Today
	a.Answers = maps.Clone(a.Answers)
	for i := range v.Definition.Questions {
		if q := &v.Definition.Questions[i]; !v.applies(q) {
			delete(a.Answers, q.ID)
		}
	}
	a.Rehash()
	return &a
}

func (v *View) openFlags() []string {
	var open []string
	for _, f := range v.whole.Result().Flags {
		if f.State == questionnaires.FlagOpen {
			open = append(open, f.ID)
		}
	}
	return open
}

func (v *View) sums() map[string]string {
	var sums map[string]string
	for id, f := range v.Files {
		if sums == nil {
			sums = map[string]string{}
		}
		sums[string(id)] = f.File
	}
	return sums
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Withdrawal is why an assessment was taken back.
type Withdrawal struct {
	At     time.Time        `json:"at"`
	By     account.PersonID `json:"by"`
	Reason string           `json:"reason"`
}
