package questionnaires

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// jsonReader reads JSON into the same tree as YAML, with places, and without losing a repeated key.
type jsonReader struct {
	faults  *faults
	file    string
	data    []byte
	decoder *json.Decoder
	offset  int // how far line and col have been counted
	line    int
	col     int
}

func (f *faults) parseJSON(file string, data []byte) *node {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := &jsonReader{faults: f, file: file, data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1, col: 1}
	r.decoder.UseNumber()
	root, err := r.value(0)
	place := r.place()
	switch {
	case errors.Is(err, errDepth):
		f.at(place, "values are nested more than %d levels deep", maxDepth)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		f.at(place, "the file ends before the document does")
	case err != nil:
		f.at(place, "this is not well-formed JSON (%s)", strings.TrimPrefix(err.Error(), "json: "))
	case r.offset < len(data):
		f.at(place, "more follows after the end of the document; a file holds one")
	}
	return root
}

// errDepth says that values are nested too deep.
var errDepth = errors.New("nested too deep")

// place is where the next token begins.
func (r *jsonReader) place() *node {
	next := int(r.decoder.InputOffset())
	for next < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[next]) >= 0 {
		next++
	}
	for r.offset < next {
		c, size := utf8.DecodeRune(r.data[r.offset:])
		r.offset += size
		r.col++
		if c == '\n' {
			r.line, r.col = r.line+1, 1
		}
	}
	return &node{file: r.file, line: r.line, col: r.col}
}

// value reads one value; io.EOF means that the file ended too early.
func (r *jsonReader) value(depth int) (*node, error) {
	n := r.place()
	if depth > maxDepth {
		return nil, errDepth
	}
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			n.kind = mappingNode
			return n, r.members(n, depth)
		}
		n.kind = listNode
		return n, r.elements(n, depth)
	case string:
		n.text, n.style = t, yaml.DoubleQuotedStyle
	case json.Number:
		n.text = t.String()
	case bool:
		n.text = "false"
		if t {
			n.text = "true"
		}
	default:
		n.text = "null"
	}
	return n, nil
}

func (r *jsonReader) members(n *node, depth int) error {
	first := map[string]*node{}
	for r.decoder.More() {
		key, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		r.faults.pair(n, first, key, value)
	}
	_, err := r.decoder.Token()
	return err
}

func (r *jsonReader) elements(n *node, depth int) error {
	for r.decoder.More() {
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.items = append(n.items, item)
	}
	_, err := r.decoder.Token()
	return err
}
