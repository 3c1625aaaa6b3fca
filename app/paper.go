package main

import (
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineWidth is the widest line that is printed for people.
const lineWidth = 100

// paper is text for a terminal, at most lineWidth wide.
type paper struct{ text strings.Builder }

// put adds characters as they are.
func (p *paper) put(text string) { _, _ = p.text.WriteString(text) } // writing to memory cannot fail

// gap adds an empty line.
func (p *paper) gap() { p.put("\n") }

// line writes one line, wrapped; the lines after the first begin with hang blanks. What strangers typed cannot steer
// the terminal: control characters become blanks.
func (p *paper) line(hang int, text string) {
	width := 0
	start := true
	for word := range strings.SplitSeq(strings.TrimRight(harmless(text), " "), " ") {
		length := utf8.RuneCountInString(word)
		for length > lineWidth-hang {
			word, length = p.split(word, hang, &width)
		}
		switch {
		case !start && width+1+length > lineWidth:
			p.put("\n" + strings.Repeat(" ", hang))
			width = hang
		case !start:
			p.put(" ")
			width++
		}
		p.put(word)
		width += length
		start = false
	}
	p.put("\n")
}

// split writes the part of a very long word that fits on the line and returns the rest.
func (p *paper) split(word string, hang int, width *int) (rest string, length int) {
	room := lineWidth - *width - 1
	if room < 1 {
		p.put("\n" + strings.Repeat(" ", hang))
		*width, room = hang, lineWidth-hang
	}
	runes := []rune(word)
	room = min(room, len(runes))
	p.put(string(runes[:room]) + "\n" + strings.Repeat(" ", hang))
	*width = hang
	return string(runes[room:]), len(runes) - room
}

// head writes a heading with a line under it.
func (p *paper) head(text string) {
	p.put("\n")
	p.line(0, text)
	p.put(strings.Repeat("-", min(lineWidth, utf8.RuneCountInString(text))) + "\n")
}

// pad fills a text with blanks up to a width.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}

// right puts a text at the right of a width.
func right(text string, width int) string {
	return strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text))) + text
}

func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

// flush writes the paper.
func (p *paper) flush(w io.Writer) error {
	_, err := io.WriteString(w, p.text.String())
	return err
}
