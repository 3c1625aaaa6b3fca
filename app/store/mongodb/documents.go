package mongodb

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// Insert adds documents in their order.
func (e *Engine) Insert(ctx context.Context, s *store.Schema, docs []store.Document) (int, error) {
	var all []bson.D
	var refused error // by the engine; the documents before it are added
	for _, doc := range docs {
		d, err := content(s, doc.ID, doc.Body)
		if err != nil {
			refused = err
			break
		}
		all = append(all, append(key(doc.ID, 1), d...))
	}
	if len(all) == 0 {
		return 0, refused
	}
	result, err := e.collection(s).InsertMany(ctx, all)
	if err == nil {
		return len(all), refused
	}
	if _, answered := errors.AsType[mongo.BulkWriteException](err); answered && result != nil {
		return len(result.InsertedIDs), fault(ctx, err)
	}
	return 0, fault(ctx, err)
}

// Get returns the document with this id, without its body when the caller has it.
func (e *Engine) Get(ctx context.Context, s *store.Schema, id string, known store.Revision) (store.Document, error) {
	if known != store.Any {
		revision, err := e.revision(ctx, s, key(id, store.Any))
		if err != nil || revision == known {
			return store.Document{ID: id, Revision: revision}, err
		}
	}
	raw, err := e.collection(s).FindOne(ctx, key(id, store.Any)).Raw()
	if err != nil {
		return store.Document{}, fault(ctx, err)
	}
	return stored(raw)
}

// Replace stores a new body when the stored revision is was. It is an update, not a replacement, so that a sharded
// cluster finds the document by its id alone.
func (e *Engine) Replace(ctx context.Context, s *store.Schema, doc store.Document, was store.Revision) error {
	d, err := content(s, doc.ID, doc.Body)
	if err != nil {
		return err
	}
	n, err := e.update(ctx, s, key(doc.ID, was), bson.D{{Key: "$set", Value: d}, oneMore()})
	switch {
	case err != nil && problem.KindOf(err) == problem.Internal && e.taken(ctx, s, doc.ID, d):
		return store.ErrConflict(err)
	case err != nil:
		return err
	case n == 0:
		return e.refusal(ctx, s, doc.ID)
	}
	return nil
}

// taken reports whether another document has the values of a unique index. Some servers answer with an error of their
// own when an update meets one.
func (e *Engine) taken(ctx context.Context, s *store.Schema, id string, d bson.D) bool {
	for _, index := range s.Indexes {
		if !index.Unique {
			continue
		}
		same := bson.D{{Key: idMember, Value: bson.D{{Key: "$ne", Value: id}}}}
		for _, path := range indexed(index) {
			same = append(same, bson.E{Key: path, Value: lookup(d, path)})
		}
		if n, err := e.collection(s).CountDocuments(ctx, same); err == nil && n > 0 {
			return true
		}
	}
	return false
}

// Delete removes a document.
func (e *Engine) Delete(ctx context.Context, s *store.Schema, id string, was store.Revision) error {
	result, err := e.collection(s).DeleteOne(ctx, key(id, was))
	if err != nil {
		return fault(ctx, err)
	}
	if result.DeletedCount == 0 {
		return e.refusal(ctx, s, id)
	}
	return nil
}

// update changes the document that the filter selects by its id and returns how many there were, 0 or 1.
func (e *Engine) update(ctx context.Context, s *store.Schema, filter, change bson.D) (int64, error) {
	result, err := e.collection(s).UpdateOne(ctx, filter, change)
	if err != nil {
		return 0, fault(ctx, err)
	}
	return result.MatchedCount, nil
}

// refusal is why a guarded write found nothing to change: there is no document, or it is not as it was demanded.
func (e *Engine) refusal(ctx context.Context, s *store.Schema, id string) error {
	if _, err := e.revision(ctx, s, key(id, store.Any)); err != nil {
		return err
	}
	return store.ErrConflict(nil)
}

// revision is that of the document that the filter selects by its id.
func (e *Engine) revision(ctx context.Context, s *store.Schema, filter bson.D) (store.Revision, error) {
	only := options.FindOne().SetProjection(bson.D{{Key: revisionMember, Value: 1}})
	raw, err := e.collection(s).FindOne(ctx, filter, only).Raw()
	if err != nil {
		return 0, fault(ctx, err)
	}
	doc, err := stored(raw)
	return doc.Revision, err
}

// key selects a document by its id, and by its revision unless that is Any.
func key(id string, revision store.Revision) bson.D {
	d := bson.D{{Key: idMember, Value: id}}
	if revision != store.Any {
		d = append(d, bson.E{Key: revisionMember, Value: int64(revision)})
	}
	return d
}

func oneMore() bson.E {
	return bson.E{Key: "$inc", Value: bson.D{{Key: revisionMember, Value: int64(1)}}}
}
