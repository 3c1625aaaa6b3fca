package account_test

import (
	"strings"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/problem"
)

func TestPasswordsAreLongAndNotGuessedFirst(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ password, fault string }{
		"nothing":                                 {"", "missing"},
		"one character too few":                   {"kuda makan nas", "short"},
		"many bytes but few characters":           {"é́é́é́é́é́", "short"},
		"the longest":                             {strings.Repeat("kuda lumping ", 9) + "di Kediri ", ""},
		"one character too many":                  {strings.Repeat("kuda lumping ", 9) + "di Kediri 12", "long"},
		"a megabyte":                              {strings.Repeat("kuda lumping di sawah ", 50_000), "long"},
		"a line break":                            {"kuda lumping\nmakan nasi", "characters"},
		"broken encoding":                         {"kuda lumping \xff makan nasi", "characters"},
		"one letter again and again":              {"aaaaaaaaaaaaaaaaaaaa", "pattern"},
		"a word again and again":                  {"hutanku hutanku hutanku ", "pattern"},
		"a row of keys":                           {"qwertyuiop[]asdfghjkl", "pattern"},
		"digits upwards":                          {"123456789012345", "pattern"},
		"the alphabet backwards":                  {"zyxwvutsrqponmlkj", "pattern"},
		"marks alone":                             {"!@#$%^&*()_+{}|", "pattern"},
		"a phrase everybody knows":                {"Bismillahirrahmanirrahim", "common"},
		"with a year":                             {"bismillahlancar2026", "common"},
		"with look-alike digits":                  {"P4ssw0rdP3rus4haan!", "common"},
		"with marks between":                      {"Indonesia-Raya-1945!!", "common"},
		"two words of the list":                   {"rahasia perusahaan 2026", "common"},
		"a word and many digits":                  {"jakarta20262027", "common"},
		"keys up and down":                        {"1qaz2wsx3edc4rfv", "pattern"},
		"the own address":                         {"sri.wahyuni@contoh.co.id", "personal"},
		"the own name and a year":                 {"Sri Wahyuni 2026 !!", "personal"},
		"the platform's name and little":          {"tuntas-sri-tuntas-24", "personal"},
		"four words that do not belong together":  {goodPassword, ""},
		"words in another script":                 {"ꦲꦏ꧀ꦱꦫꦗꦮꦲꦤꦕꦫꦏ ᮃᮊ᮪ᮞᮛ", ""},
		"small and capital letters and no digits": {"LayangLayangDiAtasSawahKemarin", ""},
		"random letters":                          {"vKq9xwTz3LmPfRb", ""},
	}
	h := open(t)
	o := h.company("PT Contoh Sawit", "01")
	for name, c := range cases {
		h.clock.turn(time.Hour)
		_, err := h.Seed(t.Context(), account.SeedPerson{
			Name: "Sri Wahyuni", Email: "sri.wahyuni@contoh.co.id", Password: c.password, Organisation: o, Role: account.Viewer,
		})
		got := strings.TrimPrefix(faults(err)["password"], "account.password.")
		if problem.KindOf(err) == problem.Invalid && got != c.fault || c.fault != "" && got != c.fault {
			t.Errorf("%s: %q, want %q (%v)", name, got, c.fault, err)
		}
	}
}

func TestAPasswordIsTheSameOnEveryKeyboard(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	_, err := h.Seed(ctx, account.SeedPerson{
		Name: "Ayu", Email: "ayu@contoh.co.id", Password: "kafe\u0301 di sudut Malioboro ramai", Organisation: h.company("PT A", "01"),
		Role: account.Viewer,
	})
	h.must(err)
	if _, err := h.SignIn(ctx, "AYU@contoh.co.id", "kaf\u00e9 di sudut Malioboro ramai", ""); err != nil {
		t.Error(err)
	}
}
