package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

// layout is how the engine's own tables came to be, one step for each version that was released: PRAGMA user_version
// counts the steps a file has taken. Steps are only ever added. Tables of collections belong to Declare.
func layout() []string {
	return []string{
		`CREATE TABLE _files (sum TEXT PRIMARY KEY NOT NULL, size INTEGER NOT NULL, upload INTEGER NOT NULL UNIQUE) STRICT;
		CREATE TABLE _chunks (upload INTEGER NOT NULL, part INTEGER NOT NULL, body BLOB NOT NULL,
			PRIMARY KEY (upload, part)) STRICT;
		CREATE TABLE _ping (id INTEGER PRIMARY KEY NOT NULL, count INTEGER NOT NULL) STRICT;`,
	}
}

// migrate takes the steps of the layout that a file has not taken yet, each in a transaction of its own after a copy of
// the file as it was.
func migrate(ctx context.Context, db *sql.DB, path string, layout []string, log *slog.Logger) error {
	version, tables, err := readVersion(ctx, db)
	switch {
	case err != nil:
		return fault(ctx, err)
	case version > len(layout):
		return fmt.Errorf("it was written by a newer program (layout %d, this program knows %d): start that one, or restore a backup made before the update", version, len(layout))
	case version == 0 && tables > 0:
		return errors.New("it is a database of another program; name another file")
	}
	for ; version < len(layout); version++ {
		if version > 0 {
			backup := fmt.Sprintf("%s.layout-%d", path, version)
			if err := copyTo(ctx, db, backup); err != nil {
				return fmt.Errorf("copy to %s before changing the layout: %w", backup, err)
			}
			log.InfoContext(ctx, "database copied before its layout changes", "layout", version)
		}
		step := fmt.Sprintf("BEGIN IMMEDIATE; %s; PRAGMA user_version = %d; COMMIT", layout[version], version+1)
		if err := script(ctx, db, step); err != nil {
			return fmt.Errorf("change layout %d to %d: %w", version, version+1, fault(ctx, err))
		}
	}
	return nil
}

func readVersion(ctx context.Context, db *sql.DB) (version, tables int, err error) {
	row := db.QueryRowContext(ctx, "SELECT user_version, (SELECT count(*) FROM sqlite_schema) FROM pragma_user_version")
	err = row.Scan(&version, &tables)
	return version, tables, err
}

// script runs statements of a transaction on one connection and undoes them when one fails.
func script(ctx context.Context, db *sql.DB, statements string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	if _, err = conn.ExecContext(ctx, statements); err != nil {
		_, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		err = errors.Join(err, undo)
	}
	return errors.Join(err, conn.Close())
}

// copyTo writes a consistent copy of a database to a file that only this user can read; it appears whole or not at all.
func copyTo(ctx context.Context, db *sql.DB, path string) (err error) {
	part := path + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) //nolint:gosec // the path is the operator\'s
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(part))
		}
	}()
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", part)
	if err = errors.Join(fault(ctx, err), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err = os.Rename(part, path); err != nil {
		return err
	}
	if folder, err := os.Open(filepath.Dir(path)); err == nil { // where folders can be synced, the name is durable too
		_ = errors.Join(folder.Sync(), folder.Close())
	}
	return nil
}
