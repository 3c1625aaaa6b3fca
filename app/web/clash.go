package web

import (
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
}

// clashView is one question with both answers.
type clashView struct {
	ID, Number, Text string
	Writer, Written  string
	Stored, Mine     reply
	Hidden           []keptField // the own answer, to be sent again
}

// showClashes answers a save that met somebody else's.
func (p *answerPages) showClashes(r *request, in *topicInput, clashes []assessment.Clash) error {
	data := clashPage{
		page: r.page("clash.page.title"), Head: headOf(in.view.ID, &in.view.Assessment, in.view.Definition, r.words),
		Back: under(in.view.ID, "bagian", in.section.Section.ID, in.topic.Topic.ID),
	}
	data.Nav, data.Action = navAssessments, data.Back+"/pilih"
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: in.section.Section.Title.In(r.lang)})
	for _, c := range clashes {
		q, ok := in.view.Definition.Question(c.Question)
		if !ok {
			continue
		}
		mine := readTyped(q, r.form())
		data.Clashes = append(data.Clashes, clashView{
			ID: q.ID, Number: in.view.Number(q.ID), Text: q.Text.In(r.lang), Writer: c.Writer, Written: r.words.instant(c.Stored.At),
			Stored: replyTo(q, c.Stored, r.words), Mine: typedReply(q, c.Typed, r.words), Hidden: mine.hidden(q, c.Stored.Revision),
		})
	}
	return r.showStatus(fiber.StatusConflict, "clash", data)
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

// choose stores the answers for which the own one was chosen.
func (p *answerPages) choose(r *request) error {
	in, err := p.find(r)
	if err != nil {
		return err
	}
	out := sent{typed: map[string]typed{}}
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
	_, clashes, err := p.store(r, in, &out)
	switch {
	case err != nil:
		return err
	case len(clashes) > 0:
		return p.showClashes(r, in, clashes)
	case len(out.faults) > 0:
		return p.again(r, in, out)
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
