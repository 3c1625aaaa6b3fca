package bench

import (
	"math"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// table is a table's answer as a peer's functions read it.
type table struct {
	rows, columns []string
	cells         []int // row by row
}

func (t *table) cell(row, column string) int {
	r, c := index(t.rows, row), 0
	if column != "" {
		c = index(t.columns, column)
	}
	return t.cells[r*len(t.columns)+c]
}

// sum adds up everything, or one row or column.
func (t *table) sum(code string) int {
	total := 0
	if r := index(t.rows, code); code != "" && r >= 0 {
		for _, n := range t.cells[r*len(t.columns) : (r+1)*len(t.columns)] {
			total += n
		}
		return total
	}
	c := index(t.columns, code)
	for i, n := range t.cells {
		if code == "" || i%len(t.columns) == c {
			total += n
		}
	}
	return total
}

func index(codes []string, code string) int {
	for i := range codes {
		if codes[i] == code {
			return i
		}
	}
	return -1
}

// values are the answers of a complete sheet as plain Go values: string, []string, int, float64, *table.
func values(def *questionnaires.Definition, raw []rules.Slot) map[string]any {
	out := map[string]any{}
	for _, d := range def.Declarations() {
		slot, _ := def.Program.Slot(d.ID)
		v := raw[slot]
		switch d.Kind {
		case rules.Single:
			out[d.ID] = d.Options[v.N]
		case rules.Multiple:
			codes := []string{}
			for i, code := range d.Options {
				if v.N>>i&1 == 1 {
					codes = append(codes, code)
				}
			}
			out[d.ID] = codes
		case rules.Number:
			out[d.ID] = number(def, d.ID, v.N)
		case rules.Table:
			t := &table{rows: d.Rows, columns: d.Columns}
			for i := range len(d.Rows) * len(d.Columns) {
				t.cells = append(t.cells, int(raw[slot+1+i].N/int64(rules.One)))
			}
			out[d.ID] = t
		default:
		}
	}
	return out
}

// number is a whole number where the question asks for one.
func number(def *questionnaires.Definition, id string, n int64) any {
	if q, ok := def.Question(id); ok && int64(q.Step)%int64(rules.One) == 0 {
		return int(n / int64(rules.One))
	}
	return float64(n) / float64(rules.One)
}

// nones are the options that count() leaves out.
func nones(def *questionnaires.Definition) map[string]bool {
	out := map[string]bool{}
	for i := range def.Questions {
		if q := &def.Questions[i]; q.None != "" {
			out[q.None] = true
		}
	}
	return out
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return math.NaN() // the share of nothing: no comparison with it holds
	}
	return 100 * float64(part) / float64(whole)
}

func step(code string) int { return int(strings.TrimPrefix(code, "step")[0] - '0') }

func textOf(v any) string {
	s, _ := v.(string)
	return s
}

func codesOf(v any) []string {
	s, _ := v.([]string)
	return s
}

func wholeOf(v any) int {
	n, _ := v.(int)
	return n
}

func tableOf(v any) *table {
	t, _ := v.(*table)
	return t
}
