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

// views are the parsed pages, one set of templates per language. What pages share stands in a set once; html/template
// works a page's escaping out when it is first shown.
type views struct {
	words map[string]*words
	sets  map[string]*template.Template
}

func loadViews(files *static) (*views, error) {
	all, err := loadWords()
	if err != nil {
		return nil, err
	}
	v := &views{words: all, sets: map[string]*template.Template{}}
	for _, lang := range languages() {
		set, err := template.New("").Funcs(functions(all[lang], files)).
			ParseFS(templateFiles, "templates/layout/*.html", "templates/parts/*.html")
		if err != nil {
			return nil, fmt.Errorf("parse the layout: %w", err)
		}
		if v.sets[lang], err = addPages(set); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// pageTemplate is the name of a page's own template among those of the parts.
func pageTemplate(name string) string { return "page " + name }

// addPages adds every page between the top and the bottom of the frame. Each file calls its matter "main", which gets a
// name of its own here.
func addPages(set *template.Template) (*template.Template, error) {
	const main = `{{define "main"}}`
	paths, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	for _, file := range paths {
		source, err := templateFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		before, after, found := strings.Cut(string(source), main)
		if !found {
			return nil, fmt.Errorf("%s does not define main", file)
		}
		name := pageTemplate(strings.TrimSuffix(path.Base(file), ".html"))
		text := fmt.Sprintf(`%s{{define "main of %s"}}%s{{define "%[2]s"}}{{template "top" .}}{{template "main of %[2]s" .}}{{template "bottom" .}}{{end}}`,
			before, name, after)
		if _, err = set.Parse(text); err != nil {
			return nil, fmt.Errorf("parse %s: %w", file, err)
		}
	}
	return set, nil
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
	var b bytes.Buffer
	if err := v.sets[lang].ExecuteTemplate(&b, pageTemplate(name), data); err != nil {
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
