package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// pt is a point in mm.
const pt = 25.4 / 72

// style is how a text is set: size in pt, line height in mm.
type style struct {
	size, lead float64
	bold       bool
	colour     colour
}

func titleStyle() style   { return style{20, 8.5, true, ink} }
func headingStyle() style { return style{13, 6, true, ink} }
func leadStyle() style    { return style{11.5, 5.5, false, quiet} }
func bodyStyle() style    { return style{10, 5, false, ink} }
func headStyle() style    { return style{8.5, 4, true, ink} }
func tableStyle() style   { return style{9, 4.5, false, ink} }
func noteStyle() style    { return style{8.5, 4.5, false, quiet} }
func axisStyle() style    { return style{8, 4.2, false, quiet} }
func figureStyle() style  { return style{17, 8, true, ink} }

func (s style) strong() style                  { s.bold = true; return s }
func (s style) in(c colour) style              { s.colour = c; return s }
func (s style) unit() float64                  { return s.size * pt / 1000 }
func (s style) drop() float64                  { return s.lead/2 + 0.337*s.size*pt } // from the top of a line to its baseline
func (s style) sized(size, lead float64) style { s.size, s.lead = size, lead; return s }

// span is a text in one style, or an indent before one.
type span struct {
	text   string
	st     style
	link   string
	indent float64
}

// line is what stands on one line.
type line []span

func (ln line) width(f *fonts) float64 {
	sum := 0.0
	for _, s := range ln {
		sum += s.indent + f.width(s.text, s.st)
	}
	return sum
}

// clean makes any text safe to measure and draw: one form for composed characters, no controls, and the substitute
// for what the font lacks. Line feeds stay.
func (f *fonts) clean(s string) string {
	if f.plain(s) {
		return s
	}
	s = strings.Map(visible, strings.ReplaceAll(strings.ToValidUTF8(s, string(missing)), "\r\n", "\n"))
	return strings.Map(f.shown, norm.NFC.String(s))
}

// visible drops what controls a text and turns every kind of line end into a line feed.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
		return '\n'
	case r == '\t' || r == '\v' || r == '\f':
		return ' '
	case unicode.In(r, unicode.Cc, unicode.Cf):
		return -1
	}
	return r
}

// shown is what the font shows for a character.
func (f *fonts) shown(r rune) rune {
	switch {
	case r == '\n' || f.has(r):
		return r
	case unicode.In(r, unicode.Zs):
		return ' '
	case unicode.In(r, unicode.Mn, unicode.Me):
		return -1
	}
	return missing
}

// plain reports whether a text needs no cleaning.
func (f *fonts) plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\n' || c > '~' {
			return f.plainFrom(s[i:])
		}
	}
	return true
}

func (f *fonts) plainFrom(s string) bool {
	for _, r := range s {
		if r == utf8.RuneError || r != '\n' && (r < ' ' || r == 0x7F) {
			return false
		}
		if _, common := f.common[r]; !common && r != '\n' {
			return false
		}
	}
	return true
}

// one is a text for a single line.
func (f *fonts) one(s string) string {
	return strings.Join(strings.Fields(f.clean(s)), " ")
}

// fit shortens a text with … to a width.
func (f *fonts) fit(s string, st style, width float64) string {
	s = f.one(s)
	if f.width(s, st) <= width {
		return s
	}
	left := width - f.width("…", st)
	for at, r := range s {
		left -= float64(f.advance(st.bold, r)) * st.unit()
		if left < 0 {
			return strings.TrimRight(s[:at], " ,;:") + "…"
		}
	}
	return s
}

// longestWord is the width of the widest part of a text that a line must not break.
func (f *fonts) longestWord(s string, st style) float64 {
	most, sum, ascii := 0, 0, f.ascii(st.bold)
	for _, r := range s {
		if r == ' ' || r == '\n' {
			sum = 0
			continue
		}
		if r > ' ' && r <= '~' {
			sum += ascii[r]
		} else {
			sum += f.advance(st.bold, r)
		}
		most = max(most, sum)
		if r == '-' || r == '/' {
			sum = 0
		}
	}
	return float64(most) * st.unit()
}

// lines breaks one text.
func (f *fonts) lines(s string, st style, width float64) []line {
	return f.wrap([]span{{text: s, st: st}}, width)
}

// balanced breaks a heading so that its last line is not much shorter than the others: as narrow as its number of
// lines allows, where the last line would else fill less than half of the width.
func (f *fonts) balanced(s string, st style, width float64) []line {
	const narrower, least = 0.96, 0.5
	out := f.lines(s, st, width)
	if len(out) < 2 || out[len(out)-1].width(f) > least*width {
		return out
	}
	for w := width * narrower; w > least*width; w *= narrower {
		ls := f.lines(s, st, w)
		if len(ls) != len(out) {
			break
		}
		out = ls
	}
	return out
}

// few breaks a text that must stay in one piece; what goes beyond a number of lines is shortened with ….
func (f *fonts) few(s string, st style, width float64, most int) []line {
	ls := f.lines(s, st, width)
	if len(ls) <= most {
		return ls
	}
	last := ""
	for _, part := range ls[most-1] {
		last += part.text
	}
	if f.width(last+"…", st) <= width {
		last += "…"
	} else {
		last = f.fit(last+"…", st, width)
	}
	return append(ls[:most-1], line{{text: last, st: st}})
}

// place is a position in a list of spans with the width from the start of the line.
type place struct {
	span, at int
	width    float64
}

// wrapper breaks spans into lines that are at most limit wide: at spaces, after hyphens and slashes, and inside of
// words that are wider than a line.
type wrapper struct {
	spans       []span
	limit       float64
	start       place
	end, resume place // the last place to break at: where the line ends and where the next one begins
	breakable   bool
	lines       []line
}

func (f *fonts) wrap(spans []span, width float64) []line {
	said := false
	for i := range spans {
		spans[i].text = f.clean(spans[i].text)
		said = said || spans[i].text != ""
	}
	w := wrapper{spans: spans, limit: width + 0.001}
	now := place{}
	for i, s := range spans {
		unit, ascii := s.st.unit(), f.ascii(s.st.bold)
		for at, r := range s.text {
			now.span, now.at = i, at
			width := 0
			if r >= ' ' && r <= '~' {
				width = ascii[r]
			} else {
				width = f.advance(s.st.bold, r)
			}
			now.width = w.step(now, r, float64(width)*unit)
		}
	}
	last := len(spans) - 1
	if said {
		w.cut(place{span: last, at: len(spans[last].text)}, place{})
	}
	return w.lines
}

// step takes in one character of a width and returns the width of the line after it.
func (w *wrapper) step(now place, r rune, width float64) float64 {
	next := place{now.span, now.at + utf8.RuneLen(r), now.width + width}
	switch r {
	case '\n':
		w.cut(now, next)
		return 0
	case ' ':
		w.end, w.resume, w.breakable = now, next, true
		return next.width
	}
	for next.width > w.limit {
		switch {
		case w.breakable:
			next.width -= w.resume.width
			now.width -= w.resume.width
			w.cut(w.end, w.resume)
		case now.span > w.start.span || now.at > w.start.at:
			next.width -= now.width
			w.cut(now, now)
			now.width = 0
		default:
			return next.width
		}
	}
	if (r == '-' || r == '/') && now.width > 0 {
		w.end, w.resume, w.breakable = next, next, true
	}
	return next.width
}

// cut ends a line and begins the next one.
func (w *wrapper) cut(end, resume place) {
	var l line
	for i := w.start.span; i <= end.span; i++ {
		from, to := 0, len(w.spans[i].text)
		if i == w.start.span {
			from = w.start.at
		}
		if i == end.span {
			to = end.at
		}
		if from < to {
			l = append(l, span{text: w.spans[i].text[from:to], st: w.spans[i].st, link: w.spans[i].link})
		}
	}
	if n := len(l); n > 0 {
		l[n-1].text = strings.TrimRight(l[n-1].text, " ")
	}
	w.lines = append(w.lines, l)
	w.start, w.breakable = resume, false
}
