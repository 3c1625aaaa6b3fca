package rules

// test is a condition or a part of one, checked and ready to be compiled, explained and put into words.
type test struct {
	op    testOp
	at    int     // place in the source, in characters
	parts []*test // all, some: two or more; not: one
	value Truth   // constant

	node int   // flag: the builder's source, later the Node
	slot int32 // options, includes: the slot read
	decl int   // options, includes: the declaration read
	mask optionSet
	not  bool // options, includes, compare: the outcome is turned round

	relation    string // compare: < <= > >= ==
	left, right *amount
	between     *interval // compare: when right is a literal, left lies between these
	leftBy      int64     // compare: multipliers that bring both sides to one denominator
	rightBy     int64

	wording  string // some: the function that was written out, with its argument
	argument string

	run func(slots []Slot) Truth
}

// testOp is what a test does.
type testOp uint8

const (
	constant testOp = iota + 1
	all
	some
	negation
	flag     // reads the outcome of another node
	options  // one answer is among the options in mask
	includes // several answers have one of the options in mask
	compare
)

// amount is a numeric expression or a part of one; its value is an integer over den.
type amount struct {
	op   amountOp
	at   int
	den  int64
	span interval // smallest and largest integer, by the bounds of the questions

	number int64 // literal: the integer over den; scaled: the factor the integer of left is multiplied by
	node   int   // derived: the builder's source, later the Node
	decl   int   // answer, step, ticked, total
	slots  []int32
	mask   uint64 // ticked: the options that count
	code   string // answer of a cell: the row; total: the row or column, or empty
	column string // answer of a cell: the column

	left, right     *amount
	leftBy, rightBy int64
	literal         *amount // scaled: the number as the author wrote it
	divided         bool    // scaled: by division

	run func(slots []Slot) Slot
}

// amountOp is what an amount does.
type amountOp uint8

const (
	literal amountOp = iota + 1
	derived          // reads the number of another node
	answer           // a number, or one cell of a table
	step             // the step of a ladder
	ticked           // how many options are ticked
	total            // the sum of cells
	plus
	minus
	scaled // multiplied or divided by a literal
	share  // left as a percentage of right
)

// interval is an inclusive range of integers.
type interval struct{ low, high int64 }
