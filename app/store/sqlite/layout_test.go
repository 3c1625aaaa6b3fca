package sqlite_test

import (
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

// older makes a database of this program's layout that holds one document.
func older(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	must(t, prepare(t, path))
	return path
}

func TestALayoutIsBroughtUpToDateAfterACopy(t *testing.T) {
	t.Parallel()
	path := older(t)
	newer := append(sqlite.Layout(), "CREATE TABLE _more (id INTEGER PRIMARY KEY); INSERT INTO _ping VALUES (7, 7)", "ALTER TABLE _more ADD COLUMN x TEXT")
	e, err := sqlite.OpenLayout(t.Context(), path, newer)
	must(t, err)
	_, err = assessments(t, e).Get(t.Context(), "shared")
	must(t, err)
	must(t, e.Close())
	e, err = sqlite.OpenLayout(t.Context(), path, newer) // no step is taken twice
	must(t, err)
	must(t, e.Close())

	if _, err := sqlite.Open(t.Context(), path, store.Options{}); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("the old program opened the new layout: %v", err)
	}
	for _, copied := range []string{path + ".layout-1", path + ".layout-2"} {
		info, err := os.Stat(copied)
		must(t, err)
		same(t, "mode of the copy", info.Mode(), 0o600)
	}
	e = open(t, path+".layout-1")
	_, err = assessments(t, e).Get(t.Context(), "shared")
	must(t, err)
}

func TestALayoutStepThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	path := older(t)
	wrong := append(sqlite.Layout(), "CREATE TABLE _more (id INTEGER PRIMARY KEY); DROP TABLE _files; INSERT INTO nothing VALUES (1)")
	if _, err := sqlite.OpenLayout(t.Context(), path, wrong); err == nil || !strings.Contains(err.Error(), "layout 1 to 2") {
		t.Errorf("open with a wrong step: %v", err)
	}
	e := open(t, path)
	_, err := assessments(t, e).Get(t.Context(), "shared")
	must(t, err)
	_, err = e.Files().Put(t.Context(), strings.NewReader("x"))
	must(t, err)
}

func TestAFileThatIsNoDatabaseOfOursIsRefused(t *testing.T) {
	t.Parallel()
	text := filepath.Join(t.TempDir(), "text")
	must(t, os.WriteFile(text, []byte(strings.Repeat("no database\n", 1000)), 0o600))
	if _, err := sqlite.Open(t.Context(), text, store.Options{}); err == nil || problem.KindOf(err) != problem.Internal {
		t.Errorf("open of a text: %v", err)
	}
	content, err := os.ReadFile(text)
	must(t, err)
	same(t, "text", len(content), 12_000)

	foreign := filepath.Join(t.TempDir(), "foreign.db")
	must(t, prepare(t, foreign))
	must(t, sqlite.Forget(t.Context(), foreign))
	if _, err := sqlite.Open(t.Context(), foreign, store.Options{}); err == nil || !strings.Contains(err.Error(), "another program") {
		t.Errorf("open of another program's database: %v", err)
	}
}

func TestAPlaceThatCannotBeWrittenIsUnavailable(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	for _, path := range []string{filepath.Join(file, "store.db"), t.TempDir()} {
		if _, err := sqlite.Open(t.Context(), path, store.Options{Log: slog.New(slog.DiscardHandler)}); problem.KindOf(err) != problem.Unavailable {
			t.Errorf("open of %s: %v", path, err)
		}
	}
}

func TestStrangePathsAreOnlyPaths(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"a b", "100%", "a?mode=memory", "a#b", "%41", "é", "a'b\"c"} {
		must(t, prepare(t, filepath.Join(folder, name)))
		if _, err := os.Stat(filepath.Join(folder, name)); errors.Is(err, fs.ErrNotExist) {
			t.Errorf("database %q is elsewhere", name)
		}
		must(t, open(t, filepath.Join(folder, name)).Ping(t.Context()))
	}
}
