package web

import (
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// clashPage lets a person choose between what somebody else stored and what they typed themselves.
type clashPage struct {
	page
	Head    assessmentHead
	Action  string
	Back    string
	Clashes []clashView
	Self    bool // all were stored by the reader, on another page
}

// clashView is one question with both answers.
type clashView struct {
	ID, Number, Text string
	Writer, Written  string
	Stored, Mine     reply
	Hidden           []keptField // the own answer, to be sent again
	Self             bool        // the reader stored the other one too, on another page
	Chosen           string      // mereka or saya; "" before a choice
}

// showClashes answers a save that met somebody else's.
func (p *answerPages) showClashes(r *request, in *topicInput, clashes []assessment.Clash) error {
	return p.askWhich(r, in, clashes, false)
}

// askWhich lets the reader choose, and says where a choice is missing when it was asked for before.
func (p *answerPages) askWhich(r *request, in *topicInput, clashes []assessment.Clash, again bool) error {
	self := !slices.ContainsFunc(clashes, func(c assessment.Clash) bool { return c.Stored.Writer != r.actor.Person })
	title, status := "clash.page.title", fiber.StatusConflict
	if self {
		title = "clash.self.title"
	}
	data := clashPage{
		page: r.page(title), Self: self, Head: headOf(in.view.ID, &in.view.Assessment, in.view.Definition, r.words),
		Back: under(in.view.ID, "bagian", in.section.Section.ID, in.topic.Topic.ID),
	}
	data.Nav, data.Action = navAssessments, data.Back+"/pilih"
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: in.section.Section.Title.In(r.lang)})
	for _, c := range clashes {
		q, ok := in.view.Definition.Question(c.Question)
		if !ok {
			continue
		}
		mine, chosen := readTyped(q, r.form()), r.form().Get("pilih."+q.ID)
		if again && chosen == "" {
			status = fiber.StatusUnprocessableEntity
			data.Faults = append(data.Faults, fault{Field: fieldID(q.ID), Text: in.view.Number(q.ID) + ": " + r.t("clash.choose.text")})
		}
		data.Clashes = append(data.Clashes, clashView{
			ID: q.ID, Number: in.view.Number(q.ID), Text: q.Text.In(r.lang), Writer: c.Writer, Written: r.words.instant(c.Stored.At),
			Stored: replyTo(q, c.Stored, r.words), Mine: typedReply(q, c.Typed, r.words), Hidden: mine.hidden(q, c.Stored.Revision),
			Self: c.Stored.Writer == r.actor.Person, Chosen: chosen,
		})
	}
	return r.showStatus(status, "clash", data)
}

// typedReply is an answer as it was typed, in words.
func typedReply(q *questionnaires.Question, in assessment.Input, w *words) reply {
	e := entryOf(in)
	out := replyTo(q, e, w)
	if e.Choice == assessment.Value {
		out.Lines = valueLines(q, e, w, false)
	}
	return out
}

// undecided is the clashes that a form of choices is about, as they stand now.
func (p *answerPages) undecided(r *request, in *topicInput) []assessment.Clash {
	var out []assessment.Clash
	for _, id := range in.topic.Topic.Questions {
		q, ok := in.view.Definition.Question(id)
		if !ok || !r.form().Has(fieldRevision+id) {
			continue
		}
		stored := in.view.Assessment.Answers[id]
		revision, _ := strconv.ParseInt(r.form().Get(fieldRevision+id), 10, 64)
		out = append(out, assessment.Clash{
			Question: id, Stored: stored, Typed: readTyped(q, r.form()).input(q, revision, r.lang), Writer: in.view.Writers[stored.Writer],
		})
	}
	return out
}

// choose stores the answers for which the own one was chosen.
func (p *answerPages) choose(r *request) error {
	in, err := p.find(r, p.desk.View)
	if err != nil {
		return err
	}
	out, open := sent{typed: map[string]typed{}}, p.undecided(r, in)
	if slices.ContainsFunc(open, func(c assessment.Clash) bool { return r.form().Get("pilih."+c.Question) == "" }) {
		return p.askWhich(r, in, open, true)
	}
	for _, id := range in.topic.Topic.Questions {
		q, ok := in.view.Definition.Question(id)
		if !ok || r.form().Get("pilih."+id) != "saya" {
			continue
		}
		t := readTyped(q, r.form())
		revision, _ := strconv.ParseInt(r.form().Get(fieldRevision+id), 10, 64)
		out.typed[id] = t
		out.inputs = append(out.inputs, t.input(q, revision, r.lang))
	}
	_, clashes, err := p.store(r, in.view.ID, &out)
	switch {
	case err != nil:
		return err
	case len(clashes) > 0:
		return p.showClashes(r, in, clashes)
	case len(out.faults) > 0:
		return p.again(r, out)
	}
	return r.redirect(under(in.view.ID, "bagian", in.section.Section.ID, in.topic.Topic.ID) + "?kabar=tersimpan")
}

// hidden is the fields of an answer to be carried through another page.
func (t typed) hidden(q *questionnaires.Question, revision int64) []keptField {
	out := []keptField{{fieldRevision + q.ID, strconv.FormatInt(revision, 10)}}
	add := func(name, value string) {
		if value != "" {
			out = append(out, keptField{name + q.ID, value})
		}
	}
	if t.Choice != assessment.NotChosen {
		if q.Kind == rules.Single {
			add(fieldAnswer, otherWay+string(t.Choice))
		} else {
			add(fieldOther, string(t.Choice))
		}
	}
	for _, code := range t.Codes {
		add(fieldAnswer, code)
	}
	add(fieldAnswer, t.Text)
	for at, text := range t.Cells {
		out = append(out, keptField{fieldCell + q.ID + "." + at, text})
	}
	add(fieldWho, t.Who)
	add(fieldBy, t.By)
	add(fieldReason, t.Reason)
	add(fieldComment, t.Comment)
	if t.Self {
		add(fieldSelf, "ya")
	}
	return out
}
