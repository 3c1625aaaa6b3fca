// Package questionnaires reads questionnaires and answers: it decodes and checks their files, reports every fault with
// its place in the author's words, and holds the library of published questionnaires.
//
// It owns the file formats, identity (id, version, hash) and texts. It must not know how answers are scored, printed or
// stored, nor who gives them.
package questionnaires

import "tuntas/questionnaires/rules"

// Text is one text in every language of the questionnaire: language code → text.
type Text map[string]string

// In returns the text in a language, or in the source language when lang is missing from a draft.
func (t Text) In(lang string) string {
	if s, ok := t[lang]; ok {
		return s
	}
	return t[SourceLanguage]
}

// SourceLanguage is the language in which questionnaires are written first.
const SourceLanguage = "id"

// Definition is one published version of a questionnaire: immutable, identified by ID, Version and SHA256.
type Definition struct {
	ID        string
	Version   int
	Date      string   // day of publication, YYYY-MM-DD
	Languages []string // the source language first
	Title     Text
	Purpose   Text
	SHA256    string // of the file with the structure, hex

	Model      Model
	Indicators []Indicator
	Sections   []Section
	Questions  []Question // in file order, over all sections and topics
	Contexts   []Context
	Derived    []Derived
	Rules      []ConsistencyRule
	Findings   []Finding
	Actions    []Action
	Modules    []Module
	References []Reference
	Proofs     []Proof
	Roles      []Respondent
	Referrals  []Referral
	Cautions   []Caution

	Cases []WorkedCase // worked cases, decoded; what they expect is tested where results are computed

	Program *rules.Program // every condition of the questionnaire, compiled
	Counts  Counts

	index index
}

// Condition is the source of one condition and the name under which Program knows it; the zero value is absent.
type Condition struct {
	Source string
	ID     string // name of its node in Program, for example "show:agent_types"
}

// Present reports whether there is a condition.
func (c Condition) Present() bool { return c.Source != "" }

// Section is a part of the questionnaire that one person can answer in one sitting.
type Section struct {
	ID      string
	Title   Text
	Purpose Text
	Who     []string // ids of Roles
	Topics  []Topic
}

// Topic is what stands on one page: at most eight questions.
type Topic struct {
	ID        string
	Title     Text
	Questions []string
}

// Question is one question with everything that is known about it.
type Question struct {
	ID      string
	Section string
	Topic   string
	Text    Text
	Help    Text // one sentence under the question
	Why     Text // why we ask
	Who     []string
	Proof   []string // ids of Proofs
	Kind    rules.Kind
	Ladder  bool // Single with the five steps step0 … step4
	Unit    Text
	Min     rules.Decimal
	Max     rules.Decimal
	Step    rules.Decimal // smallest difference between two answers; 10000 for whole numbers
	Options []Option
	None    string // Multiple: the option that excludes all others
	// Reach is the best option that practice can still reach once it or a worse one was true, because what happened
	// cannot be undone; empty where every option can be reached.
	Reach   string
	Rows    []Label
	Columns []Label
	// BlankIsZero makes a missing cell of an answered table count as 0.
	BlankIsZero bool

	Role       Role
	Value      Value
	Default    []Case // exposure only: a milder answer counts as this until it has evidence E1 or better
	Indicators []int
	References []string
	Mandatory  bool
	RedFlag    bool // a flag's condition reads it (computed, not written in the file)
	NeverNA    bool // "not applicable" cannot be claimed
	Basic      bool // a = 0 gives the sign "missing basic control" on its indicators
	ShortPath  bool
	UNGP       []int // UN Guiding Principles it serves
	OECD       []int // steps of the OECD due-diligence guidance it serves
	Show       Condition
}

// Label is a code with its wording: a row or a column of a table.
type Label struct {
	Code string
	Text Text
}

// Option is one answer that can be chosen. Value is a severity for exposure, an answer value a for control.
type Option struct {
	Code     string
	Text     Text
	Value    rules.Decimal
	HasValue bool
}

// Role says where a question counts. Exactly one of Factor, Domain and Sign is set.
type Role struct {
	Factor string // id of a Factor: the question is an exposure item
	Domain string // id of a Domain: the question is a control
	Layer  string
	Weight int64 // 1–100 inside its layer
	Effort int64 // 1 small, 2 medium, 3 large
	Sign   bool  // outside I, C and K: feeds flags and rules only
}

// Combine is how a question with several choices, a number or a table becomes one value.
type Combine string

// The ways to combine (section 3 of the scoring model). Options is for single choice; Bands is for numbers and tables.
const (
	CombineOptions Combine = "options"
	CombineWorst   Combine = "worst"
	CombineSum     Combine = "sum"
	CombineCount   Combine = "count"
	CombineBands   Combine = "bands"
	CombineCases   Combine = "cases"
)

// Value turns an answer into a severity or an answer value a.
type Value struct {
	Combine Combine
	Measure Condition // bands: the number that is banded; absent means the answer itself
	Bands   []Band    // bands and count: half-open, rising, the last without an upper end
	Cases   []Case    // cases: the first true one counts, the last has no condition
}

// Band gives Value to numbers below Below (exclusive) and not below the band before it.
type Band struct {
	Below rules.Decimal
	Last  bool // no upper end
	Value rules.Decimal
}

// Case gives Value when its condition is true, or takes the question out of the sums.
type Case struct {
	When          Condition
	Value         rules.Decimal
	NotApplicable bool
}

// Context is an exposure item, and a number that conditions can read, taken from the company register by code.
type Context struct {
	ID        string
	Title     Text
	Kind      string // "kbli" (longest matching prefix) or "province" (exact)
	Factor    string
	Source    Text
	Date      string
	Otherwise rules.Decimal
	Rows      []ContextRow
}

// ContextRow gives Value to its codes.
type ContextRow struct {
	Codes  []string
	Value  rules.Decimal
	Reason Text
}

// Derived is a named value computed from answers.
type Derived struct {
	ID   string
	Text Text // what it means, in words
	Condition
}

// ConsistencyRule is a rule with the effect "points"; its threshold is never shown to companies.
type ConsistencyRule struct {
	ID        string
	When      Condition
	Points    int64
	Indicator int // 0: none
	Why       Text
}

// Class is the class of a red flag.
type Class string

// The classes of red flags (section 5 of the scoring model).
const (
	ClassA Class = "A"
	ClassB Class = "B"
	ClassC Class = "C"
)

// Finding is what a true condition means, how severe it is and what to do about it.
type Finding struct {
	ID         string
	When       Condition
	Class      Class // empty: no flag
	Admission  []int // indicators on which it is the company's own admission
	Scale      int64 // 1–5
	Scope      int64 // 1–5
	Irremedy   int64 // 1–5, irremediability
	Title      Text
	Why        Text
	Good       Text
	Action     string // id of an Action
	Module     string // id of a Module
	References []string
}

// Action is the first step that answers a finding.
type Action struct {
	ID    string
	Text  Text
	Owner string   // id of a Respondent
	Proof []string // ids of Proofs that close it
}

// Module is one unit of training.
type Module struct {
	ID         string
	Title      Text
	Minutes    int64
	When       Condition
	Domains    []string // ids of Domains whose gap it answers
	Objective  Text
	Method     Text
	Exercise   Text
	Product    Text
	Materials  []Text   // what the trainer brings
	Room       Text     // what the room needs, may be empty
	Audience   []string // ids of Roles
	Sensitive  bool     // never the first session of a day
	After      []string // ids of modules that must come before
	Outline    []Step
	Statements []Statement
}

// Step is one part of a module's session.
type Step struct {
	Minutes int64
	Text    Text
}

// Statement is one test item: true or false.
type Statement struct {
	ID   string
	Text Text
	True bool
}

// Reference is a legal rule or standard. One that is not Verified never reaches an official report. One with a condition
// binds only the companies for which it is true, and is cited only to them.
type Reference struct {
	ID       string
	Title    Text
	Article  string
	Gist     Text
	From     string // first day of validity, may be empty
	To       string // last day of validity, may be empty
	Verified bool
	Source   string // where it was read
	Note     Text   // open legal question, may be empty
	When     Condition
	UNGP     []int // UN Guiding Principles it belongs to
	OECD     []int // steps of the OECD due-diligence guidance
}

// InForce reports whether the reference is valid on a day, YYYY-MM-DD; without a day every one is.
func (r *Reference) InForce(day string) bool {
	return day == "" || (r.From == "" || r.From <= day) && (r.To == "" || day <= r.To)
}

// Proof is a kind of evidence.
type Proof struct {
	ID   string
	Text Text
}

// Respondent is a role that knows answers and owns actions; never a person.
type Respondent struct {
	ID   string
	Text Text
}

// Referral is a channel where help can be found.
type Referral struct {
	ID    string
	Name  Text
	For   Text
	Reach Text
}

// Caution is one sentence of the do-no-harm text.
type Caution struct {
	ID   string
	Text Text
}

// Indicator is one of the eleven ILO indicators of forced labour.
type Indicator struct {
	ID              int
	Name            Text
	Involuntariness string // "", "medium" or "strong"
	Penalty         string // "", "medium" or "strong"
}

// Counts is what `tuntas check --json` reports.
type Counts struct {
	Sections           int `json:"sections"`
	Questions          int `json:"questions"`
	ShortPath          int `json:"short_path"`
	Conditions         int `json:"conditions"`
	Findings           int `json:"findings"`
	Actions            int `json:"actions"`
	Modules            int `json:"modules"`
	References         int `json:"references"`
	ReferencesVerified int `json:"references_verified"`
	ConsistencyRules   int `json:"consistency_rules"`
	Cases              int `json:"cases"`
}
