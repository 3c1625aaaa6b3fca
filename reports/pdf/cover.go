package pdf

import (
	"cmp"
	"fmt"

	"rsc.io/qr"

	"tuntas/reports"
)

const coverMiddle = 148.0

// cover draws the first page: what it is on white, for whom and how to check it on indigo.
func (l *layout) cover(p *page) {
	c := l.doc.Cover
	kawung(p, point{24.4, 27.5}, 5.5)
	p.text(32.5, 30.2, style{20, 8.5, true, ink}, "Tuntas")
	l.coverTitle(p)
	p.rule(left, 104, full, .4, ink)
	l.coverFacts(p)
	p.rect(0, coverMiddle, 210, pageHeight-coverMiddle, indigo9)
	weave(p)
	st := style{10.5, 5.5, false, indigo2}
	y := 174 - 4.5
	y = p.lines(left, y, l.fonts.few(c.Heading, style{13, 6, true, paper}, 84, 3), 6) + 2
	if float64(len(l.fonts.lines(c.Text, st, 84)))*st.lead > 234-y {
		st = st.sized(8.5, 4.5)
	}
	p.lines(left, y, l.fonts.few(c.Text, st, 84, int((234-y)/st.lead)), st.lead)
	p.lines(left, 283, l.fonts.few(c.Footnote, axisStyle().in(indigo3), full, 1), 4.2)
	l.coverCode(p)
}

// coverTitle stands on the rule: kind, subject as large as its length allows, subtitle.
func (l *layout) coverTitle(p *page) {
	subtitle := l.fonts.few(l.doc.Subtitle, style{16, 7, false, ink}, full, 2)
	room := 96 - 44 - 13 - 7*float64(len(subtitle))
	var st style
	var subject []line
	for _, size := range []style{{32, 13, true, ink}, {26, 10.5, true, ink}, {20, 8.5, true, ink}, {15, 6.5, true, ink}, {11, 5, true, ink}} {
		st, subject = size, l.fonts.lines(l.doc.Subject, size, full)
		if float64(len(subject))*size.lead <= room {
			break
		}
	}
	subject = l.fonts.few(l.doc.Subject, st, full, int(room/st.lead))
	y := 95.5 - 7*float64(len(subtitle))
	p.lines(left, y, subtitle, 7)
	y -= st.lead*float64(len(subject)) + 1.5
	p.lines(left, y, subject, st.lead)
	kind := style{13, 6, false, quiet}
	p.text(left, y-4, kind, l.fonts.fit(l.doc.Title, kind, full))
}

func (l *layout) coverFacts(p *page) {
	facts := l.doc.Cover.Facts
	for i, f := range facts[:min(len(facts), 4)] {
		x := left + textLeft*float64(i)
		p.text(x, 112, noteStyle(), l.fonts.fit(f.Label, noteStyle(), margin))
		p.lines(x, 113.4, l.fonts.few(f.Value, bodyStyle(), margin, 6), 5)
	}
}

// weave draws the kawung lattice into the lower right.
func weave(p *page) {
	const step = 13.545
	p.ops = append(p.ops, "q "...)
	p.at(0, pageHeight)
	p.number(210 / pt)
	p.number((pageHeight - coverMiddle) / pt)
	p.op("re W n")
	for row := range 11 {
		for col := range 7 {
			degrees := 45.0
			if (row+col)%2 == 1 {
				degrees = -45
			}
			c := point{121.95 + step*float64(col), 154.77 + step*float64(row)}
			p.ellipse(pen{lattice, none, 0}, c, 8.87, 3.18, degrees, false)
		}
	}
	p.op("Q")
	p.fill, p.stroke, p.weight, p.font = none, none, 0, nil
}

// coverCode draws the QR code on a white ground with the notes beside it.
func (l *layout) coverCode(p *page) {
	c, x := l.doc.Cover, left
	if c.QR != "" {
		p.rect(left, 240, 32, 32, paper)
		squares(p, l.encode(c.QR), point{22.5, 242.5})
		x = 58
	}
	y := 242.0
	for _, n := range c.Notes {
		y = l.coverNote(p, n, x, y) + 3
	}
}

// encode makes the code of a text; a text that is too long is a fault of the document.
func (l *layout) encode(text string) *qr.Code {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		l.err = cmp.Or(l.err, fmt.Errorf("QR code: %w", err))
		return &qr.Code{}
	}
	return code
}

func (l *layout) coverNote(p *page, n reports.Fact, x, y float64) float64 {
	st := bodyStyle()
	if y > 270 {
		return y
	}
	y = p.lines(x, y, l.fonts.few(n.Label, st.strong().in(paper), 116-x, 1), 5)
	return p.lines(x, y+.5, l.fonts.few(n.Value, st.in(indigo2), 116-x, min(3, int((281.5-y)/5))), 5)
}

// squares draws each row of a code as runs, so that no seams show between neighbours.
func squares(p *page, code *qr.Code, at point) {
	size := 27.0 / float64(max(code.Size, 1))
	for row := range code.Size {
		for col := 0; col < code.Size; col++ {
			from := col
			for col < code.Size && code.Black(col, row) {
				col++
			}
			if col > from {
				p.rect(at.x+float64(from)*size, at.y+float64(row)*size, float64(col-from)*size, size, ink)
			}
		}
	}
}
