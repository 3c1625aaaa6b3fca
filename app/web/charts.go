package web

import (
	"html/template"
	"unicode/utf8"
)

// hundred is 100 points in the millionths of the scoring model.
const hundred = 1_000_000

// progressPart is one section in the bar of progress.
type progressPart struct{ Done, All int }

// progressBar draws the sections side by side, each as wide as it has questions and as full as it is answered.
func progressBar(parts []progressPart, label string) template.HTML {
	const width, height, gap = 752.0, 12.0, 3.0
	d := stretched(width, height, label)
	all, shown := 0, 0
	for _, p := range parts {
		all += p.All
		if p.All > 0 {
			shown++
		}
	}
	if all == 0 {
		d.rect(0, 0, width, height, "k-indigo-2")
		return d.picture()
	}
	unit := (width - gap*float64(shown-1)) / float64(all)
	x := 0.0
	for _, p := range parts {
		if p.All == 0 {
			continue
		}
		w := unit * float64(p.All)
		d.rect(x, 0, w, height, "k-indigo-2")
		if p.Done > 0 {
			d.rect(x, 0, unit*float64(min(p.Done, p.All)), height, "k-indigo-7")
		}
		x += w + gap
	}
	return d.picture()
}

// shareBar draws value of whole as a plain bar.
func shareBar(value, whole int64, height float64) template.HTML {
	const width = 400.0
	d := stretched(width, height, "")
	d.rect(0, 0, width, height, "k-indigo-1")
	if whole > 0 {
		d.rect(0, 0, width*float64(min(max(value, 0), whole))/float64(whole), height, "k-indigo-7")
	}
	return d.picture()
}

// domainBar draws a control domain with, for a core domain, the threshold it must reach.
func domainBar(value, threshold int64) template.HTML {
	const width, height = 400.0, 20.0
	d := stretched(width, height, "")
	d.rect(0, 5, width, 10, "k-indigo-1")
	d.rect(0, 5, width*float64(value)/hundred, 10, "k-indigo-7")
	if threshold > 0 {
		d.line(width*float64(threshold)/hundred, 1, width*float64(threshold)/hundred, 19)
	}
	return d.picture()
}

// gaugeChart is one number where high is good, with the threshold it is measured by.
type gaugeChart struct {
	Value, Threshold int64
	Mark, Label      string
}

func (g gaugeChart) draw() template.HTML {
	const width = 344.0
	d := newDrawing(width, 46, "gauge", g.Label)
	d.rect(0, 8, width, 12, "k-indigo-1")
	d.rect(0, 8, width*float64(g.Value)/hundred, 12, "k-indigo-7")
	at := width * float64(g.Threshold) / hundred
	d.line(at, 2, at, 26)
	d.text(0, 42, "start", "k-quiet", "0")
	d.text(at, 42, "middle", "k-ink", g.Mark)
	d.text(width, 42, "end", "k-quiet", "100")
	return d.picture()
}

// scaleBand is one segment of the scale of residual risk, up to To.
type scaleBand struct {
	Code, Name string
	To         int64
}

// scaleChart is residual risk on its scale: the value, and the range from believed to verified only.
type scaleChart struct {
	Value, Low, High             int64
	ValueText, LowText, HighText string
	LowLabel, HighLabel          string
	Bands                        []scaleBand
	Reached                      int // index of the band that the value lies in
	Label                        string
}

// letter is the width of an average letter of the small labels, in units of the drawing.
const letter = 7.2

// draw is the scale as wide as it is asked for: 1056 for screens, 328 for phones.
func (s scaleChart) draw(width float64, class string) template.HTML {
	d := newDrawing(width, 148, class, s.Label)
	at := func(v int64) float64 { return width * float64(v) / hundred }
	s.bands(d, width, at)
	low, high, value := at(s.Low), at(s.High), at(s.Value)
	lowAt, highAt := s.apart(width, low, high)
	d.text(lowAt, 14, "middle", "k-quiet", s.LowLabel)
	d.text(lowAt, 31, "middle", "k-ink", s.LowText)
	d.text(highAt, 14, "middle", "k-quiet", s.HighLabel)
	d.text(highAt, 31, "middle", "k-ink", s.HighText)
	d.text(min(max(value, 20), width-20), 53, "middle", "k-ink figure", s.ValueText)
	d.line(low, 68, high, 68)
	d.line(low, 61, low, 75)
	d.line(high, 61, high, 75)
	d.line(value, 68, value, 104)
	d.circle(value, 68, 8, "k-ink l-paper-2")
	return d.picture()
}

// bands draws the segments with their limits and names; only the reached one is solid.
func (s scaleChart) bands(d *drawing, width float64, at func(int64) float64) {
	from := 0.0
	d.text(0, 121, "start", "k-quiet", "0")
	for i, b := range s.Bands {
		to := at(b.To)
		left, right := from, to-1.5
		if i > 0 {
			left += 1.5
		}
		class, name := "b-"+b.Code, "k-quiet"
		if i == s.Reached {
			class, name = class+" solid", "k-ink strong"
		}
		d.rect(left+.5, 90, right-left-1, 14, class)
		d.text((from+to)/2, 142, "middle", name, b.Name)
		if i < len(s.Bands)-1 {
			d.text(to, 121, "middle", "k-quiet", limitText(b.To))
		}
		from = to
	}
	d.text(width, 121, "end", "k-quiet", "100")
}

// limitText writes a limit between bands in points; limits are whole in every questionnaire that was published.
func limitText(v int64) string {
	return coordinate(float64(v) * 100 / hundred)
}

// apart is where the labels of both ends of the range stand so that neither leaves the drawing nor touches the other.
func (s scaleChart) apart(width, low, high float64) (lowAt, highAt float64) {
	const between = 16
	half := func(label, number string) float64 {
		return letter / 2 * float64(max(utf8.RuneCountInString(label), utf8.RuneCountInString(number)))
	}
	l, h := half(s.LowLabel, s.LowText), half(s.HighLabel, s.HighText)
	lowAt, highAt = max(low, l), min(high, width-h)
	if missing := lowAt + l + between - (highAt - h); missing > 0 {
		lowAt, highAt = lowAt-missing/2, highAt+missing/2
	}
	if lowAt < l {
		highAt, lowAt = highAt+l-lowAt, l
	}
	if highAt > width-h {
		lowAt, highAt = max(l, lowAt-(highAt-width+h)), width-h
	}
	return lowAt, highAt
}

// bandLadder draws four rising bars of which as many are filled as the band has steps.
func bandLadder(code string, step int) template.HTML {
	d := newDrawing(18, 17, "ladder", "")
	for i := range 4 {
		height := 4 + 4*float64(i)
		class := "ladder-off"
		if i < step {
			class = "b-" + code + " solid"
		}
		d.rect(.5+4.5*float64(i), 16.5-height, 3.5, height, class)
	}
	return d.picture()
}

// colourSign draws the shape of a colour: circle with a tick, triangle with a mark, octagon with a bar. It is solid when
// the result is official.
func colourSign(colour string, official bool) template.HTML {
	d := newDrawing(20, 20, "sign", "")
	body, mark := "c-"+colour, "m-"+colour
	if official {
		body, mark = body+" solid", mark+" solid"
	}
	switch colour {
	case "green":
		d.circle(10, 10, 8.4, body)
		d.path("M5.8 10.4l3 3 5.6-6.4", mark)
	case "yellow":
		d.path("M10 1.8L19 17.8H1z", body)
		d.path("M10 7.4v5M10 14.2v1.8", mark)
	case "red":
		d.path("M18.5 13.5L13.5 18.5L6.5 18.5L1.5 13.5L1.5 6.5L6.5 1.5L13.5 1.5L18.5 6.5z", body)
		d.path("M5.6 10h8.8", mark)
	default:
		d.rect(2, 2, 16, 16, "c-none")
		d.path("M6 10h8", "m-none")
	}
	return d.picture()
}

// signBlocks draws the state of an indicator: three blocks filled upward; a dashed frame when it was not assessed.
func signBlocks(state string) template.HTML {
	filled := map[string]int{"warning": 1, "indicated": 2, "corroborated": 3}[state]
	d := newDrawing(16, 30, "", "")
	for i := range 3 {
		class := "block-off"
		switch {
		case state == "not_assessed":
			class = "block-dash"
		case i < filled:
			class = "block-" + state
		}
		d.rect(1, 21-10*float64(i), 14, 8, class)
	}
	return d.picture()
}
