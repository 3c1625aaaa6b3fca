package browser_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// closeBrowser ends the browser, once it was started.
var closeBrowser context.CancelFunc

// chromium is the browser that all people of a process share; each has a profile of their own in it.
var chromium = sync.OnceValues(func() (context.Context, error) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(chromiumPath()),
		chromedp.UserDataDir(filepath.Join(folder, "profile")),
		chromedp.Flag("no-sandbox", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("no-proxy-server", true),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	closeBrowser = func() { _ = chromedp.Cancel(ctx); end(); endAllocator() }
	return ctx, chromedp.Do(ctx)
})

func stopBrowser() {
	if closeBrowser != nil {
		closeBrowser()
	}
}

func chromiumPath() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// needBrowser skips a test where there is no Chromium, and fails it where one is required.
func needBrowser(t *testing.T) {
	t.Helper()
	switch {
	case chromiumPath() != "":
	case slices.Contains(strings.Split(os.Getenv("TUNTAS_REQUIRE"), ","), "browser"):
		t.Fatal("chromium is required and not installed")
	default:
		t.Skip("chromium is not installed: the journeys in a browser are not walked")
	}
}
