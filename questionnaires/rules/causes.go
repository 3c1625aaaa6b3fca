package rules

import "math/bits"

// WaitingFor is the declared questions whose answers an unknown expression waits for: those it reads that are not
// answered yet and whose answers can still matter, as they were declared. It is empty for an outcome that is not unknown.
func (r *Run) WaitingFor(n Node) []string {
	if r.Number(n).State != Unknown {
		return nil
	}
	return r.questionIDs(r.causes(n))
}

// Because is the questions whose answers made a condition true: all sides of "and", the true sides of "or", as they
// were declared. It is empty for every other outcome, and for an outcome imposed by Force.
func (r *Run) Because(n Node) []string {
	if r.program.tests[n] == nil || r.Truth(n) != True {
		return nil
	}
	return r.questionIDs(r.causes(n))
}

// AppendCauses appends, in the order of their ids, the questions that made a condition true or for which an unknown one
// waits: Because or WaitingFor, for many conditions one after the other.
func (r *Run) AppendCauses(ids []string, n Node) []string {
	if v := r.Number(n); v.State != Unknown && (r.program.tests[n] == nil || r.Truth(n) != True) {
		return ids
	}
	c, p := r.causes(n), r.program
	for w, word := range c.questions {
		for ; word != 0; word &= word - 1 {
			k := p.rank[w*64+bits.TrailingZeros64(word)]
			c.ranked[k/64] |= 1 << (k % 64)
		}
	}
	for w, word := range c.ranked {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, p.ranked[w*64+bits.TrailingZeros64(word)])
		}
		c.ranked[w] = 0
	}
	return ids
}

func (r *Run) questionIDs(c *causes) []string {
	var ids []string
	for w, word := range c.questions {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, r.program.decls[w*64+bits.TrailingZeros64(word)].ID)
		}
	}
	return ids
}

// causes is what gave an expression its outcome: the parts without parts of their own that have the same outcome, where
// no other part settled the matter, and the questions these read.
type causes struct {
	run       *Run
	visited   []bool    // by node
	tests     []*test   // options, includes and compare, in the order in which they are written
	amounts   []*amount // of a numeric expression
	questions []uint64  // the declarations, as a bit set
	ranked    []uint64  // the same by rank of their ids, empty between two uses
	forced    bool      // an outcome imposed from outside is among the causes
	nothing   bool      // a share of nothing is among the causes
}

// causes finds the causes; they hold until it is called again.
func (r *Run) causes(n Node) *causes {
	c := &r.found
	if c.run == nil {
		words := len(r.program.decls)/64 + 1
		*c = causes{run: r, visited: make([]bool, len(r.program.nodes)), questions: make([]uint64, words), ranked: make([]uint64, words)}
	}
	clear(c.visited)
	clear(c.questions)
	c.tests, c.amounts, c.forced, c.nothing = c.tests[:0], c.amounts[:0], false, false
	c.node(n)
	return c
}

func (c *causes) question(decl int) { c.questions[decl/64] |= 1 << (decl % 64) }

func (c *causes) node(n Node) {
	if c.visited[n] {
		return
	}
	c.visited[n] = true
	node := &c.run.program.nodes[n]
	switch {
	case node.test == nil:
		c.amounts = append(c.amounts, node.amount)
		c.amount(node.amount, c.run.Number(n).State)
	case c.run.forced[n] != unforced:
		c.forced = true
	default:
		c.test(node.test, c.run.Truth(n))
	}
}

// test goes down into the parts that have the outcome of the whole. By Kleene's rules these, and no others, made it so:
// the false sides of a false "and", all sides of a true one, the unknown sides of an unknown one.
func (c *causes) test(t *test, outcome Truth) {
	switch t.op {
	case constant:
	case all, some:
		for _, part := range t.parts {
			if part.run(c.run.slots) == outcome {
				c.test(part, outcome)
			}
		}
	case negation:
		c.test(t.parts[0], not(outcome))
	case flag:
		c.node(Node(t.node)) //nolint:gosec // bounded by the number of sources
	case options, includes:
		c.tests = append(c.tests, t)
		c.question(t.decl)
	case compare:
		c.tests = append(c.tests, t)
		state := both(t.left.run(c.run.slots).State, t.right.run(c.run.slots).State)
		c.amount(t.left, state)
		c.amount(t.right, state)
	}
}

// amount notes the questions of a number that are in the given state.
func (c *causes) amount(a *amount, state State) {
	if a.run(c.run.slots).State != state {
		return
	}
	switch a.op {
	case literal:
	case derived:
		n := Node(a.node) //nolint:gosec // bounded by the number of sources
		if !c.visited[n] {
			c.visited[n] = true
			c.amount(c.run.program.nodes[n].amount, state)
		}
	case answer, step, ticked, total:
		for _, slot := range a.slots {
			if c.run.slots[slot].State == state {
				c.question(a.decl)
			}
		}
	case plus, minus, share:
		if a.op == share && state == Unknown && a.right.run(c.run.slots) == (Slot{State: Known}) {
			c.nothing = true
			return
		}
		c.amount(a.left, state)
		c.amount(a.right, state)
	case scaled:
		c.amount(a.left, state)
	}
}
