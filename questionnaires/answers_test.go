package questionnaires_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func small(t testing.TB) *questionnaires.Definition {
	t.Helper()
	def, err := questionnaires.Load(os.DirFS("testdata/library"), "small/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func TestEveryPartOfAnAnswersFileIsRead(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/library/small/examples/estate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	got, faults := questionnaires.DecodeAnswers("estate.yaml", data, small(t))
	if diff := cmp.Diff([]string{}, messages(faults)); diff != "" {
		t.Fatal(diff)
	}
	code := func(codes ...string) questionnaires.AnswerValue { return questionnaires.AnswerValue{Codes: codes} }
	passport := code("passport")
	n := func(i int64) rules.Decimal { return rules.Decimal(i) * rules.One }
	want := &questionnaires.Answers{
		Questionnaire: "small@1",
		Company: questionnaires.Company{
			Name: "PT Contoh Sawit", NIB: "9120001234567", KBLIVersion: 2020, KBLI: []string{"01262"},
			Sites: []questionnaires.Site{{Name: "Kebun", Province: "62"}},
		},
		Period: "2026", Date: "2026-11-20",
		Answers: map[string]questionnaires.Answer{
			"workforce_table": {
				State: questionnaires.Answered, Comment: "Per 31 Oktober",
				Value: questionnaires.AnswerValue{Cells: map[string]map[string]rules.Decimal{
					"permanent": {"women": n(120), "men": n(190)}, "daily": {"women": n(160), "men": n(360)},
				}},
			},
			"started": {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Text: "2001-05-01"}},
			"cases":   {State: questionnaires.Answered, Value: questionnaires.AnswerValue{Number: n(3)}},
			"agents_used": {
				State: questionnaires.Answered, Value: code("yes"),
				Evidence: []questionnaires.Evidence{{Level: 1, Kind: "document", Name: "Perjanjian agen", Date: "2026-03-01", Expires: "2027-03-01"}},
			},
			"agent_types":      {State: questionnaires.Answered, Value: code("sponsor")},
			"fee_rule":         {State: questionnaires.InProgress},
			"fees_share":       {State: questionnaires.NotKnown, Who: "HR", By: "2026-12-15"},
			"documents_held":   {State: questionnaires.Answered, Value: code("none"), Verified: &passport, Review: questionnaires.ReviewContradicts},
			"documents_access": {State: questionnaires.Answered, Value: code("refused"), SelfDisclosed: true},
			"document_rules":   {State: questionnaires.NotApplicable, Reason: "Tidak ada dokumen"},
		},
		Signals: []questionnaires.Signal{{Indicator: 9, Source: "grievance_pending"}, {Indicator: 7, Source: "survey", X: 7, N: 60}},
		Flags:   []questionnaires.FlagRecord{{ID: "papers_refused", State: questionnaires.FlagClosed, ClosedOn: "2026-09-01"}},
		SHA256:  got.SHA256,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAFaultyAnswerIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	def := small(t)
	for _, row := range answersFaults {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, faults := questionnaires.DecodeAnswers("a.yaml", []byte(row.file), def)
			if diff := cmp.Diff(row.want, messages(faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFaultyJSONIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	def := small(t)
	for _, row := range []struct{ name, file, want string }{
		{"a key twice", `{"questionnaire": "small@1", "company": {"name": "a"}, "period": 1, "period": 2}`, `a.json:1:69: "period" stands twice, first in line 1; keep one`},
		{"a fault in the second line", "{\"questionnaire\": \"small@1\", \"company\": {\"name\": \"a\"},\n \"answers\": {\"cases\": \"many\"}}", `a.json:2:23: cases is "many", which is not a number`},
		{"an end in the middle", `{"questionnaire": "small@1",`, "a.json:1:29: the file ends before the document does"},
		{"more after the end", `{} {}`, "a.json:1:4: more follows after the end of the document; a file holds one"},
		{"a comma too many", `{"period": 1,}`, "a.json:1:14: this is not well-formed JSON (invalid character '}' looking for beginning of object key string)"},
		{"a control character in a text", `{"questionnaire": "small@1", "company": {"name": "a\u0000"}}`, "a.json:1:50: name of company holds a control character; remove it"},
		{"nothing", ``, "a.json:1:1: the file ends before the document does"},
		{"depth", strings.Repeat("[", 100_000), "a.json:1:34: values are nested more than 32 levels deep"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			_, faults := questionnaires.DecodeAnswers("a.json", []byte(row.file), def)
			if diff := cmp.Diff([]string{row.want}, messages(faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOneContentHasOneHash(t *testing.T) {
	t.Parallel()
	def := small(t)
	const first = head + `period: 2026
answers:
  cases: 3
  fees_share: {value: 0.5, evidence: [{level: E1, name: a}, {level: E2, name: b}]}
  documents_held: [diploma, passport]
  agents_used: {value: yes}
  started:
signals: [{indicator: 9, source: admission}, {indicator: 1, source: admission}]
`
	want, faults := questionnaires.DecodeAnswers("a.yaml", []byte(first), def)
	if len(faults) > 0 || len(want.SHA256) != 64 {
		t.Fatal(faults, want.SHA256)
	}
	for name, file := range map[string]string{
		"in another order, with other spellings": `signals: [{source: admission, indicator: 1}, {indicator: 9, source: admission}]
answers:
  agents_used: "yes"
  documents_held: {value: [passport, diploma]}
  fees_share: {evidence: [{name: b, level: E2}, {name: a, level: E1}], value: 0.50}
  cases: {value: "3.0", comment: ""}
  document_rules: []
  workforce_table: {permanent: {women: }, daily: }
  note: ""
overdue: 0
first_green: false
company: {name: " PT Contoh "}
questionnaire: small@1
period: "2026"
`,
		"as JSON": `{"questionnaire": "small@1", "company": {"name": "PT Contoh"}, "period": 2026, "answers": {"cases": 3, "agents_used": ["yes"],
 "fees_share": {"value": 0.5, "evidence": [{"level": "E1", "name": "a"}, {"level": "E2", "name": "b"}]},
 "documents_held": ["diploma", "passport"]}, "signals": [{"indicator": 9, "source": "admission"}, {"indicator": 1, "source": "admission"}]}`,
	} {
		format := "b.yaml"
		if strings.HasPrefix(file, "{") {
			format = "b.json"
		}
		got, faults := questionnaires.DecodeAnswers(format, []byte(file), def)
		if len(faults) > 0 {
			t.Error(name, faults)
		}
		if got.SHA256 != want.SHA256 {
			a, _ := questionnaires.EncodeAnswers(want)
			b, _ := questionnaires.EncodeAnswers(got)
			t.Errorf("%s: another hash\n%s\n%s", name, a, b)
		}
	}
	want.Overdue = 1
	if before := want.SHA256; before == want.Rehash() {
		t.Error("another content has the same hash")
	}
}

func TestCanonicalAnswersAreReadBack(t *testing.T) {
	t.Parallel()
	def := small(t)
	data, err := os.ReadFile("testdata/library/small/examples/estate.yaml")
	if err != nil {
		t.Fatal(err)
	}
	first, _ := questionnaires.DecodeAnswers("estate.yaml", data, def)
	canonical, err := questionnaires.EncodeAnswers(first)
	if err != nil {
		t.Fatal(err)
	}
	second, faults := questionnaires.DecodeAnswers("estate.json", canonical, def)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	first.Signals[0], first.Signals[1] = first.Signals[1], first.Signals[0] // sorted in the canonical form
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutADefinitionTheHeaderIsRead(t *testing.T) {
	t.Parallel()
	a, faults := questionnaires.DecodeAnswers("a.yaml", []byte(head+"answers: {whatever: 3}\nsignals: [{}]\n"), nil)
	if len(faults) > 0 || a.Questionnaire != "small@1" || a.Company.Name != "PT Contoh" || a.Answers != nil {
		t.Errorf("%v %+v", faults, a)
	}
}

func TestNoAnswersFileTakesLong(t *testing.T) {
	def := small(t)
	const size = (1<<20 - 200) / slowdown
	for name, item := range map[string]string{
		"questions": "  q%: 1\n", "rows": "  workforce_table: {r: 1}\n", "brackets": "[", "braces": "{a: ", "texts": "a",
	} {
		content := head + "answers:\n" + strings.Repeat(item, size/len(item))
		for _, file := range []string{"a.yaml", "a.json"} {
			timed(t, func() {
				if _, faults := questionnaires.DecodeAnswers(file, []byte(content), def); len(faults) == 0 {
					t.Errorf("%s as %s has no faults", name, file)
				}
			})
		}
	}
}
