package bench

import (
	"bytes"
	"compress/zlib"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"tuntas/reports"
)

// BenchmarkReport writes the same report in every way.
func BenchmarkReport(b *testing.B) {
	for _, w := range ways(b) {
		b.Run(w.name, func(b *testing.B) {
			once := w.prepare(b)
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = len(once())
			}
			b.ReportMetric(float64(size)/1024, "KiB")
		})
	}
}

// BenchmarkSideBySide writes the report in every way in turns and reports the median of each in ms and how many times as
// long as ours it takes, so that whatever else the machine does at the time falls on all of them alike.
func BenchmarkSideBySide(b *testing.B) {
	all := ways(b)
	turns := make([][]time.Duration, len(all))
	once := make([]func() []byte, len(all))
	for i, w := range all {
		if w.name != "chromium" {
			once[i] = w.prepare(b)
		} else if _, err := exec.LookPath(browserName); err == nil {
			once[i] = w.prepare(b)
		}
	}
	for b.Loop() {
		for i, write := range once {
			if write == nil {
				continue
			}
			runtime.GC() // nobody cleans up after another
			begun := b.Elapsed()
			write()
			turns[i] = append(turns[i], b.Elapsed()-begun)
		}
	}
	b.ReportMetric(0, "ns/op") // says nothing here
	ours := median(turns[0])
	for i, w := range all {
		if once[i] == nil {
			b.Log("chromium is missing: apt-get install chromium")
			continue
		}
		b.ReportMetric(median(turns[i]), w.name+"-ms")
		b.ReportMetric(median(turns[i])/ours, w.name+"/ours")
	}
}

func median(turns []time.Duration) float64 {
	slices.Sort(turns)
	return float64(turns[len(turns)/2]) / 1e6
}

// way is one way to write the report.
type way struct {
	name    string
	prepare func(tb testing.TB) func() []byte
}

// ways are ours and the peers'.
func ways(tb testing.TB) []way {
	tb.Helper()
	doc := report(tb)
	contents := streams(tb, write(tb, doc))
	pages := shown(tb, contents)
	regular, bold := fontFile(tb, "Regular"), fontFile(tb, "Semibold")
	lines := textLines(tb, doc)
	simple := func(once func(tb testing.TB) []byte) func(testing.TB) func() []byte {
		return func(tb testing.TB) func() []byte { return func() []byte { return once(tb) } }
	}
	return []way{
		{"ours", simple(func(tb testing.TB) []byte { return write(tb, doc) })},
		{"raw", simple(func(tb testing.TB) []byte { return raw(tb, contents, zlib.DefaultCompression) })},
		{"raw-fastest", simple(func(tb testing.TB) []byte { return raw(tb, contents, zlib.BestSpeed) })},
		{"gofpdf-utf8", simple(func(tb testing.TB) []byte { return plainGofpdf(tb, pages, regular, bold) })},
		{"gopdf", simple(func(tb testing.TB) []byte { return signintech(tb, pages, regular, bold) })},
		{"maroto", simple(func(tb testing.TB) []byte { return plainMaroto(tb, lines, regular, bold) })},
		{"chromium", func(tb testing.TB) func() []byte { return printer(tb, doc) }},
	}
}

func shown(tb testing.TB, contents [][]byte) [][]element {
	tb.Helper()
	r := newReader(tb)
	var pages [][]element
	for _, content := range contents {
		pages = append(pages, r.elements(tb, content))
	}
	return pages
}

func textLines(tb testing.TB, doc *reports.Document) []string {
	tb.Helper()
	var out bytes.Buffer
	if err := reports.WriteText(&out, doc); err != nil {
		tb.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

const browserName = "chromium"

// printer starts a browser once and gives a function that prints the HTML twin.
func printer(tb testing.TB, doc *reports.Document) func() []byte {
	tb.Helper()
	browser, err := exec.LookPath(browserName)
	if err != nil {
		tb.Skip("chromium is missing: apt-get install chromium")
	}
	var html bytes.Buffer
	if err := reports.WriteHTML(&html, doc); err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	file := filepath.Join(dir, "report.html")
	if err := os.WriteFile(file, html.Bytes(), 0o600); err != nil {
		tb.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser), chromedp.UserDataDir(filepath.Join(dir, "profile")))
	for _, flag := range []string{"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	tb.Cleanup(stop)
	tab, closeTab := chromedp.NewContext(ctx)
	tb.Cleanup(closeTab)
	print := func() []byte {
		if err := chromedp.Do(tab, chromedp.Navigate("file://"+file)); err != nil {
			tb.Fatal(err)
		}
		out, err := chromedp.Run(tab, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
		if err != nil {
			tb.Fatal(err)
		}
		return out
	}
	print() // warm
	return print
}

func TestEverySideWritesTheWholeReport(t *testing.T) {
	doc := report(t)
	contents := streams(t, write(t, doc))
	pages := shown(t, contents)
	regular, bold := fontFile(t, "Regular"), fontFile(t, "Semibold")
	texts := 0
	for _, page := range pages {
		for _, e := range page {
			if e.paint == "" {
				texts++
			}
		}
	}
	if len(contents) < 10 || texts < 1_000 {
		t.Errorf("%d pages with %d texts were read from our own file", len(contents), texts)
	}
	for name, file := range map[string][]byte{
		"raw": raw(t, contents, zlib.DefaultCompression), "gofpdf": plainGofpdf(t, pages, regular, bold), "gopdf": signintech(t, pages, regular, bold),
		"maroto": plainMaroto(t, textLines(t, doc), regular, bold),
	} {
		if got := pageCount(file); got < len(contents) && name != "maroto" || got < 10 {
			t.Errorf("%s wrote %d pages instead of %d", name, got, len(contents))
		}
		if dir := os.Getenv("TUNTAS_KEEP"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".pdf"), file, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

// pageCount counts the page objects of a file.
func pageCount(file []byte) int {
	n := 0
	for _, name := range []string{"/Type /Page\n", "/Type /Page ", "/Type/Page ", "/Type/Page\n", "/Type/Page/"} {
		n += bytes.Count(file, []byte(name))
	}
	return n
}
