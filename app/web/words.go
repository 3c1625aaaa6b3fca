package web

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	yaml "go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"tuntas/questionnaires/scoring"
)

//go:embed messages
var messageFiles embed.FS

// words says messages, numbers and times in one language.
type words struct {
	lang      string
	plain     map[string]string // messages without placeholders and plurals, said without further work
	localizer *i18n.Localizer
	known     map[string]bool
	printer   *message.Printer
}

func loadWords() (map[string]*words, error) {
	bundle := i18n.NewBundle(language.Indonesian)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	out := map[string]*words{}
	for _, lang := range languages() {
		w := &words{
			lang: lang, plain: map[string]string{}, known: map[string]bool{},
			printer: message.NewPrinter(language.MustParse(lang)),
		}
		if err := w.load(bundle); err != nil {
			return nil, err
		}
		w.localizer = i18n.NewLocalizer(bundle, lang)
		out[lang] = w
	}
	return out, nil
}

func (w *words) load(bundle *i18n.Bundle) error {
	paths, err := fs.Glob(messageFiles, "messages/"+w.lang+"/*.yaml")
	if err != nil {
		return fmt.Errorf("list messages: %w", err)
	}
	for _, name := range paths {
		raw, err := messageFiles.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		file, err := bundle.ParseMessageFileBytes(raw, path.Base(w.lang+".yaml"))
		if err != nil {
			return fmt.Errorf("load %s: %w", name, err)
		}
		for _, m := range file.Messages {
			w.known[m.ID] = true
			if m.One == "" && !strings.Contains(m.Other, "{{") {
				w.plain[m.ID] = m.Other
			}
		}
	}
	return nil
}

func (w *words) has(key string) bool { return w.known[key] }

// t is a message; args are name, value, name, value for its placeholders. A missing message shows as its key in
// brackets, which a test never lets happen.
func (w *words) t(key string, args ...any) string {
	if text, ok := w.plain[key]; ok {
		return text
	}
	data := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		data[name] = w.shown(args[i+1])
	}
	return w.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: data})
}

// with is t with the placeholders of a problem.
func (w *words) with(key string, args map[string]any) string {
	data := make(map[string]any, len(args))
	for name, v := range args {
		data[name] = w.shown(v)
	}
	return w.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: data})
}

// plural is a message that depends on a number, which stands at {{.Count}}.
func (w *words) plural(key string, n int, args ...any) string {
	data := map[string]any{"Count": w.number(n)}
	for i := 0; i+1 < len(args); i += 2 {
		name, _ := args[i].(string)
		data[name] = w.shown(args[i+1])
	}
	return w.say(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: n})
}

func (w *words) say(c *i18n.LocalizeConfig) string {
	text, tag, err := w.localizer.LocalizeWithTag(c)
	if err != nil || tag.String() != w.lang {
		return "[" + c.MessageID + "]"
	}
	return text
}

// shown writes a placeholder's value as people read it.
func (w *words) shown(v any) any {
	switch v := v.(type) {
	case int:
		return w.number(v)
	case int64:
		return w.printer.Sprint(v)
	case time.Time:
		return w.instant(v)
	case time.Duration:
		return w.number(int(v.Minutes()))
	case string:
		return w.day(v)
	}
	return v
}

// number writes a whole number with its thousands apart.
func (w *words) number(n int) string { return w.printer.Sprint(n) }

// points writes a result in millionths of 1 as points with one decimal, cut and not rounded: 604474 is 60,4.
func (w *words) points(v scoring.Micro) string {
	sign, mark := "", "."
	if v < 0 {
		sign, v = "−", -v
	}
	if w.lang == "id" {
		mark = ","
	}
	return sign + w.printer.Sprint(int64(v)/10_000) + mark + strconv.FormatInt(int64(v)/1000%10, 10)
}

// day writes YYYY-MM-DD as "24 November 2026", and what is no date as it stands.
func (w *words) day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return strconv.Itoa(t.Day()) + " " + w.t("layout.month."+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// local is a time on the clocks of western Indonesia, by which every deadline runs.
func local(t time.Time) time.Time { return t.In(time.FixedZone("WIB", 7*3600)) }

// instant writes a time as "24 November 2026, 10.42 WIB"; "" for none.
func (w *words) instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.day(local(t).Format(time.DateOnly)) + ", " + w.clock(t) + " WIB"
}

// clock writes a time of day: 10.42 in Indonesian, 10:42 in English.
func (w *words) clock(t time.Time) string {
	if w.lang == "id" {
		return local(t).Format("15.04")
	}
	return local(t).Format("15:04")
}

// size writes a number of bytes as people know it from their files.
func (w *words) size(bytes int64) string {
	if bytes < 1_000_000 {
		return w.number(int((bytes+999)/1000)) + " KB"
	}
	return w.points(scoring.Micro(bytes/1000*10)) + " MB"
}
