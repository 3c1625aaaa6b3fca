package scoring

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// pathNodes is how many sets of changes the search looks at before it stops looking for a cheaper one; about 50 ms on
// one core in 2026. A number of steps and not a clock: the same answers give the same path on any machine.
const pathNodes = 10_000

// change is one practice change: a control question answered as well as it can be, and verified on site.
type change struct {
	item   int
	effort int64
	to     string
	answer questionnaires.Answer
	past   bool // what happened cannot be undone: its class C flag closes with the proof
}

// PathToGreen searches the least-effort set of practice changes that really reaches Green, and the one that reaches
// the next better colour on the way. Facts (who works here, where, in which sector) are never proposed.
func (s *Sheet) PathToGreen() PathToGreen {
	s.Numbers()
	changes := s.changes()
	goals := []Colour{Green}
	if s.numbers.Colour >= Red {
		goals = []Colour{Green, Yellow}
	}
	var out PathToGreen
	for _, goal := range goals {
		p := newPath(s, changes, goal)
		p.search()
		steps, reachable := p.steps()
		if goal == Green {
			out = PathToGreen{Reachable: reachable, ProvenMinimal: p.proven(), Steps: steps}
			continue
		}
		out.Next = &Next{Colour: goal.String(), Reachable: reachable, ProvenMinimal: p.proven(), Steps: steps}
	}
	return out
}

// changes is every practice change that could help, in file order: control questions that are not yet as good as they
// can be, also those that do not apply now but may once others change.
func (s *Sheet) changes() []change {
	var list []change
	for i := range s.m.items {
		it := &s.m.items[i]
		if it.kind != controlItem || s.out[i].state == accepted {
			continue
		}
		value, label, ok := s.best(i)
		past := s.past(i)
		if past {
			value, label = questionnaires.AnswerValue{Codes: []string{it.question.Reach}}, it.question.Reach
		}
		if !ok || s.out[i].level() == 4 && s.out[i].told == full && s.said[i].Verified == nil && slices.Equal(s.said[i].Value.Codes, value.Codes) {
			continue
		}
		list = append(list, change{
			item: i, effort: it.question.Role.Effort, to: label, past: past,
			answer: questionnaires.Answer{
				State: questionnaires.Answered, Value: value,
				Evidence: []questionnaires.Evidence{{Level: 4}}, Review: questionnaires.ReviewAccepted,
			},
		})
	}
	return list
}

// past reports whether an item was answered with something that happened and cannot be undone: its Reach, or worse.
func (s *Sheet) past(i int) bool {
	it := &s.m.items[i]
	if it.question.Reach == "" || s.out[i].told != full {
		return false
	}
	reach := slices.IndexFunc(it.question.Options, func(o questionnaires.Option) bool { return o.Code == it.question.Reach })
	return it.options[s.run.Slot(it.slot).N] <= it.options[reach]
}

// best is the best answer a practice question can get; of several equally good ones the one that is given already.
// Tables have none: what stands in them are counts, and a count is a fact.
func (s *Sheet) best(i int) (value questionnaires.AnswerValue, label string, ok bool) {
	it := &s.m.items[i]
	q := it.question
	switch q.Kind {
	case rules.Single:
		return s.bestOption(i)
	case rules.Multiple:
		if it.combine == questionnaires.CombineWorst {
			return s.bestOption(i)
		}
		for _, o := range q.Options {
			if o.Code != q.None {
				value.Codes = append(value.Codes, o.Code)
			}
		}
		return value, "all", true
	case rules.Number:
		if it.measured || len(it.bands) == 0 {
			return value, "", false
		}
		n := bestNumber(it)
		return questionnaires.AnswerValue{Number: n}, decimalText(n), true
	default:
		return value, "", false
	}
}

func (s *Sheet) bestOption(i int) (value questionnaires.AnswerValue, label string, ok bool) {
	it, given := &s.m.items[i], s.said[i].Value.Codes
	options := it.question.Options
	k := 0
	for j := range options {
		better := it.options[j] > it.options[k]
		if better || it.options[j] == it.options[k] && slices.Contains(given, options[j].Code) && !slices.Contains(given, options[k].Code) {
			k = j
		}
	}
	return questionnaires.AnswerValue{Codes: []string{options[k].Code}}, options[k].Code, true
}

// bestNumber is the least number of the band with the best value.
func bestNumber(it *item) rules.Decimal {
	n, top := it.question.Min, rules.Decimal(-1)
	for i, b := range it.bands {
		if b.Value > top {
			top = b.Value
			if i > 0 {
				n = it.bands[i-1].Below
			}
		}
	}
	return n
}

// path is one search for the cheapest set of changes that reaches a colour.
type path struct {
	base    *Sheet
	sheet   *Sheet
	goal    Colour
	changes []change
	chosen  []bool
	forced  int // the first changes that no solution can do without
	best    []bool
	cost    int64
	found   bool
	nodes   int
	bound   bound
}

func newPath(s *Sheet, changes []change, goal Colour) *path {
	return &path{
		base: s, sheet: s.Clone(), goal: goal, changes: slices.Clone(changes),
		chosen: make([]bool, len(changes)), bound: newBound(s, goal),
	}
}

func (p *path) set(i int, on bool) {
	if p.chosen[i] == on {
		return
	}
	c := &p.changes[i]
	p.chosen[i] = on
	answer := p.base.said[c.item]
	if on {
		answer = c.answer
	}
	p.sheet.Set(p.base.m.items[c.item].id, answer)
	if c.past {
		p.closeFlags()
	}
}

// closeFlags closes every class C flag that rests on past events alone, all of them now proven to be put right. Class
// A and B flags take a second reviewer and leave a floor: no path promises that.
func (p *path) closeFlags() {
	proven := map[string]bool{}
	for i, on := range p.chosen {
		if c := &p.changes[i]; on && c.past {
			proven[p.base.m.items[c.item].id] = true
		}
	}
	for i := range p.base.m.findings {
		f := &p.base.m.findings[i]
		if f.class != 2 || p.base.recorded(f.def.ID, questionnaires.FlagOpen) {
			continue
		}
		p.sheet.run.Release(f.node)
		p.sheet.Numbers()
		rests := p.sheet.run.Because(f.node)
		if len(rests) > 0 && !slices.ContainsFunc(rests, func(q string) bool { return !proven[q] }) {
			p.sheet.run.Force(f.node, rules.False)
		}
	}
}

func (p *path) reached() bool {
	p.nodes++
	return p.sheet.Numbers().Colour <= p.goal
}

// search finds a first solution by taking changes away from all of them, the dearest and least useful first, and then
// looks for a cheaper one by branch and bound.
func (p *path) search() {
	for i := range p.changes {
		p.set(i, true)
	}
	if !p.reached() {
		return
	}
	p.order()
	p.bound.prepare(p)
	p.reduce()
	for i := range p.changes {
		p.set(i, i < p.forced)
	}
	p.branch(p.forced, p.spent())
	for i := range p.changes {
		p.set(i, p.best[i])
	}
	p.reduce()
}

// order puts the changes without which the goal is out of reach first, then the others by usefulness per effort.
func (p *path) order() {
	forced := map[int]bool{}
	for i := range p.changes {
		p.set(i, false)
		forced[p.changes[i].item] = !p.reached()
		p.set(i, true)
	}
	gains := map[string]Micro{}
	for _, g := range p.base.Gains() {
		gains[g.Question] = g.Gain
	}
	slices.SortStableFunc(p.changes, func(a, b change) int {
		if forced[a.item] != forced[b.item] {
			return truth(forced[b.item]) - truth(forced[a.item])
		}
		ga, gb := gains[p.base.m.items[a.item].id], gains[p.base.m.items[b.item].id]
		return cmp.Compare(int64(gb)*max(a.effort, 1), int64(ga)*max(b.effort, 1))
	})
	for p.forced < len(p.changes) && forced[p.changes[p.forced].item] {
		p.forced++
	}
}

// reduce drops changes from the end as long as the goal holds, and keeps what is left.
func (p *path) reduce() {
	for i := len(p.changes) - 1; i >= p.forced; i-- {
		if !p.chosen[i] {
			continue
		}
		p.set(i, false)
		if !p.reached() {
			p.set(i, true)
		}
	}
	p.keep()
}

func (p *path) keep() {
	p.best, p.cost, p.found = slices.Clone(p.chosen), p.spent(), true
}

func (p *path) spent() int64 {
	var n int64
	for i, on := range p.chosen {
		if on {
			n += p.changes[i].effort
		}
	}
	return n
}

// branch decides change i and those after it, having spent so much.
func (p *path) branch(i int, spent int64) {
	if p.nodes >= pathNodes || spent >= p.cost {
		return
	}
	if p.reached() {
		p.keep()
		return
	}
	if i == len(p.changes) || spent+p.bound.need(p, i) >= p.cost {
		return
	}
	p.set(i, true)
	p.branch(i+1, spent+p.changes[i].effort)
	p.set(i, false)
	p.branch(i+1, spent)
}

func (p *path) proven() bool { return p.found && p.nodes < pathNodes }

func (p *path) steps() ([]Step, bool) {
	list := []Step{}
	for i, on := range p.best {
		if on {
			c := &p.changes[i]
			list = append(list, Step{Question: p.base.m.items[c.item].id, To: c.to, Effort: c.effort})
		}
	}
	slices.SortFunc(list, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Effort, b.Effort), cmp.Compare(p.base.m.index[a.Question], p.base.m.index[b.Question]))
	})
	return list, p.found
}

// decimalText writes an answer as it stands in an answers file.
func decimalText(d rules.Decimal) string {
	whole, rest := int64(d)/int64(rules.One), int64(d)%int64(rules.One)
	if rest == 0 {
		return strconv.FormatInt(whole, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%04d", whole, rest), "0")
}
