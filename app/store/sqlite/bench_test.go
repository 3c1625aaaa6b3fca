package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"tuntas/app/store"
)

type assessment struct {
	Organisation string            `json:"organisation"`
	Year         int               `json:"year"`
	State        string            `json:"state"`
	Answers      map[string]answer `json:"answers"`
}

type answer struct {
	Value    string `json:"value"`
	Comment  string `json:"comment"`
	Revision int    `json:"revision"`
}

// full is an assessment of 140 answers and 60 KB.
func full(organisation string) assessment {
	a := assessment{Organisation: organisation, Year: 2026, State: "draft", Answers: map[string]answer{}}
	for i := range 140 {
		a.Answers[fmt.Sprintf("question_%d", i)] = answer{Value: "yes", Comment: strings.Repeat("catatan ", 47)}
	}
	return a
}

type assessmentStore = store.Collection[string, assessment]

func assessmentSchema() store.Schema {
	return store.Schema{
		Name:   "assessments",
		Fields: []store.Field{{Path: "organisation"}, {Path: "year", Kind: store.NumberField}, {Path: "state"}},
		Indexes: []store.Index{
			{Fields: []string{"organisation", "year"}, Unique: true},
			{Fields: []string{"state", "year"}},
		},
	}
}

func openAssessments(ctx context.Context, e store.Engine) (*assessmentStore, error) {
	return store.Open[string, assessment](ctx, e, assessmentSchema())
}

func assessments(t testing.TB, e store.Engine) *assessmentStore {
	t.Helper()
	c, err := openAssessments(t.Context(), e)
	must(t, err)
	return c
}

// BenchmarkSet measures durable answers of writers who each fill in an assessment of their own.
func BenchmarkSet(b *testing.B) {
	for _, writers := range []int{1, 32, 256} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			c := assessments(b, open(b, filepath.Join(b.TempDir(), "store.db")))
			for i := range writers {
				if err := c.Insert(b.Context(), fmt.Sprint(i), full(fmt.Sprint(i))); err != nil {
					b.Fatal(err)
				}
			}
			b.ResetTimer()
			var left atomic.Int64
			left.Store(int64(b.N))
			done := make(chan error, writers)
			for i := range writers {
				go func() { done <- answers(b, c, fmt.Sprint(i), &left) }()
			}
			for range writers {
				if err := <-done; err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func answers(b *testing.B, c *assessmentStore, id string, left *atomic.Int64) error {
	for n := 0; left.Add(-1) >= 0; n++ {
		path := fmt.Sprintf("answers.question_%d", n%140)
		guard := store.Guard{Path: path + ".revision", Value: store.Number(n / 140)}
		value := answer{Value: "no", Comment: strings.Repeat("catatan ", 47), Revision: n/140 + 1}
		if _, err := c.Set(b.Context(), id, []store.Guard{guard}, map[string]any{path: value}); err != nil {
			return err
		}
	}
	return nil
}

func BenchmarkGet(b *testing.B) {
	c := assessments(b, open(b, filepath.Join(b.TempDir(), "store.db")))
	if err := c.Insert(b.Context(), "1", full("1")); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := c.Get(b.Context(), "1"); err != nil {
			b.Fatal(err)
		}
	}
}
