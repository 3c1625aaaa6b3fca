package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asProgram tells the test binary to be the program.
const asProgram = "TUNTAS_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

func TestASignalEndsEveryCommand(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there are no such signals")
	}
	for signal, want := range map[syscall.Signal]int{syscall.SIGTERM: 143, syscall.SIGINT: 130} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			// More text than a pipe holds and nobody reads: the command waits for ever.
			command := exec.CommandContext(t.Context(), os.Args[0], "questionnaire", "show", "forced-labour")
			command.Env = append(os.Environ(), asProgram+"=1")
			out, err := command.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := io.ReadFull(out, make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			exit, ok := errors.AsType[*exec.ExitError](command.Wait())
			if !ok || exit.ExitCode() != want {
				t.Errorf("the program ended with %v, not %d", exit, want)
			}
		})
	}
}

func TestNothingHalfWrittenStaysWhenTheProgramIsStopped(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "report.pdf")
	ended := make(chan int)
	env := &environment{process: &process{exit: func(status int) { ended <- status }}}
	ctx, stop := context.WithCancelCause(t.Context())
	defer env.endWith(ctx)()
	go func() {
		_ = env.writeFile(out, func(io.Writer) error { // it never comes to an end, as in a program that is over
			stop(stoppedError{syscall.SIGTERM})
			select {}
		})
	}()
	if status := <-ended; status != 143 {
		t.Errorf("exit status %d", status)
	}
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil || len(entries) > 0 {
		t.Errorf("the folder has %v, %v", entries, err)
	}
}

func TestHelpThatCannotBeWrittenIsAFailure(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {}, {"score", "--help"}} {
		var stderr bytes.Buffer
		status := run(t.Context(), args, streams{out: fullDisk{}, err: &stderr}, &process{now: clock, exit: func(int) {}})
		if status != exitFailed || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("%v: exit status %d, %s", args, status, stderr.String())
		}
	}
}

// fullDisk takes nothing.
type fullDisk struct{}

// Write fails.
func (fullDisk) Write([]byte) (int, error) { return 0, syscall.ENOSPC }
