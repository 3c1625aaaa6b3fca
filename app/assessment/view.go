package assessment

import (
	"context"
	"maps"
	"slices"
	"strings"

	"tuntas/app/account"
	"tuntas/app/store"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// View is one assessment as its reader may see it, decided at one moment: which questions apply, how far it is.
type View struct {
	ID         ID
	Revision   store.Revision
	Assessment Assessment // answers, marks and shares of visible sections alone
	Definition *questionnaires.Definition
	Answers    *questionnaires.Answers // decoded, with evidence levels; unreadable ones are unanswered
	Sheet      *scoring.Sheet          // of the answers above
	By         account.Actor
	Today      string                      // YYYY-MM-DD in Asia/Jakarta
	Writers    map[account.PersonID]string // names of who answered, marked or was given a share
	Files      map[EvidenceID]Evidence     // evidence attached to visible answers

	whole    *scoring.Sheet      // of all answers: decides which questions apply
	clashing []Contradiction     // answers that do not fit together, as far as the reader sees them all
	partial  bool                // the reader sees shared sections alone
	faults   map[string][]string // by section
	numbered map[string]string   // by question
}

// Contradiction is answers that do not fit together by a rule of the questionnaire. Where the rule draws its line is not
// told to companies.
type Contradiction struct {
	Rule    string
	Answers []string // in the order of the questionnaire
}

// View opens an assessment of the actor's organisation.
func (d *Desk) View(ctx context.Context, by account.Actor, id ID) (*View, error) {
	v, err := d.Glance(ctx, by, id)
	if err != nil {
		return nil, err
	}
	return v, d.name(ctx, v)
}

// Glance is View without the names of people, for what shows none.
func (d *Desk) Glance(ctx context.Context, by account.Actor, id ID) (*View, error) {
	r, err := d.open(ctx, by, id, account.ReadAssessment)
	if err != nil {
		return nil, err
	}
	return d.viewOf(ctx, by, r)
}

// Asks is the questionnaire of an assessment, without deciding what of it applies.
func (d *Desk) Asks(ctx context.Context, by account.Actor, id ID) (*questionnaires.Definition, error) {
	r, err := d.open(ctx, by, id, account.ReadAssessment)
	if err != nil {
		return nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, err
	}
	return m.Definition(), nil
}

// viewOf is the view of an assessment that was opened, without names.
func (d *Desk) viewOf(ctx context.Context, by account.Actor, r record) (*View, error) {
	b, err := d.background(ctx, by, &r.Value)
	if err != nil {
		return nil, err
	}
	return d.look(by, r, &b)
}

// look decides what a reader sees of an assessment.
func (d *Desk) look(by account.Actor, r record, b *background) (*View, error) {
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, err
	}
	v := &View{
		ID: r.ID, Revision: r.Revision, Assessment: r.Value, Definition: m.Definition(), By: by, Today: d.today(), Files: b.files,
		partial: by.OnlyShared(account.ReadAssessment), faults: map[string][]string{},
	}
	v.Answers = r.Value.answers(v.Definition, b)
	v.whole = m.NewSheet(v.Answers, v.Today)
	v.Sheet = v.whole
	if v.partial {
		v.hide(m)
	}
	v.findFaults()
	return v, nil
}

// hide takes everything out of the view that was not shared with its reader.
func (v *View) hide(m *scoring.Model) {
	a := &v.Assessment
	hidden := func(section string) bool { return !v.reaches(section) }
	hiddenQuestion := func(id string) bool {
		q, ok := v.Definition.Question(id)
		return !ok || hidden(q.Section)
	}
	a.Answers, a.Attached = maps.Clone(a.Answers), maps.Clone(a.Attached)
	maps.DeleteFunc(a.Answers, func(id string, _ Entry) bool { return hiddenQuestion(id) })
	maps.DeleteFunc(a.Attached, func(id string, _ Attachment) bool { return hiddenQuestion(id) })
	a.Done, a.Shares = maps.Clone(a.Done), maps.Clone(a.Shares)
	maps.DeleteFunc(a.Done, func(section string, _ Mark) bool { return hidden(section) })
	maps.DeleteFunc(a.Shares, func(section string, _ Share) bool { return hidden(section) })
	answers := *v.Answers
	answers.Answers, answers.Flags = maps.Clone(answers.Answers), nil
	maps.DeleteFunc(answers.Answers, func(id string, _ questionnaires.Answer) bool { return hiddenQuestion(id) })
	v.Answers, v.Sheet = &answers, m.NewSheet(&answers, v.Today)
	seen := map[EvidenceID]bool{}
	for _, at := range a.Attached {
		for _, file := range at.Files {
			seen[file] = true
		}
	}
	v.Files = maps.Clone(v.Files)
	maps.DeleteFunc(v.Files, func(id EvidenceID, _ Evidence) bool { return !seen[id] })
}

// reaches reports whether the reader sees a section.
func (v *View) reaches(section string) bool {
	return v.section(section) != nil && (!v.partial || v.Assessment.sharedWith(v.By, section))
}

func (v *View) section(id string) *questionnaires.Section {
	for i := range v.Definition.Sections {
		if v.Definition.Sections[i].ID == id {
			return &v.Definition.Sections[i]
		}
	}
	return nil
}

// applies reports whether a question is asked now.
func (v *View) applies(q *questionnaires.Question) bool {
	return (!v.Assessment.Short || q.ShortPath) && v.whole.Applies(q.ID)
}

// settled reports whether a question has an answer of any kind.
func (v *View) settled(id string) bool { return v.Answers.Answers[id].State != "" }

// findFaults finds what contradicts each other and what cannot be read, by section. A contradiction is only said to who
// sees all the answers behind it, and nothing is at fault any longer once nobody can answer.
func (v *View) findFaults() {
	if !v.Assessment.State.Open() {
		return
	}
	add := func(question, fault string) {
		q, _ := v.Definition.Question(question)
		if !slices.Contains(v.faults[q.Section], fault) {
			v.faults[q.Section] = append(v.faults[q.Section], fault)
		}
	}
	v.findContradictions()
	for _, c := range v.clashing {
		for _, question := range c.Answers {
			add(question, c.Rule)
		}
	}
	for i := range v.Definition.Questions {
		q := &v.Definition.Questions[i]
		if v.Assessment.Answers[q.ID].Choice == Unreadable && v.applies(q) {
			add(q.ID, "unreadable:"+q.ID)
		}
	}
}

// Open reports whether answers can still be given.
func (s State) Open() bool { return s == Draft || s == Returned || s == Clarification }

// findContradictions finds the answers that do not fit together. The result they stand in is only written when there are
// any.
func (v *View) findContradictions() {
	if v.whole.Numbers().Points == 0 {
		return
	}
	for _, rule := range v.whole.Result().Inconsistencies {
		declared := slices.ContainsFunc(v.Definition.Rules, func(r questionnaires.ConsistencyRule) bool { return r.ID == rule.Rule })
		if declared && !slices.ContainsFunc(rule.Answers, v.unseen) {
			v.clashing = append(v.clashing, Contradiction{Rule: rule.Rule, Answers: v.inOrder(rule.Answers)})
		}
	}
}

// inOrder is some questions in the order of the questionnaire.
func (v *View) inOrder(ids []string) []string {
	var out []string
	for i := range v.Definition.Questions {
		if id := v.Definition.Questions[i].ID; slices.Contains(ids, id) {
			out = append(out, id)
		}
	}
	return out
}

// Contradictions lists the answers that do not fit together, as far as the reader sees all of them.
func (v *View) Contradictions() []Contradiction { return v.clashing }

func (v *View) unseen(question string) bool {
	q, ok := v.Definition.Question(question)
	return !ok || !v.reaches(q.Section)
}

// name looks up who answered, marked or was given something that the reader sees.
func (d *Desk) name(ctx context.Context, v *View) error {
	v.Writers = map[account.PersonID]string{}
	for _, e := range v.Assessment.Answers {
		v.Writers[e.Writer] = ""
	}
	for _, m := range v.Assessment.Done {
		v.Writers[m.Person] = ""
	}
	for _, s := range v.Assessment.Shares {
		v.Writers[s.Person] = ""
	}
	for _, f := range v.Files {
		v.Writers[f.By] = ""
	}
	delete(v.Writers, "")
	for id := range v.Writers {
		name, err := d.accounts.NameOf(ctx, v.By.Organisation, id)
		if err != nil {
			return err
		}
		v.Writers[id] = name
	}
	return nil
}

// Number is the number of a question for people: "6.5"; it follows the order of the file and does not move when
// questions are hidden.
func (v *View) Number(question string) string {
	if v.numbered == nil {
		v.numbered = numbers(v.Definition)
	}
	return v.numbered[question]
}

// MayAnswer reports whether the reader may answer in this section now.
func (v *View) MayAnswer(section string) bool {
	return v.reaches(section) && v.By.Allow(account.AnswerQuestions, string(v.Assessment.State)) == nil &&
		v.Assessment.reaches(v.By, account.AnswerQuestions, section)
}

// Stale lists questions that have an answer and do not apply any longer.
func (v *View) Stale() []string {
	var list []string
	for i := range v.Definition.Questions {
		q := &v.Definition.Questions[i]
		e, ok := v.Assessment.Answers[q.ID]
		if ok && (e.Choice != NotChosen || len(e.Evidence) > 0) && !v.applies(q) {
			list = append(list, q.ID)
		}
	}
	return list
}

// Waiting lists the questions answered "not known yet" that apply, the earliest promise first.
func (v *View) Waiting() []string {
	var list []string
	for i := range v.Definition.Questions {
		q := &v.Definition.Questions[i]
		if v.Answers.Answers[q.ID].State == questionnaires.NotKnown && v.applies(q) {
			list = append(list, q.ID)
		}
	}
	slices.SortStableFunc(list, func(a, b string) int {
		return strings.Compare(v.Assessment.Answers[a].By, v.Assessment.Answers[b].By)
	})
	return list
}
