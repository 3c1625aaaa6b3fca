package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// largestInput is more than any input may have; each decoder has its own, smaller limit.
const largestInput = 16 << 20

// readInput reads a file that was named on the command line.
func readInput(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, atFault(name, "there is no such file")
	case err != nil:
		return nil, atFault(name, "the file cannot be read: "+cause(err))
	case info.IsDir():
		return nil, atFault(name, "this is a folder; name the file in it")
	case !info.Mode().IsRegular():
		return nil, atFault(name, "this is not a file with content; name one")
	case info.Size() > largestInput:
		return nil, atFault(name, "the file is larger than 16 MiB; nothing that can be read here is")
	}
	data, err := os.ReadFile(name) //nolint:gosec // reading the file that the user names is the purpose
	if err != nil {
		return nil, atFault(name, "the file cannot be read: "+cause(err))
	}
	return data, nil
}

// cause is what the system says, without the path.
func cause(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	return err.Error()
}

// writeFile writes a file aside in the same folder and renames it, so that nothing half-written ever has its name.
func writeFile(name string, content func(io.Writer) error) (err error) {
	const mode = 0o644
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write %s: %w", name, err), os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(content(f), f.Chmod(mode), f.Sync()); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// busy shows what is being done when it takes longer than a second, on a terminal only; call done at the end.
func (env *environment) busy(what string) (done func()) {
	if !env.terminal {
		return func() {}
	}
	shown := time.AfterFunc(time.Second, func() { _, _ = fmt.Fprintf(env.err, "%s …\n", what) })
	return func() { shown.Stop() }
}
