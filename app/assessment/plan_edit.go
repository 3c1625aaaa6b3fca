package assessment

import (
	"slices"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/questionnaires/rules"
)

// Effectiveness is checked so many days after an action was done.
const (
	firstCheck  = 90
	secondCheck = 180
)

// edit is one change of one action.
type edit struct {
	PlanEdit

	today string
	at    time.Time
	by    account.Actor
	form  problem.Form
}

// apply changes an action and adds a step to its history, or says everything that is wrong and leaves it.
func (e *edit) apply(a *PlannedAction) error {
	before := *a
	e.Note, e.Owner = clean(e.Note), cleanLine(e.Owner)
	if longer(e.Note, mostText) {
		e.form.Add("note", "assessment.answer.too_long", "most", showNumber(mostText*rules.One, e.by.Language))
	}
	if longer(e.Owner, mostShort) {
		e.form.Add("owner", "assessment.answer.too_long", "most", showNumber(mostShort*rules.One, e.by.Language))
	}
	if e.Owner != "" {
		a.Owner = e.Owner
	}
	if e.Attach != "" && !slices.Contains(a.Evidence, e.Attach) {
		a.Evidence = append(slices.Clone(a.Evidence), e.Attach)
	}
	day := e.day()
	if e.Status != "" && e.Status != a.Status {
		e.move(a, day)
	} else if day != "" && day != a.Due {
		e.reschedule(a, day)
	}
	if err := e.form.Err(); err != nil {
		*a = before
		return err
	}
	a.History = append(slices.Clone(before.History), Step{
		At: e.at, By: e.by.Person, Status: a.Status, Note: e.Note, Due: a.Due, Owner: a.Owner,
	})
	return nil
}

// day is the typed new date, "" when none was typed or it cannot be taken.
func (e *edit) day() string {
	typed := cleanLine(e.Due)
	if typed == "" {
		return ""
	}
	day, ok := parseDay(typed)
	if !ok {
		e.form.Add("due", "assessment.answer.date", "example", exampleDay)
		return ""
	}
	return day
}

// move takes the one transition that leads from the action's status to the wanted one.
func (e *edit) move(a *PlannedAction, day string) {
	open := a.Status == Planned || a.Status == Underway || a.Status == Failed
	switch {
	case e.Status == Underway && (a.Status == Planned || a.Status == Failed):
		e.begin(a, day)
	case e.Status == Done && open:
		e.finish(a, day)
	case e.Status == Effective && a.Status == Done:
		e.confirm(a)
	case e.Status == Failed && (a.Status == Done || a.Status == Effective):
		e.fail(a, day)
	default:
		e.form.Add("status", "assessment.plan.status")
	}
}

// begin takes an action up.
func (e *edit) begin(a *PlannedAction, day string) {
	a.Status = Underway
	if day != "" && day != a.Due {
		e.reschedule(a, day)
	}
}

// finish declares an action carried out; that needs evidence or a note. Whether it worked is asked later.
func (e *edit) finish(a *PlannedAction, day string) {
	if day != "" && day != a.Due {
		e.form.Add("due", "assessment.plan.closed")
	}
	if e.Note == "" && len(a.Evidence) == 0 {
		e.form.Add("note", "assessment.plan.proof")
	}
	a.Status, a.Check90, a.Check180 = Done, plusDays(e.today, firstCheck), plusDays(e.today, secondCheck)
}

// confirm declares that an action worked, when enough time has passed to see it.
func (e *edit) confirm(a *PlannedAction) {
	if e.today < a.Check90 {
		e.form.Add("status", "assessment.plan.too_soon", "day", a.Check90)
	}
	if e.Note == "" {
		e.form.Add("note", "assessment.plan.seen")
	}
	a.Status = Effective
}

// fail declares that an action did not work: it is open again, with a new date as far off as the first was.
func (e *edit) fail(a *PlannedAction, day string) {
	if e.Note == "" {
		e.form.Add("note", "assessment.plan.seen")
	}
	a.Status, a.Check90, a.Check180, a.Missed = Failed, "", "", 0
	a.Latest = plusDays(e.today, a.Span)
	if day == "" {
		e.form.Add("due", "assessment.plan.due_needed", "latest", a.Latest)
	}
	e.take(a, day)
}

// reschedule gives an action another date. Once a date was missed there is one new date, as far off again.
func (e *edit) reschedule(a *PlannedAction, day string) {
	if a.Status == Done || a.Status == Effective {
		e.form.Add("due", "assessment.plan.closed")
		return
	}
	if a.Overdue(e.today) {
		again := plusDays(a.Due, a.Span)
		if a.Missed > 0 || again < e.today {
			e.form.Add("due", "assessment.plan.due_twice")
			return
		}
		a.Missed, a.Latest = 1, again
	}
	e.take(a, day)
}

// take sets the date when it lies between today and the latest that the tier allows.
func (e *edit) take(a *PlannedAction, day string) {
	switch {
	case day == "":
	case day < e.today:
		e.form.Add("due", "assessment.plan.due_past")
	case day > a.Latest:
		e.form.Add("due", "assessment.plan.due_late", "latest", a.Latest)
	default:
		a.Due = day
	}
}
