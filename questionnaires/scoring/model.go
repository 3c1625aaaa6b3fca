package scoring

import (
	"fmt"
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// Model is a questionnaire prepared for scoring. It is immutable and may be used by many goroutines at once.
type Model struct {
	def  *questionnaires.Definition
	prog *rules.Program

	items    []item // the questions in file order, then the context items: the order of the declarations
	index    map[string]int
	factors  [][]int // items of each factor
	layers   int     // number of layers; a domain's layers stand at domain·layers
	findings []finding
	rules    []consistency
	modules  []rules.Node
	feeds    []feed // by node: what its outcome feeds
	anyCore  bool

	twentieths map[string]int64 // by signal source: p as a whole number of twentieths, since p is a multiple of .05
	own        [3]int64         // the same for admission, missing control and document inconsistency

	// the bands that the caps of section 5 name, by class where there are three
	capBands, floorBands        [3]int
	capCodes                    [3]string
	overdueBand, confidenceBand int

	// the orders of the result document
	factorOrder, domainOrder, layerOrder []int
	factorItems, moduleDomains           [][]int
	controls, findingOrder, flagOrder    []int
	moduleOrder, indicatorOrder          []int
	waits                                []wait
	behind                               [indicators]voices
	ids                                  []string // of the items
	exposures, asked                     int      // exposure items; questions, which are the first of the items

	earns   []int64 // by level of evidence: its factor
	weighs  []int64 // by domain: its weight in control strength
	cores   []int   // the core domains
	lambdas []int64 // by layer: λ
	cuts    []Micro // the inner cut-offs of the bands
	margin  Micro   // around them
}

// item is one question or context item, as it is scored.
type item struct {
	id       string
	question *questionnaires.Question // nil for a context item
	context  *questionnaires.Context  // nil for a question
	slot     int
	cells    int // slots of a table behind the first
	kind     itemKind
	factor   int
	cell     int // domain·layers + layer
	domain   int
	weight   int64
	core     bool // in a core domain, or in any when the file has no core
	ladder   bool
	combine  questionnaires.Combine
	options  []rules.Decimal
	none     uint64 // bit of the exclusive option
	bands    []questionnaires.Band
	measure  rules.Node
	measured bool
	den      int64
	cases    []caseNode
	defaults []caseNode
	worst    rules.Decimal
	basic    bool
	signs    uint32 // bit set of indicators
}

type itemKind uint8

const (
	signItem itemKind = iota
	exposureItem
	controlItem
)

// caseNode is one case of a value; the last has no condition.
type caseNode struct {
	node  rules.Node
	last  bool
	value rules.Decimal
	na    bool
}

// finding is one finding, prepared.
type finding struct {
	def      *questionnaires.Finding
	node     rules.Node
	class    int // 0, 1, 2 for A, B, C; noClass
	signs    uint32
	severity Micro
	tier     questionnaires.Tier
	rank     int // of the tier
}

const noClass = 3

// consistency is one consistency rule, prepared.
type consistency struct {
	def    *questionnaires.ConsistencyRule
	node   rules.Node
	points int64
	signs  uint32
}

// wait is a finding or a consistency rule, which may wait for answers.
type wait struct {
	id      string
	node    rules.Node
	finding int // its number, or -1
}

// voices is what may speak for one indicator, each by id: findings, basic controls and consistency rules.
type voices struct{ findings, controls, rules []int }

type feedKind uint8

const (
	feedsNothing feedKind = iota
	feedsItem
	feedsFinding
	feedsRule
)

// feed says what a node's outcome is used for.
type feed struct {
	kind  feedKind
	index int
}

// Compile prepares a loaded questionnaire for scoring. It fails only when the definition was not loaded with its
// program.
func Compile(def *questionnaires.Definition) (*Model, error) {
	if def.Program == nil {
		return nil, fmt.Errorf("questionnaire %s@%d has no compiled conditions", def.ID, def.Version)
	}
	c := compiler{m: &Model{
		def: def, prog: def.Program, index: map[string]int{}, layers: len(def.Model.Layers),
		factors: make([][]int, len(def.Model.Factors)), feeds: make([]feed, def.Program.Len()),
	}}
	for i := range def.Questions {
		c.question(&def.Questions[i])
	}
	for i := range def.Contexts {
		c.context(&def.Contexts[i])
	}
	for i := range def.Findings {
		c.finding(&def.Findings[i])
	}
	for i := range def.Rules {
		c.rule(&def.Rules[i])
	}
	for i := range def.Modules {
		c.m.modules = append(c.m.modules, c.node(def.Modules[i].When))
	}
	c.m.anyCore = slices.ContainsFunc(def.Model.Domains, func(d questionnaires.Domain) bool { return d.Core })
	for i := range c.m.items {
		c.m.items[i].core = c.m.items[i].core || !c.m.anyCore
	}
	for _, e := range def.Model.Evidence {
		c.m.earns = append(c.m.earns, int64(e.Factor))
	}
	c.m.arrange()
	return c.m, c.err
}

// Definition is the questionnaire that the model scores.
func (m *Model) Definition() *questionnaires.Definition { return m.def }

type compiler struct {
	m   *Model
	err error
}

func (c *compiler) node(cond questionnaires.Condition) rules.Node {
	n, ok := c.m.prog.Node(cond.ID)
	if !ok && c.err == nil {
		c.err = fmt.Errorf("condition %q is not in the program of questionnaire %s", cond.ID, c.m.def.ID)
	}
	return n
}

func (c *compiler) add(it item) {
	slot, ok := c.m.prog.Slot(it.id)
	if !ok && c.err == nil {
		c.err = fmt.Errorf("question %s is not declared to the program of questionnaire %s", it.id, c.m.def.ID)
	}
	it.slot = slot
	i := len(c.m.items)
	c.m.index[it.id] = i
	if it.kind == exposureItem {
		c.m.factors[it.factor] = append(c.m.factors[it.factor], i)
	}
	for _, cs := range slices.Concat(it.cases, it.defaults) {
		if !cs.last {
			c.m.feeds[cs.node] = feed{feedsItem, i}
		}
	}
	if it.measured {
		c.m.feeds[it.measure] = feed{feedsItem, i}
	}
	if it.question != nil && it.question.Show.Present() {
		c.m.feeds[c.node(it.question.Show)] = feed{feedsItem, i}
	}
	c.m.items = append(c.m.items, it)
}

func (c *compiler) question(q *questionnaires.Question) {
	it := item{id: q.ID, question: q, cells: len(q.Rows) * len(q.Columns), combine: q.Value.Combine, bands: q.Value.Bands, basic: q.Basic, ladder: q.Ladder, signs: signs(q.Indicators)}
	c.role(&it, q.Role)
	for i, o := range q.Options {
		it.options = append(it.options, o.Value)
		if o.Code == q.None && q.None != "" {
			it.none = 1 << i
		}
	}
	if q.Value.Measure.Present() {
		it.measure, it.measured = c.node(q.Value.Measure), true
		if c.err == nil {
			it.den = c.m.prog.Den(it.measure)
		}
	}
	it.cases = c.cases(q.Value.Cases)
	it.defaults = c.cases(q.Default)
	it.worst = worst(it)
	c.add(it)
}

func (c *compiler) role(it *item, r questionnaires.Role) {
	switch {
	case r.Factor != "":
		it.kind = exposureItem
		it.factor = slices.IndexFunc(c.m.def.Model.Factors, func(f questionnaires.Factor) bool { return f.ID == r.Factor })
	case r.Domain != "":
		d := slices.IndexFunc(c.m.def.Model.Domains, func(d questionnaires.Domain) bool { return d.ID == r.Domain })
		l := slices.IndexFunc(c.m.def.Model.Layers, func(l questionnaires.Layer) bool { return l.ID == r.Layer })
		it.kind, it.domain, it.cell, it.weight = controlItem, d, d*c.m.layers+l, r.Weight
		it.core = c.m.def.Model.Domains[d].Core
	}
}

func (c *compiler) cases(cases []questionnaires.Case) []caseNode {
	var nodes []caseNode
	for _, cs := range cases {
		n := caseNode{last: !cs.When.Present(), value: cs.Value, na: cs.NotApplicable}
		if !n.last {
			n.node = c.node(cs.When)
		}
		nodes = append(nodes, n)
	}
	return nodes
}

func (c *compiler) context(ctx *questionnaires.Context) {
	it := item{id: ctx.ID, context: ctx, kind: exposureItem, worst: ctx.Otherwise}
	it.factor = slices.IndexFunc(c.m.def.Model.Factors, func(f questionnaires.Factor) bool { return f.ID == ctx.Factor })
	for _, r := range ctx.Rows {
		it.worst = max(it.worst, r.Value)
	}
	c.add(it)
}

func (c *compiler) finding(f *questionnaires.Finding) {
	n := c.node(f.When)
	fi := finding{def: f, node: n, class: classOf(f.Class), signs: signs(f.Admission), severity: severity(f.Scale, f.Scope, f.Irremedy)}
	fi.tier = tier(c.m.def.Model.Tiers, fi)
	fi.rank = rank(fi.tier)
	c.m.feeds[n] = feed{feedsFinding, len(c.m.findings)}
	c.m.findings = append(c.m.findings, fi)
}

func (c *compiler) rule(r *questionnaires.ConsistencyRule) {
	n := c.node(r.When)
	cr := consistency{def: r, node: n, points: r.Points}
	if r.Indicator > 0 {
		cr.signs = 1 << r.Indicator
	}
	c.m.feeds[n] = feed{feedsRule, len(c.m.rules)}
	c.m.rules = append(c.m.rules, cr)
}

// classes is the order of the classes in counts.
var classes = [...]questionnaires.Class{questionnaires.ClassA, questionnaires.ClassB, questionnaires.ClassC} //nolint:gochecknoglobals // a constant table

// classOf is the place of a class in classes, or noClass.
func classOf(c questionnaires.Class) int {
	for i := range classes {
		if classes[i] == c {
			return i
		}
	}
	return noClass
}

func signs(indicators []int) uint32 {
	var set uint32
	for _, i := range indicators {
		set |= 1 << i
	}
	return set
}

// worst is the worst severity an exposure question can give.
func worst(it item) rules.Decimal {
	var w rules.Decimal
	switch it.combine {
	case questionnaires.CombineOptions, questionnaires.CombineWorst:
		for _, v := range it.options {
			w = max(w, v)
		}
	case questionnaires.CombineSum:
		for _, v := range it.options {
			w += v
		}
		w = min(w, rules.One)
	case questionnaires.CombineCount, questionnaires.CombineBands:
		for _, b := range it.bands {
			w = max(w, b.Value)
		}
	case questionnaires.CombineCases:
		for _, c := range it.cases {
			w = max(w, c.value)
		}
	}
	return w
}

// tier is how urgent a finding is. Section 8 of the scoring model.
func tier(r questionnaires.TierRule, f finding) questionnaires.Tier {
	at := func(d rules.Decimal) bool { return f.severity >= share(d) }
	switch {
	case f.class == 0 || max(f.def.Scale, f.def.Irremedy) >= r.CriticalPart:
		return questionnaires.Critical
	case f.class == 1 || at(r.Severe):
		return questionnaires.Severe
	case f.class == 2 || at(r.Major):
		return questionnaires.Major
	default:
		return questionnaires.Minor
	}
}
