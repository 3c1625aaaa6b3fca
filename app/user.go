package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// userCommand is the administration of people from the command line.
type userCommand struct {
	Add     userAddCommand     `cmd:"" help:"Invite a person into an organisation; the link is mailed and printed."`
	List    userListCommand    `cmd:"" help:"List the people with an account."`
	Disable userDisableCommand `cmd:"" help:"Refuse a person's next request and every sign-in."`
	Enable  userEnableCommand  `cmd:"" help:"Let a disabled person sign in again."`
	Reset   userResetCommand   `cmd:"" help:"Take a lost code generator away and mail a link to choose a new password."`
}

// administer runs an act on the accounts of the configured installation. A SQLite database that is being served is
// refused: the platform has pages for the same.
func (env *environment) administer(ctx context.Context, act func(*account.Accounts) error) (err error) {
	settings, err := readConfig(env.environ, true)
	if err != nil {
		return err
	}
	p, err := openConfigured(ctx, env, settings, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(act(p.accounts), p.close(ctx))
}

// userAddCommand invites a person.
type userAddCommand struct {
	Email        string   `required:"" help:"Address of the person."`
	Role         string   `required:"" help:"One of: owner, contributor, viewer, officer, decider, auditor, administrator, instrument_staff, task_force_viewer, trainer."`
	Organisation string   `required:"" help:"Name or id of the organisation."`
	Kind         string   `enum:",ministry,training_provider" default:"" help:"Make the organisation first, as ministry or training_provider; companies register themselves."`
	Province     []string `help:"With --kind ministry: code of a province that the unit is responsible for; otherwise it is all of them."`
	Name         string   `help:"Name of the person; they can change it."`
	Lang         string   `enum:"id,en" default:"id" help:"Language of the mail: id or en."`
}

// Help is shown below the usage.
func (*userAddCommand) Help() string {
	return `The link is good once, for seven days. TUNTAS_ADDRESS, which it begins with, is needed.

Example:
  tuntas user add --email siti@example.go.id --role officer --organisation Binwasnaker --kind ministry`
}

// Run invites the person and prints the link.
func (c *userAddCommand) Run(ctx context.Context, env *environment) error {
	return env.administer(ctx, func(a *account.Accounts) error {
		organisation, err := c.organisation(ctx, a)
		if err != nil {
			return err
		}
		link, err := a.AddPerson(ctx, organisation, account.Invite{
			Email: c.Email, Name: c.Name, Role: account.Role(c.Role), Language: c.Lang,
		})
		if err != nil {
			return explained(err)
		}
		return env.print("%s\n", link)
	})
}

func (c *userAddCommand) organisation(ctx context.Context, a *account.Accounts) (account.OrganisationID, error) {
	if c.Kind != "" {
		id, err := a.CreateOrganisation(ctx, account.Organisation{Kind: account.Kind(c.Kind), Name: c.Organisation, Provinces: c.Province})
		return id, explained(err)
	}
	all, err := a.Organisations(ctx, "")
	if err != nil {
		return "", err
	}
	var found []account.OrganisationID
	for _, o := range all {
		if string(o.ID) == c.Organisation {
			return o.ID, nil
		}
		if strings.EqualFold(o.Name, c.Organisation) {
			found = append(found, o.ID)
		}
	}
	switch len(found) {
	case 0:
		return "", atFault("--organisation "+c.Organisation, "there is no such organisation; --kind makes one, and companies register themselves")
	case 1:
		return found[0], nil
	default:
		return "", atFault("--organisation "+c.Organisation, fmt.Sprintf("%d organisations have this name; give the id: %v", len(found), found))
	}
}

// userListCommand lists people.
type userListCommand struct {
	JSON bool `name:"json" help:"Print one JSON document."`
}

// Help is shown below the usage.
func (*userListCommand) Help() string {
	return `The platform may be serving.

Example:
  tuntas user list --json`
}

// Run prints everybody with an account, by address.
func (c *userListCommand) Run(ctx context.Context, env *environment) error {
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	var all []account.Listed
	err = env.withCopy(ctx, settings, func(e store.Engine) error {
		p, err := openOver(ctx, e, &setting{mail: &outbox{}, clock: env.now, logger: slog.New(slog.DiscardHandler)})
		if err != nil {
			return err
		}
		all, err = p.accounts.ListPeople(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		text, err := json.MarshalIndent(slices.Concat([]account.Listed{}, all), "", "  ")
		if err != nil {
			return fmt.Errorf("list people: %w", err)
		}
		return env.print("%s\n", text)
	}
	var text paper
	for _, one := range all {
		text.line(2, listedLine(&one))
	}
	return text.flush(env.out)
}

// listedLine is one person: address, name, state, and roles with their organisations.
func listedLine(l *account.Listed) string {
	parts := []string{l.Email, l.Name}
	if l.Disabled {
		parts = append(parts, "(disabled)")
	}
	for _, p := range l.Places {
		parts = append(parts, p.Organisation+": "+string(p.Role))
	}
	return strings.Join(parts, "  ")
}

// userDisableCommand refuses a person.
type userDisableCommand struct {
	Email string `arg:"" help:"Address of the person."`
}

// Help is shown below the usage.
func (*userDisableCommand) Help() string {
	return `Every session of the person ends. What they did stays; tuntas user enable takes it back.

Example:
  tuntas user disable siti@example.go.id`
}

// Run disables the person.
func (c *userDisableCommand) Run(ctx context.Context, env *environment) error {
	return env.administer(ctx, func(a *account.Accounts) error { return explained(a.Disable(ctx, c.Email)) })
}

// userEnableCommand lets a person in again.
type userEnableCommand struct {
	Email string `arg:"" help:"Address of the person."`
}

// Help is shown below the usage.
func (*userEnableCommand) Help() string {
	return `Takes tuntas user disable back.

Example:
  tuntas user enable siti@example.go.id`
}

// Run enables the person.
func (c *userEnableCommand) Run(ctx context.Context, env *environment) error {
	return env.administer(ctx, func(a *account.Accounts) error { return explained(a.Enable(ctx, c.Email)) })
}

// userResetCommand helps a person who lost password and code generator.
type userResetCommand struct {
	Email string `arg:"" help:"Address of the person."`
}

// Help is shown below the usage.
func (*userResetCommand) Help() string {
	return `Make sure first that it is this person who asks. Every session ends, the code generator and the recovery codes are taken
away, and a link to choose a new password is mailed and printed; it is good once, for an hour.

Example:
  tuntas user reset siti@example.go.id`
}

// Run resets the person and prints the link.
func (c *userResetCommand) Run(ctx context.Context, env *environment) error {
	return env.administer(ctx, func(a *account.Accounts) error {
		link, err := a.ResetPerson(ctx, c.Email)
		if err != nil {
			return explained(err)
		}
		return env.print("%s\n", link)
	})
}

// explained makes a refusal of the domain a fault of what was given on the command line.
func explained(err error) error {
	refusal, ok := errors.AsType[*problem.Error](err)
	if !ok {
		return err
	}
	switch refusal.Kind {
	case problem.Invalid:
		all := &inputError{}
		for _, f := range refusal.Fields {
			all.faults = append(all.faults, fieldFault(f))
		}
		return all
	case problem.NotFound:
		return atFault("the address", "nobody with an account has it")
	case problem.Conflict:
		return atFault("the organisation", "there is one like this already")
	default:
		return err
	}
}

// fieldFault says what is wrong with one of the flags.
func fieldFault(f problem.Field) questionnaires.Fault {
	flag := map[string]string{"provinces": "province", "legal_name": "organisation"}[f.Name]
	return questionnaires.Fault{File: "--" + cmp.Or(flag, f.Name), Message: cmp.Or(map[string]string{
		"account.invite.member":    "this person is a member of the organisation already",
		"account.invite.open":      "this address is invited already; the link is good for seven days",
		"account.invite.many":      "too many invitations of this organisation are open",
		"account.email.form":       "write a mail address, for example siti@example.go.id",
		"account.email.missing":    "write a mail address, for example siti@example.go.id",
		"account.role.unknown":     "this role does not exist in an organisation of this kind",
		"account.province.unknown": "write codes of provinces, for example 62",
	}[f.Key], "this cannot be taken ("+f.Key+")")}
}
