package account_test

import (
	"context"
	"sync/atomic"
	"testing"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// failing is an engine whose next writes to a collection fail, as on a full disk.
type failing struct {
	store.Engine
	name string
	left atomic.Int32
}

func (f *failing) Insert(ctx context.Context, s *store.Schema, docs []store.Document) (int, error) {
	if s.Name == f.name && f.left.Add(-1) >= 0 {
		return 0, store.ErrUnavailable(nil)
	}
	return f.Engine.Insert(ctx, s, docs)
}

func TestAnInterruptedAcceptanceCanBeRepeated(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"people", "memberships", "organisations", "sessions"} {
		h, ctx := open(t), t.Context()
		engine := &failing{Engine: h.engine, name: name}
		a, err := account.Open(ctx, account.Config{
			Engine: engine, Log: h.log, Mail: h.mails, Clock: h.clock.now, Address: "https://tuntas.example", Quick: true,
		})
		h.must(err)
		h.must(a.Register(ctx, registration()))
		in := account.Acceptance{Token: h.link("sri@contoh.co.id"), Password: goodPassword}
		engine.left.Store(1)
		_, err = a.Accept(ctx, in, "")
		if problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
		signed, err := a.Accept(ctx, in, "")
		if name == "sessions" { // everything but the session stands: the person signs in
			wantProblem(t, err, problem.NotFound, "account.link.gone")
			signed, err = a.SignIn(ctx, "sri@contoh.co.id", goodPassword, "")
		}
		h.must(err)
		if _, err = a.Authenticate(ctx, signed.Token); keyOf(err) != "account.enrol.due" {
			t.Errorf("%s: %v", name, err)
		}
		people, err := a.ListPeople(ctx)
		h.must(err)
		companies, err := a.Organisations(ctx, account.Company)
		h.must(err)
		if len(people) != 1 || len(people[0].Places) != 1 || len(companies) != 1 {
			t.Errorf("%s: %+v %+v", name, people, companies)
		}
	}
}
