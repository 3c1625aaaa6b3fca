package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires/rules"
)

// bound says how much effort a colour needs at least: what the cheapest mixture of whole and part changes would cost
// that lifts C, and every core domain, far enough. It is never more than the true need: questions that other changes
// can open or close count as fully proven from the start, and rounding is always in favour of the company.
type bound struct {
	target  Micro // C that the goal needs
	core    Micro // D that the goal needs of every core domain
	mean    int64 // share of the mean in C, in ten-thousandths
	lowest  int64
	base    []Micro // D by domain before any change
	weights []int64
	total   int64
	cores   []int
	gains   []gain // by change, in the order of the search
	orders  [][]int
}

// gain is what one change adds to D of its domain.
type gain struct {
	domain int
	d      Micro
	effort int64
}

// slack covers the roundings of L, D and the mean, in millionths.
const slack = 16

func newBound(s *Sheet, goal Colour) bound {
	m := &s.m.def.Model
	b := bound{mean: int64(m.ControlMean), lowest: int64(m.ControlCore)}
	if goal == Green {
		b.target, b.core = points(m.Colour.GreenControl), points(m.Colour.GreenCore)
		if s.m.controlsOnly() {
			b.target, b.core = points(m.ControlsColour.GreenFrom), 0
		}
	} else if s.m.controlsOnly() {
		b.target = points(m.ControlsColour.RedBelow)
	}
	return b
}

// prepare computes the gains for the changes in the order of the search.
func (b *bound) prepare(p *path) {
	s := p.base
	m := &s.m.def.Model
	open := p.moving()
	cells := p.openCells(open)
	layers := make([]int64, len(m.Domains))
	b.base, b.weights = make([]Micro, len(m.Domains)), make([]int64, len(m.Domains))
	for d := range m.Domains {
		var sum int64
		for l := range s.m.layers {
			if c := cells[d*s.m.layers+l]; c.weight > 0 {
				layers[d] += int64(m.Layers[l].Weight)
				sum += int64(m.Layers[l].Weight) * int64(layer(c.sums[scored], c.weight))
			}
		}
		if layers[d] == 0 {
			continue
		}
		b.base[d], b.weights[d] = divide(sum, layers[d]), int64(m.Domains[d].Weight)
		b.total += b.weights[d]
		if m.Domains[d].Core {
			b.cores = append(b.cores, d)
		}
	}
	b.gains = make([]gain, len(p.changes))
	for k, c := range p.changes {
		it, o := &s.m.items[c.item], s.out[c.item]
		b.gains[k] = gain{domain: it.domain, effort: c.effort}
		if open[c.item] || o.state == derived {
			continue
		}
		lift := up(it.weight*(fullCredit-int64(o.value)*int64(m.Evidence[o.level()].Factor)), perDecimal*cells[it.cell].weight)
		l := int64(m.Layers[it.cell%s.m.layers].Weight)
		b.gains[k].d = Micro(up(l*lift, layers[it.domain]))
	}
	b.rank()
}

// fullCredit is a·e for a = 1 and e = 1, both in ten-thousandths.
const fullCredit = int64(rules.One) * int64(rules.One)

// openCells is the sums of every layer before any change, with the questions that may open or close taken as fully
// proven.
func (p *path) openCells(open map[int]bool) []cell {
	s := p.base
	cells := make([]cell, len(s.cells))
	for i := range s.m.items {
		it, o := &s.m.items[i], s.out[i]
		if it.kind != controlItem || o.state == accepted || o.state == derived && !open[i] {
			continue
		}
		credit := int64(o.value) * int64(s.m.def.Model.Evidence[o.level()].Factor)
		if open[i] {
			credit = fullCredit
		}
		cells[it.cell].weight += it.weight
		cells[it.cell].sums[scored] += it.weight * credit
	}
	return cells
}

// moving is the questions whose place in the sums can change with the changes of the search.
func (p *path) moving() map[int]bool {
	ids := map[string]bool{}
	for _, c := range p.changes {
		ids[p.base.m.items[c.item].id] = true
	}
	open := map[int]bool{}
	for i := range p.base.m.items {
		it := &p.base.m.items[i]
		if it.question == nil || !it.question.Show.Present() {
			continue
		}
		if n, ok := p.base.m.prog.Node(it.question.Show.ID); ok {
			open[i] = slices.ContainsFunc(p.base.m.prog.Reads(n), func(q string) bool { return ids[q] })
		}
	}
	return open
}

func up(a, b int64) int64 { return (a + b - 1) / b }

// lift is what a change adds to C when the lowest core domain is taken to be core (−1: none).
func (b *bound) lift(g gain, core int) int64 {
	v := up(b.mean*b.weights[g.domain]*int64(g.d), max(b.total, 1))
	if len(b.cores) == 0 {
		v = up(int64(rules.One)*b.weights[g.domain]*int64(g.d), max(b.total, 1))
	}
	if g.domain == core {
		v += b.lowest * int64(g.d)
	}
	return v
}

// rank sorts the changes by lift per effort, once for each core domain that may be the lowest.
func (b *bound) rank() {
	cores := b.cores
	if len(cores) == 0 {
		cores = []int{-1}
	}
	for _, core := range cores {
		order := make([]int, len(b.gains))
		for i := range order {
			order[i] = i
		}
		slices.SortStableFunc(order, func(x, y int) int {
			gx, gy := b.gains[x], b.gains[y]
			return cmp.Compare(b.lift(gy, core)*max(gx.effort, 1), b.lift(gx, core)*max(gy.effort, 1))
		})
		b.orders = append(b.orders, order)
	}
}

// need is the least effort that changes from i on must still cost.
func (b *bound) need(p *path, i int) int64 {
	d := slices.Clone(b.base)
	for k, on := range p.chosen[:i] {
		if on {
			d[b.gains[k].domain] += b.gains[k].d
		}
	}
	return max(b.needControl(d, i), b.needCores(d, i))
}

// needControl is the least effort that lifts C to the target, whichever core domain is taken as the lowest.
func (b *bound) needControl(d []Micro, i int) int64 {
	var need int64
	for x, order := range b.orders {
		core := -1
		if len(b.cores) > 0 {
			core = b.cores[x]
		}
		missing := int64(rules.One) * int64(b.target-slack)
		for k := range d {
			missing -= b.lift(gain{domain: k, d: d[k]}, core)
		}
		need = max(need, fill(missing, i, order, func(k int) int64 { return b.lift(b.gains[k], core) }, b.gains))
	}
	return need
}

// needCores is the least effort that lifts every core domain to what the goal asks; no change helps two of them.
func (b *bound) needCores(d []Micro, i int) int64 {
	var need int64
	for x, core := range b.cores {
		need += fill(int64(b.core-slack-d[core]), i, b.orders[x], func(k int) int64 {
			if b.gains[k].domain != core {
				return 0
			}
			return int64(b.gains[k].d)
		}, b.gains)
	}
	return need
}

// fill is the cost of covering what is missing with whole changes in order and a part of the last one, rounded up.
// Changes before i are decided already. It is out of reach when all together do not cover it.
func fill(missing int64, i int, order []int, lift func(int) int64, gains []gain) int64 {
	var cost int64
	for _, k := range order {
		if missing <= 0 {
			return cost
		}
		v := lift(k)
		if k < i || v == 0 {
			continue
		}
		if v > missing {
			return cost + up(gains[k].effort*missing, v)
		}
		missing -= v
		cost += gains[k].effort
	}
	if missing <= 0 {
		return cost
	}
	return outOfReach
}

const outOfReach = int64(1) << 40
