package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// scan reads the cells of one sheet from its part.
type scan struct {
	*reader
	name  string
	texts []string
	d     *xml.Decoder
	root  bool // the outermost element was seen
	table bool // the element with the rows was seen
	line  int
	on    *row // the row being read
}

// sheet reads one sheet to its end; a part that is cut or has its cells in disorder is at fault.
func (r *reader) sheet(name string, data []byte, texts []string) {
	s := &scan{reader: r, name: name, texts: texts, d: xml.NewDecoder(bytes.NewReader(data))}
	if err := s.read(); err != nil {
		r.at(&row{sheet: name, line: min(max(1, s.line), excelize.TotalRows)}, 1,
			"the sheet cannot be read to its end (%s); save the workbook once more, or copy the answers into a new template", reason(err))
	}
}

func (s *scan) read() error {
	for {
		token, err := s.d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return s.whole()
		case err != nil:
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := s.begin(&t); err != nil {
				return err
			}
		case xml.EndElement:
			if t.Name.Local == "row" {
				s.endRow()
			}
		}
	}
}

func (s *scan) whole() error {
	if !s.table {
		return errors.New("its rows are missing")
	}
	return nil
}

func (s *scan) begin(t *xml.StartElement) error {
	switch {
	case !s.root:
		s.root = true
		if t.Name.Local != "worksheet" {
			return errors.New("it is no sheet of cells")
		}
	case t.Name.Local == "sheetData":
		if s.table {
			return errors.New("its rows stand twice")
		}
		s.table = true
	case t.Name.Local == "row":
		return s.beginRow(t)
	case t.Name.Local == "c" && s.on != nil:
		return s.cell(t)
	case t.Name.Local == "mergeCell":
		return s.merge(attribute(t, "ref"))
	}
	return nil
}

func attribute(t *xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

func (s *scan) beginRow(t *xml.StartElement) error {
	line := s.line + 1
	if text := attribute(t, "r"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < line {
			return errors.New("its rows are in disorder")
		}
		line = n
	}
	s.line = line
	s.on = &row{sheet: s.name, line: line}
	return nil
}

func (s *scan) endRow() {
	if s.on != nil && len(s.on.cells) > 0 {
		s.keep(s.on)
	}
	s.on = nil
}

// cell reads one cell of the row.
func (s *scan) cell(t *xml.StartElement) error {
	col := len(s.on.typed) + 1
	if axis := attribute(t, "r"); axis != "" {
		c, line, err := excelize.CellNameToCoordinates(axis)
		if err != nil || line != s.line || c < col {
			return errors.New("its cells are in disorder")
		}
		col = c
	}
	kind := attribute(t, "t")
	value, formula, err := s.value()
	if err != nil {
		return err
	}
	if kind == "s" {
		if value, err = s.shared(value); err != nil {
			return err
		}
	}
	at := &row{sheet: s.name, line: s.line}
	switch {
	case value == "" && formula:
		s.at(at, col, "the formula has no result; write the value itself")
	case value != "" && s.line > maxRows:
		return errors.New("it has content below line " + strconv.Itoa(maxRows))
	case len(value) > maxText:
		s.at(at, col, "the text is longer than a cell can hold; shorten it")
	}
	if col <= maxColumns {
		s.put(col, value, kind == "s" || kind == "str" || kind == "inlineStr")
	}
	return nil
}

// put keeps the content of a cell; typed counts the cells so far, with the empty ones.
func (s *scan) put(col int, value string, typed bool) {
	for len(s.on.typed) < col {
		s.on.typed = append(s.on.typed, false)
	}
	s.on.typed[col-1] = typed
	if value == "" {
		return
	}
	for len(s.on.cells) < col {
		s.on.cells = append(s.on.cells, "")
	}
	s.on.cells[col-1] = value
}

// value reads the elements of a cell to its end.
func (s *scan) value() (text string, formula bool, err error) {
	for {
		token, err := s.d.Token()
		if err != nil {
			return "", false, err
		}
		switch t := token.(type) {
		case xml.EndElement:
			return text, formula, nil
		case xml.StartElement:
			switch t.Name.Local {
			case "is":
				text, err = content(s.d)
			case "v":
				text, err = chars(s.d)
			default:
				formula = formula || t.Name.Local == "f"
				err = s.d.Skip()
			}
			if err != nil {
				return "", false, err
			}
		}
	}
}

// chars is the characters of the element that was just begun.
func chars(d *xml.Decoder) (string, error) {
	var out strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.CharData:
			_, _ = out.Write(t) // writing to memory cannot fail
		case xml.StartElement:
			if err := d.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return out.String(), nil
		}
	}
}

// shared is the text that a cell shares with others.
func (s *scan) shared(number string) (string, error) {
	if number == "" {
		return "", nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(number))
	if err != nil || i < 0 || i >= len(s.texts) {
		return "", errors.New("the text of a cell is missing")
	}
	return s.texts[i], nil
}

// merge keeps a block of merged cells.
func (s *scan) merge(ref string) error {
	first, last, _ := strings.Cut(ref, ":")
	if last == "" {
		last = first
	}
	left, top, err1 := excelize.CellNameToCoordinates(first)
	right, bottom, err2 := excelize.CellNameToCoordinates(last)
	if err := errors.Join(err1, err2); err != nil {
		return errors.New("its merged cells have no place")
	}
	if len(s.merged) >= maxMerged {
		return errors.New("it has too many merged cells")
	}
	s.merged = append(s.merged, area{
		sheet: s.name, left: min(left, right), right: max(left, right), top: min(top, bottom), bottom: max(top, bottom),
	})
	return nil
}
