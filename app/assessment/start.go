package assessment

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Summary is one row of the list of assessments.
type Summary struct {
	ID         ID
	Assessment Assessment // without answers
	Title      questionnaires.Text
	Progress   Progress
}

// List is the assessments of the actor's organisation, the newest period first. Who works on shared sections alone sees
// those in which something was shared.
func (d *Desk) List(ctx context.Context, by account.Actor) ([]Summary, error) {
	if err := by.Allow(account.ReadAssessment, ""); err != nil {
		return nil, d.denied(ctx, by, account.ReadAssessment, "", err)
	}
	records, err := d.ofOrganisation(ctx, by.Organisation)
	if err != nil || len(records) == 0 {
		return nil, err
	}
	company, err := d.company(ctx, by)
	if err != nil {
		return nil, err
	}
	var list []Summary
	for _, r := range records {
		if by.OnlyShared(account.ReadAssessment) {
			mine, err := d.settleShares(ctx, by, &r)
			if err != nil {
				return nil, err
			}
			if !mine {
				continue
			}
		}
		v, err := d.look(by, r, &background{company: company})
		if err != nil {
			return nil, err
		}
		row := Summary{ID: r.ID, Assessment: v.Assessment, Title: v.Definition.Title, Progress: v.Progress()}
		row.Assessment.Answers, row.Assessment.Attached = nil, nil
		list = append(list, row)
	}
	return list, nil
}

// ofOrganisation is all assessments of an organisation, the newest period first, then the newest start.
func (d *Desk) ofOrganisation(ctx context.Context, o account.OrganisationID) ([]record, error) {
	records, err := d.assessments.All(ctx, store.Query{Where: []store.Condition{store.Equal("organisation", store.Text(o))}})
	slices.SortStableFunc(records, func(a, b record) int {
		return cmp.Or(strings.Compare(b.Value.Period, a.Value.Period), b.Value.Started.Compare(a.Value.Started))
	})
	return records, err
}

// company is the actor's own company as questionnaires read it.
func (d *Desk) company(ctx context.Context, by account.Actor) (questionnaires.Company, error) {
	o, err := d.accounts.Organisation(ctx, by)
	if err != nil {
		return questionnaires.Company{}, fmt.Errorf("read the company of %s: %w", by.Organisation, err)
	}
	return company(&o), nil
}

// Start begins an assessment of a questionnaire (id@version, or id alone for the latest) for a year; problem.Conflict
// "assessment.exists" with Args "id" when the company has one of this questionnaire and period that was not withdrawn.
func (d *Desk) Start(ctx context.Context, by account.Actor, questionnaire, period string, short bool) (ID, error) {
	if err := by.Allow(account.StartAssessment, ""); err != nil {
		return "", d.denied(ctx, by, account.StartAssessment, "", err)
	}
	def, err := d.startable(questionnaire, period)
	if err != nil {
		return "", err
	}
	slot, err := d.slot(ctx, by, def.ID+"/"+period)
	if err != nil {
		return "", err
	}
	id := ID(rand.Text())
	a := Assessment{
		Organisation: by.Organisation, Questionnaire: def.Ref(), SHA256: def.SHA256, Period: period, Slot: slot,
		Reference: "KP-" + period + "-" + rand.Text()[:6], State: Draft, Short: short, Started: d.clock().UTC(), StartedBy: by.Person,
		Answers: map[string]Entry{}, Done: map[string]Mark{}, Shares: map[string]Share{}, Attached: map[string]Attachment{},
	}
	facts := map[string]string{"questionnaire": def.Ref(), "period": period}
	err = d.log.Do(ctx, d.act(by, "assessment.start", id, facts), func(ctx context.Context) error {
		return d.assessments.Insert(ctx, id, a)
	})
	if problem.KindOf(err) == problem.Conflict {
		if _, taken := d.slot(ctx, by, def.ID+"/"+period); taken != nil {
			return "", taken
		}
	}
	if err != nil {
		return "", fmt.Errorf("start assessment %s: %w", id, err)
	}
	return id, nil
}

// startable is the questionnaire to begin with, when it and the year are such that can be begun.
func (d *Desk) startable(questionnaire, period string) (*questionnaires.Definition, error) {
	var form problem.Form
	ref := cmp.Or(d.latest[questionnaire], questionnaire)
	m, ok := d.models[ref]
	if !ok {
		form.Add("questionnaire", "assessment.start.questionnaire")
	}
	if next := d.clock().In(jakarta()).Year() + 1; !digits(period) || len(period) != 4 || period < "2020" || period > fmt.Sprint(next) {
		form.Add("period", "assessment.start.period", "last", fmt.Sprint(next))
	}
	if err := form.Err(); err != nil {
		return nil, err
	}
	return m.Definition(), nil
}

// slot is the free place for an assessment of a questionnaire and period: every one that was withdrawn leaves its own
// taken, so that the unique index never has to change.
func (d *Desk) slot(ctx context.Context, by account.Actor, prefix string) (string, error) {
	taken, err := d.assessments.All(ctx, store.Query{
		Where: []store.Condition{store.Equal("organisation", store.Text(by.Organisation)), store.Prefix("slot", prefix+"/")},
		Only:  []string{"organisation", "slot", "state"},
	})
	if err != nil {
		return "", err
	}
	for _, r := range taken {
		if r.Value.State != Withdrawn {
			return "", problem.New(problem.Conflict, "assessment.exists").With("id", string(r.ID))
		}
	}
	return fmt.Sprintf("%s/%d", prefix, len(taken)+1), nil
}

// Mark declares a section complete, or not. problem.Invalid names what its complete answers still lack.
func (d *Desk) Mark(ctx context.Context, by account.Actor, id ID, section string, complete bool) error {
	r, err := d.open(ctx, by, id, account.AnswerQuestions)
	if err != nil {
		return err
	}
	v, err := d.viewOf(ctx, by, r)
	if err != nil {
		return err
	}
	if !v.reaches(section) {
		return absent()
	}
	var mark any
	if complete {
		if err := v.incomplete(section); err != nil {
			return err
		}
		mark = Mark{Person: by.Person, At: d.clock().UTC()}
	}
	return d.set(ctx, by, r, "assessment.mark", map[string]string{"section": section, "complete": fmt.Sprint(complete)}, map[string]any{"done." + section: mark})
}

// incomplete is problem.Invalid with a field for every question of a section that still needs an answer.
func (v *View) incomplete(section string) error {
	var form problem.Form
	for _, m := range v.Missing() {
		if m.Section == section {
			form.Add(m.Question, missingKey(m))
		}
	}
	return form.Err()
}

func missingKey(m Missing) string {
	if m.Unreadable {
		return "assessment.missing.unreadable"
	}
	return "assessment.missing.answer"
}

// set writes parts of an assessment as long as its state is what it was.
func (d *Desk) set(ctx context.Context, by account.Actor, r record, verb string, facts map[string]string, values map[string]any) error {
	guards := []store.Guard{{Path: "state", Value: store.Text(r.Value.State)}}
	err := d.log.Do(ctx, d.act(by, verb, r.ID, facts), func(ctx context.Context) error {
		_, err := d.assessments.Set(ctx, r.ID, guards, values)
		return err
	})
	if problem.KindOf(err) == problem.Conflict {
		return problem.Wrap(problem.Conflict, "assessment.changed", err)
	}
	return err
}

// Withdraw takes an open assessment back for good.
func (d *Desk) Withdraw(ctx context.Context, by account.Actor, id ID, reason string) error {
	r, err := d.open(ctx, by, id, account.WithdrawOpen)
	if err != nil {
		return err
	}
	reason, err = demanded("reason", "assessment.withdraw.reason", reason, by.Language)
	if err != nil {
		return err
	}
	withdrawal := Withdrawal{At: d.clock().UTC(), By: by.Person, Reason: reason}
	return d.set(ctx, by, r, "assessment.withdraw", nil, map[string]any{"state": Withdrawn, "withdrawal": withdrawal})
}

// Lengthen goes on from the short path to all questions of the questionnaire; every answer stays. One that is on the full
// path already stays as it is.
func (d *Desk) Lengthen(ctx context.Context, by account.Actor, id ID) error {
	r, err := d.open(ctx, by, id, account.SubmitAssessment)
	if err != nil || !r.Value.Short {
		return err
	}
	return d.set(ctx, by, r, "assessment.lengthen", nil, map[string]any{"short": false})
}
