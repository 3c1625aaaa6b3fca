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

// KnownProvince reports whether code is the two-digit code of one of the 38 provinces.
func KnownProvince(code string) bool { return ProvinceName(code) != "" }

// ProvinceName is the name of the province with a code of the ministry of home affairs, or "". BPS gives other codes
// to the provinces of Papua.
func ProvinceName(code string) string {
	if len(code) != 2 || !digits(code) {
		return ""
	}
	for line := range strings.Lines(provinces) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), code+" "); ok {
			return name
		}
	}
	return ""
}

const provinces = `11 Aceh
12 Sumatera Utara
13 Sumatera Barat
14 Riau
15 Jambi
16 Sumatera Selatan
17 Bengkulu
18 Lampung
19 Kepulauan Bangka Belitung
21 Kepulauan Riau
31 DKI Jakarta
32 Jawa Barat
33 Jawa Tengah
34 DI Yogyakarta
35 Jawa Timur
36 Banten
51 Bali
52 Nusa Tenggara Barat
53 Nusa Tenggara Timur
61 Kalimantan Barat
62 Kalimantan Tengah
63 Kalimantan Selatan
64 Kalimantan Timur
65 Kalimantan Utara
71 Sulawesi Utara
72 Sulawesi Tengah
73 Sulawesi Selatan
74 Sulawesi Tenggara
75 Gorontalo
76 Sulawesi Barat
81 Maluku
82 Maluku Utara
91 Papua
92 Papua Barat
93 Papua Selatan
94 Papua Tengah
95 Papua Pegunungan
96 Papua Barat Daya
`
