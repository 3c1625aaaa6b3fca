package pdf

import (
	"fmt"
	"math"
	"slices"

	"tuntas/reports"
)

const (
	perGrid   = 4    // days side by side
	axisWidth = 14.0 // the hours at the left
)

// agenda draws days as columns on a common axis of hours, so that short breaks keep a line of text.
func (l *layout) agenda(b reports.Agenda, a area) []piece {
	var out []piece
	b.To = max(b.To, b.From+30)
	for from := 0; from < len(b.Days); from += perGrid {
		days := b.Days[from:min(from+perGrid, len(b.Days))]
		title := b.Title
		if from > 0 {
			title += " " + l.doc.Words.Continued
		}
		grid := append(l.caption(title, a), l.days(b, days, a))
		out = append(out, spaced(7.5, grid)...)
	}
	return out
}

// days is one grid of days.
func (l *layout) days(b reports.Agenda, days []reports.AgendaDay, a area) piece {
	const gap, widest = 4.0, 80.0
	st := bodyStyle().strong()
	w := math.Min(widest, (a.w-axisWidth+gap)/float64(len(days))-gap)
	heads := make([][]line, len(days))
	most := 1
	for i, d := range days {
		heads[i] = l.fonts.few(d.Name, st, w, 3)
		most = max(most, len(heads[i]))
	}
	axis := l.axis(b, days, w)
	headHeight := 5*float64(most) + 2.6
	return piece{height: headHeight + axis.at(b.To) + 2, draw: func(p *page, y float64) {
		body := y + headHeight
		used := axisWidth + float64(len(days))*(w+gap) - gap
		axis.hours(p, a.x, body, used)
		for i, d := range days {
			x := a.x + axisWidth + float64(i)*(w+gap)
			p.lines(x, y, heads[i], 5)
			p.rule(x, body-1.4, w, .4, ink)
			for _, item := range d.Items {
				from := axis.at(item.From)
				l.session(p, item, area{x, w}, body+from, axis.at(item.To)-from)
			}
		}
	}}
}

// axis places minutes of a day; where a short session has much to say it is stretched.
type axis struct {
	times []int
	tops  []float64
}

// axis makes the axis of a grid: 12 mm for an hour, and more where texts need it, up to the height of a page.
func (l *layout) axis(b reports.Agenda, days []reports.AgendaDay, w float64) axis {
	const perMinute, highest = .2, 195.0
	times := []int{b.From, b.To}
	for m := (b.From + 59) / 60 * 60; m <= b.To; m += 60 {
		times = append(times, m)
	}
	var items []reports.AgendaItem
	for _, d := range days {
		for _, item := range d.Items {
			times = append(times, min(max(item.From, b.From), b.To), min(max(item.To, b.From), b.To))
			items = append(items, item)
		}
	}
	slices.Sort(times)
	times = slices.Compact(times)
	heights := make([]float64, len(times))
	for i := 1; i < len(times); i++ {
		heights[i] = perMinute * float64(times[i]-times[i-1])
	}
	for _, item := range items {
		stretch(times, heights, item, l.sessionHeight(item, w))
	}
	sum := 0.0
	for _, h := range heights {
		sum += h
	}
	out, top := axis{times: times}, 0.0
	for _, h := range heights {
		top += h * math.Min(1, highest/sum)
		out.tops = append(out.tops, top)
	}
	return out
}

// stretch makes the time of a session as high as its text needs.
func stretch(times []int, heights []float64, item reports.AgendaItem, need float64) {
	have, minutes := 0.0, 0
	for i := 1; i < len(times); i++ {
		if times[i-1] >= item.From && times[i] <= item.To {
			have += heights[i]
			minutes += times[i] - times[i-1]
		}
	}
	if have >= need || minutes == 0 {
		return
	}
	for i := 1; i < len(times); i++ {
		if times[i-1] >= item.From && times[i] <= item.To {
			heights[i] += (need - have) * float64(times[i]-times[i-1]) / float64(minutes)
		}
	}
}

// at is the distance of a minute from the top.
func (x axis) at(minute int) float64 {
	i, found := slices.BinarySearch(x.times, minute)
	if !found {
		i = max(i-1, 0)
	}
	return x.tops[i]
}

// hours draws the hours and a hairline for each.
func (x axis) hours(p *page, left, top, width float64) {
	for i, m := range x.times {
		if m%60 == 0 {
			p.rule(left+axisWidth, top+x.tops[i], width-axisWidth, .2, rule)
			p.text(left, top+x.tops[i]+1, axisStyle(), fmt.Sprintf("%02d.%02d", m/60, m%60))
		}
	}
}

const sessionPad = 2.0

func sessionStyles(item reports.AgendaItem) (title, second style) {
	title, second = style{9, 4.2, true, ink}, style{8, 4, false, quiet}
	if item.Module {
		return title.in(paper), second.in(indigo2)
	}
	return title, second
}

// remark is the hours of a session and what else is said below its title.
func remark(item reports.AgendaItem) string {
	hours := fmt.Sprintf("%02d.%02d–%02d.%02d", item.From/60, item.From%60, item.To/60, item.To%60)
	if item.Second == "" {
		return hours
	}
	return hours + " · " + item.Second
}

// sessionHeight is what the texts of a session need.
func (l *layout) sessionHeight(item reports.AgendaItem, w float64) float64 {
	title, second := sessionStyles(item)
	w -= 2 * sessionPad
	if l.onOneLine(item, w) {
		return title.lead + .6
	}
	return title.lead*float64(len(l.fonts.few(item.Title, title, w, 8))) + second.lead*float64(len(l.fonts.few(remark(item), second, w, 3))) + 1.2
}

// onOneLine reports whether both texts of a session fit beside each other.
func (l *layout) onOneLine(item reports.AgendaItem, w float64) bool {
	title, second := sessionStyles(item)
	return l.fonts.width(l.fonts.one(item.Title), title)+2+l.fonts.width(l.fonts.one(remark(item)), second) <= w
}

// session draws one session: its texts below each other, or beside each other where it is short.
func (l *layout) session(p *page, item reports.AgendaItem, a area, y, height float64) {
	if height <= .6 {
		return
	}
	title, second := sessionStyles(item)
	ground := indigo2
	if item.Module {
		ground = indigo7
	}
	p.rect(a.x, y+.3, a.w, height-.6, ground)
	inner := area{a.x + sessionPad, a.w - 2*sessionPad}
	above, below := l.fonts.few(item.Title, title, inner.w, 8), l.fonts.few(remark(item), second, inner.w, 3)
	need := title.lead*float64(len(above)) + second.lead*float64(len(below))
	if need+1 <= height {
		pad := math.Min(sessionPad, (height-need)/2)
		p.lines(inner.x, p.lines(inner.x, y+pad, above, title.lead), below, second.lead)
		return
	}
	if height < title.lead {
		title, second = title.sized(height*1.9, height*.9), second.sized(height*1.8, height*.9)
	}
	base := y + height/2 + .33*title.size*pt
	word := l.fonts.fit(item.Title, title, inner.w)
	p.text(inner.x, base, title, word)
	if rest := inner.w - l.fonts.width(word, title) - 2; rest > sessionPad {
		p.text(inner.x+inner.w-rest, base, second, l.fonts.fit(remark(item), second, rest))
	}
}
