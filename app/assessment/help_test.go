package assessment_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

const password = "kuda lumping makan nasi pecel"

// clock is one that a test turns.
type clock struct {
	sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.at
}

func (c *clock) turn(days int) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.AddDate(0, 0, days)
}

// postbox keeps the mails that were sent.
type postbox struct {
	sync.Mutex
	mails []account.Message
}

func (p *postbox) Send(_ context.Context, m account.Message) error {
	p.Lock()
	defer p.Unlock()
	p.mails = append(p.mails, m)
	return nil
}

// house is an installation with two companies.
type house struct {
	*assessment.Desk
	t        testing.TB
	engine   store.Engine
	log      *audit.Log
	accounts *account.Accounts
	clock    *clock
	mails    *postbox

	owner, second, contributor, viewer account.Actor // of the first company
	rival                              account.Actor // owner of the second
}

// forcedLabour is loaded once: it takes a tenth of a second.
var forcedLabour = sync.OnceValues(func() (*questionnaires.Definition, error) { return questionnaires.Open("forced-labour@1") })

func definition(t testing.TB) *questionnaires.Definition {
	t.Helper()
	def, err := forcedLabour()
	if err != nil {
		t.Fatal(err)
	}
	return def
}

func open(t testing.TB) *house { t.Helper(); return openWith(t, definition(t)) }

// openWith opens an installation that knows these questionnaires.
func openWith(t testing.TB, definitions ...*questionnaires.Definition) *house {
	t.Helper()
	e, err := sqlite.Open(context.Background(), filepath.Join(t.TempDir(), "tuntas.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, engine: e, mails: &postbox{}, clock: &clock{at: time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)}}
	h.log, err = audit.Open(t.Context(), audit.Config{Engine: e, Clock: h.clock.now})
	h.must(err)
	h.accounts, err = account.Open(t.Context(), account.Config{
		Engine: e, Log: h.log, Mail: h.mails, Clock: h.clock.now, Address: "https://tuntas.example", Quick: true, KnownKBLI: questionnaires.KnownKBLI,
	})
	h.must(err)
	h.Desk = h.desk(definitions...)
	first := h.company("PT Wana Tirta Sawit", "11")
	h.owner = h.person(first, "Sari Wulandari", account.Owner)
	h.second = h.person(first, "Rudi Hartono", account.Owner)
	h.contributor = h.person(first, "Bayu Pratama", account.Contributor)
	h.viewer = h.person(first, "Maria Fransiska", account.Viewer)
	h.rival = h.person(h.company("PT Lain Sekali", "12"), "Orang Lain", account.Owner)
	return h
}

// desk opens a desk over the same database.
func (h *house) desk(definitions ...*questionnaires.Definition) *assessment.Desk {
	h.t.Helper()
	d, err := assessment.Open(h.t.Context(), assessment.Config{
		Engine: h.engine, Log: h.log, Accounts: h.accounts, Clock: h.clock.now, Definitions: definitions,
	})
	h.must(err)
	return d
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) company(name, two string) account.OrganisationID {
	h.t.Helper()
	id, err := h.accounts.CreateOrganisation(h.t.Context(), account.Organisation{
		Kind: account.Company, Profile: account.Profile{LegalName: name, NIB: "91200012345" + two},
	})
	h.must(err)
	return id
}

// person seeds somebody and acts for them.
func (h *house) person(o account.OrganisationID, name string, role account.Role) account.Actor {
	h.t.Helper()
	email := strings.ToLower(strings.ReplaceAll(name, " ", ".")) + "@contoh.co.id"
	seed := account.SeedPerson{Name: name, Email: email, Password: password, Organisation: o, Role: role}
	if role.NeedsCode() {
		seed.Secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
	}
	id, err := h.accounts.Seed(h.t.Context(), seed)
	h.must(err)
	return account.Actor{
		Person: id, Name: name, Email: email, Language: "id", Organisation: o, OrganisationName: "PT", Kind: account.Company, Role: role,
	}
}

// start begins an assessment of the forced-labour questionnaire for 2026.
func (h *house) start() assessment.ID {
	h.t.Helper()
	id, err := h.Start(h.t.Context(), h.owner, "forced-labour", "2026", false)
	h.must(err)
	return id
}

// view is what somebody sees.
func (h *house) view(by account.Actor, id assessment.ID) *assessment.View {
	h.t.Helper()
	v, err := h.View(h.t.Context(), by, id)
	h.must(err)
	return v
}

// save stores answers that have to be taken.
func (h *house) save(by account.Actor, id assessment.ID, inputs ...assessment.Input) []assessment.Saved {
	h.t.Helper()
	saved, clashes, err := h.Save(h.t.Context(), by, id, inputs)
	h.must(err)
	if len(clashes) > 0 {
		h.t.Fatalf("%d clashes, the first on %s", len(clashes), clashes[0].Question)
	}
	return saved
}

// example is the answers of one of the library's example companies.
func example(t testing.TB, name string) *questionnaires.Answers {
	t.Helper()
	file := filepath.Join("..", "..", "questionnaires", "library", "forced-labour", "examples", name)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, faults := questionnaires.DecodeAnswers(name, data, definition(t))
	if len(faults) > 0 {
		t.Fatal(faults[0])
	}
	return a
}

// inputs are answers as somebody types them.
func inputs(def *questionnaires.Definition, a *questionnaires.Answers) []assessment.Input {
	var list []assessment.Input
	for i := range def.Questions {
		q := &def.Questions[i]
		answer, ok := a.Answers[q.ID]
		if !ok || answer.State == "" {
			continue
		}
		in := assessment.Input{Question: q.ID, Comment: answer.Comment, Who: answer.Who, By: answer.By, Reason: answer.Reason, Language: "en"}
		in.SelfDisclosed = answer.SelfDisclosed
		switch answer.State {
		case questionnaires.NotKnown:
			in.Choice, in.Who, in.By = assessment.NotKnown, orElse(in.Who, "HR"), orElse(in.By, "2026-12-15")
		case questionnaires.Claimed, questionnaires.NotApplicable:
			in.Choice = assessment.NotApplicable
		case questionnaires.InProgress:
			in.Choice = assessment.InProgress
		default:
			in.Choice, in.Codes, in.Text = assessment.Value, answer.Value.Codes, answer.Value.Text
			if q.Kind == rules.Number {
				in.Text = questionnaires.FormatDecimal(answer.Value.Number)
			}
			for row, columns := range answer.Value.Cells {
				for column, n := range columns {
					cell(&in, row, column, questionnaires.FormatDecimal(n))
				}
			}
		}
		list = append(list, in)
	}
	return list
}

func cell(in *assessment.Input, row, column, text string) {
	if in.Cells == nil {
		in.Cells = map[string]map[string]string{}
	}
	if in.Cells[row] == nil {
		in.Cells[row] = map[string]string{}
	}
	in.Cells[row][column] = text
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// fill answers everything that an assessment still needs: with "not known yet" where nothing is known.
func (h *house) fill(id assessment.ID, a *questionnaires.Answers) {
	h.t.Helper()
	known := inputs(definition(h.t), a)
	stored := h.view(h.owner, id).Assessment.Answers
	for i := range known {
		known[i].Revision = stored[known[i].Question].Revision
	}
	h.save(h.owner, id, known...)
	for {
		v := h.view(h.owner, id)
		missing := v.Missing()
		if len(missing) == 0 {
			return
		}
		var rest []assessment.Input
		for _, m := range missing {
			rest = append(rest, assessment.Input{
				Question: m.Question, Choice: assessment.NotKnown, Who: "HR", By: "15/12/2026", Revision: v.Assessment.Answers[m.Question].Revision,
			})
		}
		h.save(h.owner, id, rest...)
	}
}

// submit submits what is there.
func (h *house) submit(id assessment.ID) assessment.Submission {
	h.t.Helper()
	s, err := h.Submit(h.t.Context(), h.owner, id, h.declaration(id))
	h.must(err)
	return s
}

func (h *house) declaration(id assessment.ID) assessment.Declaration {
	return assessment.Declaration{Name: "Sari Wulandari", Position: "Direktur", Agreed: true, Seen: h.view(h.owner, id).Revision}
}

// submitted is an assessment of the palm estate that was submitted.
func (h *house) submitted() assessment.ID {
	h.t.Helper()
	id := h.start()
	h.fill(id, example(h.t, "palm-estate.yaml"))
	h.submit(id)
	return id
}

// one is an answer of one option.
func one(question, code string, revision int64) assessment.Input {
	return assessment.Input{Question: question, Choice: assessment.Value, Codes: []string{code}, Revision: revision}
}

// wantProblem checks kind and key of an error.
func wantProblem(t testing.TB, err error, kind problem.Kind, key string) {
	t.Helper()
	if problem.KindOf(err) != kind || keyOf(err) != key {
		t.Errorf("got %v (kind %d, key %q), want kind %d, key %q", err, problem.KindOf(err), keyOf(err), kind, key)
	}
}

func keyOf(err error) string {
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return e.Key
	}
	return ""
}

// faults are the fields at fault with their keys, in order.
func faults(err error) []string {
	var out []string
	if e, ok := errors.AsType[*problem.Error](err); ok {
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return out
}

// argOf is a placeholder's value of the first fault.
func argOf(err error, name string) string {
	if e, ok := errors.AsType[*problem.Error](err); ok && len(e.Fields) > 0 {
		return fmt.Sprint(e.Fields[0].Args[name])
	}
	return ""
}
