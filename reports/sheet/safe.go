package sheet

import (
	"strings"
	"unicode"
)

// longestCell is the most characters that a cell of a workbook can hold.
const longestCell = 32_767

// neutral makes a text that no spreadsheet takes for a formula, also when the sheet is saved as CSV and opened again.
// plain undoes it exactly.
func neutral(text string) string {
	if startsFormula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// plain is the text that neutral was given.
func plain(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && startsFormula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}

// startsFormula reports whether a text, after blanks, begins with what a spreadsheet may execute.
func startsFormula(text string) bool {
	for _, r := range text {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', '−':
			return true
		}
		if !unicode.IsSpace(r) && r != '\ufeff' && r != '\u200b' {
			return false
		}
	}
	return false
}

// clean makes a text fit for a cell: valid, without control characters but the line break, and not too long.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
			return ' '
		case r == '\ufffe' || r == '\uffff':
			return '\ufffd'
		}
		return r
	}, text)
	text = neutral(text)
	if utf16Length(text) > longestCell {
		text = shorten(text, longestCell)
	}
	return literal(text)
}

// literal keeps a text that looks like an escaped character of a workbook, such as _x000D_, from being read as one.
// The library escapes such texts on its own only in some kinds of cells, not in shared ones.
func literal(text string) string {
	const form = len("_x000D_")
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := range len(text) {
		out.WriteByte(text[i])
		if i+form <= len(text) && escaped(text[i:i+form]) {
			out.WriteString("x005F_")
		}
	}
	return out.String()
}

func escaped(text string) bool {
	hex := strings.Trim(text[2:6], "0123456789abcdefABCDEF")
	return strings.HasPrefix(text, "_x") && text[6] == '_' && hex == ""
}

// utf16Length counts as spreadsheets count.
func utf16Length(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// shorten cuts a text to a number of UTF-16 units and shows that it was cut.
func shorten(text string, limit int) string {
	n := 0
	for i, r := range text {
		width := 1
		if r > 0xffff {
			width = 2
		}
		if n+width > limit-1 {
			return text[:i] + "…"
		}
		n += width
	}
	return text
}
