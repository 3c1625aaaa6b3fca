package browser_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take before the test gives up; the machine may be busy with other tests.
const patience = 45 * time.Second

// person is somebody at a browser of their own.
type person struct {
	t     *testing.T
	demo  *demo
	name  string
	lang  string // of the paths that are opened without one
	ctx   context.Context
	watch *watch

	scriptless bool
}

// visitor is somebody who has never been here before.
func (d *demo) visitor(t *testing.T, name string) *person {
	t.Helper()
	browser, err := chromium()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	w := &watch{origin: d.address, loads: map[string]loaded{}}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(w.see))
	p := &person{t: t, demo: d, name: name, lang: "id", ctx: ctx, watch: w}
	t.Cleanup(func() {
		w.report(t, name)
		cancel()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("open a window for %s: %v", name, err)
	}
	p.size(wide)
	return p
}

// member is somebody signed in with an account of the demo. An account signs in once in a demo, as a code counts once.
func (d *demo) member(t *testing.T, email string) *person {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.visitor(t, email)
	if cookies := d.sessions[email]; cookies != nil {
		p.setCookies(cookies)
		return p
	}
	p.open("/masuk")
	p.signIn(d.account(t, email))
	d.sessions[email] = p.cookies()
	return p
}

// signIn fills in the form that is open, and the code where one is asked for.
func (p *person) signIn(a account) {
	p.t.Helper()
	p.fill("email", a.Email)
	p.fill("password", a.Password)
	p.press("main form .btn")
	if a.Secret != "" {
		p.fill("code", code(p.t, a.Secret))
		p.press("main form .btn")
	}
}

// patient is the person's window with a time limit.
func (p *person) patient() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, patience)
}

// do runs steps, and ends the test with the page's address when one does not come about.
func (p *person) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.stuck(what, err)
	}
}

// stuck ends the test and says where the person was.
func (p *person) stuck(what string, err error) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
	defer cancel()
	where, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`location.pathname + "\n" + document.body.innerText.slice(0, 1500)`))
	p.t.Fatalf("%s cannot %s: %v; faults %q; the page is %s", p.name, what, err, p.watch.take(), where)
}

// eval is the value of an expression on the page.
func eval[T any](p *person, expression string) T {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalObjectGroup("test")))
	if err != nil {
		p.stuck("read "+expression, err)
	}
	return value
}

// evalVoid runs an expression on the page.
func evalVoid(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Evaluate[chromedp.Void](expression)
}

// await waits until an expression holds on the page.
func (p *person) await(expression string) {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	_, err := chromedp.Run(ctx, chromedp.Poll[bool]("Boolean("+expression+")", chromedp.WithPollingInterval(50*time.Millisecond)))
	if err != nil {
		p.stuck("wait until "+expression, err)
	}
}

// open goes to a path and is told the status of its answer.
func (p *person) open(path string) int64 {
	p.t.Helper()
	if !strings.HasPrefix(path, "/id") && !strings.HasPrefix(path, "/en") {
		path = "/" + p.lang + path
	}
	ctx, cancel := p.patient()
	defer cancel()
	response, err := chromedp.Run(ctx, chromedp.NavigateResponse(p.demo.address+path))
	if err != nil {
		p.stuck("open "+path, err)
	}
	return response.Status
}

// press clicks on something that leads to another page, and is told the status of its answer.
func (p *person) press(selector string) int64 {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	response, err := chromedp.RunResponse(ctx, chromedp.Click(chromedp.CSS(selector)))
	if err != nil || response == nil {
		p.stuck("press "+selector, errors.Join(err, errors.New("no page came")))
	}
	return response.Status
}

// click clicks on something that stays on the page.
func (p *person) click(selector string) {
	p.t.Helper()
	p.do("click "+selector, chromedp.Click(chromedp.CSS(selector)))
}

// fill types into the field with a name, in place of what stands there.
func (p *person) fill(name, text string) {
	p.t.Helper()
	field := fmt.Sprintf(`main [name=%q]:not([type="hidden"])`, name)
	p.do("fill "+name, chromedp.Focus(chromedp.CSS(field)),
		chromedp.Evaluate[chromedp.Void](`document.querySelector(`+quote(field)+`).select()`), insert(text))
}

// insert types text at once where the focus is.
func insert(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// choose picks the option of a list.
func (p *person) choose(name, value string) {
	p.t.Helper()
	p.do("choose "+value, chromedp.SetValue(chromedp.CSS(fmt.Sprintf(`main select[name=%q]`, name)), value))
}

// tick clicks on a box or button of a group, by its label as people do.
func (p *person) tick(name, value string) {
	p.t.Helper()
	id := eval[string](p, fmt.Sprintf(`document.querySelector('main input[name=%q][value=%q]').id`, name, value))
	p.click(fmt.Sprintf(`label[for=%q]`, id))
}

// path is where the person is.
func (p *person) path() string {
	p.t.Helper()
	return eval[string](p, `location.pathname`)
}

// text is what the person reads.
func (p *person) text() string {
	p.t.Helper()
	return eval[string](p, `document.body.innerText`)
}

// sees fails the test for each text that is not on the page.
func (p *person) sees(texts ...string) {
	p.t.Helper()
	shown := p.text()
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			p.t.Fatalf("%s does not see %q at %s:\n%.3000s", p.name, text, p.path(), shown)
		}
	}
}

// at fails the test unless the person is at a path that ends so.
func (p *person) at(ending string) {
	p.t.Helper()
	if path := p.path(); !strings.HasSuffix(path, ending) {
		p.t.Fatalf("%s is at %s, want …%s:\n%.2000s", p.name, path, ending, p.text())
	}
}

// size gives the window a width in CSS pixels.
func (p *person) size(width int64) {
	p.t.Helper()
	p.do("resize the window", chromedp.EmulateViewport(width, tall))
}

// withoutScript turns the script of the pages off.
func (p *person) withoutScript() {
	p.t.Helper()
	p.scriptless = true
	p.setScript(false)
}

// withScript turns the script of the pages on again.
func (p *person) withScript() {
	p.t.Helper()
	p.scriptless = false
	p.setScript(true)
}

func (p *person) setScript(on bool) {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on}); err != nil {
		p.stuck("turn script on or off", err)
	}
}

// dismiss closes the dialog that is open.
func (p *person) dismiss() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{}); err != nil {
		p.stuck("close the dialog", err)
	}
}

func (p *person) cookies() []*network.Cookie {
	p.t.Helper()
	result, err := chromedp.Call(p.ctx, network.GetCookies, network.GetCookiesParams{URLs: []string{p.demo.address}})
	if err != nil {
		p.stuck("read the cookies", err)
	}
	return result.Cookies
}

func (p *person) setCookies(cookies []*network.Cookie) {
	p.t.Helper()
	for _, c := range cookies {
		_, err := chromedp.Call(p.ctx, network.SetCookie, network.SetCookieParams{
			Name: c.Name, Value: c.Value, URL: p.demo.address, HTTPOnly: new(c.HTTPOnly), SameSite: c.SameSite,
		})
		if err != nil {
			p.stuck("take a session over", err)
		}
	}
}

// forget loses all cookies, as when a session ended.
func (p *person) forget() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		p.stuck("lose the cookies", err)
	}
}

// quote is text as a literal of the page's script.
func quote(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(out)
}
