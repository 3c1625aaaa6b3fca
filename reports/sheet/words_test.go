package sheet_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func messages(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("messages", lang+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := yaml.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func source(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

func TestMessagesAreTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	placeholders := regexp.MustCompile(`\{[A-Za-z]+\}`)
	shape := func(texts map[string]string) map[string]map[string]bool {
		out := map[string]map[string]bool{}
		for key, text := range texts {
			out[key] = map[string]bool{}
			for _, p := range placeholders.FindAllString(text, -1) {
				out[key][p] = true
			}
		}
		return out
	}
	if diff := cmp.Diff(shape(messages(t, "id")), shape(messages(t, "en"))); diff != "" {
		t.Error(diff)
	}
}

func TestEveryMessageIsUsedAndEveryUsedOneExists(t *testing.T) {
	t.Parallel()
	texts, code := messages(t, "id"), source(t)
	for _, m := range regexp.MustCompile(`say\("([a-z_.0-9]+)"[,)]`).FindAllStringSubmatch(code, -1) {
		if _, ok := texts[m[1]]; !ok {
			t.Errorf("the code says %s, which no language has", m[1])
		}
	}
	var stems []string
	for _, m := range regexp.MustCompile(`"([a-z_.]+\.)" ?\+|fact\(p, [^"]*"([a-z.]+)"`).FindAllStringSubmatch(code, -1) {
		stems = append(stems, m[1]+m[2])
	}
	for key := range texts {
		used := strings.Contains(code, `"`+key+`"`)
		for _, stem := range stems {
			used = used || strings.HasPrefix(key, stem)
		}
		if !used {
			t.Errorf("nobody says %s", key)
		}
	}
}
