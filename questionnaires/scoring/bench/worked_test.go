package bench

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// companies are the worked companies of the questionnaire; the palm estate is the one that is measured.
func companies() []string {
	return []string{"palm-estate", "garment-factory", "tuna-longliners", "software-firm"}
}

func definition(tb testing.TB) *questionnaires.Definition {
	tb.Helper()
	def, err := questionnaires.Open("forced-labour@1")
	if err != nil {
		tb.Fatal(err)
	}
	return def
}

func answersOf(tb testing.TB, def *questionnaires.Definition, company string) *questionnaires.Answers {
	tb.Helper()
	name := "forced-labour/examples/" + company + ".yaml"
	data, err := fs.ReadFile(questionnaires.Library(), name)
	if err != nil {
		tb.Fatal(err)
	}
	answers, faults := questionnaires.DecodeAnswers(name, data, def)
	for _, f := range faults {
		tb.Error(f)
	}
	return answers
}

func sheetOf(tb testing.TB, def *questionnaires.Definition, company string) *scoring.Sheet {
	tb.Helper()
	model, err := scoring.Compile(def)
	if err != nil {
		tb.Fatal(err)
	}
	return model.NewSheet(answersOf(tb, def, company), "")
}

// slotsOf is a company's answers in slots, as conditions read them. In a complete sheet every question that the company
// did not answer has its first answer, so that two-valued engines can read everything.
func slotsOf(def *questionnaires.Definition, answers *questionnaires.Answers, complete bool) []rules.Slot {
	raw := make([]rules.Slot, def.Program.Slots())
	for i := range def.Questions {
		q := &def.Questions[i]
		slot, _ := def.Program.Slot(q.ID)
		a := answers.Answers[q.ID]
		value := a.Value
		if a.Verified != nil {
			value = *a.Verified
		}
		switch {
		case a.State == questionnaires.Answered || a.Verified != nil:
			fill(raw[slot:], q, value)
		case a.State == questionnaires.InProgress:
			raw[slot] = rules.Slot{N: 1, State: rules.Known}
		case complete:
			fill(raw[slot:], q, firstAnswer(q))
		}
		if complete && q.Kind == rules.Table {
			completeCells(raw[slot+1:slot+1+len(q.Rows)*len(q.Columns)], q)
		}
	}
	for i := range def.Contexts {
		slot, _ := def.Program.Slot(def.Contexts[i].ID)
		raw[slot] = rules.Slot{N: int64(contextOf(&def.Contexts[i], answers)), State: rules.Known}
	}
	return raw
}

func firstAnswer(q *questionnaires.Question) questionnaires.AnswerValue {
	switch {
	case q.None != "":
		return questionnaires.AnswerValue{Codes: []string{q.None}}
	case len(q.Options) > 0:
		return questionnaires.AnswerValue{Codes: []string{q.Options[0].Code}}
	}
	return questionnaires.AnswerValue{Number: q.Min, Text: "-"}
}

func completeCells(cells []rules.Slot, q *questionnaires.Question) {
	for i := range cells {
		if cells[i].State != rules.Known {
			cells[i] = rules.Slot{N: int64(q.Min), State: rules.Known}
		}
	}
}

func fill(slots []rules.Slot, q *questionnaires.Question, v questionnaires.AnswerValue) {
	slots[0] = rules.Slot{State: rules.Known}
	switch q.Kind {
	case rules.Single:
		slots[0].N = int64(slices.IndexFunc(q.Options, func(o questionnaires.Option) bool { return slices.Contains(v.Codes, o.Code) }))
	case rules.Multiple:
		for i, o := range q.Options {
			if slices.Contains(v.Codes, o.Code) {
				slots[0].N |= 1 << i
			}
		}
	case rules.Number:
		slots[0].N = int64(v.Number)
	case rules.Table:
		for r, row := range q.Rows {
			for c, column := range q.Columns {
				if n, ok := v.Cells[row.Code][column.Code]; ok {
					slots[1+r*len(q.Columns)+c] = rules.Slot{N: int64(n), State: rules.Known}
				}
			}
		}
	default:
	}
}

func contextOf(c *questionnaires.Context, answers *questionnaires.Answers) rules.Decimal {
	codes := answers.Company.KBLI
	if c.Kind != "kbli" {
		codes = nil
		for _, site := range answers.Company.Sites {
			codes = append(codes, site.Province)
		}
	}
	value := rules.Decimal(0)
	for _, code := range codes {
		found, length := c.Otherwise, 0
		for _, row := range c.Rows {
			for _, prefix := range row.Codes {
				if strings.HasPrefix(code, prefix) && len(prefix) > length {
					found, length = row.Value, len(prefix)
				}
			}
		}
		value = max(value, found)
	}
	return value
}

// runOf is the product's own evaluation of some slots.
func runOf(program *rules.Program, raw []rules.Slot) *rules.Run {
	run := program.NewRun()
	for slot, v := range raw {
		run.Set(slot, v)
	}
	run.Update()
	return run
}

// expression is one condition or number of the questionnaire.
type expression struct {
	id, source string
	derived    bool
	finding    bool
	module     string
	severe     bool
}

// expressions are all expressions of the questionnaire in the order in which a program evaluates them.
func expressions(def *questionnaires.Definition, program *rules.Program) []expression {
	all := map[string]expression{}
	note := func(c questionnaires.Condition) {
		if c.Present() {
			all[c.ID] = expression{id: c.ID, source: c.Source}
		}
	}
	for i := range def.Questions {
		q := &def.Questions[i]
		note(q.Show)
		note(q.Value.Measure)
		for _, c := range q.Value.Cases {
			note(c.When)
		}
		for _, c := range q.Default {
			note(c.When)
		}
	}
	for _, r := range def.Rules {
		note(r.When)
	}
	for _, m := range def.Modules {
		note(m.When)
	}
	for _, r := range def.References {
		note(r.When)
	}
	for _, d := range def.Derived {
		all[d.ID] = expression{id: d.ID, source: d.Source, derived: true}
	}
	for i := range def.Findings {
		f := &def.Findings[i]
		tier := def.Model.Tier(f)
		all[f.When.ID] = expression{
			id: f.When.ID, source: f.When.Source, finding: true, module: f.Module,
			severe: tier == questionnaires.Critical || tier == questionnaires.Severe,
		}
	}
	list := make([]expression, program.Len())
	for n := range list {
		list[n] = all[program.NodeID(rules.Node(n))]
	}
	return list
}

// openProgram is the same conditions without hiding: a show-condition is a condition like any other.
func openProgram(tb testing.TB, def *questionnaires.Definition) *rules.Program {
	tb.Helper()
	b, err := rules.NewBuilder(def.Declarations())
	if err != nil {
		tb.Fatal(err)
	}
	for _, e := range expressions(def, def.Program) {
		switch {
		case e.derived:
			b.Derive(e.id, e.source)
		case e.finding:
			b.Finding(strings.TrimPrefix(e.id, "finding:"), e.source, e.module, e.severe)
		case strings.HasPrefix(e.id, "measure:"):
			b.Measure(e.id, e.source)
		default:
			b.Condition(e.id, e.source)
		}
	}
	program, faults := b.Build()
	for _, f := range faults {
		tb.Error(f.Message)
	}
	if program == nil {
		tb.FailNow()
	}
	return program
}
