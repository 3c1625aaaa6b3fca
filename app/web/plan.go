package web

import (
	"fmt"
	"strconv"
	"strings"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
	"tuntas/reports"
)

// planPages is the action plan.
type planPages struct {
	desk     *assessment.Desk
	accounts *account.Accounts
}

// planPage is all actions of a plan.
type planPage struct {
	page
	Head    assessmentHead
	Rows    []planRow
	Late    int
	Done    int
	Changes bool
}

// planRow is one action.
type planRow struct {
	Number                            int
	Action, Finding, Tier             string
	Owner, Due, Safeguard, Proof      string
	Status, Word, Check, Href, Detail string
	Late, SafeguardLate               bool
	History                           []planStep
}

// planStep is one entry of an action's history.
type planStep struct{ When, Who, Word, Note string }

// planInput is everything that a plan's pages are made of.
type planInput struct {
	view     *assessment.View
	plan     assessment.Plan
	revision store.Revision
	names    map[account.PersonID]string
}

func (p *planPages) open(r *request) (*planInput, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return nil, err
	}
	plan, revision, err := p.desk.Plan(r.context(), r.actor, v.ID)
	if err != nil {
		return nil, err
	}
	in := &planInput{view: v, plan: plan, revision: revision, names: map[account.PersonID]string{}}
	for i := range plan.Actions {
		for _, step := range plan.Actions[i].History {
			if _, ok := in.names[step.By]; ok {
				continue
			}
			if in.names[step.By], err = p.accounts.NameOf(r.context(), r.actor.Organisation, step.By); err != nil {
				return nil, err
			}
		}
	}
	return in, nil
}

// show lists the actions.
func (p *planPages) show(r *request) error {
	in, err := p.open(r)
	if err != nil {
		return err
	}
	data := planOf(in, r.words)
	data.page = r.page("plan.page.title")
	data.Nav, data.Changes = navAssessments, p.changes(r, in)
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{r.t("result.crumb.title"), under(in.view.ID, "hasil")}, crumb{Title: data.Title})
	return r.show("plan", data)
}

func (p *planPages) changes(r *request, in *planInput) bool {
	return r.actor.Allow(account.EditPlan, string(in.view.Assessment.State)) == nil
}

// planOf builds the list of actions.
func planOf(in *planInput, w *words) planPage {
	data := planPage{Head: headOf(in.view.ID, &in.view.Assessment, in.view.Definition, w)}
	for i := range in.plan.Actions {
		row := in.row(i, w)
		data.Rows = append(data.Rows, row)
		if row.Late || row.SafeguardLate {
			data.Late++
		}
		if settled(in.plan.Actions[i].Status) {
			data.Done++
		}
	}
	return data
}

// settled reports whether an action was carried out.
func settled(s assessment.ActionStatus) bool {
	return s == assessment.Done || s == assessment.Effective
}

func (in *planInput) row(i int, w *words) planRow {
	a, def, today := &in.plan.Actions[i], in.view.Definition, in.view.Today
	row := planRow{
		Number: i + 1, Tier: w.t("tier." + string(a.Tier) + ".word"), Owner: ownerWords(def, a.Owner, w.lang), Due: w.day(a.Due),
		Safeguard: w.day(a.Safeguard), Status: string(a.Status), Word: w.t("action.status." + string(a.Status)),
		Href: under(in.view.ID, "rencana", string(a.ID)), Detail: under(in.view.ID, "hasil", "temuan", a.Finding),
		Late:          a.Overdue(today),
		SafeguardLate: a.Status == assessment.Planned && a.Safeguard != "" && a.Safeguard < today,
	}
	if action, ok := def.Action(a.Action); ok {
		row.Action, row.Proof = action.Text.In(w.lang), strings.Join(proofWords(def, action.Proof, w.lang), "; ")
	}
	if finding, ok := def.Finding(a.Finding); ok {
		row.Finding = finding.Title.In(w.lang)
	}
	if a.Status == assessment.Done && a.Check90 != "" {
		row.Check = w.t("plan.check.text", "First", w.day(a.Check90), "Second", w.day(a.Check180))
	}
	for _, step := range a.History {
		row.History = append(row.History, planStep{w.instant(step.At), in.names[step.By], w.t("action.status." + string(step.Status)), step.Note})
	}
	return row
}

// ownerWords is the role that owns an action: one of the questionnaire's, or the company's own words.
func ownerWords(def *questionnaires.Definition, owner, lang string) string {
	if known := roleWords(def, []string{owner}, lang); len(known) > 0 {
		return known[0]
	}
	return owner
}

// actionPage is one action to be changed.
type actionPage struct {
	page
	Head     assessmentHead
	Action   string // path of the form
	Row      planRow
	Owners   []kindView
	OwnOwner string // as stored: a role of the questionnaire or own words
	OwnRole  string // own words alone
	WasRole  string // own words as stored
	Due      string
	WasDue   string
	Status   string
	Was      string // status as stored
	Statuses []kindView
	Note     string
	Seen     string
	Files    []evidenceRow
	Own      []evidenceRow
	Attach   string
	Changes  bool
}

func (p *planPages) form(r *request) (actionPage, error) {
	in, err := p.open(r)
	if err != nil {
		return actionPage{}, err
	}
	for i := range in.plan.Actions {
		a := &in.plan.Actions[i]
		if string(a.ID) != r.param("action") {
			continue
		}
		data := actionPage{
			page: r.page("plan.action.title", "Number", i+1), Head: headOf(in.view.ID, &in.view.Assessment, in.view.Definition, r.words),
			Action: under(in.view.ID, "rencana", string(a.ID)), Row: in.row(i, r.words), Due: r.words.day(a.Due), Status: string(a.Status), WasDue: r.words.day(a.Due), Was: string(a.Status),
			Seen: strconv.FormatInt(int64(in.revision), 10), OwnOwner: a.Owner, Changes: p.changes(r, in),
		}
		data.Nav = navAssessments
		data.Crumbs = append(data.Head.crumbs(r.words), crumb{r.t("plan.page.title"), under(in.view.ID, "rencana")}, crumb{Title: data.Title})
		if len(roleWords(in.view.Definition, []string{a.Owner}, r.lang)) == 0 {
			data.OwnRole, data.WasRole = a.Owner, a.Owner
		}
		for _, role := range in.view.Definition.Roles {
			data.Owners = append(data.Owners, kindView{role.ID, role.Text.In(r.lang)})
		}
		for _, s := range nextStatuses(a.Status) {
			data.Statuses = append(data.Statuses, kindView{string(s), r.t("action.status." + string(s))})
		}
		return data, p.files(r, a, &data)
	}
	return actionPage{}, absent()
}

// nextStatuses are the statuses that an action can have next, the one it has included.
func nextStatuses(now assessment.ActionStatus) []assessment.ActionStatus {
	switch now {
	case assessment.Underway:
		return []assessment.ActionStatus{now, assessment.Done}
	case assessment.Done:
		return []assessment.ActionStatus{now, assessment.Effective, assessment.Failed}
	case assessment.Effective:
		return []assessment.ActionStatus{now, assessment.Failed}
	case assessment.Planned, assessment.Failed:
	}
	return []assessment.ActionStatus{now, assessment.Underway, assessment.Done}
}

// files are the files that close the action, and those that can.
func (p *planPages) files(r *request, a *assessment.PlannedAction, data *actionPage) error {
	all, err := p.desk.Library(r.context(), r.actor)
	if problem.KindOf(err) == problem.Forbidden {
		return nil
	}
	if err != nil {
		return err
	}
	attached := map[assessment.EvidenceID]bool{}
	for _, id := range a.Evidence {
		attached[id] = true
	}
	for i := range all {
		row := fileRow(&all[i], r.words)
		if attached[all[i].ID] {
			data.Files = append(data.Files, row)
		} else {
			data.Own = append(data.Own, row)
		}
	}
	return nil
}

// action shows one action.
func (p *planPages) action(r *request) error {
	data, err := p.form(r)
	if err != nil {
		return err
	}
	return r.show("action", data)
}

// edit changes one action.
func (p *planPages) edit(r *request) error {
	form, id := r.form(), assessment.ID(r.param("id"))
	seen, _ := strconv.ParseInt(form.Get("seen"), 10, 64)
	owner := form.Get("owner")
	if own := unlessSame(form, "own_owner"); own != "" { // a role that was just typed counts, whatever is chosen above it
		owner = own
	} else if owner == "" {
		owner = oneLine(form.Get("own_owner"))
	}
	in := assessment.PlanEdit{
		Action: assessment.ActionID(r.param("action")), Seen: store.Revision(seen), Owner: owner, Due: unlessSame(form, "due"),
		Status: assessment.ActionStatus(unlessSame(form, "status")), Note: manyLines(form.Get("note")), Attach: assessment.EvidenceID(form.Get("attach")),
	}
	err := p.desk.EditPlan(r.context(), r.actor, id, in)
	if err == nil {
		return r.redirect(under(id, "rencana") + "?kabar=rencana")
	}
	kind := problem.KindOf(err)
	if kind != problem.Invalid && kind != problem.Conflict {
		return err
	}
	data, failed := p.form(r)
	if failed != nil {
		return failed
	}
	data.OwnOwner, data.OwnRole, data.Note, data.Attach = owner, oneLine(form.Get("own_owner")), in.Note, string(in.Attach)
	data.Due, data.Status = oneLine(form.Get("due")), form.Get("status")
	data.Faults = r.faults(err)
	return r.showStatus(statusOf(err), "action", data)
}

// unlessSame is the value of a field that was changed; "" for one that says what it said when the form was shown.
func unlessSame(f fields, name string) string {
	if typed := oneLine(f.Get(name)); typed != f.Get("was."+name) {
		return typed
	}
	return ""
}

// planPDF is the plan as it stands, on paper.
func (p *planPages) planPDF(r *request) error {
	in, err := p.open(r)
	if err != nil {
		return err
	}
	input := reports.PlanInput{
		Definition: in.view.Definition, Lang: r.lang, Company: r.actor.OrganisationName, Period: in.view.Assessment.Period,
		Number: in.view.Assessment.Reference, Date: in.view.Today,
	}
	for i := range in.plan.Actions {
		row, a := in.row(i, r.words), &in.plan.Actions[i]
		out := reports.PlanRow{
			Action: row.Action, Finding: row.Finding, Tier: a.Tier, Owner: row.Owner, Due: a.Due, Proof: row.Proof, Status: row.Word,
			Overdue: row.Late || row.SafeguardLate,
		}
		for _, step := range row.History {
			out.History = append(out.History, strings.Trim(step.When+", "+step.Who+": "+step.Word+". "+step.Note, " "))
		}
		input.Rows = append(input.Rows, out)
	}
	doc, err := reports.Plan(input)
	if err != nil {
		return fmt.Errorf("plan of %s: %w", in.view.ID, err)
	}
	return r.paper(in.view.Assessment.Reference+"-"+r.t("reports.name.plan"), doc)
}
