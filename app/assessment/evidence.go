package assessment

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// Limits of evidence.
const (
	MostFile      = 10 << 20  // bytes of one file
	MostAttached  = 5         // files of one question
	MostTogether  = 300 << 20 // bytes of all files of one assessment
	OtherKind     = "other"   // the kind of what is no Proof of the questionnaire
	claimedLevel  = 1         // E1: only an evaluator gives more
	fileFormField = "file"
)

// Upload is a file to attach. Size is what the client declared, -1 when unknown; limits hold for what is read.
type Upload struct {
	Question string // to attach to; "" keeps it in the organisation's files only
	Name     string
	Content  io.Reader
	Size     int64
	Kind     string
	Date     string // as typed, like the three below
	From, To string
	Expires  string
}

// AddEvidence checks, cleans and stores a file; pictures are stored without what the camera wrote beside them. It counts
// as E1, a document that nobody reviewed. problem.Invalid with a field "file" and a key per cause:
// assessment.file.none, .type, .empty, .password, .too_many, .pixels, .broken, .macros, .active, .name, or one of the form's
// fields "kind", "date", "from", "to", "expires"; problem.TooLarge "assessment.file.too_large" or ".together".
func (d *Desk) AddEvidence(ctx context.Context, by account.Actor, id ID, in Upload) (EvidenceID, error) {
	r, def, err := d.openFor(ctx, by, id, in.Question)
	if err != nil {
		return "", err
	}
	if len(r.Value.Attached[in.Question].Files) >= MostAttached {
		return "", tooMany()
	}
	file, about, err := d.takeAll(ctx, def, &in)
	if err != nil {
		return "", err
	}
	if r.Value.Bytes+int64(len(file.data)) > MostTogether {
		return "", problem.New(problem.TooLarge, "assessment.file.together").With("limit", MostTogether>>20)
	}
	about.Name, about.Type, about.Size = file.name, file.media, int64(len(file.data))
	about.Organisation, about.By, about.At, about.Level = by.Organisation, by.Person, d.clock().UTC(), claimedLevel
	evidence := EvidenceID(rand.Text())
	facts := map[string]string{"evidence": string(evidence), "sha256": digest(file.data), "size": strconv.Itoa(len(file.data)), "question": in.Question}
	err = d.log.Do(ctx, d.act(by, "evidence.add", id, facts), func(ctx context.Context) error {
		info, err := d.files.Put(ctx, bytes.NewReader(file.data))
		if err != nil {
			return err
		}
		about.File = info.Sum
		if err := d.pieces.Insert(ctx, evidence, piece{Evidence: about, Self: evidence}); err != nil {
			return err
		}
		if err := d.keepContent(ctx, info.Sum, file.data); err != nil || in.Question == "" {
			return err
		}
		if err := d.attachTo(ctx, by, r, in.Question, evidence, about.Size); err != nil {
			return errors.Join(err, d.pieces.Delete(ctx, evidence, store.Any))
		}
		return nil
	})
	if err != nil {
		return "", fmt.Errorf("add evidence %s to assessment %s: %w", evidence, id, err)
	}
	return evidence, nil
}

// takeAll reads a file and what was typed about it, and says all that is wrong with both at once.
func (d *Desk) takeAll(ctx context.Context, def *questionnaires.Definition, in *Upload) (*taken, Evidence, error) {
	var file *taken
	wrong := fileFault("none")
	if in.Content != nil {
		file, wrong = d.take(ctx, in)
	}
	about, err := d.describe(def, in)
	return file, about, bothFaults(wrong, err)
}

// bothFaults is the fields of two forms at fault in one; any other failure alone.
func bothFaults(first, second error) error {
	a, invalid := errors.AsType[*problem.Error](first)
	b, too := errors.AsType[*problem.Error](second)
	if !invalid || !too || a.Kind != problem.Invalid || b.Kind != problem.Invalid {
		return cmp.Or(first, second)
	}
	all := *a
	all.Fields = append(slices.Clone(a.Fields), b.Fields...)
	return &all
}

// openFor opens an assessment to change the evidence of a question, or of none.
func (d *Desk) openFor(ctx context.Context, by account.Actor, id ID, question string) (record, *questionnaires.Definition, error) {
	r, err := d.open(ctx, by, id, account.AddEvidence)
	if err != nil {
		return r, nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return r, nil, err
	}
	q, ok := m.Definition().Question(question)
	if question != "" && (!ok || !r.Value.reaches(by, account.AddEvidence, q.Section)) {
		return r, nil, absent()
	}
	return r, m.Definition(), nil
}

// describe reads what was typed about a file.
func (d *Desk) describe(def *questionnaires.Definition, in *Upload) (Evidence, error) {
	e := Evidence{Kind: in.Kind}
	var form problem.Form
	known := slices.ContainsFunc(def.Proofs, func(p questionnaires.Proof) bool { return p.ID == in.Kind })
	switch {
	case in.Kind == "":
		e.Kind = OtherKind
	case !known && in.Kind != OtherKind:
		form.Add("kind", "assessment.file.kind")
	}
	day := func(field, typed string) string {
		if typed = cleanLine(typed); typed == "" {
			return ""
		}
		day, ok := parseDay(typed)
		if !ok {
			form.Add(field, "assessment.answer.date", "example", pastDay)
		}
		return day
	}
	e.Date, e.From, e.To, e.Expires = day("date", in.Date), day("from", in.From), day("to", in.To), day("expires", in.Expires)
	if e.Date > d.today() {
		form.Add("date", "assessment.file.date_future")
	}
	if e.To != "" && e.To < e.From {
		form.Add("to", "assessment.file.to_before_from")
	}
	if e.Expires != "" && e.Expires < e.Date {
		form.Add("expires", "assessment.file.expires_before_date")
	}
	return e, form.Err()
}

// tries is how often attaching begins again when somebody else attached something meanwhile.
const tries = 16

// attachTo puts a file behind a question. Its guards are the files of that question and the sum of all, so that neither
// limit can be passed by two uploads at once.
func (d *Desk) attachTo(ctx context.Context, by account.Actor, r record, question string, file EvidenceID, size int64) error {
	return d.reattach(ctx, by, r, question, func(a *Assessment, at *Attachment) error {
		switch {
		case slices.Contains(at.Files, file):
			return nil
		case len(at.Files) >= MostAttached:
			return tooMany()
		}
		if !a.uses(file) {
			a.Bytes += size
		}
		if a.Bytes > MostTogether {
			return problem.New(problem.TooLarge, "assessment.file.together").With("limit", MostTogether>>20)
		}
		at.Files = append(slices.Clone(at.Files), file)
		return nil
	})
}

// reattach changes the files behind one question and the sum of all.
func (d *Desk) reattach(ctx context.Context, by account.Actor, r record, question string, change func(*Assessment, *Attachment) error) error {
	for range tries {
		at, before := r.Value.Attached[question], r.Value.Bytes
		if err := change(&r.Value, &at); err != nil {
			return err
		}
		guards := []store.Guard{
			{Path: "state", Value: store.Text(r.Value.State)},
			{Path: "bytes", Value: store.Number(before)},
			{Path: "attached." + question + ".revision", Value: store.Number(at.Revision)},
		}
		at.Revision++
		_, err := d.assessments.Set(ctx, r.ID, guards, map[string]any{"attached." + question: at, "bytes": r.Value.Bytes})
		if problem.KindOf(err) != problem.Conflict {
			return err
		}
		if r, err = d.open(ctx, by, r.ID, account.AddEvidence); err != nil {
			return err
		}
	}
	return problem.New(problem.Conflict, "assessment.changed")
}

// uses reports whether a file stands behind any question.
func (a *Assessment) uses(file EvidenceID) bool {
	for _, at := range a.Attached {
		if slices.Contains(at.Files, file) {
			return true
		}
	}
	return false
}

// tooMany is the refusal of one more file behind a question.
func tooMany() error { return fileFault("too_many", "limit", MostAttached) }

// fileFault is problem.Invalid with what is wrong with a file.
func fileFault(cause string, args ...any) error {
	var form problem.Form
	form.Add(fileFormField, "assessment.file."+cause, args...)
	return form.Err()
}

// Attach uses a file of the organisation for one more question; who works on shared sections alone can use files that
// they see.
func (d *Desk) Attach(ctx context.Context, by account.Actor, id ID, question string, file EvidenceID) error {
	r, _, err := d.openFor(ctx, by, id, question)
	if err != nil {
		return err
	}
	p, err := d.piece(ctx, by, file)
	if err != nil {
		return err
	}
	if question == "" || p.Removed {
		return absent()
	}
	facts := map[string]string{"evidence": string(file), "question": question}
	return d.log.Do(ctx, d.act(by, "evidence.attach", id, facts), func(ctx context.Context) error {
		return d.attachTo(ctx, by, r, question, file, p.Size)
	})
}

// Detach takes a file away from a question; the file stays among the organisation's files.
func (d *Desk) Detach(ctx context.Context, by account.Actor, id ID, question string, file EvidenceID) error {
	r, _, err := d.openFor(ctx, by, id, question)
	if err != nil {
		return err
	}
	if !slices.Contains(r.Value.Attached[question].Files, file) {
		return absent()
	}
	p, err := d.pieces.Get(ctx, file)
	if err != nil {
		return err
	}
	facts := map[string]string{"evidence": string(file), "question": question}
	return d.log.Do(ctx, d.act(by, "evidence.detach", id, facts), func(ctx context.Context) error {
		return d.reattach(ctx, by, r, question, func(a *Assessment, at *Attachment) error {
			at.Files = slices.DeleteFunc(slices.Clone(at.Files), func(f EvidenceID) bool { return f == file })
			others := *a
			others.Attached = map[string]Attachment{question: *at}
			for q, other := range a.Attached {
				if q != question {
					others.Attached[q] = other
				}
			}
			if !others.uses(file) {
				a.Bytes = max(0, a.Bytes-p.Value.Size)
			}
			return nil
		})
	})
}
