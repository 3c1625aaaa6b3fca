package pdf

import (
	"math"
	"strconv"

	"tuntas/reports"
)

// area is the column that a block may use.
type area struct{ x, w float64 }

// blocks makes pieces of blocks.
func (l *layout) blocks(list []reports.Block, a area) []piece {
	var out []piece
	for _, b := range list {
		out = append(out, l.block(b, a)...)
	}
	return out
}

// block makes pieces of one block; the first of them carries the space above it.
func (l *layout) block(b reports.Block, a area) []piece {
	switch b := b.(type) {
	case reports.Heading:
		return l.heading(b, a)
	case reports.Paragraph:
		return l.paragraph(b, a)
	case reports.List:
		return l.list(b, a)
	case reports.Callout:
		return spaced(5, l.callout(b, a, 0))
	case reports.Pair:
		return l.pair(b, a)
	case reports.Aside:
		return l.aside(b, a)
	case reports.Verdict:
		return spaced(5, l.verdict(b, a))
	case reports.Scale:
		return spaced(5, l.scale(b, a))
	case reports.Gauges:
		return spaced(5, l.gauges(b, a))
	case reports.IndicatorStrip:
		return spaced(5, whole(l.strip(b, a)))
	case reports.Bars:
		return spaced(5, whole(l.bars(b, a)))
	case reports.Checks:
		return spaced(5, whole(l.checks(b, a)))
	case reports.FindingBlock:
		return spaced(7.5, l.finding(b, a))
	case reports.Table:
		return spaced(6, l.table(b, a))
	case reports.DomainChart:
		return spaced(7.5, l.domains(b, a))
	case reports.Agenda:
		return l.agenda(b, a)
	case reports.Columns:
		return spaced(7.5, l.columns(b, a))
	case reports.Facts:
		return spaced(5, l.facts(b, a))
	case reports.Code:
		return spaced(5, l.code(b, a))
	case reports.Lines:
		return spaced(5, l.handLines(b, a))
	}
	return nil
}

// text is running text as pieces of one line each. The first three and the last two stay together.
func (l *layout) text(s string, st style, a area) []piece {
	return stacked(l.fonts.lines(s, st, a.w), st, a)
}

func stacked(ls []line, st style, a area) []piece {
	out := make([]piece, len(ls))
	for i, ln := range ls {
		out[i] = piece{
			height: st.lead,
			keep:   i < len(ls)-1 && (i < 2 || i == len(ls)-2),
			draw:   func(p *page, y float64) { p.line(a.x, y, ln) },
		}
	}
	return out
}

// open is the ink rule that opens a block, with its heading and a note below it.
func (l *layout) open(title, note string, a area) []piece {
	out := []piece{{height: 2, keep: true, draw: func(p *page, y float64) { p.rule(a.x, y, a.w, .4, ink) }}}
	if title != "" {
		out = append(out, l.text(title, headingStyle(), a)...)
	}
	if note != "" {
		out = append(out, l.text(note, tableStyle().in(quiet), a)...)
	}
	for i := range out {
		out[i].keep = true
	}
	return append(out, piece{height: 1, keep: true})
}

// caption is the title of a figure or a table.
func (l *layout) caption(title string, a area) []piece {
	if title == "" {
		return nil
	}
	out := stacked(l.fonts.few(title, bodyStyle().strong(), a.w, 4), bodyStyle().strong(), a)
	for i := range out {
		out[i].keep = true
	}
	return append(out, piece{height: 2.5, keep: true})
}

// whole keeps pieces together on one page.
func whole(pieces []piece) []piece {
	for i := range len(pieces) - 1 {
		pieces[i].keep = true
	}
	return pieces
}

func (l *layout) heading(b reports.Heading, a area) []piece {
	st, gap := headingStyle(), 10.0
	var out []piece
	if b.Level >= 3 {
		st, gap = bodyStyle().strong(), 5
	} else {
		out = append(out, piece{height: 2.5, draw: func(p *page, y float64) { p.rule(a.x, y, a.w, .4, ink) }})
	}
	out = append(out, stacked(l.fonts.balanced(b.Text, st, math.Min(a.w, 158)), st, a)...)
	if b.Level < 3 {
		out = append(out, piece{height: 1})
	}
	for i := range out {
		out[i].keep = true
	}
	if len(out) > 0 {
		out[0].first = b.Page
	}
	return marked(spaced(gap, out), func(p *page, y float64) {
		if b.Level < 3 {
			p.marks = append(p.marks, mark{b.Text, 1, y})
		}
		l.anchor(b.Anchor, p, y)
	})
}

// marked notes something where the first of the pieces is drawn.
func marked(pieces []piece, note func(p *page, y float64)) []piece {
	if len(pieces) == 0 {
		return pieces
	}
	draw := pieces[0].draw
	pieces[0].draw = func(p *page, y float64) {
		note(p, y)
		if draw != nil {
			draw(p, y)
		}
	}
	return pieces
}

func (l *layout) paragraph(b reports.Paragraph, a area) []piece {
	st := bodyStyle()
	if b.Small {
		st = noteStyle().in(ink)
	}
	if b.Quiet {
		st = st.in(quiet)
	}
	spans := make([]span, len(b.Spans))
	for i, s := range b.Spans {
		own := st
		own.bold = s.Bold
		if s.Link != "" {
			own = own.in(indigo7)
		}
		spans[i] = span{text: s.Text, st: own, link: s.Link}
	}
	out := stacked(l.fonts.wrap(spans, math.Min(a.w, measure)), st, a)
	if len(out) > 0 {
		out[0].gap = 2.5
	}
	return out
}

func (l *layout) list(b reports.List, a area) []piece {
	st, indent := bodyStyle(), 5.0
	if b.Ordered || b.Boxes {
		indent = 6
	}
	var out []piece
	for i, item := range b.Items {
		if n := len(b.Items); n > 2 && len(out) > 0 && (i == 1 || i >= n-2) {
			out[len(out)-1].keep = true // no item of a list stands alone on a page
		}
		pieces := l.text(item, st, area{a.x + indent, math.Min(a.w, measure) - indent})
		pieces = marked(pieces, func(p *page, y float64) {
			switch {
			case b.Boxes:
				p.box(a.x+.2, y+.9, 3.2, 3.2, pen{paper, edge, .25})
			case b.Ordered:
				p.text(a.x, y+st.drop(), st.strong().in(indigo7), strconv.Itoa(i+1))
			default:
				p.circle(pen{indigo7, none, 0}, point{a.x + 1.2, y + 2.55}, .6)
			}
		})
		if len(pieces) > 0 {
			pieces[0].gap = 1
		}
		out = append(out, pieces...)
	}
	if len(out) > 0 {
		out[0].gap = 2.5
	}
	if tall(out) < minimum {
		whole(out)
	}
	return out
}

// callout is a tinted box with a bar; a very long one goes on in further boxes.
func (l *layout) callout(b reports.Callout, a area, least float64) []piece {
	ground, bar := indigo1, indigo7
	if b.Tone == reports.ToneSafety {
		ground, bar = soga1, soga
	}
	a.w = math.Min(a.w, measure+9)
	ls := l.calloutLines(b, a)
	const most = 40
	var out []piece
	for first := 0; first == 0 || first < len(ls); first += most {
		part := ls[first:min(first+most, len(ls))]
		height := math.Max(5*float64(len(part))+5, least)
		out = append(out, piece{height: height, draw: func(p *page, y float64) {
			p.rect(a.x, y, a.w, height, ground)
			p.rect(a.x, y, .9, height, bar)
			p.lines(a.x+4.8, y+2.5, part, 5)
		}})
	}
	return out
}

func (l *layout) calloutLines(b reports.Callout, a area) []line {
	st := bodyStyle()
	spans := []span{{text: b.Text, st: st}}
	if b.Title != "" {
		spans = []span{{text: sentence(b.Title) + " ", st: st.strong()}, {text: b.Text, st: st}}
	}
	return l.fonts.wrap(spans, a.w-9)
}

// sentence ends a heading that runs into text.
func sentence(s string) string {
	if s == "" || s[len(s)-1] == '.' || s[len(s)-1] == '?' || s[len(s)-1] == '!' || s[len(s)-1] == ':' {
		return s
	}
	return s + "."
}

// halves are two columns with the gap between them.
func halves(a area) (area, area) {
	w := (a.w - 10) / 2
	return area{a.x, w}, area{a.x + w + 10, w}
}

// pair is two columns; a column that is too long goes on in both columns of the next page.
func (l *layout) pair(b reports.Pair, a area) []piece {
	if x, ok := onlyCallout(b.Left); ok {
		if y, ok := onlyCallout(b.Right); ok {
			return l.callouts(x, y, a)
		}
	}
	first, second := halves(a)
	cols := [][]piece{l.blocks(b.Left, first), l.blocks(b.Right, second)}
	return []piece{{gap: 6, snap: true, loose: true, cols: cols, split: func(room float64) (piece, []piece) {
		upper, lower := l.divide(b, a, room)
		if len(upper.Left)+len(upper.Right) == 0 || len(lower.Left)+len(lower.Right) == 0 {
			return piece{}, nil
		}
		return l.pair(upper, a)[0], l.pair(lower, a)
	}}}
}

// callouts are two boxes of the same height.
func (l *layout) callouts(x, y reports.Callout, a area) []piece {
	first, second := halves(a)
	least := 5*float64(max(len(l.calloutLines(x, first)), len(l.calloutLines(y, second)))) + 5
	return []piece{{gap: 6, snap: true, cols: [][]piece{l.callout(x, first, least), l.callout(y, second, least)}}}
}

// divide takes from a pair the blocks that fit into a height, and spreads what remains of one column over both.
func (l *layout) divide(b reports.Pair, a area, room float64) (upper, lower reports.Pair) {
	first, second := halves(a)
	n, m := l.fitting(b.Left, first, room), l.fitting(b.Right, second, room)
	upper = reports.Pair{Left: b.Left[:n], Right: b.Right[:m]}
	lower = reports.Pair{Left: b.Left[n:], Right: b.Right[m:]}
	rest := lower.Left
	if len(rest) == 0 {
		rest = lower.Right
	}
	if len(lower.Left) == 0 || len(lower.Right) == 0 {
		half := l.fitting(rest, first, (tall(l.blocks(rest, first))+1)/2)
		for half < len(rest) && (half == 0 || heads(rest[half-1])) {
			half++
		}
		lower = reports.Pair{Left: rest[:half], Right: rest[half:]}
	}
	return upper, lower
}

// fitting is how many of the blocks fit into a height.
func (l *layout) fitting(list []reports.Block, a area, room float64) int {
	var pieces []piece
	for n, b := range list {
		pieces = append(pieces, l.block(b, a)...)
		if tall(pieces) <= room {
			continue
		}
		for n > 0 && heads(list[n-1]) {
			n--
		}
		return n
	}
	return len(list)
}

// heads reports whether a block must not stand without the one after it.
func heads(b reports.Block) bool {
	_, ok := b.(reports.Heading)
	return ok
}

func onlyCallout(list []reports.Block) (reports.Callout, bool) {
	if len(list) != 1 {
		return reports.Callout{}, false
	}
	c, ok := list[0].(reports.Callout)
	return c, ok
}

// aside is a label in the margin column beside blocks in the text column, below rules.
func (l *layout) aside(b reports.Aside, a area) []piece {
	text := area{a.x + textLeft, a.w - textLeft}
	if text.w < margin {
		return append(l.caption(b.Label, a), l.blocks(b.Blocks, a)...)
	}
	label := append(overline(area{a.x, margin}), l.text(b.Label, noteStyle(), area{a.x, margin})...)
	content := append(overline(text), gapped(0, l.blocks(b.Blocks, text))...)
	return []piece{{gap: 5, snap: true, loose: true, cols: [][]piece{label, content}}}
}

// overline is the ink rule on top of a column with the space below it.
func overline(a area) []piece {
	return []piece{{height: 2.5, keep: true, draw: func(p *page, y float64) { p.rule(a.x, y, a.w, .4, ink) }}}
}

// columns are short texts side by side below hairlines.
func (l *layout) columns(b reports.Columns, a area) []piece {
	if len(b.Items) == 0 {
		return nil
	}
	var cols [][]piece
	at := thirds(a, len(b.Items))
	for i, item := range b.Items {
		at := at[i]
		col := []piece{{height: 2, keep: true, draw: func(p *page, y float64) { p.rule(at.x, y, at.w, .2, rule) }}}
		col = append(col, l.text(item.Title, bodyStyle().strong(), at)...)
		cols = append(cols, append(col, l.text(item.Text, bodyStyle(), at)...))
	}
	return []piece{{cols: cols}}
}

// thirds are up to three columns; two have the width of half a page.
func thirds(a area, n int) []area {
	gap := 7.0
	if n == 2 {
		gap = 10
	}
	n = max(n, 2)
	w := (a.w - gap*float64(n-1)) / float64(n)
	out := make([]area, n)
	for i := range out {
		out[i] = area{a.x + float64(i)*(w+gap), w}
	}
	return out
}

// handLines are empty lines to write on.
func (l *layout) handLines(b reports.Lines, a area) []piece {
	out := l.text(b.Label, noteStyle(), a)
	for i := range out {
		out[i].keep = true
	}
	for range b.Count {
		out = append(out, piece{height: 8, draw: func(p *page, y float64) { p.rule(a.x, y+8, a.w, .2, edge) }})
	}
	if tall(out) < minimum {
		whole(out)
	}
	return out
}
