package account

import (
	_ "embed"
	"iter"
	"strings"
)

// The regencies come from idn-area-data under the ODbL: see regions/NOTICE.
//
//go:embed regions/regencies.csv
var regencyLines string

//go:embed regions/provinces.csv
var provinceLines string

// Regency is a kabupaten or kota.
type Regency struct {
	Code     string // four digits, ministry of home affairs; the statistics office numbers regencies otherwise
	Name     string // "Kabupaten Ketapang"
	Province string // two digits, ministry of home affairs
}

// Regencies yields the 514 regencies and cities by code.
func Regencies() iter.Seq[Regency] {
	return func(yield func(Regency) bool) {
		for line := range rows(regencyLines) {
			if !yield(regency(line)) {
				return
			}
		}
	}
}

// rows yields the lines of an embedded table without its head.
func rows(table string) iter.Seq[string] {
	_, table, _ = strings.Cut(table, "\n")
	return strings.SplitSeq(strings.TrimSuffix(table, "\n"), "\n")
}

func regency(line string) Regency {
	code, name, _ := strings.Cut(line, ",")
	return Regency{Code: code, Name: name, Province: code[:2]}
}

// FindRegency is the regency with a code.
func FindRegency(code string) (Regency, bool) {
	line, ok := row(regencyLines, code, 4)
	if !ok {
		return Regency{}, false
	}
	return regency(line), true
}

// Province is one of the 38 provinces in both code systems.
type Province struct {
	Code string // ministry of home affairs
	BPS  string // statistics office
	Name string
}

// Provinces are the 38 provinces by code.
func Provinces() []Province {
	var all []Province
	for line := range rows(provinceLines) {
		all = append(all, province(line))
	}
	return all
}

func province(line string) Province {
	code, rest, _ := strings.Cut(line, ",")
	bps, name, _ := strings.Cut(rest, ",")
	return Province{Code: code, BPS: bps, Name: name}
}

// FindProvince is the province with a code of the ministry of home affairs.
func FindProvince(code string) (Province, bool) {
	line, ok := row(provinceLines, code, 2)
	return province(line), ok
}

// row is the line of an embedded table that begins with a code of so many digits.
func row(table, code string, digits int) (string, bool) {
	if len(code) != digits || strings.Trim(code, "0123456789") != "" {
		return "", false
	}
	at := strings.Index(table, "\n"+code+",")
	if at < 0 {
		return "", false
	}
	line, _, _ := strings.Cut(table[at+1:], "\n")
	return line, true
}
