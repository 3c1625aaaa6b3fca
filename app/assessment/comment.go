package assessment

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"tuntas/app/account"
	"tuntas/app/store"
)

// Comment is one remark in the conversation about a question. It is never changed.
type Comment struct {
	At   time.Time
	Who  string // name
	Text string
}

type commentID string

// said is a stored comment.
type said struct {
	Organisation account.OrganisationID `json:"organisation"`
	Assessment   ID                     `json:"assessment"`
	Question     string                 `json:"question"`
	Person       account.PersonID       `json:"person"`
	At           time.Time              `json:"at"`
	Text         string                 `json:"text"`
}

// Comment adds a remark to the conversation about a question.
func (d *Desk) Comment(ctx context.Context, by account.Actor, id ID, question, text string) error {
	if err := d.allow(ctx, by, id, question, account.CommentOn); err != nil {
		return err
	}
	text, err := demanded("text", "assessment.comment.empty", text, by.Language)
	if err != nil {
		return err
	}
	s := said{Organisation: by.Organisation, Assessment: id, Question: question, Person: by.Person, At: d.clock().UTC(), Text: text}
	return d.log.Do(ctx, d.act(by, "assessment.comment", id, map[string]string{"question": question}), func(ctx context.Context) error {
		if err := d.comments.Insert(ctx, commentID(rand.Text()), s); err != nil {
			return fmt.Errorf("comment on %s of assessment %s: %w", question, id, err)
		}
		return nil
	})
}

// Comments is the conversation about a question, the oldest first.
func (d *Desk) Comments(ctx context.Context, by account.Actor, id ID, question string) ([]Comment, error) {
	if err := d.allow(ctx, by, id, question, account.ReadAssessment); err != nil {
		return nil, err
	}
	records, err := d.comments.All(ctx, store.Query{
		Where: []store.Condition{store.Equal("organisation", store.Text(by.Organisation)), store.Equal("assessment", store.Text(id))},
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(records, func(a, b store.Record[commentID, said]) int { return a.Value.At.Compare(b.Value.At) })
	var list []Comment
	for _, r := range records {
		if r.Value.Question != question {
			continue
		}
		name, err := d.accounts.NameOf(ctx, by.Organisation, r.Value.Person)
		if err != nil {
			return nil, err
		}
		list = append(list, Comment{At: r.Value.At, Who: name, Text: r.Value.Text})
	}
	return list, nil
}

// allow reports whether the actor may do an action with a question of an assessment.
func (d *Desk) allow(ctx context.Context, by account.Actor, id ID, question string, action account.Action) error {
	r, err := d.open(ctx, by, id, action)
	if err != nil {
		return err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return err
	}
	if q, ok := m.Definition().Question(question); !ok || !r.Value.reaches(by, action, q.Section) {
		return absent()
	}
	return nil
}
