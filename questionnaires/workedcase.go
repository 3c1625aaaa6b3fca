package questionnaires

import (
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"
)

// WorkedCase is an example by the people who write the questions: answers, and what must come of them.
type WorkedCase struct {
	ID      string
	Title   string
	File    string // the answers file, relative to the library; empty when the answers stand in the case
	Answers *Answers
	Expect  Expectation
}

// Expectation is what a worked case must give; what is absent is not expected.
type Expectation struct {
	Shown       []string // questions that apply
	Hidden      []string // questions that do not apply
	Flags       map[string]FlagState
	Findings    []string
	NotFindings []string
	Band        string
	Colour      string
	Result      map[string]int64 // dotted path in the result document → number
	CaseAlert   *bool
}

// workedCases reads the cases file.
func (d *decoder) workedCases(fsys fs.FS, name string) {
	data, ok := d.read(fsys, name)
	if !ok {
		return
	}
	root := d.parse(name, data)
	if root == nil {
		return
	}
	o := d.object(root, "the file of worked cases")
	if o.broken {
		return
	}
	d.heading(o)
	d.each(o, "cases", true, func(c *object) { d.def.Cases = append(d.def.Cases, d.workedCase(fsys, c)) })
	o.finish()
}

func (d *decoder) workedCase(fsys fs.FS, o *object) WorkedCase {
	c := WorkedCase{ID: d.id(o, "case"), Title: o.text("title")}
	sheet, file := o.optional("sheet"), o.optional("answers")
	switch {
	case sheet != nil && file != nil:
		d.at(file, "%s has both answers and a sheet; keep one", o.what)
	case sheet != nil:
		c.Answers = d.answers(sheet, d.def)
	case file != nil:
		c.File, c.Answers = d.answersFile(fsys, o, file)
	default:
		d.at(o.n, "%s has no answers; name a file, or write them under sheet", o.what)
	}
	if n := o.required("expect"); n != nil {
		e := d.object(n, "expect of "+o.what)
		c.Expect = d.expectation(e)
		e.finish()
	}
	return c
}

// answersFile reads the answers of a case from a file beside the questionnaire.
func (d *decoder) answersFile(fsys fs.FS, o *object, n *node) (string, *Answers) {
	relative, ok := o.scalar("answers", n)
	if !ok {
		return "", nil
	}
	name := path.Join(path.Dir(d.file), relative)
	if !fs.ValidPath(name) || strings.HasPrefix(relative, "/") {
		d.at(n, "answers of %s must name a file below the folder of the questionnaire, not %s", o.what, quote(relative))
		return "", nil
	}
	data, ok := d.read(fsys, name)
	if !ok {
		return "", nil
	}
	root := d.parse(name, data)
	if root == nil {
		return "", nil
	}
	return name, d.answers(root, d.def)
}

func (d *decoder) expectation(o *object) Expectation {
	e := Expectation{
		Shown: d.mentions(o, "shown", "question"), Hidden: d.mentions(o, "hidden", "question"),
		Findings: d.mentions(o, "findings", "finding"), NotFindings: d.mentions(o, "not_findings", "finding"),
	}
	if n := o.optional("flags"); n != nil {
		e.Flags = d.expectedFlags(n)
	}
	if o.optional("band") != nil {
		e.Band = o.choice("band", "", append(BandCodes(), "insufficient_information")...)
	}
	if o.optional("colour") != nil {
		e.Colour = o.choice("colour", "", "green", "yellow", "red", "none")
	}
	if alert, written := o.truth("case_alert"); written {
		e.CaseAlert = &alert
	}
	if n := o.optional("result"); n != nil {
		r := d.object(n, "result")
		e.Result = map[string]int64{}
		for i, k := range r.n.keys {
			e.Result[k.text] = r.integerOf(k.text, r.n.items[i], math.MinInt64, math.MaxInt64)
		}
	}
	return e
}

func (d *decoder) expectedFlags(n *node) map[string]FlagState {
	o := d.object(n, "flags")
	flags := map[string]FlagState{}
	states := []string{string(FlagOpen), string(FlagUndetermined), string(FlagClosed)}
	for i, k := range o.n.keys {
		d.mention("finding", k)
		state, ok := o.scalar(k.text, o.n.items[i])
		if ok && !slices.Contains(states, state) {
			d.at(o.n.items[i], "%s of flags must be one of %s, not %s", k.text, strings.Join(states, ", "), quote(state))
		}
		flags[k.text] = FlagState(state)
	}
	return flags
}

// mentions reads ids that the questionnaire must declare; it is used for siblings, after the questionnaire was read.
func (d *decoder) mentions(o *object, key, kind string) []string {
	var ids []string
	for _, n := range o.list(key, false) {
		if id, ok := o.scalar(key, n); ok {
			d.mention(kind, n)
			ids = append(ids, id)
		}
	}
	return ids
}

func (d *decoder) mention(kind string, n *node) {
	if d.places[kind+"/"+n.text] == nil {
		d.at(n, "there is no %s %s%s", kind, quote(n.text), d.suggest(n.text, d.names[kind]))
	}
}
