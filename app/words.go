package main

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

//go:embed messages/*.yaml
var messageFiles embed.FS

//nolint:gochecknoglobals // the embedded messages, parsed once
var messages = sync.OnceValues(func() (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	for _, lang := range []string{"id", "en"} {
		data, err := messageFiles.ReadFile("messages/" + lang + ".yaml")
		if err != nil {
			return nil, fmt.Errorf("read messages: %w", err)
		}
		texts := map[string]string{}
		if err := yaml.Unmarshal(data, &texts); err != nil {
			return nil, fmt.Errorf("messages in %s: %w", lang, err)
		}
		all[lang] = texts
	}
	return all, nil
})

// words says messages and numbers in one language.
type words struct {
	lang  string
	texts map[string]string
	err   error // the first key that is missing
}

// newWords returns the words of a language, id or en; the command line lets no other pass.
func newWords(lang string) (*words, error) {
	all, err := messages()
	if err != nil {
		return nil, err
	}
	return &words{lang: lang, texts: all[lang]}, nil
}

// say returns a message; pairs are the names of its placeholders and what stands there.
func (w *words) say(key string, pairs ...string) string {
	text, ok := w.texts[key]
	if !ok && w.err == nil {
		w.err = fmt.Errorf("message %s is missing in %s", key, w.lang)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// points writes a result as points of 100 with one decimal, cut: 604474 is 60,4.
func (w *words) points(v scoring.Micro) string { return w.cut(int64(v), 10_000, 1) }

// share writes a result between 0 and 1, or a severity, with two decimals, cut.
func (w *words) share(v scoring.Micro) string { return w.cut(int64(v), 1_000_000, 2) }

// written writes a day out as the reports do.
func (w *words) written(day string) string {
	text, err := reports.Day(w.lang, day)
	if err != nil && w.err == nil {
		w.err = err
	}
	return text
}

// decimal writes an exact number without trailing zeros.
func (w *words) decimal(d rules.Decimal) string {
	return strings.TrimRight(strings.TrimRight(w.cut(int64(d), int64(rules.One), 4), "0"), ".,")
}

// cut writes v/unit with some decimals and drops the rest, so that a number stays on its side of every threshold.
func (w *words) cut(v, unit int64, places int) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	rest := strconv.FormatInt(unit+v%unit, 10)[1:]
	mark := "."
	if w.lang == "id" {
		mark = ","
	}
	return sign + strconv.FormatInt(v/unit, 10) + mark + rest[:places]
}
