package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

// exportCommand writes everything into an archive that every engine can read.
type exportCommand struct {
	Out string `required:"" placeholder:"FILE" help:"Where to write the archive."`
}

// Help is shown below the usage.
func (*exportCommand) Help() string {
	return `The archive (zip) has every document as JSON, one a line and a file for each collection, every file under its SHA-256,
and a manifest with counts and hashes. It goes into SQLite and MongoDB alike: tuntas import. A SQLite database may be
served meanwhile; with MongoDB stop the platform first, if nothing may be missing. Only you can read the archive; it has
all personal data and the hashes of passwords, and not the key that signs.

Example:
  tuntas export --out tuntas.zip`
}

// Run writes the archive and prints what is in it.
func (c *exportCommand) Run(ctx context.Context, env *environment) error {
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	defer env.busy("exporting")()
	var p *packer
	err = env.withCopy(ctx, settings, func(e store.Engine) error {
		return env.writePrivate(c.Out, func(w io.Writer) error {
			p = newPacker(w, documentsFormat, env.now())
			return errors.Join(p.addDocuments(ctx, e), p.finish())
		})
	})
	if err != nil {
		return err
	}
	if err := env.printParts(p.manifest.Parts); err != nil {
		return err
	}
	return env.noteIn(ctx, settings.Database, "export", p.manifest.Parts)
}

// withCopy runs a command on what the database holds now. A SQLite database is copied first, so that the command neither
// disturbs the platform that serves it nor sees it change.
func (env *environment) withCopy(ctx context.Context, c *config, run func(store.Engine) error) (err error) {
	at := c.Database
	if !at.remote() {
		if _, err := os.Stat(string(at)); err != nil {
			return atFault(string(at), "there is no database here; TUNTAS_DATABASE or TUNTAS_DATA say where it is")
		}
		folder, done, err := env.scratch(string(at))
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, done()) }()
		at = databaseAt(filepath.Join(folder, "tuntas.db"))
		if err := sqlite.Snapshot(ctx, string(c.Database), string(at)); err != nil {
			return err
		}
	}
	e, err := openDatabase(ctx, at, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(run(e), e.Close())
}

// addDocuments adds every collection and then every file: a file is there before the document that names it.
func (p *packer) addDocuments(ctx context.Context, e store.Engine) error {
	for _, s := range schemas() {
		if err := e.Declare(ctx, s); err != nil {
			return err
		}
		if err := p.add(collectionFolder+s.Name+".jsonl", func(w io.Writer) (int, error) { return writeCollection(ctx, e, &s, w) }); err != nil {
			return err
		}
	}
	for info, err := range e.Files().List(ctx) {
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		if err := p.add(fileFolder+info.Sum, func(w io.Writer) (int, error) { return 1, writeContent(ctx, e, info.Sum, w) }); err != nil {
			return err
		}
	}
	return nil
}

// writeCollection writes all documents of a collection by their ids.
func writeCollection(ctx context.Context, e store.Engine, s *store.Schema, w io.Writer) (int, error) {
	n := 0
	for doc, err := range e.Find(ctx, s, store.Query{}) {
		if err != nil {
			return n, err
		}
		if err := writeLine(w, &doc); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func writeContent(ctx context.Context, e store.Engine, sum string, w io.Writer) error {
	r, _, err := e.Files().Open(ctx, sum)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, r)
	return errors.Join(err, r.Close())
}

// importCommand fills an empty database from an archive.
type importCommand struct {
	From string `required:"" placeholder:"FILE" help:"The archive of tuntas export."`
}

// Help is shown below the usage.
func (*importCommand) Help() string {
	return `Reads an archive of tuntas export into the database of the configuration, which must be empty, whatever engine wrote it.
Every part is verified before anything is written; at the end everything is read back, and counts and hashes are compared
with those of the archive and printed.

Example:
  tuntas import --from tuntas.zip`
}

// Run fills the database and verifies what it holds then.
func (c *importCommand) Run(ctx context.Context, env *environment) (err error) {
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	defer env.busy("importing")()
	a, err := openArchive(ctx, c.From)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if a.manifest.Format != documentsFormat {
		return atFault(c.From, "this is a copy of a SQLite database; tuntas restore takes it")
	}
	e, err := openDatabase(ctx, settings.Database, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	if err := a.fill(ctx, e, settings.Database.String()); err != nil {
		return err
	}
	if err := env.noteOn(ctx, e, "import", a.manifest.Parts); err != nil {
		return err
	}
	return env.printParts(a.manifest.Parts)
}

// fill writes the documents and files of an archive into an empty database and reads all of it back.
func (a *archive) fill(ctx context.Context, e store.Engine, where string) error {
	all := map[string]*store.Schema{}
	for _, s := range schemas() {
		if err := e.Declare(ctx, s); err != nil {
			return err
		}
		all[collectionFolder+s.Name+".jsonl"] = &s
	}
	if err := empty(ctx, e, all, where); err != nil {
		return err
	}
	for _, p := range a.manifest.Parts {
		if s := all[p.Name]; s == nil && strings.HasPrefix(p.Name, collectionFolder) {
			return atFault(a.name, p.Name+" is no collection that this version knows; import with the version that wrote it")
		}
	}
	for _, p := range a.manifest.Parts {
		if err := a.fillPart(ctx, e, all[p.Name], p); err != nil {
			return fmt.Errorf("import %s into %s, which is incomplete now and must be emptied before the next attempt: %w", p.Name, where, err)
		}
	}
	return a.compare(ctx, e, all)
}

func (a *archive) fillPart(ctx context.Context, e store.Engine, s *store.Schema, p part) error {
	if s != nil {
		return a.documents(p.Name, func(docs []store.Document) error {
			_, err := e.Insert(ctx, s, docs)
			return err
		})
	}
	sum, isFile := strings.CutPrefix(p.Name, fileFolder)
	if !isFile {
		return nil
	}
	r, err := a.zip.Open(p.Name)
	if err != nil {
		return err
	}
	info, err := e.Files().Put(ctx, r)
	if err := errors.Join(err, r.Close()); err != nil {
		return err
	}
	if info.Sum != sum {
		return fmt.Errorf("the database stored it as %s", info.Sum)
	}
	return nil
}

// empty says when there is anything in a database.
func empty(ctx context.Context, e store.Engine, all map[string]*store.Schema, where string) error {
	for _, s := range all {
		if n, err := e.Count(ctx, s, store.Query{}); err != nil || n > 0 {
			return errors.Join(err, occupied(where, n, s.Name))
		}
	}
	for _, err := range e.Files().List(ctx) {
		return errors.Join(err, occupied(where, 1, "files"))
	}
	return nil
}

func occupied(where string, n int, what string) error {
	if n == 0 {
		return nil
	}
	return atFault(where, fmt.Sprintf("there is something in it already (%s: %d); name an empty place", what, n))
}

// compare reads a filled database back.
func (a *archive) compare(ctx context.Context, e store.Engine, all map[string]*store.Schema) error {
	for _, p := range a.manifest.Parts {
		m := &measured{w: io.Discard, sum: sha256.New()}
		count, err := 1, error(nil)
		sum, isFile := strings.CutPrefix(p.Name, fileFolder)
		switch s := all[p.Name]; {
		case s != nil:
			count, err = writeCollection(ctx, e, s, m)
		case isFile:
			err = writeContent(ctx, e, sum, m)
		default:
			continue
		}
		if err != nil {
			return fmt.Errorf("read %s back: %w", p.Name, err)
		}
		if got := m.part(p.Name, count); got != p {
			return problem.Wrap(problem.Internal, "store.differs", fmt.Errorf(
				"the database has %d documents with the hash %s as %s; the archive %d with %s", got.Count, got.SHA256, p.Name, p.Count, p.SHA256))
		}
	}
	return nil
}

// printParts prints counts and hashes: one line a collection, and one for all files.
func (env *environment) printParts(parts []part) error {
	var files part
	all := sha256.New()
	var text paper
	for _, p := range parts {
		if strings.HasPrefix(p.Name, fileFolder) {
			files.Count++
			files.Bytes += p.Bytes
			_, _ = all.Write([]byte(p.SHA256)) // never fails
			continue
		}
		text.put(partLine(p))
	}
	if files.Count > 0 {
		files.Name, files.SHA256 = "files", hex.EncodeToString(all.Sum(nil))
		text.put(partLine(files))
	}
	return text.flush(env.out)
}

func partLine(p part) string {
	return fmt.Sprintf("%-32s %8d %12d bytes  %s\n", p.Name, p.Count, p.Bytes, p.SHA256)
}
