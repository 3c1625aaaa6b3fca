package assessment

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// Plan is the action plan of a submitted assessment; it is made from the findings when it is first opened, and what a
// later submission finds besides is added. problem.Conflict "assessment.plan.too_early" before the first submission.
func (d *Desk) Plan(ctx context.Context, by account.Actor, id ID) (Plan, store.Revision, error) {
	r, err := d.open(ctx, by, id, account.ReadPlan)
	if err != nil {
		return Plan{}, 0, err
	}
	p, err := d.plan(ctx, by, r)
	return p.Value, p.Revision, err
}

func (d *Desk) plan(ctx context.Context, by account.Actor, r record) (store.Record[ID, Plan], error) {
	var none store.Record[ID, Plan]
	if r.Value.Submission == nil {
		return none, problem.New(problem.Conflict, "assessment.plan.too_early")
	}
	p, err := d.plans.Get(ctx, r.ID)
	switch {
	case err == nil && p.Value.SHA256 == r.Value.Submission.SHA256:
		return p, nil
	case err != nil && problem.KindOf(err) != problem.NotFound:
		return none, err
	}
	fresh, made := d.made(ctx, by, r)
	if made != nil {
		return none, made
	}
	facts := map[string]string{"actions": strconv.Itoa(len(fresh.Actions))}
	err = d.log.Do(ctx, d.act(by, "plan.make", r.ID, facts), func(ctx context.Context) error {
		if p.ID == "" {
			return d.plans.Insert(ctx, r.ID, fresh)
		}
		_, err := d.plans.Update(ctx, r.ID, p.Revision, func(p *Plan) error {
			p.add(&fresh)
			return nil
		})
		return err
	})
	if err != nil && problem.KindOf(err) != problem.Conflict {
		return none, err
	}
	return d.plans.Get(ctx, r.ID)
}

// made is the plan that a submission's findings ask for.
func (d *Desk) made(ctx context.Context, by account.Actor, r record) (Plan, error) {
	o, err := d.outcome(ctx, by, r)
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Organisation: r.Value.Organisation, Assessment: r.ID, SHA256: r.Value.Submission.SHA256, Made: d.clock().UTC(), Actions: []PlannedAction{}}
	for i := range o.Result.Findings {
		p.Actions = append(p.Actions, planned(o.Definition, &o.Result.Findings[i], r.Value.Submission.Day))
	}
	p.sort()
	return p, nil
}

// planned is the row for a finding; day is the one its deadlines count from.
func planned(def *questionnaires.Definition, f *scoring.Finding, day string) PlannedAction {
	a := PlannedAction{
		ID: ActionID(f.ID), Finding: f.ID, Action: f.Action, Tier: f.Tier, Status: Planned, History: []Step{},
		Safeguard: f.Due.Safeguard, Plan: f.Due.Plan, Due: f.Due.Closed, Latest: f.Due.Closed, Span: daysFrom(day, f.Due.Closed),
	}
	if action, ok := def.Action(f.Action); ok {
		a.Owner = action.Owner
	}
	return a
}

// sort puts what must be made safe first, then the most urgent tier, then the earliest date.
func (p *Plan) sort() {
	tiers := []questionnaires.Tier{questionnaires.Critical, questionnaires.Severe, questionnaires.Major, questionnaires.Minor}
	safe := func(a *PlannedAction) int {
		if a.Safeguard != "" {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(p.Actions, func(a, b PlannedAction) int {
		return cmp.Or(cmp.Compare(safe(&a), safe(&b)), cmp.Compare(slices.Index(tiers, a.Tier), slices.Index(tiers, b.Tier)), cmp.Compare(a.Due, b.Due))
	})
}

// add takes over the rows of a newer plan for findings that have none yet. Rows that are there stay as they are.
func (p *Plan) add(fresh *Plan) {
	for _, a := range fresh.Actions {
		if !slices.ContainsFunc(p.Actions, func(old PlannedAction) bool { return old.Finding == a.Finding }) {
			p.Actions = append(p.Actions, a)
		}
	}
	p.SHA256 = fresh.SHA256
	p.sort()
}

// Overdue reports whether an action is still to be done and its date has passed.
func (a *PlannedAction) Overdue(today string) bool {
	return a.Status != Done && a.Status != Effective && a.Due != "" && a.Due < today
}

// missedTwice reports whether the new date after a missed one was missed too.
func (a *PlannedAction) missedTwice(today string) bool { return a.Missed > 0 && a.Overdue(today) }

// plusDays is the day n days after a day.
func plusDays(day string, n int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly)
}

// daysFrom is the number of days from one day to another, 0 when either is none.
func daysFrom(from, to string) int {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

// PlanEdit is a change of one action. What is empty stays as it is.
type PlanEdit struct {
	Action ActionID
	Seen   store.Revision
	Owner  string
	Due    string // YYYY-MM-DD or as typed; not later than the tier allows
	Status ActionStatus
	Note   string
	Attach EvidenceID
}

// EditPlan changes one action and adds to its history. problem.Conflict "assessment.plan.changed" when the plan changed
// since it was seen; problem.Invalid names "owner", "due", "status" or "note".
func (d *Desk) EditPlan(ctx context.Context, by account.Actor, id ID, in PlanEdit) error {
	r, err := d.open(ctx, by, id, account.EditPlan)
	if err != nil {
		return err
	}
	p, err := d.plan(ctx, by, r)
	if err != nil {
		return err
	}
	if in.Attach != "" {
		if file, err := d.piece(ctx, by, in.Attach); err != nil || file.Removed {
			return cmp.Or(err, absent())
		}
	}
	changed := problem.New(problem.Conflict, "assessment.plan.changed")
	if in.Seen != p.Revision {
		return changed
	}
	at := slices.IndexFunc(p.Value.Actions, func(a PlannedAction) bool { return a.ID == in.Action })
	if at < 0 {
		return absent()
	}
	e := edit{PlanEdit: in, today: d.today(), at: d.clock().UTC(), by: by}
	action := p.Value.Actions[at]
	if err := e.apply(&action); err != nil {
		return err
	}
	facts := map[string]string{"action": string(in.Action), "status": string(action.Status)}
	err = d.log.Do(ctx, d.act(by, "plan.edit", id, facts), func(ctx context.Context) error {
		_, err := d.plans.Update(ctx, id, in.Seen, func(p *Plan) error {
			p.Actions[at] = action
			return nil
		})
		return err
	})
	if problem.KindOf(err) == problem.Conflict {
		return changed
	}
	if err != nil {
		return fmt.Errorf("edit the plan of assessment %s: %w", id, err)
	}
	return nil
}
