package account

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"tuntas/app/problem"
)

// lineRule is what one line of text must be, with the keys of what is said when it is not.
type lineRule struct {
	field                     string
	most                      int // characters
	missing, long, characters string
}

// take returns the line without blanks around it and in one spelling of its accents (NFC). Line breaks, control and
// invisible characters are refused, not removed: they would end up in the heads of mails and in lists.
func (l lineRule) take(f *problem.Form, typed string) string {
	if !utf8.ValidString(typed) || strings.ContainsFunc(strings.TrimSpace(typed), hidden) {
		f.Add(l.field, l.characters)
		return ""
	}
	line := norm.NFC.String(strings.Join(strings.Fields(typed), " "))
	switch count := utf8.RuneCountInString(line); {
	case count == 0 && l.missing != "":
		f.Add(l.field, l.missing)
	case count > l.most:
		f.Add(l.field, l.long, "most", l.most, "count", count)
	}
	return line
}

// hidden reports whether a character shows nothing or turns what stands around it.
func hidden(r rune) bool {
	return unicode.IsControl(r) || r != ' ' && unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs) ||
		r == utf8.RuneError
}

func legalNameRule() lineRule {
	return lineRule{
		field: "legal_name", most: 200, missing: "account.profile.legal_name.missing",
		long: "account.profile.legal_name.long", characters: "account.profile.legal_name.characters",
	}
}

func nameRule() lineRule {
	return lineRule{
		field: "name", most: 100, missing: "account.name.missing", long: "account.name.long",
		characters: "account.name.characters",
	}
}

func positionRule() lineRule {
	return lineRule{
		field: "position", most: 100, missing: "account.position.missing", long: "account.position.long",
		characters: "account.position.characters",
	}
}

// takeEmail returns an address in the one form in which it is stored, compared and written to. Only ASCII is taken before
// the @: look-alike letters would make two accounts out of one or one out of two.
func takeEmail(f *problem.Form, typed string) string {
	email, ok := normalEmail(typed)
	switch {
	case strings.TrimSpace(typed) == "":
		f.Add("email", "account.email.missing")
	case !ok:
		f.Add("email", "account.email.form")
	}
	return email
}

func normalEmail(typed string) (string, bool) {
	typed = strings.Trim(typed, " ")
	local, domain, found := strings.Cut(typed, "@")
	if !found || len(typed) > 254 || len(local) > 64 || !plainLocal(local) {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil || !strings.Contains(ascii, ".") || !plainDomain(ascii) {
		return "", false
	}
	email := strings.ToLower(local + "@" + ascii)
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || len(email) > 254 {
		return "", false
	}
	return email, true
}

// plainLocal reports whether the part before the @ is letters, digits and marks (RFC 5322 dot-atom).
func plainLocal(local string) bool {
	return local != "" && !strings.ContainsFunc(local, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".!#$%&'*+/=?^_`{|}~-", r)
	})
}

func plainDomain(domain string) bool {
	return !strings.ContainsFunc(domain, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '-'
	})
}

// language is the one to write in: Indonesian unless English was asked for.
func language(code string) string {
	if code == "en" {
		return "en"
	}
	return "id"
}

// shortened is the line without what lists cannot show, at most so many characters of it.
func shortened(line string, most int) string {
	clean := strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(line, ""))
	runes := []rune(strings.TrimSpace(clean))
	return string(runes[:min(len(runes), most)])
}
