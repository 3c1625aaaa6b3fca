package web_test

import (
	"regexp"
	"testing"
)

// packed is the size of an answer as it travels, with its headers.
func packed(v *visitor, path string) (int, answer) {
	got := v.get(path)
	size := len(got.body) + len("HTTP/1.1 200 OK\r\n\r\n")
	for name, values := range got.header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	return size, got
}

func TestPagesAreLight(t *testing.T) {
	t.Parallel()
	h := open(t)
	for who, paths := range map[string][]string{
		"":      {"/id/", "/id/masuk", "/id/daftar", "/en/bantuan", "/id/pelindungan-data", "/id/hak-akses"},
		"owner": {"/id/akun", "/id/orang", "/id/profil", "/id/profil/identitas", "/id/profil/kbli?cari=industri", "/id/profil/lokasi", "/id/profil/pekerja", "/id/penilaian"},
	} {
		v := h.as(who)
		v.headers["Accept-Encoding"] = "gzip"
		for _, path := range paths {
			v.headers["Accept-Encoding"] = "-"
			plain := v.get(path).wants(t, shown)
			v.headers["Accept-Encoding"] = "gzip"
			first, _ := packed(v, path)
			if first > 12<<10 {
				t.Errorf("%s weighs %d bytes when seen again", path, first)
			}
			total, requests := first, 1
			for _, asset := range assets(v, plain.body) {
				size, got := packed(v, asset)
				got.wants(t, shown)
				if got.header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
					t.Errorf("%s is not kept: %q", asset, got.header.Get("Cache-Control"))
				}
				total, requests = total+size, requests+1
			}
			if total > 45<<10 || requests > 5 || requests < 4 {
				t.Errorf("%s weighs %d bytes in %d requests at first", path, total, requests)
			}
		}
	}
}

// assets are the files that a page and its style sheet ask for.
func assets(v *visitor, body string) []string {
	all := regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`).FindAllStringSubmatch(body, -1)
	var out []string
	for _, m := range all {
		out = append(out, m[1])
	}
	v.headers["Accept-Encoding"] = "-"
	for _, address := range out {
		for _, m := range regexp.MustCompile(`url\((/static/[^)]+)\)`).FindAllStringSubmatch(v.get(address).body, -1) {
			out = append(out, m[1])
		}
	}
	v.headers["Accept-Encoding"] = "gzip"
	return out
}

func TestTheScriptIsSmall(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.visitor()
	script := regexp.MustCompile(`/static/tuntas\.[0-9a-f]+\.js`).FindString(v.get("/id/").body)
	v.headers["Accept-Encoding"] = "gzip"
	got := v.get(script).wants(t, shown)
	if len(got.body) > 6<<10 {
		t.Errorf("the script has %d bytes compressed", len(got.body))
	}
	v.headers["If-None-Match"] = got.header.Get("Etag")
	if again := v.get(script); again.status != 304 || again.body != "" {
		t.Errorf("asked again: status %d, %d bytes", again.status, len(again.body))
	}
}
