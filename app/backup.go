package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

// backupCommand writes a copy of an installation, while it is served.
type backupCommand struct {
	Out string `required:"" placeholder:"FILE" help:"Where to write the copy."`
}

// Help is shown below the usage.
func (*backupCommand) Help() string {
	return `The copy (zip) has the whole database as it is at one moment, the checkpoints of the audit log and the public key, with
counts and hashes. The platform may be serving. Only you can read the file. The key that signs is not in it: keep that
elsewhere, or the restored installation cannot go on signing. With MongoDB the archive is that of tuntas export.

Example:
  tuntas backup --out tuntas-backup.zip`
}

// Run writes the copy and prints what is in it.
func (c *backupCommand) Run(ctx context.Context, env *environment) error {
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	defer env.busy("copying")()
	var p *packer
	err = env.writePrivate(c.Out, func(w io.Writer) error {
		p, err = env.pack(ctx, settings, w)
		return err
	})
	if err != nil {
		return err
	}
	if err := env.printParts(p.manifest.Parts); err != nil {
		return err
	}
	return env.noteIn(ctx, settings.Database, "backup", p.manifest.Parts)
}

// pack writes the archive. The checkpoints come first: none may know more entries than the copy of the log has.
func (env *environment) pack(ctx context.Context, c *config, w io.Writer) (*packer, error) {
	format := sqliteFormat
	if c.Database.remote() {
		format = documentsFormat
	}
	p := newPacker(w, format, env.now())
	if err := p.addSigned(c); err != nil {
		return nil, err
	}
	if c.Database.remote() {
		err := env.withCopy(ctx, c, func(e store.Engine) error { return p.addDocuments(ctx, e) })
		return p, errors.Join(err, p.finish())
	}
	return p, errors.Join(env.addSnapshot(ctx, p, string(c.Database)), p.finish())
}

// addSigned adds the public key and the checkpoints.
func (p *packer) addSigned(c *config) error {
	if err := p.addFile(publicKeyName, publicBeside(c.Key)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy the public key: %w", err)
	}
	files, err := fs.Glob(os.DirFS(c.Checkpoints), "*.checkpoint")
	for _, f := range files {
		err = errors.Join(err, p.addFile(checkpointFolder+f, filepath.Join(c.Checkpoints, f)))
	}
	if err != nil {
		return fmt.Errorf("copy the checkpoints: %w", err)
	}
	return nil
}

func (env *environment) addSnapshot(ctx context.Context, p *packer, database string) (err error) {
	if _, err := os.Stat(database); err != nil {
		return atFault(database, "there is no database here; TUNTAS_DATABASE or TUNTAS_DATA say where it is")
	}
	folder, done, err := env.scratch(database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	snapshot := filepath.Join(folder, databaseName)
	if err := sqlite.Snapshot(ctx, database, snapshot); err != nil {
		return err
	}
	return p.addFile(databaseName, snapshot)
}

// restoreCommand puts a copy back into an empty place.
type restoreCommand struct {
	From string `required:"" placeholder:"FILE" help:"The copy that tuntas backup wrote."`
}

// Help is shown below the usage.
func (*restoreCommand) Help() string {
	return `Puts the database, the checkpoints and the public key of a copy where the configuration says, where nothing may be yet.
The copy is verified first. Put the key that signs back, too, before you serve. Then run tuntas verify.

Example:
  tuntas restore --from tuntas-backup.zip`
}

// Run verifies the copy, puts it back and prints what is in it.
func (c *restoreCommand) Run(ctx context.Context, env *environment) (err error) {
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	defer env.busy("restoring")()
	a, err := openArchive(ctx, c.From)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if err := a.free(settings); err != nil {
		return err
	}
	if a.manifest.Format == documentsFormat {
		err = a.restoreDocuments(ctx, settings)
	} else {
		err = env.extract(a, databaseName, string(settings.Database))
	}
	if err == nil {
		err = env.restoreSigned(a, settings)
	}
	if err == nil {
		err = env.noteIn(ctx, settings.Database, "restore", a.manifest.Parts)
	}
	if err != nil {
		return err
	}
	return env.printParts(a.manifest.Parts)
}

// free says when something lies where the copy is to go.
func (a *archive) free(c *config) error {
	if a.manifest.Format == sqliteFormat {
		if c.Database.remote() {
			return atFault(a.name, "this is a copy of a SQLite database; restore it into a file and use tuntas export and tuntas import")
		}
		for _, name := range []string{"", "-wal"} {
			if info, err := os.Stat(string(c.Database) + name); err == nil && info.Size() > 0 {
				return atFault(string(c.Database), "there is a database here already; name an empty place")
			}
		}
	}
	files, err := os.ReadDir(c.Checkpoints)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return atFault(c.Checkpoints, "the folder of the checkpoints cannot be read: "+cause(err))
	}
	if len(files) > 0 {
		return atFault(c.Checkpoints, "there are checkpoints here already; name an empty place")
	}
	return nil
}

func (a *archive) restoreDocuments(ctx context.Context, c *config) error {
	e, err := openDatabase(ctx, c.Database, nil)
	if err != nil {
		return err
	}
	return errors.Join(a.fill(ctx, e, c.Database.String()), e.Close())
}

// restoreSigned puts the checkpoints and the public key back. A public key that is there already is that of the key that
// was put back; when it is another, verify says so.
func (env *environment) restoreSigned(a *archive, c *config) error {
	for _, p := range a.manifest.Parts {
		if name, is := strings.CutPrefix(p.Name, checkpointFolder); is {
			if err := env.extract(a, p.Name, filepath.Join(c.Checkpoints, filepath.Base(name))); err != nil {
				return err
			}
		}
		if _, err := os.Stat(publicBeside(c.Key)); p.Name != publicKeyName || err == nil {
			continue
		}
		if err := env.extract(a, p.Name, publicBeside(c.Key)); err != nil {
			return err
		}
	}
	return nil
}

// extract writes a part to a file that only this user can read.
func (env *environment) extract(a *archive, part, to string) error {
	const private = 0o700
	if err := os.MkdirAll(filepath.Dir(to), private); err != nil {
		return fmt.Errorf("restore %s: %w", part, err)
	}
	r, err := a.zip.Open(part)
	if err != nil {
		return atFault(a.name, part+" is missing")
	}
	err = env.writePrivate(to, func(w io.Writer) error { _, err := io.Copy(w, r); return err })
	return errors.Join(err, r.Close())
}
