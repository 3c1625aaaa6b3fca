package web

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"tuntas/questionnaires"
)

// Activity is one of the 1,790 five-digit codes of KBLI 2020 with its title in sentence case.
type Activity struct {
	Code, Title string
	search      string
}

//nolint:gochecknoglobals // the embedded list, put in order once
var activities = sync.OnceValue(func() []Activity {
	var all []Activity
	for n := range 100_000 {
		code := fmt.Sprintf("%05d", n)
		if title, ok := questionnaires.KBLITitle(code); ok {
			all = append(all, Activity{Code: code, Title: sentenceCase(title), search: strings.ToLower(title)})
		}
	}
	return all
})

// SearchKBLI finds activities by the beginning of a code or by words of the title, within a sector (a letter from A to U)
// or in all ("").
func SearchKBLI(text, sector string) []Activity {
	words := strings.Fields(strings.ToLower(text))
	var found []Activity
	for _, a := range activities() {
		if sector != "" && sectorOf(a.Code) != sector {
			continue
		}
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.HasPrefix(a.Code, w) && !strings.Contains(a.search, w) }) {
			found = append(found, a)
		}
	}
	return found
}

// titleOfKBLI is the title of a code in sentence case.
func titleOfKBLI(code string) string {
	title, _ := questionnaires.KBLITitle(code)
	return sentenceCase(title)
}

// sentenceCase writes a title in capitals as a sentence; abbreviations without vowels to speak stay as they are.
func sentenceCase(title string) string {
	words := strings.Fields(title)
	for i, w := range words {
		bare := strings.Trim(w, "(),.;/")
		if slices.Contains([]string{"YTDL", "YBDI", "TIK", "BBM", "LPG", "LNG", "PLN", "MICE", "SPA", "RI", "ATM", "II", "III", "IV"}, bare) {
			continue
		}
		words[i] = strings.ToLower(w)
	}
	text := strings.Join(words, " ")
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// sectorOf is the letter of the section that a code stands in (ISIC Rev. 4, which KBLI 2020 follows).
func sectorOf(code string) string {
	if len(code) < 2 {
		return ""
	}
	for _, s := range sectors() {
		if code[:2] >= s.First && code[:2] <= s.Last {
			return s.Letter
		}
	}
	return ""
}

// sector is one section of the classification, from its first division to its last.
type sector struct{ Letter, First, Last string }

func sectors() []sector {
	return []sector{
		{"A", "01", "03"},
		{"B", "05", "09"},
		{"C", "10", "33"},
		{"D", "35", "35"},
		{"E", "36", "39"},
		{"F", "41", "43"},
		{"G", "45", "47"},
		{"H", "49", "53"},
		{"I", "55", "56"},
		{"J", "58", "63"},
		{"K", "64", "66"},
		{"L", "68", "68"},
		{"M", "69", "75"},
		{"N", "77", "82"},
		{"O", "84", "84"},
		{"P", "85", "85"},
		{"Q", "86", "88"},
		{"R", "90", "93"},
		{"S", "94", "96"},
		{"T", "97", "98"},
		{"U", "99", "99"},
	}
}
