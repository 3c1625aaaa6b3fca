// Package problem is the vocabulary of failures a person can act on. A failure has a kind, which decides how it is
// answered, and the key of a message, which is translated where it is shown.
//
// It knows no language, no status code and no database.
package problem

import (
	"errors"
	"maps"
	"slices"
	"strings"
)

// Kind decides how a failure is answered.
type Kind uint8

// The kinds of failures. Internal is everything that no person can act on; it is the kind of errors that are no Error.
const (
	Internal        Kind = iota
	Invalid              // what was sent cannot be taken; Fields says what to do
	Unauthenticated      // nobody is signed in, or the session ended
	StepUp               // signed in, but this act asks for the password and code again
	Forbidden            // signed in, but this role may not
	NotFound             // absent, or somebody else's: the two are never told apart
	Conflict             // somebody else was first
	TooLarge             // larger than the limit
	TooMany              // too many attempts; later again
	Unavailable          // the database or disk does not answer
)

// Field is what is wrong with one field of a form.
type Field struct {
	Name string         // of the field, for example "nib"
	Key  string         // of the message
	Args map[string]any // the message's placeholders
}

// Error is a failure that a person can act on.
type Error struct {
	Kind   Kind
	Key    string         // of the message; translated at the edge
	Args   map[string]any // the message's placeholders
	Fields []Field        // for Invalid: every fault, in the order of the form
	Err    error          // the cause: logged, never shown
}

// Error is the key, the fields and the cause, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	for i, f := range e.Fields {
		b.WriteString([]string{": ", ", "}[min(i, 1)])
		b.WriteString(f.Name + " " + f.Key)
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// New is a failure of a kind with the key of its message.
func New(kind Kind, key string) *Error { return &Error{Kind: kind, Key: key} }

// Wrap is New with a cause for the log.
func Wrap(kind Kind, key string, cause error) *Error { return &Error{Kind: kind, Key: key, Err: cause} }

// With returns a copy of e in which the placeholder name of the message has a value.
func (e *Error) With(name string, value any) *Error {
	out := *e
	out.Args = maps.Clone(e.Args)
	if out.Args == nil {
		out.Args = map[string]any{}
	}
	out.Args[name] = value
	return &out
}

// KindOf is the kind of err: Internal unless an Error is in its chain.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Form collects the faults of one form, so that all are said at once. The zero value is ready for use.
type Form struct{ fields []Field }

// Add notes that a field is at fault; args are name, value, name, value.
func (f *Form) Add(field, key string, args ...any) {
	var named map[string]any
	for pair := range slices.Chunk(args, 2) {
		if named == nil {
			named = map[string]any{}
		}
		named[pair[0].(string)] = pair[1] //nolint:forcetypeassert,errcheck // a caller's mistake, found by its first test
	}
	f.fields = append(f.fields, Field{Name: field, Key: key, Args: named})
}

// Has reports whether a field is already at fault.
func (f *Form) Has(field string) bool {
	return slices.ContainsFunc(f.fields, func(other Field) bool { return other.Name == field })
}

// Err is nil when nothing is at fault, and otherwise an Invalid Error with the key "form.invalid" and all fields.
func (f *Form) Err() error {
	if len(f.fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "form.invalid", Fields: f.fields}
}
