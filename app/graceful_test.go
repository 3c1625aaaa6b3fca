package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// crowd is people who register companies at the same time.
type crowd struct {
	sync.WaitGroup
	taken  sync.Map // what was acknowledged
	count  atomic.Int64
	before int64         // registrations that must go well
	enough chan struct{} // closed after them
}

// register goes on until the platform no longer answers.
func (c *crowd) register(t *testing.T, v *visitor, person int) {
	t.Helper()
	for i := 0; ; i++ {
		nib := fmt.Sprintf("91200%04d%04d", person, i)
		if err := v.register(t.Context(), nib); err != nil {
			if c.count.Load() < c.before {
				t.Errorf("before the stop: %v", err)
			}
			return
		}
		c.taken.Store(nib, true)
		if c.count.Add(1) == c.before {
			close(c.enough)
		}
	}
}

// Eight people register while the platform is told to stop: what was acknowledged is there afterwards.
func TestAGracefulStopLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	const origin = "http://tuntas.example"
	environ := []string{"TUNTAS_DATA=" + data, "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=" + origin, "TUNTAS_PLAIN_HTTP=true"}
	r := start(t, environ, clock, "serve")
	base := "http://" + r.err.find(t, listening)
	const people, before = 8, 40
	c := &crowd{before: before, enough: make(chan struct{})}
	for w := range people {
		browser := newVisitor(t, base, origin)
		c.Go(func() { c.register(t, browser, w) })
	}
	<-c.enough
	if status := r.finish(); status != exitDone {
		t.Errorf("exit status %d: %s", status, r.err)
	}
	c.Wait()
	out := filepath.Join(data, "export.zip")
	must(t, environ, "export", "--out", out)
	stored := partOf(t, out, collectionFolder+"invitations.jsonl")
	c.taken.Range(func(nib, _ any) bool {
		if !strings.Contains(stored, fmt.Sprint(`"nib":"`, nib, `"`)) {
			t.Errorf("the registration of %v was acknowledged and is gone", nib)
		}
		return true
	})
	if mails, err := os.ReadDir(filepath.Join(data, "mails")); err != nil || int64(len(mails)) < c.count.Load() {
		t.Errorf("%d registrations, %d mails, %v", c.count.Load(), len(mails), err)
	}
	if verified := must(t, environ, "verify"); !strings.Contains(verified, "Nothing is wrong") {
		t.Errorf("the log: %s", verified)
	}
}

// partOf is the content of a part of an archive.
func partOf(t *testing.T, archive, name string) string {
	t.Helper()
	a, err := openArchive(t.Context(), archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.close() }()
	r, err := a.zip.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	return string(content)
}
