package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
	"rsc.io/qr"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

const (
	codePeriod    = 30 // seconds
	codeSkew      = 1  // steps before and after now that are taken
	recoveryCodes = 10
)

// Confirm gives the code (or a recovery code) of a session whose code is due, and returns the rotated token.
// problem.Invalid "account.code.wrong" or "account.code.used".
func (a *Accounts) Confirm(ctx context.Context, token, code string) (string, error) {
	s, err := a.stand(ctx, SessionID(hashed(token)))
	if err != nil {
		return "", err
	}
	if !s.codeDue() {
		return "", problem.New(problem.Conflict, "account.pending.nothing")
	}
	by := Actor{Person: s.session.Person, Session: s.id}
	if err := a.takeCode(ctx, by, s.person, code); err != nil {
		return "", err
	}
	if err := a.config.Log.Note(ctx, act(by, "account.confirm", "person/"+string(by.Person), nil), ""); err != nil {
		return "", fmt.Errorf("log a confirmed sign-in: %w", err)
	}
	return a.rotate(ctx, s.id, func(s *session) { s.Confirmed, s.SteppedUp = true, a.now() })
}

// StepUp gives password and code again and marks the session; it returns the rotated token. Who has no code generator
// gives the password alone.
func (a *Accounts) StepUp(ctx context.Context, by Actor, password, code string) (string, error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return "", err
	}
	if err := a.prove(ctx, by.Person, s.person, s.person.Email, password); err != nil {
		return "", err
	}
	if s.person.Secret != "" {
		if err := a.takeCode(ctx, by, s.person, code); err != nil {
			return "", err
		}
	}
	if err := a.config.Log.Note(ctx, act(by, "account.step_up", "person/"+string(by.Person), nil), ""); err != nil {
		return "", fmt.Errorf("log a step-up: %w", err)
	}
	return a.rotate(ctx, s.id, func(s *session) { s.SteppedUp = a.now() })
}

// own reads the session of an actor anew; a foreign one is none, and one whose code is due is not enough.
func (a *Accounts) own(ctx context.Context, by Actor) (*standing, error) {
	s, err := a.stand(ctx, by.Session)
	if err != nil {
		return nil, err
	}
	if by.Person == "" || s.session.Person != by.Person {
		return nil, errNoSession()
	}
	if s.codeDue() {
		return nil, errCodeDue()
	}
	return s, nil
}

// takeCode accepts a code or a recovery code once, counting attempts.
func (a *Accounts) takeCode(ctx context.Context, by Actor, p person, code string) error {
	if err := a.count(ctx, codeKey(by.Person), guesses()); err != nil {
		return err
	}
	plain := plainCode(code)
	step, ok, err := matchingStep(p.Secret, plain, a.now())
	switch {
	case err != nil:
		return err
	case ok:
		err = a.useStep(ctx, by.Person, p, step)
	default:
		err = a.useRecovery(ctx, by, p, plain)
	}
	if is(err, problem.Invalid) {
		return a.refused(ctx, by.Person, "code", err)
	}
	if err != nil {
		return err
	}
	return a.forget(ctx, codeKey(by.Person))
}

// plainCode is a typed code without the blanks and dashes between its groups.
func plainCode(typed string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, shortened(typed, 60)))
}

// matchingStep is the step of time whose code this is.
func matchingStep(secret, code string, now int64) (step int64, ok bool, err error) {
	for at := now/codePeriod - codeSkew; at <= now/codePeriod+codeSkew; at++ {
		want, err := hotp.GenerateCode(secret, uint64(max(at, 0)))
		if err != nil {
			return 0, false, fmt.Errorf("compute a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok, nil
}

// useStep makes a code good once: neither it nor an earlier one is taken again.
func (a *Accounts) useStep(ctx context.Context, id PersonID, p person, step int64) error {
	used := problem.New(problem.Invalid, "account.code.used")
	if step <= p.Step {
		return used
	}
	_, err := a.people.Set(ctx, id, []store.Guard{
		{Path: "step", Value: store.Number(p.Step)}, {Path: "secret", Value: store.Text(p.Secret)},
	}, map[string]any{"step": step})
	if is(err, problem.Conflict) {
		return used
	}
	return err
}

func (a *Accounts) useRecovery(ctx context.Context, by Actor, p person, code string) error {
	wrong := problem.New(problem.Invalid, "account.code.wrong")
	if len(code) != recoveryLength || !slices.Contains(p.Recovery, hashed(code)) {
		return wrong
	}
	entry := act(by, "account.use_recovery_code", "person/"+string(by.Person), nil)
	return a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		_, err := a.people.Update(ctx, by.Person, store.Any, func(stored *person) error {
			i := slices.Index(stored.Recovery, hashed(code))
			if i < 0 {
				return wrong
			}
			stored.Recovery = slices.Delete(stored.Recovery, i, i+1)
			return nil
		})
		if err != nil {
			return err
		}
		return a.tell(ctx, by.Person, p, "recovery_used")
	})
}

// tell mails a person that something about their account changed. The change stands even when the mail cannot be sent;
// the log then says so.
func (a *Accounts) tell(ctx context.Context, id PersonID, p person, text string) error {
	if a.postbox.send(ctx, p.Email, p.Language, text, letter{Name: p.Name}, a.config.Clock()) == nil {
		return nil
	}
	entry := audit.Act{Verb: "account.mail_not_sent", Object: "person/" + string(id), Facts: map[string]string{"mail": text}}
	if err := a.config.Log.Note(ctx, entry, ""); err != nil {
		return fmt.Errorf("log a mail that was not sent: %w", err)
	}
	return nil
}

// Enrol begins to set up a code generator. by comes from Authenticate or Pending. Unless one is due, problem.StepUp
// "account.step_up.due" asks for password and code first. Asked again in the same session it shows the same secret.
func (a *Accounts) Enrol(ctx context.Context, by Actor) (Enrolment, error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return Enrolment{}, err
	}
	if err := a.mayEnrol(s); err != nil {
		return Enrolment{}, err
	}
	secret := s.session.Enrolling
	if secret == "" {
		secret = newSecret()
		none := []store.Guard{{Path: "enrolling", Value: store.Text("")}}
		_, err := a.sessions.Set(ctx, s.id, none, map[string]any{"enrolling": secret})
		if is(err, problem.Conflict) {
			return a.Enrol(ctx, by) // the page was loaded twice at once: both show one secret
		}
		if err != nil {
			return Enrolment{}, fmt.Errorf("begin an enrolment: %w", err)
		}
	}
	return a.enrolment(secret, s.person.Email)
}

// newSecret is 20 random bytes (RFC 4226, 4) in base32.
func newSecret() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	return base32.StdEncoding.EncodeToString(b[:])
}

func (a *Accounts) mayEnrol(s *standing) error {
	if !s.enrolDue() && !(Actor{SteppedUp: instant(s.session.SteppedUp)}).RecentlySteppedUp(a.config.Clock()) {
		return problem.New(problem.StepUp, "account.step_up.due")
	}
	return nil
}

func (a *Accounts) enrolment(secret, email string) (Enrolment, error) {
	raw, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		return Enrolment{}, fmt.Errorf("read the secret of a code generator: %w", err)
	}
	key, err := totp.Generate(totp.GenerateOpts{Issuer: a.config.Issuer, AccountName: email, Secret: raw})
	if err != nil {
		return Enrolment{}, fmt.Errorf("make the address of a code generator: %w", err)
	}
	picture, err := qr.Encode(key.URL(), qr.M)
	if err != nil {
		return Enrolment{}, fmt.Errorf("draw the QR code of a code generator: %w", err)
	}
	dots := make([][]bool, picture.Size)
	for y := range dots {
		dots[y] = make([]bool, picture.Size)
		for x := range dots[y] {
			dots[y][x] = picture.Black(x, y)
		}
	}
	return Enrolment{Secret: key.Secret(), URI: key.URL(), QR: dots}, nil
}

// ConfirmEnrolment finishes it with a first code, returns ten recovery codes that are shown once, and the rotated token.
// Every other session of the person ends.
func (a *Accounts) ConfirmEnrolment(ctx context.Context, by Actor, code string) (recovery []string, token string, err error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return nil, "", err
	}
	if err := a.mayEnrol(s); err != nil {
		return nil, "", err
	}
	if s.session.Enrolling == "" {
		return nil, "", problem.New(problem.Conflict, "account.enrol.not_begun")
	}
	if err := a.count(ctx, codeKey(by.Person), guesses()); err != nil {
		return nil, "", err
	}
	step, ok, err := matchingStep(s.session.Enrolling, plainCode(code), a.now())
	if err != nil {
		return nil, "", err
	}
	if !ok {
		return nil, "", a.refused(ctx, by.Person, "code", problem.New(problem.Invalid, "account.code.wrong"))
	}
	recovery, hashes := newRecovery()
	entry := act(by, "account.set_code", "person/"+string(by.Person), nil)
	err = a.config.Log.Do(ctx, entry, func(ctx context.Context) error {
		if _, err := a.people.Set(ctx, by.Person, nil, map[string]any{
			"secret": s.session.Enrolling, "step": step, "recovery": hashes,
		}); err != nil {
			return err
		}
		if err := a.endSessions(ctx, by.Person, s.id); err != nil {
			return err
		}
		return a.tell(ctx, by.Person, s.person, "code_changed")
	})
	if err != nil {
		return nil, "", err
	}
	if err := a.forget(ctx, codeKey(by.Person)); err != nil {
		return nil, "", err
	}
	token, err = a.rotate(ctx, s.id, func(s *session) { s.Confirmed, s.SteppedUp, s.Enrolling = true, a.now(), "" })
	return recovery, token, err
}

// FreshRecovery replaces the recovery codes by ten new ones that are shown once; problem.StepUp "account.step_up.due"
// asks for password and code first.
func (a *Accounts) FreshRecovery(ctx context.Context, by Actor) ([]string, error) {
	s, err := a.own(ctx, by)
	if err != nil {
		return nil, err
	}
	if s.person.Secret == "" {
		return nil, problem.New(problem.Conflict, "account.enrol.not_begun")
	}
	if err := a.mayEnrol(s); err != nil {
		return nil, err
	}
	shown, hashes := newRecovery()
	err = a.config.Log.Do(ctx, act(by, "account.fresh_recovery", "person/"+string(by.Person), nil), func(ctx context.Context) error {
		_, err := a.people.Set(ctx, by.Person, nil, map[string]any{"recovery": hashes})
		return err
	})
	if err != nil {
		return nil, err
	}
	return shown, nil
}

const recoveryLength = 16 // letters of base32: 80 bits

// newRecovery makes recovery codes as they are shown, and what is stored of them.
func newRecovery() (shown, hashes []string) {
	for range recoveryCodes {
		code := strings.ToLower(rand.Text()[:recoveryLength])
		shown = append(shown, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		hashes = append(hashes, hashed(code))
	}
	return shown, hashes
}
