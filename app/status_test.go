package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/reports/sheet"
)

func TestFailuresSayWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	head := "questionnaire: forced-labour@1\ncompany: {name: PT}\n"
	unknown := write("unknown.yaml", head+"answers:\n  fee_rul: step1\n")
	broken := write("broken.yaml", head+"answers: [\n")
	missing := write("other.yaml", "questionnaire: other@1\ncompany: {name: PT}\n")
	malformed := write("ref.yaml", "questionnaire: forced-labour\ncompany: {name: PT}\n")
	jsonFile := write("a.json", "{\"questionnaire\":\"forced-labour@1\",\n\"company\":{\"name\":\"PT\"},\"answers\":{\"fee_rule\":\"step9\"}}")
	text := write("a.xlsx", "text")
	workbook := filepath.Join(dir, "w.xlsx")
	if err := (&environment{}).writeFile(workbook, unnamedWorkbook(t)); err != nil {
		t.Fatal(err)
	}
	draft := write("v1.yaml", "id: x\n")

	tests := []refusal{
		{"answers that are not there", []string{"score", "--answers", dir + "/none.yaml"}, exitInput, `/none\.yaml: there is no such file$`},
		{"a folder of answers", []string{"score", "--answers", dir}, exitInput, `: this is a folder; name the file in it$`},
		{"no file at all", []string{"score", "--answers", "/dev/null"}, exitInput, `^/dev/null: this is not a file with content; name one$`},
		{"an unknown question", []string{"score", "--answers", unknown}, exitInput, `/unknown\.yaml:4:3: there is no question "fee_rul"; did you mean fee_rule\?$`},
		{"broken YAML", []string{"score", "--answers", broken}, exitInput, `/broken\.yaml:\d+(:\d+)?: .+$`},
		{"a wrong option in JSON", []string{"score", "--answers", jsonFile}, exitInput, `/a\.json:2:\d+: fee_rule has no option "step9"; did you mean step0\?$`},
		{"a questionnaire that is not in the library", []string{"score", "--answers", missing}, exitInput, `^\S*/other\.yaml:1:16: there is no questionnaire "other@1"; the library has forced-labour@1`},
		{"a questionnaire without version", []string{"score", "--answers", malformed}, exitInput, `/ref\.yaml:1:16: questionnaire must be written as id@version`},
		{"a text called workbook", []string{"score", "--answers", text}, exitInput, `/a\.xlsx: this is no workbook; save it as \.xlsx$`},
		{"a fault in a workbook", []string{"report", "--answers", workbook, "--out", dir + "/r.pdf"}, exitInput, `/w\.xlsx:Perusahaan!C3: write the name of the company$`},
		{"a questionnaire with faults", []string{"check", draft}, exitInput, `/v1\.yaml:1:1: `},
		{"a questionnaire that is not there", []string{"check", dir + "/v9.yaml"}, exitInput, `/v9\.yaml: there is no such file$`},
		{"a file of a questionnaire that is not there", []string{"questionnaire", "show", dir + "/v9.yaml"}, exitInput, `/v9\.yaml: there is no such file$`},
		{"an address that is none", []string{"demo", "--listen", "bogus"}, exitUsage, `^tuntas: --listen bogus must be written as HOST:PORT$`},
		{"no command", []string{"fly"}, exitUsage, `^tuntas: unexpected argument fly; see tuntas --help$`},
		{"no answers", []string{"score"}, exitUsage, `^tuntas: missing flags: --answers=FILE; see tuntas --help$`},
		{"two forms at once", []string{"score", "--answers", palm, "--json", "--explain"}, exitUsage, `can't be used together`},
		{"a language without words", []string{"score", "--answers", palm, "--lang", "fr"}, exitUsage, `must be one of "id","en"`},
		{"a day that is none", []string{"score", "--answers", palm, "--date", "20/11/2026"}, exitUsage, `--date must be a day written as 2026-11-24, not 20/11/2026$`},
		{"an address that cannot be served", []string{"demo", "--listen", "256.0.0.1:1"}, exitFailed, `^tuntas: serve on 256\.0\.0\.1:1: `},
	}
	refused(t, tests)
}

// unnamedWorkbook is a template that nobody filled in.
func unnamedWorkbook(t *testing.T) func(w writer) error {
	t.Helper()
	def, err := questionnaires.Open("forced-labour")
	if err != nil {
		t.Fatal(err)
	}
	return func(w writer) error { return sheet.WriteTemplate(w, def, "id", nil) }
}

func TestCheckCountsSiblingsInTheirEntry(t *testing.T) {
	t.Parallel()
	status, got, stderr := tuntas(t, "check", "--json", library+"v1.en.yaml", library+"v1.yaml", library+"v1.cases.yaml")
	if status != exitDone || stderr != "" {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	if n := strings.Count(got, `"sha256"`); n != 1 {
		t.Errorf("%d entries for one questionnaire", n)
	}
	for _, want := range []string{`"file":"` + filepath.Clean(library+"v1.yaml") + `"`, `"languages":["id","en"]`, `"faults":[]`, `"short_path":`, `"references_verified":`} {
		if !strings.Contains(got, want) {
			t.Errorf("the document lacks %s: %s", want, got)
		}
	}
}

func TestCheckNamesTheSiblingThatIsAtFault(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "forced-labour")
	if err := os.CopyFS(dir, os.DirFS(library)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "v1.en.yaml")
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(content), "version: 1", "version: 2", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	status, got, stderr := tuntas(t, "check", "--json", filepath.Join(dir, "v1.yaml"))
	if status != exitInput {
		t.Errorf("exit status %d", status)
	}
	if !strings.HasPrefix(stderr, name+":2:") {
		t.Errorf("stderr does not begin with %s: %s", name, stderr)
	}
	if !strings.Contains(got, `"line":2,`) {
		t.Errorf("the document lacks the fault: %s", got)
	}
}
