package sheet_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tuntas/reports/sheet"
)

// patience is ten times what is asked for, because the race detector and a busy machine count too.
const patience = 20 * time.Second

// mostMemory is the MiB that may be used for one workbook.
const mostMemory = 200

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
		"a part beyond the limit":       {"xl/worksheets/sheet5.xml", strings.Repeat(" ", 60<<20)},
		"one row of very many cells":    {"xl/worksheets/sheet5.xml", head + "<row>" + fill("<c/>") + "</row></sheetData></worksheet>"},
		"very many rows":                {"xl/worksheets/sheet5.xml", head + fill("<row><c><v>1</v></c></row>") + "</sheetData></worksheet>"},
		"the last row alone":            {"xl/worksheets/sheet5.xml", head + `<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>`},
		"very many texts":               {"xl/sharedStrings.xml", texts + fill("<si><t>x</t></si>") + "</sst>"},
		"a text for each row of a city": {"xl/sharedStrings.xml", texts + strings.Repeat("<si><t>a</t></si>", 400_000) + "</sst>"},
		"fewer texts than tags allow":   {"xl/sharedStrings.xml", texts + strings.Repeat("<si><t>a</t></si>", 60_000) + "</sst>"},
		"a text of 60 MB":               {"xl/sharedStrings.xml", texts + "<si><t>" + strings.Repeat("a", 60<<20) + "</t></si></sst>"},
		"a text of 4 MB":                {"xl/sharedStrings.xml", texts + "<si><t>" + fill("a") + "</t></si></sst>"},
		"very many sheets":              {"xl/workbook.xml", book + fill(`<sheet name="a" sheetId="1"/>`) + "</sheets></workbook>"},
		"elements within one another":   {"xl/worksheets/sheet5.xml", head + fill("<row>")},
	}
	for name, part := range tests {
		t.Run(name, func(t *testing.T) {
			changed := parts(t, whole)
			changed[part[0]] = []byte(part[1])
			data := compressed(t, changed)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), def)
			if took := time.Since(start); took > patience {
				t.Errorf("%d bytes took %v", len(data), took)
			}
			runtime.ReadMemStats(&after)
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > mostMemory {
				t.Errorf("%d MiB were used, freed or not", used)
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
