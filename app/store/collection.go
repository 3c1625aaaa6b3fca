package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"tuntas/app/problem"
)

// Record is one document of a collection with what the store knows of it.
type Record[K ~string, T any] struct {
	ID       K
	Revision Revision
	Value    T
}

// Collection is documents of one type, T as encoding/json writes it, under ids of type K.
type Collection[K ~string, T any] struct {
	engine Engine
	schema Schema
}

// Open declares a collection in an engine.
func Open[K ~string, T any](ctx context.Context, e Engine, s Schema) (*Collection[K, T], error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := e.Declare(ctx, s); err != nil {
		return nil, fmt.Errorf("declare %s: %w", s.Name, err)
	}
	return &Collection[K, T]{engine: e, schema: s}, nil
}

// Insert adds a document; problem.Conflict when its id or a value of a unique index is taken.
func (c *Collection[K, T]) Insert(ctx context.Context, id K, value T) error {
	_, err := c.InsertAll(ctx, []Record[K, T]{{ID: id, Value: value}})
	return err
}

// InsertAll adds documents in their order and stops at the first that fails; it returns how many were added.
func (c *Collection[K, T]) InsertAll(ctx context.Context, records []Record[K, T]) (int, error) {
	docs := make([]Document, len(records))
	for i, r := range records {
		body, err := encode(r.Value)
		if err != nil {
			return 0, fmt.Errorf("insert %s %s: %w", c.schema.Name, r.ID, err)
		}
		docs[i] = Document{ID: string(r.ID), Revision: 1, Body: body}
	}
	n, err := c.engine.Insert(ctx, &c.schema, docs)
	if err != nil {
		return n, fmt.Errorf("insert into %s: %w", c.schema.Name, err)
	}
	return n, nil
}

// Get returns the document with this id, or problem.NotFound.
func (c *Collection[K, T]) Get(ctx context.Context, id K) (Record[K, T], error) {
	return c.Refresh(ctx, Record[K, T]{ID: id})
}

// Refresh is Get for who may already have the document: known is returned as it is when the stored revision is still
// its revision, at a fraction of the cost. A value that is kept for this must not be altered.
func (c *Collection[K, T]) Refresh(ctx context.Context, known Record[K, T]) (Record[K, T], error) {
	doc, err := c.engine.Get(ctx, &c.schema, string(known.ID), known.Revision)
	if err != nil {
		return Record[K, T]{}, fmt.Errorf("get %s %s: %w", c.schema.Name, known.ID, err)
	}
	if doc.Revision == known.Revision {
		return known, nil
	}
	return c.decode(doc)
}

// attempts is how often Update begins when it may start from any revision: enough for 20 writers of one document.
const attempts = 64

// Update lets change alter the document and stores it, when the stored revision is still was; otherwise it is
// problem.Conflict and nothing is stored. With Any it starts from what is stored and begins again when somebody else was
// faster, so change may run several times. An error of change is returned as it is.
func (c *Collection[K, T]) Update(ctx context.Context, id K, was Revision, change func(*T) error) (Record[K, T], error) {
	var failed error
	var tried Revision
	for attempt := range attempts {
		r, err := c.Get(ctx, id)
		if err != nil {
			return r, err
		}
		if r.Revision == tried { // nobody was faster: it is a unique index that refuses
			return r, failed
		}
		if was != Any && r.Revision != was {
			return r, fmt.Errorf("update %s %s: %w", c.schema.Name, id, ErrConflict(nil))
		}
		tried = r.Revision
		r, failed = c.replace(ctx, r, change)
		if was != Any || problem.KindOf(failed) != problem.Conflict {
			return r, failed
		}
		if err := stepBack(ctx, attempt); err != nil {
			return r, fmt.Errorf("update %s %s: %w", c.schema.Name, id, err)
		}
	}
	return Record[K, T]{ID: id}, failed
}

// replace stores a changed document when its revision is still the one that was read.
func (c *Collection[K, T]) replace(ctx context.Context, r Record[K, T], change func(*T) error) (Record[K, T], error) {
	if err := change(&r.Value); err != nil {
		return r, err
	}
	body, err := encode(r.Value)
	if err == nil {
		err = c.engine.Replace(ctx, &c.schema, Document{ID: string(r.ID), Body: body}, r.Revision)
	}
	if err != nil {
		return r, fmt.Errorf("update %s %s: %w", c.schema.Name, r.ID, err)
	}
	r.Revision++
	return r, nil
}

// stepBack waits for a random time that doubles with the attempts up to a quarter of a second, so that writers of one
// document get out of each other's way.
func stepBack(ctx context.Context, attempt int) error {
	wait := rand.N(4 * time.Millisecond << min(attempt, 6)) //nolint:gosec // nobody gains by foreseeing it
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}

// Set makes assignments to parts of a document without reading or rewriting the rest, when all guards hold;
// problem.Conflict otherwise. Values are what encoding/json writes; nil, or what it writes as null, removes the part.
// No path may lead into another one's part.
func (c *Collection[K, T]) Set(ctx context.Context, id K, guards []Guard, values map[string]any) (Revision, error) {
	to := make([]Assignment, 0, len(values))
	for _, path := range slices.Sorted(maps.Keys(values)) {
		if err := checkPath(path); err != nil {
			return 0, err
		}
		if c.schema.unique(path) {
			return 0, fmt.Errorf("set %s of %s: a unique index holds it; use Update", path, c.schema.Name)
		}
		if above, ok := within(values, path); ok {
			return 0, fmt.Errorf("set %s of %s: %s is set as well", path, c.schema.Name, above)
		}
		body, err := encode(values[path])
		if err != nil {
			return 0, fmt.Errorf("set %s %s: %w", c.schema.Name, id, err)
		}
		if string(body) == "null" {
			body = nil
		}
		to = append(to, Assignment{Path: path, JSON: body})
	}
	for _, g := range guards {
		if err := checkPath(g.Path); err != nil {
			return 0, err
		}
	}
	revision, err := c.engine.Set(ctx, &c.schema, string(id), guards, to)
	if err != nil {
		return 0, fmt.Errorf("set %s %s: %w", c.schema.Name, id, err)
	}
	return revision, nil
}

// within finds a path that leads to a part around path.
func within(values map[string]any, path string) (string, bool) {
	for i, c := range path {
		if _, ok := values[path[:i]]; ok && c == '.' {
			return path[:i], true
		}
	}
	return "", false
}

// Delete removes a document when its revision is was, or whatever it is with Any.
func (c *Collection[K, T]) Delete(ctx context.Context, id K, was Revision) error {
	if err := c.engine.Delete(ctx, &c.schema, string(id), was); err != nil {
		return fmt.Errorf("delete %s %s: %w", c.schema.Name, id, err)
	}
	return nil
}

// Find yields the documents of a query. It ends after the first error.
func (c *Collection[K, T]) Find(ctx context.Context, q Query) iter.Seq2[Record[K, T], error] {
	return func(yield func(Record[K, T], error) bool) {
		if err := c.schema.checkQuery(q); err != nil {
			yield(Record[K, T]{}, err)
			return
		}
		for doc, err := range c.engine.Find(ctx, &c.schema, q) {
			if err != nil {
				yield(Record[K, T]{}, fmt.Errorf("find in %s: %w", c.schema.Name, err))
				return
			}
			r, err := c.decode(doc)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// All is Find as a slice.
func (c *Collection[K, T]) All(ctx context.Context, q Query) ([]Record[K, T], error) {
	var all []Record[K, T]
	for r, err := range c.Find(ctx, q) {
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

// First is the first document of a query, or problem.NotFound.
func (c *Collection[K, T]) First(ctx context.Context, q Query) (Record[K, T], error) {
	q.Limit = 1
	for r, err := range c.Find(ctx, q) {
		return r, err
	}
	return Record[K, T]{}, fmt.Errorf("find in %s: %w", c.schema.Name, ErrNotFound(nil))
}

// Count is the number of documents that meet the conditions; sort and page are not looked at.
func (c *Collection[K, T]) Count(ctx context.Context, q Query) (int, error) {
	if err := c.schema.checkQuery(q); err != nil {
		return 0, err
	}
	n, err := c.engine.Count(ctx, &c.schema, q)
	if err != nil {
		return 0, fmt.Errorf("count in %s: %w", c.schema.Name, err)
	}
	return n, nil
}

// CountBy counts the documents that meet the conditions by the values of declared fields.
func (c *Collection[K, T]) CountBy(ctx context.Context, q Query, fields ...string) ([]Group, error) {
	if err := c.schema.checkQuery(q); err != nil {
		return nil, err
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("count by nothing in %s: use Count", c.schema.Name)
	}
	for _, f := range fields {
		if _, ok := c.schema.Field(f); !ok {
			return nil, fmt.Errorf("count by %s of %s: not a declared field", f, c.schema.Name)
		}
	}
	groups, err := c.engine.CountBy(ctx, &c.schema, q, fields)
	if err != nil {
		return nil, fmt.Errorf("count in %s: %w", c.schema.Name, err)
	}
	return groups, nil
}

func (c *Collection[K, T]) decode(doc Document) (Record[K, T], error) {
	r := Record[K, T]{ID: K(doc.ID), Revision: doc.Revision}
	if err := json.Unmarshal(doc.Body, &r.Value); err != nil {
		return r, fmt.Errorf("decode %s %s: %w", c.schema.Name, doc.ID, err)
	}
	return r, nil
}

func encode(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	if body, err = withoutNulls(body); err != nil {
		return nil, err
	}
	if len(body) > MaxBody {
		return nil, problem.New(problem.TooLarge, "store.too_large")
	}
	return body, nil
}

// withoutNulls leaves out the members that are null, as Go writes a nil map, slice or pointer: decoded they are the same
// as absent ones, while no engine could make an object in the place of a null.
func withoutNulls(body []byte) ([]byte, error) {
	if !bytes.Contains(body, []byte(":null")) { // json.Marshal writes no spaces
		return body, nil
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	prune(v)
	return json.Marshal(v)
}

func prune(v any) {
	switch v := v.(type) {
	case map[string]any:
		maps.DeleteFunc(v, func(_ string, member any) bool { return member == nil })
		for _, member := range v {
			prune(member)
		}
	case []any:
		for _, item := range v {
			prune(item)
		}
	}
}
