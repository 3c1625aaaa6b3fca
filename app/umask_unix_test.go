//go:build unix

package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestWrittenFilesHonourTheUmask does not run beside others: the umask is that of the whole process.
func TestWrittenFilesHonourTheUmask(t *testing.T) {
	tests := []struct {
		name  string
		umask int
		old   fs.FileMode // of the file that is replaced
		want  fs.FileMode
	}{
		{"a new file that others may not read", 0o077, 0, 0o600},
		{"a new file that others may read", 0o022, 0, 0o644},
		{"a file that the group could read", 0o077, 0o640, 0o640},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			defer syscall.Umask(syscall.Umask(test.umask))
			out := filepath.Join(t.TempDir(), "report.txt")
			if test.old != 0 {
				if err := os.WriteFile(out, nil, 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(out, test.old); err != nil {
					t.Fatal(err)
				}
			}
			if err := (&environment{}).writeFile(out, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
				t.Fatal(err)
			}
			info, err := os.Stat(out)
			if err != nil || info.Mode().Perm() != test.want {
				t.Errorf("the file has %v, not %v: %v", info.Mode(), test.want, err)
			}
		})
	}
}

func TestAPipeIsNotReplaced(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "report.txt")
	if err := syscall.Mkfifo(out, 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := tuntas(t, "report", "--answers", palm, "--out", out)
	if info, err := os.Lstat(out); status != exitFailed || err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("exit status %d, %v, %v: %s", status, info, err, stderr)
	}
}
