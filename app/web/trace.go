package web

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// tracePage is how every number of a result came about.
type tracePage struct {
	page
	Head            assessmentHead
	Standing        string
	Formulas        []formulaView
	Factors         []traceGroup
	Domains         []traceGroup
	Indicators      []traceSigns
	Caps            []capView
	Colour          string
	Contradictions  []waitingRule // without titles
	Undetermined    []waitingRule
	Result, Answers string // SHA-256
	Questionnaire   string
	Counts          scoring.QuestionCounts
}

// formulaView is one number with its formula and the numbers in it.
type formulaView struct{ Name, Formula, Numbers, Value, Direction string }

// traceGroup is the items of an exposure factor or a control domain.
type traceGroup struct {
	Title, Value, Weight, Note string
	Rows                       []traceRow
}

// traceRow is one item as it was scored.
type traceRow struct{ Number, Text, Href, State, Value, Evidence string }

// traceSigns is the signs of one indicator.
type traceSigns struct {
	Number             int
	Name, Value, State string
	Signs              []signView
}

// signView is one sign with where it comes from.
type signView struct{ Source, Value, From, Href string }

// capView is one reason why the published band is no better.
type capView struct{ Cause, Band string }

// trace shows how the result came about.
func (p *resultPages) trace(r *request) error {
	o, err := p.outcome(r)
	if err != nil {
		return err
	}
	b := newResultBuilder(o, r.words)
	hash, err := resultHash(o.Result)
	if err != nil {
		return err
	}
	data := tracePage{
		page: r.page("trace.page.title"), Head: headOf(o.ID, &o.Assessment, o.Definition, r.words), Standing: b.standing(),
		Formulas: b.formulas(), Factors: b.factors(), Domains: b.controls(), Indicators: b.signs(), Caps: b.caps(),
		Colour: b.colour(o.Result.Published.Colour), Undetermined: b.waiting(), Contradictions: b.contradictions(),
		Result: hash, Answers: o.Result.AnswersSHA256, Questionnaire: o.Result.Questionnaire.SHA256, Counts: o.Result.Questions,
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{r.t("result.crumb.title"), under(o.ID, "hasil")}, crumb{Title: data.Title})
	return r.show("trace", data)
}

// formulas are the named results in the order in which each needs the ones before it.
func (b *resultBuilder) formulas() []formulaView {
	w, m, res := b.w, &b.def.Model, b.res
	bad, good := w.t("result.direction.bad"), w.t("result.direction.good")
	var out []formulaView
	if res.Inherent != nil {
		var parts []string
		for _, f := range res.Inherent.Factors {
			parts = append(parts, questionnaires.FormatDecimal(b.factor(f.ID).Weight)+" · "+w.part(f.Value))
		}
		out = append(out, formulaView{w.t("result.exposure.name"), w.t("trace.exposure.formula"), w.localized(strings.Join(parts, " + ")), w.points(res.Inherent.Value), bad})
	}
	control := formulaView{Name: w.t("result.control.name"), Formula: w.t("trace.mean.formula"), Value: w.points(res.Control.Value), Direction: good}
	if res.Control.LowestCore != nil {
		control.Formula = w.t("trace.control.formula", "Mean", b.weight(m.ControlMean), "Core", b.weight(m.ControlCore))
		control.Numbers = w.t("trace.control.numbers", "Mean", w.points(res.Control.Mean), "Core", w.points(*res.Control.LowestCore))
	}
	out = append(out, control)
	if r := res.Residual; r != nil {
		out = append(out, formulaView{
			w.t("result.residual.name"), w.t("trace.residual.formula", "Reduction", b.weight(m.Reduction)),
			w.t("trace.residual.numbers", "I", w.points(res.Inherent.Value), "C", w.points(res.Control.Value)), w.points(r.Value), bad,
		}, formulaView{
			w.t("trace.range.name"), w.t("trace.range.formula"), "", w.points(r.Believed) + "–" + w.points(r.VerifiedOnly), bad,
		})
	}
	k := res.Confidence
	out = append(out, formulaView{
		w.t("result.confidence.name"), w.t("trace.confidence.formula", "Completeness", b.weight(m.Confidence.Completeness), "Evidence", b.weight(m.Confidence.Evidence),
			"Triangulation", b.weight(m.Confidence.Triangulation), "Consistency", b.weight(m.Confidence.Consistency)),
		w.t("trace.confidence.numbers", "Completeness", w.part(k.Completeness), "Evidence", w.part(k.Evidence), "Triangulation", w.part(k.Triangulation), "Consistency", w.part(k.Consistency)),
		w.points(k.Value), good,
	})
	return out
}

// weight writes a number of the model.
func (b *resultBuilder) weight(d rules.Decimal) string {
	return b.w.localized(questionnaires.FormatDecimal(d))
}

// localized writes the decimal points of a formula as commas where people do.
func (w *words) localized(text string) string {
	if w.lang == "id" {
		return strings.ReplaceAll(text, ".", ",")
	}
	return text
}

// factor is a factor of the questionnaire; results list them in another order.
func (b *resultBuilder) factor(id string) questionnaires.Factor {
	for _, f := range b.def.Model.Factors {
		if f.ID == id {
			return f
		}
	}
	return questionnaires.Factor{}
}

// factors are the exposure items by factor.
func (b *resultBuilder) factors() []traceGroup {
	if b.res.Inherent == nil {
		return nil
	}
	var out []traceGroup
	for _, f := range b.res.Inherent.Factors {
		known := b.factor(f.ID)
		g := traceGroup{Title: known.Name.In(b.w.lang), Value: b.w.part(f.Value), Weight: b.weight(known.Weight)}
		for _, item := range f.Items {
			row := b.traceRow(item.Question)
			row.State, row.Value = b.w.t("trace.state."+string(item.State)), b.w.part(item.Severity)
			g.Rows = append(g.Rows, row)
		}
		out = append(out, g)
	}
	return out
}

func (b *resultBuilder) traceRow(id string) traceRow {
	row := traceRow{}
	if q, ok := b.def.Question(id); ok {
		row.Number, row.Text, row.Href = b.numbers[id], q.Text.In(b.w.lang), answerHref(b.o.ID, id)
	} else if x, ok := b.def.Context(id); ok {
		row.Text = x.Title.In(b.w.lang)
	}
	return row
}

// controls are the control questions by domain.
func (b *resultBuilder) controls() []traceGroup {
	items := map[string]*scoring.Item{}
	for i := range b.res.Items {
		items[b.res.Items[i].Question] = &b.res.Items[i]
	}
	var out []traceGroup
	for _, d := range b.res.Control.Domains {
		g := traceGroup{Title: b.domainName(d.ID), Value: "–", Note: b.layerWords(d.Layers)}
		if d.Value != nil {
			g.Value = b.w.points(*d.Value)
		}
		for i := range b.def.Model.Domains {
			if b.def.Model.Domains[i].ID == d.ID {
				g.Weight = b.weight(b.def.Model.Domains[i].Weight)
			}
		}
		for i := range b.def.Questions {
			q := &b.def.Questions[i]
			item, ok := items[q.ID]
			if q.Role.Domain != d.ID || !ok {
				continue
			}
			row := b.traceRow(q.ID)
			row.State, row.Value = b.w.t("trace.state."+string(item.State)), b.w.part(item.Value)
			row.Evidence = "E" + itoa(item.Evidence) + " · " + b.w.part(item.Factor)
			g.Rows = append(g.Rows, row)
		}
		out = append(out, g)
	}
	return out
}

// layerWords is how the value of a domain comes from its layers: "100 × (0,2 × kebijakan 0,15 + …) / 0,65".
func (b *resultBuilder) layerWords(layers []scoring.Layer) string {
	var parts []string
	var all rules.Decimal
	for _, l := range layers {
		for _, known := range b.def.Model.Layers {
			if known.ID == l.ID {
				all += known.Weight
				parts = append(parts, b.weight(known.Weight)+" × "+small(known.Name.In(b.w.lang))+" "+b.w.part(l.Value))
			}
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return b.w.t("trace.domain.formula", "Sum", strings.Join(parts, " + "), "Weights", b.weight(all))
}

// signs are the signs of every indicator.
func (b *resultBuilder) signs() []traceSigns {
	var out []traceSigns
	for _, view := range b.indicators() {
		t := traceSigns{Number: view.Number, Name: view.Name, State: view.State}
		at := slices.IndexFunc(b.res.Indicators, func(i scoring.Indicator) bool { return i.ID == view.Number })
		t.Value = b.w.part(b.res.Indicators[at].Value)
		for _, s := range b.res.Indicators[at].Signals {
			sign := signView{Source: b.w.t("trace.source." + s.Source), Value: b.w.part(s.Value)}
			sign.From, sign.Href = b.source(s.Rule)
			t.Signs = append(t.Signs, sign)
		}
		out = append(out, t)
	}
	return out
}

// source names what a sign comes from: a finding, a question or answers that do not fit together.
func (b *resultBuilder) source(rule string) (text, href string) {
	if f, ok := b.def.Finding(rule); ok {
		return f.Title.In(b.w.lang), under(b.o.ID, "hasil", "temuan", rule)
	}
	if q, ok := b.def.Question(rule); ok {
		return b.numbers[rule] + " " + q.Text.In(b.w.lang), answerHref(b.o.ID, rule)
	}
	return "", ""
}

// caps are the reasons for the published band in words.
func (b *resultBuilder) caps() []capView {
	var out []capView
	for _, c := range b.res.Published.Caps {
		view := capView{Band: b.band(c.Band)}
		switch c.Source {
		case "borderline", "confidence", "floor", "overdue":
			view.Cause = b.w.t("trace.cap." + c.Source)
		default:
			view.Cause, _ = b.source(c.Source)
		}
		out = append(out, view)
	}
	return out
}

// contradictions are answers that do not fit together. Which threshold they passed is not told to companies.
func (b *resultBuilder) contradictions() []waitingRule {
	var out []waitingRule
	for _, c := range b.res.Inconsistencies {
		if links := b.links(c.Answers); len(links) > 0 {
			out = append(out, waitingRule{Answers: links})
		}
	}
	return out
}
