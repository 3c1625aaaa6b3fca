package browser_test

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	protocol "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe is axe-core 4.14.1 from npm, under the Mozilla Public License 2.0.
//
//go:embed testdata/axe.min.js
var axe string

const (
	wide     = 1280
	narrow   = 320
	phone    = 360
	tall     = 900
	pictured = 20000             // px: of what is longer, the beginning is pictured
	pictures = "TUNTAS_PICTURES" // folder that pictures of every state go to
)

// runAxe says each violation in a line.
const runAxe = `axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}).then(r => r.violations.map(v =>
	v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' = ' + n.html.slice(0, 160)).join(' ; ')))`

// tooWide names what reaches beyond the right edge of the window.
const tooWide = `(() => {
	if (document.scrollingElement.scrollWidth <= innerWidth) return [];
	const out = [document.scrollingElement.scrollWidth + ' px'];
	for (const e of document.querySelectorAll('body *')) {
		if (e.getBoundingClientRect().right > innerWidth + 1 && out.length < 6) out.push(e.tagName + '.' + e.className + ' ' + (e.id || e.textContent.trim().slice(0, 40)));
	}
	return out;
})()`

// longer lengthens every text by two fifths, as a language with longer words would.
const longer = `(() => {
	const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), all = [];
	while (walk.nextNode()) if (walk.currentNode.data.trim().length > 3) all.push(walk.currentNode);
	for (const n of all) {
		const text = n.data.trim();
		n.data = n.data.replace(text, text + ' ' + text.slice(0, Math.ceil(text.length * 0.4)));
	}
})()`

// plainText finds what must never be read on a page.
func plainText() []string { return []string{"<nil>", "NaN", "%!", "{{", "<no value>", "undefined"} }

// state checks the page as it stands: for accessibility, at the smallest width, for raw keys. With the variable set it
// takes pictures too.
func (p *person) state(name string) {
	p.t.Helper()
	if p.scriptless {
		p.setScript(true)
		defer p.setScript(false)
	}
	p.take(name)
	for _, violation := range p.violations() {
		p.t.Errorf("%s at %s (%s): %s", p.name, p.path(), name, violation)
	}
	p.size(narrow)
	p.fits(name)
	p.size(wide)
	shown := p.text()
	for _, raw := range plainText() {
		if strings.Contains(shown, raw) {
			p.t.Errorf("%s reads %q at %s (%s)", p.name, raw, p.path(), name)
		}
	}
	if keys := regexp.MustCompile(`\b(?:account|errors|layout|topic|tasks|result|plan|check|submit)\.[a-z_]+\.[a-z_]+\b`).FindAllString(shown, 3); keys != nil {
		p.t.Errorf("%s reads the keys %q at %s (%s)", p.name, keys, p.path(), name)
	}
	if lang := eval[string](p, `document.documentElement.lang`); lang != p.lang && !strings.HasPrefix(p.path(), "/"+lang) {
		p.t.Errorf("the language of %s (%s) is said to be %s", p.path(), name, lang)
	}
}

func (p *person) violations() []string {
	p.t.Helper()
	if !eval[bool](p, `typeof axe === 'object'`) {
		p.do("bring the checker", chromedp.Evaluate[chromedp.Void](axe+"\n;0"))
	}
	ctx, cancel := p.patient()
	defer cancel()
	found, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](runAxe, func(e *protocol.EvaluateParams) { e.AwaitPromise = new(true) }))
	if err != nil {
		p.stuck("check the page", err)
	}
	return found
}

func (p *person) fits(name string) {
	p.t.Helper()
	if out := eval[[]string](p, tooWide); len(out) > 0 {
		p.t.Errorf("%s at %s (%s): wider than %d px: %q", p.name, p.path(), name, narrow, out)
	}
}

// fitsLonger checks the smallest width with longer texts; the page is spoilt after it.
func (p *person) fitsLonger() {
	p.t.Helper()
	p.size(narrow)
	p.do("lengthen the texts", chromedp.Evaluate[chromedp.Void](longer))
	p.fits("texts 40 % longer")
	p.size(wide)
}

// take takes the pictures of a state where they are asked for.
func (p *person) take(name string) {
	p.t.Helper()
	into := os.Getenv(pictures)
	if into == "" {
		return
	}
	if err := os.MkdirAll(into, 0o755); err != nil {
		p.t.Fatal(err)
	}
	file := strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(p.lang+" "+name), "-"), "-")
	for _, width := range []int64{wide, phone} {
		p.size(width)
		ctx, cancel := p.patient()
		shot := chromedp.FullScreenshot(100)
		if eval[int](p, `document.scrollingElement.scrollHeight`) > pictured {
			p.do("look at the beginning", chromedp.EmulateViewport(width, pictured/4))
			shot = chromedp.CaptureScreenshot()
		}
		picture, err := chromedp.Run(ctx, shot)
		cancel()
		if err != nil {
			p.stuck("take a picture", err)
		}
		if err := os.WriteFile(filepath.Join(into, fmt.Sprintf("%s-%d.png", file, width)), picture, 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	p.size(wide)
}

// TestWatch shows that the watch and the checks see what they are there for.
func TestWatch(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	p := d.visitor(t, "a saboteur")
	p.open("/masuk")
	if found := append(p.violations(), eval[[]string](p, tooWide)...); len(found) > 0 {
		t.Fatalf("the page is at fault before it is spoilt: %q", found)
	}
	p.do("spoil the page", chromedp.Evaluate[chromedp.Void](`(() => {
		document.querySelector('label').remove();
		document.querySelector('h1').style.width = '1400px';
		console.log('a word');
		const inline = document.createElement('script'); inline.textContent = '1'; document.body.append(inline);
		const image = document.createElement('img'); image.src = 'http://127.0.0.2:9/x.png'; document.body.append(image);
		setTimeout(() => { throw new Error('thrown') });
		fetch('/id/none');
		setTimeout(() => alert('opened'), 50);
	})()`))
	wanted := []string{"console log: \"a word\"", "security: ", "exception: ", "answer 404", "dialog alert: opened"}
	var all string
	unseen := func(w string) bool { return !strings.Contains(all, w) }
	for end := time.Now().Add(patience); slices.ContainsFunc(wanted, unseen); runtime.Gosched() {
		all += strings.Join(p.watch.take(), "\n")
		if time.Now().After(end) {
			t.Fatalf("the watch has not seen all of %q; it saw %s", wanted, all)
		}
	}
	p.dismiss()
	if len(p.violations()) == 0 || len(eval[[]string](p, tooWide)) == 0 {
		t.Error("a field without a label and a heading that is too wide are not seen")
	}
	p.watch.take()
}
