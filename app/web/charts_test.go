package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"tuntas/app/web"
)

func TestLabelsOfTheScaleNeverTouchNorLeaveIt(t *testing.T) {
	t.Parallel()
	labels := map[float64][2]string{
		1056: {"bila semua klaim benar", "hanya bukti terverifikasi"},
		328:  {"klaim benar", "terverifikasi"},
	}
	for width, label := range labels {
		for low := int64(0); low <= 1_000_000; low += 12_500 {
			for high := low; high <= 1_000_000; high += 12_500 {
				lowAt, lowHalf, highAt, highHalf := web.LabelPlaces(width, low, high, label[0], label[1])
				if lowAt-lowHalf < -.01 || highAt+highHalf > width+.01 {
					t.Fatalf("%v wide, %d to %d: a label leaves the drawing: %v, %v", width, low, high, lowAt, highAt)
				}
				if lowAt+lowHalf > highAt-highHalf {
					t.Fatalf("%v wide, %d to %d: the labels touch: %v, %v", width, low, high, lowAt, highAt)
				}
			}
		}
	}
}

func TestDrawingsAreWellFormedWhateverTheyAreGiven(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script>&'`
	drawings := map[string]string{
		"a bar without questions":       string(web.ProgressBar(nil, evil)),
		"a bar with an empty section":   string(web.ProgressBar([][2]int{{0, 0}, {3, 5}}, evil)),
		"a bar with too many answers":   string(web.ProgressBar([][2]int{{9, 5}}, evil)),
		"a scale of a single point":     string(web.Scale(500_000, 500_000, 500_000, evil)),
		"a scale at its beginning":      string(web.Scale(0, 0, 0, evil)),
		"a scale over its whole length": string(web.Scale(1_000_000, 0, 1_000_000, evil)),
	}
	for name, svg := range drawings {
		if strings.Contains(svg, "<script") || strings.Contains(svg, "NaN") || strings.Contains(svg, `="-`) {
			t.Errorf("%s: %s", name, svg)
		}
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s is no XML: %v", name, err)
				break
			}
		}
	}
}

func TestLongNamesBreakAtASyllable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Penyalahgunaan kerentanan": "Penyalah-gunaan keren-tanan",
		"Pembatasan ruang gerak":    "Pemba-tasan ruang gerak",
		"Lembur":                    "Lembur",
		"<script>alert(1)</script>": "<script>alert(1)</script>",
	} {
		if got := strings.ReplaceAll(web.Hyphenated(text), "\u00ad", "-"); got != want {
			t.Errorf("%q breaks as %q instead of %q", text, got, want)
		}
	}
}
