package scoring

import "tuntas/questionnaires/rules"

// The arithmetic of the model, for tests of its worked numbers.
var (
	FactorOf    = factor
	LayerOf     = layer
	ControlOf   = control
	ResidualOf  = residual
	SeverityOf  = severity
	NoisyOrOf   = noisyOr
	SurveyFires = surveyFires
	LevelOn     = levelOn
	AddDays     = addDays
)

// Applying is which items apply: one byte an item.
func (s *Sheet) Applying() string {
	s.update()
	b := make([]byte, len(s.out))
	for i, o := range s.out {
		if o.state == derived || o.state == accepted {
			b[i] = 1
		}
	}
	return string(b)
}

// Setting is which items apply and which findings and rules fire, wait or do not.
func (s *Sheet) Setting() string {
	b := []byte(s.Applying())
	for n, f := range s.m.feeds {
		if f.kind == feedsFinding || f.kind == feedsRule {
			b = append(b, byte(s.truth[n]))
		}
	}
	return string(append(b, byte(s.numbers.Points)))
}

// OpenFlags is which classed findings are true.
func (s *Sheet) OpenFlags() string {
	s.update()
	var b []byte
	for i := range s.m.findings {
		if f := &s.m.findings[i]; f.class != noClass {
			b = append(b, byte(truthIs(s.truth[f.node], rules.True)))
		}
	}
	return string(b)
}

// Undecided reports whether an answer gives no value.
func (s *Sheet) Undecided(question string) bool {
	s.update()
	return s.out[s.m.index[question]].state == unanswered
}

// After is the colour when the steps of a path are done.
func (s *Sheet) After(steps []Step) Colour {
	p := newPath(s, s.changes(), Green)
	for i := range p.changes {
		for _, step := range steps {
			if s.m.items[p.changes[i].item].id == step.Question {
				p.set(i, true)
			}
		}
	}
	return p.sheet.Numbers().Colour
}

// CheaperSet is some set of changes below a cost that reaches the goal, found by trying them all; nil when none does.
func (s *Sheet) CheaperSet(goal Colour, cost int64) []string {
	p := newPath(s, s.changes(), goal)
	var try func(i int, spent int64) bool
	try = func(i int, spent int64) bool {
		if p.sheet.Numbers().Colour <= goal {
			return true
		}
		for k := i; k < len(p.changes); k++ {
			if spent+p.changes[k].effort >= cost {
				continue
			}
			p.set(k, true)
			if try(k+1, spent+p.changes[k].effort) {
				return true
			}
			p.set(k, false)
		}
		return false
	}
	if !try(0, 0) {
		return nil
	}
	set := []string{}
	for i, on := range p.chosen {
		if on {
			set = append(set, s.m.items[p.changes[i].item].id)
		}
	}
	return set
}

func truthIs(t, want rules.Truth) int {
	if t == want {
		return 1
	}
	return 0
}
