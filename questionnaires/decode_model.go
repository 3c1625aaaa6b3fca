package questionnaires

import (
	"fmt"
	"slices"

	"tuntas/questionnaires/rules"
)

// points is the end of every scale of results, 100.
const points = 100 * rules.One

// model reads every number of the scoring model. A file without factors declares controls only: it has no inherent
// and residual risk, and the parts that belong to them may be left out.
func (d *decoder) model(n *node) {
	o := d.object(n, "model")
	if o.broken {
		return
	}
	m := &d.def.Model
	d.each(o, "factors", false, func(f *object) {
		id := d.id(f, "factor")
		m.Factors = append(m.Factors, Factor{id, d.text(f, "name", "model.factor."+id), f.decimal("weight", 1, rules.One)})
	})
	d.each(o, "domains", true, func(f *object) {
		id := d.id(f, "domain")
		m.Domains = append(m.Domains, Domain{id, d.text(f, "name", "model.domain."+id), f.decimal("weight", 1, rules.One), f.boolean("core")})
	})
	d.each(o, "layers", true, func(f *object) {
		id := d.id(f, "layer")
		m.Layers = append(m.Layers, Layer{id, d.text(f, "name", "model.layer."+id), f.decimal("weight", 1, rules.One)})
	})
	d.weights(o)
	d.evidence(o)
	m.AdmissibleReview = o.decimal("not_applicable_review", 0, rules.One)
	d.riskParts(o, len(m.Factors) > 0)
	d.flagParts(o, len(m.Factors) > 0)
	d.confidence(o)
	d.priorities(o)
	o.finish()
}

// part reads one block of the model; one that is left out where it may be is not read.
func (d *decoder) part(o *object, key string, needed bool, read func(*object)) {
	n := o.optional(key)
	if n == nil && needed {
		n = o.required(key)
	}
	if n == nil {
		return
	}
	p := d.object(n, "model."+key)
	if p.broken {
		return
	}
	read(p)
	p.finish()
}

// mostParts is how many factors or domains a model can have; scoring keeps sets of them in one word.
const mostParts = 60

func (d *decoder) atMost(n *node, have int, what string) {
	if have > mostParts {
		d.at(n, "a questionnaire has at most %d %s, and this one has %d", mostParts, what, have)
	}
}

// weights refuses weights that do not add up.
func (d *decoder) weights(o *object) {
	m := &d.def.Model
	var factors, domains, layers []rules.Decimal
	for _, f := range m.Factors {
		factors = append(factors, f.Weight)
	}
	for _, f := range m.Domains {
		domains = append(domains, f.Weight)
	}
	for _, f := range m.Layers {
		layers = append(layers, f.Weight)
	}
	d.atMost(o.n.get("factors"), len(factors), "factors")
	d.atMost(o.n.get("domains"), len(domains), "domains")
	if len(factors) > 0 {
		d.one(o.n.get("factors"), "the weights of the factors", factors...)
	}
	if len(domains) > 0 {
		d.one(o.n.get("domains"), "the weights of the domains", domains...)
	}
	if len(layers) > 0 {
		d.one(o.n.get("layers"), "the weights of the layers", layers...)
	}
}

// one refuses parts that do not add up to exactly 1.
func (d *decoder) one(at *node, what string, parts ...rules.Decimal) {
	var sum rules.Decimal
	for _, p := range parts {
		sum += p
	}
	if sum != rules.One {
		d.at(at, "%s add up to %s; they must add up to exactly 1", what, FormatDecimal(sum))
	}
}

// evidence reads the five levels.
func (d *decoder) evidence(o *object) {
	levels := []string{"E0", "E1", "E2", "E3", "E4"}
	n := o.required("evidence")
	i := 0
	d.each(o, "evidence", false, func(e *object) {
		level := e.choice("level", "", levels...)
		if i < len(levels) && level != "" && level != levels[i] {
			d.at(e.n, "evidence level %s stands where %s belongs; the levels are E0, E1, E2, E3, E4 in this order", level, levels[i])
		}
		entry := EvidenceLevel{Factor: e.decimal("factor", 0, rules.One), Name: d.text(e, "name", "model.evidence."+level)}
		if i > 0 && i < len(levels) && entry.Factor < d.def.Model.Evidence[i-1].Factor {
			d.at(e.n, "better evidence cannot count less: the factor of %s is below that of %s", level, levels[i-1])
		}
		if i < len(levels) {
			d.def.Model.Evidence[i] = entry
		}
		i++
	})
	if n != nil && i != len(levels) {
		d.at(n, "evidence must have the five levels E0, E1, E2, E3, E4")
	}
}

// riskParts reads what only a questionnaire with factors needs.
func (d *decoder) riskParts(o *object, needed bool) {
	m := &d.def.Model
	d.part(o, "exposure", needed, func(p *object) {
		m.ExposureMax, m.ExposureMean = p.decimal("max", 0, rules.One), p.decimal("mean", 0, rules.One)
		d.one(p.n, "max and mean of exposure", m.ExposureMax, m.ExposureMean)
	})
	core := slices.ContainsFunc(m.Domains, func(x Domain) bool { return x.Core })
	d.part(o, "control", core, func(p *object) {
		m.ControlMean, m.ControlCore = p.decimal("mean", 0, rules.One), p.decimal("lowest_core", 0, rules.One)
		d.one(p.n, "mean and lowest_core of control", m.ControlMean, m.ControlCore)
	})
	if needed || o.n.get("reduction") != nil {
		m.Reduction = o.decimal("reduction", 0, rules.One)
	}
	o.asked = append(o.asked, "reduction", "borderline")
	d.riskBands(o, needed)
	if needed || o.n.get("borderline") != nil {
		m.Borderline = o.decimal("borderline", 0, points)
	}
	d.part(o, "colour", needed, func(p *object) {
		m.Colour = ColourRule{p.decimal("red_control_below", 0, points), p.decimal("green_control", 0, points), p.decimal("green_core", 0, points), p.decimal("green_confidence", 0, points)}
	})
	d.part(o, "controls_colour", !needed, func(p *object) {
		m.ControlsColour = ControlsColourRule{p.decimal("red_below", 0, points), p.decimal("green_from", 0, points)}
		if m.ControlsColour.RedBelow > m.ControlsColour.GreenFrom {
			d.at(p.n, "red_below must not lie above green_from")
		}
	})
	d.signals(o, needed)
	d.part(o, "states", needed, func(p *object) {
		m.States = StateRule{p.decimal("warning", 0, rules.One), p.decimal("indicated", 0, rules.One), p.decimal("corroborated", 0, rules.One), p.decimal("no_sign_confidence", 0, points)}
		if m.States.Warning >= m.States.Indicated || m.States.Indicated >= m.States.Corroborated {
			d.at(p.n, "the states must rise: warning below indicated below corroborated")
		}
	})
}

// BandCodes returns the codes of the bands of residual risk, the best first.
func BandCodes() []string { return []string{"low", "moderate", "high", "very_high"} }

// riskBands reads half-open bands over 0 to 100 points.
func (d *decoder) riskBands(o *object, needed bool) {
	items := o.list("bands", needed)
	rank := -1
	for i, n := range items {
		b := d.object(n, fmt.Sprintf("band %d of model", i+1))
		if b.broken {
			continue
		}
		band := RiskBand{Code: b.choice("code", "", BandCodes()...), Last: i == len(items)-1}
		if r := slices.Index(BandCodes(), band.Code); r <= rank && band.Code != "" {
			d.at(n, "band %s stands after a worse one; bands rise from low to very_high, each once", band.Code)
		} else {
			rank = r
		}
		band.Name = d.text(b, "name", "model.band."+band.Code)
		d.riskEnd(b, &band)
		b.finish()
		d.def.Model.Bands = append(d.def.Model.Bands, band)
	}
}

// riskEnd reads where a band ends and refuses holes and overlaps.
func (d *decoder) riskEnd(b *object, band *RiskBand) {
	below := b.optional("below")
	switch {
	case band.Last && below != nil:
		d.at(below, "the last band ends at %s, which leaves a hole up to 100; leave out below", quote(below.text))
	case !band.Last && below == nil:
		d.at(b.n, "band %s has no end, so the bands after it overlap; add below", band.Code)
	case below != nil:
		band.Below, _ = b.decimalOf("below", below, 1, points-1)
		if before := d.def.Model.Bands; len(before) > 0 && band.Below <= before[len(before)-1].Below {
			d.at(below, "band %s must end above %s, where the band before it ends", band.Code, FormatDecimal(before[len(before)-1].Below))
		}
	}
}

// SignalSources returns the source types of signs of an indicator.
func SignalSources() []string {
	return []string{"site_finding", "admission", "grievance_substantiated", "grievance_pending", "survey", "outside_report", "document_inconsistency", "missing_control"}
}

// signals reads p for every source type; multiples of .05 keep the combined sign exact in int64.
func (d *decoder) signals(o *object, needed bool) {
	d.part(o, "signals", needed, func(p *object) {
		d.def.Model.Signals = map[string]rules.Decimal{}
		for _, source := range SignalSources() {
			v := p.decimal(source, 0, rules.One)
			if v%(rules.One/20) != 0 {
				d.at(p.n.get(source), "%s must be a multiple of 0.05, not %s", source, FormatDecimal(v))
			}
			d.def.Model.Signals[source] = v
		}
	})
}

// band reads the code of a declared band.
func (d *decoder) band(o *object, key string) string {
	var codes []string
	for _, b := range d.def.Model.Bands {
		codes = append(codes, b.Code)
	}
	return o.choice(key, "", codes...)
}

// flagParts reads caps and floors; a questionnaire of controls only has no bands, so its floors are days alone.
func (d *decoder) flagParts(o *object, needed bool) {
	m := &d.def.Model
	d.part(o, "caps", needed, func(p *object) {
		m.Caps = map[Class]string{ClassA: d.band(p, "A"), ClassB: d.band(p, "B"), ClassC: d.band(p, "C")}
	})
	d.part(o, "floors", needed, func(p *object) {
		m.FloorDays = int(p.integer("days", 0, 3_660))
		if len(m.Bands) > 0 {
			m.Floors = map[Class]string{ClassA: d.band(p, "A"), ClassB: d.band(p, "B")}
		}
		p.asked = append(p.asked, "A", "B")
	})
	if needed || o.n.get("overdue_cap") != nil {
		m.OverdueCap = Class(o.choice("overdue_cap", "", string(ClassA), string(ClassB), string(ClassC)))
	}
	o.asked = append(o.asked, "overdue_cap")
}

func (d *decoder) confidence(o *object) {
	m := &d.def.Model
	d.part(o, "confidence", true, func(p *object) {
		c := &m.Confidence
		c.Completeness, c.Evidence = p.decimal("completeness", 0, rules.One), p.decimal("evidence", 0, rules.One)
		c.Triangulation, c.Consistency = p.decimal("triangulation", 0, rules.One), p.decimal("consistency", 0, rules.One)
		d.one(p.n, "the four parts of confidence", c.Completeness, c.Evidence, c.Triangulation, c.Consistency)
		c.PointCost = p.decimal("point_cost", 0, rules.One)
		c.LowBelow, c.CapBelow, c.Insufficient = p.decimal("low_below", 0, points), p.decimal("cap_below", 0, points), p.decimal("insufficient_below", 0, points)
		if c.Insufficient > c.CapBelow || c.CapBelow > c.LowBelow {
			d.at(p.n, "the limits of confidence must rise: insufficient_below, cap_below, low_below")
		}
		c.TaskPoints = p.integer("task_points", 1, 100)
		if len(m.Bands) > 0 {
			c.CapBand = d.band(p, "cap_band")
		}
		p.asked = append(p.asked, "cap_band")
	})
}

// priorities reads tiers, deadlines and the audit draw.
func (d *decoder) priorities(o *object) {
	m := &d.def.Model
	d.part(o, "tiers", true, func(p *object) {
		m.Tiers = TierRule{p.integer("critical_part", 1, 5), p.decimal("severe", rules.One, 5*rules.One), p.decimal("major", rules.One, 5*rules.One)}
		if m.Tiers.Severe <= m.Tiers.Major {
			d.at(p.n, "severe must lie above major")
		}
	})
	d.part(o, "deadlines", true, func(p *object) {
		m.Deadlines = map[Tier]Deadline{}
		for _, tier := range []Tier{Critical, Severe, Major, Minor} {
			d.part(p, string(tier), true, func(t *object) {
				t.what = "model.deadlines." + string(tier)
				m.Deadlines[tier] = Deadline{days(t, "safeguard"), days(t, "plan"), int(t.integer("closed", 1, 3_660))}
			})
		}
	})
	d.part(o, "audit", true, func(p *object) {
		a := &m.Audit
		a.Base, a.Residual, a.LowConfidence = p.decimal("base", 0, rules.One), p.decimal("residual", 0, rules.One), p.decimal("low_confidence", 0, rules.One)
		a.Inconsistent, a.Green, a.FirstGreen = p.decimal("inconsistent", 0, rules.One), p.decimal("green", 0, rules.One), p.decimal("first_green", 0, rules.One)
	})
}

// days reads an optional number of days; absent is 0, no deadline.
func days(o *object, key string) int {
	return int(o.integerOf(key, o.optional(key), 1, 3_660))
}
