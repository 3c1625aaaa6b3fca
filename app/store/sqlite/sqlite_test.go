package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
	"tuntas/app/store/storetest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Engine {
		t.Helper()
		return openNew(t)
	})
}

func open(t testing.TB, path string) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), path, store.Options{})
	must(t, err)
	t.Cleanup(func() { must(t, e.Close()) })
	return e
}

func openNew(t testing.TB) *sqlite.Engine {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "store.db"))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func same[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", what, diff)
	}
}

// until waits for a condition.
func until(t *testing.T, holds func() bool) {
	t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-t.Context().Done():
			t.Fatal(t.Context().Err())
		case <-tick.C:
		}
	}
}

func TestWritesThatWaitShareATransactionButNotTheirFailures(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	c := assessments(t, e)
	must(t, c.Insert(t.Context(), "taken", assessment{Organisation: "taken"}))
	release := e.Hold(t.Context())
	names := []string{"a", "taken", "b", "a", "c"}
	failed := make([]chan error, len(names))
	for i, name := range names {
		failed[i] = make(chan error, 1)
		go func() { failed[i] <- c.Insert(t.Context(), name, assessment{Organisation: name}) }()
		until(t, func() bool { return e.Waiting() == i+1 })
	}
	release()
	for i, conflict := range []bool{false, true, false, true, false} {
		if err := <-failed[i]; conflict != (err != nil) || conflict && problem.KindOf(err) != problem.Conflict {
			t.Errorf("insert of %s: %v", names[i], err)
		}
	}
	n, err := c.Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "documents", n, 4)
}

func TestAWriteThatIsGivenUpBeforeItBeganIsNotRun(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	c := assessments(t, e)
	release := e.Hold(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error, 1)
	go func() { failed <- c.Insert(ctx, "1", assessment{}) }()
	until(t, func() bool { return e.Waiting() == 1 })
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) { // answered while the writer is still busy
		t.Errorf("insert: %v", err)
	}
	release()
	must(t, e.Ping(t.Context()))
	n, err := c.Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "documents", n, 0)
}

func TestCloseWaitsForTheWritesAskedForBefore(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	e, err := sqlite.Open(t.Context(), path, store.Options{})
	must(t, err)
	c := assessments(t, e)
	_, err = c.Count(t.Context(), store.Query{})
	must(t, err)
	release := e.Hold(t.Context())
	const writers = 50
	failed := make(chan error, writers)
	for i := range writers {
		go func() { failed <- c.Insert(t.Context(), fmt.Sprint(i), assessment{Organisation: fmt.Sprint(i)}) }()
	}
	until(t, func() bool { return e.Waiting() == writers })
	closed := make(chan error, 1)
	go func() { closed <- e.Close() }()
	until(t, func() bool { return problem.KindOf(e.Ping(ended(t))) == problem.Unavailable })
	release()
	must(t, <-closed)
	for range writers {
		must(t, <-failed)
	}
	if err := c.Insert(t.Context(), "late", assessment{}); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("insert after close: %v", err)
	}
	must(t, e.Close())
	files, err := filepath.Glob(path + "-*")
	must(t, err)
	same(t, "files left beside the database", files, nil)
	n, err := assessments(t, open(t, path)).Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "documents", n, writers)
}

// ended is a context that ends soon enough for a test not to wait.
func ended(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

func TestAFullDiskRefusesWritesUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	e := open(t, path)
	c := assessments(t, e)
	must(t, c.Insert(t.Context(), "first", full("first")))
	must(t, e.LimitPages(t.Context(), 100))

	const writers = 30 // of 15 pages each
	failed := make([]chan error, writers)
	for i := range writers {
		failed[i] = make(chan error, 1)
		go func() { failed[i] <- c.Insert(t.Context(), fmt.Sprint(i), full(fmt.Sprint(i))) }()
	}
	stored := map[string]bool{}
	for i := range writers {
		err := <-failed[i]
		if stored[fmt.Sprint(i)] = err == nil; err != nil && problem.KindOf(err) != problem.Unavailable {
			t.Errorf("insert of %d: %v", i, err)
		}
	}
	full := func(name string, err error) {
		if problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s on a full disk: %v", name, err)
		}
	}
	large := bytes.NewReader(make([]byte, 3<<20))
	_, err := e.Files().Put(t.Context(), large)
	full("put", err)
	n, err := c.InsertAll(t.Context(), many(40))
	full("insert of many", err)
	same(t, "added", n, 0)

	for id, want := range stored {
		_, err := c.Get(t.Context(), id)
		if got := err == nil; got != want {
			t.Errorf("document %s: stored %t, acknowledged %t", id, got, want)
		}
	}
	must(t, e.LimitPages(t.Context(), 100_000))
	must(t, e.Ping(t.Context()))
	_, err = c.InsertAll(t.Context(), many(40))
	must(t, err)
	n, err = e.Chunks(t.Context())
	must(t, err)
	same(t, "rows left of the file", n, 0)
	found, err := e.Check(t.Context())
	must(t, err)
	same(t, "integrity", found, "ok")
}

func many(n int) []store.Record[string, assessment] {
	records := make([]store.Record[string, assessment], n)
	for i := range records {
		id := fmt.Sprintf("many %d", i)
		records[i] = store.Record[string, assessment]{ID: id, Value: full(id)}
	}
	return records
}

func TestASnapshotTakenWhileWritingIsWhole(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	c := assessments(t, e)
	must(t, c.Insert(t.Context(), "first", full("first")))
	info, err := e.Files().Put(t.Context(), strings.NewReader("evidence"))
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	written := make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			if err := c.Insert(ctx, fmt.Sprint(i), full(fmt.Sprint(i))); err != nil {
				written <- err
				return
			}
		}
	}()
	path := filepath.Join(t.TempDir(), "snapshot.db")
	must(t, e.Snapshot(t.Context(), path))
	cancel()
	if err := <-written; !errors.Is(err, context.Canceled) {
		t.Errorf("writing meanwhile: %v", err)
	}
	if err := e.Snapshot(t.Context(), path); !errors.Is(err, os.ErrExist) {
		t.Errorf("snapshot over a file: %v", err)
	}
	left, err := filepath.Glob(path + "?*")
	must(t, err)
	same(t, "files left beside the snapshot", left, nil)

	copied := open(t, path)
	found, err := copied.Check(t.Context())
	must(t, err)
	same(t, "integrity", found, "ok")
	r, err := assessments(t, copied).Get(t.Context(), "first")
	must(t, err)
	same(t, "document", r.Value, full("first"))
	content, _, err := copied.Files().Open(t.Context(), info.Sum)
	must(t, err)
	text, err := io.ReadAll(content)
	must(t, err)
	same(t, "file", string(text), "evidence")
}

func TestASnapshotThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	folder := t.TempDir()
	if err := e.Snapshot(ctx, filepath.Join(folder, "snapshot.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("snapshot: %v", err)
	}
	left, err := os.ReadDir(folder)
	must(t, err)
	same(t, "files left", len(left), 0)
	if err := e.Snapshot(t.Context(), filepath.Join(folder, "no", "snapshot.db")); err == nil {
		t.Error("a snapshot in a folder that is not there was made")
	}
	from := filepath.Join(folder, "none.db")
	if err := sqlite.Snapshot(t.Context(), from, filepath.Join(folder, "to.db")); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("snapshot of nothing: %v", err)
	}
}

func TestWhatACutOffUploadLeftIsRemovedAtOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	e := open(t, path)
	kept, err := e.Files().Put(t.Context(), strings.NewReader("kept"))
	must(t, err)
	stopped := errors.New("stopped")
	stop := readerFunc(func([]byte) (int, error) { return 0, errors.Join(stopped, e.Close()) }) // as a kill would do
	_, err = e.Files().Put(t.Context(), io.MultiReader(bytes.NewReader(make([]byte, 2<<20)), stop))
	if !errors.Is(err, stopped) {
		t.Errorf("put: %v", err)
	}
	e = open(t, path)
	n, err := e.Chunks(t.Context())
	must(t, err)
	same(t, "rows of files", n, 1)
	_, err = e.Files().Put(t.Context(), iotest.HalfReader(strings.NewReader("another")))
	must(t, err)
	_, size, err := e.Files().Open(t.Context(), kept.Sum)
	must(t, err)
	same(t, "size", size, 4)
}

// readerFunc is a function as a reader.
type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestQueriesUseTheIndexes(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	s := assessmentSchema()
	must(t, e.Declare(t.Context(), s))
	organisation, year := store.Equal("organisation", store.Text("x")), store.Equal("year", store.Number(2026))
	for name, test := range map[string]struct {
		query store.Query
		want  string
	}{
		"one field of a unique index": {store.Query{Where: []store.Condition{organisation}}, "organisation,year:unique (<expr>=?)"},
		"all of a unique index":       {store.Query{Where: []store.Condition{organisation, year}}, "organisation,year:unique (<expr>=? AND <expr>=?)"},
		"one of several values": {
			store.Query{Where: []store.Condition{store.In("state", store.Text("a"), store.Text("b"))}}, "state,year (<expr>=?)",
		},
		"a prefix": {store.Query{Where: []store.Condition{store.Prefix("state", "dr")}}, "state,year (<expr>>? AND <expr><?)"},
		"an order": {store.Query{Sort: []store.Order{{Field: "state"}, {Field: "year"}}}, "COVERING INDEX assessments:state,year"},
	} {
		plan, err := e.Plan(t.Context(), &s, test.query)
		must(t, err)
		if !strings.Contains(plan, test.want) || name == "an order" && strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: plan is\n%s", name, plan)
		}
	}
}

func TestIndexesNoLongerDeclaredAreDropped(t *testing.T) {
	t.Parallel()
	e := openNew(t)
	c := assessments(t, e)
	must(t, c.Insert(t.Context(), "1", assessment{Organisation: "x", Year: 2026}))
	s := assessmentSchema()
	s.Indexes = s.Indexes[1:]
	_, err := store.Open[string, assessment](t.Context(), e, s)
	must(t, err)
	must(t, c.Insert(t.Context(), "2", assessment{Organisation: "x", Year: 2026}))
	if _, err := openAssessments(t.Context(), e); problem.KindOf(err) != problem.Conflict {
		t.Errorf("a unique index over documents that are not: %v", err)
	}
	n, err := c.Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "documents", n, 2)
}

func TestStatementsOfEveryShapeAreRun(t *testing.T) {
	t.Parallel()
	c := assessments(t, openNew(t))
	must(t, c.Insert(t.Context(), "1", assessment{}))
	values := map[string]any{}
	for i := range 600 { // more than are kept prepared
		values[fmt.Sprintf("answers.q%d", i)] = answer{Revision: i}
		if i > 0 && i%20 > 0 {
			continue
		}
		if _, err := c.Set(t.Context(), "1", nil, values); err != nil {
			t.Fatal(err)
		}
	}
	r, err := c.Get(t.Context(), "1")
	must(t, err)
	same(t, "answers", len(r.Value.Answers), 581)
}
