package reports

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io"
	"strings"
)

//go:embed page/*.tmpl page/report.css
var pageFiles embed.FS

// WriteHTML writes a Document as one self-contained HTML file without scripts: headings, tables and figures are real
// ones, pictures are SVG with a text beside them.
func WriteHTML(w io.Writer, doc *Document) error {
	p, err := newPage(doc)
	if err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, "document", p); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	return nil
}

// page is what the templates see.
type page struct {
	*Document
	CSS       template.CSS
	templates *template.Template
}

func newPage(doc *Document) (*page, error) {
	css, err := pageFiles.ReadFile("page/report.css")
	if err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	p := &page{Document: doc, CSS: template.CSS(css)} //nolint:gosec // the embedded style sheet
	p.templates, err = template.New("page").Funcs(p.functions()).ParseFS(pageFiles, "page/*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return p, nil
}

func (p *page) functions() template.FuncMap {
	return template.FuncMap{
		"render":   p.render,
		"along":    along,
		"heat":     heat,
		"layer":    layerText,
		"steps":    steps,
		"ladder":   ladder,
		"filled":   filledBlocks,
		"share":    barShare,
		"qr":       encodeQR,
		"time":     func(minute int) string { return clock(p.Lang, minute) },
		"lines":    func(n int) []struct{} { return make([]struct{}, n) },
		"segments": segments,
		"align":    alignClass,
		"span":     func(columns []Column) int { return len(columns) },
	}
}

// render writes one block by the template that is named like its type.
func (p *page) render(b Block) (template.HTML, error) {
	name := strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", b), "reports."))
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, name, b); err != nil {
		return "", fmt.Errorf("block %s: %w", name, err)
	}
	return template.HTML(out.String()), nil //nolint:gosec // rendered by html/template just now
}

func alignClass(columns []Column, i int) string {
	if i >= len(columns) {
		return ""
	}
	switch columns[i].Align {
	case Right:
		return "r"
	case Center:
		return "c"
	case Left:
		return ""
	}
	return ""
}
