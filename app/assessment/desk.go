package assessment

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// Config is what a Desk is opened with.
type Config struct {
	Engine      store.Engine
	Log         *audit.Log
	Accounts    *account.Accounts
	Clock       func() time.Time
	Definitions []*questionnaires.Definition // nil: every questionnaire of the library
}

// Desk is all assessments of one installation. It keeps compiled questionnaires and no other state.
type Desk struct {
	log         *audit.Log
	accounts    *account.Accounts
	files       store.Files
	clock       func() time.Time
	models      map[string]*scoring.Model // by id@version
	latest      map[string]string         // id → id@version
	assessments *store.Collection[ID, Assessment]
	pieces      *store.Collection[EvidenceID, piece]
	proposals   *store.Collection[proposalID, kept]
	plans       *store.Collection[ID, Plan]
	comments    *store.Collection[commentID, said]
	recent      recent
	decoding    chan struct{} // one image at a time is decoded: it may take 200 MB
}

// The collections' names.
const (
	assessmentsName = "assessments"
	evidenceName    = "evidence"
	proposalsName   = "proposals"
	plansName       = "plans"
	commentsName    = "comments"
)

// Schemas are the collections of this package, for export and import.
func Schemas() []store.Schema {
	text := func(paths ...string) []store.Field {
		fields := make([]store.Field, len(paths))
		for i, path := range paths {
			fields[i] = store.Field{Path: path}
		}
		return fields
	}
	index := func(fields ...string) store.Index { return store.Index{Fields: fields} }
	return []store.Schema{
		{
			Name: assessmentsName, Fields: text("organisation", "slot", "period", "questionnaire", "state", "reference", "deadline"),
			Indexes: []store.Index{{Fields: []string{"organisation", "slot"}, Unique: true}, index("organisation", "period"), index("reference")},
		},
		{Name: evidenceName, Fields: text("organisation", "self", "file"), Indexes: []store.Index{index("organisation", "self"), index("file")}},
		{Name: proposalsName, Fields: text("organisation", "person"), Indexes: []store.Index{index("organisation", "person")}},
		{Name: plansName, Fields: text("organisation"), Indexes: []store.Index{index("organisation")}},
		{Name: commentsName, Fields: text("organisation", "assessment"), Indexes: []store.Index{index("organisation", "assessment")}},
	}
}

// Open opens the collections and compiles the questionnaires.
func Open(ctx context.Context, c Config) (*Desk, error) {
	d := &Desk{
		log: c.Log, accounts: c.Accounts, files: c.Engine.Files(), clock: c.Clock,
		models: map[string]*scoring.Model{}, latest: map[string]string{}, decoding: make(chan struct{}, 1),
	}
	definitions := c.Definitions
	if definitions == nil {
		var err error
		if definitions, err = library(); err != nil {
			return nil, err
		}
	}
	newest := map[string]int{}
	for _, def := range definitions {
		m, err := scoring.Compile(def)
		if err != nil {
			return nil, fmt.Errorf("compile %s: %w", def.Ref(), err)
		}
		d.models[def.Ref()] = m
		if def.Version >= newest[def.ID] {
			newest[def.ID], d.latest[def.ID] = def.Version, def.Ref()
		}
	}
	return d, d.declare(ctx, c.Engine)
}

func library() ([]*questionnaires.Definition, error) {
	refs, err := questionnaires.List()
	if err != nil {
		return nil, fmt.Errorf("list questionnaires: %w", err)
	}
	definitions := make([]*questionnaires.Definition, len(refs))
	for i, ref := range refs {
		if definitions[i], err = questionnaires.Open(ref.String()); err != nil {
			return nil, fmt.Errorf("open questionnaire %s: %w", ref, err)
		}
	}
	return definitions, nil
}

func (d *Desk) declare(ctx context.Context, e store.Engine) error {
	schemas := map[string]store.Schema{}
	for _, s := range Schemas() {
		schemas[s.Name] = s
	}
	var err error
	if d.assessments, err = store.Open[ID, Assessment](ctx, e, schemas[assessmentsName]); err != nil {
		return err
	}
	if d.pieces, err = store.Open[EvidenceID, piece](ctx, e, schemas[evidenceName]); err != nil {
		return err
	}
	if d.proposals, err = store.Open[proposalID, kept](ctx, e, schemas[proposalsName]); err != nil {
		return err
	}
	if d.plans, err = store.Open[ID, Plan](ctx, e, schemas[plansName]); err != nil {
		return err
	}
	d.comments, err = store.Open[commentID, said](ctx, e, schemas[commentsName])
	return err
}

// model is the compiled questionnaire that an assessment was begun with.
func (d *Desk) model(a *Assessment) (*scoring.Model, error) {
	m, ok := d.models[a.Questionnaire]
	if !ok {
		return nil, fmt.Errorf("questionnaire %s is not in the library", a.Questionnaire)
	}
	if sum := m.Definition().SHA256; sum != a.SHA256 {
		return nil, fmt.Errorf("questionnaire %s has the hash %s, not %s with which the assessment began", a.Questionnaire, sum, a.SHA256)
	}
	return m, nil
}

// record is one stored assessment.
type record = store.Record[ID, Assessment]

// open is the first line of every operation on one assessment: it is the actor's organisation's, or not found; the
// actor's role may do the action in its state; who works on shared sections alone has at least one.
func (d *Desk) open(ctx context.Context, by account.Actor, id ID, action account.Action) (record, error) {
	r, err := d.find(ctx, by, id)
	if err != nil {
		return r, err
	}
	if err := by.Allow(action, string(r.Value.State)); err != nil {
		return record{}, d.denied(ctx, by, action, id, err)
	}
	return r, nil
}

// find is an assessment that the actor may know of.
func (d *Desk) find(ctx context.Context, by account.Actor, id ID) (record, error) {
	r, err := d.read(ctx, id)
	if problem.KindOf(err) == problem.NotFound || err == nil && r.Value.Organisation != by.Organisation {
		return record{}, absent()
	}
	if err != nil {
		return record{}, err
	}
	if by.OnlyShared(account.ReadAssessment) {
		if mine, err := d.settleShares(ctx, by, &r); err != nil || !mine {
			return record{}, cmp.Or(err, absent())
		}
	}
	return r, nil
}

// absent is the one answer for what is missing, foreign or not shared.
func absent() error { return problem.New(problem.NotFound, "assessment.not_found") }

// denied writes a refusal into the log and returns it.
func (d *Desk) denied(ctx context.Context, by account.Actor, action account.Action, id ID, refusal error) error {
	if problem.KindOf(refusal) != problem.Forbidden {
		return refusal
	}
	if err := d.log.Note(ctx, d.act(by, string(action), id, nil), "denied"); err != nil {
		return err
	}
	return refusal
}

// act is an act on an assessment for the log.
func (d *Desk) act(by account.Actor, verb string, id ID, facts map[string]string) audit.Act {
	return audit.Act{
		Organisation: string(by.Organisation), By: string(by.Person), Role: string(by.Role),
		Verb: verb, Object: "assessment/" + string(id), Facts: facts,
	}
}

// jakarta is the time zone of every day in the product; western Indonesia has no summer time.
func jakarta() *time.Location { return time.FixedZone("WIB", 7*60*60) }

// today is the day in Asia/Jakarta, YYYY-MM-DD.
func (d *Desk) today() string { return d.clock().In(jakarta()).Format(time.DateOnly) }
