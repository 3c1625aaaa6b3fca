package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// request is one request to a page, with who makes it and in which language it is answered.
type request struct {
	ctx    *fiber.Ctx
	server *Server
	lang   string
	route  route
	actor  account.Actor // zero for strangers
	token  string        // of the session; "" for strangers
	typed  values
	files  []upload
	words  *words
}

// handler answers one route in one language.
func (s *Server) handler(rt route, lang string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r := &request{ctx: c, server: s, lang: lang, route: rt, words: s.views.words[lang]}
		c.Context().SetUserValue(routeValue, rt.path)
		c.Set(fiber.HeaderContentLanguage, lang)
		c.Set(fiber.HeaderCacheControl, "no-store")
		err := r.admit()
		if err == nil {
			err = rt.handle(r)
		}
		if err != nil {
			return r.fail(err)
		}
		return nil
	}
}

// admit finds out who asks and, for a form, whether it is one of ours.
func (r *request) admit() error {
	if err := r.identify(); err != nil {
		if r.isPost() {
			return r.refuseForm(err)
		}
		return err
	}
	if !r.isPost() {
		return nil
	}
	if !r.sameOrigin() {
		return problem.New(problem.Forbidden, "errors.form.foreign")
	}
	if err := r.readBody(); err != nil {
		return err
	}
	if !r.route.again {
		return r.fresh()
	}
	return nil
}

// fresh is nil when the form was made for this session and this address, and is not only to be shown in another language. Rows of the route table with again leave the
// question to their handler, which asks it before anything else.
func (r *request) fresh() error {
	if !r.csrfValid() {
		return problem.New(problem.Invalid, staleForm)
	}
	if r.switches() {
		return problem.New(problem.Invalid, switchedForm)
	}
	return nil
}

// refuseForm reads a form that cannot be taken now, so that its text can be carried on.
func (r *request) refuseForm(cause error) error {
	if !r.sameOrigin() {
		return problem.New(problem.Forbidden, "errors.form.foreign")
	}
	if err := r.readBody(); err != nil {
		return err
	}
	return cause
}

func (r *request) identify() error {
	token := r.ctx.Cookies(r.server.cookieName(sessionCookie))
	actor, err := r.whose(token)
	kind := problem.KindOf(err)
	switch {
	case err == nil && actor.Person != "":
		r.actor, r.token = actor, token
	case err != nil && (kind == problem.Internal || kind == problem.Unavailable):
		r.token = token // nobody knows whose it is now, but the reader's forms stay tied to it
	}
	if r.route.guard == open {
		return nil
	}
	return err
}

// whose is the person of a session's token, as far as the route lets them in; nobody at all is no error on open ones.
func (r *request) whose(token string) (account.Actor, error) {
	accounts := r.server.config.Accounts
	switch r.route.guard {
	case pending:
		return accounts.Pending(r.context(), token)
	case either:
		actor, err := accounts.Pending(r.context(), token)
		if problem.KindOf(err) == problem.Conflict { // nothing is due: signed in
			return accounts.Authenticate(r.context(), token)
		}
		return actor, err
	case open:
		if token == "" {
			return account.Actor{}, nil
		}
	case member:
	}
	return accounts.Authenticate(r.context(), token)
}

func (r *request) isPost() bool { return r.ctx.Method() == fiber.MethodPost }

func (r *request) signedIn() bool { return r.actor.Person != "" }

// context is what domain operations run under.
func (r *request) context() context.Context { return r.ctx.UserContext() }

func (r *request) logger() *slog.Logger { return r.server.config.Logger }

// now is the time of the request.
func (r *request) now() time.Time { return r.server.config.Clock() }

// param is a named segment of the path.
func (r *request) param(name string) string { return r.ctx.Params(name) }

// query is a value after the question mark, without control characters.
func (r *request) query(name string) string { return strings.TrimSpace(r.ctx.Query(name)) }

// either is a value of the sent form, or else one after the question mark.
func (r *request) either(name string) string {
	if v := strings.TrimSpace(r.typed.Get(name)); v != "" {
		return v
	}
	return r.query(name)
}

// queries are all values of a name after the question mark.
func (r *request) queries(name string) []string {
	var out []string
	for _, v := range r.ctx.Context().QueryArgs().PeekMulti(name) {
		out = append(out, string(v))
	}
	return out
}

// form is what was typed.
func (r *request) form() values { return r.typed }

// path is the address that was asked, without its language and what stands after the question mark.
func (r *request) path() string {
	_, rest := splitLanguage(r.ctx.Path())
	return rest
}

// here is path with what stands after the question mark.
func (r *request) here() string {
	if query := string(r.ctx.Context().QueryArgs().QueryString()); query != "" {
		return r.path() + "?" + query
	}
	return r.path()
}

// t is a message in the reader's language; args are name, value, name, value.
func (r *request) t(key string, args ...any) string { return r.words.t(key, args...) }

// wantsJSON reports whether the page's own script asks.
func (r *request) wantsJSON() bool {
	return strings.HasPrefix(r.ctx.Get(fiber.HeaderAccept), fiber.MIMEApplicationJSON)
}

// redirect answers a done act with the page to look at next, in the same language.
func (r *request) redirect(path string) error {
	r.ctx.Set(fiber.HeaderLocation, "/"+r.lang+path)
	r.ctx.Status(fiber.StatusSeeOther)
	return nil
}

// show renders a page.
func (r *request) show(name string, data any) error {
	return r.showStatus(fiber.StatusOK, name, data)
}

// showStatus renders a page with a status, 422 for a form at fault.
func (r *request) showStatus(status int, name string, data any) error {
	body, err := r.server.views.render(r.lang, name, data)
	if err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	r.ctx.Status(status)
	r.ctx.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return r.ctx.Send(body)
}

// json answers the page's own script.
func (r *request) json(status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode an answer: %w", err)
	}
	r.ctx.Status(status)
	r.ctx.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSONCharsetUTF8)
	return r.ctx.Send(body)
}

// download answers with a file that the browser keeps and never opens on our pages.
func (r *request) download(name, mediaType string, body []byte) error {
	return r.downloadFrom(name, mediaType, io.NopCloser(bytes.NewReader(body)), int64(len(body)))
}

// downloadFrom is download for a stream of size bytes, which is closed in the end.
func (r *request) downloadFrom(name, mediaType string, body io.ReadCloser, size int64) error {
	r.ctx.Set(fiber.HeaderContentType, mediaType)
	r.ctx.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	r.ctx.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	r.ctx.Context().Response.SetBodyStream(body, int(size))
	return nil
}

// values are the fields of a form.
type values url.Values

// Get is the first value of a field, or "".
func (v values) Get(name string) string { return url.Values(v).Get(name) }

// All are the values of a field.
func (v values) All(name string) []string { return v[name] }

// Has reports whether the form had the field.
func (v values) Has(name string) bool { return url.Values(v).Has(name) }
