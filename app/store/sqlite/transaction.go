package sqlite

import (
	"context"
	"database/sql"

	"tuntas/app/problem"
)

// transaction is what a job writes with.
type transaction struct {
	ctx context.Context
	w   *writer
}

// apply runs one job so that it happens whole or not at all. err is trouble that ends the whole transaction.
func (t *transaction) apply(j *job) (result, err error) {
	if j.ctx.Err() != nil {
		return j.ctx.Err(), nil
	}
	if _, err := t.exec("SAVEPOINT job"); err != nil {
		return nil, err
	}
	result = j.run(t)
	if problem.KindOf(result) == problem.Unavailable {
		return nil, result
	}
	if result != nil {
		if _, err := t.exec("ROLLBACK TO job"); err != nil {
			return nil, err
		}
	}
	_, err = t.exec("RELEASE job")
	return result, err
}

// exec runs a statement and returns how many rows it changed.
func (t *transaction) exec(query string, args ...any) (int64, error) {
	stmt, err := t.prepare(query)
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, fault(t.ctx, err)
	}
	return result.RowsAffected()
}

// get scans the only row of a query; problem.NotFound when there is none.
func (t *transaction) get(query string, args, into []any) error {
	stmt, err := t.prepare(query)
	if err != nil {
		return err
	}
	return fault(t.ctx, stmt.QueryRowContext(t.ctx, args...).Scan(into...))
}

// statements is how many prepared statements are kept; those of Set are as many as its combinations of guards and parts.
const statements = 512

func (t *transaction) prepare(query string) (*sql.Stmt, error) {
	if stmt, ok := t.w.seen[query]; ok {
		return stmt, nil
	}
	if len(t.w.seen) >= statements {
		if err := t.w.forget(); err != nil {
			return nil, err
		}
	}
	stmt, err := t.w.conn.PrepareContext(t.ctx, query)
	if err != nil {
		return nil, fault(t.ctx, err)
	}
	t.w.seen[query] = stmt
	return stmt, nil
}
