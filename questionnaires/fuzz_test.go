package questionnaires_test

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
	"testing/fstest"

	"tuntas/questionnaires"
)

func seed(f *testing.F, names ...string) {
	f.Helper()
	for _, name := range names {
		data, err := os.ReadFile("testdata/library/small/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
}

// FuzzDecode reads anything as a questionnaire: it is refused with faults that have a message, or it can be used.
func FuzzDecode(f *testing.F) {
	seed(f, "v1.yaml", "v1.cases.yaml", "v1.en.yaml")
	for _, content := range hostileYAML() {
		f.Add([]byte(content[:min(len(content), 500)]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		library := smallLibrary(t)
		library["small/v1.yaml"] = &fstest.MapFile{Data: data}
		timed(t, func() {
			def, err := questionnaires.Load(library, "small/v1.yaml")
			if err == nil && (def.Program == nil || def.Ref() != "small@1") {
				t.Errorf("a questionnaire without program was loaded: %s", def.Ref())
			}
		})
		library = smallLibrary(t)
		library["small/v1.en.yaml"] = &fstest.MapFile{Data: data}
		library["small/v1.cases.yaml"] = &fstest.MapFile{Data: data}
		timed(t, func() {
			for _, fault := range questionnaires.Check(library, "small/v1.yaml").Faults {
				if fault.Message == "" || fault.File == "" {
					t.Errorf("a fault without message or file: %+v", fault)
				}
			}
		})
	})
}

// FuzzAnswers reads anything as answers: what is accepted has a hash, and its canonical form says the same.
func FuzzAnswers(f *testing.F) {
	seed(f, "examples/estate.yaml")
	f.Add([]byte(`{"questionnaire": "small@1", "company": {"name": "a"}, "answers": {"cases": 3, "note": "\ud83d\ude00"}}`))
	def := small(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"a.yaml", "a.json"} {
			timed(t, func() {
				first, faults := questionnaires.DecodeAnswers(name, data, def)
				if len(faults) > 0 {
					return
				}
				canonical, err := questionnaires.EncodeAnswers(first)
				if err != nil {
					t.Fatal(err)
				}
				second, faults := questionnaires.DecodeAnswers("b.json", canonical, def)
				if len(faults) > 0 || len(first.SHA256) != 64 || second.SHA256 != first.SHA256 {
					t.Errorf("%s\n%s %s %v", canonical, first.SHA256, second.SHA256, faults)
				}
			})
		}
	})
}

// FuzzCanonicalJSON writes anything that is JSON: the canonical form is JSON, and its own canonical form.
func FuzzCanonicalJSON(f *testing.F) {
	f.Add([]byte(`{"b":[1,-2,"\u2028"],"a":{"c":true}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		first, err := questionnaires.CanonicalJSON(json.RawMessage(data))
		if err != nil {
			return
		}
		second, err := questionnaires.CanonicalJSON(json.RawMessage(first))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%q became %q: %v", first, second, err)
		}
	})
}
