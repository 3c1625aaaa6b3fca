// Package pdf draws a reports.Document as A4 pages: the same document gives the same bytes. It owns how a report looks
// on paper and nothing of what it says; it reads no clock, no file and no questionnaire.
//
// A document becomes pieces, pieces are placed on pages, and pages are operators in memory until all are known. Then
// gofpdf writes them with their links, bookmarks and fonts.
package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"github.com/jung-kurt/gofpdf"

	"tuntas/reports"
)

// Write writes d as a PDF file to w. It returns an error for a Date that is not YYYY-MM-DD, for a QR code that is too
// long, and for what writing to w returns.
func Write(w io.Writer, d *reports.Document) error {
	l, err := lay(d)
	if err != nil {
		return err
	}
	date, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return fmt.Errorf("creation date of the report: %w", err)
	}
	out := gofpdf.New("P", "mm", "A4", "")
	out.SetCatalogSort(true)
	out.SetCreationDate(date)
	out.SetModificationDate(date)
	out.SetCompression(false)
	out.SetAutoPageBreak(false, 0)
	out.SetTitle(wide(d.Title+", "+d.Subject), false)
	out.SetSubject(wide(d.Subtitle), false)
	out.SetCreator("Tuntas", false)
	out.SetProducer("Tuntas", false)
	l.fonts.embed(out)
	l.write(out)
	var plain bytes.Buffer
	if err := out.Output(&plain); err != nil {
		return fmt.Errorf("assemble PDF: %w", err)
	}
	if _, err := w.Write(deflate(plain.Bytes(), d.Lang)); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// write puts the finished pages with their links and bookmarks into a file.
func (l *layout) write(out *gofpdf.Fpdf) {
	numbers := make(map[*page]int, len(l.pages))
	for i, p := range l.pages {
		numbers[p] = i + 1
	}
	ids := map[string]int{}
	for _, p := range l.pages {
		out.AddPage()
		out.RawWriteBuf(bytes.NewReader(p.ops))
		for _, m := range p.marks {
			out.Bookmark(wide(m.text), m.level, m.y)
		}
		for _, k := range p.links {
			to, ok := l.anchors[k.to]
			if !ok {
				continue
			}
			if ids[k.to] == 0 {
				ids[k.to] = out.AddLink()
				out.SetLink(ids[k.to], to.y, numbers[to.page])
			}
			out.Link(k.x, k.y, k.w, k.h, ids[k.to])
		}
	}
}

// wide is a text for readers' own windows, which show every script: UTF-16 with a byte order mark.
func wide(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	out := []byte{0xFE, 0xFF}
	for _, unit := range utf16.Encode([]rune(s)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return string(out)
}
