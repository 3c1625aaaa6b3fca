package questionnaires_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
)

const (
	english = "small/v1.en.yaml"
	cases   = "small/v1.cases.yaml"
	sheet   = "small/examples/estate.yaml"
)

// siblingFaults is what can be wrong beside a questionnaire.
var siblingFaults = []struct {
	name, file, from, to string
	want                 []string
}{
	{
		"refuses a stale translation", "small/v1.yaml", "title: Uji tuntas kecil", "title: Uji tuntas baru",
		[]string{english + ":5:15: the source text of title has changed since it was translated; compare them, then write of: " + questionnaires.Fingerprint("Uji tuntas baru")},
	},
	{
		"refuses a missing translation", english, "  title: {of: " + questionnaires.Fingerprint("Uji tuntas kecil") + ", text: English of title}\n", "",
		[]string{english + ":5:3: the translation of title is missing; add title: {of: " + questionnaires.Fingerprint("Uji tuntas kecil") + ", text: …}"},
	},
	{
		"refuses an unused translation", english, "texts:\n", "texts:\n  question.agents_usd.text: {of: 00000000, text: Old}\n",
		[]string{english + `:5:3: nothing has the text "question.agents_usd.text"; remove it; did you mean question.agents_used.text?`},
	},
	{
		"refuses an empty translation", english, "text: English of title}", `text: ""}`,
		[]string{english + ":5:31: text of title is empty; write it"},
	},
	{
		"refuses a translation of another version", english, "version: 1", "version: 2",
		[]string{english + ":2:10: this belongs to version 2, but stands beside version 1"},
	},
	{
		"refuses a translation of another questionnaire", english, "questionnaire: small", "questionnaire: large",
		[]string{english + ":1:16: this belongs to large, but stands beside small"},
	},
	{
		"refuses a translation into another language than its name says", english, "language: en", "language: fr",
		[]string{english + `:3:11: language of the translation must be one of en, not "fr"`},
	},
	{
		"refuses a case of an unknown question", cases, "shown: [agent_types]", "shown: [agent_type]",
		[]string{cases + `:8:15: there is no question "agent_type"; did you mean agent_types?`},
	},
	{
		"refuses a case with an unknown finding", cases, "not_findings: [no_fee_rule]", "not_findings: [fee_rule]",
		[]string{cases + `:11:22: there is no finding "fee_rule"`},
	},
	{
		"refuses a case with an unknown flag state", cases, "flags: {papers_refused: open}", "flags: {papers_refused: opened}",
		[]string{cases + `:9:31: papers_refused of flags must be one of open, undetermined, closed, not "opened"`},
	},
	{
		"refuses a case with an unknown band", cases, "band: very_high", "band: worst",
		[]string{cases + `:12:13: band of expect of case estate must be one of low, moderate, high, very_high, insufficient_information, not "worst"`},
	},
	{
		"refuses a case without answers", cases, "    answers: examples/estate.yaml\n", "",
		[]string{cases + ":4:5: case estate has no answers; name a file, or write them under sheet"},
	},
	{
		"refuses a case whose file is missing", cases, "examples/estate.yaml", "examples/none.yaml",
		[]string{"small/examples/none.yaml: there is no such file"},
	},
	{
		"refuses a case whose file lies elsewhere", cases, "examples/estate.yaml", "../../estate.yaml",
		[]string{cases + `:6:14: answers of case estate must name a file below the folder of the questionnaire, not "../../estate.yaml"`},
	},
	{
		"refuses a case with a wrong answer", cases, "answers: {agents_used: no}", "answers: {agents_used: never}",
		[]string{cases + `:21:30: agents_used has no option "never"`},
	},
	{
		"refuses a case whose answers file is at fault", sheet, "  cases: 3", "  cases: -3",
		[]string{sheet + `:8:10: cases must lie between 0 and 100000, not "-3"`},
	},
}

func TestAFaultInASiblingIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, row := range siblingFaults {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			library := smallLibrary(t)
			spoil(t, library, row.file, row.from, row.to)
			got := messages(questionnaires.Check(library, "small/v1.yaml").Faults)
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestASiblingNeedsALanguage(t *testing.T) {
	t.Parallel()
	library := smallLibrary(t)
	library["small/v1.id.yaml"] = library["small/v1.en.yaml"]
	library["small/v1.English.yaml"] = library["small/v1.en.yaml"]
	got := messages(questionnaires.Check(library, "small/v1.yaml").Faults)
	const end = " is no language to translate into; a translation is named like v1.en.yaml, worked cases v1.cases.yaml"
	want := []string{`small/v1.English.yaml: "English"` + end, `small/v1.id.yaml: "id"` + end}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTranslationsAndCasesAreLoaded(t *testing.T) {
	t.Parallel()
	def := small(t)
	if got := def.Wording("en").Question("agents_used"); got != "English of question.agents_used.text" {
		t.Error(got)
	}
	words := def.Wording("id")
	got := []string{
		words.Question("agents_used"), words.Question("sector"), words.Option("agents_used", "no"), words.Row("workforce_table", "daily"),
		words.Column("workforce_table", "women"), words.Derived("headcount"), words.Module("m1"), words.Question("unknown"),
	}
	want := []string{"Apakah pihak luar ikut mencari pekerja?", "Risiko sektor", "Tidak", "harian lepas", "perempuan", "jumlah pekerja", "Sebelas tanda", "unknown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(def.Cases) != 2 || def.Cases[0].Answers.Company.Name != "PT Contoh Sawit" || def.Cases[0].Expect.Result["inherent.value"] != 840000 {
		t.Errorf("%+v", def.Cases)
	}
}

func TestRedFlagQuestionsAreMarked(t *testing.T) {
	t.Parallel()
	def := small(t)
	var marked []string
	for _, q := range def.Questions {
		if q.RedFlag {
			marked = append(marked, q.ID)
		}
	}
	if diff := cmp.Diff([]string{"agents_used", "fee_rule", "documents_access"}, marked); diff != "" {
		t.Error(diff)
	}
}

// TestAFaultInsideAConditionHasItsPlaceInTheFile writes one wrong condition in every way YAML knows.
func TestAFaultInsideAConditionHasItsPlaceInTheFile(t *testing.T) {
	t.Parallel()
	for _, row := range []struct{ name, written, place string }{
		{"plain", "agents and wrong > 1", ":174:30: "},
		{"in single quotes", `'agents and wrong > 1'`, ":174:31: "},
		{"after a doubled quote", `'any(agent_types, ''sponsor'') and wrong > 1'`, ":174:54: "},
		{"in double quotes with escapes", `"any(agent_types, \"sponsor\") and wrong > 1"`, ":174:54: "},
		{"as a block", "|\n                agents\n                and wrong > 1", ":176:21: "},
		{"folded", ">\n                agents\n                and wrong > 1", ":174:19: "},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			library := smallLibrary(t)
			spoil(t, library, "small/v1.yaml", "show: agents\n", "show: "+row.written+"\n")
			got := messages(questionnaires.Check(library, "small/v1.yaml").Faults)
			want := []string{"small/v1.yaml" + row.place + `there is no question or derived value "wrong": correct the name or declare it`}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
