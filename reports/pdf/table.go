package pdf

import (
	"math"
	"slices"

	"tuntas/reports"
)

const (
	rowPad    = 1.6
	columnGap = 3.0
	// ladderIndent is the room of a ladder before the text of a cell.
	ladderIndent = 6.0
	// tallest is the height at which a row is split: what fits below a repeated head on a page of its own.
	tallest = 180.0
)

// table is a table in columns: its widths follow from the shares of the document.
type table struct {
	*layout
	area  area
	def   reports.Table
	at    []area
	again *piece
}

// table makes one piece of each row; the head stands again on every page.
func (l *layout) table(b reports.Table, a area) []piece {
	t := &table{layout: l, area: a, def: b}
	t.divide()
	out := l.caption(b.Title, a)
	head := t.head("")
	head.keep = true
	again := t.head(l.doc.Words.Continued)
	t.again = &again
	if len(t.at) > 0 {
		out = append(out, head)
	}
	first := len(out)
	group, written := first, first
	for _, r := range b.Rows {
		if r.Group {
			holdGroup(out[group:])
			group = len(out)
		}
		out = append(out, t.row(r)...)
		if !empty(r) {
			written = len(out)
		}
	}
	if written > first {
		spare(out[written-1:])
	}
	if group > first {
		holdGroup(out[group:])
	}
	t.hold(out[first:])
	if len(b.Rows) == 0 && b.Empty != "" {
		out = append(out, gapped(rowPad, l.text(b.Empty, tableStyle().in(quiet), area{a.x, math.Min(a.w, measure)}))...)
	}
	if n := len(b.Rows); n > 0 && b.Note != "" {
		out[len(out)-1].keep = true
	}
	last := max(len(out)-1, 0)
	out = append(out, gapped(2, l.text(b.Note, noteStyle(), a))...)
	for i := last; b.Keep && i < len(out); i++ {
		out[i].keep = true
	}
	return out
}

// empty reports whether a row is only for filling in.
func empty(r reports.Row) bool {
	return len(r.Cells) > 1 && !slices.ContainsFunc(r.Cells[1:], func(c reports.Cell) bool { return !c.Box })
}

// spare keeps the empty rows at the end of a table with the row before them: alone they are not worth a page.
func spare(rows []piece) {
	for i := range rows {
		rows[i].keep = rows[i].keep || i < len(rows)-1
		rows[i].spare = i > 0
	}
}

// holdGroup keeps the rows of a short group on one page.
func holdGroup(group []piece) {
	const height = 60.0
	if tall(group) < height {
		whole(group)
	}
}

// hold keeps short tables whole and leaves no row of a long one alone.
func (t *table) hold(rows []piece) {
	const short, height = 7, 75.0
	n := len(rows)
	if n < short && tall(rows) < height {
		whole(rows)
		return
	}
	if n > 1 {
		rows[0].keep, rows[n-2].keep = true, true
	}
}

// divide gives every column its share, and takes from wide columns what a narrow one needs for its longest word.
func (t *table) divide() {
	sum := 0
	for _, c := range t.def.Columns {
		sum += max(c.Width, 1)
	}
	widths, spare, lack := make([]float64, len(t.def.Columns)), make([]float64, len(t.def.Columns)), 0.0
	all := 0.0
	for i, c := range t.def.Columns {
		widths[i] = t.area.w * float64(max(c.Width, 1)) / float64(sum)
		spare[i] = widths[i] - t.longest(i)
		if spare[i] < 0 {
			lack -= spare[i]
		} else {
			all += spare[i]
		}
	}
	x, given := t.area.x, math.Min(1, lack/math.Max(all, 1))
	for i := range widths {
		if spare[i] > 0 {
			widths[i] -= spare[i] * given
		} else {
			widths[i] -= spare[i] * math.Min(1, all/math.Max(lack, .01))
		}
		own := area{x, widths[i] - columnGap}
		if i == len(widths)-1 {
			own.w = widths[i]
		}
		t.at = append(t.at, own)
		x += widths[i]
	}
}

// longest is the width that the longest word of a column needs, within reason.
func (t *table) longest(column int) float64 {
	const reason = 40.0
	most := t.fonts.longestWord(t.def.Columns[column].Head, headStyle())
	for _, r := range t.def.Rows {
		if r.Group || column >= len(r.Cells) {
			continue
		}
		c := r.Cells[column]
		st := tableStyle()
		st.bold = c.Bold
		most = math.Max(most, math.Max(t.fonts.longestWord(c.Text, st), t.fonts.longestWord(c.Second, tableStyle())))
		if c.Band != "" {
			most = math.Max(most, ladderIndent+t.fonts.longestWord(c.Text, st))
		}
	}
	if column < len(t.def.Columns)-1 {
		most += columnGap
	}
	return math.Min(most+.01, reason)
}

// head is the row of column heads on the ink rule, on following pages below the title with a word for it.
func (t *table) head(continued string) piece {
	st := headStyle()
	heads := make([][]line, len(t.at))
	most := 0
	for i, c := range t.def.Columns {
		heads[i] = t.fonts.few(c.Head, st, t.at[i].w, 5)
		most = max(most, len(heads[i]))
	}
	height := 4*float64(most) + 1.5
	above := 0.0
	title := t.def.Title
	if continued != "" {
		above = 6
		if title != "" {
			title += " "
		}
		title = t.fonts.fit(title+continued, tableStyle().in(quiet), t.area.w)
	}
	return piece{height: above + height, draw: func(p *page, y float64) {
		if continued != "" {
			p.text(t.area.x, y+tableStyle().drop(), tableStyle().in(quiet), title)
		}
		y += above
		for i, ls := range heads {
			t.lines(p, i, y+4*float64(most-len(ls)), ls, st.lead)
		}
		p.rule(t.area.x, y+height, t.area.w, .35, ink)
	}}
}

// lines draws the lines of a cell in the alignment of its column.
func (t *table) lines(p *page, column int, y float64, ls []line, lead float64) {
	a := t.at[column]
	for _, ln := range ls {
		x := a.x
		switch t.def.Columns[column].Align {
		case reports.Right:
			x += a.w - ln.width(t.fonts)
		case reports.Center:
			x += (a.w - ln.width(t.fonts)) / 2
		case reports.Left:
		}
		p.line(x, y, ln)
		y += lead
	}
}

// row makes pieces of a row: one, unless it is higher than a page.
func (t *table) row(r reports.Row) []piece {
	if r.Group {
		return t.group(r)
	}
	cells := make([][]line, len(t.at))
	most := 1
	for i := range min(len(t.at), len(r.Cells)) {
		cells[i] = t.cell(r.Cells[i], i)
		most = max(most, len(cells[i]))
	}
	const perPage = int(tallest / 4.5)
	var out []piece
	for from := 0; from < most; from += perPage {
		part := make([][]line, len(cells))
		for i, ls := range cells {
			part[i] = ls[min(from, len(ls)):min(from+perPage, len(ls))]
		}
		out = append(out, t.rowPiece(r, part, min(perPage, most-from), from == 0))
	}
	notes := t.notes(r)
	out[len(out)-1].keep = len(notes) > 0
	out = append(out, notes...)
	return marked(out, func(p *page, y float64) { t.anchor(r.Anchor, p, y) })
}

func (t *table) rowPiece(r reports.Row, cells [][]line, lines int, first bool) piece {
	height := 4.5*float64(lines) + 2*rowPad
	boxed := false
	for _, c := range r.Cells {
		boxed = boxed || c.Box
	}
	if boxed {
		height = math.Max(height, 9)
	}
	return piece{height: height, again: t.again, draw: func(p *page, y float64) {
		for i, ls := range cells {
			if i >= len(r.Cells) {
				break
			}
			t.lines(p, i, y+rowPad, ls, 4.5)
			if c := r.Cells[i]; first && c.Band != "" {
				ladder(p, t.at[i].x+.2, y+rowPad+4, 3.6, c.Band)
			} else if first && c.Box {
				p.rule(t.at[i].x, y+height-1.9, t.at[i].w, .2, edge)
			}
		}
		if len(r.Notes) == 0 {
			p.rule(t.area.x, y+height, t.area.w, .2, rule)
		}
	}}
}

// notes are the lines below a row, from its second column on.
func (t *table) notes(r reports.Row) []piece {
	if len(r.Notes) == 0 || len(t.at) == 0 {
		return nil
	}
	a := t.at[min(1, len(t.at)-1)]
	a.w = t.area.x + t.area.w - a.x
	var out []piece
	for _, note := range r.Notes {
		out = append(out, stacked(t.fonts.lines(note, noteStyle(), a.w), noteStyle(), a)...)
	}
	for i := range out {
		out[i].again = t.again
	}
	if len(out) > 0 {
		out[len(out)-1].keep = true
	}
	return append(out, piece{height: rowPad, again: t.again, draw: func(p *page, y float64) {
		p.rule(t.area.x, y+rowPad, t.area.w, .2, rule)
	}})
}

// cell breaks the text of a cell; a ladder before it takes room at the left.
func (t *table) cell(c reports.Cell, column int) []line {
	st := tableStyle()
	st.bold = c.Bold
	if c.Link != "" {
		st = st.in(indigo7)
	}
	w := t.at[column].w
	indent := 0.0
	if c.Band != "" {
		indent = ladderIndent
		w -= indent
	}
	var out []line
	if c.Text != "" {
		out = t.fonts.wrap([]span{{text: c.Text, st: st, link: c.Link}}, w)
	}
	if c.Second != "" {
		out = append(out, t.fonts.lines(c.Second, tableStyle().in(quiet), w)...)
	}
	if indent > 0 {
		for i := range out {
			out[i] = append(line{{st: st, indent: indent}}, out[i]...)
		}
	}
	return out
}

// group is a subheading across all columns; it stays with the next row.
func (t *table) group(r reports.Row) []piece {
	if len(r.Cells) == 0 {
		return nil
	}
	st := tableStyle().strong()
	ls := t.fonts.few(r.Cells[0].Text, st, t.area.w, 5)
	height := st.lead*float64(len(ls)) + 5
	return []piece{{height: height, keep: true, again: t.again, draw: func(p *page, y float64) {
		t.anchor(r.Anchor, p, y)
		p.lines(t.area.x, y+3.6, ls, st.lead)
		p.rule(t.area.x, y+height, t.area.w, .2, edge)
	}}}
}
