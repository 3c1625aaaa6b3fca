package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// refusal is a command line that fails.
type refusal struct {
	name   string
	args   []string
	status int
	want   string // regular expression over all of stderr
}

// refused runs command lines that fail.
func refused(t *testing.T, tests []refusal) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			status, stdout, stderr := tuntas(t, test.args...)
			if status != test.status {
				t.Errorf("exit status %d, not %d", status, test.status)
			}
			if !regexp.MustCompile(test.want).MatchString(strings.TrimSpace(stderr)) {
				t.Errorf("stderr is\n%s\nand should match\n%s", stderr, test.want)
			}
			if stdout != "" && test.args[0] != "check" {
				t.Errorf("stdout has %q", stdout)
			}
		})
	}
}

func TestAssumptionsThatSayNothingClearAreRefused(t *testing.T) {
	t.Parallel()
	refused(t, []refusal{
		{"an answer that cannot be assumed", []string{"whatif", "--answers", palm, "--set", "fee_rule=many"}, exitInput, `^--set fee_rule=many: fee_rule has no option "many"`},
		{"a number of a table that is none", []string{"whatif", "--answers", palm, "--set", "workforce_table=permanent.women:many"}, exitInput, `^--set workforce_table=permanent\.women:many: `},
		{"a question assumed twice", []string{"whatif", "--answers", palm, "--set", "fee_rule=step1", "--set", "fee_rule=step4"}, exitUsage, `^tuntas: --set fee_rule=step4 sets fee_rule a second time; set each question once$`},
		{"a cell assumed twice", []string{"whatif", "--answers", palm, "--set", "workforce_table=permanent.women:5,permanent.women:6"}, exitUsage, `^tuntas: --set \S+ sets permanent\.women a second time; set each cell once$`},
		{"a cell without a number", []string{"whatif", "--answers", palm, "--set", "workforce_table=permanent.women"}, exitUsage, `must be written as workforce_table=ROW\.COLUMN:NUMBER, with commas between cells$`},
		{"a table without a column", []string{"whatif", "--answers", palm, "--set", "workforce_table=permanent:5"}, exitUsage, `must be written as workforce_table=ROW\.COLUMN:NUMBER, with commas between cells$`},
		{"an option that is empty", []string{"whatif", "--answers", palm, "--set", "documents_held=passport,"}, exitUsage, `has nothing between two commas; write codes with commas between them$`},
		{"an assumption that is evidence alone", []string{"whatif", "--answers", palm, "--set", "fee_rule=@E3"}, exitUsage, `must be written as QUESTION=VALUE$`},
		{"an assumption without a value", []string{"whatif", "--answers", palm, "--set", "fee_rule"}, exitUsage, `must be written as QUESTION=VALUE$`},
	})
}

func TestFilesThatMustNotBeWrittenAreRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	answers, workbook, twin := filepath.Join(dir, "a.yaml"), filepath.Join(dir, "w.xlsx"), filepath.Join(dir, "twin.txt")
	link, foreign, renamed := filepath.Join(dir, "link.pdf"), filepath.Join(dir, "foreign.xlsx"), filepath.Join(dir, "w.yaml")
	if err := errors.Join(
		os.WriteFile(answers, []byte("questionnaire: forced-labour@1\ncompany: {name: PT}\n"), 0o600), os.Link(answers, twin),
		os.Symlink(filepath.Join(dir, "there.pdf"), link), (&environment{}).writeFile(workbook, unnamedWorkbook(t)), os.Link(workbook, renamed),
	); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(workbook)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(book.SetCellStr("tuntas", "B1", "forced-labour@9"), book.SaveAs(foreign)); err != nil {
		t.Fatal(err)
	}
	refused(t, []refusal{
		{"a workbook of a questionnaire that is not in the library", []string{"score", "--answers", foreign}, exitInput, `/foreign\.xlsx:tuntas!B1: there is no questionnaire "forced-labour@9"; the library has forced-labour@1`},
		{"a workbook with another ending", []string{"score", "--answers", renamed}, exitInput, `/w\.yaml: this is a workbook or another archive; save it as \.xlsx$`},
		{"a report over its own answers", []string{"report", "--answers", answers, "--format", "text", "--out", answers}, exitInput, `/a\.yaml: this file is read by the command; name another one to write$`},
		{"a report over its own answers by another name", []string{"report", "--answers", answers, "--format", "text", "--out", twin}, exitInput, `/twin\.txt: this file is read by the command; name another one to write$`},
		{"a workbook over its own answers", []string{"questionnaire", "template", "forced-labour", "--answers", workbook, "--out", workbook}, exitInput, `/w\.xlsx: this file is read by the command; name another one to write$`},
		{"a report that is a folder", []string{"report", "--answers", palm, "--format", "pdf", "--out", dir}, exitFailed, `^tuntas: write \S+: this is a folder; name a file in it$`},
		{"a report that is a device", []string{"report", "--answers", palm, "--format", "pdf", "--out", os.DevNull}, exitFailed, `^tuntas: write \S+: this is a device or a pipe, which is not replaced; name a file$`},
		{"a report that is a link", []string{"report", "--answers", palm, "--out", link}, exitFailed, `^tuntas: write \S+: this is a link to another file; name that file itself$`},
		{"a blank questionnaire that is no PDF", []string{"questionnaire", "print", "forced-labour", "--out", dir + "/b.txt"}, exitUsage, `/b\.txt must end in \.pdf$`},
		{"a workbook for participants", []string{"report", "--answers", palm, "--kind", "participants", "--out", dir + "/p.xlsx"}, exitUsage, `participants is no workbook; let --out end in`},
		{"a report without a format", []string{"report", "--answers", palm, "--out", dir + "/report"}, exitUsage, `has none of the endings`},
		{"a template that is no workbook", []string{"questionnaire", "template", "forced-labour", "--out", dir + "/t.csv"}, exitUsage, `must end in \.xlsx$`},
		{"a folder that is not there", []string{"report", "--answers", palm, "--out", dir + "/none/r.txt"}, exitFailed, `^tuntas: write .*/none/r\.txt: .*no such file or directory$`},
	})
}
