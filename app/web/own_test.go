package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"tuntas/app/account"
)

func TestPeopleChangeTheirOwnAccount(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("contributor")
	v.get("/en/akun").wants(t, shown, `value="Bayu Pratama"`, `value="Kepala SDM"`, `value="id" checked`)
	v.submit("/id/akun", "/id/akun", url.Values{"name": {" "}, "position": {"Mandor <i>"}, "language": {"en"}}).
		wants(t, fault, `value="Mandor &lt;i&gt;"`, `href="#name"`, `value="en" checked`)
	done := v.submit("/id/akun", "/id/akun", url.Values{"name": {"Bayu Aji"}, "position": {"Mandor"}, "language": {"en"}}).wants(t, moved)
	v.get(done.leads()).wants(t, shown, "Akun Anda tersimpan", `value="Bayu Aji"`, `value="Mandor"`, `value="en" checked`)
	h.as("owner").get("/id/orang").wants(t, shown, "Bayu Aji")
	if strings.Contains(v.get("/id/akun").body, "kode-pemulihan") {
		t.Error("recovery codes are offered to somebody without a code generator")
	}
}

func codesOf(a answer) []string {
	return regexp.MustCompile(`<li>(?:[a-z2-7]{4}-){3}[a-z2-7]{4}</li>`).FindAllString(a.body, -1)
}

func TestFreshRecoveryCodesReplaceTheOldOnes(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	first := v.submit("/id/akun", "/id/akun/kode-pemulihan", nil).wants(t, shown, "Kode yang lama tidak berlaku lagi", `href="/id/akun"`, `href="/en/akun"`)
	h.clock.move(30 * time.Minute) // signed in still, but not just now
	asked := v.submit("/id/akun", "/id/akun/kode-pemulihan", nil).wants(t, login, "_carry")
	h.clock.move(31 * time.Second)
	kept := v.submitTo(asked, "/id/konfirmasi", url.Values{"password": {password}, "code": {h.code(secret)}}).wants(t, shown)
	second := v.submitTo(kept, "/id/akun/kode-pemulihan", nil).wants(t, shown)
	if a, b := codesOf(first), codesOf(second); len(a) != 10 || len(b) != 10 || a[0] == b[0] {
		t.Fatalf("%d codes and then %d", len(a), len(b))
	}
	for _, one := range []struct {
		code   string
		status int
	}{{codesOf(first)[0], fault}, {codesOf(second)[0], moved}} {
		again := h.visitor()
		again.submit("/id/masuk", "/id/masuk", url.Values{"email": {"sari@wana.test"}, "password": {password}})
		again.submit("/id/masuk/kode", "/id/masuk/kode", url.Values{"code": {strings.TrimSuffix(strings.TrimPrefix(one.code, "<li>"), "</li>")}}).wants(t, one.status)
	}
}

// promoted makes the contributor an owner, who needs a code generator, without one.
func (h *house) promoted() {
	h.t.Helper()
	h.must(h.accounts.ChangeRole(h.t.Context(), h.as("owner").actor(), account.MembershipID(h.member("bayu@wana.test")), account.Owner))
}

func TestACarriedFormSurvivesTheCodeGenerator(t *testing.T) {
	t.Parallel()
	form := url.Values{"email": {"rekan@wana.test"}, "role": {"viewer"}, "note": {"Salam dari kebun utara"}}
	for name, ask := range map[string]func(*house, *visitor) answer{
		"promoted while signed in": func(h *house, v *visitor) answer {
			h.promoted()
			return v.post("/id/orang/undang", form)
		},
		"promoted after the session had ended": func(h *house, v *visitor) answer {
			h.promoted()
			h.clock.move(61 * time.Minute)
			asked := v.post("/id/orang/undang", form).wants(h.t, login, "_carry")
			return v.submitTo(asked, "/id/masuk", url.Values{"email": {"bayu@wana.test"}, "password": {password}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			v := h.as("contributor")
			step := ask(h, v).wants(t, login, "otpauth://", "_carry")
			english := v.submitTo(step, "/en/pembuat-kode?to=%2Forang%2Fundang", url.Values{"bahasa": {""}}).wants(t, shown, "Set up a code generator", "_carry")
			wrong := v.submitTo(english, "/en/pembuat-kode", url.Values{"code": {"000000"}}).wants(t, fault, "automatic time", "_carry")
			key := strings.ReplaceAll(regexp.MustCompile(`class="secret">([A-Z2-7 ]+)<`).FindStringSubmatch(wrong.body)[1], " ", "")
			got := v.submitTo(wrong, "/en/pembuat-kode", url.Values{"code": {h.code(key)}}).wants(t, shown, "Salam dari kebun utara")
			if len(codesOf(got)) != 10 {
				t.Errorf("%d recovery codes", len(codesOf(got)))
			}
			v.submitTo(got, "/en/orang/undang", nil).wants(t, moved)
			v.get("/id/orang").wants(t, shown, "rekan@wana.test")
		})
	}
}

func TestACarriedFormSurvivesAnotherLanguage(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	page := v.get("/id/orang/undang")
	h.clock.move(61 * time.Minute)
	asked := v.submitTo(page, "/id/orang/undang", url.Values{"email": {"rekan@wana.test"}, "role": {"viewer"}, "note": {"Salam dari kebun utara"}}).wants(t, login)
	english := v.submitTo(asked, "/en/masuk?to=%2Forang%2Fundang", url.Values{"bahasa": {""}}).wants(t, shown, "Password", "_carry")
	code := v.submitTo(english, "/en/masuk", url.Values{"email": {"sari@wana.test"}, "password": {password}}).wants(t, shown, "_carry")
	back := v.submitTo(code, "/id/masuk/kode?to=%2Forang%2Fundang", url.Values{"bahasa": {""}}).wants(t, shown, "Tulis kode Anda", "_carry")
	h.clock.move(31 * time.Second)
	v.submitTo(back, "/id/masuk/kode", url.Values{"code": {h.code(secret)}}).wants(t, shown, "Salam dari kebun utara")
}

func TestEveryFormAtFaultLeadsToAPageInTheOtherLanguage(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	other := regexp.MustCompile(`(?:<a href|formaction)="(/en[^"]*)"[^>]* lang="en"`)
	for path, want := range map[string]string{
		"/id/akun/sandi":           "/en/akun",
		"/id/akun/sesi/0000":       "/en/akun",
		"/id/orang/undangan/0000":  "/en/orang",
		"/id/orang/0000/keluarkan": "/en/orang/0000",
		"/id/profil/identitas":     "/en/profil/identitas",
		"/id/organisasi":           "/en/organisasi",
	} {
		got := v.post(path, url.Values{"membership": {"0000"}})
		m := other.FindStringSubmatch(got.body)
		if got.status < 400 || m == nil || m[1] != want {
			t.Errorf("%s with status %d leads to %v instead of %s", path, got.status, m, want)
		}
	}
}

func TestTheRegistrationSaysWhereTheMailWent(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	done := v.submit("/id/daftar", "/id/daftar", url.Values{
		"legal_name": {"PT Baru Sekali"}, "nib": {"9120001112223"}, "name": {"Tono Sudirman"}, "position": {"Direktur"},
		"email": {"tono@baru.test"}, "confirmed": {"yes"},
	}).wants(t, moved)
	if strings.Contains(done.leads(), "tono") {
		t.Error("the address stands in the link, and so in the log of every proxy")
	}
	sent := v.get(done.leads()).wants(t, shown, "tono@baru.test")
	back := regexp.MustCompile(`href="(/id/daftar\?isian=[^"]+)"`).FindStringSubmatch(sent.body)
	if back == nil {
		t.Fatalf("no way back to the form: %s", sent.text())
	}
	v.get(back[1]).wants(t, shown, `value="PT Baru Sekali"`, `value="tono@baru.test"`, " checked")
	v.get("/id/daftar?isian=QUJDREVGR0g").wants(t, shown)
	v.get("/id/daftar/terkirim?isian=QUJDREVGR0g").wants(t, shown, "alamat surel Anda")
}

func TestTheProfileSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	for _, add := range []string{"", ".", " . "} {
		v.post("/id/profil/kbli", url.Values{"add": {add}, "revision": {"1"}, "cari": {"sawit"}, "sektor": {"A"}}).
			wants(t, fault, "Pilih satu kegiatan", `value="sawit"`, "01262")
	}
	v.post("/id/profil/pekerja", url.Values{"workforce.daily.men": {"banyak"}, "revision": {"1"}}).
		wants(t, fault, "Pekerja harian lepas (PHL atau BHL), laki-laki: Tulis jumlah")
	v.post("/id/profil/lokasi", url.Values{"sites.0.name": {"Kebun"}, "sites.0.regency": {"Atlantis"}, "sites.0.workers": {"3"}, "revision": {"1"}}).
		wants(t, fault, "Lokasi 1: Tulis nama kabupaten")
	v.post("/id/profil/pekerja", url.Values{"workforce.daily.men": {"1.100"}, "workforce.daily.women": {"72"}, "revision": {"1"}}).wants(t, moved)
	v.get("/id/profil").wants(t, shown, `<b>1.100</b>`, `<b>72</b>`, `<b>1.172</b>`, "menurut lokasi 670 orang, menurut hubungan kerja 1.172 orang")
}

func TestChangingTheLanguageKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := open(t)
	stranger, owner := h.visitor(), h.as("owner")
	for path, c := range map[string]struct {
		v     *visitor
		typed url.Values
	}{
		"/daftar":           {stranger, url.Values{"legal_name": {"PT Tetap Ada"}}},
		"/orang/undang":     {owner, url.Values{"note": {"Tetap Ada"}}},
		"/akun":             {owner, url.Values{"position": {"Tetap Ada"}}},
		"/profil/identitas": {owner, url.Values{"legal_name": {"PT Tetap Ada"}}},
		"/profil/lokasi":    {owner, url.Values{"sites.0.name": {"Tetap Ada"}}},
		"/profil/pekerja":   {owner, url.Values{"workforce.crew.men": {"Tetap Ada"}}},
	} {
		page := c.v.get("/id"+path).wants(t, shown, `form="isian" formaction="/en`+path+`" name="bahasa"`, `<form id="isian" method="post" action="/id`+path+`"`)
		form := regexp.MustCompile(`(?s)<form id="isian".*?</form>`).FindString(page.body)
		c.typed.Set("bahasa", "")
		c.typed.Set("_csrf", regexp.MustCompile(`name="_csrf" value="([^"]+)"`).FindStringSubmatch(form)[1])
		got := c.v.send("/en"+path, c.typed).wants(t, fault, "Tetap Ada", "The language is changed")
		if strings.Contains(got.body, `name="bahasa" value`) {
			t.Errorf("%s: saving would change the language again", path)
		}
	}
	owner.get("/id/profil").wants(t, shown, "PT Wana Tirta Sawit", "Kebun Utama")
}

func TestPeopleAreLedOnlyWhereTheyMayGo(t *testing.T) {
	t.Parallel()
	h := open(t)
	links := regexp.MustCompile(`(?s)<header.*?</header>`)
	for _, who := range []string{"owner", "contributor", "viewer", "auditor", "admin"} {
		v := h.as(who)
		head := links.FindString(v.get("/id/akun").body)
		for _, m := range regexp.MustCompile(`href="(/id/[^"]*)"`).FindAllStringSubmatch(head, -1) {
			if got := v.get(m[1]); got.status != shown {
				t.Errorf("%s is led to %s and finds status %d", who, m[1], got.status)
			}
		}
		if to := v.get("/id/").leads(); v.get(to).status != shown {
			t.Errorf("%s is led from the front to %s", who, to)
		}
	}
}
