package bench

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"testing"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/components/text"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"github.com/johnfercher/maroto/v2/pkg/repository"
	"github.com/jung-kurt/gofpdf"
	"github.com/signintech/gopdf"
)

// raw puts finished page contents through compress/zlib into a file, with one compressor for all of them and one of the
// fonts that every reader has: the least that any writer has to do.
func raw(tb testing.TB, pages [][]byte, level int) []byte {
	tb.Helper()
	var out, packed bytes.Buffer
	var offsets []int
	object := func(layout string, args ...any) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&out, layout, args...)
		out.WriteString("\nendobj\n")
	}
	out.WriteString("%PDF-1.4\n")
	object("<</Type /Catalog /Pages 2 0 R>>")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 4+2*i)
	}
	object("<</Type /Pages /MediaBox [0 0 595.28 841.89] /Count %d /Kids [%s]>>", len(pages), kids)
	object("<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>")
	z, err := zlib.NewWriterLevel(&packed, level)
	if err != nil {
		tb.Fatal(err)
	}
	for i, page := range pages {
		object("<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 3 0 R>>>> /Contents %d 0 R>>", 5+2*i)
		packed.Reset()
		z.Reset(&packed)
		_, _ = z.Write(page)
		_ = z.Close()
		object("<</Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", packed.Len(), packed.Bytes())
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return out.Bytes()
}

// plainGofpdf draws the pages with gofpdf and a plain UTF-8 font.
func plainGofpdf(tb testing.TB, pages [][]element, regular, bold []byte) []byte {
	tb.Helper()
	out := gofpdf.New("P", "pt", "A4", "")
	out.SetAutoPageBreak(false, 0)
	out.AddUTF8FontFromBytes("sans", "", regular)
	out.AddUTF8FontFromBytes("sans", "B", bold)
	for _, page := range pages {
		out.AddPage()
		for i := range page {
			e := &page[i]
			if e.paint == "" {
				out.SetTextColor(e.fill[0], e.fill[1], e.fill[2])
				out.SetFont("sans", style(e), e.size)
				out.Text(e.x, e.y, e.text)
				continue
			}
			out.SetFillColor(e.fill[0], e.fill[1], e.fill[2])
			out.SetDrawColor(e.stroke[0], e.stroke[1], e.stroke[2])
			out.SetLineWidth(e.weight)
			drawGofpdf(out, e)
		}
	}
	var file bytes.Buffer
	if err := out.Output(&file); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

func style(e *element) string {
	if e.bold {
		return "B"
	}
	return ""
}

func drawGofpdf(out *gofpdf.Fpdf, e *element) {
	paint := map[string]string{"f": "F", "S": "D", "B": "DF"}[e.paint]
	if len(e.path) == 1 && e.path[0].op == "re" {
		n := e.path[0].numbers
		out.Rect(n[0], n[1], n[2], n[3], paint)
		return
	}
	for _, s := range e.path {
		n := s.numbers
		switch s.op {
		case "m":
			out.MoveTo(n[0], n[1])
		case "l":
			out.LineTo(n[0], n[1])
		case "c":
			out.CurveBezierCubicTo(n[0], n[1], n[2], n[3], n[4], n[5])
		case "h":
			out.ClosePath()
		}
	}
	out.DrawPath(paint)
}

// signintech draws the pages with gopdf.
func signintech(tb testing.TB, pages [][]element, regular, bold []byte) []byte {
	tb.Helper()
	out := &gopdf.GoPdf{}
	out.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	check := func(err error) {
		if err != nil {
			tb.Fatal(err)
		}
	}
	check(out.AddTTFFontData("sans", regular))
	check(out.AddTTFFontDataWithOption("sans", bold, gopdf.TtfOption{Style: gopdf.Bold}))
	for _, page := range pages {
		out.AddPage()
		for i := range page {
			e := &page[i]
			if e.paint == "" {
				out.SetTextColor(uint8(e.fill[0]), uint8(e.fill[1]), uint8(e.fill[2]))
				check(out.SetFont("sans", style(e), e.size))
				out.SetXY(e.x, e.y)
				check(out.Text(e.text))
				continue
			}
			out.SetFillColor(uint8(e.fill[0]), uint8(e.fill[1]), uint8(e.fill[2]))
			out.SetStrokeColor(uint8(e.stroke[0]), uint8(e.stroke[1]), uint8(e.stroke[2]))
			out.SetLineWidth(e.weight)
			drawGopdf(out, e)
		}
	}
	file, err := out.GetBytesPdfReturnErr()
	check(err)
	return file
}

func drawGopdf(out *gopdf.GoPdf, e *element) {
	paint := map[string]string{"f": "F", "S": "D", "B": "DF"}[e.paint]
	var points []gopdf.Point
	closed := false
	for _, s := range e.path {
		n := s.numbers
		switch s.op {
		case "re":
			out.RectFromUpperLeftWithStyle(n[0], n[1], n[2], n[3], paint)
		case "m", "l":
			points = append(points, gopdf.Point{X: n[0], Y: n[1]})
		case "c":
			from := points[len(points)-1]
			out.Curve(from.X, from.Y, n[0], n[1], n[2], n[3], n[4], n[5], paint)
			points = append(points, gopdf.Point{X: n[4], Y: n[5]})
		case "h":
			closed = true
		}
	}
	if closed && len(points) > 2 {
		out.Polygon(points, paint)
		return
	}
	for i := 1; i < len(points); i++ {
		out.Line(points[i-1].X, points[i-1].Y, points[i].X, points[i].Y)
	}
}

// plainMaroto lays the text of the document out as rows of maroto, without its figures.
func plainMaroto(tb testing.TB, lines []string, regular, bold []byte) []byte {
	tb.Helper()
	fonts, err := repository.New().AddUTF8FontFromBytes("sans", fontstyle.Normal, regular).AddUTF8FontFromBytes("sans", fontstyle.Bold, bold).Load()
	if err != nil {
		tb.Fatal(err)
	}
	return marotoRows(tb, lines, fonts)
}

func marotoRows(tb testing.TB, lines []string, fonts []*entity.CustomFont) []byte {
	tb.Helper()
	out := maroto.New(config.NewBuilder().WithCustomFonts(fonts).WithDefaultFont(&props.Font{Family: "sans", Size: 9}).Build())
	for _, line := range lines {
		out.AddAutoRow(text.NewCol(12, line, props.Text{Size: 9}))
	}
	doc, err := out.Generate()
	if err != nil {
		tb.Fatal(err)
	}
	return doc.GetBytes()
}
