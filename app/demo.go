package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tuntas/questionnaires"
)

// demoCommand serves what the worked companies of the library give.
type demoCommand struct {
	Listen   string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to serve."`
	Accounts string `placeholder:"FILE" help:"Write the accounts to sign in with to FILE, as JSON."`
}

// Help is shown below the usage.
func (*demoCommand) Help() string {
	return `The reports and results of the worked companies are written into a temporary folder and served until the command is
stopped (Ctrl+C); then the folder is removed. There is nothing to sign in to, so the list of accounts is empty.

Example:
  tuntas demo --listen 127.0.0.1:8080`
}

// Run writes the files, serves them and removes them at the end.
func (c *demoCommand) Run(ctx context.Context, env *environment) (err error) {
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		return usageError("--listen " + c.Listen + " must be written as HOST:PORT")
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("serve on %s: %w", c.Listen, err)
	}
	defer func() { err = errors.Join(err, closed(listener)) }()
	folder, err := os.MkdirTemp("", "tuntas-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if c.Accounts != "" {
		if err := env.writeFile(c.Accounts, func(w io.Writer) error { _, err := io.WriteString(w, "[]\n"); return err }); err != nil {
			return err
		}
	}
	companies, err := env.workedCompanies(ctx, folder)
	if err != nil {
		return err
	}
	if stopped(ctx) {
		return nil
	}
	if err := env.print("http://%s/ shows the reports of %d worked companies; the files are in %s; stop with Ctrl+C\n",
		listener.Addr(), len(companies), folder); err != nil {
		return err
	}
	return serve(ctx, env, listener, folder, companies)
}

func closed(l net.Listener) error {
	if err := l.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}

// serve answers until the command is stopped.
func serve(ctx context.Context, env *environment, listener net.Listener, folder string, companies []demoCompany) error {
	pages, err := newDemoPages(folder, companies)
	if err != nil {
		return err
	}
	const patience = 10 * time.Second
	server := &http.Server{
		Handler: pages, ReadTimeout: patience, WriteTimeout: patience, IdleTimeout: patience, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(slog.NewTextHandler(env.err, nil), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return server.Shutdown(last)
}

// demoCompany is one worked company with its files.
type demoCompany struct {
	Name   string
	Title  string // what the case shows, in the source language
	Band   string // code
	Colour string // code
	Residual,
	Control,
	Confidence int64 // millionths
	stem   string
	scored *scored
}

// file is the name of one of the company's files.
func (c *demoCompany) file(lang, ending string) string {
	if lang == "" {
		return c.stem + ending
	}
	return c.stem + "." + lang + ending
}

// workedCompanies scores every worked company of the library that has an answers file of its own and writes its reports.
func (env *environment) workedCompanies(ctx context.Context, folder string) ([]demoCompany, error) {
	refs, err := questionnaires.List()
	if err != nil {
		return nil, err
	}
	var out []demoCompany
	for _, ref := range refs {
		def, err := openQuestionnaire(ref.String())
		if err != nil {
			return nil, err
		}
		for _, worked := range def.Cases {
			if worked.File == "" || worked.Answers == nil {
				continue
			}
			if stopped(ctx) {
				return out, nil
			}
			company, err := env.workedCompany(folder, def, &worked)
			if err != nil {
				return nil, fmt.Errorf("worked company %s: %w", worked.ID, err)
			}
			out = append(out, *company)
		}
	}
	return out, nil
}

func stopped(ctx context.Context) bool { return ctx.Err() != nil }

func (env *environment) workedCompany(folder string, def *questionnaires.Definition, worked *questionnaires.WorkedCase) (*demoCompany, error) {
	defer env.busy("writing the reports of " + worked.Answers.Company.Name)()
	a, err := assess(env, def, worked.Answers, "")
	if err != nil {
		return nil, err
	}
	p := a.score()
	r := p.result
	c := &demoCompany{
		Name: worked.Answers.Company.Name, Title: worked.Title, Band: r.Published.Band, Colour: r.Published.Colour,
		Control: int64(r.Control.Value), Confidence: int64(r.Confidence.Value),
		stem: strings.ReplaceAll(worked.ID, "_", "-"), scored: p,
	}
	if r.Residual != nil {
		c.Residual = int64(r.Residual.Value)
	}
	for _, lang := range []string{"id", "en"} {
		for ending, format := range map[string]string{".pdf": "pdf", ".html": "html", ".xlsx": "xlsx", ".txt": "text"} {
			name := filepath.Join(folder, c.file(lang, ending))
			if err := env.writeFile(name, func(w io.Writer) error { return p.write(w, format, lang) }); err != nil {
				return nil, err
			}
		}
	}
	data, err := questionnaires.CanonicalJSON(r)
	if err != nil {
		return nil, err
	}
	return c, env.writeFile(filepath.Join(folder, c.file("", ".json")), func(w io.Writer) error { _, err := w.Write(data); return err })
}
