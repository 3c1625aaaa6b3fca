package questionnaires

import (
	"fmt"
	"strconv"
	"strings"

	"tuntas/questionnaires/rules"
)

// catalogues reads indicators, respondents, proofs and references.
func (d *decoder) catalogues(o *object) {
	def := d.def
	d.each(o, "indicators", false, func(i *object) {
		id := int(i.integer("id", 1, 11))
		i.what = "indicator " + strconv.Itoa(id)
		if id > 0 {
			d.declare("indicator", strconv.Itoa(id), i.n.get("id"))
		}
		def.Indicators = append(def.Indicators, Indicator{
			ID: id, Name: d.text(i, "name", "indicator."+strconv.Itoa(id)),
			Involuntariness: i.tag("involuntariness"), Penalty: i.tag("penalty"),
		})
	})
	d.each(o, "respondents", true, func(r *object) {
		id := d.id(r, "respondent")
		def.Roles = append(def.Roles, Respondent{id, d.text(r, "text", "respondent."+id)})
	})
	d.each(o, "proofs", true, func(p *object) {
		id := d.id(p, "proof")
		def.Proofs = append(def.Proofs, Proof{id, d.text(p, "text", "proof."+id)})
	})
	d.each(o, "references", true, d.reference)
}

// tag reads how strongly an indicator speaks for involuntariness or penalty; absent is empty.
func (o *object) tag(key string) string {
	if o.optional(key) == nil {
		return ""
	}
	return o.choice(key, "", "medium", "strong")
}

// What a question or reference may belong to: UN Guiding Principles for business, and steps of the OECD due-diligence guidance.
const firstPrinciple, lastPrinciple, oecdSteps = 11, 31, 6

func (d *decoder) reference(o *object) {
	r := Reference{ID: d.id(o, "reference")}
	if s := o.text("title"); s != "" {
		r.Title = Text{SourceLanguage: s}
	}
	r.Article = o.textOf("article", o.optional("article"))
	r.Gist = d.text(o, "gist", "reference."+r.ID+".gist")
	r.Note = d.textIf(o, "note", "reference."+r.ID+".note")
	r.From, r.To = o.day("from", false), o.day("to", false)
	if r.From != "" && r.To != "" && r.To < r.From {
		d.at(o.n.get("to"), "%s ends before it begins; correct from or to", o.what)
	}
	r.Verified, _ = o.truth("verified")
	o.required("verified")
	r.Source = o.textOf("source", o.optional("source"))
	if r.Verified && r.Source == "" {
		d.at(o.n, "%s is verified, but source does not say where it was read; add it", o.what)
	}
	r.When = d.condition(o, "when", "reference:"+r.ID)
	r.UNGP, r.OECD = d.numbers(o, "ungp", firstPrinciple, lastPrinciple), d.numbers(o, "oecd", 1, oecdSteps)
	d.def.References = append(d.def.References, r)
}

// context reads a table by sector or province.
func (d *decoder) context(o *object) {
	c := Context{ID: d.id(o, "context"), Kind: o.choice("kind", "", ContextKBLI, ContextProvince)}
	key := "context." + c.ID
	c.Title = d.text(o, "title", key+".title")
	c.Factor = d.refer(o, "factor", "factor", true)
	c.Source, c.Date = d.text(o, "source", key+".source"), o.day("date", true)
	if n := o.required("otherwise"); n != nil {
		c.Otherwise, _ = d.severity(o, "otherwise", n)
	}
	first := map[string]*node{}
	d.each(o, "rows", true, func(r *object) {
		r.what += " of context " + c.ID
		c.Rows = append(c.Rows, d.contextRow(r, c.Kind, key, first))
	})
	d.def.Contexts = append(d.def.Contexts, c)
}

func (d *decoder) contextRow(o *object, kind, key string, first map[string]*node) ContextRow {
	var row ContextRow
	for _, n := range o.list("codes", true) {
		code, ok := o.scalar("codes", n)
		if !ok {
			continue
		}
		if earlier := first[code]; earlier != nil {
			d.at(n, "code %s stands twice, first in line %d; keep one", quote(code), earlier.line)
			continue
		}
		first[code] = n
		d.place(kind, code, n)
		row.Codes = append(row.Codes, code)
	}
	if n := o.required("value"); n != nil {
		row.Value, _ = d.severity(o, "value", n)
	}
	if len(row.Codes) > 0 {
		row.Reason = d.text(o, "reason", key+".reason."+row.Codes[0])
	} else {
		o.required("reason")
	}
	return row
}

// place refuses codes that the official lists do not have.
func (d *decoder) place(kind, code string, at *node) {
	switch {
	case kind == ContextKBLI && !KnownKBLI(code):
		d.at(at, "%s is no code or beginning of a code of KBLI 2020", quote(code))
	case kind == ContextProvince && !KnownProvince(code):
		d.at(at, "%s is no code of a province; the ministry of home affairs gives two digits, such as \"62\"", quote(code))
	}
}

func (d *decoder) derived(o *object) {
	id := d.id(o, "derived")
	v := Derived{ID: id, Text: d.text(o, "text", "derived."+id), Condition: d.conditionOf(o, "is", id)}
	d.def.Derived = append(d.def.Derived, v)
}

func (d *decoder) consistency(o *object) {
	r := ConsistencyRule{ID: d.id(o, "consistency")}
	r.When = d.conditionOf(o, "when", "rule:"+r.ID)
	r.Points = o.integer("points", 1, 2)
	if i, err := strconv.Atoi(d.refer(o, "indicator", "indicator", false)); err == nil {
		r.Indicator = i
	}
	r.Why = d.text(o, "why", "consistency."+r.ID)
	d.def.Rules = append(d.def.Rules, r)
}

func (d *decoder) finding(o *object) {
	f := Finding{ID: d.id(o, "finding")}
	key := "finding." + f.ID
	f.When = d.conditionOf(o, "when", "finding:"+f.ID)
	if o.optional("class") != nil {
		f.Class = Class(o.choice("class", "", string(ClassA), string(ClassB), string(ClassC)))
	}
	f.Admission = d.referNumbers(o, "admission")
	if n := o.required("severity"); n != nil {
		s := d.object(n, "severity of "+o.what)
		f.Scale, f.Scope, f.Irremedy = s.integer("scale", 1, 5), s.integer("scope", 1, 5), s.integer("irremediability", 1, 5)
		s.finish()
	}
	f.Title, f.Why, f.Good = d.text(o, "title", key+".title"), d.text(o, "why", key+".why"), d.text(o, "good", key+".good")
	f.Action = d.refer(o, "action", "action", true)
	f.Module = d.refer(o, "module", "module", true)
	f.References = d.referAll(o, "references", "reference", false)
	d.def.Findings = append(d.def.Findings, f)
}

// Tier returns how urgent a finding is (section 8 of the scoring model).
func (m *Model) Tier(f *Finding) Tier {
	most, sum := max(f.Scale, f.Irremedy), f.Scale+f.Scope+f.Irremedy
	// Severity is ½·most + ½·sum/3; compared in sixths, so that nothing is rounded.
	sixths := rules.Decimal(3*most+sum) * rules.One
	switch {
	case most >= m.Tiers.CriticalPart || f.Class == ClassA:
		return Critical
	case sixths >= 6*m.Tiers.Severe || f.Class == ClassB:
		return Severe
	case sixths >= 6*m.Tiers.Major || f.Class == ClassC:
		return Major
	default:
		return Minor
	}
}

func (d *decoder) action(o *object) {
	a := Action{ID: d.id(o, "action")}
	a.Text = d.text(o, "text", "action."+a.ID)
	a.Owner = d.refer(o, "owner", "respondent", true)
	a.Proof = d.referAll(o, "proof", "proof", true)
	d.def.Actions = append(d.def.Actions, a)
}

func (d *decoder) module(o *object) {
	m := Module{ID: d.id(o, "module"), Minutes: o.integer("minutes", 5, 2_400)}
	key := "module." + m.ID
	m.Title = d.text(o, "title", key+".title")
	m.When = d.conditionOf(o, "when", "module:"+m.ID)
	if strings.TrimSpace(m.When.Source) == "false" {
		d.at(o.n.get("when"), "no rule selects %s; write when it is needed", o.what)
	}
	m.Domains = d.referAll(o, "domains", "domain", false)
	m.Audience = d.referAll(o, "audience", "respondent", true)
	m.Sensitive = o.boolean("sensitive")
	m.After = d.referAll(o, "after", "module", false)
	m.Objective, m.Method = d.text(o, "objective", key+".objective"), d.text(o, "method", key+".method")
	m.Exercise, m.Product = d.text(o, "exercise", key+".exercise"), d.text(o, "product", key+".product")
	for i, n := range o.list("materials", false) {
		if text := d.translatable(o, "materials", n, fmt.Sprintf("%s.material.%d", key, i+1)); text != nil {
			m.Materials = append(m.Materials, text)
		}
	}
	m.Room = d.textIf(o, "room", key+".room")
	var sum int64
	d.each(o, "outline", true, func(s *object) {
		step := Step{Minutes: s.integer("minutes", 1, 2_400), Text: d.text(s, "text", fmt.Sprintf("%s.outline.%d", key, len(m.Outline)+1))}
		sum += step.Minutes
		m.Outline = append(m.Outline, step)
	})
	if len(m.Outline) > 0 && sum != m.Minutes {
		d.at(o.n.get("outline"), "the outline of %s takes %d minutes, the module %d; make them equal", o.what, sum, m.Minutes)
	}
	d.each(o, "statements", true, func(s *object) { m.Statements = append(m.Statements, d.statement(s, key)) })
	d.def.Modules = append(d.def.Modules, m)
}

func (d *decoder) statement(o *object, key string) Statement {
	s := Statement{ID: d.id(o, "statement")}
	s.Text = d.text(o, "text", key+".statement."+s.ID)
	s.True, _ = o.truth("answer")
	o.required("answer")
	return s
}

func (d *decoder) referral(o *object) {
	r := Referral{ID: d.id(o, "referral")}
	key := "referral." + r.ID
	r.Name, r.For, r.Reach = d.text(o, "name", key+".name"), d.text(o, "for", key+".for"), d.text(o, "reach", key+".reach")
	d.def.Referrals = append(d.def.Referrals, r)
}

func (d *decoder) caution(o *object) {
	id := d.id(o, "caution")
	d.def.Cautions = append(d.def.Cautions, Caution{id, d.text(o, "text", "caution."+id)})
}
