// Command tuntas is the command line: it checks questionnaires, scores answers and writes reports.
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	info, err := os.Stderr.Stat()
	terminal := err == nil && info.Mode()&os.ModeCharDevice != 0
	status := run(ctx, os.Args[1:], streams{out: os.Stdout, err: os.Stderr, terminal: terminal}, time.Now)
	stop()
	os.Exit(status)
}
