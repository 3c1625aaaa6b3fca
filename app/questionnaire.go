package main

import (
	"errors"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/reports"
	"tuntas/reports/pdf"
	"tuntas/reports/sheet"
)

// questionnaireCommand groups what can be done with the questionnaires of the library.
type questionnaireCommand struct {
	List     listCommand     `cmd:"" help:"List the questionnaires of the library."`
	Show     showCommand     `cmd:"" help:"One questionnaire in words."`
	Coverage coverageCommand `cmd:"" help:"Questions by ILO indicator, trigger, UN Guiding Principle and OECD step."`
	Print    printCommand    `cmd:"" help:"Write the blank questionnaire as PDF."`
	Template templateCommand `cmd:"" help:"Write the workbook to fill in."`
}

// chosen is the questionnaire that a command is about.
type chosen struct {
	ID string `arg:"" help:"Questionnaire of the library, with or without @VERSION, or a file."`
}

// listCommand lists the library.
type listCommand struct {
	languageFlag
	JSON bool `name:"json" help:"Print one JSON document."`
}

// Help is shown below the usage.
func (*listCommand) Help() string { return "Example:\n  tuntas questionnaire list" }

// listed is what questionnaire list --json prints.
type listed struct {
	Questionnaires []listedEntry `json:"questionnaires"`
}

// listedEntry is one questionnaire of the library.
type listedEntry struct {
	ID        string   `json:"id"`
	Version   int      `json:"version"`
	Date      string   `json:"date"`
	Title     string   `json:"title"`
	Languages []string `json:"languages"`
	Questions int      `json:"questions"`
	ShortPath int      `json:"short_path"`
	SHA256    string   `json:"sha256"`
}

// Run prints one line per questionnaire and version.
func (c *listCommand) Run(env *environment) error {
	refs, err := questionnaires.List()
	if err != nil {
		return err
	}
	out := listed{Questionnaires: []listedEntry{}}
	for _, ref := range refs {
		def, err := openQuestionnaire(ref.String())
		if err != nil {
			return err
		}
		out.Questionnaires = append(out.Questionnaires, listedEntry{
			ID: def.ID, Version: def.Version, Date: def.Date, Title: def.Title.In(c.Lang), Languages: def.Languages,
			Questions: def.Counts.Questions, ShortPath: def.Counts.ShortPath, SHA256: def.SHA256,
		})
	}
	if c.JSON {
		return env.printJSON(out)
	}
	say, err := newWords(c.Lang)
	if err != nil {
		return err
	}
	text := &paper{}
	for _, e := range out.Questionnaires {
		text.line(4, e.ID+"@"+strconv.Itoa(e.Version)+"  "+e.Title)
		text.line(4, "    "+say.say("list.counts", "Questions", strconv.Itoa(e.Questions), "Short", strconv.Itoa(e.ShortPath),
			"Languages", strings.Join(e.Languages, ", "), "Date", e.Date))
	}
	return errors.Join(say.err, text.flush(env.out))
}

// printCommand writes the blank questionnaire.
type printCommand struct {
	chosen
	languageFlag
	Out string `required:"" placeholder:"FILE.pdf" help:"File to write; it is replaced when it exists."`
}

// Help is shown below the usage.
func (*printCommand) Help() string {
	return "Every conditional question stands with its condition in words.\n\nExample:\n  tuntas questionnaire print forced-labour --lang id --out blank.pdf"
}

// Run composes the blank questionnaire and lays it out.
func (c *printCommand) Run(env *environment) error {
	if !strings.EqualFold(filepath.Ext(c.Out), ".pdf") {
		return usageError("--out " + c.Out + " must end in .pdf")
	}
	if err := target(c.Out, c.ID); err != nil {
		return err
	}
	def, err := openQuestionnaire(c.ID)
	if err != nil {
		return err
	}
	defer env.busy("writing " + c.Out)()
	doc, err := reports.Blank(def, c.Lang)
	if err != nil {
		return err
	}
	return env.writeFile(c.Out, func(w io.Writer) error { return pdf.Write(w, doc) })
}

// templateCommand writes the workbook to fill in.
type templateCommand struct {
	chosen
	languageFlag
	Out     string `required:"" placeholder:"FILE.xlsx" help:"File to write; it is replaced when it exists."`
	Answers string `placeholder:"FILE" help:"Answers to fill in beforehand."`
}

// Help is shown below the usage.
func (*templateCommand) Help() string {
	return `The workbook offers the options, units and conditions of every question. Filled in, it is read wherever a command
takes --answers. What only an evaluator writes has no place in it.

Example:
  tuntas questionnaire template forced-labour --lang id --out answers.xlsx`
}

// Run writes the workbook.
func (c *templateCommand) Run(env *environment) error {
	if !isWorkbook(c.Out) {
		return usageError("--out " + c.Out + " must end in .xlsx")
	}
	if err := target(c.Out, c.ID, c.Answers); err != nil {
		return err
	}
	def, err := openQuestionnaire(c.ID)
	if err != nil {
		return err
	}
	var answers *questionnaires.Answers
	if c.Answers != "" {
		_, full, err := readAnswers(c.Answers, c.ID)
		if err != nil {
			return err
		}
		bare, whole := sheet.Bare(full)
		answers = bare
		if !whole {
			say, err := newWords(c.Lang)
			if err != nil {
				return err
			}
			text := &paper{}
			text.line(0, say.say("template.bare"))
			if err := errors.Join(say.err, text.flush(env.err)); err != nil {
				return err
			}
		}
	}
	defer env.busy("writing " + c.Out)()
	return env.writeFile(c.Out, func(w io.Writer) error { return sheet.WriteTemplate(w, def, c.Lang, answers) })
}
