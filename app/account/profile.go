package account

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"tuntas/app/problem"
	"tuntas/app/store"
)

const (
	kbliVersion = 2020
	mostKBLI    = 50
	mostSites   = 500
	mostRows    = 30
	mostWorkers = 5_000_000
	yearsOfAHU  = 1960
)

// Organisation is the actor's own organisation.
func (a *Accounts) Organisation(ctx context.Context, by Actor) (Organisation, error) {
	if err := a.check(ctx, by, ReadProfile, "organisation/"+string(by.Organisation)); err != nil {
		return Organisation{}, err
	}
	o, err := a.organisations.Get(ctx, by.Organisation)
	return o.Value.Organisation, err
}

// SaveProfile stores the profile when its Revision is still the stored one; problem.Conflict "account.profile.changed"
// otherwise; problem.Invalid names every field at fault (legal_name, nib, ahu, npwp, kbli_version, kbli, sites,
// sites.N.name, sites.N.regency, sites.N.workers, workforce, workforce.ROW.COLUMN).
func (a *Accounts) SaveProfile(ctx context.Context, by Actor, p Profile) error {
	object := "organisation/" + string(by.Organisation)
	if err := a.check(ctx, by, EditProfile, object); err != nil {
		return err
	}
	p, err := a.CheckedProfile(p)
	if err != nil {
		return err
	}
	facts := map[string]string{"sites": strconv.Itoa(len(p.Sites)), "kbli": strconv.Itoa(len(p.KBLI))}
	return a.config.Log.Do(ctx, act(by, "account.save_profile", object, facts), func(ctx context.Context) error {
		return a.storeProfile(ctx, by.Organisation, p)
	})
}

func (a *Accounts) storeProfile(ctx context.Context, id OrganisationID, p Profile) error {
	changed := false
	_, err := a.organisations.Update(ctx, id, store.Any, func(o *storedOrganisation) error {
		if o.Profile.Revision != p.Revision {
			changed = true
			return problem.New(problem.Conflict, "account.profile.changed")
		}
		o.Profile, o.Name, o.Key = p, p.LegalName, p.NIB
		o.Profile.Revision++
		return nil
	})
	if is(err, problem.Conflict) && !changed {
		if taken, e := a.nibTaken(ctx, p.NIB); e == nil && taken {
			var f problem.Form
			f.Add("nib", "account.profile.nib.taken")
			return f.Err()
		}
	}
	if err != nil {
		return fmt.Errorf("save the profile of organisation %s: %w", id, err)
	}
	return nil
}

// CheckedProfile is the profile in the form in which it is stored, or problem.Invalid with every field at fault.
func (a *Accounts) CheckedProfile(p Profile) (Profile, error) {
	var f problem.Form
	p.LegalName = legalNameRule().take(&f, p.LegalName)
	p.NIB = takeNIB(&f, p.NIB)
	p.AHU = takeAHU(&f, p.AHU, a.config.Clock().Year())
	p.NPWP = takeNPWP(&f, p.NPWP)
	p.KBLI = a.takeKBLI(&f, &p)
	p.Sites = takeSites(&f, p.Sites)
	p.Workforce = takeWorkforce(&f, p.Workforce)
	return p, f.Err()
}

// Missing names what a profile does not say yet, by field, in the order of the form. The NPWP and the AHU number may stay
// empty.
func (p Profile) Missing() []string {
	var missing []string
	for _, is := range []struct {
		field string
		empty bool
	}{
		{"legal_name", p.LegalName == ""},
		{"nib", p.NIB == ""},
		{"kbli", len(p.KBLI) == 0},
		{"sites", len(p.Sites) == 0},
		{"workforce", len(p.Workforce) == 0},
	} {
		if is.empty {
			missing = append(missing, is.field)
		}
	}
	return missing
}

// digits are the figures of a number without the marks between them; ok is false when there is anything else.
func digits(typed, marks string) (figures string, ok bool) {
	ok = true
	figures = strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case r == '\u00a0' || r == '\t' || strings.ContainsRune(marks, r):
			return -1
		}
		ok = false
		return -1
	}, strings.TrimFunc(typed, unicode.IsSpace))
	return figures, ok
}

func takeNIB(f *problem.Form, typed string) string {
	nib, ok := digits(typed, " .-")
	switch {
	case !ok:
		f.Add("nib", "account.profile.nib.characters")
	case nib == "":
		f.Add("nib", "account.profile.nib.missing")
	case len(nib) != 13:
		f.Add("nib", "account.profile.nib.digits", "count", len(nib))
	case nib == strings.Repeat(nib[:1], 13):
		f.Add("nib", "account.profile.nib.repeated")
	}
	return nib
}

func takeNPWP(f *problem.Form, typed string) string {
	npwp, ok := digits(typed, " .-")
	switch {
	case !ok:
		f.Add("npwp", "account.profile.npwp.characters")
	case npwp != "" && len(npwp) != 15 && len(npwp) != 16:
		f.Add("npwp", "account.profile.npwp.digits", "count", len(npwp))
	}
	return npwp
}

// takeAHU takes the numbers of decrees and notices of the ministry of law: AHU-0012345.AH.01.01.TAHUN 2020,
// AHU-0012345-AH.01.14 Tahun 2021, AHU-AH.01.03-0012345 and, before 2007, C-12345.HT.01.01.TH.2005.
func takeAHU(f *problem.Form, typed string, thisYear int) string {
	ahu := strings.ToUpper(strings.Join(strings.Fields(typed), " "))
	if ahu == "" {
		return ""
	}
	forms := []string{
		`^AHU-\d{1,7}[.-]AH\.\d{2}\.\d{2}[. ] ?TAHUN[. ] ?(\d{4})$`,
		`^AHU-AH\.\d{2}\.\d{2}(?:\.\d{2})?-\d{4,7}$`,
		`^AHU-AH\.\d{2}\.\d{2}\.\d{4,7}$`,
		`^C-?\d{1,6}\.? ?HT\.\d{2}\.\d{2}[.-]? ?(?:TH|TAHUN)[. ] ?(\d{4})$`,
	}
	for _, form := range forms {
		found := regexp.MustCompile(form).FindStringSubmatch(ahu)
		if found == nil {
			continue
		}
		if len(found) > 1 {
			year, _ := strconv.Atoi(found[1]) // four digits
			if year < yearsOfAHU || year > thisYear {
				f.Add("ahu", "account.profile.ahu.year", "year", found[1])
			}
		}
		return ahu
	}
	f.Add("ahu", "account.profile.ahu.form")
	return ""
}

// takeKBLI takes the codes of what the company does, the main activity first.
func (a *Accounts) takeKBLI(f *problem.Form, p *Profile) []string {
	if p.KBLIVersion == 0 {
		p.KBLIVersion = kbliVersion
	}
	if p.KBLIVersion != kbliVersion {
		f.Add("kbli_version", "account.profile.kbli.version")
		return nil
	}
	if len(p.KBLI) > mostKBLI {
		f.Add("kbli", "account.profile.kbli.many", "most", mostKBLI)
		return nil
	}
	codes := make([]string, 0, len(p.KBLI))
	for _, typed := range p.KBLI {
		code, ok := digits(typed, " .")
		switch {
		case ok && code == "":
			continue
		case !ok || len(code) != 5:
			f.Add("kbli", "account.profile.kbli.digits", "code", shortened(typed, 20))
		case a.config.KnownKBLI != nil && !a.config.KnownKBLI(code):
			f.Add("kbli", "account.profile.kbli.unknown", "code", code)
		case slices.Contains(codes, code):
			f.Add("kbli", "account.profile.kbli.twice", "code", code)
		}
		codes = append(codes, code)
	}
	return codes
}

func takeSites(f *problem.Form, typed []Site) []Site {
	if len(typed) > mostSites {
		f.Add("sites", "account.profile.sites.many", "most", mostSites)
		return nil
	}
	sites := make([]Site, len(typed))
	for i, s := range typed {
		field := "sites." + strconv.Itoa(i)
		name := lineRule{
			field: field + ".name", most: 100, missing: "account.profile.site.name.missing",
			long: "account.profile.site.name.long", characters: "account.profile.site.name.characters",
		}
		sites[i] = Site{Name: name.take(f, s.Name), Regency: strings.ReplaceAll(strings.TrimSpace(s.Regency), ".", ""), Workers: s.Workers}
		if _, ok := FindRegency(sites[i].Regency); sites[i].Regency == "" {
			f.Add(field+".regency", "account.profile.site.regency.missing")
		} else if !ok {
			f.Add(field+".regency", "account.profile.site.regency.unknown")
		}
		if s.Workers < 0 || s.Workers > mostWorkers {
			f.Add(field+".workers", "account.profile.workers.range", "most", mostWorkers)
		}
	}
	return sites
}

// takeWorkforce checks the form of the table; which rows and columns there are is the page's.
func takeWorkforce(f *problem.Form, typed Workforce) Workforce {
	if len(typed) > mostRows {
		f.Add("workforce", "account.profile.workforce.form")
		return nil
	}
	name := regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	table := Workforce{}
	for _, row := range slices.Sorted(maps.Keys(typed)) {
		if !name.MatchString(row) || len(typed[row]) > mostRows {
			f.Add("workforce", "account.profile.workforce.form")
			return nil
		}
		table[row] = map[string]int64{}
		for _, column := range slices.Sorted(maps.Keys(typed[row])) {
			n := typed[row][column]
			if !name.MatchString(column) {
				f.Add("workforce", "account.profile.workforce.form")
				return nil
			}
			if n < 0 || n > mostWorkers {
				f.Add("workforce."+row+"."+column, "account.profile.workers.range", "most", mostWorkers)
			}
			table[row][column] = n
		}
	}
	return table
}
