package pdf

import (
	"math"
	"strconv"

	"tuntas/reports"
)

// million is 100 points in the millionths in which documents give values.
const million = 1_000_000

// share is a value as a part of a width.
func share(value int64, width float64) float64 {
	return math.Max(0, math.Min(1, float64(value)/million)) * width
}

// verdict puts band, colour and remark side by side.
func (l *layout) verdict(b reports.Verdict, a area) []piece {
	n := 3
	if b.Band == "" {
		n = 2
	}
	at := thirds(a, n)
	var cols [][]piece
	if b.Band != "" {
		x := at[0].x
		cols = append(cols, l.bigWord(b.BandLabel, b.BandText, at[0], func(p *page, y float64) {
			ladder(p, x+.2, y+8.4, 7.4, b.Band)
		}))
		at = at[1:]
	}
	x := at[0].x
	cols = append(cols, l.bigWord(b.ColourLabel, b.ColourText, at[0], func(p *page, y float64) {
		sign(p, x+.2, y+.8, 8.2, b.Colour, b.Official)
	}))
	note := append(l.text(b.NoteLabel, noteStyle(), at[1]), l.text(b.Note, bodyStyle(), at[1])...)
	cols = append(cols, note)
	head := piece{height: 3, keep: true, draw: func(p *page, y float64) { p.rule(a.x, y, a.w, .4, ink) }}
	return []piece{head, {cols: cols}}
}

// bigWord is a word of the verdict with its label above and its shape before it.
func (l *layout) bigWord(label, word string, a area, shape func(p *page, y float64)) []piece {
	out := l.text(label, noteStyle(), a)
	st := style{17, 9, true, ink}
	if l.fonts.width(l.fonts.one(word), st) > a.w-12 {
		st = style{12, 5.5, true, ink}
	}
	ls := l.fonts.few(word, st, a.w-12, 4)
	height := math.Max(10, st.lead*float64(len(ls)))
	return append(out, piece{height: height, draw: func(p *page, y float64) {
		shape(p, y)
		p.lines(a.x+12, y+math.Max(0, 9.6-st.lead*float64(len(ls)))/2, ls, st.lead)
	}})
}

// label is a text around a position on an axis.
type label struct {
	at   float64
	text string
	st   style
}

// spread moves labels of one row apart so that none overlaps and none leaves the width; they come in order.
func (l *layout) spread(labels []label, width, gap float64) []label {
	starts := make([]float64, len(labels))
	edge := 0.0
	for i, b := range labels {
		w := l.fonts.width(b.text, b.st)
		starts[i] = math.Max(edge, b.at-w/2)
		edge = starts[i] + w + gap
	}
	edge = width
	for i := len(labels) - 1; i >= 0; i-- {
		w := l.fonts.width(labels[i].text, labels[i].st)
		starts[i] = math.Max(0, math.Min(starts[i], edge-w))
		edge = starts[i] - gap
		labels[i].at = starts[i]
	}
	return labels
}

func (p *page) labels(x, base float64, labels []label) {
	for _, b := range labels {
		p.text(x+b.at, base, b.st, b.text)
	}
}

// beside reports whether a title and a direction fit on one line.
func (l *layout) beside(title, direction string, w float64) bool {
	st, note := bodyStyle().strong(), noteStyle()
	return l.fonts.width(l.fonts.one(title), st)+3+l.fonts.width(l.fonts.one(direction), note) <= w
}

// titled is a title at the left with a direction at the right, or below it.
func (l *layout) titled(title, direction string, a area, beside bool) piece {
	st, note := bodyStyle().strong(), noteStyle()
	title, direction = l.fonts.fit(title, st, a.w), l.fonts.fit(direction, note, a.w)
	if !beside {
		return piece{height: 9.5, keep: true, draw: func(p *page, y float64) {
			p.text(a.x, y+st.drop(), st, title)
			p.text(a.x, y+5+note.drop(), note, direction)
		}}
	}
	return piece{height: 5, keep: true, draw: func(p *page, y float64) {
		p.text(a.x, y+st.drop(), st, title)
		p.textRight(a.x+a.w, y+st.drop(), note, direction)
	}}
}

// scale draws the four bands with the value and its range above them.
func (l *layout) scale(b reports.Scale, a area) []piece {
	note, number := noteStyle(), style{9.5, 4.5, false, ink}
	half, third := a.w/2-4, a.w/3-4
	names := l.spread([]label{
		{share(b.Low, a.w), l.fonts.fit(b.LowLabel, note, half), note},
		{share(b.High, a.w), l.fonts.fit(b.HighLabel, note, half), note},
	}, a.w, 4)
	values := l.spread([]label{
		{share(b.Low, a.w), l.fonts.fit(b.LowText, number, third), number},
		{share(b.Value, a.w), l.fonts.fit(b.ValueText, headingStyle(), third), headingStyle()},
		{share(b.High, a.w), l.fonts.fit(b.HighText, number, third), number},
	}, a.w, 2)
	out := []piece{l.titled(b.Title, b.Direction, a, l.beside(b.Title, b.Direction, a.w)), {height: 31.5, keep: b.Note != "", draw: func(p *page, y float64) {
		p.labels(a.x, y+3.2, names)
		p.labels(a.x, y+8, values)
		l.segments(p, b, area{a.x, a.w}, y+18.5)
		low, at, high := a.x+share(b.Low, a.w), a.x+share(b.Value, a.w), a.x+share(b.High, a.w)
		p.rule(low, y+11.5, high-low, .5, ink)
		p.stroked(point{low, y + 9.8}, point{low, y + 13.2}, .5, ink)
		p.stroked(point{high, y + 9.8}, point{high, y + 13.2}, .5, ink)
		p.stroked(point{at, y + 11.5}, point{at, y + 22.1}, .5, ink)
		p.circle(pen{ink, paper, .5}, point{at, y + 11.5}, 2)
	}}}
	return append(out, gapped(1.5, l.text(b.Note, note.in(quiet), a))...)
}

// segments draws the bands from y with their limits and names; the one that is reached is solid, another
// band that is published has a line of ink below its name.
func (l *layout) segments(p *page, b reports.Scale, a area, y float64) {
	from := 0.0
	limits := []label{{0, "0", noteStyle()}}
	names := make([]label, len(b.Bands))
	for i, s := range b.Bands {
		_, t := band(s.Code)
		to := share(s.To, a.w)
		look := pen{t.pale, t.line, .2}
		st := tableStyle().in(quiet)
		if i == b.Reached {
			look.fill = t.fill
			st = tableStyle().strong()
		}
		p.box(a.x+from+.3, y, math.Max(to-from-.6, .1), 3.6, look)
		limits = append(limits, label{to, strconv.FormatInt(s.To*100/million, 10), noteStyle()})
		names[i] = label{(from + to) / 2, l.fonts.fit(s.Text, st, a.w/4), st}
		from = to
	}
	p.labels(a.x, y+7.8, l.spread(limits, a.w, 2))
	names = l.spread(names, a.w, 2)
	p.labels(a.x, y+12.6, names)
	if b.PublishedBand != b.Reached && b.PublishedBand >= 0 && b.PublishedBand < len(names) {
		n := names[b.PublishedBand]
		p.rule(a.x+n.at, y+13.9, l.fonts.width(n.text, n.st), .5, ink)
	}
}

// gauges are numbers side by side with their direction, and a bar where it helps.
func (l *layout) gauges(b reports.Gauges, a area) []piece {
	if len(b.Items) == 0 {
		return nil
	}
	at := thirds(a, len(b.Items))
	beside := true
	for i, g := range b.Items {
		beside = beside && l.beside(g.Title, g.Direction, at[i].w)
	}
	var cols [][]piece
	for i, g := range b.Items {
		cols = append(cols, l.gauge(g, at[i], beside))
	}
	return []piece{{cols: cols}}
}

func (l *layout) gauge(g reports.Gauge, a area, beside bool) []piece {
	out := []piece{
		{height: 2, keep: true, draw: func(p *page, y float64) { p.rule(a.x, y, a.w, .2, rule) }},
		l.titled(g.Title, g.Direction, a, beside),
	}
	out = append(out, l.text(g.ValueText, figureStyle(), a)...)
	if g.Bar {
		out = append(out, piece{height: 10, draw: func(p *page, y float64) { l.bar(p, g, a, y+1.5) }})
	}
	return append(out, l.text(g.Note, tableStyle().in(quiet), a)...)
}

func (l *layout) bar(p *page, g reports.Gauge, a area, y float64) {
	p.rect(a.x, y, a.w, 2.6, indigo1)
	p.rect(a.x, y, share(g.Value, a.w), 2.6, indigo7)
	limits := []label{{0, "0", axisStyle()}, {a.w, "100", axisStyle()}}
	if g.Threshold > 0 {
		at := share(g.Threshold, a.w)
		p.stroked(point{a.x + at, y - 1}, point{a.x + at, y + 3.6}, .4, ink)
		st := axisStyle().in(ink)
		limits = []label{limits[0], {at, l.fonts.fit(g.Mark, st, a.w-16), st}, limits[1]}
	}
	p.labels(a.x, y+7.2, l.spread(limits, a.w, 2))
}

// strip is the indicators as rows: number, blocks, name, state in words.
func (l *layout) strip(b reports.IndicatorStrip, a area) []piece {
	out := l.open(b.Title, b.Note, a)
	st := tableStyle()
	for _, item := range b.Items {
		state := st.in(quiet)
		if filled, _ := indicator(item.State); filled >= 2 {
			state = st.strong()
		}
		word := l.fonts.fit(item.StateText, state, a.w*.4)
		name := l.fonts.few(item.Name, st, a.w-20-l.fonts.width(word, state), 6)
		height := 4.5*float64(len(name)) + 3.3
		number := strconv.Itoa(item.Number)
		out = append(out, piece{height: height, draw: func(p *page, y float64) {
			base := y + 1.6 + st.drop()
			p.textRight(a.x+3.2, base, st.in(quiet), number)
			blocks3(p, a.x+5.2, y+2.7, item.State)
			p.lines(a.x+17, y+1.6, name, 4.5)
			p.textRight(a.x+a.w, base, state, word)
			p.rule(a.x, y+height, a.w, .2, rule)
		}})
	}
	return out
}

// bars is a ranking; the longest bar has the whole width.
func (l *layout) bars(b reports.Bars, a area) []piece {
	out := l.open(b.Title, b.Note, a)
	var most int64 = 1
	for _, item := range b.Items {
		most = max(most, item.Value)
	}
	st := tableStyle()
	for _, item := range b.Items {
		value := l.fonts.fit(item.Text, st.strong(), a.w*.4)
		text := l.fonts.few(item.Label, st, a.w-4-l.fonts.width(value, st.strong()), 12)
		height := 4.2 * float64(len(text))
		out = append(out, piece{height: height + 5, draw: func(p *page, y float64) {
			p.lines(a.x, y+.4, text, 4.2)
			p.textRight(a.x+a.w, y+.4+st.drop(), st.strong(), value)
			p.rect(a.x, y+height+1.1, a.w, 2.2, indigo1)
			p.rect(a.x, y+height+1.1, math.Max(0, float64(item.Value))/float64(most)*a.w, 2.2, indigo7)
		}})
	}
	return out
}

// checks are conditions with a tick where they hold and the value of today.
func (l *layout) checks(b reports.Checks, a area) []piece {
	out := l.open(b.Title, b.Note, a)
	st := tableStyle()
	for _, item := range b.Items {
		value := l.fonts.few(item.Text2, st.strong(), a.w*.4, 12)
		widest := 0.0
		for _, v := range value {
			widest = math.Max(widest, v.width(l.fonts))
		}
		text := l.fonts.few(item.Text, st, a.w-9-widest, 12)
		height := 4.5*float64(max(len(text), len(value))) + 2.6
		out = append(out, piece{height: height, draw: func(p *page, y float64) {
			shape := ring
			if item.Done {
				shape = tick
			}
			shape(p, a.x, y+1.7)
			p.lines(a.x+5.8, y+1.3, text, 4.5)
			for i, v := range value {
				p.line(a.x+a.w-v.width(l.fonts), y+1.3+4.5*float64(i), v)
			}
			p.rule(a.x, y+height, a.w, .2, rule)
		}})
	}
	return out
}
