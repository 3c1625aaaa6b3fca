package pdf

import "math"

// The shapes of the visual language, drawn so that they survive greyscale and need no font.

// tints of a band or a colour: its fill, its outline and text, and its pale ground.
type tints struct{ fill, line, pale colour }

func green() tints  { return tints{0x00805E, 0x005C44, 0xE1F1EA} }
func yellow() tints { return tints{0xF3C233, 0x6A4A00, 0xFCF3D6} }
func orange() tints { return tints{0xDE7A00, 0x8A4300, 0xFBEBD7} }
func red() tints    { return tints{0xBC3A0B, 0x962C04, 0xFAE7DF} }
func grey() tints   { return tints{0x7A766C, 0x56534B, 0xF5F4F0} }

// band is how many bars of the ladder are filled and in which colour.
func band(code string) (int, tints) {
	switch code {
	case "low":
		return 1, green()
	case "moderate":
		return 2, yellow()
	case "high":
		return 3, orange()
	case "very_high":
		return 4, red()
	}
	return 0, grey()
}

// kawung draws the mark: four petals around a centre.
func kawung(p *page, c point, r float64) {
	d := r * .5 * math.Sqrt2 / 2
	for i, degrees := range []float64{45, 135, 225, 315} {
		x, y := d, -d
		if i == 1 || i == 2 {
			y = d
		}
		if i >= 2 {
			x = -d
		}
		p.ellipse(pen{indigo7, none, 0}, point{c.x + x, c.y + y}, r*.25, r*.47, degrees, false)
	}
}

// ladder draws the four rising bars of a band on the baseline y.
func ladder(p *page, x, y, height float64, code string) {
	filled, t := band(code)
	width, step := height*.22, height*.29
	for i := range 4 {
		h := height * float64(i+1) / 4
		look := pen{paper, edge, .18}
		if i < filled {
			look = pen{t.fill, t.line, .18}
		}
		p.box(x+float64(i)*step, y-h, width, h, look)
	}
}

// sign draws the shape of a colour in a square of a size at x, y: circle with a tick, triangle, octagon, or a dash.
func sign(p *page, x, y, size float64, code string, solid bool) {
	r := size / 2
	c := point{x + r, y + r}
	t, shape := grey(), func(pn pen) { p.circle(pn, c, r*.96) }
	switch code {
	case "green":
		t = green()
	case "yellow":
		t = yellow()
		shape = func(pn pen) {
			p.polygon(pn, point{c.x, c.y - r*.92}, point{c.x + r*1.05, c.y + r*.88}, point{c.x - r*1.05, c.y + r*.88})
		}
	case "red":
		t = red()
		shape = func(pn pen) {
			a, b := r*.94, r*.39
			p.polygon(pn, point{c.x + a, c.y + b}, point{c.x + b, c.y + a}, point{c.x - b, c.y + a}, point{c.x - a, c.y + b},
				point{c.x - a, c.y - b}, point{c.x - b, c.y - a}, point{c.x + b, c.y - a}, point{c.x + a, c.y - b})
		}
	}
	look, stroke := pen{paper, t.line, .55}, t.line
	if solid {
		look, stroke = pen{t.fill, t.line, .55}, paper
		if code == "yellow" {
			stroke = ink
		}
	}
	shape(look)
	switch code {
	case "green":
		p.polyline(.7, stroke, point{c.x - r*.45, c.y + r*.02}, point{c.x - r*.1, c.y + r*.38}, point{c.x + r*.45, c.y - r*.36})
	case "yellow":
		p.stroked(point{c.x, c.y - r*.28}, point{c.x, c.y + r*.32}, .7, stroke)
		p.stroked(point{c.x, c.y + r*.5}, point{c.x, c.y + r*.68}, .7, stroke)
	default:
		p.stroked(point{c.x - r*.5, c.y}, point{c.x + r*.5, c.y}, .7, stroke)
	}
}

// tick draws a tick in a square of 3.4 mm.
func tick(p *page, x, y float64) {
	p.polyline(.5, ink, point{x + .4, y + 1.9}, point{x + 1.4, y + 2.9}, point{x + 3, y + .6})
}

// ring draws what is still open in a square of 3.4 mm.
func ring(p *page, x, y float64) {
	p.circle(pen{paper, edge, .35}, point{x + 1.7, y + 1.7}, 1.35)
}

// flag draws the boxed letter of a flag; A is solid.
func flag(p *page, x, y float64, letter string) {
	st := bodyStyle().strong()
	look := pen{paper, ink, .35}
	if letter == "A" {
		look.fill, st.colour = ink, paper
	}
	p.box(x+.2, y, 6, 6, look)
	p.textCenter(x+3.2, y+4.2, st, letter)
}

// steps draws a meter of five steps of which value are filled.
func steps(p *page, x, y float64, value int) {
	for i := range 5 {
		look := pen{paper, edge, .18}
		if i < value {
			look = pen{indigo7, indigo7, .18}
		}
		p.box(x+.1+float64(i)*4.4, y, 3.9, 2, look)
	}
}

// blocks3 draws how strongly an indicator shows: none to three filled, or dashes where it was not assessed.
func blocks3(p *page, x, y float64, state string) {
	filled, t := indicator(state)
	for i := range 3 {
		look := pen{paper, edge, .18}
		if i < filled {
			look = pen{t.fill, t.line, .18}
		}
		bx := x + .1 + float64(i)*3.28
		if filled < 0 {
			p.stroked(point{bx, y + 1.1}, point{bx + 1.8, y + 1.1}, .35, edge)
			continue
		}
		p.box(bx, y+.1, 2.89, 2.03, look)
	}
}

// indicator is how many blocks of an indicator are filled and in which colour; -1 for not assessed.
func indicator(state string) (int, tints) {
	switch state {
	case "warning":
		return 1, yellow()
	case "indicated":
		return 2, orange()
	case "corroborated":
		return 3, red()
	case "no_sign":
		return 0, grey()
	}
	return -1, grey()
}
