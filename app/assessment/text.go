package assessment

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tuntas/app/problem"
	"tuntas/questionnaires/rules"
)

// The longest texts, in characters. An unreadable text is kept up to mostKept, so that nothing typed is lost.
const (
	mostText  = 4_000
	mostShort = 200
	mostKept  = 16_000
	mostCell  = 60
)

// clean is a text as it is stored: in normal form C, with line feeds alone, without control characters and without the
// invisible marks that turn the writing direction. People paste those unknowingly, so they are taken out, not refused.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || reorders(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// cleanLine is clean for what stands on one line.
func cleanLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// reorders reports whether a character overrides or embeds a writing direction.
func reorders(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\ufeff'
}

func longer(s string, most int) bool { return utf8.RuneCountInString(s) > most }

// demanded is the text of a field that must not stay empty; missing is the message when it is.
func demanded(field, missing, typed, lang string) (string, error) {
	text := clean(typed)
	var form problem.Form
	switch {
	case text == "":
		form.Add(field, missing)
	case longer(text, mostText):
		form.Add(field, "assessment.answer.too_long", "most", showNumber(mostText*rules.One, lang))
	}
	return text, form.Err()
}

// cut is at most the first so many characters.
func cut(s string, most int) string {
	if !longer(s, most) {
		return s
	}
	return string([]rune(s)[:most])
}

// fingerprint is 32 bits of what an entry says; revision, writer, time and files are no part of it.
func (e *Entry) fingerprint() uint32 {
	h := fnv.New32a()
	put := func(parts ...string) {
		for _, p := range parts {
			_, _ = h.Write([]byte(p))
			_, _ = h.Write([]byte{0})
		}
	}
	disclosed := ""
	if e.SelfDisclosed {
		disclosed = "disclosed"
	}
	put(string(e.Choice), string(e.Typed), e.Text, e.Who, e.By, e.Reason, e.Comment, disclosed)
	put(e.Codes...)
	for _, row := range sortedKeys(e.Cells) {
		put("", row)
		for _, column := range sortedKeys(e.Cells[row]) {
			put(column, e.Cells[row][column])
		}
	}
	return h.Sum32()
}
