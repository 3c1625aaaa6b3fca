// Command tuntas is the command line: it checks questionnaires, scores answers, writes reports and runs the platform.
//
// It owns configuration, the commands, start and stop. What is asked, how it is scored and what is printed belong to
// the packages it calls.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	ctx, stop := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		sent := <-signals
		signal.Stop(signals) // a second signal ends the program at once
		stop(stoppedError{sent})
	}()
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	os.Exit(run(ctx, os.Args[1:], streams{out: os.Stdout, err: os.Stderr, terminal: terminal}, &process{environ: os.Environ(), now: time.Now, exit: os.Exit}))
}
