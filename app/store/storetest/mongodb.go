package storetest

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// running is a server and the process that it is. The server ends when the process's standard input closes, which would
// happen as soon as nothing refers to it any more.
type running struct {
	address *url.URL
	process *exec.Cmd
}

// server is the one MongoDB-compatible server of this test process.
var server = sync.OnceValues(startServer) //nolint:gochecknoglobals // starting one for each test would take minutes

// MongoDB is the address of a database of the test's own. It is on the server that TUNTAS_TEST_MONGODB names, or else on
// the one in app/store/mongodb/server, which ends with this process. When that cannot be built the test is skipped, or
// fails if TUNTAS_REQUIRE asks for mongodb.
func MongoDB(t *testing.T) string {
	t.Helper()
	s, err := server()
	switch {
	case err == nil:
		return s.address.JoinPath("tuntas-test-" + strings.ToLower(rand.Text())).String()
	case slices.Contains(strings.Split(os.Getenv("TUNTAS_REQUIRE"), ","), "mongodb"):
		t.Fatalf("no MongoDB to test with: %v", err)
	default:
		t.Skipf("no MongoDB to test with (TUNTAS_TEST_MONGODB=mongodb://… names one): %v", err)
	}
	return ""
}

func startServer() (running, error) {
	if given := os.Getenv("TUNTAS_TEST_MONGODB"); given != "" {
		address, err := url.Parse(given)
		if err != nil {
			return running{}, errors.New("TUNTAS_TEST_MONGODB is no address")
		}
		address.Path = "/"
		return running{address: address}, nil
	}
	module, err := exec.Command("go", "env", "GOMOD").Output() //nolint:noctx // as long as the process
	if err != nil {
		return running{}, fmt.Errorf("find the module: %w", err)
	}
	var told bytes.Buffer
	run := exec.Command("go", "run", ".") //nolint:noctx // as long as the process
	run.Dir = filepath.Join(filepath.Dir(strings.TrimSpace(string(module))), "app", "store", "mongodb", "server")
	run.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=readonly")
	run.Stderr = &told
	if _, err := run.StdinPipe(); err != nil { // it closes when this process ends, however that ends
		return running{}, err
	}
	out, err := run.StdoutPipe()
	if err != nil {
		return running{}, err
	}
	if err := run.Start(); err != nil {
		return running{}, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = run.Wait() // it has ended, and this is how its message gets here
		return running{}, fmt.Errorf("start app/store/mongodb/server: %w: %s", err, told.Bytes()[:min(told.Len(), 2000)])
	}
	address, err := url.Parse(strings.TrimSpace(line))
	return running{address, run}, err
}
