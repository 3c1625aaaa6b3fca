package web_test

import (
	"errors"
	"html/template"
	"regexp"
	"testing"

	"tuntas/app/web"
)

func TestEveryPageParsesAndEscapes(t *testing.T) {
	t.Parallel()
	h := open(t)
	pages := web.PageNames()
	if len(pages) < 40 {
		t.Fatalf("%d pages", len(pages))
	}
	for _, name := range pages {
		for _, lang := range []string{"id", "en"} {
			// Without data a page cannot be finished, but its escaping is worked out before.
			if _, fault := errors.AsType[*template.Error](h.server.Draw(lang, name, nil)); fault {
				t.Errorf("%s in %s: %v", name, lang, h.server.Draw(lang, name, nil))
			}
		}
	}
}

func TestNoTwoTemplatesShareAName(t *testing.T) {
	t.Parallel()
	seen := map[string]string{"main": "every page"}
	for file, text := range web.TemplateSources(t) {
		for _, m := range regexp.MustCompile(`{{define "([^"]+)"}}`).FindAllStringSubmatch(text, -1) {
			if other, twice := seen[m[1]]; twice && m[1] != "main" {
				t.Errorf("%q stands in %s and in %s; one would replace the other", m[1], file, other)
			}
			seen[m[1]] = file
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d templates were found", len(seen))
	}
}
