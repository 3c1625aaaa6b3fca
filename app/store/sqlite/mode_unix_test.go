//go:build unix

package sqlite_test

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"testing"

	"tuntas/app/store/sqlite"
)

// It is not parallel: the mask is the whole process's.
func TestEveryFileIsReadableByItsUserAlone(t *testing.T) {
	before := syscall.Umask(0)
	defer syscall.Umask(before)
	folder := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(folder, "store.db")
	must(t, prepare(t, path))
	e, err := sqlite.OpenLayout(t.Context(), path, append(sqlite.Layout(), "CREATE TABLE _more (id TEXT)"))
	must(t, err)
	must(t, e.Ping(t.Context()))
	must(t, e.Snapshot(t.Context(), filepath.Join(folder, "snapshot.db")))
	modes := map[string]fs.FileMode{}
	must(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		modes[d.Name()] = info.Mode()
		return err
	}))
	must(t, e.Close())
	same(t, "modes", modes, map[string]fs.FileMode{
		"data": fs.ModeDir | 0o700, "store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600, "store.db.lock": 0o600,
		"store.db.layout-1": 0o600, "snapshot.db": 0o600,
	})
}
