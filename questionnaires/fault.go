package questionnaires

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that is wrong in a file, where, and what to do about it.
type Fault struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // 1-based; 0 when no place is known
	Col     int    `json:"col"`  // 1-based, in characters; 0 when no place is known
	Message string `json:"message"`
	Drawing string `json:"drawing,omitempty"` // a condition with a caret under the place
}

// String is the fault as file:line:col: message.
func (f Fault) String() string {
	switch {
	case f.Line == 0:
		return f.File + ": " + f.Message
	case f.Col == 0:
		return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Message)
	default:
		return fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Col, f.Message)
	}
}

// InvalidError says that a file was refused, with every fault that was found in it and in its siblings.
type InvalidError struct{ Faults []Fault }

// Error is all faults, one a line.
func (e *InvalidError) Error() string {
	lines := make([]string, len(e.Faults))
	for i, f := range e.Faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// Beyond maxFaults nothing more is listed, and beyond maxSuggestions no nearest name is looked for: a hostile file
// must not cost time.
const (
	maxFaults      = 1_000
	maxSuggestions = 200
)

// faults collects what is wrong over several files.
type faults struct{ list []Fault }

// at adds a fault at a place of a file.
func (f *faults) at(n *node, format string, args ...any) {
	f.add(Fault{File: n.file, Line: n.line, Col: n.col, Message: fmt.Sprintf(format, args...)})
}

func (f *faults) add(fault Fault) {
	if len(f.list) < maxFaults {
		f.list = append(f.list, fault)
		return
	}
	f.list[maxFaults-1] = Fault{File: fault.File, Message: "there are more faults than can be listed; mend these first"}
}

// sorted returns the faults in the order of the files, the file named first before its siblings.
func (f *faults) sorted(first string) []Fault {
	slices.SortStableFunc(f.list, func(a, b Fault) int {
		if a.File != b.File && (a.File == first || b.File == first) {
			if a.File == first {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return f.list
}

// suggest names the candidate nearest to a wrong name, as the end of a sentence.
func (f *faults) suggest(wrong string, candidates []string) string {
	if len(f.list) > maxSuggestions {
		return ""
	}
	if near := nearest(wrong, candidates); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return ""
}

// nearest returns the candidate with the smallest edit distance, or nothing when none is near.
func nearest(wrong string, candidates []string) string {
	const shortest, longest = 3, 48
	if len(wrong) < shortest || len(wrong) > longest {
		return ""
	}
	best, found := max(1, len(wrong)/3)+1, ""
	for _, c := range candidates {
		if abs(len(c)-len(wrong)) >= best || len(c) > longest {
			continue
		}
		if d := editDistance(wrong, c); d < best {
			best, found = d, c
		}
	}
	return found
}

func abs(n int) int { return max(n, -n) }

// editDistance counts the letters to insert, remove, replace or swap with their neighbour.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			replace := last[j]
			if a[i] != b[j] {
				replace++
			}
			row[j+1] = min(replace, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// quote shows what an author wrote, shortened.
func quote(s string) string {
	const longest = 40
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
