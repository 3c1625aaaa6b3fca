package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// errUnsupported is a body that is no form.
var errUnsupported = fiber.NewError(fiber.StatusUnsupportedMediaType)

// statusOf is the one place that turns kinds of failures into statuses.
func statusOf(err error) int {
	if e, ok := errors.AsType[*fiber.Error](err); ok {
		return e.Code
	}
	switch problem.KindOf(err) {
	case problem.Invalid:
		return fiber.StatusUnprocessableEntity
	case problem.Unauthenticated, problem.StepUp:
		return fiber.StatusUnauthorized
	case problem.Forbidden:
		return fiber.StatusForbidden
	case problem.NotFound:
		return fiber.StatusNotFound
	case problem.Conflict:
		return fiber.StatusConflict
	case problem.TooLarge:
		return fiber.StatusRequestEntityTooLarge
	case problem.TooMany:
		return fiber.StatusTooManyRequests
	case problem.Unavailable:
		return fiber.StatusServiceUnavailable
	case problem.Internal:
	}
	return fiber.StatusInternalServerError
}

// messageOf is the message key of a failure and the values of its placeholders; "" when it has none for people.
func messageOf(err error) (string, map[string]any) {
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return e.Key, e.Args
	}
	return "", nil
}

// fail answers a request that could not be done.
func (r *request) fail(err error) error {
	r.note(err)
	if r.wantsJSON() {
		return r.failJSON(err)
	}
	if key, held := isHeld(err); held {
		return r.resume(fiber.StatusUnprocessableEntity, key, r.carry())
	}
	if kind := problem.KindOf(err); kind == problem.Unauthenticated {
		return r.askSignIn(err)
	} else if kind == problem.StepUp {
		return r.askStepUp(err)
	}
	return r.errorPage(err)
}

// note logs what an operator wants to know: causes of failures and denials, by reference code.
func (r *request) note(err error) {
	status := statusOf(err)
	key, _ := messageOf(err)
	args := []any{"reference", reference(r.ctx.Context()), "route", r.route.path, "status", status, "key", key, "person", string(r.actor.Person)}
	switch {
	case status >= fiber.StatusInternalServerError:
		r.logger().ErrorContext(r.context(), "request failed", append(args, "cause", err.Error())...)
	case status == fiber.StatusForbidden, status == fiber.StatusNotFound, status == fiber.StatusTooManyRequests:
		r.logger().WarnContext(r.context(), "request denied", args...)
	}
}

type failure struct {
	Error     string            `json:"error"`
	Reference string            `json:"reference"`
	Fields    map[string]string `json:"fields,omitempty"`
}

func (r *request) failJSON(err error) error {
	out := failure{Error: r.explain(err), Reference: reference(r.ctx.Context())}
	for _, f := range r.faults(err) {
		if out.Fields == nil {
			out.Fields = map[string]string{}
		}
		out.Fields[f.Field] = f.Text
	}
	return r.json(statusOf(err), out)
}

// explain says a failure in the reader's language.
func (r *request) explain(err error) string {
	if key, args := messageOf(err); r.words.has(key) {
		return r.words.with(key, args)
	}
	return r.t(statusKey(statusOf(err), "text"))
}

// fault is one field of a form with what to do about it.
type fault struct{ Field, Text string }

// faults are the faults of a form in the reader's language; a failure without fields is one about the whole form.
func (r *request) faults(err error) []fault {
	e, ok := errors.AsType[*problem.Error](err)
	if !ok {
		return nil
	}
	if len(e.Fields) == 0 {
		at := ""
		if strings.HasPrefix(e.Key, "account.code.") {
			at = "code"
		}
		return []fault{{Field: at, Text: r.explain(err)}}
	}
	out := make([]fault, 0, len(e.Fields))
	for _, f := range e.Fields {
		out = append(out, fault{Field: f.Name, Text: r.words.with(f.Key, f.Args)})
	}
	return out
}

type errorPage struct {
	page
	Text      string
	Todo      string
	Reference string
	Kept      *keptForm
}

// errorPage says what went wrong and what to do; what was typed stays on the page.
func (r *request) errorPage(err error) error {
	status := statusOf(err)
	data := errorPage{
		page: r.page(statusKey(status, "title")), Text: r.explain(err), Todo: r.t(statusKey(status, "todo")),
		Reference: reference(r.ctx.Context()),
	}
	if status != fiber.StatusNotFound {
		data.Kept = r.keep()
	}
	if status == fiber.StatusForbidden && r.actor.Role == account.Owner {
		data.Todo = r.t("errors.s403.todo_owner")
	}
	if status == fiber.StatusServiceUnavailable {
		r.ctx.Set(fiber.HeaderRetryAfter, "30")
	}
	return r.showStatus(status, "error", data)
}

// keep is the sent form, to be sent again from the page that says what went wrong; nil when nothing of it can be kept.
func (r *request) keep() *keptForm {
	kept := r.carry().form()
	if on := r.typed.Get(carryField); on != "" {
		kept.Fields = append(kept.Fields, keptField{Name: carryField, Value: on})
	}
	kept.File = len(r.files) > 0
	if len(kept.Fields) == 0 && (len(r.typed) == 0 || r.route.guard != member) {
		return nil
	}
	return &kept
}

func statusKey(status int, aspect string) string {
	switch status {
	case 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 431, 500, 503:
	default:
		status = 500
	}
	return "errors.s" + string(rune('0'+status/100)) + string(rune('0'+status/10%10)) + string(rune('0'+status%10)) + "." + aspect
}

// unrouted answers what no route did: unknown addresses and requests that fasthttp refused.
func (s *Server) unrouted(c *fiber.Ctx, err error) error {
	status := statusOf(err)
	if status == fiber.StatusMethodNotAllowed {
		c.Set(fiber.HeaderAllow, "GET, HEAD, POST")
	}
	if reference(c.Context()) == "" { // refused before the front was reached
		c.Context().SetUserValue(referenceValue, newReference())
		secure(&c.Response().Header, s.config.PlainHTTP)
	}
	s.plainError(c.Context(), status)
	return nil
}

// plainError answers without knowing who asks: same words as errorPage, no navigation.
func (s *Server) plainError(ctx *fasthttp.RequestCtx, status int) {
	lang, rest := splitLanguage(string(ctx.Path()))
	if lang == "" {
		lang, rest = preferred(string(ctx.Request.Header.Peek(fiber.HeaderAcceptLanguage))), "/"
	}
	words := s.views.words[lang]
	data := errorPage{
		page: s.page(lang, rest), Text: words.t(statusKey(status, "text")), Todo: words.t(statusKey(status, "todo")),
		Reference: reference(ctx),
	}
	data.Title = words.t(statusKey(status, "title"))
	if status == fiber.StatusMethodNotAllowed {
		ctx.Response.Header.Set(fiber.HeaderAllow, "GET, HEAD, POST")
	}
	ctx.Response.Header.Set(fiber.HeaderCacheControl, "no-store")
	ctx.Response.Header.Set(fiber.HeaderContentLanguage, lang)
	ctx.SetStatusCode(status)
	body, err := s.views.render(lang, "error", data)
	if err != nil {
		s.config.Logger.ErrorContext(ctx, "render an error page", "reference", reference(ctx), "cause", err.Error())
		ctx.SetContentType(fiber.MIMETextPlainCharsetUTF8)
		ctx.SetBodyString(reference(ctx))
		return
	}
	ctx.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
	ctx.SetBody(body)
}

// askSignIn leads to the sign-in page and back; what was typed is carried along.
func (r *request) askSignIn(cause error) error {
	r.actor, r.token = account.Actor{}, ""
	if key, _ := messageOf(cause); key == "account.session.code_due" {
		return r.redirect("/masuk/kode?to=" + url.QueryEscape(r.here()))
	}
	if !r.isPost() {
		return r.redirect("/masuk?to=" + url.QueryEscape(r.here()))
	}
	sealed, err := r.server.seal(r.carry())
	if err != nil {
		return err
	}
	data := signInPage{page: r.step("account.signin.title", "/masuk", onward{r.formPage(), sealed}), Ended: true}
	return r.showStatus(fiber.StatusUnauthorized, "signin", data)
}

// askStepUp leads to the page that asks for password and code again, or for setting up a code generator.
func (r *request) askStepUp(cause error) error {
	key, _ := messageOf(cause)
	due := key == "account.enrol.due"
	if !r.isPost() {
		step := "/konfirmasi"
		if due {
			step = "/pembuat-kode"
		}
		return r.redirect(step + "?to=" + url.QueryEscape(r.here()))
	}
	sealed, err := r.server.seal(r.carry())
	if err != nil {
		return err
	}
	on := onward{r.formPage(), sealed}
	if due {
		r.token = r.ctx.Cookies(r.server.cookieName(sessionCookie))
		return (&enrolPages{r.server.config.Accounts}).due(r, on)
	}
	return r.showStatus(fiber.StatusUnauthorized, "stepup", stepUpPage{r.step("account.stepup.title", "/konfirmasi", on)})
}

// absent is what a page says of something that is not there, or not for this reader.
func absent() error { return problem.New(problem.NotFound, "errors.page.absent") }
