package web

import (
	"bytes"
	"slices"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/questionnaires"
)

// evidencePages is the files behind answers.
type evidencePages struct{ desk *assessment.Desk }

// evidencePage is the files behind one answer and how to add one.
type evidencePage struct {
	page
	Head       assessmentHead
	Action     string
	Back       string
	ID         string
	Number     string
	Text       string
	Reply      reply
	Rows       []evidenceRow
	Kinds      []kindView
	Own        []evidenceRow // of the organisation's files, to be used here too
	Typed      evidenceTyped
	Changeable bool
}

// kindView is one kind of evidence to choose.
type kindView struct{ ID, Text string }

// evidenceTyped is what was typed beside a file.
type evidenceTyped struct{ Kind, Date, From, To, Expires string }

// question opens the assessment and the question that a path names.
func (p *evidencePages) question(r *request) (*assessment.View, *questionnaires.Question, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return nil, nil, err
	}
	q, ok := v.Definition.Question(r.param("question"))
	if !ok {
		return nil, nil, absent()
	}
	if _, shown := v.Section(q.Section); !shown {
		return nil, nil, absent()
	}
	return v, q, nil
}

// show lists the files behind an answer.
func (p *evidencePages) show(r *request) error {
	data, err := p.build(r)
	if err != nil {
		return err
	}
	return r.show("evidence", data)
}

func (p *evidencePages) build(r *request) (evidencePage, error) {
	v, q, err := p.question(r)
	if err != nil {
		return evidencePage{}, err
	}
	entry := v.Assessment.Answers[q.ID]
	data := evidencePage{
		page: r.page("evidence.page.title", "Number", v.Number(q.ID)), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words),
		Action: under(v.ID, "bukti", q.ID), Back: questionHref(v.ID, q), ID: q.ID, Number: v.Number(q.ID), Text: q.Text.In(r.lang),
		Reply: replyTo(q, entry, r.words), Rows: evidenceRows(v, entry.Evidence, r.words), Changeable: v.MayAnswer(q.Section),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for i := range v.Definition.Proofs {
		if proof := &v.Definition.Proofs[i]; slices.Contains(q.Proof, proof.ID) {
			data.Kinds = append(data.Kinds, kindView{proof.ID, proof.Text.In(r.lang)})
		}
	}
	if data.Changeable {
		data.Own, err = p.own(r, entry.Evidence)
	}
	return data, err
}

// own is the organisation's files that do not stand behind the answer yet.
func (p *evidencePages) own(r *request, attached []assessment.EvidenceID) ([]evidenceRow, error) {
	all, err := p.desk.Library(r.context(), r.actor)
	if problem.KindOf(err) == problem.Forbidden {
		return nil, nil // contributors see only the files of their sections
	}
	if err != nil {
		return nil, err
	}
	var rows []evidenceRow
	for i := range all {
		if !slices.Contains(attached, all[i].ID) {
			rows = append(rows, fileRow(&all[i], r.words))
		}
	}
	return rows, nil
}

func fileRow(f *assessment.FileRow, w *words) evidenceRow {
	meta := w.size(f.Evidence.Size) + ", " + w.day(local(f.Evidence.At).Format("2006-01-02"))
	if f.Uploader != "" {
		meta += ", " + f.Uploader
	}
	if f.Evidence.Expires != "" {
		meta += ", " + w.t("evidence.expires.text", "Day", w.day(f.Evidence.Expires))
	}
	return evidenceRow{ID: string(f.ID), Name: f.Evidence.Name, Meta: meta, Href: "/berkas/" + string(f.ID)}
}

// add stores a file behind an answer.
func (p *evidencePages) add(r *request) error {
	form := r.form()
	typed := evidenceTyped{
		Kind: form.Get("kind"), Date: oneLine(form.Get("date")), From: oneLine(form.Get("from")), To: oneLine(form.Get("to")),
		Expires: oneLine(form.Get("expires")),
	}
	err := p.store(r, typed)
	if err == nil {
		return r.redirect(under(assessment.ID(r.param("id")), "bukti", r.param("question")) + "?kabar=berkas")
	}
	kind := problem.KindOf(err)
	if kind != problem.Invalid && kind != problem.TooLarge {
		return err
	}
	data, failed := p.build(r)
	if failed != nil {
		return failed
	}
	data.Typed, data.Faults = typed, evidenceFaults(r, err)
	return r.showStatus(statusOf(err), "evidence", data)
}

func (p *evidencePages) store(r *request, typed evidenceTyped) error {
	in := assessment.Upload{
		Question: r.param("question"), Kind: typed.Kind, Date: typed.Date, From: typed.From, To: typed.To, Expires: typed.Expires,
	}
	if f, ok := r.file("file"); ok {
		if f.TooLarge {
			return problem.New(problem.TooLarge, "assessment.file.too_large")
		}
		in.Name, in.Content, in.Size = f.Name, bytes.NewReader(f.Content), int64(len(f.Content))
	}
	_, err := p.desk.AddEvidence(r.context(), r.actor, assessment.ID(r.param("id")), in)
	return err
}

// evidenceFaults puts what is wrong with a file at the field of the file.
func evidenceFaults(r *request, err error) []fault {
	faults := r.faults(err)
	for i := range faults {
		if faults[i].Field == "" {
			faults[i].Field = "file"
		}
	}
	return faults
}

// use puts a file of the organisation behind one more answer.
func (p *evidencePages) use(r *request) error {
	id, question := assessment.ID(r.param("id")), r.param("question")
	if err := p.desk.Attach(r.context(), r.actor, id, question, assessment.EvidenceID(r.form().Get("file"))); err != nil {
		return err
	}
	return r.redirect(under(id, "bukti", question) + "?kabar=berkas")
}

// detach takes a file away from an answer.
func (p *evidencePages) detach(r *request) error {
	id, question := assessment.ID(r.param("id")), r.param("question")
	if err := p.desk.Detach(r.context(), r.actor, id, question, assessment.EvidenceID(r.form().Get("file"))); err != nil {
		return err
	}
	return r.redirect(under(id, "bukti", question) + "?kabar=lepas")
}

// filesPage is all files of an organisation.
type filesPage struct {
	page
	Rows    []filesRow
	Removes bool
}

// filesRow is one file with the answers it stands behind.
type filesRow struct {
	evidenceRow
	Uses    []useView
	Expired bool
}

// useView is one answer that a file stands behind.
type useView struct{ Text, Href string }

// files lists the organisation's files.
func (p *evidencePages) files(r *request) error {
	all, err := p.desk.Library(r.context(), r.actor)
	if err != nil {
		return err
	}
	data := filesPage{page: r.page("files.page.title"), Removes: r.actor.Allow(account.AddEvidence, string(assessment.Draft)) == nil}
	data.Nav = "berkas"
	today := local(r.now()).Format("2006-01-02")
	views := map[assessment.ID]*assessment.View{}
	for i := range all {
		f := &all[i]
		row := filesRow{evidenceRow: fileRow(f, r.words), Expired: f.Evidence.Expires != "" && f.Evidence.Expires < today}
		for _, use := range f.Used {
			v, err := p.seen(r, views, use.Assessment)
			if err != nil {
				return err
			}
			row.Uses = append(row.Uses, useView{
				Text: r.t("files.use.text", "Period", v.Assessment.Period, "Number", v.Number(use.Question)), Href: answerHref(use.Assessment, use.Question),
			})
		}
		data.Rows = append(data.Rows, row)
	}
	return r.show("files", data)
}

// seen opens each assessment once.
func (p *evidencePages) seen(r *request, views map[assessment.ID]*assessment.View, id assessment.ID) (*assessment.View, error) {
	if v, ok := views[id]; ok {
		return v, nil
	}
	v, err := p.desk.View(r.context(), r.actor, id)
	if err != nil {
		return nil, err
	}
	views[id] = v
	return v, nil
}

// download hands out a file.
func (p *evidencePages) download(r *request) error {
	meta, body, err := p.desk.ReadFile(r.context(), r.actor, assessment.EvidenceID(r.param("file")))
	if err != nil {
		return err
	}
	return r.downloadFrom(meta.Name, meta.Type, body, meta.Size)
}

// remove takes a file out of the organisation's files.
func (p *evidencePages) remove(r *request) error {
	if err := p.desk.RemoveEvidence(r.context(), r.actor, assessment.EvidenceID(r.param("file"))); err != nil {
		return err
	}
	return r.redirect("/berkas?kabar=dihapus")
}
