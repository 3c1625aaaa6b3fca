package bench

import (
	"math/bits"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// handCondition is one condition, or one number, written as Go; slot is where its outcome stands.
type handCondition struct {
	slot   int32
	test   func(s []rules.Slot) rules.Truth
	number func(s []rules.Slot) rules.Slot
}

// handSheet evaluates the conditions written by hand, in the same slots and with the same hiding of questions.
type handSheet struct {
	raw, slots []rules.Slot
	conditions []handCondition
	shows      []int32 // by condition: the question it shows, or -1
	hidden     []bool
	first      []int32
	decls      []rules.Declaration
}

func newHandSheet(def *questionnaires.Definition, raw []rules.Slot, conditions []handCondition) *handSheet {
	h := &handSheet{raw: raw, conditions: conditions, decls: def.Declarations()}
	h.slots = make([]rules.Slot, len(raw)+len(h.conditions))
	h.hidden = make([]bool, len(h.decls))
	h.shows = make([]int32, len(h.conditions))
	for i := range h.shows {
		h.shows[i] = -1
	}
	for d := range h.decls {
		slot, _ := def.Program.Slot(h.decls[d].ID)
		h.first = append(h.first, int32(slot))
		if n, ok := def.Program.Node("show:" + h.decls[d].ID); ok {
			h.shows[n] = int32(d)
		}
	}
	h.first = append(h.first, int32(len(raw)))
	for d := range h.decls {
		h.refresh(d)
	}
	return h
}

// evaluate computes every condition.
func (h *handSheet) evaluate() {
	for i := range h.conditions {
		c := &h.conditions[i]
		if c.test == nil {
			h.slots[c.slot] = c.number(h.slots)
			continue
		}
		t := c.test(h.slots)
		h.slots[c.slot] = rules.Slot{N: int64(t), State: rules.Known}
		if d := h.shows[i]; d >= 0 {
			if hide := t == rules.False || t == rules.TruthNotApplicable; h.hidden[d] != hide {
				h.hidden[d] = hide
				h.refresh(int(d))
			}
		}
	}
}

// refresh shows a question's answers to the conditions, or hides them.
func (h *handSheet) refresh(d int) {
	first, blank := h.first[d], h.decls[d].BlankIsZero
	for slot := first; slot < h.first[d+1]; slot++ {
		v := h.raw[slot]
		switch {
		case h.hidden[d]:
			v = rules.Slot{State: rules.NotApplicable}
		case slot > first && h.raw[first].State != rules.Known:
			v = rules.Slot{State: h.raw[first].State}
		case slot > first && v.State == rules.Unknown && blank:
			v = rules.Slot{State: rules.Known}
		}
		h.slots[slot] = v
	}
}

func truth(b bool) rules.Truth {
	if b {
		return rules.True
	}
	return rules.False
}

func missing(s rules.State) rules.Truth {
	if s == rules.NotApplicable {
		return rules.TruthNotApplicable
	}
	return rules.TruthUnknown
}

func flag(v rules.Slot) rules.Truth { return rules.Truth(v.N) }

func not(t rules.Truth) rules.Truth {
	if t <= rules.True {
		return t ^ 1
	}
	return t
}

func and(a, b rules.Truth) rules.Truth {
	if b == rules.False {
		return rules.False
	}
	return max(a, b)
}

func or(a, b rules.Truth) rules.Truth {
	if b == rules.True {
		return rules.True
	}
	return max(a, b)
}

func is(v rules.Slot, option int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N == option)
}

func oneOf(v rules.Slot, options uint64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return rules.Truth(options >> uint64(v.N) & 1)
}

func hasAny(v rules.Slot, options int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N&options != 0)
}

func ticked(v rules.Slot, options int64) rules.Slot {
	if v.State != rules.Known {
		return rules.Slot{State: v.State}
	}
	return rules.Slot{N: int64(bits.OnesCount64(uint64(v.N & options))), State: rules.Known}
}

func equalTo(v rules.Slot, n int64) rules.Truth { return is(v, n) }

func lessThan(v rules.Slot, n int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N < n)
}

func atMostOf(v rules.Slot, n int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N <= n)
}

func moreThan(v rules.Slot, n int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N > n)
}

func atLeastOf(v rules.Slot, n int64) rules.Truth {
	if v.State != rules.Known {
		return missing(v.State)
	}
	return truth(v.N >= n)
}

// both is the state of what is computed from two values.
func both(a, b rules.State) rules.State {
	if a == rules.Unknown || b == rules.Unknown {
		return rules.Unknown
	}
	return max(a, b)
}

func less(a, b rules.Slot) rules.Truth {
	if state := both(a.State, b.State); state != rules.Known {
		return missing(state)
	}
	return truth(a.N < b.N)
}

func more(a, b rules.Slot) rules.Truth { return less(b, a) }

func plus(a, b rules.Slot) rules.Slot {
	if state := both(a.State, b.State); state != rules.Known {
		return rules.Slot{State: state}
	}
	return rules.Slot{N: a.N + b.N, State: rules.Known}
}

func minus(a, b rules.Slot) rules.Slot {
	if state := both(a.State, b.State); state != rules.Known {
		return rules.Slot{State: state}
	}
	return rules.Slot{N: a.N - b.N, State: rules.Known}
}

func times(a rules.Slot, by int64) rules.Slot {
	if a.State != rules.Known {
		return rules.Slot{State: a.State}
	}
	return rules.Slot{N: a.N * by, State: rules.Known}
}

// total adds up neighbouring cells.
func total(cells []rules.Slot) rules.Slot { return every(cells, 1) }

// every adds up every step-th cell.
func every(cells []rules.Slot, step int) rules.Slot {
	out := rules.Slot{State: rules.Known}
	for i := 0; i < len(cells); i += step {
		if cells[i].State != rules.Known {
			out.State = both(out.State, cells[i].State)
		}
		out.N += cells[i].N
	}
	if out.State != rules.Known {
		out.N = 0
	}
	return out
}

// share is a percentage in ten-thousandths, rounded half up.
func share(part, whole rules.Slot) rules.Slot {
	if state := both(part.State, whole.State); state != rules.Known {
		return rules.Slot{State: state}
	}
	if whole.N == 0 {
		return rules.Slot{State: rules.Unknown}
	}
	top := part.N * 100 * int64(rules.One)
	return rules.Slot{N: (2*top + whole.N) / (2 * whole.N), State: rules.Known}
}
