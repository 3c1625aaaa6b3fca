package account

import (
	"context"
	"fmt"

	"tuntas/app/problem"
)

// Self is what people see of their own account.
type Self struct {
	Name         string
	Email        string
	Position     string // in the organisation for which they act
	Language     string
	SecondStep   bool // has a code generator
	RecoveryLeft int  // codes that were not used yet
}

// Self is the actor's own account.
func (a *Accounts) Self(ctx context.Context, by Actor) (Self, error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return Self{}, err
	}
	return Self{
		Name: s.person.Name, Email: s.person.Email, Position: by.Position, Language: s.person.Language,
		SecondStep: s.person.Secret != "", RecoveryLeft: len(s.person.Recovery),
	}, nil
}

// EditSelf changes the own name, position and language; problem.Invalid names every field at fault (name, position).
func (a *Accounts) EditSelf(ctx context.Context, by Actor, name, position, lang string) error {
	s, err := a.own(ctx, by)
	if err != nil {
		return err
	}
	if s.at == nil {
		return errNoSession()
	}
	var f problem.Form
	optional := positionRule()
	optional.missing = ""
	name, position = nameRule().take(&f, name), optional.take(&f, position)
	if err := f.Err(); err != nil {
		return err
	}
	return a.config.Log.Do(ctx, act(by, "account.edit_self", "person/"+string(by.Person), nil), func(ctx context.Context) error {
		if _, err := a.people.Set(ctx, by.Person, nil, map[string]any{"name": name, "language": language(lang)}); err != nil {
			return fmt.Errorf("store a name: %w", err)
		}
		_, err := a.memberships.Set(ctx, s.at.id, nil, map[string]any{"position": position})
		return err
	})
}
