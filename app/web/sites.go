package web

import (
	"strconv"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
)

const moreSites = 1 // empty rows below the stored ones

// siteRow is one place of work as the form holds it.
type siteRow struct {
	Number  int
	Field   string // "sites.0"
	Name    string
	Regency string // as typed: name, province
	Workers string
	Count   int
	Match   []account.Regency // when the typed name fits several
}

// siteText writes a regency as the form shows it and reads it back.
func siteText(g account.Regency) string { return g.Name + ", " + provinceName(g.Province) }

func provinceName(code string) string {
	for _, p := range account.Provinces() {
		if p.Code == code {
			return p.Name
		}
	}
	return ""
}

func siteRows(sites []account.Site) []siteRow {
	rows := make([]siteRow, 0, len(sites))
	for i, s := range sites {
		row := siteRow{Number: i + 1, Field: "sites." + strconv.Itoa(i), Name: s.Name, Workers: strconv.Itoa(s.Workers), Count: s.Workers}
		if g, ok := account.FindRegency(s.Regency); ok {
			row.Regency = siteText(g)
		}
		rows = append(rows, row)
	}
	return rows
}

type sitesPage struct {
	page
	Revision  int64
	Rows      []siteRow
	Regencies []string
}

func (p *profilePages) sitesPage(r *request, revision int64, rows []siteRow) sitesPage {
	data := sitesPage{page: p.part(r, "account.sites.title"), Revision: revision, Rows: rows}
	for g := range account.Regencies() {
		data.Regencies = append(data.Regencies, siteText(g))
	}
	return data
}

func (p *profilePages) showSites(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.show("sites", p.sitesPage(r, profile.Revision, withEmpty(siteRows(profile.Sites))))
}

func withEmpty(rows []siteRow) []siteRow {
	for range moreSites {
		rows = append(rows, siteRow{Number: len(rows) + 1, Field: "sites." + strconv.Itoa(len(rows))})
	}
	return rows
}

func (p *profilePages) sites(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	in := r.form()
	rows := typedSites(in)
	if in.Has("more") { // one more empty row, nothing is stored yet
		revision, _ := strconv.ParseInt(in.Get("revision"), 10, 64)
		return r.show("sites", p.sitesPage(r, revision, withEmpty(rows)))
	}
	profile.Sites, err = readSites(rows)
	if err == nil {
		err = p.save(r, profile)
	}
	if problem.KindOf(err) == problem.Invalid {
		revision, _ := strconv.ParseInt(in.Get("revision"), 10, 64)
		data := p.sitesPage(r, revision, rows)
		data.Faults = r.placed(r.faults(err))
		return r.showStatus(statusOf(err), "sites", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/profil?kabar=profil")
}

// typedSites are the rows of a form that are not empty, numbered anew.
func typedSites(in values) []siteRow {
	var rows []siteRow
	for i := range 500 {
		field := "sites." + strconv.Itoa(i)
		if !in.Has(field + ".name") {
			break
		}
		row := siteRow{
			Name: strings.TrimSpace(in.Get(field + ".name")), Regency: strings.TrimSpace(in.Get(field + ".regency")),
			Workers: strings.TrimSpace(in.Get(field + ".workers")),
		}
		if row.Name+row.Regency+row.Workers == "" {
			continue
		}
		row.Number, row.Field = len(rows)+1, "sites."+strconv.Itoa(len(rows))
		rows = append(rows, row)
	}
	return rows
}

// readSites reads typed rows; a regency that fits several is shown to choose from.
func readSites(rows []siteRow) ([]account.Site, error) {
	var f problem.Form
	sites := make([]account.Site, 0, len(rows))
	for i := range rows {
		row := &rows[i]
		n, ok := count(row.Workers)
		if !ok {
			f.Add(row.Field+".workers", "account.workforce.number")
		}
		site := account.Site{Name: row.Name, Workers: int(n)}
		switch found := findRegencies(row.Regency); {
		case len(found) == 1:
			site.Regency, row.Regency = found[0].Code, siteText(found[0])
		case len(found) > 1:
			row.Match = found[:min(len(found), 12)]
			f.Add(row.Field+".regency", "account.sites.several")
		default:
			f.Add(row.Field+".regency", "account.sites.unknown")
		}
		if row.Name == "" {
			f.Add(row.Field+".name", "account.profile.site.name.missing")
		}
		sites = append(sites, site)
	}
	return sites, f.Err()
}

// findRegencies are the regencies whose written form is the typed text, or else those that contain all its words.
func findRegencies(typed string) []account.Regency {
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(typed, ",", " ")))
	if len(words) == 0 {
		return nil
	}
	var found []account.Regency
	for g := range account.Regencies() {
		text := strings.ToLower(siteText(g))
		if strings.EqualFold(text, typed) || strings.EqualFold(g.Name, typed) {
			return []account.Regency{g}
		}
		if containsAll(text, words) {
			found = append(found, g)
		}
	}
	return found
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Text writes a regency as the form shows it.
func (p sitesPage) Text(g account.Regency) string { return siteText(g) }
