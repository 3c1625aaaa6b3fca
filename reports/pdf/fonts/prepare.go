//go:build ignore

// Command prepare cuts the two text faces of Source Sans 3 (npm source-sans 3.52.0, folder TTF, SIL Open Font License
// 1.1, see LICENSE.md) into 8-bit fonts: go run prepare.go, in this folder.
//
// A page of 224 characters per font keeps gofpdf on its simple path: no subsetting, no 64 KB glyph map and no
// compression of font files while a report is written. Page 0 holds what reports in Indonesian and English need; the
// other pages hold the rest of the font and are embedded only by a document that uses one of their characters.
package main

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

const (
	firstCode = 32
	codes     = 224
	common    = "‘’“”„–—‑…•≥≤✓−→←↑↓●○■□▲▼ΣλΠıŞş€™≈✗"
)

func main() {
	regular, err := read("SourceSans3-Regular.ttf")
	if err != nil {
		log.Fatal(err)
	}
	semibold, err := read("SourceSans3-Semibold.ttf")
	if err != nil {
		log.Fatal(err)
	}
	pages := codePages(regular)
	lines := make([]string, len(pages))
	for n, page := range pages {
		lines[n] = string(page)
		err = errors.Join(write(regular, fmt.Sprintf("regular-%d", n), page), write(semibold, fmt.Sprintf("semibold-%d", n), page))
		if err != nil {
			log.Fatal(err)
		}
	}
	if err := os.WriteFile("pages.txt", []byte(strings.Join(lines, "\n")), 0o644); err != nil {
		log.Fatal(err)
	}
}

// codePages says which characters stand at the codes 32 to 255 of each page.
func codePages(f *font) [][]rune {
	var first []rune
	for r := rune(' '); r <= '~'; r++ {
		first = append(first, r)
	}
	for r := rune(0xA0); r <= 0xFF; r++ {
		if r != 0xAD {
			first = append(first, r)
		}
	}
	first = append(first, []rune(common)...)
	if len(first) != codes {
		log.Fatalf("page 0 has %d characters, want %d", len(first), codes)
	}
	var rest []rune
	for _, r := range slices.Sorted(maps.Keys(f.glyphs)) {
		if r > ' ' && !slices.Contains(first, r) && r != 0xAD && r != 0xFEFF {
			rest = append(rest, r)
		}
	}
	return append([][]rune{first}, slices.Collect(slices.Chunk(rest, codes))...)
}

// font is what is needed of a TrueType file.
type font struct {
	name   string
	tables map[string][]byte
	glyphs map[rune]uint16
	loca   []uint32
	bold   bool
}

func read(file string) (*font, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	f := &font{name: strings.TrimSuffix(file, ".ttf"), tables: map[string][]byte{}, bold: strings.Contains(file, "bold")}
	for i := range int(u16(data, 4)) {
		entry := data[12+16*i:]
		f.tables[string(entry[:4])] = data[u32(entry, 8) : u32(entry, 8)+u32(entry, 12)]
	}
	for i := range int(u16(f.tables["maxp"], 4)) + 1 {
		if u16(f.tables["head"], 50) == 0 {
			f.loca = append(f.loca, 2*uint32(u16(f.tables["loca"], 2*i)))
		} else {
			f.loca = append(f.loca, u32(f.tables["loca"], 4*i))
		}
	}
	f.readCharacters()
	return f, nil
}

// readCharacters reads the format 4 table of the Basic Multilingual Plane.
func (f *font) readCharacters() {
	f.glyphs = map[rune]uint16{}
	all := f.tables["cmap"]
	for i := range int(u16(all, 2)) {
		if u16(all, 4+8*i) != 3 || u16(all, 6+8*i) != 1 {
			continue
		}
		t := all[u32(all, 8+8*i):]
		n := int(u16(t, 6)) / 2
		for s := range n {
			end, start := int(u16(t, 14+2*s)), int(u16(t, 16+2*n+2*s))
			delta, offset := u16(t, 16+4*n+2*s), int(u16(t, 16+6*n+2*s))
			for c := start; c <= end && c < 0xFFFF; c++ {
				glyph := uint16(c) + delta
				if offset != 0 {
					glyph = u16(t, 16+6*n+2*s+offset+2*(c-start))
				}
				if glyph != 0 {
					f.glyphs[rune(c)] = glyph
				}
			}
		}
	}
}

// definition is gofpdf's font definition, with the name that gofpdf gives the font in page contents.
type definition struct {
	Tp, Name     string
	Desc         gofpdf.FontDescType
	Up, Ut       int
	Cw           []int
	Diff, File   string
	OriginalSize int
	ID           string
}

func write(f *font, stem string, page []rune) error {
	cut := f.cut(page)
	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(cut); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	head, os2 := f.tables["head"], f.tables["OS/2"]
	def := definition{
		Tp: "TrueType", Name: "TUNTA" + string('A'+stem[len(stem)-1]-'0') + "+" + f.name,
		Desc: gofpdf.FontDescType{
			Ascent: i16(os2, 68), Descent: i16(os2, 70), CapHeight: i16(os2, 88), Flags: 32, StemV: 84,
		},
		Up: -100, Ut: 50, Cw: make([]int, 256), File: stem + ".z", OriginalSize: len(cut),
	}
	box := &def.Desc.FontBBox
	box.Xmin, box.Ymin, box.Xmax, box.Ymax = i16(head, 36), i16(head, 38), i16(head, 40), i16(head, 42)
	if f.bold {
		def.Desc.StemV = 130
	}
	var diff strings.Builder
	for i, r := range page {
		def.Cw[firstCode+i] = f.width(f.glyphs[r])
		if r > '~' && diff.Len() == 0 {
			fmt.Fprintf(&diff, "%d", firstCode+i)
		}
		if r > '~' {
			fmt.Fprintf(&diff, " /uni%04X", r)
		}
	}
	def.Diff = diff.String()
	if def.ID, err = resource(def, packed.Bytes()); err != nil {
		return err
	}
	text, err := json.Marshal(def)
	if err != nil {
		return err
	}
	var widths []byte // what drawing needs, without parsing the definition
	for _, w := range def.Cw {
		widths = binary.BigEndian.AppendUint16(widths, uint16(w))
	}
	return errors.Join(
		os.WriteFile(stem+".json", append(text, '\n'), 0o644),
		os.WriteFile(stem+".z", packed.Bytes(), 0o644),
		os.WriteFile(stem+".widths", append(widths, def.ID...), 0o644),
	)
}

// resource asks gofpdf for the name of a font in page contents.
func resource(def definition, packed []byte) (string, error) {
	text, err := json.Marshal(def)
	if err != nil {
		return "", err
	}
	doc := gofpdf.New("P", "mm", "A4", "")
	doc.SetCompression(false)
	doc.AddFontFromBytes("x", "", text, packed)
	doc.AddPage()
	doc.SetFont("x", "", 10)
	var out bytes.Buffer
	if err := doc.Output(&out); err != nil {
		return "", err
	}
	found := regexp.MustCompile(`/(F[0-9a-f]{40}) 10\.00 Tf`).FindStringSubmatch(out.String())
	if found == nil {
		return "", fmt.Errorf("no font name in %q", out.String()[:200])
	}
	return found[1], nil
}

func (f *font) width(glyph uint16) int {
	n := min(glyph, u16(f.tables["hhea"], 34)-1)
	return int(u16(f.tables["hmtx"], 4*int(n)))
}

func (f *font) outline(glyph uint16) []byte {
	return f.tables["glyf"][f.loca[glyph]:f.loca[glyph+1]]
}

// cut makes a font with .notdef, the characters of the page in code order, and what they are composed of.
func (f *font) cut(page []rune) []byte {
	old := []uint16{0}
	for _, r := range page {
		old = append(old, f.glyphs[r])
	}
	var glyf, loca, hmtx []byte
	for i := 0; i < len(old); i++ {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, f.unhinted(old[i], func(part uint16) uint16 {
			at := slices.Index(old, part)
			if at < 0 {
				at, old = len(old), append(old, part)
			}
			return uint16(at)
		})...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		metric := u32(f.tables["hmtx"], 4*int(min(old[i], u16(f.tables["hhea"], 34)-1)))
		hmtx = binary.BigEndian.AppendUint32(hmtx, metric)
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	tables := map[string][]byte{
		"glyf": glyf, "loca": loca, "hmtx": hmtx, "cmap": characterMap(page),
		"head": slices.Clone(f.tables["head"]), "hhea": slices.Clone(f.tables["hhea"]), "maxp": slices.Clone(f.tables["maxp"]),
		"OS/2": f.tables["OS/2"], "post": append([]byte{0, 3, 0, 0}, f.tables["post"][4:32]...),
	}
	binary.BigEndian.PutUint16(tables["head"][50:], 1)
	binary.BigEndian.PutUint16(tables["hhea"][34:], uint16(len(old)))
	binary.BigEndian.PutUint16(tables["maxp"][4:], uint16(len(old)))
	return assemble(tables)
}

// unhinted is an outline without instructions, which readers of PDF do not run; its parts are renumbered.
func (f *font) unhinted(glyph uint16, renumber func(uint16) uint16) []byte {
	from := f.outline(glyph)
	if len(from) == 0 {
		return nil
	}
	contours := i16(from, 0)
	if contours >= 0 {
		at := 10 + 2*contours
		skip := int(u16(from, at))
		to := append(slices.Clone(from[:at]), 0, 0)
		return append(to, from[at+2+skip:]...)
	}
	to, at := slices.Clone(from), 10
	for {
		flags := u16(to, at)
		binary.BigEndian.PutUint16(to[at:], flags&^0x100)
		binary.BigEndian.PutUint16(to[at+2:], renumber(u16(to, at+2)))
		at += 6
		if flags&1 != 0 {
			at += 2
		}
		switch {
		case flags&8 != 0:
			at += 2
		case flags&0x40 != 0:
			at += 4
		case flags&0x80 != 0:
			at += 8
		}
		if flags&0x20 == 0 {
			return to[:at]
		}
	}
}

// characterMap maps codes (1,0) and Unicode (3,1) to glyphs.
func characterMap(page []rune) []byte {
	be := binary.BigEndian
	byCode := be.AppendUint16(nil, 0)
	byCode = be.AppendUint16(byCode, 262)
	byCode = be.AppendUint16(byCode, 0)
	for c := range 256 {
		if c < firstCode || c-firstCode >= len(page) {
			byCode = append(byCode, 0)
		} else {
			byCode = append(byCode, byte(c-firstCode+1))
		}
	}
	order := make([]int, len(page))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(page[a]) - int(page[b]) })
	var ends, starts, deltas, offsets []byte
	for _, i := range order {
		ends = be.AppendUint16(ends, uint16(page[i]))
		starts = be.AppendUint16(starts, uint16(page[i]))
		deltas = be.AppendUint16(deltas, uint16(i+1)-uint16(page[i]))
		offsets = append(offsets, 0, 0)
	}
	ends, starts = append(ends, 0xFF, 0xFF), append(starts, 0xFF, 0xFF)
	deltas, offsets = append(deltas, 0, 1), append(offsets, 0, 0)
	n, power, log2 := len(ends)/2, 1, 0
	for power*2 <= n {
		power, log2 = power*2, log2+1
	}
	var byRune []byte
	for _, v := range []int{4, 16 + 4*len(ends), 0, 2 * n, 2 * power, log2, 2 * (n - power)} {
		byRune = be.AppendUint16(byRune, uint16(v))
	}
	byRune = slices.Concat(byRune, ends, []byte{0, 0}, starts, deltas, offsets)
	out := []byte{0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 20, 0, 3, 0, 1}
	out = be.AppendUint32(out, uint32(20+len(byCode)))
	return slices.Concat(out, byCode, byRune)
}

func assemble(tables map[string][]byte) []byte {
	be := binary.BigEndian
	names := slices.Sorted(maps.Keys(tables))
	n, power, log2 := len(names), 1, 0
	for power*2 <= n {
		power, log2 = power*2, log2+1
	}
	binary.BigEndian.PutUint32(tables["head"][8:], 0)
	out := []byte{0, 1, 0, 0}
	for _, v := range []int{n, 16 * power, log2, 16 * (n - power)} {
		out = be.AppendUint16(out, uint16(v))
	}
	at, headAt := 12+16*n, 0
	var body []byte
	for _, name := range names {
		if name == "head" {
			headAt = at
		}
		out = append(out, name...)
		out = be.AppendUint32(out, checksum(tables[name]))
		out = be.AppendUint32(out, uint32(at))
		out = be.AppendUint32(out, uint32(len(tables[name])))
		padded := append(slices.Clone(tables[name]), make([]byte, (4-len(tables[name])%4)%4)...)
		body, at = append(body, padded...), at+len(padded)
	}
	out = append(out, body...)
	be.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) uint32 {
	data = append(slices.Clone(data), make([]byte, (4-len(data)%4)%4)...)
	var sum uint32
	for i := 0; i < len(data); i += 4 {
		sum += u32(data, i)
	}
	return sum
}

func u16(b []byte, at int) uint16 { return binary.BigEndian.Uint16(b[at:]) }
func u32(b []byte, at int) uint32 { return binary.BigEndian.Uint32(b[at:]) }
func i16(b []byte, at int) int    { return int(int16(u16(b, at))) }
