package assessment

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// canonical is the language of numbers that a program wrote: a point before the decimals and nothing between thousands.
const canonical = "canonical"

// separators are the mark between thousands and the mark before decimals of a language.
func separators(language string) (thousands, decimals string) {
	switch language {
	case "id":
		return ".", ","
	case canonical:
		return "", "."
	default:
		return ",", "."
	}
}

// mostNumber is the largest number of a questionnaire, 1 000 000 000.
const mostNumber = 1_000_000_000

// parseNumber reads a number as typed in a language, with at most four places. The other language's mark before decimals
// is read too where it can be nothing else, as in 12.5; what could be one or the other is not guessed.
func parseNumber(typed, language string) (rules.Decimal, bool) {
	if len(typed) > mostCell*utf8.UTFMax {
		return 0, false
	}
	s := plainDigits(typed)
	sign := ""
	if strings.HasPrefix(s, "-") || strings.HasPrefix(s, "+") {
		sign, s = strings.TrimPrefix(s[:1], "+"), s[1:]
	}
	thousands, decimals := separators(language)
	if strings.Contains(s, " ") && !strings.Contains(s, thousands) {
		thousands = " "
	}
	whole, places, pointed := strings.Cut(s, decimals)
	if thousands != "" && strings.Contains(whole, thousands) {
		if lone, rest, ok := foreign(s, thousands); ok {
			whole, places, pointed = lone, rest, true
		} else if whole, ok = ungroup(whole, thousands); !ok {
			return 0, false
		}
	}
	if !digits(whole) || pointed && !digits(places) || len(places) > 4 || len(whole) > 12 {
		return 0, false
	}
	n, err := strconv.ParseInt(sign+whole+places+strings.Repeat("0", 4-len(places)), 10, 64)
	if err != nil || n > mostNumber*int64(rules.One) || n < -mostNumber*int64(rules.One) {
		return 0, false
	}
	return rules.Decimal(n), true
}

// plainDigits turns the spaces, minus signs and wide figures that keyboards and word processors make into plain ones.
func plainDigits(typed string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == '−' || r == '‒' || r == '–':
			return '-'
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, typed))
}

// foreign splits a number at the mark for thousands when it can only stand before decimals.
func foreign(s, thousands string) (whole, places string, ok bool) {
	whole, places, _ = strings.Cut(s, thousands)
	return whole, places, thousands != " " && digits(whole) && digits(places) && len(places) != 3
}

// ungroup takes out the marks between thousands; every group but the first has three digits.
func ungroup(s, thousands string) (string, bool) {
	groups := strings.Split(s, thousands)
	if len(groups[0]) > 3 || groups[0] == "0" {
		return "", false
	}
	for i, g := range groups {
		if !digits(g) || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// showNumber writes a number as a language does: 1.234,5 in Indonesian, 1,234.5 in English.
func showNumber(d rules.Decimal, language string) string {
	whole, places, pointed := strings.Cut(questionnaires.FormatDecimal(d), ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	thousands, decimals := separators(language)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	if pointed {
		whole += decimals + places
	}
	return sign + whole
}

// parseDay reads a day as typed: 2026-12-15, 15/12/2026, 15-12-2026, 15.12.2026, 15 Desember 2026 or 15 December 2026,
// the day before the month in both languages.
func parseDay(typed string) (string, bool) {
	s := cleanLine(cut(typed, mostCell))
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return within(t)
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("/-. ", r) })
	if len(parts) != 3 || !strings.HasPrefix(s, parts[0]) || len(parts[0]) > 2 || len(parts[2]) != 4 || !digits(parts[0]) || !digits(parts[2]) {
		return "", false
	}
	day, _ := strconv.Atoi(parts[0])
	year, _ := strconv.Atoi(parts[2])
	month, ok := parseMonth(parts[1])
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if !ok || t.Day() != day || t.Month() != month {
		return "", false
	}
	return within(t)
}

// within refuses days that answers files cannot hold.
func within(t time.Time) (string, bool) {
	return t.Format(time.DateOnly), t.Year() >= 1900 && t.Year() <= 2199
}

func parseMonth(s string) (time.Month, bool) {
	if digits(s) && len(s) <= 2 {
		n, err := strconv.Atoi(s)
		return time.Month(n), err == nil && n >= 1 && n <= 12
	}
	s = strings.ToLower(s)
	if len(s) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		for _, name := range monthNames(m) {
			if s == name || s == name[:3] || s == "agt" && m == time.August || s == "sept" && m == time.September {
				return m, true
			}
		}
	}
	return 0, false
}

// monthNames are the names of a month in Indonesian and in English, in small letters.
func monthNames(m time.Month) [2]string {
	indonesian := [...]string{
		"januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember",
	}
	return [2]string{indonesian[m-1], strings.ToLower(m.String())}
}

// Days as examples of how one is typed; pages write them in the reader's language.
const (
	exampleDay = "2026-12-15"
	pastDay    = "2025-12-15"
)
