package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tuntas/questionnaires"
)

// What is read of a workbook that somebody sent: several times what 500 questions with long comments need. Time goes
// with the tags, memory with the bytes.
const (
	maxWorkbook = 10 << 20 // bytes of the file
	maxUnzipped = 16 << 20 // bytes of all its parts
	maxPart     = 4 << 20  // bytes of one part
	maxParts    = 500
	maxTags     = 300_000 // in all parts
	maxTexts    = 50_000  // shared texts
	maxText     = 4 * longestCell
	maxSheets   = 200
	maxRows     = 20_000 // the last line of a sheet
	maxColumns  = 64
	maxMerged   = 1_000
	maxFaults   = 200
)

// row is one row that is not empty.
type row struct {
	sheet string
	line  int
	cells []string
	typed []bool // the cell holds a text, not a number
}

// cell is the content of a column, 1-based, without surrounding blanks.
func (r *row) cell(col int) string {
	if r == nil || col > len(r.cells) {
		return ""
	}
	return plain(strings.TrimSpace(r.cells[col-1]))
}

// text reports whether a column holds a text, which may look like a number.
func (r *row) text(col int) bool { return r != nil && col <= len(r.typed) && r.typed[col-1] }

// filled is the first column of a range with content, or 0.
func (r *row) filled(from, to int) int {
	for col := from; col <= to; col++ {
		if r.cell(col) != "" {
			return col
		}
	}
	return 0
}

// area is a block of merged cells.
type area struct {
	sheet       string
	left, right int // columns
	top, bottom int // lines
}

// reader reads one workbook and collects what is wrong with it.
type reader struct {
	name   string
	faults []questionnaires.Fault
	rows   map[string]*row
	keys   []string // in the order of the workbook
	loose  []*row   // rows without a key
	torn   map[string]bool
	merged []area
	from04 bool // days are counted from 1904
}

func newReader(name string) reader {
	return reader{name: name, rows: map[string]*row{}, torn: map[string]bool{}}
}

// at adds a fault at a cell, named file:Sheet!B7.
func (r *reader) at(on *row, col int, format string, args ...any) {
	place := r.name
	if on != nil {
		if axis, err := excelize.CoordinatesToCellName(max(1, col), max(1, on.line)); err == nil {
			place += ":" + on.sheet + "!" + axis
		}
	}
	r.add(place, fmt.Sprintf(format, args...))
}

func (r *reader) add(file, message string) {
	switch {
	case len(r.faults) < maxFaults:
		r.faults = append(r.faults, questionnaires.Fault{File: file, Message: message})
	case len(r.faults) == maxFaults:
		r.faults = append(r.faults, questionnaires.Fault{File: r.name, Message: "there are more faults than can be listed; mend these first"})
	}
}

// open reads the rows of all sheets.
func (r *reader) open(in io.Reader) {
	data, err := io.ReadAll(io.LimitReader(in, maxWorkbook+1))
	switch {
	case err != nil:
		r.at(nil, 0, "the file cannot be read: %v", err)
	case len(data) > maxWorkbook:
		r.at(nil, 0, "the file is larger than 10 MiB; fill in the workbook that `questionnaire template` writes and add nothing else")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.at(nil, 0, "the workbook has a password or is of an old kind; save it as .xlsx without a password")
	case !bytes.HasPrefix(data, []byte("PK")):
		r.at(nil, 0, "this is no workbook; save it as .xlsx")
	default:
		if parts := r.unpack(data); parts != nil {
			r.book(parts)
		}
	}
}

// unpack is the parts of an archive by name, or nil when they are too many, unpacked too large, or cannot be read.
func (r *reader) unpack(data []byte) map[string][]byte {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return r.unreadable(err)
	}
	parts := map[string][]byte{}
	total, tags := 0, 0
	for i, part := range archive.File {
		content, err := unpacked(part)
		if err != nil {
			return r.unreadable(err)
		}
		total, tags = total+len(content), tags+bytes.Count(content, []byte("<"))
		switch name := strings.TrimPrefix(strings.ReplaceAll(part.Name, `\`, "/"), "/"); {
		case len(content) > maxPart || tags > maxTags:
			r.at(nil, 0, "a part of the workbook has more than 4 MiB, or its parts have more than %d tags; copy the answers into a new template", maxTags)
			return nil
		case total > maxUnzipped || i >= maxParts:
			r.at(nil, 0, "the workbook has more than 16 MiB or %d parts; copy the answers into a new template", maxParts)
			return nil
		case parts[name] != nil:
			return r.unreadable(errors.New("a part stands twice"))
		default:
			parts[name] = content
		}
	}
	return parts
}

func (r *reader) unreadable(err error) map[string][]byte {
	r.at(nil, 0, "this is no workbook that can be read (%s); save it as .xlsx once more", reason(err))
	return nil
}

// unpacked is the content of a part, as far as it may be read and one byte more.
func unpacked(part *zip.File) ([]byte, error) {
	f, err := part.Open()
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(f, maxPart+1))
	return content, errors.Join(err, f.Close())
}

// reason is the cause of a fault in a few words, without the names of programs and folders.
func reason(err error) string {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return shorten(strings.TrimPrefix(err.Error(), "zip: "), 120)
}

// keep adds a row to those that are read.
func (r *reader) keep(on *row) {
	if on.sheet == listsSheet {
		return
	}
	key := on.cell(columnKey)
	if key == "" {
		r.loose = append(r.loose, on)
		return
	}
	if first, ok := r.rows[key]; ok {
		r.at(on, columnKey, "this row is a copy of the one at %s!A%d; remove one of them", first.sheet, first.line)
		return
	}
	r.rows[key] = on
	r.keys = append(r.keys, key)
}
