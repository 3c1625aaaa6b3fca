package browser_test

import (
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestReport looks at the twin of the PDF report in both languages. Its page is a sandbox without script, in which no
// checker runs; so its text is put into an empty page, after a look at what the browser says of it where it stands.
func TestReport(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			p := d.member(t, "komisaris@sawit.example")
			p.lang = lang
			path := p.found(":id/hasil/laporan")
			if status := p.open(path); status != 200 {
				t.Fatalf("the report: %d", status)
			}
			p.take("report")
			p.watch.report(t, "the reader of the report")
			_, text := d.fetch(t, path, p.cookies())
			p.do("leave", chromedp.Navigate("about:blank"))
			tree, err := chromedp.Call(p.ctx, page.GetFrameTree, struct{}{})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := chromedp.Call(p.ctx, page.SetDocumentContent, page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: string(text)}); err != nil {
				t.Fatal(err)
			}
			p.sees("PT Contoh Sawit Rimba Rekaan")
			for _, violation := range p.violations() {
				t.Errorf("report: %s", violation)
			}
			p.size(narrow)
			p.fits("report")
		})
	}
}
