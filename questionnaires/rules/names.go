package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// optionSet is a set of option indexes.
type optionSet []uint64

func newMask(options int) optionSet { return make(optionSet, options/64+1) }

func (s optionSet) set(i int)      { s[i/64] |= 1 << (i % 64) }
func (s optionSet) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }

// question is the declaration that stands as the first argument of a function, which reads only one kind; -1 after a mistake.
func (l *lowering) question(node ast.Node, function string, kind Kind) int {
	n, ok := node.(*ast.IdentifierNode)
	if !ok {
		l.fail(node.Location().From, "%s() begins with the id of %s", function, kindNoun(kind))
		return -1
	}
	d, ok := l.layout.index[n.Value]
	if !ok {
		if i, is := l.build.index[n.Value]; is && l.build.sources[i].role == roleDerived {
			l.fail(n.Location().From, "%s() reads %s, and %s is a derived value: use the value directly", function, kindNoun(kind), n.Value)
			return -1
		}
		l.fail(n.Location().From, "there is no question %q%s", n.Value, l.suggestion(n.Value))
		return -1
	}
	if decl := &l.layout.decls[d]; decl.Kind != kind {
		l.fail(n.Location().From, "%s() reads %s, and %s is %s: %s", function, kindNoun(kind), n.Value, kindNoun(decl.Kind), readingAdvice(decl))
		return -1
	}
	return d
}

// code is the text of a literal code.
func (l *lowering) code(node ast.Node) (string, bool) {
	n, ok := node.(*ast.StringNode)
	if !ok {
		l.fail(node.Location().From, "a code stands here in quotation marks")
		return "", false
	}
	return n.Value, true
}

// codeIn is the index of a literal code among those that exist; -1 after a mistake.
func (l *lowering) codeIn(node ast.Node, codes []string, owner, what string) int {
	code, ok := l.code(node)
	if !ok {
		return -1
	}
	i := slices.Index(codes, code)
	if i < 0 {
		l.fail(node.Location().From, "%s has no %s %q; it has: %s", owner, what, code, strings.Join(codes, ", "))
	}
	return i
}

// arity refuses a call with too few or too many arguments.
func (l *lowering) arity(node ast.Node, name string, args []ast.Node, least, most int, form string) bool {
	if least <= len(args) && len(args) <= most {
		return true
	}
	l.fail(node.Location().From, "%s() has too few or too many arguments: write %s", name, form)
	return false
}

func quotedList(codes []string) string {
	quoted := make([]string, len(codes))
	for i, code := range codes {
		quoted[i] = strconv.Quote(code)
	}
	return strings.Join(quoted, ", ")
}

// suggestion names the declared or derived name that is closest to a wrong one, when one is close enough.
func (l *lowering) suggestion(wrong string) string {
	best, name := len(wrong)/3+1, ""
	try := func(candidate string) {
		if d := distance(wrong, candidate, best); d < best || d == best && name == "" {
			best, name = d, candidate
		}
	}
	for i := range l.layout.decls {
		try(l.layout.decls[i].ID)
	}
	for _, s := range l.build.sources {
		if s.role == roleDerived {
			try(s.id)
		}
	}
	if name == "" {
		return ": correct the name or declare it"
	}
	return fmt.Sprintf(": did you mean %q?", name)
}

// distance is how many letters must be changed, put in or left out to turn a into b; above limit it is just larger than it.
func distance(a, b string, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
