package audit_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tuntas/app/audit"
)

func TestRunWritesACheckpointAtTheEndAndOnlyWhenTheLogGrew(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "elsewhere")
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, folder)
	count := func() int {
		files, err := os.ReadDir(folder)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		return len(files)
	}
	for round, want := range []int{0, 1, 1} {
		if round == 1 {
			if err := l.Note(t.Context(), act("O1", "result.read"), ""); err != nil {
				t.Fatal(err)
			}
		}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		l.Run(ctx, time.Hour, func(err error) { t.Error(err) })
		if got := count(); got != want {
			t.Errorf("round %d: %d checkpoints, want %d", round, got, want)
		}
	}
}

func TestRunWritesACheckpointAfterAThousandEntries(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, folder)
	ctx, stop := context.WithCancel(t.Context())
	var running, writers sync.WaitGroup
	running.Go(func() { l.Run(ctx, time.Hour, func(err error) { t.Error(err) }) })
	for range 20 {
		writers.Go(func() {
			for range 50 {
				if err := l.Note(t.Context(), act("O1", "result.read"), ""); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	for {
		if files, err := filepath.Glob(filepath.Join(folder, "*.checkpoint")); err != nil || len(files) > 0 {
			break
		}
		if t.Context().Err() != nil {
			t.Fatal("there is no checkpoint")
		}
	}
	stop()
	running.Wait()
	if report := verify(t, l, folder); report.Signed != 1000 || len(report.Faults) != 0 {
		t.Errorf("reported %+v", report)
	}
}

func TestAFolderThatCannotBeWrittenIsTold(t *testing.T) {
	t.Parallel()
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := openLog(t, newEngine(t), (&ticking{at: began}).now, filepath.Join(blocked, "folder"))
	if err := l.Note(t.Context(), act("O1", "result.read"), ""); err != nil {
		t.Fatal(err)
	}
	if err := l.Checkpoint(t.Context()); err == nil {
		t.Error("no error")
	}
}

func TestALogWithoutAKeySignsNothing(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]audit.Config{
		"no key":     {Name: name, Checkpoints: "somewhere"},
		"no name":    {Key: keyOf('K'), Checkpoints: "somewhere"},
		"a bad name": {Key: keyOf('K'), Checkpoints: "somewhere", Name: "a name"},
	} {
		c.Engine, c.Clock = newEngine(t), (&ticking{at: began}).now
		if _, err := audit.Open(t.Context(), c); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}
