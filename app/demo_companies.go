package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strconv"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// demoQuestionnaire is what the companies of the demo answer.
const demoQuestionnaire = "forced-labour"

// sketch is a company of the demo before it is stored.
type sketch struct {
	example string   // answers file of the library; "" none
	domain  string   // of its people's addresses
	regency []string // of its sites, in the order of the example
	owner   account.SeedPerson
	others  []account.SeedPerson
	profile account.Profile // without an example
}

// cast is a company of the demo that is stored.
type cast struct {
	work   *work
	others []account.Actor
}

// companies adds the six companies and what they did.
func (d *demo) companies(ctx context.Context) error {
	def, err := questionnaires.Open(demoQuestionnaire)
	if err != nil {
		return err
	}
	for _, s := range []struct {
		sketch sketch
		tell   func(*demo, *cast)
	}{
		{palmSketch(), (*demo).tellOfThePlan},
		{tunaSketch(), (*demo).tellOfTheSubmission},
		{garmentSketch(), (*demo).tellOfTwoPeople},
		{softwareSketch(), (*demo).tellOfTheShortPath},
		{electronicsSketch(), (*demo).tellOfTwoYears},
		{furnitureSketch(), (*demo).tellOfTheBeginning},
	} {
		c, err := d.enter(ctx, def, &s.sketch)
		if err != nil {
			return fmt.Errorf("company %s: %w", s.sketch.domain, err)
		}
		s.tell(d, c)
	}
	return nil
}

// enter stores a company and its people.
func (d *demo) enter(ctx context.Context, def *questionnaires.Definition, s *sketch) (*cast, error) {
	w := &work{d: d, def: def, answers: &questionnaires.Answers{}, files: map[string]assessment.EvidenceID{}}
	profile := s.profile
	if s.example != "" {
		var err error
		if w.answers, err = exampleAnswers(def, s.example); err != nil {
			return nil, err
		}
		profile = s.profileOf(w.answers)
	}
	organisation := account.Organisation{Kind: account.Company, Name: profile.LegalName, Profile: profile}
	id, err := d.platform.accounts.CreateOrganisation(ctx, organisation)
	if err != nil {
		return nil, err
	}
	c := &cast{work: w}
	s.owner.Email, s.owner.Role = "pemilik@"+s.domain, account.Owner
	if w.owner, err = d.join(ctx, id, organisation, s.owner); err != nil {
		return nil, err
	}
	for _, p := range s.others {
		p.Email += "@" + s.domain
		actor, err := d.join(ctx, id, organisation, p)
		if err != nil {
			return nil, err
		}
		c.others = append(c.others, actor)
	}
	return c, nil
}

func exampleAnswers(def *questionnaires.Definition, file string) (*questionnaires.Answers, error) {
	name := path.Join(def.ID, "examples", file)
	data, err := fs.ReadFile(questionnaires.Library(), name)
	if err != nil {
		return nil, err
	}
	answers, faults := questionnaires.DecodeAnswers(name, data, def)
	if len(faults) > 0 {
		return nil, &inputError{faults}
	}
	return answers, nil
}

// profileOf is what the example knows of the company.
func (s *sketch) profileOf(a *questionnaires.Answers) account.Profile {
	c := a.Company
	p := account.Profile{LegalName: c.Name, NIB: c.NIB, KBLIVersion: c.KBLIVersion, KBLI: c.KBLI, Workforce: account.Workforce{}}
	workers := int64(0)
	for row, columns := range a.Answers["workforce_table"].Value.Cells {
		p.Workforce[row] = map[string]int64{}
		for column, n := range columns {
			p.Workforce[row][column] = int64(n / rules.One)
			workers += int64(n / rules.One)
		}
	}
	for i, site := range c.Sites {
		p.Sites = append(p.Sites, account.Site{Name: site.Name, Regency: s.regency[i], Workers: int(workers) / len(c.Sites)})
	}
	return p
}

// typed is the text or the cells of an answer as somebody types them.
func typed(q *questionnaires.Question, a *questionnaires.Answer) (string, map[string]map[string]string) {
	switch q.Kind {
	case rules.Number:
		return questionnaires.FormatDecimal(a.Value.Number), nil
	case rules.Table:
		cells := map[string]map[string]string{}
		for row, columns := range a.Value.Cells {
			cells[row] = map[string]string{}
			for column, n := range columns {
				cells[row][column] = questionnaires.FormatDecimal(n)
			}
		}
		return "", cells
	default:
		return a.Value.Text, nil
	}
}

// begin moves the days of the example to the beginning of the assessment.
func (c *cast) begin(days float64) {
	w := c.work
	day, err := time.Parse(time.DateOnly, w.answers.Date)
	if err != nil {
		return
	}
	const hours = 24
	began := w.d.clock.now().Add(-time.Duration(days * hours * float64(time.Hour)))
	w.moved = time.Duration(math.Floor(began.Sub(day).Hours()/hours)-1) * hours * time.Hour
}

// fill answers all sections, from one day to another; one after the other goes to the writers in turn.
func (c *cast) fill(from, to float64, sections int, writers ...*account.Actor) {
	w := c.work
	for i := range sections {
		at := from + (to-from)*float64(i)/float64(sections)
		w.d.then(at, w.answer(writers[i%len(writers)], &w.def.Sections[i]))
	}
}

// year is the period that lies some years back, for assessments.
func (d *demo) year(back int) string { return strconv.Itoa(d.clock.now().Year() - back) }

// samplePDF is a page with a title: what somebody would have scanned.
func samplePDF(title string) []byte {
	var page bytes.Buffer
	var offsets []int
	object := func(body string) {
		offsets = append(offsets, page.Len())
		_, _ = fmt.Fprintf(&page, "%d 0 obj\n%s\nendobj\n", len(offsets), body)
	}
	page.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>")
	text := fmt.Sprintf("BT /F 18 Tf 72 740 Td (%s) Tj 0 -28 Td /F 11 Tf (Berkas contoh dari demo, tanpa isi) Tj ET", plainASCII(title))
	object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(text), text))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	table := page.Len()
	_, _ = fmt.Fprintf(&page, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		_, _ = fmt.Fprintf(&page, "%010d 00000 n \n", at)
	}
	_, _ = fmt.Fprintf(&page, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return page.Bytes()
}

// plainASCII leaves out what a PDF string without an encoding cannot say.
func plainASCII(text string) string {
	var out []byte
	for _, r := range text {
		if r >= ' ' && r < 0x7f && r != '(' && r != ')' && r != '\\' {
			out = append(out, byte(r))
		}
	}
	return string(out)
}
