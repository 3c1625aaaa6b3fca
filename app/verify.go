package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// verifyCommand verifies the audit log, or an archive.
type verifyCommand struct {
	File string `arg:"" optional:"" help:"An archive of tuntas backup or tuntas export; without it the audit log of the configured database."`
	Key  string `placeholder:"FILE" help:"The public key; otherwise the one of TUNTAS_PUBLIC_KEY, or the one beside the key of the installation."`
}

// Help is shown below the usage.
func (*verifyCommand) Help() string {
	return `Reads the whole audit log and the signed checkpoints and names the first bad entry: one that was edited, deleted,
inserted, swapped or moved to another organisation; an end that was cut off; an old database that was put back; a log that
was written anew; a clock that was set back; checkpoints with another key. The exit status is 1 when anything is wrong.
Use a public key and checkpoints that lie on another machine than the database. The platform may be serving. The parts of
an archive are compared with its manifest.

Example:
  tuntas verify`
}

// Run verifies and says what was found.
func (c *verifyCommand) Run(ctx context.Context, env *environment) error {
	if c.File != "" {
		return env.verifyArchive(ctx, c.File)
	}
	settings, err := readConfig(env.environ, false)
	if err != nil {
		return err
	}
	if c.Key != "" {
		settings.PublicKey = c.Key
	}
	defer env.busy("verifying")()
	signed, err := readSigned(settings) // before the log, which may grow meanwhile
	if err != nil {
		return err
	}
	var report audit.Report
	err = env.withCopy(ctx, settings, func(e store.Engine) error {
		log, err := audit.Open(ctx, audit.Config{Engine: e, Clock: env.now})
		if err != nil {
			return err
		}
		report, err = audit.Verify(log.All(ctx), signed)
		return err
	})
	if err != nil {
		return err
	}
	return env.showReport(settings, &report)
}

// readSigned reads the checkpoints; only when there are any the public key is needed.
func readSigned(c *config) (audit.Signed, error) {
	files, err := filepath.Glob(filepath.Join(c.Checkpoints, "*.checkpoint"))
	if err != nil || len(files) == 0 {
		return audit.Signed{}, err
	}
	key, err := readPublicKey(c.PublicKey)
	if err != nil {
		return audit.Signed{}, err
	}
	return audit.ReadCheckpoints(c.Checkpoints, key)
}

// showReport says what was found; faults are those of the input.
func (env *environment) showReport(c *config, r *audit.Report) error {
	if err := env.print("%s: %d entries of %d organisations, %d checkpoints, signed up to entry %d, last hash %s\n",
		c.Database, r.Entries, r.Organisations, r.Checkpoints, r.Signed, r.LastHash); err != nil {
		return err
	}
	if len(r.Faults) == 0 {
		if r.Checkpoints == 0 {
			return env.print("Every entry follows the one before it. No checkpoint vouches for the log as a whole.\n")
		}
		return env.print("Nothing is wrong.\n")
	}
	faults := make([]questionnaires.Fault, len(r.Faults))
	for i, f := range r.Faults {
		faults[i] = questionnaires.Fault{File: c.Database.String(), Message: f.String()}
	}
	return &inputError{faults}
}

// verifyArchive compares the parts of an archive with its manifest.
func (env *environment) verifyArchive(ctx context.Context, name string) error {
	defer env.busy("verifying")()
	a, err := openArchive(ctx, name)
	if err != nil {
		return err
	}
	if err := a.close(); err != nil {
		return fmt.Errorf("close %s: %w", name, err)
	}
	if err := env.print("%s: %s of %s\n", name, a.manifest.Format, a.manifest.Made.Format(time.RFC3339)); err != nil {
		return err
	}
	return env.printParts(a.manifest.Parts)
}
