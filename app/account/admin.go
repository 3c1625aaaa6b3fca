package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// platformUnit is the name of the ministry unit that the first administrator founds.
const platformUnit = "Pengelola Platform"

// The operations of this file are for the command line and the demo. They ask nobody: whoever can start the program may.

// FirstAdministrator is a link that makes whoever opens it the first administrator, once; "" when there is one already.
// A link that was made before is worth nothing from then on.
func (a *Accounts) FirstAdministrator(ctx context.Context) (link string, err error) {
	if err := a.noAdministrator(ctx); err != nil {
		if is(err, problem.NotFound) {
			return "", nil
		}
		return "", err
	}
	q := store.Query{Where: []store.Condition{
		store.Equal("purpose", store.Text(string(forFirst))), store.Equal("state", store.Text(ticketOpen)),
	}}
	earlier, err := a.tickets.All(ctx, q)
	if err != nil {
		return "", err
	}
	for _, r := range earlier {
		if err := a.moveTicket(ctx, r.ID, ticketOpen, ticketWithdrawn); err != nil && !gone(err) {
			return "", err
		}
	}
	t := ticket{
		Purpose: forFirst, State: ticketOpen, Role: Administrator, Language: language(""), LegalName: platformUnit,
		Organisation: OrganisationID(rand.Text()),
	}
	_, link, err = a.mailTicket(ctx, audit.Act{Verb: "account.first_administrator"}, &t, "", letter{})
	return link, err
}

// noAdministrator is nil while nobody administers the platform.
func (a *Accounts) noAdministrator(ctx context.Context) error {
	n, err := a.memberships.Count(ctx, store.Query{Where: []store.Condition{
		store.Equal("role", store.Text(Administrator)), store.Equal("ended", store.Number(0)),
	}})
	if err == nil && n > 0 {
		err = errLinkGone()
	}
	return err
}

// CreateOrganisation stores an organisation. Of a company the profile is checked, and its legal name is the name.
func (a *Accounts) CreateOrganisation(ctx context.Context, o Organisation) (OrganisationID, error) {
	stored, err := a.newOrganisation(o)
	if err != nil {
		return "", err
	}
	id := OrganisationID(rand.Text())
	entry := audit.Act{Organisation: string(id), Verb: "account.create_organisation", Object: "organisation/" + string(id)}
	return id, a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		err := a.organisations.Insert(ctx, id, stored)
		if is(err, problem.Conflict) {
			return problem.Wrap(problem.Conflict, "account.registration.taken", err)
		}
		return err
	})
}

func (a *Accounts) newOrganisation(o Organisation) (storedOrganisation, error) {
	o.Created = a.config.Clock().UTC().Truncate(time.Second)
	if o.Kind == Company {
		profile, err := a.CheckedProfile(o.Profile)
		o.Profile, o.Name = profile, profile.LegalName
		o.Profile.Revision = 1
		return storedOrganisation{Organisation: o, Key: profile.NIB}, err
	}
	var f problem.Form
	rule := legalNameRule()
	rule.field = "name"
	o.Name = rule.take(&f, o.Name)
	if len(RolesOf(o.Kind)) == 0 {
		f.Add("kind", "account.kind.unknown")
	}
	for _, code := range o.Provinces {
		if _, ok := FindProvince(code); !ok {
			f.Add("provinces", "account.province.unknown", "code", shortened(code, 20))
		}
	}
	return storedOrganisation{Organisation: o}, f.Err()
}

// EndOrganisation ends an organisation's access; its people's next requests are refused.
func (a *Accounts) EndOrganisation(ctx context.Context, id OrganisationID) error {
	entry := audit.Act{Organisation: string(id), Verb: "account.end_organisation", Object: "organisation/" + string(id)}
	return a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		_, err := a.organisations.Set(ctx, id, nil, map[string]any{"ended": a.config.Clock().UTC().Format(time.RFC3339)})
		return err
	})
}

// OrganisationRow is an organisation with its id.
type OrganisationRow struct {
	ID OrganisationID
	Organisation
}

// Organisations are the organisations of a kind by name; "" is every kind.
func (a *Accounts) Organisations(ctx context.Context, kind Kind) ([]OrganisationRow, error) {
	q := store.Query{Sort: []store.Order{{Field: "name"}}}
	if kind != "" {
		q.Where = []store.Condition{store.Equal("kind", store.Text(kind))}
	}
	stored, err := a.organisations.All(ctx, q)
	rows := make([]OrganisationRow, len(stored))
	for i, r := range stored {
		rows[i] = OrganisationRow{ID: r.ID, Organisation: r.Value.Organisation}
	}
	return rows, err
}

// AddPerson invites a person into an organisation, mails the link and returns it.
func (a *Accounts) AddPerson(ctx context.Context, o OrganisationID, in Invite) (link string, err error) {
	r, err := a.organisations.Get(ctx, o)
	if err != nil {
		return "", err
	}
	t, l, err := a.invitation(ctx, r.Value.Kind, o, in)
	if err != nil {
		return "", err
	}
	l.Organisation = r.Value.Name
	entry := audit.Act{Organisation: string(o), Verb: "account.invite", Facts: map[string]string{"role": string(t.Role)}}
	_, link, err = a.mailTicket(ctx, entry, &t, "invitation", l)
	return link, err
}

// Listed is a person as the command line lists them.
type Listed struct {
	Person     PersonID `json:"person"`
	Name       string   `json:"name"`
	Email      string   `json:"email"`
	Disabled   bool     `json:"disabled"`
	SecondStep bool     `json:"second_step"`
	Places     []Place  `json:"places"`
}

// ListPeople are all people with an account, by e-mail.
func (a *Accounts) ListPeople(ctx context.Context) ([]Listed, error) {
	all, err := a.people.All(ctx, store.Query{Sort: []store.Order{{Field: "email"}}})
	if err != nil {
		return nil, err
	}
	var out []Listed
	for _, r := range all {
		if r.Value.Erased != 0 {
			continue
		}
		places, err := a.placesOf(ctx, r.ID, "")
		if err != nil {
			return nil, err
		}
		out = append(out, Listed{
			Person: r.ID, Name: r.Value.Name, Email: r.Value.Email, Disabled: r.Value.Disabled != 0,
			SecondStep: r.Value.Secret != "", Places: places,
		})
	}
	return out, nil
}

// Disable refuses a person's next request and every sign-in; Enable takes it back.
func (a *Accounts) Disable(ctx context.Context, email string) error {
	return a.disable(ctx, email, "account.disable", a.now())
}

// Enable lets a disabled person sign in again.
func (a *Accounts) Enable(ctx context.Context, email string) error {
	return a.disable(ctx, email, "account.enable", 0)
}

func (a *Accounts) disable(ctx context.Context, email, verb string, at int64) error {
	id, _, err := a.known(ctx, email)
	if err != nil {
		return err
	}
	return a.config.Log.Do(ctx, audit.Act{Verb: verb, Object: "person/" + string(id)}, func(ctx context.Context) error {
		if _, err := a.people.Set(ctx, id, nil, map[string]any{"disabled": at}); err != nil {
			return err
		}
		return a.endSessions(ctx, id, "")
	})
}

// known is the person with an address, or problem.NotFound.
func (a *Accounts) known(ctx context.Context, email string) (PersonID, person, error) {
	address, _ := normalEmail(email)
	id, p, found, err := a.personByEmail(ctx, address)
	if err == nil && (!found || address == "") {
		err = problem.New(problem.NotFound, "account.person.unknown")
	}
	return id, p, err
}

// ResetPerson takes a person's code generator away, ends their sessions, mails a link to choose a new password and returns
// it: for people who lost both.
func (a *Accounts) ResetPerson(ctx context.Context, email string) (link string, err error) {
	id, p, err := a.known(ctx, email)
	if err != nil {
		return "", err
	}
	entry := audit.Act{Verb: "account.reset_person", Object: "person/" + string(id)}
	err = a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if _, err := a.people.Set(ctx, id, nil, map[string]any{"secret": "", "recovery": []string{}}); err != nil {
			return err
		}
		return a.endSessions(ctx, id, "")
	})
	if err != nil {
		return "", err
	}
	t := ticket{Purpose: forReset, State: ticketOpen, Email: p.Email, Language: p.Language, Person: id}
	_, link, err = a.mailTicket(ctx, audit.Act{Verb: "account.request_reset"}, &t, "reset", letter{Name: p.Name})
	return link, err
}

// SeedPerson is a person of the demo or of a test, with everything that signing in needs.
type SeedPerson struct {
	Name, Email, Position, Language string
	Password                        string
	Secret                          string // of the code generator, base32; "" none
	Organisation                    OrganisationID
	Role                            Role
}

// Seed stores a person with a password and a code generator and makes them a member, without mails.
func (a *Accounts) Seed(ctx context.Context, s SeedPerson) (PersonID, error) {
	var f problem.Form
	id := PersonID(rand.Text())
	p := person{
		Name: nameRule().take(&f, s.Name), Email: takeEmail(&f, s.Email), Language: language(s.Language), Secret: s.Secret,
		Created: a.now(),
	}
	a.checkPassword(&f, s.Password, p)
	o, err := a.organisations.Get(ctx, s.Organisation)
	if err != nil {
		return "", err
	}
	if !slices.Contains(RolesOf(o.Value.Kind), s.Role) {
		f.Add("role", "account.role.unknown")
	}
	if err := f.Err(); err != nil {
		return "", err
	}
	if p.Password, err = a.hasher.hash(ctx, s.Password); err != nil {
		return "", err
	}
	entry := audit.Act{Organisation: string(s.Organisation), Verb: "account.seed", Object: "person/" + string(id)}
	return id, a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if err := a.people.Insert(ctx, id, p); err != nil {
			return fmt.Errorf("seed person %s: %w", id, err)
		}
		_, err := a.join(ctx, membership{
			Person: id, Organisation: s.Organisation, Role: s.Role, Position: s.Position, Since: a.now(),
		})
		return err
	})
}
