package reports

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// Shown numbers are cut, never rounded, so that they stay on the same side of every threshold as the exact ones.

// points writes a result in millionths of 1 as points with one decimal: 604474 is 60,4.
func (w *words) points(v scoring.Micro) string { return w.cut(int64(v), 4, 1) }

// part writes a result in millionths of 1 with two decimals: 204000 is 0,20.
func (w *words) part(v scoring.Micro) string { return w.cut(int64(v), 6, 2) }

// percent writes a share in millionths of 1 as a whole percentage.
func (w *words) percent(v scoring.Micro) string { return w.cut(int64(v), 4, 0) + "%" }

// decimal writes an exact number without trailing zeros.
func (w *words) decimal(d rules.Decimal) string {
	text := w.cut(int64(d), 4, 4)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".,")
}

// weight writes a share of 1 as a percentage, exactly.
func (w *words) weight(d rules.Decimal) string { return w.decimal(d*100) + "%" }

// whole writes a whole number with its thousands apart.
func (w *words) whole(n int64) string { return w.printer.Sprint(n) }

// cut writes v / 10^scale with the given number of decimals and drops the rest.
func (w *words) cut(v int64, scale, places int) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	unit := int64(1)
	for range scale {
		unit *= 10
	}
	text := sign + w.whole(v/unit)
	if places == 0 {
		return text
	}
	mark := "."
	if w.lang == "id" {
		mark = ","
	}
	rest := fmt.Sprintf("%0*d", scale, v%unit)
	return text + mark + rest[:places]
}

// date writes YYYY-MM-DD as "24 November 2026", and what is not a date as it stands.
func (w *words) date(day string) string { return w.written(day, "month.") }

// shortDate is date on one line with the month in three letters, for narrow columns.
func (w *words) shortDate(day string) string { return bound(w.written(day, "month.short.")) }

// joiner is the space at which no line breaks.
const joiner = "\u00a0"

// bound keeps a few words on one line.
func bound(text string) string { return strings.ReplaceAll(text, " ", joiner) }

func (w *words) written(day, months string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return strconv.Itoa(t.Day()) + " " + w.say(months+strconv.Itoa(int(t.Month()))) + " " + strconv.Itoa(t.Year())
}

// daysBetween returns how many calendar days lie between two dates, and whether both are dates.
func daysBetween(from, to string) (int, bool) {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0, false
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return 0, false
	}
	return int(b.Sub(a).Hours() / 24), true
}

// after returns the date a number of days later, or nothing when day is not a date.
func after(day string, days int) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// clock writes a minute of the day: 09.30 in Indonesian, 09:30 in English.
func clock(lang string, minute int) string {
	mark := ":"
	if lang == "id" {
		mark = "."
	}
	return fmt.Sprintf("%02d%s%02d", minute/60, mark, minute%60)
}

// fingerprint shortens a hash to twelve digits in groups of four.
func fingerprint(hash string) string {
	if len(hash) < 12 {
		return hash
	}
	return hash[:4] + " " + hash[4:8] + " " + hash[8:12]
}

// plain makes one clean line of what a person typed: no control characters, no runs of spaces, valid UTF-8.
func plain(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(text), " ")
}

// lower makes the first letter small, unless the first word is an abbreviation.
func lower(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if unicode.IsUpper(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// upper makes the first letter large.
func upper(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

// stop ends a sentence that has no mark at its end.
func stop(text string) string {
	last, _ := utf8.DecodeLastRuneInString(text)
	if text == "" || strings.ContainsRune(".?!…”", last) {
		return text
	}
	return text + "."
}

// list joins texts as "a, b dan c".
func (w *words) list(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	}
	key := "list.last"
	if len(items) > 2 {
		key = "list.serial"
	}
	return w.say(key, "Head", strings.Join(items[:len(items)-1], ", "), "Tail", items[len(items)-1])
}

// joinSentences puts sentences one after the other.
func joinSentences(sentences []string) string {
	out := make([]string, 0, len(sentences))
	for _, s := range sentences {
		out = append(out, stop(s))
	}
	return strings.Join(out, " ")
}

// Day writes a day, YYYY-MM-DD, out in a language, id or en: "24 November 2026". What is no day stays as it is. An error
// means that the language has no messages.
func Day(lang, day string) (string, error) {
	w, err := newWords(lang)
	if err != nil {
		return "", err
	}
	return w.date(day), w.err
}
