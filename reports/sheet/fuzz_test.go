package sheet_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tuntas/reports/sheet"
)

// small is a workbook with one sheet: the rows that say what it is, and these.
func small(t testing.TB, rows ...[]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	rows = append([][]any{{"tuntas:questionnaire", "forced-labour@1", "en"}, {"company:name", "", "PT Contoh"}}, rows...)
	for i, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// parts is the content of a workbook by name, without what no reader looks at.
func parts(t testing.TB, data []byte) map[string][]byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, part := range in.File {
		if strings.HasPrefix(part.Name, "xl/theme") || strings.HasPrefix(part.Name, "docProps") {
			continue
		}
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[part.Name], err = io.ReadAll(from); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// archived puts parts into an archive without compression, so that a changed byte is a changed byte of the content.
func archived(t testing.TB, parts map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		to, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(parts[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func FuzzReadTemplate(f *testing.F) {
	def := definition(f)
	names, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.xlsx"))
	if err != nil || len(names) == 0 {
		f.Fatal("the corpus is missing", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), def)
		if len(faults) == 0 && a.SHA256 == "" {
			t.Error("answers without a fault and without a fingerprint")
		}
	})
}

// FuzzParts changes what is inside a workbook: an archive tells a changed byte by its checksum, so FuzzReadTemplate
// seldom comes this far.
func FuzzParts(f *testing.F) {
	def := definition(f)
	whole, err := os.ReadFile(filepath.Join("testdata", "corpus", "answers.xlsx"))
	if err != nil {
		f.Fatal(err)
	}
	const rows, texts, book = "xl/worksheets/sheet5.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
	seed := parts(f, whole)
	f.Add(seed[rows], seed[texts], seed[book])
	f.Fuzz(func(t *testing.T, sheetXML, textsXML, bookXML []byte) {
		changed := maps.Clone(seed)
		changed[rows], changed[texts], changed[book] = sheetXML, textsXML, bookXML
		a, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(archived(t, changed)), def)
		if len(faults) == 0 && a.SHA256 == "" {
			t.Error("answers without a fault and without a fingerprint")
		}
	})
}

// FuzzCell puts one text into cells of every kind: the reader either takes it or says where it is and what to do.
func FuzzCell(f *testing.F) {
	def := definition(f)
	for _, text := range []string{"1", "-0.5", "1e400", "0x10", "1,5", "NaN", "=1", "'=1", "_x000D_", "46346", "Yes", "E1", "62", "01262", "\u202e", "99999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		data := small(t,
			[]any{"agents_used", "", "", "", text, "", "", text, text, text, text, text, text, text, text, text, text},
			[]any{"housed_workers", "", "", "", text},
			[]any{"work_settings/camp", "", "", "", text},
			[]any{"workforce_table/daily", "", "", "", text, text},
			[]any{"company:date", "", text}, []any{"company:nib", "", text}, []any{"company:kbli/1", "", text},
			[]any{"company:site/1", "", text, text}, []any{"more:evidence/1", text, text, text, text, text, text},
			[]any{text, text},
		)
		_, faults := sheet.ReadTemplate("a.xlsx", bytes.NewReader(data), def)
		for _, fault := range faults {
			if !strings.HasPrefix(fault.File, "a.xlsx") || fault.Message == "" {
				t.Errorf("a fault without a place or a sentence: %v", fault)
			}
		}
	})
}

// The committed corpus is written anew with -update.
func TestCorpusIsReadable(t *testing.T) {
	t.Parallel()
	def := definition(t)
	corpus := map[string][]byte{
		"answers.xlsx": compressed(t, parts(t, edited(t, def, edit{"agents_used", "E", "no"}, edit{"housed_workers", "E", 12}))),
		"faults.xlsx":  archived(t, parts(t, small(t, []any{"agents_used", "", "", "", "hm"}, []any{"gone"}))),
	}
	for name, data := range corpus {
		file := filepath.Join("testdata", "corpus", name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, faults := sheet.ReadTemplate(name, bytes.NewReader(kept), def)
		if want := strings.HasPrefix(name, "faults"); want != (len(faults) > 0) {
			t.Errorf("%s has the faults %v", name, faults)
		}
	}
}
