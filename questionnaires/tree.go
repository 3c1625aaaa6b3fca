package questionnaires

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

const (
	maxFileSize = 1 << 20
	maxDepth    = 32
)

// nodeKind is what a node of a file holds.
type nodeKind uint8

const (
	scalarNode nodeKind = iota
	mappingNode
	listNode
)

// node is one value of a YAML or JSON file with its place. Scalars keep their source text: what type a value has
// is decided by what is asked for, never by YAML's idea of it (01262 stays a code, 2026-03-01 a day).
type node struct {
	file      string
	line, col int
	kind      nodeKind
	text      string
	style     yaml.Style // of a scalar
	keys      []*node    // of a mapping
	items     []*node    // of a mapping or list
}

// null reports whether nothing was written.
func (n *node) null() bool {
	if n.kind != scalarNode || n.style != 0 {
		return false
	}
	return n.text == "" || n.text == "~" || n.text == "null"
}

// blank reports whether nothing was written, or an empty text.
func (n *node) blank() bool {
	return n.null() || n.kind == scalarNode && strings.TrimSpace(n.text) == ""
}

// get returns the value of a key of a mapping.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k.text == key {
			return n.items[i]
		}
	}
	return nil
}

// parse reads a file into a tree, or adds faults and returns nil.
func (f *faults) parse(file string, data []byte) *node {
	start := &node{file: file}
	if len(data) > maxFileSize {
		f.at(start, "the file has %d bytes; at most %d (1 MiB) are read", len(data), maxFileSize)
		return nil
	}
	if !f.legible(file, data) {
		return nil
	}
	before := len(f.list)
	var root *node
	if strings.HasSuffix(file, ".json") {
		root = f.parseJSON(file, data)
	} else {
		root = f.parseYAML(file, data)
	}
	if len(f.list) > before {
		return nil
	}
	return root
}

// legible refuses what is not UTF-8 text.
func (f *faults) legible(file string, data []byte) bool {
	line, col := 1, 1
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			f.add(Fault{File: file, Line: line, Col: col, Message: "this is not UTF-8 text; save the file as UTF-8"})
			return false
		case r == '\n':
			line, col = line+1, 0
		case r < ' ' && r != '\t' && r != '\r', r >= 0x7f && r < 0xa0 && r != 0x85, r == 0xfffe, r == 0xffff:
			f.add(Fault{File: file, Line: line, Col: col, Message: "there is a control character here; remove it"})
			return false
		}
		i, col = i+size, col+1
	}
	return true
}

func (f *faults) parseYAML(file string, data []byte) *node {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document yaml.Node
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			f.at(&node{file: file}, "the file is empty")
			return nil
		}
		f.malformed(file, data, err)
		return nil
	}
	var second yaml.Node
	switch err := decoder.Decode(&second); {
	case err == nil:
		f.at(&node{file: file, line: second.Line, col: second.Column}, "a second document begins here; a file holds one")
		return nil
	case !errors.Is(err, io.EOF):
		f.malformed(file, data, err)
		return nil
	}
	if len(document.Content) == 0 {
		f.at(&node{file: file}, "the file is empty")
		return nil
	}
	return f.convert(file, document.Content[0], 0)
}

// malformed turns an error of the YAML parser into a fault.
func (f *faults) malformed(file string, data []byte, err error) {
	place := &node{file: file, line: 1}
	if m := regexp.MustCompile(`unknown anchor '(.*)' referenced`).FindStringSubmatch(err.Error()); m != nil {
		before, _, _ := bytes.Cut(data, []byte("*"+m[1]))
		place.line += bytes.Count(before, []byte("\n"))
		f.at(place, "%s is an alias; write the value, or put it in quotes", quote("*"+m[1]))
		return
	}
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	if m := regexp.MustCompile(`^line ([0-9]+): `).FindStringSubmatch(message); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			place.line = n
		}
		message = message[len(m[0]):]
		if strings.HasPrefix(message, "did not find expected") {
			place.line++ // the library counts these lines from 0
		}
	}
	f.at(place, "this is not well-formed YAML (%s); check indentation, quotes and colons", message)
}

// convert copies a YAML node and refuses what the library accepts silently.
func (f *faults) convert(file string, from *yaml.Node, depth int) *node {
	n := &node{file: file, line: from.Line, col: from.Column, text: from.Value, style: from.Style}
	switch {
	case depth > maxDepth:
		f.at(n, "values are nested more than %d levels deep", maxDepth)
		return n
	case from.Kind == yaml.AliasNode:
		f.at(n, "%s is an alias; write the value, or put it in quotes", quote("*"+from.Value))
		return n
	case from.Anchor != "":
		f.at(n, "%s is an anchor; remove it, values are written where they belong", quote("&"+from.Anchor))
	case from.Style&yaml.TaggedStyle != 0:
		f.at(n, "%s is a YAML tag; remove it", quote(from.Tag))
	}
	switch from.Kind {
	case yaml.MappingNode:
		n.kind = mappingNode
		f.convertMapping(n, from, depth)
	case yaml.SequenceNode:
		n.kind = listNode
		for _, c := range from.Content {
			n.items = append(n.items, f.convert(file, c, depth+1))
		}
	default:
	}
	return n
}

func (f *faults) convertMapping(n *node, from *yaml.Node, depth int) {
	first := make(map[string]*node, len(from.Content)/2)
	for i := 0; i+1 < len(from.Content); i += 2 {
		if from.Content[i].Kind != yaml.ScalarNode {
			f.at(&node{file: n.file, line: from.Content[i].Line, col: from.Content[i].Column}, "a key must be one word")
			continue
		}
		f.pair(n, first, f.convert(n.file, from.Content[i], depth+1), f.convert(n.file, from.Content[i+1], depth+1))
	}
}

// pair adds one key and its value to a mapping, once.
func (f *faults) pair(n *node, first map[string]*node, key, value *node) {
	if earlier, ok := first[key.text]; ok {
		f.at(key, "%s stands twice, first in line %d; keep one", quote(key.text), earlier.line)
		return
	}
	first[key.text] = key
	n.keys, n.items = append(n.keys, key), append(n.items, value)
}
