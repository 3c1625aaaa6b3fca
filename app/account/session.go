package account

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
)

const (
	longestSession = 12 * time.Hour
	longestIdle    = 60 * time.Minute
	touchEvery     = time.Minute
)

// StepUpLasts is how long password and code count as given again.
const StepUpLasts = 10 * time.Minute

// RecentlySteppedUp reports whether the actor gave password and code within StepUpLasts before now.
func (a Actor) RecentlySteppedUp(now time.Time) bool {
	return !a.SteppedUp.IsZero() && now.Sub(a.SteppedUp) < StepUpLasts
}

// standing is everything that a session stands on, read at once.
type standing struct {
	id      SessionID
	session session
	person  person
	places  []place
	at      *place // nil when the session's membership is no more
}

func (s *standing) codeDue() bool { return s.person.Secret != "" && !s.session.Confirmed }

func (s *standing) enrolDue() bool {
	return s.person.Secret == "" && s.at != nil && s.at.membership.Role.NeedsCode()
}

func errNoSession() error { return problem.New(problem.Unauthenticated, "account.session.none") }

func errCodeDue() error { return problem.New(problem.Unauthenticated, "account.session.code_due") }

// entered refuses the actors of Pending.
func (a Actor) entered() error {
	if a.Person == "" || a.Role == "" {
		return errNoSession()
	}
	return nil
}

// stand reads the session of a token.
func (a *Accounts) stand(ctx context.Context, id SessionID) (*standing, error) {
	r, err := a.sessions.Get(ctx, id)
	if is(err, problem.NotFound) {
		return nil, errNoSession()
	}
	if err != nil {
		return nil, err
	}
	s := &standing{id: id, session: r.Value}
	if !s.session.goodAt(a.now()) {
		return nil, problem.New(problem.Unauthenticated, "account.session.ended")
	}
	p, err := a.people.Get(ctx, s.session.Person)
	if err != nil && !is(err, problem.NotFound) {
		return nil, err
	}
	if err != nil || p.Value.Disabled != 0 || p.Value.Erased != 0 {
		return nil, errNoSession()
	}
	s.person = p.Value
	if s.places, err = a.places(ctx, s.session.Person); err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(s.places, func(at place) bool { return at.id == s.session.Membership }); i >= 0 {
		s.at = &s.places[i]
	}
	return s, nil
}

func (s session) goodAt(now int64) bool {
	return now < s.Ends && now-s.Seen < int64(longestIdle.Seconds())
}

// Authenticate is who a session's token stands for, with the role read now. problem.Unauthenticated when there is none.
// A session whose person must still set up a code generator gives problem.StepUp "account.enrol.due".
func (a *Accounts) Authenticate(ctx context.Context, token string) (Actor, error) {
	s, err := a.stand(ctx, SessionID(hashed(token)))
	if err != nil {
		return Actor{}, err
	}
	switch {
	case s.codeDue():
		return Actor{}, errCodeDue()
	case s.at == nil:
		return Actor{}, problem.New(problem.Unauthenticated, "account.session.removed")
	case s.enrolDue():
		return Actor{}, problem.New(problem.StepUp, "account.enrol.due")
	}
	if err := a.touch(ctx, s); err != nil {
		return Actor{}, err
	}
	return Actor{
		Person: s.session.Person, Name: s.person.Name, Email: s.person.Email, Language: s.person.Language,
		Organisation: s.at.membership.Organisation, OrganisationName: s.at.organisation.Name, Kind: s.at.organisation.Kind,
		Role: s.at.membership.Role, Position: s.at.membership.Position, Invitation: s.at.membership.Invitation, Session: s.id,
		SteppedUp: instant(s.session.SteppedUp), Memberships: len(s.places),
	}, nil
}

// touch notes that the session is in use, at most once a minute.
func (a *Accounts) touch(ctx context.Context, s *standing) error {
	now := a.now()
	if now-s.session.Seen < int64(touchEvery.Seconds()) && s.at.membership.Seen >= s.session.Began {
		return nil
	}
	_, err := a.sessions.Set(ctx, s.id, nil, map[string]any{"seen": now})
	if is(err, problem.NotFound) {
		return errNoSession() // it ended a moment ago
	}
	if err != nil {
		return err
	}
	_, err = a.memberships.Set(ctx, s.at.id, nil, map[string]any{"seen": now})
	return err
}

// Pending is the person of a session in which the code or the enrolment is due, for the pages of that step alone: the
// actor has no organisation and no role, so that everything else refuses it. problem.Conflict "account.pending.nothing"
// when neither is due.
func (a *Accounts) Pending(ctx context.Context, token string) (Actor, error) {
	s, err := a.stand(ctx, SessionID(hashed(token)))
	if err != nil {
		return Actor{}, err
	}
	if !s.codeDue() && !s.enrolDue() {
		return Actor{}, problem.New(problem.Conflict, "account.pending.nothing")
	}
	return Actor{
		Person: s.session.Person, Name: s.person.Name, Email: s.person.Email, Language: s.person.Language, Session: s.id,
	}, nil
}

// rotate gives a session a new token, so that one which somebody else knows is worth nothing from now on.
func (a *Accounts) rotate(ctx context.Context, id SessionID, change func(*session)) (string, error) {
	r, err := a.sessions.Get(ctx, id)
	if err == nil {
		err = a.sessions.Delete(ctx, id, store.Any)
	}
	if is(err, problem.NotFound) {
		return "", errNoSession()
	}
	if err != nil {
		return "", err
	}
	change(&r.Value)
	r.Value.Seen = a.now()
	token := newToken()
	if err := a.sessions.Insert(ctx, SessionID(hashed(token)), r.Value); err != nil {
		return "", fmt.Errorf("store a session: %w", err)
	}
	return token, nil
}

// SignOut ends a session; a token without one is no error.
func (a *Accounts) SignOut(ctx context.Context, token string) error {
	id := SessionID(hashed(token))
	r, err := a.sessions.Get(ctx, id)
	if is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	by := Actor{Person: r.Value.Person}
	return a.config.Log.Do(ctx, act(by, "account.sign_out", "person/"+string(by.Person), nil), func(ctx context.Context) error {
		return a.dropSession(ctx, id)
	})
}

func (a *Accounts) dropSession(ctx context.Context, id SessionID) error {
	if err := a.sessions.Delete(ctx, id, store.Any); err != nil && !is(err, problem.NotFound) {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

// Sessions are the person's sessions, the newest first.
func (a *Accounts) Sessions(ctx context.Context, by Actor) ([]OpenSession, error) {
	if err := by.entered(); err != nil {
		return nil, err
	}
	all, err := a.sessionsOf(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	var open []OpenSession
	for _, r := range all {
		if r.Value.goodAt(a.now()) {
			open = append(open, OpenSession{
				ID: r.ID, Began: instant(r.Value.Began), Seen: instant(r.Value.Seen), Device: r.Value.Device,
				Current: r.ID == by.Session,
			})
		}
	}
	slices.SortStableFunc(open, func(x, y OpenSession) int { return y.Began.Compare(x.Began) })
	return open, nil
}

func (a *Accounts) sessionsOf(ctx context.Context, id PersonID) ([]store.Record[SessionID, session], error) {
	return a.sessions.All(ctx, store.Query{Where: []store.Condition{store.Equal("person", store.Text(id))}})
}

// EndSession ends one of the person's own sessions.
func (a *Accounts) EndSession(ctx context.Context, by Actor, id SessionID) error {
	if err := by.entered(); err != nil {
		return err
	}
	r, err := a.sessions.Get(ctx, id)
	if err != nil && !is(err, problem.NotFound) {
		return err
	}
	if err != nil || r.Value.Person != by.Person {
		return problem.New(problem.NotFound, "account.session.unknown")
	}
	return a.config.Log.Do(ctx, act(by, "account.end_session", "person/"+string(by.Person), nil), func(ctx context.Context) error {
		return a.dropSession(ctx, id)
	})
}

// endSessions ends every session of a person but one.
func (a *Accounts) endSessions(ctx context.Context, id PersonID, but SessionID) error {
	all, err := a.sessionsOf(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.ID == but {
			continue
		}
		if err := a.dropSession(ctx, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// Place is an organisation in which a person can act.
type Place struct {
	Membership   MembershipID
	Organisation string // its name
	Kind         Kind
	Role         Role
	Current      bool
}

// Places are the organisations in which the actor can act, for the choice before Act.
func (a *Accounts) Places(ctx context.Context, by Actor) ([]Place, error) {
	if err := by.entered(); err != nil {
		return nil, err
	}
	return a.placesOf(ctx, by.Person, by.Organisation)
}

func (a *Accounts) placesOf(ctx context.Context, id PersonID, current OrganisationID) ([]Place, error) {
	all, err := a.places(ctx, id)
	if err != nil {
		return nil, err
	}
	out := make([]Place, len(all))
	for i, at := range all {
		out[i] = Place{
			Membership: at.id, Organisation: at.organisation.Name, Kind: at.organisation.Kind, Role: at.membership.Role,
			Current: at.membership.Organisation == current,
		}
	}
	return out, nil
}

// Act switches the session to another organisation of the person.
func (a *Accounts) Act(ctx context.Context, by Actor, membership MembershipID) error {
	if err := by.entered(); err != nil {
		return err
	}
	all, err := a.places(ctx, by.Person)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(at place) bool { return at.id == membership })
	if i < 0 {
		return problem.New(problem.NotFound, "account.membership.unknown")
	}
	return a.config.Log.Do(ctx, act(by, "account.act", "membership/"+string(membership), nil), func(ctx context.Context) error {
		_, err := a.sessions.Set(ctx, by.Session, []store.Guard{{Path: "person", Value: store.Text(by.Person)}},
			map[string]any{"membership": membership})
		if is(err, problem.NotFound) || is(err, problem.Conflict) {
			return errNoSession()
		}
		return err
	})
}
