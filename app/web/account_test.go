package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestPagesOfAccountMatters(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner, auditor := h.as("owner"), h.as("auditor")
	stranger := h.visitor()
	for _, path := range []string{"/", "/masuk", "/daftar", "/daftar/terkirim", "/lupa-sandi", "/hak-akses", "/bantuan", "/pelindungan-data", "/aksesibilitas"} {
		for _, lang := range []string{"/id", "/en"} {
			stranger.get(lang+path).wants(t, http.StatusOK, "<h1>")
		}
	}
	for _, path := range []string{"/akun", "/akun/hapus", "/organisasi", "/orang", "/orang/undang", "/profil", "/profil/identitas", "/profil/kbli?cari=sawit&sektor=A", "/profil/lokasi", "/profil/pekerja", "/konfirmasi"} {
		for _, lang := range []string{"/id", "/en"} {
			owner.get(lang+path).wants(t, http.StatusOK, "<h1>", "PT Wana Tirta Sawit")
		}
	}
	auditor.get("/id/log-keamanan").wants(t, http.StatusOK, "account.sign_in")
	_ = url.Values{}
}
