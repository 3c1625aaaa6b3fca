package pdf

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// deflate compresses the pages of a file that gofpdf wrote without compression and names the language of the text.
// gofpdf itself makes a new compressor for every page, which costs more than compressing; here one does them all.
func deflate(file []byte, lang string) []byte {
	table := bytes.LastIndex(file, []byte("\nxref\n")) + 1
	rows := bytes.Split(file[table:], []byte("\n"))
	objects := readTable(rows)
	d := deflater{lang: lang, out: make([]byte, 0, len(file)/2+64<<10)}
	d.z, _ = zlib.NewWriterLevel(&d.packed, zlib.BestSpeed) // as gofpdf does: a third less time, 3 % more bytes
	moved := make(map[int]int, len(objects))
	d.out = append(d.out, file[:objects[0].at]...)
	for i, o := range objects {
		end := table
		if i+1 < len(objects) {
			end = objects[i+1].at
		}
		moved[o.number] = len(d.out)
		d.object(file[o.at:end])
	}
	start := len(d.out)
	d.out = fmt.Appendf(d.out, "xref\n%s\n%s\n", rows[1], rows[2])
	for n := 1; n <= len(objects); n++ {
		d.out = fmt.Appendf(d.out, "%010d 00000 n \n", moved[n])
	}
	trailer, _, _ := bytes.Cut(file[table:], []byte("startxref"))
	d.out = append(d.out, trailer[bytes.Index(trailer, []byte("trailer")):]...)
	return fmt.Appendf(d.out, "startxref\n%d\n%%%%EOF\n", start)
}

// object is where an object of a file begins.
type object struct{ number, at int }

// readTable reads the objects in the order in which they stand in the file.
func readTable(rows [][]byte) []object {
	var objects []object
	for n, row := range rows[3:] {
		offset, rest, _ := strings.Cut(string(row), " ")
		at, err := strconv.Atoi(offset)
		if err != nil || rest != "00000 n " {
			break
		}
		objects = append(objects, object{n + 1, at})
	}
	slices.SortFunc(objects, func(a, b object) int { return cmp.Compare(a.at, b.at) })
	return objects
}

// deflater writes the objects of a file anew.
type deflater struct {
	out    []byte
	packed bytes.Buffer
	z      *zlib.Writer
	lang   string
}

// object writes one object: the contents of a page compressed, the catalog with the language, others as they are.
func (d *deflater) object(text []byte) {
	head, body, _ := bytes.Cut(text, []byte("\n"))
	length, plain := bytes.CutPrefix(body, []byte("<</Length "))
	length, content, found := bytes.Cut(length, []byte(">>\nstream\n"))
	size, err := strconv.Atoi(string(length[:min(len(length), 12)]))
	if !plain || !found || err != nil || size > len(content) {
		catalog := []byte("/Type /Catalog\n")
		named := fmt.Appendf(catalog, "/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", language(d.lang))
		d.out = append(d.out, bytes.Replace(text, catalog, named, 1)...)
		return
	}
	d.packed.Reset()
	d.z.Reset(&d.packed)
	_, _ = d.z.Write(content[:size])
	_ = d.z.Close()
	d.out = fmt.Appendf(d.out, "%s\n<</Filter /FlateDecode /Length %d>>\nstream\n", head, d.packed.Len())
	d.out = append(d.out, d.packed.Bytes()...)
	d.out = append(d.out, "\nendstream\nendobj\n"...)
}

// language keeps only what a language tag consists of.
func language(tag string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '-' {
			return r
		}
		return -1
	}, tag)
}
