//go:build !race

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// dribble is one connection of somebody who takes their time.
type dribble struct {
	first string // is sent at once
	then  string // is sent byte by byte
	reads bool   // reads what comes; otherwise it reads nothing at all
}

// dribbles are the ways to be slow; all but the last must be cut off when the time for a request is over.
func dribbles() []dribble {
	head := "Host: tuntas.example\r\nOrigin: " + attackAddress + "\r\nSec-Fetch-Site: same-origin\r\n"
	form := "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\n"
	long := strings.Repeat("a=", 40_000)
	return []dribble{
		{"GET /id/masuk HTTP/1.1\r\n" + head, "X-Slow: " + long, true},
		{"", "GET /" + long, true},
		{"POST /id/masuk HTTP/1.1\r\n" + head + form, long, true},
		{"POST /id/penilaian/x/bagian/a/b HTTP/1.1\r\n" + head + form, long, true},
		{"POST /id/penilaian/x/bukti/y HTTP/1.1\r\n" + head + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 9000000\r\n\r\n--b\r\n", long, true},
		{strings.Repeat("GET /id/bantuan HTTP/1.1\r\n"+head+"\r\n", 200), long, false},
	}
}

// hold keeps one connection busy until it is cut off or the context ends; it reports whether it was cut off.
func (d *dribble) hold(ctx context.Context, address string) (off bool, err error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	var gone atomic.Bool
	if d.reads {
		go func() {
			buffer := make([]byte, 4096)
			for err := error(nil); err == nil; {
				_, err = conn.Read(buffer)
			}
			gone.Store(true)
		}()
	}
	if d.first != "" {
		_ = conn.SetWriteDeadline(time.Now().Add(2 * time.Second))
		_, _ = conn.Write([]byte(d.first)) // of those who do not read it may not all go out
		_ = conn.SetWriteDeadline(time.Time{})
	}
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	for i := 0; i < len(d.then); i++ {
		select {
		case <-ctx.Done():
			return gone.Load(), nil
		case <-ticker.C:
		}
		if _, err := conn.Write([]byte{d.then[i]}); err != nil || gone.Load() {
			return true, nil
		}
	}
	return gone.Load(), nil
}

// Five hundred connections dribble heads and bodies, or never read. Everybody else is served as ever, and who is too slow
// is cut off. It is not parallel, and no part of a run
// with the race detector: what it measures is the program, not what is beside it.
func TestSlowClientsAreInNobodysWay(t *testing.T) {
	to := openTown(t, "")
	owner := to.as(to.company(markPrefix + "6000").owner)
	kinds := dribbles()
	const each, length = 84, 22 * time.Second // 6 × 84 connections
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var crowd sync.WaitGroup
	offs := make([]atomic.Int64, len(kinds))
	var failed atomic.Int64
	for i := range kinds {
		for range each {
			crowd.Go(func() {
				off, err := kinds[i].hold(ctx, strings.TrimPrefix(to.base, "http://"))
				if err != nil {
					failed.Add(1)
				}
				if off {
					offs[i].Add(1)
				}
			})
		}
	}
	var took []time.Duration
	for i := 0; ctx.Err() == nil; i++ {
		began := time.Now()
		path := []string{"/id/masuk", "/id/penilaian", "/id/profil", "/healthz"}[i%4]
		probe := owner
		if path == "/id/masuk" {
			probe = to.browser()
		}
		probe.get(path).wants(t, http.StatusOK)
		took = append(took, time.Since(began))
		<-time.After(50 * time.Millisecond)
	}
	crowd.Wait()
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	if p95 > 500*time.Millisecond || failed.Load() > 0 {
		t.Errorf("95 of 100 probes took up to %v; %d connections were refused", p95, failed.Load())
	}
	var text strings.Builder
	for i := range kinds {
		fmt.Fprintf(&text, " %d", offs[i].Load())
		if i < 4 && offs[i].Load() != each {
			t.Errorf("of %d connections of kind %d only %d were cut off", each, i, offs[i].Load())
		}
	}
	t.Logf("%d probes, p50 %v, p95 %v, max %v; cut off:%s", len(took), took[len(took)/2], p95, took[len(took)-1], &text)
}
