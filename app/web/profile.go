package web

import (
	"slices"
	"strconv"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// profilePages are what a company states once, for every questionnaire: an overview and one page per part.
type profilePages struct{ accounts *account.Accounts }

type profilePage struct {
	page
	Profile    account.Profile
	Activities []Activity
	Sites      []siteRow
	Rows       []workforceRow
	Columns    []workforceSum
	Total      int64
	AtSites    int64 // workers of all sites
	Differs    bool  // from Total, while both are stated
	Missing    []string
	Edits      bool
}

// read is the profile as it is stored.
func (p *profilePages) read(r *request) (account.Profile, error) {
	o, err := p.accounts.Organisation(r.context(), r.actor)
	return o.Profile, err
}

// part begins the page of one part.
func (p *profilePages) part(r *request, title string) page {
	at := r.page(title)
	at.Nav, at.Form = "profil", r.path()
	at.Crumbs = []crumb{{Title: r.t("account.profile.title"), Path: "/profil"}, {Title: at.Title}}
	return at
}

// editable is the profile for a page that changes it.
func (p *profilePages) editable(r *request) (account.Profile, error) {
	if err := r.actor.Allow(account.EditProfile, ""); err != nil {
		return account.Profile{}, err
	}
	return p.read(r)
}

// save stores the profile with one part changed. Faults of other parts, which this page cannot show, do not stand in the
// way of seeing it: they are said in the summary as they are.
func (p *profilePages) save(r *request, profile account.Profile) error {
	profile.Revision, _ = strconv.ParseInt(r.form().Get("revision"), 10, 64) // a wrong one is stale
	return p.accounts.SaveProfile(r.context(), r.actor, profile)
}

func (p *profilePages) show(r *request) error {
	profile, err := p.read(r)
	if err != nil {
		return err
	}
	data := profilePage{
		page: r.page("account.profile.title"), Profile: profile, Sites: siteRows(profile.Sites),
		Rows: workforceRows(profile.Workforce), Missing: profile.Missing(), Edits: r.actor.May(account.EditProfile),
	}
	data.Nav = "profil"
	for _, column := range workforceColumns() {
		data.Columns = append(data.Columns, workforceSum{Column: column})
	}
	for _, code := range profile.KBLI {
		data.Activities = append(data.Activities, Activity{Code: code, Title: titleOfKBLI(code)})
	}
	for _, row := range data.Rows {
		data.Total += row.Total
		for i, cell := range row.Cells {
			data.Columns[i].Total += cell.Count
		}
	}
	for _, site := range profile.Sites {
		data.AtSites += int64(site.Workers)
	}
	data.Differs = len(profile.Sites) > 0 && data.Total > 0 && data.AtSites != data.Total
	return r.show("profile", data)
}

type identityPage struct {
	page
	Profile account.Profile
}

func (p *profilePages) showIdentity(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.show("identity", identityPage{page: p.part(r, "account.identity.title"), Profile: profile})
}

func (p *profilePages) identity(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	in := r.form()
	profile.LegalName, profile.NIB, profile.AHU = in.Get("legal_name"), in.Get("nib"), in.Get("ahu")
	profile.NPWP, profile.Listed = in.Get("npwp"), in.Get("listed") == "yes"
	err = p.save(r, profile)
	if problem.KindOf(err) == problem.Invalid {
		profile.Revision, _ = strconv.ParseInt(in.Get("revision"), 10, 64)
		data := identityPage{page: p.part(r, "account.identity.title"), Profile: profile}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "identity", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/profil?kabar=profil")
}

type activitiesPage struct {
	page
	Profile account.Profile
	Chosen  []Activity
	Search  string
	Sector  string
	Sectors []sector
	Found   []Activity
	Count   int
	Asked   bool
}

const mostFound = 50

func (p *profilePages) activitiesPage(r *request, profile account.Profile) activitiesPage {
	data := activitiesPage{
		page: p.part(r, "account.kbli.title"), Profile: profile, Search: r.either("cari"), Sector: r.either("sektor"), Sectors: sectors(),
	}
	data.Form = ""
	for _, code := range profile.KBLI {
		data.Chosen = append(data.Chosen, Activity{Code: code, Title: titleOfKBLI(code)})
	}
	if data.Asked = data.Search != "" || data.Sector != ""; data.Asked {
		data.Found = SearchKBLI(data.Search, data.Sector)
		data.Count = len(data.Found)
		data.Found = data.Found[:min(len(data.Found), mostFound)]
	}
	return data
}

func (p *profilePages) showActivities(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.show("activities", p.activitiesPage(r, profile))
}

// activities adds an activity that was found, takes one away or makes one the main one.
func (p *profilePages) activities(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	codes, in, stored := slices.Clone(profile.KBLI), r.form(), profile
	without := func(code string) []string { return slices.DeleteFunc(codes, func(c string) bool { return c == code }) }
	switch {
	case in.Get("remove") != "":
		codes = without(in.Get("remove"))
	case in.Get("main") != "":
		codes = append([]string{in.Get("main")}, without(in.Get("main"))...)
	case strings.Trim(in.Get("add"), ". ") != "":
		codes = append(codes, in.Get("add"))
	default:
		err = problem.New(problem.Invalid, "account.kbli.pick")
	}
	if err == nil {
		profile.KBLI = codes
		err = p.save(r, profile)
	}
	if problem.KindOf(err) == problem.Invalid {
		data := p.activitiesPage(r, stored)
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "activities", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/profil/kbli?kabar=profil")
}

// workforceRow is one form of employment with its counts.
type workforceRow struct {
	Code  string
	Cells []workforceCell
	Total int64
}

// workforceSum is the sum of a column.
type workforceSum struct {
	Column string
	Total  int64
}

type workforceCell struct {
	Name  string
	Value string // as typed; "" when nothing is stated
	Count int64
}

func workforceCodes() []string {
	return []string{"permanent", "fixed", "outsourced", "daily", "crew", "apprentice"}
}

func workforceColumns() []string { return []string{"women", "men"} }

func workforceRows(table account.Workforce) []workforceRow {
	var rows []workforceRow
	for _, code := range workforceCodes() {
		row := workforceRow{Code: code}
		for _, column := range workforceColumns() {
			n, stated := table[code][column]
			cell := workforceCell{Name: "workforce." + code + "." + column, Count: n}
			if stated {
				cell.Value = strconv.FormatInt(n, 10)
			}
			row.Cells, row.Total = append(row.Cells, cell), row.Total+n
		}
		rows = append(rows, row)
	}
	return rows
}

type workforcePage struct {
	page
	Revision int64
	Rows     []workforceRow
	Columns  []string
}

func (p *profilePages) showWorkforce(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	return r.show("workforce", workforcePage{
		page: p.part(r, "account.workforce.title"), Revision: profile.Revision, Rows: workforceRows(profile.Workforce),
		Columns: workforceColumns(),
	})
}

func (p *profilePages) workforce(r *request) error {
	profile, err := p.editable(r)
	if err != nil {
		return err
	}
	rows := workforceRows(nil)
	profile.Workforce, err = readWorkforce(r.form(), rows)
	if err == nil {
		err = p.save(r, profile)
	}
	if problem.KindOf(err) == problem.Invalid {
		revision, _ := strconv.ParseInt(r.form().Get("revision"), 10, 64)
		data := workforcePage{page: p.part(r, "account.workforce.title"), Revision: revision, Rows: rows, Columns: workforceColumns()}
		data.Faults = r.placed(r.faults(err))
		return r.showStatus(statusOf(err), "workforce", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/profil?kabar=profil")
}

// placed says before each fault of a table in which box it is.
func (r *request) placed(faults []fault) []fault {
	for i, f := range faults {
		switch parts := strings.Split(f.Field, "."); {
		case len(parts) == 3 && parts[0] == "workforce":
			row, column := r.t("account.workforce."+parts[1]), strings.ToLower(r.t("account.workforce."+parts[2]))
			faults[i].Text = r.t("account.workforce.at", "Row", row, "Column", column, "Text", f.Text)
		case len(parts) == 3 && parts[0] == "sites":
			at, _ := strconv.Atoi(parts[1])
			faults[i].Text = r.t("account.sites.at", "Number", at+1, "Text", f.Text)
		}
	}
	return faults
}

// readWorkforce takes the counts out of a form and keeps what was typed in rows.
func readWorkforce(in values, rows []workforceRow) (account.Workforce, error) {
	var f problem.Form
	table := account.Workforce{}
	for i := range rows {
		row := &rows[i]
		table[row.Code] = map[string]int64{}
		for j := range row.Cells {
			cell := &row.Cells[j]
			cell.Value = strings.TrimSpace(in.Get(cell.Name))
			n, ok := count(cell.Value)
			if !ok {
				f.Add(cell.Name, "account.workforce.number")
			}
			table[row.Code][workforceColumns()[j]] = n
		}
	}
	return table, f.Err()
}

// count reads a number of people with or without marks between its thousands; nothing is none.
func count(typed string) (int64, bool) {
	plain := strings.NewReplacer(".", "", ",", "", " ", "", "\u00a0", "").Replace(typed)
	if plain == "" {
		return 0, typed == ""
	}
	n, err := strconv.ParseInt(plain, 10, 64)
	return n, err == nil && n >= 0
}
