package bench_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// startProgram builds and starts a program of this module with a folder of its own and returns its first lines. It ends
// with the benchmark.
func startProgram(tb testing.TB, name string, lines int) []string {
	tb.Helper()
	folder := tb.TempDir()
	binary := filepath.Join(folder, name+".exe")
	build := exec.Command("go", "build", "-o", binary, "./"+name)
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		tb.Fatal(err)
	}
	data := filepath.Join(folder, "data")
	if err := os.Mkdir(data, 0o700); err != nil {
		tb.Fatal(err)
	}
	program := exec.Command(binary, data, strconv.Itoa(lines))
	stdin, err := program.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	stdout, err := program.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	var errors strings.Builder
	program.Stderr = &errors
	if err := program.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = stdin.Close()
		_ = program.Wait()
	})
	out := make([]string, 0, lines)
	for in := bufio.NewScanner(stdout); len(out) < lines && in.Scan(); {
		out = append(out, in.Text())
	}
	if len(out) < lines {
		tb.Fatalf("%s said %d of %d lines: %s", name, len(out), lines, errors.String())
	}
	go func() { _, _ = io.Copy(io.Discard, stdout) }()
	return out
}

// startTuntas starts our side with n companies.
func startTuntas(tb testing.TB, n int) []*seat {
	tb.Helper()
	var seats []*seat
	for _, line := range startProgram(tb, "tuntas", n) {
		s := &seat{}
		if err := json.Unmarshal([]byte(line), s); err != nil {
			tb.Fatal(err)
		}
		seats = append(seats, s)
	}
	return seats
}

// startPocketBase starts the peer with n records.
func startPocketBase(tb testing.TB, n int) []*record {
	tb.Helper()
	var records []*record
	for _, line := range startProgram(tb, "pocketbase", n) {
		records = append(records, &record{address: line})
	}
	return records
}
