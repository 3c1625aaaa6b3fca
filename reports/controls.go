package reports

import (
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// pointMicros turns a Decimal of points into millionths of 100 points; both count ten-thousandths of a point.
func pointMicros(d rules.Decimal) int64 { return int64(d) }

func (c *company) controls() []Section {
	chart := DomainChart{
		Title: c.say("controls.chart.title"),
		Heads: DomainHeads{
			Domain: c.say("column.domain"), Value: c.say("controls.value.head"),
			Range: c.say("controls.range.head", "Standing", c.standing()),
		},
		Minimum: pointMicros(c.def.Model.Colour.GreenCore),
	}
	var shares []string
	for _, l := range c.def.Model.Layers {
		chart.Layers = append(chart.Layers, l.Name.In(c.lang))
		shares = append(shares, lower(l.Name.In(c.lang))+" "+c.weight(l.Weight))
	}
	for _, d := range c.def.Model.Domains {
		if r, ok := c.found.results[d.ID]; ok {
			chart.Items = append(chart.Items, c.domainRow(*r))
		}
	}
	if c.hasCore() {
		chart.Note = c.say("controls.chart.note", "Layers", c.list(shares), "Minimum", c.decimal(c.def.Model.Colour.GreenCore))
	} else {
		chart.Minimum = 0
		chart.Note = c.say("controls.chart.note_plain", "Layers", c.list(shares))
	}
	s := Section{
		ID: "controls", Short: c.say("controls.section.short"), Title: c.controlsTitle(),
		Lead:   c.say("controls.section.lead", "C", c.points(c.res.Control.Value), "Direction", c.highGood()),
		Blocks: []Block{chart},
	}
	if len(c.res.Findings) == 0 && !c.res.CaseAlert {
		s.Blocks = []Block{Heading{Level: 2, Text: c.say("finding.none.title"), Anchor: "findings"}, text(c.say("finding.none.lead")), chart}
	}
	if review := c.reviewed(); len(review) > 0 {
		s.Blocks = append(s.Blocks, note(c.say("controls.review.note", "Domains", c.list(review))))
	}
	if columns := c.domainColumns(); len(columns.Items) > 0 {
		s.Blocks = append(s.Blocks, columns)
	}
	return []Section{s}
}

// reviewed names the domains out of which accepted claims took so much that a person has to look.
func (c *company) reviewed() []string {
	var out []string
	for _, d := range c.def.Model.Domains {
		if r, ok := c.found.results[d.ID]; ok && r.Review {
			out = append(out, lower(d.Name.In(c.lang)))
		}
	}
	return out
}

func (c *company) hasCore() bool {
	for _, d := range c.def.Model.Domains {
		if d.Core {
			return true
		}
	}
	return false
}

func (c *company) domainRow(d scoring.Domain) DomainRow {
	known := pick(c, "domain", c.found.domains, d.ID)
	row := DomainRow{Name: known.Name.In(c.lang), Core: known.Core}
	if known.Core {
		row.Second = c.say("controls.core.text")
	}
	for _, l := range c.def.Model.Layers {
		row.Layers = append(row.Layers, layerValue(d, l.ID))
	}
	if d.Value == nil {
		row.Absent = c.say("controls.absent.text")
		return row
	}
	row.Value, row.ValueText = int64(*d.Value), c.points(*d.Value)
	row.Low, row.High = row.Value, row.Value
	if d.VerifiedOnly != nil {
		row.Low = int64(*d.VerifiedOnly)
	}
	if d.Believed != nil {
		row.High = int64(*d.Believed)
	}
	return row
}

// layerValue returns the value of one layer of a domain, or -1 when nothing in it applies.
func layerValue(d scoring.Domain, id string) int64 {
	for _, l := range d.Layers {
		if l.ID == id {
			return int64(l.Value)
		}
	}
	return -1
}

// controlsTitle states the range of the domain values and which domain is lowest.
func (c *company) controlsTitle() string {
	ranked := c.weakest(len(c.def.Model.Domains))
	if len(ranked) == 0 {
		return c.say("needs.section.empty")
	}
	low, high := ranked[0], ranked[len(ranked)-1]
	if *low.Value == *high.Value {
		return c.say("controls.section.even")
	}
	return c.say("controls.section.title", "Low", c.points(*low.Value), "High", c.points(*high.Value), "Domain", lower(c.domainName(low.ID)))
}

// domainColumns picks out the lowest core domain, the one closest to the threshold and the one with the widest range.
func (c *company) domainColumns() Columns {
	var lowest, closest, widest *scoring.Domain
	minimum := scoring.Micro(c.def.Model.Colour.GreenCore)
	for i := range c.res.Control.Domains {
		d := &c.res.Control.Domains[i]
		if d.Value == nil {
			continue
		}
		if pick(c, "domain", c.found.domains, d.ID).Core {
			if lowest == nil || *d.Value < *lowest.Value {
				lowest = d
			}
			if closest == nil || distance(*d.Value, minimum) < distance(*closest.Value, minimum) {
				closest = d
			}
		}
		if d.Believed != nil && d.VerifiedOnly != nil && (widest == nil || width(d) > width(widest)) {
			widest = d
		}
	}
	var out Columns
	if lowest != nil {
		out.Items = append(out.Items, Part{c.say("controls.lowest.title"), c.say("controls.lowest.text",
			"Domain", c.domainName(lowest.ID), "Value", c.points(*lowest.Value), "Share", c.weight(c.def.Model.ControlCore))})
		out.Items = append(out.Items, Part{c.say("controls.closest.title"), c.closestText(closest, minimum)})
	}
	if widest != nil && width(widest) > 0 {
		out.Items = append(out.Items, Part{c.say("controls.widest.title"), c.say("controls.widest.text",
			"Domain", c.domainName(widest.ID), "Low", c.points(*widest.VerifiedOnly), "High", c.points(*widest.Believed))})
	}
	return out
}

func (c *company) closestText(d *scoring.Domain, minimum scoring.Micro) string {
	key := "controls.closest.below"
	if *d.Value >= minimum {
		key = "controls.closest.above"
	}
	return c.say(key, "Domain", c.domainName(d.ID), "Value", c.points(*d.Value),
		"Far", c.points(distance(*d.Value, minimum)), "Minimum", c.points(minimum))
}

func distance(a, b scoring.Micro) scoring.Micro { return max(a-b, b-a) }

func width(d *scoring.Domain) scoring.Micro { return *d.Believed - *d.VerifiedOnly }
