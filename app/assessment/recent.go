package assessment

import (
	"context"
	"maps"
	"sync"

	"tuntas/app/store"
)

// mostRecent is how many decoded assessments are kept; one with everything answered takes about 100 kB.
const mostRecent = 256

// recent keeps assessments that were read a moment ago as they were decoded. Each reading still asks the store for the
// revision, so what is kept is never older than what is stored, whoever wrote it. Nothing in it is ever altered:
// whoever changes an assessment works on copies of the maps in it.
type recent struct {
	mu      sync.Mutex
	records map[ID]record
}

// of is the kept record of an id, or one that no revision matches.
func (k *recent) of(id ID) record {
	k.mu.Lock()
	defer k.mu.Unlock()
	r := k.records[id]
	r.ID = id
	return r
}

// keep takes a record in; when there is no room another one goes.
func (k *recent) keep(r record) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.records == nil {
		k.records = map[ID]record{}
	}
	if _, ok := k.records[r.ID]; !ok && len(k.records) >= mostRecent {
		for id := range k.records {
			delete(k.records, id)
			break
		}
	}
	k.records[r.ID] = r
}

// read is an assessment as it is stored now.
func (d *Desk) read(ctx context.Context, id ID) (record, error) {
	known := d.recent.of(id)
	r, err := d.assessments.Refresh(ctx, known)
	if err != nil {
		return r, err
	}
	if r.Revision != known.Revision {
		r.Value.attach()
		d.recent.keep(r)
	}
	return r, nil
}

// answered keeps what was just written to a record, when nobody wrote in between.
func (d *Desk) answered(r record, now store.Revision, questions []string, entries []Entry) {
	if now != r.Revision+1 {
		return
	}
	r.Revision, r.Value.Answers = now, maps.Clone(r.Value.Answers)
	if r.Value.Answers == nil {
		r.Value.Answers = map[string]Entry{}
	}
	for i, question := range questions {
		r.Value.Answers[question] = entries[i]
	}
	r.Value.attach()
	d.recent.keep(r)
}
