package account

import (
	"context"

	"tuntas/app/store"
)

const keepTickets = 90 * day24 // seconds after which a used link is forgotten

// Sweep removes what is over: sessions, counts of failures, and links of mails 90 days after they expired. It may run at
// any time and in several processes at once.
func (a *Accounts) Sweep(ctx context.Context) error {
	now := a.now()
	if err := sweep(ctx, a.sessions, "ends", now); err != nil {
		return err
	}
	if err := sweep(ctx, a.attempts, "expires", now); err != nil {
		return err
	}
	return sweep(ctx, a.tickets, "expires", now-keepTickets)
}

func sweep[K ~string, T any](ctx context.Context, c *store.Collection[K, T], field string, before int64) error {
	over, err := c.All(ctx, store.Query{Where: []store.Condition{store.Below(field, store.Number(before))}, Limit: 10_000})
	if err != nil {
		return err
	}
	for _, r := range over {
		if err := c.Delete(ctx, r.ID, r.Revision); err != nil && !gone(err) {
			return err
		}
	}
	return nil
}
