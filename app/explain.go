package main

import (
	"fmt"
	"strconv"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// explain is the whole trace of a result in words.
func (v *view) explain() {
	v.title()
	v.out.line(2, v.say("explain.questionnaire")+" sha256 "+v.res.Questionnaire.SHA256)
	v.out.line(2, v.say("explain.answers")+" sha256 "+v.res.AnswersSHA256)
	v.explainInherent()
	v.explainControl()
	v.explainResidual()
	v.explainPublished()
	v.explainIndicators()
	v.explainConfidence()
	v.explainFlags()
	v.explainFindings()
	v.explainUndetermined()
	v.explainInconsistencies()
	v.explainPath()
	v.explainModules()
	v.explainDraw()
}

func (v *view) explainInherent() {
	if v.res.Inherent == nil {
		return
	}
	m := &v.names.def.Model
	v.out.head(v.say("number.inherent") + " = " + v.points(v.res.Inherent.Value) + " · " + v.say("direction.high.bad"))
	v.out.line(0, v.say("explain.inherent", "Max", v.decimal(m.ExposureMax), "Mean", v.decimal(m.ExposureMean)))
	for _, f := range v.res.Inherent.Factors {
		weight := ""
		for _, known := range m.Factors {
			if known.ID == f.ID {
				weight = v.decimal(known.Weight)
			}
		}
		v.out.gap()
		v.out.line(2, v.factor(f.ID)+": f = "+v.points(f.Value)+" / 100, "+v.say("explain.weight", "Weight", weight))
		for _, item := range f.Items {
			v.out.line(10, "  s "+v.share(item.Severity)+"  "+v.question(item.Question)+" "+v.reply(v.answers, item.Question)+
				v.state(item.State))
		}
	}
}

// state says how a question counts when that is not the ordinary way.
func (v *view) state(s questionnaires.AnswerState) string {
	if s == questionnaires.Answered {
		return ""
	}
	return " [" + v.say("counted."+string(s)) + "]"
}

func (v *view) explainControl() {
	c := v.res.Control
	m := &v.names.def.Model
	v.out.head(v.say("number.control") + " = " + v.points(c.Value) + " · " + v.say("direction.high.good"))
	if c.LowestCore != nil {
		v.out.line(0, v.say("explain.control.core", "MeanShare", v.decimal(m.ControlMean), "Mean", v.points(c.Mean),
			"CoreShare", v.decimal(m.ControlCore), "Core", v.points(*c.LowestCore)))
	} else {
		v.out.line(0, v.say("explain.control.mean", "Mean", v.points(c.Mean)))
	}
	v.out.line(0, v.say("explain.range", "Low", v.points(c.VerifiedOnly), "High", v.points(c.Believed)))
	for _, d := range c.Domains {
		v.explainDomain(&d)
	}
}

func (v *view) explainDomain(d *scoring.Domain) {
	v.out.gap()
	if d.Value == nil {
		v.out.line(2, v.domain(d.ID)+": "+v.say("answer.not_applicable"))
		return
	}
	v.out.line(2, v.domain(d.ID)+": D = "+v.points(*d.Value))
	if d.ExcludedWeight > 0 {
		v.out.line(2, "  "+v.say("explain.excluded", "Weight", strconv.FormatInt(d.ExcludedWeight, 10)))
	}
	for _, l := range d.Layers {
		v.out.line(4, "  "+v.layer(l.ID)+": L = "+v.share(l.Value))
		for _, item := range v.res.Items {
			q, ok := v.names.def.Question(item.Question)
			if !ok || q.Role.Domain != d.ID || q.Role.Layer != l.ID || item.State == questionnaires.NotApplicable {
				continue
			}
			v.out.line(12, fmt.Sprintf("    w %d · a %s · e %s (E%d)  %s %s", q.Role.Weight, v.share(item.Value), v.share(item.Factor),
				item.Evidence, v.question(q.ID), v.reply(v.answers, q.ID))+v.state(item.State))
		}
	}
}

func (v *view) explainResidual() {
	if v.res.Residual == nil || v.res.Inherent == nil {
		return
	}
	r := v.res.Residual
	v.out.head(v.say("scale.title", "Value", v.points(r.Value)) + " · " + v.say("direction.high.bad"))
	v.out.line(0, v.say("explain.residual", "I", v.points(v.res.Inherent.Value), "C", v.points(v.res.Control.Value),
		"Reduction", v.decimal(v.names.def.Model.Reduction), "R", v.points(r.Value), "Band", v.band(r.Band)))
	v.out.line(0, v.say("scale.range", "Low", v.points(r.Believed), "High", v.points(r.VerifiedOnly)))
	if r.Borderline {
		v.out.line(0, v.say("explain.borderline"))
	}
}

func (v *view) explainPublished() {
	pub := v.res.Published
	v.out.head(v.say("explain.published.title"))
	if pub.Band != "" {
		v.out.line(0, v.say("explain.published.band", "Band", v.band(pub.Band)))
	}
	v.out.line(0, v.say("explain.published.colour", "Colour", v.say("colour."+pub.Colour)))
	for _, c := range pub.Caps {
		v.out.line(4, "  - "+v.say("verdict.cap", "Source", v.cap(c.Source), "Band", v.band(c.Band)))
	}
}

func (v *view) explainIndicators() {
	if len(v.res.Indicators) == 0 {
		return
	}
	v.out.head(v.say("indicators.title") + " · " + v.say("direction.high.bad"))
	for _, i := range v.res.Indicators {
		v.out.line(4, strconv.Itoa(i.ID)+". "+v.indicator(i.ID)+": S = "+v.share(i.Value)+", "+v.say("state."+i.State))
		for _, s := range i.Signals {
			text := v.say("signal."+s.Source) + " " + v.share(s.Value)
			if s.Rule != "" {
				text += ": " + v.rule(s.Rule)
			}
			v.out.line(8, "    - "+text)
		}
	}
	if v.res.CaseAlert {
		v.out.line(0, v.say("verdict.case_alert"))
	}
}

func (v *view) explainConfidence() {
	k := v.res.Confidence
	c := v.names.def.Model.Confidence
	v.out.head(v.say("number.confidence") + " = " + v.points(k.Value) + " · " + v.say("direction.high.good"))
	v.out.line(0, v.say("explain.confidence",
		"A", v.decimal(c.Completeness), "Completeness", v.share(k.Completeness), "B", v.decimal(c.Evidence), "Evidence", v.share(k.Evidence),
		"C", v.decimal(c.Triangulation), "Triangulation", v.share(k.Triangulation),
		"D", v.decimal(c.Consistency), "Consistency", v.share(k.Consistency), "Points", strconv.FormatInt(k.Points, 10)))
}
