package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"iter"
	"sync"

	"tuntas/app/store"
)

// reader runs queries. Its connections are not limited in number: a Find whose reader asks for another document while it
// runs could otherwise wait for itself.
type reader struct {
	db   *sql.DB
	mu   sync.Mutex
	seen map[string]*sql.Stmt
}

func newReader(path string) (*reader, error) {
	db, err := sql.Open("sqlite", source(path, "busy_timeout(5000)", "query_only(1)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(16)
	return &reader{db: db, seen: map[string]*sql.Stmt{}}, nil
}

// rows yields what a query finds, each row to be scanned at once. It ends after the first error.
func (r *reader) rows(ctx context.Context, query string, args ...any) iter.Seq2[*sql.Rows, error] {
	return func(yield func(*sql.Rows, error) bool) {
		stmt, err := r.prepare(ctx, query)
		if err != nil {
			yield(nil, err)
			return
		}
		rows, err := stmt.QueryContext(ctx, args...)
		if err != nil {
			yield(nil, r.fault(ctx, err))
			return
		}
		defer rows.Close() //nolint:errcheck // what it can tell, rows.Err has told
		for ctx.Err() == nil && rows.Next() {
			if !yield(rows, nil) {
				return
			}
		}
		if err := cmp.Or(ctx.Err(), rows.Err()); err != nil {
			yield(nil, r.fault(ctx, err))
		}
	}
}

// get scans the only row of a query; problem.NotFound when there is none.
func (r *reader) get(ctx context.Context, query string, args, into []any) error {
	for row, err := range r.rows(ctx, query, args...) {
		if err != nil {
			return err
		}
		return fault(ctx, row.Scan(into...))
	}
	return store.ErrNotFound(nil)
}

func (r *reader) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if stmt, ok := r.seen[query]; ok {
		return stmt, nil
	}
	if r.seen == nil {
		return nil, store.ErrUnavailable(errClosed)
	}
	stmt, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, fault(ctx, err)
	}
	r.seen[query] = stmt
	return stmt, nil
}

// fault is fault but for a database that was closed meanwhile, which database/sql says in words alone.
func (r *reader) fault(ctx context.Context, err error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.seen == nil && ctx.Err() == nil {
		return store.ErrUnavailable(errors.Join(errClosed, err))
	}
	return fault(ctx, err)
}

func (r *reader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, stmt := range r.seen {
		errs = append(errs, stmt.Close())
	}
	r.seen = nil
	return errors.Join(errors.Join(errs...), r.db.Close())
}
