package audit_test

import (
	"crypto/ed25519"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"tuntas/app/audit"
)

const name = "tuntas.example.go.id"

func keyOf(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed([]byte(strings.Repeat(string(rune(seed)), ed25519.SeedSize)))
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey {
	public, _ := key.Public().(ed25519.PublicKey)
	return public
}

var began = time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)

// honest is a log of n entries by seven organisations, one a second.
func honest(n int) []audit.Entry {
	log := make([]audit.Entry, n)
	for i := range log {
		log[i] = audit.Entry{
			Sequence: int64(i + 1), At: began.Add(time.Duration(i) * time.Second),
			Act: audit.Act{
				Organisation: fmt.Sprintf("ORG%d", i*5%7), By: fmt.Sprintf("P%d", i%11), Role: "contributor",
				Verb: "assessment.answer", Object: fmt.Sprintf("assessment/A%d", i%13), Facts: map[string]string{"question": fmt.Sprint("q", i%140)},
			},
		}
	}
	rechain(log)
	return log
}

// rechain computes every hash anew, as an attacker with the database can.
func rechain(log []audit.Entry) {
	previous, own := "", map[string]string{}
	for i := range log {
		e := &log[i]
		e.Sequence, e.Previous, e.OrganisationPrevious = int64(i+1), previous, own[e.Organisation]
		e.Rehash()
		previous, own[e.Organisation] = e.Hash, e.Hash
	}
}

func read(log []audit.Entry) iter.Seq2[audit.Entry, error] {
	return func(yield func(audit.Entry, error) bool) {
		for _, e := range log {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// sign writes the checkpoint that a log has after n entries.
func sign(t *testing.T, folder string, key ed25519.PrivateKey, log []audit.Entry, n int) {
	t.Helper()
	text := audit.Checkpoint{Name: name, Sequence: int64(n), Hash: log[n-1].Hash, At: log[n-1].At.Add(time.Second)}
	if err := text.Write(folder, key); err != nil {
		t.Fatal(err)
	}
}

func signedIn(t *testing.T, folder string) audit.Signed {
	t.Helper()
	signed, err := audit.ReadCheckpoints(folder, publicOf(keyOf('K')))
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// attack changes a log of which the half and all entries were signed.
type attack struct {
	name  string
	apply func(t *testing.T, log []audit.Entry, folder string) []audit.Entry
	kind  audit.FaultKind
	at    func(n int64) int64 // the first bad entry in a log of n
}

func third(n int64) int64 { return n / 3 }

// attacks are the twelve of the threat model; some in more than one way.
func attacks() []attack {
	return slices.Concat(tampering(), replacing())
}

// tampering are attacks within the log.
func tampering() []attack {
	return []attack{
		{"an entry is edited", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			log[len(log)/3-1].By = "P-nobody"
			return log
		}, audit.Edited, third},
		{"an entry is edited and given its new hash", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			log[len(log)/3-1].By = "P-nobody"
			log[len(log)/3-1].Rehash()
			return log
		}, audit.Unchained, func(n int64) int64 { return n/3 + 1 }},
		{"an entry is deleted", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			return slices.Delete(log, len(log)/3-1, len(log)/3)
		}, audit.Missing, third},
		{"an entry is inserted with a sequence that is taken", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			e := log[len(log)/3-1]
			e.Verb = "assessment.withdraw"
			e.Previous = e.Hash
			e.Rehash()
			return slices.Insert(log, len(log)/3, e)
		}, audit.OutOfOrder, third},
		{"an entry is inserted and the rest renumbered", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			log = slices.Insert(log, len(log)/3-1, log[2])
			for i := range log {
				log[i].Sequence = int64(i + 1)
			}
			return log
		}, audit.Edited, third},
		{"two entries are swapped", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			i := len(log)/3 - 1
			log[i], log[i+1] = log[i+1], log[i]
			log[i].Sequence, log[i+1].Sequence = log[i+1].Sequence, log[i].Sequence
			return log
		}, audit.Edited, third},
		{"an entry is moved to another tenant", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			i := len(log)/3 - 1
			log[i].Organisation, log[i+1].Organisation = log[i+1].Organisation, log[i].Organisation
			return log
		}, audit.Edited, third},
		{"two entries change tenants and only the common chain is made anew", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			i := len(log)/3 - 1
			log[i].Organisation, log[i+1].Organisation = log[i+1].Organisation, log[i].Organisation
			for ; i < len(log); i++ {
				log[i].Previous = log[i-1].Hash
				log[i].Rehash()
			}
			return log
		}, audit.OwnChain, third},
		{"an entry is written with the clock set back", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			last := log[len(log)-1]
			e := audit.Entry{Sequence: last.Sequence + 1, At: last.At.Add(-time.Hour), Act: last.Act, Previous: last.Hash, OrganisationPrevious: last.Hash}
			e.Rehash()
			return append(log, e)
		}, audit.ClockBack, func(n int64) int64 { return n + 1 }},
	}
}

// replacing are attacks that leave a log that is sound in itself, which only checkpoints show.
func replacing() []attack {
	return []attack{
		{"the end is cut off", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			return log[:len(log)-3]
		}, audit.RolledBack, func(n int64) int64 { return n - 2 }},
		{"everything is wiped", func(*testing.T, []audit.Entry, string) []audit.Entry { return nil }, audit.RolledBack, func(int64) int64 { return 1 }},
		{"an old database is put back", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			return log[:len(log)/2]
		}, audit.RolledBack, func(n int64) int64 { return n/2 + 1 }},
		{"an old database is put back and written on", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			for i := len(log) / 2; i < len(log); i++ {
				log[i].Verb = "assessment.read"
			}
			log = append(log, log[0], log[1])
			rechain(log)
			for i := range log {
				log[i].At = began.Add(time.Duration(i) * time.Second)
			}
			rechain(log)
			return log
		}, audit.Rechained, func(n int64) int64 { return n }},
		{"all is hashed again after an edit", func(_ *testing.T, log []audit.Entry, _ string) []audit.Entry {
			log[len(log)/3-1].By = "P-nobody"
			rechain(log)
			return log
		}, audit.Rechained, func(n int64) int64 { return n / 2 }},
		{"checkpoints are signed with another key", func(t *testing.T, log []audit.Entry, folder string) []audit.Entry {
			t.Helper()
			log[len(log)/3-1].By = "P-nobody"
			rechain(log)
			empty(t, folder)
			sign(t, folder, keyOf('X'), log, len(log)/2)
			sign(t, folder, keyOf('X'), log, len(log))
			return log
		}, audit.OtherKey, func(n int64) int64 { return n / 2 }},
		{"a checkpoint is edited", func(t *testing.T, log []audit.Entry, folder string) []audit.Entry {
			t.Helper()
			files, err := filepath.Glob(filepath.Join(folder, "*"))
			if err != nil || len(files) != 2 {
				t.Fatal(files, err)
			}
			content, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			content = []byte(strings.Replace(string(content), "2026-", "2025-", 1))
			if err := os.WriteFile(files[0], content, 0o600); err != nil {
				t.Fatal(err)
			}
			return log
		}, audit.OtherKey, func(n int64) int64 { return n / 2 }},
		{"the log goes on in two ways", func(t *testing.T, log []audit.Entry, folder string) []audit.Entry {
			t.Helper()
			other := slices.Clone(log)
			other[len(log)-1].By = "P-nobody"
			rechain(other)
			sign(t, folder, keyOf('K'), other, len(other))
			return log
		}, audit.Forked, func(n int64) int64 { return n }},
		{"an entry is dated before the checkpoint that it came after", func(t *testing.T, log []audit.Entry, folder string) []audit.Entry {
			t.Helper()
			last := log[len(log)-1]
			empty(t, folder)
			if err := (audit.Checkpoint{Name: name, Sequence: last.Sequence, Hash: last.Hash, At: last.At.Add(time.Hour)}).Write(folder, keyOf('K')); err != nil {
				t.Fatal(err)
			}
			e := audit.Entry{Sequence: last.Sequence + 1, At: last.At.Add(time.Minute), Act: last.Act, Previous: last.Hash, OrganisationPrevious: last.Hash}
			e.Rehash()
			return append(log, e)
		}, audit.ClockBack, func(n int64) int64 { return n + 1 }},
	}
}

func empty(t *testing.T, folder string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifyNamesTheFirstBadEntryOfEveryAttack(t *testing.T) {
	t.Parallel()
	const n = 100_000
	log := honest(n)
	for _, a := range attacks() {
		t.Run(a.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			sign(t, folder, keyOf('K'), log, n/2)
			sign(t, folder, keyOf('K'), log, n)
			changed := a.apply(t, slices.Clone(log), folder)
			report, err := audit.Verify(read(changed), signedIn(t, folder))
			if err != nil {
				t.Fatal(err)
			}
			if len(report.Faults) == 0 {
				t.Fatal("nothing is found")
			}
			if first := report.Faults[0]; first.Sequence != a.at(n) || first.Kind != a.kind {
				t.Errorf("found %s (%s), want %s at entry %d", first, first.Kind, a.kind, a.at(n))
			}
		})
	}
}

func TestVerifyFindsNothingInAnHonestLog(t *testing.T) {
	t.Parallel()
	log := honest(1000)
	folder := t.TempDir()
	sign(t, folder, keyOf('K'), log, 700)
	report, err := audit.Verify(read(log), signedIn(t, folder))
	if err != nil || len(report.Faults) != 0 {
		t.Fatalf("found %v, %v", report.Faults, err)
	}
	if report.Entries != 1000 || report.Organisations != 7 || report.Checkpoints != 1 || report.Signed != 700 || report.LastHash != log[999].Hash {
		t.Errorf("reported %+v", report)
	}
}

func TestVerifyOfAnEmptyLogWithoutCheckpointsFindsNothing(t *testing.T) {
	t.Parallel()
	report, err := audit.Verify(read(nil), signedIn(t, filepath.Join(t.TempDir(), "none")))
	if err != nil || len(report.Faults) != 0 {
		t.Errorf("found %v, %v", report.Faults, err)
	}
}

// Every member of an entry counts: changing any one of them is found.
func TestVerifyFindsAChangeOfEveryMember(t *testing.T) {
	t.Parallel()
	changes := map[string]func(*audit.Entry){
		"time": func(e *audit.Entry) { e.At = e.At.Add(time.Microsecond) }, "organisation": func(e *audit.Entry) { e.Organisation = "" },
		"person": func(e *audit.Entry) { e.By = "" }, "role": func(e *audit.Entry) { e.Role = "owner" }, "verb": func(e *audit.Entry) { e.Verb += "x" },
		"object": func(e *audit.Entry) { e.Object = "" }, "a fact": func(e *audit.Entry) { e.Facts = map[string]string{"question": "other"} },
		"a new fact": func(e *audit.Entry) { e.Facts = map[string]string{"question": e.Facts["question"], "a": ""} },
		"facts gone": func(e *audit.Entry) { e.Facts = nil }, "outcome": func(e *audit.Entry) { e.Outcome = "denied" },
		"whose failure": func(e *audit.Entry) { e.Of = 3 }, "previous": func(e *audit.Entry) { e.Previous = "" },
		"previous of the organisation": func(e *audit.Entry) { e.OrganisationPrevious = "" }, "hash": func(e *audit.Entry) { e.Hash = "" },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := honest(30)
			change(&log[19])
			report, err := audit.Verify(read(log), audit.Signed{})
			if err != nil || len(report.Faults) == 0 || report.Faults[0].Sequence != 20 {
				t.Errorf("found %v, %v", report.Faults, err)
			}
		})
	}
}

// A member cannot borrow bytes of its neighbour, whatever a text contains.
func TestCanonicalEntriesAreJSONWithSortedKeys(t *testing.T) {
	t.Parallel()
	e := audit.Entry{Sequence: 7, At: began.Add(1500 * time.Microsecond), Act: audit.Act{
		Organisation: "a\"b\\", By: "\x01\n", Object: "‘é’ <&>", Facts: map[string]string{"z": "1", "a": "\t"},
	}}
	want := `{"at":"2026-11-01T08:00:00.0015Z","by":"\u0001\n","facts":{"a":"\t","z":"1"},"object":"‘é’ <&>","of":0,"organisation":"a\"b\\",` +
		`"organisation_previous":"","outcome":"","previous":"","role":"","sequence":7,"verb":""}`
	if got := string(e.Canonical()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestCheckpointsAreSignedNotesThatOthersCanRead(t *testing.T) {
	t.Parallel()
	log, folder := honest(10), t.TempDir()
	sign(t, folder, keyOf('K'), log, 10)
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || !strings.HasPrefix(files[0].Name(), "000000000010-") {
		t.Fatal(files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	content, err := os.ReadFile(filepath.Join(folder, files[0].Name()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := note.NewEd25519VerifierKey(name, publicOf(keyOf('K')))
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := note.Open(content, note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(opened.Text, "\n"); len(lines) != 5 || lines[0] != name || lines[1] != "10" || lines[3] != "2026-11-01T08:00:10Z" {
		t.Errorf("it says %q", opened.Text)
	}
}
