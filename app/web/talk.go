package web

import (
	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
)

// talkPages is the conversation about a question.
type talkPages struct{ desk *assessment.Desk }

// talkPage is the remarks about one question, the oldest first.
type talkPage struct {
	page
	Head    assessmentHead
	Action  string
	Back    string
	Text    string
	Reply   reply
	Remarks []planStep // without a word for a status
	Typed   string
	Speaks  bool
}

func (p *talkPages) build(r *request) (talkPage, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return talkPage{}, err
	}
	q, ok := v.Definition.Question(r.param("question"))
	if !ok {
		return talkPage{}, absent()
	}
	remarks, err := p.desk.Comments(r.context(), r.actor, v.ID, q.ID)
	if err != nil {
		return talkPage{}, err
	}
	data := talkPage{
		page: r.page("talk.page.title", "Number", v.Number(q.ID)), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words),
		Action: under(v.ID, "percakapan", q.ID), Back: answerHref(v.ID, q.ID), Text: q.Text.In(r.lang),
		Reply: replyTo(q, v.Assessment.Answers[q.ID], r.words), Speaks: r.actor.Allow(account.CommentOn, string(v.Assessment.State)) == nil,
	}
	if v.MayAnswer(q.Section) {
		data.Back = questionHref(v.ID, q)
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for _, remark := range remarks {
		data.Remarks = append(data.Remarks, planStep{When: r.words.instant(remark.At), Who: remark.Who, Note: remark.Text})
	}
	return data, nil
}

// show lists the remarks.
func (p *talkPages) show(r *request) error {
	data, err := p.build(r)
	if err != nil {
		return err
	}
	return r.show("talk", data)
}

// say adds a remark.
func (p *talkPages) say(r *request) error {
	id, question, text := assessment.ID(r.param("id")), r.param("question"), manyLines(r.form().Get("text"))
	err := p.desk.Comment(r.context(), r.actor, id, question, text)
	if err == nil {
		return r.redirect(under(id, "percakapan", question))
	}
	if problem.KindOf(err) != problem.Invalid {
		return err
	}
	data, failed := p.build(r)
	if failed != nil {
		return failed
	}
	data.Typed, data.Faults = text, r.faults(err)
	return r.showStatus(statusOf(err), "talk", data)
}
