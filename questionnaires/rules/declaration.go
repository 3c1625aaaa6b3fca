// Package rules is the condition language of questionnaires: it reads conditions written in the syntax of expr-lang,
// checks them against the declared questions, compiles them to closures over decoded answers, and evaluates, explains
// and reads them back in words.
//
// It owns the four values, the functions and the arithmetic of section 10 of the scoring model. It must not know how
// questionnaires or answers are stored, what is scored, or who asks.
package rules

// Decimal is an exact decimal number in ten-thousandths: 1.5 is 15000.
type Decimal int64

// One is the number 1 as a Decimal.
const One Decimal = 10_000

// Kind is what a declared name holds.
type Kind uint8

// The kinds of declared names. Flag and Number are also the kinds of derived values.
const (
	Single   Kind = iota + 1 // one option code
	Multiple                 // a set of option codes, at most 63
	Number                   // a Decimal between Min and Max
	Table                    // counts or hours, rows × columns
	Date                     // a calendar day; conditions cannot read it
	Text                     // free text; conditions cannot read it
	Flag                     // true or false
)

// Declaration declares one question, or one value taken from the company's register, to the conditions that may read it.
type Declaration struct {
	ID      string
	Kind    Kind
	Options []string // Single and Multiple: the option codes
	None    string   // Multiple: the option that excludes the others and is never counted; may be empty
	Ladder  bool     // Single: the options are steps 0 to 4 and level() may read it
	Min     Decimal  // Number: smallest answer; Table: smallest cell
	Max     Decimal  // Number: largest answer; Table: largest cell
	Rows    []string // Table
	Columns []string // Table
	// BlankIsZero makes a missing cell of an answered table count as 0; otherwise it is unknown.
	BlankIsZero bool
}

// State says whether a value can be read.
type State uint8

// The states of a value (section 10 of the scoring model).
const (
	Unknown       State = iota // not answered yet, or "not known yet"
	Known                      // N holds the value
	NotApplicable              // hidden, or accepted as not applicable
)

// Slot is one decoded answer, table cell, derived value or outcome of a condition.
// N is the option's index for Single, a bit set of option indexes for Multiple, ten-thousandths for Number and for
// the cells of a Table, 0 or 1 for Flag. A Table's first slot carries its state alone; its cells follow row by row.
type Slot struct {
	N     int64
	State State
}

// Truth is the outcome of a condition: one of the four values of section 10 of the scoring model.
type Truth uint8

// The four values. Once neither side decides alone (False for "and", True for "or"), both connectives are the larger of
// the two: the unknown outranks the not applicable, and that outranks a side which leaves the matter to the other.
const (
	False Truth = iota
	True
	TruthNotApplicable
	TruthUnknown
)
