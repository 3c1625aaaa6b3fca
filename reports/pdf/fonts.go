package pdf

import (
	"embed"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/jung-kurt/gofpdf"
)

// The fonts are 8-bit pages of 224 characters, cut from Source Sans 3 by fonts/prepare.go. gofpdf would otherwise parse
// a 430 KB font, cut it and compress it for every single report, which takes ten times as long as everything else. Page
// 0 holds what Indonesian and English reports use; the others are loaded and embedded only where a text needs them.
//
//go:embed fonts/*.json fonts/*.z fonts/*.widths fonts/pages.txt
var prepared embed.FS

// missing stands for every character that the font lacks.
const missing = '□'

// joiner is the space at which no line breaks; it is drawn as a space.
const joiner = '\u00a0'

// fonts measures and encodes text.
type fonts struct {
	pages  []string          // the characters of each page at the codes from 32
	common map[rune]byte     // codes of page 0 beyond ASCII
	faces  [2]map[int]*face  // regular and semibold, by page
	first  [2]*face          // page 0 of both, asked for most
	err    error             // the first fault of the embedded data
	cache  map[rune]position // where characters outside of page 0 stand
}

// position is a page and a code on it.
type position struct {
	page int
	code byte
}

// face is one page of one weight.
type face struct {
	id     string   // name in page contents
	widths [256]int // in thousandths of the size, by code
	def    []byte   // for gofpdf
	packed []byte
	family string
}

func loadFonts() (*fonts, error) {
	text, err := prepared.ReadFile("fonts/pages.txt")
	if err != nil {
		return nil, fmt.Errorf("read code pages: %w", err)
	}
	f := &fonts{
		pages:  strings.Split(string(text), "\n"),
		common: make(map[rune]byte, 256),
		faces:  [2]map[int]*face{{}, {}},
		cache:  map[rune]position{},
	}
	code := 32
	for _, r := range f.pages[0] {
		f.common[r] = byte(code)
		code++
	}
	f.first = [2]*face{f.face(false, 0), f.face(true, 0)}
	return f, f.err
}

// face loads a page of a weight when it is first needed.
func (f *fonts) face(bold bool, page int) *face {
	weight, name := 0, "regular"
	if bold {
		weight, name = 1, "semibold"
	}
	if got, ok := f.faces[weight][page]; ok {
		return got
	}
	name = fmt.Sprintf("%s-%d", name, page)
	got := &face{family: name}
	f.faces[weight][page] = got
	var err error
	if got.def, err = prepared.ReadFile("fonts/" + name + ".json"); err == nil {
		got.packed, err = prepared.ReadFile("fonts/" + name + ".z")
	}
	if err == nil {
		err = got.read(name)
	}
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("load font %s: %w", name, err)
	}
	return got
}

// read takes the widths and the name of a font from two bytes for each code and the rest.
func (f *face) read(name string) error {
	data, err := prepared.ReadFile("fonts/" + name + ".widths")
	if err != nil {
		return err
	}
	if len(data) <= 2*len(f.widths) {
		return io.ErrUnexpectedEOF
	}
	for i := range f.widths {
		f.widths[i] = int(binary.BigEndian.Uint16(data[2*i:]))
	}
	f.id = string(data[2*len(f.widths):])
	return nil
}

// find says where a character stands; what the font lacks stands at the substitute.
func (f *fonts) find(r rune) (int, byte) {
	if r >= ' ' && r <= '~' {
		return 0, byte(r)
	}
	if r == joiner {
		return 0, ' '
	}
	if code, ok := f.common[r]; ok {
		return 0, code
	}
	at, ok := f.cache[r]
	if !ok {
		at = f.search(r)
		f.cache[r] = at
	}
	return at.page, at.code
}

func (f *fonts) search(r rune) position {
	if r != utf8.RuneError && r > '~' {
		for n, page := range f.pages {
			if at := strings.IndexRune(page, r); at >= 0 {
				return position{n, byte(32 + utf8.RuneCountInString(page[:at]))} //nolint:gosec // a page has 224 characters
			}
		}
	}
	return position{0, f.common[missing]}
}

// has reports whether the font can show r.
func (f *fonts) has(r rune) bool {
	page, code := f.find(r)
	return r == missing || page != 0 || code != f.common[missing]
}

// advance is the width of a character in thousandths of the size.
func (f *fonts) advance(bold bool, r rune) int {
	page, code := f.find(r)
	return f.face(bold, page).widths[code]
}

// ascii is the widths of page 0, where ASCII characters stand at their own codes.
func (f *fonts) ascii(bold bool) *[256]int {
	if bold {
		return &f.first[1].widths
	}
	return &f.first[0].widths
}

// width of a text in mm.
func (f *fonts) width(s string, st style) float64 {
	sum, ascii := 0, f.ascii(st.bold)
	for _, r := range s {
		if r >= ' ' && r <= '~' {
			sum += ascii[r]
		} else {
			sum += f.advance(st.bold, r)
		}
	}
	return float64(sum) * st.unit()
}

// embed hands gofpdf the pages that were used.
func (f *fonts) embed(out *gofpdf.Fpdf) {
	for _, weight := range f.faces {
		for n := range f.pages {
			if got, ok := weight[n]; ok {
				out.AddFontFromBytes(got.family, "", got.def, got.packed)
			}
		}
	}
}
