package account

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// export is everything that is held about a person here, as they get it (UU 27/2022, art. 6 and 7).
type export struct {
	Person      PersonID           `json:"person"`
	Name        string             `json:"name"`
	Email       string             `json:"email"`
	Language    string             `json:"language"`
	Created     time.Time          `json:"created"`
	SecondStep  bool               `json:"second_step"`
	Memberships []exportMembership `json:"memberships"`
	Sessions    []exportSession    `json:"sessions"`
	Invitations []exportInvitation `json:"invitations"`
	Log         []exportEntry      `json:"log"`
}

type exportMembership struct {
	Organisation string     `json:"organisation"`
	Role         Role       `json:"role"`
	Position     string     `json:"position"`
	Since        time.Time  `json:"since"`
	LastSeen     *time.Time `json:"last_seen,omitempty"`
	Ended        *time.Time `json:"ended,omitempty"`
}

type exportSession struct {
	Began  time.Time `json:"began"`
	Seen   time.Time `json:"seen"`
	Device string    `json:"device"`
}

type exportInvitation struct {
	For      string    `json:"for"`
	State    string    `json:"state"`
	Name     string    `json:"name"`
	Position string    `json:"position"`
	Sent     time.Time `json:"sent"`
}

type exportEntry struct {
	At     time.Time `json:"at"`
	Verb   string    `json:"verb"`
	Object string    `json:"object"`
}

// ExportPerson is everything that is held about the actor here, as JSON. What they wrote into assessments belongs to the
// company and is not part of it.
func (a *Accounts) ExportPerson(ctx context.Context, by Actor) ([]byte, error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return nil, err
	}
	out := export{
		Person: by.Person, Name: s.person.Name, Email: s.person.Email, Language: s.person.Language,
		Created: instant(s.person.Created), SecondStep: s.person.Secret != "",
	}
	if err := a.config.Log.Note(ctx, act(by, "account.export_person", "person/"+string(by.Person), nil), ""); err != nil {
		return nil, fmt.Errorf("log an export: %w", err)
	}
	if out.Memberships, err = a.exportMemberships(ctx, by.Person); err != nil {
		return nil, err
	}
	sessions, err := a.sessionsOf(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	for _, r := range sessions {
		out.Sessions = append(out.Sessions, exportSession{instant(r.Value.Began), instant(r.Value.Seen), r.Value.Device})
	}
	tickets, err := a.ticketsOf(ctx, s.person.Email)
	if err != nil {
		return nil, err
	}
	for _, r := range tickets {
		t := r.Value
		out.Invitations = append(out.Invitations, exportInvitation{string(t.Purpose), t.State, t.Name, t.Position, instant(t.Sent)})
	}
	if out.Log, err = a.exportLog(ctx, by.Person); err != nil {
		return nil, err
	}
	return json.MarshalIndent(out, "", "  ")
}

func (a *Accounts) exportMemberships(ctx context.Context, id PersonID) (out []exportMembership, err error) {
	all, err := a.allMemberships(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		m := exportMembership{
			Role: r.Value.Role, Position: r.Value.Position, Since: instant(r.Value.Since), LastSeen: when(r.Value.Seen),
			Ended: when(r.Value.Ended),
		}
		o, err := a.organisations.Get(ctx, r.Value.Organisation)
		if err != nil && !is(err, problem.NotFound) {
			return nil, err
		}
		m.Organisation = o.Value.Name
		out = append(out, m)
	}
	return out, nil
}

func when(seconds int64) *time.Time {
	if seconds == 0 {
		return nil
	}
	t := instant(seconds)
	return &t
}

func (a *Accounts) exportLog(ctx context.Context, id PersonID) (out []exportEntry, err error) {
	const page = 500
	for before := int64(0); ; {
		entries, err := a.config.Log.Entries(ctx, audit.Selection{By: string(id), Before: before, Limit: page})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			out = append(out, exportEntry{At: e.At, Verb: e.Verb, Object: e.Object})
		}
		if len(entries) < page {
			return out, nil
		}
		before = entries[len(entries)-1].Sequence
	}
}

func (a *Accounts) allMemberships(ctx context.Context, id PersonID) ([]store.Record[MembershipID, membership], error) {
	return a.memberships.All(ctx, store.Query{Where: []store.Condition{store.Equal("person", store.Text(id))}})
}

func (a *Accounts) ticketsOf(ctx context.Context, email string) ([]store.Record[InvitationID, ticket], error) {
	return a.tickets.All(ctx, store.Query{Where: []store.Condition{store.Equal("email", store.Text(email))}})
}

// ErasePerson takes name, address and everything else that says who a person is out of the records; their id stays, so
// that the log and the history of companies keep their sense. One may erase oneself, an administrator of the platform
// anybody, both with password and code given just before. problem.Conflict "account.people.last" for whoever is the last
// to manage an organisation.
func (a *Accounts) ErasePerson(ctx context.Context, by Actor, id PersonID) error {
	object := "person/" + string(id)
	if by.Person != id || id == "" {
		if err := a.check(ctx, by, ManagePlatform, object); err != nil {
			return err
		}
	}
	if !by.RecentlySteppedUp(a.config.Clock()) {
		return problem.New(problem.StepUp, "account.step_up.due")
	}
	r, err := a.people.Get(ctx, id)
	if is(err, problem.NotFound) || err == nil && r.Value.Erased != 0 {
		return problem.New(problem.NotFound, "account.person.unknown")
	}
	if err != nil {
		return err
	}
	if err := a.replaceable(ctx, id); err != nil {
		return err
	}
	return a.config.Log.Do(ctx, act(by, "account.erase_person", object, nil), func(ctx context.Context) error {
		return a.erase(ctx, id, r.Value.Email)
	})
}

// replaceable refuses a person without whom an organisation has nobody who manages its people.
func (a *Accounts) replaceable(ctx context.Context, id PersonID) error {
	places, err := a.places(ctx, id)
	if err != nil {
		return err
	}
	for _, at := range places {
		if at.membership.Role.keeps() && len(at.organisation.Keepers) < 2 {
			return problem.New(problem.Conflict, "account.people.last")
		}
	}
	return nil
}

// erase ends what the person can do first, and forgets who they are last: when it is interrupted it can be done again.
func (a *Accounts) erase(ctx context.Context, id PersonID, email string) error {
	all, err := a.allMemberships(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.Value.Ended == 0 {
			if err := a.leave(ctx, r.ID, r.Value); err != nil && !is(err, problem.NotFound) {
				return err
			}
		}
		if _, err := a.memberships.Set(ctx, r.ID, nil, map[string]any{"position": ""}); err != nil {
			return err
		}
	}
	if err := a.endSessions(ctx, id, ""); err != nil {
		return err
	}
	tickets, err := a.ticketsOf(ctx, email)
	if err != nil {
		return err
	}
	for _, r := range tickets {
		if err := a.tickets.Delete(ctx, r.ID, store.Any); err != nil && !is(err, problem.NotFound) {
			return err
		}
	}
	for _, key := range []string{passwordKey(email), mailKey(email), codeKey(id)} {
		if err := a.forget(ctx, key); err != nil {
			return err
		}
	}
	_, err = a.people.Update(ctx, id, store.Any, func(p *person) error {
		*p = person{Language: p.Language, Created: p.Created, Disabled: a.now(), Erased: a.now()}
		return nil
	})
	return err
}
