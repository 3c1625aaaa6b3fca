package assessment_test

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

// said are the keys of messages in the sources of the package; verbs of the log are none.
func said(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	verbs := regexp.MustCompile(`act\(by, "[a-z_.]+"|act\(s\.by, "[a-z_.]+"|d\.set\(ctx, by, r, "[a-z_.]+"|e\.Verb == "[a-z_.]+"`)
	keys := []string{"assessment.declaration.name", "assessment.declaration.position"}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rest := verbs.ReplaceAllString(string(source), "")
		for _, found := range regexp.MustCompile(`"(assessment\.[a-z_.]+[a-z_])"`).FindAllStringSubmatch(rest, -1) {
			keys = append(keys, found[1])
		}
		for _, found := range regexp.MustCompile(`fileFault\("([a-z_]+)"`).FindAllStringSubmatch(rest, -1) {
			keys = append(keys, "assessment.file."+found[1])
		}
	}
	keys = append(keys, "assessment.file.broken")
	slices.Sort(keys)
	return slices.Compact(keys)
}

func messages(t *testing.T, lang string) map[string]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "web", "messages", lang, "assessment-errors.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	if err := yaml.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestEveryFaultHasItsWords(t *testing.T) {
	t.Parallel()
	places := regexp.MustCompile(`{{\.[a-z]+}}`)
	id, en := messages(t, "id"), messages(t, "en")
	for lang, texts := range map[string]map[string]string{"id": id, "en": en} {
		keys := make([]string, 0, len(texts))
		for key := range texts {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		if diff := cmp.Diff(said(t), keys); diff != "" {
			t.Errorf("%s: keys differ (-sources +file):\n%s", lang, diff)
		}
	}
	for key, text := range id {
		a, b := places.FindAllString(text, -1), places.FindAllString(en[key], -1)
		slices.Sort(a)
		slices.Sort(b)
		if text == "" || en[key] == "" || !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q", key, text, en[key])
		}
	}
}
