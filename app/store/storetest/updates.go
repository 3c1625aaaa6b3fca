package storetest

import (
	"context"
	"errors"
	"strconv"
	"testing"

	"tuntas/app/problem"
	"tuntas/app/store"
)

func updates() map[string]check {
	return map[string]check{
		"an update stores the change and counts a revision":   updated,
		"an update of a stale revision changes nothing":       stale,
		"an update that gives up changes nothing":             gaveUp,
		"an update against a unique index changes nothing":    uniqueUpdate,
		"of updates of one revision exactly one is stored":    oneUpdate,
		"updates of any revision lose nothing":                noneLost,
		"an update of what is not there is not found":         updateMissing,
		"a known document is read again only when it changed": refreshed,
		"two documents cannot be given the same unique text":  uniqueRace,
	}
}

func updated(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "a", Answers: map[string]answer{"q": {Value: "x"}}}})
	r, err := c.Update(t.Context(), "1", 1, func(f *form) error {
		f.Owner, f.Year = "b", 2026
		delete(f.Answers, "q")
		return nil
	})
	must(t, err)
	want := store.Record[id, form]{ID: "1", Revision: 2, Value: form{Owner: "b", Year: 2026, Answers: map[string]answer{}}}
	same(t, "result", r, want)
	same(t, "document", get(t, c, "1"), want)
	same(t, "found by its new value", ids(t, c, store.Query{Where: []store.Condition{store.Equal("owner", store.Text("b"))}}), []id{"1"})
	same(t, "found by its old value", ids(t, c, store.Query{Where: []store.Condition{store.Equal("owner", store.Text("a"))}}), []id{})
}

func stale(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "a"}})
	_, err := c.Update(t.Context(), "1", 1, func(f *form) error { f.Owner = "b"; return nil })
	must(t, err)
	for _, was := range []store.Revision{1, 3} {
		_, err = c.Update(t.Context(), "1", was, func(f *form) error { f.Owner = "c"; return nil })
		refused(t, "stale update", err, problem.Conflict)
	}
	s := schema()
	err = e.Replace(t.Context(), &s, store.Document{ID: "1", Body: []byte(`{"owner":"c"}`)}, 1)
	refused(t, "stale replace", err, problem.Conflict)
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 2, Value: form{Owner: "b"}})
}

func gaveUp(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "a"}})
	no := errors.New("no")
	_, err := c.Update(t.Context(), "1", store.Any, func(f *form) error { f.Owner = "b"; return no })
	ended(t, "update", err, no)
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 1, Value: form{Owner: "a"}})
}

func uniqueUpdate(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Email: "a"}, "2": {Email: "b"}})
	_, err := c.Update(t.Context(), "2", 1, func(f *form) error { f.Email = "a"; return nil })
	refused(t, "update", err, problem.Conflict)
	same(t, "document", get(t, c, "2"), store.Record[id, form]{ID: "2", Revision: 1, Value: form{Email: "b"}})
	_, err = c.Update(t.Context(), "2", store.Any, func(f *form) error { f.Email = "a"; return nil })
	refused(t, "update of any revision", err, problem.Conflict)
	_, err = c.Update(t.Context(), "2", 1, func(f *form) error { f.Email = "c"; return nil })
	must(t, err)
	_, err = c.Update(t.Context(), "1", 1, func(f *form) error { f.Email = "b"; return nil })
	must(t, err)
}

func updateMissing(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	for _, was := range []store.Revision{store.Any, 1} {
		_, err := c.Update(t.Context(), "1", was, func(*form) error { return nil })
		refused(t, "update", err, problem.NotFound)
	}
	s := schema()
	err := e.Replace(t.Context(), &s, store.Document{ID: "1", Body: []byte(`{}`)}, 1)
	refused(t, "replace", err, problem.NotFound)
}

func refreshed(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "a"}})
	known := get(t, c, "1")
	known.Value.Owner = "as the caller has it"
	r, err := c.Refresh(t.Context(), known)
	must(t, err)
	same(t, "unchanged", r, known)
	_, err = c.Update(t.Context(), "1", 1, func(f *form) error { f.Owner = "b"; return nil })
	must(t, err)
	r, err = c.Refresh(t.Context(), known)
	must(t, err)
	same(t, "changed", r, store.Record[id, form]{ID: "1", Revision: 2, Value: form{Owner: "b"}})
	must(t, c.Delete(t.Context(), "1", store.Any))
	_, err = c.Refresh(t.Context(), r)
	refused(t, "deleted", err, problem.NotFound)
}

// won is how many of the errors are none; the others must be conflicts.
func won(t *testing.T, errs []error) int {
	t.Helper()
	n := 0
	for _, err := range errs {
		if err == nil {
			n++
		} else {
			refused(t, "loser", err, problem.Conflict)
		}
	}
	return n
}

func oneUpdate(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	for was := store.Revision(1); was <= 3; was++ {
		errs := together(t.Context(), 20, func(ctx context.Context, i int) error {
			_, err := c.Update(ctx, "1", was, func(f *form) error { f.Year = i; return nil })
			return err
		})
		same(t, "winners", won(t, errs), 1)
		same(t, "revision", get(t, c, "1").Revision, was+1)
	}
}

func noneLost(t *testing.T, e store.Engine) {
	const writers, increments = 20, 10
	c := with(t, e, map[id]form{"1": {}})
	errs := together(t.Context(), writers, func(ctx context.Context, _ int) error {
		for range increments {
			if _, err := c.Update(ctx, "1", store.Any, func(f *form) error { f.Year++; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	must(t, errors.Join(errs...))
	r := get(t, c, "1")
	same(t, "sum", r.Value.Year, writers*increments)
	same(t, "revision", r.Revision, 1+writers*increments)
}

func uniqueRace(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	errs := together(t.Context(), 10, func(ctx context.Context, i int) error {
		return c.Insert(ctx, id(strconv.Itoa(i)), form{Email: "x"})
	})
	same(t, "winners", won(t, errs), 1)
	same(t, "documents", len(ids(t, c, store.Query{})), 1)
}
