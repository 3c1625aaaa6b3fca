package sheet

import (
	"math"
	"strconv"
	"strings"

	"tuntas/questionnaires/rules"
)

// parseNumber reads what a spreadsheet stores for a number, or what somebody typed as text: digits with a decimal point
// or comma. Spreadsheets store 0.1 + 0.2 as 0.30000000000000004, so what lies within a millionth of four decimals counts
// as those.
func parseNumber(text string) (rules.Decimal, bool) {
	const longest = 32
	if len(text) > longest {
		return 0, false
	}
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.IndexFunc(text, func(r rune) bool { return !strings.ContainsRune("0123456789.-+eE", r) }) >= 0 {
		return 0, false
	}
	v, err := strconv.ParseFloat(text, 64)
	const largest = 1e12
	if err != nil || math.IsNaN(v) || math.Abs(v) > largest {
		return 0, false
	}
	scaled := v * float64(rules.One)
	whole := math.Round(scaled)
	if math.Abs(scaled-whole) > 1e-2 {
		return 0, false
	}
	return rules.Decimal(whole), true
}
