package reports

import (
	"cmp"
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// tally counts the applicable questions of a group: a domain, or a role.
type tally struct {
	asked    int
	answered int
	unknown  int
	blank    int
	earned   map[string]int64 // domain → Σ w·a·e, in millionths
	weights  map[string]int64 // domain → Σ w
}

// notKnown is the share of questions answered "not known", in millionths.
func (t tally) notKnown() scoring.Micro {
	if t.asked == 0 {
		return 0
	}
	return scoring.Micro(int64(t.unknown) * 1_000_000 / int64(t.asked))
}

func (c *company) tally(in func(*questionnaires.Question) bool) tally {
	t := tally{earned: map[string]int64{}, weights: map[string]int64{}}
	for i := range c.def.Questions {
		q := &c.def.Questions[i]
		state := c.stateOf(q.ID)
		if !in(q) || !c.asked(q) || state == questionnaires.NotApplicable {
			continue
		}
		t.asked++
		switch state {
		case questionnaires.NotKnown:
			t.unknown++
		case questionnaires.Unanswered, questionnaires.Claimed:
			t.blank++
		case questionnaires.Answered, questionnaires.InProgress, questionnaires.NotApplicable:
			t.answered++
		}
		if item, ok := c.found.items[q.ID]; ok && q.Role.Domain != "" {
			t.earned[q.Role.Domain] += q.Role.Weight * int64(item.Value) / 1000 * int64(item.Factor) / 1000
			t.weights[q.Role.Domain] += q.Role.Weight
		}
	}
	return t
}

// weakestOf returns the n domains in which the group's own questions earn least, the weakest first.
func (c *company) weakestOf(t tally, n int) []string {
	var ids []string
	for _, d := range c.def.Model.Domains {
		if t.weights[d.ID] > 0 && t.earned[d.ID] < t.weights[d.ID]*1_000_000 {
			ids = append(ids, d.ID)
		}
	}
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Compare(t.earned[a]/t.weights[a], t.earned[b]/t.weights[b])
	})
	return ids[:min(n, len(ids))]
}

func (c *company) needs() []Section {
	domains := c.domainNeeds()
	roles := c.roleNeeds()
	lead := c.say("needs.section.lead")
	if c.res.Published.Colour != green {
		lead += " " + c.say("needs.section.modules")
	}
	return []Section{{
		ID: "needs", Short: c.say("needs.section.short"), Title: c.needsTitle(), Lead: lead,
		Blocks: []Block{domains, roles},
	}}
}

// gap is the weight of a domain times what it lacks to 100 points, in millionths of 100 points.
func (c *company) gap(d *questionnaires.Domain) (scoring.Micro, bool) {
	r, ok := c.found.results[d.ID]
	if !ok || r.Value == nil {
		return 0, false
	}
	return scoring.Micro(int64(d.Weight) * (1_000_000 - int64(*r.Value)) / int64(rules.One)), true
}

// domainsByGap returns the domains that apply, the largest gap first.
func (c *company) domainsByGap() []*questionnaires.Domain {
	var list []*questionnaires.Domain
	for i := range c.def.Model.Domains {
		if _, ok := c.gap(&c.def.Model.Domains[i]); ok {
			list = append(list, &c.def.Model.Domains[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *questionnaires.Domain) int {
		x, _ := c.gap(a)
		y, _ := c.gap(b)
		return cmp.Compare(y, x)
	})
	return list
}

func (c *company) needsTitle() string {
	list := c.domainsByGap()
	if len(list) == 0 {
		return c.say("needs.section.empty")
	}
	if c.res.Published.Colour == green {
		return c.say("needs.section.small")
	}
	return c.say("needs.section.title", "Domain", lower(list[0].Name.In(c.lang)))
}

func (c *company) domainNeeds() Table {
	t := Table{
		Title: c.say("needs.domains.title"),
		Columns: []Column{
			{Head: c.say("column.domain"), Width: 44},
			{Head: c.say("needs.weight.head"), Width: 12, Align: Right},
			{Head: c.say("needs.value.head"), Width: 14, Align: Right},
			{Head: c.say("needs.gap.head"), Width: 14, Align: Right},
			{Head: c.say("needs.unknown.head"), Width: 16, Align: Right},
		},
		Note:  c.say("needs.domains.note", "Standing", c.standing()),
		Empty: c.say("needs.section.empty"),
	}
	for _, d := range c.domainsByGap() {
		gap, _ := c.gap(d)
		group := c.tally(func(q *questionnaires.Question) bool { return q.Role.Domain == d.ID })
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: d.Name.In(c.lang), Bold: d.Core},
			{Text: c.weight(d.Weight)},
			{Text: c.points(*c.found.results[d.ID].Value)},
			{Text: c.points(gap)},
			{Text: c.unknownShare(group)},
		}})
	}
	return t
}

// unknownShare writes the share of "not known" with the counts it comes from.
func (c *company) unknownShare(t tally) string {
	return c.say("needs.unknown.share", "Share", c.percent(t.notKnown()), "Unknown", c.whole(int64(t.unknown)), "Asked", c.whole(int64(t.asked)))
}

func (c *company) roleNeeds() Table {
	t := Table{
		Title: c.say("needs.roles.title"),
		Columns: []Column{
			{Head: c.say("needs.role.head"), Width: 22},
			{Head: c.say("needs.asked.head"), Width: 9, Align: Right},
			{Head: c.say("needs.blank.head"), Width: 12, Align: Right},
			{Head: c.say("needs.unknown.head"), Width: 15, Align: Right},
			{Head: c.say("needs.weak.head"), Width: 42},
		},
		Note: c.say("needs.roles.note"),
	}
	for _, role := range c.def.Roles {
		group := c.tally(func(q *questionnaires.Question) bool { return slices.Contains(q.Who, role.ID) })
		if group.asked == 0 {
			continue
		}
		var weak []string
		for _, id := range c.weakestOf(group, 2) {
			weak = append(weak, lower(c.domainName(id)))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: role.Text.In(c.lang), Bold: true},
			{Text: c.whole(int64(group.asked))},
			{Text: c.whole(int64(group.blank))},
			{Text: c.unknownShare(group)},
			{Text: cmp.Or(upper(strings.Join(weak, "; ")), c.say("value.none"))},
		}})
	}
	return t
}
