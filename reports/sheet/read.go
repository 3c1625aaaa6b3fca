package sheet

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
)

// Pinned says which questionnaire, as id@version, a workbook answers.
func Pinned(name string, in io.Reader) (string, []questionnaires.Fault) {
	r := newReader(name)
	r.open(in)
	return r.pinned(), r.faults
}

// ReadTemplate reads the answers from a workbook that WriteTemplate wrote, in any language. Each fault names its cell.
// The answers are whole only when there are no faults.
func ReadTemplate(name string, in io.Reader, def *questionnaires.Definition) (*questionnaires.Answers, []questionnaires.Fault) {
	r := &sheetReader{reader: newReader(name), def: def, spots: spotsOf(def), known: map[string]bool{}}
	r.open(in)
	a := &questionnaires.Answers{}
	pinned := r.pinned()
	if len(r.faults) > 0 {
		return a, r.faults
	}
	if pinned != def.Ref() {
		r.at(r.rows[metaKey], companyLabel, "these are answers to %s, not to %s", pinned, def.Ref())
		return a, r.faults
	}
	a.Questionnaire = pinned
	r.layout()
	r.company(a)
	r.answers(a)
	if len(r.faults) > 0 {
		return a, r.faults
	}
	return r.proven(a)
}

// pinned reads which questionnaire this is.
func (r *reader) pinned() string {
	meta, ok := r.rows[metaKey]
	if !ok {
		if len(r.faults) == 0 {
			r.at(nil, 0, "this is not a workbook that `questionnaire template` wrote; ask for one and fill it in")
		}
		return ""
	}
	return meta.cell(companyLabel)
}

// proven takes the answers through the decoder of answers files, so that a workbook can say nothing that a file could
// not; a fault here has no cell.
func (r *sheetReader) proven(a *questionnaires.Answers) (*questionnaires.Answers, []questionnaires.Fault) {
	data, err := questionnaires.EncodeAnswers(a)
	if err != nil {
		r.at(nil, 0, "the answers cannot be kept: %v", err)
		return a, r.faults
	}
	decoded, faults := questionnaires.DecodeAnswers("answers.json", data, r.def)
	for _, f := range faults {
		r.at(nil, 0, "%s", f.Message)
	}
	return decoded, r.faults
}

// sheetReader reads the rows of a workbook as answers to one questionnaire.
type sheetReader struct {
	reader
	def   *questionnaires.Definition
	spots spots
	known map[string]bool // keys that belong to the questionnaire
}

func (r *sheetReader) company(a *questionnaires.Answers) {
	name := r.rows[keyName]
	if a.Company.Name = r.text(name, companyValue); a.Company.Name == "" && name != nil {
		r.at(name, companyValue, "write the name of the company")
	}
	nib := r.rows[keyNIB]
	if a.Company.NIB = nib.cell(companyValue); a.Company.NIB != "" && (len(a.Company.NIB) != 13 || !digits(a.Company.NIB)) {
		r.at(nib, companyValue, "an NIB has 13 digits, not %q; format the cell as text so that no digit is lost", shown(a.Company.NIB))
	}
	a.Period = r.text(r.rows[keyPeriod], companyValue)
	a.Date = r.day(r.rows[keyDate], companyValue)
	for _, key := range r.keys {
		if strings.HasPrefix(key, "company:") && !strings.HasPrefix(key, keySite+"/") {
			r.empty(r.rows[key], companySecond, companySecond, "nothing is read here; write it into the cell before, or clear this one")
		}
		switch {
		case strings.HasPrefix(key, keyKBLI+"/"):
			r.activity(a, r.rows[key])
		case strings.HasPrefix(key, keySite+"/"):
			r.site(a, r.rows[key])
		}
	}
}

func (r *sheetReader) activity(a *questionnaires.Answers, on *row) {
	const class = 5
	code := on.cell(companyValue)
	switch {
	case code == "":
	case len(code) != class || !digits(code):
		r.at(on, companyValue, "a KBLI code has five digits, not %q; format the cell as text so that no zero is lost", shown(code))
	case !questionnaires.KnownKBLI(code):
		r.at(on, companyValue, "%s is no code of KBLI %d", code, questionnaires.KBLIVersion)
	case slices.Contains(a.Company.KBLI, code):
		r.at(on, companyValue, "KBLI code %s stands twice; keep one", code)
	default:
		a.Company.KBLIVersion = questionnaires.KBLIVersion
		a.Company.KBLI = append(a.Company.KBLI, code)
	}
}

func (r *sheetReader) site(a *questionnaires.Answers, on *row) {
	site := questionnaires.Site{Name: r.text(on, companyValue), Province: on.cell(companySecond)}
	if site == (questionnaires.Site{}) {
		return
	}
	if !questionnaires.KnownProvince(site.Province) {
		r.at(on, companySecond, "write the two digits of the province, such as 62, not %q", shown(site.Province))
	}
	a.Company.Sites = append(a.Company.Sites, site)
}

func digits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
}

// shown is what somebody typed, shortened for a message.
func shown(s string) string { return shorten(s, 40) }

// text reads a free text.
func (r *sheetReader) text(on *row, col int) string {
	const longest = 4_000
	text := on.cell(col)
	if n := len([]rune(text)); n > longest {
		r.at(on, col, "the text has %d characters; at most %d are read", n, longest)
		return ""
	}
	return text
}

// day reads a day, written as 2026-11-24 or entered as a date.
func (r *sheetReader) day(on *row, col int) string {
	text := on.cell(col)
	if text == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return text
	}
	// A cell with the look of a date holds the days since 1900, or 1904; 20000 is in 1954, 90000 in 2146.
	const first, last = 20_000, 90_000
	if digits(text) && len(text) == 5 {
		days := 0
		for _, c := range text {
			days = days*10 + int(c-'0')
		}
		if t, err := excelize.ExcelDateToTime(float64(days), r.from04); err == nil && days >= first && days <= last {
			return t.Format(time.DateOnly)
		}
	}
	r.at(on, col, "write the day as 2026-11-24, not %q", shown(text))
	return ""
}
