package questionnaires

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"tuntas/questionnaires/rules"
)

const (
	maxText   = 4_000         // characters of one text
	maxNumber = 1_000_000_000 // numbers in files and answers lie between -maxNumber and maxNumber
)

// object reads the keys of one mapping. Every key that is asked for is known; finish refuses the others.
type object struct {
	faults *faults
	n      *node
	what   string // how messages name it: "question agents_used"
	asked  []string
	broken bool // not a mapping: one fault is enough
}

// object begins to read a mapping.
func (f *faults) object(n *node, what string) *object {
	o := &object{faults: f, n: n, what: what}
	if n.kind != mappingNode {
		f.at(n, "%s must be written as keys and values", what)
		o.broken = true
	}
	return o
}

// optional returns a key's value, or nil when it is absent or empty.
func (o *object) optional(key string) *node {
	o.asked = append(o.asked, key)
	if o.broken {
		return nil
	}
	if n := o.n.get(key); n != nil && !n.null() {
		return n
	}
	return nil
}

// required returns a key's value, or adds a fault and returns nil.
func (o *object) required(key string) *node {
	n := o.optional(key)
	if n == nil && !o.broken {
		o.faults.at(o.n, "%s has no %s; add it", o.what, key)
	}
	return n
}

// finish refuses keys that nothing asked for.
func (o *object) finish() {
	for _, k := range o.n.keys {
		if slices.Contains(o.asked, k.text) {
			continue
		}
		o.faults.at(k, "%s cannot have %s%s", o.what, quote(k.text), o.faults.suggest(k.text, o.asked))
	}
}

// scalar returns the text of a value that must not be a list or a mapping.
func (o *object) scalar(key string, n *node) (string, bool) {
	if n == nil {
		return "", false
	}
	if n.kind != scalarNode {
		o.faults.at(n, "%s of %s must be a single value", key, o.what)
		return "", false
	}
	return n.text, true
}

// text returns a required text.
func (o *object) text(key string) string { return o.textOf(key, o.required(key)) }

// note returns an optional text that may be empty.
func (o *object) note(key string) string {
	n := o.optional(key)
	if n == nil || n.blank() {
		return ""
	}
	return o.textOf(key, n)
}

// textOf checks a text.
func (o *object) textOf(key string, n *node) string {
	s, ok := o.scalar(key, n)
	if !ok {
		return ""
	}
	s = strings.TrimSpace(s)
	if s == "" {
		o.faults.at(n, "%s of %s is empty; write it", key, o.what)
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) }); i >= 0 {
		o.faults.at(n, "%s of %s holds a control character; remove it", key, o.what)
		return ""
	}
	if strings.ContainsFunc(s, reorders) {
		o.faults.at(n, "%s of %s holds an invisible character that turns the writing direction; remove it", key, o.what)
		return ""
	}
	if count := len([]rune(s)); count > maxText {
		o.faults.at(n, "%s of %s has %d characters; at most %d are read", key, o.what, count, maxText)
		return ""
	}
	return s
}

// reorders reports whether a character overrides or embeds a writing direction, so that a text reads other than it is
// stored. Marks that scripts written from right to left need are let through.
func reorders(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// word returns a required value of a fixed form, or an empty string.
func (o *object) word(key string, fits func(string) bool, rule string) string {
	n := o.required(key)
	s, ok := o.scalar(key, n)
	if !ok {
		return ""
	}
	if !fits(s) {
		o.faults.at(n, "%s %s must be %s", key, quote(s), rule)
		return ""
	}
	return s
}

// choice returns one of a few words; optional when fallback is not empty.
func (o *object) choice(key, fallback string, from ...string) string {
	n := o.optional(key)
	if n == nil && fallback != "" {
		return fallback
	}
	if n == nil {
		n = o.required(key)
	}
	s, ok := o.scalar(key, n)
	if !ok {
		return fallback
	}
	if !slices.Contains(from, s) {
		o.faults.at(n, "%s of %s must be one of %s, not %s%s", key, o.what, strings.Join(from, ", "), quote(s), o.faults.suggest(s, from))
		return fallback
	}
	return s
}

// boolean returns true or false; absent is false.
func (o *object) boolean(key string) bool {
	b, _ := o.truth(key)
	return b
}

// truth returns true or false, and whether either was written.
func (o *object) truth(key string) (value, ok bool) {
	n := o.optional(key)
	s, ok := o.scalar(key, n)
	if !ok {
		return false, false
	}
	if n.style != 0 || s != "true" && s != "false" {
		o.faults.at(n, "%s of %s must be true or false, not %s", key, o.what, quote(s))
		return false, false
	}
	return s == "true", true
}

// integer returns a required whole number.
func (o *object) integer(key string, lowest, highest int64) int64 {
	return o.integerOf(key, o.required(key), lowest, highest)
}

func (o *object) integerOf(key string, n *node, lowest, highest int64) int64 {
	s, ok := o.scalar(key, n)
	if !ok {
		return 0
	}
	i, err := strconv.ParseInt(s, 10, 64)
	if err != nil || i < lowest || i > highest {
		o.faults.at(n, "%s of %s must be a whole number from %d to %d, not %s", key, o.what, lowest, highest, quote(s))
		return 0
	}
	return i
}

// decimal returns a required number with at most four places.
func (o *object) decimal(key string, lowest, highest rules.Decimal) rules.Decimal {
	d, _ := o.decimalOf(key, o.required(key), lowest, highest)
	return d
}

func (o *object) decimalOf(key string, n *node, lowest, highest rules.Decimal) (rules.Decimal, bool) {
	s, ok := o.scalar(key, n)
	if !ok {
		return 0, false
	}
	d, problem := parseDecimal(s)
	if problem != "" {
		o.faults.at(n, "%s of %s is %s, %s", key, o.what, quote(s), problem)
		return 0, false
	}
	if d < lowest || d > highest {
		o.faults.at(n, "%s of %s must lie between %s and %s, not %s", key, o.what, FormatDecimal(lowest), FormatDecimal(highest), s)
		return 0, false
	}
	return d, true
}

// list returns the items of a list; a required one has at least one item.
func (o *object) list(key string, needed bool) []*node {
	n := o.optional(key)
	if n == nil {
		if needed {
			o.required(key)
		}
		return nil
	}
	if n.kind != listNode {
		o.faults.at(n, "%s of %s must be a list", key, o.what)
		return nil
	}
	if needed && len(n.items) == 0 {
		o.faults.at(n, "%s of %s is empty; add at least one", key, o.what)
	}
	return n.items
}

// listOf returns a list of at most so many entries.
func (o *object) listOf(key string, most int) []*node {
	items := o.list(key, false)
	if len(items) > most {
		o.faults.at(items[most], "%s of %s has %d entries; at most %d are read", key, o.what, len(items), most)
		return items[:most]
	}
	return items
}

// day returns a date as YYYY-MM-DD.
func (o *object) day(key string, needed bool) string {
	n := o.optional(key)
	if n == nil && needed {
		n = o.required(key)
	}
	s, ok := o.scalar(key, n)
	if !ok {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		o.faults.at(n, "%s of %s must be a day written as 2026-11-24, not %s", key, o.what, quote(s))
		return ""
	}
	if s < firstDay || s > lastDay {
		o.faults.at(n, "%s of %s must lie between %s and %s, not %s", key, o.what, firstDay, lastDay, quote(s))
		return ""
	}
	return s
}

// The days that files may name. Laws and policies in force can be old.
const firstDay, lastDay = "1900-01-01", "2199-12-31"

// parseDecimal reads a number with at most four places; problem says what is wrong with it.
func parseDecimal(s string) (d rules.Decimal, problem string) {
	whole, places, pointed := strings.Cut(s, ".")
	if !digits(strings.TrimPrefix(whole, "-")) || pointed && !digits(places) {
		if before, after, ok := strings.Cut(s, ","); ok && digits(before) && digits(after) {
			return 0, "write decimals with a point, not a comma"
		}
		return 0, "which is not a number"
	}
	if len(places) > 4 {
		return 0, "numbers have at most four places"
	}
	i, err := strconv.ParseInt(whole+places+strings.Repeat("0", 4-len(places)), 10, 64)
	if err != nil || i > maxNumber*int64(rules.One) || i < -maxNumber*int64(rules.One) {
		return 0, fmt.Sprintf("numbers lie between -%d and %d", maxNumber, maxNumber)
	}
	return rules.Decimal(i), ""
}

// digits reports whether s is digits alone, at least one.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// FormatDecimal writes a number with as many places as it needs.
func FormatDecimal(d rules.Decimal) string {
	sign, n := "", int64(d)
	if n < 0 {
		sign, n = "-", -n
	}
	s := fmt.Sprintf("%s%d.%04d", sign, n/int64(rules.One), n%int64(rules.One))
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
