package sheet_test

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tuntas/reports/sheet"
)

// reshaped is a template in English with the name of a company, changed as somebody might with a spreadsheet.
func reshaped(t *testing.T, change func(f *excelize.File) error) []byte {
	t.Helper()
	f := workbook(t, edited(t, definition(t), edit{"agents_used", "E", "no"}))
	if err := change(f); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestReadTemplateLosesNoAnswerWithoutAWord(t *testing.T) {
	t.Parallel()
	def := definition(t)
	const fees = "2 Recruitment and fees"
	tests := []struct {
		name   string
		change func(f *excelize.File) error
		want   string
	}{
		{"a sheet that was deleted", func(f *excelize.File) error { return f.DeleteSheet(fees) }, `a.xlsx: the rows of the sheet "Recruitment and fees" are missing; put the sheet back, or copy the answers into a new template`},
		{"the sheet of the company that was deleted", func(f *excelize.File) error { return f.DeleteSheet("Company") }, `a.xlsx: the rows of the sheet "Company" are missing; put the sheet back, or copy the answers into a new template`},
		{"a row that was deleted", func(f *excelize.File) error { return f.RemoveRow(fees, 7) }, `a.xlsx:` + fees + `!A6: the row agent_types/licensed is missing near this one; put it back, or copy the answers into a new template`},
		{"the first row that was deleted", func(f *excelize.File) error { return f.RemoveRow(fees, 5) }, `a.xlsx:` + fees + `!A5: the row agents_used is missing near this one; put it back, or copy the answers into a new template`},
		{"a row that was doubled", func(f *excelize.File) error { return f.DuplicateRow(fees, 5) }, `a.xlsx:` + fees + `!A6: this row is a copy of the one at ` + fees + `!A5; remove one of them`},
		{"cells that were merged beside each other", func(f *excelize.File) error { return f.MergeCell(fees, "E5", "F5") }, `a.xlsx:` + fees + `!E5: merged cells hold one answer only; separate them and fill in each cell by itself`},
		{"cells that were merged below each other", func(f *excelize.File) error { return f.MergeCell(fees, "L7", "L9") }, `a.xlsx:` + fees + `!L7: merged cells hold one answer only; separate them and fill in each cell by itself`},
		{"a key merged with its answer", func(f *excelize.File) error { return f.MergeCell(fees, "A5", "E5") }, `a.xlsx:` + fees + `!E5: merged cells hold one answer only; separate them and fill in each cell by itself`},
		{"a formula without a result", func(f *excelize.File) error { return f.SetCellFormula(fees, "E7", "SUM(1,2)") }, `a.xlsx:` + fees + `!E7: the formula has no result; write the value itself`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(reshaped(t, test.change)), def)
			if len(faults) != 1 || faults[0].String() != test.want {
				t.Errorf("the faults are\n%v\nand should be\n%s", faults, test.want)
			}
		})
	}
}

func TestReadTemplateTakesRowsThatWereMovedAndSheetsThatWereRenamed(t *testing.T) {
	t.Parallel()
	const fees = "2 Recruitment and fees"
	data := reshaped(t, func(f *excelize.File) error {
		if err := f.InsertRows(fees, 5, 3); err != nil {
			return err
		}
		if err := f.MergeCell(fees, "C1", "D1"); err != nil {
			return err
		}
		return f.SetSheetName(fees, "Fees")
	})
	a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), definition(t))
	if len(faults) > 0 || fmt.Sprint(a.Answers["agents_used"].Value.Codes) != "[no]" {
		t.Errorf("the answers are %v, the faults %v", a.Answers, faults)
	}
}

func TestReadTemplateRefusesASheetThatIsCutAnywhere(t *testing.T) {
	t.Parallel()
	def := definition(t)
	whole := parts(t, edited(t, def, edit{"agents_used", "E", "no"}))
	for name, content := range whole {
		if !strings.HasPrefix(name, "xl/worksheets/sheet") && name != "xl/sharedStrings.xml" && name != "xl/workbook.xml" {
			continue
		}
		for _, kept := range []float64{0, 0.7, 0.9999} {
			t.Run(fmt.Sprintf("%s up to %v", name, kept), func(t *testing.T) {
				t.Parallel()
				cut := maps.Clone(whole)
				cut[name] = content[:int(float64(len(content))*kept)]
				_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(compressed(t, cut)), def)
				if len(faults) == 0 {
					t.Fatal("nothing is at fault")
				}
				got := faults[0].String()
				if strings.HasPrefix(name, "xl/worksheets") && (!strings.Contains(got, "!A") || !strings.Contains(got, "the sheet cannot be read to its end")) {
					t.Errorf("the fault does not name the sheet: %s", got)
				}
			})
		}
	}
}

func TestReadTemplateCountsDaysAsTheWorkbookDoes(t *testing.T) {
	t.Parallel()
	data := reshaped(t, func(f *excelize.File) error {
		from04 := true
		if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &from04}); err != nil {
			return err
		}
		return f.SetCellInt("Company", fmt.Sprintf("C%d", blank.line["company:date"]), 44884)
	})
	a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), definition(t))
	if len(faults) > 0 || a.Date != "2026-11-20" {
		t.Errorf("the date is %s, the faults are %v", a.Date, faults)
	}
}

func TestReadTemplateReadsNumbersInOneWayOnly(t *testing.T) {
	t.Parallel()
	def := definition(t)
	tests := []struct {
		typed any
		want  string // the number in ten thousandths, or what the fault says
	}{
		{"1,5", "15000"},
		{"1.5", "15000"},
		{1.234, "cannot be 1.234"},
		{"0.500", "5000"},
		{"0,500", "5000"},
		{" 7 ", "70000"},
		{"1.000,5", "must lie between 0 and 36"},
		{"1,000.5", "must lie between 0 and 36"},
		{"1.000.000", "must lie between 0 and 36"},
		{"1.000", "can be read in two ways"},
		{"12,500", "can be read in two ways"},
		{"1.0000,5", "write a number in digits"},
		{"1,00.5", "write a number in digits"},
		{"1 000", "write a number in digits"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.typed), func(t *testing.T) {
			t.Parallel()
			a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(edited(t, def, edit{"fee_months", "E", test.typed})), def)
			got := fmt.Sprint(int64(a.Answers["fee_months"].Value.Number))
			if len(faults) > 0 {
				got = faults[0].Message
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("%v is read as %s, not %s", test.typed, got, test.want)
			}
		})
	}
}
