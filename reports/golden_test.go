package reports_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/reports"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got); run the tests with -update when that is meant:\n%s", path, diff)
	}
}

func TestGoldenSmall(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		golden(t, "small-"+lang+".txt", plainText(t, smallReport(t, lang, nil)))
	}
}

func TestGoldenExamples(t *testing.T) {
	t.Parallel()
	for _, name := range examples() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			def, answers, result := example(t, name)
			for _, lang := range []string{"id", "en"} {
				doc := compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: lang})
				golden(t, name+"-"+lang+".txt", plainText(t, doc))
			}
		})
	}
}
