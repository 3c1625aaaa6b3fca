package web

import (
	"html/template"
	"strings"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

// tasksPage is the task list of one assessment.
type tasksPage struct {
	page
	Head     assessmentHead
	Progress assessment.Progress
	Bar      template.HTML
	Groups   []taskGroup
	Deadline string
	DaysLeft int
	Waiting  []waitingRow
	Promised int // how many questions wait for somebody
	Unlisted int // of them, not in Waiting
	Shares   bool
	Starts   bool   // may withdraw, fill in by workbook and submit
	Preview  bool   // a result can be looked at before it is submitted
	Lengthen string // path of the form that goes on from the short path; "" when there is none
	Finish   []taskRow
}

// assessmentHead is what every page about one assessment knows of it.
type assessmentHead struct {
	ID        string
	Title     string
	Period    string
	Reference string
	State     assessment.State
	Short     bool
	Submitted string // when, written out; "" before
	Open      bool   // can still be answered
}

// taskGroup is rows under one heading.
type taskGroup struct {
	Key  string // of the heading's message
	Rows []taskRow
}

// taskRow is one line of the task list.
type taskRow struct {
	Number int
	Title  string
	Href   string
	Meta   string
	Faulty bool // Meta says what is wrong
	Empty  bool // nothing in it applies
	Count  assessment.Progress
	Status assessment.Status
}

// waitingRow is a question that somebody promised to find out.
type waitingRow struct {
	Title, Number, Href, Who, By string
	Late                         bool // the promised day is past
}

// headOf is the head of the pages of an assessment.
func headOf(id assessment.ID, a *assessment.Assessment, def *questionnaires.Definition, s *words) assessmentHead {
	h := assessmentHead{
		ID: string(id), Title: def.Title.In(s.lang), Period: a.Period, Reference: a.Reference, State: a.State, Short: a.Short,
		Open: a.State.Open(),
	}
	if a.Submission != nil {
		h.Submitted = s.instant(a.Submission.At)
	}
	return h
}

// navAssessments is the entry of the navigation that all pages about one assessment stand under.
const navAssessments = "penilaian"

// crumbs is the way to the pages below an assessment.
func (h assessmentHead) crumbs(w *words) []crumb {
	return []crumb{{w.t("assessments.page.title"), "/penilaian"}, {h.Title + " " + h.Period, under(assessment.ID(h.ID))}}
}

// under is the path of a page of an assessment.
func under(id assessment.ID, parts ...string) string {
	return "/penilaian/" + string(id) + strings.Join(append([]string{""}, parts...), "/")
}

// tasksOf builds the task list.
func tasksOf(v *assessment.View, s *words) tasksPage {
	p := tasksPage{
		Head: headOf(v.ID, &v.Assessment, v.Definition, s), Progress: v.Progress(), Deadline: s.day(v.Assessment.Deadline),
		DaysLeft: daysBetween(v.Today, v.Assessment.Deadline),
	}
	sections := v.Sections()
	p.Groups, p.Bar = taskGroups(v, sections, s)
	p.Waiting, p.Promised = waitingRows(v, s)
	p.Unlisted = p.Promised - len(p.Waiting)
	p.Finish = finishRows(v, len(v.Definition.Sections), s)
	p.Preview = p.Head.Open && p.Progress.Answered > 0 && v.By.Allow(account.ReadResult, string(v.Assessment.State)) == nil && !v.By.OnlyShared(account.ReadResult)
	return p
}

// finishRows are the two last steps: check, and declare and send.
func finishRows(v *assessment.View, sections int, s *words) []taskRow {
	check := taskRow{Number: sections + 1, Title: s.t("tasks.check.title"), Href: under(v.ID, "periksa"), Status: assessment.NotStarted}
	send := taskRow{Number: sections + 2, Title: s.t("tasks.send.title"), Href: under(v.ID, "kirim"), Status: assessment.Locked}
	switch missing := len(v.Missing()); {
	case v.Assessment.Submission != nil && !v.Assessment.State.Open():
		check.Status, send.Status = assessment.Complete, assessment.Complete
	case missing > 0:
		if v.Progress().Answered > 0 {
			check.Status = assessment.Doing
		}
		send.Meta = s.plural("tasks.send.missing", missing)
	default:
		check.Status, send.Status = assessment.Doing, assessment.NotStarted
	}
	if v.By.OnlyShared(account.ReadAssessment) {
		return []taskRow{check}
	}
	if v.By.Allow(account.SubmitAssessment, string(assessment.Draft)) != nil && v.Assessment.Submission == nil {
		send.Meta = s.t("submit.other.text")
	}
	return []taskRow{check, send}
}

func taskGroups(v *assessment.View, sections []assessment.SectionView, s *words) ([]taskGroup, template.HTML) {
	about, control := taskGroup{Key: "tasks.group.about"}, taskGroup{Key: "tasks.group.control"}
	parts := make([]progressPart, 0, len(sections))
	for i := range sections {
		row := sectionRow(v, &sections[i], s)
		parts = append(parts, progressPart{Done: row.Count.Answered, All: row.Count.Applicable})
		if len(control.Rows) == 0 && mostlyExposure(v.Definition, sections[i].Section) {
			about.Rows = append(about.Rows, row)
		} else {
			control.Rows = append(control.Rows, row)
		}
	}
	var groups []taskGroup
	for _, g := range []taskGroup{about, control} {
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	all := v.Progress()
	label := s.t("tasks.progress.label", "Answered", all.Answered, "Applicable", all.Applicable)
	return groups, progressBar(parts, label)
}

// mostlyExposure reports whether a section asks about what a company is exposed to rather than what it does about it.
func mostlyExposure(def *questionnaires.Definition, section *questionnaires.Section) bool {
	exposure, all := 0, 0
	for _, topic := range section.Topics {
		for _, id := range topic.Questions {
			if q, ok := def.Question(id); ok {
				all++
				if q.Role.Factor != "" {
					exposure++
				}
			}
		}
	}
	return 2*exposure > all
}

func sectionRow(v *assessment.View, section *assessment.SectionView, s *words) taskRow {
	row := taskRow{
		Number: section.Number, Title: section.Section.Title.In(s.lang), Href: under(v.ID, "bagian", section.Section.ID),
		Count: section.Progress, Status: section.Status,
	}
	switch {
	case section.Progress.Applicable == 0:
		row.Empty, row.Meta = true, s.t("tasks.empty.text")
		if v.Assessment.Short {
			row.Meta = s.t("tasks.empty.short")
		}
	case len(section.Faults) > 0:
		row.Meta, row.Faulty = faultWords(v, section.Faults[0], s), true
	case section.Share != nil:
		row.Meta = shareWords(v, section.Share, s)
	}
	return row
}

// faultWords says what is wrong in a section: an answer that cannot be read, or answers that do not fit together. Which
// threshold a rule has is not told to companies.
func faultWords(v *assessment.View, fault string, s *words) string {
	if question, ok := strings.CutPrefix(fault, "unreadable:"); ok {
		_, key := wrongKeys(v.Assessment.Answers[question])
		return s.t(key, "Number", v.Number(question))
	}
	for _, c := range v.Contradictions() {
		if c.Rule == fault && len(c.Answers) > 1 {
			numbers := make([]string, len(c.Answers))
			for i, id := range c.Answers {
				numbers[i] = v.Number(id)
			}
			return s.t("tasks.fault.together", "Numbers", s.listed(numbers))
		}
	}
	return s.t("tasks.fault.answers")
}

// wrongKeys are the messages for an answer that cannot be taken, without and with its number: a way to answer without what
// belongs to it, or a value.
func wrongKeys(e assessment.Entry) (text, numbered string) {
	switch {
	case e.Typed == assessment.NotApplicable && e.Reason == "":
		return "answer.unreasoned.text", "tasks.fault.unreasoned"
	case e.Typed == assessment.NotKnown:
		return "answer.unpromised.text", "tasks.fault.unpromised"
	}
	return "answer.unreadable.text", "tasks.fault.unreadable"
}

func shareWords(v *assessment.View, share *assessment.Share, s *words) string {
	name := v.Writers[share.Person]
	if name == "" {
		name = share.Email
	}
	if share.Due == "" {
		return s.t("tasks.shared.text", "Name", name)
	}
	return s.t("tasks.shared.until", "Name", name, "Day", s.day(share.Due))
}

// mostWaiting is how many open promises the task list shows.
const mostWaiting = 5

func waitingRows(v *assessment.View, s *words) ([]waitingRow, int) {
	all := v.Waiting()
	var rows []waitingRow
	for _, id := range all[:min(mostWaiting, len(all))] {
		q, ok := v.Definition.Question(id)
		if !ok {
			continue
		}
		e := v.Assessment.Answers[id]
		rows = append(rows, waitingRow{
			Title: q.Text.In(s.lang), Number: v.Number(id), Href: questionHref(v.ID, q), Who: e.Who, By: s.day(e.By), Late: e.By < v.Today,
		})
	}
	return rows, len(all)
}

// questionHref leads to a question on its topic page.
func questionHref(id assessment.ID, q *questionnaires.Question) string {
	return under(id, "bagian", q.Section, q.Topic) + "#q-" + q.ID
}

// daysBetween counts calendar days from one day to another; 0 when one of them is no day.
func daysBetween(from, to string) int {
	a, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return 0
	}
	b, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return 0
	}
	return int(b.Sub(a).Hours() / 24)
}

// taskPages is the list of assessments and the task list of one.
type taskPages struct{ desk *assessment.Desk }

// show is the task list.
func (p *taskPages) show(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	data := tasksOf(v, r.words)
	data.page = r.page("tasks.page.title", "Title", data.Head.Title, "Period", data.Head.Period)
	data.Nav = navAssessments
	data.Crumbs = []crumb{{r.t("assessments.page.title"), "/penilaian"}, {Title: data.Head.Title + " " + data.Head.Period}}
	data.Shares = data.Head.Open && r.actor.Allow(account.ShareSections, string(v.Assessment.State)) == nil
	if data.Head.Open && data.Head.Short && r.actor.Allow(account.SubmitAssessment, string(v.Assessment.State)) == nil {
		data.Lengthen = under(v.ID, "lengkapi")
	}
	data.Starts = data.Head.Open && r.actor.Allow(account.SubmitAssessment, string(v.Assessment.State)) == nil
	return r.show("tasks", data)
}

// lengthen goes on from the short path to all questions.
func (p *taskPages) lengthen(r *request) error {
	id := assessment.ID(r.param("id"))
	if err := p.desk.Lengthen(r.context(), r.actor, id); err != nil {
		return err
	}
	return r.redirect(under(id) + "?kabar=dilengkapi")
}
