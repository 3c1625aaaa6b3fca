package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
	"tuntas/app/store/storetest"
)

// within runs one command line in this process with variables of the environment.
func within(ctx context.Context, environ []string, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(ctx, args, streams{out: &out, err: &err}, &process{environ: environ, now: clock, exit: func(int) {}})
	return status, out.String(), err.String()
}

// must runs one command line that has to succeed.
func must(t *testing.T, environ []string, args ...string) string {
	t.Helper()
	status, stdout, stderr := within(t.Context(), environ, args...)
	if status != exitDone {
		t.Fatalf("%v: exit status %d: %s", args, status, stderr)
	}
	return stdout
}

// seeded are the files of a folder of data with the companies of the demo. Telling the story takes a second or two; every
// test has its own copy.
var seeded = sync.OnceValues(func() (files map[string][]byte, err error) {
	folder, err := os.MkdirTemp("", "tuntas-seeded-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	env := &environment{streams: streams{out: io.Discard, err: io.Discard}, process: &process{now: clock}}
	ctx := context.Background()
	d, err := openDemo(ctx, env, folder, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080})
	if err != nil {
		return nil, err
	}
	if err := errors.Join(d.seed(ctx), d.platform.close(ctx)); err != nil {
		return nil, err
	}
	files = map[string][]byte{}
	err = fs.WalkDir(os.DirFS(folder), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(folder, name))
		return err
	})
	return files, err
})

// installation is a folder of data with the companies of the demo, which nobody serves.
func installation(t *testing.T) (folder string, environ []string) {
	t.Helper()
	files, err := seeded()
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	for name, content := range files {
		to := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return folder, []string{"TUNTAS_DATA=" + folder, "TUNTAS_ADDRESS=https://tuntas.example"}
}

// unlogged are the parts of an archive but for the audit log, which grows by an entry at each export and import.
func unlogged(t *testing.T, name string) []part {
	t.Helper()
	return slices.DeleteFunc(partsOf(t, name), func(p part) bool {
		return slices.ContainsFunc(audit.Schemas(), func(s store.Schema) bool { return p.Name == collectionFolder+s.Name+".jsonl" })
	})
}

// acts are the verbs of the last entries of the log of an installation, the oldest of them first.
func acts(t *testing.T, environ []string, n int) []string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "acts.zip")
	must(t, environ, "export", "--out", out)
	lines := strings.Split(strings.TrimSpace(partOf(t, out, collectionFolder+audit.Schemas()[0].Name+".jsonl")), "\n")
	var verbs []string
	for _, line := range lines[len(lines)-n:] {
		var entry struct{ Body audit.Entry }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		verbs = append(verbs, entry.Body.Role+" "+entry.Body.Verb)
		if entry.Body.Facts["parts"] == "" {
			t.Errorf("the entry has no counts: %s", line)
		}
	}
	return verbs
}

// partsOf reads the manifest of an archive.
func partsOf(t *testing.T, name string) []part {
	t.Helper()
	a, err := openArchive(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.close() }()
	return a.manifest.Parts
}

func TestAnExportGoesIntoTheOtherEngineAndBackUnchanged(t *testing.T) {
	t.Parallel()
	mongo := storetest.MongoDB(t)
	folder, here := installation(t)
	first, second, third := filepath.Join(folder, "1.zip"), filepath.Join(folder, "2.zip"), filepath.Join(folder, "3.zip")
	there := []string{"TUNTAS_DATA=" + t.TempDir(), "TUNTAS_DATABASE=" + mongo}
	back := []string{"TUNTAS_DATA=" + t.TempDir()}
	printed := must(t, here, "export", "--out", first)
	if got := must(t, there, "import", "--from", first); got != printed {
		t.Errorf("the import prints\n%s\nand the export\n%s", got, printed)
	}
	must(t, there, "export", "--out", second)
	must(t, back, "import", "--from", second)
	must(t, back, "export", "--out", third)
	for _, other := range []string{second, third} {
		if diff := cmp.Diff(unlogged(t, first), unlogged(t, other)); diff != "" {
			t.Errorf("%s differs: %s", other, diff)
		}
	}
	want := []string{"system installation.import", "system installation.import", "system installation.export"}
	if diff := cmp.Diff(want, acts(t, back, 3)); diff != "" {
		t.Errorf("the log differs: %s", diff)
	}
	if out := must(t, there, "verify"); !strings.Contains(out, "Every entry follows the one before it") {
		t.Errorf("the log on the other engine: %s", out)
	}
	status, _, stderr := within(t.Context(), there, "import", "--from", first)
	if status != exitInput || !strings.Contains(stderr, "there is something in it already") {
		t.Errorf("the second import: exit status %d: %s", status, stderr)
	}
}

func TestThePlatformServesFromMongoDBAndItsCopyIsRestoredIntoSQLite(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	environ := []string{
		"TUNTAS_DATA=" + data, "TUNTAS_DATABASE=" + storetest.MongoDB(t), "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=https://tuntas.example",
	}
	one, two := start(t, environ, clock, "serve"), start(t, environ, clock, "serve") // they share it
	for _, r := range []*running{one, two} {
		base := "http://" + r.err.find(t, listening)
		for _, path := range []string{"/readyz", "/id/masuk"} {
			if status, _, body := get(t, base+path); status != http.StatusOK {
				t.Errorf("%s: status %d: %s", path, status, body)
			}
		}
	}
	must(t, environ, "user", "add", "--email", "siti@example.go.id", "--role", "officer", "--organisation", "Unit", "--kind", "ministry")
	for _, r := range []*running{one, two} {
		if status := r.finish(); status != exitDone {
			t.Errorf("exit status %d: %s", status, r.err)
		}
	}
	if out := must(t, environ, "verify"); !strings.Contains(out, "Nothing is wrong") {
		t.Errorf("the log of three processes: %s", out)
	}
	backup := filepath.Join(data, "backup.zip")
	printed := must(t, environ, "backup", "--out", backup)
	there := []string{"TUNTAS_DATA=" + filepath.Join(data, "new")}
	if got := must(t, there, "restore", "--from", backup); got != printed {
		t.Errorf("the restore prints\n%s\nand the backup\n%s", got, printed)
	}
	if out := must(t, there, "verify"); !strings.Contains(out, "Nothing is wrong") {
		t.Errorf("the restored log: %s", out)
	}
}

func TestACopyIsRestoredOnAnEmptyMachineAndVerifies(t *testing.T) {
	t.Parallel()
	folder, here := installation(t)
	backup := filepath.Join(t.TempDir(), "backup.zip")
	printed := must(t, here, "backup", "--out", backup)
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read the copy: %v, %v", info, err)
	}
	empty := filepath.Join(t.TempDir(), "new")
	there := []string{"TUNTAS_DATA=" + empty, "TUNTAS_ADDRESS=https://tuntas.example"}
	if got := must(t, there, "restore", "--from", backup); got != printed {
		t.Errorf("the restore prints\n%s\nand the backup\n%s", got, printed)
	}
	if after := must(t, there, "verify"); !strings.Contains(after, "Nothing is wrong") {
		t.Errorf("it says %s", after)
	}
	first, second := filepath.Join(folder, "1.zip"), filepath.Join(folder, "2.zip")
	must(t, here, "export", "--out", first)
	must(t, there, "export", "--out", second)
	if diff := cmp.Diff(unlogged(t, first), unlogged(t, second)); diff != "" {
		t.Errorf("the restored installation differs: %s", diff)
	}
	for _, c := range []struct {
		environ []string
		want    []string
	}{
		{here, []string{"system installation.backup", "system installation.export"}},
		{there, []string{"system installation.restore", "system installation.export"}},
	} {
		if diff := cmp.Diff(c.want, acts(t, c.environ, 2)); diff != "" {
			t.Errorf("the log differs: %s", diff)
		}
	}
	status, _, stderr := within(t.Context(), there, "restore", "--from", backup)
	if status != exitInput || !strings.Contains(stderr, "there is a database here already") {
		t.Errorf("the second restore: exit status %d: %s", status, stderr)
	}
	status, _, stderr = within(t.Context(), there, "user", "reset", "sdm@sawit.example")
	if status != exitInput || !strings.Contains(stderr, "put that key back here") {
		t.Errorf("without the key: exit status %d: %s", status, stderr)
	}
}

func TestCommandsThatReadWorkWhileThePlatformServes(t *testing.T) {
	t.Parallel()
	folder, environ := installation(t)
	e, err := sqlite.Open(t.Context(), filepath.Join(folder, "tuntas.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	must(t, environ, "verify")
	must(t, environ, "user", "list")
	if _, _, said := within(t.Context(), environ, "backup", "--out", filepath.Join(folder, "b.zip")); !strings.Contains(said, "no entry of this backup") {
		t.Errorf("that the log has no entry is not said: %s", said)
	}
	must(t, environ, "export", "--out", filepath.Join(folder, "e.zip"))
	status, _, stderr := within(t.Context(), environ, "user", "disable", "sdm@sawit.example")
	if status != exitFailed || !strings.Contains(stderr, "another process has it open") || strings.Contains(stderr, "store.unavailable") {
		t.Errorf("a command that writes: exit status %d: %s", status, stderr)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".tuntas-*")); len(left) > 0 {
		t.Errorf("they leave %v behind", left)
	}
}

// rewriteArchive copies an archive and changes its parts.
func rewriteArchive(t *testing.T, from string, change func(name string, content []byte) (string, []byte)) string {
	t.Helper()
	r, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	to := filepath.Join(t.TempDir(), "changed.zip")
	f, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	for _, file := range r.File {
		content, err := readPart(file)
		if err != nil {
			t.Fatal(err)
		}
		name, content := change(file.Name, content)
		if name == "" {
			continue
		}
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return to
}

func readPart(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	return io.ReadAll(r)
}

// damage is a change of the parts of an archive, and what is said of it.
type damage struct {
	change func(name string, content []byte) (string, []byte)
	want   string
}

func damages() map[string]damage {
	people := collectionFolder + "people.jsonl"
	return map[string]damage{
		"a changed document": {func(name string, content []byte) (string, []byte) {
			if name == people {
				content = bytes.Replace(content, []byte("Rina"), []byte("Rani"), 1)
			}
			return name, content
		}, "people.jsonl has 16 documents"},
		"a missing collection": {func(name string, content []byte) (string, []byte) {
			if name == people {
				name = ""
			}
			return name, content
		}, "people.jsonl is missing"},
		"one part too many": {func(name string, content []byte) (string, []byte) {
			if name == people {
				name = "collections/strangers.jsonl"
			}
			return name, content
		}, "people.jsonl is missing"},
		"no manifest": {func(name string, content []byte) (string, []byte) {
			if name == manifestName {
				name = "manifest.txt"
			}
			return name, content
		}, "it has no manifest"},
		"a later format": {func(name string, content []byte) (string, []byte) {
			return name, bytes.Replace(content, []byte(documentsFormat), []byte("tuntas-documents-9"), 1)
		}, `its format is "tuntas-documents-9"`},
		"a name that leaves the folder": {func(name string, content []byte) (string, []byte) {
			return name, bytes.Replace(content, []byte(`"collections/people.jsonl"`), []byte(`"../people.jsonl"`), 1)
		}, `its manifest lists "../people.jsonl"`},
	}
}

func TestDamagedArchivesAreRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	folder, environ := installation(t)
	good := filepath.Join(folder, "good.zip")
	must(t, environ, "export", "--out", good)
	for name, c := range damages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bad := rewriteArchive(t, good, c.change)
			target := t.TempDir()
			for _, command := range []string{"import", "restore"} {
				status, _, stderr := within(t.Context(), []string{"TUNTAS_DATA=" + target}, command, "--from", bad)
				if status != exitInput || !strings.Contains(stderr, c.want) {
					t.Errorf("%s: exit status %d: %s", command, status, stderr)
				}
			}
			if status, _, stderr := within(t.Context(), nil, "verify", bad); status != exitInput || !strings.Contains(stderr, c.want) {
				t.Errorf("verify: exit status %d: %s", status, stderr)
			}
			if left, _ := os.ReadDir(target); len(left) > 0 {
				t.Errorf("there is %v now", left)
			}
		})
	}
}

func TestArchivesThatAreNoneAreRefused(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cut, none := filepath.Join(folder, "cut.zip"), filepath.Join(folder, "none.zip")
	_, environ := installation(t)
	whole := filepath.Join(folder, "whole.zip")
	must(t, environ, "export", "--out", whole)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	write(t, cut, string(content[:len(content)/2]))
	for _, name := range []string{cut, none, folder} {
		for _, args := range [][]string{{"import", "--from", name}, {"restore", "--from", name}, {"verify", name}} {
			status, stdout, stderr := within(t.Context(), []string{"TUNTAS_DATA=" + t.TempDir()}, args...)
			if status != exitInput || stdout != "" || !strings.HasPrefix(stderr, name+": ") {
				t.Errorf("%v: exit status %d: %s", args, status, stderr)
			}
		}
	}
}

func TestVerifyNamesTheFirstBadEntryAndEndsWithOne(t *testing.T) {
	t.Parallel()
	folder, environ := installation(t)
	out := must(t, environ, "verify")
	if !regexp.MustCompile(`: \d+ entries of 8 organisations, 1 checkpoints, signed up to entry \d+, last hash [0-9a-f]{64}\nNothing is wrong\.\n$`).MatchString(out) {
		t.Errorf("it says %s", out)
	}
	e, err := sqlite.Open(t.Context(), filepath.Join(folder, "tuntas.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := audit.Schemas()[0]
	if err := e.Declare(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	doc, err := e.Get(t.Context(), &s, "0000000000000000017", store.Any)
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]any
	if err := json.Unmarshal(doc.Body, &members); err != nil {
		t.Fatal(err)
	}
	members["by"] = "somebody"
	if doc.Body, err = json.Marshal(members); err != nil {
		t.Fatal(err)
	}
	if err := e.Replace(t.Context(), &s, doc, doc.Revision); err != nil {
		t.Fatal(err)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := within(t.Context(), environ, "verify")
	if want := filepath.Join(folder, "tuntas.db") + ": entry 17: its content does not have its hash; it was edited\n"; status != exitInput || stderr != want {
		t.Errorf("exit status %d: %s", status, stderr)
	}
}

func TestVerifyNeedsTheRightKeyAndADatabase(t *testing.T) {
	t.Parallel()
	folder, environ := installation(t)
	other := filepath.Join(t.TempDir(), "other.key")
	if _, err := openKey(other); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := within(t.Context(), environ, "verify", "--key", publicBeside(other))
	if status != exitInput || !strings.Contains(stderr, "it is not signed with this key, or was changed") {
		t.Errorf("another key: exit status %d: %s", status, stderr)
	}
	status, _, stderr = within(t.Context(), append(slices.Clone(environ), "TUNTAS_PUBLIC_KEY="+publicBeside(other)), "verify")
	if status != exitInput || !strings.Contains(stderr, "it is not signed with this key") {
		t.Errorf("another key in the configuration: exit status %d: %s", status, stderr)
	}
	status, _, stderr = within(t.Context(), environ, "verify", "--key", filepath.Join(folder, "none.pub"))
	if status != exitInput || !strings.Contains(stderr, "there is no such file") {
		t.Errorf("no key: exit status %d: %s", status, stderr)
	}
	for _, args := range [][]string{{"verify"}, {"user", "list"}, {"backup", "--out", filepath.Join(folder, "b.zip")}, {"export", "--out", filepath.Join(folder, "e.zip")}} {
		status, _, stderr := within(t.Context(), []string{"TUNTAS_DATA=" + t.TempDir()}, args...)
		if status != exitInput || !strings.Contains(stderr, "there is no database here") {
			t.Errorf("%v without a database: exit status %d: %s", args, status, stderr)
		}
	}
}
