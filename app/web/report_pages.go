package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports"
	"tuntas/reports/sheet"
)

// reported is the outcome for a download, when the reader may have one.
func (p *resultPages) reported(r *request) (*assessment.Outcome, error) {
	o, err := p.outcome(r)
	if err != nil {
		return nil, err
	}
	return o, r.actor.Allow(account.DownloadReports, string(o.Assessment.State))
}

func (r *request) document(o *assessment.Outcome) (*reports.Document, error) {
	doc, err := reports.CompanyReport(reports.Input{
		Definition: o.Definition, Answers: o.Answers, Result: o.Result, Lang: r.lang, Number: o.Assessment.Reference,
		Web: r.server.config.Address + "/" + r.lang + under(o.ID, "hasil", "laporan"), Made: local(r.now()).Format("2006-01-02"),
	})
	if err != nil {
		return nil, fmt.Errorf("report of %s: %w", o.ID, err)
	}
	return doc, nil
}

// reportPDF is the company report on paper.
func (p *resultPages) reportPDF(r *request) error {
	o, err := p.reported(r)
	if err != nil {
		return err
	}
	doc, err := r.document(o)
	if err != nil {
		return err
	}
	return r.paper(o.Assessment.Reference+"-"+r.t("reports.name.report"), doc)
}

// reportHTML is the company report as a page of its own, which the PDF links to on its cover.
func (p *resultPages) reportHTML(r *request) error {
	o, err := p.reported(r)
	if err != nil {
		return err
	}
	doc, err := r.document(o)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := reports.WriteHTML(&out, doc); err != nil {
		return fmt.Errorf("report of %s: %w", o.ID, err)
	}
	r.ctx.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src "+styleSource(out.Bytes())+"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-same-origin")
	r.ctx.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return r.ctx.Send(out.Bytes())
}

// styleSource allows the one style sheet that a report carries, by its hash, and no other.
func styleSource(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// reportXLSX is the facts of the report as a workbook.
func (p *resultPages) reportXLSX(r *request) error {
	o, err := p.reported(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := sheet.WriteReport(&out, o.Definition, o.Answers, o.Result, r.lang); err != nil {
		return fmt.Errorf("workbook of the result of %s: %w", o.ID, err)
	}
	return r.download(o.Assessment.Reference+"-"+r.t("reports.name.report")+".xlsx", mediaWorkbook, out.Bytes())
}

// resultJSON is the result document in its canonical form.
func (p *resultPages) resultJSON(r *request) error {
	o, err := p.reported(r)
	if err != nil {
		return err
	}
	body, err := questionnaires.CanonicalJSON(o.Result)
	if err != nil {
		return fmt.Errorf("result of %s: %w", o.ID, err)
	}
	return r.download(o.Assessment.Reference+"-"+r.t("reports.name.result")+".json", fiber.MIMEApplicationJSON, body)
}

// resultHash is the SHA-256 of the result document.
func resultHash(res *scoring.Result) (string, error) {
	body, err := questionnaires.CanonicalJSON(res)
	if err != nil {
		return "", fmt.Errorf("hash the result: %w", err)
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}
