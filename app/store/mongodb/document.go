package mongodb

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// The members of a stored document.
const (
	idMember       = "_id"
	revisionMember = "revision"
	bodyMember     = "body"
	fieldsMember   = "fields"
	loneMember     = "lone"
	shapeMember    = "shape"
)

// largest is the size in bytes of the largest stored document. MongoDB takes 16 MiB, with its own additions.
const largest = 16<<20 - 16<<10

// content is what a write of a whole document stores beside its id and revision.
func content(s *store.Schema, id string, text []byte) (bson.D, error) {
	body, err := object(text)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", id, err)
	}
	d := append(derived(s, id, body), bson.E{Key: bodyMember, Value: body})
	raw, err := bson.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("document %s: %w", id, err)
	}
	if len(raw) > largest {
		return nil, problem.New(problem.TooLarge, "store.too_large")
	}
	return d, nil
}

// derived are the members that are made from a document's id and body.
func derived(s *store.Schema, id string, body bson.D) bson.D {
	fields := make(bson.D, 0, len(s.Fields))
	for _, f := range s.Fields {
		fields = append(fields, bson.E{Key: fieldName(f.Path), Value: declared(f, lookup(body, f.Path))})
	}
	lone := bson.D{}
	for _, index := range s.Indexes {
		if !index.Unique {
			continue
		}
		who := id
		if slices.ContainsFunc(index.Fields, func(path string) bool { return !isZero(lookup(fields, fieldName(path))) }) {
			who = ""
		}
		lone = append(lone, bson.E{Key: loneName(index), Value: who})
	}
	return bson.D{
		{Key: fieldsMember, Value: fields},
		{Key: loneMember, Value: lone},
		{Key: shapeMember, Value: shape(s)},
	}
}

// lookup is what stands at a dotted path of a value, or nil.
func lookup(v any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		d, ok := v.(bson.D)
		if !ok {
			return nil
		}
		i := slices.IndexFunc(d, func(e bson.E) bool { return e.Key == name })
		if i < 0 {
			return nil
		}
		v = d[i].Value
	}
	return v
}

// declared is a value as a declared field keeps it: of its kind, "" or 0 when there is no such value.
func declared(f store.Field, v any) any {
	if f.Kind == store.NumberField {
		n, _ := v.(int64)
		return n
	}
	text, _ := v.(string)
	return text
}

func isZero(v any) bool { return v == "" || v == int64(0) }

// fieldName is the member of fields that repeats a declared field: a name with dots would be a path.
func fieldName(path string) string { return strings.ReplaceAll(path, ".", "/") }

// fieldPath is the path of that member.
func fieldPath(path string) string { return fieldsMember + "." + fieldName(path) }

func loneName(index store.Index) string { return fieldName(strings.Join(index.Fields, ",")) }

// shape identifies what a schema makes derived depend on.
func shape(s *store.Schema) string {
	var text strings.Builder
	for _, f := range s.Fields {
		fmt.Fprintf(&text, "%s %d\n", f.Path, f.Kind)
	}
	for _, index := range s.Indexes {
		if index.Unique {
			text.WriteString(loneName(index) + "\n")
		}
	}
	sum := sha256.Sum256([]byte(text.String()))
	return hex.EncodeToString(sum[:8])
}

// stored is the document that the server returned.
func stored(raw bson.Raw) (store.Document, error) {
	id, isText := raw.Lookup(idMember).StringValueOK()
	revision, isNumber := raw.Lookup(revisionMember).AsInt64OK()
	if !isText || !isNumber {
		return store.Document{}, errors.New("the database holds a document that this program did not write")
	}
	doc := store.Document{ID: id, Revision: store.Revision(revision), Body: []byte("{}")}
	body, ok := raw.Lookup(bodyMember).DocumentOK()
	if !ok { // a projection found nothing in it
		return doc, nil
	}
	text, err := appendObject(nil, body)
	if err != nil {
		return store.Document{}, fmt.Errorf("document %s: %w", id, err)
	}
	doc.Body = text
	return doc, nil
}
