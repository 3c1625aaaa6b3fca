package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"sync"
	"time"

	"tuntas/app/web"
)

// serveCommand runs the platform.
type serveCommand struct{}

// Help is shown below the usage.
func (*serveCommand) Help() string {
	return `The platform is configured by variables of the environment; README lists them. TUNTAS_ADDRESS, the address under which
people reach it, is needed. The first start prints a link with which the first administrator makes an account. Logs are
JSON lines on stderr. SIGTERM or Ctrl+C ends it when the requests that run are answered.

Example:
  tuntas serve`
}

// Run opens the installation and serves it until ctx ends.
func (c *serveCommand) Run(ctx context.Context, env *environment) (err error) {
	settings, err := readConfig(env.environ, true)
	if err != nil {
		return err
	}
	logger := newLogger(env.err, settings.LogLevel)
	listener, err := listen(ctx, settings.Listen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(listener)) }()
	p, err := openConfigured(ctx, env, settings, logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close(ctx)) }()
	if err := env.invite(ctx, p); err != nil || ctx.Err() != nil {
		return err
	}
	return p.serve(ctx, listener, &service{
		pages: web.Config{
			Clock: env.now, Address: settings.Address, PlainHTTP: settings.PlainHTTP, TrustedProxies: settings.TrustedProxies,
		},
		metrics: settings.MetricsListen, every: settings.CheckpointEvery,
	})
}

// newLogger writes JSON lines in UTC.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindTime {
			a.Value = slog.TimeValue(a.Value.Time().UTC())
		}
		return a
	}}))
}

func listen(ctx context.Context, address string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("serve on %s: %w", address, err)
	}
	return listener, nil
}

func closed(l net.Listener) error {
	if err := l.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// service is how a platform is served.
type service struct {
	pages   web.Config    // what the platform does not know itself
	metrics string        // HOST:PORT; "" nowhere
	every   time.Duration // between checkpoints
}

// serve answers until ctx ends and the requests that run are answered. Beside them run what they need.
func (p *platform) serve(ctx context.Context, listener net.Listener, s *service) error {
	counted, err := newMetrics()
	if err != nil {
		return err
	}
	c := s.pages
	c.Accounts, c.Desk, c.Log, c.Engine, c.Logger, c.Observe = p.accounts, p.desk, p.log, p.engine, p.logger, counted.observe
	if c.Secret, err = webSecret(p.key); err != nil {
		return err
	}
	pages, err := web.New(c)
	if err != nil {
		return err
	}
	beside, stop := context.WithCancel(context.WithoutCancel(ctx)) // ends after the last request
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	if s.metrics != "" {
		metrics, err := listen(ctx, s.metrics)
		if err != nil {
			return err
		}
		running.Go(func() { p.complain(ctx, "metrics", counted.serve(beside, metrics, p.logger)) })
		p.logger.InfoContext(ctx, "serving metrics", "listen", metrics.Addr().String())
	}
	running.Go(func() { p.log.Run(beside, s.every, func(err error) { p.complain(ctx, "checkpoint", err) }) })
	running.Go(func() { p.sweep(beside) })
	p.logger.InfoContext(ctx, "serving", "listen", listener.Addr().String())
	defer func() { p.logger.InfoContext(ctx, "stopped") }()
	return pages.Serve(ctx, listener)
}

// sweep removes sessions, links and counters that expired, every hour.
func (p *platform) sweep(ctx context.Context) {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		if err := p.accounts.Sweep(ctx); err != nil && ctx.Err() == nil {
			p.complain(ctx, "sweep", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// complain logs what went wrong beside the requests.
func (p *platform) complain(ctx context.Context, what string, err error) {
	if err != nil {
		p.logger.ErrorContext(ctx, "beside the requests something went wrong", "what", what, "error", err)
	}
}

// invite prints a link for the first administrator as long as there is none.
func (env *environment) invite(ctx context.Context, p *platform) error {
	link, err := p.accounts.FirstAdministrator(ctx)
	if err != nil || link == "" {
		return err
	}
	return env.print("There is no administrator yet. Open this link within seven days to become the first one; it works once:\n%s\n", link)
}
