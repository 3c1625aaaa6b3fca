package account_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/problem"
)

func profile() account.Profile {
	return account.Profile{
		LegalName: "PT Contoh Sawit", NIB: "9120001234501", AHU: "AHU-0012345.AH.01.01.TAHUN 2020", NPWP: "012345678901234",
		KBLIVersion: 2020, KBLI: []string{"01262", "14111"},
		Sites:     []account.Site{{Name: "Kebun Melawi", Regency: "6110", Workers: 420}, {Name: "Kantor", Regency: "3171"}},
		Workforce: account.Workforce{"permanent": {"women": 120, "men": 190}, "daily": {"women": 160, "men": 360}},
		Revision:  1,
	}
}

func TestAProfileIsStoredInOneForm(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Lama", "01"), "bos@contoh.co.id", account.Owner)
	boss, token := h.enter("bos@contoh.co.id")
	typed := profile()
	typed.LegalName, typed.NIB, typed.AHU = "  PT  Contoh Sawit ", " 9120.0012-34501", "ahu-0012345.ah.01.01.Tahun  2020"
	typed.NPWP, typed.KBLIVersion, typed.KBLI = "01.234.567.8-901.234", 0, []string{" 01262", "", "14111"}
	typed.Sites[0].Regency = "61.10"
	h.must(h.SaveProfile(ctx, boss, typed))
	o, err := h.Organisation(ctx, boss)
	h.must(err)
	want := profile()
	want.Revision = 2
	if diff := cmp.Diff(want, o.Profile); diff != "" {
		t.Error(diff)
	}
	if boss, err = h.Authenticate(ctx, token); err != nil || boss.OrganisationName != "PT Contoh Sawit" {
		t.Errorf("%+v %v", boss, err)
	}
	if missing := o.Profile.Missing(); len(missing) != 0 {
		t.Errorf("%v", missing)
	}
	if diff := cmp.Diff([]string{"legal_name", "nib", "kbli", "sites", "workforce"}, account.Profile{}.Missing()); diff != "" {
		t.Error(diff)
	}
}

func TestEveryFieldOfAProfileIsChecked(t *testing.T) {
	t.Parallel()
	h := open(t)
	cases := map[string]struct {
		change     func(*account.Profile)
		field, key string // "" none
	}{
		"everything":                          {func(*account.Profile) {}, "", ""},
		"no name":                             {func(p *account.Profile) { p.LegalName = " \t" }, "legal_name", "legal_name.missing"},
		"a name of 201 characters":            {func(p *account.Profile) { p.LegalName = strings.Repeat("é", 201) }, "legal_name", "legal_name.long"},
		"a name of two lines":                 {func(p *account.Profile) { p.LegalName = "PT\nA" }, "legal_name", "legal_name.characters"},
		"a name with a line separator":        {func(p *account.Profile) { p.LegalName = "PT\u2028A" }, "legal_name", "legal_name.characters"},
		"a name with a zero width space":      {func(p *account.Profile) { p.LegalName = "PT\u200bA" }, "legal_name", "legal_name.characters"},
		"a name with a private letter":        {func(p *account.Profile) { p.LegalName = "PT \ue000" }, "legal_name", "legal_name.characters"},
		"a name in broken encoding":           {func(p *account.Profile) { p.LegalName = "PT \xc3" }, "legal_name", "legal_name.characters"},
		"a name in another script":            {func(p *account.Profile) { p.LegalName = "PT 世界 ꦗꦮ & Co. (Persero) Tbk" }, "", ""},
		"markup is text":                      {func(p *account.Profile) { p.LegalName = `<script>alert("x")</script> {{.}}` }, "", ""},
		"no NIB":                              {func(p *account.Profile) { p.NIB = " - " }, "nib", "nib.missing"},
		"a NIB of 12 digits":                  {func(p *account.Profile) { p.NIB = "912000123450" }, "nib", "nib.digits"},
		"a NIB of 14 digits":                  {func(p *account.Profile) { p.NIB = "91200012345011" }, "nib", "nib.digits"},
		"letters in the NIB":                  {func(p *account.Profile) { p.NIB = "91200O1234501" }, "nib", "nib.characters"},
		"full-width digits in the NIB":        {func(p *account.Profile) { p.NIB = "９１２０００１２３４５０１" }, "nib", "nib.characters"},
		"thirteen zeros":                      {func(p *account.Profile) { p.NIB = "0000000000000" }, "nib", "nib.repeated"},
		"no AHU":                              {func(p *account.Profile) { p.AHU = " " }, "", ""},
		"an AHU of a one-person company":      {func(p *account.Profile) { p.AHU = "AHU-012345.AH.01.30.Tahun 2023" }, "", ""},
		"an AHU of a CV":                      {func(p *account.Profile) { p.AHU = "AHU-0001234-AH.01.14 Tahun 2021" }, "", ""},
		"an AHU of an early decree":           {func(p *account.Profile) { p.AHU = "AHU-12345.AH.01.01.Tahun 2009" }, "", ""},
		"an AHU of a notice":                  {func(p *account.Profile) { p.AHU = "AHU-AH.01.03-0012345" }, "", ""},
		"an AHU of a notice with dots":        {func(p *account.Profile) { p.AHU = "AHU-AH.01.09.0012345" }, "", ""},
		"a number from before AHU":            {func(p *account.Profile) { p.AHU = "C-12345 HT.01.01.TH.2005" }, "", ""},
		"an AHU of next year":                 {func(p *account.Profile) { p.AHU = "AHU-0012345.AH.01.01.TAHUN 2027" }, "ahu", "ahu.year"},
		"an AHU without its year":             {func(p *account.Profile) { p.AHU = "AHU-0012345.AH.01.01" }, "ahu", "ahu.form"},
		"an AHU with more behind it":          {func(p *account.Profile) { p.AHU = "AHU-0012345.AH.01.01.TAHUN 2020 x" }, "ahu", "ahu.form"},
		"a deed's number instead of an AHU":   {func(p *account.Profile) { p.AHU = "Akta No. 12" }, "ahu", "ahu.form"},
		"no NPWP":                             {func(p *account.Profile) { p.NPWP = "" }, "", ""},
		"an NPWP of 16 digits":                {func(p *account.Profile) { p.NPWP = "0012345678901234" }, "", ""},
		"an NPWP of 14 digits":                {func(p *account.Profile) { p.NPWP = "01234567890123" }, "npwp", "npwp.digits"},
		"letters in the NPWP":                 {func(p *account.Profile) { p.NPWP = "0123456789O1234" }, "npwp", "npwp.characters"},
		"no KBLI yet":                         {func(p *account.Profile) { p.KBLI = nil }, "", ""},
		"a letter as KBLI":                    {func(p *account.Profile) { p.KBLI = []string{"A"} }, "kbli", "kbli.digits"},
		"a KBLI of four digits":               {func(p *account.Profile) { p.KBLI = []string{"0126"} }, "kbli", "kbli.digits"},
		"a KBLI that there is not":            {func(p *account.Profile) { p.KBLI = []string{"99999"} }, "kbli", "kbli.unknown"},
		"a KBLI twice":                        {func(p *account.Profile) { p.KBLI = []string{"01262", "01262"} }, "kbli", "kbli.twice"},
		"too many KBLI":                       {func(p *account.Profile) { p.KBLI = slices.Repeat([]string{"01262"}, 51) }, "kbli", "kbli.many"},
		"another KBLI":                        {func(p *account.Profile) { p.KBLIVersion = 2015 }, "kbli_version", "kbli.version"},
		"no sites yet":                        {func(p *account.Profile) { p.Sites = nil }, "", ""},
		"a site without a name":               {func(p *account.Profile) { p.Sites[1].Name = "" }, "sites.1.name", "site.name.missing"},
		"a site without a regency":            {func(p *account.Profile) { p.Sites[0].Regency = "" }, "sites.0.regency", "site.regency.missing"},
		"a regency that there is not":         {func(p *account.Profile) { p.Sites[0].Regency = "9999" }, "sites.0.regency", "site.regency.unknown"},
		"a province as regency":               {func(p *account.Profile) { p.Sites[0].Regency = "61" }, "sites.0.regency", "site.regency.unknown"},
		"a pattern as regency":                {func(p *account.Profile) { p.Sites[0].Regency = "6.*," }, "sites.0.regency", "site.regency.unknown"},
		"fewer than no workers on a site":     {func(p *account.Profile) { p.Sites[0].Workers = -1 }, "sites.0.workers", "workers.range"},
		"more sites than anybody has":         {func(p *account.Profile) { p.Sites = slices.Repeat(p.Sites, 251) }, "sites", "sites.many"},
		"fewer than no workers":               {func(p *account.Profile) { p.Workforce["daily"]["women"] = -1 }, "workforce.daily.women", "workers.range"},
		"more workers than the country has":   {func(p *account.Profile) { p.Workforce["daily"]["men"] = 1 << 62 }, "workforce.daily.men", "workers.range"},
		"a row with a dollar sign":            {func(p *account.Profile) { p.Workforce["$set"] = nil }, "workforce", "workforce.form"},
		"a column with a dot":                 {func(p *account.Profile) { p.Workforce["daily"]["a.b"] = 1 }, "workforce", "workforce.form"},
		"a table of a thousand rows":          {manyRows, "workforce", "workforce.form"},
		"a row of a thousand columns":         {manyColumns, "workforce", "workforce.form"},
		"a revision is no field of the check": {func(p *account.Profile) { p.Revision = -5 }, "", ""},
	}
	for name, c := range cases {
		p := profile()
		c.change(&p)
		_, err := h.CheckedProfile(p)
		got := faults(err)
		if c.field == "" && err != nil || c.field != "" && (len(got) != 1 || got[c.field] != "account.profile."+c.key) {
			t.Errorf("%s: %v, want %s %s", name, got, c.field, c.key)
		}
	}
}

func manyRows(p *account.Profile) {
	for i := range 1000 {
		p.Workforce["r"+strconv.Itoa(i)] = nil
	}
}

func manyColumns(p *account.Profile) {
	for i := range 1000 {
		p.Workforce["daily"]["c"+strconv.Itoa(i)] = 1
	}
}

func TestAStaleProfileIsRefusedAndNothingIsLost(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	var saved atomic.Int32
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			p := profile()
			p.LegalName = "PT " + strconv.Itoa(i)
			err := h.SaveProfile(ctx, boss, p)
			if err == nil {
				saved.Add(1)
			} else if keyOf(err) != "account.profile.changed" {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	o, err := h.Organisation(ctx, boss)
	h.must(err)
	if saved.Load() != 1 || o.Profile.Revision != 2 {
		t.Errorf("%d saved, revision %d", saved.Load(), o.Profile.Revision)
	}
	if problem.KindOf(h.SaveProfile(ctx, boss, profile())) != problem.Conflict {
		t.Error("a stale profile was stored")
	}
}

func TestANIBOfAnotherCompanyIsRefused(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.company("PT Lain", "02")
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	p := profile()
	p.NIB = "9120001234502"
	if got := faults(h.SaveProfile(ctx, boss, p)); got["nib"] != "account.profile.nib.taken" {
		t.Errorf("%v", got)
	}
	p.NIB = "9120001234503"
	h.must(h.SaveProfile(ctx, boss, p))
	p = profile()
	p.Revision = 2
	h.must(h.SaveProfile(ctx, boss, p))
}

func TestRegionsAreAllThere(t *testing.T) {
	t.Parallel()
	codes := regexp.MustCompile(`^\d{4}$`)
	provinces := map[string]int{}
	previous, count := "", 0
	for r := range account.Regencies() {
		count++
		found, ok := account.FindRegency(r.Code)
		if !codes.MatchString(r.Code) || r.Code <= previous || !ok || found != r || r.Province != r.Code[:2] || len(r.Name) < 8 {
			t.Errorf("%+v after %s", r, previous)
		}
		previous = r.Code
		provinces[r.Province]++
	}
	all := account.Provinces()
	if count != 514 || len(all) != 38 || len(provinces) != 38 {
		t.Errorf("%d regencies, %d provinces, %d of them with regencies", count, len(all), len(provinces))
	}
	if r, ok := account.FindRegency("6110"); !ok || r.Name != "Kabupaten Melawi" {
		t.Errorf("%+v", r)
	}
	for _, wrong := range []string{"", "code", "61", "6110,", "\n611", "61100"} {
		if r, ok := account.FindRegency(wrong); ok {
			t.Errorf("%q is %+v", wrong, r)
		}
	}
	if p, ok := account.FindProvince("94"); !ok || p.Name != "Papua Tengah" || p.BPS != "96" {
		t.Errorf("%+v", p)
	}
	if p, ok := account.FindProvince("97"); ok || p != (account.Province{}) {
		t.Errorf("%+v", p)
	}
	for r := range account.Regencies() { // ends when it is told to
		if r.Code != "1101" {
			t.Error(r)
		}
		break
	}
}

func TestProvincesHaveBothCodes(t *testing.T) {
	t.Parallel()
	bps := map[string]string{}
	for _, p := range account.Provinces() {
		if p.Name == "" || bps[p.BPS] != "" {
			t.Errorf("%+v", p)
		}
		bps[p.BPS] = p.Code
	}
	// the six provinces of Papua, whose codes differ
	want := map[string]string{"94": "91", "91": "92", "95": "93", "96": "94", "97": "95", "92": "96", "11": "11", "82": "82"}
	for code, ours := range want {
		if bps[code] != ours {
			t.Errorf("BPS %s is %s, want %s", code, bps[code], ours)
		}
	}
}

// wantClean checks what holds of every profile that was taken.
func wantClean(t *testing.T, p account.Profile) {
	t.Helper()
	texts := []string{p.LegalName, p.AHU, p.NPWP}
	for _, s := range p.Sites {
		texts = append(texts, s.Name)
		if _, ok := account.FindRegency(s.Regency); !ok {
			t.Errorf("regency %q", s.Regency)
		}
	}
	for _, s := range texts {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl) || strings.TrimSpace(s) != s {
			t.Errorf("%q", s)
		}
	}
	if len(p.NIB) != 13 || strings.Trim(p.NIB, "0123456789") != "" {
		t.Errorf("NIB %q", p.NIB)
	}
}

func FuzzProfile(f *testing.F) {
	raw, err := json.Marshal(profile())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(raw))
	f.Add(`{"legal_name":"PT\u202e","nib":"９","ahu":"C1HT.01.01TH 2005","kbli":["0"],"sites":[{"regency":"\n1101"}],"workforce":{"a":{"b":-1}}}`)
	h := open(f)
	f.Fuzz(func(t *testing.T, raw string) {
		var p account.Profile
		if json.Unmarshal([]byte(raw), &p) != nil {
			return
		}
		out, err := h.CheckedProfile(p)
		if err != nil {
			if problem.KindOf(err) != problem.Invalid || len(faults(err)) == 0 {
				t.Fatal(err)
			}
			return
		}
		wantClean(t, out)
		again, err := h.CheckedProfile(out)
		if diff := cmp.Diff(out, again); err != nil || diff != "" {
			t.Errorf("what was taken is not taken again: %v %s", err, diff)
		}
	})
}

func FuzzRegistration(f *testing.F) {
	f.Add("Sri", "sri@contoh.co.id", "Manajer", "sembilan layang-layang")
	f.Add("S\r\nBcc: a@b.id", "a@b.id\nX: y", "\u2028", "\x00")
	f.Add("é", "\"a\"@b.id", "أ", "a@xn--a")
	h := open(f)
	printable := regexp.MustCompile(`^[!-~]+@[!-~]+\.[!-~]+$`)
	f.Fuzz(func(t *testing.T, name, email, position, password string) {
		r := registration()
		r.Name, r.Email, r.Position = name, email, position
		before := len(h.mails.all())
		if err := h.Register(t.Context(), r); err != nil {
			if problem.KindOf(err) != problem.Invalid {
				t.Fatal(err)
			}
		} else if mails := h.mails.all(); len(mails) > before {
			m := mails[len(mails)-1]
			if strings.ContainsAny(m.Subject+m.To, "\r\n\x00") || !printable.MatchString(m.To) || m.To != strings.ToLower(m.To) {
				t.Errorf("%q to %q", m.Subject, m.To)
			}
			if len(mails) > 200 {
				h.mails.Lock()
				h.mails.mails = nil
				h.mails.Unlock()
			}
		}
		if _, err := h.SignIn(t.Context(), email, password, name); !slices.Contains([]problem.Kind{problem.Invalid, problem.TooMany}, problem.KindOf(err)) {
			t.Fatal(err)
		}
	})
}
