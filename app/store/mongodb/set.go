package mongodb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// errBlocked is a text, number or list where an assignment needs an object.
var errBlocked = errors.New("a part of the document stands where an object is needed")

// Set makes assignments to parts of a document when all guards hold. It reads the revision at which they hold and
// writes if it is still that one, and begins again when somebody else was faster; that one has then got further.
func (e *Engine) Set(
	ctx context.Context, s *store.Schema, id string, guards []store.Guard, to []store.Assignment,
) (store.Revision, error) {
	change, err := changes(s, to)
	if err != nil {
		return 0, err
	}
	for {
		was, err := e.revision(ctx, s, guarded(id, guards))
		if problem.KindOf(err) == problem.NotFound {
			return 0, e.refusal(ctx, s, id)
		}
		if err != nil {
			return 0, err
		}
		n, err := e.update(ctx, s, key(id, was), change)
		switch {
		case hasCode(err, codePathNotViable):
			return 0, fmt.Errorf("%w: %w", errBlocked, err)
		case err != nil:
			return 0, err
		case n == 1:
			return was + 1, nil
		}
	}
}

// guarded selects a document by its id when all guards hold.
func guarded(id string, guards []store.Guard) bson.D {
	all := bson.A{key(id, store.Any)}
	for _, g := range guards {
		values := bson.A{bound(g.Value)}
		if isZero(values[0]) {
			values = append(values, nil) // absent
		}
		// Without the second condition a list that holds the value would do.
		all = append(all, bson.D{{Key: bodyMember + "." + g.Path, Value: bson.D{
			{Key: "$in", Value: values},
			{Key: "$not", Value: bson.D{{Key: "$type", Value: "array"}}},
		}}})
	}
	return bson.D{{Key: "$and", Value: all}}
}

// changes is the update that makes assignments, in the body and in what repeats it.
func changes(s *store.Schema, to []store.Assignment) (bson.D, error) {
	var set, unset bson.D
	for _, a := range to {
		path := bodyMember + "." + a.Path
		var v any
		if a.JSON == nil {
			unset = append(unset, bson.E{Key: path, Value: ""})
		} else {
			var err error
			if v, err = value(a.JSON); err != nil {
				return nil, fmt.Errorf("set %s: %w", a.Path, err)
			}
			set = append(set, bson.E{Key: path, Value: v})
		}
		set = append(set, repeated(s, a.Path, v)...)
	}
	change := bson.D{oneMore()}
	if set != nil {
		change = append(change, bson.E{Key: "$set", Value: set})
	}
	if unset != nil {
		change = append(change, bson.E{Key: "$unset", Value: unset})
	}
	return change, nil
}

// repeated are the declared fields that stand at a path or below it when v is put there.
func repeated(s *store.Schema, path string, v any) bson.D {
	var set bson.D
	for _, f := range s.Fields {
		at := v
		if below, ok := strings.CutPrefix(f.Path, path+"."); ok {
			at = lookup(v, below)
		} else if f.Path != path {
			continue
		}
		set = append(set, bson.E{Key: fieldPath(f.Path), Value: declared(f, at)})
	}
	return set
}

// bound is a value as the database compares it.
func bound(v store.Value) any {
	if v.Kind() == store.NumberField {
		return v.Number()
	}
	return v.Text()
}
