package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

func errWrong() error { return problem.New(problem.Invalid, "account.sign_in.wrong") }

// SignIn checks e-mail and password. The answer and its time do not tell whether the account exists.
// problem.Invalid "account.sign_in.wrong"; problem.TooMany with Args "minutes" after too many failures; who knows the
// password and belongs to no organisation any more gets problem.Forbidden "account.sign_in.no_organisation".
func (a *Accounts) SignIn(ctx context.Context, email, password, device string) (SignedIn, error) {
	address, ok := normalEmail(email)
	if !ok {
		address = strings.ToLower(strings.TrimSpace(email))
	}
	id, p, _, err := a.personByEmail(ctx, address)
	if err != nil {
		return SignedIn{}, err
	}
	if err := a.prove(ctx, id, p, address, password); err != nil {
		return SignedIn{}, err
	}
	return a.begin(ctx, id, p, "", device)
}

// prove checks a password, counting attempts. It does the same work for a person who does not exist (id "") or may not
// sign in.
func (a *Accounts) prove(ctx context.Context, id PersonID, p person, email, password string) error {
	if err := a.count(ctx, passwordKey(email), guesses()); err != nil {
		return err
	}
	hash := p.Password
	if p.Disabled != 0 || p.Erased != 0 {
		hash = ""
	}
	ok, err := a.hasher.matches(ctx, password, hash)
	if err != nil {
		return err
	}
	if !ok {
		return a.refused(ctx, id, "password", errWrong())
	}
	return a.forget(ctx, passwordKey(email))
}

// refused writes a wrong password or code into the log and returns the answer.
func (a *Accounts) refused(ctx context.Context, id PersonID, what string, answer error) error {
	entry := audit.Act{By: string(id), Verb: "account.prove", Facts: map[string]string{"what": what}}
	if err := a.config.Log.Note(ctx, entry, audit.Denied); err != nil {
		return fmt.Errorf("log a refusal: %w", err)
	}
	return answer
}

// begin starts a session, in the organisation of m or, when that is "", in the one where the person was last.
func (a *Accounts) begin(ctx context.Context, id PersonID, p person, m MembershipID, device string) (SignedIn, error) {
	places, err := a.places(ctx, id)
	if err != nil {
		return SignedIn{}, err
	}
	if len(places) == 0 {
		return SignedIn{}, problem.New(problem.Forbidden, "account.sign_in.no_organisation")
	}
	chosen := places[0]
	if i := slices.IndexFunc(places, func(at place) bool { return at.id == m }); i >= 0 {
		chosen = places[i]
	}
	now, token := a.now(), newToken()
	s := session{
		Person: id, Membership: chosen.id, Began: now, Seen: now, Ends: now + int64(longestSession.Seconds()),
		Confirmed: p.Secret == "", Device: shortened(device, 60),
	}
	if s.Confirmed {
		s.SteppedUp = now
	}
	if err := a.sessions.Insert(ctx, SessionID(hashed(token)), s); err != nil {
		return SignedIn{}, fmt.Errorf("store a session: %w", err)
	}
	entry := audit.Act{
		Organisation: string(chosen.membership.Organisation), By: string(id), Role: string(chosen.membership.Role),
		Verb: "account.sign_in", Object: "person/" + string(id),
	}
	if err := a.config.Log.Note(ctx, entry, ""); err != nil {
		return SignedIn{}, fmt.Errorf("log a sign-in: %w", err)
	}
	return SignedIn{Token: token, CodeDue: !s.Confirmed}, nil
}

// place is a membership through which a person can act.
type place struct {
	id           MembershipID
	membership   membership
	organisation storedOrganisation
}

// places are where a person can act, where they were last first. Organisations that ended or never came about are left
// out.
func (a *Accounts) places(ctx context.Context, id PersonID) ([]place, error) {
	var all []place
	q := store.Query{Where: []store.Condition{store.Equal("person", store.Text(id)), store.Equal("ended", store.Number(0))}}
	for r, err := range a.memberships.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, place{id: r.ID, membership: r.Value})
	}
	open := all[:0]
	for _, at := range all {
		o, err := a.organisations.Get(ctx, at.membership.Organisation)
		if is(err, problem.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if at.organisation = o.Value; o.Value.Ended == "" {
			open = append(open, at)
		}
	}
	slices.SortStableFunc(open, func(x, y place) int { return int(y.membership.Seen - x.membership.Seen) })
	return open, nil
}
