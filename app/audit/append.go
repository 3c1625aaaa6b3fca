package audit

import (
	"context"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// waiting is an entry on its way into the log.
type waiting struct {
	entry Entry
	done  chan error // of size 1
}

// queue holds what waits while somebody appends.
type queue struct {
	sync.Mutex
	waiting []*waiting
	busy    bool // an appender runs
}

// take removes up to most of what waits; without any the appender ends.
func (q *queue) take(most int) []*waiting {
	q.Lock()
	defer q.Unlock()
	n := min(len(q.waiting), most)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	if n == 0 {
		q.busy, q.waiting = false, nil
	}
	return batch
}

// refuse tells everybody who waits what kept the batch before them from being written, so that nobody waits for a database
// that is away once for every batch.
func (q *queue) refuse(err error) {
	q.Lock()
	defer q.Unlock()
	for _, w := range q.waiting {
		w.done <- err
	}
	q.waiting = nil
}

// append writes one entry, durably, and returns its sequence. It waits even when ctx ends, so that the caller knows
// whether the entry is there.
func (l *Log) append(ctx context.Context, e Entry) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	w := &waiting{entry: e.clean(), done: make(chan error, 1)}
	l.queue.Lock()
	l.queue.waiting = append(l.queue.waiting, w)
	if !l.queue.busy {
		l.queue.busy = true
		go l.appendAll(context.WithoutCancel(ctx))
	}
	l.queue.Unlock()
	err := <-w.done
	return w.entry.Sequence, err
}

// clean makes every text valid UTF-8, which is what reading it back gives.
func (e Entry) clean() Entry {
	for _, text := range []*string{&e.Organisation, &e.By, &e.Role, &e.Verb, &e.Object, &e.Outcome} {
		*text = strings.ToValidUTF8(*text, "\uFFFD")
	}
	facts := make(map[string]string, len(e.Facts))
	for k, v := range e.Facts {
		facts[strings.ToValidUTF8(k, "\uFFFD")] = strings.ToValidUTF8(v, "\uFFFD")
	}
	e.Facts = facts
	return e
}

// appendAll is the appender: it writes what waits in batches until nothing does.
func (l *Log) appendAll(ctx context.Context) {
	const most = 256
	for batch := l.queue.take(most); len(batch) > 0; batch = l.queue.take(most) {
		if err := l.write(ctx, batch); err != nil {
			l.queue.refuse(err)
		}
	}
}

// write writes a batch and tells everybody in it how it went. When another process was faster, the rest is chained to
// what that process wrote and tried again.
func (l *Log) write(ctx context.Context, batch []*waiting) error {
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for len(batch) > 0 {
		n, err := l.add(ctx, batch)
		for _, w := range batch[:n] {
			w.done <- nil
		}
		batch = batch[n:]
		if err == nil {
			continue
		}
		l.head.known = false // it may or may not be written
		for _, w := range batch {
			w.done <- err
		}
		return err
	}
	return nil
}

// add chains a batch to the head, inserts it and returns how many of it are in the log now.
func (l *Log) add(ctx context.Context, batch []*waiting) (int, error) {
	if err := l.load(ctx, batch); err != nil {
		return 0, err
	}
	records := l.chain(batch)
	n, err := l.entries.InsertAll(ctx, records)
	for i, r := range records[:n] {
		l.advance(&r.Value)
		batch[i].entry.Sequence = r.Value.Sequence
	}
	if err == nil || problem.KindOf(err) != problem.Conflict {
		return n, err
	}
	ours, err := l.follow(ctx, records[n:])
	for i, r := range records[n : n+ours] {
		batch[n+i].entry.Sequence = r.Value.Sequence
	}
	return n + ours, err
}

// follow reads what another process wrote behind the head. It returns how many of the records that were refused are in
// the log all the same: an insert that the driver repeated after a lost answer meets itself.
func (l *Log) follow(ctx context.Context, refused []store.Record[entryID, Entry]) (ours int, err error) {
	for wait := time.Millisecond; ; wait *= 2 {
		seen := 0
		for r, err := range l.entries.Find(ctx, after(l.head.sequence)) {
			if err != nil {
				return ours, err
			}
			if seen == ours && ours < len(refused) && r.Value.Hash == refused[ours].Value.Hash {
				ours++
			}
			seen++
			l.advance(&r.Value)
		}
		if seen > 0 {
			return ours, nil
		}
		select { // its sequence is taken, but not yet to be read
		case <-ctx.Done():
			return 0, store.ErrUnavailable(fmt.Errorf("entry %d is there and cannot be read: %w", l.head.sequence+1, ctx.Err()))
		case <-time.After(wait):
		}
	}
}

func after(sequence int64) store.Query {
	return store.Query{
		Where: []store.Condition{store.AtLeast("sequence", store.Number(sequence+1))},
		Sort:  []store.Order{{Field: "sequence"}},
	}
}

// head is where the chains end.
type head struct {
	known         bool
	sequence      int64
	at            time.Time
	hash          string
	organisations map[string]string // the last hash by organisation; absent when not yet looked up
}

// load reads the ends of the chains that a batch goes on with, as far as they are not known.
func (l *Log) load(ctx context.Context, batch []*waiting) error {
	if !l.head.known {
		last, err := l.last(ctx)
		if err != nil {
			return err
		}
		l.head = head{known: true, sequence: last.Sequence, at: last.At, hash: last.Hash, organisations: map[string]string{}}
	}
	for _, w := range batch {
		organisation := w.entry.Organisation
		if _, known := l.head.organisations[organisation]; known {
			continue
		}
		last, err := l.last(ctx, store.Equal("organisation", store.Text(organisation)))
		if err != nil {
			return err
		}
		l.head.organisations[organisation] = last.Hash
	}
	return nil
}

// last is the newest entry that meets the conditions; the zero Entry when there is none.
func (l *Log) last(ctx context.Context, where ...store.Condition) (Entry, error) {
	r, err := l.entries.First(ctx, store.Query{Where: where, Sort: []store.Order{{Field: "sequence", Descending: true}}})
	if err != nil && problem.KindOf(err) != problem.NotFound {
		return Entry{}, fmt.Errorf("find the end of the audit log: %w", err)
	}
	return r.Value, nil
}

// tolerance is how far the clocks of several machines may be apart.
const tolerance = 2 * time.Minute

// clockBack is the fact of an entry that says by how many seconds the clock was set back.
const clockBack = "clock_back"

// chain gives a batch its places behind the head.
func (l *Log) chain(batch []*waiting) []store.Record[entryID, Entry] {
	now := l.clock().UTC().Truncate(time.Microsecond)
	previous, at := l.head.hash, l.head.at
	organisations := map[string]string{}
	records := make([]store.Record[entryID, Entry], len(batch))
	for i, w := range batch {
		e := w.entry
		e.Sequence = l.head.sequence + 1 + int64(i)
		e.At, e.Facts = notBefore(at, now, e.Facts)
		e.Previous = previous
		own, chained := organisations[e.Organisation]
		if !chained {
			own = l.head.organisations[e.Organisation]
		}
		e.OrganisationPrevious = own
		e.Hash = e.hash()
		previous, at = e.Hash, e.At
		organisations[e.Organisation] = e.Hash
		records[i] = store.Record[entryID, Entry]{ID: idOf(e.Sequence), Value: e}
	}
	return records
}

// notBefore is the time of an entry after one of time at. A clock that is a little behind is that of another machine; one
// that is far behind was set back, and the entry says so.
func notBefore(at, now time.Time, facts map[string]string) (time.Time, map[string]string) {
	back := at.Sub(now)
	switch {
	case back <= 0:
		return now, facts
	case back <= tolerance:
		return at, facts
	}
	facts = maps.Clone(facts)
	facts[clockBack] = strconv.FormatInt(int64(back/time.Second), 10)
	return now, facts
}

// advance makes an entry that is in the log the end of its chains.
func (l *Log) advance(e *Entry) {
	l.head.sequence, l.head.at, l.head.hash = e.Sequence, e.At, e.Hash
	l.head.organisations[e.Organisation] = e.Hash
	if e.Sequence%checkpointAfter == 0 {
		select {
		case l.grown <- struct{}{}:
		default:
		}
	}
}
