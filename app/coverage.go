package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
)

// coverageCommand prints which question serves what.
type coverageCommand struct {
	chosen
	languageFlag
	JSON bool `name:"json" help:"Print one JSON document."`
}

// Help is shown below the usage.
func (*coverageCommand) Help() string {
	return "Example:\n  tuntas questionnaire coverage forced-labour --lang en"
}

// coverage is what questionnaire coverage --json prints.
type coverage struct {
	Questionnaire string       `json:"questionnaire"`
	Questions     []covered    `json:"questions"`
	Indicators    []coveredILO `json:"indicators"`
}

// covered is one question and what it serves.
type covered struct {
	Question   string   `json:"question"`
	Indicators []int    `json:"indicators"`
	Triggers   []string `json:"triggers"` // flags that read it, as class:id
	UNGP       []int    `json:"ungp"`
	OECD       []int    `json:"oecd"`
}

// coveredILO is one indicator and how many questions and flags serve it.
type coveredILO struct {
	Indicator int `json:"indicator"`
	Questions int `json:"questions"`
	Flags     int `json:"flags"`
}

// coverageOf reads the table from a questionnaire.
func coverageOf(def *questionnaires.Definition) coverage {
	triggers := triggersOf(def)
	out := coverage{Questionnaire: def.Ref(), Questions: []covered{}, Indicators: []coveredILO{}}
	for i := range def.Questions {
		q := &def.Questions[i]
		out.Questions = append(out.Questions, covered{
			Question: q.ID, Indicators: sortedInts(q.Indicators), Triggers: append([]string{}, triggers[q.ID]...),
			UNGP: sortedInts(q.UNGP), OECD: sortedInts(q.OECD),
		})
	}
	for _, ind := range def.Indicators {
		c := coveredILO{Indicator: ind.ID}
		flags := map[string]bool{}
		for _, q := range out.Questions {
			if !slices.Contains(q.Indicators, ind.ID) {
				continue
			}
			c.Questions++
			for _, t := range q.Triggers {
				flags[t] = true
			}
		}
		c.Flags = len(flags)
		out.Indicators = append(out.Indicators, c)
	}
	return out
}

// triggersOf is, by question, the flags whose condition reads it.
func triggersOf(def *questionnaires.Definition) map[string][]string {
	out := map[string][]string{}
	for i := range def.Findings {
		f := &def.Findings[i]
		node, ok := def.Program.Node(f.When.ID)
		if f.Class == "" || !ok {
			continue
		}
		for _, question := range def.Program.Reads(node) {
			out[question] = append(out[question], string(f.Class)+":"+f.ID)
		}
	}
	for _, list := range out {
		slices.Sort(list)
	}
	return out
}

func sortedInts(list []int) []int {
	out := append([]int{}, list...)
	slices.Sort(out)
	return out
}

// Run prints the table.
func (c *coverageCommand) Run(env *environment) error {
	def, err := openQuestionnaire(c.ID)
	if err != nil {
		return err
	}
	table := coverageOf(def)
	if c.JSON {
		return env.printJSON(table)
	}
	say, err := newWords(c.Lang)
	if err != nil {
		return err
	}
	n := names{say, def}
	out := &paper{}
	out.line(0, def.Title.In(c.Lang)+" ("+def.Ref()+")")
	out.head(say.say("coverage.questions"))
	const wide, ilo, ungp, oecd = 28, 12, 14, 8
	out.line(0, pad(say.say("coverage.question"), wide)+" "+pad("ILO", ilo)+" "+pad("UNGP", ungp)+" "+pad("OECD", oecd)+" "+say.say("coverage.triggers"))
	for _, q := range table.Questions {
		out.line(wide+ilo+ungp+oecd+4, pad(q.Question, wide)+" "+pad(numbersText(q.Indicators), ilo)+" "+pad(numbersText(q.UNGP), ungp)+" "+
			pad(numbersText(q.OECD), oecd)+" "+strings.Join(q.Triggers, " "))
	}
	out.head(say.say("coverage.indicators"))
	for _, i := range table.Indicators {
		out.line(4, right(strconv.Itoa(i.Indicator), 2)+"  "+pad(n.indicator(i.Indicator), 50)+" "+
			say.say("coverage.tally", "Questions", strconv.Itoa(i.Questions), "Flags", strconv.Itoa(i.Flags)))
	}
	return errors.Join(say.err, out.flush(env.out))
}

func numbersText(list []int) string {
	var out []string
	for _, n := range list {
		out = append(out, strconv.Itoa(n))
	}
	return strings.Join(out, " ")
}
