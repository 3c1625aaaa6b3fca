package web_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"tuntas/app/account"
	"tuntas/app/web"
)

// pictures are the pages to look at: who looks, and at which address.
func pictures() [][2]string {
	return [][2]string{
		{"", "/id/"},
		{"", "/en/"},
		{"", "/id/masuk"},
		{"", "/id/daftar"},
		{"", "/id/daftar/terkirim"},
		{"", "/id/lupa-sandi"},
		{"", "/id/hak-akses"},
		{"", "/id/bantuan"},
		{"", "/id/pelindungan-data"},
		{"", "/id/aksesibilitas"},
		{"", "/id/tidak-ada"},
		{"", "/id/dev/mail"},
		{"", "/id/dev/mail/1"},
		{"", "/id/dev/accounts"},
		{"owner", "/id/akun"},
		{"owner", "/id/pembuat-kode"},
		{"owner", "/id/konfirmasi"},
		{"owner", "/id/akun/hapus"},
		{"owner", "/id/organisasi"},
		{"owner", "/id/orang"},
		{"owner", "/id/orang/undang"},
		{"owner", "/id/profil"},
		{"owner", "/id/profil/identitas"},
		{"owner", "/id/profil/kbli?cari=sawit"},
		{"owner", "/id/profil/lokasi"},
		{"owner", "/id/profil/pekerja"},
		{"auditor", "/id/log-keamanan"},
		{"viewer", "/id/orang/undang"},
	}
}

// TestPictures takes pictures of pages at 1280 and 360 px into the folder that TUNTAS_PICTURES names.
func TestPictures(t *testing.T) {
	folder := os.Getenv("TUNTAS_PICTURES")
	if folder == "" {
		t.Skip("TUNTAS_PICTURES is not set")
	}
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := "http://" + ln.Addr().String()
	h := open(t, func(c *web.Config) {
		c.Demo = &web.Demo{Accounts: func() []web.DemoAccount {
			return []web.DemoAccount{{Email: "sari@wana.test", Password: password, TOTPSecret: secret, Role: "owner", Organisation: "PT Wana Tirta Sawit"}}
		}}
	})
	h.demo(at)
	go func() { _ = h.server.Serve(context.WithoutCancel(t.Context()), ln) }()
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU, chromedp.NoFirstRun)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	sessions := map[string]string{"": ""}
	for _, who := range []string{"owner", "auditor", "viewer"} {
		sessions[who] = h.as(who).cookies[h.sessionCookie()]
	}
	for _, p := range pictures() {
		for name, width := range map[string]int64{"1280": 1280, "360": 360} {
			picture, err := shoot(ctx, at+p[1], sessions[p[0]], width)
			if err != nil {
				t.Error(p, width, err)
				continue
			}
			file := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(p[1]), "-") + "-" + p[0] + "-" + name + ".png"
			if err := os.WriteFile(filepath.Join(folder, file), picture, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func shoot(ctx context.Context, address, session string, width int64) ([]byte, error) {
	if _, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		return nil, err
	}
	if session != "" {
		if _, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: "tuntas", Value: session, URL: address}); err != nil {
			return nil, err
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	if ran, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.classList.contains("script")`)); err != nil || !ran {
		return nil, errors.Join(err, errors.New("the script does not run to its end"))
	}
	if wide, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > innerWidth`)); err != nil || wide {
		return nil, errors.Join(err, errors.New("the page is wider than its window"))
	}
	return chromedp.Run(ctx, chromedp.FullScreenshot(100))
}

// demo makes the house one of a demo at an address, with a mail to read.
func (h *house) demo(at string) {
	h.t.Helper()
	h.reconfigure(func(c *web.Config) {
		c.Address, c.PlainHTTP, c.Demo.Mails = at, true, h.mails.newest
	})
	h.must(h.accounts.Register(h.t.Context(), account.Registration{
		LegalName: "PT Baru Sekali", NIB: "9120001112223", Name: "Tono Sudirman", Position: "Direktur", Email: "tono@baru.test", Confirmed: true,
	}))
}
