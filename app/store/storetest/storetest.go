// Package storetest is the contract of a store's engine as tests. Every engine runs it; what it does not demand, nobody
// may rely on.
package storetest

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// Run tests an engine; open gives an empty one, which it closes when the test ends.
func Run(t *testing.T, open func(t *testing.T) store.Engine) {
	t.Helper()
	for name, test := range all() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

// check is one sentence of the contract.
type check func(t *testing.T, e store.Engine)

func all() map[string]check {
	tests := map[string]check{}
	for _, group := range []map[string]check{documents(), updates(), sets(), queries(), pages(), contexts(), contents()} {
		maps.Copy(tests, group)
	}
	return tests
}

type id string

// form is the document of most tests.
type form struct {
	Owner   string            `json:"owner"`
	State   string            `json:"state,omitempty"`
	Year    int               `json:"year,omitempty"`
	Code    string            `json:"code,omitempty"`
	Number  int               `json:"number,omitempty"`
	Email   string            `json:"email,omitempty"`
	Meta    meta              `json:"meta,omitzero"`
	Answers map[string]answer `json:"answers"`
}

type meta struct {
	Rank int64  `json:"rank,omitempty"`
	Note string `json:"note,omitempty"`
}

type answer struct {
	Value    string   `json:"value"`
	Revision int      `json:"revision"`
	Choices  []string `json:"choices,omitempty"`
}

type forms = store.Collection[id, form]

func schema() store.Schema {
	return store.Schema{
		Name: "forms",
		Fields: []store.Field{
			{Path: "owner"},
			{Path: "state"},
			{Path: "year", Kind: store.NumberField},
			{Path: "code"},
			{Path: "number", Kind: store.NumberField},
			{Path: "email"},
			{Path: "meta.rank", Kind: store.NumberField},
		},
		Indexes: []store.Index{
			{Fields: []string{"owner", "year"}},
			{Fields: []string{"meta.rank"}},
			{Fields: []string{"code", "number"}, Unique: true},
			{Fields: []string{"email"}, Unique: true},
		},
	}
}

func openForms(t *testing.T, e store.Engine) *forms {
	t.Helper()
	c, err := store.Open[id, form](t.Context(), e, schema())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// with opens a collection that holds these documents.
func with(t *testing.T, e store.Engine, docs map[id]form) *forms {
	t.Helper()
	c := openForms(t, e)
	for id, f := range docs {
		if err := c.Insert(t.Context(), id, f); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func get(t *testing.T, c *forms, id id) store.Record[id, form] {
	t.Helper()
	r, err := c.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ids are the documents a query finds, in its order.
func ids(t *testing.T, c *forms, q store.Query) []id {
	t.Helper()
	found := []id{}
	for r, err := range c.Find(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, r.ID)
	}
	return found
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", what, diff)
	}
}

func refused(t *testing.T, what string, err error, kind problem.Kind) {
	t.Helper()
	if err == nil || problem.KindOf(err) != kind {
		t.Errorf("%s: error of kind %d (%v), want kind %d", what, problem.KindOf(err), err, kind)
	}
}

func ended(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error %v, want %v", what, err, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// together runs n writers at once and returns their errors.
func together(ctx context.Context, n int, write func(ctx context.Context, i int) error) []error {
	failed := make(chan error, n)
	for i := range n {
		go func() { failed <- write(ctx, i) }()
	}
	errs := make([]error, n)
	for i := range errs {
		errs[i] = <-failed
	}
	return errs
}
