package web_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
)

// crawl follows every link of ours from a page and returns what each address answered. What would sign out or change
// something is a form and is not followed.
func (v *visitor) crawl(from string) map[string]answer {
	v.h.t.Helper()
	link := regexp.MustCompile(`(?:href|action)="(/(?:id|en)/[^"#]*)`)
	out, queue := map[string]answer{}, []string{from}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, done := out[path]; done || len(out) > 700 {
			continue
		}
		got := v.get(path)
		out[path] = got
		if to := got.leads(); strings.HasPrefix(to, "/id/") {
			queue = append(queue, strings.Split(to, "#")[0])
		}
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(got.body, -1) {
			if next := unescape(m[1]); strings.HasPrefix(next, "/id/") && !strings.Contains(next, "pakai=") {
				queue = append(queue, next)
			}
		}
	}
	return out
}

// readable is the text of an answer, whatever file it is.
func readable(t *testing.T, got answer) string {
	t.Helper()
	switch kind := got.header.Get("Content-Type"); {
	case strings.HasPrefix(kind, "application/pdf") && strings.HasPrefix(got.body, "%PDF-1.3"):
		return pdfText(t, got.body)
	case strings.Contains(kind, "spreadsheetml"):
		var all []string
		for _, text := range unzip(t, got.body) {
			all = append(all, text)
		}
		return strings.Join(all, "\n")
	default:
		return got.body
	}
}

func pdfText(t *testing.T, body string) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if strings.Contains(os.Getenv("TUNTAS_REQUIRE"), "pdf") {
			t.Fatal("pdftotext is missing")
		}
		return body
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), tool, "-q", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// six companies with a mark in every text that a person can type; nobody may read another's mark anywhere.
func TestNobodyReadsAnotherCompanysMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := t.Context()
	const companies = 6
	visitors, marks := make([]*visitor, companies), make([]string, companies)
	for i := range companies {
		marks[i] = fmt.Sprintf("KENARI%dX", i)
		organisation, err := h.accounts.CreateOrganisation(ctx, account.Organisation{Kind: account.Company, Name: "PT " + marks[i], Profile: account.Profile{
			LegalName: "PT " + marks[i], NIB: fmt.Sprintf("912000%07d", 11+i), KBLIVersion: 2020, KBLI: []string{"01262"},
			Sites: []account.Site{{Name: "Kebun " + marks[i], Regency: "6106", Workers: 10}},
		}})
		h.must(err)
		person := account.SeedPerson{
			Name: "Orang " + marks[i], Email: fmt.Sprintf("orang%d@contoh.test", i), Language: "id", Position: "Kepala " + marks[i],
			Password: password, Secret: secret, Organisation: organisation, Role: account.Owner,
		}
		_, err = h.accounts.Seed(ctx, person)
		h.must(err)
		visitors[i] = h.signedIn(person)
		visitors[i].mark(marks[i], strings.ToLower(marks[i])+"@contoh.test")
	}
	for i, v := range visitors {
		wantsOnlyMark(t, v.crawl("/id/penilaian"), marks, i)
	}
	for k, mark := range marks {
		if strings.Contains(h.logs.String(), mark) {
			t.Errorf("the log of the program holds the mark %d", k)
		}
	}
}

// wantsOnlyMark checks that what somebody can read holds the own mark often and no other.
func wantsOnlyMark(t *testing.T, pages map[string]answer, marks []string, own int) {
	t.Helper()
	held, files := 0, 0
	for path, got := range pages {
		if got.status >= http.StatusInternalServerError {
			t.Errorf("%s: status %d", path, got.status)
		}
		text := readable(t, got)
		if strings.Contains(text, marks[own]) {
			held++
		}
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			files++
		}
		for i, mark := range marks {
			if i != own && strings.Contains(text, mark) {
				t.Errorf("%s reads %s at %s", marks[own], mark, path)
			}
		}
	}
	if held < 60 || files < 8 || len(pages) < 100 {
		t.Errorf("%d pages with %d files were crawled and %d of them hold the own mark: too few to show anything", len(pages), files, held)
	}
}

// mark puts a mark into every text of a company.
func (v *visitor) mark(mark, email string) {
	v.h.t.Helper()
	ctx, by := v.h.t.Context(), v.actor()
	sent := v.submitted("2025", mark)
	draft := v.begin("2026", 60, mark)
	_, err := v.h.desk.AddEvidence(ctx, by, draft, assessment.Upload{
		Question: "fee_rule", Name: mark + ".pdf", Content: strings.NewReader(smallPDF), Size: int64(len(smallPDF)), Kind: "other",
	})
	v.h.must(err)
	v.h.must(v.h.desk.Comment(ctx, by, draft, "fee_rule", "Percakapan "+mark))
	v.h.must(v.h.desk.Share(ctx, by, draft, "voice", email, ""))
	plan, revision, err := v.h.desk.Plan(ctx, by, sent)
	v.h.must(err)
	v.h.must(v.h.desk.EditPlan(ctx, by, sent, assessment.PlanEdit{
		Action: plan.Actions[0].ID, Seen: revision, Owner: "Peran " + mark, Status: assessment.Underway, Note: "Catatan " + mark,
	}))
}

// Payloads in every text that a person can type come out as text, on every page.
func TestMarkupInAnyFieldComesOutAsText(t *testing.T) {
	t.Parallel()
	h := open(t)
	owner := h.as("owner")
	payloads := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</textarea><svg onload=alert(1)>`,
		`javascript:alert(1)`, `{{.Reader.Email}}`, `<!--`, `]]></style><b>`, `%3Cscript%3E`, "\u2028<script>",
	}
	owner.mark(strings.Join(payloads, " "), "umpan@contoh.test")
	raw := regexp.MustCompile(`<script>alert|<img src=x|<svg onload|onmouseover='|</textarea><svg|href="javascript:|sari@wana\.test[^"]*</label>|<!--|\]\]></style><b>`)
	pages := owner.crawl("/id/penilaian")
	shown := 0
	for path, got := range pages {
		if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
			continue
		}
		if m := raw.FindString(got.body); m != "" {
			t.Errorf("%s: %q stands on the page as markup", path, m)
		}
		if strings.Contains(got.body, "&lt;script&gt;alert(1)&lt;/script&gt;") {
			shown++
		}
		if strings.Contains(got.header.Get("Content-Security-Policy"), "unsafe-inline") {
			t.Errorf("%s: the policy allows inline code", path)
		}
	}
	if shown < 30 {
		t.Errorf("the payloads are shown on %d pages of %d: too few to show anything", shown, len(pages))
	}
}
