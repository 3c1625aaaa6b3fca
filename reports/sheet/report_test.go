package sheet_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports/sheet"
)

var update = flag.Bool("update", false, "write the golden files anew")

// worked is one worked company of the library with its result.
func worked(t *testing.T, id string) (*questionnaires.Definition, *questionnaires.Answers, *scoring.Result) {
	t.Helper()
	def := definition(t)
	model, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range def.Cases {
		if c.ID == id {
			return def, c.Answers, model.Score(c.Answers, "")
		}
	}
	t.Fatalf("no worked company %s", id)
	return nil, nil, nil
}

func report(t *testing.T, lang string, def *questionnaires.Definition, a *questionnaires.Answers, res *scoring.Result) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sheet.WriteReport(&out, def, a, res, lang); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// cell is one cell of a workbook.
type cell struct {
	axis    string
	text    string
	number  bool
	formula string
}

// cells is the rows of one sheet.
func cells(t *testing.T, f *excelize.File, name string) [][]cell {
	t.Helper()
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]cell, len(rows))
	for i, row := range rows {
		for j, text := range row {
			axis, err1 := excelize.CoordinatesToCellName(j+1, i+1)
			kind, err2 := f.GetCellType(name, axis)
			formula, err3 := f.GetCellFormula(name, axis)
			if err := errors.Join(err1, err2, err3); err != nil {
				t.Fatal(err)
			}
			number := text != "" && kind != excelize.CellTypeSharedString
			out[i] = append(out[i], cell{axis: name + "!" + axis, text: text, number: number, formula: formula})
		}
	}
	return out
}

func workbook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// structure is a workbook as text: sheets, rows and cells; numbers are marked.
func structure(t *testing.T, data []byte) string {
	t.Helper()
	f := workbook(t, data)
	var out strings.Builder
	for _, name := range f.GetSheetList() {
		out.WriteString("# " + name + "\n")
		for _, row := range cells(t, f, name) {
			var texts []string
			for _, c := range row {
				if c.number {
					c.text = "#" + c.text
				}
				texts = append(texts, strings.ReplaceAll(c.text, "\n", " / "))
			}
			out.WriteString(strings.TrimRight(strings.Join(texts, " | "), " |") + "\n")
		}
	}
	return out.String()
}

func TestReportSaysTheFactsOfTheResult(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			def, a, res := worked(t, "garment_factory")
			got := structure(t, report(t, lang, def, a, res))
			golden := filepath.Join("testdata", "garment-factory."+lang+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReportIsTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	def, a, res := worked(t, "palm_estate")
	if !bytes.Equal(report(t, "id", def, a, res), report(t, "id", def, a, res)) {
		t.Error("two workbooks of the same result differ")
	}
}

func TestReportHasNoFormulaWhateverWasTyped(t *testing.T) {
	t.Parallel()
	def, original, res := worked(t, "palm_estate")
	a := *original
	a.Answers = map[string]questionnaires.Answer{}
	texts := []string{"=1+1", "  +1", "-1", "@x", "\t=1", "＝1", "＋1", "－1", "＠x", "'=1", "\ufeff=1"}
	for i, text := range texts {
		id := def.Questions[i].ID
		a.Answers[id] = questionnaires.Answer{Comment: text, Evidence: []questionnaires.Evidence{{Name: text}}}
	}
	a.Company.Name = "=HYPERLINK(\"x\")"
	f := workbook(t, report(t, "en", def, &a, res))
	for _, name := range f.GetSheetList() {
		for _, row := range cells(t, f, name) {
			for _, c := range row {
				if c.formula != "" {
					t.Errorf("%s is a formula: %s", c.axis, c.formula)
				}
				if !c.number && strings.ContainsAny(first(strings.TrimLeft(c.text, " \t\ufeff")), "=+-@＝＋－＠") {
					t.Errorf("%s begins like a formula: %q", c.axis, c.text)
				}
			}
		}
	}
}

func first(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}

func TestReportRefusesAnotherVersionAndLanguage(t *testing.T) {
	t.Parallel()
	def, a, res := worked(t, "palm_estate")
	if err := sheet.WriteReport(&bytes.Buffer{}, def, a, res, "fr"); err == nil {
		t.Error("a report in a language without words")
	}
	other := *res
	other.Questionnaire.Version = 2
	if err := sheet.WriteReport(&bytes.Buffer{}, def, a, &other, "id"); err == nil {
		t.Error("a report of a result of another version")
	}
}

func TestReportSaysWhichQuestionsAreNotAsked(t *testing.T) {
	t.Parallel()
	def, a, res := worked(t, "garment_factory")
	model, err := scoring.Compile(def)
	if err != nil {
		t.Fatal(err)
	}
	asked := model.NewSheet(a, res.Date).Applies
	for lang, words := range map[string][3]string{"id": {"Jawaban", "Tidak ditanyakan", "Belum dijawab"}, "en": {"Answers", "Not asked", "Not answered"}} {
		hidden := 0
		for _, row := range cells(t, workbook(t, report(t, lang, def, a, res)), words[0]) {
			if len(row) < 4 || a.Answers[row[0].text].State != "" {
				continue
			}
			if _, ok := def.Question(row[0].text); !ok {
				continue
			}
			want := words[2]
			if !asked(row[0].text) {
				want = words[1]
				hidden++
			}
			if row[2].text != want || row[3].text != want {
				t.Errorf("%s is %q and %q, not %q", row[0].text, row[2].text, row[3].text, want)
			}
		}
		if hidden == 0 {
			t.Error("no question of the example is hidden, so this shows nothing")
		}
	}
}
