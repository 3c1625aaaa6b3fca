package questionnaires

import (
	"fmt"
	"slices"
	"strings"

	"tuntas/questionnaires/rules"
)

// questionDraft is a question while it is read, with the places of its options.
type questionDraft struct {
	Question
	places []*node
}

// question reads one question.
func (d *decoder) question(o *object, section, topic string) {
	q := questionDraft{Question: Question{ID: d.id(o, "question"), Section: section, Topic: topic}}
	key := "question." + q.ID
	q.Text = d.text(o, "text", key+".text")
	q.Help = d.text(o, "help", key+".help")
	q.Why = d.text(o, "why", key+".why")
	q.Who = d.referAll(o, "who", "respondent", true)
	q.Proof = d.referAll(o, "proof", "proof", true)
	q.Indicators = d.referNumbers(o, "indicators")
	q.References = d.referAll(o, "references", "reference", true)
	q.Mandatory, q.NeverNA = o.boolean("mandatory"), o.boolean("never_not_applicable")
	q.ShortPath = o.boolean("short_path")
	q.UNGP, q.OECD = d.numbers(o, "ungp", firstPrinciple, lastPrinciple), d.numbers(o, "oecd", 1, oecdSteps)
	d.kind(o, &q)
	d.role(o, &q)
	if basic, written := o.truth("basic"); written {
		q.Basic = basic
	} else {
		q.Basic = q.Ladder && q.Role.Domain != ""
	}
	if q.Basic && q.Role.Domain == "" {
		d.at(o.n, "%s is basic, but only a question with a domain can be a basic control", o.what)
	}
	q.Show = d.condition(o, "show", "show:"+q.ID)
	if strings.TrimSpace(q.Show.Source) == "false" {
		d.at(o.n.get("show"), "%s is never shown; remove the question or write when it applies", o.what)
	}
	d.options(o, &q)
	d.shape(o, &q)
	d.value(o, &q)
	d.def.Questions = append(d.def.Questions, q.Question)
}

// kind reads the type of a question.
func (d *decoder) kind(o *object, q *questionDraft) {
	switch o.choice("type", "", "single", "ladder", "multiple", "number", "table", "date", "text") {
	case "single":
		q.Kind = rules.Single
	case "ladder":
		q.Kind, q.Ladder = rules.Single, true
	case "multiple":
		q.Kind = rules.Multiple
	case "number":
		q.Kind = rules.Number
	case "table":
		q.Kind = rules.Table
	case "date":
		q.Kind = rules.Date
	case "text":
		q.Kind = rules.Text
	}
}

// role reads where a question counts.
func (d *decoder) role(o *object, q *questionDraft) {
	n := o.required("role")
	if n == nil {
		return
	}
	if n.kind == scalarNode {
		q.Role.Sign = n.text == "sign"
		if !q.Role.Sign {
			d.at(n, "role of %s must be sign, {factor: …} or {domain: …, layer: …, weight: …, effort: …}, not %s", o.what, quote(n.text))
		}
		return
	}
	r := d.object(n, "role of "+o.what)
	if r.broken {
		return
	}
	q.Role.Factor = d.refer(r, "factor", "factor", false)
	if q.Role.Factor == "" {
		q.Role.Domain = d.refer(r, "domain", "domain", true)
		q.Role.Layer = d.refer(r, "layer", "layer", true)
		q.Role.Weight = r.integer("weight", 1, 100)
		q.Role.Effort = r.integer("effort", 1, 3)
	}
	r.finish()
	switch {
	case q.Ladder && q.Role.Factor != "":
		d.at(n, "%s is a ladder, which measures a control; give it a domain instead of a factor", o.what)
	case q.Kind == rules.Date || q.Kind == rules.Text:
		d.at(n, "%s is a date or a text, which has no value; its role must be sign", o.what)
	}
}

// maxOptions is how many options a set of ticks can hold.
const maxOptions = 63

// options reads the options of a choice, and refuses them elsewhere.
func (d *decoder) options(o *object, q *questionDraft) {
	choice := q.Kind == rules.Single || q.Kind == rules.Multiple
	if !choice {
		if n := o.optional("options"); n != nil && q.Kind != 0 {
			d.at(n, "%s has options, but its type offers none to choose; remove them", o.what)
		}
		return
	}
	items := o.list("options", true)
	if len(items) > maxOptions {
		d.at(o.n.get("options"), "%s has %d options; at most %d can be offered", o.what, len(items), maxOptions)
		return
	}
	for i, n := range items {
		opt := d.object(n, fmt.Sprintf("option %d of question %s", i+1, q.ID))
		if !opt.broken {
			d.option(opt, q)
		}
	}
	if len(items) == 1 {
		d.at(o.n.get("options"), "%s has one option, which is no choice; add another", o.what)
	}
	if q.Ladder {
		d.ladder(o, q)
	}
	switch q.Kind {
	case rules.Multiple:
		q.None = d.oneOf(o, q, "none")
	case rules.Single:
		q.Reach = d.oneOf(o, q, "reach")
	default:
	}
}

func (d *decoder) option(o *object, q *questionDraft) {
	option := Option{Code: o.word("code", isOption, "small letters, digits or _, at most 40")}
	_, twice := q.Option(option.Code)
	if twice {
		d.at(o.n.get("code"), "option %s of question %s stands twice; codes differ within a question", option.Code, q.ID)
	}
	option.Text = d.text(o, "text", "question."+q.ID+".option."+option.Code)
	if n := o.optional("value"); n != nil {
		option.Value, option.HasValue = d.worth(o, "value", n, q.Role)
	}
	o.finish()
	if option.Code != "" && !twice {
		q.Options = append(q.Options, option)
		q.places = append(q.places, o.n)
	}
}

// ladder gives the five steps their values.
func (d *decoder) ladder(o *object, q *questionDraft) {
	steps := []string{"step0", "step1", "step2", "step3", "step4"}
	codes := make([]string, len(q.Options))
	for i, option := range q.Options {
		codes[i] = option.Code
		if option.HasValue {
			d.at(q.places[i], "option %s of question %s has a value; the steps of a ladder have fixed ones, leave it out", option.Code, q.ID)
		}
	}
	if !slices.Equal(codes, steps) {
		d.at(o.n.get("options"), "%s is a ladder; its options are step0, step1, step2, step3, step4 in this order", o.what)
		return
	}
	for i := range steps {
		q.Options[i].Value, q.Options[i].HasValue = rules.Decimal(i)*rules.One/4, true
	}
}

// oneOf reads a key that names one of the question's options.
func (d *decoder) oneOf(o *object, q *questionDraft, key string) string {
	n := o.optional(key)
	code, ok := o.scalar(key, n)
	if !ok {
		return ""
	}
	codes := q.codes()
	if !slices.Contains(codes, code) {
		d.at(n, "%s of %s must be one of its options, not %s%s", key, o.what, quote(code), d.suggest(code, codes))
		return ""
	}
	return code
}

// codes returns the option codes in file order.
func (q *Question) codes() []string {
	codes := make([]string, len(q.Options))
	for i, o := range q.Options {
		codes[i] = o.Code
	}
	return codes
}

// shape reads unit, bounds, rows and columns of numbers and tables.
func (d *decoder) shape(o *object, q *questionDraft) {
	if q.Kind != rules.Number && q.Kind != rules.Table {
		d.refuse(o, "belongs to a number or a table", "unit", "min", "max", "step")
	} else {
		q.Unit = d.text(o, "unit", "question."+q.ID+".unit")
		const most = maxNumber * rules.One
		q.Min, q.Max = o.decimal("min", -most, most), o.decimal("max", -most, most)
		q.Step, _ = o.decimalOf("step", o.required("step"), 1, most)
		if q.Min >= q.Max && !o.broken {
			d.at(o.n, "max of %s must be larger than min", o.what)
		}
	}
	if q.Kind != rules.Table {
		d.refuse(o, "belongs to a table", "rows", "columns", "blank")
		return
	}
	q.BlankIsZero = o.choice("blank", "unknown", "zero", "unknown") == "zero"
	q.Rows = d.labels(o, q.ID, "rows", "row", true)
	q.Columns = d.labels(o, q.ID, "columns", "column", false)
	q.Columns = slices.DeleteFunc(q.Columns, func(c Label) bool {
		both := hasLabel(q.Rows, c.Code)
		if both {
			d.at(o.n.get("rows"), "%s uses %s for a row and for a column; their codes differ within a table", o.what, c.Code)
		}
		return both
	})
	if len(q.Columns) == 0 {
		q.Columns = []Label{{Code: OneColumn}}
	}
	if len(q.Rows)*len(q.Columns) > maxCells {
		d.at(o.n.get("rows"), "%s has more than %d cells; split it", o.what, maxCells)
	}
}

// maxCells is how many cells a table has at most.
const maxCells = 512

// OneColumn is the code of the only column of a table that declares none.
const OneColumn = "n"

// labels reads the rows or columns of a table.
func (d *decoder) labels(o *object, question, key, kind string, needed bool) []Label {
	var labels []Label
	items := o.list(key, needed)
	if len(items) > maxCells {
		d.at(o.n.get(key), "%s has more than %d %s; split it", o.what, maxCells, key)
		return nil
	}
	for i, n := range items {
		l := d.object(n, fmt.Sprintf("%s %d of question %s", kind, i+1, question))
		if l.broken {
			continue
		}
		label := Label{Code: l.word("code", isOption, "small letters, digits or _, at most 40")}
		twice := hasLabel(labels, label.Code)
		if twice {
			d.at(l.n.get("code"), "%s %s of question %s stands twice; codes differ within a table", kind, label.Code, question)
		}
		if slices.Contains(answerKeys(), label.Code) {
			d.at(l.n.get("code"), "%s %s of question %s is a key of the answers file; choose another code", kind, label.Code, question)
		}
		label.Text = d.text(l, "text", "question."+question+"."+kind+"."+label.Code)
		l.finish()
		if label.Code != "" && !twice {
			labels = append(labels, label)
		}
	}
	return labels
}

// refuse adds a fault for each of the keys that is there although the question's type does not have it.
func (d *decoder) refuse(o *object, why string, keys ...string) {
	for _, key := range keys {
		if n := o.optional(key); n != nil && o.n.get("type") != nil {
			d.at(n, "%s has %s, which %s; remove it", o.what, key, why)
		}
	}
}
