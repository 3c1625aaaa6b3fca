package browser_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// payloads are texts that run script or break out of their place where a page puts them in as they are. Each calls
// window.alert or leaves an element <x-hurt> behind.
func payloads() []string {
	return []string{
		`<script>alert(1)</script>`, `"><script>alert(2)</script>`, `'><script>alert(3)</script>`, `</textarea><script>alert(4)</script>`,
		`</title><script>alert(5)</script>`, `<img src=x onerror=alert(6)>`, `"><img src=x onerror=alert(7)>`, `<svg onload=alert(8)>`,
		`<svg><script>alert(9)</script></svg>`, `" onfocus="alert(10)" autofocus="`, `' onfocus='alert(11)' autofocus='`,
		`javascript:alert(12)`, `<a href="javascript:alert(13)">lihat</a>`, `<iframe srcdoc="<script>alert(14)</script>"></iframe>`,
		`<details open ontoggle=alert(15)>`, `<video><source onerror=alert(16)></video>`, `<body onload=alert(17)>`,
		`<input onfocus=alert(18) autofocus>`, `<x-hurt></x-hurt>`, `"><x-hurt></x-hurt>`, `</option></select><x-hurt></x-hurt>`,
		`--><x-hurt></x-hurt><!--`, `]]><x-hurt></x-hurt>`, `</style><x-hurt></x-hurt>`, `<style>*{display:none}</style>`,
		`<base href="http://127.0.0.2/">`, `<meta http-equiv="refresh" content="0;url=http://127.0.0.2/">`,
		`<form action="http://127.0.0.2/"><button>`, `<link rel=stylesheet href=//127.0.0.2/x.css>`, `<object data="data:text/html,x">`,
		`<embed src="data:text/html,x">`, `{{.Actor}}`, `{{printf "%s" "x-hurt"}}`, `${alert(34)}`, `&lt;x-hurt&gt;`, `&#60;x-hurt&#62;`,
		`%3Cx-hurt%3E%3C/x-hurt%3E`, "\u202e<x-hurt></x-hurt>", "＜script＞alert(39)＜/script＞", `<math><mtext><x-hurt></x-hurt></mtext></math>`,
	}
}

// hurt lists the signs of a text that became part of the page.
const hurt = `Array.from(document.querySelectorAll('x-hurt, body script, iframe, object, embed, base, meta[http-equiv], body link, body style, img, video, math, [onerror], [onload], [onfocus], [ontoggle], a[href^="javascript:"], form[action^="http"]')).map(e => e.outerHTML.slice(0, 120))`

// TestInjection stores hostile texts in every field that takes text and reads all pages as the owner.
func TestInjection(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	p := d.member(t, "pemilik@mebel.example")
	home := p.found(":id")
	texts := payloads()
	if len(texts) != 40 {
		t.Fatalf("%d payloads", len(texts))
	}
	p.withoutScript() // as an attacker would, by forms alone
	used := hostileAnswers(p, home, texts)
	hostileNames(p, home)
	p.withScript()
	if used < len(texts) {
		t.Errorf("only %d of %d payloads were stored", used, len(texts))
	}
	read := 0
	for lang, most := range map[string]int{"id": 60, "en": 3} {
		p.lang = lang
		c := crawl{p: p, most: most, topics: most, member: true}
		c.run("/penilaian", func(page string) {
			read++
			if found := eval[[]string](p, hurt); len(found) > 0 {
				t.Errorf("%s %s holds %q", lang, page, found)
			}
		})
	}
	p.open(home + "/periksa")
	p.sees(texts[0], texts[5])
	t.Logf("%d pages were read", read)
}

// hostileAnswers fills remarks, reasons, names and texts with the payloads in turn, and is told how many were stored.
func hostileAnswers(p *person, home string, texts []string) int {
	p.t.Helper()
	next := 0
	text := func() string { next++; return texts[(next-1)%len(texts)] }
	for _, section := range []string{"profile", "recruitment", "contract", "wages", "movement", "voice", "governance"} {
		for _, topic := range p.topics(home + "/bagian/" + section) {
			p.open(topic)
			for _, q := range p.questions() {
				p.do("open the remark", evalVoid(fmt.Sprintf(`document.querySelector('[name="comment.%s"]').closest('details').open = true`, q.ID)))
				p.fill("comment."+q.ID, text())
				switch at := slices.IndexFunc(q.Ways, func(w string) bool { return strings.HasSuffix(w, "not_applicable") }); {
				case q.Done:
				case at >= 0:
					p.way(q, "not_applicable")
					p.fill("reason."+q.ID, text())
				default:
					p.way(q, "not_known")
					p.fill("who."+q.ID, text())
					p.fill("by."+q.ID, "15/12/2027")
				}
			}
			p.watch.allow(422)
			p.press(`form .save .btn.two`)
			p.watch.allow()
		}
	}
	return next
}

// hostileNames puts markup into the names of files, company, site and person, and into a conversation.
func hostileNames(p *person, home string) {
	p.t.Helper()
	const markup = `PT "><img src=x onerror=alert(41)><x-hurt>`
	p.watch.allow(422)
	p.open(home + "/bukti/workforce_table")
	p.attach(write(p.t, `"><img src=x onerror=alert(42)>.pdf`, smallPDF("x")))
	p.press(`form[data-upload] .btn`)
	p.open(home + "/percakapan/workforce_table")
	p.fill("text", markup)
	p.press(button)
	p.open("/profil/identitas")
	p.fill("legal_name", markup)
	p.press(button)
	p.open("/profil/lokasi")
	p.fill("sites.0.name", markup)
	p.press("main form .acts .btn")
	p.open("/orang/undang")
	p.fill("email", "jahat@peramban.example")
	p.fill("name", markup)
	p.tick("role", "viewer")
	p.press(button)
	p.open(p.demo.mailedLink(p.t, "jahat@peramban.example"))
	if found := eval[[]string](p, hurt); len(found) > 0 {
		p.t.Errorf("the invitation holds %q", found)
	}
	p.watch.allow()
}
