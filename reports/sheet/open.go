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

// What is read of a workbook that somebody sent: several times what 500 questions with long comments need. A million
// tags (empty cells or texts) cost the library more than a second, which sets their bound.
const (
	maxWorkbook = 10 << 20 // bytes of the file
	maxUnzipped = 32 << 20 // bytes of all its parts
	maxPart     = 4 << 20  // bytes of one part
	maxParts    = 500
	maxTags     = 300_000 // in one part
	maxRows     = 20_000  // over all sheets
	maxColumns  = 64
	maxFaults   = 200
)

// row is one row that has a key.
type row struct {
	sheet string
	line  int
	cells []string
}

// cell is the content of a column, 1-based, without surrounding blanks.
func (r *row) cell(col int) string {
	if r == nil || col > len(r.cells) {
		return ""
	}
	return plain(strings.TrimSpace(r.cells[col-1]))
}

// reader reads one workbook and collects what is wrong with it.
type reader struct {
	name   string
	faults []questionnaires.Fault
	rows   map[string]*row
	keys   []string // in the order of the workbook
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

// open reads the rows of all sheets that have a key in the first column.
func (r *reader) open(in io.Reader) {
	data, err := io.ReadAll(io.LimitReader(in, maxWorkbook+1))
	switch {
	case err != nil:
		r.at(nil, 0, "the file cannot be read: %v", err)
		return
	case len(data) > maxWorkbook:
		r.at(nil, 0, "the file is larger than 10 MiB; fill in the workbook that `questionnaire template` writes and add nothing else")
		return
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		r.at(nil, 0, "the workbook has a password or is of an old kind; save it as .xlsx without a password")
		return
	case !bytes.HasPrefix(data, []byte("PK")):
		r.at(nil, 0, "this is no workbook; save it as .xlsx")
		return
	}
	if !r.bearable(data) {
		return
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxPart, RawCellValue: true,
	})
	if err != nil {
		r.at(nil, 0, "this is no workbook that can be read (%s); save it as .xlsx once more", reason(err))
		return
	}
	left := maxRows
	for _, sheet := range f.GetSheetList() {
		if left = r.sheet(f, sheet, left); left < 0 {
			r.at(nil, 0, "the workbook has more than %d rows; remove what does not belong to the questionnaire", maxRows)
			break
		}
	}
	if err := f.Close(); err != nil {
		r.at(nil, 0, "the workbook cannot be closed: %v", err)
	}
}

// bearable refuses an archive whose parts are too many or, unpacked, too large.
func (r *reader) bearable(data []byte) bool {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		r.at(nil, 0, "this is no workbook that can be read (%s); save it as .xlsx once more", reason(err))
		return false
	}
	total := 0
	for i, part := range archive.File {
		content, err := unpacked(part)
		switch {
		case err != nil:
			r.at(nil, 0, "this is no workbook that can be read (%s); save it as .xlsx once more", reason(err))
			return false
		case len(content) > maxPart || bytes.Count(content, []byte("<")) > maxTags:
			r.at(nil, 0, "a part of the workbook has more than 4 MiB or %d tags; copy the answers into a new template", maxTags)
			return false
		}
		if total += len(content); total > maxUnzipped || i >= maxParts {
			r.at(nil, 0, "the workbook has more than 32 MiB or %d parts; copy the answers into a new template", maxParts)
			return false
		}
	}
	return true
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

// sheet reads one sheet and returns how many rows may still be read, or -1.
func (r *reader) sheet(f *excelize.File, name string, left int) int {
	rows, err := f.Rows(name)
	if err != nil {
		r.at(&row{sheet: name, line: 1}, 1, "the sheet cannot be read (%s); save the workbook once more", reason(err))
		return left
	}
	for line := 1; rows.Next(); line++ {
		if left--; left < 0 {
			break
		}
		cells, err := rows.Columns()
		if err != nil {
			r.at(&row{sheet: name, line: line}, 1, "the row cannot be read (%s); save the workbook once more", reason(err))
			break
		}
		r.keep(&row{sheet: name, line: line, cells: cells[:min(len(cells), maxColumns)]})
	}
	err = errors.Join(rows.Error(), rows.Close())
	if err != nil {
		r.at(&row{sheet: name, line: 1}, 1, "the sheet cannot be read to its end (%s); save the workbook once more", reason(err))
	}
	return left
}

func (r *reader) keep(on *row) {
	if on.sheet == listsSheet {
		return
	}
	key := on.cell(columnKey)
	if key == "" {
		return
	}
	if first, ok := r.rows[key]; ok {
		r.at(on, columnKey, "this row is a copy of the one at %s!A%d; remove one of them", first.sheet, first.line)
		return
	}
	r.rows[key] = on
	r.keys = append(r.keys, key)
}
