package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"tuntas/app/store"
)

// Snapshot writes a consistent copy of the database to a new file while the engine serves.
func (e *Engine) Snapshot(ctx context.Context, path string) error {
	return Snapshot(ctx, e.path, path)
}

// Snapshot writes a consistent copy of the database file from to a new file, also while another process serves it.
func Snapshot(ctx context.Context, from, path string) error {
	if _, err := os.Stat(from); err != nil {
		return store.ErrUnavailable(err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("snapshot to %s: %w", path, errors.Join(os.ErrExist, err))
	}
	db, err := sql.Open("sqlite", source(from, "busy_timeout(5000)"))
	if err != nil {
		return err
	}
	if err := errors.Join(copyTo(ctx, db, path), db.Close()); err != nil {
		return fmt.Errorf("snapshot to %s: %w", path, err)
	}
	return nil
}
