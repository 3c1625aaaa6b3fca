package account_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tuntas/app/account"
	"tuntas/app/problem"
)

func TestACodeIsTakenOnceWithinOneStep(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	confirm := func(code string) error {
		in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
		h.must(err)
		_, err = h.Confirm(ctx, in.Token, code)
		return err
	}
	at := func(d time.Duration) string {
		code, err := totp.GenerateCode(secret, h.clock.now().Add(d))
		h.must(err)
		return code
	}
	for name, d := range map[string]time.Duration{"a minute old": -time.Minute, "a minute early": time.Minute} {
		if err := confirm(at(d)); keyOf(err) != "account.code.wrong" {
			t.Errorf("%s: %v", name, err)
		}
	}
	early := at(30 * time.Second)
	if err := confirm(early[:3] + " " + early[3:]); err != nil {
		t.Errorf("thirty seconds early: %v", err)
	}
	wantProblem(t, confirm(early), problem.Invalid, "account.code.used")
	wantProblem(t, confirm(at(0)), problem.Invalid, "account.code.used")
	h.clock.turn(time.Minute)
	if err := confirm(at(-30 * time.Second)); keyOf(err) != "account.code.used" {
		t.Errorf("the early one when its time has come: %v", err)
	}
	if err := confirm(at(0)); err != nil {
		t.Errorf("the next code: %v", err)
	}
	for _, odd := range []string{"", "12345", "1234567", "１２３４５６", "abcdef", strings.Repeat("1", 10_000), "0x1234", "\x00\x00"} {
		if err := confirm(odd); keyOf(err) != "account.code.wrong" && keyOf(err) != "account.too_many" {
			t.Errorf("%.20q: %v", odd, err)
		}
	}
}

// enrolled makes a viewer with a code generator and returns its recovery codes.
func enrolled(h *house) (recovery []string, secret string) {
	h.t.Helper()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	actor, _ := h.enter("sri@contoh.co.id")
	e, err := h.Enrol(h.t.Context(), actor)
	h.must(err)
	recovery, _, err = h.ConfirmEnrolment(h.t.Context(), actor, h.code(e.Secret))
	h.must(err)
	return recovery, e.Secret
}

func TestARecoveryCodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	recovery, _ := enrolled(h)
	seen := map[string]bool{}
	for i, code := range recovery {
		in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
		h.must(err)
		if !in.CodeDue || seen[code] {
			t.Fatalf("%d: code due %t, code seen before %t", i, in.CodeDue, seen[code])
		}
		seen[code] = true
		typed := code
		if i%2 == 1 {
			typed = strings.ToUpper(strings.ReplaceAll(code, "-", " "))
		}
		_, err = h.Confirm(ctx, in.Token, typed)
		h.must(err)
		in, err = h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
		h.must(err)
		_, err = h.Confirm(ctx, in.Token, code)
		wantProblem(t, err, problem.Invalid, "account.code.wrong")
	}
	told := 0
	for _, m := range h.mails.all() {
		if strings.Contains(m.Subject, "Kode pemulihan") {
			told++
		}
	}
	if told != 10 {
		t.Errorf("told %d times", told)
	}
}

func TestANewGeneratorTakesPasswordAndCodeFirst(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	recovery, old := enrolled(h)
	h.clock.turn(time.Minute)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	token, err := h.Confirm(ctx, in.Token, h.code(old))
	h.must(err)
	other, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	h.clock.turn(11 * time.Minute)
	actor, err := h.Authenticate(ctx, token)
	h.must(err)
	_, err = h.Enrol(ctx, actor)
	wantProblem(t, err, problem.StepUp, "account.step_up.due")
	forged := actor
	forged.SteppedUp = h.clock.now()
	_, err = h.Enrol(ctx, forged)
	wantProblem(t, err, problem.StepUp, "account.step_up.due")
	token, err = h.StepUp(ctx, actor, goodPassword, h.code(old))
	h.must(err)
	actor, err = h.Authenticate(ctx, token)
	h.must(err)
	e, err := h.Enrol(ctx, actor)
	h.must(err)
	again, err := h.Enrol(ctx, actor)
	h.must(err)
	if e.Secret == old || e.Secret != again.Secret || len(e.Secret) != 32 {
		t.Errorf("%d letters; the same as before %t; another at the second look %t", len(e.Secret), e.Secret == old, e.Secret != again.Secret)
	}
	_, _, err = h.ConfirmEnrolment(ctx, actor, h.code(old))
	wantProblem(t, err, problem.Invalid, "account.code.wrong")
	_, _, err = h.ConfirmEnrolment(ctx, actor, h.code(e.Secret))
	h.must(err)
	_, err = h.Pending(ctx, other.Token)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	for _, stale := range []string{recovery[0], h.code(old)} {
		in, err = h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
		h.must(err)
		_, err = h.Confirm(ctx, in.Token, stale)
		wantProblem(t, err, problem.Invalid, "account.code.wrong")
	}
}

func TestASessionWithoutACodeIsOldOnceThereIsAGenerator(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	thief, thiefToken := h.enter("sri@contoh.co.id")
	actor, _ := h.enter("sri@contoh.co.id")
	e, err := h.Enrol(ctx, actor)
	h.must(err)
	_, _, err = h.ConfirmEnrolment(ctx, thief, h.code(e.Secret))
	wantProblem(t, err, problem.Conflict, "account.enrol.not_begun")
	_, _, err = h.ConfirmEnrolment(ctx, actor, h.code(e.Secret))
	h.must(err)
	_, err = h.Authenticate(ctx, thiefToken)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
}

func TestTheQRCodeIsASquareWithThreeCorners(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	actor, _ := h.enter("sri@contoh.co.id")
	e, err := h.Enrol(ctx, actor)
	h.must(err)
	n := len(e.QR)
	for _, row := range e.QR {
		if len(row) != n {
			t.Fatalf("%d rows, a row of %d", n, len(row))
		}
	}
	for i := range 7 {
		if !e.QR[0][i] || !e.QR[0][n-1-i] || !e.QR[n-1][i] {
			t.Error("a corner is not framed")
		}
	}
}

func TestResetLinksAreGoodOnceForAnHour(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	_, token := h.enter("sri@contoh.co.id")
	h.must(h.RequestReset(ctx, "SRI@contoh.co.id", "en"))
	link := h.link("sri@contoh.co.id")
	h.must(h.ResetOffer(ctx, link))
	if _, err := h.Invitation(ctx, link); keyOf(err) != "account.link.gone" {
		t.Errorf("as an invitation: %v", err)
	}
	if _, err := h.Accept(ctx, account.Acceptance{Token: link, Password: goodPassword}, ""); keyOf(err) != "account.link.gone" {
		t.Errorf("accepted: %v", err)
	}
	if got := faults(h.Reset(ctx, link, "short"))["password"]; got != "account.password.short" {
		t.Error(got)
	}
	h.must(h.Reset(ctx, link, otherPassword))
	wantProblem(t, h.Reset(ctx, link, goodPassword), problem.NotFound, "account.link.gone")
	_, err := h.Authenticate(ctx, token)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	_, err = h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	in, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "")
	h.must(err)
	if !in.CodeDue {
		t.Error("the reset took the code generator away")
	}
	h.must(h.RequestReset(ctx, "sri@contoh.co.id", "id"))
	late := h.link("sri@contoh.co.id")
	h.clock.turn(time.Hour)
	wantProblem(t, h.ResetOffer(ctx, late), problem.NotFound, "account.link.gone")
	wantProblem(t, h.Reset(ctx, late, goodPassword), problem.NotFound, "account.link.gone")
	h.must(h.Register(ctx, registration()))
	wantProblem(t, h.ResetOffer(ctx, h.link("sri@contoh.co.id")), problem.NotFound, "account.link.gone")
}

func TestAResetEndsTheDelayAfterFailures(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	for range 11 {
		_, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "")
		if err == nil {
			t.Fatal("signed in")
		}
	}
	h.must(h.RequestReset(ctx, "sri@contoh.co.id", "id"))
	h.must(h.Reset(ctx, h.link("sri@contoh.co.id"), otherPassword))
	if _, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, ""); err != nil {
		t.Error(err)
	}
}

func TestAskingForAResetAnswersTheSameForStrangers(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "mati@contoh.co.id", account.Viewer)
	h.must(h.Disable(ctx, "mati@contoh.co.id"))
	for _, email := range []string{"nobody@contoh.co.id", "mati@contoh.co.id"} {
		h.must(h.RequestReset(ctx, email, "id"))
	}
	for _, m := range h.mails.all() {
		if strings.Contains(m.Text, account.ResetPath) || !strings.Contains(m.Subject, "Tidak ada akun") {
			t.Errorf("%+v", m)
		}
	}
	if len(h.mails.all()) != 2 {
		t.Errorf("%d mails", len(h.mails.all()))
	}
}

func TestChangingThePasswordEndsTheOtherSessions(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	_, other := h.enter("sri@contoh.co.id")
	actor, own := h.enter("sri@contoh.co.id")
	if got := faults(h.ChangePassword(ctx, actor, otherPassword, otherPassword))["old"]; got != "account.password.old" {
		t.Error(got)
	}
	h.must(h.ChangePassword(ctx, actor, goodPassword, otherPassword))
	if _, err := h.Authenticate(ctx, own); err != nil {
		t.Error(err)
	}
	_, err := h.Authenticate(ctx, other)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	mails := h.mails.all()
	if len(mails) != 1 || !strings.Contains(mails[0].Subject, "telah diganti") {
		t.Errorf("%+v", mails)
	}
}

func TestPeopleSeeAndChangeTheirOwnAccount(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	recovery, generator := enrolled(h)
	h.clock.turn(time.Minute)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	_, err = h.FreshRecovery(ctx, account.Actor{})
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	token, err := h.Confirm(ctx, in.Token, recovery[3])
	h.must(err)
	actor, err := h.Authenticate(ctx, token)
	h.must(err)
	if got := faults(h.EditSelf(ctx, actor, "Sri\nX", strings.Repeat("x", 101), "fr")); len(got) != 2 {
		t.Errorf("%v", got)
	}
	h.must(h.EditSelf(ctx, actor, "Sri Lestari", "Direktur", "en"))
	actor, err = h.Authenticate(ctx, token)
	h.must(err)
	self, err := h.Self(ctx, actor)
	h.must(err)
	want := account.Self{
		Name: "Sri Lestari", Email: "sri@contoh.co.id", Position: "Direktur", Language: "en", SecondStep: true, RecoveryLeft: 9,
	}
	if self != want || actor.Name != "Sri Lestari" {
		t.Errorf("%+v", self)
	}
	fresh, err := h.FreshRecovery(ctx, actor)
	h.must(err)
	if len(fresh) != 10 {
		t.Errorf("%d codes", len(fresh))
	}
	in, err = h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	_, err = h.Confirm(ctx, in.Token, recovery[0])
	wantProblem(t, err, problem.Invalid, "account.code.wrong")
	_, err = h.Confirm(ctx, in.Token, fresh[0])
	h.must(err)
	h.clock.turn(11 * time.Minute)
	_, err = h.FreshRecovery(ctx, actor)
	wantProblem(t, err, problem.StepUp, "account.step_up.due")
	stepped, err := h.StepUp(ctx, actor, goodPassword, h.code(generator))
	h.must(err)
	if _, err = h.Authenticate(ctx, stepped); err != nil {
		t.Error(err)
	}
}

func TestAnEnrolmentPageLoadedTwiceAtOnceShowsOneSecret(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	actor, _ := h.enter("sri@contoh.co.id")
	secrets := make([]string, 8)
	var wait sync.WaitGroup
	for i := range secrets {
		wait.Go(func() {
			e, err := h.Enrol(ctx, actor)
			if err != nil {
				t.Error(err)
			}
			secrets[i] = e.Secret
		})
	}
	wait.Wait()
	if slices.Sort(secrets); len(slices.Compact(secrets)) != 1 {
		t.Error("several secrets")
	}
}
