package web

import (
	"html"
	"html/template"
	"strconv"
	"strings"
)

// drawing is an SVG picture that grows by shapes. Colours are classes of the style sheet, so that a theme reaches them:
// k-… fills, l-… draws lines.
type drawing struct{ b strings.Builder }

// newDrawing begins a picture of width × height units. Its label says what it shows; without one it is decoration.
func newDrawing(width, height float64, class, label string) *drawing {
	d := &drawing{}
	d.b.WriteString(`<svg viewBox="0 0 ` + coordinate(width) + " " + coordinate(height) + `"`)
	if class != "" {
		d.b.WriteString(` class="` + class + `"`)
	}
	if label == "" {
		d.b.WriteString(` aria-hidden="true" focusable="false">`)
		return d
	}
	d.b.WriteString(` role="img" aria-label="` + html.EscapeString(label) + `">`)
	return d
}

// stretched begins a picture that fills the width it is given, whatever its height.
func stretched(width, height float64, label string) *drawing {
	d := newDrawing(width, height, "flat", label)
	head := strings.Replace(d.b.String(), "<svg ", `<svg preserveAspectRatio="none" width="100%" height="`+coordinate(height)+`" `, 1)
	d.b.Reset()
	d.b.WriteString(head)
	return d
}

// coordinate writes a number with at most one decimal.
func coordinate(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}

// rect draws a box.
func (d *drawing) rect(x, y, width, height float64, class string) {
	d.b.WriteString(`<rect x="` + coordinate(x) + `" y="` + coordinate(y) + `" width="` + coordinate(max(width, 0)) +
		`" height="` + coordinate(height) + `" class="` + class + `"/>`)
}

// path draws lines; commands are those of SVG.
func (d *drawing) path(commands, class string) {
	d.b.WriteString(`<path d="` + commands + `" class="` + class + `"/>`)
}

// line draws a straight line in ink.
func (d *drawing) line(x1, y1, x2, y2 float64) {
	d.path("M"+coordinate(x1)+" "+coordinate(y1)+"L"+coordinate(x2)+" "+coordinate(y2), "l-ink-2")
}

// circle draws a dot.
func (d *drawing) circle(x, y, radius float64, class string) {
	d.b.WriteString(`<circle cx="` + coordinate(x) + `" cy="` + coordinate(y) + `" r="` + coordinate(radius) + `" class="` + class + `"/>`)
}

// text writes words; anchor is start, middle or end.
func (d *drawing) text(x, y float64, anchor, class, words string) {
	d.b.WriteString(`<text x="` + coordinate(x) + `" y="` + coordinate(y) + `" text-anchor="` + anchor + `" class="` + class + `">` +
		html.EscapeString(words) + `</text>`)
}

// picture ends the drawing.
func (d *drawing) picture() template.HTML {
	d.b.WriteString(`</svg>`)
	return template.HTML(d.b.String()) //nolint:gosec // numbers, our own class names and escaped words only
}
