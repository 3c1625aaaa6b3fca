package web

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
	"tuntas/reports/sheet"
)

const mediaWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// workbookPages is filling in with Excel and bringing the answers back.
type workbookPages struct{ desk *assessment.Desk }

// workbookPage is where a workbook is fetched and brought back.
type workbookPage struct {
	page
	Head   assessmentHead
	Action string
	Wrong  []questionnaires.Fault // what the workbook says that cannot be read, by cell
}

func (p *workbookPages) build(r *request, v *assessment.View) workbookPage {
	data := workbookPage{
		page: r.page("workbook.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words), Action: under(v.ID, "excel"),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	return data
}

// show is the page of the workbook.
func (p *workbookPages) show(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	return r.show("workbook", p.build(r, v))
}

// download hands out the workbook with the answers so far.
func (p *workbookPages) download(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := sheet.WriteTemplate(&out, v.Definition, r.lang, v.Answers); err != nil {
		return fmt.Errorf("workbook of %s: %w", v.ID, err)
	}
	return r.download(v.Assessment.Reference+"-"+r.t("reports.name.workbook")+".xlsx", mediaWorkbook, out.Bytes())
}

// upload reads a workbook and proposes its changes.
func (p *workbookPages) upload(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	answers, wrong, err := readWorkbook(r, v.Definition)
	if err != nil || len(wrong) > 0 {
		return p.refuse(r, v, wrong, err)
	}
	proposal, err := p.desk.Propose(r.context(), r.actor, v.ID, answers, nil)
	if kind := problem.KindOf(err); err != nil && (kind == problem.Invalid || kind == problem.Conflict) {
		return p.refuse(r, v, nil, err)
	}
	if err != nil {
		return err
	}
	return r.redirect(under(v.ID, "excel", "usulan", proposal.ID))
}

// refuse shows the page again with what is wrong with the workbook.
func (p *workbookPages) refuse(r *request, v *assessment.View, wrong []questionnaires.Fault, err error) error {
	data := p.build(r, v)
	data.Wrong = wrong
	status := fiber.StatusUnprocessableEntity
	if err != nil {
		data.Faults, status = evidenceFaults(r, err), statusOf(err)
	} else {
		data.Faults = []fault{{Field: "file", Text: r.words.plural("workbook.faults.title", len(wrong))}}
	}
	return r.showStatus(status, "workbook", data)
}

func readWorkbook(r *request, def *questionnaires.Definition) (*questionnaires.Answers, []questionnaires.Fault, error) {
	f, ok := r.file("file")
	switch {
	case !ok:
		return nil, nil, problem.New(problem.Invalid, "assessment.file.none")
	case f.TooLarge:
		return nil, nil, problem.New(problem.TooLarge, "assessment.file.too_large")
	case !bytes.HasPrefix(f.Content, []byte("PK")): // every XLSX file is a ZIP file
		return nil, nil, problem.New(problem.Invalid, "workbook.file.other")
	}
	ref, wrong := sheet.Pinned(f.Name, bytes.NewReader(f.Content))
	if len(wrong) > 0 {
		return nil, wrong, nil
	}
	if ref != def.Ref() {
		return nil, nil, problem.New(problem.Invalid, "workbook.other.text").With("Other", ref)
	}
	answers, wrong := sheet.ReadTemplate(f.Name, bytes.NewReader(f.Content), def)
	return answers, wrong, nil
}

// proposalPage is the changes that a workbook brings, to be taken or left.
type proposalPage struct {
	page
	Head    assessmentHead
	Action  string
	Changes []changeView
	Open    int // that can be taken
}

// changeView is one change, old and new.
type changeView struct {
	ID, Number, Text string
	Stored, Fresh    reply
	Clash            bool
	Fault            string
	Take             bool
}

func (p *workbookPages) proposal(r *request) (proposalPage, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return proposalPage{}, err
	}
	kept, err := p.desk.Proposal(r.context(), r.actor, v.ID, r.param("proposal"))
	if err != nil {
		return proposalPage{}, err
	}
	data := proposalPage{
		page: r.page("proposal.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words), Action: under(v.ID, "excel", "usulan", kept.ID),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for _, c := range kept.Changes {
		q, ok := v.Definition.Question(c.Question)
		if !ok {
			continue
		}
		view := changeView{
			ID: q.ID, Number: v.Number(q.ID), Text: q.Text.In(r.lang), Stored: replyTo(q, c.Stored, r.words),
			Fresh: replyTo(q, entryOf(c.Input), r.words), Clash: c.Clash, Take: !c.Clash && c.Fault == "",
		}
		if c.Fault != "" {
			view.Fault = r.explain(problem.New(problem.Invalid, c.Fault))
		} else {
			data.Open++
		}
		data.Changes = append(data.Changes, view)
	}
	return data, nil
}

// review shows a proposal.
func (p *workbookPages) review(r *request) error {
	data, err := p.proposal(r)
	if err != nil {
		return err
	}
	return r.show("proposal", data)
}

// take stores the chosen changes.
func (p *workbookPages) take(r *request) error {
	id := assessment.ID(r.param("id"))
	chosen := r.form().All("take")
	_, clashes, err := p.desk.Take(r.context(), r.actor, id, r.param("proposal"), chosen)
	if err == nil && len(clashes) == 0 {
		return r.redirect(under(id) + "?kabar=tersimpan")
	}
	if e, ok := errors.AsType[*problem.Error](err); err != nil && (!ok || e.Kind != problem.Invalid) {
		return err
	}
	data, failed := p.proposal(r)
	if failed != nil {
		return failed
	}
	for _, f := range r.faults(err) {
		data.Faults = append(data.Faults, fault{Field: "f-" + questionOf(f.Field), Text: f.Text})
	}
	for _, c := range clashes {
		data.Faults = append(data.Faults, fault{Field: fieldID(c.Question), Text: r.t("proposal.clash.text", "Name", c.Writer)})
	}
	status := fiber.StatusConflict
	if err != nil {
		status = statusOf(err)
	}
	return r.showStatus(status, "proposal", data)
}
