package scoring_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

func TestWorkedCasesGiveWhatTheirAuthorsExpect(t *testing.T) {
	t.Parallel()
	refs, err := questionnaires.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		def, err := questionnaires.Open(ref.String())
		if err != nil {
			t.Fatal(err)
		}
		m, err := scoring.Compile(def)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range def.Cases {
			t.Run(ref.String()+"/"+c.ID, func(t *testing.T) {
				t.Parallel()
				meets(t, m, c)
			})
		}
	}
}

func meets(t *testing.T, m *scoring.Model, c questionnaires.WorkedCase) {
	t.Helper()
	s := m.NewSheet(c.Answers, "")
	r := m.Score(c.Answers, "")
	for _, q := range c.Expect.Shown {
		if !s.Applies(q) {
			t.Errorf("%s does not apply", q)
		}
	}
	for _, q := range c.Expect.Hidden {
		if s.Applies(q) {
			t.Errorf("%s applies", q)
		}
	}
	meetsFlags(t, r, c.Expect.Flags)
	for _, f := range c.Expect.Findings {
		if !found(r, f) {
			t.Errorf("finding %s is missing", f)
		}
	}
	for _, f := range c.Expect.NotFindings {
		if found(r, f) {
			t.Errorf("finding %s is there", f)
		}
	}
	meetsResult(t, r, c.Expect)
}

func found(r *scoring.Result, id string) bool {
	return slices.ContainsFunc(r.Findings, func(f scoring.Finding) bool { return f.ID == id })
}

func meetsResult(t *testing.T, r *scoring.Result, want questionnaires.Expectation) {
	t.Helper()
	if want.Band != "" && r.Published.Band != want.Band {
		t.Errorf("band %s, expected %s", r.Published.Band, want.Band)
	}
	if want.Colour != "" && r.Published.Colour != want.Colour {
		t.Errorf("colour %s, expected %s", r.Published.Colour, want.Colour)
	}
	if want.CaseAlert != nil && r.CaseAlert != *want.CaseAlert {
		t.Errorf("case alert %v, expected %v", r.CaseAlert, *want.CaseAlert)
	}
	for path, number := range want.Result {
		if got := at(t, r, path); got != number {
			t.Errorf("%s is %d, expected %d", path, got, number)
		}
	}
}

func meetsFlags(t *testing.T, r *scoring.Result, want map[string]questionnaires.FlagState) {
	t.Helper()
	got := map[string]questionnaires.FlagState{}
	for _, f := range r.Flags {
		got[f.ID] = f.State
	}
	for id, state := range want {
		if got[id] != state {
			t.Errorf("flag %s is %q, expected %s", id, got[id], state)
		}
	}
}

// at is the whole number at a dotted path of the result document.
func at(t *testing.T, r *scoring.Result, path string) int64 {
	t.Helper()
	data, err := questionnaires.CanonicalJSON(r)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.UseNumber()
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	var v any = doc
	for key := range strings.SplitSeq(path, ".") {
		object, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("no %s in the result", path)
		}
		v = object[key]
	}
	number, ok := v.(json.Number)
	if !ok {
		t.Fatalf("%s is not a number", path)
	}
	n, err := number.Int64()
	if err != nil {
		t.Fatal(err)
	}
	return n
}
