package main

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// names says the parts of a questionnaire in one language.
type names struct {
	*words
	def *questionnaires.Definition
}

func (n names) question(id string) string { return n.def.Wording(n.lang).Question(id) }

func (n names) finding(id string) string {
	if f, ok := n.def.Finding(id); ok {
		return f.Title.In(n.lang)
	}
	return id
}

func (n names) band(code string) string {
	for _, b := range n.def.Model.Bands {
		if b.Code == code {
			return b.Name.In(n.lang)
		}
	}
	return n.say("band." + code)
}

func (n names) factor(id string) string {
	for _, f := range n.def.Model.Factors {
		if f.ID == id {
			return f.Name.In(n.lang)
		}
	}
	return id
}

func (n names) domain(id string) string {
	for _, d := range n.def.Model.Domains {
		if d.ID == id {
			return d.Name.In(n.lang)
		}
	}
	return id
}

func (n names) layer(id string) string {
	for _, l := range n.def.Model.Layers {
		if l.ID == id {
			return l.Name.In(n.lang)
		}
	}
	return id
}

func (n names) indicator(id int) string {
	for _, i := range n.def.Indicators {
		if i.ID == id {
			return i.Name.In(n.lang)
		}
	}
	return strconv.Itoa(id)
}

// rule says what a rule is: a finding, a consistency rule, an engine-wide point or a question.
func (n names) rule(id string) string {
	if f, ok := n.def.Finding(id); ok {
		return f.Title.In(n.lang)
	}
	for _, r := range n.def.Rules {
		if r.ID == id {
			return r.Why.In(n.lang)
		}
	}
	if text, ok := n.texts["rule."+id]; ok {
		return text
	}
	return n.question(id)
}

// condition reads an expression of the questionnaire in words.
func (n names) condition(c questionnaires.Condition) string {
	node, ok := n.def.Program.Node(c.ID)
	if !ok {
		return c.Source
	}
	return n.def.Program.Words(node, n.lang, n.def.Wording(n.lang))
}

func (n names) respondents(ids []string) string {
	var out []string
	for _, id := range ids {
		for _, r := range n.def.Roles {
			if r.ID == id {
				out = append(out, r.Text.In(n.lang))
			}
		}
	}
	return strings.Join(out, ", ")
}

// reply is what counts as the answer to a question, in words.
func (n names) reply(a *questionnaires.Answers, id string) string {
	q, ok := n.def.Question(id)
	if !ok {
		return n.say("answer.register")
	}
	answer := a.Answers[id]
	switch {
	case answer.Verified != nil:
		return n.value(q, answer.Verified) + " (" + n.say("answer.verified") + ")"
	case answer.State == questionnaires.Answered:
		return n.value(q, &answer.Value)
	case answer.State == "":
		return n.say("answer.unanswered")
	default:
		return n.say("answer." + string(answer.State))
	}
}

func (n names) value(q *questionnaires.Question, v *questionnaires.AnswerValue) string {
	w := n.def.Wording(n.lang)
	var out []string
	switch q.Kind {
	case rules.Single, rules.Multiple:
		for _, code := range v.Codes {
			out = append(out, w.Option(q.ID, code))
		}
	case rules.Number:
		out = append(out, strings.TrimSpace(n.decimal(v.Number)+" "+q.Unit.In(n.lang)))
	case rules.Table:
		for _, row := range q.Rows {
			for _, column := range q.Columns {
				if d, ok := v.Cells[row.Code][column.Code]; ok {
					label := row.Text.In(n.lang)
					if len(q.Columns) > 1 {
						label += ", " + column.Text.In(n.lang)
					}
					out = append(out, label+": "+n.decimal(d))
				}
			}
		}
	default:
		out = append(out, v.Text)
	}
	return strings.Join(out, "; ")
}
