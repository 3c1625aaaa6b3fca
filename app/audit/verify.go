package audit

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"tuntas/app/problem"
)

// FaultKind says what kind of change a fault shows.
type FaultKind string

// The kinds of faults.
const (
	Edited     FaultKind = "edited"      // an entry does not have its hash
	Missing    FaultKind = "missing"     // a sequence is left out
	OutOfOrder FaultKind = "order"       // a sequence comes twice or late
	Unchained  FaultKind = "chain"       // an entry does not follow the one before it
	OwnChain   FaultKind = "own_chain"   // an entry does not follow the one before it in its organisation
	ClockBack  FaultKind = "clock_back"  // the clock was set back
	Unreadable FaultKind = "unreadable"  // an entry is no entry
	RolledBack FaultKind = "rolled_back" // a checkpoint knows more entries than there are
	Rechained  FaultKind = "rechained"   // the log is sound in itself and is not the one that was signed
	Forked     FaultKind = "forked"      // two checkpoints contradict each other
	OtherKey   FaultKind = "key"         // a checkpoint is not signed with the key
)

// Fault is one thing that is wrong with a log.
type Fault struct {
	Sequence int64 // of the first entry concerned
	Kind     FaultKind
	What     string // a sentence without a full stop
}

// String is the entry and the sentence.
func (f Fault) String() string { return fmt.Sprintf("entry %d: %s", f.Sequence, f.What) }

// Report is what Verify found.
type Report struct {
	Entries       int64
	Organisations int
	Checkpoints   int
	LastHash      string
	Signed        int64   // sequence up to which a checkpoint vouches for the log
	Faults        []Fault // the first bad entry first; not more than a hundred
}

// Verify reads a whole log, the oldest entry first, compares it with what was signed (the zero Signed when nothing was) and
// names everything that is wrong, the first bad entry first. The checkpoints must have been read before the log, which may
// grow meanwhile. The error is that of a database that does not answer.
func Verify(entries iter.Seq2[Entry, error], signed Signed) (Report, error) {
	v := verifier{organisations: map[string]string{}, checkpoints: signed.Checkpoints}
	v.report.Checkpoints, v.report.Faults = len(signed.Checkpoints), slices.Clone(signed.faults)
	v.compareCheckpoints()
	for e, err := range entries {
		if err != nil {
			if away(err) {
				return Report{}, fmt.Errorf("verify after entry %d: %w", v.last.Sequence, err)
			}
			v.fault(v.last.Sequence+1, Unreadable, "it cannot be read: %v", err)
			break
		}
		v.entry(&e)
	}
	v.end()
	return v.report, nil
}

// away reports whether the database does not answer, rather than answers something that is no entry.
func away(err error) bool {
	return problem.KindOf(err) != problem.Internal || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// verifier is a log being verified.
type verifier struct {
	report        Report
	last          Entry
	organisations map[string]string // the last hash by organisation
	checkpoints   []Checkpoint      // those not yet compared, in the order of their sequences
	signed        Checkpoint        // the last one that agreed
}

func (v *verifier) fault(sequence int64, kind FaultKind, format string, args ...any) {
	v.report.Faults = append(v.report.Faults, Fault{sequence, kind, fmt.Sprintf(format, args...)})
	const most = 1000
	if len(v.report.Faults) > most { // the first ones are kept
		slices.SortStableFunc(v.report.Faults, bySequence)
		v.report.Faults = v.report.Faults[:most/2]
	}
}

func bySequence(a, b Fault) int { return cmp.Compare(a.Sequence, b.Sequence) }

// entry verifies one entry against itself, the one before it and the checkpoints.
func (v *verifier) entry(e *Entry) {
	if e.hash() != e.Hash {
		v.fault(e.Sequence, Edited, "its content does not have its hash; it was edited")
	}
	v.place(e)
	if v.organisations[e.Organisation] != e.OrganisationPrevious {
		v.fault(e.Sequence, OwnChain, "it does not follow the entry before it in its organisation; one was moved or removed there")
	}
	v.time(e)
	v.agree(e)
	v.organisations[e.Organisation] = e.Hash
	v.last = *e
	v.report.Entries++
}

// place verifies that an entry comes directly after the last one.
func (v *verifier) place(e *Entry) {
	switch next := v.last.Sequence + 1; {
	case e.Sequence == next+1:
		v.fault(next, Missing, "it is missing")
	case e.Sequence > next:
		v.fault(next, Missing, "it is missing, and so are all to entry %d", e.Sequence-1)
	case e.Sequence < next:
		v.fault(e.Sequence, OutOfOrder, "it stands behind entry %d; it was inserted or moved", v.last.Sequence)
	case e.Previous != v.last.Hash:
		v.fault(e.Sequence, Unchained, "it does not follow the entry before it; one of them was replaced")
	}
}

// time verifies that an entry is not dated before what came before it.
func (v *verifier) time(e *Entry) {
	switch {
	case e.Facts[clockBack] != "":
		v.fault(e.Sequence, ClockBack, "the clock was set back by %s seconds before it was written", e.Facts[clockBack])
	case e.At.Before(v.last.At):
		v.fault(e.Sequence, ClockBack, "it is dated before the entry before it; the clock was set back")
	case v.signed.Sequence != 0 && e.At.Before(v.signed.At.Add(-tolerance)):
		v.fault(e.Sequence, ClockBack, "it is dated before checkpoint %d, which it came after; the clock was set back", v.signed.Sequence)
	}
}

// agree compares an entry with the checkpoints of its sequence.
func (v *verifier) agree(e *Entry) {
	for len(v.checkpoints) > 0 && v.checkpoints[0].Sequence <= e.Sequence {
		c := v.checkpoints[0]
		v.checkpoints = v.checkpoints[1:]
		switch {
		case c.Sequence < e.Sequence: // its entry is missing, which is said already
		case c.Hash != e.Hash:
			v.fault(e.Sequence, Rechained, "checkpoint %d of %s has another hash for it; the log was written anew or replaced up to here",
				c.Sequence, c.At.Format(time.RFC3339))
		default:
			v.signed, v.report.Signed = c, c.Sequence
		}
		if c.At.Before(e.At.Add(-tolerance)) && c.Hash == e.Hash {
			v.fault(e.Sequence, ClockBack, "checkpoint %d is dated before the entry it ends with; the clock was set back", c.Sequence)
		}
	}
}

// compareCheckpoints finds checkpoints that contradict each other.
func (v *verifier) compareCheckpoints() {
	for i := 1; i < len(v.checkpoints); i++ {
		a, b := v.checkpoints[i-1], v.checkpoints[i]
		if a.Sequence == b.Sequence && a.Hash != b.Hash {
			v.fault(b.Sequence, Forked, "two checkpoints of it have different hashes; the log went on in two ways")
		}
	}
}

// end closes the books: no checkpoint may know more entries than there are.
func (v *verifier) end() {
	if n := len(v.checkpoints); n > 0 {
		last := v.checkpoints[n-1]
		v.fault(v.last.Sequence+1, RolledBack, "it is missing: checkpoint %d of %s knows %d entries, and there are %d; the end was cut off or an older database was put back",
			last.Sequence, last.At.Format(time.RFC3339), last.Sequence, v.report.Entries)
	}
	v.report.Organisations, v.report.LastHash = len(v.organisations), v.last.Hash
	slices.SortStableFunc(v.report.Faults, bySequence)
	const most = 100
	v.report.Faults = v.report.Faults[:min(len(v.report.Faults), most)]
}
