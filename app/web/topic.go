package web

import (
	"slices"
	"strings"
	"time"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// topicPage is the questions of one topic, to be answered.
type topicPage struct {
	page
	Head      assessmentHead
	Action    string // path that the form is sent to
	Autosave  string // path for the page's script
	Section   string
	Number    int // of the section
	Sections  int
	Topic     string
	Place     int // of the topic
	Topics    int
	Rail      []railRow
	Questions []questionView
	Fresh     int    // questions that appeared because of the answers just saved
	Last      bool   // the section ends here
	Complete  string // "yes" when the section was declared complete
}

// railRow is one topic in the list beside the questions.
type railRow struct {
	Title   string
	Href    string
	Count   assessment.Progress
	Current bool
}

// questionView is one question of a form.
type questionView struct {
	ID, Number      string
	Text, Help, Why string
	Proofs, Who     []string
	Kind            string // single, multiple, number, date, table or text
	Options         []choiceView
	None            *choiceView
	Ways            []wayView // besides a value
	Rows            []tableRow
	Columns         []string // heads; none for a table of one column
	Unit            string
	Bounds          string // what the smallest and largest answer are, in words
	Typed           typed
	Optional        bool
	Flag            bool // a red flag reads it: the answer can be marked as disclosed by the company itself
	Faults          map[string]string
	Fault           string // of the question as a whole
	Evidence        []evidenceRow
	EvidenceHref    string
	TalkHref        string // the conversation about the question
	Offers          []knownAnswer
	Clashes         []answerLink // numbers of the answers that this one does not fit together with
	Revision        int64
	Was             string
	Writer, Written string // who answered, and when
}

// choiceView is one option.
type choiceView struct {
	Code, Text, Field string
	On                bool
}

// wayView is one way to answer besides a value.
type wayView struct {
	Code  assessment.Choice
	Field string
	Value string
	Radio bool
	On    bool
}

// tableRow is one row of a table of counts.
type tableRow struct {
	Title string
	Cells []tableCell
}

// tableCell is one field of a table: its name, the id that links lead to, the head of its column and what stands in it.
type tableCell struct{ Name, Field, Title, Text, Fault string }

// knownAnswer is what the company said elsewhere: the period before, or in its profile.
type knownAnswer struct {
	Title string
	Lines []string
	Href  string // takes it as a starting point
}

// evidenceRow is one file behind an answer.
type evidenceRow struct{ ID, Name, Meta, Href string }

// topicInput is everything that a topic page is made of besides the assessment.
type topicInput struct {
	view     *assessment.View
	section  assessment.SectionView
	topic    assessment.TopicView
	typed    map[string]typed  // what was typed and could not be taken, by question
	faults   map[string]string // by field name
	previous map[string]assessment.Entry
	period   string                      // of previous
	stated   map[string]assessment.Entry // by the company's profile
	take     string                      // question whose offered answer is taken as a starting point
	from     string                      // fromProfile: the profile's, else the previous one
}

// fromProfile in an address says that the profile's answer is taken.
const fromProfile = "profil"

// topicOf builds the page of a topic.
func topicOf(in *topicInput, s *words) topicPage {
	v, section := in.view, in.section
	p := topicPage{
		Head:    headOf(v.ID, &v.Assessment, v.Definition, s),
		Action:  under(v.ID, "bagian", section.Section.ID, in.topic.Topic.ID),
		Section: section.Section.Title.In(s.lang), Number: section.Number, Sections: len(v.Definition.Sections),
		Topic: in.topic.Topic.Title.In(s.lang),
	}
	p.Autosave = p.Action + "/otomatis?" + shownField + "=" + itoa(len(in.topic.Visible))
	topics := asking(section.Topics)
	p.Topics = len(topics)
	for i, topic := range topics {
		if topic.Topic.ID == in.topic.Topic.ID {
			p.Place = i + 1
		}
		p.Rail = append(p.Rail, railRow{
			Title: topic.Topic.Title.In(s.lang), Href: under(v.ID, "bagian", section.Section.ID, topic.Topic.ID),
			Count: topic.Progress, Current: topic.Topic.ID == in.topic.Topic.ID,
		})
	}
	if p.Place > 0 && p.Place == p.Topics {
		p.Last = true
		if _, done := v.Assessment.Done[section.Section.ID]; done {
			p.Complete = "yes"
		}
	}
	for _, q := range in.topic.Visible {
		p.Questions = append(p.Questions, in.question(q, s))
	}
	return p
}

func (in *topicInput) question(q *questionnaires.Question, s *words) questionView {
	v := in.view
	entry := v.Assessment.Answers[q.ID]
	stored := typedOf(q, entry, s)
	view := questionView{
		ID: q.ID, Number: v.Number(q.ID), Text: q.Text.In(s.lang), Help: q.Help.In(s.lang), Why: q.Why.In(s.lang),
		Proofs: proofWords(v.Definition, q.Proof, s.lang), Who: roleWords(v.Definition, q.Who, s.lang), Kind: kindOf(q),
		Unit: q.Unit.In(s.lang), Bounds: boundsOf(q, s), Typed: stored, Optional: !q.Mandatory, Flag: q.RedFlag,
		EvidenceHref: under(v.ID, "bukti", q.ID), TalkHref: under(v.ID, "percakapan", q.ID), Evidence: evidenceRows(v, entry.Evidence, s),
		Revision: entry.Revision, Was: stored.mark(),
	}
	if entry.Choice != assessment.NotChosen {
		view.Writer, view.Written = v.Writers[entry.Writer], s.instant(entry.At)
	}
	if t, ok := in.typed[q.ID]; ok {
		view.Typed = t
	}
	view.Offers, view.Clashes = in.offers(q, entry, s), in.clashing(q.ID)
	if taken, ok := in.taken(q.ID); ok {
		view.Typed = typedOf(q, startingPoint(taken), s)
	}
	view.fill(q, s)
	view.mistakes(q, entry, in.faults, s)
	return view
}

// startingPoint is an earlier answer without what belongs to its period alone.
func startingPoint(e assessment.Entry) assessment.Entry {
	return assessment.Entry{Choice: e.Choice, Codes: e.Codes, Text: e.Text, Cells: e.Cells, Reason: e.Reason}
}

// taken is the answer that was chosen as a starting point.
func (in *topicInput) taken(question string) (assessment.Entry, bool) {
	from := in.previous
	if in.from == fromProfile {
		from = in.stated
	}
	e, ok := from[question]
	return e, ok && in.take == question
}

// offers are the answers given elsewhere, while there is none here.
func (in *topicInput) offers(q *questionnaires.Question, entry assessment.Entry, s *words) []knownAnswer {
	if entry.Choice != assessment.NotChosen || in.take == q.ID {
		return nil
	}
	path := under(in.view.ID, "bagian", q.Section, q.Topic)
	var out []knownAnswer
	add := func(e assessment.Entry, ok bool, title, query string) {
		said := replyTo(q, e, s)
		lines := said.Lines
		if said.State != "" {
			lines = []string{said.State}
		}
		if ok && len(lines) > 0 {
			out = append(out, knownAnswer{title, lines, path + "?" + query + "#q-" + q.ID})
		}
	}
	e, ok := in.stated[q.ID]
	add(e, ok, s.t("topic.profile.title"), encode("pakai", q.ID, "dari", fromProfile))
	e, ok = in.previous[q.ID]
	add(e, ok, s.t("topic.last.title", "Period", in.period), encode("pakai", q.ID))
	return out
}

// clashing is the other answers that one does not fit together with.
func (in *topicInput) clashing(question string) []answerLink {
	var out []answerLink
	seen := map[string]bool{question: true}
	for _, c := range in.view.Contradictions() {
		if !slices.Contains(c.Answers, question) {
			continue
		}
		for _, id := range c.Answers {
			if q, ok := in.view.Definition.Question(id); ok && !seen[id] {
				seen[id] = true
				out = append(out, answerLink{in.view.Number(id), questionHref(in.view.ID, q)})
			}
		}
	}
	return out
}

func kindOf(q *questionnaires.Question) string {
	switch q.Kind {
	case rules.Single:
		return "single"
	case rules.Multiple:
		return "multiple"
	case rules.Number:
		return "number"
	case rules.Date:
		return "date"
	case rules.Table:
		return "table"
	default:
		return "text"
	}
}

// fill makes the fields of a question from what stands in them.
func (view *questionView) fill(q *questionnaires.Question, s *words) {
	for i := range q.Options {
		o := &q.Options[i]
		c := choiceView{
			Code: o.Code, Text: o.Text.In(s.lang), Field: fieldID(q.ID, "option", o.Code), On: slices.Contains(view.Typed.Codes, o.Code),
		}
		if i == 0 {
			c.Field = fieldID(q.ID)
		}
		if o.Code == q.None && q.None != "" {
			view.None = &c
			continue
		}
		view.Options = append(view.Options, c)
	}
	if view.Kind == "table" {
		view.table(q, s)
	}
	for _, way := range waysOf(q) {
		radio := q.Kind == rules.Single
		w := wayView{Code: way, Field: fieldID(q.ID, "way", string(way)), Value: string(way), Radio: radio, On: view.Typed.Choice == way}
		if radio {
			w.Value = otherWay + w.Value
		}
		view.Ways = append(view.Ways, w)
	}
}

// fieldID is the id of a field of a question, to which the summary of faults leads.
func fieldID(question string, parts ...string) string {
	return strings.Join(append([]string{"f-" + question}, parts...), ".")
}

// waysOf is the ways to answer a question besides a value.
func waysOf(q *questionnaires.Question) []assessment.Choice {
	var ways []assessment.Choice
	if q.Ladder {
		ways = append(ways, assessment.InProgress)
	}
	if !q.NeverNA && !q.RedFlag {
		ways = append(ways, assessment.NotApplicable)
	}
	return append(ways, assessment.NotKnown)
}

func (view *questionView) table(q *questionnaires.Question, s *words) {
	columns := columnsOf(q)
	for _, column := range columns {
		view.Columns = append(view.Columns, column.Text.In(s.lang))
	}
	for _, row := range q.Rows {
		r := tableRow{Title: row.Text.In(s.lang)}
		for _, column := range columns {
			at := row.Code + "." + column.Code
			r.Cells = append(r.Cells, tableCell{
				Name: fieldCell + q.ID + "." + at, Field: fieldID(q.ID, "cells", at), Title: column.Text.In(s.lang), Text: view.Typed.Cells[at],
			})
		}
		view.Rows = append(view.Rows, r)
	}
}

// mistakes puts what is wrong beside the fields. An unreadable answer that is shown again later says so too.
func (view *questionView) mistakes(q *questionnaires.Question, entry assessment.Entry, faults map[string]string, s *words) {
	view.Faults = map[string]string{}
	for name, text := range faults {
		rest, ok := strings.CutPrefix(name, q.ID)
		if !ok || rest != "" && rest[0] != '.' {
			continue
		}
		view.Faults[strings.TrimPrefix(rest, ".")] = text
	}
	view.Fault = view.Faults[""]
	if entry.Choice == assessment.Unreadable && len(view.Faults) == 0 {
		view.Fault = unreadableWords(q, s)
		view.Faults[""] = view.Fault
	}
	for i := range view.Rows {
		for k := range view.Rows[i].Cells {
			cell := &view.Rows[i].Cells[k]
			cell.Fault = view.Faults["cells."+strings.TrimPrefix(cell.Name, fieldCell+q.ID+".")]
			if cell.Fault != "" && view.Fault == "" {
				view.Fault = s.t("topic.fault.cells")
			}
		}
	}
}

// unreadableWords says how an answer of this kind is written.
func unreadableWords(q *questionnaires.Question, s *words) string {
	switch q.Kind {
	case rules.Number, rules.Table:
		return s.t("topic.unreadable.number")
	case rules.Date:
		return s.t("topic.unreadable.date")
	default:
		return s.t("topic.unreadable.other")
	}
}

// boundsOf says in words which numbers are possible, where that is worth saying.
func boundsOf(q *questionnaires.Question, s *words) string {
	if q.Kind != rules.Number || q.Max <= q.Min || q.Max >= 100_000*rules.One {
		return ""
	}
	low := localNumber(questionnaires.FormatDecimal(q.Min), s.lang)
	high := localNumber(questionnaires.FormatDecimal(q.Max), s.lang)
	return s.t("topic.bounds.text", "Low", low, "High", high)
}

func proofWords(def *questionnaires.Definition, ids []string, lang string) []string {
	var out []string
	for i := range def.Proofs {
		if slices.Contains(ids, def.Proofs[i].ID) {
			out = append(out, def.Proofs[i].Text.In(lang))
		}
	}
	return out
}

func roleWords(def *questionnaires.Definition, ids []string, lang string) []string {
	var out []string
	for i := range def.Roles {
		if slices.Contains(ids, def.Roles[i].ID) {
			out = append(out, def.Roles[i].Text.In(lang))
		}
	}
	return out
}

func evidenceRows(v *assessment.View, ids []assessment.EvidenceID, s *words) []evidenceRow {
	var rows []evidenceRow
	for _, id := range ids {
		file, ok := v.Files[id]
		if !ok || file.Removed {
			continue
		}
		parts := []string{s.size(file.Size), s.day(local(file.At).Format(time.DateOnly))}
		if name := v.Writers[file.By]; name != "" {
			parts = append(parts, name)
		}
		parts = append(parts, aboutFile(v.Definition, &file, s)...)
		rows = append(rows, evidenceRow{ID: string(id), Name: file.Name, Meta: strings.Join(parts, ", "), Href: "/berkas/" + string(id)})
	}
	return rows
}

// aboutFile is what was stated about a file: its kind, its date, the period it is about and until when it holds.
func aboutFile(def *questionnaires.Definition, f *assessment.Evidence, s *words) []string {
	parts := proofWords(def, []string{f.Kind}, s.lang)
	if f.Date != "" {
		parts = append(parts, s.t("evidence.date.text", "Day", f.Date))
	}
	switch {
	case f.From != "" && f.To != "":
		parts = append(parts, s.t("evidence.period.text", "From", f.From, "To", f.To))
	case f.From != "":
		parts = append(parts, s.t("evidence.from.text", "From", f.From))
	case f.To != "":
		parts = append(parts, s.t("evidence.to.text", "To", f.To))
	}
	if f.Expires != "" {
		parts = append(parts, s.t("evidence.expires.text", "Day", f.Expires))
	}
	return parts
}
