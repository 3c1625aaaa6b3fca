package mongodb_test

import (
	"context"
	"path"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/store"
	"tuntas/app/store/mongodb"
	"tuntas/app/store/storetest"
)

func TestContract(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) store.Engine { return open(t, database(t)) })
}

// database is the address of a database that is dropped when the test ends.
func database(t *testing.T) string {
	t.Helper()
	uri := storetest.MongoDB(t)
	t.Cleanup(func() { drop(t, uri) })
	return uri
}

func drop(t *testing.T, uri string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	db := connect(t, uri)
	if err := db.Drop(ctx); err != nil {
		t.Error(err)
	}
	if err := db.Client().Disconnect(ctx); err != nil {
		t.Error(err)
	}
}

// connect is the database as the driver has it.
func connect(t *testing.T, uri string) *mongo.Database {
	t.Helper()
	client, err := mongo.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		t.Fatal(err)
	}
	return client.Database(path.Base(uri[:strings.IndexByte(uri+"?", '?')]))
}

func open(t *testing.T, uri string) *mongodb.Engine {
	t.Helper()
	e, err := mongodb.Open(t.Context(), uri, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}
