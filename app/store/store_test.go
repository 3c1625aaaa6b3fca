package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

type id string

type note struct {
	Name  string           `json:"name"`
	Count int              `json:"count"`
	Parts map[string]*part `json:"parts"`
	List  []any            `json:"list"`
}

type part struct {
	Text *string `json:"text"`
}

func schema() store.Schema {
	return store.Schema{
		Name:    "notes",
		Fields:  []store.Field{{Path: "name"}, {Path: "count", Kind: store.NumberField}},
		Indexes: []store.Index{{Fields: []string{"name"}, Unique: true}},
	}
}

// open is an empty collection and its engine.
func open(t *testing.T) (*store.Collection[id, note], store.Engine) {
	t.Helper()
	e, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "store.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	c, err := store.Open[id, note](t.Context(), e, schema())
	if err != nil {
		t.Fatal(err)
	}
	return c, e
}

func insert(t *testing.T, c *store.Collection[id, note], id id, n note) {
	t.Helper()
	if err := c.Insert(t.Context(), id, n); err != nil {
		t.Fatal(err)
	}
}

func TestMembersThatAreNullAreNotStored(t *testing.T) {
	t.Parallel()
	c, e := open(t)
	text := `a ":null" in a text`
	insert(t, c, "1", note{Name: text, Parts: map[string]*part{"a": {Text: &text}, "b": {}, "c": nil}, List: []any{nil, map[string]any{"x": nil}}})
	s := schema()
	doc, err := e.Get(t.Context(), &s, "1", store.Any)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(string(doc.Body), "null"); got != 3 { // the two texts' and that of the list, whose places count
		t.Errorf("%d nulls in %s", got, doc.Body)
	}
	r, err := c.Get(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	want := note{Name: text, Parts: map[string]*part{"a": {Text: &text}, "b": {}}, List: []any{nil, map[string]any{}}}
	if diff := cmp.Diff(want, r.Value); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestUpdateOfAnyRevision(t *testing.T) {
	t.Parallel()
	t.Run("begins again from what another stored", func(t *testing.T) {
		t.Parallel()
		c, _ := open(t)
		insert(t, c, "1", note{Name: "a"})
		runs := 0
		r, err := c.Update(t.Context(), "1", store.Any, func(n *note) error {
			if runs++; runs < 3 {
				faster(t, c, "1")
			}
			n.Name += "!"
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Record[id, note]{ID: "1", Revision: 4, Value: note{Name: "a!", Count: 1}}
		if diff := cmp.Diff(want, r); diff != "" || runs != 3 {
			t.Errorf("after %d runs (-want +got):\n%s", runs, diff)
		}
	})
	t.Run("does not begin again when a unique index refuses", func(t *testing.T) {
		t.Parallel()
		c, _ := open(t)
		insert(t, c, "1", note{Name: "a"})
		insert(t, c, "2", note{Name: "b"})
		runs := 0
		_, err := c.Update(t.Context(), "2", store.Any, func(n *note) error { runs++; n.Name = "a"; return nil })
		if problem.KindOf(err) != problem.Conflict || runs != 1 {
			t.Errorf("after %d runs: %v", runs, err)
		}
	})
	t.Run("gives up when others are always faster", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c, _ := open(t)
			insert(t, c, "1", note{Name: "a"})
			runs := 0
			_, err := c.Update(t.Context(), "1", store.Any, func(*note) error { runs++; faster(t, c, "1"); return nil })
			if problem.KindOf(err) != problem.Conflict || runs < 20 || runs > 1000 {
				t.Errorf("after %d runs: %v", runs, err)
			}
		})
	})
	t.Run("gives up when its context ends", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			c, _ := open(t)
			insert(t, c, "1", note{Name: "a"})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			_, err := c.Update(ctx, "1", store.Any, func(*note) error { faster(t, c, "1"); return nil })
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("update: %v", err)
			}
		})
	})
}

// faster is another writer who comes between.
func faster(t *testing.T, c *store.Collection[id, note], id id) {
	t.Helper()
	if _, err := c.Set(t.Context(), id, nil, map[string]any{"count": 1}); err != nil {
		t.Error(err)
	}
}

func TestAnErrorSaysWhichDocument(t *testing.T) {
	t.Parallel()
	c, e := open(t)
	s := schema()
	if _, err := e.Insert(t.Context(), &s, []store.Document{{ID: "odd", Revision: 1, Body: []byte(`{"count":"secret"}`)}}); err != nil {
		t.Fatal(err)
	}
	_, missing := c.Get(t.Context(), "none")
	_, undecodable := c.Get(t.Context(), "odd")
	_, found := c.All(t.Context(), store.Query{})
	for want, err := range map[string]error{
		"get notes none": missing, "decode notes odd": undecodable, "notes odd": found,
		"document odd": c.Insert(t.Context(), "odd", note{}), "delete notes none": c.Delete(t.Context(), "none", store.Any),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("error %q, want one with %q", err, want)
		}
	}
}

func TestAQueryRefusesBeforeTheEngineSees(t *testing.T) {
	t.Parallel()
	c, _ := open(t)
	for name, q := range map[string]store.Query{
		"a comparison with nothing":      {Where: []store.Condition{{Field: "count", Operator: store.OpAtLeast}}},
		"a comparison with two values":   {Where: []store.Condition{{Field: "count", Operator: store.OpBelow, Values: []store.Value{store.Number(1), store.Number(2)}}}},
		"one value of another kind":      {Where: []store.Condition{store.In("count", store.Number(1), store.Text("1"))}},
		"a member that is a path":        {Only: []string{"parts.a"}},
		"an operator that is not one":    {Where: []store.Condition{{Field: "count", Operator: 9, Values: []store.Value{store.Number(1)}}}},
		"the same member asked for, odd": {Only: []string{""}},
	} {
		if _, err := c.All(t.Context(), q); err == nil || problem.KindOf(err) != problem.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}
