package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"tuntas/app/store"
)

func contexts() map[string]check {
	return map[string]check{
		"a context that was cancelled stops everything": cancelled,
		"a deadline that has passed stops everything":   late,
		"a query ends when its context does":            cancelledQuery,
	}
}

func cancelled(t *testing.T, e store.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	stopped(ctx, t, e, context.Canceled)
}

func late(t *testing.T, e store.Engine) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	stopped(ctx, t, e, context.DeadlineExceeded)
}

// stopped checks that nothing can be done in a context that has ended, and that nothing was.
func stopped(ctx context.Context, t *testing.T, e store.Engine, want error) {
	t.Helper()
	c := with(t, e, map[id]form{"1": {Owner: "x"}})
	_, err := store.Open[id, form](ctx, e, store.Schema{Name: "others"})
	ended(t, "declare", err, want)
	ended(t, "insert", c.Insert(ctx, "2", form{}), want)
	_, err = c.Get(ctx, "1")
	ended(t, "get", err, want)
	s := schema()
	ended(t, "replace", e.Replace(ctx, &s, store.Document{ID: "1", Body: []byte(`{}`)}, 1), want)
	_, err = c.Set(ctx, "1", nil, map[string]any{"owner": "y"})
	ended(t, "set", err, want)
	ended(t, "delete", c.Delete(ctx, "1", 1), want)
	_, err = c.All(ctx, store.Query{})
	ended(t, "find", err, want)
	_, err = c.Count(ctx, store.Query{})
	ended(t, "count", err, want)
	_, err = c.CountBy(ctx, store.Query{}, "owner")
	ended(t, "count by", err, want)
	ended(t, "ping", e.Ping(ctx), want)
	_, err = e.Files().Put(ctx, strings.NewReader("x"))
	ended(t, "put", err, want)
	ended(t, "delete of a file", e.Files().Delete(ctx, "00"), want)

	all, err := c.All(t.Context(), store.Query{})
	must(t, err)
	same(t, "documents", all, []store.Record[id, form]{{ID: "1", Revision: 1, Value: form{Owner: "x"}}})
	same(t, "files", list(t, e.Files()), []store.FileInfo{})
}

func cancelledQuery(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}, "2": {}, "3": {}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n := 0
	for _, err := range c.Find(ctx, store.Query{}) {
		last = err
		n++
		cancel()
	}
	ended(t, "query", last, context.Canceled)
	same(t, "steps", n, 2)
}
