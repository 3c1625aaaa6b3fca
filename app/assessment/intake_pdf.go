package assessment

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
)

// Limits of looking into a PDF.
const (
	mostStreams   = 50_000
	mostInflated  = 32 << 20 // bytes of all packed objects
	trailerWithin = 1_024    // bytes
	lookBack      = 4_096    // bytes from a stream to the beginning of its dictionary
)

// checkPDF refuses a PDF that is cut off, locked, another file as well, or that acts when it is opened: with scripts,
// starting programs, or carrying other files. Whoever has such a form prints it into a new PDF.
func checkPDF(data []byte) error {
	if !bytes.Contains(data[max(0, len(data)-trailerWithin):], []byte("%%EOF")) {
		return broken(errors.New("no end of file mark"))
	}
	if _, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
		return fileFault("type")
	}
	found := &pdfFindings{}
	found.everywhere(data)
	packed, err := found.streams(data)
	switch {
	case err != nil:
		return broken(err)
	case found.packed != packed:
		return broken(fmt.Errorf("%d of %d streams of objects were found", packed, found.packed))
	case found.locked:
		return fileFault("password")
	case found.active:
		return fileFault("active")
	}
	return nil
}

// pdfFindings is what names in a PDF say.
type pdfFindings struct {
	locked bool
	active bool
	packed int // streams of objects, by their names
}

// everywhere looks for names that are long enough that compressed bytes do not look like one by chance: in streams too,
// because what seems to be a stream can be a string that was made to look like one.
func (f *pdfFindings) everywhere(data []byte) {
	for name := range pdfNames(data) {
		switch name {
		case "ObjStm":
			f.packed++
		case "Encrypt":
			f.locked = true
		case "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "SubmitForm", "ImportData":
			f.active = true
		}
	}
}

// outside looks for names so short that compressed bytes do look like them.
func (f *pdfFindings) outside(data []byte) {
	for name := range pdfNames(data) {
		f.active = f.active || name == "JS" || name == "XFA"
	}
}

// The words around the content of a stream.
const (
	streamStart = "stream"
	streamEnd   = "endstream"
)

// streams looks into the parts between streams and into the objects that are kept packed in some; it returns how many
// these were.
func (f *pdfFindings) streams(data []byte) (packed int, err error) {
	left := int64(mostInflated)
	for n := 0; ; n++ {
		before, rest, ok := bytes.Cut(data, []byte(streamStart))
		f.outside(before)
		if !ok {
			return packed, nil
		}
		if n == mostStreams {
			return packed, errors.New("too many streams")
		}
		body, after, ended := bytes.Cut(rest, []byte(streamEnd))
		if !ended {
			f.outside(rest)
			return packed, nil
		}
		data = after
		dictionary := before[max(0, len(before)-lookBack):]
		dictionary = dictionary[max(0, bytes.LastIndex(dictionary, []byte("obj"))):]
		filter := filterOf(dictionary)
		if !filter.objects {
			continue
		}
		objects, err := filter.inflate(bytes.TrimLeft(body, "\r\n"), &left)
		if err != nil {
			return packed, err
		}
		packed++
		inside := &pdfFindings{}
		inside.everywhere(objects)
		inside.outside(objects)
		f.active, f.locked = f.active || inside.active, f.locked || inside.locked
	}
}

// pdfNames are the names in a part of a PDF, with their escapes (#4A) resolved.
func pdfNames(data []byte) iter.Seq[string] {
	const longest = 60
	return func(yield func(string) bool) {
		for {
			at := bytes.IndexByte(data, '/')
			if at < 0 {
				return
			}
			data = data[at+1:]
			n := 0
			for n < len(data) && n < longest && partOfName(data[n]) {
				n++
			}
			if n > 1 && !yield(unescape(data[:n])) {
				return
			}
			data = data[n:]
		}
	}
}

func partOfName(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '#'
}

func unescape(name []byte) string {
	if bytes.IndexByte(name, '#') < 0 {
		return string(name)
	}
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		if name[i] == '#' && i+2 < len(name) {
			if hi, lo := hexDigit(name[i+1]), hexDigit(name[i+2]); hi >= 0 && lo >= 0 {
				b.WriteByte(byte(hi<<4 | lo)) //nolint:gosec // two hex digits
				i += 2
				continue
			}
		}
		b.WriteByte(name[i])
	}
	return b.String()
}

func hexDigit(c byte) int { return strings.IndexByte("0123456789abcdef", c|0x20) }

// filter is how a stream is packed.
type filter struct {
	objects bool // it holds objects
	packed  bool
	plainly bool // deflated and nothing else, as all writers do
}

func filterOf(dictionary []byte) filter {
	var f filter
	steps, deflated := 0, false
	for name := range pdfNames(dictionary) {
		switch {
		case name == "ObjStm":
			f.objects = true
		case name == "Filter" || name == "F":
			f.packed = true
		case name == "FlateDecode":
			steps, deflated = steps+1, true
		case strings.HasSuffix(name, "Decode") || name == "DecodeParms":
			steps++
		}
	}
	f.plainly = steps == 1 && deflated
	return f
}

// inflate takes from left what it makes; more is refused, and so is a stream of objects that is packed in another way than
// the one that all writers use. One whose end is damaged is taken as far as it goes: readers of PDF do the same.
func (f filter) inflate(body []byte, left *int64) ([]byte, error) {
	if !f.packed {
		return body, nil
	}
	if !f.plainly {
		return nil, errors.New("a stream of objects that is not simply deflated")
	}
	z, err := zlib.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, *left+1))
	if *left -= int64(len(out)); *left < 0 {
		return nil, errors.New("packed objects are too large")
	}
	if err != nil && len(out) == 0 {
		return nil, err
	}
	return out, nil
}
