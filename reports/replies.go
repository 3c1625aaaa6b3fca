package reports

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// reply is what was answered to one question, in words.
type reply struct {
	text     string // the answer that counts
	claimed  string // what the company said, when an evaluator's value stands in its place
	state    string
	evidence []string
	remarks  []string // comment, reason, who finds out, self-disclosed, review
}

// asked reports whether a question applies: a rule has not taken it away.
func (c *company) asked(q *questionnaires.Question) bool { return !c.hidden[q.ID] }

// unscored reports whether a question stayed outside the sums: by a rule, by its answer, or accepted as not applicable.
func (c *company) unscored(q *questionnaires.Question) bool {
	if item, ok := c.found.items[q.ID]; ok {
		return item.State == questionnaires.NotApplicable
	}
	item, ok := c.found.exposure[q.ID]
	return ok && item.State == questionnaires.NotApplicable
}

// stateOf returns how a question was answered; the zero value counts as unanswered.
func (c *company) stateOf(id string) questionnaires.AnswerState {
	if state := c.answers.Answers[id].State; state != "" {
		return state
	}
	return questionnaires.Unanswered
}

func (c *company) reply(q *questionnaires.Question) reply {
	answer := c.answers.Answers[q.ID]
	state := c.stateOf(q.ID)
	r := reply{state: c.say("answer.state." + string(state))}
	switch state {
	case questionnaires.Answered:
		r.text = c.value(q, answer.Value)
	case questionnaires.InProgress:
		r.text = c.say("answer.in_progress.text")
	case questionnaires.NotKnown, questionnaires.Unanswered, questionnaires.Claimed, questionnaires.NotApplicable:
		r.text = r.state
	}
	if answer.Verified != nil {
		r.claimed = r.text
		r.text = c.value(q, *answer.Verified)
		r.remarks = append(r.remarks, c.say("answer.verified.note", "Claimed", r.claimed))
	}
	for _, e := range answer.Evidence {
		r.evidence = append(r.evidence, c.evidence(e))
	}
	r.remarks = append(r.remarks, c.annotations(answer)...)
	return r
}

func (c *company) annotations(answer questionnaires.Answer) []string {
	var out []string
	add := func(key, value string) {
		if value != "" {
			out = append(out, c.say(key, "Text", stop(value)))
		}
	}
	add("answer.comment.note", plain(answer.Comment))
	add("answer.reason.note", plain(answer.Reason))
	add("answer.who.note", plain(answer.Who))
	add("answer.by.note", c.date(answer.By))
	if answer.SelfDisclosed {
		out = append(out, c.say("answer.disclosed.note"))
	}
	if answer.Review != "" {
		out = append(out, c.say("answer.review."+string(answer.Review)))
	}
	return out
}

func (c *company) evidence(e questionnaires.Evidence) string {
	parts := []string{c.say("evidence.level.code", "Level", strconv.Itoa(e.Level))}
	if e.Date != "" {
		parts = append(parts, c.date(e.Date))
	}
	if e.Expires != "" {
		parts = append(parts, c.say("evidence.expires.note", "Date", c.date(e.Expires)))
	}
	name := plain(e.Name)
	if name == "" {
		name = c.say("evidence.unnamed.text")
	}
	return name + " (" + strings.Join(parts, ", ") + ")"
}

// value writes the content of an answer in the words of the questionnaire.
func (c *company) value(q *questionnaires.Question, v questionnaires.AnswerValue) string {
	switch q.Kind {
	case rules.Single, rules.Multiple:
		return c.chosen(q, v.Codes)
	case rules.Number:
		return c.measured(v.Number, q.Unit)
	case rules.Table:
		return c.cells(q, v.Cells)
	case rules.Date:
		return c.date(v.Text)
	case rules.Text, rules.Flag:
		return plain(v.Text)
	}
	c.fail("question %q has an unknown kind", q.ID)
	return ""
}

func (c *company) measured(n rules.Decimal, unit questionnaires.Text) string {
	switch u := unit.In(c.lang); u {
	case "":
		return c.decimal(n)
	case "%":
		return c.decimal(n) + u
	default:
		return c.decimal(n) + " " + u
	}
}

func (c *company) chosen(q *questionnaires.Question, codes []string) string {
	var out []string
	for _, code := range codes {
		out = append(out, c.option(q, code))
	}
	return strings.Join(out, "; ")
}

// option is the wording of one option.
func (c *company) option(q *questionnaires.Question, code string) string {
	for _, o := range q.Options {
		if o.Code == code {
			return o.Text.In(c.lang)
		}
	}
	c.fail("question %q has no option %q", q.ID, code)
	return ""
}

func (c *company) cells(q *questionnaires.Question, cells map[string]map[string]rules.Decimal) string {
	var out []string
	for _, row := range q.Rows {
		var in []string
		for _, column := range q.Columns {
			n, ok := cells[row.Code][column.Code]
			if !ok {
				continue
			}
			if len(q.Columns) == 1 {
				in = append(in, c.measured(n, q.Unit))
			} else {
				in = append(in, lower(column.Text.In(c.lang))+" "+c.decimal(n))
			}
		}
		if len(in) > 0 {
			out = append(out, row.Text.In(c.lang)+": "+strings.Join(in, ", "))
		}
	}
	text := strings.Join(out, "; ")
	if unit := q.Unit.In(c.lang); unit != "" && len(q.Columns) > 1 && text != "" {
		text += " (" + unit + ")"
	}
	return text
}

// role is the wording of a respondent.
func (c *company) role(id string) string {
	return pick(c, "respondent", c.found.roles, id).Text.In(c.lang)
}

// everyRole joins the wordings of respondents.
func (c *company) everyRole(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, c.role(id))
	}
	return strings.Join(out, ", ")
}

// everyProof joins the wordings of kinds of evidence.
func (c *company) everyProof(ids []string) string {
	var out []string
	for _, id := range ids {
		out = append(out, pick(c, "kind of evidence", c.found.proofs, id).Text.In(c.lang))
	}
	return strings.Join(out, "; ")
}
