package reports_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
)

// course makes random modules, each built on earlier ones only, and selects all of them.
func course(r *rand.Rand) func(*reports.Input) {
	return func(in *reports.Input) {
		in.Definition.Modules, in.Result.Modules = nil, nil
		for i := range 1 + r.IntN(12) {
			m := questionnaires.Module{
				ID: fmt.Sprintf("c%d", i), Title: both(fmt.Sprintf("Kursus %d", i), fmt.Sprintf("Course %d", i)), Minutes: int64(30 + 15*r.IntN(12)),
				Objective: both("x", "x"), Audience: []string{"H"}, Sensitive: r.IntN(3) == 0,
			}
			for j := range i {
				if r.IntN(5) == 0 {
					m.After = append(m.After, fmt.Sprintf("c%d", j))
				}
			}
			in.Definition.Modules = append(in.Definition.Modules, m)
			in.Result.Modules = append(in.Result.Modules, scoring.Module{ID: m.ID, Need: scoring.Micro(r.IntN(1_000_000))})
		}
		for i := range in.Definition.Findings {
			in.Definition.Findings[i].Module = "c0"
		}
		in.Result.Findings[0].Module = "c0"
	}
}

// flat is the blocks with those of pairs one after the other.
func flat(blocks []reports.Block) []reports.Block {
	var out []reports.Block
	for _, b := range blocks {
		if p, ok := b.(reports.Pair); ok {
			out = append(append(out, flat(p.Left)...), flat(p.Right)...)
		} else {
			out = append(out, b)
		}
	}
	return out
}

// agendas returns the agendas of a report and the notes between them.
func agendas(t *testing.T, doc *reports.Document) (list []reports.Agenda, notes []string) {
	t.Helper()
	for _, s := range doc.Sections {
		for _, b := range flat(s.Blocks) {
			switch b := b.(type) {
			case reports.Agenda:
				list = append(list, b)
				notes = append(notes, "")
			case reports.Paragraph:
				if len(notes) > 0 && s.ID == "learning" {
					notes[len(notes)-1] += b.Spans[0].Text
				}
			}
		}
	}
	return list, notes
}

func TestAgendasFitTheHours(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 400 {
		in := reports.Input{Definition: small(), Answers: smallAnswers(), Result: smallResult(), Lang: "en"}
		course(r)(&in)
		doc := compose(t, in)
		list, notes := agendas(t, doc)
		if len(list) < 2 {
			t.Fatalf("%d agendas, want at least half a day and one day", len(list))
		}
		for i, a := range list {
			checkAgenda(t, in.Definition, a, notes[i])
		}
	}
}

func checkAgenda(t *testing.T, def *questionnaires.Definition, a reports.Agenda, note string) {
	t.Helper()
	placed := map[string]bool{}
	for _, day := range a.Days {
		at, sessions := a.From, 0
		for _, item := range day.Items {
			if item.From < at || item.To <= item.From || item.To > a.To {
				t.Fatalf("%s, %s: %q from %d to %d does not fit after %d and before %d", a.Title, day.Name, item.Title, item.From, item.To, at, a.To)
			}
			at = item.To
			if item.Module {
				checkSession(t, def, item, placed, sessions)
			}
			if item.To-item.From >= 30 {
				sessions++
			}
		}
	}
	for _, m := range def.Modules {
		if title := m.Title["en"]; placed[title] == slices.Contains(leftOut(note), title) {
			t.Fatalf("%s: %s must be either in the agenda or named as left out: %q", a.Title, title, note)
		}
	}
}

// checkSession checks one module: its length, what it builds on, and that a sensitive one does not begin the day.
func checkSession(t *testing.T, def *questionnaires.Definition, item reports.AgendaItem, placed map[string]bool, sessions int) {
	t.Helper()
	i := slices.IndexFunc(def.Modules, func(m questionnaires.Module) bool { return m.Title["en"] == item.Title })
	m := def.Modules[i]
	if item.To-item.From != int(m.Minutes) {
		t.Fatalf("%s has %d minutes, want %d", item.Title, item.To-item.From, m.Minutes)
	}
	if placed[item.Title] {
		t.Fatalf("%s stands twice", item.Title)
	}
	if m.Sensitive && sessions == 0 {
		t.Fatalf("%s is sensitive and the first session of its day", item.Title)
	}
	for _, id := range m.After {
		if before := "Course " + strings.TrimPrefix(id, "c"); !placed[before] {
			t.Fatalf("%s stands before %s, which it builds on", item.Title, before)
		}
	}
	placed[item.Title] = true
}

// leftOut reads the modules that a note names as not fitting.
func leftOut(note string) []string {
	_, names, ok := strings.Cut(note, "hours: ")
	if !ok {
		return nil
	}
	names, _, _ = strings.Cut(names, ".")
	return strings.Split(names, "; ")
}

func TestTheFirstModuleComesFirst(t *testing.T) {
	t.Parallel()
	doc := smallReport(t, "en", nil)
	list, _ := agendas(t, doc)
	for _, a := range list {
		for _, item := range a.Days[0].Items {
			if item.Module {
				if item.Title != "Eleven signs" {
					t.Errorf("%s begins with %q", a.Title, item.Title)
				}
				break
			}
		}
	}
}

func TestAgendasMeetTheGreatestNeed(t *testing.T) {
	t.Parallel()
	hours := func(m questionnaires.Module) questionnaires.Module { m.Minutes *= 60; return m }
	tests := []struct {
		name    string
		modules []questionnaires.Module
		needs   []scoring.Micro
		finding string          // the module that the finding names
		want    map[string]bool // which of the modules stand in the one-day agenda
	}{
		{
			name:    "two short modules go before a long one that is needed a little more",
			modules: []questionnaires.Module{{ID: "c0", Minutes: 2}, {ID: "c1", Minutes: 4}, {ID: "c2", Minutes: 1}, {ID: "c3", Minutes: 1}},
			needs:   []scoring.Micro{900_000, 800_000, 700_000, 600_000},
			want:    map[string]bool{"Course 0": true, "Course 2": true, "Course 3": true},
		},
		{
			name:    "a long module that is needed much more goes before two short ones",
			modules: []questionnaires.Module{{ID: "c0", Minutes: 2}, {ID: "c1", Minutes: 4}, {ID: "c2", Minutes: 2}, {ID: "c3", Minutes: 2}},
			needs:   []scoring.Micro{900_000, 800_000, 200_000, 100_000},
			want:    map[string]bool{"Course 0": true, "Course 1": true},
		},
		{
			name:    "what a module builds on comes with it",
			modules: []questionnaires.Module{{ID: "c0", Minutes: 2}, {ID: "c1", Minutes: 3}, {ID: "c2", Minutes: 3, After: []string{"c1"}}},
			needs:   []scoring.Micro{500_000, 0, 900_000},
			want:    map[string]bool{"Course 1": true, "Course 2": true},
		},
		{
			name:    "a module for a severe finding goes before those that are needed more",
			modules: []questionnaires.Module{{ID: "c0", Minutes: 4}, {ID: "c1", Minutes: 2}, {ID: "c2", Minutes: 2}},
			needs:   []scoring.Micro{100_000, 900_000, 900_000},
			finding: "c0",
			want:    map[string]bool{"Course 0": true, "Course 1": true},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in := reports.Input{Definition: small(), Answers: smallAnswers(), Result: smallResult(), Lang: "en"}
			course(rand.New(rand.NewPCG(1, 1)))(&in)
			in.Definition.Modules, in.Result.Modules = nil, nil
			in.Result.Findings[0].Module = test.finding
			for i, m := range test.modules {
				m = hours(m)
				m.Title, m.Objective, m.Audience = both("Kursus", fmt.Sprintf("Course %d", i)), both("x", "x"), []string{"H"}
				in.Definition.Modules = append(in.Definition.Modules, m)
				in.Result.Modules = append(in.Result.Modules, scoring.Module{ID: m.ID, Need: test.needs[i]})
			}
			list, _ := agendas(t, compose(t, in))
			got := map[string]bool{}
			for _, item := range list[1].Days[0].Items {
				if item.Module {
					got[item.Title] = true
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("modules of the one-day agenda differ (-want +got):\n%s", diff)
			}
		})
	}
}
