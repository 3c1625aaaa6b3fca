package reports_test

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	yaml "go.yaml.in/yaml/v3"

	"tuntas/reports"
)

// messages reads one language's messages: key → all of its forms, in the order of the file.
func messages(t *testing.T, lang string) (keys []string, forms map[string]map[string]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("messages", lang+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var file yaml.Node
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	forms = map[string]map[string]string{}
	content := file.Content[0].Content
	for i := 0; i+1 < len(content); i += 2 {
		key, value := content[i].Value, content[i+1]
		keys = append(keys, key)
		forms[key] = map[string]string{}
		if value.Kind == yaml.ScalarNode {
			forms[key]["other"] = value.Value
			continue
		}
		if err := value.Decode(forms[key]); err != nil {
			t.Fatal(err)
		}
	}
	return keys, forms
}

// placeholders lists what stands in braces in any form of a message.
func placeholders(forms map[string]string) []string {
	var out []string
	for _, text := range forms {
		out = append(out, regexp.MustCompile(`\{\{[^}]*\}\}`).FindAllString(text, -1)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func TestMessagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	t.Parallel()
	idKeys, id := messages(t, "id")
	enKeys, en := messages(t, "en")
	if !slices.IsSorted(idKeys) {
		t.Error("messages/id.yaml is not sorted by key")
	}
	if diff := gocmp.Diff(idKeys, enKeys); diff != "" {
		t.Errorf("keys differ (-id +en):\n%s", diff)
	}
	for _, key := range idKeys {
		if diff := gocmp.Diff(placeholders(id[key]), placeholders(en[key])); diff != "" {
			t.Errorf("placeholders of %s differ (-id +en):\n%s", key, diff)
		}
		for form, text := range id[key] {
			if text == "" || en[key]["other"] == "" {
				t.Errorf("%s has no text in form %s", key, form)
			}
		}
		if strings.Contains(id[key]["other"], "{{.Count}}") && en[key]["one"] == "" {
			t.Errorf("%s counts, but has no singular in English", key)
		}
	}
}

func TestMessagesAreUsedAndPresent(t *testing.T) {
	t.Parallel()
	keys, _ := messages(t, "id")
	literals := map[string]bool{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"([a-z_]+(?:\.[a-z0-9_]+)*\.?)"`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			literals[m[1]] = true
		}
	}
	known := map[string]bool{}
	for _, key := range keys {
		known[key] = true
		if !literals[key] && !usedByPrefix(literals, key) {
			t.Errorf("message %s is never used", key)
		}
	}
	for literal := range maps.Keys(literals) {
		isKey := regexp.MustCompile(`^[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+$`).MatchString(literal)
		if isKey && !known[literal] {
			t.Errorf("message %s is used but not written", literal)
		}
	}
}

// usedByPrefix reports whether a key is put together from a literal that ends in a dot.
func usedByPrefix(literals map[string]bool, key string) bool {
	at := strings.LastIndex(key, ".")
	return literals[key[:at+1]]
}

// codes are all codes that the result document may have, by the prefix of their messages.
func codes() map[string][]string {
	return map[string][]string{
		"colour.":          {"green", "yellow", "red", "none"},
		"indicator.state.": {"not_assessed", "no_sign", "warning", "indicated", "corroborated"},
		"answer.state.":    {"answered", "not_known", "unanswered", "claimed", "not_applicable", "in_progress"},
		"answer.review.":   {"accepted", "beside", "contradicts"},
		"tier.":            {"critical", "severe", "major", "minor"},
		"finding.tally.":   {"critical", "severe", "major", "minor"},
		"flag.state.":      {"open", "undetermined", "closed", "void"},
		"path.effort.":     {"1", "2", "3"},
		"month.":           {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"},
		"signal.": {
			"site_finding", "admission", "grievance_substantiated", "grievance_pending", "survey", "outside_report", "document_inconsistency", "missing_control",
		},
	}
}

func TestEveryCodeHasAMessage(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"id", "en"} {
		_, forms := messages(t, lang)
		for _, prefix := range slices.SortedFunc(maps.Keys(codes()), cmp.Compare) {
			for _, code := range codes()[prefix] {
				if forms[prefix+code]["other"] == "" {
					t.Errorf("%s has no message %s%s", lang, prefix, code)
				}
			}
		}
	}
}

func TestADayIsWrittenOutInBothLanguages(t *testing.T) {
	t.Parallel()
	cases := []struct{ lang, day, want string }{
		{"id", "2026-12-04", "4 Desember 2026"}, {"en", "2026-12-04", "4 December 2026"}, {"id", "soon", "soon"},
	}
	for _, c := range cases {
		if got, err := reports.Day(c.lang, c.day); err != nil || got != c.want {
			t.Errorf("%s in %s is %q (%v), want %q", c.day, c.lang, got, err, c.want)
		}
	}
	if _, err := reports.Day("fr", "2026-12-04"); err == nil {
		t.Error("a language without messages gives no error")
	}
}
