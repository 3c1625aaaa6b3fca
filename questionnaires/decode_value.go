package questionnaires

import (
	"fmt"
	"slices"

	"tuntas/questionnaires/rules"
)

// worth reads one value: a severity for exposure, an answer value a for control.
func (d *decoder) worth(o *object, key string, n *node, role Role) (rules.Decimal, bool) {
	if role.Sign {
		d.at(n, "%s has a value, but its question is a sign, which counts nowhere; leave it out", o.what)
		return 0, false
	}
	if role.Factor != "" {
		return d.severity(o, key, n)
	}
	return o.decimalOf(key, n, 0, rules.One)
}

// severity reads one of the five severities of exposure.
func (d *decoder) severity(o *object, key string, n *node) (rules.Decimal, bool) {
	v, ok := o.decimalOf(key, n, 0, rules.One)
	if ok && v%(rules.One/4) != 0 {
		d.at(n, "%s of %s is a severity, one of 0, 0.25, 0.5, 0.75, 1, not %s", key, o.what, n.text)
		return 0, false
	}
	return v, ok
}

// value reads how an answer becomes one value.
func (d *decoder) value(o *object, q *questionDraft) {
	d.defaults(o, q)
	q.Value.Combine = d.combine(o, q)
	switch q.Value.Combine {
	case CombineOptions, CombineWorst, CombineSum:
		d.needOptionValues(q)
		d.refuse(o, "does not fit how its options count", "bands", "cases", "measure")
	case CombineCount:
		d.refuseOptionValues(q)
		d.refuse(o, "does not fit combine: count", "cases", "measure")
		d.countBands(o, q)
	case CombineBands:
		d.refuse(o, "does not fit bands; keep one", "cases")
		q.Value.Measure = d.condition(o, "measure", "measure:"+q.ID)
		if q.Kind == rules.Table && !q.Value.Measure.Present() {
			d.at(o.n.get("bands"), "%s is a table with bands; add the measure that is banded", o.what)
		}
		d.numberBands(o, q)
	case CombineCases:
		d.refuseOptionValues(q)
		d.refuse(o, "does not fit cases; keep one", "bands", "measure")
		q.Value.Cases = d.cases(o, "cases", "case:"+q.ID, q.Role)
	default:
		if !q.Role.Sign { // the role or the type is at fault already
			o.asked = append(o.asked, "bands", "cases", "measure", "combine", "none")
			return
		}
		d.refuse(o, "gives a value, but this question has none", "bands", "cases", "measure", "combine")
	}
}

// combine decides how an answer becomes a value; empty means that it does not.
func (d *decoder) combine(o *object, q *questionDraft) Combine {
	cases := o.optional("cases") != nil
	switch {
	case q.Role.Sign || q.Kind == 0 || q.Role == Role{}:
		return ""
	case q.Kind == rules.Multiple:
		fallback := ""
		if q.Role.Factor != "" {
			fallback = string(CombineWorst)
		}
		return Combine(o.choice("combine", fallback, string(CombineWorst), string(CombineSum), string(CombineCount), string(CombineCases)))
	}
	d.refuse(o, "belongs to a question of several choices", "combine", "none")
	switch {
	case q.Ladder || q.Kind == rules.Single && !cases:
		return CombineOptions
	case q.Kind == rules.Single:
		return CombineCases
	case q.Kind == rules.Date || q.Kind == rules.Text:
		return ""
	case cases:
		return CombineCases
	default:
		return CombineBands
	}
}

func (d *decoder) needOptionValues(q *questionDraft) {
	for i, option := range q.Options {
		if !option.HasValue && !q.Ladder && q.places[i].get("value") == nil {
			d.at(q.places[i], "option %s of question %s has no value; add it", option.Code, q.ID)
		}
	}
}

func (d *decoder) refuseOptionValues(q *questionDraft) {
	for i, option := range q.Options {
		if option.HasValue && !q.Ladder {
			d.at(q.places[i], "option %s of question %s has a value that nothing reads; leave it out", option.Code, q.ID)
		}
	}
}

// bands reads half-open bands: rising, the last without an upper end.
func (d *decoder) bands(o *object, role Role) ([]Band, []*node) {
	items := o.list("bands", true)
	bands, places := make([]Band, 0, len(items)), make([]*node, 0, len(items))
	for i, n := range items {
		b := d.object(n, fmt.Sprintf("band %d of %s", i+1, o.what))
		if b.broken {
			return nil, nil
		}
		band := Band{Last: i == len(items)-1}
		below := b.optional("below")
		switch {
		case band.Last && below != nil:
			d.at(below, "the last band of %s has an end, so larger numbers have no value; leave out below", o.what)
		case !band.Last && below == nil:
			d.at(n, "band %d of %s has no end, so the bands after it overlap; add below", i+1, o.what)
		case below != nil:
			band.Below, _ = b.decimalOf("below", below, -maxNumber*rules.One, maxNumber*rules.One)
		}
		if i > 0 && !band.Last && below != nil && band.Below <= bands[i-1].Below {
			d.at(below, "band %d of %s must end above %s, where the band before it ends", i+1, o.what, FormatDecimal(bands[i-1].Below))
		}
		if v := b.required("value"); v != nil {
			band.Value, _ = d.worth(b, "value", v, role)
		}
		b.finish()
		bands, places = append(bands, band), append(places, n)
	}
	return bands, places
}

// numberBands reads bands and refuses those that no answer within the bounds can reach.
func (d *decoder) numberBands(o *object, q *questionDraft) {
	before := len(d.list)
	bands, places := d.bands(o, q.Role)
	q.Value.Bands = bands
	if q.Value.Measure.Present() || len(d.list) > before {
		return
	}
	for i, b := range bands {
		if !b.Last && b.Below <= q.Min || i > 0 && bands[i-1].Below > q.Max {
			d.at(places[i], "band %d of %s cannot be reached: answers lie between %s and %s", i+1, o.what, FormatDecimal(q.Min), FormatDecimal(q.Max))
		}
	}
}

// countBands reads bands on the number of options ticked.
func (d *decoder) countBands(o *object, q *questionDraft) {
	before := len(d.list)
	bands, places := d.bands(o, q.Role)
	q.Value.Bands = bands
	if len(d.list) > before {
		return
	}
	most := rules.Decimal(len(q.Options)) * rules.One
	if q.None != "" {
		most -= rules.One
	}
	for i, b := range bands {
		if !b.Last && b.Below <= 0 || i > 0 && bands[i-1].Below > most {
			d.at(places[i], "band %d of %s cannot be reached: from 0 to %s options can be ticked", i+1, o.what, FormatDecimal(most))
		}
	}
}

// cases reads an ordered list of conditions and values; the last has no condition, all others have one.
func (d *decoder) cases(o *object, key, name string, role Role) []Case {
	items := o.list(key, true)
	list := make([]Case, 0, len(items))
	for i, n := range items {
		c := d.object(n, fmt.Sprintf("case %d of %s", i+1, o.what))
		if c.broken {
			return nil
		}
		last := i == len(items)-1
		entry := Case{When: d.condition(c, "when", fmt.Sprintf("%s:%d", name, i)), NotApplicable: c.boolean("not_applicable")}
		switch {
		case last && entry.When.Present():
			d.at(n, "the last of %s of %s has a condition, so some answers have no value; add one without when", key, o.what)
		case !last && !entry.When.Present():
			d.at(n, "case %d of %s has no condition, so the ones after it are never reached; add when", i+1, o.what)
		}
		v := c.optional("value")
		switch {
		case entry.NotApplicable && v != nil:
			d.at(v, "case %d of %s is not applicable and has a value; keep one", i+1, o.what)
		case v != nil:
			entry.Value, _ = d.worth(c, "value", v, role)
		case !entry.NotApplicable:
			d.at(n, "case %d of %s has no value; add it, or not_applicable: true", i+1, o.what)
		}
		c.finish()
		list = append(list, entry)
	}
	return list
}

// defaults reads what a mild answer to an exposure item counts as until it is proved.
func (d *decoder) defaults(o *object, q *questionDraft) {
	n := o.optional("default")
	if n == nil {
		return
	}
	if q.Role.Factor == "" {
		d.at(n, "%s has a default, which only an exposure item can have; remove it", o.what)
		return
	}
	q.Default = d.cases(o, "default", "default:"+q.ID, q.Role)
	if i := slices.IndexFunc(q.Default, func(c Case) bool { return c.NotApplicable }); i >= 0 {
		d.at(n.items[i], "default of %s must be a severity, not not_applicable", o.what)
	}
}
