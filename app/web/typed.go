package web

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// typed is one answer as the form holds it, in the form's own words: nothing in it has been read yet.
type typed struct {
	Choice  assessment.Choice // one of the ways besides a value; NotChosen when the value itself counts
	Codes   []string
	Text    string
	Cells   map[string]string // "row.column"
	Who     string
	By      string
	Reason  string
	Comment string
	Self    bool
}

// fields are the values of a form that was sent.
type fields interface {
	Get(name string) string
	All(name string) []string
}

// The beginnings of the names of a question's fields; the question's id follows.
const (
	fieldAnswer   = "a." // option codes, number, date or text
	fieldOther    = "o." // a way besides a value, where that is a box of its own
	fieldCell     = "c." // + question.row.column
	fieldWho      = "who."
	fieldBy       = "by."
	fieldReason   = "reason."
	fieldComment  = "comment."
	fieldSelf     = "self."
	fieldRevision = "rev." // that the writer saw; its presence says that the question was on the page
	fieldWas      = "was." // mark of what the writer saw
	otherWay      = "!"    // before a way besides a value among the options of a single choice
)

// readTyped takes the fields of one question out of a form.
func readTyped(q *questionnaires.Question, f fields) typed {
	t := typed{
		Who: oneLine(f.Get(fieldWho + q.ID)), By: oneLine(f.Get(fieldBy + q.ID)),
		Reason: manyLines(f.Get(fieldReason + q.ID)), Comment: manyLines(f.Get(fieldComment + q.ID)),
		Self: f.Get(fieldSelf+q.ID) != "",
	}
	for _, way := range f.All(fieldOther + q.ID) {
		t.Choice = assessment.Choice(way)
	}
	switch q.Kind {
	case rules.Single:
		chosen := f.Get(fieldAnswer + q.ID)
		if way, ok := strings.CutPrefix(chosen, otherWay); ok {
			t.Choice = assessment.Choice(way)
		} else if chosen != "" {
			t.Codes = []string{chosen}
		}
	case rules.Multiple:
		t.Codes = slices.DeleteFunc(slices.Clone(f.All(fieldAnswer+q.ID)), func(code string) bool { return code == "" })
	case rules.Table:
		t.Cells = readCells(q, f)
	default:
		t.Text = manyLines(f.Get(fieldAnswer + q.ID))
	}
	return t
}

func readCells(q *questionnaires.Question, f fields) map[string]string {
	cells := map[string]string{}
	for _, row := range q.Rows {
		for _, column := range columnsOf(q) {
			at := row.Code + "." + column.Code
			if text := oneLine(f.Get(fieldCell + q.ID + "." + at)); text != "" {
				cells[at] = text
			}
		}
	}
	return cells
}

// columnsOf is the columns of a table; one that declares none has a single one.
func columnsOf(q *questionnaires.Question) []questionnaires.Label {
	if len(q.Columns) > 0 {
		return q.Columns
	}
	return []questionnaires.Label{{Code: questionnaires.OneColumn}}
}

// oneLine is typed text without blanks around it.
func oneLine(text string) string { return strings.TrimSpace(text) }

// manyLines is typed text with the line ends that a browser shows.
func manyLines(text string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
}

// typedOf is how a stored answer stands in the form of a reader.
func typedOf(q *questionnaires.Question, e assessment.Entry, s *words) typed {
	t := typed{
		Codes: slices.Clone(e.Codes), Text: e.Text, Who: e.Who, By: s.day(e.By),
		Reason: manyLines(e.Reason), Comment: manyLines(e.Comment), Self: e.SelfDisclosed,
	}
	switch e.Choice {
	case assessment.NotKnown, assessment.NotApplicable, assessment.InProgress:
		t.Choice = e.Choice
	case assessment.Value:
		switch q.Kind {
		case rules.Number:
			t.Text = localNumber(e.Text, s.lang)
		case rules.Date:
			t.Text = s.day(e.Text)
		default:
			t.Text = manyLines(e.Text)
		}
	case assessment.Unreadable:
		if e.Typed != assessment.Value {
			t.Choice = e.Typed
		}
	case assessment.NotChosen:
	}
	for row, columns := range e.Cells {
		for column, text := range columns {
			if t.Cells == nil {
				t.Cells = map[string]string{}
			}
			if e.Choice == assessment.Value {
				text = localNumber(text, s.lang)
			}
			t.Cells[row+"."+column] = text
		}
	}
	return t
}

// answered reports whether a value was typed.
func (t typed) answered() bool { return len(t.Codes) > 0 || t.Text != "" || len(t.Cells) > 0 }

// both reports whether a value and another way were given at once, which only the writer can resolve.
func (t typed) both() bool { return t.Choice != assessment.NotChosen && t.answered() }

// input is what the domain is asked to store.
func (t typed) input(q *questionnaires.Question, revision int64, lang string) assessment.Input {
	in := assessment.Input{
		Question: q.ID, Revision: revision, Choice: t.Choice, Codes: t.Codes, Text: t.Text,
		Comment: t.Comment, SelfDisclosed: t.Self, Language: lang,
	}
	switch t.Choice {
	case assessment.NotKnown:
		in.Who, in.By = t.Who, t.By
	case assessment.NotApplicable:
		in.Reason = t.Reason
	case assessment.NotChosen:
		if t.answered() {
			in.Choice = assessment.Value
		}
	case assessment.Value, assessment.InProgress, assessment.Unreadable:
	}
	for at, text := range t.Cells {
		row, column, _ := strings.Cut(at, ".")
		if in.Cells == nil {
			in.Cells = map[string]map[string]string{}
		}
		if in.Cells[row] == nil {
			in.Cells[row] = map[string]string{}
		}
		in.Cells[row][column] = text
	}
	return in
}

// mark is short and the same for the same content: with it the server sees which questions of a page were touched.
func (t typed) mark() string {
	parts := []string{
		string(t.Choice), t.Text, t.Comment, strconv.FormatBool(t.Self), strings.Join(slices.Sorted(slices.Values(t.Codes)), ","),
	}
	switch t.Choice {
	case assessment.NotKnown:
		parts = append(parts, t.Who, t.By)
	case assessment.NotApplicable:
		parts = append(parts, t.Reason)
	case assessment.NotChosen, assessment.Value, assessment.InProgress, assessment.Unreadable:
	}
	for _, at := range slices.Sorted(maps.Keys(t.Cells)) {
		parts = append(parts, at, t.Cells[at])
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// localNumber writes a canonical number ("1234.5") as people of a language read it ("1.234,5").
func localNumber(canonical, lang string) string {
	thousands, decimals := ".", ","
	if lang != "id" {
		thousands, decimals = ",", "."
	}
	whole, rest, fraction := strings.Cut(canonical, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	if strings.ContainsFunc(whole+rest, func(r rune) bool { return r < '0' || r > '9' }) {
		return canonical
	}
	var groups []string
	for len(whole) > 3 {
		groups, whole = append(groups, whole[len(whole)-3:]), whole[:len(whole)-3]
	}
	groups = append(groups, whole)
	slices.Reverse(groups)
	out := sign + strings.Join(groups, thousands)
	if fraction {
		out += decimals + rest
	}
	return out
}
