package main

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// whatifCommand shows the result if some answers were different.
type whatifCommand struct {
	answersFlags
	languageFlag
	Set  []string `required:"" sep:"none" placeholder:"QUESTION=VALUE" help:"An answer to assume; repeat it for more."`
	JSON bool     `name:"json" help:"Print the result document."`
}

// Help is shown below the usage.
func (*whatifCommand) Help() string {
	return `VALUE is an option code, codes with commas between them, a number, a day, or for tables ROW.COLUMN:NUMBER with commas
between them, which leaves the other cells as they are; also not_known_yet and in_progress. VALUE@E3 assumes evidence of
that level too; without it the evidence given so far stands. Each question is set once.

Example:
  tuntas whatif --answers questionnaires/library/forced-labour/examples/palm-estate.yaml --set fee_rule=step4@E3`
}

// Run scores the answers as they are and as they would be.
func (c *whatifCommand) Run(env *environment) error {
	a, err := c.load(env)
	if err != nil {
		return err
	}
	changes, err := a.changes(c.Set)
	if err != nil {
		return err
	}
	defer env.busy("scoring")()
	sheet := a.model.NewSheet(a.answers, a.day)
	after := sheet.WhatIf(changes)
	after.AnswersSHA256 = a.changed(changes).SHA256
	if c.JSON {
		return env.printJSON(after)
	}
	say, err := newWords(c.Lang)
	if err != nil {
		return err
	}
	out := &paper{}
	d := &difference{names: names{say, a.def}, before: sheet.Result(), after: after, out: out}
	d.write(a.answers, changes)
	if say.err != nil {
		return say.err
	}
	return out.flush(env.out)
}

// changed is the answers with the changes in them.
func (a *scorable) changed(changes map[string]questionnaires.Answer) *questionnaires.Answers {
	out := *a.answers
	out.Answers = maps.Clone(a.answers.Answers)
	if out.Answers == nil {
		out.Answers = map[string]questionnaires.Answer{}
	}
	maps.Copy(out.Answers, changes)
	out.Rehash()
	return &out
}

// changes reads every QUESTION=VALUE and reports all faults at once.
func (a *scorable) changes(sets []string) (map[string]questionnaires.Answer, error) {
	changes := map[string]questionnaires.Answer{}
	var faults []questionnaires.Fault
	for _, set := range sets {
		id, value, ok := strings.Cut(set, "=")
		value, level := leveled(value)
		if !ok || id == "" || value == "" {
			return nil, usageError("--set " + set + " must be written as QUESTION=VALUE")
		}
		if _, twice := changes[id]; twice {
			return nil, usageError("--set " + set + " sets " + id + " a second time; set each question once")
		}
		if err := a.spelled(id, value); err != nil {
			return nil, usageError("--set " + set + err.Error())
		}
		answer, found := a.change(id, value, level)
		for _, f := range found {
			faults = append(faults, questionnaires.Fault{File: "--set " + set, Message: f.Message})
		}
		changes[id] = answer
	}
	if len(faults) > 0 {
		return nil, &inputError{faults}
	}
	return changes, nil
}

// change takes one value through the decoder of answers files, so that it can say nothing that a file could not.
func (a *scorable) change(id, value, level string) (questionnaires.Answer, []questionnaires.Fault) {
	body := map[string]any{}
	switch value {
	case "not_known_yet", "in_progress":
		body[value] = true
	default:
		body["value"] = a.valueOf(id, value)
	}
	if level != "" {
		body["evidence"] = []map[string]string{{"level": level}}
	}
	data, err := json.Marshal(map[string]any{
		"questionnaire": a.def.Ref(), "company": map[string]string{"name": "--set"}, "answers": map[string]any{id: body},
	})
	if err != nil {
		return questionnaires.Answer{}, []questionnaires.Fault{{Message: err.Error()}}
	}
	decoded, faults := questionnaires.DecodeAnswers("set.json", data, a.def)
	answer := decoded.Answers[id]
	if level == "" {
		answer.Evidence = a.answers.Answers[id].Evidence
	}
	return answer, faults
}

// leveled separates the level of evidence from a value, E and a digit after an at sign.
func leveled(text string) (value, level string) {
	if at := strings.LastIndex(text, "@E"); at >= 0 {
		return text[:at], text[at+1:]
	}
	return text, ""
}

// spelled says what is wrong with the form of a value, as the end of a sentence.
func (a *scorable) spelled(id, value string) error {
	q, ok := a.def.Question(id)
	if !ok || value == "not_known_yet" || value == "in_progress" {
		return nil
	}
	seen := map[string]bool{}
	for part := range strings.SplitSeq(value, ",") {
		switch q.Kind {
		case rules.Multiple:
			if part == "" {
				return errors.New(" has nothing between two commas; write codes with commas between them")
			}
		case rules.Table:
			place, number, _ := strings.Cut(part, ":")
			row, column := cellOf(q, place)
			if row == "" || column == "" || number == "" {
				return errors.New(" must be written as " + id + "=ROW.COLUMN:NUMBER, with commas between cells")
			}
			if seen[row+"."+column] {
				return errors.New(" sets " + place + " a second time; set each cell once")
			}
			seen[row+"."+column] = true
		default:
		}
	}
	return nil
}

// valueOf is a value in the form of an answers file.
func (a *scorable) valueOf(id, value string) any {
	q, ok := a.def.Question(id)
	if !ok {
		return value
	}
	switch q.Kind {
	case rules.Multiple:
		return strings.Split(value, ",")
	case rules.Table:
		return a.tableOf(q, value)
	default:
		return value
	}
}

// tableOf reads ROW.COLUMN:NUMBER,… into the cells that count so far.
func (a *scorable) tableOf(q *questionnaires.Question, value string) map[string]map[string]string {
	cells := map[string]map[string]string{}
	set := func(row, column, number string) {
		if cells[row] == nil {
			cells[row] = map[string]string{}
		}
		cells[row][column] = number
	}
	given := a.answers.Answers[q.ID]
	counted := given.Value.Cells
	if given.Verified != nil {
		counted = given.Verified.Cells
	}
	for row, columns := range counted {
		for column, number := range columns {
			set(row, column, questionnaires.FormatDecimal(number))
		}
	}
	for part := range strings.SplitSeq(value, ",") {
		place, number, _ := strings.Cut(part, ":")
		row, column := cellOf(q, place)
		set(row, column, number)
	}
	return cells
}

// cellOf reads ROW.COLUMN; the column may be left out where there is only one.
func cellOf(q *questionnaires.Question, place string) (row, column string) {
	row, column, ok := strings.Cut(place, ".")
	if !ok && len(q.Columns) == 1 {
		column = q.Columns[0].Code
	}
	return row, column
}

// difference is two results side by side.
type difference struct {
	names
	before *scoring.Result
	after  *scoring.Result
	out    *paper
}

func (d *difference) write(answers *questionnaires.Answers, changes map[string]questionnaires.Answer) {
	d.out.line(0, d.say("whatif.title"))
	assumed := &questionnaires.Answers{Answers: changes}
	for _, id := range slices.Sorted(maps.Keys(changes)) {
		d.out.line(4, "  "+d.question(id))
		d.out.line(6, "    "+d.reply(answers, id)+" -> "+d.reply(assumed, id))
	}
	d.out.gap()
	if d.before.Published.Band != "" {
		d.line("verdict.band", d.band(d.before.Published.Band), d.band(d.after.Published.Band), "")
	}
	d.line("verdict.colour", d.say("colour."+d.before.Published.Colour), d.say("colour."+d.after.Published.Colour), "")
	if d.before.Residual != nil && d.before.Inherent != nil {
		d.number("number.residual", d.before.Residual.Value, d.after.Residual.Value, "direction.high.bad")
		d.number("number.inherent", d.before.Inherent.Value, d.after.Inherent.Value, "direction.high.bad")
	}
	d.number("number.control", d.before.Control.Value, d.after.Control.Value, "direction.high.good")
	d.number("number.confidence", d.before.Confidence.Value, d.after.Confidence.Value, "direction.high.good")
	d.rulesMoved()
}

func (d *difference) line(key, before, after, note string) {
	text := before
	if before != after {
		text += " -> " + after
	}
	if note != "" {
		text += "   " + d.say(note)
	}
	d.out.line(28, pad(d.say(key), 28)+text)
}

func (d *difference) number(key string, before, after scoring.Micro, direction string) {
	d.line(key, d.points(before), d.points(after), direction)
}

// rulesMoved lists the findings and flags that would come, go or change.
func (d *difference) rulesMoved() {
	ids := func(r *scoring.Result) []string {
		var out []string
		for _, f := range r.Findings {
			out = append(out, f.ID)
		}
		return out
	}
	before, after := ids(d.before), ids(d.after)
	d.line("whatif.findings", strconv.Itoa(len(before)), strconv.Itoa(len(after)), "")
	for _, id := range before {
		if !slices.Contains(after, id) {
			d.out.line(4, "  - "+d.finding(id))
		}
	}
	for _, id := range after {
		if !slices.Contains(before, id) {
			d.out.line(4, "  + "+d.finding(id))
		}
	}
	states := func(r *scoring.Result) map[string]string {
		out := map[string]string{}
		for _, f := range r.Flags {
			out[f.ID] = string(f.State)
		}
		return out
	}
	was, is := states(d.before), states(d.after)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if was[id] != is[id] {
			d.out.line(4, "  ["+d.class(id)+"] "+d.finding(id)+": "+d.flagState(was[id])+" -> "+d.flagState(is[id]))
		}
	}
}

func (d *difference) class(id string) string {
	if f, ok := d.def.Finding(id); ok {
		return string(f.Class)
	}
	return "?"
}

func (d *difference) flagState(state string) string {
	if state == "" {
		return d.say("flag.absent")
	}
	return d.say("flag." + state)
}
