package account

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

const (
	ticketDays = 7
	day24      = 24 * 60 * 60
)

// Offer is what an invitation offers.
type Offer struct {
	Organisation string
	Role         Role
	Email        string // "" for the first administrator, who states one
	Name         string
	Position     string
	Language     string
	NewPerson    bool // must choose name and password; others sign in with what they have
	CodeNeeded   bool // the role needs a code generator
}

// Register begins the registration of a company and mails a link that is valid for 7 days, once. Whether the address
// already has an account, or the NIB a company, is only said in the mail. problem.Invalid names every field at fault.
func (a *Accounts) Register(ctx context.Context, r Registration) error {
	var f problem.Form
	t := ticket{
		Purpose: forRegistration, State: ticketOpen, Role: Owner, Language: language(r.Language),
		Organisation: OrganisationID(rand.Text()), LegalName: legalNameRule().take(&f, r.LegalName), NIB: takeNIB(&f, r.NIB), Name: nameRule().take(&f, r.Name),
		Position: positionRule().take(&f, r.Position), Email: takeEmail(&f, r.Email),
	}
	if !r.Confirmed {
		f.Add("confirmed", "account.registration.confirm")
	}
	if err := f.Err(); err != nil {
		return err
	}
	if quiet, err := a.mailedEnough(ctx, t.Email); quiet || err != nil {
		return err
	}
	_, _, known, err := a.personByEmail(ctx, t.Email)
	if err != nil {
		return err
	}
	taken, err := a.nibTaken(ctx, t.NIB)
	if err != nil {
		return err
	}
	text := "registration"
	if taken {
		t.State, text = ticketWithdrawn, "registered_already"
	}
	l := letter{Name: t.Name, Organisation: t.LegalName, Known: known}
	_, _, err = a.mailTicket(ctx, audit.Act{Verb: "account.register"}, &t, text, l)
	return err
}

// mailTicket stores a ticket and mails its link, under an entry of the log. text "" mails nothing.
func (a *Accounts) mailTicket(ctx context.Context, entry audit.Act, t *ticket, text string, l letter) (id InvitationID, link string, err error) {
	token := newToken()
	id = InvitationID(hashed(token))
	path := InvitationPath
	t.Sent = a.now()
	t.Expires = t.Sent + ticketDays*day24
	if t.Purpose == forReset {
		path, t.Expires = ResetPath, t.Sent+60*60
	}
	l.Link, l.Days = a.postbox.link(t.Language, path, token), ticketDays
	entry.Object = "invitation/" + string(id)
	return id, l.Link, a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if err := a.tickets.Insert(ctx, id, *t); err != nil {
			return fmt.Errorf("store the ticket of a link: %w", err)
		}
		if text == "" {
			return nil
		}
		err := a.postbox.send(ctx, t.Email, t.Language, text, l, a.config.Clock())
		if err != nil { // nobody has the link: it must not stand in the way of the next
			_ = a.moveTicket(context.WithoutCancel(ctx), id, ticketOpen, ticketWithdrawn) // the cause is what counts
		}
		return err
	})
}

// mailedEnough reports whether strangers have caused so many mails to an address that the next one is left out.
func (a *Accounts) mailedEnough(ctx context.Context, email string) (bool, error) {
	err := a.count(ctx, mailKey(email), mailings())
	if is(err, problem.TooMany) {
		return true, nil
	}
	return false, err
}

func (a *Accounts) nibTaken(ctx context.Context, nib string) (bool, error) {
	n, err := a.organisations.Count(ctx, store.Query{Where: []store.Condition{store.Equal("key", store.Text(nib))}})
	return n > 0, err
}

func (a *Accounts) personByEmail(ctx context.Context, email string) (id PersonID, p person, found bool, err error) {
	r, err := a.people.First(ctx, store.Query{Where: []store.Condition{store.Equal("email", store.Text(email))}})
	if is(err, problem.NotFound) {
		return "", p, false, nil
	}
	return r.ID, r.Value, err == nil, err
}

// Invitation shows what a token of a link invites to: organisation's name, role and whether the person must choose a
// password (has no account yet). problem.NotFound when it was used, expired or never was.
func (a *Accounts) Invitation(ctx context.Context, token string) (Offer, error) {
	_, t, err := a.openTicket(ctx, token)
	if err != nil {
		return Offer{}, err
	}
	if t.Purpose == forReset {
		return Offer{}, errLinkGone()
	}
	known := false
	if t.Email != "" {
		if _, _, known, err = a.personByEmail(ctx, t.Email); err != nil {
			return Offer{}, err
		}
	}
	offer := Offer{
		Role: t.Role, Email: t.Email, Name: t.Name, Position: t.Position, Language: t.Language,
		NewPerson: !known, CodeNeeded: t.Role.NeedsCode(),
	}
	o, err := a.host(ctx, t)
	offer.Organisation = o.Name
	return offer, err
}

// openTicket is the ticket of a link that can still be used.
func (a *Accounts) openTicket(ctx context.Context, token string) (InvitationID, ticket, error) {
	id := InvitationID(hashed(token))
	r, err := a.tickets.Get(ctx, id)
	if err != nil && !is(err, problem.NotFound) {
		return "", ticket{}, err
	}
	if err != nil || r.Value.State != ticketOpen || a.now() >= r.Value.Expires {
		return "", ticket{}, errLinkGone()
	}
	return id, r.Value, nil
}

func errLinkGone() error { return problem.New(problem.NotFound, "account.link.gone") }

// host is the organisation that a ticket invites into; one that has ended invites nobody.
func (a *Accounts) host(ctx context.Context, t ticket) (Organisation, error) {
	if t.Purpose != forInvitation {
		return Organisation{Name: t.LegalName}, nil
	}
	o, err := a.organisations.Get(ctx, t.Organisation)
	if err == nil && o.Value.Ended != "" {
		err = errLinkGone()
	}
	return o.Value.Organisation, err
}

// claim uses a ticket up; of several at once one wins.
func (a *Accounts) claim(ctx context.Context, id InvitationID) error {
	err := a.moveTicket(ctx, id, ticketOpen, ticketUsed)
	if is(err, problem.Conflict) || is(err, problem.NotFound) {
		return problem.Wrap(problem.NotFound, "account.link.gone", err)
	}
	return err
}

func (a *Accounts) moveTicket(ctx context.Context, id InvitationID, from, to string) error {
	_, err := a.tickets.Set(ctx, id, []store.Guard{{Path: "state", Value: store.Text(from)}}, map[string]any{"state": to})
	return err
}

// Accept takes an invitation or finishes a registration and signs the person in. Who has an account gives its password;
// problem.Invalid "account.sign_in.wrong" when it is another.
func (a *Accounts) Accept(ctx context.Context, in Acceptance, device string) (SignedIn, error) {
	id, t, err := a.openTicket(ctx, in.Token)
	if err != nil {
		return SignedIn{}, err
	}
	if t.Purpose == forReset {
		return SignedIn{}, errLinkGone()
	}
	if _, err := a.host(ctx, t); err != nil {
		return SignedIn{}, err
	}
	who, err := a.accepting(ctx, t, in)
	if err != nil {
		return SignedIn{}, err
	}
	entry := audit.Act{
		Organisation: string(who.organisation), By: string(who.id), Role: string(t.Role), Verb: "account.accept",
		Object: "invitation/" + string(id), Facts: map[string]string{"purpose": string(t.Purpose)},
	}
	var m MembershipID
	err = a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if err := a.claim(ctx, id); err != nil {
			return err
		}
		if m, err = a.admit(ctx, id, t, who); err != nil {
			_ = a.moveTicket(context.WithoutCancel(ctx), id, ticketUsed, ticketOpen) // the cause is what counts
		}
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	return a.begin(ctx, who.id, who.person, m, device)
}

// entrant is who accepts: a person with an account or one that is about to get one.
type entrant struct {
	id           PersonID
	person       person
	isNew        bool
	position     string
	organisation OrganisationID
	isFounding   bool // the organisation does not exist yet
}

// accepting checks what the person states, before anything is stored.
func (a *Accounts) accepting(ctx context.Context, t ticket, in Acceptance) (who entrant, err error) {
	var f problem.Form
	position := positionRule()
	position.missing = "" // whoever registered has stated it, the others may
	who.organisation, who.position = t.Organisation, position.take(&f, in.Position)
	if who.position == "" {
		who.position = t.Position
	}
	who.isFounding = t.Purpose == forRegistration || t.Purpose == forFirst
	email := t.Email
	if t.Purpose == forFirst {
		if email = takeEmail(&f, in.Email); f.Has("email") {
			return who, f.Err()
		}
		if err := a.noAdministrator(ctx); err != nil {
			return who, err
		}
	}
	var known bool
	if who.id, who.person, known, err = a.personByEmail(ctx, email); err != nil {
		return who, err
	}
	if known {
		if err := f.Err(); err != nil {
			return who, err
		}
		return who, a.prove(ctx, who.id, who.person, email, in.Password)
	}
	if in.Name == "" {
		in.Name = t.Name
	}
	who.id, who.isNew = PersonID(rand.Text()), true
	who.person = person{Name: nameRule().take(&f, in.Name), Email: email, Language: t.Language, Created: a.now()}
	a.checkPassword(&f, in.Password, who.person)
	if err := f.Err(); err != nil {
		return who, err
	}
	who.person.Password, err = a.hasher.hash(ctx, in.Password)
	return who, err
}

// admit stores what an accepted ticket gives. The organisation comes last: its NIB is taken when everything else stands.
func (a *Accounts) admit(ctx context.Context, id InvitationID, t ticket, who entrant) (MembershipID, error) {
	if who.isFounding && t.NIB != "" {
		taken, err := a.nibTaken(ctx, t.NIB)
		if err != nil {
			return "", err
		}
		if taken {
			return "", problem.New(problem.Conflict, "account.registration.taken")
		}
	}
	if who.isNew {
		if err := a.people.Insert(ctx, who.id, who.person); err != nil {
			return "", fmt.Errorf("store person %s: %w", who.id, err)
		}
	}
	m := membership{
		Person: who.id, Organisation: who.organisation, Role: t.Role, Position: who.position, Invitation: id, Since: a.now(),
	}
	mid, err := a.join(ctx, m)
	if err != nil || !who.isFounding {
		return mid, err
	}
	return mid, a.found(ctx, who.organisation, t, mid)
}

// found stores the organisation of a registration.
func (a *Accounts) found(ctx context.Context, id OrganisationID, t ticket, keeper MembershipID) error {
	o := storedOrganisation{Organisation: Organisation{Kind: Company, Name: t.LegalName, Created: a.config.Clock().UTC().Truncate(time.Second)}}
	o.Keepers = []MembershipID{keeper}
	if t.Purpose == forFirst {
		o.Kind = Ministry
	} else {
		o.Key = t.NIB
		o.Profile = Profile{LegalName: t.LegalName, NIB: t.NIB, KBLIVersion: kbliVersion, Revision: 1}
	}
	err := a.organisations.Insert(ctx, id, o)
	if is(err, problem.Conflict) {
		return problem.Wrap(problem.Conflict, "account.registration.taken", err)
	}
	return err
}

// join makes a membership, or opens the person's ended one again. One that is still good keeps its role.
func (a *Accounts) join(ctx context.Context, m membership) (MembershipID, error) {
	id := MembershipID(rand.Text())
	err := a.memberships.Insert(ctx, id, m)
	if is(err, problem.Conflict) {
		if id, err = a.membershipOf(ctx, m.Person, m.Organisation); err != nil {
			return "", err
		}
		_, err = a.memberships.Update(ctx, id, store.Any, func(stored *membership) error {
			if stored.Ended == 0 {
				m.Role = stored.Role
				return nil
			}
			*stored = m
			return nil
		})
	}
	if err != nil {
		return "", fmt.Errorf("store a membership of organisation %s: %w", m.Organisation, err)
	}
	if m.Role.keeps() {
		err = a.addKeeper(ctx, m.Organisation, id)
	}
	return id, err
}

func (a *Accounts) membershipOf(ctx context.Context, p PersonID, o OrganisationID) (MembershipID, error) {
	r, err := a.memberships.First(ctx, store.Query{Where: []store.Condition{
		store.Equal("person", store.Text(p)), store.Equal("organisation", store.Text(o)),
	}})
	return r.ID, err
}
