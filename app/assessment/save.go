package assessment

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/questionnaires"
)

// remembered is how many earlier revisions of an answer are known by fingerprint: whoever posts one of them back
// unchanged did not touch the answer and is in nobody's way.
const remembered = 8

// Save stores answers one by one: what can be stored is, and the rest is said together. Faults come as problem.Invalid
// with one Field per fault (Name is the question's id, or id + ".who", ".by", ".reason", ".comment",
// ".cells.ROW.COLUMN"); such answers are kept as Unreadable so that nothing typed is lost. Answers that somebody else
// changed since come back as clashes and are not stored. What was not touched since the writer saw it is no clash, and
// when it was changed by somebody else it is not among the Saved either: the page still shows the old one.
func (d *Desk) Save(ctx context.Context, by account.Actor, id ID, inputs []Input) ([]Saved, []Clash, error) {
	r, err := d.open(ctx, by, id, account.AnswerQuestions)
	if err != nil {
		return nil, nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, nil, err
	}
	s := &saving{desk: d, by: by, def: m.Definition()}
	pending, err := s.reachable(&r.Value, inputs)
	if err != nil {
		return nil, nil, err
	}
	for attempt := range tries + len(pending) {
		form := &problem.Form{}
		pending = s.decide(ctx, &r.Value, pending, form)
		if attempt == 0 {
			s.form = form
		}
		if len(pending) == 0 {
			break
		}
		if err = s.write(ctx, &r); err == nil {
			pending = nil
		}
		if problem.KindOf(err) != problem.Conflict {
			break
		}
		if r, err = d.open(ctx, by, id, account.AnswerQuestions); err != nil {
			break
		}
	}
	switch {
	case err != nil:
	case len(pending) > 0:
		err = problem.New(problem.Conflict, "assessment.changed")
	default:
		err = s.result()
	}
	return s.saved, s.clashes, err
}

// saving is one Save under way.
type saving struct {
	desk    *Desk
	by      account.Actor
	def     *questionnaires.Definition
	form    *problem.Form
	saved   []Saved
	clashes []Clash
	failed  error // of looking up a name

	questions []string // to write, with entries of the same index
	entries   []Entry
}

func (s *saving) result() error {
	if s.failed != nil {
		return s.failed
	}
	return s.form.Err()
}

// reachable refuses questions that do not exist or are not shared with the writer, and keeps the first of two answers to
// one question.
func (s *saving) reachable(a *Assessment, inputs []Input) ([]Input, error) {
	seen := map[string]bool{}
	var out []Input
	for _, in := range inputs {
		q, ok := s.def.Question(in.Question)
		if !ok || !a.reaches(s.by, account.AnswerQuestions, q.Section) {
			return nil, absent()
		}
		if in.Language == "" {
			in.Language = s.by.Language
		}
		if !seen[in.Question] {
			out = append(out, in)
		}
		seen[in.Question] = true
	}
	return out, nil
}

// decide compares what was typed with what is stored; it returns the inputs that are to be written.
func (s *saving) decide(ctx context.Context, a *Assessment, inputs []Input, form *problem.Form) []Input {
	var write []Input
	s.questions, s.entries = nil, nil
	for _, in := range inputs {
		q, _ := s.def.Question(in.Question)
		typed, stored := parse(q, in, form), a.Answers[in.Question]
		if !typed.same(&stored) {
			s.promise(&typed, &stored, in.Question, form)
		}
		switch {
		case typed.same(&stored):
			s.saved = append(s.saved, Saved{Question: in.Question, Revision: stored.Revision, At: stored.At})
		case in.Revision == stored.Revision:
			write = append(write, in)
			s.questions, s.entries = append(s.questions, in.Question), append(s.entries, s.next(&stored, typed))
		case !stored.untouched(in.Revision, &typed):
			s.clash(ctx, in, stored)
		}
	}
	return write
}

// promise refuses a new day for finding something out that is past already.
func (s *saving) promise(typed, stored *Entry, question string, form *problem.Form) {
	if typed.Choice == NotKnown && typed.By < s.desk.today() && typed.By != stored.By {
		form.Add(question+".by", "assessment.answer.by_past")
		typed.Choice, typed.Typed = Unreadable, NotKnown
	}
}

// untouched reports whether an entry says what this one said at an earlier revision.
func (e *Entry) untouched(revision int64, typed *Entry) bool {
	if revision == 0 {
		return typed.fingerprint() == (&Entry{}).fingerprint()
	}
	back := e.Revision - revision
	return back > 0 && back <= int64(len(e.Before)) && e.Before[int64(len(e.Before))-back] == typed.fingerprint()
}

// next is the entry that follows a stored one.
func (s *saving) next(stored *Entry, typed Entry) Entry {
	typed.Revision, typed.Writer, typed.At = stored.Revision+1, s.by.Person, s.desk.clock().UTC()
	if stored.Revision > 0 {
		before := append(slices.Clip(stored.Before), stored.fingerprint())
		typed.Before = before[max(0, len(before)-remembered):]
	}
	return typed
}

func (s *saving) clash(ctx context.Context, in Input, stored Entry) {
	name, err := s.desk.accounts.NameOf(ctx, s.by.Organisation, stored.Writer)
	if err != nil {
		s.failed = err
	}
	s.clashes = append(s.clashes, Clash{Question: in.Question, Stored: stored, Typed: in, Writer: name})
}

// write stores the entries in one step, when nobody changed one of them and the assessment is still open.
func (s *saving) write(ctx context.Context, r *record) error {
	guards := []store.Guard{{Path: "state", Value: store.Text(r.Value.State)}}
	values := make(map[string]any, len(s.entries))
	revisions := make([]string, len(s.entries))
	for i, e := range s.entries {
		path := "answers." + s.questions[i]
		guards = append(guards, store.Guard{Path: path + ".revision", Value: store.Number(e.Revision - 1)})
		values[path], revisions[i] = e, strconv.FormatInt(e.Revision, 10)
	}
	facts := map[string]string{"questions": strings.Join(s.questions, " "), "revisions": strings.Join(revisions, " ")}
	var now store.Revision
	err := s.desk.log.Do(ctx, s.desk.act(s.by, "assessment.answer", r.ID, facts), func(ctx context.Context) (err error) {
		now, err = s.desk.assessments.Set(ctx, r.ID, guards, values)
		return err
	})
	if err != nil {
		return err
	}
	s.desk.answered(*r, now, s.questions, s.entries)
	for i, e := range s.entries {
		s.saved = append(s.saved, Saved{Question: s.questions[i], Revision: e.Revision, At: e.At})
	}
	return nil
}
