package mongodb_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
	"tuntas/app/store/storetest"
)

const (
	password = "r4h4sia@/:%" // as a person would choose it
	encoded  = "r4h4sia%40%2F%3A%25"
)

// openFor opens a database that cannot be used and returns the error, after looking for the password in it and the log.
func openFor(t *testing.T, uri string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	var log bytes.Buffer
	e, err := mongodb.Open(ctx, uri, store.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err == nil {
		t.Errorf("opened %s", uri)
		return e.Close()
	}
	for _, secret := range []string{"r4h4sia", password, encoded} {
		if strings.Contains(err.Error()+log.String(), secret) {
			t.Errorf("the password is shown: %v, log %s", err, &log)
		}
	}
	return err
}

func TestOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		command string // that the server answers
		answer  bson.D // with this
		says    string
		kind    problem.Kind
	}{
		"to a server that the driver cannot speak to": {
			"hello", hello(6), "its version is too old: update it to MongoDB 7.0 or newer", problem.Internal,
		},
		"to a server of an old version": {
			"buildInfo", version(6), `its version "6.4.1" is too old: update it to MongoDB 7.0 or newer`, problem.Internal,
		},
		"to a server that does not know the user": {
			"saslStart", no(18, "Authentication failed."), "refused the user or the password", problem.Internal,
		},
		"to a server that lets the user only read": {
			"update", no(13, "not authorized"), "grant the role readWrite on duediligence", problem.Internal,
		},
		"to a server that is no primary any more": {
			"update", no(10107, "not primary"), "cannot be written to", problem.Unavailable,
		},
		"to a server whose disk is full": {
			"update", no(14031, "no space left"), "its disk is full", problem.Unavailable,
		},
		"to a server that refuses for another reason": {
			"update", no(20, "bad"), "refused to be used", problem.Internal,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			user := ""
			if test.command == "saslStart" {
				user = "lina:" + encoded + "@"
			}
			host, _ := serveFake(t, func(command string) bson.D {
				if strings.EqualFold(strings.Replace(command, "isMaster", "hello", 1), test.command) {
					return test.answer
				}
				return nil
			})
			err := openFor(t, "mongodb://"+user+host+"/duediligence?directConnection=true")
			says(t, err, test.says, "mongodb://"+host+"/duediligence", test.kind)
		})
	}
}

func says(t *testing.T, err error, text, address string, kind problem.Kind) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) || !strings.Contains(err.Error(), address) {
		t.Errorf("error %v\nwant %q and %q in it", err, text, address)
	}
	if problem.KindOf(err) != kind {
		t.Errorf("kind %d, want %d", problem.KindOf(err), kind)
	}
}

func TestOpenTellsNoServerFromAnotherServer(t *testing.T) {
	t.Parallel()
	web := listen(t, func(conn net.Conn) { _, _ = io.WriteString(conn, "HTTP/1.1 400 Bad Request\r\n\r\n") })
	says(t, openFor(t, "mongodb://lina:"+encoded+"@"+web), "does not answer as a MongoDB", web, problem.Unavailable)
	silent := listen(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	says(t, openFor(t, "mongodb://"+silent), "does not answer as a MongoDB", silent, problem.Unavailable)
	says(t, openFor(t, "mongodb://lina:"+encoded+"@127.0.0.1:1/x"), "nothing answers there", "127.0.0.1:1/x", problem.Unavailable)
}

func TestOpenRefusesAnAddressWithoutRepeatingIt(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{
		"", "postgres://lina:r4h4sia@host/x", "mongodb://lina:r4h4sia/@host/x", "mongodb://lina:r4h4sia%zz@host/x",
		"mongodb://lina:r4h4sia@host:r4h4sia/x", "mongodb://lina:r4h4sia@host/?authMechanism=r4h4sia",
		"mongodb://lina:r4h4sia@host/?tls=true&tlsInsecure=r4h4sia", "mongodb://lina:r4h4sia@host@host/x",
	} {
		if err := openFor(t, uri); err == nil || !strings.Contains(err.Error(), "address") {
			t.Errorf("%s: %v", uri, err)
		}
	}
}

func TestTheServerOfTheTestsRefusesAStranger(t *testing.T) {
	t.Parallel()
	uri := strings.Replace(storetest.MongoDB(t), "://", "://lina:"+encoded+"@", 1)
	if err := openFor(t, uri); !strings.Contains(err.Error(), "refused the user or the password") {
		t.Error(err)
	}
}

func TestEveryWriteWaitsForTheMajority(t *testing.T) {
	t.Parallel()
	host, commands := serveFake(t, func(string) bson.D { return nil })
	e, err := mongodb.Open(t.Context(), "mongodb://"+host+"/x?directConnection=true&w=0&journal=false&retryWrites=false", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := store.Schema{Name: "forms"}
	if _, err := e.Insert(t.Context(), &s, []store.Document{{ID: "1", Body: []byte(`{}`)}}); err != nil {
		t.Error(err)
	}
	if err := e.Replace(t.Context(), &s, store.Document{ID: "1", Body: []byte(`{}`)}, 1); err != nil {
		t.Error(err)
	}
	if err := e.Delete(t.Context(), &s, "1", store.Any); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	writes := map[string]int{}
	for len(commands) > 0 {
		command := <-commands
		name := command.Index(0).Key()
		switch name {
		case "insert", "update", "delete", "createIndexes":
			writes[name]++
			concern := command.Lookup("writeConcern")
			if name != "createIndexes" && concern.String() != `{"w": "majority","j": true}` {
				t.Errorf("%s with write concern %s", name, concern)
			}
		}
	}
	for _, name := range []string{"insert", "update", "delete"} {
		if writes[name] == 0 {
			t.Errorf("no %s was seen", name)
		}
	}
}
