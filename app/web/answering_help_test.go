package web_test

import (
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// forcedLabour is loaded once: it takes a tenth of a second.
var forcedLabour = sync.OnceValues(func() (*questionnaires.Definition, error) { return questionnaires.Open("forced-labour@1") })

func definition(t testing.TB) *questionnaires.Definition {
	t.Helper()
	def, err := forcedLabour()
	if err != nil {
		t.Fatal(err)
	}
	return def
}

// actor is who is signed in at a browser.
func (v *visitor) actor() account.Actor {
	v.h.t.Helper()
	a, err := v.h.accounts.Authenticate(v.h.t.Context(), v.cookies["__Host-tuntas"])
	v.h.must(err)
	return a
}

// view is an assessment as the person at a browser sees it.
func (v *visitor) view(id assessment.ID) *assessment.View {
	v.h.t.Helper()
	view, err := v.h.desk.View(v.h.t.Context(), v.actor(), id)
	v.h.must(err)
	return view
}

// begin starts an assessment and fills it with the palm estate's first answers; comment stands beside each of them.
func (v *visitor) begin(period string, most int, comment string) assessment.ID {
	v.h.t.Helper()
	by := v.actor()
	id, err := v.h.desk.Start(v.h.t.Context(), by, "forced-labour@1", period, false)
	v.h.must(err)
	inputs := palmEstate(v.h.t, comment)
	_, _, err = v.h.desk.Save(v.h.t.Context(), by, id, inputs[:min(most, len(inputs))])
	v.h.must(err)
	return id
}

// complete answers what is missing with "not known yet".
func (v *visitor) complete(id assessment.ID, who string) {
	v.h.t.Helper()
	for range 8 {
		view := v.view(id)
		var more []assessment.Input
		for _, m := range view.Missing() {
			more = append(more, assessment.Input{
				Question: m.Question, Choice: assessment.NotKnown, Who: who, By: "2027-01-15", Language: "en",
				Revision: view.Assessment.Answers[m.Question].Revision,
			})
		}
		if len(more) == 0 {
			return
		}
		_, _, err := v.h.desk.Save(v.h.t.Context(), v.actor(), id, more)
		v.h.must(err)
	}
	v.h.t.Fatal("the assessment does not become complete")
}

// submitted is an assessment that was filled in and submitted through the domain.
func (v *visitor) submitted(period, comment string) assessment.ID {
	v.h.t.Helper()
	id := v.begin(period, 1000, comment)
	v.complete(id, comment)
	_, err := v.h.desk.Submit(v.h.t.Context(), v.actor(), id, assessment.Declaration{
		Name: "Sari " + comment, Position: "Kepala " + comment, Agreed: true, Seen: v.view(id).Revision,
	})
	v.h.must(err)
	return id
}

func palmEstate(t testing.TB, comment string) []assessment.Input {
	t.Helper()
	def := definition(t)
	const file = "forced-labour/examples/palm-estate.yaml"
	data, err := fs.ReadFile(questionnaires.Library(), file)
	if err != nil {
		t.Fatal(err)
	}
	answers, faults := questionnaires.DecodeAnswers(file, data, def)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	var out []assessment.Input
	for i := range def.Questions {
		if a, ok := answers.Answers[def.Questions[i].ID]; ok {
			out = append(out, inputOf(&def.Questions[i], &a, comment))
		}
	}
	return out
}

func inputOf(q *questionnaires.Question, a *questionnaires.Answer, comment string) assessment.Input {
	in := assessment.Input{Question: q.ID, Language: "en", Comment: comment, SelfDisclosed: a.SelfDisclosed}
	switch a.State {
	case questionnaires.NotKnown:
		in.Choice, in.Who, in.By = assessment.NotKnown, "Bayu "+comment, "2027-01-15"
	case questionnaires.InProgress:
		in.Choice = assessment.InProgress
	case questionnaires.Claimed, questionnaires.NotApplicable:
		in.Choice, in.Reason = assessment.NotApplicable, "Tidak ada "+comment
	default:
		in.Choice, in.Codes, in.Text = assessment.Value, a.Value.Codes, a.Value.Text
		if q.Kind == rules.Number {
			in.Text = questionnaires.FormatDecimal(a.Value.Number)
		}
		for row, columns := range a.Value.Cells {
			for column, n := range columns {
				if in.Cells == nil {
					in.Cells = map[string]map[string]string{}
				}
				if in.Cells[row] == nil {
					in.Cells[row] = map[string]string{}
				}
				in.Cells[row][column] = questionnaires.FormatDecimal(n)
			}
		}
	}
	return in
}

// topic is the form of a topic page with every field as a browser would send it untouched.
func (v *visitor) topic(path string) url.Values {
	v.h.t.Helper()
	return v.get(path).wants(v.h.t, http.StatusOK).form(v.h.t, path)
}

// form is what a browser would send of the form that goes to action when nothing on it was touched.
func (a answer) form(t testing.TB, action string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(a.body))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Form && attribute(n, "action") == action && attribute(n, "method") == "post" {
			for field := range n.Descendants() {
				take(out, field)
			}
			return out
		}
	}
	t.Fatalf("no form to %s on a page with status %d: %s", action, a.status, a.text())
	return nil
}

// take adds what a browser sends of one field.
func take(out url.Values, n *html.Node) {
	name, value := attribute(n, "name"), attribute(n, "value")
	switch n.DataAtom {
	case atom.Input:
		kind := attribute(n, "type")
		if name == "" || kind == "file" || (kind == "radio" || kind == "checkbox") && !has(n, "checked") {
			return
		}
	case atom.Textarea:
		if n.FirstChild != nil {
			value = n.FirstChild.Data
		}
		value = strings.ReplaceAll(value, "\n", "\r\n")
	case atom.Option:
		if !has(n, "selected") || n.Parent == nil {
			return
		}
		name = attribute(n.Parent, "name")
	default:
		return
	}
	out.Add(name, value)
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// neutral is a page without what differs at each request: reference codes, tokens and the address that was asked.
func neutral(body string) string {
	for _, pattern := range []string{`name="_csrf" value="[^"]*"`, `/[A-Z2-7]{26}`, `\b[A-Z2-7]{8}\b`} {
		body = regexp.MustCompile(pattern).ReplaceAllString(body, "")
	}
	return body
}

// smallPDF is a document with one empty page.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n" +
	"0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n165\n%%EOF\n"

// signedIn is a browser in which a seeded person is signed in through the pages.
func (h *house) signedIn(p account.SeedPerson) *visitor {
	h.t.Helper()
	v := h.visitor()
	got := v.submit("/id/masuk", "/id/masuk", url.Values{"email": {p.Email}, "password": {p.Password}})
	h.clock.move(31 * time.Second)
	got = v.submitTo(got, "/id/masuk/kode", url.Values{"code": {h.code(p.Secret)}})
	if got.status != http.StatusSeeOther {
		h.t.Fatalf("sign-in: status %d: %s", got.status, got.text())
	}
	return v
}
