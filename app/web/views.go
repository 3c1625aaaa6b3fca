package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed templates
var templateFiles embed.FS

// views are the parsed pages, one set per language.
type views struct {
	words map[string]*words
	pages map[string]*template.Template // by language/name
}

func loadViews(files *static) (*views, error) {
	all, err := loadWords()
	if err != nil {
		return nil, err
	}
	v := &views{words: all, pages: map[string]*template.Template{}}
	for _, lang := range languages() {
		frame, err := template.New("frame").Funcs(functions(all[lang], files)).
			ParseFS(templateFiles, "templates/layout/*.html", "templates/parts/*.html")
		if err != nil {
			return nil, fmt.Errorf("parse the layout: %w", err)
		}
		if err := v.load(lang, frame); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *views) load(lang string, frame *template.Template) error {
	paths, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return fmt.Errorf("list pages: %w", err)
	}
	for _, name := range paths {
		own, err := frame.Clone()
		if err != nil {
			return fmt.Errorf("copy the layout for %s: %w", name, err)
		}
		if own, err = own.ParseFS(templateFiles, name); err != nil {
			return fmt.Errorf("parse %s: %w", name, err)
		}
		v.pages[lang+"/"+strings.TrimSuffix(path.Base(name), ".html")] = own
	}
	return nil
}

// functions are what templates of one language can call.
func functions(w *words, files *static) template.FuncMap {
	return template.FuncMap{
		"t":       w.t,
		"args":    arguments,
		"plural":  w.plural,
		"number":  func(n any) string { return w.printer.Sprint(n) }, // any whole number: int, int64
		"points":  w.points,
		"day":     w.day,
		"instant": w.instant,
		"clock":   w.clock,
		"size":    w.size,
		"href":    func(p string) string { return "/" + w.lang + p },
		"asset":   files.address,
		"lang":    func() string { return w.lang },
		"field":   newField,
		"text":    func(v any) string { return fmt.Sprint(v) }, // of a typed string, for comparing with eq
		"has":     func(list []string, item string) bool { return slices.Contains(list, item) },
		"next":    func(n int) int { return n + 1 },
	}
}

// render writes a page into memory, so that a failure in its middle never reaches a reader.
func (v *views) render(lang, name string, data any) ([]byte, error) {
	t, ok := v.pages[lang+"/"+name]
	if !ok {
		return nil, fmt.Errorf("there is no page %q", name)
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "frame", data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// field is what the part "field" draws: a label, an optional hint, what is wrong, and an input.
type field struct {
	Name, Label, Hint, Fault, Value, Kind, Auto, Mode string
	Optional                                          bool
	Short                                             bool
}

// newField makes a field; args are name, value, name, value of what is set.
func newField(name, label string, args ...any) (field, error) {
	f := field{Name: name, Label: label, Kind: "text"}
	for i := 0; i+1 < len(args); i += 2 {
		switch args[i] {
		case "hint":
			f.Hint = fmt.Sprint(args[i+1])
		case "fault":
			f.Fault = fmt.Sprint(args[i+1])
		case "value":
			f.Value = fmt.Sprint(args[i+1])
		case "kind":
			f.Kind = fmt.Sprint(args[i+1])
		case "auto":
			f.Auto = fmt.Sprint(args[i+1])
		case "mode":
			f.Mode = fmt.Sprint(args[i+1])
		case "optional":
			f.Optional = args[i+1] == true
		case "short":
			f.Short = args[i+1] == true
		default:
			return f, fmt.Errorf("a field has no %v", args[i])
		}
	}
	return f, nil
}
