package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tuntas/app/store/storetest"
)

// condition is how a cable carries.
type condition int32

const (
	sound  condition = iota
	cut              // every connection is closed, and none is taken
	slow             // everything arrives a while later
	silent           // nothing arrives any more, and nobody says so
)

// cable is the line between a platform and its database.
type cable struct {
	listener net.Listener
	target   string
	state    atomic.Int32
	mu       sync.Mutex
	ends     map[net.Conn]bool
	running  sync.WaitGroup
}

// layCable stands between a platform and a server, until the test ends.
func layCable(t *testing.T, target string) *cable {
	t.Helper()
	l, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{listener: l, target: target, ends: map[net.Conn]bool{}}
	c.running.Go(c.accept)
	t.Cleanup(func() {
		_ = l.Close()
		c.set(cut)
		c.running.Wait()
	})
	return c
}

// set changes how the cable carries from now on.
func (c *cable) set(s condition) {
	c.state.Store(int32(s))
	if s != cut {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.ends {
		_ = conn.Close()
	}
}

func (c *cable) is(s condition) bool { return c.state.Load() == int32(s) }

func (c *cable) accept() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", c.target)
		if err != nil {
			_ = near.Close()
			continue
		}
		c.mu.Lock()
		c.ends[near], c.ends[far] = true, true
		c.mu.Unlock()
		if c.is(cut) {
			c.set(cut) // these two as well
		}
		c.running.Go(func() { c.carry(near, far) })
		c.running.Go(func() { c.carry(far, near) })
	}
}

func (c *cable) carry(from, to net.Conn) {
	defer func() {
		_, _ = from.Close(), to.Close()
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.ends, from)
		delete(c.ends, to)
	}()
	const delay = 40 * time.Millisecond
	buffer := make([]byte, 64<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil {
			return
		}
		switch {
		case c.is(slow):
			<-time.After(delay)
		case c.is(silent):
			_, _ = io.Copy(io.Discard, from) // until it is cut
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// throughCable is a database of the test's own, behind a cable.
func throughCable(t *testing.T) (*cable, databaseAt) {
	t.Helper()
	u, err := url.Parse(storetest.MongoDB(t))
	if err != nil {
		t.Fatal(err)
	}
	c := layCable(t, u.Host)
	u.Host = c.listener.Addr().String()
	q := u.Query()
	q.Set("directConnection", "true")
	q.Set("timeoutMS", "4000")
	u.RawQuery = q.Encode()
	return c, databaseAt(u.String())
}

func TestALineToMongoDBThatIsCutKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	c, database := throughCable(t)
	to := openTown(t, database)
	d := to.drafting(markPrefix + "4100")
	for what, state := range map[string]condition{"cut": cut, "silent": silent} {
		d.page = d.tab.get(d.path).wants(t, http.StatusOK)
		c.set(state)
		refused := d.refused(what)
		c.set(cut) // ends what hangs
		c.set(sound)
		d.recovers(what, refused)
		if got := d.tab.submit(d.path, d.path, url.Values{"comment.housed_workers": {""}, "a.housed_workers": {""}}); got.status != http.StatusSeeOther {
			t.Errorf("%s: afterwards a save is answered with %s", what, got)
		}
	}
}

func TestASlowLineToMongoDBOnlyTakesLonger(t *testing.T) {
	t.Parallel()
	c, database := throughCable(t)
	to := openTown(t, database)
	d := to.drafting(markPrefix + "4101")
	c.set(slow)
	d.save().wants(t, http.StatusSeeOther)
	d.tab.get(d.path).wants(t, http.StatusOK, `value="77"`)
	d.tab.get("/readyz").wants(t, http.StatusOK)
}

// Ten people write while the line is cut again and again. What was acknowledged is there.
func TestWhatMongoDBAcknowledgedBeforeACutIsThere(t *testing.T) {
	t.Parallel()
	c, database := throughCable(t)
	to := openTown(t, database)
	var crowd sync.WaitGroup
	var acknowledged, cuts, away atomic.Int64
	over := make(chan struct{})
	for i := range 2 {
		d := to.drafting(fmt.Sprintf("%s%04d", markPrefix, 4200+i))
		for _, question := range writerQuestions() {
			w := &scribe{tab: d.tab, path: d.path, question: question}
			crowd.Go(func() { w.persist(t, over, &acknowledged, &away, new(atomic.Int64)) })
		}
	}
	for range 6 {
		at := acknowledged.Load()
		for acknowledged.Load() < at+10 && !t.Failed() {
			<-time.After(5 * time.Millisecond)
		}
		c.set(cut)
		cuts.Add(1)
		<-time.After(30 * time.Millisecond) // the length of the cut
		c.set(sound)
	}
	close(over)
	crowd.Wait()
	t.Logf("%d acknowledged writes and %d refused ones around %d cuts", acknowledged.Load(), away.Load(), cuts.Load())
}

// persist writes until it is over, counts and keeps the last number that was acknowledged; after a refusal it looks at what is stored.
func (w *scribe) persist(t *testing.T, over <-chan struct{}, count, away, last *atomic.Int64) {
	t.Helper()
	page := w.tab.get(w.path)
	for ending := false; ; {
		select {
		case <-over:
			ending = true
		default:
		}
		for page.status == http.StatusServiceUnavailable {
			page = w.tab.get(w.path)
		}
		w.check(t, page)
		if ending || t.Failed() {
			return
		}
		w.tried++
		n := strconv.Itoa(w.tried)
		got := w.tab.autosave(page, w.question, url.Values{
			"who." + w.question: {n}, "by." + w.question: {"2027-01-15"}, "comment." + w.question: {n}, "o." + w.question: {"not_known"},
		})
		switch got.status {
		case http.StatusOK:
			w.taken = w.tried
			last.Store(int64(w.taken))
			count.Add(1)
		case http.StatusServiceUnavailable:
			away.Add(1)
		default:
			t.Errorf("writing %s: %s", w.question, got)
		}
		page = w.tab.get(w.path)
	}
}
