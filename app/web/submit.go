package web

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/reports"
	"tuntas/reports/pdf"
)

// submitPages is declaring, sending and taking back.
type submitPages struct{ desk *assessment.Desk }

// submitPage is what is missing or, when nothing is, the declaration.
type submitPage struct {
	page
	Head                 assessmentHead
	Action               string
	Missing              []missingRow
	Stale                []checkRow
	Clashes              [][]answerLink
	NotKnown             int
	Name, Position, Seen string
	Agreed               bool
	Sends                bool
}

func (p *submitPages) build(r *request) (submitPage, *assessment.View, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return submitPage{}, nil, err
	}
	check := checkOf(v, "", r.words)
	data := submitPage{
		page: r.page("submit.page.title"), Head: check.Head, Action: under(v.ID, "kirim"), Missing: check.Missing, Stale: check.Stale, Clashes: check.Clashes,
		NotKnown: len(v.Waiting()), Name: r.actor.Name, Position: r.actor.Position, Sends: r.actor.Allow(account.SubmitAssessment, string(v.Assessment.State)) == nil, Seen: strconv.FormatInt(int64(v.Revision), 10),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	return data, v, nil
}

// show is the declaration, or what stands in its way.
func (p *submitPages) show(r *request) error {
	data, v, err := p.build(r)
	if err != nil {
		return err
	}
	if v.Assessment.Submission != nil && !data.Head.Open {
		return r.redirect(under(v.ID, "tanda-terima"))
	}
	return r.show("submit", data)
}

// submit freezes the answers.
func (p *submitPages) submit(r *request) error {
	form, id := r.form(), assessment.ID(r.param("id"))
	seen, _ := strconv.ParseInt(form.Get("seen"), 10, 64)
	in := assessment.Declaration{
		Name: oneLine(form.Get("name")), Position: oneLine(form.Get("position")), Agreed: form.Get("agreed") == "ya", Seen: store.Revision(seen),
	}
	_, err := p.desk.Submit(r.context(), r.actor, id, in)
	if err == nil {
		return r.redirect(under(id, "tanda-terima") + "?kabar=terkirim")
	}
	kind := problem.KindOf(err)
	if kind != problem.Invalid && kind != problem.Conflict {
		return err
	}
	data, _, failed := p.build(r)
	if failed != nil {
		return failed
	}
	data.Name, data.Position, data.Agreed, data.Faults = in.Name, in.Position, in.Agreed, r.faults(err)
	return r.showStatus(statusOf(err), "submit", data)
}

// receiptPage proves what was sent and when.
type receiptPage struct {
	page
	Head       assessmentHead
	Company    string
	Submission *assessment.Submission
	Sum        string // SHA-256 of the answers in groups of four
	Counts     answerCounts
	Dropped    []missingRow
}

// answerCounts counts the applicable questions by how they were answered.
type answerCounts struct{ Answered, NotKnown, NotApplicable int }

func countAnswers(v *assessment.View) answerCounts {
	var c answerCounts
	for _, section := range v.Sections() {
		for _, topic := range section.Topics {
			for _, q := range topic.Visible {
				switch v.Assessment.Answers[q.ID].Choice {
				case assessment.Value, assessment.InProgress:
					c.Answered++
				case assessment.NotKnown:
					c.NotKnown++
				case assessment.NotApplicable:
					c.NotApplicable++
				case assessment.NotChosen, assessment.Unreadable:
				}
			}
		}
	}
	return c
}

func (p *submitPages) sent(r *request) (*assessment.View, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return nil, err
	}
	if v.Assessment.Submission == nil {
		return nil, absent()
	}
	return v, nil
}

// receipt shows what was sent and when.
func (p *submitPages) receipt(r *request) error {
	v, err := p.sent(r)
	if err != nil {
		return err
	}
	data := receiptPage{
		page: r.page("receipt.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words),
		Company: r.actor.OrganisationName, Submission: v.Assessment.Submission, Sum: strings.Join(groups(v.Assessment.Submission.SHA256), " "), Counts: countAnswers(v),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	for _, id := range v.Assessment.Submission.Dropped {
		data.Dropped = append(data.Dropped, missingOf(v, assessment.Missing{Question: id}, r.words))
	}
	return r.show("receipt", data)
}

// receiptPDF is the receipt to keep.
func (p *submitPages) receiptPDF(r *request) error {
	v, err := p.sent(r)
	if err != nil {
		return err
	}
	sent, counts := v.Assessment.Submission, countAnswers(v)
	doc, err := reports.Receipt(reports.ReceiptInput{
		Definition: v.Definition, Lang: r.lang, Company: r.actor.OrganisationName, NIB: v.Answers.Company.NIB, Period: v.Assessment.Period,
		Number: v.Assessment.Reference, Submitted: r.words.instant(sent.At), Date: sent.Day, Person: sent.Name, Position: sent.Position,
		AnswersSHA256: sent.SHA256, Answered: counts.Answered, NotKnown: counts.NotKnown, NotApplicable: counts.NotApplicable,
		Declaration: r.t("submit.declaration.text"),
	})
	if err != nil {
		return fmt.Errorf("receipt of %s: %w", v.ID, err)
	}
	return r.paper(v.Assessment.Reference+"-"+r.t("reports.name.receipt"), doc)
}

// paper answers with a document as PDF.
func (r *request) paper(name string, doc *reports.Document) error {
	var out bytes.Buffer
	if err := pdf.Write(&out, doc); err != nil {
		return fmt.Errorf("draw %s: %w", doc.Kind, err)
	}
	return r.download(name+".pdf", "application/pdf", out.Bytes())
}

// blank is the questionnaire to print and fill in by hand.
func (p *submitPages) blank(r *request) error {
	v, err := opened(r, p.desk)
	if err != nil {
		return err
	}
	doc, err := reports.Blank(v.Definition, r.lang)
	if err != nil {
		return fmt.Errorf("blank questionnaire of %s: %w", v.ID, err)
	}
	return r.paper(v.Definition.ID+"-v"+strconv.Itoa(v.Definition.Version)+"-"+r.t("reports.name.blank"), doc)
}

// withdrawPage asks why an assessment is taken back for good.
type withdrawPage struct {
	page
	Head   assessmentHead
	Action string
	Reason string
}

func (p *submitPages) withdrawForm(r *request) (withdrawPage, error) {
	v, err := opened(r, p.desk)
	if err != nil {
		return withdrawPage{}, err
	}
	if err := r.actor.Allow(account.WithdrawOpen, string(v.Assessment.State)); err != nil {
		return withdrawPage{}, err
	}
	data := withdrawPage{
		page: r.page("withdraw.page.title"), Head: headOf(v.ID, &v.Assessment, v.Definition, r.words), Action: under(v.ID, "tarik"),
	}
	data.Nav = navAssessments
	data.Crumbs = append(data.Head.crumbs(r.words), crumb{Title: data.Title})
	return data, nil
}

// withdrawShow asks why.
func (p *submitPages) withdrawShow(r *request) error {
	data, err := p.withdrawForm(r)
	if err != nil {
		return err
	}
	return r.show("withdraw", data)
}

// withdraw takes an assessment back.
func (p *submitPages) withdraw(r *request) error {
	reason := manyLines(r.form().Get("reason"))
	err := p.desk.Withdraw(r.context(), r.actor, assessment.ID(r.param("id")), reason)
	if err == nil {
		return r.redirect("/penilaian?kabar=ditarik_kembali")
	}
	if problem.KindOf(err) != problem.Invalid {
		return err
	}
	data, failed := p.withdrawForm(r)
	if failed != nil {
		return failed
	}
	data.Reason, data.Faults = reason, r.faults(err)
	return r.showStatus(statusOf(err), "withdraw", data)
}
