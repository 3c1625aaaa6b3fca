package browser_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

const (
	kib         = 1024
	firstLoad   = 45 * kib
	repeatLoad  = 12 * kib
	mostRequest = 5
	scriptLimit = 6000
)

// TestWeight loads pages with an empty store and again, and counts what comes over the wire.
func TestWeight(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	for _, page := range []struct{ name, as, path string }{
		{"task list", "pemilik@garmen.example", ":id"},
		{"topic", "pemilik@garmen.example", ":id/bagian/recruitment/recruitment_fees"},
		{"check of all answers", "pemilik@garmen.example", ":id/periksa"},
		{"result", "pemilik@sawit.example", ":id/hasil"},
		{"plan", "pemilik@sawit.example", ":id/rencana"},
	} {
		t.Run(page.name, func(t *testing.T) {
			p := d.member(t, page.as)
			path := p.found(page.path)
			p.empty()
			if bytes, requests := p.weigh(path); bytes > firstLoad || requests > mostRequest || requests < 3 {
				t.Errorf("first load: %d bytes in %d requests, at most %d in %d", bytes, requests, firstLoad, mostRequest)
			}
			if bytes, requests := p.weigh(path); bytes > repeatLoad || requests > mostRequest {
				t.Errorf("repeated load: %d bytes in %d requests, at most %d in %d", bytes, requests, repeatLoad, mostRequest)
			}
		})
	}
	t.Run("script", func(t *testing.T) {
		_, page := d.fetch(t, "/id/masuk", nil)
		script := regexp.MustCompile(`src="(/static/[^"]+\.js)"`).FindSubmatch(page)
		if script == nil {
			t.Fatal("the page names no script")
		}
		if size := d.compressed(t, string(script[1])); size > scriptLimit {
			t.Errorf("the script weighs %d bytes, at most %d", size, scriptLimit)
		}
	})
}

// compressed is the size of a file as it is sent to whoever takes gzip, checked to be gzip.
func (d *demo) compressed(t *testing.T, path string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := d.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gzip.NewReader(bytes.NewReader(body)); err != nil {
		t.Errorf("%s is not compressed: %v", path, err)
	}
	return len(body)
}

// empty leaves the page and forgets what the browser has stored, but its cookies.
func (p *person) empty() {
	p.t.Helper()
	p.do("leave", chromedp.Navigate("about:blank"), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, network.ClearBrowserCache.Method, nil, nil)
	}))
	p.watch.traffic()
}

// weigh opens a page and is told how much came over the wire in how many requests.
func (p *person) weigh(path string) (bytes, requests int) {
	p.t.Helper()
	p.open(path)
	p.await(`performance.getEntriesByType('navigation')[0].loadEventEnd > 0 && performance.getEntriesByType('resource').every(r => r.responseEnd > 0)`)
	for _, l := range p.watch.traffic() {
		if strings.HasPrefix(l.url, p.demo.address) && l.done {
			bytes += int(l.bytes)
			requests++
			p.t.Logf("%.0f bytes: %s", l.bytes, l.url)
		}
	}
	return bytes, requests
}
