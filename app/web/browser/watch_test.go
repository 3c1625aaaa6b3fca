package browser_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// watch sees everything that must never happen while somebody uses the platform: a word in the console, a violated
// content policy, a dialog, a request that fails or that goes to somebody else.
type watch struct {
	origin string

	mu      sync.Mutex
	faults  []string
	allowed []int64           // statuses that the person provokes on purpose
	loads   map[string]loaded // by request
}

// loaded is one answer that came over the wire.
type loaded struct {
	url    string
	kind   network.ResourceType
	cached bool
	done   bool
	bytes  float64 // compressed, with its head
}

// see handles one event of the browser.
func (w *watch) see(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		w.fault("console %s: %s", e.Type, words(e.Args))
	case *runtime.EventExceptionThrown:
		w.fault("exception: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
	case *log.EventEntryAdded:
		if e.Entry.Source != log.EntrySourceNetwork { // those are seen below, with their status
			w.fault("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL)
		}
	case *page.EventJavascriptDialogOpening:
		w.fault("dialog %s: %s", e.Type, e.Message)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, w.origin+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			w.fault("request to somebody else: %s", e.Request.URL)
		}
		w.loads[string(e.RequestID)] = loaded{url: e.Request.URL}
	case *network.EventResponseReceived:
		half := e.Response.Status == 422 && strings.Contains(e.Response.URL, "/otomatis") // stored while half is typed
		if e.Response.Status >= 400 && !half && !slices.Contains(w.allowed, e.Response.Status) {
			w.fault("answer %d: %s", e.Response.Status, e.Response.URL)
		}
		l := w.loads[string(e.RequestID)]
		l.url, l.kind, l.cached = e.Response.URL, e.Type, l.cached || e.Response.FromDiskCache
		w.loads[string(e.RequestID)] = l
	case *network.EventRequestServedFromCache:
		w.loads[string(e.RequestID)] = loaded{cached: true}
	case *network.EventLoadingFinished:
		l := w.loads[string(e.RequestID)]
		l.bytes, l.done = e.EncodedDataLength, true
		w.loads[string(e.RequestID)] = l
	case *network.EventLoadingFailed:
		delete(w.loads, string(e.RequestID))
		if !e.Canceled { // a download and a page that was left are cancelled
			w.fault("request failed: %s (%s)", e.ErrorText, e.Type)
		}
	}
}

func (w *watch) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

// words is what was written to the console.
func words(args []*runtime.RemoteObject) string {
	var out []string
	for _, a := range args {
		out = append(out, string(a.Value)+a.Description)
	}
	return strings.Join(out, " ")
}

// take is the faults so far; they are forgotten with it.
func (w *watch) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	faults := w.faults
	w.faults = nil
	return faults
}

// allow names the statuses of answers that are no fault from now on.
func (w *watch) allow(statuses ...int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.allowed = statuses
}

// traffic is what came over the wire since the last call.
func (w *watch) traffic() []loaded {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []loaded
	for _, l := range w.loads {
		if !l.cached {
			out = append(out, l)
		}
	}
	w.loads = map[string]loaded{}
	return out
}

// report fails a test for each fault.
func (w *watch) report(t *testing.T, who string) {
	t.Helper()
	for _, fault := range w.take() {
		t.Errorf("in the browser of %s: %s", who, fault)
	}
}
