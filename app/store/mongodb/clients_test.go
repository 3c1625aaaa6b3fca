package mongodb_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
)

// counter is a document whose number is raised, and whose answers are given.
type counter struct {
	Owner   string         `json:"owner"`
	Year    int            `json:"year"`
	Answers map[string]int `json:"answers"`
}

type counters = store.Collection[string, counter]

// clients are several processes' views of one database.
func clients(t *testing.T, n int) []*counters {
	t.Helper()
	uri := database(t)
	all := make([]*counters, n)
	for i := range all {
		c, err := store.Open[string, counter](t.Context(), open(t, uri), schema())
		if err != nil {
			t.Fatal(err)
		}
		all[i] = c
	}
	return all
}

// together runs do several times at once on each client.
func together(clients []*counters, times int, do func(c *counters, n int)) {
	var wg sync.WaitGroup
	for i, c := range clients {
		for n := range times {
			wg.Go(func() { do(c, i*times+n) })
		}
	}
	wg.Wait()
}

func TestTwoClientsLoseNoUpdate(t *testing.T) {
	t.Parallel()
	two := clients(t, 2)
	if err := two[0].Insert(t.Context(), "1", counter{Answers: map[string]int{}}); err != nil {
		t.Fatal(err)
	}
	const writers, each = 3, 10
	together(two, writers, func(c *counters, _ int) {
		for done := 0; done < each; {
			_, err := c.Update(t.Context(), "1", store.Any, func(v *counter) error { v.Year++; return nil })
			if err == nil {
				done++
			} else if problem.KindOf(err) != problem.Conflict {
				t.Error(err)
				return
			}
		}
	})
	r, err := two[1].Get(t.Context(), "1")
	if want := 2 * writers * each; err != nil || r.Value.Year != want || int(r.Revision) != want+1 {
		t.Errorf("%d and revision %d after %d updates: %v", r.Value.Year, r.Revision, want, err)
	}
}

func TestTwoClientsLoseNoSet(t *testing.T) {
	t.Parallel()
	two := clients(t, 2)
	if err := two[0].Insert(t.Context(), "1", counter{Answers: map[string]int{}}); err != nil {
		t.Fatal(err)
	}
	const writers, each = 3, 10
	var seen sync.Map // revisions: each belongs to one Set
	together(two, writers, func(c *counters, n int) {
		path := fmt.Sprintf("answers.q%d", n)
		for i := range each {
			guards := []store.Guard{{Path: path, Value: store.Number(i)}}
			revision, err := c.Set(t.Context(), "1", guards, map[string]any{path: i + 1})
			if err != nil {
				t.Errorf("answer %d of %d: %v", i, n, err)
			}
			if _, twice := seen.LoadOrStore(revision, n); twice {
				t.Errorf("revision %d was given twice", revision)
			}
		}
	})
	r, err := two[1].Get(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	for n := range 2 * writers {
		if got := r.Value.Answers[fmt.Sprintf("q%d", n)]; got != each {
			t.Errorf("answer %d is %d, want %d", n, got, each)
		}
	}
	if int(r.Revision) != 1+2*writers*each {
		t.Errorf("revision %d", r.Revision)
	}
}

func TestOfTwoClientsOneGetsAUniqueValue(t *testing.T) {
	t.Parallel()
	two := clients(t, 2)
	var won, lost atomic.Int64
	count := func(err error) {
		switch {
		case err == nil:
			won.Add(1)
		case problem.KindOf(err) == problem.Conflict:
			lost.Add(1)
		default:
			t.Error(err)
		}
	}
	together(two, 5, func(c *counters, n int) {
		count(c.Insert(t.Context(), fmt.Sprint(n), counter{Owner: "a", Year: 2026}))
	})
	if won.Load() != 1 || lost.Load() != 9 {
		t.Errorf("%d won, %d lost by Insert", won.Load(), lost.Load())
	}
	won.Store(0)
	for n := range 10 {
		if err := two[0].Insert(t.Context(), fmt.Sprint("x", n), counter{Owner: "b", Year: n}); err != nil {
			t.Fatal(err)
		}
	}
	together(two, 5, func(c *counters, n int) {
		_, err := c.Update(t.Context(), fmt.Sprint("x", n), 1, func(v *counter) error { v.Year = 77; return nil })
		count(err)
	})
	if won.Load() != 1 || lost.Load() != 18 {
		t.Errorf("%d won, %d lost by Update", won.Load(), lost.Load()-9)
	}
}

func TestSameContentFromTwoClientsIsKeptOnce(t *testing.T) {
	t.Parallel()
	uri := database(t)
	two := []*mongodb.Engine{open(t, uri), open(t, uri)}
	var wg sync.WaitGroup
	for n := range 8 {
		wg.Go(func() {
			_, err := two[n%2].Files().Put(t.Context(), strings.NewReader("the same"))
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	db := connect(t, uri)
	for name, want := range map[string]int64{"fs.files": 1, "fs.chunks": 1, "fs.pending": 0} {
		n, err := db.Collection(name).CountDocuments(t.Context(), struct{}{})
		if err != nil || n != want {
			t.Errorf("%s holds %d documents, want %d: %v", name, n, want, err)
		}
	}
}

func TestClientsThatStartTogetherDeclareTogether(t *testing.T) {
	t.Parallel()
	uri := database(t)
	var wg sync.WaitGroup
	for range 4 {
		e := open(t, uri)
		wg.Go(func() {
			if err := e.Declare(t.Context(), schema()); err != nil {
				t.Error(err)
			}
			if err := e.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
