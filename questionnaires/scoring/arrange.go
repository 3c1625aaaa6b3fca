package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires/rules"
)

// arrange prepares the orders of the result document: everything by id.
func (m *Model) arrange() {
	byItem := func(a, b int) int { return cmp.Compare(m.items[a].id, m.items[b].id) }
	model := &m.def.Model
	m.arrangeNumbers()
	m.factorOrder = ordered(len(model.Factors), func(i int) string { return model.Factors[i].ID })
	m.domainOrder = ordered(len(model.Domains), func(i int) string { return model.Domains[i].ID })
	m.layerOrder = ordered(len(model.Layers), func(i int) string { return model.Layers[i].ID })
	for _, items := range m.factors {
		m.factorItems = append(m.factorItems, slices.SortedFunc(slices.Values(items), byItem))
	}
	for i := range m.items {
		it := &m.items[i]
		m.ids = append(m.ids, it.id)
		m.asked += truth(it.question != nil)
		m.exposures += truth(it.kind == exposureItem)
		if it.kind == controlItem {
			m.controls = append(m.controls, i)
		}
	}
	slices.SortFunc(m.controls, byItem)
	for i := range m.findings {
		m.findingOrder = append(m.findingOrder, i)
	}
	slices.SortStableFunc(m.findingOrder, func(a, b int) int {
		x, y := &m.findings[a], &m.findings[b]
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(y.severity, x.severity))
	})
	m.indicatorOrder = ordered(len(m.def.Indicators), func(i int) int { return m.def.Indicators[i].ID })
	m.arrangeModules()
	m.arrangeFindings()
	m.arrangeVoices()
}

// arrangeNumbers keeps at hand what every scoring reads of the model.
func (m *Model) arrangeNumbers() {
	model := &m.def.Model
	m.twentieths = map[string]int64{}
	for source, p := range model.Signals {
		m.twentieths[source] = int64(p) * 20 / int64(rules.One)
	}
	m.own = [3]int64{m.twentieths[sourceAdmission], m.twentieths[sourceControl], m.twentieths[sourceDocument]}
	for c, class := range classes {
		m.capCodes[c] = model.Caps[class]
		m.capBands[c], m.floorBands[c] = m.bandIndex(model.Caps[class]), m.bandIndex(model.Floors[class])
	}
	m.overdueBand, m.confidenceBand = m.bandIndex(model.Caps[model.OverdueCap]), m.bandIndex(model.Confidence.CapBand)
	for i := range model.Domains {
		m.weighs = append(m.weighs, int64(model.Domains[i].Weight))
		if model.Domains[i].Core {
			m.cores = append(m.cores, i)
		}
	}
	for i := range model.Layers {
		m.lambdas = append(m.lambdas, int64(model.Layers[i].Weight))
	}
	for i := range model.Bands {
		if !model.Bands[i].Last {
			m.cuts = append(m.cuts, points(model.Bands[i].Below))
		}
	}
	m.margin = points(model.Borderline)
}

func (m *Model) arrangeModules() {
	m.moduleOrder = ordered(len(m.modules), func(i int) string { return m.def.Modules[i].ID })
	for i := range m.modules {
		var domains []int
		for d := range m.def.Model.Domains {
			if slices.Contains(m.def.Modules[i].Domains, m.def.Model.Domains[d].ID) {
				domains = append(domains, d)
			}
		}
		m.moduleDomains = append(m.moduleDomains, domains)
	}
}

// arrangeFindings puts the flags, and everything that may wait for answers, into the order of their ids.
func (m *Model) arrangeFindings() {
	for _, i := range ordered(len(m.findings), func(i int) string { return m.findings[i].def.ID }) {
		f := &m.findings[i]
		m.waits = append(m.waits, wait{f.def.ID, f.node, i})
		if f.class != noClass {
			m.flagOrder = append(m.flagOrder, i)
		}
	}
	for i := range m.rules {
		m.waits = append(m.waits, wait{m.rules[i].def.ID, m.rules[i].node, -1})
	}
	slices.SortFunc(m.waits, func(a, b wait) int { return cmp.Compare(a.id, b.id) })
}

func (m *Model) arrangeVoices() {
	for k := range m.behind {
		v, bit := &m.behind[k], uint32(1)<<k
		for _, i := range ordered(len(m.findings), func(i int) string { return m.findings[i].def.ID }) {
			if m.findings[i].signs&bit != 0 {
				v.findings = append(v.findings, i)
			}
		}
		for _, i := range ordered(len(m.items), func(i int) string { return m.items[i].id }) {
			if m.items[i].basic && m.items[i].signs&bit != 0 {
				v.controls = append(v.controls, i)
			}
		}
		for _, i := range ordered(len(m.rules), func(i int) string { return m.rules[i].def.ID }) {
			if m.rules[i].signs&bit != 0 {
				v.rules = append(v.rules, i)
			}
		}
	}
}

// ordered is the numbers below n in the order of their ids.
func ordered[T cmp.Ordered](n int, id func(int) T) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(id(a), id(b)) })
	return order
}
