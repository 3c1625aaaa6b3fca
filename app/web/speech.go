package web

import (
	"fmt"
	"strconv"
	"strings"

	"tuntas/questionnaires/scoring"
)

// part writes millionths of 1 with two decimals, cut and never rounded, so that a shown number stays on its side of
// every threshold.
func (w *words) part(v scoring.Micro) string { return w.cut(int64(v), 6, 2) }

// cut writes v / 10^scale with so many decimals and drops the rest.
func (w *words) cut(v int64, scale, places int) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	unit := int64(1)
	for range scale {
		unit *= 10
	}
	text := sign + w.printer.Sprint(v/unit)
	if places == 0 {
		return text
	}
	mark := "."
	if w.lang == "id" {
		mark = ","
	}
	rest := strconv.FormatInt(v%unit, 10)
	rest = strings.Repeat("0", scale-len(rest)) + rest
	return text + mark + rest[:places]
}

// listed joins words as a sentence does: a, b dan c.
func (w *words) listed(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " " + w.t("list.and.word") + " " + all[len(all)-1]
}

// small makes the first letter small, as within a sentence.
func small(text string) string {
	if len(text) > 1 && text[1] >= 'A' && text[1] <= 'Z' {
		return text
	}
	return strings.ToLower(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// arguments makes a map of name, value, name, value for a part that needs more than one thing.
func arguments(pairs ...any) (map[string]any, error) {
	out := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("argument %d is not a name", i)
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}
