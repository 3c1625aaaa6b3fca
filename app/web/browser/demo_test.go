// Package browser_test walks the platform's pages in a headless Chromium as people do: with a mouse, with the keyboard
// alone, without script, on a narrow screen, in both languages and through a checker of accessibility. It knows the
// program by its command line and its pages alone and imports nothing of ours.
//
// TUNTAS_PICTURES=FOLDER go test ./app/web/browser -run Pictures takes a picture of every page, wide and narrow.
package browser_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/pquerna/otp/totp"
)

// folder holds what the tests of one process share: the program and the browser's profile.
var folder string

// binary is the program, built once.
var binary = sync.OnceValues(func() (string, error) {
	path := filepath.Join(folder, "tuntas")
	build := exec.Command("go", "build", "-o", path, "tuntas/app")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if folder, err = os.MkdirTemp("", "tuntas-browser-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	defer stopBrowser()
	return m.Run()
}

// account is one of those that the demo writes down.
type account struct {
	Email        string `json:"email"`
	Password     string `json:"password"`
	Secret       string `json:"totp_secret"`
	Role         string `json:"role"`
	Organisation string `json:"organisation"`
}

// code is what the account's code generator shows now.
func code(t *testing.T, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// demo is a running installation.
type demo struct {
	address  string
	accounts []account
	client   *http.Client

	mu       sync.Mutex
	sessions map[string][]*network.Cookie // by e-mail
}

// startDemo starts an installation that ends with the test.
func startDemo(t *testing.T) *demo {
	t.Helper()
	needBrowser(t)
	program, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(t.TempDir(), "accounts.json")
	process := exec.Command(program, "demo", "--listen", "127.0.0.1:0", "--accounts", list)
	var faults strings.Builder
	process.Stderr = &faults
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = process.Process.Signal(syscall.SIGTERM)
		if err := process.Wait(); err != nil {
			t.Errorf("the demo ended with %v", err)
		}
		for line := range strings.Lines(faults.String()) {
			if !strings.Contains(line, `msg="request denied"`) {
				t.Errorf("the demo complains: %s", line)
			}
		}
	})
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatalf("the demo said %q: %v", first, err)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	address, _, _ := strings.Cut(first, "/ is open")
	d := &demo{address: address, sessions: map[string][]*network.Cookie{}, client: &http.Client{
		Timeout: time.Minute, Transport: &http.Transport{}, // no proxy
	}}
	text, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &d.accounts); err != nil {
		t.Fatal(err)
	}
	return d
}

// account is the account with an e-mail address.
func (d *demo) account(t *testing.T, email string) account {
	t.Helper()
	for _, a := range d.accounts {
		if a.Email == email {
			return a
		}
	}
	t.Fatalf("the demo has no account %s", email)
	return account{}
}

// fetch is a page or file as a program gets it that sends the cookies.
func (d *demo) fetch(t *testing.T, path string, cookies []*network.Cookie) (status int, body []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cookies {
		request.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	response, err := d.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

// mailedLink is the path of the first link in the newest mail to somebody.
func (d *demo) mailedLink(t *testing.T, email string) string {
	t.Helper()
	_, list := d.fetch(t, "/id/dev/mail", nil)
	row := regexp.MustCompile(`href="(/id/dev/mail/\d+)"><b>[^<]*</b></a><div class="m">` + regexp.QuoteMeta(email) + `,`)
	found := row.FindSubmatch(list)
	if found == nil {
		t.Fatalf("no mail to %s is shown", email)
	}
	_, mail := d.fetch(t, string(found[1]), nil)
	link := regexp.MustCompile(`<a href="(/(?:id|en)/[^"]+)">http`).FindSubmatch(mail)
	if link == nil {
		t.Fatalf("the mail to %s holds no link:\n%s", email, mail)
	}
	return string(link[1])
}
