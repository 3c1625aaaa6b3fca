package assessment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// RemoveEvidence takes a file out of the organisation's files. As long as it stands behind an answer that can still be
// changed, or behind an action, it is problem.Conflict "assessment.file.used". Behind a submission it stays readable; its
// content is deleted when no submission and no other upload needs it.
func (d *Desk) RemoveEvidence(ctx context.Context, by account.Actor, id EvidenceID) error {
	if err := by.Allow(account.AddEvidence, string(Draft)); err != nil {
		return d.denied(ctx, by, account.AddEvidence, "", err)
	}
	p, err := d.piece(ctx, by, id)
	if err != nil {
		return err
	}
	if p.Removed || by.OnlyShared(account.AddEvidence) && p.By != by.Person {
		return absent()
	}
	needed, err := d.needed(ctx, by, id)
	if err != nil {
		return err
	}
	act := d.act(by, "evidence.remove", "", map[string]string{"sha256": p.File})
	act.Object = "evidence/" + string(id)
	return d.log.Do(ctx, act, func(ctx context.Context) error {
		_, err := d.pieces.Update(ctx, id, store.Any, func(p *piece) error {
			p.Removed = true
			return nil
		})
		if err != nil || needed {
			return err
		}
		return d.deleteContent(ctx, id, p.File)
	})
}

// needed reports whether a submission holds a file; in use elsewhere it is a conflict.
func (d *Desk) needed(ctx context.Context, by account.Actor, id EvidenceID) (bool, error) {
	records, err := d.ofOrganisation(ctx, by.Organisation)
	if err != nil {
		return false, err
	}
	used, needed := problem.New(problem.Conflict, "assessment.file.used"), false
	for _, r := range records {
		if _, closed := r.Value.submitted(); !closed && r.Value.State != Withdrawn && r.Value.uses(id) {
			return false, used
		}
		needed = needed || r.Value.holds(id)
	}
	plans, err := d.plans.All(ctx, store.Query{Where: []store.Condition{store.Equal("organisation", store.Text(by.Organisation))}})
	if err != nil {
		return false, err
	}
	for _, p := range plans {
		for _, a := range p.Value.Actions {
			if slices.Contains(a.Evidence, id) {
				return false, used
			}
		}
	}
	return needed, nil
}

// holds reports whether a submission was made with a file.
func (a *Assessment) holds(id EvidenceID) bool {
	submissions := a.Earlier
	if a.Submission != nil {
		submissions = append(slices.Clip(submissions), *a.Submission)
	}
	return slices.ContainsFunc(submissions, func(s Submission) bool { return s.Files[string(id)] != "" })
}

// deleteContent deletes what a removed file held, unless another upload has the same content. Whoever uploads the same at
// this moment either is seen here afterwards, and the content is put back, or sees that it is gone and puts it back (see
// keepContent).
func (d *Desk) deleteContent(ctx context.Context, id EvidenceID, sum string) error {
	if _, err := d.pieces.Set(ctx, id, nil, map[string]any{"gone": true}); err != nil {
		return err
	}
	if shared, err := d.othersHave(ctx, id, sum); err != nil || shared {
		return err
	}
	content, _, err := d.files.Open(ctx, sum)
	if err != nil {
		return fmt.Errorf("open file %s: %w", sum, err)
	}
	data, err := io.ReadAll(io.LimitReader(content, MostFile+1))
	if err := errors.Join(err, content.Close()); err != nil {
		return fmt.Errorf("read file %s: %w", sum, err)
	}
	if err := d.files.Delete(ctx, sum); err != nil {
		return fmt.Errorf("delete file %s: %w", sum, err)
	}
	shared, err := d.othersHave(ctx, id, sum)
	if err == nil && shared {
		_, err = d.files.Put(ctx, bytes.NewReader(data))
	}
	return err
}

// othersHave reports whether another upload, of whatever organisation, has the same content.
func (d *Desk) othersHave(ctx context.Context, id EvidenceID, sum string) (bool, error) {
	for r, err := range d.pieces.Find(ctx, store.Query{Where: []store.Condition{store.Equal("file", store.Text(sum))}}) {
		if err != nil {
			return false, err
		}
		if r.ID != id && !r.Value.Gone {
			return true, nil
		}
	}
	return false, nil
}

// keepContent puts content back that somebody who removed the same file deleted while this upload was being written down.
func (d *Desk) keepContent(ctx context.Context, sum string, data []byte) error {
	content, _, err := d.files.Open(ctx, sum)
	if err == nil {
		return content.Close()
	}
	if problem.KindOf(err) != problem.NotFound {
		return err
	}
	_, err = d.files.Put(ctx, bytes.NewReader(data))
	return err
}
