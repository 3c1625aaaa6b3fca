package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tuntas/app/account"
)

// asServer tells the test binary to be the whole program, with the arguments in it. It does not begin with TUNTAS_,
// because the program refuses variables of that kind that it does not know.
const asServer = "ATTACK_AS_PROGRAM"

// TestMainProgram is the program when another test starts this one as a process of its own.
func TestMainProgram(t *testing.T) {
	args := os.Getenv(asServer)
	if args == "" {
		t.Skip("this is no test: others start it as a process")
	}
	os.Args = append([]string{"tuntas"}, strings.Fields(args)...)
	main()
}

// serving is the whole program in a process of its own.
type serving struct {
	cmd  *exec.Cmd
	out  *said
	err  *said
	base string
}

// serveAlone starts `tuntas serve` as a process and waits until it says where it listens.
func serveAlone(t *testing.T, environ ...string) *serving {
	t.Helper()
	s := &serving{cmd: exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestMainProgram$"), out: newSaid(), err: newSaid()}
	s.cmd.Env = append(environ, asServer+"=serve", "PATH="+os.Getenv("PATH"), "TMPDIR="+t.TempDir())
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.err
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = s.cmd.Wait() // it is killed, or the test says what is wrong
		s.out.end()
		s.err.end()
		close(ended)
	}()
	t.Cleanup(func() { _ = s.cmd.Process.Kill(); <-ended })
	s.base = "http://" + s.err.find(t, listening)
	return s
}

// kill ends the process as kill -9 does, and waits for its end.
func (s *serving) kill(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.err.mu.Lock()
	defer s.err.mu.Unlock()
	for !s.err.over {
		s.err.more.Wait()
	}
}

// killRounds is how often the program is killed: TUNTAS_KILL_ROUNDS, as in the store's own test.
func killRounds() int {
	if n, err := strconv.Atoi(os.Getenv("TUNTAS_KILL_ROUNDS")); err == nil {
		return n
	}
	return 5
}

// scribe is one person who changes one answer again and again. Who is asked and what stands beside it is one number, so
// that half an answer shows.
type scribe struct {
	tab      *browser
	path     string
	question string
	tried    int // the number that was sent last
	taken    int // the last number whose saving was acknowledged
	all      int // how many were acknowledged
}

// writerTopic is a topic with five questions that apply to everybody.
const writerTopic = "profile/profile_workforce"

func writerQuestions() []string {
	return []string{"workforce_table", "workers_origin", "work_settings", "housed_workers", "pay_basis"}
}

// sow fills an installation with ten companies of five people each.
func sow(t *testing.T, folder string) (writers []*scribe, people []account.SeedPerson) {
	t.Helper()
	to := openTown(t, databaseAt(filepath.Join(folder, "tuntas.db")))
	for i := range 10 {
		c := to.company(fmt.Sprintf("%s%04d", markPrefix, 2000+i))
		id, err := to.desk.Start(t.Context(), to.actor(to.as(c.owner)), demoQuestionnaire, "2026", false)
		to.must(err)
		for k, question := range writerQuestions() {
			people = append(people, to.person(c, fmt.Sprint("penulis", k), account.Owner))
			writers = append(writers, &scribe{path: under(id, "bagian", writerTopic), question: question})
		}
	}
	to.stop()
	return writers, people
}

// life writes until nobody answers any more. Every acknowledgement is counted.
func (w *scribe) life(t *testing.T, page reply, count *atomic.Int64) {
	t.Helper()
	_, fields := page.autosave(w.question)
	for {
		w.tried++
		n := strconv.Itoa(w.tried)
		set := url.Values{
			"rev." + w.question: fields["rev."+w.question], "was." + w.question: fields["was."+w.question],
			"who." + w.question: {n}, "by." + w.question: {"2027-01-15"}, "comment." + w.question: {n}, "o." + w.question: {"not_known"},
		}
		got := w.tab.autosave(page, w.question, set)
		if got.status == 0 { // the program is dead
			return
		}
		var saved struct{ Set map[string]string }
		if err := json.Unmarshal([]byte(got.body), &saved); err != nil || got.status != http.StatusOK || saved.Set["rev."+w.question] == "" {
			t.Errorf("writing %s: %s %v", w.question, got, err)
			return
		}
		for name, value := range saved.Set {
			fields.Set(name, value)
		}
		w.taken = w.tried
		w.all++
		count.Add(1)
	}
}

// check looks at what is stored of a writer's answer after a kill.
func (w *scribe) check(t *testing.T, page reply) {
	t.Helper()
	_, fields := page.autosave(w.question)
	who, comment := fields.Get("who."+w.question), strings.TrimSpace(fields.Get("comment."+w.question))
	if who == "" && comment == "" && w.taken == 0 {
		return
	}
	n, err := strconv.Atoi(who)
	if err != nil || who != comment || n != w.taken && n != w.tried {
		t.Errorf("%s holds %q and %q; %d was acknowledged and %d sent", w.question, who, comment, w.taken, w.tried)
	}
	w.taken, w.tried = n, n
}

// The whole program is killed while fifty people write. What was acknowledged is there, whole, and the log holds.
func TestKillingTheProgramLosesNothingThatWasAcknowledged(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	writers, people := sow(t, folder)
	environ := []string{
		"TUNTAS_DATA=" + folder, "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=" + attackAddress, "TUNTAS_PLAIN_HTTP=true",
	}
	var count atomic.Int64
	rounds := killRounds()
	var slowest time.Duration
	for round := range rounds {
		began := time.Now()
		s := serveAlone(t, environ...)
		probe := newBrowser(t, s.base)
		probe.get("/readyz").wants(t, http.StatusOK)
		slowest = max(slowest, time.Since(began))
		pages := make([]reply, len(writers))
		for i, w := range writers {
			if round == 0 {
				w.tab = newBrowser(t, s.base)
				if err := w.tab.signIn(people[i], time.Now()); err != nil {
					t.Fatal(err)
				}
			}
			w.tab.base = s.base
			pages[i] = w.tab.get(w.path).wants(t, http.StatusOK)
			w.check(t, pages[i])
		}
		if t.Failed() {
			return
		}
		killAmid(t, s, writers, pages, &count)
		must(t, environ, "verify")
	}
	if slowest > 10*time.Second {
		t.Errorf("after a kill it took %v until it was ready", slowest)
	}
	t.Logf("%d acknowledged writes in %d kills; ready after %v at the latest", count.Load(), rounds, slowest)
	everyActIsLogged(t, folder, environ, writers)
}

// killAmid kills the program at a random moment after everybody began to write.
func killAmid(t *testing.T, s *serving, writers []*scribe, pages []reply, count *atomic.Int64) {
	t.Helper()
	var crowd sync.WaitGroup
	enough := count.Load() + 50
	for i, w := range writers {
		crowd.Go(func() { w.life(t, pages[i], count) })
	}
	for count.Load() < enough && !t.Failed() {
		<-time.After(5 * time.Millisecond)
	}
	<-time.After(rand.N(250 * time.Millisecond)) // the moment of the kill
	s.kill(t)
	crowd.Wait()
}

// everyActIsLogged finds an entry of the log for every acknowledged write.
func everyActIsLogged(t *testing.T, folder string, environ []string, writers []*scribe) {
	t.Helper()
	out := filepath.Join(folder, "export.zip")
	must(t, environ, "export", "--out", out)
	var entries, want int
	for name := range collectionNames(t, out) {
		if strings.Contains(name, "log") || strings.Contains(name, "audit") {
			entries += strings.Count(partOf(t, out, name), `"assessment.answer"`)
		}
	}
	for _, w := range writers {
		want += w.all
	}
	if entries < want {
		t.Errorf("%d writes were acknowledged and %d entries of the log tell of one", want, entries)
	}
}

func collectionNames(t *testing.T, archive string) map[string]int {
	t.Helper()
	names := map[string]int{}
	for _, p := range partsOf(t, archive) {
		names[p.Name] = p.Count
	}
	return names
}
