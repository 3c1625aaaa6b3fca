package assessment_test

import (
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	const refused = "refused"
	for _, c := range []struct{ typed, indonesian, english string }{
		{"40", "40", "40"},
		{" 40 ", "40", "40"},
		{"1.234,5", "1234.5", refused},
		{"1,234.5", refused, "1234.5"},
		{"1.234", "1234", "1.234"},
		{"1,234", "1.234", "1234"},
		{"1.234.567", "1234567", refused},
		{"1,234,567", refused, "1234567"},
		{"12.5", "12.5", "12.5"},
		{"12,5", "12.5", "12.5"},
		{"1 234", "1234", "1234"},
		{"1\u00a0234", "1234", "1234"},
		{"10 20", refused, refused},
		{"12.34.56", refused, refused},
		{"1.2345", "1.2345", "1.2345"},
		{"1,23456", refused, refused},
		{"0,5", "0.5", "0.5"},
		{"0.125", refused, "0.125"},
		{"-3", "-3", "-3"},
		{"−3", "-3", "-3"},
		{"+3", "3", "3"},
		{"４０", "40", "40"},
		{"007", "7", "7"},
		{"1000000000", "1000000000", "1000000000"},
		{"1000000001", refused, refused},
		{"sekitar 40", refused, refused},
		{"40 orang", refused, refused},
		{"40%", refused, refused},
		{"", refused, refused},
		{".", refused, refused},
		{",5", refused, refused},
		{"5,", refused, refused},
		{"--5", refused, refused},
		{"1e3", refused, refused},
		{"0x10", refused, refused},
		{"NaN", refused, refused},
		{"∞", refused, refused},
		{"9999999999999999999999", refused, refused},
		{"12/2026", refused, refused},
	} {
		for lang, want := range map[string]string{"id": c.indonesian, "en": c.english} {
			d, ok := assessment.ParseNumber(c.typed, lang)
			got := refused
			if ok {
				got = questionnaires.FormatDecimal(d)
			}
			if got != want {
				t.Errorf("%q in %s is %s, want %s", c.typed, lang, got, want)
			}
		}
	}
}

func TestDaysAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"2026-12-15": "2026-12-15", "15/12/2026": "2026-12-15", "15-12-2026": "2026-12-15", "15.12.2026": "2026-12-15",
		"15 Desember 2026": "2026-12-15", "15 December 2026": "2026-12-15", "15 des 2026": "2026-12-15", " 5  mei 2026 ": "2026-05-05",
		"5/1/2026": "2026-01-05", "17 Agustus 2026": "2026-08-17", "17 Agt 2026": "2026-08-17", "29 Februari 2028": "2028-02-29",
		"1 Sept 2026": "2026-09-01", "3 March 2026": "2026-03-03",
		"29 Februari 2026": "", "31/4/2026": "", "32/1/2026": "", "0/1/2026": "", "15/13/2026": "", "15/12/26": "", "12-2026": "",
		"besok": "", "": "", "15 Foo 2026": "", "15 De 2026": "", "1/1/1899": "", "1/1/2200": "", "2026-13-01": "", "-1/1/2026": "",
		"15 Desember": "", "١٥/١٢/٢٠٢٦": "",
	} {
		got, ok := assessment.ParseDay(typed)
		if !ok {
			got = ""
		}
		if got != want {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
}

func TestTextsAreCleaned(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\r\nb\rc":                 "a\nb\nc",
		"  gaji\u0000 pokok\u0007 ": "gaji pokok",
		"evil\u202etxt.exe":         "eviltxt.exe",
		"e\u0301":                   "é",
		"a\u2028b":                  "a\nb",
		"tab\there":                 "tab\there",
		"bad\xffbyte":               "badbyte",
		"\ufeffmark":                "mark",
		"عربي \u200f ok":            "عربي \u200f ok",
	} {
		if got := assessment.Clean(in); got != want {
			t.Errorf("%q is cleaned to %q, want %q", in, got, want)
		}
	}
}

// ask makes a question of a kind, for parsing alone.
func ask(t *testing.T, kind rules.Kind, fits func(*questionnaires.Question) bool) *questionnaires.Question {
	t.Helper()
	def := definition(t)
	for i := range def.Questions {
		if q := &def.Questions[i]; q.Kind == kind && (fits == nil || fits(q)) {
			return q
		}
	}
	t.Fatal("no such question")
	return nil
}

func TestFaultsOfTypedAnswers(t *testing.T) {
	t.Parallel()
	def := definition(t)
	number := ask(t, rules.Number, func(q *questionnaires.Question) bool { return q.Step == rules.One && q.Max >= 2000*rules.One })
	multiple := ask(t, rules.Multiple, func(q *questionnaires.Question) bool { return q.None != "" })
	single := ask(t, rules.Single, func(q *questionnaires.Question) bool { return !q.Ladder && (q.NeverNA || q.RedFlag) })
	ladder := ask(t, rules.Single, func(q *questionnaires.Question) bool { return q.Ladder && !q.NeverNA && !q.RedFlag })
	table := ask(t, rules.Table, func(q *questionnaires.Question) bool { return q.Step == rules.One })
	row, column := table.Rows[0].Code, table.Columns[0].Code
	value := func(q *questionnaires.Question, codes ...string) assessment.Input {
		return assessment.Input{Question: q.ID, Choice: assessment.Value, Codes: codes, Language: "id"}
	}
	typed := func(q *questionnaires.Question, text string) assessment.Input {
		return assessment.Input{Question: q.ID, Choice: assessment.Value, Text: text, Language: "id"}
	}
	bad := assessment.Input{Question: table.ID, Choice: assessment.Value, Language: "id"}
	cell(&bad, row, column, "sekitar 40")
	stray := assessment.Input{Question: table.ID, Choice: assessment.Value, Language: "id"}
	cell(&stray, "no_such_row", column, "4")
	long := strings.Repeat("é", 4_001)
	for _, c := range []struct {
		name string
		in   assessment.Input
		want []string
	}{
		{"words instead of a number", typed(number, "sekitar 40"), []string{number.ID + " assessment.answer.number"}},
		{"a part of a whole", typed(number, "12,5"), []string{number.ID + " assessment.answer.whole"}},
		{"fewer than none", typed(number, "-1"), []string{number.ID + " assessment.answer.low"}},
		{"more than can be", typed(number, "1.000.000.000"), []string{number.ID + " assessment.answer.high"}},
		{"none and another", value(multiple, multiple.Options[0].Code, multiple.Options[1].Code, multiple.None), []string{multiple.ID + " assessment.answer.none_excludes"}},
		{"an option that is not there", value(single, "'; drop"), []string{single.ID + " assessment.answer.option"}},
		{"two of one", value(single, single.Options[0].Code, single.Options[1].Code), []string{single.ID + " assessment.answer.one_option"}},
		{"in progress where there are no steps", assessment.Input{Question: single.ID, Choice: assessment.InProgress}, []string{single.ID + " assessment.answer.not_ladder"}},
		{"not known without who and when", assessment.Input{Question: ladder.ID, Choice: assessment.NotKnown}, []string{ladder.ID + ".who assessment.answer.who", ladder.ID + ".by assessment.answer.by"}},
		{"not known by no day", assessment.Input{Question: ladder.ID, Choice: assessment.NotKnown, Who: "HR", By: "besok"}, []string{ladder.ID + ".by assessment.answer.date"}},
		{"not applicable without a reason", assessment.Input{Question: ladder.ID, Choice: assessment.NotApplicable, Reason: " \u202e "}, []string{ladder.ID + ".reason assessment.answer.reason"}},
		{"not applicable where it never is", assessment.Input{Question: single.ID, Choice: assessment.NotApplicable, Reason: "x"}, []string{single.ID + " assessment.answer.never_na"}},
		{"a cell in words", bad, []string{table.ID + ".cells." + row + "." + column + " assessment.answer.number"}},
		{"a cell of no row", stray, []string{table.ID + ".cells assessment.answer.cell"}},
		{"a choice that is none", assessment.Input{Question: single.ID, Choice: "official"}, []string{single.ID + " assessment.answer.choice"}},
		{"too long a comment", assessment.Input{Question: single.ID, Comment: long}, []string{single.ID + ".comment assessment.answer.too_long"}},
		{"too long a reason", assessment.Input{Question: ladder.ID, Choice: assessment.NotApplicable, Reason: long}, []string{ladder.ID + ".reason assessment.answer.too_long"}},
		{"a ladder under way", assessment.Input{Question: ladder.ID, Choice: assessment.InProgress}, nil},
		{"a thousand and more", typed(number, "1.240"), nil},
		{"nothing chosen", assessment.Input{Question: single.ID}, nil},
		{"nothing ticked", value(multiple), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := assessment.ParseAnswer(def, c.in)
			if diff := cmp.Diff(c.want, faults(err)); diff != "" {
				t.Errorf("faults differ (-want +got):\n%s", diff)
			}
		})
	}
	_, err := assessment.ParseAnswer(def, typed(number, "sekitar 40"))
	if got := argOf(err, "example"); got != "1.240" && got != "40" {
		t.Errorf("the example is %q", got)
	}
	_, err = assessment.ParseAnswer(def, assessment.Input{Question: "no_such_question"})
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1.234,5", "12,5", "1,234.5", "-0", "１２", "1 234", "sekitar 40"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, lang := range []string{"id", "en"} {
			d, ok := assessment.ParseNumber(typed, lang)
			if !ok {
				continue
			}
			again, ok := assessment.ParseNumber(assessment.ShowNumber(d, lang), lang)
			if !ok || again != d {
				t.Errorf("%q is %d in %s, which is written %q and read as %d", typed, d, lang, assessment.ShowNumber(d, lang), again)
			}
		}
	})
}

func FuzzDay(f *testing.F) {
	for _, s := range []string{"2026-12-15", "15/12/2026", "15 Desember 2026", "31.4.2026", "1 1 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		day, ok := assessment.ParseDay(typed)
		if !ok {
			return
		}
		at, err := time.Parse(time.DateOnly, day)
		if err != nil || at.Year() < 1900 || at.Year() > 2199 {
			t.Errorf("%q is the day %q", typed, day)
		}
	})
}

func FuzzFileName(f *testing.F) {
	for _, s := range []string{"../../etc/passwd.pdf", `C:\Users\a\b.docx`, "evil\u202efdp.exe", "a.pdf.", "\u0000.pdf", strings.Repeat("x", 300) + ".png"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		name, ending, ok := assessment.CleanName(raw)
		if !ok {
			return
		}
		switch {
		case !utf8.ValidString(name) || utf8.RuneCountInString(name) > 120:
			t.Errorf("%q becomes %q", raw, name)
		case strings.ContainsAny(name, "/\\<>:\"|?*\n\r\t") || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }):
			t.Errorf("%q becomes %q, which holds what no name may", raw, name)
		case strings.HasPrefix(name, ".") || !strings.HasSuffix(strings.ToLower(name), ending) || len(ending) < 2:
			t.Errorf("%q becomes %q with the ending %q", raw, name, ending)
		}
	})
}
