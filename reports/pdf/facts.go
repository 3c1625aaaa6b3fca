package pdf

import (
	"math"

	"tuntas/reports"
)

// facts are labels in the margin column with their values beside them, above hairlines.
func (l *layout) facts(b reports.Facts, a area) []piece {
	var out []piece
	for _, f := range b.Items {
		out = append(out, l.fact(f, a))
	}
	return out
}

// fact is one label with its value; a value that is far too long is cut.
func (l *layout) fact(f reports.Fact, a area) piece {
	const most = 20
	label := l.fonts.few(f.Label, noteStyle(), margin, 3)
	value := l.fonts.few(f.Value, bodyStyle(), a.w-textLeft, most)
	height := 5*float64(max(len(label), len(value), 1)) + 2
	return piece{height: height, draw: func(p *page, y float64) {
		p.lines(a.x, y+1, label, 5)
		p.lines(a.x+textLeft, y+1, value, 5)
		p.rule(a.x, y+height, a.w, .2, rule)
	}}
}

// code is a QR code with its notes beside it.
func (l *layout) code(b reports.Code, a area) []piece {
	const side = 27.0
	code := l.encode(b.QR)
	text := area{a.x + textLeft, a.w - textLeft}
	var lines []line
	for _, n := range b.Notes {
		lines = append(lines, l.fonts.few(n.Label, noteStyle(), text.w, 1)...)
		lines = append(lines, l.fonts.few(n.Value, bodyStyle(), text.w, 4)...)
	}
	height := math.Max(side, 5*float64(len(lines)))
	return []piece{{height: height, draw: func(p *page, y float64) {
		squares(p, code, point{a.x, y})
		p.lines(text.x, y, lines, 5)
	}}}
}
