package web_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/assessment"
	"tuntas/app/web"
	"tuntas/questionnaires/rules"
)

func TestNumbersStandInTheFormAsPeopleReadThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ canonical, id, en string }{
		{"0", "0", "0"},
		{"999", "999", "999"},
		{"1000", "1.000", "1,000"},
		{"1234567.5", "1.234.567,5", "1,234,567.5"},
		{"-1234.25", "-1.234,25", "-1,234.25"},
		{"sekitar 40", "sekitar 40", "sekitar 40"},
		{"", "", ""},
	} {
		if got := web.LocalNumber(c.canonical, "id"); got != c.id {
			t.Errorf("%q reads %q in Indonesian instead of %q", c.canonical, got, c.id)
		}
		if got := web.LocalNumber(c.canonical, "en"); got != c.en {
			t.Errorf("%q reads %q in English instead of %q", c.canonical, got, c.en)
		}
	}
}

// What is sent back as it was shown is not touched, for every question of the questionnaire and every way to answer.
func TestAnUntouchedAnswerKeepsItsMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	id := owner.begin("2026", 1000, "Catatan pertama.\nBaris kedua & <b>tebal</b>")
	view, def := owner.view(id), definition(t)
	entries := view.Assessment.Answers
	for i := range def.Questions {
		q := &def.Questions[i]
		e := entries[q.ID]
		ways := []assessment.Entry{
			e,
			{Choice: assessment.NotKnown, Who: "Sari", By: "2027-01-15"},
			{Choice: assessment.NotApplicable, Reason: "Tidak ada\nkapal"},
			{},
		}
		if q.Kind == rules.Number {
			ways = append(ways, assessment.Entry{Choice: assessment.Unreadable, Typed: assessment.Value, Text: "sekitar 40"})
		}
		for _, entry := range ways {
			for _, lang := range []string{"id", "en"} {
				form, mark := h.server.FormMark(q, entry, lang)
				back, in := web.ReadMark(q, form, lang)
				if back != mark {
					t.Errorf("%s, %s as %s: the mark changed on the way; form %v", q.ID, lang, entry.Choice, form)
				}
				wantsInput(t, q.Kind, &entry, &in)
			}
		}
	}
}

// wantsInput checks that what is read from a form is what stood in it.
func wantsInput(t *testing.T, kind rules.Kind, e *assessment.Entry, in *assessment.Input) {
	t.Helper()
	if e.Choice == assessment.Value && in.Choice != assessment.Value || e.Choice == assessment.NotKnown && (in.Choice != e.Choice || in.Who != e.Who) {
		t.Errorf("%s: %s became %s", in.Question, e.Choice, in.Choice)
	}
	if e.Choice == assessment.Value && (kind == rules.Single || kind == rules.Multiple) {
		if diff := cmp.Diff(e.Codes, in.Codes); diff != "" {
			t.Errorf("%s: %s", in.Question, diff)
		}
	}
}
