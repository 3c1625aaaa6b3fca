package main

import (
	"errors"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// showCommand prints one questionnaire in words.
type showCommand struct {
	chosen
	languageFlag
}

// Help is shown below the usage.
func (*showCommand) Help() string {
	return "Example:\n  tuntas questionnaire show forced-labour --lang en"
}

// Run prints sections, topics, questions with their options and conditions, and the findings.
func (c *showCommand) Run(env *environment) error {
	def, err := openQuestionnaire(c.ID)
	if err != nil {
		return err
	}
	say, err := newWords(c.Lang)
	if err != nil {
		return err
	}
	s := &showing{names: names{say, def}, out: &paper{}}
	s.questionnaire()
	s.findings()
	return errors.Join(say.err, s.out.flush(env.out))
}

// showing is one questionnaire being written in words.
type showing struct {
	names
	out *paper
}

func (s *showing) questionnaire() {
	s.out.line(0, s.def.Title.In(s.lang))
	s.out.line(0, s.def.Ref()+" · "+s.def.Date+" · sha256 "+s.def.SHA256)
	s.out.line(0, s.def.Purpose.In(s.lang))
	number := 0
	for i, section := range s.def.Sections {
		s.out.head(strconv.Itoa(i+1) + ". " + section.Title.In(s.lang))
		s.out.line(0, section.Purpose.In(s.lang)+" ("+s.respondents(section.Who)+")")
		for _, topic := range section.Topics {
			s.out.gap()
			s.out.line(2, "  "+topic.Title.In(s.lang))
			for _, id := range topic.Questions {
				if q, ok := s.def.Question(id); ok {
					number++
					s.question(number, q)
				}
			}
		}
	}
}

func (s *showing) question(number int, q *questionnaires.Question) {
	s.out.line(9, right(strconv.Itoa(number), 7)+". "+q.Text.In(s.lang)+" ["+q.ID+"]")
	indent := pad("", 9)
	s.out.line(9, indent+s.role(q))
	if q.Show.Present() {
		s.out.line(9, indent+s.say("show.when", "Condition", s.condition(q.Show)))
	}
	for _, o := range q.Options {
		effect := ""
		if o.HasValue || q.Ladder {
			effect = " = " + s.decimal(o.Value)
		}
		s.out.line(13, indent+"- "+o.Text.In(s.lang)+" ("+o.Code+")"+effect)
	}
	if q.Kind == rules.Number || q.Kind == rules.Table {
		s.out.line(9, indent+s.say("show.bounds", "Low", s.decimal(q.Min), "High", s.decimal(q.Max), "Unit", q.Unit.In(s.lang)))
	}
	if len(q.Rows) > 0 {
		s.out.line(11, indent+labels(q.Rows, s.lang)+" × "+labels(q.Columns, s.lang))
	}
}

func labels(list []questionnaires.Label, lang string) string {
	var out []string
	for _, l := range list {
		if text := l.Text.In(lang); text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, ", ")
}

// role says where a question counts.
func (s *showing) role(q *questionnaires.Question) string {
	var text string
	switch {
	case q.Role.Factor != "":
		text = s.say("role.factor", "Factor", s.factor(q.Role.Factor))
	case q.Role.Domain != "":
		text = s.say("role.control", "Domain", s.domain(q.Role.Domain), "Layer", s.layer(q.Role.Layer), "Weight", strconv.FormatInt(q.Role.Weight, 10))
	default:
		text = s.say("role.sign")
	}
	if len(q.Indicators) > 0 {
		var ids []string
		for _, i := range q.Indicators {
			ids = append(ids, strconv.Itoa(i))
		}
		text += " · ILO " + strings.Join(ids, " ")
	}
	for _, m := range []struct {
		set bool
		key string
	}{{q.ShortPath, "mark.short_path"}, {q.Mandatory, "mark.mandatory"}, {q.NeverNA, "mark.never_not_applicable"}, {q.RedFlag, "mark.red_flag"}, {q.Basic, "mark.basic"}} {
		if m.set {
			text += " · " + s.say(m.key)
		}
	}
	return text
}

func (s *showing) findings() {
	s.out.head(s.say("findings.title", "Count", strconv.Itoa(len(s.def.Findings))))
	for i := range s.def.Findings {
		f := &s.def.Findings[i]
		text := "- " + f.Title.In(s.lang) + " [" + f.ID + "]"
		if f.Class != "" {
			text += " [" + string(f.Class) + "]"
		}
		s.out.line(2, text)
		s.out.line(4, "    "+s.say("explain.when", "Condition", s.condition(f.When)))
		if a, ok := s.def.Action(f.Action); ok {
			s.out.line(4, "    > "+a.Text.In(s.lang))
		}
	}
}
