package questionnaires

import "tuntas/questionnaires/rules"

// Answers is one answers file: what a company states about one period, and what evaluators wrote beside it.
type Answers struct {
	Questionnaire string // id@version
	Company       Company
	Period        string // year, or other name of the period
	Date          string // day of the assessment, YYYY-MM-DD; may be empty
	Answers       map[string]Answer
	Signals       []Signal
	Flags         []FlagRecord
	Overdue       int64 // actions whose deadline was missed twice
	FirstGreen    bool
	SHA256        string // of the canonical form, hex
}

// Company is what the company register knows; it is not asked again.
type Company struct {
	Name        string
	NIB         string
	KBLIVersion int
	KBLI        []string // five-digit codes
	Sites       []Site
}

// Site is one place of work.
type Site struct {
	Name     string
	Province string // code of the ministry of home affairs, two digits
}

// AnswerState is how a question was answered.
type AnswerState string

// The states of an answer; the codes are those of the result document.
const (
	Answered      AnswerState = "answered"
	NotKnown      AnswerState = "not_known"
	Unanswered    AnswerState = "unanswered"
	Claimed       AnswerState = "claimed"        // "not applicable", not yet accepted
	NotApplicable AnswerState = "not_applicable" // derived by a rule, or accepted
	InProgress    AnswerState = "in_progress"    // ladders only: counts as step1
)

// Review is what an evaluator says of the evidence of an answer.
type Review string

// The verdicts of a review; the zero value is "not reviewed".
const (
	ReviewAccepted    Review = "accepted"
	ReviewBeside      Review = "beside" // unreadable or beside the point: as if not uploaded
	ReviewContradicts Review = "contradicts"
)

// Answer is one answer. State is Unanswered for the zero value.
type Answer struct {
	State         AnswerState
	Value         AnswerValue
	Verified      *AnswerValue // an evaluator's value; stands in the answer's place
	Evidence      []Evidence
	Review        Review
	Comment       string
	SelfDisclosed bool
	Who           string // not known yet: who finds out
	By            string // not known yet: by when, YYYY-MM-DD
	Reason        string // not applicable: why
}

// AnswerValue is the content of an answer; which field counts depends on the question's kind.
type AnswerValue struct {
	Codes  []string                            // Single (one) and Multiple
	Number rules.Decimal                       // Number
	Cells  map[string]map[string]rules.Decimal // Table: row → column → value; a table with one column uses that column's code
	Text   string                              // Text, and Date as YYYY-MM-DD
}

// Evidence is one document or other source behind an answer.
type Evidence struct {
	Level   int // 0–4: E0 … E4
	Kind    string
	Name    string
	Date    string // YYYY-MM-DD, may be empty
	Expires string // last valid day, may be empty
}

// Signal is a sign from a source outside the questionnaire.
type Signal struct {
	Indicator int
	Source    string
	X, N      int64 // survey: X of N
}

// FlagState is what is known of a flag.
type FlagState string

// The states of a flag.
const (
	FlagOpen         FlagState = "open"
	FlagUndetermined FlagState = "undetermined"
	FlagClosed       FlagState = "closed"
	FlagVoid         FlagState = "void"
)

// FlagRecord is a flag of an earlier assessment, or one that evaluators closed or voided.
type FlagRecord struct {
	ID       string
	State    FlagState
	ClosedOn string // YYYY-MM-DD
}
