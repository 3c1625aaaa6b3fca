package web_test

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

// messages are the texts of a language by key; plural forms are joined.
func messages(t *testing.T, lang string) map[string]string {
	t.Helper()
	files, err := filepath.Glob("messages/" + lang + "/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no messages", err)
	}
	out := map[string]string{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var all map[string]any
		if err := yaml.Unmarshal(raw, &all); err != nil {
			t.Fatal(file, err)
		}
		var keys []string
		for line := range strings.SplitSeq(string(raw), "\n") {
			if key, _, found := strings.Cut(line, ":"); found && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "#") {
				keys = append(keys, key)
			}
		}
		if !slices.IsSorted(keys) {
			t.Errorf("%s is not sorted", file)
		}
		for key, value := range all {
			if _, twice := out[key]; twice {
				t.Errorf("%s: %s stands in two files", file, key)
			}
			out[key] = spoken(value)
		}
	}
	return out
}

func spoken(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		text, _ := v["other"].(string)
		return text
	}
	return ""
}

func placeholders(text string) []string {
	all := regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`).FindAllString(text, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestMessagesAreTheSameInBothLanguages(t *testing.T) {
	t.Parallel()
	id, en := messages(t, "id"), messages(t, "en")
	for key, text := range id {
		other, there := en[key]
		if !there {
			t.Errorf("%s is missing in English", key)
			continue
		}
		if diff := cmp.Diff(placeholders(text), placeholders(other)); diff != "" {
			t.Errorf("%s has other placeholders in English:\n%s", key, diff)
		}
		if text == "" || other == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range en {
		if _, there := id[key]; !there {
			t.Errorf("%s is missing in Indonesian", key)
		}
	}
}

// used are the keys that code and templates name, and the beginnings of those that they put together.
func used(t *testing.T) (keys map[string]bool, beginnings []string) {
	t.Helper()
	keys = map[string]bool{}
	var files []string
	for _, pattern := range []string{"*.go", "templates/*/*.html", "../account/*.go", "../assessment/*.go", "../store/*.go", "../store/*/*.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	literal := regexp.MustCompile(`"([a-z][a-z_0-9]*(?:\.[A-Za-z_0-9]+)*\.?)"`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(raw), -1) {
			keys[m[1]] = true
			if strings.HasSuffix(m[1], ".") && len(m[1]) > 3 || strings.HasSuffix(m[1], "_") && strings.Contains(m[1], ".") {
				beginnings = append(beginnings, m[1])
			}
		}
	}
	return keys, beginnings
}

func TestEveryMessageIsUsed(t *testing.T) {
	t.Parallel()
	keys, beginnings := used(t)
	for key := range messages(t, "id") {
		if keys[key] || strings.HasPrefix(key, "errors.s") || strings.HasPrefix(key, "notice.") {
			continue
		}
		if !slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func TestEveryUsedMessageIsThere(t *testing.T) {
	t.Parallel()
	all := messages(t, "id")
	call := regexp.MustCompile(`(?:\bt|\bplural|r\.t|r\.page|New|Wrap|Add)[ (](?:r, |problem\.\w+, |field(?: ?\+ ?"[.a-z]+")?, |"[a-z_]+", )?"([a-z][a-z_0-9]*(?:\.[a-z_0-9]+)+)"`)
	for _, pattern := range []string{"*.go", "templates/*/*.html", "../account/*.go", "../assessment/*.go", "../store/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(raw), -1) {
				if _, there := all[m[1]]; !there && m[1] != "form.invalid" {
					t.Errorf("%s says %s, which is no message", file, m[1])
				}
			}
		}
	}
}
