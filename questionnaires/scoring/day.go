package scoring

import "time"

// dayLayout is how days are written in files and results.
const dayLayout = "2006-01-02"

// addDays is the day n calendar days after a day, or "" when day is not a day.
func addDays(day string, n int) string {
	t, err := time.Parse(dayLayout, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, n).Format(dayLayout)
}

// daysBetween is the number of days from one day to another; ok is false when either is not a day.
func daysBetween(from, to string) (n int64, ok bool) {
	a, errA := time.Parse(dayLayout, from)
	b, errB := time.Parse(dayLayout, to)
	if errA != nil || errB != nil {
		return 0, false
	}
	return int64(b.Sub(a) / (24 * time.Hour)), true
}
