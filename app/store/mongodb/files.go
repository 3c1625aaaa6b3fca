package mongodb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/problem"
	"tuntas/app/store"
)

const (
	// chunk is how many bytes of a file stand in one document.
	chunk = 1 << 20
	// abandoned is the age after which an upload that has not ended was cut off.
	abandoned = 24 * time.Hour
)

// files keeps each content as a GridFS file whose name is its sum, so that MongoDB's own tools can read them. The
// driver's GridFS is not used: it ends a whole upload with the time that one command has.
type files struct {
	files   *mongo.Collection // a file appears here when all its chunks are there
	chunks  *mongo.Collection
	pending *mongo.Collection // uploads and removals that have begun
}

// Files are the database's files.
func (e *Engine) Files() store.Files { return e.files() }

func (e *Engine) files() files {
	return files{e.db.Collection("fs.files"), e.db.Collection("fs.chunks"), e.db.Collection("fs.pending")}
}

// startFiles makes the indexes of GridFS and removes what a stop of a program left behind.
func (e *Engine) startFiles(ctx context.Context) error {
	f := e.files()
	unique := options.Index().SetUnique(true)
	_, err := f.files.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{Key: "filename", Value: 1}}, Options: unique})
	if err != nil {
		return fault(ctx, err)
	}
	keys := bson.D{{Key: "files_id", Value: 1}, {Key: "n", Value: 1}}
	if _, err = f.chunks.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: keys, Options: unique}); err != nil {
		return fault(ctx, err)
	}
	return f.tidy(ctx)
}

// tidy finishes uploads that were cut off and removals that did not get to their end.
func (f files) tidy(ctx context.Context) error {
	old := bson.NewObjectIDFromTimestamp(bson.NewObjectID().Timestamp().Add(-abandoned))
	cursor, err := f.pending.Find(ctx, bson.D{{Key: idMember, Value: bson.D{{Key: "$lt", Value: old}}}})
	for raw, err := range all(ctx, cursor, err) {
		if err != nil {
			return err
		}
		upload := raw.Lookup(idMember)
		n, err := f.files.CountDocuments(ctx, bson.D{{Key: idMember, Value: upload}})
		if err != nil {
			return fault(ctx, err)
		}
		if n > 0 { // it was published, or not removed yet
			err = f.settle(ctx, upload)
		} else {
			err = f.discard(ctx, upload)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f files) Put(ctx context.Context, r io.Reader) (store.FileInfo, error) {
	upload := bson.NewObjectID()
	if err := f.begin(ctx, upload); err != nil {
		return store.FileInfo{}, err
	}
	info, err := f.upload(ctx, upload, r)
	if err == nil {
		err = f.publish(ctx, upload, info)
	}
	if problem.KindOf(err) == problem.Conflict { // the same content is there
		return info, f.discard(ctx, upload)
	}
	if err != nil {
		// Also after the caller has gone. What cannot be removed now, tidy removes.
		return store.FileInfo{}, errors.Join(err, f.discard(context.WithoutCancel(ctx), upload))
	}
	return info, f.settle(ctx, upload)
}

// begin notes that chunks of an upload may be there without a file.
func (f files) begin(ctx context.Context, upload any) error {
	one := bson.D{{Key: idMember, Value: upload}}
	_, err := f.pending.UpdateOne(ctx, one, bson.D{{Key: "$set", Value: one}}, options.UpdateOne().SetUpsert(true))
	return fault(ctx, err)
}

// settle notes that there is nothing left to do for an upload.
func (f files) settle(ctx context.Context, upload any) error {
	_, err := f.pending.DeleteOne(ctx, bson.D{{Key: idMember, Value: upload}})
	return fault(ctx, err)
}

// discard removes the chunks of an upload that has no file.
func (f files) discard(ctx context.Context, upload any) error {
	if _, err := f.chunks.DeleteMany(ctx, bson.D{{Key: "files_id", Value: upload}}); err != nil {
		return fault(ctx, err)
	}
	return f.settle(ctx, upload)
}

func (f files) upload(ctx context.Context, upload bson.ObjectID, r io.Reader) (store.FileInfo, error) {
	sum := sha256.New()
	info := store.FileInfo{}
	body := make([]byte, chunk)
	for part, last := int32(0), false; !last; part++ {
		n, err := fill(body, r)
		if last = errors.Is(err, io.EOF); err != nil && !last {
			return info, err
		}
		sum.Write(body[:n])
		info.Size += int64(n)
		if n == 0 {
			continue
		}
		_, err = f.chunks.InsertOne(ctx, bson.D{
			{Key: "files_id", Value: upload}, {Key: "n", Value: part}, {Key: "data", Value: bson.Binary{Data: body[:n]}},
		})
		if err != nil {
			return info, fault(ctx, err)
		}
	}
	info.Sum = hex.EncodeToString(sum.Sum(nil))
	return info, nil
}

// fill is io.ReadFull but for telling an end from an io.ErrUnexpectedEOF of r, which is how uploads are cut off.
func fill(body []byte, r io.Reader) (n int, err error) {
	for n < len(body) && err == nil {
		var more int
		more, err = r.Read(body[n:])
		n += more
	}
	return n, err
}

// publish lets the file appear under its sum; problem.Conflict when one with this sum is there.
func (f files) publish(ctx context.Context, upload bson.ObjectID, info store.FileInfo) error {
	_, err := f.files.InsertOne(ctx, bson.D{
		{Key: idMember, Value: upload},
		{Key: "filename", Value: info.Sum},
		{Key: "length", Value: info.Size},
		{Key: "chunkSize", Value: int32(chunk)},
		{Key: "uploadDate", Value: upload.Timestamp()},
	})
	return fault(ctx, err)
}

func (f files) Open(ctx context.Context, sum string) (io.ReadCloser, int64, error) {
	raw, err := f.files.FindOne(ctx, bson.D{{Key: "filename", Value: sum}}).Raw()
	if err != nil {
		return nil, 0, fault(ctx, err)
	}
	size := raw.Lookup("length").AsInt64()
	upload, part := raw.Lookup(idMember), int32(0)
	return &store.Chunks{Left: size, Next: func() ([]byte, error) {
		body, err := f.chunk(ctx, upload, part)
		if err == nil {
			part++
		}
		return body, err
	}}, size, nil
}

func (f files) Delete(ctx context.Context, sum string) error {
	name := bson.D{{Key: "filename", Value: sum}}
	raw, err := f.files.FindOne(ctx, name).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil
	}
	if err != nil {
		return fault(ctx, err)
	}
	upload := raw.Lookup(idMember)
	if err := f.begin(ctx, upload); err != nil {
		return err
	}
	if _, err := f.files.DeleteOne(ctx, bson.D{{Key: idMember, Value: upload}}); err != nil {
		return fault(ctx, err)
	}
	return f.discard(ctx, upload)
}

func (f files) List(ctx context.Context) iter.Seq2[store.FileInfo, error] {
	return func(yield func(store.FileInfo, error) bool) {
		cursor, err := f.files.Find(ctx, bson.D{}, options.Find().SetSort(bson.D{{Key: "filename", Value: 1}}))
		for raw, err := range all(ctx, cursor, err) {
			var info store.FileInfo
			if err == nil {
				info = store.FileInfo{Sum: raw.Lookup("filename").StringValue(), Size: raw.Lookup("length").AsInt64()}
			}
			if !yield(info, err) || err != nil {
				return
			}
		}
	}
}

// chunk is one chunk of an upload.
func (f files) chunk(ctx context.Context, upload bson.RawValue, part int32) ([]byte, error) {
	raw, err := f.chunks.FindOne(ctx, bson.D{{Key: "files_id", Value: upload}, {Key: "n", Value: part}}).Raw()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return nil, store.ErrNotFound(errors.New("the file was deleted while it was read"))
	}
	if err != nil {
		return nil, fault(ctx, err)
	}
	_, body, _ := raw.Lookup("data").BinaryOK()
	return body, nil // without data it is damaged, as the reader says
}
