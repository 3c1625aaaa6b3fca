package mongodb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"tuntas/app/store"
)

// oldest is the oldest major version of MongoDB that its makers still mend.
const oldest = 7

// The server's codes that start explains.
const (
	codeUnauthorized         = 13
	codeAuthenticationFailed = 18
	codeAtlasAuthentication  = 8000
)

// badAddress says what is wrong with an address without repeating any of it: a part of the password could be in it.
func badAddress(cause error) error {
	if dns, ok := errors.AsType[*net.DNSError](cause); ok {
		return fmt.Errorf("the database's address cannot be found: %w", dns)
	}
	return errors.New("the database's address cannot be read: write mongodb://user:password@host:27017/tuntas, " +
		"with each of : / ? # [ ] @ % in user and password percent-encoded, and only options that MongoDB has")
}

// start finds out whether the database can be used, and otherwise says what to do.
func (e *Engine) start(ctx context.Context) error {
	var info struct {
		Version string  `bson:"version"`
		Parts   []int32 `bson:"versionArray"`
	}
	if err := e.db.RunCommand(ctx, bson.D{{Key: "buildInfo", Value: 1}}).Decode(&info); err != nil {
		return e.explain(ctx, err)
	}
	if len(info.Parts) == 0 || info.Parts[0] < oldest {
		return fmt.Errorf("its version %q is too old: update it to MongoDB %d.0 or newer", info.Version, oldest)
	}
	if err := e.write(ctx); err != nil {
		return e.explain(ctx, err)
	}
	return e.startFiles(ctx)
}

// explain turns what the driver says of the first commands into what to do.
func (e *Engine) explain(ctx context.Context, err error) error {
	codes := mongo.ErrorCodes(err)
	has := func(some ...int) bool {
		return slices.ContainsFunc(some, func(code int) bool { return slices.Contains(codes, code) })
	}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case has(codeAuthenticationFailed, codeAtlasAuthentication):
		return fmt.Errorf("it refused the user or the password: correct them, or name the database that knows the user with authSource: %w", err)
	case has(codeUnauthorized):
		return fmt.Errorf("the user may not write to it: grant the role readWrite on %s: %w", e.db.Name(), err)
	case strings.Contains(err.Error(), "wire version"): // the driver has no type for it
		return fmt.Errorf("its version is too old: update it to MongoDB %d.0 or newer: %w", oldest, err)
	case has(unavailableCodes()...):
		return store.ErrUnavailable(fmt.Errorf("it cannot be written to: it has no primary now, or its disk is full: %w", err))
	case len(codes) > 0:
		return fmt.Errorf("it refused to be used: %w", err)
	case e.listens(ctx):
		return store.ErrUnavailable(fmt.Errorf("something listens there but does not answer as a MongoDB with a primary: see that it is a MongoDB, that its replica set is initiated, and whether it wants tls=true: %w", err))
	default:
		return store.ErrUnavailable(fmt.Errorf("nothing answers there: start it, or correct host and port: %w", err))
	}
}

// listens reports whether any host takes connections.
func (e *Engine) listens(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	var dial net.Dialer
	return slices.ContainsFunc(e.hosts, func(host string) bool {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(host, "27017")
		}
		conn, err := dial.DialContext(ctx, "tcp", host)
		return err == nil && conn.Close() == nil
	})
}
