package account_test

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

func TestSignInAnswersTheSameWhetherTheAccountExistsOrNot(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "sri@contoh.co.id", account.Owner)
	h.seed(o, "mati@contoh.co.id", account.Viewer)
	h.must(h.Disable(ctx, "mati@contoh.co.id"))
	want := ""
	for _, email := range []string{"sri@contoh.co.id", "nobody@contoh.co.id", "mati@contoh.co.id", "no address", "", strings.Repeat("a", 5000) + "@b.id"} {
		_, err := h.SignIn(ctx, email, otherPassword, "Chrome")
		wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
		if want == "" {
			want = err.Error()
		}
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v differs from %s", email, err, want)
		}
	}
	_, err := h.SignIn(ctx, "mati@contoh.co.id", goodPassword, "Chrome")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
}

func TestSignInTakesTheSameTimeWhetherTheAccountExistsOrNot(t *testing.T) {
	t.Parallel()
	h := open(t)
	slow, err := account.Open(t.Context(), account.Config{Engine: h.engine, Log: h.log, Mail: h.mails, Clock: h.clock.now})
	h.must(err)
	o := h.company("PT Contoh Sawit", "01")
	_, err = slow.Seed(t.Context(), account.SeedPerson{
		Name: "Sri", Email: "sri@contoh.co.id", Password: goodPassword, Organisation: o, Role: account.Viewer,
	})
	h.must(err)
	fastest := func(email string) time.Duration {
		best := time.Hour
		for range 3 {
			begun := time.Now()
			_, err := slow.SignIn(t.Context(), email, otherPassword, "")
			wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
			best = min(best, time.Since(begun))
		}
		return best
	}
	known, unknown := fastest("sri@contoh.co.id"), fastest("nobody@contoh.co.id")
	if known > 3*unknown || unknown > 3*known {
		t.Errorf("%v with an account, %v without", known, unknown)
	}
}

func TestFailuresAreSlowedDownAndNeverLockOut(t *testing.T) {
	t.Parallel()
	for _, email := range []string{"sri@contoh.co.id", "nobody@contoh.co.id"} {
		h, ctx := open(t), t.Context()
		h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
		try := func(password string) error {
			_, err := h.SignIn(ctx, email, password, "")
			return err
		}
		for range 10 {
			wantProblem(t, try(otherPassword), problem.Invalid, "account.sign_in.wrong")
		}
		waited := 0
		for _, minutes := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
			err := try(goodPassword)
			wantProblem(t, err, problem.TooMany, "account.too_many")
			if e, _ := asProblem(err); e == nil || e.Args["minutes"] != minutes {
				t.Fatalf("%s after %d minutes: %+v, want %d", email, waited, err, minutes)
			}
			h.clock.turn(time.Duration(minutes)*time.Minute - time.Second)
			wantProblem(t, try(goodPassword), problem.TooMany, "account.too_many")
			h.clock.turn(time.Second)
			wantProblem(t, try(otherPassword), problem.Invalid, "account.sign_in.wrong")
			waited += minutes
		}
		h.clock.turn(time.Hour)
		if err := try(goodPassword); email == "sri@contoh.co.id" && err != nil {
			t.Errorf("the right password after the wait: %v", err)
		}
	}
}

func TestAQuietQuarterOfAnHourForgetsFailures(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	for range 4 {
		for range 9 {
			_, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "")
			wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
		}
		h.clock.turn(15*time.Minute + time.Second)
	}
}

func TestAThousandAtOnceGetNoMoreGuesses(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	var guesses atomic.Int32
	var wait sync.WaitGroup
	for range 100 {
		wait.Go(func() {
			if _, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, ""); problem.KindOf(err) == problem.Invalid {
				guesses.Add(1)
			} else if problem.KindOf(err) != problem.TooMany {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := guesses.Load(); n < 1 || n > 10 {
		t.Errorf("%d guesses", n)
	}
}

func TestCodesAreSlowedDownToo(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	in, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	h.must(err)
	for i := range 10 {
		if i == 5 { // a new sign-in gives no new guesses
			in, err = h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
			h.must(err)
		}
		_, err = h.Confirm(ctx, in.Token, "000000")
		wantProblem(t, err, problem.Invalid, "account.code.wrong")
	}
	_, err = h.Confirm(ctx, in.Token, h.code(secret))
	wantProblem(t, err, problem.TooMany, "account.too_many")
	h.clock.turn(time.Minute)
	_, err = h.Confirm(ctx, in.Token, h.code(secret))
	h.must(err)
}

func TestHashingWaitsForItsTurnAndForNobodyWhoLeft(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	release := account.HoldHashing(h.Accounts)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := h.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
	if problem.KindOf(err) != problem.Unavailable {
		t.Errorf("got %v", err)
	}
	release()
	if _, err := h.SignIn(t.Context(), "sri@contoh.co.id", goodPassword, ""); err != nil {
		t.Error(err)
	}
}

func TestTheLogTellsSignInsAndRefusalsWithoutNames(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	id := h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	_, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "Chrome")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	_, token := h.enter("sri@contoh.co.id")
	h.must(h.SignOut(ctx, token))
	got := strings.Join(h.verbs(audit.Selection{By: string(id)}), ", ")
	if got != "account.prove denied, account.sign_in, account.confirm, account.sign_out" {
		t.Error(got)
	}
	for _, text := range h.logged() {
		for _, never := range []string{"sri", "contoh", "Budi", "Sawit", goodPassword, otherPassword, token, "Chrome"} {
			if strings.Contains(text, never) {
				t.Errorf("the log holds %q", text)
			}
		}
	}
}

func BenchmarkAuthenticate(b *testing.B) {
	h := open(b)
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	_, token := h.enter("sri@contoh.co.id")
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := h.Authenticate(ctx, token); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSignIn(b *testing.B) {
	h := open(b)
	slow, err := account.Open(b.Context(), account.Config{Engine: h.engine, Log: h.log, Mail: h.mails, Clock: h.clock.now})
	h.must(err)
	o := h.company("PT Contoh Sawit", "01")
	_, err = slow.Seed(b.Context(), account.SeedPerson{
		Name: "Sri", Email: "sri@contoh.co.id", Password: goodPassword, Organisation: o, Role: account.Viewer,
	})
	h.must(err)
	for b.Loop() {
		if _, err := slow.SignIn(b.Context(), "sri@contoh.co.id", goodPassword, ""); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAccountsAreReadAgainByAnotherProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tuntas.db")
	mails, at := &postbox{}, &clock{at: time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)}
	begin := func() (*account.Accounts, store.Engine) {
		e, err := sqlite.Open(t.Context(), path, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		log, err := audit.Open(t.Context(), audit.Config{Engine: e, Clock: at.now})
		if err != nil {
			t.Fatal(err)
		}
		a, err := account.Open(t.Context(), account.Config{Engine: e, Log: log, Mail: mails, Clock: at.now, Quick: true})
		if err != nil {
			t.Fatal(err)
		}
		return a, e
	}
	a, e := begin()
	h := &house{Accounts: a, t: t, clock: at, mails: mails}
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	_, token := h.enter("sri@contoh.co.id")
	h.must(e.Close())
	a, e = begin()
	if _, err := a.Authenticate(t.Context(), token); err != nil {
		t.Error(err)
	}
	h.must(e.Close())
}
