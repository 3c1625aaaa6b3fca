package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// visitor is a browser.
type visitor struct {
	client http.Client
	base   string
	origin string
}

func newVisitor(t *testing.T, base, origin string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visitor{
		client: http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		base:   base, origin: origin,
	}
}

func (v *visitor) do(ctx context.Context, method, path string, form url.Values) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", v.origin)
	response, err := v.client.Do(request)
	if err != nil {
		return 0, "", err
	}
	body, err := io.ReadAll(response.Body)
	return response.StatusCode, string(body), errors.Join(err, response.Body.Close())
}

// send opens a page, fills in its form and sends it; another answer than the wanted status is an error.
func (v *visitor) send(ctx context.Context, path string, form url.Values, want int) error {
	_, page, err := v.do(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	for _, m := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	status, page, err := v.do(ctx, http.MethodPost, path, form)
	if err == nil && status != want {
		err = fmt.Errorf("%s: status %d: %s", path, status, page)
	}
	return err
}

// register fills in the form of registration.
func (v *visitor) register(ctx context.Context, nib string) error {
	return v.send(ctx, "/id/daftar", url.Values{
		"legal_name": {"PT Rekaan " + nib}, "nib": {nib}, "name": {"Siti"}, "position": {"Direktur"}, "email": {"siti" + nib + "@example.com"}, "confirmed": {"yes"},
	}, http.StatusSeeOther)
}

// signIn signs in with an account of the demo.
func (v *visitor) signIn(ctx context.Context, a *demoAccount) error {
	form := url.Values{"email": {a.Email}, "password": {a.Password}}
	if a.TOTPSecret == "" {
		return v.send(ctx, "/id/masuk", form, http.StatusSeeOther)
	}
	if err := v.send(ctx, "/id/masuk", form, http.StatusOK); err != nil { // the page that asks for the code
		return err
	}
	code, err := totp.GenerateCode(a.TOTPSecret, time.Now())
	if err != nil {
		return err
	}
	return v.send(ctx, "/id/masuk/kode", url.Values{"code": {code}}, http.StatusSeeOther)
}
