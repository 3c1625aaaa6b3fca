package sheet

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed messages/*.yaml
var messageFiles embed.FS

//nolint:gochecknoglobals // the embedded messages, parsed once
var messages = sync.OnceValues(loadMessages)

func loadMessages() (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	for _, lang := range languages() {
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
}

// languages are those in which a workbook can be written.
func languages() []string { return []string{"id", "en"} }

// words says the headings and sentences of a workbook in one language.
type words struct {
	lang  string
	texts map[string]string
	err   error // the first key that is missing
}

func newWords(lang string) (*words, error) {
	all, err := messages()
	if err != nil {
		return nil, err
	}
	texts, ok := all[lang]
	if !ok {
		return nil, fmt.Errorf("no workbook in the language %q: use id or en", lang)
	}
	return &words{lang: lang, texts: texts}, nil
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

// anyLanguage reports whether a text says a message in one of the languages.
func anyLanguage(text, key string) bool {
	all, err := messages()
	if err != nil {
		return false
	}
	for _, texts := range all {
		if same(text, texts[key]) {
			return true
		}
	}
	return false
}

// same compares what a person sees in two cells.
func same(a, b string) bool {
	const longest = 4_000 // longer than any wording
	if len(a) > longest || len(b) > longest {
		return false
	}
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
