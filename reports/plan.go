package reports

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// ownRows is how many empty rows the action plan has for actions of the company's own.
const ownRows = 3

// planned is one action with the findings that ask for it, the most urgent first.
type planned struct {
	action   *questionnaires.Action
	findings []*scoring.Finding
}

// actions merges the findings that share an action; the order is that of the most urgent finding.
func (c *company) actions() []*planned {
	var out []*planned
	at := map[string]*planned{}
	for i := range c.res.Findings {
		f := &c.res.Findings[i]
		p, ok := at[f.Action]
		if !ok {
			p = &planned{action: pick(c, "action", c.found.actions, f.Action)}
			at[f.Action] = p
			out = append(out, p)
		}
		p.findings = append(p.findings, f)
	}
	return out
}

// due is the earliest deadline of each kind among the findings of an action.
func (p *planned) due() scoring.Due {
	var out scoring.Due
	for _, f := range p.findings {
		out.Safeguard = earlier(out.Safeguard, f.Due.Safeguard)
		out.Plan = earlier(out.Plan, f.Due.Plan)
		out.Closed = earlier(out.Closed, f.Due.Closed)
	}
	return out
}

// earlier is the earlier of two days; an empty one is none.
func earlier(a, b string) string {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// dueCell writes the deadlines of an action: when it is to be closed, and what comes before that.
func (c *company) dueCell(due scoring.Due) Cell {
	var first []string
	add := func(key, day string) {
		if day != "" {
			first = append(first, bound(c.say(key, "Date", c.shortDate(day))))
		}
	}
	add("due.short.safeguard", due.Safeguard)
	add("due.short.plan", due.Plan)
	if due.Closed == "" {
		return Cell{Second: strings.Join(first, "; ")}
	}
	return Cell{Text: bound(c.say("due.short.closed", "Date", c.shortDate(due.Closed))), Second: strings.Join(first, "; ")}
}

func (c *company) plan() []Section {
	actions := c.actions()
	t := Table{
		Columns: []Column{
			{Head: c.say("column.number"), Width: 4},
			{Head: c.say("plan.action.head"), Width: 38},
			{Head: c.say("plan.owner.head"), Width: 10},
			{Head: c.say("plan.proof.head"), Width: 19},
			{Head: c.say("column.due"), Width: 13},
			{Head: c.say("plan.filled.head"), Width: 10},
			{Head: c.say("plan.sign.head"), Width: 6},
		},
		Note: c.planNote(),
		Keep: true,
	}
	for i, p := range actions {
		t.Rows = append(t.Rows, Row{Anchor: "action-" + p.action.ID, Cells: []Cell{
			{Text: strconv.Itoa(i + 1), Link: "finding-" + p.findings[0].ID},
			{Text: p.action.Text.In(c.lang), Second: c.findingsOf(p), Bold: true},
			{Text: c.role(p.action.Owner)},
			{Text: c.everyProof(p.action.Proof)},
			c.dueCell(p.due()),
			{Box: true},
			{Box: true},
		}})
	}
	for range ownRows {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: strconv.Itoa(len(t.Rows) + 1)}, {Box: true}, {Box: true}, {Box: true}, {Box: true}, {Box: true}, {Box: true},
		}})
	}
	s := Section{ID: "plan", Short: c.say("plan.section.short"), Lead: c.say("plan.section.lead"), Blocks: []Block{t}}
	s.Title = c.say("plan.section.empty")
	if len(actions) > 0 {
		s.Title = c.say("plan.section.title",
			"Actions", bound(c.count("plan.tally.actions", len(actions))), "Findings", bound(c.count("plan.tally.findings", len(c.res.Findings))))
	}
	if ending := c.ending(); len(actions) == 0 && len(ending.Rows) > 0 {
		s.Blocks = append([]Block{ending}, s.Blocks...)
	}
	if progress := c.inProgress(); len(progress.Rows) > 0 {
		s.Blocks = append(s.Blocks, progress)
	}
	s.Blocks = append(s.Blocks, Lines{Label: c.say("plan.approved.label"), Count: 2})
	return []Section{s}
}

// findingsOf names the findings of an action by number and tier.
func (c *company) findingsOf(p *planned) string {
	var out []string
	for _, f := range p.findings {
		out = append(out, strconv.Itoa(c.numbers[f.ID])+" "+lower(c.tier(f.Tier)))
	}
	return c.count("plan.findings.text", len(out), "List", strings.Join(out, ", "))
}

func (c *company) planNote() string {
	tiers := []questionnaires.Tier{questionnaires.Critical, questionnaires.Severe, questionnaires.Major, questionnaires.Minor}
	var parts []string
	for _, tier := range tiers {
		parts = append(parts, c.count("plan.deadline.text", c.def.Model.Deadlines[tier].Closed, "Tier", c.tier(tier)))
	}
	said := c.say("plan.note.undated", "List", c.list(parts))
	if c.res.Date != "" {
		said = c.say("plan.note.text", "Date", c.date(c.res.Date), "List", c.list(parts))
	}
	if len(c.res.Findings) == 0 {
		return said
	}
	return said + " " + c.say("plan.note.platform")
}

// inProgress lists what the company says it is already working on.
func (c *company) inProgress() Table {
	t := Table{
		Title: c.say("plan.progress.title"),
		Columns: []Column{
			{Head: c.say("column.question"), Width: 60},
			{Head: c.say("plan.state.head"), Width: 20},
			{Head: c.say("column.due"), Width: 20},
		},
		Note: c.say("plan.progress.note"),
	}
	for i := range c.def.Questions {
		q := &c.def.Questions[i]
		if c.stateOf(q.ID) != questionnaires.InProgress || !c.asked(q) {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: q.Text.In(c.lang), Second: plain(c.answers.Answers[q.ID].Comment)}, {Box: true}, {Box: true},
		}})
	}
	return t
}
