package audit_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
	"tuntas/app/store/sqlite"
	"tuntas/app/store/storetest"
)

// ticking is a clock that a test turns; it is one second later at every reading.
type ticking struct {
	sync.Mutex
	at time.Time
}

func (c *ticking) now() time.Time {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(time.Second)
	return c.at
}

func (c *ticking) turn(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(d)
}

func newEngine(t testing.TB) store.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "tuntas.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func openLog(t testing.TB, e store.Engine, clock func() time.Time, folder string) *audit.Log {
	t.Helper()
	l, err := audit.Open(t.Context(), audit.Config{Engine: e, Key: keyOf('K'), Name: name, Checkpoints: folder, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func verify(t *testing.T, l *audit.Log, folder string) audit.Report {
	t.Helper()
	var signed audit.Signed
	if folder != "" {
		signed = signedIn(t, folder)
	}
	report, err := audit.Verify(l.All(t.Context()), signed)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func act(organisation, verb string) audit.Act {
	return audit.Act{Organisation: organisation, By: "P1", Role: "owner", Verb: verb, Object: "assessment/A1", Facts: map[string]string{"question": "q1"}}
}

func TestDoWritesTheEntryBeforeItRuns(t *testing.T) {
	t.Parallel()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, "")
	err := l.Do(t.Context(), act("O1", "assessment.submit"), func(ctx context.Context) error {
		entries, err := l.Entries(ctx, audit.Selection{})
		if err != nil || len(entries) != 1 || entries[0].Verb != "assessment.submit" || entries[0].Outcome != "" {
			t.Errorf("while it runs the log is %+v, %v", entries, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if report := verify(t, l, ""); report.Entries != 1 || len(report.Faults) != 0 {
		t.Errorf("after it ran the log is %+v", report)
	}
}

func TestAnActThatFailsHasASecondEntry(t *testing.T) {
	t.Parallel()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, "")
	ctx, cancel := context.WithCancel(t.Context())
	err := l.Do(ctx, act("O1", "assessment.submit"), func(context.Context) error {
		cancel() // whoever asked is gone, and the log still says how it ended
		return problem.New(problem.Conflict, "assessment.state")
	})
	if problem.KindOf(err) != problem.Conflict {
		t.Errorf("the error is %v", err)
	}
	entries, err := l.Entries(t.Context(), audit.Selection{})
	if err != nil || len(entries) != 2 {
		t.Fatal(entries, err)
	}
	e := entries[0]
	if e.Outcome != audit.Failed || e.Of != 1 || e.Organisation != "O1" || !cmp.Equal(e.Facts, map[string]string{"problem": "assessment.state"}) {
		t.Errorf("the second entry is %+v", e)
	}
}

func TestAnActThatPanicsHasASecondEntry(t *testing.T) {
	t.Parallel()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, "")
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic is swallowed")
			}
		}()
		_ = l.Do(t.Context(), act("O1", "assessment.submit"), func(context.Context) error { panic("a defect") })
	}()
	if entries, err := l.Entries(t.Context(), audit.Selection{}); err != nil || len(entries) != 2 || entries[0].Of != 1 {
		t.Error(entries, err)
	}
}

func TestNothingRunsWithoutItsEntry(t *testing.T) {
	t.Parallel()
	e := newEngine(t)
	l := openLog(t, e, (&ticking{at: began}).now, "")
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	err := l.Do(t.Context(), act("O1", "assessment.submit"), func(context.Context) error {
		t.Error("it ran")
		return nil
	})
	if problem.KindOf(err) != problem.Unavailable {
		t.Errorf("the error is %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := l.Note(ended, act("O1", "result.read"), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("the error of an ended context is %v", err)
	}
}

func TestEntriesAreChosenAndPaged(t *testing.T) {
	t.Parallel()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, "")
	for i := range 60 {
		a := act([]string{"O1", "O2", ""}[i%3], []string{"account.sign_in", "assessment.answer"}[i%2])
		a.By, a.Object = fmt.Sprint("P", i%5), fmt.Sprint("assessment/A", i%4)
		if err := l.Note(t.Context(), a, []string{"", audit.Denied}[i%2]); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		selection audit.Selection
		count     int
		first     int64
	}{
		"fifty without a limit":        {audit.Selection{}, 50, 60},
		"a page before an entry":       {audit.Selection{Before: 11}, 10, 10},
		"those of an organisation":     {audit.Selection{Organisation: "O2"}, 20, 59},
		"those of a person":            {audit.Selection{By: "P0"}, 12, 56},
		"those about an object":        {audit.Selection{Object: "assessment/A3"}, 15, 60},
		"those whose verb begins so":   {audit.Selection{Verb: "account."}, 30, 59},
		"all of it together":           {audit.Selection{Organisation: "O1", By: "P1", Object: "assessment/A2", Verb: "account.sign_in"}, 1, 7},
		"none of another organisation": {audit.Selection{Organisation: "O"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			entries, err := l.Entries(t.Context(), c.selection)
			if err != nil {
				t.Fatal(err)
			}
			if len(entries) != c.count || c.count > 0 && entries[0].Sequence != c.first {
				t.Errorf("%d entries, the first %+v", len(entries), entries[:min(1, len(entries))])
			}
			if !slices.IsSortedFunc(entries, func(a, b audit.Entry) int { return int(b.Sequence - a.Sequence) }) {
				t.Error("the newest is not first")
			}
		})
	}
}

func TestOddTextsComeBackAsTheyWereHashed(t *testing.T) {
	t.Parallel()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, "")
	for _, text := range []string{"\xff\xfe", "\x00\x01", "a\u2028b", "<&>", "\\\"", "é‘’😀"} {
		a := audit.Act{Organisation: text, By: text, Role: text, Verb: text, Object: text, Facts: map[string]string{text: text}}
		if err := l.Note(t.Context(), a, text); err != nil {
			t.Fatal(err)
		}
	}
	if report := verify(t, l, ""); report.Entries != 6 || len(report.Faults) != 0 {
		t.Errorf("found %v", report.Faults)
	}
}

func TestManyAppendersOfSeveralProcessesKeepOneChain(t *testing.T) {
	t.Parallel()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		e := newEngine(t)
		keepOneChain(t, []store.Engine{e, e, e}, 8, 25)
	})
	t.Run("MongoDB", func(t *testing.T) {
		t.Parallel()
		uri := storetest.MongoDB(t)
		engines := make([]store.Engine, 2)
		for i := range engines {
			e, err := mongodb.Open(t.Context(), uri, store.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = e.Close() }()
			engines[i] = e
		}
		keepOneChain(t, engines, 4, 10)
	})
}

// keepOneChain lets processes with their own logs append from many goroutines to one database.
func keepOneChain(t *testing.T, processes []store.Engine, writers, each int) {
	t.Helper()
	clock := &ticking{at: began}
	var all sync.WaitGroup
	for p, e := range processes {
		l := openLog(t, e, clock.now, "")
		for w := range writers {
			all.Go(func() { appendSome(t, l, fmt.Sprintf("p%d.w%d", p, w), each) })
		}
	}
	all.Wait()
	l := openLog(t, processes[0], clock.now, "")
	failures := each / 5
	if report := verify(t, l, ""); report.Entries != int64(len(processes)*writers*(each+failures)) || report.Organisations != 3 || len(report.Faults) != 0 {
		t.Errorf("the log has %d entries and these faults: %v", report.Entries, report.Faults)
	}
	seen := map[string]bool{}
	for entry, err := range l.All(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		seen[entry.Verb] = true
	}
	if len(seen) != len(processes)*writers*each {
		t.Errorf("%d different acts are written down", len(seen))
	}
}

// appendSome does n acts in three organisations; every fifth fails.
func appendSome(t *testing.T, l *audit.Log, writer string, n int) {
	t.Helper()
	for i := range n {
		var fails error
		if i%5 == 0 {
			fails = errors.New("does not work")
		}
		err := l.Do(t.Context(), act("O"+strconv.Itoa(i%3), fmt.Sprintf("%s.i%d", writer, i)), func(context.Context) error { return fails })
		if !errors.Is(err, fails) {
			t.Errorf("append: %v", err)
		}
	}
}

func TestAClockThatIsSetBackIsFound(t *testing.T) {
	t.Parallel()
	clock := &ticking{at: began}
	l := openLog(t, newEngine(t), clock.now, "")
	note := func() {
		t.Helper()
		if err := l.Note(t.Context(), act("O1", "result.read"), ""); err != nil {
			t.Fatal(err)
		}
	}
	note()
	clock.turn(-time.Minute) // another machine's clock
	note()
	if report := verify(t, l, ""); len(report.Faults) != 0 {
		t.Errorf("a minute is %v", report.Faults)
	}
	clock.turn(-time.Hour)
	note()
	note()
	report := verify(t, l, "")
	if len(report.Faults) != 1 || report.Faults[0].Sequence != 3 || report.Faults[0].Kind != audit.ClockBack {
		t.Errorf("an hour is %v", report.Faults)
	}
}

// rewrite changes stored entries behind the log's back.
func rewrite(t *testing.T, e store.Engine, id int64, change func(*audit.Entry)) {
	t.Helper()
	s := audit.Schemas()[0]
	doc, err := e.Get(t.Context(), &s, fmt.Sprintf("%019d", id), store.Any)
	if err != nil {
		t.Fatal(err)
	}
	var entry audit.Entry
	if err := json.Unmarshal(doc.Body, &entry); err != nil {
		t.Fatal(err)
	}
	change(&entry)
	if doc.Body, err = json.Marshal(entry); err != nil {
		t.Fatal(err)
	}
	if err := e.Replace(t.Context(), &s, doc, doc.Revision); err != nil {
		t.Fatal(err)
	}
}

// remove deletes stored entries behind the log's back.
func remove(from, to int64) func(*testing.T, store.Engine) {
	return func(t *testing.T, e store.Engine) {
		t.Helper()
		s := audit.Schemas()[0]
		for id := from; id <= to; id++ {
			if err := e.Delete(t.Context(), &s, fmt.Sprintf("%019d", id), store.Any); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func spoil(t *testing.T, e store.Engine) {
	t.Helper()
	s := audit.Schemas()[0]
	doc := store.Document{ID: fmt.Sprintf("%019d", 8), Body: []byte(`{"sequence":8,"at":"yesterday"}`)}
	if err := e.Replace(t.Context(), &s, doc, 1); err != nil {
		t.Fatal(err)
	}
}

func TestChangesInTheDatabaseAreFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		attack func(*testing.T, store.Engine)
		kind   audit.FaultKind
		at     int64
	}{
		"edit": {func(t *testing.T, e store.Engine) {
			t.Helper()
			rewrite(t, e, 7, func(entry *audit.Entry) { entry.By = "P2" })
		}, audit.Edited, 7},
		"delete":   {remove(7, 7), audit.Missing, 7},
		"truncate": {remove(25, 30), audit.RolledBack, 25},
		"wipe":     {remove(1, 30), audit.RolledBack, 1},
		"garbage":  {spoil, audit.Unreadable, 8},
		"tenant swap": {func(t *testing.T, e store.Engine) {
			t.Helper()
			rewrite(t, e, 9, func(entry *audit.Entry) { entry.Organisation = "O9"; entry.Rehash() })
		}, audit.OwnChain, 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, folder := newEngine(t), t.TempDir()
			l := signedLog(t, e, folder)
			c.attack(t, e)
			report := verify(t, l, folder)
			if len(report.Faults) == 0 || report.Faults[0].Sequence != c.at || report.Faults[0].Kind != c.kind {
				t.Errorf("found %v", report.Faults)
			}
		})
	}
}

// signedLog has thirty entries of three organisations, and a checkpoint.
func signedLog(t *testing.T, e store.Engine, folder string) *audit.Log {
	t.Helper()
	l := openLog(t, e, (&ticking{at: began}).now, folder)
	for i := range 30 {
		if err := l.Note(t.Context(), act(fmt.Sprint("O", i%3), "result.read"), ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, l, folder); len(report.Faults) != 0 || report.Signed != 30 {
		t.Fatalf("before the attack: %+v", report)
	}
	return l
}

func BenchmarkAppend(b *testing.B) {
	for _, writers := range []int{1, 32, 256} {
		b.Run(fmt.Sprint(writers, "writers"), func(b *testing.B) {
			l := openLog(b, newEngine(b), (&ticking{at: began}).now, "")
			b.SetParallelism(writers)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := l.Note(b.Context(), act("O1", "assessment.answer"), ""); err != nil {
						b.Error(err)
					}
				}
			})
		})
	}
}
