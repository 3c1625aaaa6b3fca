package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/parser"
)

// Builder collects the conditions of one questionnaire; Build checks and compiles them together.
type Builder struct {
	layout  *layout
	sources []*source
	faults  []Fault
	index   map[string]int
}

// source is one expression as its author wrote it, and what has been made of it.
type source struct {
	id, text string
	role     role
	decl     int // show: the question that it shows
	module   string
	severe   bool

	tree   *parser.Tree
	test   *test
	amount *amount
	reads  []reading
	state  progress
}

// role is what an expression is for; it decides whether it has to be a condition or a number.
type role uint8

const (
	roleDerived role = iota + 1
	roleShow
	roleFinding
	roleCondition
	roleMeasure
)

// progress says how far a source has come.
type progress uint8

const (
	waiting progress = iota
	inProgress
	lowered
	faulty
)

// reading is one place where a source reads a question (decl and its slots) or another source (node).
type reading struct {
	node  int
	decl  int
	slots []int32
	at    int
}

// NewBuilder lays the declared questions out in slots; the error names every declaration that is wrong.
func NewBuilder(decls []Declaration) (*Builder, error) {
	l, err := newLayout(decls)
	if err != nil {
		return nil, err
	}
	return &Builder{layout: l, index: map[string]int{}}, nil
}

// Derive adds a derived value, true or false or a number as its source is, which every other expression may read by its id.
func (b *Builder) Derive(id, source string) {
	if !isName(id) {
		b.fault(id, source, "a derived value's id has letters, digits and underscores, begins with a letter, and is no word of the condition language: choose another")
		return
	}
	if _, taken := b.layout.index[id]; taken {
		b.fault(id, source, "a question has the same id: choose another for the derived value")
		return
	}
	b.put(id, source, roleDerived)
}

// Show adds the condition under which a declared question applies; its node is "show:" and the question's id.
func (b *Builder) Show(question, source string) {
	id := "show:" + question
	d, ok := b.layout.index[question]
	if !ok {
		b.fault(id, source, "the question it shows is not declared: correct its id")
		return
	}
	if s := b.put(id, source, roleShow); s != nil {
		s.decl = d
	}
}

// Finding adds the condition that opens a finding; its node is "finding:" and the id. The functions module_finding and
// severe_finding read it by the module it names, which may be empty, and by whether it is severe.
func (b *Builder) Finding(id, source, module string, severe bool) {
	if s := b.put("finding:"+id, source, roleFinding); s != nil {
		s.module, s.severe = module, severe
	}
}

// Condition adds any other condition under an id of its own.
func (b *Builder) Condition(id, source string) { b.put(id, source, roleCondition) }

// Measure adds a number that is computed and read by nothing else in the program.
func (b *Builder) Measure(id, source string) { b.put(id, source, roleMeasure) }

func (b *Builder) put(id, text string, role role) *source {
	if _, twice := b.index[id]; twice {
		b.fault(id, text, "this id is already taken by another expression: choose one of its own")
		return nil
	}
	s := &source{id: id, text: text, role: role, decl: -1}
	b.index[id] = len(b.sources)
	b.sources = append(b.sources, s)
	return s
}

func (b *Builder) fault(id, source, message string) {
	b.faults = append(b.faults, mistake{text: message}.draw(id, source))
}

// building is one run of Build.
type building struct {
	*Builder
	faults []Fault
	syntax *conf.Config
	path   []int // the sources being lowered, each for the sake of the one before
}

// Build checks all expressions, compiles them, and orders them so that each follows what it reads. When anything is
// wrong, the program is nil and the faults are all there, in the order in which the expressions were added.
func (b *Builder) Build() (*Program, []Fault) {
	run := &building{Builder: b, faults: slices.Clone(b.faults), syntax: parserConfig(nil)}
	for _, s := range b.sources {
		s.test, s.amount, s.reads, s.tree, s.state = nil, nil, nil, nil, waiting
	}
	for i := range b.sources {
		run.parse(i)
	}
	for i := range b.sources {
		run.lower(i)
	}
	run.checkTypes()
	order := run.order()
	if len(run.faults) > 0 {
		slices.SortStableFunc(run.faults, func(x, y Fault) int {
			return cmp.Or(cmp.Compare(b.position(x.ID), b.position(y.ID)), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
		})
		return nil, run.faults
	}
	return run.assemble(order), nil
}

func (b *Builder) position(id string) int {
	if i, ok := b.index[id]; ok {
		return i
	}
	return len(b.sources)
}

func (b *building) report(s *source, m mistake) {
	b.faults = append(b.faults, m.draw(s.id, s.text))
	s.state = faulty
}

// lower makes tests and amounts of one source, after those of the derived values it reads; it tells whether that worked.
func (b *building) lower(i int) bool {
	s := b.sources[i]
	switch s.state {
	case lowered:
		return true
	case faulty:
		return false
	case inProgress:
		b.derivedRing(i)
		return false
	case waiting:
	}
	s.state = inProgress
	b.path = append(b.path, i)
	l := &lowering{build: b, layout: b.layout, source: s, text: []rune(s.text)}
	root := s.tree.Node
	switch {
	case s.role == roleMeasure || s.role == roleDerived && !l.isTruth(root):
		s.amount = l.number(root)
	default:
		s.test = l.truth(root)
	}
	b.path = b.path[:len(b.path)-1]
	for _, m := range l.mistakes {
		b.report(s, m)
	}
	if l.tainted {
		s.state = faulty
	}
	if s.state == inProgress {
		s.state = lowered
	}
	return s.state == lowered
}

// derivedRing reports that the derived values being lowered need each other; it does so once for each ring.
func (b *building) derivedRing(i int) {
	ring := b.path[slices.Index(b.path, i):]
	b.reportRing(ring)
}

// reportRing names a ring of expressions, each of which reads the next and the last the first.
func (b *building) reportRing(ring []int) {
	names := make([]string, 0, len(ring)+1)
	for _, i := range ring {
		names = append(names, b.sources[i].id)
	}
	names = append(names, names[0])
	first := b.sources[ring[0]]
	at := 0
	next := ring[1%len(ring)]
	for _, r := range first.reads {
		if r.node == next || r.decl >= 0 && r.decl == b.sources[next].decl {
			at = r.at
			break
		}
	}
	b.report(first, mistake{at, "this needs its own result: " + strings.Join(names, " reads ") + "; take one of these readings out"})
}
