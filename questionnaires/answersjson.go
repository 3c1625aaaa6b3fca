package questionnaires

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"tuntas/questionnaires/rules"
)

// EncodeAnswers writes answers as canonical JSON with the keys of an answers file. Two files that say the same in
// another order, format or spelling give the same bytes, and DecodeAnswers reads them back.
func EncodeAnswers(a *Answers) ([]byte, error) { return CanonicalJSON(a.document()) }

// hash is the SHA-256 of the canonical form. Only strings, integers and maps of them are in it, so it cannot fail.
func (a *Answers) hash() string {
	data, err := EncodeAnswers(a)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Rehash sets and returns SHA256 after answers were changed.
func (a *Answers) Rehash() string {
	a.SHA256 = a.hash()
	return a.SHA256
}

// object of JSON with members that are left out when they are empty.
type jsonObject map[string]any

func (o jsonObject) text(key, value string) {
	if value != "" {
		o[key] = value
	}
}

func (o jsonObject) flag(key string, value bool) {
	if value {
		o[key] = true
	}
}

func (o jsonObject) list(key string, items []any) {
	if len(items) > 0 {
		o[key] = items
	}
}

func (a *Answers) document() jsonObject {
	o := jsonObject{"company": a.Company.document()}
	o.text("questionnaire", a.Questionnaire)
	o.text("period", a.Period)
	o.text("date", a.Date)
	answers := jsonObject{}
	for id, answer := range a.Answers {
		if !answer.empty() {
			answers[id] = answer.document()
		}
	}
	if len(answers) > 0 {
		o["answers"] = answers
	}
	o.list("signals", sortedItems(a.Signals, compareSignals, func(s Signal) any {
		item := jsonObject{"indicator": s.Indicator, "source": s.Source}
		if s.Source == "survey" {
			item["x"], item["n"] = s.X, s.N
		}
		return item
	}))
	o.list("flags", sortedItems(a.Flags, func(x, y FlagRecord) int { return cmp.Compare(x.ID, y.ID) }, func(f FlagRecord) any {
		item := jsonObject{"id": f.ID, "state": string(f.State)}
		item.text("closed_on", f.ClosedOn)
		return item
	}))
	if a.Overdue != 0 {
		o["overdue"] = a.Overdue
	}
	o.flag("first_green", a.FirstGreen)
	return o
}

func compareSignals(x, y Signal) int {
	return cmp.Or(cmp.Compare(x.Indicator, y.Indicator), cmp.Compare(x.Source, y.Source), cmp.Compare(x.N, y.N), cmp.Compare(x.X, y.X))
}

// sortedItems turns a list whose order says nothing into JSON.
func sortedItems[T any](list []T, compare func(T, T) int, document func(T) any) []any {
	items := make([]any, len(list))
	for i, item := range slices.SortedStableFunc(slices.Values(list), compare) {
		items[i] = document(item)
	}
	return items
}

func (c *Company) document() jsonObject {
	o := jsonObject{}
	o.text("name", c.Name)
	o.text("nib", c.NIB)
	if len(c.KBLI) > 0 {
		codes := sortedItems(c.KBLI, cmp.Compare[string], func(code string) any { return code })
		o["kbli"] = jsonObject{"version": c.KBLIVersion, "codes": codes}
	}
	compare := func(x, y Site) int { return cmp.Or(cmp.Compare(x.Province, y.Province), cmp.Compare(x.Name, y.Name)) }
	o.list("sites", sortedItems(c.Sites, compare, func(s Site) any {
		item := jsonObject{"province": s.Province}
		item.text("name", s.Name)
		return item
	}))
	return o
}

func (a *Answer) document() jsonObject {
	o := jsonObject{}
	switch a.State {
	case Answered:
		o["value"] = a.Value.document()
	case NotKnown:
		item := jsonObject{}
		item.text("who", a.Who)
		item.text("by", a.By)
		o["not_known_yet"] = item
	case Claimed, NotApplicable:
		item := jsonObject{"reason": a.Reason}
		item.flag("accepted", a.State == NotApplicable)
		o["not_applicable"] = item
	case InProgress:
		o["in_progress"] = true
	case Unanswered:
	}
	if a.Verified != nil {
		o["verified"] = jsonObject{"value": a.Verified.document()}
	}
	o.list("evidence", sortedItems(a.Evidence, compareEvidence, func(e Evidence) any {
		item := jsonObject{"level": "E" + strconv.Itoa(e.Level)}
		item.text("kind", e.Kind)
		item.text("name", e.Name)
		item.text("date", e.Date)
		item.text("expires", e.Expires)
		return item
	}))
	o.text("review", string(a.Review))
	o.text("comment", a.Comment)
	o.flag("self_disclosed", a.SelfDisclosed)
	return o
}

func compareEvidence(x, y Evidence) int {
	return cmp.Or(cmp.Compare(x.Level, y.Level), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Name, y.Name), cmp.Compare(x.Date, y.Date), cmp.Compare(x.Expires, y.Expires))
}

// document writes numbers as text where they are not whole, because canonical JSON has whole numbers alone.
func (v *AnswerValue) document() any {
	switch {
	case len(v.Codes) == 1:
		return v.Codes[0]
	case len(v.Codes) > 1:
		return v.Codes
	case v.Cells != nil:
		rows := jsonObject{}
		for row, columns := range v.Cells {
			cells := jsonObject{}
			for column, n := range columns {
				cells[column] = numberDocument(n)
			}
			rows[row] = cells
		}
		return rows
	case v.Text != "":
		return v.Text
	default:
		return numberDocument(v.Number)
	}
}

func numberDocument(n rules.Decimal) any {
	if n%rules.One == 0 {
		return int64(n / rules.One)
	}
	return FormatDecimal(n)
}
