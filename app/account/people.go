package account

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// People are the members of the actor's organisation and who is invited.
func (a *Accounts) People(ctx context.Context, by Actor) ([]Member, []OpenInvitation, error) {
	if err := a.check(ctx, by, ReadPeople, "organisation/"+string(by.Organisation)); err != nil {
		return nil, nil, err
	}
	members, err := a.members(ctx, by.Organisation)
	if err != nil {
		return nil, nil, err
	}
	invited, err := a.invited(ctx, by.Organisation)
	return members, invited, err
}

// members are the people with access to an organisation, by name.
func (a *Accounts) members(ctx context.Context, o OrganisationID) ([]Member, error) {
	q := store.Query{Where: []store.Condition{
		store.Equal("organisation", store.Text(o)), store.Equal("ended", store.Number(0)),
	}}
	stored, err := a.memberships.All(ctx, q)
	if err != nil {
		return nil, err
	}
	members := make([]Member, 0, len(stored))
	for _, r := range stored {
		p, err := a.people.Get(ctx, r.Value.Person)
		if err != nil {
			return nil, err
		}
		members = append(members, Member{
			Membership: r.ID, Person: r.Value.Person, Name: p.Value.Name, Email: p.Value.Email, Position: r.Value.Position,
			Role: r.Value.Role, Since: instant(r.Value.Since), LastSeen: instant(r.Value.Seen),
			SecondStep: p.Value.Secret != "", Disabled: p.Value.Disabled != 0,
		})
	}
	slices.SortFunc(members, func(x, y Member) int {
		return cmp.Or(cmp.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), cmp.Compare(x.Membership, y.Membership))
	})
	return members, nil
}

func (a *Accounts) invited(ctx context.Context, o OrganisationID) ([]OpenInvitation, error) {
	q := store.Query{Where: []store.Condition{
		store.Equal("organisation", store.Text(o)), store.Equal("state", store.Text(ticketOpen)),
		store.Equal("purpose", store.Text(string(forInvitation))), store.AtLeast("expires", store.Number(a.now()+1)),
	}, Sort: []store.Order{{Field: "expires", Descending: true}}}
	stored, err := a.tickets.All(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]OpenInvitation, len(stored))
	for i, r := range stored {
		out[i] = OpenInvitation{
			ID: r.ID, Email: r.Value.Email, Role: r.Value.Role, Sent: instant(r.Value.Sent), Expires: instant(r.Value.Expires),
		}
	}
	return out, nil
}

// NameOf is the name of a person who is or was in the organisation, for "who did this"; "" when unknown or erased.
func (a *Accounts) NameOf(ctx context.Context, organisation OrganisationID, id PersonID) (string, error) {
	if _, err := a.membershipOf(ctx, id, organisation); err != nil {
		if is(err, problem.NotFound) {
			return "", nil
		}
		return "", err
	}
	p, err := a.people.Get(ctx, id)
	return p.Value.Name, err
}

const mostInvited = 200 // open invitations of one organisation

// Invite sends an invitation, valid for 7 days, once. The invited person's id is known when they accept, and from then on
// Actor.Invitation says through which invitation they came; shares that were made for it are theirs.
func (a *Accounts) Invite(ctx context.Context, by Actor, in Invite) (InvitationID, error) {
	if err := a.check(ctx, by, ManagePeople, "organisation/"+string(by.Organisation)); err != nil {
		return "", err
	}
	t, l, err := a.invitation(ctx, by.Kind, by.Organisation, in)
	if err != nil {
		return "", err
	}
	t.By, l.Organisation, l.Inviter = by.Person, by.OrganisationName, by.Name
	facts := map[string]string{"role": string(t.Role)}
	id, _, err := a.mailTicket(ctx, act(by, "account.invite", "", facts), &t, "invitation", l)
	return id, err
}

// invitation checks whom to invite into an organisation.
func (a *Accounts) invitation(ctx context.Context, kind Kind, o OrganisationID, in Invite) (t ticket, l letter, err error) {
	var f problem.Form
	name := nameRule()
	name.missing = ""
	t = ticket{
		Purpose: forInvitation, State: ticketOpen, Organisation: o, Role: in.Role, Language: language(in.Language),
		Email: takeEmail(&f, in.Email), Name: name.take(&f, in.Name),
	}
	if !slices.Contains(RolesOf(kind), in.Role) {
		f.Add("role", "account.role.unknown")
	}
	section := lineRule{field: "section", most: 300, long: "account.note.long", characters: "account.note.characters"}
	l = letter{Name: t.Name, Role: t.Role, Note: takeNote(&f, in.Note), Section: section.take(&f, in.Section), Due: in.Due}
	if _, e := time.Parse(time.DateOnly, in.Due); in.Due != "" && e != nil {
		f.Add("due", "account.due.form")
	}
	if err := f.Err(); err != nil {
		return t, l, err
	}
	return t, l, a.welcome(ctx, o, t.Email)
}

// welcome refuses an invitation for an address that is in the organisation or invited already.
func (a *Accounts) welcome(ctx context.Context, o OrganisationID, email string) error {
	var f problem.Form
	id, _, known, err := a.personByEmail(ctx, email)
	if err != nil {
		return err
	}
	if known {
		m, err := a.membershipIn(ctx, o, id)
		if err != nil {
			return err
		}
		if m != nil && m.Ended == 0 {
			f.Add("email", "account.invite.member")
			return f.Err()
		}
	}
	open, err := a.invited(ctx, o)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(open, func(i OpenInvitation) bool { return i.Email == email }) {
		f.Add("email", "account.invite.open")
	} else if len(open) >= mostInvited {
		f.Add("email", "account.invite.many", "most", mostInvited)
	}
	return f.Err()
}

func (a *Accounts) membershipIn(ctx context.Context, o OrganisationID, id PersonID) (*membership, error) {
	m, err := a.membershipOf(ctx, id, o)
	if is(err, problem.NotFound) {
		return nil, nil //nolint:nilnil // nobody there is an answer here
	}
	if err != nil {
		return nil, err
	}
	r, err := a.memberships.Get(ctx, m)
	return &r.Value, err
}

// takeNote is a note of several lines without links: mails of the platform lead to the platform alone.
func takeNote(f *problem.Form, typed string) string {
	const most = 500
	lines := strings.Split(strings.ReplaceAll(typed, "\r\n", "\n"), "\n")
	rule := lineRule{field: "note", most: most, long: "account.note.long", characters: "account.note.characters"}
	for i, line := range lines {
		if lines[i] = rule.take(f, line); f.Has("note") {
			return ""
		}
	}
	note := strings.TrimSpace(strings.Join(lines, "\n"))
	lower := strings.ToLower(note)
	switch count := len([]rune(note)); {
	case count > most:
		f.Add("note", "account.note.long", "most", most, "count", count)
	case strings.Contains(lower, "://") || strings.Contains(lower, "www."):
		f.Add("note", "account.note.link")
	}
	return note
}

// Withdraw takes an invitation back.
func (a *Accounts) Withdraw(ctx context.Context, by Actor, id InvitationID) error {
	if err := a.check(ctx, by, ManagePeople, "invitation/"+string(id)); err != nil {
		return err
	}
	unknown := problem.New(problem.NotFound, "account.invitation.unknown")
	r, err := a.tickets.Get(ctx, id)
	if err != nil && !is(err, problem.NotFound) {
		return err
	}
	if err != nil || r.Value.Organisation != by.Organisation || r.Value.Purpose != forInvitation {
		return unknown
	}
	return a.config.Log.Do(ctx, act(by, "account.withdraw_invitation", "invitation/"+string(id), nil), func(ctx context.Context) error {
		err := a.moveTicket(ctx, id, ticketOpen, ticketWithdrawn)
		if is(err, problem.Conflict) {
			return problem.Wrap(problem.Conflict, "account.invitation.closed", err)
		}
		return err
	})
}

// member is a membership of the actor's organisation that has not ended; a foreign one is not found.
func (a *Accounts) member(ctx context.Context, o OrganisationID, id MembershipID) (membership, error) {
	r, err := a.memberships.Get(ctx, id)
	if err != nil && !is(err, problem.NotFound) {
		return membership{}, err
	}
	if err != nil || r.Value.Organisation != o || o == "" || r.Value.Ended != 0 {
		return membership{}, problem.New(problem.NotFound, "account.membership.unknown")
	}
	return r.Value, nil
}

// ChangeRole gives a member another role; an organisation always keeps one owner or administrator, problem.Conflict
// "account.people.last" otherwise.
func (a *Accounts) ChangeRole(ctx context.Context, by Actor, id MembershipID, role Role) error {
	if err := a.check(ctx, by, ManagePeople, "membership/"+string(id)); err != nil {
		return err
	}
	m, err := a.member(ctx, by.Organisation, id)
	if err != nil {
		return err
	}
	if !slices.Contains(RolesOf(by.Kind), role) {
		var f problem.Form
		f.Add("role", "account.role.unknown")
		return f.Err()
	}
	facts := map[string]string{"from": string(m.Role), "to": string(role)}
	return a.config.Log.Do(ctx, act(by, "account.change_role", "membership/"+string(id), facts), func(ctx context.Context) error {
		if m.Role.keeps() && !role.keeps() {
			if err := a.dropKeeper(ctx, by.Organisation, id); err != nil {
				return err
			}
		}
		if _, err := a.memberships.Set(ctx, id, nil, map[string]any{"role": role}); err != nil {
			return fmt.Errorf("change the role of %s: %w", id, err)
		}
		if !role.keeps() {
			return nil
		}
		return a.addKeeper(ctx, by.Organisation, id)
	})
}

// Remove ends a membership; the person's next request is refused.
func (a *Accounts) Remove(ctx context.Context, by Actor, id MembershipID) error {
	if err := a.check(ctx, by, ManagePeople, "membership/"+string(id)); err != nil {
		return err
	}
	m, err := a.member(ctx, by.Organisation, id)
	if err != nil {
		return err
	}
	return a.config.Log.Do(ctx, act(by, "account.remove", "membership/"+string(id), nil), func(ctx context.Context) error {
		return a.leave(ctx, id, m)
	})
}

// leave ends a membership, unless it is the last that can manage the others.
func (a *Accounts) leave(ctx context.Context, id MembershipID, m membership) error {
	if m.Role.keeps() {
		if err := a.dropKeeper(ctx, m.Organisation, id); err != nil {
			return err
		}
	}
	_, err := a.memberships.Set(ctx, id, nil, map[string]any{"ended": a.now()})
	return err
}

// dropKeeper takes a membership off the list of those that manage the others, which is never left empty. Of two owners
// who remove each other at the same moment one stays.
func (a *Accounts) dropKeeper(ctx context.Context, o OrganisationID, id MembershipID) error {
	_, err := a.organisations.Update(ctx, o, store.Any, func(stored *storedOrganisation) error {
		left := slices.DeleteFunc(slices.Clone(stored.Keepers), func(k MembershipID) bool { return k == id })
		if len(left) == 0 {
			return problem.New(problem.Conflict, "account.people.last")
		}
		stored.Keepers = left
		return nil
	})
	return err
}

// addKeeper puts a membership on the list; an organisation that is about to come brings its own list.
func (a *Accounts) addKeeper(ctx context.Context, o OrganisationID, id MembershipID) error {
	_, err := a.organisations.Update(ctx, o, store.Any, func(stored *storedOrganisation) error {
		if !slices.Contains(stored.Keepers, id) {
			stored.Keepers = append(stored.Keepers, id)
		}
		return nil
	})
	if is(err, problem.NotFound) {
		return nil
	}
	return err
}
