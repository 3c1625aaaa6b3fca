package pdf

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tuntas/reports"
)

// layout is a document on its way to pages.
type layout struct {
	fonts   *fonts
	doc     *reports.Document
	pages   []*page
	section string // running head of the pages that begin
	anchors map[string]anchor
	err     error // the first fault of the document
}

// anchor is where a link leads.
type anchor struct {
	page *page
	y    float64
}

// lay draws all pages of a document.
func lay(d *reports.Document) (*layout, error) {
	f, err := loadFonts()
	if err != nil {
		return nil, err
	}
	l := &layout{fonts: f, doc: d, anchors: map[string]anchor{}}
	starts := make([]*page, len(d.Sections))
	for i, s := range d.Sections {
		starts[i] = l.body(s)
	}
	body := l.pages
	l.pages = nil
	if len(d.Sections) > 1 {
		l.contents(body, starts)
	}
	l.pages = append(l.pages, body...)
	if covered(d) {
		cover := newPage(f, "")
		l.cover(cover)
		l.pages = slices.Insert(l.pages, 0, cover)
	}
	for i, p := range l.pages {
		if i > 0 || !covered(d) {
			l.frame(p, i+1)
		}
	}
	return l, cmp.Or(l.err, f.err)
}

// covered reports whether a document has a cover; a page it has in any case.
func covered(d *reports.Document) bool { return d.Cover.Heading != "" || len(d.Sections) == 0 }

// body places a section on pages of its own and returns the first of them.
func (l *layout) body(s reports.Section) *page {
	l.section = s.Short
	first := newPage(l.fonts, s.Short)
	l.pages = append(l.pages, first)
	first.marks = append(first.marks, mark{s.Title, 0, top})
	l.anchor(s.ID, first, top)
	c := cursor{layout: l, page: len(l.pages) - 1, y: top, fresh: true}
	c.put(l.opening(s.Title, s.Lead))
	c.put(l.blocks(s.Blocks, area{left, full}))
	return first
}

// opening is the heading of a section with its lead.
func (l *layout) opening(title, lead string) []piece {
	pieces := stacked(l.fonts.balanced(title, titleStyle(), 158), titleStyle(), area{left, 158})
	if lead != "" {
		pieces = append(pieces, spaced(2.5, stacked(l.fonts.balanced(lead, leadStyle(), 140), leadStyle(), area{left, 140}))...)
	}
	for i := range pieces {
		pieces[i].keep, pieces[i].snap = true, false
	}
	if lead == "" {
		return pieces
	}
	return append(pieces, piece{height: 2, keep: true})
}

func (l *layout) anchor(id string, p *page, y float64) {
	if _, taken := l.anchors[id]; id != "" && !taken {
		l.anchors[id] = anchor{p, y}
	}
}

// frame draws the running head and foot.
func (l *layout) frame(p *page, number int) {
	st := axisStyle()
	base := 13 + st.drop()
	kawung(p, point{left + 1.7, 15.1}, 2.1)
	room := full - 5.8
	if p.section != "" {
		section := l.fonts.fit(p.section, st, 60)
		p.textRight(right, base, st, section)
		room -= l.fonts.width(section, st) + 8
	}
	title := l.fonts.one(l.doc.Title)
	if l.doc.Subject != "" {
		title += ", " + l.doc.Subject
	}
	p.text(left+5.8, base, st, l.fonts.fit(title, st, room))
	p.rule(left, 19.4, full, .2, rule)

	p.rule(left, 281, full, .2, rule)
	base = 283 + st.drop()
	of := strings.Replace(l.doc.Words.Page, "%d", strconv.Itoa(number), 1)
	of = l.fonts.one(strings.Replace(of, "%d", strconv.Itoa(len(l.pages)), 1))
	p.textRight(right, base, st, of)
	var parts []string
	for _, part := range []string{l.doc.Reference, l.doc.Hash} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	p.text(left, base, st, l.fonts.fit(strings.Join(parts, " · "), st, full-8-l.fonts.width(of, st)))
}

// contents draws the list of sections on pages in front of the body. The numbers depend on how many pages the list
// itself takes, so it is drawn a first time to count them.
func (l *layout) contents(body, starts []*page) {
	numbers := make([]int, len(starts))
	for i, start := range starts {
		numbers[i] = slices.Index(body, start)
	}
	l.section = l.doc.Words.Contents
	before := 0
	if covered(l.doc) {
		before = 1
	}
	offset := before
	for range 2 {
		l.pages = nil
		c := cursor{layout: l, page: -1}
		c.next()
		c.put(l.opening(l.doc.Words.Contents, ""))
		c.put([]piece{{gap: 2, keep: true, draw: func(p *page, y float64) { p.rule(left, y, full, .4, ink) }}})
		for i, s := range l.doc.Sections {
			c.put([]piece{l.entry(s, offset+numbers[i]+1)})
		}
		offset = before + len(l.pages)
	}
}

// entry is a line of the contents.
func (l *layout) entry(s reports.Section, number int) piece {
	st := bodyStyle()
	short := l.fonts.few(s.Short, st.strong(), margin, 5)
	title := l.fonts.few(s.Title, st, 110, 5)
	height := 5*float64(max(len(short), len(title), 1)) + 5
	return piece{height: height, draw: func(p *page, y float64) {
		p.lines(left, y+2.5, short, 5)
		p.lines(left+textLeft, y+2.5, title, 5)
		p.textRight(right, y+2.5+st.drop(), st.strong(), strconv.Itoa(number))
		p.rule(left, y+height, full, .2, rule)
		p.links = append(p.links, link{left, y, full, height, s.ID})
	}}
}
