package rules

// Node is the number of one expression in a program; every expression has a larger number than those it reads.
type Node int32

// Program is the compiled conditions of one questionnaire. It does not change and may be shared.
type Program struct {
	*layout
	base      int32 // the slot of node 0; the slots before it are the questions'
	nodes     []node
	all       []Node // every node, ascending
	byID      map[string]Node
	tests     []func([]Slot) Truth // nil for a number
	numbers   []func([]Slot) Slot  // nil for a condition
	leaves    []leaf               // by node
	everyDecl []int32              // what ChangedQuestions is after a full evaluation
	shows     []int32              // node → the declaration whose show-condition it is, or -1
	showOf    []Node               // declaration → its show-condition, or -1
	owner     []int32              // slot → declaration
	reads     [][]int32            // node → the declarations it reads, directly or not
	ranked    []string             // the ids of the declarations, in their order
	rank      []int32              // declaration → its place in ranked

	readerFrom []int32 // slot → where its readers begin; they end where the next slot's begin
	readers    []Node
}

// node is one expression.
type node struct {
	id     string
	role   role
	test   *test
	amount *amount
}

// Node finds an expression by the id it was added under.
func (p *Program) Node(id string) (Node, bool) {
	n, ok := p.byID[id]
	return n, ok
}

// NodeID is the id under which the expression was added.
func (p *Program) NodeID(n Node) string { return p.nodes[n].id }

// Len is the number of expressions.
func (p *Program) Len() int { return len(p.nodes) }

// Slot is the first slot of a declared question; a table's cells follow at 1 + row × columns + column.
func (p *Program) Slot(question string) (int, bool) {
	d, ok := p.layout.index[question]
	if !ok {
		return 0, false
	}
	return int(p.first[d]), true
}

// Slots is the number of slots of all declared questions.
func (p *Program) Slots() int { return int(p.base) }

// Den is the denominator of a number's integers; it is 1 for a condition.
func (p *Program) Den(n Node) int64 {
	if a := p.nodes[n].amount; a != nil {
		return a.den
	}
	return 1
}

// Reads is the ids of the declared questions that an expression reads, directly or through derived values and findings,
// as they were declared.
func (p *Program) Reads(n Node) []string {
	ids := make([]string, len(p.reads[n]))
	for i, d := range p.reads[n] {
		ids[i] = p.decls[d].ID
	}
	return ids
}
