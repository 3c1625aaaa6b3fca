package sheet_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/reports/sheet"
)

func definition(t testing.TB) *questionnaires.Definition {
	t.Helper()
	def, err := questionnaires.Open("forced-labour")
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func template(t testing.TB, def *questionnaires.Definition, lang string, a *questionnaires.Answers) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sheet.WriteTemplate(&out, def, lang, a); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// decoded takes answers through the decoder of answers files, which sorts and hashes them.
func decoded(t testing.TB, def *questionnaires.Definition, a *questionnaires.Answers) *questionnaires.Answers {
	t.Helper()
	data, err := questionnaires.EncodeAnswers(a)
	if err != nil {
		t.Fatal(err)
	}
	out, faults := questionnaires.DecodeAnswers("answers.json", data, def)
	if len(faults) > 0 {
		t.Fatalf("answers at fault: %v\n%s", faults, data)
	}
	return out
}

func TestTemplateComesBackAsItWasFilledIn(t *testing.T) {
	t.Parallel()
	def := definition(t)
	for seed := range uint64(12) {
		lang := []string{"id", "en"}[seed%2]
		t.Run(fmt.Sprintf("seed %d in %s", seed, lang), func(t *testing.T) {
			t.Parallel()
			want := decoded(t, def, randomAnswers(def, rand.New(rand.NewPCG(seed, 7))))
			got, faults := sheet.ReadTemplate("answers.xlsx", bytes.NewReader(template(t, def, lang, want)), def)
			for _, f := range faults {
				t.Error(f)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func randomAnswers(def *questionnaires.Definition, r *rand.Rand) *questionnaires.Answers {
	a := &questionnaires.Answers{
		Questionnaire: def.Ref(), Period: "2026", Date: "2026-11-20", Answers: map[string]questionnaires.Answer{},
		Company: questionnaires.Company{
			Name: "=cmd|'/C calc'!A1", NIB: "0120001234567", KBLIVersion: 2020, KBLI: []string{"01262", "10110"},
			Sites: []questionnaires.Site{{Name: "Kebun", Province: "62"}, {Name: "'-1", Province: "11"}},
		},
	}
	for i := range def.Questions {
		q := &def.Questions[i]
		answer := randomAnswer(q, r)
		if r.IntN(4) == 0 {
			answer.Comment = hostile(r)
		}
		for range r.IntN(3) {
			answer.Evidence = append(answer.Evidence, questionnaires.Evidence{
				Level: r.IntN(2), Kind: "document", Name: hostile(r), Date: "2026-03-01", Expires: "2027-03-01",
			})
		}
		answer.SelfDisclosed = r.IntN(10) == 0
		a.Answers[q.ID] = answer
	}
	return a
}

func hostile(r *rand.Rand) string {
	texts := []string{
		"+1", "=1+1", "@SUM(A1)", "-2", "'=x", "''=x", "＝1", "Perjanjian; \"agen\"", "baris\nkedua", "é ı ş ≥ 工", "_x000D_ <&>", "01262", "2026-01-01", "0", "TRUE", "1e5",
	}
	return texts[r.IntN(len(texts))]
}

func randomAnswer(q *questionnaires.Question, r *rand.Rand) questionnaires.Answer {
	switch n := r.IntN(10); {
	case n == 0:
		return questionnaires.Answer{}
	case n == 1:
		return questionnaires.Answer{State: questionnaires.NotKnown, Who: "HR", By: "2026-12-15"}
	case n == 2 && !q.NeverNA && !q.RedFlag:
		return questionnaires.Answer{State: questionnaires.Claimed, Reason: hostile(r)}
	case n == 3 && q.Ladder:
		return questionnaires.Answer{State: questionnaires.InProgress}
	}
	return questionnaires.Answer{State: questionnaires.Answered, Value: randomValue(q, r)}
}

func randomValue(q *questionnaires.Question, r *rand.Rand) questionnaires.AnswerValue {
	var v questionnaires.AnswerValue
	number := func() rules.Decimal {
		return q.Min + q.Step*rules.Decimal(r.Int64N(int64((q.Max-q.Min)/q.Step)+1))
	}
	switch q.Kind {
	case rules.Single:
		v.Codes = []string{q.Options[r.IntN(len(q.Options))].Code}
	case rules.Multiple:
		for _, o := range q.Options {
			if o.Code != q.None && r.IntN(2) == 0 {
				v.Codes = append(v.Codes, o.Code)
			}
		}
		if len(v.Codes) == 0 {
			v.Codes = []string{q.Options[0].Code}
		}
	case rules.Number:
		v.Number = number()
	case rules.Table:
		v.Cells = map[string]map[string]rules.Decimal{}
		for _, row := range q.Rows {
			v.Cells[row.Code] = map[string]rules.Decimal{q.Columns[0].Code: number()}
		}
	case rules.Date:
		v.Text = "2026-01-31"
	default:
		v.Text = hostile(r)
	}
	return v
}

func TestTemplateIsTheSameBytesEveryTime(t *testing.T) {
	t.Parallel()
	def := definition(t)
	first, second := template(t, def, "id", nil), template(t, def, "id", nil)
	if !bytes.Equal(first, second) {
		t.Error("two workbooks from the same questionnaire differ")
	}
}

func TestTemplateSaysConditionsAndOffersOptions(t *testing.T) {
	t.Parallel()
	def := definition(t)
	f, err := excelize.OpenReader(bytes.NewReader(template(t, def, "en", nil)))
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	validations := 0
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text += strings.Join(row, "\t") + "\n"
		}
		v, err := f.GetDataValidations(name)
		if err != nil {
			t.Fatal(err)
		}
		validations += len(v)
	}
	for _, want := range []string{"Answered only if: ", "Unit: ", "More evidence", "agents_used"} {
		if !strings.Contains(text, want) {
			t.Errorf("the workbook does not say %q", want)
		}
	}
	if validations < len(def.Questions) {
		t.Errorf("%d cells have a rule, fewer than %d questions", validations, len(def.Questions))
	}
	if visible, err := f.GetSheetVisible("tuntas"); err != nil || visible {
		t.Error("the sheet that says which questionnaire this is can be seen")
	}
}

func TestTemplateOpensOnItsGuide(t *testing.T) {
	t.Parallel()
	f, err := excelize.OpenReader(bytes.NewReader(template(t, definition(t), "en", nil)))
	if err != nil {
		t.Fatal(err)
	}
	names := f.GetSheetList()
	if names[0] != "Guide" || names[1] != "Company" || f.GetActiveSheetIndex() != 0 {
		t.Errorf("the sheets are %v, the active one is %d", names, f.GetActiveSheetIndex())
	}
}
