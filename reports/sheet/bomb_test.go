package sheet_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tuntas/reports/sheet"
)

// patience is ten times what is asked for, because the race detector and a busy machine count too.
const patience = 20 * time.Second

// TestReadTemplateBearsWhatIsMeantToExhaustIt compresses parts that are as large as is allowed, or larger.
func TestReadTemplateBearsWhatIsMeantToExhaustIt(t *testing.T) {
	def := definition(t)
	whole, err := os.ReadFile(filepath.Join("testdata", "corpus", "answers.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	const head = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	const book = `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>`
	const texts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`
	const most = 4<<20 - 1000 // bytes of a part that is still read
	fill := func(text string) string { return strings.Repeat(text, most/len(text)) }
	tests := map[string][2]string{
		"a part beyond the limit":     {"xl/worksheets/sheet1.xml", strings.Repeat(" ", 60<<20)},
		"one row of very many cells":  {"xl/worksheets/sheet1.xml", head + "<row>" + fill("<c/>") + "</row></sheetData></worksheet>"},
		"very many rows":              {"xl/worksheets/sheet1.xml", head + fill("<row><c><v>1</v></c></row>") + "</sheetData></worksheet>"},
		"the last row alone":          {"xl/worksheets/sheet1.xml", head + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`},
		"very many texts":             {"xl/sharedStrings.xml", texts + fill("<si><t>x</t></si>") + "</sst>"},
		"very many sheets":            {"xl/workbook.xml", book + fill(`<sheet name="a" sheetId="1"/>`) + "</sheets></workbook>"},
		"elements within one another": {"xl/worksheets/sheet1.xml", head + fill("<row>")},
	}
	for name, part := range tests {
		t.Run(name, func(t *testing.T) {
			changed := parts(t, whole)
			changed[part[0]] = []byte(part[1])
			data := compressed(t, changed)
			start := time.Now()
			_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), def)
			if took := time.Since(start); took > patience {
				t.Errorf("%d bytes took %v", len(data), took)
			}
			if len(faults) == 0 {
				t.Error("nothing is at fault")
			}
		})
	}
}

// compressed puts parts into an ordinary archive.
func compressed(t *testing.T, parts map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
