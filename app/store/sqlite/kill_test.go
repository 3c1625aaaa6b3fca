package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
)

// child names the environment variable that makes this program a writer on a database instead of a test.
const child = "TUNTAS_STORE_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(child); path != "" {
		fmt.Fprintln(os.Stderr, write(context.Background(), path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// write has 50 writers at work until it is killed. Each prints what was acknowledged: "insert ID", "set WRITER REVISION"
// or "put SUM".
func write(ctx context.Context, path string) error {
	e, err := sqlite.Open(ctx, path, store.Options{})
	if err != nil {
		return err
	}
	c, err := openAssessments(ctx, e)
	if err != nil {
		return err
	}
	out := &acknowledged{}
	failed := make(chan error)
	for w := range 50 {
		go func() { failed <- writeOn(ctx, e, c, out, w) }()
	}
	return <-failed
}

func writeOn(ctx context.Context, e *sqlite.Engine, c *assessmentStore, out *acknowledged, w int) error {
	path := fmt.Sprintf("answers.writer_%d", w)
	r, err := c.Get(ctx, "shared")
	if err != nil {
		return err
	}
	for revision := r.Value.Answers[fmt.Sprintf("writer_%d", w)].Revision; ; revision++ {
		id := fmt.Sprintf("%d-%d", w, revision)
		err := c.Insert(ctx, id, assessment{Organisation: id, State: "draft"})
		if err != nil && problem.KindOf(err) != problem.Conflict { // taken: by a life before this one, which could not say so
			return err
		}
		out.say("insert", id)
		guards := []store.Guard{{Path: path + ".revision", Value: store.Number(revision)}}
		values := map[string]any{path: answer{Value: "yes", Revision: revision + 1}}
		if _, err := c.Set(ctx, "shared", guards, values); err != nil {
			return err
		}
		out.say("set", strconv.Itoa(w), strconv.Itoa(revision+1))
		if w%10 == 0 {
			info, err := e.Files().Put(ctx, strings.NewReader(id))
			if err != nil {
				return err
			}
			out.say("put", info.Sum)
		}
	}
}

// acknowledged prints one line at a time.
type acknowledged struct{ mu sync.Mutex }

func (a *acknowledged) say(words ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, _ = io.WriteString(os.Stdout, strings.Join(words, " ")+"\n")
}

// life is a child process at work.
type life struct {
	cmd   *exec.Cmd
	first chan struct{} // closed when something was acknowledged
	said  chan []string // everything acknowledged, when it is dead
	err   bytes.Buffer
}

func startLife(t *testing.T, path string) *life {
	t.Helper()
	l := &life{cmd: exec.CommandContext(t.Context(), os.Args[0]), first: make(chan struct{}), said: make(chan []string, 1)}
	l.cmd.Env = append(os.Environ(), child+"="+path)
	l.cmd.Stderr = &l.err
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		var said []string
		r := bufio.NewReader(out)
		for {
			line, err := r.ReadString('\n')
			if err != nil { // the end; a line that was cut off was not acknowledged
				if said == nil {
					close(l.first)
				}
				l.said <- said
				return
			}
			if said == nil {
				close(l.first)
			}
			said = append(said, strings.TrimSpace(line))
		}
	}()
	<-l.first
	return l
}

func (l *life) kill(t *testing.T) []string {
	t.Helper()
	if err := l.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	said := <-l.said
	if err := l.cmd.Wait(); err == nil || l.cmd.ProcessState.Exited() {
		t.Fatalf("the writers ended by themselves: %s", l.err.String())
	}
	return said
}

func TestKill(t *testing.T) {
	t.Parallel()
	rounds := 20
	if n, err := strconv.Atoi(os.Getenv("TUNTAS_KILL_ROUNDS")); err == nil {
		rounds = n
	}
	path := filepath.Join(t.TempDir(), "store.db")
	must(t, prepare(t, path))
	total := 0
	for range rounds {
		l := startLife(t, path)
		<-time.After(rand.N(150 * time.Millisecond)) // the moment of the kill
		said := l.kill(t)
		total += len(said)
		checkAcknowledged(t, path, said)
	}
	if total < rounds*5 {
		t.Errorf("only %d writes were acknowledged in %d rounds", total, rounds)
	}
	t.Logf("%d acknowledged writes in %d rounds", total, rounds)
}

func prepare(t *testing.T, path string) error {
	t.Helper()
	e, err := sqlite.Open(t.Context(), path, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(assessments(t, e).Insert(t.Context(), "shared", assessment{Organisation: "shared"}), e.Close())
}

func checkAcknowledged(t *testing.T, path string, said []string) {
	t.Helper()
	e, err := sqlite.Open(t.Context(), path, store.Options{})
	must(t, err)
	c := assessments(t, e)
	shared, err := c.Get(t.Context(), "shared")
	must(t, err)
	for _, line := range said {
		words := strings.Fields(line)
		switch words[0] {
		case "insert":
			r, err := c.Get(t.Context(), words[1])
			if err != nil || r.Value.Organisation != words[1] {
				t.Errorf("%s: %v", line, err)
			}
		case "set":
			stored := shared.Value.Answers["writer_"+words[1]].Revision
			if want, err := strconv.Atoi(words[2]); err != nil || stored < want {
				t.Errorf("%s: revision %d is stored", line, stored)
			}
		case "put":
			_, _, err := e.Files().Open(t.Context(), words[1])
			if err != nil {
				t.Errorf("%s: %v", line, err)
			}
		}
	}
	found, err := e.Check(t.Context())
	must(t, err)
	if found != "ok" {
		t.Errorf("integrity: %s", found)
	}
	must(t, e.Close())
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "store.db")
	must(t, prepare(t, path))
	l := startLife(t, path)

	_, err := sqlite.Open(t.Context(), path, store.Options{})
	if problem.KindOf(err) != problem.Unavailable || !strings.Contains(fmt.Sprint(err), "another process has it open") {
		t.Errorf("open beside another process: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.db")
	must(t, os.Symlink(path, link))
	if _, err := sqlite.Open(t.Context(), link, store.Options{}); problem.KindOf(err) != problem.Unavailable {
		t.Errorf("open through a link: %v", err)
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := sqlite.Snapshot(t.Context(), path, copied); err != nil {
		t.Errorf("snapshot beside another process: %v", err)
	}
	l.kill(t)

	must(t, open(t, path).Ping(t.Context()))
	if _, err := assessments(t, open(t, copied)).Get(t.Context(), "shared"); err != nil {
		t.Errorf("the snapshot lacks what was stored: %v", err)
	}
}
