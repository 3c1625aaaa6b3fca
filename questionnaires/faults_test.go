package questionnaires_test

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
)

// smallLibrary is the valid questionnaire, to be spoiled.
func smallLibrary(t testing.TB) fstest.MapFS {
	t.Helper()
	library := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS("testdata/library"), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/library/" + name)
		library[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return library
}

// spoil replaces one place of a file that must be there once.
func spoil(t testing.TB, library fstest.MapFS, name, from, to string) {
	t.Helper()
	text := string(library[name].Data)
	if n := strings.Count(text, from); n != 1 {
		t.Fatalf("%q stands %d times in %s", from, n, name)
	}
	library[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
}

func messages(list []questionnaires.Fault) []string {
	out := make([]string, len(list))
	for i, f := range list {
		out[i] = f.String()
	}
	return out
}

func TestTheSmallQuestionnaireIsValid(t *testing.T) {
	t.Parallel()
	r := questionnaires.Check(os.DirFS("testdata/library"), "small/v1.yaml")
	if diff := cmp.Diff([]string{}, messages(r.Faults)); diff != "" {
		t.Fatal(diff)
	}
	want := questionnaires.Counts{
		Sections: 1, Questions: 11, ShortPath: 4, Conditions: 12, Findings: 2, Actions: 2, Modules: 1,
		References: 2, ReferencesVerified: 1, ConsistencyRules: 2, Cases: 2,
	}
	if diff := cmp.Diff(want, r.Counts); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"id", "en"}, r.Languages); diff != "" {
		t.Error(diff)
	}
}

// TestAFaultIsNamedWithItsPlace spoils the valid questionnaire in one place per row and expects these faults alone.
func TestAFaultIsNamedWithItsPlace(t *testing.T) {
	t.Parallel()
	for _, row := range slices.Concat(modelFaults, partFaults) {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			library := smallLibrary(t)
			delete(library, "small/v1.en.yaml")
			delete(library, "small/v1.cases.yaml")
			spoil(t, library, "small/v1.yaml", row.from, row.to)
			r := questionnaires.Check(library, "small/v1.yaml")
			if diff := cmp.Diff(row.want, messages(r.Faults)); diff != "" {
				t.Error(diff)
			}
			if _, err := questionnaires.Load(library, "small/v1.yaml"); err == nil {
				t.Error("a questionnaire with faults was loaded")
			}
		})
	}
}

func TestAQuestionnaireOfControlsOnlyNeedsNoRiskParts(t *testing.T) {
	t.Parallel()
	library := os.DirFS("testdata/library")
	def, err := questionnaires.Load(library, "controls/v1.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(def.Model.Factors) != 0 || len(def.Model.Bands) != 0 || def.Counts.Questions != 2 {
		t.Errorf("%+v", def.Model)
	}
	spoiled := smallLibrary(t)
	spoil(t, spoiled, "controls/v1.yaml", "  controls_colour: {red_below: 50, green_from: 75}\n", "")
	spoil(t, spoiled, "controls/v1.yaml", "role: {domain: remedy, layer: pra, weight: 1, effort: 2}", "role: {factor: rec}")
	want := []string{
		"controls/v1.yaml:8:3: model has no controls_colour; add it",
		"controls/v1.yaml:10:12: domain remedy has no question; give one the domain, or remove it",
		`controls/v1.yaml:62:28: there is no factor "rec"`,
		"controls/v1.yaml:64:63: value of band 2 of question remedied is a severity, one of 0, 0.25, 0.5, 0.75, 1, not 0.6",
	}
	spoil(t, spoiled, "controls/v1.yaml", "value: 0.5}", "value: 0.6}")
	if diff := cmp.Diff(want, messages(questionnaires.Check(spoiled, "controls/v1.yaml").Faults)); diff != "" {
		t.Error(diff)
	}
}

func TestMoreDomainsOrFactorsThanScoringCanHoldAreRefused(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"domains", "factors"} {
		library := smallLibrary(t)
		var more strings.Builder
		for i := range 61 {
			fmt.Fprintf(&more, "\n    - {id: x%d, name: Contoh, weight: 0.0001}", i)
		}
		spoil(t, library, "small/v1.yaml", "  "+part+":\n", "  "+part+":"+more.String()+"\n")
		got := strings.Join(messages(questionnaires.Check(library, "small/v1.yaml").Faults), "\n")
		if want := "a questionnaire has at most 60 " + part + ", and this one has 6"; !strings.Contains(got, want) {
			t.Errorf("the faults are %s, want one that says %q", got, want)
		}
	}
}
