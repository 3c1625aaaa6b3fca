package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// assessmentPages is the list of a company's assessments and how one begins.
type assessmentPages struct {
	desk   *assessment.Desk
	offers func() ([]offer, error)
}

// offer is a questionnaire that an assessment can begin with.
type offer struct {
	Ref       string
	Title     questionnaires.Text
	Purpose   questionnaires.Text
	Version   int
	Questions int
}

// library reads the latest version of every questionnaire once, when first asked.
func library() func() ([]offer, error) {
	return sync.OnceValues(func() ([]offer, error) {
		refs, err := questionnaires.List()
		if err != nil {
			return nil, fmt.Errorf("list questionnaires: %w", err)
		}
		var all []offer
		for i, ref := range refs {
			if i+1 < len(refs) && refs[i+1].ID == ref.ID {
				continue
			}
			def, err := questionnaires.Open(ref.String())
			if err != nil {
				return nil, fmt.Errorf("open %s: %w", ref, err)
			}
			all = append(all, offer{
				Ref: def.Ref(), Title: def.Title, Purpose: def.Purpose, Version: def.Version, Questions: len(def.Questions),
			})
		}
		return all, nil
	})
}

// assessmentsPage is the list of assessments.
type assessmentsPage struct {
	page
	Rows   []assessmentRow
	Starts bool
}

// assessmentRow is one assessment.
type assessmentRow struct {
	Head     assessmentHead
	Progress assessment.Progress
	Deadline string
	Href     string
	Sent     bool
}

// list shows the assessments of the reader's organisation.
func (p *assessmentPages) list(r *request) error {
	all, err := p.desk.List(r.context(), r.actor)
	if err != nil {
		return err
	}
	data := assessmentsPage{page: r.page("assessments.page.title"), Starts: r.actor.Allow(account.StartAssessment, "") == nil}
	data.Nav = navAssessments
	for i := range all {
		a := &all[i].Assessment
		def := &questionnaires.Definition{Title: all[i].Title}
		data.Rows = append(data.Rows, assessmentRow{
			Head: headOf(all[i].ID, a, def, r.words), Progress: all[i].Progress, Deadline: r.words.day(a.Deadline),
			Href: under(all[i].ID), Sent: a.Submission != nil,
		})
	}
	return r.show("assessments", data)
}

// startPage is the form that begins an assessment.
type startPage struct {
	page
	Offers                []offerView
	Chosen, Period, Short string
	Exists                string // path of the assessment that is there already
}

// offerView is one questionnaire to choose.
type offerView struct{ Ref, Title, Purpose, About string }

func (p *assessmentPages) startForm(r *request) (startPage, error) {
	offers, err := p.offers()
	if err != nil {
		return startPage{}, err
	}
	data := startPage{page: r.page("start.page.title"), Period: strconv.Itoa(local(r.now()).Year())}
	data.Nav = navAssessments
	data.Crumbs = []crumb{{r.t("assessments.page.title"), "/penilaian"}, {Title: data.Title}}
	for _, o := range offers {
		data.Offers = append(data.Offers, offerView{
			Ref: o.Ref, Title: o.Title.In(r.lang), Purpose: o.Purpose.In(r.lang),
			About: r.t("start.questionnaire.about", "Version", o.Version, "Questions", o.Questions),
		})
	}
	if len(data.Offers) == 1 {
		data.Chosen = data.Offers[0].Ref
	}
	return data, nil
}

// startShow shows the form that begins an assessment.
func (p *assessmentPages) startShow(r *request) error {
	if err := r.actor.Allow(account.StartAssessment, ""); err != nil {
		return err
	}
	data, err := p.startForm(r)
	if err != nil {
		return err
	}
	return r.show("start", data)
}

// start begins an assessment.
func (p *assessmentPages) start(r *request) error {
	form := r.form()
	chosen, period, short := form.Get("questionnaire"), oneLine(form.Get("period")), form.Get("short")
	id, err := p.desk.Start(r.context(), r.actor, chosen, period, short == "ya")
	if err == nil {
		return r.redirect(under(id))
	}
	kind := problem.KindOf(err)
	if kind != problem.Invalid && kind != problem.Conflict {
		return err
	}
	data, failed := p.startForm(r)
	if failed != nil {
		return failed
	}
	data.Chosen, data.Period, data.Short = chosen, period, short
	if e, ok := errors.AsType[*problem.Error](err); ok && e.Key == "assessment.exists" {
		data.Exists = under(assessment.ID(fmt.Sprint(e.Args["id"])))
		return r.showStatus(http.StatusConflict, "start", data)
	}
	data.Faults = r.faults(err)
	return r.showStatus(statusOf(err), "start", data)
}
