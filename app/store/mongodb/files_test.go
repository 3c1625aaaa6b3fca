package mongodb_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
)

func TestFilesCanBeReadWithTheToolsOfGridFS(t *testing.T) {
	t.Parallel()
	uri := database(t)
	content := bytes.Repeat([]byte("0123456789abcdef"), 3<<16) // three chunks
	info, err := open(t, uri).Files().Put(t.Context(), bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	n, err := connect(t, uri).GridFSBucket().DownloadToStreamByName(t.Context(), info.Sum, &got)
	if err != nil || n != int64(len(content)) || !bytes.Equal(got.Bytes(), content) {
		t.Errorf("%d bytes of %d: %v", n, len(content), err)
	}
}

// upload leaves behind what an upload that was cut off does.
func upload(t *testing.T, db *mongo.Database, begun time.Time) bson.ObjectID {
	t.Helper()
	id := bson.NewObjectIDFromTimestamp(begun)
	if _, err := db.Collection("fs.pending").InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}}); err != nil {
		t.Fatal(err)
	}
	chunk := bson.D{{Key: "files_id", Value: id}, {Key: "n", Value: 0}, {Key: "data", Value: bson.Binary{Data: []byte("x")}}}
	if _, err := db.Collection("fs.chunks").InsertOne(t.Context(), chunk); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestOpenRemovesUploadsThatWereCutOffLongAgo(t *testing.T) {
	t.Parallel()
	uri := database(t)
	db := connect(t, uri)
	if _, err := open(t, uri).Files().Put(t.Context(), strings.NewReader("kept")); err != nil {
		t.Fatal(err)
	}
	upload(t, db, time.Now().Add(-25*time.Hour))
	fresh := upload(t, db, time.Now().Add(-23*time.Hour))
	// One that was published and only not ticked off stays.
	old := bson.NewObjectIDFromTimestamp(time.Now().Add(-48 * time.Hour))
	bucket := db.GridFSBucket(options.GridFSBucket().SetChunkSizeBytes(1 << 20))
	if err := bucket.UploadFromStreamWithID(t.Context(), old, strings.Repeat("ab", 32), strings.NewReader("published")); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Collection("fs.pending").InsertOne(t.Context(), bson.D{{Key: "_id", Value: old}}); err != nil {
		t.Fatal(err)
	}

	e := open(t, uri)
	cursor, err := db.Collection("fs.pending").Find(t.Context(), bson.D{})
	if err != nil {
		t.Fatal(err)
	}
	var left []struct {
		ID bson.ObjectID `bson:"_id"`
	}
	if err := cursor.All(t.Context(), &left); err != nil || len(left) != 1 || left[0].ID != fresh {
		t.Errorf("%v are pending, want %s: %v", left, fresh, err)
	}
	if n, err := db.Collection("fs.chunks").CountDocuments(t.Context(), bson.D{}); n != 3 || err != nil {
		t.Errorf("%d chunks are left, want 3: %v", n, err)
	}
	r, size, err := e.Files().Open(t.Context(), strings.Repeat("ab", 32))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != "published" || size != 9 || err != nil {
		t.Errorf("%q, %d bytes: %v", got, size, err)
	}
}

func TestADamagedFileIsAnError(t *testing.T) {
	t.Parallel()
	uri := database(t)
	e := open(t, uri)
	info, err := e.Files().Put(t.Context(), bytes.NewReader(make([]byte, 1<<20+5)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connect(t, uri).Collection("fs.chunks").DeleteOne(t.Context(), bson.D{{Key: "n", Value: 1}}); err != nil {
		t.Fatal(err)
	}
	r, _, err := e.Files().Open(t.Context(), info.Sum)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, r); err == nil || n != 1<<20 {
		t.Errorf("%d bytes were read without an error: %v", n, err)
	}
}
