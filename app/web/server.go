package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// Times and sizes that bound every connection.
const (
	readTimeout   = 15 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 30 * time.Second
	uploadTimeout = 10 * time.Minute // 10 MiB on a line of 140 kbit/s
	headerLimit   = 8 << 10          // bytes
	formLimit     = 256 << 10        // bytes of a form without a file
	shutdownGrace = 20 * time.Second
)

// Server serves the pages.
type Server struct {
	config Config
	keys   keys
	app    *fiber.App
	views  *views
	static *static
	routes []route
}

// New parses templates, messages and static files and registers the routes.
func New(c Config) (*Server, error) {
	if len(c.Secret) != secretSize {
		return nil, fmt.Errorf("the secret has %d bytes instead of %d", len(c.Secret), secretSize)
	}
	keys, err := deriveKeys(c.Secret)
	if err != nil {
		return nil, err
	}
	files, err := loadStatic()
	if err != nil {
		return nil, err
	}
	views, err := loadViews(files)
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, keys: keys, views: views, static: files}
	s.app = fiber.New(fiber.Config{
		Immutable:                    true, // without it the text of one request turns into that of the next
		StrictRouting:                true,
		CaseSensitive:                true,
		DisableStartupMessage:        true,
		DisablePreParseMultipartForm: true,
		StreamRequestBody:            true, // so that no body is read before its route's limit is known
		BodyLimit:                    formLimit,
		ReadBufferSize:               headerLimit,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  idleTimeout,
		EnableTrustedProxyCheck:      true,
		TrustedProxies:               c.TrustedProxies,
		ProxyHeader:                  fiber.HeaderXForwardedFor,
		ErrorHandler:                 s.unrouted,
	})
	s.routes = slices.Concat(s.accountRoutes(), s.assessmentRoutes())
	s.register()
	server := s.app.Server()
	server.HeaderReceived = s.limits
	server.Handler = s.front(server.Handler)
	server.NoDefaultServerHeader = true
	return s, nil
}

// Serve answers connections of ln until ctx is done or Shutdown is called, and then lets running requests finish.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	done := make(chan error, 1)
	go func() { done <- s.app.Listener(ln) }()
	select {
	case err := <-done:
		return serving(err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	err := s.Shutdown(grace)
	_ = ln.Close() // Shutdown did so, unless the goroutine above had not begun to serve it
	if err != nil {
		return err
	}
	return serving(<-done)
}

// Shutdown closes the listener and waits for running requests until ctx is done.
func (s *Server) Shutdown(ctx context.Context) error {
	if err := s.app.ShutdownWithContext(ctx); err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("stop serving: %w", err)
	}
	return nil
}

func serving(err error) error {
	if err == nil || errors.Is(err, net.ErrClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// limits gives the routes that take files more time than others, for people who seem to be signed in.
func (s *Server) limits(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	rt, found := s.match(string(h.Method()), string(h.RequestURI()))
	if found && rt.file > 0 && len(h.Cookie(s.cookieName(sessionCookie))) > 0 {
		return fasthttp.RequestConfig{ReadTimeout: uploadTimeout, WriteTimeout: uploadTimeout}
	}
	return fasthttp.RequestConfig{}
}

// front stands before the routes: headers, methods and encodings are decided here, before a body is touched.
func (s *Server) front(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		began := s.config.Clock()
		ctx.SetUserValue(referenceValue, newReference())
		secure(&ctx.Response.Header, s.config.PlainHTTP)
		switch {
		case !slices.Contains(methods(), string(ctx.Method())):
			s.plainError(ctx, fiber.StatusMethodNotAllowed)
		case len(ctx.Request.Header.PeekAll(fiber.HeaderContentEncoding)) > 0:
			s.plainError(ctx, fiber.StatusUnsupportedMediaType)
		default:
			s.recovered(ctx, next)
		}
		compress(ctx)
		if s.config.Observe != nil {
			name, _ := ctx.UserValue(routeValue).(string)
			s.config.Observe(name, ctx.Response.StatusCode(), s.config.Clock().Sub(began))
		}
	}
}

func methods() []string { return []string{fiber.MethodGet, fiber.MethodHead, fiber.MethodPost} }

func (s *Server) recovered(ctx *fasthttp.RequestCtx, next fasthttp.RequestHandler) {
	defer func() {
		if cause := recover(); cause != nil {
			s.config.Logger.ErrorContext(ctx, "panic in a handler", "reference", reference(ctx), "cause", fmt.Sprint(cause))
			ctx.Response.ResetBody()
			s.plainError(ctx, fiber.StatusInternalServerError)
		}
	}()
	next(ctx)
}
