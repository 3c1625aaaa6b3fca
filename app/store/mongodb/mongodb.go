// Package mongodb keeps documents and files in MongoDB, on one server, a replica set or a sharded cluster: it is how an
// installation outgrows one machine. It uses only what every MongoDB-compatible server does alike.
//
// A stored document is {_id, revision, body, fields, lone, shape}. body is the document as it was given. fields repeats
// the declared fields, an absent one as "" or 0, so that every query and index reads plain values; lone keeps documents
// that lack all fields of a unique index apart; shape tells which declaration the two were made for. No body member is
// ever indexed, and no value that a caller gives is ever read as an operator.
package mongodb

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"tuntas/app/store"
)

const (
	// defaultDatabase is used where the address names none.
	defaultDatabase = "tuntas"
	// timeout ends a single command whose context has no deadline, unless the address says timeoutMS.
	timeout = 15 * time.Second
	// closing is how long Close waits for what is under way.
	closing = 5 * time.Second
)

// Engine is one MongoDB database.
type Engine struct {
	client  *mongo.Client
	db      *mongo.Database
	log     *slog.Logger
	address string // without user and password
	hosts   []string
}

var _ store.Engine = (*Engine)(nil)

// Open connects to the database that uri names and finds out whether it can be used. Every write waits for a majority of
// the replica set and for its journals, whatever uri says. Errors hold the address, never the password.
func Open(ctx context.Context, uri string, o store.Options) (*Engine, error) {
	settings := options.Client().ApplyURI(uri)
	if err := settings.Validate(); err != nil {
		return nil, badAddress(err)
	}
	if settings.Timeout == nil {
		settings.SetTimeout(timeout)
	}
	journal := true
	settings.SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: &journal}).
		SetReadConcern(readconcern.Majority()).SetReadPreference(readpref.Primary()).
		SetRetryWrites(true).SetRetryReads(true).SetAppName("tuntas")
	client, err := mongo.Connect(settings)
	if err != nil {
		return nil, badAddress(err)
	}
	name := databaseOf(uri)
	e := &Engine{
		client: client, db: client.Database(name), log: o.Log, hosts: settings.Hosts,
		address: "mongodb://" + strings.Join(settings.Hosts, ",") + "/" + name,
	}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if err := e.start(ctx); err != nil {
		_ = e.Close() // the first error says why
		return nil, fmt.Errorf("database %s: %w", e.address, err)
	}
	return e, nil
}

// databaseOf is the database in the path of an address that the driver has accepted.
func databaseOf(uri string) string {
	_, rest, _ := strings.Cut(uri, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, path, _ := strings.Cut(rest, "/")
	name, err := url.PathUnescape(path)
	if err != nil || name == "" {
		return defaultDatabase
	}
	return name
}

// Ping reports whether the database answers and can be written to: it writes.
func (e *Engine) Ping(ctx context.Context) error { return fault(ctx, e.write(ctx)) }

func (e *Engine) write(ctx context.Context) error {
	_, err := e.db.Collection("tuntas.ping").UpdateOne(ctx, bson.D{{Key: idMember, Value: "ping"}},
		bson.D{{Key: "$inc", Value: bson.D{{Key: "count", Value: int64(1)}}}}, options.UpdateOne().SetUpsert(true))
	if mongo.IsDuplicateKeyError(err) { // somebody else wrote the first one at this moment
		return nil
	}
	return err
}

// Close ends what is under way and closes the connections. Closing twice is no error.
func (e *Engine) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closing)
	defer cancel()
	if err := e.client.Disconnect(ctx); !errors.Is(err, mongo.ErrClientDisconnected) {
		return err
	}
	return nil
}

func (e *Engine) collection(s *store.Schema) *mongo.Collection { return e.db.Collection(s.Name) }
