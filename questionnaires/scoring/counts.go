package scoring

import (
	"cmp"
	"slices"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// indicators is the number of ILO indicators plus one: they are numbered from 1.
const indicators = 12

// counts is the sums and tallies that one changed answer moves by its difference.
type counts struct {
	cells   []cell         // by domain·layers + layer
	domains []domain       // by domain
	moved   uint64         // domains whose cells changed
	heft    int64          // Σ weight of the domains that apply
	means   [credits]int64 // Σ weight·D of these domains
	weight  int64          // Σ w of applicable control questions
	told    int64          // Σ 2w of answered ones, w of "not known yet"
	proof   int64          // Σ w·e of answered ones
	core    int64          // Σ w in core domains (in all, when the file has no core)
	checked int64          // Σ w of those at E3 or E4

	exposed int64 // applicable exposure items
	known   int64 // 2 for each answered, 1 for each "not known yet"
	factors []Micro
	stale   uint64 // factors to compute again

	excluded []int64 // by domain: Σ w of accepted claims

	truth   []rules.Truth // by node, what the tallies below contain
	open    [4]int
	pending [4]int // undetermined flags by class
	points  int64

	verdicts int64 // points for contradicted answers, and for claims better than the verified value

	ladders, highLadders, proven int64 // applicable ladders; those at step3 or better; control questions above E0
	repeated                     int64 // files that stand under six or more questions

	tallies [indicators]tally
	shifted uint32               // indicators whose tallies changed
	outside [indicators][]string // sources of the answers file's own signals, by indicator
	floors  [3]bool              // by class: a closed flag's floor holds
}

// credit is what of an answer counts: scored is a·e, believed takes every claim for proven, verified takes E3 and E4
// alone.
type credit int

const (
	scored credit = iota
	believed
	verified
	credits
)

// cell is the sums of one layer of one domain; Σ w·a·e with a and e in ten-thousandths, and the layer L they give.
type cell struct {
	stale  bool // the sums have moved and the layer has not
	counts bool // the layer is in the sums of its domain
	weight int64
	sums   [credits]int64
	layers [credits]Micro
}

// domain is D for each credit; it does not apply when none of its questions does.
type domain struct {
	applies bool
	lambda  int64          // Σ λ of the layers that have an applicable question
	sums    [credits]int64 // Σ λ·L of these layers
	values  [credits]Micro
}

// tally is how many things of each kind speak for one indicator.
type tally struct{ admissions, controls, documents, waiting int }

func newCounts(m *Model) counts {
	return counts{
		cells:    make([]cell, len(m.def.Model.Domains)*m.layers),
		domains:  make([]domain, len(m.def.Model.Domains)),
		factors:  make([]Micro, len(m.factors)),
		excluded: make([]int64, len(m.def.Model.Domains)),
		truth:    make([]rules.Truth, m.prog.Len()),
	}
}

func (c counts) clone() counts {
	c.domains = slices.Clone(c.domains)
	c.cells, c.factors = slices.Clone(c.cells), slices.Clone(c.factors)
	c.excluded, c.truth = slices.Clone(c.excluded), slices.Clone(c.truth)
	return c
}

// reset empties everything that update fills; what comes from outside the questionnaire stays.
func (c *counts) reset() {
	clear(c.cells)
	clear(c.domains)
	clear(c.factors)
	clear(c.excluded)
	for i := range c.truth {
		c.truth[i] = rules.False
	}
	*c = counts{
		domains: c.domains, moved: 1<<len(c.domains) - 1, stale: 1<<len(c.factors) - 1, shifted: 1<<indicators - 1,
		cells: c.cells, factors: c.factors, excluded: c.excluded, truth: c.truth,
		outside: c.outside, floors: c.floors, repeated: c.repeated,
	}
}

// flags holds open flags of earlier assessments open and voids those raised by mistake. A closed flag is closed from
// its closing day on, with its floor; it is open again when answers given after that day make its rule true anew.
// Section 5 of the scoring model.
func (s *Sheet) flags(records []questionnaires.FlagRecord) {
	for _, r := range records {
		i := slices.IndexFunc(s.m.findings, func(f finding) bool { return f.def.ID == r.ID })
		if i < 0 {
			continue
		}
		f := &s.m.findings[i]
		switch r.State {
		case questionnaires.FlagOpen:
			s.run.Force(f.node, rules.True)
		case questionnaires.FlagVoid:
			s.run.Force(f.node, rules.False)
		case questionnaires.FlagClosed:
			s.closed(f, r.ClosedOn)
		case questionnaires.FlagUndetermined:
		}
	}
}

func (s *Sheet) closed(f *finding, day string) {
	age, ok := daysBetween(day, s.day)
	if !ok || age < 0 {
		s.run.Force(f.node, rules.True)
		return
	}
	if answered := cmp.Or(s.answers.Date, s.day); day >= answered {
		s.run.Force(f.node, rules.False)
	}
	if _, floor := s.m.def.Model.Floors[f.def.Class]; floor && age < int64(s.m.def.Model.FloorDays) {
		s.floors[f.class] = true
	}
}

// signals notes the signs from sources outside the questionnaire; a survey counts only when it fires.
func (s *Sheet) signals(list []questionnaires.Signal) {
	for _, sg := range list {
		if sg.Source == "survey" && !surveyFires(sg.X, sg.N) {
			continue
		}
		if sg.Indicator > 0 && sg.Indicator < indicators && !slices.Contains(s.outside[sg.Indicator], sg.Source) {
			s.outside[sg.Indicator] = append(s.outside[sg.Indicator], sg.Source)
		}
	}
}
