package reports

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
)

// answersAnnex lists every question by section: its answer, evidence and remarks. What a rule took away stands at the
// end as not asked.
func (c *company) answersAnnex() []Section {
	s := Section{ID: "answers", Short: c.say("annex.section.short"), Title: c.say("annex.section.title"), Lead: c.count("annex.section.lead", c.res.Questions.Applicable)}
	t := Table{
		Columns: []Column{
			{Head: c.say("column.question"), Width: 36},
			{Head: c.say("annex.answer.head"), Width: 40},
			{Head: c.say("annex.evidence.head"), Width: 24},
		},
	}
	var hidden []string
	for i := range c.def.Sections {
		section := &c.def.Sections[i]
		var rows []Row
		for _, topic := range section.Topics {
			for _, id := range topic.Questions {
				q := pick(c, "question", c.found.questions, id)
				if !c.asked(q) {
					hidden = append(hidden, q.Text.In(c.lang))
					continue
				}
				rows = append(rows, c.answerRow(q))
			}
		}
		if len(rows) > 0 {
			t.Rows = append(append(t.Rows, Row{Group: true, Anchor: "section-" + section.ID, Cells: []Cell{
				{Text: section.Title.In(c.lang), Second: c.everyRole(section.Who), Bold: true},
			}}), rows...)
		}
	}
	t.Rows = append(t.Rows, c.registerRows()...)
	if len(hidden) > 0 {
		s.Blocks = append(s.Blocks, Paragraph{Small: true, Spans: []Span{
			{Text: stop(c.count("annex.hidden.title", len(hidden))) + " ", Bold: true},
			{Text: c.say("annex.hidden.text") + " " + joinSentences(hidden)},
		}})
	}
	s.Blocks = append(s.Blocks, t)
	if signals := c.outsideSignals(); len(signals.Rows) > 0 {
		s.Blocks = append(s.Blocks, signals)
	}
	return []Section{s}
}

// answerLink is where the annex shows the answer to a question; nothing when it was not asked.
func (c *company) answerLink(q *questionnaires.Question) string {
	if !c.asked(q) {
		return ""
	}
	return "answer-" + q.ID
}

func (c *company) answerRow(q *questionnaires.Question) Row {
	r := c.reply(q)
	evidence := strings.Join(r.evidence, "; ")
	if evidence == "" {
		evidence = c.say("value.none")
	}
	return Row{Anchor: "answer-" + q.ID, Cells: []Cell{
		{Text: q.Text.In(c.lang)},
		{Text: r.text, Second: strings.Join(r.remarks, " "), Bold: true},
		{Text: evidence, Second: c.level(q)},
	}}
}

// level is the level of evidence with which an answer entered the sums, or that it did not.
func (c *company) level(q *questionnaires.Question) string {
	if c.unscored(q) {
		return c.say("annex.unscored.text")
	}
	if item, ok := c.found.items[q.ID]; ok {
		return c.say("annex.level.text", "Level", strconv.Itoa(item.Evidence))
	}
	return ""
}

// values lists the numbers with which every answer entered the sums.
func (c *company) values() Table {
	t := Table{
		Title: c.say("method.answers.title"),
		Columns: []Column{
			{Head: c.say("column.question"), Width: 56},
			{Head: c.say("method.part.head"), Width: 20},
			{Head: c.say("method.item.head"), Width: 24},
		},
		Note: c.say("annex.answers.note"),
	}
	for i := range c.def.Questions {
		q := &c.def.Questions[i]
		if c.unscored(q) || !c.asked(q) {
			continue
		}
		if item, ok := c.found.items[q.ID]; ok {
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: q.Text.In(c.lang)},
				{Text: c.layerName(q.Role.Layer)},
				{Text: c.say("annex.scored.text", "Weight", c.whole(q.Role.Weight),
					"Level", strconv.Itoa(item.Evidence), "Factor", c.part(item.Factor), "Value", c.part(item.Value))},
			}})
		} else if item, ok := c.found.exposure[q.ID]; ok {
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: q.Text.In(c.lang)}, {Text: c.factorName(q.Role.Factor)}, {Text: c.say("annex.exposed.text", "Value", c.part(item.Severity))},
			}})
		}
	}
	return t
}

func (c *company) layerName(id string) string {
	for _, l := range c.def.Model.Layers {
		if l.ID == id {
			return l.Name.In(c.lang)
		}
	}
	c.fail("layer %q is not in %s@%d", id, c.def.ID, c.def.Version)
	return ""
}

func (c *company) factorName(id string) string {
	for _, f := range c.def.Model.Factors {
		if f.ID == id {
			return f.Name.In(c.lang)
		}
	}
	c.fail("factor %q is not in %s@%d", id, c.def.ID, c.def.Version)
	return ""
}

// outsideSignals lists the signs from other sources than the questionnaire.
func (c *company) outsideSignals() Table {
	t := Table{
		Title: c.say("annex.signals.title"),
		Columns: []Column{
			{Head: c.say("method.indicator.head"), Width: 50},
			{Head: c.say("method.sources.head"), Width: 30},
			{Head: c.say("annex.survey.head"), Width: 20, Align: Right},
		},
	}
	names := map[int]string{}
	for _, i := range c.def.Indicators {
		names[i.ID] = i.Name.In(c.lang)
	}
	for _, s := range c.answers.Signals {
		survey := c.say("value.none")
		if s.N > 0 {
			survey = c.say("annex.survey.text", "X", c.whole(s.X), "N", c.whole(s.N))
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: names[s.Indicator]}, {Text: c.say("signal." + s.Source)}, {Text: survey}}})
	}
	return t
}

// cited are the references that the findings of this report name.
func (c *company) cited() map[string]bool {
	out := map[string]bool{}
	for _, f := range c.res.Findings {
		for _, id := range pick(c, "finding", c.found.findings, f.ID).References {
			out[id] = true
		}
	}
	return out
}

// sources lists the references that the findings cite, and apart from them those that are reading for trainers.
func (c *company) sources() []Section {
	columns := []Column{
		{Head: c.say("sources.law.head"), Width: 34},
		{Head: c.say("sources.gist.head"), Width: 66},
	}
	t := Table{Columns: columns, Empty: c.say("sources.law.none")}
	general := Table{Title: c.say("sources.general.title"), Columns: columns}
	cited := c.cited()
	for i := range c.def.References {
		ref := &c.def.References[i]
		if !ref.Verified || !ref.InForce(c.res.Date) {
			continue
		}
		row := Row{Anchor: "reference-" + ref.ID, Cells: []Cell{
			{Text: c.legal(ref.Title.In(c.lang)), Second: c.legal(ref.Article), Bold: true},
			{Text: ref.Gist.In(c.lang), Second: c.provenance(ref)},
		}}
		if cited[ref.ID] && c.cites(ref) {
			t.Rows = append(t.Rows, row)
		} else {
			general.Rows = append(general.Rows, row)
		}
	}
	s := Section{
		ID: "sources", Short: c.say("sources.section.short"), Title: c.say("sources.section.title"), Lead: c.say("sources.section.lead"),
		Blocks: []Block{t, note(c.lawNote())},
	}
	if len(general.Rows) > 0 {
		s.Blocks = append(s.Blocks, general)
	}
	if contexts := c.contextSources(); len(contexts.Items) > 0 {
		s.Blocks = append(s.Blocks, Heading{Level: 2, Text: c.say("sources.contexts.title")}, contexts)
	}
	return []Section{s}
}

// provenance says where a reference was read, its validity, whom it binds, its open question and what it belongs to.
func (c *company) provenance(ref *questionnaires.Reference) string {
	var out []string
	if ref.Source != "" {
		out = append(out, c.say("sources.read.text", "Source", ref.Source))
	}
	if ref.From != "" {
		out = append(out, c.say("sources.from.text", "Date", c.date(ref.From)))
	}
	if ref.To != "" {
		out = append(out, c.say("sources.to.text", "Date", c.date(ref.To)))
	}
	if when := c.condition(ref.When); when != "" {
		out = append(out, c.say("sources.when.text", "Condition", when))
	}
	if ref.Note.In(c.lang) != "" {
		out = append(out, c.say("sources.note.text", "Note", ref.Note.In(c.lang)))
	}
	if len(ref.UNGP) > 0 {
		out = append(out, c.say("sources.ungp.text", "List", numbers(ref.UNGP)))
	}
	if len(ref.OECD) > 0 {
		out = append(out, c.say("sources.oecd.text", "List", numbers(ref.OECD)))
	}
	return joinSentences(out)
}

func numbers(list []int) string {
	out := make([]string, 0, len(list))
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, ", ")
}

// contextSources names where the values come from that the company register gives.
func (c *company) contextSources() List {
	var l List
	for _, x := range c.def.Contexts {
		item := c.say("sources.context.text", "Title", x.Title.In(c.lang), "Source", strings.TrimSuffix(x.Source.In(c.lang), "."))
		if x.Date != "" {
			item += ", " + c.date(x.Date)
		}
		l.Items = append(l.Items, stop(item))
	}
	return l
}
