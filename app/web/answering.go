package web

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// answerPages is the pages on which questions are answered.
type answerPages struct{ desk *assessment.Desk }

// opened is the assessment that a request is about.
func opened(r *request, desk *assessment.Desk) (*assessment.View, error) {
	return desk.View(r.context(), r.actor, assessment.ID(r.param("id")))
}

// section leads to the first topic of a section that still has an open question.
func (p *answerPages) section(r *request) error {
	v, err := p.desk.Glance(r.context(), r.actor, assessment.ID(r.param("id")))
	if err != nil {
		return err
	}
	section, ok := v.Section(r.param("section"))
	if !ok {
		return absent()
	}
	if !v.MayAnswer(section.Section.ID) {
		return r.redirect(under(v.ID, "periksa", section.Section.ID))
	}
	topics := asking(section.Topics)
	if len(topics) == 0 {
		return r.redirect(under(v.ID, "periksa", section.Section.ID))
	}
	topic := topics[0]
	if at := slices.IndexFunc(topics, func(t assessment.TopicView) bool { return t.Progress.Answered < t.Progress.Applicable }); at >= 0 {
		topic = topics[at]
	}
	return r.redirect(under(v.ID, "bagian", section.Section.ID, topic.Topic.ID))
}

// asking is the topics in which a question applies.
func asking(topics []assessment.TopicView) []assessment.TopicView {
	return slices.DeleteFunc(slices.Clone(topics), func(t assessment.TopicView) bool { return t.Progress.Applicable == 0 })
}

// viewer opens an assessment: with the names of people, or without.
type viewer func(context.Context, account.Actor, assessment.ID) (*assessment.View, error)

// find opens the topic that the path names.
func (p *answerPages) find(r *request, view viewer) (*topicInput, error) {
	v, err := view(r.context(), r.actor, assessment.ID(r.param("id")))
	if err != nil {
		return nil, err
	}
	section, ok := v.Section(r.param("section"))
	if !ok {
		return nil, absent()
	}
	topic, ok := v.Topic(r.param("section"), r.param("topic"))
	if !ok {
		return nil, absent()
	}
	return &topicInput{view: v, section: section, topic: topic}, nil
}

// topic shows the questions of a topic.
func (p *answerPages) topic(r *request) error {
	in, err := p.find(r, p.desk.View)
	if err != nil {
		return err
	}
	if !in.view.MayAnswer(in.section.Section.ID) {
		return r.redirect(under(in.view.ID, "periksa", in.section.Section.ID))
	}
	if err := p.offer(r, in); err != nil {
		return err
	}
	data := topicOf(in, r.words)
	data.Fresh, _ = strconv.Atoi(r.query("baru"))
	return p.showTopic(r, fiber.StatusOK, data)
}

// offer finds what can be taken over with one press: last period's answers and what the profile says.
func (p *answerPages) offer(r *request, in *topicInput) error {
	in.take, in.from = r.query("pakai"), r.query("dari")
	var err error
	if in.period, in.previous, err = p.desk.Previous(r.context(), r.actor, in.view.ID); err != nil {
		return err
	}
	in.stated, err = p.desk.Stated(r.context(), r.actor, in.view.ID)
	return err
}

func (p *answerPages) showTopic(r *request, status int, data topicPage) error {
	faults := data.Faults
	data.page = r.page("topic.page.title", "Topic", data.Topic)
	data.Faults = faults
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Section})
	return r.showStatus(status, "topic", data)
}

// sent is what a form brought for a topic.
type sent struct {
	inputs []assessment.Input
	typed  map[string]typed
	faults []fault
}

// collect takes the questions that were touched out of a form. What is as it was shown is left alone, so that an answer
// somebody else gave meanwhile is not in the way.
func collect(def *questionnaires.Definition, topic *questionnaires.Topic, r *request) sent {
	form, out := r.form(), sent{typed: map[string]typed{}}
	for _, id := range topic.Questions {
		q, ok := def.Question(id)
		if !ok || !form.Has(fieldRevision+id) {
			continue
		}
		t := readTyped(q, form)
		if t.mark() == form.Get(fieldWas+id) {
			continue
		}
		out.typed[id] = t
		if t.both() {
			out.faults = append(out.faults, fault{Field: id, Text: r.t("topic.fault.both")})
			continue
		}
		revision, _ := strconv.ParseInt(form.Get(fieldRevision+id), 10, 64)
		out.inputs = append(out.inputs, t.input(q, revision, r.lang))
	}
	return out
}

// store saves what was collected. What the domain finds wrong joins the faults; any other failure is returned.
func (p *answerPages) store(r *request, id assessment.ID, out *sent) ([]assessment.Saved, []assessment.Clash, error) {
	if len(out.inputs) == 0 {
		return nil, nil, nil
	}
	saved, clashes, err := p.desk.Save(r.context(), r.actor, id, out.inputs)
	if e, ok := errors.AsType[*problem.Error](err); ok && e.Kind == problem.Invalid && len(e.Fields) > 0 {
		out.faults = append(out.faults, r.faults(err)...)
		err = nil
	}
	return saved, clashes, err
}

// save stores a topic and leads on.
func (p *answerPages) save(r *request) error {
	in, err := p.find(r, p.desk.Glance)
	if err != nil {
		return err
	}
	out := collect(in.view.Definition, in.topic.Topic, r)
	_, clashes, err := p.store(r, in.view.ID, &out)
	if err != nil {
		return err
	}
	leaving := r.form().Get("lanjut") == "keluar"
	switch {
	case len(clashes) > 0:
		return p.showClashes(r, in, clashes)
	case len(out.faults) > 0 && (!leaving || hasBoth(out.typed)):
		return p.again(r, out)
	}
	err = p.declare(r, in)
	if problem.KindOf(err) == problem.Invalid { // the answers are stored; what the section lacks is listed on its check page
		return r.redirect(under(in.view.ID, "periksa", in.section.Section.ID) + "?kabar=belum_selesai")
	}
	if err != nil {
		return err
	}
	if leaving {
		return r.redirect(under(in.view.ID) + "?kabar=tersimpan")
	}
	return p.onward(r, in)
}

func hasBoth(all map[string]typed) bool {
	for _, t := range all {
		if t.both() {
			return true
		}
	}
	return false
}

// again shows the form with what was typed and what to do about it. The questions that could be stored show as stored.
func (p *answerPages) again(r *request, out sent) error {
	fresh, err := p.find(r, p.desk.View)
	if err != nil {
		return err
	}
	fresh.typed, fresh.faults = map[string]typed{}, map[string]string{}
	for _, f := range out.faults {
		fresh.faults[f.Field] = f.Text
		id := questionOf(f.Field)
		if t, ok := out.typed[id]; ok {
			fresh.typed[id] = t
		}
	}
	if err := p.offer(r, fresh); err != nil {
		return err
	}
	data := topicOf(fresh, r.words)
	for _, f := range out.faults {
		data.Faults = append(data.Faults, fault{Field: "f-" + f.Field, Text: fresh.place(f.Field, r.words) + ": " + f.Text})
	}
	for _, q := range data.Questions { // what could not be read before and was left as it is
		if _, now := out.typed[q.ID]; !now && q.Fault != "" {
			data.Faults = append(data.Faults, fault{Field: fieldID(q.ID), Text: q.Number + ": " + q.Fault})
		}
	}
	return p.showTopic(r, fiber.StatusUnprocessableEntity, data)
}

// place names the question, and the cell of its table, in which a fault lies: "1.1 Pekerja tetap, perempuan".
func (in *topicInput) place(field string, w *words) string {
	q, ok := in.view.Definition.Question(questionOf(field))
	if !ok {
		return field
	}
	out := in.view.Number(q.ID)
	row, column, isCell := strings.Cut(strings.TrimPrefix(field, q.ID+".cells."), ".")
	if !isCell {
		return out
	}
	for _, l := range q.Rows {
		if l.Code == row {
			out += " " + l.Text.In(w.lang)
		}
	}
	for _, l := range q.Columns {
		if l.Code == column {
			out += ", " + small(l.Text.In(w.lang))
		}
	}
	return out
}

// questionOf is the question in the name of a field at fault.
func questionOf(field string) string {
	for i := range len(field) {
		if field[i] == '.' {
			return field[:i]
		}
	}
	return field
}

// declare stores the answer to "have you completed this section?" when it changed.
func (p *answerPages) declare(r *request, in *topicInput) error {
	section := in.section.Section.ID
	_, was := in.view.Assessment.Done[section]
	switch r.form().Get("selesai") {
	case "ya":
		if !was {
			return p.desk.Mark(r.context(), r.actor, in.view.ID, section, true)
		}
	case "belum":
		if was {
			return p.desk.Mark(r.context(), r.actor, in.view.ID, section, false)
		}
	}
	return nil
}

// onward leads to questions that the saved answers brought up on this page, to the next topic, or to the check of the
// section.
func (p *answerPages) onward(r *request, in *topicInput) error {
	now, err := p.find(r, p.desk.Glance)
	if err != nil {
		return err
	}
	var fresh []*questionnaires.Question
	for _, q := range now.topic.Visible {
		if !r.form().Has(fieldRevision + q.ID) {
			fresh = append(fresh, q)
		}
	}
	id, section := in.view.ID, in.section.Section.ID
	if len(fresh) > 0 {
		here := under(id, "bagian", section, in.topic.Topic.ID)
		return r.redirect(here + "?baru=" + strconv.Itoa(len(fresh)) + "#q-" + fresh[0].ID)
	}
	for _, t := range asking(now.section.Topics) {
		if t.Number > in.topic.Number {
			return r.redirect(under(id, "bagian", section, t.Topic.ID))
		}
	}
	return r.redirect(under(id, "periksa", section))
}
