package account_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
)

func TestASessionEndsWhenItIsIdleOrOld(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	_, idle := h.enter("sri@contoh.co.id")
	h.clock.turn(59 * time.Minute)
	if _, err := h.Authenticate(ctx, idle); err != nil {
		t.Errorf("after 59 minutes: %v", err)
	}
	h.clock.turn(60 * time.Minute)
	_, err := h.Authenticate(ctx, idle)
	wantProblem(t, err, problem.Unauthenticated, "account.session.ended")

	_, busy := h.enter("sri@contoh.co.id")
	for range 12*60/50 - 1 {
		h.clock.turn(50 * time.Minute)
		if _, err := h.Authenticate(ctx, busy); err != nil {
			t.Fatal(err)
		}
	}
	h.clock.turn(50 * time.Minute)
	h.clock.turn(20 * time.Minute)
	_, err = h.Authenticate(ctx, busy)
	wantProblem(t, err, problem.Unauthenticated, "account.session.ended")
	h.clock.turn(time.Hour)
	h.must(h.Sweep(ctx))
	_, err = h.Authenticate(ctx, busy)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
}

func TestOnlyTheHashOfATokenIsStored(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.must(h.Register(ctx, registration()))
	link := h.link("sri@contoh.co.id")
	h.seed(h.company("PT Lain", "01"), "lain@contoh.co.id", account.Owner)
	_, session := h.enter("lain@contoh.co.id")
	if len(link) != 43 || len(session) != 43 {
		t.Errorf("%d and %d characters", len(link), len(session))
	}
	for _, document := range h.stored() {
		for _, never := range []string{link, session, goodPassword} {
			if strings.Contains(document, never) {
				t.Errorf("a token or password is stored: %s", document)
			}
		}
	}
}

func TestAKnownTokenIsWorthNothingAfterSigningIn(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	_, err = h.Authenticate(ctx, in.Token)
	wantProblem(t, err, problem.Unauthenticated, "account.session.code_due")
	pending, err := h.Pending(ctx, in.Token)
	h.must(err)
	if pending.Role != "" || pending.Organisation != "" {
		t.Errorf("before the code: %+v", pending)
	}
	confirmed, err := h.Confirm(ctx, in.Token, h.code(secret))
	h.must(err)
	_, err = h.Authenticate(ctx, in.Token)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	_, err = h.Confirm(ctx, in.Token, h.code(secret))
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	actor, err := h.Authenticate(ctx, confirmed)
	h.must(err)
	_, err = h.Pending(ctx, confirmed)
	wantProblem(t, err, problem.Conflict, "account.pending.nothing")

	h.clock.turn(11 * time.Minute)
	if actor.RecentlySteppedUp(h.clock.now()) {
		t.Error("stepped up for more than ten minutes")
	}
	_, err = h.StepUp(ctx, actor, otherPassword, h.code(secret))
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	stepped, err := h.StepUp(ctx, actor, goodPassword, h.code(secret))
	h.must(err)
	_, err = h.Authenticate(ctx, confirmed)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	actor, err = h.Authenticate(ctx, stepped)
	h.must(err)
	if !actor.RecentlySteppedUp(h.clock.now()) {
		t.Error("not stepped up")
	}
}

func TestPendingActorsMayNothing(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	p, err := h.Pending(ctx, in.Token)
	h.must(err)
	for name, try := range map[string]func() error{
		"people":       func() error { _, _, err := h.People(ctx, p); return err },
		"organisation": func() error { _, err := h.Organisation(ctx, p); return err },
		"invite":       func() error { _, err := h.Invite(ctx, p, account.Invite{}); return err },
		"profile":      func() error { return h.SaveProfile(ctx, p, account.Profile{}) },
	} {
		if err := try(); problem.KindOf(err) != problem.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, try := range map[string]func() error{
		"a new generator":  func() error { _, err := h.Enrol(ctx, p); return err },
		"confirming one":   func() error { _, _, err := h.ConfirmEnrolment(ctx, p, h.code(secret)); return err },
		"a new password":   func() error { return h.ChangePassword(ctx, p, goodPassword, otherPassword) },
		"step-up":          func() error { _, err := h.StepUp(ctx, p, goodPassword, h.code(secret)); return err },
		"sessions":         func() error { _, err := h.Sessions(ctx, p); return err },
		"ending a session": func() error { return h.EndSession(ctx, p, p.Session) },
		"places":           func() error { _, err := h.Places(ctx, p); return err },
		"export":           func() error { _, err := h.ExportPerson(ctx, p); return err },
	} {
		if err := try(); problem.KindOf(err) != problem.Unauthenticated {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPeopleSeeAndEndTheirOwnSessionsAlone(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "sri@contoh.co.id", account.Viewer)
	h.seed(o, "budi@contoh.co.id", account.Viewer)
	first, firstToken := h.enter("sri@contoh.co.id")
	second, _ := h.enter("sri@contoh.co.id")
	stranger, strangerToken := h.enter("budi@contoh.co.id")
	list, err := h.Sessions(ctx, second)
	h.must(err)
	if len(list) != 2 || !list[0].Current || list[1].Current || list[0].Device != "Chrome, Android" || !list[0].Began.After(list[1].Began) {
		t.Errorf("%+v", list)
	}
	wantProblem(t, h.EndSession(ctx, first, stranger.Session), problem.NotFound, "account.session.unknown")
	wantProblem(t, h.EndSession(ctx, first, "none"), problem.NotFound, "account.session.unknown")
	wantProblem(t, h.EndSession(ctx, account.Actor{}, stranger.Session), problem.Unauthenticated, "account.session.none")
	h.must(h.EndSession(ctx, second, first.Session))
	_, err = h.Authenticate(ctx, firstToken)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	if _, err := h.Authenticate(ctx, strangerToken); err != nil {
		t.Error(err)
	}
	h.must(h.SignOut(ctx, firstToken))
	h.must(h.SignOut(ctx, ""))
}

func TestTheDeviceIsAShortLine(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "Chro\r\nme\u202e\x00"+strings.Repeat("x", 500))
	h.must(err)
	actor, err := h.Authenticate(ctx, in.Token)
	h.must(err)
	list, err := h.Sessions(ctx, actor)
	h.must(err)
	if d := list[0].Device; len(d) != 60 || !strings.HasPrefix(d, "Chromexxx") {
		t.Errorf("%q", d)
	}
}

func TestAccessThatEndedIsRefusedAtTheNextRequest(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		end func(*house, account.Actor) error
		key string
	}{
		"the person was disabled": {func(h *house, _ account.Actor) error { return h.Disable(h.t.Context(), "sri@contoh.co.id") }, "account.session.none"},
		"the member was removed":  {removeSri, "account.session.removed"},
		"the organisation ended":  {func(h *house, a account.Actor) error { return h.EndOrganisation(h.t.Context(), a.Organisation) }, "account.session.removed"},
		"the account was reset": {func(h *house, _ account.Actor) error {
			_, err := h.ResetPerson(h.t.Context(), "sri@contoh.co.id")
			return err
		}, "account.session.none"},
		"the person erased itself": {func(h *house, a account.Actor) error { return h.ErasePerson(h.t.Context(), a, a.Person) }, "account.session.none"},
	}
	for name, c := range cases {
		h := open(t)
		o := h.company("PT Contoh Sawit", "01")
		h.seed(o, "sri@contoh.co.id", account.Viewer)
		h.seed(o, "bos@contoh.co.id", account.Owner)
		actor, token := h.enter("sri@contoh.co.id")
		h.must(c.end(h, actor))
		_, err := h.Authenticate(t.Context(), token)
		if problem.KindOf(err) != problem.Unauthenticated || keyOf(err) != c.key {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func removeSri(h *house, sri account.Actor) error {
	boss, _ := h.enter("bos@contoh.co.id")
	members, _, err := h.People(h.t.Context(), boss)
	h.must(err)
	i := slices.IndexFunc(members, func(m account.Member) bool { return m.Person == sri.Person })
	return h.Remove(h.t.Context(), boss, members[i].Membership)
}

func TestTheRoleIsReadAtEachRequest(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "sri@contoh.co.id", account.Contributor)
	h.seed(o, "bos@contoh.co.id", account.Owner)
	_, token := h.enter("sri@contoh.co.id")
	boss, _ := h.enter("bos@contoh.co.id")
	members, _, err := h.People(ctx, boss)
	h.must(err)
	i := slices.IndexFunc(members, func(m account.Member) bool { return m.Email == "sri@contoh.co.id" })
	h.must(h.ChangeRole(ctx, boss, members[i].Membership, account.Viewer))
	actor, err := h.Authenticate(ctx, token)
	h.must(err)
	if actor.Role != account.Viewer {
		t.Errorf("still %s", actor.Role)
	}
	h.must(h.ChangeRole(ctx, boss, members[i].Membership, account.Owner))
	_, err = h.Authenticate(ctx, token)
	wantProblem(t, err, problem.StepUp, "account.enrol.due")
}

func TestPeopleActForTheirOwnOrganisationsAlone(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	one, two := h.company("PT Satu", "01"), h.company("PT Dua", "02")
	h.seed(one, "sri@contoh.co.id", account.Owner)
	h.seed(two, "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	_, err := h.Invite(ctx, boss, account.Invite{Email: "sri@contoh.co.id", Role: account.Viewer})
	h.must(err)
	h.clock.turn(30 * time.Second)
	in, err := h.Accept(ctx, account.Acceptance{Token: h.link("sri@contoh.co.id"), Password: goodPassword}, "")
	h.must(err)
	token, err := h.Confirm(ctx, in.Token, h.code(secret))
	h.must(err)
	actor, err := h.Authenticate(ctx, token)
	h.must(err)
	places, err := h.Places(ctx, actor)
	h.must(err)
	if actor.Organisation != two || actor.Memberships != 2 || len(places) != 2 {
		t.Fatalf("%+v %+v", actor, places)
	}
	bossPlaces, err := h.Places(ctx, boss)
	h.must(err)
	for _, foreign := range []account.MembershipID{bossPlaces[0].Membership, "none", ""} {
		wantProblem(t, h.Act(ctx, actor, foreign), problem.NotFound, "account.membership.unknown")
	}
	i := slices.IndexFunc(places, func(p account.Place) bool { return !p.Current })
	h.must(h.Act(ctx, actor, places[i].Membership))
	actor, err = h.Authenticate(ctx, token)
	h.must(err)
	if actor.Organisation != one || actor.Role != account.Owner {
		t.Errorf("%+v", actor)
	}
	stolen := boss
	stolen.Session = actor.Session
	wantProblem(t, h.Act(ctx, stolen, bossPlaces[0].Membership), problem.Unauthenticated, "account.session.none")
}

func TestOfManyConfirmationsOfOneSessionOneWins(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	code := h.code(secret)
	var won atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if _, err := h.Confirm(ctx, in.Token, code); err == nil {
				won.Add(1)
			}
		})
	}
	wait.Wait()
	if won.Load() != 1 {
		t.Errorf("%d won", won.Load())
	}
}
