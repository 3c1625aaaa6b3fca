package sqlite

import (
	"encoding/json"
	"slices"
	"strings"

	"tuntas/app/store"
)

// members is the expression for a document with these members, or the whole one.
func members(only []string) string {
	if len(only) == 0 {
		return "json(body)"
	}
	var list strings.Builder
	for i, m := range only {
		if i > 0 {
			list.WriteString(", ")
		}
		list.WriteString(`'` + m + `', body -> '` + jsonPath(m) + `'`)
	}
	return `json_patch('{}', json_object(` + list.String() + `))` // a patch leaves out the members that are absent
}

func order(s *store.Schema, by []store.Order) string {
	var text strings.Builder
	text.WriteString(" ORDER BY ")
	for _, o := range by {
		text.WriteString(field(s, o.Field))
		if o.Descending {
			text.WriteString(" DESC")
		}
		text.WriteString(", ")
	}
	return text.String() + "id"
}

// limit is a page's length as SQLite has it: -1 is no limit.
func limit(n int) int {
	if n == 0 {
		return -1
	}
	return n
}

func where(s *store.Schema, all []store.Condition) (string, []any) {
	terms := []string{"true"}
	var args []any
	for _, c := range all {
		term, values := condition(field(s, c.Field), c)
		terms = append(terms, term)
		args = append(args, values...)
		if c.Operator == store.OpIn && !slices.ContainsFunc(c.Values, empty) {
			terms = append(terms, uniqueHints(s, c.Field)...)
		}
	}
	return " WHERE " + strings.Join(terms, " AND "), args
}

func empty(v store.Value) bool { return v.Text() == "" && v.Number() == 0 }

// uniqueHints say what is true anyway of documents that have the field: SQLite looks into a unique index, which leaves
// documents out, only when the query says in its words that it wants none of those.
func uniqueHints(s *store.Schema, path string) []string {
	var hints []string
	for _, index := range s.Indexes {
		if index.Unique && slices.Contains(index.Fields, path) {
			hints = append(hints, present(s, index))
		}
	}
	return hints
}

func condition(field string, c store.Condition) (string, []any) {
	switch c.Operator {
	case store.OpAtLeast:
		return field + " >= ?", []any{bind(c.Values[0])}
	case store.OpBelow:
		return field + " < ?", []any{bind(c.Values[0])}
	case store.OpPrefix:
		return prefix(field, c.Values[0].Text())
	default:
		return in(field, c.Values)
	}
}

// in keeps the statement the same however many values there are.
func in(field string, values []store.Value) (string, []any) {
	if len(values) == 1 {
		return field + " = ?", []any{bind(values[0])}
	}
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = bind(v)
	}
	text, err := json.Marshal(list)
	if err != nil { // texts and whole numbers are always JSON
		text = []byte("[]")
	}
	return field + " IN (SELECT value FROM json_each(?))", []any{string(text)}
}

// prefix asks for the texts from the prefix to the first one after all that begin with it.
func prefix(field, text string) (string, []any) {
	after := []byte(text)
	for len(after) > 0 && after[len(after)-1] == 0xff {
		after = after[:len(after)-1]
	}
	if len(after) == 0 {
		return field + " >= ?", []any{text}
	}
	after[len(after)-1]++
	return field + " >= ? AND " + field + " < ?", []any{text, string(after)}
}
