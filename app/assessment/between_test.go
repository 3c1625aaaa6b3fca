package assessment_test

import (
	"context"
	"sync"
	"testing"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// between is an engine in which something happens once, between the reading of an assessment and the writing.
type between struct {
	store.Engine

	once sync.Once
	then func()
}

func (b *between) happen(s *store.Schema) {
	if s.Name == assessment.Schemas()[0].Name {
		b.once.Do(b.then)
	}
}

func (b *between) Set(ctx context.Context, s *store.Schema, id string, guards []store.Guard, to []store.Assignment) (store.Revision, error) {
	b.happen(s)
	return b.Engine.Set(ctx, s, id, guards, to)
}

func (b *between) Replace(ctx context.Context, s *store.Schema, doc store.Document, was store.Revision) error {
	b.happen(s)
	return b.Engine.Replace(ctx, s, doc, was)
}

// interrupted is a desk of which the next write to an assessment comes after something else.
func (h *house) interrupted(then func()) *assessment.Desk {
	h.t.Helper()
	d, err := assessment.Open(h.t.Context(), assessment.Config{
		Engine: &between{Engine: h.engine, then: then}, Log: h.log, Accounts: h.accounts, Clock: h.clock.now,
	})
	h.must(err)
	return d
}

func TestSubmittedWhileSaving(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	e := h.view(h.owner, id).Assessment.Answers["fee_rule"]
	d := h.interrupted(func() { h.submit(id) })
	saved, _, err := d.Save(t.Context(), h.second, id, []assessment.Input{one("fee_rule", "step4", e.Revision)})
	wantProblem(t, err, problem.Conflict, "account.state")
	if now := h.view(h.owner, id).Assessment.Answers["fee_rule"]; len(saved) != 0 || now.Revision != e.Revision {
		t.Errorf("saved %+v after the submission: %+v", saved, now)
	}
}

func TestSavedWhileSubmitting(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	e := h.view(h.owner, id).Assessment.Answers["fee_rule"]
	d := h.interrupted(func() { h.save(h.second, id, one("fee_rule", "step4", e.Revision)) })
	_, err := d.Submit(t.Context(), h.owner, id, h.declaration(id))
	wantProblem(t, err, problem.Conflict, "assessment.changed")
	if a := h.view(h.owner, id).Assessment; a.State != assessment.Draft || a.Answers["fee_rule"].Codes[0] != "step4" {
		t.Errorf("%s with %+v", a.State, a.Answers["fee_rule"])
	}
}

func TestSavedWhileSaving(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	d := h.interrupted(func() { h.save(h.second, id, one("agents_used", "no", 0)) })
	saved, clashes, err := d.Save(t.Context(), h.owner, id, []assessment.Input{one("agents_used", "yes", 0), one("fee_rule", "step1", 0)})
	h.must(err)
	if len(saved) != 1 || saved[0].Question != "fee_rule" || len(clashes) != 1 || clashes[0].Writer != "Rudi Hartono" {
		t.Errorf("saved %+v, clashes %+v", saved, clashes)
	}
}

func TestAttachedWhileAttaching(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	first, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", "a.pdf", pdf("a")))
	h.must(err)
	other, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", "b.pdf", pdf("b")))
	h.must(err)
	d := h.interrupted(func() { h.must(h.Attach(t.Context(), h.second, id, "fee_rule", first)) })
	h.must(d.Attach(t.Context(), h.owner, id, "fee_rule", other))
	if files := h.view(h.owner, id).Assessment.Attached["fee_rule"].Files; len(files) != 2 {
		t.Errorf("attached are %v, want both", files)
	}
}

func TestAttachedWhileSubmitting(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	d := h.interrupted(func() { h.submit(id) })
	_, err := d.AddEvidence(t.Context(), h.owner, id, upload("fee_rule", "a.pdf", pdf()))
	wantProblem(t, err, problem.Conflict, "account.state")
	if _, pieces := h.stored(); pieces != 0 {
		t.Errorf("%d pieces are left of a refused upload", pieces)
	}
}

// deleting is an engine in which something happens once, before a file's content is deleted.
type deleting struct {
	store.Engine

	then func()
}

func (d *deleting) Files() store.Files { return &deletingFiles{Files: d.Engine.Files(), then: d.then} }

type deletingFiles struct {
	store.Files

	then func()
}

func (f *deletingFiles) Delete(ctx context.Context, sum string) error {
	f.then()
	return f.Files.Delete(ctx, sum)
}

func TestUploadedWhileRemoving(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	old, err := h.AddEvidence(t.Context(), h.owner, id, upload("", "a.pdf", pdf()))
	h.must(err)
	var fresh assessment.EvidenceID
	engine := &deleting{Engine: h.engine, then: func() {
		var err error
		fresh, err = h.AddEvidence(t.Context(), h.second, id, upload("", "b.pdf", pdf()))
		h.must(err)
	}}
	d, err := assessment.Open(t.Context(), assessment.Config{Engine: engine, Log: h.log, Accounts: h.accounts, Clock: h.clock.now})
	h.must(err)
	h.must(d.RemoveEvidence(t.Context(), h.owner, old))
	_, content, err := h.ReadFile(t.Context(), h.owner, fresh)
	h.must(err)
	h.must(content.Close())
}
