package mongodb_test

import (
	"encoding/binary"
	"io"
	"net"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// fake answers commands with what no server can be made to say when a test wants it: that it is old, full or without a
// primary. Where answers says nothing it is a server in good health.
type fake struct {
	answers  func(command string) bson.D
	commands chan bson.Raw // what was asked
}

// serveFake is the host and port of a fake server, and the commands it is given.
func serveFake(t *testing.T, answers func(command string) bson.D) (string, <-chan bson.Raw) {
	t.Helper()
	f := &fake{answers, make(chan bson.Raw, 1000)}
	return listen(t, f.converse), f.commands
}

// listen is the host and port at which connections are given to serve.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close() //nolint:errcheck // a test's connection
				serve(conn)
			}()
		}
	}()
	return l.Addr().String()
}

const (
	headerSize = 16
	opQuery    = 2004
	opReply    = 1
	opMessage  = 2013
)

func (f *fake) converse(conn net.Conn) {
	for {
		header := make([]byte, headerSize)
		if _, err := io.ReadFull(conn, header); err != nil {
			return
		}
		rest := make([]byte, binary.LittleEndian.Uint32(header)-headerSize)
		if _, err := io.ReadFull(conn, rest); err != nil {
			return
		}
		var before []byte
		var op uint32
		switch binary.LittleEndian.Uint32(header[12:]) {
		case opQuery: // only the first hello
			op, before = opReply, make([]byte, 20)
			before[16] = 1 // one document
			rest = mustMarshal(bson.D{{Key: "hello", Value: 1}})
		default:
			op, before = opMessage, make([]byte, 5)
			rest = rest[5:]
		}
		command := bson.Raw(rest[:binary.LittleEndian.Uint32(rest)])
		f.commands <- command
		body := append(before, mustMarshal(f.answer(command.Index(0).Key()))...)
		frame := binary.LittleEndian.AppendUint32(nil, uint32(headerSize+len(body)))
		frame = append(append(frame, 0, 0, 0, 0), header[4:8]...) // in answer to
		frame = binary.LittleEndian.AppendUint32(frame, op)
		if _, err := conn.Write(append(frame, body...)); err != nil {
			return
		}
	}
}

func (f *fake) answer(command string) bson.D {
	if d := f.answers(command); d != nil {
		return d
	}
	switch command {
	case "hello", "isMaster", "ismaster":
		return hello(21)
	case "buildInfo":
		return version(7)
	case "find":
		none := bson.D{{Key: "id", Value: int64(0)}, {Key: "ns", Value: "x.y"}, {Key: "firstBatch", Value: bson.A{}}}
		return bson.D{{Key: "ok", Value: 1}, {Key: "cursor", Value: none}}
	default:
		return bson.D{{Key: "ok", Value: 1}, {Key: "n", Value: 1}}
	}
}

func hello(wire int32) bson.D {
	return bson.D{
		{Key: "ok", Value: 1},
		{Key: "isWritablePrimary", Value: true},
		{Key: "ismaster", Value: true},
		{Key: "minWireVersion", Value: int32(0)},
		{Key: "maxWireVersion", Value: wire},
		{Key: "maxBsonObjectSize", Value: int32(16 << 20)},
		{Key: "maxMessageSizeBytes", Value: int32(48 << 20)},
		{Key: "maxWriteBatchSize", Value: int32(1000)},
	}
}

func version(major rune) bson.D {
	return bson.D{
		{Key: "ok", Value: 1},
		{Key: "version", Value: string('0'+major) + ".4.1"},
		{Key: "versionArray", Value: bson.A{major, int32(4), int32(1), int32(0)}},
	}
}

// no is the answer of a server that refuses.
func no(code int32, text string) bson.D {
	return bson.D{{Key: "ok", Value: 0}, {Key: "code", Value: code}, {Key: "errmsg", Value: text}}
}

func mustMarshal(d bson.D) []byte {
	raw, err := bson.Marshal(d)
	if err != nil {
		panic(err)
	}
	return raw
}
