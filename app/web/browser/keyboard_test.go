package browser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focused is what has the focus and whether that can be seen.
type focused struct {
	Name    string `json:"name"` // its name, or its address, or its id
	Tag     string `json:"tag"`
	Kind    string `json:"kind"`
	Marked  bool   `json:"marked"`  // an outline, of it or of what it stands in, is drawn
	Covered bool   `json:"covered"` // it is outside the window or under something else
}

const seenFocus = `(e => {
	const outlined = n => { const s = n && getComputedStyle(n); return s && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; };
	const near = [e, e.nextElementSibling, e.parentElement, e.parentElement && e.parentElement.parentElement];
	const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + Math.min(r.height / 2, 20);
	const top = document.elementFromPoint(x, y);
	return {
		name: e.name || e.getAttribute('href') || e.id, tag: e.tagName, kind: e.type || '', marked: near.some(outlined),
		covered: r.bottom <= 0 || r.top >= innerHeight || !top || !(e === top || e.contains(top) || near.includes(top) || top.contains(e)),
	};
})(document.activeElement)`

// tab goes on with the Tab key and fails the test where the focus is lost from sight.
func (p *person) tab() focused {
	p.t.Helper()
	p.do("press Tab", chromedp.KeyEvent(kb.Tab))
	f := eval[focused](p, seenFocus)
	if f.Tag != "BODY" && (!f.Marked || f.Covered) {
		p.t.Errorf("at %s the focus on %+v cannot be seen", p.path(), f)
	}
	return f
}

// tabTo goes on until the focus is where it is wanted.
func (p *person) tabTo(what string, wanted func(focused) bool) {
	p.t.Helper()
	var seen []string
	for range 150 {
		f := p.tab()
		if wanted(f) {
			return
		}
		seen = append(seen, f.Name)
	}
	p.t.Fatalf("Tab does not reach %s at %s; it passed %q", what, p.path(), seen)
}

func (p *person) tabToName(name string) {
	p.t.Helper()
	p.tabTo(name, func(f focused) bool { return f.Name == name })
}

func (p *person) tabToButton() {
	p.t.Helper()
	p.tabTo("the button", func(f focused) bool { return f.Tag == "BUTTON" })
}

// enter presses Enter, which leads to another page.
func (p *person) enter() {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		p.stuck("press Enter", err)
	}
}

func (p *person) keys(keys string) {
	p.t.Helper()
	p.do("type", chromedp.KeyEvent(keys))
}

// TestKeyboard signs in, answers a topic and saves it with the keys Tab, Space, Enter and the arrows alone.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	p := d.visitor(t, "somebody with a keyboard")
	a := d.account(t, "pemilik@mebel.example")
	p.open("/masuk")
	if first := p.tab(); first.Name != "#isi" {
		t.Errorf("the first Tab leads to %+v, not to the link that skips to the content", first)
	}
	p.keys(kb.Enter)
	p.tabToName("email")
	p.keys(a.Email)
	p.tabToName("password")
	p.keys(a.Password)
	p.tabToButton()
	p.enter()
	p.tabToName("code")
	p.keys(code(t, a.Secret))
	p.enter()
	p.at("/penilaian")
	p.tabTo("the assessment", func(f focused) bool {
		return strings.HasPrefix(f.Name, "/id/penilaian/") && !strings.HasSuffix(f.Name, "/mulai")
	})
	p.enter()
	p.tabTo("a section", func(f focused) bool { return strings.Contains(f.Name, "/bagian/wages") })
	p.enter()
	answeredByKeys(p)
}

// answeredByKeys picks another option of the first question by the arrow keys and says who knows the second one.
func answeredByKeys(p *person) {
	p.t.Helper()
	topic := p.path()
	q := p.questions()[0]
	if !q.Single {
		p.t.Fatalf("the first question %+v has no options to choose from", q)
	}
	p.tabToName("a." + q.ID)
	p.keys(" ")
	p.keys(kb.ArrowDown)
	p.keys(kb.ArrowDown)
	chosen := fmt.Sprintf(`(document.querySelector('input[name="a.%s"]:checked') || {}).id`, q.ID)
	want := eval[string](p, chosen)
	if f := eval[focused](p, seenFocus); !f.Marked || want == "" || want == q.Choices[0] {
		p.t.Errorf("the arrows lead to %q with the focus %+v", want, f)
	}
	p.tabTo("why we ask", func(f focused) bool { return f.Tag == "SUMMARY" })
	p.keys(kb.Enter)
	if !eval[bool](p, `document.activeElement.parentElement.open`) {
		p.t.Error("Enter does not open the help")
	}
	p.tabTo("save", func(f focused) bool { return f.Name == "lanjut" })
	p.enter()
	p.open(topic)
	if got := eval[string](p, chosen); got != want {
		p.t.Errorf("%s was chosen with the keyboard, %s was stored", want, got)
	}
}
