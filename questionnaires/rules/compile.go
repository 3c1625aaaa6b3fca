package rules

import "math/bits"

// compiler turns tests and amounts into closures over the slots. The outcome of a node stands in its own slot behind
// those of the questions: N is its Truth, or its number.
type compiler struct {
	base   int32 // slot of node 0
	number []int // builder's source → node
}

// slotOf is the slot that holds the outcome of a node.
func slotOf(base int32, node int) int32 {
	return base + int32(node) //nolint:gosec // bounded by the number of sources
}

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

// missing is the outcome of reading a value that is not known.
func missing(s State) Truth { return TruthUnknown - Truth(s>>1) }

// not turns true and false round.
func not(t Truth) Truth { return t ^ (t>>1 ^ 1) }

func (c *compiler) test(t *test) func([]Slot) Truth {
	t.run = c.closure(t)
	return t.run
}

func (c *compiler) closure(t *test) func([]Slot) Truth {
	switch t.op {
	case constant:
		value := t.value
		return func([]Slot) Truth { return value }
	case all, some:
		parts := make([]func([]Slot) Truth, len(t.parts))
		for i, part := range t.parts {
			parts[i] = c.test(part)
		}
		if t.op == all {
			return allOf(parts)
		}
		return someOf(parts)
	case negation:
		part := c.test(t.parts[0])
		return func(s []Slot) Truth { return not(part(s)) }
	case flag:
		t.node = c.number[t.node]
		slot := slotOf(c.base, t.node)
		return func(s []Slot) Truth { return Truth(s[slot].N) } //nolint:gosec // a node's slot holds a Truth
	case options:
		return chosen(t)
	case includes:
		return hasAny(t)
	case compare:
		return c.comparison(t)
	}
	return nil
}

// allOf is Kleene's "and".
func allOf(parts []func([]Slot) Truth) func([]Slot) Truth {
	if len(parts) == 2 {
		a, b := parts[0], parts[1]
		return func(s []Slot) Truth {
			x := a(s)
			if x == False {
				return False
			}
			y := b(s)
			if y == False {
				return False
			}
			return max(x, y)
		}
	}
	return func(s []Slot) Truth {
		out := True
		for _, part := range parts {
			x := part(s)
			if x == False {
				return False
			}
			out = max(out, x)
		}
		return out
	}
}

// someOf is Kleene's "or".
func someOf(parts []func([]Slot) Truth) func([]Slot) Truth {
	if len(parts) == 2 {
		a, b := parts[0], parts[1]
		return func(s []Slot) Truth {
			x := a(s)
			if x == True {
				return True
			}
			y := b(s)
			if y == True {
				return True
			}
			return max(x, y)
		}
	}
	return func(s []Slot) Truth {
		out := False
		for _, part := range parts {
			x := part(s)
			if x == True {
				return True
			}
			out = max(out, x)
		}
		return out
	}
}

// chosen tests whether the one answer is among the options.
func chosen(t *test) func([]Slot) Truth {
	slot, mask, turn := t.slot, t.mask, truthOf(t.not)
	if len(mask) > 1 {
		return func(s []Slot) Truth {
			v := s[slot]
			if v.State != Known {
				return missing(v.State)
			}
			return truthOf(v.N >= 0 && v.N < int64(64*len(mask)) && mask.has(int(v.N))) ^ turn
		}
	}
	set := mask[0]
	if bits.OnesCount64(set) == 1 {
		only := int64(bits.TrailingZeros64(set))
		return func(s []Slot) Truth {
			v := s[slot]
			if v.State != Known {
				return missing(v.State)
			}
			return truthOf(v.N == only) ^ turn
		}
	}
	return func(s []Slot) Truth {
		v := s[slot]
		if v.State != Known {
			return missing(v.State)
		}
		return Truth(set>>uint64(v.N)&1) ^ turn //nolint:gosec // an index outside the options shifts everything out
	}
}

// hasAny tests whether one of the options is ticked.
func hasAny(t *test) func([]Slot) Truth {
	slot, set := t.slot, t.mask[0]
	return func(s []Slot) Truth {
		v := s[slot]
		if v.State != Known {
			return missing(v.State)
		}
		return truthOf(uint64(v.N)&set != 0) //nolint:gosec // a set of bits
	}
}
