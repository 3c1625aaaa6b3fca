package assessment

import (
	"cmp"
	"context"
	"io"
	"slices"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// piece is a stored file with its own id, so that several can be read at once.
type piece struct {
	Evidence

	Self EvidenceID `json:"self"`
	Gone bool       `json:"gone"` // it was removed, and its content is not needed on its account
}

// attached is what is known of the files behind an assessment's answers.
func (d *Desk) attached(ctx context.Context, a *Assessment) (map[EvidenceID]Evidence, error) {
	var ids []store.Value
	seen := map[EvidenceID]bool{}
	for _, at := range a.Attached {
		for _, id := range at.Files {
			if !seen[id] {
				ids = append(ids, store.Text(id))
			}
			seen[id] = true
		}
	}
	files := make(map[EvidenceID]Evidence, len(ids))
	if len(ids) == 0 {
		return files, nil
	}
	query := store.Query{Where: []store.Condition{store.Equal("organisation", store.Text(a.Organisation)), store.In("self", ids...)}}
	for r, err := range d.pieces.Find(ctx, query) {
		if err != nil {
			return nil, err
		}
		files[r.ID] = r.Value.Evidence
	}
	return files, nil
}

// FileRow is one file with where it is used.
type FileRow struct {
	ID       EvidenceID
	Evidence Evidence
	Uploader string
	Used     []Use
}

// Use is one question that a file stands behind.
type Use struct {
	Assessment ID
	Question   string
}

// Library is the organisation's files ("berkas Anda"), the newest first. Who works on shared sections alone sees the
// files behind these and the ones they uploaded.
func (d *Desk) Library(ctx context.Context, by account.Actor) ([]FileRow, error) {
	if err := by.Allow(account.ReadEvidence, ""); err != nil {
		return nil, d.denied(ctx, by, account.ReadEvidence, "", err)
	}
	used, err := d.uses(ctx, by)
	if err != nil {
		return nil, err
	}
	var rows []FileRow
	query := store.Query{Where: []store.Condition{store.Equal("organisation", store.Text(by.Organisation))}}
	for r, err := range d.pieces.Find(ctx, query) {
		if err != nil {
			return nil, err
		}
		if !r.Value.Removed && readable(by, &r.Value, used[r.ID]) {
			rows = append(rows, FileRow{ID: r.ID, Evidence: r.Value.Evidence, Used: used[r.ID]})
		}
	}
	slices.SortStableFunc(rows, func(a, b FileRow) int { return b.Evidence.At.Compare(a.Evidence.At) })
	names := map[account.PersonID]string{}
	for i := range rows {
		person := rows[i].Evidence.By
		if _, ok := names[person]; !ok {
			if names[person], err = d.accounts.NameOf(ctx, by.Organisation, person); err != nil {
				return nil, err
			}
		}
		rows[i].Uploader = names[person]
	}
	return rows, nil
}

// readable reports whether a person may read a file: everywhere, or behind the questions they see, or their own.
func readable(by account.Actor, p *piece, used []Use) bool {
	return !by.OnlyShared(account.ReadEvidence) || p.By == by.Person || len(used) > 0
}

// uses is where the organisation's files are used, as far as the actor sees it.
func (d *Desk) uses(ctx context.Context, by account.Actor) (map[EvidenceID][]Use, error) {
	records, err := d.ofOrganisation(ctx, by.Organisation)
	if err != nil {
		return nil, err
	}
	used := map[EvidenceID][]Use{}
	for _, r := range records {
		m, err := d.model(&r.Value)
		if err != nil {
			return nil, err
		}
		for question, at := range r.Value.Attached {
			q, ok := m.Definition().Question(question)
			if !ok || !r.Value.reaches(by, account.ReadEvidence, q.Section) {
				continue
			}
			for _, file := range at.Files {
				used[file] = append(used[file], Use{Assessment: r.ID, Question: question})
			}
		}
	}
	for _, list := range used {
		slices.SortFunc(list, func(a, b Use) int {
			return cmp.Or(cmp.Compare(a.Assessment, b.Assessment), cmp.Compare(a.Question, b.Question))
		})
	}
	return used, nil
}

// piece is a file of the actor's organisation that the actor may read.
func (d *Desk) piece(ctx context.Context, by account.Actor, id EvidenceID) (*piece, error) {
	r, err := d.pieces.Get(ctx, id)
	if problem.KindOf(err) == problem.NotFound || err == nil && r.Value.Organisation != by.Organisation {
		return nil, absent()
	}
	if err != nil || !by.OnlyShared(account.ReadEvidence) {
		return &r.Value, err
	}
	used, err := d.uses(ctx, by)
	if err != nil {
		return nil, err
	}
	if !readable(by, &r.Value, used[id]) {
		return nil, absent()
	}
	return &r.Value, nil
}

// ReadFile opens a file for download; the caller closes it. A removed file can still be read while a submission holds it.
func (d *Desk) ReadFile(ctx context.Context, by account.Actor, id EvidenceID) (Evidence, io.ReadCloser, error) {
	if err := by.Allow(account.ReadEvidence, ""); err != nil {
		return Evidence{}, nil, d.denied(ctx, by, account.ReadEvidence, "", err)
	}
	p, err := d.piece(ctx, by, id)
	if err != nil {
		return Evidence{}, nil, err
	}
	if p.Removed {
		used, err := d.uses(ctx, by)
		if err != nil {
			return Evidence{}, nil, err
		}
		if len(used[id]) == 0 {
			return Evidence{}, nil, absent()
		}
	}
	act := d.act(by, "evidence.read", "", map[string]string{"sha256": p.File})
	act.Object = "evidence/" + string(id)
	if err := d.log.Note(ctx, act, ""); err != nil {
		return Evidence{}, nil, err
	}
	content, _, err := d.files.Open(ctx, p.File)
	return p.Evidence, content, err
}
