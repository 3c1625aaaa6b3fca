package web

import (
	"strings"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
)

// sharePages is giving sections to colleagues.
type sharePages struct{ desk *assessment.Desk }

// sharePage is who answers which section.
type sharePage struct {
	page
	Head     assessmentHead
	Action   string
	Sections []shareRow
	Typed    shareTyped
	Gives    bool
}

// shareRow is one section and whom it was given to.
type shareRow struct{ ID, Title, Shared string }

// shareTyped is what was typed.
type shareTyped struct{ Section, Email, Due string }

func (p *sharePages) build(r *request) (sharePage, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return sharePage{}, err
	}
	data := sharePage{
		page: r.page("share.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words), Action: under(v.ID, "bagi"),
		Typed: shareTyped{Section: r.query("bagian")}, Gives: r.actor.Allow(account.ShareSections, string(v.Assessment.State)) == nil,
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for _, s := range v.Sections() {
		row := shareRow{ID: s.Section.ID, Title: s.Section.Title.In(r.lang)}
		if s.Share != nil {
			row.Shared = shareWords(v, s.Share, r.words)
		}
		data.Sections = append(data.Sections, row)
	}
	return data, nil
}

// show lists the sections with whom they are shared.
func (p *sharePages) show(r *request) error {
	data, err := p.build(r)
	if err != nil {
		return err
	}
	return r.show("share", data)
}

// share gives a section to somebody.
func (p *sharePages) share(r *request) error {
	form := r.form()
	typed := shareTyped{Section: form.Get("section"), Email: oneLine(form.Get("email")), Due: oneLine(form.Get("due"))}
	id := assessment.ID(r.param("id"))
	before, err := p.desk.Glance(r.context(), r.actor, id)
	if err != nil {
		return err
	}
	err = p.desk.Share(r.context(), r.actor, id, typed.Section, typed.Email, typed.Due)
	if err == nil {
		said := "dibagi"
		if strings.EqualFold(before.Assessment.Shares[typed.Section].Email, typed.Email) {
			said = "dibagi_lagi"
		}
		return r.redirect(under(id, "bagi") + "?kabar=" + said)
	}
	if problem.KindOf(err) != problem.Invalid {
		return err
	}
	data, failed := p.build(r)
	if failed != nil {
		return failed
	}
	data.Typed, data.Faults = typed, r.faults(err)
	return r.showStatus(statusOf(err), "share", data)
}

// unshare takes a section back.
func (p *sharePages) unshare(r *request) error {
	id := assessment.ID(r.param("id"))
	if err := p.desk.Unshare(r.context(), r.actor, id, r.form().Get("section")); err != nil {
		return err
	}
	return r.redirect(under(id, "bagi") + "?kabar=ditarik")
}
