package sheet

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// page is one sheet being written from the top; next is its last row.
type page struct {
	b      *book
	name   string
	widths []float64
	row    int
	height float64 // of the row, in points
	// printed is the first column that is not printed; 0 prints all.
	printed int
}

func (p *page) width(col int, w float64) {
	name, err := excelize.ColumnNumberToName(col)
	p.b.keep(err)
	p.b.keep(p.b.f.SetColWidth(p.name, name, name, w))
}

// next begins a new row.
func (p *page) next() *page {
	p.close()
	p.row++
	return p
}

// close gives the last row the height that its texts need: not every spreadsheet does that by itself.
func (p *page) close() {
	const ordinary, most = 15, 409
	if p.row > 0 && p.height > ordinary {
		p.b.keep(p.b.f.SetRowHeight(p.name, p.row, min(p.height, most)))
	}
	p.height = 0
}

// need is the height of a text in a column, in points, estimated from its characters.
func (p *page) need(col int, text string, s style) float64 {
	const line, title, margin = 13, 22, 3
	switch {
	case s == styleTitle:
		return title
	case s == styleNote || col > len(p.widths):
		return 0
	}
	const perUnit = 1.1 // characters in a unit of width
	room := p.widths[col-1] * perUnit
	switch s {
	case styleBold, styleHead, styleGroup:
		room *= 0.9
	case styleQuiet:
		room *= 1.2
	default:
	}
	lines := 0.0
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines += max(1, math.Ceil(float64(utf8.RuneCountInString(paragraph))/room))
	}
	return lines*line + margin
}

func (p *page) cell(col int) string {
	name, err := excelize.CoordinatesToCellName(col, p.row)
	p.b.keep(err)
	return name
}

// text writes a text into the row.
func (p *page) text(col int, text string, s style) {
	at := p.cell(col)
	if text != "" {
		p.b.keep(p.b.f.SetCellStr(p.name, at, clean(text)))
		p.height = max(p.height, p.need(col, text, s))
	}
	p.b.keep(p.b.f.SetCellStyle(p.name, at, at, p.b.style(s)))
}

// texts writes texts side by side.
func (p *page) texts(s style, list ...string) {
	p.next()
	for i, t := range list {
		p.text(i+1, t, s)
	}
}

// decimal writes an exact number.
func (p *page) decimal(col int, d rules.Decimal, s style) {
	at := p.cell(col)
	if d%rules.One == 0 {
		p.b.keep(p.b.f.SetCellInt(p.name, at, int64(d/rules.One)))
	} else {
		p.b.keep(p.b.f.SetCellFloat(p.name, at, float64(d)/float64(rules.One), -1, 64))
	}
	p.b.keep(p.b.f.SetCellStyle(p.name, at, at, p.b.style(s)))
}

// points writes a result as points of 100, cut to the one decimal that is shown: cut, never rounded, so that it stays
// on its side of every threshold.
func (p *page) points(col int, v scoring.Micro) {
	const shown = 1000
	p.decimal(col, rules.Decimal(v/shown*shown), stylePoints)
}

// share writes a result between 0 and 1, or a severity, cut to the two decimals that are shown.
func (p *page) share(col int, v scoring.Micro) {
	const shown, hundredth = 10_000, 100
	p.decimal(col, rules.Decimal(v/shown*hundredth), styleShare)
}

// printArea limits what is printed to the columns before printed. The sheets must stand in their last order.
func (p *page) printArea() {
	if p.printed == 0 {
		return
	}
	last, err := excelize.CoordinatesToCellName(p.printed-1, max(1, p.row), true)
	p.b.keep(err)
	p.b.keep(p.b.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Area", RefersTo: "'" + strings.ReplaceAll(p.name, "'", "''") + "'!$A$1:" + last, Scope: p.name,
	}))
}

// freeze keeps the rows above the next one, and the columns before col, in sight.
func (p *page) freeze(col int) {
	top, err := excelize.CoordinatesToCellName(col, p.row+1)
	p.b.keep(err)
	p.b.keep(p.b.f.SetPanes(p.name, &excelize.Panes{
		Freeze: true, XSplit: col - 1, YSplit: p.row, TopLeftCell: top, ActivePane: "bottomRight",
	}))
}

// whole writes a count.
func (p *page) whole(col int, n int64) { p.decimal(col, rules.Decimal(n)*rules.One, styleWhole) }
