package reports

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

func (c *company) method() []Section {
	s := Section{
		ID: "method", Short: c.say("method.section.short"), Title: c.say("method.section.title"), Lead: c.say("method.section.lead"),
		Blocks: []Block{c.formulas()},
	}
	evidence := c.evidenceFactors()
	if c.res.Residual != nil {
		s.Blocks = append(s.Blocks, Pair{Left: []Block{evidence}, Right: []Block{c.bands()}}, c.signs())
	} else {
		s.Blocks = append(s.Blocks, evidence)
	}
	s.Blocks = append(s.Blocks, c.weights())
	for _, a := range c.methodNotes() {
		s.Blocks = append(s.Blocks, a)
	}
	if rules := c.firedRules(); len(rules.Rows) > 0 {
		s.Blocks = append(s.Blocks, rules)
	}
	if values := c.values(); len(values.Rows) > 0 {
		s.Blocks = append(s.Blocks, values)
	}
	return []Section{s}
}

// formulas puts each formula beside its value in this report.
func (c *company) formulas() Table {
	m := &c.def.Model
	t := Table{
		Title: c.say("method.formulas.title"),
		Columns: []Column{
			{Head: c.say("method.output.head"), Width: 18},
			{Head: c.say("method.formula.head"), Width: 42},
			{Head: c.say("method.value.head", "Standing", c.standing()), Width: 40},
		},
	}
	add := func(name, formula, value string) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: name, Bold: true}, {Text: formula}, {Text: value}}})
	}
	if c.res.Inherent != nil {
		add(c.say("method.factor.name"), c.say("method.factor.formula", "Max", c.decimal(m.ExposureMax), "Mean", c.decimal(m.ExposureMean)), c.valued(c.factorValues(), "direction.high.bad"))
		add(c.say("method.inherent.name"), c.say("method.inherent.formula"), c.valued(c.points(c.res.Inherent.Value), "direction.high.bad"))
	}
	add(c.say("method.layer.name"), c.say("method.layer.formula"), c.say("method.layer.value"))
	add(c.say("method.domain.name"), c.say("method.domain.formula"), c.valued(c.domainValues(), "direction.high.good"))
	c.addControl(add)
	if r := c.res.Residual; r != nil {
		add(c.say("method.residual.name"), c.say("method.residual.formula", "Reduction", c.decimal(m.Reduction)),
			c.say("method.residual.value", "I", c.points(c.res.Inherent.Value), "C", c.points(c.res.Control.Value), "R", c.points(r.Value),
				"Direction", c.say("direction.high.bad")))
		add(c.say("method.range.name"), c.say("method.range.formula"),
			c.valued(c.say("method.range.value", "Low", c.points(r.Believed), "High", c.points(r.VerifiedOnly)), "direction.high.bad"))
		add(c.say("method.signs.name"), c.say("method.signs.formula"), c.say("method.signs.value"))
	}
	k := &m.Confidence
	add(c.say("method.confidence.name"), c.say("method.confidence.formula", "A", c.decimal(k.Completeness), "B", c.decimal(k.Evidence),
		"C", c.decimal(k.Triangulation), "D", c.decimal(k.Consistency)), c.confidenceValue())
	add(c.say("method.severity.name"), c.say("method.severity.formula"), c.severityText())
	return t
}

// severityText says where the parts of a severity come from and which tier follows from it.
func (c *company) severityText() string {
	t := c.def.Model.Tiers
	return c.say("method.severity.value", "Critical", c.whole(t.CriticalPart), "Severe", c.decimal(t.Severe), "Major", c.decimal(t.Major))
}

func (c *company) valued(value, direction string) string {
	return value + " (" + c.say(direction) + ")"
}

func (c *company) addControl(add func(name, formula, value string)) {
	m := &c.def.Model
	if c.res.Control.LowestCore == nil {
		add(c.say("method.control.name"), c.say("method.control.plain"), c.valued(c.points(c.res.Control.Value), "direction.high.good"))
		return
	}
	add(c.say("method.control.name"),
		c.say("method.control.formula", "Mean", c.decimal(m.ControlMean), "Core", c.decimal(m.ControlCore)),
		c.say("method.control.value", "A", c.decimal(m.ControlMean), "Mean", c.points(c.res.Control.Mean),
			"B", c.decimal(m.ControlCore), "Core", c.points(*c.res.Control.LowestCore), "C", c.points(c.res.Control.Value),
			"Direction", c.say("direction.high.good")))
}

func (c *company) factorValues() string {
	var out []string
	for _, known := range c.def.Model.Factors {
		for _, f := range c.res.Inherent.Factors {
			if f.ID == known.ID {
				out = append(out, lower(known.Name.In(c.lang))+" "+c.part(f.Value))
			}
		}
	}
	return strings.Join(out, " · ")
}

func (c *company) domainValues() string {
	var out []string
	for _, d := range c.def.Model.Domains {
		if r, ok := c.found.results[d.ID]; ok && r.Value != nil {
			out = append(out, c.points(*r.Value))
		}
	}
	if len(out) == 0 {
		return c.say("value.none")
	}
	return strings.Join(out, " · ")
}

func (c *company) confidenceValue() string {
	k := c.res.Confidence
	return c.say("method.confidence.value", "A", c.part(k.Completeness), "B", c.part(k.Evidence), "C", c.part(k.Triangulation),
		"D", c.part(k.Consistency), "K", c.points(k.Value), "Direction", c.say("direction.high.good"))
}

func (c *company) evidenceFactors() Table {
	t := Table{
		Title: c.say("method.evidence.title"),
		Columns: []Column{
			{Head: c.say("method.level.head"), Width: 18},
			{Head: c.say("method.evidence.head"), Width: 56},
			{Head: c.say("method.factor.head"), Width: 26, Align: Right},
		},
	}
	for i, e := range c.def.Model.Evidence {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: c.say("evidence.level.code", "Level", strconv.Itoa(i)), Bold: true}, {Text: e.Name.In(c.lang)}, {Text: c.cut(int64(e.Factor), 4, 2)},
		}})
	}
	return t
}

func (c *company) bands() Table {
	t := Table{
		Title:   c.say("method.bands.title"),
		Columns: []Column{{Head: c.say("method.band.head"), Width: 55}, {Head: c.say("method.limits.head"), Width: 45, Align: Right}},
	}
	from := "0"
	for _, b := range c.def.Model.Bands {
		limits := c.say("method.limits.last", "From", from)
		if !b.Last {
			limits = c.say("method.limits.text", "From", from, "To", c.decimal(b.Below))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: b.Name.In(c.lang), Band: b.Code}, {Text: limits}}})
		from = c.decimal(b.Below)
	}
	return t
}

// signs shows the signs of each indicator with the sources that they come from.
func (c *company) signs() Table {
	t := Table{
		Title: c.say("method.signs.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("method.indicator.head"), Width: 34},
			{Head: c.say("method.sign.head"), Width: 10, Align: Right},
			{Head: c.say("method.state.head"), Width: 18},
			{Head: c.say("method.sources.head"), Width: 32},
		},
		Note: c.say("method.signs.note", "Standing", c.standing(), "Warning", c.decimal(c.def.Model.States.Warning),
			"Indicated", c.decimal(c.def.Model.States.Indicated), "Corroborated", c.decimal(c.def.Model.States.Corroborated)) + " " + c.say("picture.indicators.why"),
	}
	names := map[int]string{}
	for _, i := range c.def.Indicators {
		names[i.ID] = i.Name.In(c.lang)
	}
	for _, i := range c.res.Indicators {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: strconv.Itoa(i.ID)},
			{Text: names[i.ID]},
			{Text: c.signValue(i)},
			{Text: c.say("indicator.state." + i.State)},
			{Text: c.sourcesOf(i.Signals)},
		}})
	}
	return t
}

// signValue is S of an indicator; nothing where no question was answered that could show it.
func (c *company) signValue(i scoring.Indicator) string {
	if i.State == "not_assessed" && i.Value == 0 {
		return c.say("value.none")
	}
	return c.part(i.Value)
}

// sourcesOf names each kind of source once, with its p and how often it occurs.
func (c *company) sourcesOf(signals []scoring.Signal) string {
	var order []string
	times, values := map[string]int{}, map[string]scoring.Micro{}
	for _, s := range signals {
		if times[s.Source] == 0 {
			order = append(order, s.Source)
		}
		times[s.Source]++
		values[s.Source] = max(values[s.Source], s.Value)
	}
	if len(order) == 0 {
		return c.say("value.none")
	}
	var out []string
	for _, source := range order {
		out = append(out, c.count("method.source.text", times[source], "Source", c.say("signal."+source), "Value", c.part(values[source])))
	}
	return strings.Join(out, " · ")
}

// weights shows what factors and layers weigh, and beside them the domains.
func (c *company) weights() Pair {
	var left []Block
	if factors := c.def.Model.Factors; len(factors) > 0 {
		t := c.weightTable("method.weights.factors")
		for _, f := range factors {
			t.Rows = append(t.Rows, c.weightRow(f.Name, f.Weight))
		}
		left = append(left, t)
	}
	layers, domains := c.weightTable("method.weights.layers"), c.weightTable("method.weights.domains")
	for _, l := range c.def.Model.Layers {
		layers.Rows = append(layers.Rows, c.weightRow(l.Name, l.Weight))
	}
	for _, d := range c.def.Model.Domains {
		domains.Rows = append(domains.Rows, c.weightRow(d.Name, d.Weight))
	}
	return Pair{Left: append(left, layers), Right: []Block{domains, note(c.say("method.weights.note"))}}
}

func (c *company) weightTable(title string) Table {
	return Table{
		Title:   c.say(title),
		Columns: []Column{{Head: c.say("method.weighed.head"), Width: 75}, {Head: c.say("needs.weight.head"), Width: 25, Align: Right}},
	}
}

func (c *company) weightRow(name questionnaires.Text, weight rules.Decimal) Row {
	return Row{Cells: []Cell{{Text: name.In(c.lang)}, {Text: c.weight(weight)}}}
}

func (c *company) methodNotes() []Aside {
	var out []Aside
	add := func(key string, texts ...string) {
		a := Aside{Label: c.say(key)}
		for _, s := range texts {
			a.Blocks = append(a.Blocks, text(s))
		}
		out = append(out, a)
	}
	add("method.limits.label", c.say("method.limits.use"))
	if r := c.res.Residual; r != nil {
		published := c.say("cap.result.text", "Reached", c.bandName(r.Band), "Published", c.bandName(c.res.Published.Band))
		add("method.published.label", strings.Join(append([]string{published}, c.capsInWords()...), " "))
		add("method.preset.label", c.colourText())
		add("method.flags.label", c.flagRules())
		add("method.stability.label", c.stabilityText())
	} else {
		add("method.preset.label", c.say("method.preset.text",
			"Red", c.decimal(c.def.Model.ControlsColour.RedBelow), "Green", c.decimal(c.def.Model.ControlsColour.GreenFrom)))
	}
	add("method.consistency.label", c.consistencyText())
	add("method.law.label", c.lawNote())
	q := c.res.Questions
	add("method.origin.label",
		c.say("method.origin.text", "Version", c.version(), "Rules", c.def.SHA256, "Answers", c.res.AnswersSHA256, "Result", c.hash),
		c.say("method.counts.text", "Applicable", c.whole(int64(q.Applicable)), "Answered", c.whole(int64(q.Answered)),
			"NotKnown", c.whole(int64(q.NotKnown)), "Unanswered", c.whole(int64(q.Unanswered)), "Hidden", c.whole(int64(q.NotApplicable))))
	return out
}

// consistencyText counts the points of inconsistency and names the questions to compare, never a threshold.
func (c *company) consistencyText() string {
	out := c.count("method.consistency.text", int(c.res.Confidence.Points))
	var pairs []string
	for _, fault := range c.res.Inconsistencies {
		var texts []string
		for _, id := range fault.Answers {
			if q, ok := c.found.questions[id]; ok {
				texts = append(texts, "“"+q.Text.In(c.lang)+"”")
			}
		}
		if len(texts) > 0 {
			pairs = append(pairs, c.list(texts))
		}
	}
	if len(pairs) == 0 {
		return out
	}
	return out + " " + c.say("method.consistency.list", "List", strings.Join(pairs, "; "))
}

// flagRules says which band each class of flag allows at best.
func (c *company) flagRules() string {
	var parts []string
	for _, class := range []questionnaires.Class{questionnaires.ClassA, questionnaires.ClassB, questionnaires.ClassC} {
		if band := c.def.Model.Caps[class]; band != "" {
			parts = append(parts, c.say("method.flags.class", "Class", string(class), "Band", c.bandName(band)))
		}
	}
	return c.say("method.flags.text", "Classes", c.list(parts), "Days", strconv.Itoa(c.def.Model.FloorDays))
}

func (c *company) stabilityText() string {
	s := c.steady
	if s.Draws == 0 {
		return c.say("method.stability.missing")
	}
	return c.count("method.stability.text", s.SameBand, "Draws", c.whole(int64(s.Draws)),
		"Share", c.percent(scoring.Micro(int64(s.SameBand)*1_000_000/int64(s.Draws))),
		"Low", c.points(s.Low), "High", c.points(s.High))
}

// lawNote says how many references await verification and therefore are left out.
func (c *company) lawNote() string {
	waiting := 0
	for _, r := range c.def.References {
		if !r.Verified {
			waiting++
		}
	}
	return c.count("method.law.text", waiting, "All", c.whole(int64(len(c.def.References))))
}
