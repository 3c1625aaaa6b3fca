package reports

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes every fact of a Document as indented text, in reading order.
func WriteText(w io.Writer, doc *Document) error {
	buffered := bufio.NewWriter(w)
	t := &textWriter{out: buffered, lang: doc.Lang}
	t.document(doc)
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// textWriter writes lines at a depth; the buffer keeps the first error until it is flushed.
type textWriter struct {
	out   *bufio.Writer
	lang  string
	depth int
}

func (t *textWriter) line(parts ...string) {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	if len(kept) == 0 {
		return
	}
	text := strings.ReplaceAll(strings.Join(kept, " · "), joiner, " ")
	fmt.Fprintln(t.out, strings.Repeat("  ", t.depth)+text)
}

func (t *textWriter) deeper(write func()) {
	t.depth++
	write()
	t.depth--
}

func (t *textWriter) fact(f Fact) { t.line(f.Label + ": " + f.Value) }

func (t *textWriter) document(doc *Document) {
	t.line(doc.Title)
	t.line(doc.Subject)
	t.line(doc.Subtitle)
	t.line(doc.Reference, doc.Hash, doc.Date)
	t.deeper(func() { t.cover(doc.Cover) })
	for _, s := range doc.Sections {
		fmt.Fprintln(t.out)
		t.line("# " + s.Short + " {" + s.ID + "}")
		t.line("## " + s.Title)
		t.deeper(func() {
			t.line(s.Lead)
			t.blocks(s.Blocks)
		})
	}
}

func (t *textWriter) cover(c Cover) {
	for _, f := range c.Facts {
		t.fact(f)
	}
	t.line(c.Heading)
	t.line(c.Text)
	t.code(Code{QR: c.QR, Notes: c.Notes})
	t.line(c.Footnote)
}

func (t *textWriter) code(c Code) {
	if c.QR != "" {
		t.line("QR: " + c.QR)
	}
	for _, f := range c.Notes {
		t.fact(f)
	}
}

func (t *textWriter) blocks(blocks []Block) {
	for _, b := range blocks {
		t.block(b)
	}
}

func (t *textWriter) block(b Block) {
	switch b := b.(type) {
	case Heading:
		t.line(strings.Repeat("#", b.Level) + " " + b.Text + anchorText(b.Anchor))
	case Paragraph:
		t.line(spansText(b.Spans))
	case List:
		t.list(b)
	case Callout:
		t.line("! "+b.Title, b.Text)
	case Pair:
		t.deeper(func() { t.blocks(b.Left) })
		t.deeper(func() { t.blocks(b.Right) })
	case Aside:
		t.line(b.Label + ":")
		t.deeper(func() { t.blocks(b.Blocks) })
	case Columns:
		for _, p := range b.Items {
			t.line(p.Title + ": " + p.Text)
		}
	case Facts:
		for _, f := range b.Items {
			t.fact(f)
		}
	case Code:
		t.code(b)
	case Lines:
		t.line(b.Label + ":")
		for range b.Count {
			t.line("________________")
		}
	case Table:
		t.table(b)
	default:
		t.figure(b)
	}
}

func spansText(spans []Span) string {
	var out strings.Builder
	for _, s := range spans {
		out.WriteString(s.Text)
		if s.Link != "" {
			out.WriteString(" [#" + s.Link + "]")
		}
	}
	return out.String()
}

func anchorText(anchor string) string {
	if anchor == "" {
		return ""
	}
	return " {" + anchor + "}"
}

func (t *textWriter) list(l List) {
	for i, item := range l.Items {
		mark := "- "
		switch {
		case l.Boxes:
			mark = "[ ] "
		case l.Ordered:
			mark = fmt.Sprintf("%d. ", i+1)
		}
		t.line(mark + item)
	}
}

func (t *textWriter) table(b Table) {
	t.line(b.Title)
	heads := make([]string, 0, len(b.Columns))
	for _, c := range b.Columns {
		heads = append(heads, c.Head)
	}
	t.deeper(func() {
		t.line("| " + strings.Join(heads, " | "))
		if len(b.Rows) == 0 {
			t.line(b.Empty)
		}
		for _, r := range b.Rows {
			t.row(r)
		}
	})
	t.line(b.Note)
}

func (t *textWriter) row(r Row) {
	cells := make([]string, 0, len(r.Cells))
	for _, c := range r.Cells {
		cells = append(cells, cellText(c))
	}
	mark := "| "
	if r.Group {
		mark = "= "
	}
	t.line(mark + strings.Join(cells, " | ") + anchorText(r.Anchor))
	t.deeper(func() {
		for _, note := range r.Notes {
			t.line(note)
		}
	})
}

func cellText(c Cell) string {
	var parts []string
	if c.Band != "" {
		parts = append(parts, "("+c.Band+")")
	}
	if c.Text != "" {
		parts = append(parts, c.Text)
	}
	if c.Second != "" {
		parts = append(parts, "/ "+c.Second)
	}
	if c.Box {
		parts = append(parts, "____")
	}
	if c.Link != "" {
		parts = append(parts, "[#"+c.Link+"]")
	}
	return strings.Join(parts, " ")
}
