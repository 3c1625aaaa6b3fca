package account

import (
	"context"
	"fmt"

	"tuntas/app/audit"
	"tuntas/app/problem"
)

// RequestReset mails a link to choose a new password, valid for one hour, once; the answer does not tell whether the
// account exists.
func (a *Accounts) RequestReset(ctx context.Context, email, lang string) error {
	var f problem.Form
	address := takeEmail(&f, email)
	if err := f.Err(); err != nil {
		return err
	}
	if quiet, err := a.mailedEnough(ctx, address); quiet || err != nil {
		return err
	}
	id, p, _, err := a.personByEmail(ctx, address)
	if err != nil {
		return err
	}
	t := ticket{Purpose: forReset, State: ticketOpen, Email: address, Language: language(lang), Person: id}
	text, l := "reset", letter{Name: p.Name}
	if id == "" || p.Disabled != 0 {
		t.State, t.Person, text, l = ticketWithdrawn, "", "reset_unknown", letter{}
	}
	_, _, err = a.mailTicket(ctx, audit.Act{By: string(t.Person), Verb: "account.request_reset"}, &t, text, l)
	return err
}

// ResetOffer is nil when the token of a link to choose a new password is still good; problem.NotFound otherwise.
func (a *Accounts) ResetOffer(ctx context.Context, token string) error {
	_, _, err := a.resetTicket(ctx, token)
	return err
}

func (a *Accounts) resetTicket(ctx context.Context, token string) (InvitationID, ticket, error) {
	id, t, err := a.openTicket(ctx, token)
	if err == nil && t.Purpose != forReset {
		err = errLinkGone()
	}
	return id, t, err
}

// Reset chooses a new password with the token of the link, which ends every session of the person and every delay after
// failures.
func (a *Accounts) Reset(ctx context.Context, token, password string) error {
	id, t, err := a.resetTicket(ctx, token)
	if err != nil {
		return err
	}
	r, err := a.people.Get(ctx, t.Person)
	if err != nil {
		return err
	}
	if r.Value.Disabled != 0 || r.Value.Erased != 0 {
		return errLinkGone()
	}
	hash, err := a.freshPassword(ctx, password, r.Value)
	if err != nil {
		return err
	}
	entry := audit.Act{By: string(t.Person), Verb: "account.reset", Object: "person/" + string(t.Person)}
	return a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if err := a.claim(ctx, id); err != nil {
			return err
		}
		if err := a.setPassword(ctx, t.Person, r.Value, hash, ""); err != nil {
			return err
		}
		return a.forget(ctx, passwordKey(r.Value.Email))
	})
}

// ChangePassword changes the own password and ends the other sessions.
func (a *Accounts) ChangePassword(ctx context.Context, by Actor, old, fresh string) error {
	s, err := a.own(ctx, by)
	if err != nil {
		return err
	}
	err = a.prove(ctx, by.Person, s.person, s.person.Email, old)
	if is(err, problem.Invalid) {
		var f problem.Form
		f.Add("old", "account.password.old")
		return f.Err()
	}
	if err != nil {
		return err
	}
	hash, err := a.freshPassword(ctx, fresh, s.person)
	if err != nil {
		return err
	}
	return a.config.Log.Do(ctx, act(by, "account.change_password", "person/"+string(by.Person), nil), func(ctx context.Context) error {
		return a.setPassword(ctx, by.Person, s.person, hash, s.id)
	})
}

func (a *Accounts) freshPassword(ctx context.Context, password string, p person) (string, error) {
	var f problem.Form
	if a.checkPassword(&f, password, p); f.Err() != nil {
		return "", f.Err()
	}
	return a.hasher.hash(ctx, password)
}

// setPassword stores a hash, ends every session but one and tells the person.
func (a *Accounts) setPassword(ctx context.Context, id PersonID, p person, hash string, but SessionID) error {
	if _, err := a.people.Set(ctx, id, nil, map[string]any{"password": hash}); err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	if err := a.endSessions(ctx, id, but); err != nil {
		return err
	}
	return a.tell(ctx, id, p, "password_changed")
}
