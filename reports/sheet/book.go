package sheet

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// style is the look of a cell.
type style int

const (
	styleText style = iota
	styleQuiet
	styleNote // quiet, on one line whatever the width of the column
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
	pages  []*page
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
	for _, p := range b.pages {
		p.close()
	}
	b.keep(b.f.DeleteSheet("Sheet1"))
	b.f.SetActiveSheet(0)
	for _, p := range b.pages {
		p.printArea()
	}
	if b.err == nil {
		_, b.err = b.f.WriteTo(w)
	}
	b.keep(b.f.Close())
	if b.err != nil {
		return fmt.Errorf("write workbook: %w", b.err)
	}
	return nil
}

// last moves hidden sheets, given in their order, behind the others: the first sheet is the one that is opened.
func (b *book) last(hidden ...string) {
	for _, name := range b.f.GetSheetList() {
		if !slices.Contains(hidden, name) {
			b.keep(b.f.MoveSheet(name, hidden[0]))
		}
	}
}

// paper prints a sheet on A4, landscape, as wide as the page.
func (b *book) paper(name string) {
	landscape, a4, one, all, fit := "landscape", 9, 1, 0, true
	b.keep(b.f.SetPageLayout(name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &one, FitToHeight: &all}))
	b.keep(b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}))
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
	p := &page{b: b, name: name, widths: widths}
	b.pages = append(b.pages, p)
	for i, w := range widths {
		p.width(i+1, w)
	}
	b.paper(name)
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
	case styleNote:
		out.Font.Color, out.Font.Size, out.Alignment = "56534B", 9, &excelize.Alignment{Vertical: "top"}
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
