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
	"testing"
	"time"
)

// lines passes on what is written, one line at a time.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
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

func TestDemoServesTheWorkedCompaniesUntilItIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	accounts := filepath.Join(t.TempDir(), "accounts.json")
	said, ended := make(lines, 1), make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		args := []string{"demo", "--listen", "127.0.0.1:0", "--accounts", accounts}
		ended <- run(ctx, args, streams{out: said, err: &stderr}, &process{now: clock, exit: func(int) {}})
	}()
	var line string
	select {
	case line = <-said:
	case status := <-ended:
		t.Fatalf("exit status %d before it served: %s", status, stderr.String())
	case <-time.After(time.Minute):
		t.Fatal("nothing is served after a minute")
	}
	found := regexp.MustCompile(`^(http://[^ ]*)/ .*files are in ([^;]*);`).FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("the demo says %q", line)
	}
	base, folder := found[1], found[2]
	demoPage(t, base+"/", "PT Contoh Sawit", "Sangat tinggi", "tinggi = buruk")
	links := demoPage(t, base+"/en", "PT Contoh Sawit", "Very high", "high = bad")
	if len(links) < 4*9+1 {
		t.Errorf("the page has %d links only", len(links))
	}
	for _, link := range links {
		if status, _, body := get(t, base+link); status != http.StatusOK || len(body) < 500 {
			t.Errorf("%s: status %d, %d bytes", link, status, len(body))
		}
	}
	for _, path := range []string{"/none", "/../go.mod", "/.", "/page/index.html"} {
		if status, _, _ := get(t, base+path); status == http.StatusOK && path != "/." {
			t.Errorf("%s is served", path)
		}
	}
	content, err := os.ReadFile(accounts)
	if err != nil {
		t.Fatal(err)
	}
	var list []struct{}
	if err := json.Unmarshal(content, &list); err != nil || list == nil || len(list) != 0 {
		t.Errorf("the accounts are %s", content)
	}
	stop()
	if status := <-ended; status != exitDone {
		t.Errorf("exit status %d: %s", status, stderr.String())
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("the folder %s is still there", folder)
	}
}

// demoPage looks at an index page and returns its links to files.
func demoPage(t *testing.T, url string, wants ...string) []string {
	t.Helper()
	status, header, body := get(t, url)
	if status != http.StatusOK {
		t.Fatalf("%s: status %d", url, status)
	}
	for _, want := range wants {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %q", url, want)
		}
	}
	if strings.Contains(body, "<script") || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Errorf("%s has a script, or lets one in", url)
	}
	var links []string
	for _, m := range regexp.MustCompile(`href="(/[^"]+)"`).FindAllStringSubmatch(body, -1) {
		links = append(links, m[1])
	}
	return links
}
