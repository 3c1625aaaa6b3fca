package questionnaires

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires/rules"
)

// DecodeAnswers reads an answers file, JSON when its name ends in .json and YAML otherwise. With def nil only what does
// not depend on the questionnaire is read: Answers then has no answers and no hash, but says which questionnaire it
// needs. Answers is whole only when there are no faults.
func DecodeAnswers(name string, data []byte, def *Definition) (*Answers, []Fault) {
	f := &faults{}
	root := f.parse(name, data)
	if root == nil {
		return &Answers{}, f.sorted(name)
	}
	a := f.answers(root, def)
	return a, f.sorted(name)
}

// answers reads the body of an answers file.
func (f *faults) answers(root *node, def *Definition) *Answers {
	a := &Answers{}
	o := f.object(root, "the answers file")
	if o.broken {
		return a
	}
	before := len(f.list)
	a.Questionnaire = f.pinned(o, def)
	if n := o.required("company"); n != nil {
		a.Company = f.company(n)
	}
	a.Period = o.note("period")
	a.Date = o.day("date", false)
	answers, signals, flags := o.optional("answers"), o.listOf("signals", 1_000), o.listOf("flags", 1_000)
	a.Overdue = o.integerOf("overdue", o.optional("overdue"), 0, 1_000)
	a.FirstGreen = o.boolean("first_green")
	o.finish()
	if def == nil {
		return a
	}
	if answers != nil {
		a.Answers = f.answerMap(answers, def)
	}
	for i, n := range signals {
		a.Signals = append(a.Signals, f.signal(f.object(n, fmt.Sprintf("signal %d", i+1)), def))
	}
	a.Flags = f.flagRecords(flags, def)
	if len(f.list) == before {
		a.SHA256 = a.hash()
	}
	return a
}

// pinned reads id@version.
func (f *faults) pinned(o *object, def *Definition) string {
	n := o.required("questionnaire")
	s, ok := o.scalar("questionnaire", n)
	if !ok {
		return ""
	}
	if _, err := ParseRef(s); err != nil {
		f.at(n, "questionnaire must be written as id@version, such as forced-labour@1, not %s", quote(s))
		return ""
	}
	if def != nil && s != def.Ref() {
		f.at(n, "these are answers to %s, not to %s", s, def.Ref())
	}
	return s
}

func (f *faults) company(n *node) Company {
	o := f.object(n, "company")
	c := Company{Name: o.text("name")}
	if nib := o.optional("nib"); nib != nil {
		const length = 13
		if s, ok := o.scalar("nib", nib); ok && (!digits(s) || len(s) != length) {
			f.at(nib, "nib must have 13 digits, not %s", quote(s))
		} else {
			c.NIB = s
		}
	}
	if k := o.optional("kbli"); k != nil {
		c.KBLIVersion, c.KBLI = f.kbli(k)
	}
	for i, s := range o.listOf("sites", 1_000) {
		site := f.object(s, fmt.Sprintf("site %d", i+1))
		entry := Site{Name: site.note("name")}
		if p := site.required("province"); p != nil {
			if code, ok := site.scalar("province", p); ok && !KnownProvince(code) {
				f.at(p, "%s is no code of a province; the ministry of home affairs gives two digits, such as \"62\"", quote(code))
			} else {
				entry.Province = code
			}
		}
		site.finish()
		c.Sites = append(c.Sites, entry)
	}
	o.finish()
	return c
}

// kbli reads the company's activities.
func (f *faults) kbli(n *node) (version int, codes []string) {
	o := f.object(n, "kbli")
	version = KBLIVersion
	if v := o.optional("version"); v != nil {
		if s, ok := o.scalar("version", v); ok && s != strconv.Itoa(KBLIVersion) {
			f.at(v, "version of kbli must be %d, the edition that codes are checked against, not %s", KBLIVersion, quote(s))
		}
	}
	const class = 5
	items := o.list("codes", true)
	for _, c := range items {
		code, ok := o.scalar("codes", c)
		switch {
		case !ok:
		case len(code) != class || !digits(code):
			f.at(c, "a KBLI code has five digits, not %s", quote(code))
		case !KnownKBLI(code):
			f.at(c, "%s is no code of KBLI 2020", quote(code))
		case len(codes) <= maxMentions && slices.Contains(codes, code):
			f.at(c, "KBLI code %s stands twice; keep one", code)
		default:
			codes = append(codes, code)
		}
	}
	o.finish()
	return version, codes
}

// answerMap reads every answer; an empty one is as if it were not there.
func (f *faults) answerMap(n *node, def *Definition) map[string]Answer {
	if n.kind != mappingNode {
		f.at(n, "answers must be written as question: answer")
		return nil
	}
	answers := make(map[string]Answer, len(n.keys))
	for i, k := range n.keys {
		q, ok := def.Question(k.text)
		if !ok {
			f.at(k, "there is no question %s%s", quote(k.text), f.suggest(k.text, def.questionIDs()))
			continue
		}
		if n.items[i].blank() {
			continue
		}
		r := answerReader{faults: f, q: q}
		if a := r.answer(n.items[i]); !a.empty() {
			answers[k.text] = a
		}
	}
	return answers
}

func (def *Definition) questionIDs() []string {
	ids := make([]string, len(def.Questions))
	for i := range def.Questions {
		ids[i] = def.Questions[i].ID
	}
	return ids
}

// signal reads a sign from outside the questionnaire.
func (f *faults) signal(o *object, def *Definition) Signal {
	s := Signal{Indicator: int(o.integer("indicator", 1, 11)), Source: o.choice("source", "", SignalSources()...)}
	if s.Indicator > 0 && !slices.ContainsFunc(def.Indicators, func(i Indicator) bool { return i.ID == s.Indicator }) {
		f.at(o.n.get("indicator"), "the questionnaire has no indicator %d", s.Indicator)
	}
	const mostWorkers = 100_000
	if s.Source == "survey" {
		s.N = o.integer("n", 1, mostWorkers)
		s.X = o.integer("x", 0, max(s.N, 1))
	} else if x, n := o.optional("x"), o.optional("n"); x != nil || n != nil {
		f.at(o.n, "%s has x or n, which only a survey has; remove them", o.what)
	}
	o.finish()
	return s
}

// flagRecords reads what evaluators know of flags.
func (f *faults) flagRecords(items []*node, def *Definition) []FlagRecord {
	var records []FlagRecord
	seen := map[string]bool{}
	for i, n := range items {
		o := f.object(n, fmt.Sprintf("flag %d", i+1))
		if o.broken {
			continue
		}
		r := FlagRecord{}
		if id := o.required("id"); id != nil {
			r.ID, _ = o.scalar("id", id)
			finding, ok := def.Finding(r.ID)
			switch {
			case !ok || finding.Class == "":
				f.at(id, "there is no flag %s%s", quote(r.ID), f.suggest(r.ID, def.flagIDs()))
			case seen[r.ID]:
				f.at(id, "flag %s stands twice; keep one", r.ID)
			}
			seen[r.ID] = true
		}
		r.State = FlagState(o.choice("state", "", string(FlagOpen), string(FlagClosed), string(FlagVoid)))
		r.ClosedOn = o.day("closed_on", r.State == FlagClosed)
		if r.ClosedOn != "" && r.State != FlagClosed {
			f.at(o.n.get("closed_on"), "closed_on belongs to a closed flag; remove it")
		}
		o.finish()
		records = append(records, r)
	}
	return records
}

func (def *Definition) flagIDs() []string {
	var ids []string
	for i := range def.Findings {
		if def.Findings[i].Class != "" {
			ids = append(ids, def.Findings[i].ID)
		}
	}
	return ids
}

// answerReader reads the answer to one question.
type answerReader struct {
	*faults
	q *Question
}

// answerKeys are the keys of an answer that is written out.
func answerKeys() []string {
	return []string{"value", "evidence", "comment", "not_known_yet", "not_applicable", "in_progress", "self_disclosed", "verified", "review"}
}

// plain reports whether a value stands for {value: …}. A mapping does for a table, unless it has a key of an answer.
func (r answerReader) plain(n *node) bool {
	if n.kind != mappingNode {
		return true
	}
	named := slices.ContainsFunc(n.keys, func(k *node) bool { return slices.Contains(answerKeys(), k.text) })
	return r.q.Kind == rules.Table && !named && len(n.keys) > 0
}

func (r answerReader) answer(n *node) Answer {
	if r.plain(n) {
		return r.given(n)
	}
	o := r.object(n, r.q.ID)
	a := r.state(o)
	for i, e := range o.listOf("evidence", 50) {
		a.Evidence = append(a.Evidence, r.evidence(r.object(e, fmt.Sprintf("evidence %d of %s", i+1, r.q.ID))))
	}
	a.Comment = o.note("comment")
	a.SelfDisclosed = o.boolean("self_disclosed")
	if o.optional("review") != nil {
		a.Review = Review(o.choice("review", "", string(ReviewAccepted), string(ReviewBeside), string(ReviewContradicts)))
	}
	if v := o.optional("verified"); v != nil {
		a.Verified = r.verified(v)
	}
	o.finish()
	return a
}

// given is an answer with a value and nothing else.
func (r answerReader) given(n *node) Answer {
	v, ok := r.value(n)
	if !ok {
		return Answer{}
	}
	return Answer{State: Answered, Value: v}
}

// state reads which of the four ways to answer was taken.
func (r answerReader) state(o *object) Answer {
	var a Answer
	var taken []string
	if n := o.optional("value"); n != nil && !n.blank() {
		if a = r.given(n); a.State != "" {
			taken = append(taken, "value")
		}
	}
	if n := o.optional("not_known_yet"); n != nil {
		taken = append(taken, "not_known_yet")
		a = r.notKnown(n)
	}
	if n := o.optional("not_applicable"); n != nil {
		taken = append(taken, "not_applicable")
		a = r.notApplicable(n)
	}
	if o.boolean("in_progress") {
		taken = append(taken, "in_progress")
		a.State = InProgress
		if !r.q.Ladder {
			r.at(o.n.get("in_progress"), "%s is no ladder; only a ladder can be in progress", r.q.ID)
		}
	}
	if len(taken) > 1 {
		r.at(o.n, "%s is answered in several ways (%s); keep one", r.q.ID, strings.Join(taken, ", "))
	}
	return a
}

func (r answerReader) notKnown(n *node) Answer {
	a := Answer{State: NotKnown}
	if n.kind == scalarNode && n.text == "true" {
		return a
	}
	o := r.object(n, "not_known_yet of "+r.q.ID)
	a.Who, a.By = o.note("who"), o.day("by", false)
	o.finish()
	return a
}

func (r answerReader) notApplicable(n *node) Answer {
	o := r.object(n, "not_applicable of "+r.q.ID)
	a := Answer{State: Claimed, Reason: o.text("reason")}
	if o.boolean("accepted") {
		a.State = NotApplicable
	}
	o.finish()
	if r.q.NeverNA || r.q.RedFlag {
		r.at(n, "%s can never be not applicable; answer it, or write not_known_yet", r.q.ID)
	}
	return a
}

func (r answerReader) verified(n *node) *AnswerValue {
	if !r.plain(n) {
		o := r.object(n, "verified of "+r.q.ID)
		n = o.required("value")
		o.finish()
		if n == nil {
			return nil
		}
	}
	if v, ok := r.value(n); ok {
		return &v
	}
	return nil
}

func (r answerReader) evidence(o *object) Evidence {
	levels := []string{"E0", "E1", "E2", "E3", "E4"}
	e := Evidence{Level: max(0, slices.Index(levels, o.choice("level", "", levels...)))}
	e.Kind, e.Name = o.note("kind"), o.note("name")
	e.Date, e.Expires = o.day("date", false), o.day("expires", false)
	if e.Date != "" && e.Expires != "" && e.Expires < e.Date {
		r.at(o.n.get("expires"), "%s expires before its date; correct one of them", o.what)
	}
	o.finish()
	return e
}

// empty reports whether an answer says nothing.
func (a *Answer) empty() bool {
	return a.State == "" && a.Verified == nil && len(a.Evidence) == 0 && a.Review == "" && a.Comment == "" && !a.SelfDisclosed
}

// Ref is the questionnaire's id@version.
func (def *Definition) Ref() string { return def.ID + "@" + strconv.Itoa(def.Version) }
