package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tuntas/app/account"
)

// said keeps what a program writes, and lets others wait for it.
type said struct {
	mu   sync.Mutex
	more *sync.Cond
	text bytes.Buffer
	over bool
}

func newSaid() *said {
	s := &said{}
	s.more = sync.NewCond(&s.mu)
	return s
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.more.Broadcast()
	return s.text.Write(p)
}

// end says that nothing more will come.
func (s *said) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.more.Broadcast()
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// find waits for a text that matches and returns its first group.
func (s *said) find(t *testing.T, pattern string) string {
	t.Helper()
	looked := regexp.MustCompile(pattern)
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if m := looked.FindStringSubmatch(s.text.String()); m != nil {
			return m[1]
		}
		if s.over {
			t.Fatalf("it never said %s, but\n%s", pattern, s.text.String())
		}
		s.more.Wait()
	}
}

// running is a command that serves.
type running struct {
	out, err *said
	stop     context.CancelFunc
	ended    chan int
}

// start runs a command that serves until stop is called.
func start(t *testing.T, environ []string, now func() time.Time, args ...string) *running {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	r := &running{out: newSaid(), err: newSaid(), stop: stop, ended: make(chan int, 1)}
	over := make(chan struct{})
	t.Cleanup(func() { stop(); <-over })
	go func() {
		defer close(over)
		r.ended <- run(ctx, args, streams{out: r.out, err: r.err}, &process{environ: environ, now: now, exit: func(int) {}})
		r.out.end()
		r.err.end()
	}()
	return r
}

// finish stops the command and returns its exit status.
func (r *running) finish() int {
	r.stop()
	return <-r.ended
}

func get(t *testing.T, url string) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(body)
}

const listening = `"msg":"serving","listen":"([^"]*)"`

func TestServeStartsAnswersAndStops(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	environ := []string{
		"TUNTAS_DATA=" + data, "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_METRICS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=https://tuntas.example",
	}
	r := start(t, environ, clock, "serve")
	base := "http://" + r.err.find(t, listening)
	if link := r.out.find(t, `\n(https://tuntas\.example/id/undangan/[^\n]+)\n`); len(link) < 70 {
		t.Errorf("the link is %s", link)
	}
	for _, path := range []string{"/healthz", "/readyz", "/id/masuk", "/en/masuk"} {
		if status, _, body := get(t, base+path); status != http.StatusOK {
			t.Errorf("%s: status %d: %s", path, status, body)
		}
	}
	if status, header, _ := get(t, base+"/id/masuk"); status != http.StatusOK || header.Get("Content-Security-Policy") == "" {
		t.Errorf("the page has the heads %v", header)
	}
	_, _, counted := get(t, "http://"+r.err.find(t, `"msg":"serving metrics","listen":"([^"]*)"`)+"/metrics")
	for _, want := range []string{`tuntas_requests_total{`, `status="2xx"`, `tuntas_request_seconds_bucket{`, `tuntas_build_info{`, "go_goroutines"} {
		if !strings.Contains(counted, want) {
			t.Errorf("the metrics lack %s", want)
		}
	}
	if status, _, _ := get(t, base+"/metrics"); status == http.StatusOK {
		t.Error("everybody can read the metrics")
	}
	if status := r.finish(); status != exitDone {
		t.Errorf("exit status %d: %s", status, r.err)
	}
	logsAreJSON(t, r.err.String())
	if files, _ := filepath.Glob(filepath.Join(data, "checkpoints", "*.checkpoint")); len(files) != 1 {
		t.Errorf("at the end there are the checkpoints %v", files)
	}
	if out := must(t, environ, "verify"); !strings.Contains(out, "Nothing is wrong") {
		t.Errorf("the log: %s", out)
	}
}

// logsAreJSON looks at every line of a log.
func logsAreJSON(t *testing.T, log string) {
	t.Helper()
	for line := range strings.Lines(log) {
		var one struct{ Time, Level, Msg string }
		if err := json.Unmarshal([]byte(line), &one); err != nil || one.Msg == "" || !strings.HasSuffix(one.Time, "Z") {
			t.Errorf("the log has %s", line)
		}
	}
	if strings.Contains(log, "undangan") || strings.Contains(log, "@") {
		t.Errorf("the log says too much: %s", log)
	}
}

func TestServePrintsANewLinkUntilThereIsAnAdministrator(t *testing.T) {
	t.Parallel()
	environ := []string{"TUNTAS_DATA=" + t.TempDir(), "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=https://tuntas.example"}
	links := map[string]bool{}
	for range 2 {
		r := start(t, environ, clock, "serve")
		links[r.out.find(t, `\n(https://[^\n]+)\n`)] = true
		get(t, "http://"+r.err.find(t, listening)+"/healthz")
		if status := r.finish(); status != exitDone {
			t.Fatalf("exit status %d: %s", status, r.err)
		}
	}
	if len(links) != 2 {
		t.Errorf("the links are %v", links)
	}
	_, environ = installation(t)
	r := start(t, append(environ, "TUNTAS_LISTEN=127.0.0.1:0"), clock, "serve")
	get(t, "http://"+r.err.find(t, listening)+"/healthz")
	if status := r.finish(); status != exitDone || r.out.String() != "" {
		t.Errorf("with an administrator: exit status %d, it prints %s", status, r.out)
	}
}

func TestServeThatCannotStartSaysWhy(t *testing.T) {
	t.Parallel()
	folder, served := installation(t)
	r := start(t, append(served, "TUNTAS_LISTEN=127.0.0.1:0"), clock, "serve")
	taken := r.err.find(t, listening)
	blocked := filepath.Join(folder, "file")
	write(t, blocked, "")
	address := "TUNTAS_ADDRESS=https://tuntas.example"
	for name, c := range map[string]struct {
		environ []string
		status  int
		want    string
	}{
		"no address":              {nil, exitInput, "^TUNTAS_ADDRESS: write the address"},
		"an address that is used": {[]string{address, "TUNTAS_DATA=" + t.TempDir(), "TUNTAS_LISTEN=" + taken}, exitFailed, "^tuntas: serve on .*address already in use"},
		"metrics that collide":    {[]string{address, "TUNTAS_DATA=" + t.TempDir(), "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_METRICS_LISTEN=" + taken}, exitFailed, "address already in use"},
		"a database that is used": {append(served, "TUNTAS_LISTEN=127.0.0.1:0"), exitFailed, "another process has it open"},
		"a folder that is a file": {[]string{address, "TUNTAS_DATA=" + blocked, "TUNTAS_LISTEN=127.0.0.1:0"}, exitFailed, "^tuntas: .*not a directory"},
		"MongoDB that is away":    {[]string{address, "TUNTAS_DATA=" + t.TempDir(), "TUNTAS_DATABASE=mongodb://u:s3cret@127.0.0.1:1/t?serverSelectionTimeoutMS=200", "TUNTAS_LISTEN=127.0.0.1:0"}, exitFailed, "^tuntas: .*nothing answers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, _, stderr := within(t.Context(), c.environ, "serve")
			if status != c.status || !regexp.MustCompile(c.want).MatchString(stderr) || strings.Contains(stderr, "s3cret") {
				t.Errorf("exit status %d: %s", status, stderr)
			}
		})
	}
}

func TestTheDemoOpensEveryStateAndTakesItsDataAlong(t *testing.T) {
	t.Parallel()
	accounts := filepath.Join(t.TempDir(), "accounts.json")
	r := start(t, nil, time.Now, "demo", "--listen", "127.0.0.1:0", "--accounts", accounts)
	base := r.out.find(t, `(http://[^/]*)/ is open`)
	folder := r.out.find(t, `the data are in\s+(\S+);`)
	for _, path := range []string{"/id/masuk", "/en/masuk", "/id/dev/mail", "/healthz"} {
		if status, _, body := get(t, base+path); status != http.StatusOK {
			t.Errorf("%s: status %d: %s", path, status, body)
		}
	}
	content, err := os.ReadFile(accounts)
	if err != nil {
		t.Fatal(err)
	}
	var list []demoAccount
	if err := json.Unmarshal(content, &list); err != nil {
		t.Fatal(err)
	}
	organisations := map[string]bool{}
	for _, a := range list {
		organisations[a.Organisation] = true
		if a.Email == "" || a.Password == "" || a.Role.NeedsCode() != (a.TOTPSecret != "") {
			t.Errorf("an account is %+v", a)
		}
		if !strings.Contains(r.out.String(), a.Email) {
			t.Errorf("%s is not printed", a.Email)
		}
	}
	if len(organisations) != 8 {
		t.Errorf("the organisations are %v", organisations)
	}
	everybodyIsAtHome(t, base, list)
	if status := r.finish(); status != exitDone || r.err.String() != "" {
		t.Errorf("exit status %d: %s", status, r.err)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the folder %s is still there", folder)
	}
}

// everybodyIsAtHome signs everybody of the demo in and looks at what they see first.
func everybodyIsAtHome(t *testing.T, base string, list []demoAccount) {
	t.Helper()
	states := map[string]bool{}
	for _, a := range list {
		v := newVisitor(t, base, base)
		if err := v.signIn(t.Context(), &a); err != nil {
			t.Errorf("%s: %v", a.Email, err)
			continue
		}
		if a.Role != account.Owner {
			continue
		}
		status, page, err := v.do(t.Context(), http.MethodGet, "/id/penilaian", nil)
		if err != nil || status != http.StatusOK || !strings.Contains(page, a.Organisation) {
			t.Errorf("%s: status %d, %v", a.Email, status, err)
		}
		for _, state := range []string{"Sedang diisi", "Dikirim"} {
			states[state] = states[state] || strings.Contains(page, state)
		}
	}
	if !states["Sedang diisi"] || !states["Dikirim"] {
		t.Errorf("among the states there are %v", states)
	}
}

func TestTheDemoRefusesAnAddressThatIsNone(t *testing.T) {
	t.Parallel()
	if status, _, stderr := within(t.Context(), nil, "demo", "--listen", "8080"); status != exitUsage || !strings.Contains(stderr, "HOST:PORT") {
		t.Errorf("exit status %d: %s", status, stderr)
	}
}
