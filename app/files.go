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
	f, err := os.Open(name) //nolint:gosec // reading the file that the user names is the purpose
	if err != nil {
		return nil, atFault(name, "the file cannot be read: "+cause(err))
	}
	data, err := io.ReadAll(io.LimitReader(f, largestInput))
	if err := errors.Join(err, f.Close()); err != nil {
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

// target says what is wrong with the file that a command is to write: only a file can be replaced, and none of those
// that are read.
func target(name string, inputs ...string) error {
	if there, err := os.Stat(name); err == nil {
		for _, input := range inputs {
			if read, err := os.Stat(input); err == nil && os.SameFile(there, read) {
				return atFault(name, "this file is read by the command; name another one to write")
			}
		}
	}
	_, err := replaceable(name)
	return err
}

// replaceable is the mode of the file that would be replaced, 0 when there is none.
func replaceable(name string) (fs.FileMode, error) {
	info, err := os.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, nil
	case err != nil:
		return 0, fmt.Errorf("write %s: %s", name, cause(err))
	case info.IsDir():
		return 0, fmt.Errorf("write %s: this is a folder; name a file in it", name)
	case info.Mode()&fs.ModeSymlink != 0:
		return 0, fmt.Errorf("write %s: this is a link to another file; name that file itself", name)
	case !info.Mode().IsRegular():
		return 0, fmt.Errorf("write %s: this is a device or a pipe, which is not replaced; name a file", name)
	}
	return info.Mode().Perm(), nil
}

// writeFile writes a file aside in the same folder and renames it, so that nothing half-written ever has its name. A
// file that is replaced keeps its permissions; a new one has those that the user's umask leaves.
func (env *environment) writeFile(name string, content func(io.Writer) error) error {
	mode, err := replaceable(name)
	if err != nil {
		return err
	}
	return env.writeFileAs(name, mode, content)
}

// writePrivate is writeFile for what only this user may read.
func (env *environment) writePrivate(name string, content func(io.Writer) error) error {
	const private = 0o600
	if _, err := replaceable(name); err != nil {
		return err
	}
	return env.writeFileAs(name, private, content)
}

func (env *environment) writeFileAs(name string, mode fs.FileMode, content func(io.Writer) error) (err error) {
	f, err := env.begin(filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("write %s: %s", name, cause(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("write %s: %w", name, err), env.finish(func() error { return os.Remove(f.Name()) }, f.Name()))
		}
	}()
	if mode != 0 {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = content(f)
	}
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return env.finish(func() error { return os.Rename(f.Name(), name) }, f.Name())
}

// begin makes a file that nobody else has in a folder.
func (env *environment) begin(folder string) (*os.File, error) {
	const all, tries = 0o666, 1000
	env.aside.Lock()
	defer env.aside.Unlock()
	for i := range tries {
		name := filepath.Join(folder, fmt.Sprintf(".tuntas-%d-%d", os.Getpid(), i))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, all) //nolint:gosec // the user's umask says who may read it
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil {
			env.remember(name)
		}
		return f, err
	}
	return nil, errors.New("there are too many half-written files in the folder; remove those that begin with .tuntas-")
}

// scratch makes a folder beside a file that only this user can read; call done at the end.
func (env *environment) scratch(beside string) (folder string, done func() error, err error) {
	env.aside.Lock()
	defer env.aside.Unlock()
	if folder, err = os.MkdirTemp(filepath.Dir(beside), ".tuntas-*"); err != nil {
		return "", nil, fmt.Errorf("make a folder beside %s: %s", beside, cause(err))
	}
	env.remember(folder)
	return folder, func() error { return env.finish(func() error { return os.RemoveAll(folder) }, folder) }, nil
}

// remember notes what is to go when the program is stopped.
func (env *environment) remember(name string) {
	if env.aside.names == nil {
		env.aside.names = map[string]bool{}
	}
	env.aside.names[name] = true
}

// finish renames or removes what was written aside.
func (env *environment) finish(last func() error, name string) error {
	env.aside.Lock()
	defer env.aside.Unlock()
	err := last()
	if err == nil {
		delete(env.aside.names, name)
	}
	return err
}

// busy shows what is being done when it takes longer than a second, on a terminal only; call done at the end.
func (env *environment) busy(what string) (done func()) {
	if !env.terminal {
		return func() {}
	}
	shown := time.AfterFunc(time.Second, func() { _, _ = fmt.Fprintf(env.err, "%s …\n", what) })
	return func() { shown.Stop() }
}
