package reports

import (
	"cmp"
	"fmt"
	"strconv"

	"tuntas/questionnaires"
)

// PlanInput is an action plan as it stands on a day. Definition, Date and Lang are needed; what is empty is left out.
type PlanInput struct {
	Definition   *questionnaires.Definition
	Lang         string // id or en
	Company      string
	Period       string
	Number       string // reference number of the assessment
	ResultSHA256 string // of the result that the plan comes from
	Date         string // day on which it stands like this, YYYY-MM-DD
	Rows         []PlanRow
}

// PlanRow is one action; the rows are printed in the order given. Texts are in the reader's language.
type PlanRow struct {
	Action  string
	Finding string // title of the finding that asks for it; empty for an action of the company's own
	Tier    questionnaires.Tier
	Owner   string // role
	Due     string // YYYY-MM-DD
	Proof   string // what closes it
	Status  string // word
	Overdue bool
	History []string // one line for each entry, the oldest first
}

// Plan composes the action plan as it stands, to be printed. It fails when lang is not id or en, or a tier is unknown.
func Plan(in PlanInput) (*Document, error) {
	w, err := newWords(in.Lang)
	if err != nil {
		return nil, fmt.Errorf("action plan: %w", err)
	}
	doc := (&actionPlan{words: w, in: in}).document()
	if w.err != nil {
		return nil, fmt.Errorf("action plan: %w", w.err)
	}
	return doc, nil
}

// actionPlan is one action plan being composed.
type actionPlan struct {
	*words
	in PlanInput
}

func (p *actionPlan) document() *Document {
	def, title := p.in.Definition, p.say("actions.document.title")
	subtitle := def.Title.In(p.lang)
	if p.in.Period != "" {
		subtitle += ", " + plain(p.in.Period)
	}
	hash := ""
	if p.in.ResultSHA256 != "" {
		hash = fingerprint(p.in.ResultSHA256)
	}
	return &Document{
		Lang: p.lang, Kind: "plan", Title: title, Subject: plain(p.in.Company), Subtitle: subtitle,
		Reference: referenced(plain(p.in.Number), p.say("report.questionnaire.named", "Title", def.Title.In(p.lang), "Version", p.whole(int64(def.Version)))),
		Hash:      hash, Date: cmp.Or(p.in.Date, def.Date), Words: p.layout(),
		Sections: []Section{p.section()},
	}
}

func (p *actionPlan) section() Section {
	s := Section{
		ID: "plan", Short: p.say("actions.section.short"), Title: p.title(),
		Lead: p.say("actions.section.lead", "Date", p.date(p.in.Date)),
	}
	if len(p.in.Rows) > 0 {
		s.Blocks = append(s.Blocks, p.table())
	}
	s.Blocks = append(s.Blocks, Lines{Label: p.say("plan.approved.label"), Count: 2})
	return s
}

// title counts the actions and those that are late.
func (p *actionPlan) title() string {
	late := 0
	for _, r := range p.in.Rows {
		if r.Overdue {
			late++
		}
	}
	actions := bound(p.count("plan.tally.actions", len(p.in.Rows)))
	switch {
	case len(p.in.Rows) == 0:
		return p.say("actions.section.empty")
	case late > 0:
		return p.say("actions.section.late", "Actions", actions, "Late", bound(p.whole(int64(late))))
	default:
		return p.say("actions.section.title", "Actions", actions)
	}
}

func (p *actionPlan) table() Table {
	t := Table{
		Columns: []Column{
			{Head: p.say("column.number"), Width: 5},
			{Head: p.say("plan.action.head"), Width: 38},
			{Head: p.say("plan.owner.head"), Width: 13},
			{Head: p.say("column.due"), Width: 13},
			{Head: p.say("plan.proof.head"), Width: 19},
			{Head: p.say("actions.status.head"), Width: 12},
		},
		Note: p.say("actions.note.text"), Keep: true,
	}
	for i, r := range p.in.Rows {
		row := Row{Anchor: "action-" + strconv.Itoa(i+1), Cells: []Cell{
			{Text: strconv.Itoa(i + 1)},
			{Text: plain(r.Action), Second: p.finding(r), Bold: true},
			{Text: plain(r.Owner)},
			p.due(r),
			{Text: plain(r.Proof)},
			{Text: plain(r.Status)},
		}}
		for _, line := range r.History {
			row.Notes = append(row.Notes, plain(line))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// finding names why the action is there.
func (p *actionPlan) finding(r PlanRow) string {
	switch {
	case r.Finding == "":
		return ""
	case r.Tier == "":
		return plain(r.Finding)
	default:
		return p.say("actions.finding.text", "Tier", p.say("tier."+string(r.Tier)), "Finding", plain(r.Finding))
	}
}

// due is the deadline, marked in words when it has passed.
func (p *actionPlan) due(r PlanRow) Cell {
	c := Cell{Text: p.shortDate(r.Due), Bold: r.Overdue}
	if r.Overdue {
		c.Second = p.say("actions.late.mark")
	}
	return c
}
