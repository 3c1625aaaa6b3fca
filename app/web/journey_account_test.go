package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// link is the newest mail's link, as a path.
func (h *house) link() string {
	h.t.Helper()
	m := regexp.MustCompile(regexp.QuoteMeta(h.config.Address) + `(/\S*/\S+)`).FindStringSubmatch(h.mails.newest()[0].Text)
	if m == nil {
		h.t.Fatalf("no link in %s", h.mails.newest()[0].Text)
	}
	return strings.TrimRight(m[1], ".")
}

func TestACompanyRegistersAndInvites(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	v.submit("/en/daftar", "/en/daftar", url.Values{"legal_name": {"PT Baru"}, "nib": {"12"}, "email": {"tono@baru.test"}, "name": {"Tono"}}).
		wants(t, fault, `value="PT Baru"`, `value="tono@baru.test"`, `href="#nib"`, `id="nib-fault"`, `href="#confirmed"`)
	done := v.submit("/en/daftar", "/en/daftar", url.Values{
		"legal_name": {"PT Baru Sekali"}, "nib": {"9120001112223"}, "name": {"Tono Sudirman"}, "position": {"Direktur"},
		"email": {"tono@baru.test"}, "confirmed": {"yes"},
	}).wants(t, moved)
	v.get(done.leads()).wants(t, shown, "e-mail")
	link := h.link()
	v.get(link).wants(t, shown, "PT Baru Sekali", `value="Tono Sudirman"`, "15")
	v.submit(link, link, url.Values{"password": {"pendek"}}).wants(t, fault, "password-fault")
	h.visitor().submit(link, link, url.Values{"name": {"Tono Sudirman"}, "position": {"Direktur"}, "password": {"sepeda tua di gudang kakek"}}).wants(t, moved)

	late := h.visitor()
	late.get(link).wants(t, gone)
	late.submit("/en/masuk", "/en/masuk", url.Values{"email": {"tono@baru.test"}, "password": {"sepeda tua di gudang kakek"}})
	step := late.get("/en/pembuat-kode").wants(t, shown, "<svg", "otpauth://")
	key := strings.ReplaceAll(regexp.MustCompile(`class="secret">([A-Z2-7 ]+)<`).FindStringSubmatch(step.body)[1], " ", "")
	late.submitTo(step, "/en/pembuat-kode", url.Values{"code": {"000000"}}).wants(t, fault, "code-fault", "otpauth://")
	got := late.submitTo(step, "/en/pembuat-kode", url.Values{"code": {h.code(key)}}).wants(t, shown, "PT Baru Sekali")
	if codes := regexp.MustCompile(`<li>([a-z2-7]{4}-){3}[a-z2-7]{4}</li>`).FindAllString(got.body, -1); len(codes) != 10 {
		t.Errorf("%d recovery codes", len(codes))
	}
	late.submit("/en/orang/undang", "/en/orang/undang", url.Values{"email": {"rekan@baru.test"}, "role": {"viewer"}}).wants(t, moved)
	guest := h.visitor()
	guest.submit(h.link(), h.link(), url.Values{"name": {"Rekan Kerja"}, "password": {"gunung biru dan sawah padi"}}).wants(t, moved)
	guest.get("/id/profil").wants(t, shown, "PT Baru Sekali")
}

func TestAForgottenPasswordIsChosenAnew(t *testing.T) {
	t.Parallel()
	h := open(t)
	old, v := h.as("viewer"), h.visitor()
	known := v.submit("/id/lupa-sandi", "/id/lupa-sandi", url.Values{"email": {"maria@wana.test"}})
	link := h.link()
	unknown := v.submit("/id/lupa-sandi", "/id/lupa-sandi", url.Values{"email": {"tidak@ada.test"}})
	if known.status != unknown.status || known.leads() != unknown.leads() {
		t.Error("the answers tell whether the account exists")
	}
	v.submit(link, link, url.Values{"password": {"danau hijau di kaki gunung"}}).wants(t, moved)
	v.get(link).wants(t, gone)
	old.get("/id/orang").wants(t, moved)
	v.submit("/id/masuk", "/id/masuk", url.Values{"email": {"maria@wana.test"}, "password": {"danau hijau di kaki gunung"}}).wants(t, moved)
}

func TestAnEndedSessionLosesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	page := v.get("/id/orang/undang")
	h.clock.move(61 * time.Minute)
	asked := v.submitTo(page, "/id/orang/undang", url.Values{
		"email": {"rekan@wana.test"}, "role": {"viewer"}, "note": {"Tolong lihat bagian perekrutan <b>dulu</b>"},
	}).wants(t, login, "sesi", "_carry")
	if strings.Contains(asked.body, "Tolong lihat") {
		t.Error("what was typed shows to whoever has not signed in")
	}
	code := v.submitTo(asked, "/id/masuk", url.Values{"email": {"sari@wana.test"}, "password": {password}}).wants(t, shown, "_carry")
	h.clock.move(31 * time.Second)
	again := v.submitTo(code, "/id/masuk/kode", url.Values{"code": {h.code(secret)}}).
		wants(t, shown, "Tolong lihat bagian perekrutan &lt;b&gt;dulu&lt;/b&gt;", "rekan@wana.test")
	v.submitTo(again, "/id/orang/undang", nil).wants(t, moved)
	v.get("/id/orang").wants(t, shown, "rekan@wana.test")
}

func TestACarriedFormIsOurs(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, carry := range map[string]string{"made up": "QUJDREVGR0g", "no base64": "!!", "empty": ""} {
		v := h.visitor()
		got := v.submit("/id/masuk", "/id/masuk", url.Values{
			"email": {"maria@wana.test"}, "password": {password}, "_carry": {carry}, "to": {"//jahat.test"},
		})
		if got.status != moved || got.leads() != "/id/penilaian" {
			t.Errorf("%s: status %d to %q", name, got.status, got.leads())
		}
	}
}

func TestAnOldPageLosesNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	page := v.get("/id/orang/undang")
	v = h.as("owner") // signed in again in another tab
	got := v.submitTo(page, "/id/orang/undang", url.Values{"email": {"rekan@wana.test"}, "role": {"viewer"}, "note": {"Salam dari kami"}}).
		wants(t, fault, "Salam dari kami")
	v.submitTo(got, "/id/orang/undang", nil).wants(t, moved)

	stranger := h.visitor()
	form := stranger.get("/id/daftar")
	stranger.cookies = map[string]string{}
	again := stranger.submitTo(form, "/id/daftar", url.Values{"legal_name": {"PT Tetap Ada"}}).wants(t, fault, `value="PT Tetap Ada"`)
	stranger.submitTo(again, "/id/daftar", url.Values{"legal_name": {"PT Tetap Ada"}}).wants(t, fault, `href="#nib"`)
}

func TestSteppingUpKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("contributor")
	h.clock.move(30 * time.Minute) // signed in still, but not just now
	asked := v.submit("/id/akun/hapus", "/id/akun/hapus", nil).wants(t, login, "_carry", "Kata sandi")
	v.submitTo(asked, "/id/konfirmasi", url.Values{"password": {"salah"}}).wants(t, fault, "_carry")
	again := v.submitTo(asked, "/id/konfirmasi", url.Values{"password": {password}}).wants(t, shown)
	done := v.submitTo(again, "/id/akun/hapus", nil).wants(t, moved)
	v.get(done.leads()).wants(t, shown, "dihapus")
	v.get("/id/akun").wants(t, moved)
}

func TestSwitchingTheLanguageKeepsThePage(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	v.get("/id/profil/kbli?cari=sawit&sektor=A").wants(t, shown, `href="/en/profil/kbli?cari=sawit&amp;sektor=A"`)
	v.get("/en/profil/kbli?cari=sawit&sektor=A").wants(t, shown, `href="/id/profil/kbli?cari=sawit&amp;sektor=A"`, `lang="en"`)
	for accept, want := range map[string]string{"": "/id/", "en-GB,en;q=0.9": "/en/", "fr,en;q=0.5,id;q=0.4": "/en/", "ms,id": "/id/", "%%%": "/id/", "ja": "/id/"} {
		s := h.visitor()
		s.headers["Accept-Language"] = accept
		if got := s.get("/").leads(); got != want {
			t.Errorf("%q leads to %s instead of %s", accept, got, want)
		}
	}
}

func TestWhatPeopleTypeIsShownAsText(t *testing.T) {
	t.Parallel()
	h := open(t)
	const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	v := h.as("owner")
	answers := []answer{
		v.post("/id/orang/undang", url.Values{"email": {evil}, "name": {evil}, "note": {evil}, "role": {evil}, "language": {evil}}),
		v.post("/id/profil/identitas", url.Values{"legal_name": {"PT " + evil}, "nib": {evil}, "ahu": {evil}, "npwp": {evil}, "revision": {"1"}}),
		v.post("/id/profil/kbli", url.Values{"add": {evil}, "revision": {evil}}),
		v.post("/id/profil/lokasi", url.Values{"sites.0.name": {evil}, "sites.0.regency": {evil}, "sites.0.workers": {evil}, "revision": {"1"}}),
		v.post("/id/profil/pekerja", url.Values{"workforce.permanent.women": {evil}, "revision": {"1"}}),
		v.get("/id/profil/kbli?" + url.Values{"cari": {evil}, "sektor": {evil}}.Encode()),
		v.get("/id/orang?" + url.Values{"kabar": {evil}}.Encode()),
		v.get("/id/konfirmasi?" + url.Values{"to": {evil}}.Encode()),
		h.as("auditor").get("/id/log-keamanan?" + url.Values{"kegiatan": {evil}, "orang": {evil}, "objek": {evil}}.Encode()),
		h.visitor().get("/id/masuk?" + url.Values{"to": {evil}}.Encode()),
		h.visitor().post("/id/masuk", url.Values{"email": {evil}, "password": {evil}, "to": {evil}, "_carry": {evil}}),
		h.visitor().post("/id/daftar", url.Values{"legal_name": {evil}, "nib": {evil}, "name": {evil}, "position": {evil}, "email": {evil}}),
		h.visitor().post("/id/lupa-sandi", url.Values{"email": {evil}}),
		h.visitor().get("/id/%22%3E%3Cscript%3E"),
	}
	for i, got := range answers {
		if strings.Contains(got.body, "<script>") || strings.Contains(got.body, "<img") {
			t.Errorf("answer %d holds it as markup: %s", i, got.text())
		}
		if got.status >= http.StatusInternalServerError {
			t.Errorf("answer %d: status %d", i, got.status)
		}
	}
	// What is stored is shown as text, too.
	v.post("/id/profil/lokasi", url.Values{"sites.0.name": {"Kebun <b>tebal</b>"}, "sites.0.regency": {"Kota Pontianak"}, "sites.0.workers": {"3"}, "revision": {"1"}}).wants(t, moved)
	v.get("/id/profil").wants(t, shown, "Kebun &lt;b&gt;tebal&lt;/b&gt;", "Kota Pontianak, Kalimantan Barat")
}

func TestTheProfileReadsWhatPeopleWrite(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.as("owner")
	v.submit("/id/profil/lokasi", "/id/profil/lokasi", url.Values{"sites.0.name": {"Kebun"}, "sites.0.regency": {"bandung"}, "sites.0.workers": {"1.200"}}).
		wants(t, fault, "Kota Bandung, Jawa Barat", "Kabupaten Bandung Barat, Jawa Barat", `type="radio"`)
	v.submit("/id/profil/lokasi", "/id/profil/lokasi", url.Values{"sites.0.name": {"Kebun"}, "sites.0.regency": {"Atlantis"}, "sites.0.workers": {"banyak"}}).
		wants(t, fault, `value="Atlantis"`, `value="banyak"`, `href="#sites.0.regency"`, `href="#sites.0.workers"`)
	v.submit("/id/profil/lokasi", "/id/profil/lokasi", url.Values{"sites.0.name": {"Kebun"}, "more": {"1"}}).wants(t, shown, `name="sites.1.name"`)
	v.submit("/id/profil/pekerja", "/id/profil/pekerja", url.Values{"workforce.daily.men": {"sekitar 40"}, "workforce.daily.women": {"1.160"}}).
		wants(t, fault, `value="sekitar 40"`, `value="1.160"`)
	v.submit("/id/profil/pekerja", "/id/profil/pekerja", url.Values{"workforce.daily.men": {"40"}, "workforce.daily.women": {"1.160"}}).wants(t, moved)
	v.get("/id/profil").wants(t, shown, "1.200")
	v.get("/en/profil").wants(t, shown, "1,200")
	v.get("/id/profil/kbli?cari=kelapa+sawit&sektor=A").wants(t, shown, "01262", "Perkebunan buah kelapa sawit")
	v.get("/id/profil/kbli?cari=0126").wants(t, shown, "01262")
	v.get("/id/profil/kbli?cari=zzzz").wants(t, shown, "Tidak ada yang cocok")
}
