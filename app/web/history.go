package web

import (
	"strconv"

	"tuntas/app/assessment"
)

// historyPages is who changed what.
type historyPages struct{ desk *assessment.Desk }

// historyPage is the change history of an assessment.
type historyPage struct {
	page
	Head  assessmentHead
	Lines []historyLine
	Older string // path of the page before
}

// historyLine is one act.
type historyLine struct{ When, Who, Text, Href string }

// show lists the changes, the newest first.
func (p *historyPages) show(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.query("sebelum"), 10, 64)
	events, err := p.desk.History(r.context(), r.actor, v.ID, before)
	if err != nil {
		return err
	}
	data := historyPage{page: r.page("history.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words)}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for i := range events {
		data.Lines = append(data.Lines, historyLineOf(v, &events[i], r.words))
	}
	if n := len(events); n > 0 {
		last := events[n-1].Sequence
		older, err := p.desk.History(r.context(), r.actor, v.ID, last)
		if err != nil {
			return err
		}
		if len(older) > 0 {
			data.Older = under(v.ID, "riwayat") + "?sebelum=" + strconv.FormatInt(last, 10)
		}
	}
	return r.show("history", data)
}

func historyLineOf(v *assessment.View, e *assessment.Event, w *words) historyLine {
	line := historyLine{When: w.instant(e.At), Who: e.Who}
	key := "history.verb." + e.Verb
	switch {
	case e.Again:
		key = "history.verb.again"
	case e.Undone:
		key = "history.verb.undone"
	case !w.has(key):
		key = "history.verb.other"
	}
	line.Text = w.t(key)
	if q, ok := v.Definition.Question(e.Question); ok {
		line.Text += ": " + v.Number(q.ID) + " " + q.Text.In(w.lang)
		line.Href = answerHref(v.ID, q.ID)
	} else if s, ok := v.Section(e.Section); ok {
		line.Text += ": " + s.Section.Title.In(w.lang)
	}
	if f, ok := v.Definition.Finding(string(e.Action)); ok { // each action is named after its finding
		line.Text += ": " + f.Title.In(w.lang)
	}
	if e.Status != "" {
		line.Text += ": " + w.t("action.status."+string(e.Status))
		line.Href = under(v.ID, "rencana", string(e.Action))
	}
	return line
}
