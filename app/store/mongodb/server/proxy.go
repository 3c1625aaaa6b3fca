package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync"
)

// The parts of the wire protocol that the proxy reads.
const (
	headerSize = 16
	maxFrame   = 64 << 20
	opQuery    = 2004
	opMessage  = 2013
	moreToCome = 1 << 1
)

// proxy passes messages on, with one write at a time over all its connections.
type proxy struct {
	behind string
	writes sync.Mutex
}

// serve accepts connections until front is closed.
func (p *proxy) serve(ctx context.Context, front net.Listener) {
	for {
		client, err := front.Accept()
		if err != nil {
			return
		}
		go p.connection(ctx, client)
	}
}

// connection passes on one connection's messages, each with its answer, until either side ends.
func (p *proxy) connection(ctx context.Context, client net.Conn) {
	defer client.Close() //nolint:errcheck // nobody is left to tell
	var dial net.Dialer
	server, err := dial.DialContext(ctx, "tcp", p.behind)
	if err != nil {
		return
	}
	defer server.Close() //nolint:errcheck // nobody is left to tell
	for {
		request, err := readFrame(client)
		if err != nil {
			return
		}
		answer, err := p.exchange(server, request)
		if err != nil {
			return
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

// exchange sends one message and waits for its answer. A write holds the lock until the server has answered, even when
// its client has gone.
func (p *proxy) exchange(server net.Conn, request []byte) ([]byte, error) {
	if !reads(command(request)) {
		p.writes.Lock()
		defer p.writes.Unlock()
	}
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	if unanswered(request) {
		return nil, nil
	}
	return readFrame(server)
}

// readFrame reads one whole message: its first four bytes are its length.
func readFrame(r io.Reader) ([]byte, error) {
	header := make([]byte, headerSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(header)
	if size < headerSize || size > maxFrame {
		return nil, fmt.Errorf("a message of %d bytes", size)
	}
	frame := make([]byte, size)
	copy(frame, header)
	_, err := io.ReadFull(r, frame[headerSize:])
	return frame, err
}

func opcode(frame []byte) uint32 { return binary.LittleEndian.Uint32(frame[12:]) }

func unanswered(frame []byte) bool {
	return opcode(frame) == opMessage && len(frame) >= 20 && frame[headerSize]&moreToCome != 0
}

// command is the name of a message's command: the first member of its body document. It is empty where there is none.
func command(frame []byte) string {
	const (
		flags    = 4
		kind     = 1
		size     = 4
		typeByte = 1
	)
	if opcode(frame) == opQuery {
		return "hello"
	}
	first := headerSize + flags + kind + size + typeByte
	if opcode(frame) != opMessage || len(frame) <= first || frame[headerSize+flags] != 0 {
		return ""
	}
	name, _, _ := bytes.Cut(frame[first:], []byte{0})
	return string(name)
}

// reads reports whether a command leaves the data alone. What is not known counts as a write.
func reads(command string) bool {
	switch command {
	case "hello", "isMaster", "ismaster", "ping", "buildInfo", "connectionStatus", "find", "getMore", "killCursors", "count",
		"aggregate", "listCollections", "listDatabases", "listIndexes", "endSessions", "saslStart", "saslContinue":
		return true
	default:
		return false
	}
}
