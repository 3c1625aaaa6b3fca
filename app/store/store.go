// Package store keeps documents and files. It owns the contract that every engine keeps: collections of JSON documents
// with declared fields, queries over those fields alone, writes guarded by revisions, and content-addressed files.
//
// It knows no questionnaire, no person and no SQL. Who may see a document is decided by those who ask for it.
package store

import (
	"context"
	"io"
	"iter"
	"log/slog"

	"tuntas/app/problem"
)

// Revision counts the writes to one document, 1 after Insert.
type Revision int64

// Any lets Update start from whatever revision is stored.
const Any Revision = 0

// Document is one stored document as an engine sees it: Body is a JSON object of at most MaxBody bytes without members
// that are null.
type Document struct {
	ID       string
	Revision Revision
	Body     []byte
}

// MaxBody is the largest document in bytes; MongoDB refuses more than 16 MiB.
const MaxBody = 8 << 20

// Kind is the type of a declared field.
type Kind uint8

// The kinds of fields.
const (
	TextField Kind = iota
	NumberField
)

// Field is a field that queries may name: the dotted path of a string or whole number in the document. A document
// without it counts as having "" or 0 there.
type Field struct {
	Path string
	Kind Kind
}

// Index is one index over declared fields. Unique refuses a second document with the same values in all its fields;
// documents that have "" or 0 or nothing in every one of the fields are never in each other's way.
type Index struct {
	Fields []string
	Unique bool
}

// Schema declares a collection.
type Schema struct {
	Name    string // lower case letters and underscores
	Fields  []Field
	Indexes []Index
}

// Value is a string or whole number that a field is compared with.
type Value struct {
	text   string
	number int64
	kind   Kind
}

// Text is a Value of a text field.
func Text[S ~string](s S) Value { return Value{text: string(s), kind: TextField} }

// Number is a Value of a number field.
func Number[N ~int | ~int64](n N) Value { return Value{number: int64(n), kind: NumberField} }

// Kind is the kind of field the value can be compared with.
func (v Value) Kind() Kind { return v.kind }

// Text is the value of a text, Number that of a number.
func (v Value) Text() string { return v.text }

// Number is the value of a number.
func (v Value) Number() int64 { return v.number }

// Operator compares a field with values.
type Operator uint8

// The operators. A prefix is compared byte for byte; nothing in it is a pattern.
const (
	OpIn      Operator = iota // equal to one of the values
	OpAtLeast                 // ≥ the value
	OpBelow                   // < the value
	OpPrefix                  // begins with the value
)

// Condition is one comparison of a query.
type Condition struct {
	Field    string
	Operator Operator
	Values   []Value
}

// Equal asks for documents whose field has the value.
func Equal(field string, v Value) Condition { return In(field, v) }

// In asks for documents whose field has one of the values; without values none match.
func In(field string, values ...Value) Condition {
	return Condition{Field: field, Operator: OpIn, Values: values}
}

// AtLeast asks for documents whose field is v or more.
func AtLeast(field string, v Value) Condition {
	return Condition{Field: field, Operator: OpAtLeast, Values: []Value{v}}
}

// Below asks for documents whose field is less than v.
func Below(field string, v Value) Condition {
	return Condition{Field: field, Operator: OpBelow, Values: []Value{v}}
}

// Prefix asks for documents whose field begins with the text.
func Prefix(field, text string) Condition {
	return Condition{Field: field, Operator: OpPrefix, Values: []Value{Text(text)}}
}

// Order sorts by one declared field; texts by their bytes.
type Order struct {
	Field      string
	Descending bool
}

// Query selects documents of one collection: those that meet every condition, sorted, then a page of them. Ties are
// broken by id, so that pages never overlap.
type Query struct {
	Where []Condition
	Sort  []Order
	Skip  int
	Limit int      // 0: no limit
	Only  []string // top-level members of the document to read; empty: all
}

// Guard is what a Set demands of the stored document: the string or whole number at Path has this value. An absent one
// counts as "" or 0. Path need not be declared.
type Guard struct {
	Path  string
	Value Value
}

// Assignment puts JSON at a dotted path of a document, making the objects on the way; JSON nil removes what is there.
// A text, number or list on the way is a mistake of the caller: an error of no kind, and nothing is stored.
type Assignment struct {
	Path string
	JSON []byte
}

// Group is one row of CountBy: the values of its fields in the order asked for.
type Group struct {
	Values []Value
	Count  int
}

// FileInfo is one stored file.
type FileInfo struct {
	Sum  string // SHA-256 of the content, hex
	Size int64  // bytes
}

// Files keeps content under its SHA-256. Putting the same content twice keeps one copy.
type Files interface {
	// Put stores everything that r gives. When r or the disk fails nothing is stored. It is durable when Put returns.
	Put(ctx context.Context, r io.Reader) (FileInfo, error)
	// Open returns the content and its size; problem.NotFound when there is none.
	Open(ctx context.Context, sum string) (io.ReadCloser, int64, error)
	// Delete removes the content; removing what is not there is no error.
	Delete(ctx context.Context, sum string) error
	// List yields all files in the order of their sums.
	List(ctx context.Context) iter.Seq2[FileInfo, error]
}

// Engine is one database. Every method obeys its context, answers problem.NotFound, problem.Conflict and
// problem.Unavailable (database away, locked or disk full) with these kinds, and has written durably when it returns
// nil. Names, paths and conditions were checked against the schema before they reach an engine.
type Engine interface {
	// Declare makes a collection and its indexes, or checks and completes those that exist.
	Declare(ctx context.Context, s Schema) error
	// Insert adds documents with revision 1 in their order. It stops at the first that fails, with problem.Conflict when
	// its id or a unique index is taken, and returns how many were added.
	Insert(ctx context.Context, s *Schema, docs []Document) (int, error)
	// Get returns the document with this id; without its body when its revision is known, whose body the caller has.
	Get(ctx context.Context, s *Schema, id string, known Revision) (Document, error)
	// Replace stores doc.Body with revision was+1 when the stored revision is was; problem.Conflict when it is another or a
	// unique index is taken, problem.NotFound when there is none.
	Replace(ctx context.Context, s *Schema, doc Document, was Revision) error
	// Set makes all assignments in one step when every guard holds, and adds 1 to the revision. It returns the new
	// revision; problem.Conflict when a guard does not hold, problem.NotFound when there is no document. No assignment
	// touches a field of a unique index.
	Set(ctx context.Context, s *Schema, id string, guards []Guard, to []Assignment) (Revision, error)
	// Delete removes the document when its revision is was, or whatever it is when was is Any.
	Delete(ctx context.Context, s *Schema, id string, was Revision) error
	// Find yields the documents of a query.
	Find(ctx context.Context, s *Schema, q Query) iter.Seq2[Document, error]
	// Count is the number of documents that meet the conditions of a query.
	Count(ctx context.Context, s *Schema, q Query) (int, error)
	// CountBy counts them by the values of fields, sorted by these values.
	CountBy(ctx context.Context, s *Schema, q Query, fields []string) ([]Group, error)
	// Files are the database's files.
	Files() Files
	// Ping reports whether the database answers and can be written to.
	Ping(ctx context.Context) error
	// Close ends what is under way and closes the database.
	Close() error
}

// Snapshotter is an engine that can write a whole, consistent copy of itself to a new file while it serves.
type Snapshotter interface {
	Snapshot(ctx context.Context, path string) error
}

// Options are what every engine is opened with.
type Options struct {
	Log *slog.Logger // ids and counts only
}

// ErrNotFound and its kin are made here so that every engine says the same.
func ErrNotFound(cause error) error { return problem.Wrap(problem.NotFound, "store.not_found", cause) }

// ErrConflict is a stale revision, a guard that does not hold or a value of a unique index that is taken.
func ErrConflict(cause error) error { return problem.Wrap(problem.Conflict, "store.conflict", cause) }

// ErrUnavailable is a database that does not answer or cannot write.
func ErrUnavailable(cause error) error {
	return problem.Wrap(problem.Unavailable, "store.unavailable", cause)
}
