package questionnaires

import (
	"bytes"
	_ "embed" // for the list of business activities
	"encoding/csv"
	"strings"
	"sync"
)

// The kinds of context tables.
const (
	ContextKBLI     = "kbli"     // business activity, by the longest matching beginning of a five-digit code
	ContextProvince = "province" // province, by its code
)

// KBLIVersion is the edition of the classification of business activities that codes are checked against.
const KBLIVersion = 2020

//go:embed library/kbli2020.csv
var kbliFile []byte

//nolint:gochecknoglobals // the embedded list, indexed once
var kbliTitles = sync.OnceValue(func() map[string]string {
	titles := map[string]string{}
	records, err := csv.NewReader(bytes.NewReader(kbliFile)).ReadAll()
	if err != nil {
		return titles // every code is then refused, which a test would show
	}
	for _, r := range records[1:] {
		if len(r) == 3 && digits(r[1]) {
			titles[r[1]] = r[2]
		}
	}
	return titles
})

// KnownKBLI reports whether code is a class of KBLI 2020 or the beginning of one (two to five digits).
func KnownKBLI(code string) bool {
	_, ok := kbliTitles()[code]
	return ok
}

// KBLITitle returns the official title of a code of KBLI 2020, in capital letters as published.
func KBLITitle(code string) (string, bool) {
	title, ok := kbliTitles()[code]
	return title, ok
}

// provinces are the codes of the ministry of home affairs.
const provinces = " 11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 "

// KnownProvince reports whether code is the two-digit code of one of the 38 provinces.
func KnownProvince(code string) bool {
	return len(code) == 2 && digits(code) && strings.Contains(provinces, " "+code+" ")
}
