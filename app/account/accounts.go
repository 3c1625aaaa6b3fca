package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// Mailer sends mails. It returns when the mail is handed over.
type Mailer interface {
	Send(ctx context.Context, m Message) error
}

// Config is what Accounts are opened with.
type Config struct {
	Engine    store.Engine
	Log       *audit.Log
	Mail      Mailer
	Clock     func() time.Time
	Address   string                 // of the platform, without a slash at the end: https://tuntas.example.go.id
	Issuer    string                 // name shown by code generators; "" is Tuntas
	KnownKBLI func(code string) bool // whether a five-digit code is in KBLI 2020; nil takes every one
	Quick     bool                   // tests and demo seeding only: cheap password hashes
}

// Accounts are the people and organisations of one installation.
type Accounts struct{ opened }

type opened struct {
	collections
	config  Config
	hasher  *hasher
	postbox *postbox
	common  func() map[string]struct{} // passwords that are tried first, in the form of commonForm
}

// Open opens the collections.
func Open(ctx context.Context, c Config) (*Accounts, error) {
	if c.Engine == nil || c.Log == nil || c.Mail == nil || c.Clock == nil {
		return nil, errors.New("open accounts: an engine, a log, a mailer and a clock are needed")
	}
	if c.Issuer == "" {
		c.Issuer = "Tuntas"
	}
	opened := opened{config: c, hasher: newHasher(c.Quick), common: commonPasswords()}
	var err error
	if opened.collections, err = openCollections(ctx, c.Engine); err != nil {
		return nil, fmt.Errorf("open accounts: %w", err)
	}
	if opened.postbox, err = openPostbox(c.Mail, c.Address); err != nil {
		return nil, fmt.Errorf("open accounts: %w", err)
	}
	return &Accounts{opened: opened}, nil
}

// now is the clock's time in seconds since 1970.
func (a *Accounts) now() int64 { return a.config.Clock().Unix() }

// act is an entry of the log about something that an actor does.
func act(by Actor, verb, object string, facts map[string]string) audit.Act {
	return audit.Act{
		Organisation: string(by.Organisation), By: string(by.Person), Role: string(by.Role), Verb: verb, Object: object,
		Facts: facts,
	}
}

// check is Allow for objects without states; a refusal is written into the log.
func (a *Accounts) check(ctx context.Context, by Actor, action Action, object string) error {
	err := by.Allow(action, "")
	if err == nil {
		return nil
	}
	denied := act(by, "account.denied", object, map[string]string{"action": string(action)})
	if e := a.config.Log.Note(ctx, denied, audit.Denied); e != nil {
		return fmt.Errorf("log a refusal: %w", e)
	}
	return err
}

// is reports whether err is of this kind.
func is(err error, kind problem.Kind) bool { return err != nil && problem.KindOf(err) == kind }

// gone reports whether somebody else has removed or changed the document in the meantime.
func gone(err error) bool { return is(err, problem.NotFound) || is(err, problem.Conflict) }
