package main

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"os"

	"tuntas/questionnaires/scoring"
)

//go:embed page/*
var pageFiles embed.FS

// demoPages serves the index in both languages, its style and the files of the folder; nothing else.
type demoPages struct {
	mux *http.ServeMux
}

// newDemoPages renders the index pages.
func newDemoPages(folder string, companies []demoCompany) (*demoPages, error) {
	index, err := template.ParseFS(pageFiles, "page/index.html")
	if err != nil {
		return nil, fmt.Errorf("index page: %w", err)
	}
	style, err := pageFiles.ReadFile("page/page.css")
	if err != nil {
		return nil, fmt.Errorf("style: %w", err)
	}
	mux := http.NewServeMux()
	for path, lang := range map[string]string{"GET /{$}": "id", "GET /en": "en"} {
		page, err := renderIndex(index, lang, companies)
		if err != nil {
			return nil, err
		}
		mux.HandleFunc(path, send("text/html; charset=utf-8", page))
	}
	mux.HandleFunc("GET /page.css", send("text/css; charset=utf-8", style))
	known := map[string]bool{}
	for _, c := range companies {
		for _, f := range c.files() {
			known[f.Name] = true
		}
	}
	files := http.FileServerFS(os.DirFS(folder))
	mux.HandleFunc("GET /{file}", func(w http.ResponseWriter, r *http.Request) {
		if !known[r.PathValue("file")] {
			http.NotFound(w, r)
			return
		}
		files.ServeHTTP(w, r)
	})
	return &demoPages{mux}, nil
}

// ServeHTTP answers one request with headers that forbid scripts and frames.
func (p *demoPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src data:; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	p.mux.ServeHTTP(w, r)
}

func send(kind string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write(body) // the reader has gone; there is nobody to tell
	}
}

// demoFile is one file to open.
type demoFile struct {
	Name string
	Text string
}

// files lists what can be opened of a company.
func (c *demoCompany) files() []demoFile {
	return append(append(c.reports("id"), c.reports("en")...), demoFile{c.file("", ".json"), "JSON"})
}

func (c *demoCompany) reports(lang string) []demoFile {
	return []demoFile{
		{c.file(lang, ".pdf"), "PDF"}, {c.file(lang, ".html"), "HTML"}, {c.file(lang, ".xlsx"), "XLSX"}, {c.file(lang, ".txt"), "TXT"},
	}
}

// indexPage is what the index page shows.
type indexPage struct {
	Lang      string
	Other     string // path of the page in the other language
	OtherName string
	Words     map[string]string
	Companies []indexCompany
}

// indexCompany is one row of the index page.
type indexCompany struct {
	Name, Case           string
	Band, BandText       string
	Colour, ColourText   string
	Residual             string
	Control              string
	Confidence           string
	Reports, Translation []demoFile
	Result               demoFile
}

func renderIndex(index *template.Template, lang string, companies []demoCompany) ([]byte, error) {
	say, err := newWords(lang)
	if err != nil {
		return nil, err
	}
	page := indexPage{Lang: lang, Other: "/en", OtherName: "English", Words: map[string]string{}}
	other := "en"
	if lang == "en" {
		other, page.Other, page.OtherName = "id", "/", "Bahasa Indonesia"
	}
	for _, key := range []string{"title", "lead", "report", "translation", "data", "note"} {
		page.Words[key] = say.say("demo." + key)
	}
	for _, c := range companies {
		n := names{say, c.scored.def}
		row := indexCompany{
			Name: c.Name, Case: c.Title, Band: c.Band, Colour: c.Colour, ColourText: say.say("colour." + c.Colour),
			Control:    say.say("demo.control", "Value", say.points(scoring.Micro(c.Control))),
			Confidence: say.say("demo.confidence", "Value", say.points(scoring.Micro(c.Confidence))),
			Reports:    c.reports(lang), Translation: c.reports(other), Result: demoFile{c.file("", ".json"), "JSON"},
		}
		if c.Band != "" {
			row.BandText = n.band(c.Band)
			row.Residual = say.say("demo.residual", "Value", say.points(scoring.Micro(c.Residual)))
		}
		page.Companies = append(page.Companies, row)
	}
	if say.err != nil {
		return nil, say.err
	}
	var out bytes.Buffer
	if err := index.Execute(&out, page); err != nil {
		return nil, fmt.Errorf("index page: %w", err)
	}
	return out.Bytes(), nil
}
