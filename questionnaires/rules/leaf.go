package rules

// leaf is a condition that is one test of one slot, laid out as data, so that updateAll needs no call for it.
type leaf struct {
	kind  leafKind
	turn  Truth // 1 turns true and false round
	slot  int32
	low   uint64 // within: the smallest integer; among, meets: the options
	width uint64 // within: the largest less the smallest
}

// leafKind is what a leaf tests.
type leafKind uint8

const (
	computes leafKind = iota // a number
	calls                    // anything else
	reads                    // the outcome of another node
	within                   // the slot's integer lies in an interval
	among                    // the slot's index is in a set
	meets                    // the slot's bits meet a set
)

// leaf lays a compiled test out.
func (c *compiler) leaf(t *test) leaf {
	switch {
	case t == nil:
		return leaf{kind: computes}
	case t.op == negation:
		l := c.leaf(t.parts[0])
		if l.kind != calls {
			l.turn ^= True
		}
		return l
	case t.op == flag:
		return leaf{kind: reads, slot: slotOf(c.base, t.node)}
	case t.op == options && len(t.mask) == 1:
		return leaf{kind: among, slot: t.slot, low: t.mask[0], turn: truthOf(t.not)}
	case t.op == includes:
		return leaf{kind: meets, slot: t.slot, low: t.mask[0], turn: truthOf(t.not)}
	case t.op == compare && t.between != nil && t.between.low <= t.between.high:
		if slot, ok := c.single(t.left); ok {
			low := uint64(t.between.low)                            //nolint:gosec // wraps round, as the test does
			width := uint64(t.between.high) - uint64(t.between.low) //nolint:gosec // the width of an interval
			return leaf{kind: within, slot: slot, low: low, width: width, turn: truthOf(t.not)}
		}
	}
	return leaf{kind: calls}
}
