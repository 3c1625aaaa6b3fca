package account

import (
	"slices"
	"strings"
	"sync"

	"tuntas/app/problem"
)

// Action is something that a role may or may not do.
type Action string

// The actions of companies. Every operation of a domain package names one of them in its first line.
const (
	ReadProfile      Action = "profile.read"
	EditProfile      Action = "profile.edit"
	ReadPeople       Action = "people.read"
	ManagePeople     Action = "people.manage"
	StartAssessment  Action = "assessment.start"
	ReadAssessment   Action = "assessment.read"
	AnswerQuestions  Action = "assessment.answer"
	CommentOn        Action = "assessment.comment"
	ShareSections    Action = "assessment.share"
	SubmitAssessment Action = "assessment.submit"
	WithdrawOpen     Action = "assessment.withdraw"
	AddEvidence      Action = "evidence.add"
	ReadEvidence     Action = "evidence.read"
	ReadResult       Action = "result.read"
	DownloadReports  Action = "report.download"
	ReadPlan         Action = "plan.read"
	EditPlan         Action = "plan.edit"
	ReadHistory      Action = "history.read"
	ReadSecurityLog  Action = "security_log.read"
	ManagePlatform   Action = "platform.manage"
)

// Rule is one row of the table: who may do an action and in which states of its object. An action may have several rows,
// one for each kind of organisation.
type Rule struct {
	Action Action
	Roles  []Role
	Kind   Kind     // of the organisation; "" any
	States []string // of an assessment; empty: the object has no states or all are fine
	Shared []Role   // roles that may only where the section was shared with them
}

// ruled is Policy, built once for the many times that it is asked.
var ruled = sync.OnceValue(Policy) //nolint:gochecknoglobals // a compiled constant: nothing changes it

// Policy is the whole table: code, tests and the page that shows it read it.
func Policy() []Rule {
	var (
		owner   = []Role{Owner}
		readers = []Role{Owner, Viewer}
		shared  = []Role{Contributor}
		writing = []string{"draft", "clarification", "returned"}
		open    = []string{"draft", "submitted", "in_review", "clarification", "returned"}
		planned = []string{"submitted", "in_review", "clarification", "returned", "decided", "expired", "appealed"}
	)
	return []Rule{
		{Action: ReadProfile, Roles: slices.Concat(RolesOf(Company), RolesOf(Ministry), RolesOf(TrainingProvider))},
		{Action: EditProfile, Kind: Company, Roles: owner},
		{Action: ReadPeople, Kind: Company, Roles: RolesOf(Company)},
		{Action: ReadPeople, Kind: Ministry, Roles: []Role{Administrator, Auditor}},
		{Action: ReadPeople, Kind: TrainingProvider, Roles: []Role{Trainer}},
		{Action: ManagePeople, Kind: Company, Roles: owner},
		{Action: ManagePeople, Kind: Ministry, Roles: []Role{Administrator}},
		{Action: ManagePeople, Kind: TrainingProvider, Roles: []Role{Trainer}},
		{Action: StartAssessment, Kind: Company, Roles: owner},
		{Action: ReadAssessment, Kind: Company, Roles: readers, Shared: shared},
		{Action: AnswerQuestions, Kind: Company, Roles: owner, Shared: shared, States: writing},
		{Action: CommentOn, Kind: Company, Roles: owner, Shared: shared, States: writing},
		{Action: ShareSections, Kind: Company, Roles: owner, States: writing},
		{Action: SubmitAssessment, Kind: Company, Roles: owner, States: writing},
		{Action: WithdrawOpen, Kind: Company, Roles: owner, States: open},
		{Action: AddEvidence, Kind: Company, Roles: owner, Shared: shared, States: writing},
		{Action: ReadEvidence, Kind: Company, Roles: readers, Shared: shared},
		{Action: ReadResult, Kind: Company, Roles: readers},
		{Action: DownloadReports, Kind: Company, Roles: readers},
		{Action: ReadPlan, Kind: Company, Roles: readers},
		{Action: EditPlan, Kind: Company, Roles: owner, States: planned},
		{Action: ReadHistory, Kind: Company, Roles: readers, Shared: shared},
		{Action: ReadSecurityLog, Kind: Ministry, Roles: []Role{Auditor}},
		{Action: ManagePlatform, Kind: Ministry, Roles: []Role{Administrator}},
	}
}

// RolesOf are the roles that people can have in a kind of organisation.
func RolesOf(kind Kind) []Role {
	switch kind {
	case Company:
		return []Role{Owner, Contributor, Viewer}
	case Ministry:
		return []Role{Officer, Decider, Auditor, Administrator, InstrumentStaff, TaskForceViewer}
	case TrainingProvider:
		return []Role{Trainer}
	}
	return nil
}

// NeedsCode reports whether a role needs a code generator: whoever can submit, decide, look into many companies or give
// access to others. Contributors, viewers and members of task forces may have one.
func (r Role) NeedsCode() bool { return r != Contributor && r != Viewer && r != TaskForceViewer }

// keeps reports whether a role manages the people of its organisation, which is never left without one.
func (r Role) keeps() bool { return r == Owner || r == Administrator || r == Trainer }

// covers reports whether the row speaks of the actor's kind of organisation and role.
func (r Rule) covers(a Actor) bool {
	return (r.Kind == "" || r.Kind == a.Kind) && slices.Contains(RolesOf(a.Kind), a.Role) &&
		(slices.Contains(r.Roles, a.Role) || slices.Contains(r.Shared, a.Role))
}

func (a Actor) rule(action Action) (Rule, bool) {
	for _, r := range ruled() {
		if r.Action == action && r.covers(a) {
			return r, true
		}
	}
	return Rule{}, false
}

// Allow is nil when the actor may do the action to something of its own organisation in this state ("" for objects
// without states), and otherwise problem.Forbidden "account.forbidden" or, when only the state is in the way,
// problem.Conflict "account.state" with Args "state".
func (a Actor) Allow(action Action, state string) error {
	r, ok := a.rule(action)
	if !ok || a.Person == "" {
		return problem.New(problem.Forbidden, "account.forbidden")
	}
	if len(r.States) > 0 && !slices.Contains(r.States, state) {
		return problem.New(problem.Conflict, "account.state").With("state", state)
	}
	return nil
}

// May reports whether the actor's role may do the action in some state, for what menus offer. It permits nothing.
func (a Actor) May(action Action) bool {
	_, ok := a.rule(action)
	return ok
}

// OnlyShared reports whether the actor may do the action only in sections that were shared with them.
func (a Actor) OnlyShared(action Action) bool {
	r, ok := a.rule(action)
	return ok && slices.Contains(r.Shared, a.Role)
}

// Roles are all roles, company first.
func Roles() []Role {
	return slices.Concat(RolesOf(Company), RolesOf(Ministry), RolesOf(TrainingProvider))
}

// PolicyTable is the table for people to read, its head first: action, one column for each of Roles ("yes", "shared" for
// sections that were shared, or "") and the states in which it may be done ("" for all).
func PolicyTable() [][]string {
	head := []string{"action"}
	for _, role := range Roles() {
		head = append(head, string(role))
	}
	table := [][]string{append(head, "states")}
	for _, r := range Policy() {
		last := table[len(table)-1]
		if last[0] != string(r.Action) {
			last = make([]string, len(head)+1)
			last[0], last[len(head)] = string(r.Action), strings.Join(r.States, " ")
			table = append(table, last)
		}
		for i, role := range Roles() {
			switch {
			case slices.Contains(r.Shared, role):
				last[i+1] = "shared"
			case slices.Contains(r.Roles, role):
				last[i+1] = "yes"
			}
		}
	}
	return table
}
