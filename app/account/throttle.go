package account

import (
	"context"
	"fmt"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// limit is how often something may be tried in a window; each attempt beyond waits twice as long as the one before.
type limit struct {
	free   int
	window time.Duration
	most   time.Duration // of one wait
}

// guesses limits passwords and codes of one account, mailings the mails that a stranger can cause to one address.
func guesses() limit { return limit{free: 10, window: 15 * time.Minute, most: time.Hour} }

func mailings() limit { return limit{free: 5, window: time.Hour, most: 24 * time.Hour} }

// count notes an attempt before it is made, so that a thousand at once are no way around the limit. Whether the account
// exists makes no difference. problem.TooMany when it is too early.
func (a *Accounts) count(ctx context.Context, key string, l limit) error {
	now := a.now()
	next := func(t *attempts) error {
		if now < t.Until {
			return tooMany(t.Until - now)
		}
		if now-max(t.Last, t.Until) > int64(l.window.Seconds()) {
			*t = attempts{}
		}
		t.Count++
		t.Last = now
		if over := t.Count - l.free; over >= 0 {
			t.Until = now + int64(min(l.most, time.Minute<<min(over, 20)).Seconds())
		}
		t.Expires = max(t.Last, t.Until) + int64(l.window.Seconds()) + 1
		return nil
	}
	for {
		_, err := a.attempts.Update(ctx, key, store.Any, next)
		switch problem.KindOf(err) {
		case problem.NotFound:
			var first attempts
			_ = next(&first) // nothing counted yet: it is never too early
			if err = a.attempts.Insert(ctx, key, first); problem.KindOf(err) == problem.Conflict {
				continue
			}
		case problem.Conflict: // a crowd at one account
			return tooMany(1)
		default:
		}
		if err != nil && problem.KindOf(err) != problem.TooMany {
			return fmt.Errorf("count attempts: %w", err)
		}
		return err
	}
}

func tooMany(seconds int64) error {
	return problem.New(problem.TooMany, "account.too_many").With("minutes", int((seconds+59)/60))
}

// forget ends the counting after a success.
func (a *Accounts) forget(ctx context.Context, key string) error {
	if err := a.attempts.Delete(ctx, key, store.Any); err != nil && problem.KindOf(err) != problem.NotFound {
		return fmt.Errorf("forget attempts: %w", err)
	}
	return nil
}

func passwordKey(email string) string { return hashed("password " + email) }

func codeKey(id PersonID) string { return hashed("code " + string(id)) }

func mailKey(email string) string { return hashed("mail " + email) }
