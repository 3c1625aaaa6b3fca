package scoring

import "tuntas/questionnaires"

// evidenceLevel is the level of the best piece of evidence behind an answer on a day: E0 without any, and E0 for
// evidence that a reviewer found beside the point.
func evidenceLevel(a *questionnaires.Answer, day string) int {
	if a.Review == questionnaires.ReviewBeside {
		return 0
	}
	best := 0
	for i := range a.Evidence {
		best = max(best, levelOn(&a.Evidence[i], day))
	}
	return best
}

// levelOn is the level of one piece on a day: E0 before its own date; after its last valid day one level lower, and
// one more for each further validity period, down to E0. A period is at least a day; without a date it is not known
// and one level is lost. Section 3 of the scoring model.
func levelOn(e *questionnaires.Evidence, day string) int {
	if day != "" && day < e.Date {
		return 0
	}
	if e.Expires == "" || day <= e.Expires {
		return e.Level
	}
	late, ok := daysBetween(e.Expires, day)
	if !ok || late <= 0 {
		return e.Level
	}
	lost := int64(1)
	if period, ok := daysBetween(e.Date, e.Expires); ok {
		period = max(1, period)
		lost = (late + period - 1) / period
	}
	return max(0, e.Level-int(min(lost, 4)))
}
