// Command server is the MongoDB-compatible server of the tests: FerretDB with SQLite files in a temporary folder, behind
// a proxy that lets one write run at a time. It prints its address as one line and ends when its standard input closes.
//
// FerretDB reads, filters and writes back without a lock, so that concurrent updates of one document are lost. A MongoDB
// does not lose them; the proxy gives the tests that much of its behaviour, and no more. It is never part of the product.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run serves until ctx ends or in is closed, and writes the address to out.
func run(ctx context.Context, in io.Reader, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "tuntas-mongodb-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	database, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + dir + "/",
		Logger:    slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- database.Run(ctx) }()
	behind := strings.Trim(strings.TrimPrefix(database.MongoDBURI(), "mongodb://"), "/")

	var listen net.ListenConfig
	front, err := listen.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer front.Close() //nolint:errcheck // the process ends
	go (&proxy{behind: behind}).serve(ctx, front)
	fmt.Fprintf(out, "mongodb://%s/\n", front.Addr())

	go func() {
		_, _ = io.Copy(io.Discard, in)
		cancel()
	}()
	<-ctx.Done()
	return <-ended
}
