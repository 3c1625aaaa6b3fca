package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires/scoring"
)

func TestMessagesAreTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	all, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	placeholder := regexp.MustCompile(`\{[A-Za-z]+\}|%d`)
	shape := map[string]map[string]map[string]int{}
	for lang, texts := range all {
		shape[lang] = map[string]map[string]int{}
		for key, text := range texts {
			shape[lang][key] = map[string]int{}
			for _, p := range placeholder.FindAllString(text, -1) {
				shape[lang][key][p]++
			}
			if text == "" {
				t.Errorf("%s is empty in %s", key, lang)
			}
		}
	}
	if diff := cmp.Diff(shape["id"], shape["en"]); diff != "" {
		t.Error(diff)
	}
}

func TestEveryMessageIsUsedAndEveryUsedOneExists(t *testing.T) {
	t.Parallel()
	all, err := messages()
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, name := range names {
		if !strings.HasSuffix(name, "_test.go") {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
	}
	for _, m := range regexp.MustCompile(`(?:say|line|number|add)\("([a-z_.0-9]+)"[,)]`).FindAllStringSubmatch(code.String(), -1) {
		if _, ok := all["id"][m[1]]; !ok {
			t.Errorf("the code says %s, which no language has", m[1])
		}
	}
	var stems []string
	for _, m := range regexp.MustCompile(`"([a-z_.]+\.)" ?\+`).FindAllStringSubmatch(code.String(), -1) {
		stems = append(stems, m[1])
	}
	for key := range all["id"] {
		used := strings.Contains(code.String(), `"`+key+`"`)
		for _, stem := range stems {
			used = used || strings.HasPrefix(key, stem)
		}
		if !used {
			t.Errorf("nobody says %s", key)
		}
	}
}

func TestNumbersAreCutAndNeverRoundedOverAThreshold(t *testing.T) {
	t.Parallel()
	id, en := &words{lang: "id"}, &words{lang: "en"}
	tests := []struct{ got, want string }{
		{id.points(599_999), "59,9"},
		{en.points(604_474), "60.4"},
		{en.points(1_000_000), "100.0"},
		{en.points(0), "0.0"},
		{en.share(199_999), "0.19"},
		{id.share(3_500_000), "3,50"},
		{en.points(scoring.Micro(-68_000)), "-6.8"},
		{en.decimal(6_000), "0.6"},
		{id.decimal(2_000_000_000), "200000"},
		{id.decimal(1_234_567), "123,4567"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s should be %s", test.got, test.want)
		}
	}
}

func TestPaperKeepsEveryLineWithinItsWidth(t *testing.T) {
	t.Parallel()
	texts := map[string]string{
		"a long word":           strings.Repeat("x", 350),
		"a long word after one": "short " + strings.Repeat("é", 350) + " end",
		"many words":            strings.Repeat("kata ", 80),
		"steering characters":   "a\x1b[31mb\u202ec\nd\re\x00",
	}
	for name, text := range texts {
		p := &paper{}
		p.line(12, text)
		var kept strings.Builder
		for line := range strings.SplitSeq(p.text.String(), "\n") {
			if n := utf8.RuneCountInString(line); n > lineWidth {
				t.Errorf("%s: a line of %d characters", name, n)
			}
			if strings.ContainsAny(line, "\x1b\u202e\r\x00") {
				t.Errorf("%s: the line %q steers the terminal", name, line)
			}
			kept.WriteString(strings.TrimSpace(line))
		}
		visible := func(s string) string {
			return strings.Map(func(r rune) rune {
				if r == ' ' || strings.ContainsRune("\x1b\u202e\r\x00\n", r) {
					return -1
				}
				return r
			}, s)
		}
		if visible(kept.String()) != visible(text) {
			t.Errorf("%s: the text is not the same any more: %q", name, kept.String())
		}
	}
}
