package audit

import (
	"cmp"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// Checkpoint is the signed statement that the log had this many entries, of which the last had this hash.
type Checkpoint struct {
	Name     string // of the signer
	Sequence int64  // of the last entry, which is also how many there are
	Hash     string // of the last entry, hex
	At       time.Time
}

// checkpointAfter is the number of entries after which Run writes a checkpoint before its time has come.
const checkpointAfter = 1000

const checkpointEnding = ".checkpoint"

var errNoKey = errors.New("checkpoints need an Ed25519 key and a name without spaces and plus signs")

// Checkpoint signs the state of the log and writes it to the folder of checkpoints. An empty log and one that did not
// grow need none.
func (l *Log) Checkpoint(ctx context.Context) error {
	if l.signer == nil {
		return nil
	}
	l.signing.Lock()
	defer l.signing.Unlock()
	last, err := l.last(ctx)
	if err != nil || last.Sequence == 0 {
		return err
	}
	c := Checkpoint{Name: l.signer.Name(), Sequence: last.Sequence, Hash: last.Hash, At: l.clock().UTC().Truncate(time.Second)}
	if err := c.write(l.folder, l.signer); err != nil {
		return fmt.Errorf("write checkpoint %d: %w", c.Sequence, err)
	}
	return nil
}

// Run writes checkpoints until ctx ends, and then a last one: after every interval and every 1,000 entries in which the
// log grew. What goes wrong is told to failed, and the next checkpoint is tried all the same.
func (l *Log) Run(ctx context.Context, every time.Duration, failed func(error)) {
	const last = 10 * time.Second
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), last)
			defer cancel()
			if err := l.Checkpoint(ending); err != nil {
				failed(err)
			}
			return
		case <-ticker.C:
		case <-l.grown:
		}
		if err := l.Checkpoint(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}
}

// write signs the checkpoint and writes its file, which only this user may read, aside and renames it. A checkpoint of
// the same state that is already there stays.
func (c Checkpoint) write(folder string, signer note.Signer) (err error) {
	const private = 0o700
	if err := os.MkdirAll(folder, private); err != nil {
		return err
	}
	name := filepath.Join(folder, fmt.Sprintf("%012d-%.16s%s", c.Sequence, c.Hash, checkpointEnding))
	if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, err := c.text()
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	aside, err := os.CreateTemp(folder, ".aside-*")
	if err != nil {
		return err
	}
	_, err = aside.Write(signed)
	if err = errors.Join(err, aside.Sync(), aside.Close()); err == nil {
		err = os.Rename(aside.Name(), name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(aside.Name()))
	}
	return syncFolder(folder)
}

func syncFolder(folder string) error {
	d, err := os.Open(folder) //nolint:gosec // the folder of the configuration
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// text is what is signed: name, number of entries, hash of the last one in base64, time.
func (c Checkpoint) text() (string, error) {
	sum, err := hex.DecodeString(c.Hash)
	if err != nil {
		return "", fmt.Errorf("hash of entry %d: %w", c.Sequence, err)
	}
	return fmt.Sprintf("%s\n%d\n%s\n%s\n", c.Name, c.Sequence, base64.StdEncoding.EncodeToString(sum), c.At.Format(time.RFC3339)), nil
}

// parseCheckpoint is the reverse of text.
func parseCheckpoint(text string) (Checkpoint, error) {
	const count = 5
	lines := strings.Split(text, "\n")
	if len(lines) != count || lines[4] != "" {
		return Checkpoint{}, errors.New("it does not have four lines")
	}
	sequence, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || sequence < 1 {
		return Checkpoint{}, errors.New("its second line is not a number of entries")
	}
	sum, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return Checkpoint{}, errors.New("its third line is not a hash")
	}
	at, err := time.Parse(time.RFC3339, lines[3])
	if err != nil {
		return Checkpoint{}, errors.New("its fourth line is not a time")
	}
	return Checkpoint{Name: lines[0], Sequence: sequence, Hash: hex.EncodeToString(sum), At: at}, nil
}

// Signed is what lies in a folder of checkpoints.
type Signed struct {
	Checkpoints []Checkpoint // in the order of their sequences
	faults      []Fault      // what is wrong with the files
}

// ReadCheckpoints reads the checkpoints of a folder, which are signed with a key. A folder that is not there has none.
func ReadCheckpoints(folder string, key ed25519.PublicKey) (Signed, error) {
	var out Signed
	files, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return out, fmt.Errorf("read the checkpoints: %w", err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), checkpointEnding) {
			continue
		}
		signed, err := os.ReadFile(filepath.Join(folder, f.Name())) //nolint:gosec // a file of the folder of the configuration
		if err != nil {
			return out, fmt.Errorf("read the checkpoints: %w", err)
		}
		c, err := openCheckpoint(signed, key)
		if err != nil {
			number, _, _ := strings.Cut(f.Name(), "-")
			sequence, _ := strconv.ParseInt(number, 10, 64)
			out.faults = append(out.faults, Fault{sequence, OtherKey, "checkpoint " + f.Name() + " is not to be trusted: " + err.Error()})
			continue
		}
		out.Checkpoints = append(out.Checkpoints, c)
	}
	slices.SortStableFunc(out.Checkpoints, func(a, b Checkpoint) int { return cmp.Compare(a.Sequence, b.Sequence) })
	return out, nil
}

// openCheckpoint checks the signature of one checkpoint.
func openCheckpoint(signed []byte, key ed25519.PublicKey) (Checkpoint, error) {
	name, _, _ := strings.Cut(string(signed), "\n")
	verifier, err := newVerifier(name, key)
	if err != nil {
		return Checkpoint{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, errors.New("it is not signed with this key, or was changed")
	}
	return parseCheckpoint(opened.Text)
}

// newVerifier checks signatures of a key in signed notes.
func newVerifier(name string, key ed25519.PublicKey) (note.Verifier, error) {
	text, err := note.NewEd25519VerifierKey(name, key)
	if err != nil {
		return nil, errNoKey
	}
	verifier, err := note.NewVerifier(text)
	if err != nil {
		return nil, errNoKey
	}
	return verifier, nil
}

// signer signs notes.
type signer struct {
	note.Verifier
	key ed25519.PrivateKey
}

func newSigner(name string, key ed25519.PrivateKey) (note.Signer, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errNoKey
	}
	public, _ := key.Public().(ed25519.PublicKey)
	verifier, err := newVerifier(name, public)
	if err != nil {
		return nil, err
	}
	return signer{verifier, key}, nil
}

// Sign is the Ed25519 signature.
func (s signer) Sign(message []byte) ([]byte, error) { return ed25519.Sign(s.key, message), nil }
