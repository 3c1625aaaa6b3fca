package main

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires/rules"
)

func TestWhatifKeepsTheOtherCellsOfATable(t *testing.T) {
	t.Parallel()
	def, answers, err := readAnswers(palm, "")
	if err != nil {
		t.Fatal(err)
	}
	a, err := assess(&environment{process: &process{now: clock}}, def, answers, "")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := a.changes([]string{"workforce_table=permanent.women:5"})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]rules.Decimal{}
	for row, cells := range answers.Answers["workforce_table"].Value.Cells {
		want[row] = maps.Clone(cells)
	}
	if len(slices.Collect(maps.Keys(want))) < 2 {
		t.Fatal("the table of the example has one row, so this shows nothing")
	}
	want["permanent"]["women"] = 5 * rules.One
	if diff := cmp.Diff(want, changes["workforce_table"].Value.Cells); diff != "" {
		t.Error(diff)
	}
	if answers.Answers["workforce_table"].Value.Cells["permanent"]["women"] == 5*rules.One {
		t.Error("the answers that were given have changed")
	}
}
