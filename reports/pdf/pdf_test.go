package pdf_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/reports"
	"tuntas/reports/pdf"
)

var update = flag.Bool("update", false, "write the golden files")

func write(t *testing.T, d *reports.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := pdf.Write(&out, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func lay(t *testing.T, d *reports.Document) pdf.Layout {
	t.Helper()
	l, err := pdf.Lay(d)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func golden(t *testing.T, name string, got []byte) []byte {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return want
}

// outline is what stands where, for a reader of a diff.
func outline(l pdf.Layout) []byte {
	var out bytes.Buffer
	page := 0
	for _, text := range l.Texts() {
		if text.Page != page {
			page = text.Page
			fmt.Fprintf(&out, "page %d, %d links\n", page, l.Links(page-1))
		}
		weight := ""
		if text.Bold {
			weight = "b"
		}
		fmt.Fprintf(&out, "  %6.1f %6.1f %4.1f%-1s %s\n", text.X, text.Y, text.Size, weight, text.Text)
	}
	return out.Bytes()
}

func TestWritesTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]func() *reports.Document{"fixture-id": fixture, "fixture-en": english} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			places := outline(lay(t, d()))
			if diff := cmp.Diff(string(golden(t, name+".txt", places)), string(places)); diff != "" {
				t.Errorf("layout differs (-want +got):\n%s", diff)
			}
			got := write(t, d())
			if !bytes.Equal(got, write(t, d())) {
				t.Error("two runs give different bytes")
			}
			if name == "fixture-id" && !bytes.Equal(got, golden(t, name+".pdf", got)) {
				t.Error("bytes differ from testdata; look at the pages, then run with -update")
			}
		})
	}
}

func TestStructure(t *testing.T) {
	t.Parallel()
	file, l := string(write(t, fixture())), lay(t, fixture())
	sections := fixture().Sections
	if got, want := strings.Count(file, "/Type /Page\n"), 13; got != want {
		t.Errorf("file has %d pages, want %d", got, want)
	}
	want := []string{
		"Risiko sisa sangat tinggi; pemulihan dan perekrutan paling lemah · 3",
		"Temuan yang perlu diperiksa lebih dulu · 4",
		"Kebijakan tertulis; praktik dan hasil tertinggal · 6",
		"Empat langkah membawa R di bawah 40 · 7",
		"  Yang dapat dimulai minggu ini · 7",
		"  Perubahan menurut bukti · 7",
		"Rencana tindakan korektif · 9",
		"Jalur belajar tiga hari, disusun dari celah perusahaan ini · 11",
		"Lembar kerja: dokumen identitas · 12",
		"  Kasus · 12",
		"  Kerjakan · 12",
		"Lampiran: cara menghitung · 13",
	}
	if diff := cmp.Diff(want, l.Bookmarks()); diff != "" {
		t.Errorf("bookmarks differ (-want +got):\n%s", diff)
	}
	if got := strings.Count(file, "<</Title "); got != len(want) {
		t.Errorf("file has %d bookmarks, want %d", got, len(want))
	}
	if got := l.Links(1); got != len(sections) {
		t.Errorf("contents has %d links, want %d", got, len(sections))
	}
	if dead := l.DeadLinks(); len(dead) > 0 {
		t.Errorf("links lead nowhere: %v", dead)
	}
	for _, part := range []string{"/Lang (id)", "/DisplayDocTitle true", "/CreationDate (D:20261124000000)", "/ModDate (D:20261124000000)"} {
		if !strings.Contains(file, part) {
			t.Errorf("file lacks %s", part)
		}
	}
}

// The contents names the page on which each section begins, and its link leads to the same page.
func TestContentsAgreesWithPages(t *testing.T) {
	t.Parallel()
	d := fixture()
	starts := map[string]int{}
	var numbers []string
	for _, text := range lay(t, d).Texts() {
		if text.Page == 2 && text.X > 180 && text.Bold {
			numbers = append(numbers, text.Text)
		}
		if text.Page > 2 && text.Size == 20 && starts[text.Text] == 0 {
			starts[text.Text] = text.Page
		}
	}
	dests := regexp.MustCompile(`/Subtype /Link .*?/Dest \[(\d+) 0 R`).FindAllStringSubmatch(string(write(t, d)), -1)
	for i, s := range d.Sections {
		begins := 0
		for title, page := range starts {
			if strings.HasPrefix(s.Title, title) {
				begins = page
			}
		}
		if got, want := numbers[i], fmt.Sprint(begins); got != want {
			t.Errorf("contents says page %s for %q, want %s", got, s.Title, want)
		}
		if got, want := dests[i][1], fmt.Sprint(1+2*begins); got != want {
			t.Errorf("link of %q leads to object %s, want %s", s.Title, got, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	t.Parallel()
	broken := errors.New("disk full")
	tests := []struct {
		name string
		edit func(d *reports.Document)
		to   failing
		want string
	}{
		{"a date that is none", func(d *reports.Document) { d.Date = "24 November 2026" }, failing{}, "creation date"},
		{"no date", func(d *reports.Document) { d.Date = "" }, failing{}, "creation date"},
		{"a QR code that is too long", func(d *reports.Document) { d.Cover.QR = strings.Repeat("ü", 4000) }, failing{}, "QR code"},
		{"a writer that fails", func(*reports.Document) {}, failing{broken}, "disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := fixture()
			tt.edit(d)
			err := pdf.Write(tt.to, d)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want one with %q", err, tt.want)
			}
			if tt.to.err != nil && !errors.Is(err, tt.to.err) {
				t.Errorf("error %v does not wrap %v", err, tt.to.err)
			}
		})
	}
}

type failing struct{ err error }

func (f failing) Write(p []byte) (int, error) { return len(p), f.err }

func TestPreparedFontsHaveTheNamesThatGofpdfGives(t *testing.T) {
	t.Parallel()
	names, err := pdf.FontNames()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 16 {
		t.Errorf("there are %d prepared fonts, want 16", len(names))
	}
	for font, pair := range names {
		if pair[0] != pair[1] {
			t.Errorf("font %s is prepared as %s, gofpdf names it %s: run fonts/prepare.go again", font, pair[0], pair[1])
		}
	}
}

// tool runs an outside reader of PDF files. It skips where the tool is missing, unless the environment requires it.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if strings.Contains(os.Getenv("TUNTAS_REQUIRE"), "pdf") {
			t.Fatalf("%s is required: %v", name, err)
		}
		t.Skipf("%s is not installed", name)
	}
	in := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(in, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range args {
		if args[i] == "FILE" {
			args[i] = in
		}
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestOtherReadersFindNoFault(t *testing.T) {
	t.Parallel()
	for name, d := range map[string]*reports.Document{"fixture": fixture(), "extremes": extremes()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tool(t, write(t, d), "qpdf", "--check", "FILE"); !strings.Contains(got, "No syntax or stream encoding errors found") {
				t.Error(got)
			}
		})
	}
}

func TestTextCanBeCopied(t *testing.T) {
	t.Parallel()
	d := fixture()
	special := "’ ‑ … “ ” – — ≥ ≤ ✓ − × · • → ← ↑ ↓ ● ○ ■ □ ▲ ▼ Σ λ Π é ı ş Ă Ự ừ Ж я Ω ✗ ◆ (a\\b)"
	for _, bold := range []bool{false, true} {
		d.Sections[0].Blocks = append(d.Sections[0].Blocks, reports.Paragraph{Spans: []reports.Span{{Text: special, Bold: bold}}})
	}
	text := strings.Join(strings.Fields(tool(t, write(t, d), "pdftotext", "-enc", "UTF-8", "FILE", "-")), " ")
	if got := strings.Count(text, special); got != 2 {
		t.Errorf("found the special characters %d times, want 2, in:\n%s", got, text)
	}
	at := 0
	for _, want := range []string{
		"PT Wana Tirta Sawit", "Periksa keaslian", "Halaman 2 dari", "Risiko sisa sangat tinggi; pemulihan", "Temuan yang perlu diperiksa lebih dulu",
		"Kantor kebun menyimpan dokumen asli 214 dari 640 pekerja borongan. Pekerja meminta lewat mandor", "Rencana tindakan (lanjutan)",
		"Lampiran: cara menghitung", "Nguyễn Thị Ánh, Şahin Yıldız, Łukasz Żółć, Ελένη, Дмитрий, □□□, □□□□, □.",
	} {
		next := strings.Index(text[at:], want)
		if next < 0 {
			t.Errorf("%q is missing or out of order", want)
			continue
		}
		at += next
	}
}
