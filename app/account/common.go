package account

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"tuntas/app/problem"
)

//go:embed passwords.txt
var passwordLines string

const (
	leastPassword     = 15
	mostPassword      = 128
	mostPasswordBytes = 1024
	leastOwn          = 8 // letters and digits that must be left without what everybody knows
)

// commonPasswords are the passwords that are tried first, read when the first password is chosen.
func commonPasswords() func() map[string]struct{} {
	return sync.OnceValue(func() map[string]struct{} {
		all := map[string]struct{}{}
		for line := range strings.SplitSeq(strings.TrimSpace(passwordLines), "\n") {
			all[line] = struct{}{}
		}
		return all
	})
}

// checkPassword adds what is wrong with a password that a person chooses. Nothing is asked of its composition (NIST SP
// 800-63B, 3.1.1.2); it must be long and not among those that are tried first.
func (a *Accounts) checkPassword(f *problem.Form, password string, p person) {
	count := utf8.RuneCountInString(norm.NFKC.String(password[:min(len(password), mostPasswordBytes)]))
	switch {
	case password == "":
		f.Add("password", "account.password.missing")
	case !utf8.ValidString(password) || strings.ContainsFunc(password, unicode.IsControl):
		f.Add("password", "account.password.characters")
	case count < leastPassword:
		f.Add("password", "account.password.short", "least", leastPassword, "count", count)
	case count > mostPassword || len(password) > mostPasswordBytes:
		f.Add("password", "account.password.long", "most", mostPassword)
	case isPattern(password):
		f.Add("password", "account.password.pattern")
	case isPersonal(password, p):
		f.Add("password", "account.password.personal")
	case a.isCommon(password):
		f.Add("password", "account.password.common")
	}
}

// commonForm is a password as the list holds it: small letters and digits alone.
func commonForm(password string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(password))
}

// isCommon looks for the password in the list, without the digits around it and with letters for the digits that look
// like them. Two entries one after the other are as easy to guess as one.
func (a *Accounts) isCommon(password string) bool {
	form := commonForm(password)
	alike := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")
	stem := strings.TrimRight(password, "0123456789!@#$.?*-_ ")
	list := a.common()
	for _, variant := range []string{
		form, strings.Trim(form, "0123456789"), commonForm(alike.Replace(password)), commonForm(alike.Replace(stem)),
	} {
		if joined(list, variant) {
			return true
		}
	}
	return false
}

// joined reports whether a word is one entry of the list or two.
func joined(list map[string]struct{}, word string) bool {
	if _, found := list[word]; found {
		return true
	}
	for i := range word {
		_, head := list[word[:i]]
		_, tail := list[word[i:]]
		if head && tail {
			return true
		}
	}
	return false
}

// isPattern reports whether a password is one short piece again and again, or runs along the alphabet, the digits or a
// row of keys.
func isPattern(password string) bool {
	lower := strings.ToLower(norm.NFKC.String(password))
	runes := []rune(lower)
	for period := 1; period <= len(runes)/2; period++ {
		if repeats(runes, period) {
			return true
		}
	}
	form := commonForm(lower)
	if len(form) < leastOwn {
		return true
	}
	runs := 0
	for i := 0; i+3 <= len(form); i++ {
		if isRun(form[i : i+3]) {
			runs++
		}
	}
	return runs*4 >= (len(form)-2)*3 // three quarters of it
}

func repeats(runes []rune, period int) bool {
	for i := period; i < len(runes); i++ {
		if runes[i] != runes[i-period] {
			return false
		}
	}
	return true
}

func isRun(three string) bool {
	const along = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv5tgb6yhn7ujm"
	back := []byte{three[2], three[1], three[0]}
	return three[0] == three[1] && three[1] == three[2] || strings.Contains(along, three) || strings.Contains(along, string(back))
}

// isPersonal reports whether little is left of a password without the person's address and name and the platform's name.
func isPersonal(password string, p person) bool {
	form, had := commonForm(password), false
	local, domain, _ := strings.Cut(p.Email, "@")
	words := append(strings.Fields(p.Name), p.Name, p.Email, local, domain, strings.Split(domain, ".")[0], "tuntas")
	words = append(words, strings.FieldsFunc(local, func(r rune) bool { return !unicode.IsLetter(r) })...)
	for _, w := range words {
		if w = commonForm(w); utf8.RuneCountInString(w) >= 3 && strings.Contains(form, w) {
			form, had = strings.ReplaceAll(form, w, ""), true
		}
	}
	return had && utf8.RuneCountInString(form) < leastOwn
}
