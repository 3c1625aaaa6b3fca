package web

import (
	"github.com/gofiber/fiber/v2"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// checkPage is the answers of a section, or of all, to be looked through and printed.
type checkPage struct {
	page
	Head      assessmentHead
	Whole     bool
	Section   string // title, when only one is shown
	Parts     []checkPart
	Missing   []missingRow
	Clashes   [][]answerLink // answers that do not fit together
	Stale     []checkRow
	Action    string // path of the form that declares the section complete; "" when it cannot be declared
	Complete  bool
	Completed string // who declared it, and when
	Next      string // path of the section after this one
	NextTitle string
	Company   string
	Sum       string // of the submitted answers
}

// checkPart is one section with its topics.
type checkPart struct {
	ID, Title string
	Number    int
	Topics    []checkTopic
}

// checkTopic is the answers of one topic.
type checkTopic struct {
	Title string
	Rows  []checkRow
}

// checkRow is one question with its answer.
type checkRow struct {
	ID, Number, Text string
	Reply            reply
	Evidence         []evidenceRow
	Change           string // path to change it; "" when it cannot be changed
	Writer           string
}

// missingRow leads to a question that still needs an answer.
type missingRow struct {
	Number, Text, Href string
	Wrong              string // what is wrong with the answer that is there
}

// checkPages is looking through answers.
type checkPages struct{ desk *assessment.Desk }

// show lists the answers of one section, or of all.
func (p *checkPages) show(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	return p.showWith(r, v, fiber.StatusOK, nil)
}

// showWith is the page with what is wrong with its form.
func (p *checkPages) showWith(r *request, v *assessment.View, status int, faults []fault) error {
	only := r.param("section")
	if _, ok := v.Section(only); only != "" && !ok {
		return absent()
	}
	data := checkOf(v, only, r.words)
	if only == "" {
		data.page = r.page("check.page.whole")
	} else {
		data.page = r.page("check.page.section", "Section", data.Section)
	}
	data.Nav, data.Company = navAssessments, r.actor.OrganisationName
	data.Crumbs, data.Faults = append(data.Head.crumbs(r.words), crumb{Title: data.Title}), faults
	return r.showStatus(status, "check", data)
}

// declare stores whether a section is complete.
func (p *checkPages) declare(r *request) error {
	id, section, said := assessment.ID(r.param("id")), r.param("section"), r.form().Get("selesai")
	var err error
	if said == "ya" || said == "belum" {
		err = p.desk.Mark(r.context(), r.actor, id, section, said == "ya")
	} else {
		err = problem.New(problem.Invalid, "check.complete.choose")
	}
	if err == nil {
		return r.redirect(under(id))
	}
	if problem.KindOf(err) != problem.Invalid {
		return err
	}
	v, failed := opened(r, p.desk)
	if failed != nil {
		return failed
	}
	faults := r.faults(err)
	for i, f := range faults {
		faults[i].Field = "selesai-ya"
		if f.Field != "" {
			faults[i] = fault{Field: "j-" + f.Field, Text: v.Number(f.Field) + ": " + f.Text}
		}
	}
	return p.showWith(r, v, statusOf(err), faults)
}

// checkOf builds the answers of the section only, or of all sections when it is "".
func checkOf(v *assessment.View, only string, w *words) checkPage {
	data := checkPage{Head: headOf(v.ID, &v.Assessment, v.Definition, w), Whole: only == ""}
	if v.Assessment.Submission != nil {
		data.Sum = v.Assessment.Submission.SHA256
	}
	sections := v.Sections()
	for i := range sections {
		section := &sections[i]
		if only != "" && section.Section.ID != only {
			continue
		}
		data.Parts = append(data.Parts, checkPartOf(v, section, w))
		if only == "" {
			continue
		}
		data.Section = section.Section.Title.In(w.lang)
		data.mark(v, section, w)
		if i+1 < len(sections) {
			data.Next, data.NextTitle = under(v.ID, "bagian", sections[i+1].Section.ID), sections[i+1].Section.Title.In(w.lang)
		}
	}
	for _, m := range v.Missing() {
		if only == "" || m.Section == only {
			data.Missing = append(data.Missing, missingOf(v, m, w))
		}
	}
	data.Clashes = clashesOf(v, only)
	for _, id := range v.Stale() {
		if q, ok := v.Definition.Question(id); ok && (only == "" || q.Section == only) {
			row := checkRowOf(v, q, w)
			row.Change = ""
			data.Stale = append(data.Stale, row)
		}
	}
	return data
}

// clashesOf is the answers of a section, or of all, that do not fit together, each leading to its question.
func clashesOf(v *assessment.View, only string) [][]answerLink {
	var out [][]answerLink
	for _, c := range v.Contradictions() {
		here, links := only == "", make([]answerLink, 0, len(c.Answers))
		for _, id := range c.Answers {
			if q, ok := v.Definition.Question(id); ok {
				here = here || q.Section == only
				links = append(links, answerLink{v.Number(id), questionHref(v.ID, q)})
			}
		}
		if here {
			out = append(out, links)
		}
	}
	return out
}

// mark says who declared the section complete and whether the reader may.
func (data *checkPage) mark(v *assessment.View, section *assessment.SectionView, w *words) {
	id := section.Section.ID
	if v.MayAnswer(id) && section.Progress.Applicable > 0 {
		data.Action = under(v.ID, "periksa", id)
	}
	if done, ok := v.Assessment.Done[id]; ok {
		data.Complete = true
		data.Completed = w.t("check.complete.by", "Name", v.Writers[done.Person], "When", w.instant(done.At))
	}
}

func checkPartOf(v *assessment.View, section *assessment.SectionView, w *words) checkPart {
	part := checkPart{ID: section.Section.ID, Title: section.Section.Title.In(w.lang), Number: section.Number}
	for _, topic := range section.Topics {
		t := checkTopic{Title: topic.Topic.Title.In(w.lang)}
		for _, q := range topic.Visible {
			t.Rows = append(t.Rows, checkRowOf(v, q, w))
		}
		if len(t.Rows) > 0 {
			part.Topics = append(part.Topics, t)
		}
	}
	return part
}

func checkRowOf(v *assessment.View, q *questionnaires.Question, w *words) checkRow {
	e := v.Assessment.Answers[q.ID]
	row := checkRow{
		ID: q.ID, Number: v.Number(q.ID), Text: q.Text.In(w.lang), Reply: replyTo(q, e, w), Evidence: evidenceRows(v, e.Evidence, w),
	}
	if v.MayAnswer(q.Section) {
		row.Change = questionHref(v.ID, q)
	}
	if e.Choice != assessment.NotChosen {
		row.Writer = v.Writers[e.Writer]
	}
	return row
}

func missingOf(v *assessment.View, m assessment.Missing, w *words) missingRow {
	row := missingRow{Number: v.Number(m.Question)}
	if m.Unreadable {
		key, _ := wrongKeys(v.Assessment.Answers[m.Question])
		row.Wrong = w.t(key)
	}
	if q, ok := v.Definition.Question(m.Question); ok {
		row.Text, row.Href = q.Text.In(w.lang), questionHref(v.ID, q)
		if !v.MayAnswer(q.Section) {
			row.Href = answerHref(v.ID, q.ID)
		}
	}
	return row
}

// answerHref leads to an answer among all answers: what every number of a result stands on.
func answerHref(id assessment.ID, question string) string {
	return under(id, "periksa") + "#j-" + question
}
