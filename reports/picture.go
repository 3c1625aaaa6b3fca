package reports

import (
	"cmp"
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

func (c *company) picture() []Section {
	blocks := []Block{c.verdict()}
	if c.res.Residual != nil {
		blocks = append(blocks, c.scale())
	}
	blocks = append(blocks, c.gauges())
	var left, right []Block
	if len(c.res.Indicators) > 0 {
		left = append(left, c.strip())
	} else {
		left = append(left, c.learningNeeds()...)
	}
	if len(c.res.Contributions) > 0 {
		right = append(right, c.contributions())
	}
	if len(c.res.Indicators) > 0 {
		right = append(right, c.learningNeeds()...)
	}
	blocks = append(blocks, Pair{Left: left, Right: right})
	return []Section{{ID: "picture", Short: c.say("picture.section.short"), Title: c.headline(), Blocks: blocks}}
}

// headline states the result: the band and the weakest domains.
func (c *company) headline() string {
	weak := c.weakest(2)
	names := make([]string, 0, len(weak))
	for _, d := range weak {
		names = append(names, lower(c.domainName(d.ID)))
	}
	key, pairs := "picture.headline.colour", []string{"Colour", c.say("colour." + c.res.Published.Colour)}
	if band := c.res.Published.Band; band == insufficient {
		key, pairs = "picture.headline.insufficient", nil
	} else if band != "" {
		key, pairs = "picture.headline.band", []string{"Band", lower(c.bandName(band))}
	}
	head := c.say(key, pairs...)
	if len(names) == 0 {
		return head
	}
	weakest := "picture.headline.weakest"
	if c.res.Published.Colour == green {
		weakest = "picture.headline.lowest"
	}
	return c.say(weakest, "Head", head, "Domains", strings.Join(names, "; "))
}

// insufficient is the code that is published instead of a band when too little is known.
const insufficient = "insufficient_information"

func (c *company) bandName(code string) string {
	for _, b := range c.def.Model.Bands {
		if b.Code == code {
			return b.Name.In(c.lang)
		}
	}
	if code == insufficient {
		return c.say("band.insufficient.text")
	}
	c.fail("band %q is not in %s@%d", code, c.def.ID, c.def.Version)
	return ""
}

func (c *company) domainName(id string) string {
	return pick(c, "domain", c.found.domains, id).Name.In(c.lang)
}

// weakest returns up to n domains with a value, the lowest first; ties stand in file order.
func (c *company) weakest(n int) []scoring.Domain {
	var list []scoring.Domain
	for _, d := range c.def.Model.Domains {
		if r, ok := c.found.results[d.ID]; ok && r.Value != nil {
			list = append(list, *r)
		}
	}
	slices.SortStableFunc(list, func(a, b scoring.Domain) int { return cmp.Compare(*a.Value, *b.Value) })
	return list[:min(n, len(list))]
}

func (c *company) verdict() Verdict {
	v := Verdict{
		ColourLabel: c.say("picture.colour.label", "Standing", c.standing()),
		Colour:      c.res.Published.Colour,
		ColourText:  c.say("colour." + c.res.Published.Colour),
		Official:    !c.res.Published.Provisional,
		NoteLabel:   c.say("picture.remark.label"),
		Note:        c.remarks(),
	}
	if c.res.Published.HumanReview {
		v.NoteLabel = c.say("picture.remark.review")
	}
	if band := c.res.Published.Band; band != "" {
		v.BandLabel, v.Band, v.BandText = c.say("picture.band.label", "Standing", c.standing()), band, c.bandName(band)
	}
	return v
}

// remarks says in few words which flags stand and what else limits the result; the method annex says the rest.
func (c *company) remarks() string {
	out := c.flagWords()
	others := false
	for _, limit := range c.res.Published.Caps {
		switch limit.Source {
		case "borderline":
			out = append(out, c.borderline())
		case "confidence", "floor", "overdue":
			others = true
		}
	}
	if others {
		out = append(out, c.say("remark.other.text"))
	}
	if c.res.Published.LowConfidence {
		out = append(out, c.say("remark.confidence.text"))
	}
	return strings.Join(out, " ")
}

// leastShown is a tenth of a point in millionths of 100 points: less than that is not visible with one decimal.
const leastShown = 1_000

// borderline says how far R is from the cut-off that it is close to.
func (c *company) borderline() string {
	if c.res.Residual == nil {
		return c.say("remark.other.text")
	}
	for _, b := range c.def.Model.Bands {
		far := int64(c.res.Residual.Value) - int64(b.Below)
		if b.Last || far < -int64(c.def.Model.Borderline) || far >= int64(c.def.Model.Borderline) {
			continue
		}
		key := "remark.borderline.above"
		switch {
		case max(far, -far) < leastShown:
			key = "remark.borderline.near"
		case far < 0:
			key, far = "remark.borderline.below", -far
		}
		return c.say(key, "Far", c.cut(far, 4, 1), "Cut", c.decimal(b.Below))
	}
	return c.say("remark.other.text")
}

// capsInWords lists every cap with the best band that it allows, the flags together by that band.
func (c *company) capsInWords() []string {
	var out []string
	perBand := map[string]int{}
	for _, limit := range c.res.Published.Caps {
		switch limit.Source {
		case "borderline", "confidence", "floor", "overdue":
			out = append(out, c.say("cap.source."+limit.Source, "Band", c.bandName(limit.Band)))
		default:
			perBand[limit.Band]++
		}
	}
	for _, band := range slices.Backward(c.def.Model.Bands) {
		if n := perBand[band.Code]; n > 0 {
			out = append(out, c.count("cap.flags.text", n, "Band", band.Name.In(c.lang)))
		}
	}
	return out
}

func (c *company) scale() Scale {
	r := c.res.Residual
	s := Scale{
		Title: c.say("picture.residual.title"), Direction: c.highBad(),
		Value: int64(r.Value), ValueText: c.points(r.Value),
		Low: int64(r.Believed), LowText: c.points(r.Believed), LowLabel: c.say("picture.believed.label"),
		High: int64(r.VerifiedOnly), HighText: c.points(r.VerifiedOnly), HighLabel: c.say("picture.verified.label"),
		PublishedBand: -1, Note: c.cappedNote(),
	}
	for i, b := range c.def.Model.Bands {
		to := int64(b.Below)
		if b.Last {
			to = 1_000_000
		}
		s.Bands = append(s.Bands, ScaleBand{Code: b.Code, Text: b.Name.In(c.lang), To: to})
		if b.Code == r.Band {
			s.Reached = i
		}
		if b.Code == c.res.Published.Band {
			s.PublishedBand = i
		}
	}
	return s
}

// cappedNote says why the published band is not the one in which R lies.
func (c *company) cappedNote() string {
	r, band := c.res.Residual, c.res.Published.Band
	if r.Band == band || band == insufficient {
		return ""
	}
	var causes []string
	seen := map[string]bool{}
	for _, limit := range c.res.Published.Caps {
		cause := c.cause(limit)
		if limit.Band == band && !seen[cause] {
			seen[cause] = true
			causes = append(causes, cause)
		}
	}
	return c.say("picture.capped.note", "R", c.points(r.Value), "Reached", lower(c.bandName(r.Band)),
		"Published", lower(c.bandName(band)), "Cause", c.list(causes))
}

// cause names what caps the band: a kind of limit, or all red flags of one class and state.
func (c *company) cause(limit scoring.Cap) string {
	switch limit.Source {
	case "borderline", "confidence", "floor", "overdue":
		return c.say("picture.cause." + limit.Source)
	}
	flag, ok := c.found.flags[limit.Source]
	if c.handout {
		return c.say("handout.cause.text")
	}
	if !ok || flag.State != questionnaires.FlagOpen && flag.State != questionnaires.FlagUndetermined {
		return c.say("picture.cause.other")
	}
	return c.count("picture.cause."+string(flag.State), c.flagsOf(flag.Class, flag.State), "Class", string(flag.Class))
}

func (c *company) gauges() Gauges {
	var g Gauges
	if i := c.res.Inherent; i != nil {
		g.Items = append(g.Items, Gauge{
			Title: c.say("picture.inherent.title"), Direction: c.say("direction.high.bad"), Value: int64(i.Value), ValueText: c.points(i.Value),
			Note: upper(c.say("picture.inherent.note", "Standing", c.standing())),
		})
	}
	control := int64(c.def.Model.Colour.GreenControl)
	if c.res.Residual == nil {
		control = int64(c.def.Model.ControlsColour.GreenFrom)
	}
	confidence := int64(c.def.Model.Confidence.LowBelow)
	g.Items = append(g.Items, Gauge{
		Title: c.say("picture.control.title"), Direction: c.say("direction.high.good"), Bar: true,
		Value: int64(c.res.Control.Value), ValueText: c.points(c.res.Control.Value),
		Threshold: control, Mark: c.say("picture.control.mark", "Points", c.cut(control, 4, 0)),
		Note: upper(c.say("picture.control.note", "Standing", c.standing(), "Low", c.points(c.res.Control.VerifiedOnly), "High", c.points(c.res.Control.Believed))),
	}, Gauge{
		Title: c.say("picture.confidence.title"), Direction: c.say("direction.high.good"), Bar: true,
		Value: int64(c.res.Confidence.Value), ValueText: c.points(c.res.Confidence.Value),
		Threshold: confidence, Mark: c.say("picture.confidence.mark", "Points", c.cut(confidence, 4, 0)),
		Note: upper(c.say("picture.confidence.note", "Standing", c.standing())),
	})
	return g
}

func (c *company) strip() IndicatorStrip {
	s := IndicatorStrip{Title: c.say("picture.indicators.title"), Note: c.say("picture.indicators.note", "Standing", c.standing())}
	names := make(map[int]string, len(c.def.Indicators))
	for _, i := range c.def.Indicators {
		names[i.ID] = i.Name.In(c.lang)
	}
	for _, i := range c.res.Indicators {
		if names[i.ID] == "" {
			c.fail("indicator %d is not in %s@%d", i.ID, c.def.ID, c.def.Version)
		}
		s.Items = append(s.Items, IndicatorItem{
			Number: i.ID, Name: names[i.ID], State: i.State, StateText: c.say("indicator.state." + i.State),
		})
	}
	return s
}

func (c *company) contributions() Bars {
	b := Bars{Title: c.say("picture.helps.title"), Note: c.say("picture.helps.note", "Standing", c.standing())}
	if c.res.Residual == nil {
		b.Title, b.Note = c.say("picture.helps_control.title"), c.say("picture.helps_control.note", "Standing", c.standing())
	}
	for _, x := range c.res.Contributions[:min(5, len(c.res.Contributions))] {
		q := pick(c, "question", c.found.questions, x.Question)
		sign := "−"
		if c.res.Residual == nil {
			sign = "+"
		}
		b.Items = append(b.Items, Bar{Label: q.Text.In(c.lang), Value: int64(x.Gain), Text: sign + c.points(x.Gain)})
	}
	return b
}

// flagWords counts the red flags by state and class.
func (c *company) flagWords() []string {
	var out []string
	for _, state := range []questionnaires.FlagState{questionnaires.FlagOpen, questionnaires.FlagUndetermined, questionnaires.FlagClosed} {
		var parts []string
		for _, class := range []questionnaires.Class{questionnaires.ClassA, questionnaires.ClassB, questionnaires.ClassC} {
			if n := c.flagsOf(class, state); n > 0 {
				parts = append(parts, bound(c.say("picture.flags.class", "Number", c.whole(int64(n)), "Class", string(class))))
			}
		}
		if len(parts) > 0 {
			out = append(out, c.say("picture.flags.state", "State", c.say("flag.state."+string(state)), "List", strings.Join(parts, ", ")))
		}
	}
	if len(out) == 0 {
		return []string{c.say("picture.flags.none")}
	}
	return out
}

func (c *company) flagsOf(class questionnaires.Class, state questionnaires.FlagState) int {
	n := 0
	for _, f := range c.res.Flags {
		if f.Class == class && f.State == state {
			n++
		}
	}
	return n
}

// learningNeeds names the three largest needs among the selected modules.
func (c *company) learningNeeds() []Block {
	modules := c.byNeed()
	if len(modules) == 0 {
		return nil
	}
	l := List{Ordered: true}
	for _, m := range modules[:min(3, len(modules))] {
		l.Items = append(l.Items, c.say("picture.need.item", "Module", pick(c, "module", c.found.modules, m.ID).Title.In(c.lang), "Need", c.part(m.Need)))
	}
	return []Block{Heading{Level: 3, Text: c.count("picture.needs.title", len(l.Items))}, l}
}

// byNeed returns the selected modules, the largest need first; ties stand in file order.
func (c *company) byNeed() []scoring.Module {
	place := make(map[string]int, len(c.def.Modules))
	for i, m := range c.def.Modules {
		place[m.ID] = i
	}
	list := slices.Clone(c.res.Modules)
	slices.SortStableFunc(list, func(a, b scoring.Module) int {
		return cmp.Or(cmp.Compare(b.Need, a.Need), cmp.Compare(place[a.ID], place[b.ID]))
	})
	return list
}
