package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// style is the look of a cell.
type style int

const (
	styleText style = iota
	styleQuiet
	styleHead
	styleTitle
	styleBold
	styleGroup
	styleInput   // to be filled in: text
	styleInputNo // to be filled in: number
	stylePoints  // a number with one decimal
	styleShare   // a number with two decimals
	styleWhole
	styleClosed // not to be filled in
)

// number formats of spreadsheets, by their place in the standard.
const (
	formatWhole = 3
	formatShare = 2
	formatText  = 49
)

// book is a workbook being written. The first fault is kept in err and returned by write.
type book struct {
	f      *excelize.File
	styles map[style]int
	names  map[string]bool // sheets, folded
	err    error
}

func newBook(title, lang, date string) *book {
	b := &book{f: excelize.NewFile(), styles: map[style]int{}, names: map[string]bool{}}
	stamp := date + "T00:00:00Z"
	if date == "" {
		stamp = "2000-01-01T00:00:00Z"
	}
	b.keep(b.f.SetDocProps(&excelize.DocProperties{
		Creator: "Tuntas", LastModifiedBy: "Tuntas", Title: clean(title), Language: lang, Created: stamp, Modified: stamp,
	}))
	return b
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// write finishes the workbook.
func (b *book) write(w io.Writer) error {
	b.keep(b.f.DeleteSheet("Sheet1"))
	b.f.SetActiveSheet(0)
	if b.err == nil {
		_, b.err = b.f.WriteTo(w)
	}
	b.keep(b.f.Close())
	if b.err != nil {
		return fmt.Errorf("write workbook: %w", b.err)
	}
	return nil
}

// sheet adds a sheet; its name is made to fit what spreadsheets allow and to be unique.
func (b *book) sheet(name string, widths ...float64) *page {
	const longest = 31
	name = strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '-'
		}
		return r
	}, clean(name)), "' ")
	base := shorten(name, longest)
	name = base
	for i := 2; b.names[strings.ToLower(name)]; i++ {
		tail := fmt.Sprintf(" %d", i)
		name = shorten(base, longest-len(tail)) + tail
	}
	b.names[strings.ToLower(name)] = true
	_, err := b.f.NewSheet(name)
	b.keep(err)
	p := &page{b: b, name: name}
	for i, w := range widths {
		p.width(i+1, w)
	}
	return p
}

func (b *book) style(s style) int {
	if id, ok := b.styles[s]; ok {
		return id
	}
	id, err := b.f.NewStyle(look(s))
	b.keep(err)
	b.styles[s] = id
	return id
}

func look(s style) *excelize.Style {
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	out := &excelize.Style{Font: &excelize.Font{Size: 10, Family: "Arial", Color: "1B1F31"}, Alignment: wrap}
	under := []excelize.Border{{Type: "bottom", Color: "1B1F31", Style: 1}}
	box := []excelize.Border{
		{Type: "left", Color: "7A766C", Style: 1},
		{Type: "right", Color: "7A766C", Style: 1},
		{Type: "top", Color: "7A766C", Style: 1},
		{Type: "bottom", Color: "7A766C", Style: 1},
	}
	switch s {
	case styleText:
	case styleQuiet:
		out.Font.Color, out.Font.Size = "56534B", 9
	case styleHead:
		out.Font.Bold, out.Border = true, under
	case styleTitle:
		out.Font.Bold, out.Font.Size, out.Alignment = true, 16, &excelize.Alignment{Vertical: "top"}
	case styleBold:
		out.Font.Bold = true
	case styleGroup:
		out.Font.Bold, out.Font.Size, out.Border = true, 12, under
	case styleInput:
		out.NumFmt, out.Border = formatText, box
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEFF7"}}
	case styleInputNo:
		out.Border = box
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEFF7"}}
	case stylePoints:
		format := "0.0"
		out.CustomNumFmt = &format
	case styleShare:
		out.NumFmt = formatShare
	case styleWhole:
		out.NumFmt = formatWhole
	case styleClosed:
		out.Font.Color = "7A766C"
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F5F4F0"}}
	}
	return out
}

// page is one sheet being written from the top; next is its last row.
type page struct {
	b    *book
	name string
	row  int
}

func (p *page) width(col int, w float64) {
	name, err := excelize.ColumnNumberToName(col)
	p.b.keep(err)
	p.b.keep(p.b.f.SetColWidth(p.name, name, name, w))
}

// next begins a new row.
func (p *page) next() *page {
	p.row++
	return p
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
