package scoring

import (
	"maps"
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// Sheet is one assessment's answers, decoded into slots, with everything that was computed from them. Set changes one
// answer; only what depends on it is computed again. A Sheet is for one goroutine.
type Sheet struct {
	m         *Model
	answers   *questionnaires.Answers
	day       string
	run       *rules.Run
	said      []questionnaires.Answer // by item, as given
	files     map[string]int          // by name: the questions under which an uploaded file stands
	dates     [4][2]Due               // by rank of the tier
	in        []input
	out       []output
	judged    int    // answers with a verified value
	disclosed int    // answers that the company told before any other source did
	dirty     []int  // items to compute again
	marked    []bool // items already in dirty
	idsNeeded int    // how many ids the last result document had
	counts
	numbers Numbers
}

// input is what an answer says besides its slots.
type input struct {
	state       answerState
	level       int // of the evidence on the day, 0–4
	contradicts bool
	disclosed   bool
	verified    bool
	better      bool // the claim is better than the verified value by more than .25
}

// answerState is questionnaires.AnswerState in one byte.
type answerState uint8

const (
	unanswered answerState = iota
	answered
	notKnown
	claimed
	accepted // not applicable, accepted by an evaluator
	derived  // not applicable by a rule
	inProgress
)

// stateCodes are the codes of the result document, by answerState.
var stateCodes = [...]questionnaires.AnswerState{ //nolint:gochecknoglobals // a constant table
	questionnaires.Unanswered, questionnaires.Answered, questionnaires.NotKnown, questionnaires.Claimed,
	questionnaires.NotApplicable, questionnaires.NotApplicable, questionnaires.InProgress,
}

// output is an item as it counts now. It has four fields because the compiler keeps no larger struct in registers, and
// half of a full scoring would go into storing and loading it in pieces.
type output struct {
	value rules.Decimal // a, or s
	state answerState
	told  telling
	proof uint8 // the level of the evidence, and above it the points for the evaluator's verdict
}

// telling is what an item adds to completeness.
type telling uint8

const (
	absent telling = iota // before the first time it is computed
	silent
	full
)

func proofOf(level, points int) uint8 { return uint8(level | points<<4) } //nolint:gosec // at most 4 and 2

// level is the level of the evidence, 0–4.
func (o output) level() int { return int(o.proof & 15) }

// points is what the evaluator's verdict adds.
func (o output) points() int { return int(o.proof >> 4) }

// NewSheet decodes answers that were checked against the model's questionnaire. day is the day of the assessment,
// YYYY-MM-DD; when empty the answers' own date counts.
func (m *Model) NewSheet(a *questionnaires.Answers, day string) *Sheet {
	if day == "" {
		day = a.Date
	}
	s := &Sheet{
		m: m, answers: a, day: day, run: m.prog.NewRun(),
		said: make([]questionnaires.Answer, len(m.items)), in: make([]input, len(m.items)), out: make([]output, len(m.items)),
		dirty: make([]int, 0, len(m.items)), marked: make([]bool, len(m.items)),
	}
	s.counts, s.files = newCounts(m), map[string]int{}
	s.dates = s.deadlines()
	for i := range m.items {
		it := &m.items[i]
		if it.context != nil {
			s.setContext(i, it)
		} else {
			given := a.Answers[it.id]
			s.write(i, &given)
		}
	}
	s.flags(a.Flags)
	s.signals(a.Signals)
	s.judgeClaims()
	s.Rescore()
	return s
}

// Set changes the answer to one question; unknown questions are ignored. Numbers and Result then show the new state.
func (s *Sheet) Set(question string, a questionnaires.Answer) {
	i, ok := s.m.index[question]
	if !ok || s.m.items[i].question == nil {
		return
	}
	s.write(i, &a)
	s.mark(i)
	s.judgeClaims()
}

// Numbers brings everything up to date and returns the numbers; they hold until the next Set.
func (s *Sheet) Numbers() *Numbers {
	s.update()
	return &s.numbers
}

// Applies reports whether a question is asked: its show-condition is neither false nor not applicable.
func (s *Sheet) Applies(question string) bool {
	s.update()
	i, ok := s.m.index[question]
	return ok && s.run.Applies(i)
}

// Cites reports whether a reference may be shown beside a finding of this assessment: somebody read it at its source, it
// is in force on the day, and the answers make its condition true.
func (s *Sheet) Cites(ref *questionnaires.Reference) bool {
	if !ref.Verified || !ref.InForce(s.day) {
		return false
	}
	if !ref.When.Present() {
		return true
	}
	s.update()
	n, ok := s.m.prog.Node(ref.When.ID)
	return ok && s.run.Truth(n) == rules.True
}

// Rescore computes everything again from the slots, as if nothing had been computed before.
func (s *Sheet) Rescore() *Numbers {
	s.reset()
	s.rescore()
	return &s.numbers
}

// Clone is an independent copy of the sheet.
func (s *Sheet) Clone() *Sheet {
	c := *s
	c.run = s.m.prog.NewRun()
	c.run.CopyFrom(s.run)
	c.said, c.in, c.out = slices.Clone(s.said), slices.Clone(s.in), slices.Clone(s.out)
	c.dirty = append(make([]int, 0, cap(s.dirty)), s.dirty...)
	c.marked, c.files = slices.Clone(s.marked), maps.Clone(s.files)
	c.counts = s.clone()
	return &c
}

func (s *Sheet) mark(i int) {
	if !s.marked[i] {
		s.marked[i] = true
		s.dirty = append(s.dirty, i)
	}
}

// write puts an answer into the slots. A verified value stands in the answer's place.
func (s *Sheet) write(i int, a *questionnaires.Answer) {
	it, in := &s.m.items[i], &s.in[i]
	s.file(s.said[i].Evidence, -1)
	s.file(a.Evidence, +1)
	s.said[i] = *a
	s.judged += truth(a.Verified != nil) - truth(in.verified)
	s.disclosed += truth(a.SelfDisclosed) - truth(in.disclosed)
	in.state, in.level = stateOf(a), evidenceLevel(a, s.day)
	in.contradicts, in.disclosed = a.Review == questionnaires.ReviewContradicts, a.SelfDisclosed
	in.verified, in.better = a.Verified != nil, false
	value := &a.Value
	if in.verified {
		value, in.state = a.Verified, answered
	}
	switch in.state {
	case answered:
		s.fill(it, value)
	case inProgress:
		s.run.Set(it.slot, rules.Slot{State: rules.Known, N: 1})
	case accepted:
		s.blank(it, rules.NotApplicable)
	default:
		s.blank(it, rules.Unknown)
	}
}

func stateOf(a *questionnaires.Answer) answerState {
	switch a.State {
	case questionnaires.Answered:
		return answered
	case questionnaires.NotKnown:
		return notKnown
	case questionnaires.Claimed:
		return claimed
	case questionnaires.NotApplicable:
		return accepted
	case questionnaires.InProgress:
		return inProgress
	case questionnaires.Unanswered:
	}
	return unanswered
}

func (s *Sheet) blank(it *item, state rules.State) {
	for k := range it.cells + 1 {
		s.run.Set(it.slot+k, rules.Slot{State: state})
	}
}

// fill writes an answered value. An answer that says nothing (no option, no text) is unanswered.
func (s *Sheet) fill(it *item, v *questionnaires.AnswerValue) {
	q := it.question
	switch q.Kind {
	case rules.Single, rules.Multiple:
		n, ok := optionBits(q, v.Codes)
		if !ok {
			s.blank(it, rules.Unknown)
			return
		}
		s.run.Set(it.slot, rules.Slot{State: rules.Known, N: n})
	case rules.Number:
		s.run.Set(it.slot, rules.Slot{State: rules.Known, N: int64(v.Number)})
	case rules.Table:
		s.run.Set(it.slot, rules.Slot{State: rules.Known})
		for r, row := range q.Rows {
			for c, column := range q.Columns {
				cell := rules.Slot{}
				if n, ok := v.Cells[row.Code][column.Code]; ok {
					cell = rules.Slot{State: rules.Known, N: int64(n)}
				}
				s.run.Set(it.slot+1+r*len(q.Columns)+c, cell)
			}
		}
	default:
		s.run.Set(it.slot, rules.Slot{State: rules.Known})
	}
}

// optionBits is the option's index for a single choice, the bit set for several.
func optionBits(q *questionnaires.Question, codes []string) (int64, bool) {
	var n int64
	found := false
	for i := range q.Options {
		if !slices.Contains(codes, q.Options[i].Code) {
			continue
		}
		if q.Kind == rules.Single {
			return int64(i), true
		}
		n |= 1 << i
		found = true
	}
	return n, found
}

// setContext writes the severity of a context item: the worst of all activities or sites.
func (s *Sheet) setContext(i int, it *item) {
	var codes []string
	if it.context.Kind == "kbli" {
		codes = s.answers.Company.KBLI
	} else {
		for _, site := range s.answers.Company.Sites {
			if site.Province != "" {
				codes = append(codes, site.Province)
			}
		}
	}
	if len(codes) == 0 {
		return
	}
	value := rules.Decimal(0)
	for _, code := range codes {
		value = max(value, contextValue(it.context, code))
	}
	s.in[i] = input{state: answered}
	s.run.Set(it.slot, rules.Slot{State: rules.Known, N: int64(value)})
}

// contextValue is the value of the row with the longest prefix of a code (KBLI), or with the code itself.
func contextValue(c *questionnaires.Context, code string) rules.Decimal {
	value, length := c.Otherwise, 0
	for i := range c.Rows {
		for _, prefix := range c.Rows[i].Codes {
			match := prefix == code || c.Kind == "kbli" && strings.HasPrefix(code, prefix)
			if match && len(prefix) > length {
				value, length = c.Rows[i].Value, len(prefix)
			}
		}
	}
	return value
}

// judgeClaims compares each claim with the evaluator's verified value: better by more than .25 is one point. Cases and
// shares read other answers too, so every claim is judged again after any change.
func (s *Sheet) judgeClaims() {
	if s.judged == 0 {
		return
	}
	for i := range s.m.items {
		if s.in[i].verified {
			s.judgeClaim(i, &s.m.items[i])
		}
	}
}

func (s *Sheet) judgeClaim(i int, it *item) {
	if st := stateOf(&s.said[i]); it.kind == signItem || st != answered && st != inProgress {
		return
	}
	aside := s.Clone()
	aside.run.Update()
	verified, okVerified := valueOf(aside.run, it)
	claim := s.said[i]
	claim.Verified = nil
	aside.write(i, &claim)
	aside.run.Update()
	claimed, okClaimed := valueOf(aside.run, it)
	gap := claimed - verified
	if it.kind == exposureItem {
		gap = -gap
	}
	better := okVerified == hasValue && okClaimed == hasValue && gap > rules.One/4
	if better != s.in[i].better {
		s.in[i].better = better
		s.mark(i)
	}
}

// points is what the evaluator's verdict on one answer adds.
func (in *input) points() int {
	return truth(in.contradicts) + truth(in.better)
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// manyQuestions is under how many questions one file must stand to be a point.
const manyQuestions = 6

// file counts under how many questions each uploaded file stands, and how many files stand under too many.
func (s *Sheet) file(evidence []questionnaires.Evidence, by int) {
	for i := range evidence {
		e := &evidence[i]
		if e.Level == 0 || e.Name == "" ||
			slices.ContainsFunc(evidence[:i], func(f questionnaires.Evidence) bool { return f.Name == e.Name && f.Level > 0 }) {
			continue
		}
		was := s.files[e.Name]
		s.files[e.Name] = was + by
		s.repeated += int64(truth(was+by >= manyQuestions) - truth(was >= manyQuestions))
	}
}
