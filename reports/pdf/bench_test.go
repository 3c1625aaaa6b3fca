package pdf_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"os"
	"testing"

	"tuntas/reports/pdf"
)

// BenchmarkWrite is the fixture of 14 pages. It is to stay within 2.5 times of BenchmarkStreams and three times faster
// than BenchmarkPlain.
func BenchmarkWrite(b *testing.B) {
	d := fixture()
	b.ReportAllocs()
	for b.Loop() {
		if err := pdf.Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStreams only compresses the same pages into a minimal file.
func BenchmarkStreams(b *testing.B) {
	l, err := pdf.Lay(fixture())
	if err != nil {
		b.Fatal(err)
	}
	streams := l.Streams()
	for b.Loop() {
		var out bytes.Buffer
		z := zlib.NewWriter(&out)
		fmt.Fprintf(&out, "%%PDF-1.3\n1 0 obj\n<</Type /Pages /Count %d>>\nendobj\n", len(streams))
		for i, stream := range streams {
			var packed bytes.Buffer
			z.Reset(&packed)
			if _, err := z.Write(stream); err != nil {
				b.Fatal(err)
			}
			if err := z.Close(); err != nil {
				b.Fatal(err)
			}
			fmt.Fprintf(&out, "%d 0 obj\n<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n", i+2, packed.Len(), packed.Bytes())
		}
	}
}

// BenchmarkPlain lays the same report out and writes it with gofpdf's own text on its UTF-8 fonts.
func BenchmarkPlain(b *testing.B) {
	d := fixture()
	l, err := pdf.Lay(d)
	if err != nil {
		b.Fatal(err)
	}
	pages := l.Ops()
	regular, err := os.ReadFile("fonts/SourceSans3-Regular.ttf")
	if err != nil {
		b.Fatal(err)
	}
	semibold, err := os.ReadFile("fonts/SourceSans3-Semibold.ttf")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := pdf.Lay(d); err != nil {
			b.Fatal(err)
		}
		if _, err := pdf.Replay(pages, regular, semibold); err != nil {
			b.Fatal(err)
		}
	}
}
