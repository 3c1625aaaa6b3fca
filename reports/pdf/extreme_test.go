package pdf_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"tuntas/reports"
	"tuntas/reports/pdf"
)

const (
	noBreak = "Sangatpanjangtanpaspasi"
	foreign = "شركة 株式会社 บริษัท ꦲꦤ 🙂👩‍👩‍👧 \x00\x01\x1b\xff\xfe \u202e \ufeff é Å"
)

// extremes has what nobody should type and somebody will.
func extremes() *reports.Document {
	long := strings.Repeat(noBreak, 14)
	d := fixture()
	d.Subject, d.Subtitle, d.Reference, d.Hash = long, foreign, long, foreign
	d.Cover.Facts = append(d.Cover.Facts, d.Cover.Facts...)
	for i := range d.Cover.Facts {
		d.Cover.Facts[i] = reports.Fact{Label: long, Value: long}
	}
	d.Cover.Text, d.Cover.Heading, d.Cover.Footnote = strings.Repeat("kata yang panjang ", 200), strings.Repeat(noBreak, 6), long
	d.Cover.Notes = append(d.Cover.Notes, reports.Fact{Label: long, Value: long}, reports.Fact{Label: foreign, Value: foreign})
	d.Sections = append(d.Sections, everything(long), everything(foreign), everything(""), everything(strings.Repeat("Satu kalimat yang agak panjang. ", 120)))
	return d
}

// everything is a section with all blocks that say the same text everywhere.
func everything(s string) reports.Section {
	all := []reports.Block{
		reports.Heading{Level: 2, Text: s, Anchor: s},
		reports.Heading{Level: 3, Text: s},
		reports.Paragraph{Spans: []reports.Span{{Text: s}, {Text: s, Bold: true}, {Text: s, Link: "findings"}}},
		reports.List{Items: []string{s, s}},
		reports.List{Items: []string{s, s}, Ordered: true},
		reports.List{Items: []string{s, s}, Boxes: true},
		reports.Callout{Tone: reports.ToneSafety, Title: s, Text: s},
		reports.Verdict{BandLabel: s, Band: "low", BandText: s, ColourLabel: s, Colour: "yellow", ColourText: s, Official: true, NoteLabel: s, Note: s},
		reports.Verdict{ColourLabel: s, Colour: "none", ColourText: s, NoteLabel: s, Note: s},
		reports.Scale{Title: s, Direction: s, Value: -5, ValueText: s, Low: math.MinInt64, LowText: s, LowLabel: s, High: math.MaxInt64, HighText: s, HighLabel: s, Bands: []reports.ScaleBand{{Code: "low", Text: s, To: 1000}, {Text: s, To: 1000000}}, Reached: 7, PublishedBand: 1},
		reports.Gauges{Items: []reports.Gauge{{Title: s, Direction: s, Value: math.MaxInt64, ValueText: s, Bar: true, Threshold: 2000000, Mark: s, Note: s}}},
		reports.IndicatorStrip{Title: s, Note: s, Items: []reports.IndicatorItem{{Number: 11, Name: s, State: s, StateText: s}}},
		reports.Bars{Title: s, Note: s, Items: []reports.Bar{{Label: s, Value: -3, Text: s}}},
		reports.Checks{Title: s, Note: s, Items: []reports.Check{{Text: s, Text2: s}}},
		reports.FindingBlock{Number: 1, Anchor: s, Title: s, Tier: s, TierLabel: s, Meters: []reports.Meter{{Label: s, Value: 99}}, Deadlines: []reports.Fact{{Label: s, Value: s}}, FlagLabel: s, Flag: "AB", FlagNote: s, Parts: []reports.Part{{Title: s, Text: s}}, FirstStep: reports.Part{Title: s, Text: s}, Sources: []string{s}},
		reports.Table{Title: s, Columns: []reports.Column{{Head: s, Width: 10}, {Head: s, Width: 40, Align: reports.Right}, {Head: s, Align: reports.Center}, {}}, Rows: []reports.Row{
			{Group: true, Cells: []reports.Cell{{Text: s}}},
			{Anchor: s, Cells: []reports.Cell{{Text: s, Second: s, Link: "findings"}, {Text: s, Bold: true}, {Text: s, Band: "high"}, {Box: true}, {Text: "more than columns"}}},
			{},
			{Group: true},
		}, Note: s, Empty: s},
		reports.Table{Title: s, Empty: s},
		reports.DomainChart{Title: s, Heads: reports.DomainHeads{Domain: s, Value: s, Range: s}, Layers: []string{s, s, s}, Items: []reports.DomainRow{{Name: s, Second: s, Core: true, Value: math.MaxInt64, ValueText: s, Low: -1, High: 1, Layers: []int64{-1, 0, 2000000, 5}}, {Name: s, Absent: s}}, Note: s, Minimum: 5},
		reports.Agenda{Title: s, From: 600, To: 540, Days: []reports.AgendaDay{{Name: s, Items: []reports.AgendaItem{{From: 600, To: 500, Title: s, Second: s}, {From: 540, To: 541, Title: s, Second: s, Module: true}}}, {Name: s}, {}, {}, {}}},
		reports.Agenda{Title: s, From: 480, To: 960, Days: []reports.AgendaDay{{Name: s, Items: []reports.AgendaItem{{From: 480, To: 485, Title: s, Second: s}, {From: 485, To: 960, Title: s, Second: s, Module: true}}}}},
		reports.Columns{Items: []reports.Part{{Title: s, Text: s}, {Title: s, Text: s}}},
		reports.Lines{Label: s, Count: 3},
	}
	blocks := append([]reports.Block{}, all...)
	blocks = append(blocks, reports.Pair{Left: all, Right: all[:4]}, reports.Aside{Label: s, Blocks: all})
	return reports.Section{ID: s, Short: s, Title: s, Lead: s, Blocks: blocks}
}

// inside checks that no text leaves the page and that no page is empty.
func inside(t *testing.T, d *reports.Document) {
	t.Helper()
	l := lay(t, d)
	perPage := map[int]int{}
	for _, text := range l.Texts() {
		if text.Y > 30 && text.Y < 281 {
			perPage[text.Page]++
		}
		if text.X < 19.9 || text.X+text.Width > 190.2 || text.Y < 12 || text.Y > 291 {
			t.Errorf("page %d: %.60q at %.1f %.1f in %.1f pt is %.2f wide", text.Page, text.Text, text.X, text.Y, text.Size, text.Width)
		}
		if text.Page > 1 && text.Y > 273.5 && text.Y < 281 {
			t.Errorf("page %d: %.60q at %.1f is below the body", text.Page, text.Text, text.Y)
		}
	}
	for n := range l.Streams() {
		if perPage[n+1] == 0 {
			t.Errorf("page %d of %d is empty", n+1, len(l.Streams()))
		}
	}
}

func TestNothingIsClipped(t *testing.T) {
	t.Parallel()
	many := fixture()
	many.Sections = []reports.Section{findingsSection()}
	for i := range 200 {
		many.Sections[0].Blocks = append(many.Sections[0].Blocks, finding(i+1, "Pengaduan harus lewat atasan langsung", "Besar 2,7", "B"))
	}
	bare := &reports.Document{Date: "2026-11-24"}
	noFindings := fixture()
	noFindings.Sections[1] = reports.Section{ID: "findings", Title: "Tidak ada temuan"}
	tests := map[string]*reports.Document{
		"the fixture": fixture(), "200 findings": many, "a section without blocks": noFindings, "extreme texts": extremes(), "English": english(),
	}
	for name, d := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inside(t, d)
			write(t, d)
		})
	}
	if got := len(lay(t, bare).Streams()); got != 1 {
		t.Errorf("a document without sections has %d pages, want the cover alone", got)
	}
}

// A row that is higher than a page is split by lines; every word of it is printed once.
func TestTallRowLosesNothing(t *testing.T) {
	t.Parallel()
	var words []string
	for i := range 3000 {
		words = append(words, fmt.Sprintf("kata%04d", i))
	}
	d := fixture()
	d.Sections = []reports.Section{{ID: "s", Short: "s", Title: "Satu baris", Blocks: []reports.Block{reports.Table{
		Columns: []reports.Column{{Head: "No", Width: 10}, {Head: "Isi", Width: 90}},
		Rows:    []reports.Row{{Cells: []reports.Cell{{Text: "1"}, {Text: strings.Join(words, " ")}}}, {Cells: []reports.Cell{{Text: "2"}, {Text: "akhir"}}}},
	}}}}
	inside(t, d)
	seen := map[string]int{}
	continued := map[int]bool{}
	for _, text := range lay(t, d).Texts() {
		for word := range strings.FieldsSeq(text.Text) {
			seen[word]++
		}
		continued[text.Page] = continued[text.Page] || text.Text == "(lanjutan)"
	}
	for _, w := range append(words, "akhir") {
		if seen[w] != 1 {
			t.Fatalf("%s is printed %d times", w, seen[w])
		}
	}
	if !continued[3] || continued[2] {
		t.Errorf("the head is marked as continued on pages %v, want from the second page of the table on", continued)
	}
}

// A heading never stands at the foot of a page without what follows it.
func TestHeadingStaysWithItsText(t *testing.T) {
	t.Parallel()
	for lines := range 60 {
		d := fixture()
		var blocks []reports.Block
		for range lines {
			blocks = append(blocks, reports.Paragraph{Spans: []reports.Span{{Text: "baris"}}})
		}
		follows := strings.TrimSpace(strings.Repeat("lanjutan teks yang mengisi beberapa baris penuh di bawah judul ", 8))
		blocks = append(blocks, reports.Heading{Level: 2, Text: "Judul"}, reports.Paragraph{Spans: []reports.Span{{Text: follows}}})
		d.Sections = []reports.Section{{ID: "s", Short: "s", Title: "Bagian", Blocks: blocks}}
		below, page := 0, 0
		for _, text := range lay(t, d).Texts() {
			if text.Text == "Judul" {
				page = text.Page
			}
			if page == text.Page && strings.Contains(text.Text, "teks yang") {
				below++
			}
		}
		if below < 3 {
			t.Errorf("after %d paragraphs %d lines follow the heading on its page, want at least 3", lines, below)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "PT Wana Tirta Sawit", noBreak + noBreak, foreign, "a\r\nb\tc", "ё й ǖ Ắ", "(\\)", "sewaktu-waktu / – …"} {
		f.Add(s, 40.0)
	}
	f.Fuzz(func(t *testing.T, s string, width float64) {
		width = math.Mod(math.Abs(width), 200)
		if math.IsNaN(width) || width < 12 {
			width = 12
		}
		clean, shown, err := pdf.Clean(s)
		if err != nil || !shown {
			t.Fatalf("%q became %q, which the font cannot show (%v)", s, clean, err)
		}
		if strings.ContainsFunc(clean, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) || !utf8.ValidString(clean) {
			t.Fatalf("%q became %q, which has controls or is broken", s, clean)
		}
		lines, widths, err := pdf.Wrap(s, width)
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range widths {
			if w > width+0.01 {
				t.Fatalf("line %q of %q is %.2f wide, more than %.2f", lines[i], s, w, width)
			}
		}
		joined := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if got, want := joined(strings.Join(lines, " ")), joined(clean); got != want {
			t.Fatalf("lines of %q hold %q, want %q", s, got, want)
		}
	})
}
