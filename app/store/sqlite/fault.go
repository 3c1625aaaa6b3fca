package sqlite

import (
	"context"
	"database/sql"
	"errors"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"tuntas/app/store"
)

// fault gives an error of the database the kind that the contract promises for it.
func fault(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, sql.ErrNoRows):
		return store.ErrNotFound(nil)
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, errClosed):
		return store.ErrUnavailable(err)
	}
	e, ok := errors.AsType[*driver.Error](err)
	if !ok {
		return err
	}
	switch e.Code() & 0xff { // the rest of the code is detail
	case codes.SQLITE_BUSY, codes.SQLITE_LOCKED, codes.SQLITE_FULL, codes.SQLITE_IOERR, codes.SQLITE_READONLY,
		codes.SQLITE_CANTOPEN, codes.SQLITE_NOMEM, codes.SQLITE_PROTOCOL:
		return store.ErrUnavailable(err)
	case codes.SQLITE_CONSTRAINT:
		return store.ErrConflict(err)
	}
	return err
}
