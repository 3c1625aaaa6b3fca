package main

import (
	"context"
	"errors"
	"os"
	"sync"
	"syscall"
	"time"
)

// process is what a command may use of the running program.
type process struct {
	environ []string
	now     func() time.Time
	exit    func(status int)
}

// stoppedError says that somebody stopped the program.
type stoppedError struct{ os.Signal }

// Error names the signal.
func (s stoppedError) Error() string { return "stopped by a signal: " + s.String() }

// status is the exit status of a program that a signal ended, as shells have it.
func (s stoppedError) status() int {
	const ended = 128
	if number, ok := s.Signal.(syscall.Signal); ok {
		return ended + int(number)
	}
	return exitFailed
}

// aside is the files being written under another name, and folders that are only there for a while.
type aside struct {
	sync.Mutex
	names map[string]bool
}

// endWith ends the program as soon as the context does, whatever the command is doing, and removes what it has half
// written; call the returned function when the command is done.
func (env *environment) endWith(ctx context.Context) (done func() bool) {
	return context.AfterFunc(ctx, func() {
		env.aside.Lock() // for ever: no file is begun or finished after this
		for name := range env.aside.names {
			if err := os.RemoveAll(name); err != nil {
				_ = env.status(err)
			}
		}
		status := exitFailed
		if s, ok := errors.AsType[stoppedError](context.Cause(ctx)); ok {
			status = s.status()
		}
		env.exit(status)
	})
}
