package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// Insert adds documents in their order.
func (e *Engine) Insert(ctx context.Context, s *store.Schema, docs []store.Document) (int, error) {
	var added int
	var failed error // the documents before it stay
	err := e.writer.do(ctx, func(t *transaction) error {
		for _, doc := range docs {
			_, err := t.exec(`INSERT INTO `+table(s)+` (id, revision, body) VALUES (?, 1, jsonb(?))`, doc.ID, string(doc.Body))
			if problem.KindOf(err) == problem.Unavailable {
				return err
			}
			if err != nil {
				failed = fmt.Errorf("document %s: %w", doc.ID, err)
				return nil
			}
			added++
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return added, failed
}

// Get returns the document with this id, without its body when the caller has it.
func (e *Engine) Get(ctx context.Context, s *store.Schema, id string, known store.Revision) (store.Document, error) {
	doc := store.Document{ID: id}
	query := `SELECT revision, CASE revision WHEN ? THEN NULL ELSE json(body) END FROM ` + table(s) + ` WHERE id = ?`
	return doc, e.reader.get(ctx, query, []any{known, id}, []any{&doc.Revision, &doc.Body})
}

// Replace stores a new body when the stored revision is was.
func (e *Engine) Replace(ctx context.Context, s *store.Schema, doc store.Document, was store.Revision) error {
	return e.writer.do(ctx, func(t *transaction) error {
		n, err := t.exec(`UPDATE `+table(s)+` SET revision = revision + 1, body = jsonb(?) WHERE id = ? AND revision = ?`,
			string(doc.Body), doc.ID, was)
		if err != nil || n == 1 {
			return err
		}
		return t.refusal(s, doc.ID)
	})
}

// Delete removes a document.
func (e *Engine) Delete(ctx context.Context, s *store.Schema, id string, was store.Revision) error {
	return e.writer.do(ctx, func(t *transaction) error {
		n, err := t.exec(`DELETE FROM `+table(s)+` WHERE id = ? AND ? IN (0, revision)`, id, was)
		if err != nil || n == 1 {
			return err
		}
		return t.refusal(s, id)
	})
}

// refusal is why a guarded write found nothing to change: there is no document, or it is not as it was demanded.
func (t *transaction) refusal(s *store.Schema, id string) error {
	var revision store.Revision
	if err := t.get(`SELECT revision FROM `+table(s)+` WHERE id = ?`, []any{id}, []any{&revision}); err != nil {
		return err
	}
	return store.ErrConflict(nil)
}

// errBlocked is a text, number or list where an assignment needs an object.
var errBlocked = errors.New("a part of the document stands where an object is needed")

// Set makes assignments to parts of a document when all guards hold.
func (e *Engine) Set(
	ctx context.Context, s *store.Schema, id string, guards []store.Guard, to []store.Assignment,
) (store.Revision, error) {
	body, values := changed(to)
	holds, demanded := conditions(guards)
	ways := parents(to)
	query := `UPDATE ` + table(s) + ` SET revision = revision + 1, body = ` + body +
		` WHERE id = ?` + holds + strings.Repeat(viable, len(ways)) + ` RETURNING revision`
	args := slices.Concat(values, []any{id}, demanded, ways)
	var revision store.Revision
	err := e.writer.do(ctx, func(t *transaction) error {
		err := t.get(query, args, []any{&revision})
		if problem.KindOf(err) != problem.NotFound {
			return err
		}
		var held bool
		err = t.get(`SELECT true`+holds+` FROM `+table(s)+` WHERE id = ?`, append(slices.Clone(demanded), id), []any{&held})
		switch {
		case err != nil:
			return err
		case held:
			return errBlocked
		}
		return store.ErrConflict(nil)
	})
	return revision, err
}

// viable says that nothing but an object stands at a path.
const viable = ` AND coalesce(json_type(body, ?), 'object') = 'object'`

// parents are the paths on which assignments need objects.
func parents(to []store.Assignment) []any {
	var paths []string
	for _, a := range to {
		for i, c := range a.Path {
			if c == '.' && a.JSON != nil {
				paths = append(paths, jsonPath(a.Path[:i]))
			}
		}
	}
	slices.Sort(paths)
	ways := make([]any, 0, len(paths))
	for _, p := range slices.Compact(paths) {
		ways = append(ways, p)
	}
	return ways
}

// most is how many assignments one call of a function of SQLite takes.
const most = 50

// changed is the expression for a body with assignments made, and its arguments.
func changed(to []store.Assignment) (string, []any) {
	body := "body"
	var args []any
	for part := range slices.Chunk(to, most) {
		var put, remove string
		var values, gone []any
		for _, a := range part {
			if a.JSON == nil {
				remove += ", ?"
				gone = append(gone, jsonPath(a.Path))
			} else {
				put += ", ?, jsonb(?)"
				values = append(values, jsonPath(a.Path), string(a.JSON))
			}
		}
		if put != "" {
			body = "jsonb_set(" + body + put + ")"
		}
		if remove != "" {
			body = "jsonb_remove(" + body + remove + ")"
		}
		args = append(append(args, values...), gone...)
	}
	return body, args
}

// conditions says that guards hold.
func conditions(guards []store.Guard) (string, []any) {
	var text strings.Builder
	var args []any
	for _, g := range guards {
		text.WriteString(` AND coalesce(json_extract(body, ?), ` + absent(g.Value.Kind()) + `) = ?`)
		args = append(args, jsonPath(g.Path), bind(g.Value))
	}
	return text.String(), args
}

// bind is a value as the driver takes it.
func bind(v store.Value) any {
	if v.Kind() == store.NumberField {
		return v.Number()
	}
	return v.Text()
}
