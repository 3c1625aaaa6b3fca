package questionnaires

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"tuntas/questionnaires/rules"
)

// maxQuestions and maxConditions bound one questionnaire.
const (
	maxQuestions  = 500
	maxConditions = 2_000
)

// Declarations returns what conditions can read: every question, and every context as a number from 0 to 1.
func (def *Definition) Declarations() []rules.Declaration {
	list := make([]rules.Declaration, 0, len(def.Questions)+len(def.Contexts))
	for i := range def.Questions {
		list = append(list, def.Questions[i].declaration())
	}
	for _, c := range def.Contexts {
		list = append(list, rules.Declaration{ID: c.ID, Kind: rules.Number, Max: rules.One})
	}
	return list
}

func (q *Question) declaration() rules.Declaration {
	decl := rules.Declaration{ID: q.ID, Kind: q.Kind, None: q.None, Ladder: q.Ladder, Min: q.Min, Max: q.Max, BlankIsZero: q.BlankIsZero}
	if len(q.Options) > 0 {
		decl.Options = q.codes()
	}
	for _, r := range q.Rows {
		decl.Rows = append(decl.Rows, r.Code)
	}
	for _, c := range q.Columns {
		decl.Columns = append(decl.Columns, c.Code)
	}
	return decl
}

// compile builds the program from every condition of the file; source is the file, to place faults inside texts.
func (d *decoder) compile(root *node, source []byte) {
	if n := len(d.def.Questions); n > maxQuestions {
		d.at(root, "the questionnaire has %d questions; at most %d can be asked", n, maxQuestions)
		return
	}
	if n := len(d.conditions); n > maxConditions {
		d.at(root, "the questionnaire has %d conditions; at most %d can be checked", n, maxConditions)
		return
	}
	builder := d.builder()
	if builder == nil {
		return
	}
	d.addConditions(builder)
	program, wrong := builder.Build()
	lines := strings.Split(string(source), "\n")
	for _, w := range wrong {
		at := d.conditions[w.ID]
		if at == nil {
			at = root
		}
		line, col := at.within(lines, w.Line, w.Column)
		d.add(Fault{File: at.file, Line: line, Col: col, Message: w.Message, Drawing: w.Drawing})
	}
	if len(wrong) == 0 {
		d.def.Program = program
	}
}

// builder declares what can be declared; the rest has a fault.
func (d *decoder) builder() *rules.Builder {
	all := d.def.Declarations()
	builder, err := rules.NewBuilder(all)
	if err == nil {
		return builder
	}
	good, seen := all[:0:0], map[string]bool{}
	d.undeclared = map[string]bool{}
	for _, decl := range all {
		if decl.ID == "" || seen[decl.ID] || decl.Kind == 0 {
			d.undeclared[decl.ID] = !seen[decl.ID]
			continue
		}
		seen[decl.ID] = true
		if _, err := rules.NewBuilder([]rules.Declaration{decl}); err != nil {
			d.undeclared[decl.ID] = true
			d.at(d.places["name/"+decl.ID], "conditions cannot read %v", err)
			continue
		}
		good = append(good, decl)
	}
	builder, err = rules.NewBuilder(good)
	if err != nil {
		d.at(&node{file: d.file}, "conditions cannot read the questions: %v", err)
		return nil
	}
	return builder
}

// addConditions hands every condition to the builder, in file order within each part.
func (d *decoder) addConditions(b *rules.Builder) {
	def := d.def
	for _, v := range def.Derived {
		if v.Present() && d.first(v.Condition) {
			b.Derive(v.ID, v.Source)
		}
	}
	for i := range def.Questions {
		d.addQuestion(b, &def.Questions[i])
	}
	for _, r := range def.Rules {
		d.hand(b, r.When)
	}
	for i := range def.Findings {
		f := &def.Findings[i]
		if f.When.Present() && d.first(f.When) {
			tier := def.Model.Tier(f)
			b.Finding(f.ID, f.When.Source, f.Module, tier == Critical || tier == Severe)
		}
	}
	for _, m := range def.Modules {
		d.hand(b, m.When)
	}
	for _, r := range def.References {
		d.hand(b, r.When)
	}
}

func (d *decoder) addQuestion(b *rules.Builder, q *Question) {
	if q.Show.Present() && !d.undeclared[q.ID] && d.first(q.Show) {
		b.Show(q.ID, q.Show.Source)
	}
	if m := q.Value.Measure; m.Present() && d.first(m) {
		b.Measure(m.ID, m.Source)
	}
	for _, c := range q.Value.Cases {
		d.hand(b, c.When)
	}
	for _, c := range q.Default {
		d.hand(b, c.When)
	}
}

func (d *decoder) hand(b *rules.Builder, c Condition) {
	if c.Present() && d.first(c) {
		b.Condition(c.ID, c.Source)
	}
}

// first reports whether a condition's name is handed over for the first time; a duplicate id has its own fault.
func (d *decoder) first(c Condition) bool {
	if c.ID == "" || strings.HasSuffix(c.ID, ":") || d.added[c.ID] {
		return false
	}
	d.added[c.ID] = true
	return true
}

// within returns the place in the file of a line and column inside a scalar's text.
func (n *node) within(lines []string, line, column int) (fileLine, fileCol int) {
	switch {
	case n.style&yaml.LiteralStyle != 0:
		return n.withinBlock(lines, line, column)
	case line > 1 || n.style&yaml.FoldedStyle != 0 || n.line > len(lines):
		return n.line, n.col
	case n.style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return n.line, n.withinQuotes([]rune(lines[n.line-1]), column)
	default:
		return n.line, n.col + column - 1
	}
}

// withinBlock counts the indentation of a text after |.
func (n *node) withinBlock(lines []string, line, column int) (fileLine, fileCol int) {
	if n.line >= len(lines) {
		return n.line, n.col
	}
	for _, l := range lines[n.line:] {
		if body := strings.TrimLeft(l, " "); body != "" {
			return n.line + line, len(l) - len(body) + column
		}
	}
	return n.line, n.col
}

// withinQuotes steps over the opening quote and over what is written with two characters inside.
func (n *node) withinQuotes(line []rune, column int) int {
	at := n.col // 0-based place of the first character inside the quotes
	escape, twice := '\\', '\\'
	if n.style&yaml.SingleQuotedStyle != 0 {
		escape, twice = '\'', '\''
	}
	for range column - 1 {
		if at+1 < len(line) && line[at] == escape && (escape == '\\' || line[at+1] == twice) {
			at++
		}
		at++
	}
	if at >= len(line) {
		return n.col
	}
	return at + 1
}
