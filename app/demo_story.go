package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// event is something that happened in the demo before it began.
type event struct {
	at  time.Time
	run func(ctx context.Context) error
}

// then adds an event that happened some days ago. The story is told in the order of time, whoever it is about.
func (d *demo) then(days float64, run func(ctx context.Context) error) {
	const day = float64(24 * time.Hour)
	d.story = append(d.story, event{d.clock.now().Add(-time.Duration(days * day)), run})
}

// seed tells the story: every act goes the way it would have gone on the pages, at its time.
func (d *demo) seed(ctx context.Context) error {
	d.clock.stood = d.clock.now().AddDate(-1, 0, 0)
	defer func() { d.clock.stood = time.Time{} }()
	if err := errorsOf(d.offices(ctx), d.companies(ctx)); err != nil {
		return err
	}
	slices.SortStableFunc(d.story, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range d.story {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.clock.stood = e.at
		if err := e.run(ctx); err != nil {
			return err
		}
	}
	d.story = nil
	return nil
}

func errorsOf(all ...error) error { return cmp.Or(all...) }

// demoPassword is that of every account of the demo: there is nothing to protect, and much to type.
const demoPassword = "kopi panas di teras" //nolint:gosec // shown to everybody

// join adds a person with an account and returns who they are.
func (d *demo) join(ctx context.Context, o account.OrganisationID, organisation account.Organisation, p account.SeedPerson) (account.Actor, error) {
	p.Organisation, p.Password, p.Language = o, demoPassword, cmp.Or(p.Language, "id")
	if p.Role.NeedsCode() {
		sum := sha256.Sum256([]byte(p.Email))
		p.Secret = base32.StdEncoding.EncodeToString(sum[:20])
	}
	id, err := d.platform.accounts.Seed(ctx, p)
	if err != nil {
		return account.Actor{}, fmt.Errorf("account %s: %w", p.Email, err)
	}
	d.accounts = append(d.accounts, demoAccount{p.Email, p.Password, p.Secret, p.Role, organisation.Name})
	return account.Actor{
		Person: id, Name: p.Name, Email: p.Email, Language: p.Language, Organisation: o, OrganisationName: organisation.Name,
		Kind: organisation.Kind, Role: p.Role, Position: p.Position, SteppedUp: d.clock.read(), Memberships: 1,
	}, nil
}

// offices adds the unit of the ministry and the trainer.
func (d *demo) offices(ctx context.Context) error {
	for _, o := range []struct {
		organisation account.Organisation
		people       []account.SeedPerson
	}{
		{account.Organisation{Kind: account.Ministry, Name: "Unit Uji Tuntas (rekaan)"}, []account.SeedPerson{
			{Name: "Siti Rahmawati", Email: "petugas@unit.example", Role: account.Officer, Position: "Pengawas ketenagakerjaan"},
			{Name: "Agus Prasetyo", Email: "pemutus@unit.example", Role: account.Decider, Position: "Kepala unit"},
			{Name: "Maria Tanod", Email: "auditor@unit.example", Role: account.Auditor, Position: "Auditor"},
			{Name: "Dewa Putra", Email: "admin@unit.example", Role: account.Administrator, Position: "Pengelola platform"},
		}},
		{account.Organisation{Kind: account.TrainingProvider, Name: "Lembaga Pelatihan Rekaan"}, []account.SeedPerson{
			{Name: "Yohana Bere", Email: "pelatih@latih.example", Role: account.Trainer, Position: "Pelatih"},
		}},
	} {
		id, err := d.platform.accounts.CreateOrganisation(ctx, o.organisation)
		if err != nil {
			return fmt.Errorf("organisation %s: %w", o.organisation.Name, err)
		}
		for _, p := range o.people {
			if _, err := d.join(ctx, id, o.organisation, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// work is one assessment of a company of the demo.
type work struct {
	d       *demo
	def     *questionnaires.Definition
	answers *questionnaires.Answers
	owner   account.Actor
	id      assessment.ID
	moved   time.Duration // by which the days of the worked example are moved
	files   map[string]assessment.EvidenceID
}

// start begins the assessment.
func (w *work) start(period string, short bool) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		w.id, err = w.d.platform.desk.Start(ctx, w.owner, w.def.ID, period, short)
		return err
	}
}

// answer saves what the example answers in a section, and attaches its evidence.
func (w *work) answer(by *account.Actor, section *questionnaires.Section) func(context.Context) error {
	return func(ctx context.Context) error {
		var inputs []assessment.Input
		for i := range w.def.Questions {
			q := &w.def.Questions[i]
			if a, ok := w.answers.Answers[q.ID]; ok && q.Section == section.ID {
				inputs = append(inputs, w.input(q, &a))
			}
		}
		if _, _, err := w.d.platform.desk.Save(ctx, *by, w.id, inputs); err != nil {
			return fmt.Errorf("answer section %s: %w", section.ID, err)
		}
		for _, in := range inputs {
			for _, e := range w.answers.Answers[in.Question].Evidence {
				if err := w.prove(ctx, by, in.Question, e); err != nil {
					return fmt.Errorf("evidence of %s: %w", in.Question, err)
				}
			}
		}
		return nil
	}
}

// input is an answer of the example as somebody types it.
func (w *work) input(q *questionnaires.Question, a *questionnaires.Answer) assessment.Input {
	in := assessment.Input{
		Question: q.ID, Comment: a.Comment, SelfDisclosed: a.SelfDisclosed, Who: a.Who, By: w.day(a.By), Reason: a.Reason, Language: "en",
	}
	switch a.State {
	case questionnaires.Answered:
		in.Choice, in.Codes = assessment.Value, a.Value.Codes
		in.Text, in.Cells = typed(q, a)
	case questionnaires.NotKnown:
		in.Choice = assessment.NotKnown
	case questionnaires.Claimed, questionnaires.NotApplicable:
		in.Choice = assessment.NotApplicable
	case questionnaires.InProgress:
		in.Choice = assessment.InProgress
	case questionnaires.Unanswered:
	}
	return in
}

// day moves a day of the example by as much as its own day lies before or after the story.
func (w *work) day(iso string) string {
	at, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return ""
	}
	return at.Add(w.moved).Format(time.DateOnly)
}

// prove attaches a file with the name of the example's evidence; one name is one file.
func (w *work) prove(ctx context.Context, by *account.Actor, question string, e questionnaires.Evidence) error {
	desk := w.d.platform.desk
	if file, ok := w.files[e.Name]; ok {
		return desk.Attach(ctx, *by, w.id, question, file)
	}
	content := samplePDF(e.Name)
	file, err := desk.AddEvidence(ctx, *by, w.id, assessment.Upload{
		Question: question, Name: e.Name + ".pdf", Content: bytes.NewReader(content), Size: int64(len(content)),
		Date: w.day(e.Date), Expires: w.day(e.Expires),
	})
	if problem.KindOf(err) == problem.NotFound { // the question does not apply
		return nil
	}
	w.files[e.Name] = file
	return err
}

// share gives every second section to a colleague, to be answered within some days.
func (w *work) share(with *account.Actor, days int) func(context.Context) error {
	return func(ctx context.Context) error {
		for i := range w.def.Sections {
			if i%2 == 0 {
				continue
			}
			if err := w.shareOne(w.def.Sections[i].ID, with.Email, days)(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

// shareOne gives a section to an address; whoever has no account there is invited by mail.
func (w *work) shareOne(section, email string, days int) func(context.Context) error {
	return func(ctx context.Context) error {
		due := w.d.clock.read().AddDate(0, 0, days).Format(time.DateOnly)
		return w.d.platform.desk.Share(ctx, w.owner, w.id, section, email, due)
	}
}

// say adds a remark about a question.
func (w *work) say(by *account.Actor, question, text string) func(context.Context) error {
	return func(ctx context.Context) error { return w.d.platform.desk.Comment(ctx, *by, w.id, question, text) }
}

// mark declares the sections complete that are.
func (w *work) mark(ctx context.Context) error {
	for i := range w.def.Sections {
		err := w.d.platform.desk.Mark(ctx, w.owner, w.id, w.def.Sections[i].ID, true)
		if err != nil && problem.KindOf(err) != problem.Invalid {
			return err
		}
	}
	return nil
}

// submit answers what the example leaves open with "not known yet" and submits.
func (w *work) submit(ctx context.Context) error {
	desk := w.d.platform.desk
	v, err := desk.View(ctx, w.owner, w.id)
	for ; err == nil && len(v.Missing()) > 0; v, err = desk.View(ctx, w.owner, w.id) {
		var inputs []assessment.Input
		for _, m := range v.Missing() {
			inputs = append(inputs, assessment.Input{
				Question: m.Question, Revision: v.Assessment.Answers[m.Question].Revision, Choice: assessment.NotKnown, Who: "Bagian SDM",
				By: w.d.clock.read().AddDate(0, 1, 0).Format(time.DateOnly), Language: "en",
			})
		}
		if _, _, err := desk.Save(ctx, w.owner, w.id, inputs); err != nil {
			return fmt.Errorf("answer what is open: %w", err)
		}
	}
	if err != nil {
		return err
	}
	if err := w.mark(ctx); err != nil {
		return err
	}
	if v, err = desk.View(ctx, w.owner, w.id); err != nil {
		return err
	}
	_, err = desk.Submit(ctx, w.owner, w.id, assessment.Declaration{
		Name: w.owner.Name, Position: w.owner.Position, Agreed: true, Seen: v.Revision,
	})
	return err
}

// own gives the first actions of the plan to somebody.
func (w *work) own(role string) func(context.Context) error {
	return func(ctx context.Context) error {
		const first = 4
		for i := range first {
			if err := w.edit(ctx, i, assessment.PlanEdit{Owner: role}); err != nil {
				return err
			}
		}
		return nil
	}
}

// move brings an action of the plan into another status.
func (w *work) move(action int, to assessment.ActionStatus, note string) func(context.Context) error {
	return func(ctx context.Context) error {
		return w.edit(ctx, action, assessment.PlanEdit{Status: to, Note: note})
	}
}

func (w *work) edit(ctx context.Context, action int, in assessment.PlanEdit) error {
	plan, seen, err := w.d.platform.desk.Plan(ctx, w.owner, w.id)
	if err != nil || action >= len(plan.Actions) {
		return err
	}
	in.Action, in.Seen = plan.Actions[action].ID, seen
	return w.d.platform.desk.EditPlan(ctx, w.owner, w.id, in)
}
