package scoring_test

import (
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// values are severities or answer values in ten-thousandths.
func exposure(values ...int64) scoring.Micro {
	var worst, sum int64
	for _, v := range values {
		worst, sum = max(worst, v), sum+v
	}
	return scoring.FactorOf(6000, 4000, worst, sum, int64(len(values)))
}

func TestFactorsFollowTheWorkedExample(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		values []int64
		want   scoring.Micro
	}{
		{"geography", []int64{7500, 5000}, 700_000},
		{"sector", []int64{10000, 7500}, 950_000},
		{"workforce", []int64{10000, 5000, 7500, 2500}, 850_000},
		{"recruitment", []int64{7500, 10000, 5000}, 900_000},
		{"three mild items", []int64{2500, 2500, 2500}, 250_000},
		{"one of them unknown", []int64{2500, 2500, 10000}, 800_000},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := exposure(c.values...); got != c.want {
				t.Errorf("f = %d, want %d", got, c.want)
			}
		})
	}
}

func TestLayerFollowsTheWorkedExample(t *testing.T) {
	t.Parallel()
	type answer struct{ w, a, e int64 }
	sum := func(answers ...answer) scoring.Micro {
		var s, w int64
		for _, x := range answers {
			s, w = s+x.w*x.a*x.e, w+x.w
		}
		return scoring.LayerOf(s, w)
	}
	cases := []struct {
		name string
		got  scoring.Micro
		want scoring.Micro
	}{
		{"as proven", sum(answer{3, 7500, 6000}, answer{3, 5000, 3000}, answer{2, 10000, 8000}, answer{2, 0, 3000}), 340_000},
		{"as believed", sum(answer{3, 7500, 10000}, answer{3, 5000, 10000}, answer{2, 10000, 10000}, answer{2, 0, 10000}), 575_000},
		{"accepted not applicable", sum(answer{3, 7500, 8000}, answer{2, 5000, 8000}), 520_000},
		{"unanswered", sum(answer{3, 7500, 8000}, answer{2, 5000, 8000}, answer{5, 0, 3000}), 260_000},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%s: L = %d, want %d", c.name, c.got, c.want)
		}
	}
}

func TestResidualFollowsTheWorkedCompanies(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name                          string
		inherent, mean, lowest, c, rs scoring.Micro
	}{
		{"palm estate", 867_500, 432_000, 220_000, 379_000, 604_474},
		{"garment factory", 525_000, 770_400, 680_000, 747_800, 210_924},
	}
	for _, x := range cases {
		c := scoring.ControlOf(7500, 2500, x.mean, x.lowest)
		if c != x.c {
			t.Errorf("%s: C = %d, want %d", x.name, c, x.c)
		}
		if r := scoring.ResidualOf(8000, x.inherent, c); r != x.rs {
			t.Errorf("%s: R = %d, want %d", x.name, r, x.rs)
		}
	}
}

func TestSeverityFollowsTheWorkedExamples(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name          string
		scale, sc, ir int64
		want          scoring.Micro
	}{
		{"documents held", 4, 3, 2, 3_500_000},
		{"violence", 5, 1, 5, 4_333_333},
		{"late pay for many: wide alone is not severe", 2, 4, 1, 2_166_667},
	}
	for _, c := range cases {
		if got := scoring.SeverityOf(c.scale, c.sc, c.ir); got != c.want {
			t.Errorf("%s: Sev = %d, want %d", c.name, got, c.want)
		}
	}
}

func TestSignsCombineIndependentSources(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		p    []int64
		want scoring.Micro
	}{
		{"nothing", nil, 0},
		{"missing control", []int64{3}, 150_000},
		{"missing control and outside report", []int64{3, 8}, 490_000},
		{"survey and pending grievance", []int64{12, 8}, 760_000},
		{"and an outside report", []int64{12, 8, 8}, 856_000},
		{"nine sources", []int64{19, 18, 16, 12, 8, 8, 6, 3, 1}, 999_919},
	}
	for _, c := range cases {
		if got := scoring.NoisyOrOf(c.p); got != c.want {
			t.Errorf("%s: S = %d, want %d", c.name, got, c.want)
		}
	}
}

func TestSurveyFiresAboveTheWilsonBound(t *testing.T) {
	t.Parallel()
	cases := []struct {
		x, n int64
		want bool
	}{{7, 60, true}, {3, 60, false}, {2, 12, true}, {1, 10, false}, {9, 9, false}, {0, 100_000, false}, {100_000, 100_000, true}}
	for _, c := range cases {
		if got := scoring.SurveyFires(c.x, c.n); got != c.want {
			t.Errorf("%d of %d: %v, want %v", c.x, c.n, got, c.want)
		}
	}
}

func TestEvidenceAgesByItsOwnPeriod(t *testing.T) {
	t.Parallel()
	piece := questionnaires.Evidence{Level: 3, Date: "2025-01-01", Expires: "2026-01-01"}
	cases := []struct {
		day  string
		want int
	}{{"2024-12-31", 0}, {"2025-06-01", 3}, {"2026-01-01", 3}, {"2026-01-02", 2}, {"2027-01-01", 2}, {"2027-01-02", 1}, {"2030-01-01", 0}}
	if got := scoring.LevelOn(&questionnaires.Evidence{Level: 4, Date: "2020-01-01", Expires: "2020-01-01"}, "2026-01-01"); got != 0 {
		t.Errorf("valid for a day six years ago: E%d, want E0", got)
	}
	if got := scoring.LevelOn(&questionnaires.Evidence{Level: 4, Expires: "2020-01-01"}, "2026-01-01"); got != 3 {
		t.Errorf("expired, without a date: E%d, want E3", got)
	}
	for _, c := range cases {
		if got := scoring.LevelOn(&piece, c.day); got != c.want {
			t.Errorf("on %s: E%d, want E%d", c.day, got, c.want)
		}
	}
}

func TestDrawFollowsTheProbability(t *testing.T) {
	t.Parallel()
	drawn := 0
	for i := range 20_000 {
		if scoring.Drawn("seed", string(rune('a'+i%26))+string(rune('A'+i/26%26))+string(rune('0'+i/676)), 250_000) {
			drawn++
		}
	}
	if drawn < 4_700 || drawn > 5_300 {
		t.Errorf("%d of 20,000 drawn at a quarter", drawn)
	}
	if !scoring.Drawn("seed", "x", 1_000_000) || scoring.Drawn("seed", "x", 0) {
		t.Error("certainty and impossibility are not drawn as such")
	}
}
