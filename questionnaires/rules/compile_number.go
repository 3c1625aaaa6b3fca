package rules

import "math/bits"

// comparison compiles a comparison of numbers. With a literal it is a test whether the left integer lies in an interval.
func (c *compiler) comparison(t *test) func([]Slot) Truth {
	turn := truthOf(t.not)
	if t.between == nil {
		return c.comparisonOfTwo(t, turn)
	}
	c.amount(t.right)
	low, width := t.between.low, uint64(t.between.high)-uint64(t.between.low) //nolint:gosec // the width of an interval
	left := c.amount(t.left)
	if t.between.low > t.between.high {
		return func(s []Slot) Truth {
			if v := left(s); v.State != Known {
				return missing(v.State)
			}
			return turn
		}
	}
	if slot, ok := c.single(t.left); ok {
		return func(s []Slot) Truth {
			v := s[slot]
			if v.State != Known {
				return missing(v.State)
			}
			return truthOf(uint64(v.N)-uint64(low) <= width) ^ turn //nolint:gosec // wraps round below low
		}
	}
	if t.left.op == ticked {
		slot, mask := t.left.slots[0], t.left.mask
		return func(s []Slot) Truth {
			v := s[slot]
			if v.State != Known {
				return missing(v.State)
			}
			return truthOf(uint64(bits.OnesCount64(uint64(v.N)&mask))-uint64(low) <= width) ^ turn //nolint:gosec // as above
		}
	}
	if fast := shareBetween(t, turn); fast != nil {
		return fast
	}
	return func(s []Slot) Truth {
		v := left(s)
		if v.State != Known {
			return missing(v.State)
		}
		return truthOf(uint64(v.N)-uint64(low) <= width) ^ turn //nolint:gosec // as above
	}
}

// shareBetween compares a share with a literal without dividing: a/b rounded half up is at least n when 2a is at least
// (2n−1)·b. It is nil when the whole can be negative or a product might not fit.
func shareBetween(t *test, turn Truth) func([]Slot) Truth {
	a := t.left
	if a.op != share || a.right.span.low < 0 {
		return nil
	}
	least, most := t.between.low > a.span.low, t.between.high < a.span.high
	if least == most {
		return nil // all or nothing, or both ends: not worth a form of its own
	}
	bound := t.between.low
	if most {
		bound, turn = t.between.high+1, turn^True // at most n is not at least n+1
	}
	factor, ok1 := times(2, bound)
	factor, ok2 := times(factor-1, a.rightBy)
	byPart, ok3 := times(2, a.leftBy)
	_, ok4 := a.right.span.scale(factor)
	_, ok5 := a.left.span.scale(byPart)
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 {
		return nil
	}
	part, whole := a.left.run, a.right.run
	return func(s []Slot) Truth {
		x, y := part(s), whole(s)
		if state := both(x.State, y.State); state != Known {
			return missing(state)
		}
		if y.N == 0 {
			return TruthUnknown
		}
		return truthOf(x.N*byPart >= y.N*factor) ^ turn
	}
}

// single is the one slot whose integer is the amount itself.
func (c *compiler) single(a *amount) (int32, bool) {
	if a.op == derived {
		return slotOf(c.base, a.node), true
	}
	if a.op == answer || a.op == step {
		return a.slots[0], true
	}
	return 0, false
}

// comparisonOfTwo compiles a comparison of two numbers. Every relation is "less" or "equal", with the sides or the
// outcome turned round; factors by which a side is multiplied join those that bring both to one denominator.
func (c *compiler) comparisonOfTwo(t *test, turn Truth) func([]Slot) Truth {
	left, byLeft := c.unscaled(t.left, t.leftBy)
	right, byRight := c.unscaled(t.right, t.rightBy)
	if t.relation == "==" {
		return func(s []Slot) Truth {
			a, b := left(s), right(s)
			if state := both(a.State, b.State); state != Known {
				return missing(state)
			}
			return truthOf(a.N*byLeft == b.N*byRight) ^ turn
		}
	}
	if t.relation == ">" || t.relation == "<=" {
		left, byLeft, right, byRight = right, byRight, left, byLeft
	}
	if t.relation == "<=" || t.relation == ">=" {
		turn ^= True
	}
	return func(s []Slot) Truth {
		a, b := left(s), right(s)
		if state := both(a.State, b.State); state != Known {
			return missing(state)
		}
		return truthOf(a.N*byLeft < b.N*byRight) ^ turn
	}
}

// unscaled compiles an amount and takes the literal factors off it; the bounds of the product were checked before.
func (c *compiler) unscaled(a *amount, by int64) (func([]Slot) Slot, int64) {
	run := c.amount(a)
	for a.op == scaled {
		by *= a.number
		a, run = a.left, a.left.run
	}
	return run, by
}

// both is the state of what is computed from two values: the unknown outranks the not applicable, that the known.
func both(a, b State) State {
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return max(a, b)
}

func (c *compiler) amount(a *amount) func([]Slot) Slot {
	a.run = c.formula(a)
	return a.run
}

func (c *compiler) formula(a *amount) func([]Slot) Slot {
	switch a.op {
	case literal:
		value := Slot{N: a.number, State: Known}
		return func([]Slot) Slot { return value }
	case derived:
		a.node = c.number[a.node]
		slot := slotOf(c.base, a.node)
		return func(s []Slot) Slot { return s[slot] }
	case answer, step:
		slot := a.slots[0]
		return func(s []Slot) Slot { return s[slot] }
	case ticked:
		slot, mask := a.slots[0], a.mask
		return func(s []Slot) Slot {
			v := s[slot]
			if v.State != Known {
				return Slot{State: v.State}
			}
			return Slot{N: int64(bits.OnesCount64(uint64(v.N) & mask)), State: Known} //nolint:gosec // a set of bits
		}
	case total:
		return totalOf(a.slots)
	case plus, minus:
		left, right, byLeft, byRight := c.amount(a.left), c.amount(a.right), a.leftBy, a.rightBy
		return func(s []Slot) Slot {
			x, y := left(s), right(s)
			if state := both(x.State, y.State); state != Known {
				return Slot{State: state}
			}
			return Slot{N: x.N*byLeft + y.N*byRight, State: Known}
		}
	case scaled:
		left, by := c.amount(a.left), a.number
		return func(s []Slot) Slot {
			v := left(s)
			if v.State != Known {
				return Slot{State: v.State}
			}
			return Slot{N: v.N * by, State: Known}
		}
	case share:
		return c.shareOf(a)
	}
	return nil
}

// totalOf adds cells up.
func totalOf(slots []int32) func([]Slot) Slot {
	first, last := slots[0], slots[len(slots)-1]
	if int(last-first) == len(slots)-1 {
		return func(s []Slot) Slot {
			sum := int64(0)
			cells := s[first : last+1]
			for i := range cells {
				if cells[i].State != Known {
					return Slot{State: stateOf(s, slots)}
				}
				sum += cells[i].N
			}
			return Slot{N: sum, State: Known}
		}
	}
	return func(s []Slot) Slot {
		sum := int64(0)
		for _, slot := range slots {
			if s[slot].State != Known {
				return Slot{State: stateOf(s, slots)}
			}
			sum += s[slot].N
		}
		return Slot{N: sum, State: Known}
	}
}

// stateOf is the state of what is computed from several slots.
func stateOf(s []Slot, slots []int32) State {
	state := Known
	for _, slot := range slots {
		state = both(state, s[slot].State)
	}
	return state
}

// shareOf computes a percentage, in ten-thousandths, rounded half up; the share of nothing is unknown.
func (c *compiler) shareOf(a *amount) func([]Slot) Slot {
	part, whole, byPart, byWhole := c.amount(a.left), c.amount(a.right), a.leftBy, a.rightBy
	return func(s []Slot) Slot {
		x, y := part(s), whole(s)
		if state := both(x.State, y.State); state != Known {
			return Slot{State: state}
		}
		if y.N == 0 {
			return Slot{State: Unknown}
		}
		return Slot{N: roundHalfUp(x.N*byPart, y.N*byWhole), State: Known}
	}
}
