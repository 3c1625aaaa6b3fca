package questionnaires_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"tuntas/questionnaires"
)

// guide is the examples of AUTHORING.md by what they are: "" for parts of one questionnaire, a file name, or the kind of
// a fragment.
func guide(t *testing.T) (text string, blocks map[string][]string) {
	t.Helper()
	data, err := os.ReadFile("AUTHORING.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks = map[string][]string{}
	for _, m := range regexp.MustCompile("(?ms)^```yaml ?(.*?)\n(.*?)^```$").FindAllStringSubmatch(string(data), -1) {
		blocks[m[1]] = append(blocks[m[1]], m[2])
	}
	return string(data), blocks
}

// guideLibrary joins the parts of the guide's questionnaire.
func guideLibrary(blocks map[string][]string) fstest.MapFS {
	library := fstest.MapFS{"contoh/v1.yaml": {Data: []byte(strings.Join(blocks[""], ""))}}
	for _, name := range []string{"v1.cases.yaml", "examples/pt-contoh.yaml"} {
		library["contoh/"+name] = &fstest.MapFile{Data: []byte(strings.Join(blocks[name], ""))}
	}
	return library
}

func TestTheGuidesPartsAreAQuestionnaire(t *testing.T) {
	t.Parallel()
	_, blocks := guide(t)
	def, err := questionnaires.Load(guideLibrary(blocks), "contoh/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if def.Counts.Questions != 4 || len(def.Cases) != 1 {
		t.Errorf("%+v", def.Counts)
	}
}

func TestTheGuidesFragmentsFitIntoIt(t *testing.T) {
	t.Parallel()
	_, blocks := guide(t)
	kinds := map[string]struct{ before, indent string }{"question": {"consistency:\n", "          "}, "derived": {"sections:\n", "  "}}
	for kind, place := range kinds {
		if len(blocks[kind]) == 0 {
			t.Errorf("the guide has no example of a %s", kind)
		}
		for _, fragment := range blocks[kind] {
			library := guideLibrary(blocks)
			indented := place.indent + strings.ReplaceAll(strings.TrimSuffix(fragment, "\n"), "\n", "\n"+place.indent) + "\n"
			spoil(t, library, "contoh/v1.yaml", "\n"+place.before, "\n"+indented+place.before)
			for _, f := range questionnaires.Check(library, "contoh/v1.yaml").Faults {
				t.Errorf("%s\n%s", f, fragment)
			}
		}
	}
	for kind := range blocks {
		if !slices.Contains([]string{"", "question", "derived", "v1.en.yaml", "v1.cases.yaml", "examples/pt-contoh.yaml"}, kind) {
			t.Errorf("nothing runs the example %q", kind)
		}
	}
}

func TestTheGuidesTranslationIsRight(t *testing.T) {
	t.Parallel()
	_, blocks := guide(t)
	library := guideLibrary(blocks)
	library["contoh/v1.en.yaml"] = &fstest.MapFile{Data: []byte(strings.Join(blocks["v1.en.yaml"], ""))}
	for _, f := range questionnaires.Check(library, "contoh/v1.yaml").Faults {
		if !strings.Contains(f.Message, "is missing; add ") {
			t.Error(f)
		}
	}
}

// TestTheGuideExplainsRealFaults compares the guide's table with the sentences that other tests have seen.
func TestTheGuideExplainsRealFaults(t *testing.T) {
	t.Parallel()
	var seen []string
	for _, row := range slices.Concat(modelFaults, partFaults) {
		seen = append(seen, row.want...)
	}
	for _, row := range siblingFaults {
		seen = append(seen, row.want...)
	}
	text, _ := guide(t)
	_, table, _ := strings.Cut(text, "## 14. ")
	rows := regexp.MustCompile("(?m)^\\| `(.*)` \\|").FindAllStringSubmatch(table, -1)
	if len(rows) < 20 {
		t.Fatalf("the guide explains %d faults", len(rows))
	}
	for _, row := range rows {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(row[1]), "…", ".*")
		if !slices.ContainsFunc(seen, regexp.MustCompile(pattern).MatchString) {
			t.Errorf("no fault says %s", row[1])
		}
	}
}
