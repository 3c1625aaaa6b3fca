package pdf

import (
	"math"
	"strconv"

	"tuntas/reports"
)

// heatGap is the space between the cells of the layers.
const heatGap = .6

// domainTable is the columns of a domain chart: on the whole width 50 for the name, 16 for the value, 54 for the bar.
type domainTable struct {
	*layout
	area
	def         reports.DomainChart
	name, value area
	bar, heat   area
}

func (l *layout) domainTable(b reports.DomainChart, a area) domainTable {
	k := a.w / full
	return domainTable{
		layout: l, area: a, def: b,
		name: area{a.x, 50 * k}, value: area{a.x + 50*k, 16 * k}, bar: area{a.x + 70*k, 54 * k}, heat: area{a.x + 129.2*k, 40.8 * k},
	}
}

// domains draws controls by domain: a bar with its range, and a heat cell for each layer.
func (l *layout) domains(b reports.DomainChart, a area) []piece {
	t := l.domainTable(b, a)
	again := t.head()
	head := again
	head.keep = true
	out := append(l.caption(b.Title, a), head)
	for i, d := range b.Items {
		row := t.row(d)
		row.again = &again
		row.keep = i == len(b.Items)-1
		out = append(out, row)
	}
	out = append(out, piece{height: 6, draw: func(p *page, y float64) {
		w := t.bar.w
		p.labels(t.bar.x, y+4.4, l.spread([]label{{0, "0", axisStyle()}, {w / 2, "50", axisStyle()}, {w, "100", axisStyle()}}, w, 2))
	}})
	return append(out, gapped(1, l.text(b.Note, noteStyle(), a))...)
}

// cell is where the cell of a layer stands.
func (t domainTable) cell(i int) area {
	layers := float64(max(len(t.def.Layers), 1))
	w := (t.heat.w - heatGap*(layers-1)) / layers
	return area{t.heat.x + float64(i)*(w+heatGap), w}
}

func (t domainTable) head() piece {
	l, b, a := t.layout, t.def, t.area
	st := headStyle()
	names := l.fonts.few(b.Heads.Domain, st, t.name.w, 4)
	values := l.fonts.few(b.Heads.Value, st, t.value.w, 4)
	ranges := l.fonts.few(b.Heads.Range, st, t.bar.w, 4)
	most := max(len(names), len(values), len(ranges))
	layers := make([][]line, len(b.Layers))
	for i, name := range b.Layers {
		layers[i] = l.fonts.few(name, st, t.cell(i).w+heatGap/2, 4)
		most = max(most, len(layers[i]))
	}
	height := 4*float64(most) + 1.5
	return piece{height: height, draw: func(p *page, y float64) {
		foot := func(ls []line) float64 { return y + 4*float64(most-len(ls)) }
		p.lines(a.x, foot(names), names, 4)
		for i, v := range values {
			p.line(t.value.x+t.value.w-v.width(l.fonts), foot(values)+4*float64(i), v)
		}
		p.lines(t.bar.x, foot(ranges), ranges, 4)
		for i, ls := range layers {
			at := t.cell(i)
			for n, ln := range ls {
				p.line(at.x+(at.w-ln.width(l.fonts))/2, foot(ls)+4*float64(n), ln)
			}
		}
		p.rule(a.x, y+height, a.w, .35, ink)
	}}
}

func (t domainTable) row(d reports.DomainRow) piece {
	l, a := t.layout, t.area
	st := style{9.5, 4.5, d.Core, ink}
	names := l.fonts.few(d.Name, st, t.name.w, 6)
	second := l.fonts.few(d.Second, axisStyle(), t.name.w, 3)
	absent := l.fonts.few(d.Absent, tableStyle().in(quiet), t.bar.w, 6)
	words := st.lead*float64(len(names)) + 4.2*float64(len(second))
	height := math.Max(13.5, math.Max(words, 4.5*float64(len(absent)))+3)
	return piece{height: height, draw: func(p *page, y float64) {
		top := p.lines(a.x, y+(height-words)/2, names, st.lead)
		p.lines(a.x, top, second, 4.2)
		if d.Absent == "" {
			st := bodyStyle().strong()
			p.textRight(t.value.x+t.value.w, y+height/2+1.2, st, l.fonts.fit(d.ValueText, st, t.value.w))
			t.drawBar(p, d, y+height/2-2.6)
		} else {
			p.textRight(t.value.x+t.value.w, y+height/2+1.2, bodyStyle().in(quiet), "–")
			p.lines(t.bar.x, y+(height-4.5*float64(len(absent)))/2, absent, 4.5)
		}
		for i, v := range d.Layers[:min(len(d.Layers), len(t.def.Layers))] {
			heatCell(p, t.cell(i), y+1.6, height-3.2, v)
		}
		p.rule(a.x, y+height, a.w, .2, rule)
	}}
}

// drawBar draws the value of a domain, its range below it, and the threshold of a core domain.
func (t domainTable) drawBar(p *page, d reports.DomainRow, y float64) {
	x, w := t.bar.x, t.bar.w
	p.rect(x, y, w, 3, indigo1)
	p.rect(x, y, share(d.Value, w), 3, indigo7)
	low, high := x+share(d.Low, w), x+share(d.High, w)
	p.rule(low, y+5.2, high-low, .35, quiet)
	p.stroked(point{low, y + 4.4}, point{low, y + 6}, .35, quiet)
	p.stroked(point{high, y + 4.4}, point{high, y + 6}, .35, quiet)
	if d.Core && t.def.Minimum > 0 {
		at := x + share(t.def.Minimum, w)
		p.stroked(point{at, y - 1.2}, point{at, y + 3.8}, .5, ink)
	}
}

// heatCell draws one of five steps with its number, or a dash where there is no value.
func heatCell(p *page, a area, y, height float64, value int64) {
	base := y + height/2 + 1.2
	st := style{9.5, 4.5, false, ink}
	if value < 0 {
		p.box(a.x+.1, y+.1, a.w-.2, height-.2, pen{paper, rule, .2})
		p.textCenter(a.x+a.w/2, base, st.in(quiet), "–")
		return
	}
	ground := indigo7
	percent := (value*100 + million/2) / million
	switch {
	case percent < 20:
		ground = indigo1
	case percent < 40:
		ground = indigo2
	case percent < 50:
		ground = indigo3
	case percent < 70:
		ground = indigo5
	}
	if ground == indigo5 || ground == indigo7 {
		st.colour = paper
	}
	p.rect(a.x, y, a.w, height, ground)
	p.textCenter(a.x+a.w/2, base, st, strconv.FormatInt(percent, 10))
}
