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
	text = ungrouped(text)
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

// thousands reports whether a text is digits with one separator before exactly three of them: 1.000 is a thousand in
// Indonesia, 1,000 elsewhere, and both are one to somebody.
func thousands(text string) bool {
	text = strings.TrimLeft(text, "+-")
	whole, rest, ok := strings.Cut(text, ".")
	if !ok {
		whole, rest, ok = strings.Cut(text, ",")
	}
	return ok && len(rest) == 3 && digits(rest) && digits(whole) && whole[0] != '0'
}

// ungrouped writes a number with a decimal point and without separators of thousands, where it can be read in one way
// only: 1,5 or 1.000,5 or 1,000.5 or 1.000.000. Other texts stay as they are.
func ungrouped(text string) string {
	points, commas := strings.Count(text, "."), strings.Count(text, ",")
	group, mark := ".", ","
	switch {
	case points+commas == 0 || points == 1 && commas == 0:
		return text
	case commas == 1 && points == 0:
		return strings.Replace(text, ",", ".", 1)
	case points == 0 || points == 1 && commas > 0 && strings.LastIndex(text, ".") > strings.LastIndex(text, ","):
		group, mark = ",", "."
	case commas > 1:
		return text
	}
	whole, rest, marked := strings.Cut(text, mark)
	for i, part := range strings.Split(strings.TrimLeft(whole, "+-"), group) {
		if !digits(part) || i == 0 && len(part) > 3 || i > 0 && len(part) != 3 {
			return text
		}
	}
	if strings.Contains(whole, group) && marked == digits(rest) {
		whole = strings.ReplaceAll(whole, group, "")
		if marked {
			return whole + "." + rest
		}
		return whole
	}
	return text
}
