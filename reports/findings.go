package reports

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// fullFindings is how many findings stand in full when none is critical or severe; those always do.
const fullFindings = 12

// findings shows the findings; where there is none, the section on controls says so.
func (c *company) findings() []Section {
	s := Section{ID: "findings", Short: c.say("finding.section.short")}
	all := c.res.Findings
	if len(all) == 0 && !c.res.CaseAlert {
		return nil
	}
	if len(all) == 0 {
		s.Title, s.Lead = c.say("finding.none.title"), c.say("finding.none.lead")
		s.Blocks = []Block{c.alert()}
		return []Section{s}
	}
	s.Title = c.findingsTitle()
	s.Lead = c.count("finding.section.lead", len(all), "Standing", c.standing())
	if c.res.CaseAlert {
		s.Blocks = append(s.Blocks, c.alert())
	}
	rest := Table{
		Title: c.say("finding.rest.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("column.finding"), Width: 56},
			{Head: c.say("column.tier"), Width: 12},
			{Head: c.say("column.module"), Width: 16},
			{Head: c.say("column.due"), Width: 10},
		},
		Note: c.say("finding.rest.note"),
	}
	for i := range all {
		urgent := all[i].Tier == questionnaires.Critical || all[i].Tier == questionnaires.Severe
		if urgent || i < fullFindings {
			s.Blocks = append(s.Blocks, c.finding(&all[i]))
			continue
		}
		rest.Rows = append(rest.Rows, c.findingRow(&all[i]))
	}
	if len(rest.Rows) > 0 {
		s.Blocks = append(s.Blocks, rest)
	}
	if closed := c.closedFlags(); len(closed.Rows) > 0 {
		s.Blocks = append(s.Blocks, closed)
	}
	return []Section{s}
}

// alert says which indicators and which rule ask for an examination at once.
func (c *company) alert() Callout {
	var names []string
	for _, i := range c.res.Indicators {
		if int64(i.Value)*int64(rules.One) < int64(c.def.Model.States.Indicated)*1_000_000 {
			continue
		}
		for _, known := range c.def.Indicators {
			if known.ID == i.ID {
				names = append(names, lower(known.Name.In(c.lang)))
			}
		}
	}
	out := c.say("alert.case.text")
	if len(names) > 0 {
		out += " " + c.say("alert.case.list", "List", c.list(names))
	}
	return Callout{Tone: ToneSafety, Title: c.say("alert.case.title"), Text: out + " " + c.say("alert.case.rule")}
}

// findingsTitle states how many findings there are of the two most urgent tiers.
func (c *company) findingsTitle() string {
	perTier := map[questionnaires.Tier]int{}
	for _, f := range c.res.Findings {
		perTier[f.Tier]++
	}
	var parts []string
	for _, tier := range []questionnaires.Tier{questionnaires.Critical, questionnaires.Severe, questionnaires.Major, questionnaires.Minor} {
		if n := perTier[tier]; n > 0 {
			parts = append(parts, bound(c.count("finding.tally."+string(tier), n)))
		}
	}
	return c.say("finding.section.title", "Tally", c.list(parts))
}

func (c *company) tier(t questionnaires.Tier) string { return c.say("tier." + string(t)) }

func (c *company) finding(f *scoring.Finding) FindingBlock {
	known := pick(c, "finding", c.found.findings, f.ID)
	b := FindingBlock{
		Number:    c.numbers[f.ID],
		Anchor:    "finding-" + f.ID,
		Title:     known.Title.In(c.lang),
		Tier:      string(f.Tier),
		TierLabel: c.tier(f.Tier) + " " + c.part(f.Severity),
		Meters: []Meter{
			{c.say("severity.scale"), int(known.Scale)},
			{c.say("severity.scope"), int(known.Scope)},
			{c.say("severity.irremediability"), int(known.Irremedy)},
		},
		Deadlines: c.deadlines(f.Due),
		Parts: []Part{
			{c.say("finding.seen.title"), c.seen(f.Answers)},
			{c.say("finding.why.title"), known.Why.In(c.lang)},
			{c.say("finding.good.title"), known.Good.In(c.lang)},
		},
		FirstStep: Part{c.say("finding.first.title"), c.firstStep(f)},
		Sources:   c.findingSources(f, known),
	}
	if f.Class != "" {
		b.FlagLabel, b.Flag, b.FlagNote = c.say("flag.label"), string(f.Class), c.flagNote(f.ID)
	}
	return b
}

func (c *company) flagNote(id string) string {
	flag, ok := c.found.flags[id]
	if !ok {
		return ""
	}
	parts := []string{c.say("flag.state." + string(flag.State))}
	if flag.SelfDisclosed {
		parts = append(parts, c.say("flag.disclosed.text"))
	}
	return strings.Join(parts, ". ")
}

func (c *company) deadlines(due scoring.Due) []Fact {
	var out []Fact
	add := func(key, day string) {
		if day == "" {
			return
		}
		value := c.date(day)
		if days, ok := daysBetween(c.res.Date, day); ok {
			value = c.count("due.date.days", days, "Date", value)
		}
		out = append(out, Fact{c.say(key), value})
	}
	add("due.safeguard.label", due.Safeguard)
	add("due.plan.label", due.Plan)
	add("due.closed.label", due.Closed)
	return out
}

// seen says what was answered to the questions that caused a finding.
func (c *company) seen(ids []string) string {
	var out []string
	for _, id := range ids {
		if s := c.seenOne(id); s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return c.say("finding.seen.earlier")
	}
	return strings.Join(out, " ")
}

func (c *company) seenOne(id string) string {
	if q, ok := c.found.questions[id]; ok {
		r := c.reply(q)
		key := "finding.seen.answer"
		if r.claimed != "" {
			key = "finding.seen.verified"
		}
		said := c.say(key, "Question", q.Text.In(c.lang), "Answer", stop(r.text))
		if remark := plain(c.answers.Answers[id].Comment); remark != "" {
			said += " " + c.say("answer.comment.note", "Text", stop(remark))
		}
		return said
	}
	if x, ok := c.found.contexts[id]; ok {
		return c.say("finding.seen.context", "Title", x.Title.In(c.lang))
	}
	if d, ok := c.found.derived[id]; ok {
		return upper(stop(d.Text.In(c.lang)))
	}
	c.fail("answer %q is not in %s@%d", id, c.def.ID, c.def.Version)
	return ""
}

func (c *company) firstStep(f *scoring.Finding) string {
	action := pick(c, "action", c.found.actions, f.Action)
	step := c.say("finding.first.step", "Action", stop(action.Text.In(c.lang)), "Owner", lower(c.role(action.Owner)))
	if f.Module == "" {
		return step
	}
	return step + " " + c.say("finding.first.module", "Module", pick(c, "module", c.found.modules, f.Module).Title.In(c.lang))
}

func (c *company) findingSources(f *scoring.Finding, known *questionnaires.Finding) []string {
	var evidence []string
	for _, id := range f.Answers {
		for _, e := range c.answers.Answers[id].Evidence {
			evidence = append(evidence, c.evidence(e))
		}
	}
	first := c.say("finding.evidence.none")
	if len(evidence) > 0 {
		first = c.say("finding.evidence.source", "List", strings.Join(evidence, "; "))
	}
	if law := c.law(known.References); len(law) > 0 {
		first += " " + c.say("finding.law.source", "List", strings.Join(law, "; "))
	}
	out := []string{first}
	if c.condition(known.When) != "" {
		out = append(out, c.say("finding.rule.source"))
	}
	return out
}

// firedRules lists the rules of all findings of this report in full.
func (c *company) firedRules() Table {
	t := Table{
		Title: c.say("method.rules.title"),
		Columns: []Column{
			{Head: c.say("column.number"), Width: 6},
			{Head: c.say("column.finding"), Width: 34},
			{Head: c.say("method.rules.head"), Width: 60},
		},
	}
	for i := range c.res.Findings {
		known := pick(c, "finding", c.found.findings, c.res.Findings[i].ID)
		if rule := c.condition(known.When); rule != "" {
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: strconv.Itoa(i + 1), Link: "finding-" + known.ID}, {Text: known.Title.In(c.lang)}, {Text: upper(stop(rule))},
			}})
		}
	}
	return t
}

// condition reads a condition back in words; nothing when the definition was not compiled.
func (c *company) condition(when questionnaires.Condition) string {
	if c.def.Program == nil || !when.Present() {
		return ""
	}
	node, ok := c.def.Program.Node(when.ID)
	if !ok {
		c.fail("condition %q is not in %s@%d", when.ID, c.def.ID, c.def.Version)
		return ""
	}
	return c.def.Program.Words(node, c.lang, c.def.Wording(c.lang))
}

// law names the references of a finding that may be cited.
func (c *company) law(ids []string) []string {
	var out []string
	for _, id := range ids {
		if ref := pick(c, "reference", c.found.references, id); c.cites(ref) {
			out = append(out, c.citation(ref))
		}
	}
	return out
}

func (c *company) citation(ref *questionnaires.Reference) string {
	if ref.Article == "" {
		return c.legal(ref.Title.In(c.lang))
	}
	return c.legal(ref.Title.In(c.lang) + ", " + ref.Article)
}

// legal puts the words of an Indonesian citation into the language of the report.
func (c *company) legal(citation string) string {
	return strings.NewReplacer(
		"UU ", c.say("law.word.act")+" ", "PP ", c.say("law.word.regulation")+" ", "diubah ", c.say("law.word.amended")+" ", "Pasal ", c.say("law.word.article")+" ",
		"ayat ", c.say("law.word.paragraph")+" ", "huruf ", c.say("law.word.letter")+" ", "angka ", c.say("law.word.number")+" ",
		" dan ", " "+c.say("law.word.and")+" ",
	).Replace(citation)
}

func (c *company) findingRow(f *scoring.Finding) Row {
	known := pick(c, "finding", c.found.findings, f.ID)
	action := pick(c, "action", c.found.actions, f.Action)
	module := ""
	if f.Module != "" {
		module = pick(c, "module", c.found.modules, f.Module).Title.In(c.lang)
	}
	tier := c.tier(f.Tier) + " " + c.part(f.Severity)
	if f.Class != "" {
		tier += " · " + string(f.Class)
	}
	return Row{Anchor: "finding-" + f.ID, Cells: []Cell{
		{Text: strconv.Itoa(c.numbers[f.ID])},
		{Text: known.Title.In(c.lang), Second: action.Text.In(c.lang), Bold: true},
		{Text: tier},
		{Text: module},
		{Text: c.shortDate(f.Due.Closed)},
	}}
}

// closedFlags lists the flags that evaluators closed: they are part of the picture as long as a floor may hold.
func (c *company) closedFlags() Table {
	t := Table{
		Title:   c.say("flag.closed.title"),
		Columns: []Column{{Head: c.say("flag.class.head"), Width: 14}, {Head: c.say("column.finding"), Width: 60}, {Head: c.say("flag.closed_on.head"), Width: 26}},
		Note:    c.say("flag.closed.note"),
	}
	for _, f := range c.res.Flags {
		if f.State != questionnaires.FlagClosed {
			continue
		}
		day := ""
		if i := slices.IndexFunc(c.answers.Flags, func(r questionnaires.FlagRecord) bool { return r.ID == f.ID }); i >= 0 {
			day = c.date(c.answers.Flags[i].ClosedOn)
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: string(f.Class), Bold: true},
			{Text: pick(c, "finding", c.found.findings, f.ID).Title.In(c.lang)},
			{Text: cmp.Or(day, c.say("value.none"))},
		}})
	}
	return t
}
