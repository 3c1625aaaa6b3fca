// Package sqlite keeps documents and files in one SQLite database file. It owns the tables, their layout and its
// migrations, the one writer and the snapshots.
//
// A write is answered after the transaction it is part of has been synced to disk. All writes that wait at that moment
// share one transaction and one sync.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	driver "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"

	"tuntas/app/store"
)

// Engine is one open database file. Only one Engine in one process can have it open.
type Engine struct {
	path    string
	lock    *sql.DB
	writer  *writer
	reader  *reader
	uploads atomic.Int64 // the number of the latest upload
}

var (
	_ store.Engine      = (*Engine)(nil)
	_ store.Snapshotter = (*Engine)(nil)
)

// Open opens the database at path, which it makes with its folder when there is none, for this user alone. It brings an
// older layout up to date after a copy beside the file, refuses a newer one, and answers problem.Unavailable when
// another process has the database open.
func Open(ctx context.Context, path string, o store.Options) (*Engine, error) {
	return open(ctx, path, o, layout())
}

func open(ctx context.Context, path string, o store.Options, layout []string) (_ *Engine, err error) {
	log := o.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	e := &Engine{}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open database %s: %w", path, err), e.Close())
		}
	}()
	if err := create(path); err != nil {
		return nil, err
	}
	if path, err = filepath.EvalSymlinks(path); err != nil { // one file, one lock
		return nil, store.ErrUnavailable(err)
	}
	e.path = path
	if e.lock, err = lock(ctx, path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", source(path, "busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)",
		"wal_autocheckpoint(4000)", "journal_size_limit(67108864)", "temp_store(MEMORY)", "cache_size(-32768)"))
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, db, path, layout, log); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	e.writer = newWriter(db)
	if e.reader, err = newReader(path); err != nil {
		return nil, err
	}
	return e, e.tidyFiles(ctx)
}

// Ping writes one small row, so that a full disk is noticed.
func (e *Engine) Ping(ctx context.Context) error {
	return e.writer.do(ctx, func(t *transaction) error {
		_, err := t.exec(`INSERT INTO _ping (id, count) VALUES (1, 1) ON CONFLICT DO UPDATE SET count = count + 1`)
		return err
	})
}

// Close waits for the writes that were asked for before, and closes the database. Later calls answer
// problem.Unavailable.
func (e *Engine) Close() error {
	var err error
	if e.reader != nil {
		err = e.reader.close()
	}
	if e.writer != nil {
		err = errors.Join(err, e.writer.close())
	}
	if e.lock != nil {
		err = errors.Join(err, e.lock.Close())
	}
	return err
}

// create makes an empty database file that only this user can read; the files SQLite puts beside it get its mode.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return store.ErrUnavailable(err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the path is the operator\'s
	if err != nil {
		return store.ErrUnavailable(err)
	}
	return f.Close()
}

// lock keeps other processes out as long as it is open, even after a kill. It is a transaction on an empty database of
// its own, so that tools can still read the real one.
func lock(ctx context.Context, path string) (*sql.DB, error) {
	path += ".lock"
	if err := create(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", source(path, "busy_timeout(0)", "journal_mode(MEMORY)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, "BEGIN EXCLUSIVE")
	if e, ok := errors.AsType[*driver.Error](err); ok && e.Code()&0xff == codes.SQLITE_BUSY {
		err = store.ErrUnavailable(fmt.Errorf("another process has it open; stop that one first: %w", err))
	}
	if err != nil {
		return nil, errors.Join(fault(ctx, err), db.Close())
	}
	return db, nil
}

// source names a database file for the driver.
func source(path string, pragmas ...string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	u := url.URL{
		Scheme:   "file",
		Path:     "/" + strings.TrimPrefix(filepath.ToSlash(path), "/"),
		RawQuery: url.Values{"_pragma": pragmas}.Encode(),
	}
	return u.String()
}
