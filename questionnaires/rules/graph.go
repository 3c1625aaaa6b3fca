package rules

import "slices"

// order sorts the sources so that each follows what it reads, and otherwise in the order in which they were added.
// A source that reads a question follows that question's show-condition. Rings are reported.
func (b *building) order() []int {
	w := &walk{building: b, shows: make([]int, len(b.layout.decls)), color: make([]progress, len(b.sources))}
	for i := range w.shows {
		w.shows[i] = -1
	}
	for i, s := range b.sources {
		if s.role == roleShow {
			w.shows[s.decl] = i
		}
	}
	for i := range b.sources {
		w.visit(i)
	}
	return w.order
}

// walk is a depth-first walk over the sources.
type walk struct {
	*building
	shows []int // declaration → its show-condition, or -1
	color []progress
	path  []int
	order []int
}

func (w *walk) visit(i int) {
	switch w.color[i] {
	case waiting:
	case inProgress:
		w.reportRing(slices.Clone(w.path[slices.Index(w.path, i):]))
		return
	case lowered, faulty:
		return
	}
	if w.sources[i].state != lowered {
		w.color[i] = faulty
		return
	}
	w.color[i] = inProgress
	w.path = append(w.path, i)
	for _, r := range w.sources[i].reads {
		switch {
		case r.node >= 0:
			w.visit(r.node)
		case w.shows[r.decl] >= 0:
			w.visit(w.shows[r.decl])
		}
	}
	w.path = w.path[:len(w.path)-1]
	w.color[i] = lowered
	w.order = append(w.order, i)
}

// assemble numbers the sources in topological order and compiles them.
func (b *building) assemble(order []int) *Program {
	p := &Program{
		layout: b.layout, base: int32(b.layout.slots()), //nolint:gosec // bounded by maxDeclared and maxCells
		nodes: make([]node, len(order)), byID: make(map[string]Node, len(order)),
		tests: make([]func([]Slot) Truth, len(order)), numbers: make([]func([]Slot) Slot, len(order)),
		shows: make([]int32, len(order)), showOf: make([]Node, len(b.layout.decls)),
	}
	for d := range p.showOf {
		p.showOf[d] = -1
	}
	for d := range b.layout.decls {
		for range b.layout.decls[d].size() {
			p.owner = append(p.owner, int32(d))
		}
	}
	for d := range b.layout.decls {
		p.everyDecl = append(p.everyDecl, int32(d))
		p.ranked = append(p.ranked, b.layout.decls[d].ID)
	}
	slices.Sort(p.ranked)
	for d := range b.layout.decls {
		k, _ := slices.BinarySearch(p.ranked, b.layout.decls[d].ID)
		p.rank = append(p.rank, int32(k)) //nolint:gosec // bounded by maxDeclared
	}
	number := make([]int, len(b.sources))
	for n, i := range order {
		number[i] = n
	}
	for n, i := range order {
		s := b.sources[i]
		p.nodes[n] = node{id: s.id, role: s.role, test: s.test, amount: s.amount}
		p.byID[s.id] = Node(n)
		p.all = append(p.all, Node(n))
		p.shows[n] = -1
		if s.role == roleShow {
			p.shows[n] = int32(s.decl) //nolint:gosec // bounded by maxDeclared
			p.showOf[s.decl] = Node(n)
		}
		c := compiler{base: p.base, number: number}
		if s.test != nil {
			p.tests[n] = c.test(s.test)
		} else {
			p.numbers[n] = c.amount(s.amount)
		}
		p.leaves = append(p.leaves, c.leaf(s.test))
	}
	p.index(b, order, number)
	return p
}

// index notes for every slot which nodes read it, and for every node which questions it reads.
func (p *Program) index(b *building, order, number []int) {
	readers := make([][]Node, int(p.base)+len(order))
	p.reads = make([][]int32, len(order))
	for n, i := range order {
		seen := map[int32]bool{}
		reader := Node(n)
		note := func(slot int32) {
			if list := readers[slot]; len(list) == 0 || list[len(list)-1] != reader {
				readers[slot] = append(list, reader)
			}
		}
		for _, r := range b.sources[i].reads {
			if r.node >= 0 {
				note(slotOf(p.base, number[r.node]))
				for _, d := range p.reads[number[r.node]] {
					seen[d] = true
				}
				continue
			}
			seen[int32(r.decl)] = true //nolint:gosec // bounded by maxDeclared
			for _, slot := range r.slots {
				note(slot)
			}
		}
		p.reads[n] = sortedKeys(seen)
	}
	p.readerFrom = make([]int32, 0, len(readers)+1)
	for _, list := range readers {
		p.readerFrom = append(p.readerFrom, int32(len(p.readers))) //nolint:gosec // bounded by what sources can read
		p.readers = append(p.readers, list...)
	}
	p.readerFrom = append(p.readerFrom, int32(len(p.readers))) //nolint:gosec // as above
}

func sortedKeys(set map[int32]bool) []int32 {
	keys := make([]int32, 0, len(set))
	for key := range set {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
