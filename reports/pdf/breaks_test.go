package pdf_test

import (
	"strings"
	"testing"

	"tuntas/reports"
)

// A finding that does not fit begins at the foot of a page only where more than two fifths of the page would stay empty.
func TestFindingBeginsWhereEnoughRoomIsLeft(t *testing.T) {
	t.Parallel()
	const bottom, height = 272.0, 242.0
	split, long := 0, finding(1, "Temuan yang dipindah", "Berat 3,5", "B")
	long.Parts[0].Text = strings.Repeat(long.Parts[0].Text+" ", 3)
	for lines := range 45 {
		d := fixture()
		var blocks []reports.Block
		for range lines {
			blocks = append(blocks, reports.Paragraph{Spans: []reports.Span{{Text: "baris"}}})
		}
		d.Sections = []reports.Section{{ID: "s", Short: "s", Title: "Bagian", Blocks: append(blocks, long)}}
		first, last, from := 0, 0, 0.0
		for _, text := range lay(t, d).Texts() {
			switch {
			case text.Text == "Temuan yang dipindah":
				first, from = text.Page, text.Y
			case strings.HasPrefix(text.Text, "Dasar: "):
				last = text.Page
			}
		}
		if first == 0 || last == 0 {
			t.Fatalf("after %d lines the finding is not whole", lines)
		}
		if first == last {
			continue
		}
		split++
		if left := bottom - from; left < .4*height-10 {
			t.Errorf("after %d lines the finding begins with only %.0f mm left", lines, left)
		}
	}
	if split == 0 {
		t.Error("no finding was split, so that pages stay empty")
	}
}

func TestHeadingBeginsOnNewPage(t *testing.T) {
	t.Parallel()
	d := fixture()
	d.Sections = []reports.Section{{ID: "s", Short: "s", Title: "Bagian", Blocks: []reports.Block{
		reports.Heading{Level: 2, Text: "Lembar satu"},
		reports.Paragraph{Spans: []reports.Span{{Text: "isi"}}},
		reports.Heading{Level: 2, Text: "Lembar dua", Page: true},
		reports.Paragraph{Spans: []reports.Span{{Text: "isi"}}},
	}}}
	pages := map[string]int{}
	for _, text := range lay(t, d).Texts() {
		pages[text.Text] = text.Page
	}
	if pages["Lembar dua"] != pages["Lembar satu"]+1 {
		t.Errorf("the second sheet is on page %d, the first on page %d", pages["Lembar dua"], pages["Lembar satu"])
	}
}

func TestHeadingsHaveNoShortLastLine(t *testing.T) {
	t.Parallel()
	for _, title := range []string{
		"Temuan yang perlu diperiksa: 5\u00a0berat, 10\u00a0besar, dan 2\u00a0kecil",
		"Rencana tindakan korektif: 16\u00a0tindakan untuk 17\u00a0temuan",
		"A learning path of 9 modules, made from the gaps of this company",
	} {
		d := fixture()
		d.Sections = []reports.Section{{ID: "s", Short: "s", Title: title}}
		var widths []float64
		said := ""
		for _, text := range lay(t, d).Texts() {
			if text.Page == 2 && text.Size == 20 {
				widths = append(widths, text.Width)
				said += text.Text + " "
			}
		}
		if want := strings.ReplaceAll(title, "\u00a0", " "); strings.TrimSpace(said) != want {
			t.Errorf("the heading says %q, want %q", said, want)
		}
		if n := len(widths); n != 2 || widths[n-1] < widths[0]/2 {
			t.Errorf("%q has lines of %.0f mm, want two of about the same length", title, widths)
		}
	}
}

// Rows for filling in at the end of a table are never alone on a page: the row before them comes along, or they are left
// out where the page then holds the rest.
func TestEmptyRowsNeverStandAloneOnAPage(t *testing.T) {
	t.Parallel()
	left := 0
	for lines := range 45 {
		d := fixture()
		var blocks []reports.Block
		for range lines {
			blocks = append(blocks, reports.Paragraph{Spans: []reports.Span{{Text: "baris"}}})
		}
		table := reports.Table{Keep: true, Columns: []reports.Column{{Head: "No", Width: 20}, {Head: "Isi", Width: 80}}, Rows: []reports.Row{
			{Cells: []reports.Cell{{Text: "1"}, {Text: "tindakan awal"}}},
			{Cells: []reports.Cell{{Text: "2"}, {Text: "tindakan akhir"}}},
			{Cells: []reports.Cell{{Text: "kosong"}, {Box: true}}},
			{Cells: []reports.Cell{{Text: "kosong"}, {Box: true}}},
		}}
		d.Sections = []reports.Section{{ID: "s", Short: "s", Title: "Bagian", Blocks: append(blocks, table, reports.Lines{Label: "Tanda tangan", Count: 2})}}
		pages := map[string]int{}
		for _, text := range lay(t, d).Texts() {
			pages[text.Text] = text.Page
		}
		if pages["tindakan akhir"] == 0 || pages["tindakan akhir"] != pages["Tanda tangan"] {
			t.Errorf("after %d lines the last action is on page %d, the signature on page %d", lines, pages["tindakan akhir"], pages["Tanda tangan"])
		}
		switch pages["kosong"] {
		case 0:
			left++
		case pages["tindakan akhir"]:
		default:
			t.Errorf("after %d lines the empty rows are alone on page %d", lines, pages["kosong"])
		}
	}
	if left == 0 {
		t.Error("empty rows were never left out to save a page")
	}
}
