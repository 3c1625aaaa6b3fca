package rules

import (
	"strings"
	"unicode/utf8"
)

// Fault is one thing that is wrong with one condition, in words for its author.
type Fault struct {
	ID      string // the node the condition belongs to
	Line    int    // from 1, inside the condition's source
	Column  int    // from 1, in characters
	Message string // one sentence: what is wrong and what to do
	Drawing string // the line of the source and, below it, a caret at the place
}

// mistake is a fault before it is tied to a node: a place in characters from 0 and the sentence.
type mistake struct {
	at   int
	text string
}

// draw ties a mistake to the node and the source in which it was made.
func (m mistake) draw(id, source string) Fault {
	source = strings.ToValidUTF8(source, string(utf8.RuneError))
	line, column, start, at := 1, 1, 0, 0
	for i, r := range source {
		if at == m.at {
			break
		}
		at++
		column++
		if r == '\n' {
			line, column, start = line+1, 1, i+1
		}
	}
	text, _, _ := strings.Cut(source[start:], "\n")
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\t", " "), "\r")
	return Fault{
		ID: id, Line: line, Column: column, Message: m.text,
		Drawing: text + "\n" + strings.Repeat(" ", column-1) + "^",
	}
}
