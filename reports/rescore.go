package reports

import (
	"fmt"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// stabilityDraws is how often all weights are drawn anew for the method annex.
const stabilityDraws = 1_000

// rescore computes what the result document does not carry: which questions were not asked, which law
// may be cited, and how steady the band is.
// Without conditions in a definition, what stayed outside the sums without being claimed so was not asked.
func (c *company) rescore() error {
	c.hidden = map[string]bool{}
	if c.def.Program == nil {
		c.cites = func(r *questionnaires.Reference) bool {
			return r.Verified && r.InForce(c.res.Date) && !r.When.Present()
		}
		for i := range c.def.Questions {
			q := &c.def.Questions[i]
			c.hidden[q.ID] = c.unscored(q) && c.stateOf(q.ID) != questionnaires.NotApplicable
		}
		return nil
	}
	model, err := scoring.Compile(c.def)
	if err != nil {
		return fmt.Errorf("score %s@%d: %w", c.def.ID, c.def.Version, err)
	}
	sheet := model.NewSheet(c.answers, c.res.Date)
	c.cites = sheet.Cites
	c.steady = sheet.Stability(stabilityDraws)
	for i := range c.def.Questions {
		id := c.def.Questions[i].ID
		c.hidden[id] = !sheet.Applies(id)
	}
	return nil
}
