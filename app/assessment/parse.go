package assessment

import (
	"maps"
	"slices"
	"strings"

	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// ParseAnswer reads one typed answer, for what-if questions that store nothing. problem.Invalid names every fault.
func ParseAnswer(def *questionnaires.Definition, in Input) (questionnaires.Answer, error) {
	q, ok := def.Question(in.Question)
	if !ok {
		return questionnaires.Answer{}, absent()
	}
	var form problem.Form
	e := parse(q, in, &form)
	return e.answer(q), form.Err()
}

// parser reads one typed answer.
type parser struct {
	q    *questionnaires.Question
	in   Input
	form *problem.Form
	bad  bool
}

// parse is the entry for what was typed. What cannot be taken is noted in the form and kept as unreadable.
func parse(q *questionnaires.Question, in Input, form *problem.Form) Entry {
	p := &parser{q: q, in: in, form: form}
	e := Entry{Choice: in.Choice, SelfDisclosed: in.SelfDisclosed}
	e.Comment = p.limited(".comment", clean(in.Comment), mostText)
	switch in.Choice {
	case NotChosen, Unreadable:
		e.Choice = NotChosen
	case Value:
		p.value(&e)
	case NotKnown:
		p.notKnown(&e)
	case NotApplicable:
		p.notApplicable(&e)
	case InProgress:
		if !q.Ladder {
			p.fault("", "assessment.answer.not_ladder")
		}
	default:
		e.Choice = NotChosen
		p.fault("", "assessment.answer.choice")
	}
	if p.bad {
		e.Typed, e.Choice = e.Choice, Unreadable
	}
	return e
}

// fault notes what is wrong at the question, or at a part of it.
func (p *parser) fault(part, key string, args ...any) {
	p.bad = true
	p.form.Add(p.q.ID+part, key, args...)
}

// limited refuses a text that is too long and keeps as much of it as can be stored.
func (p *parser) limited(part, s string, most int) string {
	if longer(s, most) {
		p.fault(part, "assessment.answer.too_long", "most", showNumber(rules.Decimal(most)*rules.One, p.in.Language))
	}
	return cut(s, mostKept)
}

func (p *parser) value(e *Entry) {
	switch p.q.Kind {
	case rules.Single, rules.Multiple:
		e.Codes = p.codes()
	case rules.Number:
		e.Text = p.number("", p.in.Text)
	case rules.Table:
		e.Cells = p.cells()
	case rules.Date:
		e.Text = p.day("", p.in.Text)
	default:
		e.Text = p.limited("", clean(p.in.Text), mostText)
	}
	if len(e.Codes) == 0 && e.Text == "" && len(e.Cells) == 0 && !p.bad {
		e.Choice = NotChosen
	}
}

// codes are the ticked options in the order of the questionnaire.
func (p *parser) codes() []string {
	var codes []string
	for _, o := range p.q.Options {
		if slices.Contains(p.in.Codes, o.Code) {
			codes = append(codes, o.Code)
		}
	}
	unknown := slices.ContainsFunc(p.in.Codes, func(code string) bool { return code != "" && !slices.Contains(codes, code) })
	switch {
	case unknown:
		p.fault("", "assessment.answer.option")
	case p.q.Kind == rules.Single && len(codes) > 1:
		p.fault("", "assessment.answer.one_option")
	case p.q.None != "" && len(codes) > 1 && slices.Contains(codes, p.q.None):
		p.fault("", "assessment.answer.none_excludes")
	}
	return codes
}

// number is a typed number in canonical form, or as it was typed when it cannot be taken.
func (p *parser) number(part, typed string) string {
	typed = cleanLine(typed)
	if typed == "" {
		return ""
	}
	q, lang := p.q, p.in.Language
	d, ok := parseNumber(typed, lang)
	switch {
	case !ok:
		p.fault(part, "assessment.answer.number", "example", p.example())
	case q.Step > 0 && q.Step%rules.One == 0 && q.Min%rules.One == 0 && d%rules.One != 0:
		p.fault(part, "assessment.answer.whole", "example", p.example())
	case d < q.Min:
		p.fault(part, "assessment.answer.low", "min", showNumber(q.Min, lang))
	case d > q.Max:
		p.fault(part, "assessment.answer.high", "max", showNumber(q.Max, lang))
	case q.Step > 0 && (d-q.Min)%q.Step != 0:
		p.fault(part, "assessment.answer.step", "step", showNumber(q.Step, lang), "min", showNumber(q.Min, lang))
	default:
		return questionnaires.FormatDecimal(d)
	}
	return cut(typed, mostKept)
}

// example is a number as the question takes it, written in the reader's language.
func (p *parser) example() string {
	const whole, broken = 1_240 * rules.One, 1_234*rules.One + rules.One/2
	for _, d := range []rules.Decimal{broken, whole, 40 * rules.One, p.q.Min} {
		fits := d >= p.q.Min && d <= p.q.Max && (p.q.Step == 0 || (d-p.q.Min)%p.q.Step == 0)
		if fits {
			return showNumber(d, p.in.Language)
		}
	}
	return showNumber(p.q.Max, p.in.Language)
}

// cells are the typed cells of a table; empty ones are left out.
func (p *parser) cells() map[string]map[string]string {
	var cells map[string]map[string]string
	for _, row := range p.q.Rows {
		for _, column := range p.columns() {
			typed := p.in.Cells[row.Code][column]
			if longer(typed, mostCell) {
				typed = cut(typed, mostCell)
			}
			text := p.number(".cells."+row.Code+"."+column, typed)
			if text == "" {
				continue
			}
			if cells == nil {
				cells = map[string]map[string]string{}
			}
			if cells[row.Code] == nil {
				cells[row.Code] = map[string]string{}
			}
			cells[row.Code][column] = text
		}
	}
	if p.strayCells() {
		p.fault(".cells", "assessment.answer.cell")
	}
	return cells
}

func (p *parser) columns() []string {
	codes := make([]string, len(p.q.Columns))
	for i, c := range p.q.Columns {
		codes[i] = c.Code
	}
	if len(codes) == 0 {
		return []string{questionnaires.OneColumn}
	}
	return codes
}

// strayCells reports whether something was sent for a cell that the table does not have.
func (p *parser) strayCells() bool {
	columns := p.columns()
	for row, cells := range p.in.Cells {
		known := slices.ContainsFunc(p.q.Rows, func(l questionnaires.Label) bool { return l.Code == row })
		for column, text := range cells {
			if (!known || !slices.Contains(columns, column)) && strings.TrimSpace(text) != "" {
				return true
			}
		}
	}
	return false
}

// day is a typed day as YYYY-MM-DD, or as it was typed when it cannot be taken.
func (p *parser) day(part, typed string) string {
	typed = cleanLine(typed)
	if typed == "" {
		return ""
	}
	if day, ok := parseDay(typed); ok {
		return day
	}
	p.fault(part, "assessment.answer.date", "example", exampleDay)
	return cut(typed, mostShort)
}

func (p *parser) notKnown(e *Entry) {
	e.Who = p.limited(".who", cleanLine(p.in.Who), mostShort)
	if e.Who == "" {
		p.fault(".who", "assessment.answer.who")
	}
	e.By = p.day(".by", p.in.By)
	if e.By == "" {
		p.fault(".by", "assessment.answer.by", "example", exampleDay)
	}
}

func (p *parser) notApplicable(e *Entry) {
	e.Reason = p.limited(".reason", clean(p.in.Reason), mostText)
	switch {
	case p.q.NeverNA || p.q.RedFlag:
		p.fault("", "assessment.answer.never_na")
	case e.Reason == "":
		p.fault(".reason", "assessment.answer.reason")
	}
}

// same reports whether two entries say the same.
func (e *Entry) same(other *Entry) bool {
	return e.Choice == other.Choice && e.Typed == other.Typed && e.Text == other.Text && slices.Equal(e.Codes, other.Codes) &&
		e.Who == other.Who && e.By == other.By && e.Reason == other.Reason && e.Comment == other.Comment &&
		e.SelfDisclosed == other.SelfDisclosed &&
		maps.EqualFunc(e.Cells, other.Cells, maps.Equal[map[string]string, map[string]string])
}
