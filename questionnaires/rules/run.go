package rules

import "math/bits"

// Run holds one answer sheet and the outcome of every expression on it. It is for one goroutine at a time.
type Run struct {
	program *Program
	raw     []Slot   // the answers as they were set
	slots   []Slot   // the answers as conditions see them, and behind them the outcomes of the nodes
	hidden  []bool   // by declaration, as of the last Update
	forced  []Truth  // by node: the outcome imposed from outside, or unforced
	dirty   []uint64 // the nodes to be evaluated
	fresh   bool     // everything is to be evaluated and returned
	moved   []uint64 // the declarations whose effective slots have changed since the last Update
	changed []Node
	found   causes  // what causes used last
	asked   []int32 // the declarations published by the last Update
}

const unforced Truth = 255

// NewRun makes a run on which nothing has been answered.
func (p *Program) NewRun() *Run {
	r := &Run{
		program: p,
		raw:     make([]Slot, p.base),
		slots:   make([]Slot, int(p.base)+len(p.nodes)),
		hidden:  make([]bool, len(p.decls)),
		forced:  make([]Truth, len(p.nodes)),
		dirty:   make([]uint64, len(p.nodes)/64+1),
		moved:   make([]uint64, len(p.decls)/64+1),
		changed: make([]Node, 0, len(p.nodes)),
		asked:   make([]int32, 0, len(p.decls)),
	}
	r.Reset()
	return r
}

// Reset forgets all answers and everything forced.
func (r *Run) Reset() {
	clear(r.raw)
	clear(r.hidden)
	for i := range r.forced {
		r.forced[i] = unforced
	}
	clear(r.slots)
	r.Dirty()
}

// Dirty makes the next Update evaluate and return everything.
func (r *Run) Dirty() {
	clear(r.dirty)
	clear(r.moved)
	r.fresh = true
}

// CopyFrom takes over the answers, outcomes and pending changes of another run of the same program.
func (r *Run) CopyFrom(o *Run) {
	copy(r.raw, o.raw)
	copy(r.slots, o.slots)
	copy(r.hidden, o.hidden)
	copy(r.forced, o.forced)
	copy(r.dirty, o.dirty)
	copy(r.moved, o.moved)
	r.fresh = o.fresh
	r.changed = append(r.changed[:0], o.changed...)
	r.asked = append(r.asked[:0], o.asked...)
}

// Raw is the answer as it was set.
func (r *Run) Raw(slot int) Slot { return r.raw[slot] }

// Slot is the answer as conditions see it after Update: not applicable while its question is hidden; a table's cells
// follow the state of the table, and a missing cell is 0 where the question says so.
func (r *Run) Slot(slot int) Slot { return r.slots[slot] }

// Truth is the outcome of a condition after Update.
func (r *Run) Truth(n Node) Truth {
	v := r.slots[int(r.program.base)+int(n)]
	if r.program.leaves[n].kind == computes {
		return missing(v.State)
	}
	return Truth(v.N) //nolint:gosec // a condition's slot holds a Truth
}

// Number is the outcome of a numeric expression after Update, over the program's Den.
func (r *Run) Number(n Node) Slot {
	v := r.slots[int(r.program.base)+int(n)]
	if r.program.tests[n] == nil {
		return v
	}
	return flagSlot(Truth(v.N)) //nolint:gosec // a condition's slot holds a Truth
}

func flagSlot(t Truth) Slot {
	if t <= True {
		return Slot{N: int64(t), State: Known}
	}
	if t == TruthNotApplicable {
		return Slot{State: NotApplicable}
	}
	return Slot{}
}

// Applies tells whether a declared question applies: its show-condition is neither false nor not applicable.
func (r *Run) Applies(declIndex int) bool { return !r.hidden[declIndex] }

// ChangedQuestions is the declarations whose effective slots changed with the last Update, ascending; the slice is
// used again by the next Update.
func (r *Run) ChangedQuestions() []int32 { return r.asked }

// Set gives an answer, or one cell of a table. Only what reads it is evaluated by the next Update, and only if it changed.
func (r *Run) Set(slot int, v Slot) {
	if v.State != Known {
		v.N = 0
	}
	if r.raw[slot] == v {
		return
	}
	r.raw[slot] = v
	d := r.program.owner[slot]
	if r.hidden[d] {
		return
	}
	first := r.program.first[d]
	if decl := &r.program.decls[d]; decl.Kind == Table && slot == int(first) {
		r.refresh(int(d))
		return
	}
	r.put(d, int32(slot), r.effective(d, int32(slot))) //nolint:gosec // slots are bounded by the layout
}

// effective is how a visible question's slot is seen.
func (r *Run) effective(d, slot int32) Slot {
	first := r.program.first[d]
	v := r.raw[slot]
	if slot == first {
		return v
	}
	if table := r.raw[first]; table.State != Known {
		return Slot{State: table.State}
	}
	if v.State == Unknown && r.program.decls[d].BlankIsZero {
		return Slot{State: Known}
	}
	return v
}

// refresh brings all effective slots of a question up to date.
func (r *Run) refresh(d int) {
	for slot := r.program.first[d]; slot < r.program.first[d+1]; slot++ {
		v := Slot{State: NotApplicable}
		if !r.hidden[d] {
			v = r.effective(int32(d), slot) //nolint:gosec // bounded by maxDeclared
		}
		r.put(int32(d), slot, v) //nolint:gosec // as above
	}
}

// put changes one effective slot and marks what reads it.
func (r *Run) put(d, slot int32, v Slot) {
	if r.slots[slot] == v {
		return
	}
	r.slots[slot] = v
	r.moved[d/64] |= 1 << (d % 64)
	r.mark(slot)
}

func (r *Run) mark(slot int32) {
	p := r.program
	for _, n := range p.readers[p.readerFrom[slot]:p.readerFrom[slot+1]] {
		r.dirty[n/64] |= 1 << (n % 64)
	}
}

// Force imposes an outcome on a condition from outside, for example on a finding that stays open although its answers
// changed; everything that reads it sees that outcome.
func (r *Run) Force(n Node, t Truth) {
	if r.program.tests[n] != nil && r.forced[n] != t {
		r.forced[n] = t
		r.dirty[n/64] |= 1 << (n % 64)
	}
}

// Release ends what Force began.
func (r *Run) Release(n Node) {
	if r.forced[n] != unforced {
		r.forced[n] = unforced
		r.dirty[n/64] |= 1 << (n % 64)
	}
}

// Update evaluates what has become dirty, in topological order, and returns the nodes whose outcome changed, ascending.
// After NewRun, Reset and Dirty it evaluates and returns all. The slice is used again by the next Update.
func (r *Run) Update() []Node {
	if r.fresh {
		r.updateAll()
		r.asked = append(r.asked[:0], r.program.everyDecl...)
		return r.program.all
	}
	r.changed = r.changed[:0]
	r.updateDirty()
	r.publish()
	return r.changed
}

func (r *Run) updateAll() {
	p := r.program
	slots, outcomes := r.slots, r.slots[p.base:]
	leaves, forced, shows := p.leaves[:len(outcomes)], r.forced[:len(outcomes)], p.shows[:len(outcomes)]
	for n := range outcomes {
		l := &leaves[n]
		var t Truth
		switch l.kind {
		case computes:
			outcomes[n] = p.numbers[n](slots)
			continue
		case calls:
			t = p.tests[n](slots)
		case reads:
			t = Truth(slots[l.slot].N) //nolint:gosec // a node's slot holds a Truth
			t ^= l.turn & (t>>1 ^ 1)
		default:
			v := &slots[l.slot]
			x := uint64(v.N) //nolint:gosec // wraps round, as the bounds do
			switch {
			case v.State != Known:
				t = missing(v.State)
			case l.kind == within:
				t = truthOf(x-l.low <= l.width) ^ l.turn
			case l.kind == among:
				t = Truth(l.low>>x&1) ^ l.turn
			default:
				t = truthOf(x&l.low != 0) ^ l.turn
			}
		}
		if forced[n] != unforced {
			t = forced[n]
		}
		outcomes[n].N = int64(t)
		if d := shows[n]; d >= 0 {
			r.show(d, t)
		}
	}
	clear(r.dirty)
	clear(r.moved)
	r.fresh = false
}

func (r *Run) updateDirty() {
	p := r.program
	for w := range r.dirty {
		for r.dirty[w] != 0 {
			n := w*64 + bits.TrailingZeros64(r.dirty[w])
			r.dirty[w] &= r.dirty[w] - 1
			slot := int(p.base) + n
			v := r.evaluate(n)
			if r.slots[slot] == v {
				continue
			}
			r.slots[slot] = v
			r.changed = append(r.changed, Node(n)) //nolint:gosec // bounded by the number of sources
			r.mark(int32(slot))                    //nolint:gosec // as above
			if d := p.shows[n]; d >= 0 {
				r.show(d, Truth(v.N)) //nolint:gosec // a condition's slot holds a Truth
			}
		}
	}
}

func (r *Run) evaluate(n int) Slot {
	test := r.program.tests[n]
	if test == nil {
		return r.program.numbers[n](r.slots)
	}
	if t := r.forced[n]; t != unforced {
		return Slot{N: int64(t)}
	}
	return Slot{N: int64(test(r.slots))}
}

// show hides or shows a question after its show-condition was evaluated.
func (r *Run) show(d int32, t Truth) {
	hidden := t == False || t == TruthNotApplicable
	if r.hidden[d] != hidden {
		r.hidden[d] = hidden
		r.refresh(int(d))
	}
}

// publish lists the questions that moved.
func (r *Run) publish() {
	r.asked = r.asked[:0]
	for w, word := range r.moved {
		for word != 0 {
			r.asked = append(r.asked, int32(w*64+bits.TrailingZeros64(word))) //nolint:gosec // bounded by maxDeclared
			word &= word - 1
		}
		r.moved[w] = 0
	}
}
