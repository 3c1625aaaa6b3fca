package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"tuntas/reports"
)

// Text is a text as it stands on a page: mm from the upper left corner to the start of its baseline.
type Text struct {
	Page              int
	X, Y, Width, Size float64
	Bold              bool
	Text              string
}

// Op is a text or, where Text is empty, another operator of a page.
type Op struct {
	Text
	Raw string
}

// Layout is a report that is laid out but not written.
type Layout struct{ l *layout }

// Lay lays a report out.
func Lay(d *reports.Document) (Layout, error) {
	l, err := lay(d)
	return Layout{l}, err
}

// Streams is the contents of all pages.
func (x Layout) Streams() [][]byte {
	out := make([][]byte, len(x.l.pages))
	for i, p := range x.l.pages {
		out[i] = p.ops
	}
	return out
}

// Links counts the links of a page.
func (x Layout) Links(page int) int { return len(x.l.pages[page].links) }

// DeadLinks is the targets that no page has.
func (x Layout) DeadLinks() []string {
	var out []string
	for _, p := range x.l.pages {
		for _, k := range p.links {
			if _, ok := x.l.anchors[k.to]; !ok {
				out = append(out, k.to)
			}
		}
	}
	return out
}

// Bookmarks is the bookmarks, indented by their level.
func (x Layout) Bookmarks() []string {
	var out []string
	for i, p := range x.l.pages {
		for _, m := range p.marks {
			out = append(out, fmt.Sprintf("%s%s · %d", strings.Repeat("  ", m.level), m.text, i+1))
		}
	}
	return out
}

// Ops reads the pages back.
func (x Layout) Ops() [][]Op {
	out := make([][]Op, len(x.l.pages))
	for i, stream := range x.Streams() {
		r := reader{fonts: x.l.fonts, page: i + 1}
		for row := range bytes.Lines(stream) {
			raw := strings.TrimSuffix(string(row), "\n")
			op := Op{Raw: raw}
			if text, ok := strings.CutPrefix(raw, "BT "); ok {
				op.Text = r.text(text)
			}
			out[i] = append(out[i], op)
		}
	}
	return out
}

// reader reads the texts of a page; the font stays from one text to the next.
type reader struct {
	fonts *fonts
	page  int
	font  string
	size  float64
}

func (r *reader) text(rest string) Text {
	out := Text{Page: r.page}
	var words []string
	for rest != "ET" {
		if rest[0] == '(' {
			var codes string
			codes, rest = literal(rest[1:])
			out.Text += r.decode(codes)
			continue
		}
		word, after, _ := strings.Cut(rest, " ")
		words, rest = append(words, word), after
		n := len(words)
		switch word {
		case "Tf":
			r.font = words[n-3][1:]
			r.size, _ = strconv.ParseFloat(words[n-2], 64)
		case "Td":
			x, _ := strconv.ParseFloat(words[n-3], 64)
			y, _ := strconv.ParseFloat(words[n-2], 64)
			out.X, out.Y = x*pt, pageHeight-y*pt
		}
	}
	_, out.Bold = r.face()
	out.Size = r.size
	out.Width = r.fonts.width(out.Text, style{size: r.size, bold: out.Bold})
	return out
}

// face is the page and the weight of the current font.
func (r *reader) face() (page int, bold bool) {
	for weight, faces := range r.fonts.faces {
		for n, f := range faces {
			if f.id == r.font {
				return n, weight == 1
			}
		}
	}
	return -1, false
}

func (r *reader) decode(codes string) string {
	page, _ := r.face()
	runes := []rune(r.fonts.pages[page])
	out := ""
	for _, code := range []byte(codes) {
		out += string(runes[code-32])
	}
	return out
}

// literal reads a string up to its closing bracket and returns what follows it.
func literal(s string) (text, rest string) {
	var out []byte
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			out = append(out, s[i])
		case ')':
			return string(out), strings.TrimPrefix(s[i+1:], " ")
		default:
			out = append(out, s[i])
		}
	}
	return string(out), ""
}

// Texts is all texts of all pages.
func (x Layout) Texts() []Text {
	var out []Text
	for _, page := range x.Ops() {
		for _, op := range page {
			if op.Text.Text != "" {
				out = append(out, op.Text)
			}
		}
	}
	return out
}

// Replay draws a layout with gofpdf's own text on UTF-8 fonts.
func Replay(pages [][]Op, regular, semibold []byte) ([]byte, error) {
	out := gofpdf.New("P", "mm", "A4", "")
	out.SetCatalogSort(true)
	out.SetAutoPageBreak(false, 0)
	out.AddUTF8FontFromBytes("text", "", regular)
	out.AddUTF8FontFromBytes("text", "B", semibold)
	for _, page := range pages {
		out.AddPage()
		for _, op := range page {
			if op.Text.Text == "" {
				out.RawWriteStr(op.Raw)
				continue
			}
			weight := ""
			if op.Bold {
				weight = "B"
			}
			out.SetFont("text", weight, op.Size)
			out.Text(op.X, op.Y, op.Text.Text)
		}
	}
	var file bytes.Buffer
	err := out.Output(&file)
	return file.Bytes(), err
}

// FontNames is, for every prepared font, the name in its definition and the one that gofpdf gives it.
func FontNames() (map[string][2]string, error) {
	f, err := loadFonts()
	if err != nil {
		return nil, err
	}
	names := map[string][2]string{}
	for _, bold := range []bool{false, true} {
		for n := range f.pages {
			got := f.face(bold, n)
			out := gofpdf.New("P", "mm", "A4", "")
			out.SetCompression(false)
			out.AddFontFromBytes("x", "", got.def, got.packed)
			out.AddPage()
			out.SetFont("x", "", 10)
			var file bytes.Buffer
			if err := out.Output(&file); err != nil {
				return nil, err
			}
			_, after, _ := strings.Cut(file.String(), "BT /")
			name, _, _ := strings.Cut(after, " ")
			names[got.family] = [2]string{got.id, name}
		}
	}
	return names, f.err
}

// Clean is clean for a fuzz target: the text and whether every character of it has a place in a font.
func Clean(s string) (string, bool, error) {
	f, err := loadFonts()
	if err != nil {
		return "", false, err
	}
	s = f.clean(s)
	for _, r := range s {
		if r != '\n' && !f.has(r) {
			return s, false, f.err
		}
	}
	return s, true, f.err
}

// Wrap breaks a text into lines and returns them with their widths.
func Wrap(s string, width float64) ([]string, []float64, error) {
	f, err := loadFonts()
	if err != nil {
		return nil, nil, err
	}
	var texts []string
	var widths []float64
	for _, ln := range f.lines(s, bodyStyle(), width) {
		text := ""
		for _, part := range ln {
			text += part.text
		}
		texts, widths = append(texts, text), append(widths, ln.width(f))
	}
	return texts, widths, f.err
}
