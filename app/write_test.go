package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

type writer = io.Writer

func TestReportIsWrittenInEveryFormatAndLanguage(t *testing.T) {
	t.Parallel()
	begins := map[string]string{".pdf": "%pdf-", ".html": "<!doctype html>", ".xlsx": "pk", ".txt": ""}
	for ending, begin := range begins {
		for _, lang := range []string{"id", "en"} {
			t.Run(lang+ending, func(t *testing.T) {
				t.Parallel()
				out := filepath.Join(t.TempDir(), "report"+ending)
				first, second := reported(t, out, lang), reported(t, out, lang)
				if !strings.HasPrefix(strings.ToLower(string(first[:20])), begin) || len(first) < 5000 {
					t.Errorf("%d bytes that begin with %q", len(first), first[:20])
				}
				if !bytes.Equal(first, second) {
					t.Error("the same answers gave other bytes the second time")
				}
				onlyFile(t, filepath.Dir(out))
			})
		}
	}
}

// reported writes a report and returns what stands in the file.
func reported(t *testing.T, out, lang string) []byte {
	t.Helper()
	status, stdout, stderr := tuntas(t, "report", "--answers", garment, "--lang", lang, "--out", out)
	if status != exitDone || stdout != "" || stderr != "" {
		t.Fatalf("exit status %d: %s%s", status, stdout, stderr)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestFormatFlagStandsAboveTheEnding(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "report.pdf")
	if status, _, stderr := tuntas(t, "report", "--answers", garment, "--format", "text", "--out", out); status != exitDone {
		t.Fatal(stderr)
	}
	content, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(content, []byte("%PDF")) || !bytes.Contains(content, []byte("PT Contoh Garmen")) {
		t.Errorf("this is no text report: %q", content[:40])
	}
}

func TestTheBlankQuestionnaireIsWrittenAsPDF(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "blank.pdf")
	if status, _, stderr := tuntas(t, "questionnaire", "print", "forced-labour", "--out", out); status != exitDone {
		t.Fatal(stderr)
	}
	content, err := os.ReadFile(out)
	if err != nil || !bytes.HasPrefix(content, []byte("%PDF-")) {
		t.Errorf("this is no PDF: %v", err)
	}
}

func TestNothingHalfWrittenStays(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(out, []byte("the report of last year"), 0o600); err != nil {
		t.Fatal(err)
	}
	full := errors.New("no space left on device")
	err := (&environment{}).writeFile(out, func(w io.Writer) error {
		if _, err := io.WriteString(w, "half"); err != nil {
			return err
		}
		return full
	})
	if !errors.Is(err, full) || !strings.Contains(err.Error(), out) {
		t.Errorf("the error is %v", err)
	}
	content, err := os.ReadFile(out)
	if err != nil || string(content) != "the report of last year" {
		t.Errorf("the file is now %q, %v", content, err)
	}
	onlyFile(t, filepath.Dir(out))
}

func onlyFile(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("there are %d files in the folder: %v", len(entries), entries)
	}
}

func TestProgressIsShownAfterASecondOnATerminalOnly(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		terminal bool
		takes    time.Duration
		want     string
	}{
		{"a long task on a terminal", true, 2 * time.Second, "scoring …\n"},
		{"a short task on a terminal", true, time.Second / 2, ""},
		{"a long task in a pipe", false, 2 * time.Second, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var stderr bytes.Buffer
				env := &environment{streams: streams{err: &stderr, terminal: test.terminal}}
				done := env.busy("scoring")
				<-time.After(test.takes)
				done()
				synctest.Wait()
				if stderr.String() != test.want {
					t.Errorf("stderr has %q", stderr.String())
				}
			})
		})
	}
}
