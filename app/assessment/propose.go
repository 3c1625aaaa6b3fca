package assessment

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Change is one difference between a workbook and what is stored.
type Change struct {
	Question string `json:"question"`
	Stored   Entry  `json:"stored"`
	Input    Input  `json:"input"`
	Clash    bool   `json:"clash"` // was changed on the platform after the workbook was made
	Fault    string `json:"fault"` // message key of what is wrong with it; it cannot be taken
}

// Proposal is a read workbook that waits for a decision.
type Proposal struct {
	ID      string
	Changes []Change
	At      time.Time
}

type proposalID string

// kept is a stored proposal.
type kept struct {
	Organisation account.OrganisationID `json:"organisation"`
	Assessment   ID                     `json:"assessment"`
	Person       account.PersonID       `json:"person"`
	Changes      []Change               `json:"changes"`
	At           time.Time              `json:"at"`
}

// proposalLife is how long a proposal waits.
const proposalLife = 24 * time.Hour

// Propose compares answers read from a workbook with what is stored and keeps the proposal for a day. base is the
// answers' revisions that stood in the workbook, by question, when known. An empty cell changes nothing; files and what
// only evaluators write are not taken from workbooks. Sections that are not shared with the actor are left out.
func (d *Desk) Propose(ctx context.Context, by account.Actor, id ID, from *questionnaires.Answers, base map[string]int64) (Proposal, error) {
	r, err := d.open(ctx, by, id, account.AnswerQuestions)
	if err != nil {
		return Proposal{}, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return Proposal{}, err
	}
	if from.Questionnaire != r.Value.Questionnaire {
		return Proposal{}, problem.New(problem.Invalid, "assessment.proposal.questionnaire").With("want", r.Value.Questionnaire)
	}
	k := kept{Organisation: by.Organisation, Assessment: id, Person: by.Person, At: d.clock().UTC(), Changes: []Change{}}
	def := m.Definition()
	for i := range def.Questions {
		q := &def.Questions[i]
		answer, ok := from.Answers[q.ID]
		if !ok || !r.Value.reaches(by, account.AnswerQuestions, q.Section) {
			continue
		}
		if c, ok := compare(q, &answer, r.Value.Answers[q.ID], base); ok {
			k.Changes = append(k.Changes, c)
		}
	}
	proposal := proposalID(rand.Text())
	if err := d.forget(ctx, by); err != nil {
		return Proposal{}, err
	}
	facts := map[string]string{"changes": strconv.Itoa(len(k.Changes))}
	err = d.log.Do(ctx, d.act(by, "assessment.propose", id, facts), func(ctx context.Context) error {
		return d.proposals.Insert(ctx, proposal, k)
	})
	if err != nil {
		return Proposal{}, fmt.Errorf("keep a proposal for assessment %s: %w", id, err)
	}
	return Proposal{ID: string(proposal), Changes: k.Changes, At: k.At}, nil
}

// compare is what a workbook's answer would change; ok is false when it changes nothing.
func compare(q *questionnaires.Question, answer *questionnaires.Answer, stored Entry, base map[string]int64) (Change, bool) {
	in := inputOf(q.ID, answer, q)
	if in.Choice == NotChosen {
		comment, disclosed := in.Comment, in.SelfDisclosed
		in = stored.input(q.ID)
		in.Comment, in.SelfDisclosed = comment, disclosed
	}
	if in.Comment == "" {
		in.Comment = stored.Comment
	}
	in.SelfDisclosed = in.SelfDisclosed || stored.SelfDisclosed
	in.Revision = stored.Revision
	var form problem.Form
	typed := parse(q, in, &form)
	if typed.same(&stored) {
		return Change{}, false
	}
	c := Change{Question: q.ID, Stored: stored, Input: in}
	if seen, ok := base[q.ID]; ok && seen != stored.Revision {
		if stored.untouched(seen, &typed) {
			return Change{}, false
		}
		c.Clash = true
	}
	c.Fault = firstKey(&form)
	return c, true
}

// firstKey is the message key of a form's first fault, "" without any.
func firstKey(form *problem.Form) string {
	e, ok := form.Err().(*problem.Error) //nolint:errorlint // a form makes no other error
	if !ok || len(e.Fields) == 0 {
		return ""
	}
	return e.Fields[0].Key
}

// mostProposals is how many proposals of one person wait at a time.
const mostProposals = 5

// forget deletes the person's proposals that are over, and the oldest of too many.
func (d *Desk) forget(ctx context.Context, by account.Actor) error {
	old, err := d.proposals.All(ctx, store.Query{
		Where: []store.Condition{store.Equal("organisation", store.Text(by.Organisation)), store.Equal("person", store.Text(by.Person))},
		Only:  []string{"at"},
	})
	if err != nil {
		return err
	}
	slices.SortFunc(old, func(a, b store.Record[proposalID, kept]) int { return b.Value.At.Compare(a.Value.At) })
	for i, r := range old {
		if d.over(&r.Value) || i >= mostProposals-1 {
			if err := d.proposals.Delete(ctx, r.ID, store.Any); err != nil && problem.KindOf(err) != problem.NotFound {
				return err
			}
		}
	}
	return nil
}

func (d *Desk) over(k *kept) bool { return d.clock().Sub(k.At) > proposalLife }

// Proposal is a kept proposal of the actor.
func (d *Desk) Proposal(ctx context.Context, by account.Actor, id ID, proposal string) (Proposal, error) {
	r, err := d.open(ctx, by, id, account.AnswerQuestions)
	if err != nil {
		return Proposal{}, err
	}
	k, err := d.proposals.Get(ctx, proposalID(proposal))
	v := &k.Value
	if problem.KindOf(err) == problem.NotFound ||
		err == nil && (v.Organisation != by.Organisation || v.Person != by.Person || v.Assessment != id || d.over(v)) {
		return Proposal{}, absent()
	}
	if err != nil {
		return Proposal{}, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return Proposal{}, err
	}
	v.Changes = slices.DeleteFunc(v.Changes, func(c Change) bool {
		q, ok := m.Definition().Question(c.Question)
		return !ok || !r.Value.reaches(by, account.AnswerQuestions, q.Section)
	})
	return Proposal{ID: proposal, Changes: v.Changes, At: v.At}, nil
}

// Take stores the named changes of a proposal under the rules of Save. What changed since the proposal was made is a
// clash; changes with a fault are left. Taking the same changes again changes nothing.
func (d *Desk) Take(ctx context.Context, by account.Actor, id ID, proposal string, questions []string) ([]Saved, []Clash, error) {
	p, err := d.Proposal(ctx, by, id, proposal)
	if err != nil {
		return nil, nil, err
	}
	var inputs []Input
	for _, question := range questions {
		at := slices.IndexFunc(p.Changes, func(c Change) bool { return c.Question == question })
		if at < 0 {
			return nil, nil, absent()
		}
		if p.Changes[at].Fault == "" {
			inputs = append(inputs, p.Changes[at].Input)
		}
	}
	return d.Save(ctx, by, id, inputs)
}
