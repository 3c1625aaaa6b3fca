package pdf

import (
	"strconv"

	"tuntas/reports"
)

// startFinding is the room in which a finding that has to go on on the next page may begin; less than that stays empty.
const startFinding = 0.4 * (bottom - top)

// finding puts what is measured into the margin column and what is said into the text column.
func (l *layout) finding(b reports.FindingBlock, a area) []piece {
	text := area{a.x + textLeft, a.w - textLeft}
	cols := [][]piece{whole(l.findingMargin(b, area{a.x, margin})), l.findingText(b, text)}
	if text.w < margin {
		cols = [][]piece{append(l.findingMargin(b, a), l.findingText(b, a)...)}
	}
	return []piece{{loose: true, begin: startFinding, cols: cols}}
}

func (l *layout) findingMargin(b reports.FindingBlock, a area) []piece {
	out := marked(overline(a), func(p *page, y float64) { l.anchor(b.Anchor, p, y) })
	out = append(out, l.text(strconv.Itoa(b.Number), style{26, 10, true, indigo7}, a)...)
	out = append(out, gapped(2, l.text(b.TierLabel, bodyStyle().strong(), a))...)
	for i, m := range b.Meters {
		gap := 1.0
		if i == 0 {
			gap = 2
		}
		value := strconv.Itoa(m.Value)
		label := l.fonts.fit(m.Label, axisStyle(), a.w)
		out = append(out, piece{height: 7.2, gap: gap, draw: func(p *page, y float64) {
			p.text(a.x, y+axisStyle().drop(), axisStyle(), label)
			steps(p, a.x, y+4.6, m.Value)
			p.text(a.x+25, y+6.6, style{8.5, 4.5, false, ink}, value)
		}})
	}
	for i, d := range b.Deadlines {
		gap := 2.0
		if i == 0 {
			gap = 4
		}
		out = append(out, gapped(gap, l.text(d.Label, noteStyle(), a))...)
		out = append(out, l.text(d.Value, tableStyle(), a)...)
	}
	if b.Flag == "" {
		return out
	}
	label := l.text(b.FlagLabel, noteStyle(), a)
	for i := range label {
		label[i].keep = true
	}
	out = append(out, gapped(3, label)...)
	letter := l.fonts.fit(b.Flag, bodyStyle().strong(), 6)
	out = append(out, piece{height: 7, gap: .5, draw: func(p *page, y float64) { flag(p, a.x, y, letter) }})
	return append(out, gapped(.5, l.text(b.FlagNote, noteStyle(), a))...)
}

// findingText may break between its parts; the first step stays with the sources.
func (l *layout) findingText(b reports.FindingBlock, a area) []piece {
	running := area{a.x, min(a.w, measure+6)}
	out := append(overline(a), stacked(l.fonts.balanced(b.Title, headingStyle(), a.w), headingStyle(), a)...)
	for i := range out {
		out[i].keep = true
	}
	for _, part := range b.Parts {
		lines := append(l.text(part.Title, bodyStyle().strong(), running), l.text(part.Text, bodyStyle(), running)...)
		if tall(lines) < startFinding {
			whole(lines)
		}
		out = append(out, gapped(1.5, lines)...)
	}
	last := len(out)
	if b.FirstStep.Title != "" || b.FirstStep.Text != "" {
		step := reports.Callout{Tone: reports.ToneAction, Title: b.FirstStep.Title, Text: b.FirstStep.Text}
		out = append(out, gapped(3, l.callout(step, a, 0))...)
	}
	small := noteStyle().sized(8.5, 4.2)
	for i, s := range b.Sources {
		gap := 0.0
		if i == 0 {
			gap = 2
		}
		out = append(out, gapped(gap, l.text(s, small, running))...)
	}
	whole(out[last:])
	again := l.findingAgain(b, a)
	for i := range out {
		out[i].again = again
	}
	return out
}

// findingAgain names the finding where it goes on on the next page.
func (l *layout) findingAgain(b reports.FindingBlock, a area) *piece {
	st := tableStyle().in(quiet)
	number, word := strconv.Itoa(b.Number)+"  ", " "+l.fonts.one(l.doc.Words.Continued)
	title := number + l.fonts.fit(b.Title, st, a.w-l.fonts.width(number+word, st)) + word
	return &piece{height: 5.5, draw: func(p *page, y float64) { p.text(a.x, y+st.drop(), st, title) }}
}

// gapped sets the space above pieces inside of a block, off the grid.
func gapped(gap float64, pieces []piece) []piece {
	if len(pieces) > 0 {
		pieces[0].gap, pieces[0].snap = gap, false
	}
	return pieces
}
