package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"tuntas/app/store"
)

// OpenLayout is Open with another layout.
func OpenLayout(ctx context.Context, path string, layout []string) (*Engine, error) {
	return open(ctx, path, store.Options{}, layout)
}

// Layout is the layout of this program.
func Layout() []string { return layout() }

// LimitPages lets the file grow by this many pages, as if the disk were full then.
func (e *Engine) LimitPages(ctx context.Context, more int) error {
	return e.writer.do(ctx, func(t *transaction) error {
		var now, limit int
		if err := t.get("PRAGMA page_count", nil, []any{&now}); err != nil {
			return err
		}
		return t.get(fmt.Sprintf("PRAGMA max_page_count = %d", now+more), nil, []any{&limit})
	})
}

// Hold keeps the writer busy until it is released.
func (e *Engine) Hold(ctx context.Context) (release func()) {
	started, end, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_ = e.writer.do(ctx, func(*transaction) error {
			close(started)
			<-end
			return nil
		})
	}()
	<-started
	return func() { close(end); <-ended }
}

// Waiting is how many writes wait.
func (e *Engine) Waiting() int {
	e.writer.mu.Lock()
	defer e.writer.mu.Unlock()
	return len(e.writer.queue)
}

// Plan is how SQLite says that it runs a query.
func (e *Engine) Plan(ctx context.Context, s *store.Schema, q store.Query) (string, error) {
	where, args := where(s, q.Where)
	plan := ""
	for row, err := range e.reader.rows(ctx, `EXPLAIN QUERY PLAN SELECT rowid FROM `+table(s)+where+order(s, q.Sort), args...) {
		if err != nil {
			return "", err
		}
		var id, parent, unused int
		var step string
		if err := row.Scan(&id, &parent, &unused, &step); err != nil {
			return "", err
		}
		plan += step + "\n"
	}
	return plan, nil
}

// Check is what SQLite finds wrong with the file, or "ok".
func (e *Engine) Check(ctx context.Context) (string, error) {
	var found string
	err := e.reader.get(ctx, "PRAGMA integrity_check", nil, []any{&found})
	return found, err
}

// Chunks is how many rows of files there are, with and without a file.
func (e *Engine) Chunks(ctx context.Context) (int, error) {
	var n int
	err := e.reader.get(ctx, "SELECT count(*) FROM _chunks", nil, []any{&n})
	return n, err
}

// Forget takes the layout's number from a database file.
func Forget(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", source(path))
	if err != nil {
		return err
	}
	return errors.Join(script(ctx, db, "PRAGMA user_version = 0"), db.Close())
}
