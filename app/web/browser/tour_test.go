package browser_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// crawl visits the pages that a start page leads to, a few of each kind, in one language.
type crawl struct {
	p      *person
	most   int // pages of each kind
	topics int // topics of questions
	member bool
	seen   map[string]bool
	kinds  map[string]int
	queue  []string
}

// kindOf is a path without what differs between pages of one kind.
func kindOf(path string) string {
	path, query, _ := strings.Cut(path, "?")
	path = regexp.MustCompile(`/[A-Z0-9]{20,}`).ReplaceAllString(path, "/:id")
	for _, list := range []string{"bagian/[^/]+", "bagian", "bukti", "percakapan", "temuan", "rencana", "periksa", "mail", "sandi-baru", "undangan"} {
		path = regexp.MustCompile(`/(`+list+`)/[^/]+`).ReplaceAllString(path, "/$1/:x")
	}
	path = regexp.MustCompile(`/bagian/[^/:]+/:x`).ReplaceAllString(path, "/bagian/:x/:x")
	for pair := range strings.SplitSeq(query, "&") {
		if name, _, ok := strings.Cut(pair, "="); ok {
			path += "?" + name
		}
	}
	return path
}

// page reports whether a link leads to a page of the language, not to a file. What everybody sees is looked at once, as
// a stranger; the report has a test of its own.
func (c *crawl) page(path string) bool {
	bare, _, _ := strings.Cut(strings.TrimPrefix(path, "/"+c.p.lang), "?")
	file := strings.Contains(bare[strings.LastIndex(bare, "/")+1:], ".") || regexp.MustCompile(`/unduh$|^/akun/data$|^/berkas/.|/laporan$`).MatchString(bare)
	public := regexp.MustCompile(`^/(?:dev/|bantuan|pelindungan-data|aksesibilitas|hak-akses)`).MatchString(bare)
	return strings.HasPrefix(path, "/"+c.p.lang) && bare != "" && !file && (!public || !c.member)
}

// run visits the pages and calls visit at each.
func (c *crawl) run(start string, visit func(page string)) {
	c.seen, c.kinds = map[string]bool{}, map[string]int{}
	c.add("/" + c.p.lang + start)
	for len(c.queue) > 0 {
		path := c.queue[0]
		c.queue = c.queue[1:]
		if status := c.p.open(path); status != 200 {
			c.p.t.Errorf("%s follows a link to %s: %d", c.p.name, path, status)
			continue
		}
		links := c.p.links("body", "/")
		visit(regexp.MustCompile(`/[A-Z0-9]{20,}|^/id|^/en`).ReplaceAllString(path, ""))
		for _, link := range links {
			if c.page(link) {
				c.add(link)
			}
		}
	}
}

func (c *crawl) add(path string) {
	kind := kindOf(path)
	most := c.most
	if strings.HasSuffix(kind, "/bagian/:x/:x") {
		most = c.topics
	}
	if c.seen[path] || c.kinds[kind] >= most {
		return
	}
	c.seen[path] = true
	c.kinds[kind]++
	c.queue = append(c.queue, path)
}

// walks are those who go through all their pages, and how many topics they look at.
func walks() map[string]int {
	return map[string]int{
		"": 0, "pemilik@garmen.example": 40, "pemilik@sawit.example": 1, "sdm@garmen.example": 1,
		"komisaris@sawit.example": 1, "petugas@unit.example": 0, "pemutus@unit.example": 0, "auditor@unit.example": 0,
		"admin@unit.example": 0, "pelatih@latih.example": 0,
	}
}

// TestPages looks at every page of every role in both languages: accessible, whole on the smallest screen, in words.
func TestPages(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	for email, topics := range walks() {
		for _, lang := range []string{"id", "en"} {
			t.Run(lang+" "+email, func(t *testing.T) {
				t.Parallel()
				p, start := d.visitor(t, "a stranger"), "/"
				if email != "" {
					p, start = d.member(t, email), "/akun"
				}
				p.lang = lang
				c := crawl{p: p, most: 1, topics: topics, member: email != ""}
				c.run(start, func(page string) {
					p.state(email + " " + page)
					p.fitsLonger()
				})
				if len(c.seen) < 3 {
					t.Errorf("only %d pages were found: %v", len(c.seen), c.seen)
				}
			})
		}
	}
}

// TestPictures takes a picture of every state, wide and on a phone, into the folder that TUNTAS_PICTURES names.
func TestPictures(t *testing.T) {
	if os.Getenv(pictures) == "" {
		t.Skip("no pictures are asked for")
	}
	t.Run("pages", TestPages)
	t.Run("journey", TestJourney)
	t.Run("without script", TestWithoutScript)
	t.Run("faults", TestFaults)
	t.Run("two answers", TestTwoAnswers)
	t.Run("session", TestSessionEnds)
	t.Run("report", TestReport)
}

// faulty is a form that is sent with something wrong in it.
type faulty struct {
	as, path string
	fields   map[string]string
	press    string
}

// TestFaults looks at forms at fault: what was typed is still there, and the summary has the focus and leads to the field.
func TestFaults(t *testing.T) {
	t.Parallel()
	d := startDemo(t)
	for _, lang := range []string{"id", "en"} {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for _, f := range faults() {
				t.Run(f.path, func(t *testing.T) {
					p := d.visitor(t, "a stranger")
					if f.as != "" {
						p = d.member(t, f.as)
					}
					p.lang = lang
					for name, text := range f.fields {
						f.fields[name] = text + " " + lang // an assessment that both languages share is not left as it was
					}
					faultySent(p, f)
				})
			}
		})
	}
}

func faultySent(p *person, f faulty) {
	p.t.Helper()
	path := p.found(f.path)
	p.open(path)
	for name, text := range f.fields {
		p.fill(name, text)
	}
	p.watch.allow(422)
	if strings.Contains(f.press, "data-upload") {
		p.click(f.press)
		p.await(`document.querySelector('.sum')`)
	} else if status := p.press(f.press); status != 422 {
		p.t.Fatalf("%s with something wrong is answered with %d:\n%.800s", path, status, p.text())
	}
	p.watch.allow()
	p.state("fault " + kindOf(path))
	for name, text := range f.fields {
		if got := eval[string](p, `document.querySelector('main [name=`+quote(name)+`]').value`); got != text && !strings.Contains(name, "password") {
			p.t.Errorf("%s: %q was typed, %q stands there", path, text, got)
		}
	}
	if !eval[bool](p, `document.activeElement.classList.contains('sum')`) {
		p.t.Errorf("%s: the summary has not got the focus", path)
	}
	for _, target := range eval[[]string](p, `Array.from(document.querySelectorAll('.sum a')).filter(a => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)`) {
		p.t.Errorf("%s: the summary leads to %s, which is not there", path, target)
	}
	if title := eval[string](p, `document.title`); slices.Contains([]string{"id", "en"}, title) || title == "" {
		p.t.Errorf("%s: title %q", path, title)
	}
}

// found is a path in which the ids of the first assessment and of the first action of its plan are filled in.
func (p *person) found(path string) string {
	p.t.Helper()
	for _, part := range []struct{ mark, list, link string }{{":id", "/penilaian", "/penilaian/"}, {":action", "/rencana", "/rencana/"}} {
		before, after, ok := strings.Cut(path, part.mark)
		if !ok {
			continue
		}
		p.open(before + part.list)
		links := slices.DeleteFunc(p.links("main", part.link), func(l string) bool { return strings.HasSuffix(l, "/mulai") || strings.HasSuffix(l, ".pdf") })
		if len(links) == 0 {
			p.t.Fatalf("%s leads nowhere", p.path())
		}
		path = links[0] + after
	}
	return path
}

func faults() []faulty {
	const garment, furniture = "pemilik@garmen.example", "pemilik@mebel.example"
	return []faulty{
		{path: "/daftar", fields: map[string]string{"legal_name": "PT Salah", "nib": "12", "email": "bukan alamat"}, press: button},
		{path: "/masuk", fields: map[string]string{"email": "siapa@tak.example", "password": "sandi yang salah"}, press: button},
		{as: garment, path: "/orang/undang", fields: map[string]string{"email": "bukan alamat"}, press: button},
		{as: garment, path: "/profil/identitas", fields: map[string]string{"nib": "tiga belas"}, press: button},
		{as: garment, path: "/profil/lokasi", fields: map[string]string{"sites.0.workers": "banyak"}, press: "main form .acts .btn"},
		{as: garment, path: "/profil/pekerja", fields: map[string]string{"workforce.permanent.women": "banyak"}, press: button},
		{as: garment, path: "/akun", fields: map[string]string{"password": "pendek"}, press: `form[action$="/akun/sandi"] .btn`},
		{as: garment, path: "/penilaian/mulai", fields: map[string]string{"period": "tahun ini"}, press: button},
		{as: furniture, path: ":id/bagi", fields: map[string]string{"email": "bukan alamat", "due": "nanti"}, press: button},
		{as: furniture, path: ":id/tarik", fields: nil, press: "main form .btn"},
		{as: furniture, path: ":id/bukti/workforce_table", fields: map[string]string{"date": "kemarin"}, press: "form[data-upload] .btn"},
		{as: furniture, path: ":id/excel", fields: nil, press: "form[data-upload] .btn"},
		{as: furniture, path: ":id/bagian/contract/contract_promise", fields: map[string]string{"a.contract_share": "separuh"}, press: "form .save .btn"},
		{as: furniture, path: ":id/percakapan/workforce_table", fields: nil, press: button},
		{as: "pemilik@sawit.example", path: ":id:action", fields: map[string]string{"due": "nanti"}, press: button},
	}
}
