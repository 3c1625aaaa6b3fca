package pdf

import (
	"math"
	"strconv"
	"unicode/utf8"
)

// colour is a colour of the visual language, 0xRRGGBB.
type colour int32

const (
	none    colour = -1
	ink     colour = 0x1B1F31
	quiet   colour = 0x56534B
	edge    colour = 0x7A766C
	rule    colour = 0xDBD8D0
	paper   colour = 0xFFFFFF
	indigo9 colour = 0x1E2749
	lattice colour = 0x27325C
	indigo7 colour = 0x2E3E80
	indigo5 colour = 0x5B6AAD
	indigo3 colour = 0xAEB7DC
	indigo2 colour = 0xD5DAED
	indigo1 colour = 0xEDEFF7
	soga    colour = 0x7A4A21
	soga1   colour = 0xF6EDE3
)

const (
	pageHeight = 297.0
	left       = 20.0
	right      = 190.0
	full       = right - left
	top        = 30.0
	bottom     = 272.0
	margin     = 38.0 // width of the margin column
	textLeft   = 44.0 // from the left to the text column
	measure    = 120.0
)

// point is a position on a page in mm from its upper left corner.
type point struct{ x, y float64 }

// page is the contents of one page as PDF operators, with its links and bookmarks. It writes an operator that sets a
// state only where the state changes.
type page struct {
	fonts        *fonts
	section      string
	ops          []byte
	font         *face
	size         float64
	fill, stroke colour
	weight       float64
	links        []link
	marks        []mark
}

// link is an area that leads to a section or an anchor.
type link struct {
	x, y, w, h float64
	to         string
}

// mark is a bookmark.
type mark struct {
	text  string
	level int
	y     float64
}

func newPage(f *fonts, section string) *page {
	return &page{fonts: f, section: section, ops: make([]byte, 0, 8<<10), fill: none, stroke: none}
}

// number writes a number with at most two decimals, which is a hundredth of a point.
func (p *page) number(v float64) {
	n := int64(math.Round(v * 100))
	if n < 0 {
		p.ops = append(p.ops, '-')
		n = -n
	}
	p.ops = strconv.AppendInt(p.ops, n/100, 10)
	if rest := n % 100; rest != 0 {
		p.ops = append(p.ops, '.', byte('0'+rest/10))
		if rest%10 != 0 {
			p.ops = append(p.ops, byte('0'+rest%10))
		}
	}
	p.ops = append(p.ops, ' ')
}

func (p *page) at(x, y float64) {
	p.number(x / pt)
	p.number((pageHeight - y) / pt)
}

func (p *page) op(name string) {
	p.ops = append(p.ops, name...)
	p.ops = append(p.ops, '\n')
}

func (p *page) paint(c colour, op string) {
	for shift := 16; shift >= 0; shift -= 8 {
		v := (int(c>>shift&0xFF)*1000 + 127) / 255
		p.ops = append(p.ops, byte('0'+v/1000), '.', byte('0'+v/100%10), byte('0'+v/10%10), byte('0'+v%10), ' ')
	}
	p.op(op)
}

func (p *page) setFill(c colour) {
	if c != p.fill {
		p.fill = c
		p.paint(c, "rg")
	}
}

func (p *page) setStroke(c colour, weight float64) {
	if c != p.stroke {
		p.stroke = c
		p.paint(c, "RG")
	}
	if weight != p.weight {
		p.weight = weight
		p.number(weight / pt)
		p.op("w")
	}
}

// text draws a text that begins at x on the baseline y.
func (p *page) text(x, y float64, st style, s string) {
	if s == "" {
		return
	}
	p.setFill(st.colour)
	p.ops = append(p.ops, "BT "...)
	r, _ := utf8.DecodeRuneInString(s)
	current, _ := p.fonts.find(r)
	p.setFont(p.fonts.face(st.bold, current), st.size)
	p.at(x, y)
	p.ops = append(p.ops, "Td ("...)
	for _, r := range s {
		page, code := p.fonts.find(r)
		if page != current {
			p.ops = append(p.ops, ") Tj "...)
			p.setFont(p.fonts.face(st.bold, page), st.size)
			p.ops = append(p.ops, '(')
			current = page
		}
		if code == '(' || code == ')' || code == '\\' {
			p.ops = append(p.ops, '\\')
		}
		p.ops = append(p.ops, code)
	}
	p.op(") Tj ET")
}

func (p *page) setFont(f *face, size float64) {
	if f == p.font && size == p.size {
		return
	}
	p.font, p.size = f, size
	p.ops = append(p.ops, '/')
	p.ops = append(p.ops, f.id...)
	p.ops = append(p.ops, ' ')
	p.number(size)
	p.ops = append(p.ops, "Tf "...)
}

// textRight draws a text that ends at x.
func (p *page) textRight(x, y float64, st style, s string) {
	p.text(x-p.fonts.width(s, st), y, st, s)
}

// textCenter draws a text around x.
func (p *page) textCenter(x, y float64, st style, s string) {
	p.text(x-p.fonts.width(s, st)/2, y, st, s)
}

// line draws the spans of a line whose top is at y, with their links.
func (p *page) line(x, y float64, l line) {
	for _, s := range l {
		x += s.indent
		p.text(x, y+s.st.drop(), s.st, s.text)
		w := p.fonts.width(s.text, s.st)
		if s.link != "" {
			p.rule(x, y+s.st.drop()+.8, w, .2, indigo3)
			p.links = append(p.links, link{x, y, w, s.st.lead, s.link})
		}
		x += w
	}
}

// lines draws lines below each other from y and returns where they end.
func (p *page) lines(x, y float64, ls []line, lead float64) float64 {
	for _, l := range ls {
		p.line(x, y, l)
		y += lead
	}
	return y
}

// stroked draws a straight line.
func (p *page) stroked(a, b point, weight float64, c colour) {
	p.setStroke(c, weight)
	p.at(a.x, a.y)
	p.op("m")
	p.at(b.x, b.y)
	p.op("l S")
}

// rule draws a horizontal line.
func (p *page) rule(x, y, w, weight float64, c colour) {
	p.stroked(point{x, y}, point{x + w, y}, weight, c)
}

// rect fills a rectangle.
func (p *page) rect(x, y, w, h float64, fill colour) {
	p.setFill(fill)
	p.at(x, y+h)
	p.number(w / pt)
	p.number(h / pt)
	p.op("re f")
}

// box draws a rectangle with an outline.
func (p *page) box(x, y, w, h float64, pen pen) {
	p.begin(pen)
	p.at(x, y+h)
	p.number(w / pt)
	p.number(h / pt)
	p.ops = append(p.ops, "re "...)
	p.finish(pen)
}

// pen is how a shape is painted; none leaves its inside or its outline out.
type pen struct {
	fill, stroke colour
	weight       float64
}

func (p *page) begin(pen pen) {
	if pen.fill != none {
		p.setFill(pen.fill)
	}
	if pen.stroke != none {
		p.setStroke(pen.stroke, pen.weight)
	}
}

func (p *page) finish(pen pen) {
	switch {
	case pen.stroke == none:
		p.op("f")
	case pen.fill == none:
		p.op("S")
	default:
		p.op("B")
	}
}

// polygon draws a closed shape.
func (p *page) polygon(pen pen, points ...point) {
	p.begin(pen)
	for i, at := range points {
		p.at(at.x, at.y)
		if i == 0 {
			p.op("m")
		} else {
			p.op("l")
		}
	}
	p.ops = append(p.ops, "h "...)
	p.finish(pen)
}

// polyline draws an open line through points.
func (p *page) polyline(weight float64, c colour, points ...point) {
	p.setStroke(c, weight)
	for i, at := range points {
		p.at(at.x, at.y)
		if i == 0 {
			p.op("m")
		} else {
			p.op("l")
		}
	}
	p.op("S")
}

// kappa makes a quarter of a circle of one Bézier curve.
const kappa = 0.5522847

// ellipse draws an ellipse, turned clockwise by degrees around its centre, or its right half.
func (p *page) ellipse(pen pen, c point, rx, ry, degrees float64, half bool) {
	p.begin(pen)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	put := func(x, y float64) { p.at(c.x+x*cos-y*sin, c.y+x*sin+y*cos) }
	put(0, -ry)
	p.op("m")
	curve := func(x1, y1, x2, y2, x3, y3 float64) {
		put(x1, y1)
		put(x2, y2)
		put(x3, y3)
		p.op("c")
	}
	kx, ky := rx*kappa, ry*kappa
	curve(kx, -ry, rx, -ky, rx, 0)
	curve(rx, ky, kx, ry, 0, ry)
	if !half {
		curve(-kx, ry, -rx, ky, -rx, 0)
		curve(-rx, -ky, -kx, -ry, 0, -ry)
	}
	p.ops = append(p.ops, "h "...)
	p.finish(pen)
}

func (p *page) circle(pen pen, c point, r float64) { p.ellipse(pen, c, r, r, 0, false) }
