package rules

import (
	"errors"
	"fmt"
	"slices"
)

// layout is the declared questions and the place of each in the array of slots.
type layout struct {
	decls []Declaration
	index map[string]int // id → position in decls
	first []int32        // first slot of each declaration; one more entry holds the number of slots
}

// maxDeclared bounds what one questionnaire may declare; slot numbers stay far inside int32.
const maxDeclared = 10_000

func newLayout(decls []Declaration) (*layout, error) {
	if len(decls) > maxDeclared {
		return nil, fmt.Errorf("%d questions are declared, at most %d can be", len(decls), maxDeclared)
	}
	l := &layout{decls: slices.Clone(decls), index: make(map[string]int, len(decls)), first: make([]int32, 0, len(decls)+1)}
	var faults []error
	slots := 0
	for i := range l.decls {
		d := &l.decls[i]
		if _, twice := l.index[d.ID]; twice {
			faults = append(faults, fmt.Errorf("question %q is declared twice", d.ID))
		}
		if err := d.check(); err != nil {
			faults = append(faults, fmt.Errorf("question %q: %w", d.ID, err))
		}
		l.index[d.ID] = i
		l.first = append(l.first, int32(slots))
		slots += d.size()
	}
	l.first = append(l.first, int32(slots))
	return l, errors.Join(faults...)
}

// slots is how many slots all declarations take.
func (l *layout) slots() int { return int(l.first[len(l.decls)]) }

// size is how many slots the declaration takes.
func (d *Declaration) size() int {
	if d.Kind == Table {
		return 1 + len(d.Rows)*len(d.Columns)
	}
	return 1
}

// maxCells and maxOptions bound one question; a Multiple's options must fit into the bits of a slot.
const (
	maxCells    = 1_000
	maxOptions  = 250
	maxMultiple = 63
	maxBound    = Decimal(1) << 62
)

// check tells what is wrong with a declaration taken by itself.
func (d *Declaration) check() error {
	if !isName(d.ID) {
		return errors.New("an id has letters, digits and underscores, begins with a letter, and is no word of the condition language")
	}
	switch d.Kind {
	case Single, Multiple:
		return d.checkOptions()
	case Number, Table:
		if d.Min > d.Max {
			return errors.New("the smallest value is larger than the largest")
		}
		if d.Min < -maxBound || d.Max > maxBound {
			return errors.New("its bounds are too large to compute with")
		}
		if d.Kind == Table {
			return d.checkCells()
		}
	case Date, Text:
	case Flag:
		return errors.New("only derived values are flags")
	default:
		return fmt.Errorf("kind %d does not exist", d.Kind)
	}
	return nil
}

func (d *Declaration) checkOptions() error {
	limit := maxOptions
	if d.Kind == Multiple {
		limit = maxMultiple
	}
	switch {
	case len(d.Options) == 0:
		return errors.New("it has no options")
	case len(d.Options) > limit:
		return fmt.Errorf("it has %d options, at most %d are possible", len(d.Options), limit)
	case d.None != "" && !slices.Contains(d.Options, d.None):
		return fmt.Errorf("option %q, which excludes the others, is not among the options", d.None)
	case d.Ladder && (d.Kind != Single || len(d.Options) != 5):
		return errors.New("a ladder has one answer out of five steps")
	}
	return unique("option", d.Options)
}

func (d *Declaration) checkCells() error {
	if cells := len(d.Rows) * len(d.Columns); cells == 0 || cells > maxCells {
		return fmt.Errorf("a table has rows and columns, at most %d cells", maxCells)
	}
	return unique("row or column", append(slices.Clone(d.Rows), d.Columns...))
}

func unique(what string, codes []string) error {
	for i, code := range codes {
		if slices.Contains(codes[:i], code) {
			return fmt.Errorf("%s %q is there twice", what, code)
		}
	}
	return nil
}

// isName tells whether an author can write the id as a name in a condition.
func isName(id string) bool {
	for i, r := range id {
		letter := r == '_' && i > 0 || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	switch id {
	case "", "true", "false", "nil", "not", "and", "or", "in", "let", "if", "else", "matches", "contains", "startsWith", "endsWith":
		return false
	}
	return !slices.Contains(functionNames(), id)
}

// kindNoun is what the author calls a kind.
func kindNoun(k Kind) string {
	switch k {
	case Single:
		return "a question with one answer"
	case Multiple:
		return "a question with several answers"
	case Number:
		return "a number"
	case Table:
		return "a table"
	case Date:
		return "a date"
	case Text:
		return "a text"
	case Flag:
		return "true or false"
	}
	return "unknown"
}
