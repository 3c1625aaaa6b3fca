package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
	"tuntas/reports/sheet"
)

// edit fills one cell of a workbook: in the row with the key, at the column with this head.
type edit struct {
	key    string
	column string // letter
	value  any
}

// blank is a template in English and where its keys are; it is written once, because every test starts from it.
var blank struct {
	once  sync.Once
	data  []byte
	sheet map[string]string // key → sheet
	line  map[string]int    // key → row
}

func readBlank(t testing.TB, def *questionnaires.Definition) {
	t.Helper()
	blank.data = template(t, def, "en", nil)
	blank.sheet, blank.line = map[string]string{}, map[string]int{}
	f, err := excelize.OpenReader(bytes.NewReader(blank.data))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if len(row) > 0 && row[0] != "" {
				blank.sheet[row[0]], blank.line[row[0]] = name, i+1
			}
		}
	}
}

// edited is a template in English with the name of a company and these edits.
func edited(t testing.TB, def *questionnaires.Definition, edits ...edit) []byte {
	t.Helper()
	blank.once.Do(func() { readBlank(t, def) })
	f, err := excelize.OpenReader(bytes.NewReader(blank.data))
	if err != nil {
		t.Fatal(err)
	}
	edits = append([]edit{{"company:name", "C", "PT Contoh"}}, edits...)
	for _, e := range edits {
		if blank.line[e.key] == 0 {
			t.Fatalf("no row has the key %s", e.key)
		}
		if err := f.SetCellValue(blank.sheet[e.key], fmt.Sprintf("%s%d", e.column, blank.line[e.key]), e.value); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadTemplateNamesEveryFaultByItsCell(t *testing.T) {
	t.Parallel()
	def := definition(t)
	tests := []struct {
		name  string
		edits []edit
		want  string // the end of the only fault: place and message
	}{
		{"an answer outside the list", []edit{{"agents_used", "E", "perhaps"}}, `!E5: "perhaps" is none of the answers of the list; choose one of them`},
		{"a number that is none", []edit{{"housed_workers", "E", "many"}}, `: write a number in digits, with at most four decimals, not "many"`},
		{"a number beyond its bounds", []edit{{"housed_workers", "E", 200001}}, `: the number must lie between 0 and 200000, not 200001`},
		{"a number between the steps", []edit{{"housed_workers", "E", 1.5}}, `: the number goes in steps of 1 from 0, so it cannot be 1.5`},
		{"a tick that is neither yes nor no", []edit{{"work_settings/camp", "E", "hm"}}, `: choose yes or no of the list, or leave the cell empty, not "hm"`},
		{"an option that excludes the others", []edit{{"child_work/none", "E", "Yes"}, {"child_work/hazard", "E", "Ya"}}, `: this option excludes the others; keep it alone or clear it`},
		{"an answer that is also not known", []edit{{"agents_used", "E", "no"}, {"agents_used", "H", "HR"}}, `!H5: the question is answered and also not known yet; clear one of the two`},
		{"an answer that is also not applicable", []edit{{"labour_chain_map", "E", "step1"}, {"labour_chain_map", "J", "why"}}, `: the question is answered and also not applicable; clear one of the two`},
		{"not applicable where that cannot be", []edit{{"workforce_table", "J", "why"}}, `: this question can never be not applicable; answer it, or say who finds out`},
		{"a day that is none", []edit{{"company:date", "C", "20/11/2026"}}, `: write the day as 2026-11-24, not "20/11/2026"`},
		{"a code that lost its zero", []edit{{"company:kbli/1", "C", 1262}}, `: a KBLI code has five digits, not "1262"; format the cell as text so that no zero is lost`},
		{"a code that is none", []edit{{"company:kbli/1", "C", "99999"}}, `: 99999 is no code of KBLI 2020`},
		{"a short NIB", []edit{{"company:nib", "C", "912"}}, `: an NIB has 13 digits, not "912"; format the cell as text so that no digit is lost`},
		{"a province that is none", []edit{{"company:site/1", "C", "Kebun"}}, `: write the two digits of the province, such as 62, not ""`},
		{"evidence of no level", []edit{{"agents_used", "M", "list"}, {"agents_used", "Q", "E9"}}, `!Q5: the level of evidence is E0 or E1, not "E9"; higher levels are for an evaluator to give`},
		{"evidence of a level that only an evaluator gives", []edit{{"agents_used", "M", "list"}, {"agents_used", "Q", "E4"}}, `!Q5: the level of evidence is E0 or E1, not "E4"; higher levels are for an evaluator to give`},
		{"a thousand in a text cell", []edit{{"housed_workers", "E", "1.000"}}, `: "1.000" can be read in two ways; write thousands without a separator, such as 1000`},
		{"a thousand with a comma", []edit{{"housed_workers", "E", "1,000"}}, `: "1,000" can be read in two ways; write thousands without a separator, such as 1000`},
		{"a row that lost its key", []edit{{"agents_used", "A", ""}, {"agents_used", "E", "no"}}, `!E5: the row has no key in the hidden column A, so this cannot be read; clear it, or copy the answers into a new template`},
		{"an empty row that lost its key", []edit{{"company:nib", "A", ""}}, `Company!A3: the row company:nib is missing near this one; put it back, or copy the answers into a new template`},
		{"a row of the company with a wrong key", []edit{{"company:nib", "A", "company:bogus"}}, `Company!A4: the row belongs to "company:bogus", which the questionnaire does not have; remove the row`},
		{"a text beside the name of the company", []edit{{"company:name", "D", "Tbk"}}, `Company!D3: nothing is read here; write it into the cell before, or clear this one`},
		{"a text in the head row of a question with several choices", []edit{{"agent_types", "E", "all"}}, `!E6: choose in the rows below, one for each option, and clear this cell`},
		{"a text beside a single answer", []edit{{"agents_used", "F", "no"}}, `!F5: nothing is read here; write the answer into the light blue cells of the question and clear this one`},
		{"a comment beside an option", []edit{{"work_settings/camp", "L", "two camps"}}, `: nothing is read here; write the answer into the light blue cells of the question and clear this one`},
		{"a number in the head row of a table", []edit{{"workforce_table", "E", 12}}, `: write the numbers into the rows below and clear this cell`},
		{"evidence that expires before its date", []edit{{"agents_used", "O", "2026-02-01"}, {"agents_used", "P", "2026-01-01"}}, `!P5: the evidence expires before its date; correct one of them`},
		{"further evidence of no question", []edit{{"more:evidence/1", "C", "list"}}, `: choose the question that the evidence belongs to; there is no ""`},
		{"a text beyond the limit", []edit{{"agents_used", "L", strings.Repeat("x", 4001)}}, `!L5: the text has 4001 characters; at most 4000 are read`},
		{"a row of another questionnaire", []edit{{"agents_used", "A", "agents_gone"}}, `!A5: the row belongs to "agents_gone", which the questionnaire does not have; remove the row`},
		{"a copied row", []edit{{"agent_types", "A", "agents_used"}}, `: this row is a copy of the one at 2 Recruitment and fees!A5; remove one of them`},
		{"another version", []edit{{"tuntas:questionnaire", "B", "forced-labour@2"}}, `: these are answers to forced-labour@2, not to forced-labour@1`},
		{"no company", []edit{{"company:name", "C", ""}}, `Company!C3: write the name of the company`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(edited(t, def, test.edits...)), def)
			if len(faults) != 1 {
				t.Fatalf("%d faults, not one: %v", len(faults), faults)
			}
			got := faults[0].String()
			if !strings.HasPrefix(got, "a.xlsx:") || !strings.HasSuffix(got, test.want) {
				t.Errorf("the fault is\n%s\nand should end in\n%s", got, test.want)
			}
		})
	}
}

func TestReadTemplateTakesWhatPeopleType(t *testing.T) {
	t.Parallel()
	def := definition(t)
	q, ok := def.Question("agents_used")
	if !ok {
		t.Fatal("agents_used is gone")
	}
	data := edited(t, def,
		edit{"agents_used", "E", "  " + strings.ToUpper(strings.ReplaceAll(q.Options[1].Text.In("id"), " ", "  "))},
		edit{"housed_workers", "E", "12"},
		edit{"work_settings/camp", "E", "x"},
		edit{"work_settings/sea", "E", true},
		edit{"company:date", "C", 46346},
		edit{"fee_months", "E", 0.1 + 0.2},
	)
	a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), def)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if a.Date != "2026-11-20" {
		t.Errorf("the date is %s", a.Date)
	}
	if got := fmt.Sprint(a.Answers["agents_used"].Value.Codes); got != "["+q.Options[1].Code+"]" {
		t.Errorf("agents_used is %s", got)
	}
	if n := a.Answers["housed_workers"].Value.Number; n != 120_000 {
		t.Errorf("housed_workers is %d", n)
	}
	if n := a.Answers["fee_months"].Value.Number; n != 3_000 {
		t.Errorf("fee_months is %d", n)
	}
	if got := fmt.Sprint(a.Answers["work_settings"].Value.Codes); got != "[camp sea]" {
		t.Errorf("work_settings is %s", got)
	}
}

func TestReadTemplateRefusesWhatIsNoWorkbook(t *testing.T) {
	t.Parallel()
	def := definition(t)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("questionnaire: forced-labour@1"), "this is no workbook; save it as .xlsx"},
		{"nothing", nil, "this is no workbook; save it as .xlsx"},
		{"a workbook with a password", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "has a password or is of an old kind"},
		{"more than 10 MiB", append([]byte("PK"), make([]byte, 10<<20)...), "larger than 10 MiB"},
		{"an archive of something else", archive(t, "hello.txt", []byte("hello")), "this is no"},
		{"a bomb", archive(t, "xl/worksheets/sheet1.xml", make([]byte, 65<<20)), "more than 4 MiB"},
		{"half a workbook", template(t, def, "id", nil)[:4000], "this is no workbook that can be read"},
		{"a workbook of somebody else", emptyWorkbook(t, 1), "this is not a workbook that `questionnaire template` wrote"},
		{"a workbook with too many rows", emptyWorkbook(t, 20_001), "it has content below line 20000"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(test.data), def)
			if len(faults) != 1 || !strings.Contains(faults[0].String(), test.want) {
				t.Errorf("the faults are %v and should say %q", faults, test.want)
			}
		})
	}
}

func archive(t testing.TB, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func emptyWorkbook(t testing.TB, rows int) []byte {
	t.Helper()
	f := excelize.NewFile()
	if err := f.SetCellInt("Sheet1", fmt.Sprintf("B%d", rows), 1); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestBareSaysWhenSomethingIsLeftOut(t *testing.T) {
	t.Parallel()
	def := definition(t)
	plain := decoded(t, def, randomAnswers(def, rand.New(rand.NewPCG(3, 3))))
	if _, whole := sheet.Bare(plain); !whole {
		t.Error("answers of a company alone are said to lose something")
	}
	proven := *plain
	proven.Answers = map[string]questionnaires.Answer{"fee_rule": {Evidence: []questionnaires.Evidence{{Name: "x", Level: 3}}}}
	if bare, whole := sheet.Bare(&proven); whole || bare.Answers["fee_rule"].Evidence[0].Level != 1 || proven.Answers["fee_rule"].Evidence[0].Level != 3 {
		t.Error("a level that only an evaluator gives is kept, or not said to be lost")
	}
	reviewed := *plain
	reviewed.Overdue = 1
	if bare, whole := sheet.Bare(&reviewed); whole || bare.Overdue != 0 {
		t.Error("what an evaluator wrote is kept, or not said to be lost")
	}
	accepted := *plain
	accepted.Answers = map[string]questionnaires.Answer{"fee_rule": {State: questionnaires.NotApplicable, Reason: "r"}}
	if bare, whole := sheet.Bare(&accepted); whole || bare.Answers["fee_rule"].State != questionnaires.Claimed {
		t.Error("an accepted claim stays accepted, or is not said to change")
	}
}
