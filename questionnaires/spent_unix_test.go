//go:build unix

package questionnaires_test

import (
	"syscall"
	"testing"
	"time"
)

// spent is the processor time of this process so far: unlike the clock, it does not depend on what else the machine does.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
