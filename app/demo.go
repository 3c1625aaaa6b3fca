package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"tuntas/app/account"
	"tuntas/app/web"
)

// demoCommand opens the platform with believable data.
type demoCommand struct {
	Listen   string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve."`
	Accounts string `placeholder:"FILE" help:"Write the accounts to sign in with to FILE, as JSON."`
}

// Help is shown below the usage.
func (*demoCommand) Help() string {
	return `A temporary installation with six made-up companies in different states, a unit of the ministry and a trainer. The
accounts are printed; where a code is asked for, put the secret into a code generator. Mails are shown at /dev/mail. Stop
it with Ctrl+C; then everything is gone.

Example:
  tuntas demo --listen 127.0.0.1:8080`
}

// Run opens the installation, serves it until ctx ends and removes it.
func (c *demoCommand) Run(ctx context.Context, env *environment) (err error) {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return usageError("--listen " + c.Listen + " must be written as HOST:PORT")
	}
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(listener)) }()
	folder, err := os.MkdirTemp("", "tuntas-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	d, err := openDemo(ctx, env, folder, listener.Addr())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.platform.close(ctx)) }()
	if err := d.seed(ctx); err != nil {
		return fmt.Errorf("prepare the demo: %w", err)
	}
	if err := c.show(env, d); err != nil {
		return err
	}
	return d.serve(ctx, env, listener)
}

// demo is a temporary installation.
type demo struct {
	platform *platform
	clock    *demoClock
	mails    *outbox
	folder   string
	address  string
	accounts []demoAccount
	story    []event
}

// demoAccount is one account as the file of accounts has it.
type demoAccount struct {
	Email        string       `json:"email"`
	Password     string       `json:"password"`
	TOTPSecret   string       `json:"totp_secret"`
	Role         account.Role `json:"role"`
	Organisation string       `json:"organisation"`
}

// openDemo opens an installation in an empty folder, as serve would with TUNTAS_DATA.
func openDemo(ctx context.Context, env *environment, folder string, at net.Addr) (*demo, error) {
	d := &demo{folder: folder, mails: &outbox{}, clock: &demoClock{now: env.now}, address: "http://" + reachable(at)}
	key, err := openKey(filepath.Join(folder, "tuntas.key"))
	if err != nil {
		return nil, err
	}
	d.platform, err = openPlatform(ctx, &setting{
		database: databaseAt(filepath.Join(folder, "tuntas.db")), key: key, name: "demo", signed: filepath.Join(folder, "checkpoints"),
		address: d.address, mail: d.mails, clock: d.clock.read, quick: true,
		logger: slog.New(slog.NewTextHandler(env.err, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	return d, err
}

// reachable is the host and port at which a browser on this machine finds an address.
func reachable(at net.Addr) string {
	host, port, err := net.SplitHostPort(at.String())
	if ip := net.ParseIP(host); err == nil && ip.IsUnspecified() {
		return net.JoinHostPort("localhost", port)
	}
	return at.String()
}

// show prints the address and the accounts, and writes the accounts to a file.
func (c *demoCommand) show(env *environment, d *demo) error {
	if c.Accounts != "" {
		text, err := json.MarshalIndent(d.accounts, "", "  ") //nolint:gosec // the passwords of the demo are there to be read
		if err != nil {
			return fmt.Errorf("list the accounts: %w", err)
		}
		if err := env.writePrivate(c.Accounts, func(w io.Writer) error { _, err := w.Write(append(text, '\n')); return err }); err != nil {
			return err
		}
	}
	var text paper
	text.line(0, d.address+"/ is open; mails are at "+d.address+"/dev/mail; the data are in "+d.folder+"; stop with Ctrl+C")
	text.gap()
	for _, a := range d.accounts {
		text.put(pad(a.Email, 32) + pad(string(a.Role), 18) + a.Organisation + "\n")
		text.put("    password " + a.Password)
		if a.TOTPSecret != "" {
			text.put("   code generator " + a.TOTPSecret)
		}
		text.gap()
	}
	return text.flush(env.out)
}

// serve answers until ctx ends.
func (d *demo) serve(ctx context.Context, env *environment, listener net.Listener) error {
	return d.platform.serve(ctx, listener, &service{
		pages: web.Config{
			Clock: env.now, Address: d.address, PlainHTTP: true, Demo: &web.Demo{Mails: d.mails.newest, Accounts: d.shown},
		},
		every: time.Minute,
	})
}

// shown are the accounts for the page that shows them.
func (d *demo) shown() []web.DemoAccount {
	out := make([]web.DemoAccount, len(d.accounts))
	for i, a := range d.accounts {
		out[i] = web.DemoAccount{
			Email: a.Email, Password: a.Password, TOTPSecret: a.TOTPSecret, Role: string(a.Role), Organisation: a.Organisation,
		}
	}
	return out
}

// demoClock stands where the story is, and goes with the real one after it.
type demoClock struct {
	now   func() time.Time
	stood time.Time // zero: the story is told
}

func (c *demoClock) read() time.Time {
	if c.stood.IsZero() {
		return c.now()
	}
	return c.stood
}
