package account_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	yaml "go.yaml.in/yaml/v3"
)

// said are the keys of messages in the sources of the package. Verbs of the log stand in calls of act or as Verb.
func said(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	verbs := regexp.MustCompile(`Verb: +"account\.[a-z_.]+"|act\(by, "account\.[a-z_.]+"|"account\.(?:enable|disable)"`)
	var keys []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rest := verbs.ReplaceAllString(string(source), "")
		for _, found := range regexp.MustCompile(`"(account\.[a-z_.]+)"`).FindAllStringSubmatch(rest, -1) {
			keys = append(keys, found[1])
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

func texts(t *testing.T, language string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "web", "messages", language, "account-errors.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := yaml.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryKeyHasItsTextInBothLanguages(t *testing.T) {
	t.Parallel()
	keys := said(t)
	for _, language := range []string{"id", "en"} {
		var have []string
		for key, text := range texts(t, language) {
			have = append(have, key)
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s: %s is empty", language, key)
			}
		}
		slices.Sort(have)
		if diff := cmp.Diff(keys, have); diff != "" {
			t.Errorf("%s: said (-) and written (+) differ: %s", language, diff)
		}
	}
}

func TestTextsHaveTheSamePlaceholders(t *testing.T) {
	t.Parallel()
	placeholder := regexp.MustCompile(`\{\{\.\w+\}\}`)
	english := texts(t, "en")
	for key, text := range texts(t, "id") {
		want, got := placeholder.FindAllString(text, -1), placeholder.FindAllString(english[key], -1)
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(want, got) {
			t.Errorf("%s: %v and %v", key, want, got)
		}
	}
}
