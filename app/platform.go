package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// platform is an installation that is open: its database and the domain over it.
type platform struct {
	engine   store.Engine
	log      *audit.Log
	accounts *account.Accounts
	desk     *assessment.Desk
	key      ed25519.PrivateKey
	logger   *slog.Logger
}

// setting is what a platform is opened with.
type setting struct {
	database databaseAt
	key      ed25519.PrivateKey
	name     string // of the signer in checkpoints, and for code generators
	signed   string // folder of checkpoints
	address  string
	mail     account.Mailer
	clock    func() time.Time
	logger   *slog.Logger
	quick    bool
}

// openConfigured opens the installation that the configuration names.
func openConfigured(ctx context.Context, env *environment, c *config, logger *slog.Logger) (*platform, error) {
	key, err := openKey(c.Key)
	if err != nil {
		return nil, err
	}
	mail, err := openMail(c)
	if err != nil {
		return nil, err
	}
	return openPlatform(ctx, &setting{
		database: c.Database, key: key, name: c.host(), signed: c.Checkpoints, address: c.Address, mail: mail, clock: env.now, logger: logger,
	})
}

// openPlatform opens the database and the domain packages over it.
func openPlatform(ctx context.Context, s *setting) (*platform, error) {
	e, err := openDatabase(ctx, s.database, s.logger)
	if err != nil {
		return nil, err
	}
	p, err := openOver(ctx, e, s)
	if err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return p, nil
}

// openOver opens the domain packages over a database.
func openOver(ctx context.Context, e store.Engine, s *setting) (*platform, error) {
	p := &platform{engine: e, key: s.key, logger: s.logger}
	var err error
	if p.log, err = audit.Open(ctx, audit.Config{Engine: e, Key: s.key, Name: s.name, Checkpoints: s.signed, Clock: s.clock}); err != nil {
		return nil, err
	}
	p.accounts, err = account.Open(ctx, account.Config{
		Engine: e, Log: p.log, Mail: s.mail, Clock: s.clock, Address: s.address, Issuer: s.name, Quick: s.quick,
		KnownKBLI: questionnaires.KnownKBLI,
	})
	if err != nil {
		return nil, err
	}
	p.desk, err = assessment.Open(ctx, assessment.Config{Engine: e, Log: p.log, Accounts: p.accounts, Clock: s.clock})
	return p, err
}

// close closes the database. A checkpoint is written before, as far as the log grew.
func (p *platform) close(ctx context.Context) error {
	const patience = 10 * time.Second
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := errors.Join(p.log.Checkpoint(last), p.engine.Close()); err != nil {
		return fmt.Errorf("close: %w", err)
	}
	return nil
}
