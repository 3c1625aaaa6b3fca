// Package audit is the append-only log of every act and every reading of what is sensitive. Entries are chained by hash,
// per organisation and over all, and checkpoints signed with Ed25519 leave the machine, so that a change is found.
//
// It knows ids and codes, never names, answers or addresses, and nothing of what acts mean.
package audit

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// Act is what somebody does, before it is done.
type Act struct {
	Organisation string            `json:"organisation"` // whose data; "" for the installation
	By           string            `json:"by"`           // id of a person; "" for the program itself
	Role         string            `json:"role"`         // code of the role in which it is done
	Verb         string            `json:"verb"`         // code, for example "assessment.submit"
	Object       string            `json:"object"`       // kind and id, for example "assessment/7F…"
	Facts        map[string]string `json:"facts"`        // ids, codes and counts that say more; never names, answers or addresses
}

// Entry is one act in the log.
type Entry struct {
	Sequence int64     `json:"sequence"` // 1, 2, 3 … over all organisations
	At       time.Time `json:"at"`       // UTC
	Act
	Outcome              string `json:"outcome"` // "" as begun, "denied", or for a later entry about Of: "failed"
	Of                   int64  `json:"of"`      // sequence of the entry whose act did not happen
	Previous             string `json:"previous"`
	OrganisationPrevious string `json:"organisation_previous"`
	Hash                 string `json:"hash"` // SHA-256 of the canonical entry without its hash, hex
}

// Config is what a log is opened with.
type Config struct {
	Engine      store.Engine
	Key         ed25519.PrivateKey // signs checkpoints
	Name        string             // of the signer in checkpoints, for example "tuntas.example.go.id"
	Checkpoints string             // folder of signed checkpoints, best on another machine; "" writes none
	Clock       func() time.Time
}

// Log is the audit log of one installation. It may be used by several goroutines and several processes.
type Log struct {
	entries *store.Collection[entryID, Entry]
	signer  note.Signer // nil without checkpoints
	folder  string
	clock   func() time.Time
	queue   queue
	head    head          // only the appender that the queue lets run looks at it
	grown   chan struct{} // a value every checkpointAfter entries
	signing sync.Mutex
}

// The outcomes of entries; "" is an act as begun.
const (
	Denied = "denied" // it was not allowed
	Failed = "failed" // for a later entry: the act of entry Of did not happen
)

// Schemas are the collections of this package.
func Schemas() []store.Schema {
	return []store.Schema{{
		Name: "audit",
		Fields: []store.Field{
			{Path: "sequence", Kind: store.NumberField},
			{Path: "organisation"},
			{Path: "object"},
			{Path: "by"},
			{Path: "verb"},
		},
		Indexes: []store.Index{
			{Fields: []string{"sequence"}},
			{Fields: []string{"organisation", "sequence"}},
			{Fields: []string{"object", "sequence"}},
			{Fields: []string{"by", "sequence"}},
		},
	}}
}

// entryID is the sequence with leading zeros: the id, which is unique, lets only one process have the next sequence.
type entryID string

func idOf(sequence int64) entryID { return entryID(fmt.Sprintf("%019d", sequence)) }

// Open opens the log.
func Open(ctx context.Context, c Config) (*Log, error) {
	entries, err := store.Open[entryID, Entry](ctx, c.Engine, Schemas()[0])
	if err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	l := &Log{entries: entries, folder: c.Checkpoints, clock: c.Clock, grown: make(chan struct{}, 1)}
	if c.Checkpoints == "" {
		return l, nil
	}
	if l.signer, err = newSigner(c.Name, c.Key); err != nil {
		return nil, fmt.Errorf("open the audit log: %w", err)
	}
	return l, nil
}

// Do writes the act down and then runs it: no act is without its entry. When run fails, or panics, a second entry says
// so, and the error of run is returned.
func (l *Log) Do(ctx context.Context, act Act, run func(context.Context) error) (err error) {
	begun, err := l.append(ctx, Entry{Act: act})
	if err != nil {
		return fmt.Errorf("write down %s: %w", act.Verb, err)
	}
	returned := false
	defer func() {
		if returned && err == nil {
			return
		}
		failed := Entry{Act: act, Outcome: Failed, Of: begun}
		failed.Facts = nil
		if p, ok := errors.AsType[*problem.Error](err); ok {
			failed.Facts = map[string]string{"problem": p.Key}
		}
		if _, also := l.append(context.WithoutCancel(ctx), failed); also != nil {
			err = errors.Join(err, fmt.Errorf("write down that %s failed: %w", act.Verb, also))
		}
	}()
	err = run(ctx)
	returned = true
	return err
}

// Note writes down an act that has no other effect: a reading, a sign-in, a denial (outcome "denied").
func (l *Log) Note(ctx context.Context, act Act, outcome string) error {
	if _, err := l.append(ctx, Entry{Act: act, Outcome: outcome}); err != nil {
		return fmt.Errorf("write down %s: %w", act.Verb, err)
	}
	return nil
}

// Selection chooses entries to read; zero values choose all.
type Selection struct {
	Organisation string
	Object       string
	By           string
	Verb         string // or its beginning, for example "account."
	Before       int64  // sequence; 0 from the newest
	Limit        int    // 0: 50
}

// Entries returns the newest chosen entries first.
func (l *Log) Entries(ctx context.Context, s Selection) ([]Entry, error) {
	const page = 50
	q := store.Query{Sort: []store.Order{{Field: "sequence", Descending: true}}, Limit: s.Limit}
	if s.Limit <= 0 {
		q.Limit = page
	}
	for _, c := range []struct{ field, value string }{{"organisation", s.Organisation}, {"object", s.Object}, {"by", s.By}} {
		if c.value != "" {
			q.Where = append(q.Where, store.Equal(c.field, store.Text(c.value)))
		}
	}
	if s.Verb != "" {
		q.Where = append(q.Where, store.Prefix("verb", s.Verb))
	}
	if s.Before > 0 {
		q.Where = append(q.Where, store.Below("sequence", store.Number(s.Before)))
	}
	var out []Entry
	for r, err := range l.entries.Find(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("read the audit log: %w", err)
		}
		out = append(out, r.Value)
	}
	return out, nil
}

// All yields every entry, the oldest first: what Verify reads.
func (l *Log) All(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for r, err := range l.entries.Find(ctx, store.Query{Sort: []store.Order{{Field: "sequence"}}}) {
			if !yield(r.Value, err) {
				return
			}
		}
	}
}
