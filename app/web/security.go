package web

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const (
	secretSize     = 32
	saltSize       = 12
	sessionCookie  = "tuntas"
	strangerCookie = "tuntas-form" // what a stranger's forms are tied to, instead of a session
	csrfField      = "_csrf"
	carryField     = "_carry"
	referenceValue = "reference"
	routeValue     = "route"
)

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets what every answer carries.
func secure(h *fasthttp.ResponseHeader, plain bool) {
	h.Set(fiber.HeaderContentSecurityPolicy, contentPolicy)
	h.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	h.Set(fiber.HeaderXFrameOptions, "DENY")
	h.Set(fiber.HeaderReferrerPolicy, "same-origin") // no-referrer would send "Origin: null" with our own forms
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set(fiber.HeaderPermissionsPolicy, "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()")
	if !plain {
		h.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
}

// keys are made from the installation's secret, one per purpose.
type keys struct {
	csrf  []byte
	carry cipher.AEAD
}

func deriveKeys(secret []byte) (keys, error) {
	csrf, err := hkdf.Key(sha256.New, secret, nil, "csrf", secretSize)
	if err != nil {
		return keys{}, fmt.Errorf("derive the key of forms: %w", err)
	}
	carry, err := hkdf.Key(sha256.New, secret, nil, "carry", secretSize)
	if err != nil {
		return keys{}, fmt.Errorf("derive the key of carried text: %w", err)
	}
	block, err := aes.NewCipher(carry)
	if err != nil {
		return keys{}, fmt.Errorf("use the key of carried text: %w", err)
	}
	sealed, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return keys{}, fmt.Errorf("use the key of carried text: %w", err)
	}
	return keys{csrf: csrf, carry: sealed}, nil
}

// csrfToken ties a form to a session and to the address that it is sent to. It differs at each rendering, so that a
// compressed page tells nothing about it.
func (k keys) csrfToken(session, action string) string {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // never fails
	return base64.RawURLEncoding.EncodeToString(append(salt, k.csrfSum(salt, session, action)...))
}

func (k keys) csrfSum(salt []byte, session, action string) []byte {
	mac := hmac.New(sha256.New, k.csrf)
	mac.Write(salt)
	mac.Write([]byte(session + "\x00" + action))
	return mac.Sum(nil)
}

func (k keys) csrfHolds(token, session, action string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) != saltSize+sha256.Size || session == "" {
		return false
	}
	return hmac.Equal(raw[saltSize:], k.csrfSum(raw[:saltSize], session, action))
}

func (r *request) csrfValid() bool {
	return r.server.keys.csrfHolds(r.typed.Get(csrfField), r.formKey(), r.path())
}

// formKey is what this reader's forms are tied to: the session, or a stranger's cookie, which is set when first needed.
func (r *request) formKey() string {
	if r.token != "" {
		return r.token
	}
	name := r.server.cookieName(strangerCookie)
	if key := r.ctx.Cookies(name); len(key) >= 26 {
		return key
	}
	key := rand.Text()
	r.ctx.Request().Header.SetCookie(name, key)
	r.setCookie(strangerCookie, key)
	return key
}

// cookieName is the name under which a cookie is kept: only a secure page of this very host can set one with __Host-.
func (s *Server) cookieName(name string) string {
	if s.config.PlainHTTP {
		return name
	}
	return "__Host-" + name
}

func (r *request) setCookie(name, value string) {
	text := r.server.cookieName(name) + "=" + value + "; Path=/; HttpOnly; SameSite=Lax"
	if value == "" {
		text += "; Max-Age=0"
	}
	if !r.server.config.PlainHTTP {
		text += "; Secure"
	}
	r.ctx.Response().Header.Add(fiber.HeaderSetCookie, text)
}

// begin keeps the token of a session that began or was rotated.
func (r *request) begin(token string) {
	r.token = token
	r.setCookie(sessionCookie, token)
	r.setCookie(strangerCookie, "")
}

// end forgets the session in the browser.
func (r *request) end() {
	r.token = ""
	r.setCookie(sessionCookie, "")
}

// sameOrigin reports whether a form was sent by one of our own pages. A browser that says nothing about it is refused:
// every one since 2020 does.
func (r *request) sameOrigin() bool {
	site, origin := r.ctx.Get("Sec-Fetch-Site"), r.ctx.Get(fiber.HeaderOrigin)
	if site != "" && site != "same-origin" {
		return false
	}
	if origin == "" {
		return site == "same-origin"
	}
	return origin == originOf(r.server.config.Address) || r.server.config.PlainHTTP && sameLocal(origin, r.server.config.Address)
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// sameLocal reports whether two addresses are the same port of this machine: a demo is reached as localhost and as
// 127.0.0.1.
func sameLocal(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Scheme == y.Scheme && x.Port() == y.Port() && isLocal(x) && isLocal(y)
}

func isLocal(u *url.URL) bool {
	switch u.Hostname() {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	return false
}

// newReference is a code that a person can read out, under which the log says more.
func newReference() string { return rand.Text()[:8] }

func reference(ctx *fasthttp.RequestCtx) string {
	code, _ := ctx.UserValue(referenceValue).(string)
	return code
}

// device is the coarse kind of browser, for the list of sessions.
func (r *request) device() string {
	agent := r.ctx.Get(fiber.HeaderUserAgent)
	return first(agent, "", "Edg", "Edge", "OPR", "Opera", "Firefox", "Firefox", "Chrome", "Chrome", "Safari", "Safari") +
		first(agent, ", ", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS", "macOS", "Linux", "Linux")
}

// first is the name of the first mark that stands in text; pairs are mark, name, mark, name.
func first(text, before string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		if strings.Contains(text, pairs[i]) {
			return before + pairs[i+1]
		}
	}
	return ""
}
