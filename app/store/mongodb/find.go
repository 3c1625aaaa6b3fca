package mongodb

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/store"
)

// batch is how many documents the server sends at a time.
const batch = 200

// Find yields the documents of a query batch by batch. A document that is written to while it runs may come as it was or
// as it is, and once, twice or not at all when that moves it in the order asked for.
func (e *Engine) Find(ctx context.Context, s *store.Schema, q store.Query) iter.Seq2[store.Document, error] {
	how := options.Find().SetSort(order(q.Sort)).SetSkip(int64(q.Skip)).SetLimit(int64(q.Limit)).SetBatchSize(batch)
	if len(q.Only) > 0 {
		only := bson.D{{Key: revisionMember, Value: 1}}
		for _, member := range q.Only {
			only = append(only, bson.E{Key: bodyMember + "." + member, Value: 1})
		}
		how.SetProjection(only)
	}
	return func(yield func(store.Document, error) bool) {
		cursor, err := e.collection(s).Find(ctx, where(q.Where), how)
		for raw, err := range all(ctx, cursor, err) {
			var doc store.Document
			if err == nil {
				doc, err = stored(raw)
			}
			if !yield(doc, err) || err != nil {
				return
			}
		}
	}
}

// all yields what a cursor finds, each to be read at once. It ends after the first error.
func all(ctx context.Context, cursor *mongo.Cursor, err error) iter.Seq2[bson.Raw, error] {
	return func(yield func(bson.Raw, error) bool) {
		if err != nil {
			yield(nil, fault(ctx, err))
			return
		}
		defer cursor.Close(context.WithoutCancel(ctx)) //nolint:errcheck // a cursor that stays open ends by itself
		for ctx.Err() == nil && cursor.Next(ctx) {     // Next does not look at the context while its batch lasts
			if !yield(cursor.Current, nil) {
				return
			}
		}
		if err := errors.Join(ctx.Err(), cursor.Err()); err != nil {
			yield(nil, fault(ctx, err))
		}
	}
}

// Count is the number of documents that meet the conditions.
func (e *Engine) Count(ctx context.Context, s *store.Schema, q store.Query) (int, error) {
	n, err := e.collection(s).CountDocuments(ctx, where(q.Where))
	return int(n), fault(ctx, err)
}

// CountBy counts documents by the values of fields.
func (e *Engine) CountBy(ctx context.Context, s *store.Schema, q store.Query, fields []string) ([]store.Group, error) {
	if len(fields) == 0 {
		n, err := e.Count(ctx, s, q)
		return []store.Group{{Count: n}}, err
	}
	by := make(bson.D, len(fields))
	for i, path := range fields {
		by[i] = bson.E{Key: fieldName(path), Value: "$" + fieldPath(path)}
	}
	cursor, err := e.collection(s).Aggregate(ctx, mongo.Pipeline{
		{{Key: "$match", Value: where(q.Where)}},
		{{Key: "$group", Value: bson.D{{Key: idMember, Value: by}, {Key: "count", Value: bson.D{{Key: "$sum", Value: 1}}}}}},
	})
	var groups []store.Group
	for raw, err := range all(ctx, cursor, err) {
		if err != nil {
			return nil, err
		}
		g, err := group(s, raw, fields)
		if err != nil {
			return nil, err
		}
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b store.Group) int { return slices.CompareFunc(a.Values, b.Values, compare) })
	return groups, nil
}

func group(s *store.Schema, raw bson.Raw, fields []string) (store.Group, error) {
	n, ok := raw.Lookup("count").AsInt64OK()
	g := store.Group{Count: int(n)}
	for _, path := range fields {
		at := raw.Lookup(idMember, fieldName(path))
		if f, _ := s.Field(path); f.Kind == store.NumberField {
			number, isNumber := at.AsInt64OK()
			g.Values, ok = append(g.Values, store.Number(number)), ok && isNumber
		} else {
			text, isText := at.StringValueOK()
			g.Values, ok = append(g.Values, store.Text(text)), ok && isText
		}
	}
	if !ok {
		return g, errors.New("the database counted something that this program did not write")
	}
	return g, nil
}

func compare(a, b store.Value) int {
	return cmp.Or(cmp.Compare(a.Text(), b.Text()), cmp.Compare(a.Number(), b.Number()))
}

func order(by []store.Order) bson.D {
	var sort bson.D
	for _, o := range by {
		direction := 1
		if o.Descending {
			direction = -1
		}
		sort = append(sort, bson.E{Key: fieldPath(o.Field), Value: direction})
	}
	return append(sort, bson.E{Key: idMember, Value: 1})
}

func where(conditions []store.Condition) bson.D {
	if len(conditions) == 0 {
		return bson.D{}
	}
	terms := make(bson.A, len(conditions))
	for i, c := range conditions {
		terms[i] = bson.D{{Key: fieldPath(c.Field), Value: condition(c)}}
	}
	return bson.D{{Key: "$and", Value: terms}}
}

func condition(c store.Condition) bson.D {
	values := make(bson.A, len(c.Values))
	for i, v := range c.Values {
		values[i] = bound(v)
	}
	switch c.Operator {
	case store.OpAtLeast:
		return bson.D{{Key: "$gte", Value: values[0]}}
	case store.OpBelow:
		return bson.D{{Key: "$lt", Value: values[0]}}
	case store.OpPrefix:
		return prefix(c.Values[0].Text())
	default:
		return bson.D{{Key: "$in", Value: values}}
	}
}

// prefix asks for the texts from the prefix to the first one after all that begin with it: the bytes of UTF-8 sort as the
// code points do. What is no UTF-8 begins no stored text.
func prefix(text string) bson.D {
	if !utf8.ValidString(text) {
		return bson.D{{Key: "$in", Value: bson.A{}}}
	}
	from := bson.D{{Key: "$gte", Value: text}}
	after := []rune(text)
	for len(after) > 0 && after[len(after)-1] == utf8.MaxRune {
		after = after[:len(after)-1]
	}
	if len(after) == 0 {
		return from
	}
	last := &after[len(after)-1]
	*last++
	if !utf8.ValidRune(*last) { // the surrogates are no characters
		*last = 0xe000
	}
	return append(from, bson.E{Key: "$lt", Value: string(after)})
}
