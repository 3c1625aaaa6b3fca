package reports_test

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tuntas/reports"
)

// facts collects every text of a value that a reader must get to see.
func facts(v reflect.Value, out *[]string) {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			facts(v.Elem(), out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			facts(v.Index(i), out)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if !slices.Contains(unshown(), v.Type().Name()+"."+v.Type().Field(i).Name) {
				facts(v.Field(i), out)
			}
		}
	case reflect.String:
		if s := v.String(); s != "" {
			*out = append(*out, s)
		}
	default:
	}
}

// unshown are texts that are codes, ids, words that only a page layout needs, or that stand in for rows.
func unshown() []string {
	return []string{
		"Table.Empty", "Document.Words", "Document.Lang", "Document.Kind", "Cell.Band", "Cell.Link", "Row.Anchor", "Heading.Anchor", "Span.Link", "Section.ID",
		"Callout.Tone", "Verdict.Band", "Verdict.Colour", "ScaleBand.Code", "IndicatorItem.State", "FindingBlock.Anchor", "FindingBlock.Tier",
	}
}

func allFacts(doc *reports.Document) []string {
	var out []string
	facts(reflect.ValueOf(doc), &out)
	slices.Sort(out)
	return slices.Compact(out)
}

func htmlOf(t *testing.T, doc *reports.Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := reports.WriteHTML(&out, doc); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// shape is what a test wants to know of an HTML page.
type shape struct {
	elements map[string]int
	ids      map[string]int
	links    []string
	attrs    []html.Attribute
	lang     string
	headings []int
	text     strings.Builder
}

func (s *shape) read(n *html.Node) {
	if n.Type == html.TextNode && n.Parent.Data != "style" {
		s.text.WriteString(n.Data)
		s.text.WriteString(" ")
	}
	if n.Type == html.ElementNode {
		s.elements[n.Data]++
		if regexp.MustCompile(`^h[1-6]$`).MatchString(n.Data) {
			s.headings = append(s.headings, int(n.Data[1]-'0'))
		}
		for _, a := range n.Attr {
			s.attribute(n, a)
		}
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		s.read(child)
	}
}

func (s *shape) attribute(n *html.Node, a html.Attribute) {
	s.attrs = append(s.attrs, a)
	switch {
	case a.Key == "id":
		s.ids[a.Val]++
	case a.Key == "href":
		s.links = append(s.links, a.Val)
	case a.Key == "lang" && n.Data == "html":
		s.lang = a.Val
	}
}

func shapeOf(t *testing.T, page string) *shape {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	s := &shape{elements: map[string]int{}, ids: map[string]int{}}
	s.read(root)
	return s
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestTextAndHTMLCarryEveryFact(t *testing.T) {
	t.Parallel()
	for _, name := range examples() {
		def, answers, result := example(t, name)
		doc := compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: "id", Number: "TNT-2026-0417", Verify: "tuntas.example/v/417", Web: "tuntas.example/id/417"})
		text := squeeze(plainText(t, doc))
		s := shapeOf(t, htmlOf(t, doc))
		shown := squeeze(s.text.String())
		for _, fact := range allFacts(doc) {
			if !strings.Contains(text, squeeze(fact)) {
				t.Errorf("%s: the text lacks %q", name, fact)
			}
			if !strings.Contains(shown, squeeze(fact)) {
				t.Errorf("%s: the HTML lacks %q", name, fact)
			}
		}
	}
}

func TestHTMLIsOneSoundFile(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		for _, change := range []func(*reports.Input){nil, controlsOnly, noFindings, manyFindings} {
			s := shapeOf(t, htmlOf(t, smallReport(t, lang, change)))
			if s.lang != lang {
				t.Errorf("lang is %q, want %q", s.lang, lang)
			}
			selfContained(t, s)
			linked(t, s)
			inLevels(t, s)
		}
	}
}

// selfContained fails when a page needs or runs anything besides itself, or lacks a landmark.
func selfContained(t *testing.T, s *shape) {
	t.Helper()
	for _, element := range []string{"script", "link", "img", "iframe", "form"} {
		if s.elements[element] > 0 {
			t.Errorf("there is a <%s>", element)
		}
	}
	for _, element := range []string{"h1", "main", "nav", "header", "footer"} {
		if s.elements[element] != 1 {
			t.Errorf("there are %d <%s>, want 1", s.elements[element], element)
		}
	}
	for _, a := range s.attrs {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
			t.Errorf("there is an attribute %s", a.Key)
		}
	}
}

// linked fails on an id that stands twice and on a link that leads nowhere.
func linked(t *testing.T, s *shape) {
	t.Helper()
	for id, n := range s.ids {
		if n > 1 {
			t.Errorf("the id %s stands %d times", id, n)
		}
	}
	for _, link := range s.links {
		if s.ids[strings.TrimPrefix(link, "#")] != 1 {
			t.Errorf("the link %s leads nowhere", link)
		}
	}
}

// inLevels fails when a heading skips a level.
func inLevels(t *testing.T, s *shape) {
	t.Helper()
	for i := 1; i < len(s.headings); i++ {
		if s.headings[i] > s.headings[i-1]+1 {
			t.Errorf("heading %d of level %d follows level %d", i, s.headings[i], s.headings[i-1])
		}
	}
}

func TestHTMLEscapesNames(t *testing.T) {
	t.Parallel()
	name := `PT <script>alert("1")</script> & 'Co'`
	page := htmlOf(t, smallReport(t, "id", func(in *reports.Input) { in.Answers.Company.Name = name }))
	s := shapeOf(t, page)
	if s.elements["script"] > 0 {
		t.Error("the company's name became an element")
	}
	if !strings.Contains(s.text.String(), name) {
		t.Error("the company's name is not shown as it is")
	}
}

func TestHTMLOfExamplesIsSound(t *testing.T) {
	t.Parallel()
	for _, name := range examples() {
		def, answers, result := example(t, name)
		s := shapeOf(t, htmlOf(t, compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: "en"})))
		selfContained(t, s)
		linked(t, s)
		inLevels(t, s)
	}
}
