package scoring

import (
	"maps"
	"slices"

	"tuntas/questionnaires"
)

// WhatIf is the result if these answers were true; the sheet itself does not change. The answers replace the ones
// given, verified values included.
func (s *Sheet) WhatIf(changes map[string]questionnaires.Answer) *Result {
	c := s.with(changes)
	r := c.Result()
	r.PathToGreen = c.PathToGreen()
	return r
}

func (s *Sheet) with(changes map[string]questionnaires.Answer) *Sheet {
	c := s.Clone()
	for _, q := range slices.Sorted(maps.Keys(changes)) {
		c.Set(q, changes[q])
	}
	return c
}
