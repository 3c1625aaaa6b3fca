package main

import (
	"fmt"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// summary is the picture of a result in plain characters.
func (v *view) summary() {
	v.title()
	v.verdict()
	if v.res.Residual != nil {
		v.scale()
	}
	v.gauges()
	if len(v.res.Indicators) > 0 {
		v.indicators()
	}
	v.flags()
	v.contributions()
	v.next()
}

func (v *view) title() {
	pin := v.res.Questionnaire
	v.out.line(0, v.answers.Company.Name)
	v.out.line(0, fmt.Sprintf("%s · %s@%d · %s", v.names.def.Title.In(v.lang), pin.ID, pin.Version, v.written(v.res.Date)))
	status := "status.provisional"
	if !v.res.Published.Provisional {
		status = "status.official"
	}
	v.out.line(0, v.say(status))
}

// verdict is the band and the colour, in words and in shapes.
func (v *view) verdict() {
	pub := v.res.Published
	v.out.gap()
	if pub.Band != "" {
		const step = 2
		filled := 0
		for i, b := range v.names.def.Model.Bands {
			if b.Code == pub.Band {
				filled = (i + 1) * step
			}
		}
		all := len(v.names.def.Model.Bands) * step
		v.out.line(0, pad(v.say("verdict.band"), 24)+"["+strings.Repeat("#", filled)+strings.Repeat(".", all-filled)+"] "+v.band(pub.Band))
	}
	shapes := map[string]string{"green": "(v)", "yellow": "/!\\", "red": "<->", "none": "( )"}
	v.out.line(0, pad(v.say("verdict.colour"), 24)+shapes[pub.Colour]+" "+v.say("colour."+pub.Colour))
	for _, c := range pub.Caps {
		if _, flag := v.names.def.Finding(c.Source); flag {
			continue // the flags have their own part
		}
		v.out.line(26, pad("", 24)+"- "+v.say("verdict.cap", "Source", v.cap(c.Source), "Band", v.band(c.Band)))
	}
	if pub.LowConfidence {
		v.out.line(26, pad("", 24)+"- "+v.say("verdict.low_confidence"))
	}
	if pub.HumanReview {
		v.out.line(26, pad("", 24)+"- "+v.say("verdict.human_review"))
	}
	if v.res.CaseAlert {
		v.out.line(26, pad("", 24)+"- "+v.say("verdict.case_alert"))
	}
}

// cap is what keeps the band from being better.
func (v *view) cap(source string) string {
	if f, ok := v.names.def.Finding(source); ok {
		return f.Title.In(v.lang)
	}
	return v.say("cap." + source)
}

// ruler is the width of the scale of residual risk: two characters for five points.
const ruler = 80

func mark(v scoring.Micro) int { return min(ruler, int(int64(v)*ruler/1_000_000)) }

// scale is residual risk on its bands, with its range.
func (v *view) scale() {
	r := v.res.Residual
	v.out.head(v.say("scale.title", "Value", v.points(r.Value)) + " · " + v.say("direction.high.bad"))
	line := []byte(strings.Repeat(" ", ruler+1))
	low, high := mark(r.Believed), mark(r.VerifiedOnly)
	for i := low; i <= high; i++ {
		line[i] = '='
	}
	line[low], line[high] = '[', ']'
	line[mark(r.Value)] = '*'
	v.out.line(0, strings.TrimRight(string(line), " "))
	axis, labels := []byte(strings.Repeat("-", ruler+1)), ""
	from := 0
	for _, b := range v.names.def.Model.Bands {
		axis[from] = '|'
		labels = pad(labels, from) + b.Name.In(v.lang) + " "
		if !b.Last {
			from = mark(scoring.Micro(b.Below))
		}
	}
	axis[ruler] = '|'
	v.out.line(0, string(axis))
	v.out.line(0, strings.TrimRight(labels, " "))
	v.out.line(4, v.say("scale.range", "Low", v.points(r.Believed), "High", v.points(r.VerifiedOnly)))
}

// gauges is inherent risk, controls and confidence, each with its direction.
func (v *view) gauges() {
	v.out.gap()
	line := func(name string, value scoring.Micro, direction string) {
		const width = 40
		filled := int(int64(value) * width / 1_000_000)
		v.out.line(0, pad(v.say(name), 28)+right(v.points(value), 6)+"  ["+strings.Repeat("#", filled)+
			strings.Repeat(".", width-filled)+"]  "+v.say(direction))
	}
	if v.res.Inherent != nil {
		line("number.inherent", v.res.Inherent.Value, "direction.high.bad")
	}
	line("number.control", v.res.Control.Value, "direction.high.good")
	line("number.confidence", v.res.Confidence.Value, "direction.high.good")
	q := v.res.Questions
	v.out.line(4, v.say("count.line", "Answered", strconv.Itoa(q.Answered), "Applicable", strconv.Itoa(q.Applicable),
		"Unknown", strconv.Itoa(q.NotKnown), "Unanswered", strconv.Itoa(q.Unanswered)))
}

// indicators is the strip of the eleven states.
func (v *view) indicators() {
	blocks := map[string]string{
		"not_assessed": "[ ? ]", "no_sign": "[   ]", "warning": "[#  ]", "indicated": "[## ]", "corroborated": "[###]",
	}
	v.out.head(v.say("indicators.title") + " · " + v.say("direction.high.bad"))
	for _, i := range v.res.Indicators {
		value := v.share(i.Value)
		if i.State == "not_assessed" {
			value = "  - "
		}
		v.out.line(8, right(strconv.Itoa(i.ID), 3)+" "+blocks[i.State]+" "+pad(value, 5)+" "+
			pad(v.indicator(i.ID), 48)+" "+v.say("state."+i.State))
	}
}

func (v *view) flags() {
	v.out.head(v.say("flags.title"))
	for _, class := range []questionnaires.Class{questionnaires.ClassA, questionnaires.ClassB, questionnaires.ClassC} {
		for _, f := range v.res.Flags {
			if f.Class == class {
				v.out.line(5, "["+string(f.Class)+"]  "+v.finding(f.ID)+" ("+v.flagState(&f)+")")
			}
		}
	}
	if len(v.res.Flags) == 0 {
		v.out.line(0, v.say("flags.none"))
	}
}

// flagState is the state of a flag, and the best band that it leaves.
func (v *view) flagState(f *scoring.Flag) string {
	parts := []string{v.say("flag." + string(f.State))}
	if f.SelfDisclosed {
		parts = append(parts, v.say("flag.disclosed"))
	}
	for _, c := range v.res.Published.Caps {
		if c.Source == f.ID {
			parts = append(parts, v.say("flag.cap", "Band", v.band(c.Band)))
		}
	}
	return strings.Join(parts, ", ")
}

// contributions is the five largest, the longest bar first.
func (v *view) contributions() {
	if len(v.res.Contributions) == 0 {
		return
	}
	v.out.head(v.say("contributions.title"))
	const width = 16
	most := int64(max(1, v.res.Contributions[0].Gain))
	for i, c := range v.res.Contributions {
		bar := strings.Repeat("#", max(1, int(int64(c.Gain)*width/most)))
		v.out.line(29, strconv.Itoa(i+1)+". "+right("-"+v.points(c.Gain), 6)+"  "+pad(bar, width)+"  "+v.question(c.Question))
	}
}

// next is the first thing to do, and how far Green is.
func (v *view) next() {
	v.out.head(v.say("next.title"))
	tally := map[questionnaires.Tier]int{}
	for _, f := range v.res.Findings {
		tally[f.Tier]++
	}
	v.out.line(0, v.say("next.findings", "All", strconv.Itoa(len(v.res.Findings)),
		"Critical", strconv.Itoa(tally[questionnaires.Critical]), "Severe", strconv.Itoa(tally[questionnaires.Severe])))
	if len(v.res.Findings) > 0 {
		f := v.res.Findings[0]
		text := f.Action
		if a, ok := v.names.def.Action(f.Action); ok {
			text = a.Text.In(v.lang)
		}
		due := f.Due.Closed
		if f.Due.Plan != "" {
			due = f.Due.Plan
		}
		if f.Due.Safeguard != "" {
			due = f.Due.Safeguard
		}
		v.out.line(2, "> "+text+" ("+v.say("next.due", "Day", v.written(due))+")")
	}
	v.out.line(0, v.pathLine())
}

func (v *view) pathLine() string {
	path := v.res.PathToGreen
	switch {
	case v.res.Published.Colour == "green":
		return v.say("path.green")
	case path.Reachable:
		return v.say("path.steps", "Count", strconv.Itoa(len(path.Steps)))
	case path.Next != nil && path.Next.Reachable:
		return v.say("path.next", "Count", strconv.Itoa(len(path.Next.Steps)), "Colour", v.say("colour."+path.Next.Colour))
	default:
		return v.say("path.blocked")
	}
}
