package reports

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	yaml "go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed messages/*.yaml
var messageFiles embed.FS

//nolint:gochecknoglobals // the embedded messages, parsed once
var messageBundle = sync.OnceValues(loadMessages)

func loadMessages() (*i18n.Bundle, error) {
	bundle := i18n.NewBundle(language.Indonesian)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	paths, err := fs.Glob(messageFiles, "messages/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	for _, path := range paths {
		if _, err := bundle.LoadMessageFileFS(messageFiles, path); err != nil {
			return nil, fmt.Errorf("load %s: %w", path, err)
		}
	}
	return bundle, nil
}

// words says messages, numbers and dates in one language. The first key that is missing is kept in err.
type words struct {
	lang      string
	localizer *i18n.Localizer
	printer   *message.Printer
	err       error
}

func newWords(lang string) (*words, error) {
	bundle, err := messageBundle()
	if err != nil {
		return nil, err
	}
	for _, tag := range bundle.LanguageTags() {
		if tag.String() == lang {
			return &words{lang: lang, localizer: i18n.NewLocalizer(bundle, lang), printer: message.NewPrinter(tag)}, nil
		}
	}
	return nil, fmt.Errorf("no report in the language %q: use id or en", lang)
}

// say returns a message; pairs are the names of its placeholders and what stands there.
func (w *words) say(key string, pairs ...string) string {
	return w.localize(key, nil, pairs)
}

// count returns a message that depends on a number, which stands at {{.Count}}.
func (w *words) count(key string, n int, pairs ...string) string {
	return w.localize(key, n, append([]string{"Count", w.whole(int64(n))}, pairs...))
}

func (w *words) localize(key string, plural any, pairs []string) string {
	data := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		data[pairs[i]] = pairs[i+1]
	}
	text, tag, err := w.localizer.LocalizeWithTag(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: plural})
	if err == nil && tag.String() != w.lang {
		err = fmt.Errorf("message %s is missing in %s", key, w.lang)
	}
	if err == nil && strings.Contains(text, "<no value>") {
		err = fmt.Errorf("message %s lacks a value in %s", key, w.lang)
	}
	if err != nil && w.err == nil {
		w.err = err
	}
	return text
}

// layout is the few words that a layout itself needs.
func (w *words) layout() Words {
	return Words{
		Contents: w.say("layout.contents.title"), Page: w.say("layout.page.of"), Continued: w.say("layout.table.continued"),
		HighBad: w.say("direction.high.bad"), HighGood: w.say("direction.high.good"), Skip: w.say("layout.skip.link"),
	}
}
