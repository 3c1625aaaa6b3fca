package account_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
)

func registration() account.Registration {
	return account.Registration{
		LegalName: "PT Contoh Sawit", NIB: "9120 0012 34567", Name: "Sri Wahyuni", Position: "Manajer HR",
		Email: " Sri@Contoh.co.id ", Language: "id", Confirmed: true,
	}
}

func TestACompanyRegistersSetsUpItsCodeAndSignsIn(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.must(h.Register(ctx, registration()))
	token := h.link("sri@contoh.co.id")
	offer, err := h.Invitation(ctx, token)
	h.must(err)
	want := account.Offer{
		Organisation: "PT Contoh Sawit", Role: account.Owner, Email: "sri@contoh.co.id", Name: "Sri Wahyuni",
		Position: "Manajer HR", Language: "id", NewPerson: true, CodeNeeded: true,
	}
	if diff := cmp.Diff(want, offer); diff != "" {
		t.Error(diff)
	}
	in, err := h.Accept(ctx, account.Acceptance{Token: token, Password: goodPassword}, "Firefox, Windows")
	h.must(err)
	if in.CodeDue {
		t.Error("a code is due before there is a generator")
	}
	_, err = h.Authenticate(ctx, in.Token)
	wantProblem(t, err, problem.StepUp, "account.enrol.due")
	pending, err := h.Pending(ctx, in.Token)
	h.must(err)
	enrolment, err := h.Enrol(ctx, pending)
	h.must(err)
	recovery, fresh, err := h.ConfirmEnrolment(ctx, pending, h.code(enrolment.Secret))
	h.must(err)
	if len(recovery) != 10 || len(enrolment.QR) < 21 || !strings.HasPrefix(enrolment.URI, "otpauth://totp/Tuntas:sri@contoh.co.id?") {
		t.Errorf("%d recovery codes, %d rows, %s", len(recovery), len(enrolment.QR), enrolment.URI)
	}
	_, err = h.Authenticate(ctx, in.Token)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	actor, err := h.Authenticate(ctx, fresh)
	h.must(err)
	if actor.Role != account.Owner || actor.Kind != account.Company || actor.OrganisationName != "PT Contoh Sawit" ||
		actor.Name != "Sri Wahyuni" || actor.Memberships != 1 || !actor.RecentlySteppedUp(h.clock.now()) {
		t.Errorf("%+v", actor)
	}
	o, err := h.Organisation(ctx, actor)
	h.must(err)
	if o.Profile.NIB != "9120001234567" || o.Profile.Revision != 1 {
		t.Errorf("%+v", o.Profile)
	}
	verbs := []string{"account.accept", "account.sign_in", "account.set_code"}
	if diff := cmp.Diff(verbs, h.verbs(audit.Selection{By: string(actor.Person)})); diff != "" {
		t.Error(diff)
	}
}

func TestALinkIsGoodOnceAndForSevenDays(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.must(h.Register(ctx, registration()))
	token := h.link("sri@contoh.co.id")
	cases := map[string]string{"another token": token[1:] + "A", "no token": "", "a long one": strings.Repeat("A", 10_000)}
	for name, wrong := range cases {
		if _, err := h.Invitation(ctx, wrong); keyOf(err) != "account.link.gone" {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.clock.turn(7*24*time.Hour - time.Second)
	if _, err := h.Invitation(ctx, token); err != nil {
		t.Error(err)
	}
	_, err := h.Accept(ctx, account.Acceptance{Token: token, Password: goodPassword}, "")
	h.must(err)
	_, err = h.Accept(ctx, account.Acceptance{Token: token, Password: goodPassword}, "")
	wantProblem(t, err, problem.NotFound, "account.link.gone")

	late := registration()
	late.Email, late.NIB = "dua@contoh.co.id", "9120001234500"
	h.must(h.Register(ctx, late))
	h.clock.turn(7 * 24 * time.Hour)
	_, err = h.Accept(ctx, account.Acceptance{Token: h.link(late.Email), Password: goodPassword}, "")
	wantProblem(t, err, problem.NotFound, "account.link.gone")
}

func TestOfManyWhoTakeOneLinkOneWins(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.must(h.Register(ctx, registration()))
	token := h.link("sri@contoh.co.id")
	var won atomic.Int32
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			_, err := h.Accept(ctx, account.Acceptance{Token: token, Password: goodPassword}, "")
			if err == nil {
				won.Add(1)
			} else if keyOf(err) != "account.link.gone" {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	people, err := h.ListPeople(ctx)
	h.must(err)
	if won.Load() != 1 || len(people) != 1 || len(people[0].Places) != 1 {
		t.Errorf("%d won, people: %+v", won.Load(), people)
	}
}

func TestRegistrationAnswersTheSameWhetherThereIsAnAccountOrNot(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Lain", "01"), "sri@contoh.co.id", account.Owner)
	taken := registration()
	taken.Email, taken.NIB = "baru@contoh.co.id", "9120001234501"
	for _, r := range []account.Registration{registration(), taken} {
		if err := h.Register(ctx, r); err != nil {
			t.Error(err)
		}
	}
	mails := h.mails.all()
	if len(mails) != 2 || !strings.Contains(mails[0].Text, "sudah mempunyai akun") || !strings.Contains(mails[1].Subject, "sudah terdaftar") ||
		strings.Contains(mails[1].Text, account.InvitationPath) {
		t.Errorf("%+v", mails)
	}
}

func TestWhoHasAnAccountRegistersAnotherCompanyWithItsPassword(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Lain", "01"), "sri@contoh.co.id", account.Owner)
	h.must(h.Register(ctx, registration()))
	token := h.link("sri@contoh.co.id")
	_, err := h.Accept(ctx, account.Acceptance{Token: token, Password: otherPassword}, "")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	in, err := h.Accept(ctx, account.Acceptance{Token: token, Password: goodPassword}, "")
	h.must(err)
	if !in.CodeDue {
		t.Error("the code of the existing account is not asked for")
	}
	fresh, err := h.Confirm(ctx, in.Token, h.code(secret))
	h.must(err)
	actor, err := h.Authenticate(ctx, fresh)
	h.must(err)
	if actor.OrganisationName != "PT Contoh Sawit" || actor.Memberships != 2 {
		t.Errorf("%+v", actor)
	}
}

func TestOneNIBIsOneCompanyEvenWhenTwoRegisterAtOnce(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	second := registration()
	second.Email = "dua@contoh.co.id"
	h.must(h.Register(ctx, registration()))
	h.must(h.Register(ctx, second))
	_, err := h.Accept(ctx, account.Acceptance{Token: h.link("sri@contoh.co.id"), Password: goodPassword}, "")
	h.must(err)
	_, err = h.Accept(ctx, account.Acceptance{Token: h.link("dua@contoh.co.id"), Password: goodPassword}, "")
	wantProblem(t, err, problem.Conflict, "account.registration.taken")
	_, err = h.SignIn(ctx, "dua@contoh.co.id", goodPassword, "")
	if err == nil {
		t.Error("the second registration left an account that can sign in")
	}
}

func TestRegistrationNamesEveryFieldAtFault(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	err := h.Register(ctx, account.Registration{
		LegalName: "PT A\r\nBcc: x@y.id", NIB: "123", Name: " ", Position: strings.Repeat("é", 101), Email: "a@b",
	})
	want := map[string]string{
		"legal_name": "account.profile.legal_name.characters", "nib": "account.profile.nib.digits", "name": "account.name.missing",
		"position": "account.position.long", "email": "account.email.form", "confirmed": "account.registration.confirm",
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Error(diff)
	}
	if len(h.mails.all()) != 0 {
		t.Error("a mail went out")
	}
}

func TestStrangersCannotFloodAnAddress(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	for range 40 {
		h.must(h.Register(ctx, registration()))
		h.must(h.RequestReset(ctx, "sri@contoh.co.id", "id"))
	}
	if n := len(h.mails.all()); n != 5 {
		t.Errorf("%d mails", n)
	}
}

func TestAMailThatCannotBeSentIsSaid(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	h.mails.fail = errors.New("connection refused")
	wantProblem(t, h.Register(ctx, registration()), problem.Unavailable, "account.mail.unavailable")
	invite := account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer}
	_, err := h.Invite(ctx, boss, invite)
	wantProblem(t, err, problem.Unavailable, "account.mail.unavailable")
	h.must(h.ChangePassword(ctx, boss, goodPassword, otherPassword)) // stands without its mail
	h.mails.fail = nil
	_, err = h.Invite(ctx, boss, invite)
	h.must(err)
	if got := h.verbs(audit.Selection{Verb: "account.mail_not_sent"}); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestAnOrganisationThatEndedInvitesNobody(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	_, err := h.AddPerson(ctx, o, account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer})
	h.must(err)
	h.must(h.EndOrganisation(ctx, o))
	_, err = h.Invitation(ctx, h.link("ani@contoh.co.id"))
	wantProblem(t, err, problem.NotFound, "account.link.gone")
	_, err = h.Accept(ctx, account.Acceptance{Token: h.link("ani@contoh.co.id"), Name: "Ani", Password: goodPassword}, "")
	wantProblem(t, err, problem.NotFound, "account.link.gone")
}
