package mongodb_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
)

// line is the way between an engine and its server, which a test can cut or hold up.
type line struct {
	mu     sync.Mutex
	conns  []net.Conn
	cut    bool
	answer chan struct{} // closed while answers may pass
	asked  func([]byte)  // is shown what goes to the server
}

// lineTo is a line to the server of uri, and the address of its other end. A replica set would tell the driver of its
// members, so the address asks for this one alone.
func lineTo(t *testing.T, uri string) (*line, string) {
	t.Helper()
	address, err := url.Parse(uri)
	if err != nil {
		t.Fatal(err)
	}
	if address.Scheme != "mongodb" || strings.Contains(address.Host, ",") {
		t.Skip("TUNTAS_TEST_MONGODB names several hosts; a line goes to one")
	}
	l := &line{answer: make(chan struct{}), asked: func([]byte) {}}
	close(l.answer)
	ctx, behind := t.Context(), address.Host
	front := listen(t, func(client net.Conn) {
		server, err := new(net.Dialer).DialContext(ctx, "tcp", behind)
		if err != nil || !l.add(client, server) {
			return
		}
		defer server.Close() //nolint:errcheck // a test's connection
		go l.pass(client, server, l.forward)
		l.pass(server, client, func([]byte) { <-l.gate() })
	})
	t.Cleanup(l.end)
	address.Host = front
	query := address.Query()
	query.Set("directConnection", "true")
	address.RawQuery = query.Encode()
	return l, address.String()
}

func (l *line) forward(b []byte) {
	l.mu.Lock()
	asked := l.asked
	l.mu.Unlock()
	asked(b)
}

func (l *line) pass(from, to net.Conn, before func([]byte)) {
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		before(b[:n])
		if _, failed := to.Write(b[:n]); err != nil || failed != nil {
			_, _ = from.Close(), to.Close()
			return
		}
	}
}

// add notes the two ends of a connection, unless the line is cut.
func (l *line) add(conns ...net.Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns = append(l.conns, conns...)
	if l.cut {
		for _, c := range conns {
			_ = c.Close()
		}
	}
	return !l.cut
}

func (l *line) gate() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.answer
}

// end cuts the line, also for those who come later.
func (l *line) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.conns = nil
}

// hold lets no answer pass until the line is mended.
func (l *line) hold() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answer = make(chan struct{})
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = false
	select {
	case <-l.answer:
	default:
		close(l.answer)
	}
}

// endWhenAsked cuts the line when a command goes to the server, before it has answered.
func (l *line) endWhenAsked(command string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = func(b []byte) {
		if strings.Contains(string(b), command) {
			l.end()
		}
	}
}

func schema() store.Schema {
	return store.Schema{
		Name:    "forms",
		Fields:  []store.Field{{Path: "owner"}, {Path: "year", Kind: store.NumberField}},
		Indexes: []store.Index{{Fields: []string{"owner", "year"}, Unique: true}},
	}
}

// declared is a schema that e has.
func declared(t *testing.T, e *mongodb.Engine, s store.Schema) *store.Schema {
	t.Helper()
	if err := e.Declare(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	return &s
}

func insert(t *testing.T, e *mongodb.Engine, s *store.Schema, id, body string) {
	t.Helper()
	if _, err := e.Insert(t.Context(), s, []store.Document{{ID: id, Body: []byte(body)}}); err != nil {
		t.Fatal(err)
	}
}

func short(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestALineCutBeforeTheAnswerIsUnavailableAndHeals(t *testing.T) {
	t.Parallel()
	l, uri := lineTo(t, database(t))
	e := open(t, uri)
	s := declared(t, e, schema())
	insert(t, e, s, "1", `{"owner":"a"}`)
	l.endWhenAsked("insert")
	_, err := e.Insert(short(t, 5*time.Second), s, []store.Document{{ID: "2", Body: []byte(`{"owner":"b"}`)}})
	if problem.KindOf(err) != problem.Unavailable {
		t.Errorf("insert on a line that is cut: %v", err)
	}
	for name, use := range map[string]func(context.Context) error{
		"get":   func(ctx context.Context) error { _, err := e.Get(ctx, s, "1", store.Any); return err },
		"count": func(ctx context.Context) error { _, err := e.Count(ctx, s, store.Query{}); return err },
		"find":  func(ctx context.Context) error { return first(e.Find(ctx, s, store.Query{})) },
		"set":   func(ctx context.Context) error { _, err := e.Set(ctx, s, "1", nil, nil); return err },
		"ping":  e.Ping,
		"put":   func(ctx context.Context) error { _, err := e.Files().Put(ctx, strings.NewReader("x")); return err },
	} {
		if err := use(short(t, time.Second)); problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s on a line that is cut: %v", name, err)
		}
	}
	l.endWhenAsked("nothing that is ever asked")
	l.mend()
	if err := e.Ping(short(t, 20*time.Second)); err != nil {
		t.Errorf("after the line was mended: %v", err)
	}
	if doc, err := e.Get(t.Context(), s, "1", store.Any); err != nil || doc.Revision != 1 {
		t.Errorf("after the line was mended: %v, %v", doc, err)
	}
}

func first[T any](all func(func(T, error) bool)) (err error) {
	for _, err = range all {
		return err
	}
	return nil
}

func TestAReadSurvivesALineThatIsCutOnce(t *testing.T) {
	t.Parallel()
	l, uri := lineTo(t, database(t))
	e := open(t, uri)
	s := declared(t, e, schema())
	insert(t, e, s, "1", `{"owner":"a"}`)
	l.end()
	l.mend()
	if _, err := e.Get(short(t, 20*time.Second), s, "1", store.Any); err != nil {
		t.Error(err)
	}
}

func TestASlowLineEndsWithTheContext(t *testing.T) {
	t.Parallel()
	l, uri := lineTo(t, database(t))
	e := open(t, uri)
	s := declared(t, e, schema())
	insert(t, e, s, "1", `{"owner":"a"}`)
	l.hold()
	_, err := e.Get(short(t, 300*time.Millisecond), s, "1", store.Any)
	if !errors.Is(err, context.DeadlineExceeded) || problem.KindOf(err) != problem.Unavailable {
		t.Errorf("get past its deadline: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	_, err = e.Set(ctx, s, "1", nil, []store.Assignment{{Path: "x", JSON: []byte("1")}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("set that was cancelled: %v", err)
	}
	l.mend()
	if _, err := e.Get(short(t, 20*time.Second), s, "1", store.Any); err != nil {
		t.Errorf("after the line was mended: %v", err)
	}
}

func TestACommandEndsWithoutADeadlineOfItsCaller(t *testing.T) {
	t.Parallel()
	l, uri := lineTo(t, database(t))
	e := open(t, uri+"&timeoutMS=2000")
	s := declared(t, e, schema())
	l.hold()
	if _, err := e.Get(context.WithoutCancel(t.Context()), s, "1", store.Any); problem.KindOf(err) != problem.Unavailable {
		t.Error(err)
	}
	r, w := io.Pipe()
	go func() { _ = w.CloseWithError(errors.New("gone")) }()
	if _, err := e.Files().Put(t.Context(), r); err == nil {
		t.Error("a file was put on a line that is held up")
	}
}
