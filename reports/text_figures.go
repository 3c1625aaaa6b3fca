package reports

import (
	"fmt"
	"strconv"
	"strings"
)

// figure writes the blocks that a layout draws.
func (t *textWriter) figure(b Block) {
	switch b := b.(type) {
	case Verdict:
		t.verdict(b)
	case Scale:
		t.scale(b)
	case Gauges:
		for _, g := range b.Items {
			t.gauge(g)
		}
	case IndicatorStrip:
		t.line(b.Title, b.Note)
		t.deeper(func() {
			for _, i := range b.Items {
				t.line(fmt.Sprintf("%d %s: %s (%s)", i.Number, i.Name, i.StateText, i.State))
			}
		})
	case Bars:
		t.line(b.Title, b.Note)
		t.deeper(func() {
			for _, x := range b.Items {
				t.line(x.Text + " " + x.Label)
			}
		})
	case Checks:
		t.checks(b)
	case FindingBlock:
		t.finding(b)
	case DomainChart:
		t.domains(b)
	case Agenda:
		t.agenda(b)
	}
}

func (t *textWriter) verdict(v Verdict) {
	if v.Band != "" {
		t.line(v.BandLabel + ": " + v.BandText + " (" + v.Band + ")")
	}
	t.line(v.ColourLabel+": "+v.ColourText+" ("+v.Colour+")", "official="+strconv.FormatBool(v.Official))
	t.line(v.NoteLabel + ": " + v.Note)
}

func (t *textWriter) scale(s Scale) {
	t.line(s.Title+": "+s.ValueText, s.Direction)
	t.deeper(func() {
		t.line(s.LowText+" "+s.LowLabel, s.HighText+" "+s.HighLabel)
		for i, b := range s.Bands {
			mark := ""
			if i == s.Reached {
				mark += " <- R"
			}
			if i == s.PublishedBand {
				mark += " <- published"
			}
			t.line(fmt.Sprintf("%s (%s) to %d%s", b.Text, b.Code, b.To/10_000, mark))
		}
	})
	t.line(s.Note)
}

func (t *textWriter) gauge(g Gauge) {
	t.line(g.Title+": "+g.ValueText, g.Direction, g.Mark, g.Note)
}

func (t *textWriter) checks(c Checks) {
	t.line(c.Title, c.Note)
	t.deeper(func() {
		for _, x := range c.Items {
			mark := "[ ] "
			if x.Done {
				mark = "[x] "
			}
			t.line(mark + x.Text + ": " + x.Text2)
		}
	})
}

func (t *textWriter) finding(f FindingBlock) {
	t.line(fmt.Sprintf("%d. %s%s", f.Number, f.Title, anchorText(f.Anchor)))
	t.deeper(func() {
		t.line(f.TierLabel + " (" + f.Tier + ")")
		meters := make([]string, 0, len(f.Meters))
		for _, m := range f.Meters {
			meters = append(meters, fmt.Sprintf("%s %d/5", m.Label, m.Value))
		}
		t.line(meters...)
		for _, d := range f.Deadlines {
			t.fact(d)
		}
		if f.Flag != "" {
			t.line(f.FlagLabel+": "+f.Flag, f.FlagNote)
		}
		for _, p := range f.Parts {
			t.line(p.Title + ": " + p.Text)
		}
		t.line("> " + f.FirstStep.Title + ": " + f.FirstStep.Text)
		for _, s := range f.Sources {
			t.line(s)
		}
	})
}

func (t *textWriter) domains(c DomainChart) {
	t.line(c.Title)
	t.deeper(func() {
		t.line("| " + strings.Join(append([]string{c.Heads.Domain, c.Heads.Value, c.Heads.Range}, c.Layers...), " | "))
		for _, d := range c.Items {
			cells := []string{d.Name}
			if d.Second != "" {
				cells[0] += " / " + d.Second
			}
			if d.Absent != "" {
				t.line("| " + strings.Join(append(cells, d.Absent), " | "))
				continue
			}
			cells = append(cells, d.ValueText, fmt.Sprintf("%d–%d", d.Low/10_000, d.High/10_000))
			for _, v := range d.Layers {
				cells = append(cells, layerText(v))
			}
			t.line("| " + strings.Join(cells, " | "))
		}
		if c.Minimum > 0 {
			t.line(fmt.Sprintf("min %d", c.Minimum/10_000))
		}
	})
	t.line(c.Note)
}

// layerText writes the value of a layer as whole points, cut; a dash when nothing in it applies.
func layerText(v int64) string {
	if v < 0 {
		return "–"
	}
	return strconv.FormatInt(v/10_000, 10)
}

func (t *textWriter) agenda(a Agenda) {
	t.line(fmt.Sprintf("%s (%s–%s)", a.Title, clock(t.lang, a.From), clock(t.lang, a.To)))
	t.deeper(func() {
		for _, d := range a.Days {
			t.line(d.Name)
			t.deeper(func() {
				for _, i := range d.Items {
					mark := ""
					if i.Module {
						mark = "*"
					}
					t.line(fmt.Sprintf("%s–%s %s%s", clock(t.lang, i.From), clock(t.lang, i.To), i.Title, mark), i.Second)
				}
			})
		}
	})
}
