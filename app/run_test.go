package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
)

var update = flag.Bool("update", false, "write the golden files anew")

const (
	library  = "../questionnaires/library/forced-labour/"
	palm     = library + "examples/palm-estate.yaml"
	software = library + "examples/software-firm.yaml"
	garment  = library + "examples/garment-factory.yaml"
)

// clock stands at a day on which it is already tomorrow in Jakarta.
func clock() time.Time { return time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC) }

// tuntas runs one command line in this process.
func tuntas(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	return tuntasUntil(t.Context(), args...)
}

func tuntasUntil(ctx context.Context, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(ctx, args, streams{out: &out, err: &err}, &process{now: clock, exit: func(int) {}})
	return status, out.String(), err.String()
}

func TestWhatPeopleReadIsTheGoldenText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		golden string
		args   []string
	}{
		{"score-palm.id", []string{"score", "--answers", palm}},
		{"score-palm.en", []string{"score", "--answers", palm, "--lang", "en"}},
		{"score-software.en", []string{"score", "--answers", software, "--lang", "en"}},
		{"explain-garment.id", []string{"score", "--answers", garment, "--explain"}},
		{"explain-palm.en", []string{"score", "--answers", palm, "--explain", "--lang", "en"}},
		{"whatif-garment.en", []string{"whatif", "--answers", garment, "--lang", "en", "--set", "documents_held=none", "--set", "document_policy=step4@E3"}},
		{"list", []string{"questionnaire", "list"}},
		{"coverage.en", []string{"questionnaire", "coverage", "forced-labour@1", "--lang", "en"}},
	}
	for _, test := range tests {
		t.Run(test.golden, func(t *testing.T) {
			t.Parallel()
			status, got, stderr := tuntas(t, test.args...)
			if status != exitDone || stderr != "" {
				t.Fatalf("exit status %d: %s", status, stderr)
			}
			golden(t, test.golden, got)
			readable(t, got)
		})
	}
}

// readable looks at what every text for people must be.
func readable(t *testing.T, text string) {
	t.Helper()
	for i, line := range strings.Split(text, "\n") {
		if utf8.RuneCountInString(line) > lineWidth {
			t.Errorf("line %d is wider than %d: %s", i+1, lineWidth, line)
		}
		if strings.ContainsAny(line, "{}") || strings.Contains(line, "<nil>") || strings.TrimRight(line, " ") != line {
			t.Errorf("line %d is not for people: %q", i+1, line)
		}
	}
}

// golden compares with a golden file, or writes it with -update.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

func TestShowSaysEveryQuestionAndFinding(t *testing.T) {
	t.Parallel()
	def, err := openQuestionnaire("forced-labour")
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"id", "en"} {
		status, got, stderr := tuntas(t, "questionnaire", "show", "forced-labour@1", "--lang", lang)
		if status != exitDone || stderr != "" {
			t.Fatalf("exit status %d: %s", status, stderr)
		}
		readable(t, got)
		flat := strings.Join(strings.Fields(got), " ")
		for _, want := range wordings(def, lang) {
			if !strings.Contains(flat, want) {
				t.Errorf("in %s this is missing: %s", lang, want)
			}
		}
	}
}

// wordings is what must stand in a questionnaire in words.
func wordings(def *questionnaires.Definition, lang string) []string {
	var out []string
	for _, q := range def.Questions {
		out = append(out, q.Text.In(lang)+" ["+q.ID+"]")
		for _, o := range q.Options {
			out = append(out, "- "+o.Text.In(lang)+" ("+o.Code+")")
		}
	}
	for _, f := range def.Findings {
		out = append(out, f.Title.In(lang)+" ["+f.ID+"]")
	}
	return out
}

func TestEveryDocumentIsCanonicalJSON(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"score":    {"score", "--answers", palm, "--json"},
		"whatif":   {"whatif", "--answers", palm, "--set", "fee_rule=step4", "--json"},
		"check":    {"check", library + "v1.yaml", "--json"},
		"coverage": {"questionnaire", "coverage", "forced-labour", "--json"},
		"list":     {"questionnaire", "list", "--json"},
	}
	for name, args := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, got, stderr := tuntas(t, args...)
			if status != exitDone || stderr != "" {
				t.Fatalf("exit status %d: %s", status, stderr)
			}
			var document any
			decoder := json.NewDecoder(strings.NewReader(got))
			decoder.UseNumber()
			if err := decoder.Decode(&document); err != nil {
				t.Fatal(err)
			}
			if decoder.More() {
				t.Error("there is more than one document")
			}
			want, err := questionnaires.CanonicalJSON(document)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want)+"\n", got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnswersSayTheSameInEveryForm(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	def, answers, err := readAnswers(palm, "")
	if err != nil {
		t.Fatal(err)
	}
	data, err := questionnaires.EncodeAnswers(answers)
	if err != nil {
		t.Fatal(err)
	}
	file, workbook := filepath.Join(dir, "a.json"), filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := tuntas(t, "questionnaire", "template", def.ID, "--answers", palm, "--out", workbook); status != exitDone || stderr != "" {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	_, want, _ := tuntas(t, "score", "--answers", palm, "--json")
	for _, name := range []string{file, workbook} {
		status, got, stderr := tuntas(t, "score", "--answers", name, "--json", "--questionnaire", library+"v1.yaml")
		if status != exitDone || stderr != "" {
			t.Fatalf("exit status %d: %s", status, stderr)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDayIsTheOneGivenElseOfTheAnswersElseTodayInJakarta(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile(palm)
	if err != nil {
		t.Fatal(err)
	}
	undated := filepath.Join(t.TempDir(), "a.yaml")
	if err := os.WriteFile(undated, bytes.Replace(content, []byte("\ndate: 2026-11-20"), nil, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		args []string
		want string
	}{
		{[]string{"--answers", palm}, "2026-11-20"},
		{[]string{"--answers", undated}, "2026-11-24"},
		{[]string{"--answers", palm, "--date", "2027-01-02"}, "2027-01-02"},
	}
	for _, test := range tests {
		_, got, stderr := tuntas(t, append([]string{"score", "--json"}, test.args...)...)
		if !strings.Contains(got, `"date":"`+test.want+`"`) {
			t.Errorf("%v does not give the day %s: %s", test.args, test.want, stderr)
		}
	}
}
