package web_test

import (
	"context"
	"net"
	"testing"
	"time"

	"tuntas/app/web"
)

func TestServingEndsHoweverEarlyItIsStopped(t *testing.T) {
	t.Parallel()
	h := open(t)
	for range 20 { // whether the listener is served before the end is seen differs from time to time
		server, err := web.New(h.config)
		h.must(err)
		ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		h.must(err)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		done := make(chan error, 1)
		go func() { done <- server.Serve(ctx, ln) }()
		select {
		case err := <-done:
			h.must(err)
		case <-time.After(30 * time.Second):
			t.Fatal("it serves on though it was stopped before it began")
		}
		if conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", ln.Addr().String()); err == nil {
			t.Errorf("the listener is open still: %v", conn.Close())
		}
	}
}
