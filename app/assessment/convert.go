package assessment

import (
	"maps"
	"slices"

	"tuntas/app/account"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// answer is what an entry says, for scoring and for reports; an unreadable entry is unanswered.
func (e *Entry) answer(q *questionnaires.Question) questionnaires.Answer {
	a := questionnaires.Answer{Comment: e.Comment, SelfDisclosed: e.SelfDisclosed}
	switch e.Choice {
	case Value:
		if v, ok := e.value(q); ok {
			a.State, a.Value = questionnaires.Answered, v
		}
	case NotKnown:
		a.State, a.Who, a.By = questionnaires.NotKnown, e.Who, e.By
	case NotApplicable:
		if !q.NeverNA && !q.RedFlag {
			a.State, a.Reason = questionnaires.Claimed, e.Reason
		}
	case InProgress:
		if q.Ladder {
			a.State = questionnaires.InProgress
		}
	case NotChosen, Unreadable:
	}
	return a
}

func (e *Entry) value(q *questionnaires.Question) (v questionnaires.AnswerValue, ok bool) {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		v.Codes = slices.Clone(e.Codes)
		ok = len(e.Codes) > 0 && (q.Kind == rules.Multiple || len(e.Codes) == 1)
		for _, code := range e.Codes {
			_, known := q.Option(code)
			ok = ok && known
		}
	case rules.Number:
		v.Number, ok = parseNumber(e.Text, canonical)
	case rules.Table:
		v.Cells, ok = decimals(e.Cells)
	default:
		v.Text, ok = e.Text, e.Text != ""
	}
	return v, ok
}

func decimals(cells map[string]map[string]string) (map[string]map[string]rules.Decimal, bool) {
	out := make(map[string]map[string]rules.Decimal, len(cells))
	for row, columns := range cells {
		out[row] = make(map[string]rules.Decimal, len(columns))
		for column, text := range columns {
			d, ok := parseNumber(text, canonical)
			if !ok {
				return nil, false
			}
			out[row][column] = d
		}
	}
	return out, len(out) > 0
}

// inputOf is an answer as if it had been typed, for the rules of Save to judge.
func inputOf(question string, a *questionnaires.Answer, q *questionnaires.Question) Input {
	in := Input{Question: question, Comment: a.Comment, SelfDisclosed: a.SelfDisclosed, Who: a.Who, By: a.By, Reason: a.Reason, Language: canonical}
	switch a.State {
	case questionnaires.Answered:
		in.Choice, in.Codes, in.Text = Value, a.Value.Codes, a.Value.Text
		if q.Kind == rules.Number {
			in.Text = questionnaires.FormatDecimal(a.Value.Number)
		}
		in.Cells = texts(a.Value.Cells)
	case questionnaires.NotKnown:
		in.Choice = NotKnown
	case questionnaires.Claimed, questionnaires.NotApplicable:
		in.Choice = NotApplicable
	case questionnaires.InProgress:
		in.Choice = InProgress
	case questionnaires.Unanswered:
	}
	return in
}

// input is an entry as if it were typed again, unreadable ones as they were.
func (e *Entry) input(question string) Input {
	in := Input{
		Question: question, Choice: e.Choice, Codes: e.Codes, Text: e.Text, Cells: e.Cells, Who: e.Who, By: e.By, Reason: e.Reason,
		Comment: e.Comment, SelfDisclosed: e.SelfDisclosed, Language: canonical,
	}
	if e.Choice == Unreadable {
		in.Choice = e.Typed
	}
	return in
}

func texts(cells map[string]map[string]rules.Decimal) map[string]map[string]string {
	if cells == nil {
		return nil
	}
	out := make(map[string]map[string]string, len(cells))
	for row, columns := range cells {
		out[row] = make(map[string]string, len(columns))
		for column, d := range columns {
			out[row][column] = questionnaires.FormatDecimal(d)
		}
	}
	return out
}

// attach copies the attached files into the entries, where readers look for them.
func (a *Assessment) attach() {
	for question, at := range a.Attached {
		if len(at.Files) == 0 {
			continue
		}
		e := a.Answers[question]
		e.Evidence = at.Files
		if a.Answers == nil {
			a.Answers = map[string]Entry{}
		}
		a.Answers[question] = e
	}
}

// answers is everything that a company states, for scoring: its register, its answers and the files behind them.
func (a *Assessment) answers(def *questionnaires.Definition, b *background) *questionnaires.Answers {
	out := &questionnaires.Answers{
		Questionnaire: a.Questionnaire, Company: b.company, Period: a.Period,
		Answers: make(map[string]questionnaires.Answer, len(a.Answers)), Flags: b.carried(def), Overdue: b.overdue,
	}
	for id, e := range a.Answers {
		q, ok := def.Question(id)
		if !ok {
			continue
		}
		answer := e.answer(q)
		for _, file := range e.Evidence {
			if f, ok := b.files[file]; ok {
				answer.Evidence = append(answer.Evidence, f.evidence())
			}
		}
		out.Answers[id] = answer
	}
	return out
}

// evidence is a file as scoring and reports know it.
func (e *Evidence) evidence() questionnaires.Evidence {
	return questionnaires.Evidence{Level: e.Level, Kind: e.Kind, Name: e.Name, Date: e.Date, Expires: e.Expires}
}

// company is what the company register says, in the form that questionnaires read.
func company(o *account.Organisation) questionnaires.Company {
	p := &o.Profile
	c := questionnaires.Company{Name: p.LegalName, NIB: p.NIB, KBLIVersion: p.KBLIVersion, KBLI: p.KBLI}
	if c.Name == "" {
		c.Name = o.Name
	}
	if c.KBLIVersion == 0 {
		c.KBLIVersion = questionnaires.KBLIVersion
	}
	for _, s := range p.Sites {
		if len(s.Regency) >= 2 {
			c.Sites = append(c.Sites, questionnaires.Site{Name: s.Name, Province: s.Regency[:2]})
		}
	}
	return c
}
