package main

import (
	"io"
	"path/filepath"
	"strings"

	"tuntas/questionnaires/scoring"
	"tuntas/reports"
	"tuntas/reports/pdf"
	"tuntas/reports/sheet"
)

// participants is the kind of report that is handed out in a training.
const participants = "participants"

// reportCommand writes a report.
type reportCommand struct {
	answersFlags
	languageFlag
	Out    string `required:"" placeholder:"FILE" help:"File to write; it is replaced when it exists."`
	Kind   string `default:"company" enum:"company,participants" help:"company, or participants: the edition to hand out in a training, without findings, answers and key."`
	Format string `default:"" enum:"pdf,html,xlsx,text," help:"pdf, html, xlsx or text; default: by the ending of FILE."`
}

// Help is shown below the usage.
func (*reportCommand) Help() string {
	return `Example:
  tuntas report --answers questionnaires/library/forced-labour/examples/palm-estate.yaml --lang id --out report.pdf`
}

// Run composes the report and writes it.
func (c *reportCommand) Run(env *environment) error {
	format, err := formatOf(c.Format, c.Out)
	if err != nil {
		return err
	}
	if c.Kind == participants && format == "xlsx" {
		return usageError("--kind participants is no workbook; let --out end in .pdf, .html or .txt")
	}
	if err := target(c.Out, c.Answers, c.Questionnaire); err != nil {
		return err
	}
	a, err := c.load(env)
	if err != nil {
		return err
	}
	defer env.busy("writing " + c.Out)()
	p := a.score()
	return env.writeFile(c.Out, func(w io.Writer) error { return p.write(w, c.Kind, format, c.Lang) })
}

// formatOf is the format that was asked for, or that the ending of the file's name says.
func formatOf(format, out string) (string, error) {
	if format != "" {
		return format, nil
	}
	endings := map[string]string{".pdf": "pdf", ".html": "html", ".htm": "html", ".xlsx": "xlsx", ".txt": "text"}
	if found, ok := endings[strings.ToLower(filepath.Ext(out))]; ok {
		return found, nil
	}
	return "", usageError("--out " + out + " has none of the endings .pdf .html .xlsx .txt; name one, or the --format")
}

// scored is an assessment with its result.
type scored struct {
	*scorable
	result *scoring.Result
}

func (a *scorable) score() *scored { return &scored{a, a.model.Score(a.answers, a.day)} }

// write writes a kind of the company report in one format.
func (p *scored) write(w io.Writer, kind, format, lang string) error {
	if format == "xlsx" {
		return sheet.WriteReport(w, p.def, p.answers, p.result, lang)
	}
	compose := reports.CompanyReport
	if kind == participants {
		compose = reports.Participants
	}
	doc, err := compose(reports.Input{Definition: p.def, Answers: p.answers, Result: p.result, Lang: lang})
	if err != nil {
		return err
	}
	return writeDocument(w, format, doc)
}

// writeDocument lays a document out.
func writeDocument(w io.Writer, format string, doc *reports.Document) error {
	switch format {
	case "pdf":
		return pdf.Write(w, doc)
	case "html":
		return reports.WriteHTML(w, doc)
	default:
		return reports.WriteText(w, doc)
	}
}
