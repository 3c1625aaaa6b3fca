package mongodb

import (
	"context"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/store"
)

// ours begins the names of the indexes that Declare makes and drops; those that an operator adds stay.
const ours = "tuntas:"

// Declare makes a collection and its indexes. Documents that were written for another declaration are brought to this
// one first, so programs that declare different things must not serve at the same time.
func (e *Engine) Declare(ctx context.Context, s store.Schema) error {
	view := e.collection(&s).Indexes()
	want := map[string]mongo.IndexModel{}
	for _, index := range append(s.Indexes, store.Index{}) {
		name, model := indexModel(index)
		want[name] = model
	}
	shapes, model := indexModel(store.Index{})
	if _, err := view.CreateOne(ctx, model); err != nil {
		return fault(ctx, err)
	}
	have, err := view.ListSpecifications(ctx)
	if err != nil {
		return fault(ctx, err)
	}
	for _, index := range have {
		if _, wanted := want[index.Name]; wanted || !strings.HasPrefix(index.Name, ours) {
			continue
		}
		if err := view.DropOne(ctx, index.Name); err != nil && !hasCode(err, codeIndexNotFound) {
			return fault(ctx, err)
		}
	}
	if err := e.reshape(ctx, &s); err != nil {
		return err
	}
	delete(want, shapes)
	for name, model := range want {
		if _, err := view.CreateOne(ctx, model); err != nil {
			return fmt.Errorf("index %s: %w", strings.TrimPrefix(name, ours), fault(ctx, err))
		}
	}
	return nil
}

// indexModel is an index and its name. A unique one ends with what keeps documents without its fields apart, another
// with the id, which breaks ties. An index without fields is the one by which reshape finds documents.
func indexModel(index store.Index) (string, mongo.IndexModel) {
	name := ours + strings.Join(index.Fields, ",")
	if index.Unique {
		name += ":unique"
	}
	keys := bson.D{}
	for _, path := range indexed(index) {
		keys = append(keys, bson.E{Key: path, Value: 1})
	}
	return name, mongo.IndexModel{Keys: keys, Options: options.Index().SetName(name).SetUnique(index.Unique)}
}

// indexed are the paths that an index reads.
func indexed(index store.Index) []string {
	paths := make([]string, 0, len(index.Fields)+1)
	for _, path := range index.Fields {
		paths = append(paths, fieldPath(path))
	}
	switch {
	case len(index.Fields) == 0:
		return []string{shapeMember}
	case index.Unique:
		return append(paths, loneMember+"."+loneName(index))
	default:
		return append(paths, idMember)
	}
}

// reshape brings documents that were written for another declaration to this one. Their revisions stay.
func (e *Engine) reshape(ctx context.Context, s *store.Schema) error {
	other := bson.D{{Key: shapeMember, Value: bson.D{{Key: "$ne", Value: shape(s)}}}}
	total := 0
	for {
		found := 0
		cursor, err := e.collection(s).Find(ctx, other, options.Find().SetBatchSize(batch))
		for raw, err := range all(ctx, cursor, err) {
			if err != nil {
				return err
			}
			if err := e.reshapeOne(ctx, s, raw); err != nil {
				return err
			}
			found++
		}
		if found == 0 { // else somebody may have written one behind the cursor
			break
		}
		total += found
	}
	if total > 0 {
		e.log.InfoContext(ctx, "documents brought to the declared fields", "collection", s.Name, "documents", total)
	}
	return nil
}

func (e *Engine) reshapeOne(ctx context.Context, s *store.Schema, raw bson.Raw) error {
	doc, err := stored(raw)
	if err != nil {
		return err
	}
	body, err := object(doc.Body)
	if err != nil {
		return fmt.Errorf("document %s: %w", doc.ID, err)
	}
	_, err = e.update(ctx, s, key(doc.ID, doc.Revision), bson.D{{Key: "$set", Value: derived(s, doc.ID, body)}})
	return err
}
