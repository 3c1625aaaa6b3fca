package sheet

import (
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// The fixed sheets and keys of the workbook to fill in. Every row that is read has its key in the hidden first column;
// rows may be moved, sheets may be renamed.
const (
	metaSheet  = "tuntas"               // hidden: which questionnaire this is
	listsSheet = "pilihan"              // hidden: what the drop-downs offer
	metaKey    = "tuntas:questionnaire" // questionnaire id@version
	keyName    = "company:name"         // company
	keyNIB     = "company:nib"          // business number
	keyKBLI    = "company:kbli"         // one row per code
	keySite    = "company:site"         // one row per place of work: name, province
	keyPeriod  = "company:period"
	keyDate    = "company:date"
	keyMore    = "more:evidence" // one row per further piece of evidence
)

const (
	columnKey = iota + 1
	columnNumber
	columnText
	columnNote
	columnAnswer
)

// spots is the columns of a section's sheet; the answers take as many as the widest table has.
type spots struct {
	cells     int // answer columns
	who       int // not known yet: who finds out
	by        int // not known yet: by when
	reason    int // not applicable: why
	disclosed int
	comment   int
	evidence  int // name, kind, date, expires, level
}

const evidenceColumns = 5

func spotsOf(def *questionnaires.Definition) spots {
	cells := 1
	for i := range def.Questions {
		if def.Questions[i].Kind == rules.Table {
			cells = max(cells, len(def.Questions[i].Columns))
		}
	}
	after := columnAnswer + cells
	return spots{cells: cells, who: after, by: after + 1, reason: after + 2, disclosed: after + 3, comment: after + 4, evidence: after + 5}
}

// The rows that an empty template has for what is counted.
const (
	companyCodes = 6
	companySites = 10
	moreRows     = 40
)

// The company sheet: key, label, value, second value, note.
const (
	companyLabel  = 2
	companyValue  = 3
	companySecond = 4
	companyNote   = 5
)

// The sheet of further evidence: key, question, name, kind, date, expires, level.
const (
	moreQuestion = 2
	moreEvidence = 3
)
