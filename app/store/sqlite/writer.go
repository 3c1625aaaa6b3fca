package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"sync/atomic"

	"tuntas/app/store"
)

// together is how many writes at most share a transaction.
const together = 256

var errClosed = errors.New("the database is closed")

// writer runs all writes, one after the other, on one connection. Those that wait while a transaction is synced to disk
// share the next one.
type writer struct {
	db   *sql.DB
	conn *sql.Conn // nil: connect first
	seen map[string]*sql.Stmt

	mu     sync.Mutex
	more   *sync.Cond
	queue  []*job
	closed bool
	ended  chan struct{}
}

// job is one write that waits.
type job struct {
	ctx   context.Context
	run   func(*transaction) error
	taken atomic.Bool // by the writer, or by a caller who no longer waits
	done  chan error
}

func newWriter(db *sql.DB) *writer {
	w := &writer{db: db, ended: make(chan struct{})}
	w.more = sync.NewCond(&w.mu)
	go w.work()
	return w
}

// do runs a write and returns when it is on disk. When the context ends before it began, it is never run.
func (w *writer) do(ctx context.Context, run func(*transaction) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{ctx: ctx, run: run, done: make(chan error, 1)}
	if !w.add(j) {
		return store.ErrUnavailable(errClosed)
	}
	select {
	case err := <-j.done:
		return err
	case <-ctx.Done():
		if j.taken.CompareAndSwap(false, true) {
			return ctx.Err()
		}
		return <-j.done // it runs now: say what became of it
	}
}

func (w *writer) add(j *job) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	w.queue = append(w.queue, j)
	w.more.Signal()
	return true
}

// next waits for jobs; none means that the writer was closed and all are done.
func (w *writer) next() []*job {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.queue) == 0 && !w.closed {
		w.more.Wait()
	}
	n := min(len(w.queue), together)
	jobs := w.queue[:n:n]
	w.queue = w.queue[n:]
	return jobs
}

func (w *writer) work() {
	defer close(w.ended)
	for {
		jobs := w.next()
		if len(jobs) == 0 {
			return
		}
		w.settle(jobs)
	}
}

// settle runs jobs in one transaction and tells each its result after the commit.
func (w *writer) settle(jobs []*job) {
	live := jobs[:0]
	for _, j := range jobs {
		if j.taken.CompareAndSwap(false, true) {
			live = append(live, j)
		}
	}
	if len(live) == 0 {
		return
	}
	results, err := w.commit(live)
	for i, j := range live {
		if err != nil {
			j.done <- err
		} else {
			j.done <- results[i]
		}
	}
}

// commit runs jobs in one transaction. Its error is that of all of them; results are those of each.
func (w *writer) commit(jobs []*job) (results []error, err error) {
	ctx := context.Background() // a caller who goes away does not stop the others' transaction
	t := &transaction{ctx: ctx, w: w}
	if err := w.begin(t); err != nil {
		return nil, err
	}
	results = make([]error, len(jobs))
	for i, j := range jobs {
		if results[i], err = t.apply(j); err != nil {
			break
		}
	}
	if err == nil {
		_, err = t.exec("COMMIT")
	}
	if err != nil {
		_, _ = t.exec("ROLLBACK") // SQLite may have done so itself; when neither worked, begin connects anew
	}
	return results, err
}

// begin opens the transaction. A connection on which that fails is given up: the next one may do.
func (w *writer) begin(t *transaction) error {
	if w.conn == nil {
		conn, err := w.db.Conn(t.ctx)
		if err != nil {
			return fault(t.ctx, err)
		}
		w.conn, w.seen = conn, map[string]*sql.Stmt{}
	}
	_, err := t.exec("BEGIN IMMEDIATE")
	if err != nil {
		_ = w.disconnect() // nothing was written on it
	}
	return err
}

// disconnect closes the connection. With a statement that is still prepared SQLite would keep it half open.
func (w *writer) disconnect() error {
	if w.conn == nil {
		return nil
	}
	err := w.forget()
	drop := func(any) error { return driver.ErrBadConn } // database/sql would keep it for later
	if err2 := w.conn.Raw(drop); !errors.Is(err2, driver.ErrBadConn) {
		err = errors.Join(err, err2)
	}
	w.conn = nil
	return err
}

// forget closes the prepared statements.
func (w *writer) forget() error {
	var errs []error
	for query, stmt := range w.seen {
		errs = append(errs, stmt.Close())
		delete(w.seen, query)
	}
	return errors.Join(errs...)
}

func (w *writer) close() error {
	w.mu.Lock()
	first := !w.closed
	w.closed = true
	w.more.Signal()
	w.mu.Unlock()
	<-w.ended
	if !first {
		return nil
	}
	return errors.Join(w.disconnect(), w.db.Close())
}
