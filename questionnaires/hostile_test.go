package questionnaires_test

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
)

// limit is what no input may exceed.
const limit = 2 * time.Second

// timed fails when something takes more processor time than any input may. A test that calls it is not parallel: the
// others wait for it.
func timed(t *testing.T, work func()) {
	t.Helper()
	start := spent(t)
	work()
	if took := spent(t) - start; took > limit {
		t.Errorf("took %v", took)
	}
}

func TestABadFileIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name, content string
		want          []string
	}{
		{"an empty file", "", []string{"bad/v1.yaml: the file is empty"}},
		{"comments alone", "# nothing\n", []string{"bad/v1.yaml: the file is empty"}},
		{"a text", "hello", []string{"bad/v1.yaml:1:1: the questionnaire must be written as keys and values"}},
		{"bytes that are not UTF-8", "id: a\ntitle: \xff", []string{"bad/v1.yaml:2:8: this is not UTF-8 text; save the file as UTF-8"}},
		{"UTF-16", "\xff\xfei\x00", []string{"bad/v1.yaml:1:1: this is not UTF-8 text; save the file as UTF-8"}},
		{"a control character", "id: a\ntitle: b\x00", []string{"bad/v1.yaml:2:9: there is a control character here; remove it"}},
		{"more than 1 MiB", strings.Repeat("#", 1<<20+1), []string{"bad/v1.yaml: the file has 1048577 bytes; at most 1048576 (1 MiB) are read"}},
		{"brackets 40 deep", strings.Repeat("[", 40) + strings.Repeat("]", 40), []string{"bad/v1.yaml:1:34: values are nested more than 32 levels deep"}},
		{"brackets 100,000 deep", strings.Repeat("[", 100_000), []string{"bad/v1.yaml:1: this is not well-formed YAML (exceeded max depth of 10000); check indentation, quotes and colons"}},
		{"a key that is a list", "[a]: b", []string{"bad/v1.yaml:1:1: a key must be one word"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			library := fstest.MapFS{"bad/v1.yaml": {Data: []byte(row.content)}}
			if diff := cmp.Diff(row.want, messages(questionnaires.Check(library, "bad/v1.yaml").Faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAFileThatIsNotThereHasASentence(t *testing.T) {
	t.Parallel()
	library := os.DirFS("testdata/library")
	got := append(messages(questionnaires.Check(library, "none/v1.yaml").Faults), messages(questionnaires.Check(library, "small").Faults)...)
	want := []string{"none/v1.yaml: there is no such file", "small: this is a folder; name the file in it"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTooManyQuestionsAndConditionsAreRefused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"501 questions":    "large/v1.yaml:1:1: the questionnaire has 501 questions; at most 500 can be asked",
		"2,001 conditions": "large/v1.yaml:1:1: the questionnaire has 2001 conditions; at most 2000 can be checked",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			library := large(t)
			if strings.HasPrefix(name, "501") {
				spoil(t, library, "large/v1.yaml", "          - id: started\n", "          - {id: extra, text: Apa, help: Ini, why: Itu, who: [H], proof: [D1], type: text, role: sign, references: [L1]}\n          - id: started\n")
			} else {
				spoil(t, library, "large/v1.yaml", "derived:\n", "derived:\n  - {id: extra, text: Apa, is: headcount > 1}\n")
			}
			got := messages(questionnaires.Check(library, "large/v1.yaml").Faults)
			if diff := cmp.Diff([]string{want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// hostileYAML are inputs that cost a naive reader time or memory, each as large as a file may be.
func hostileYAML() map[string]string {
	const size = (1<<20 - 100) / slowdown
	fill := func(head, item string) string { return head + strings.Repeat(item, (size-len(head))/len(item)) }
	numbered := func(head, format string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	return map[string]string{
		"open brackets":          fill("", "["),
		"open braces":            fill("", "{a: "),
		"dashes":                 fill("", "- "),
		"question marks":         fill("", "? "),
		"deep indentation":       fill("", "a:\n "),
		"one long key":           fill("", "a") + ": 1\n",
		"one long text":          fill("title: ", "a"),
		"one long quoted text":   fill(`title: "`, `\n`) + `"`,
		"unknown keys":           numbered("", "k%d: 1\n"),
		"similar keys":           numbered("", "purpos%d: 1\n"),
		"unknown references":     numbered("sections:\n - topics:\n    - questions:\n       - references: [", "L%d, ") + "]\n",
		"one key again":          fill("", "a: 1\n"),
		"options":                numbered("sections:\n - topics:\n    - questions:\n       - type: single\n         options: [", "{code: c%d}, ") + "]\n",
		"rows":                   numbered("sections:\n - topics:\n    - questions:\n       - type: table\n         rows: [", "{code: c%d}, ") + "]\n",
		"questions":              numbered("sections:\n - topics:\n    - questions:\n", "       - {id: q%d, type: text, role: sign}\n"),
		"conditions":             numbered("derived:\n", " - {id: d%d, text: a, is: 1 > 0}\n"),
		"a long condition":       fill("derived:\n - {id: d, text: a, is: 1 ", "+ 1 ") + "> 0}\n",
		"modules that wait":      numbered("modules:\n", " - {id: m%d, after: [m1, m2, m3]}\n"),
		"context codes":          numbered("contexts:\n - kind: kbli\n   rows:\n   - codes: [", "x%d, ") + "]\n",
		"anchors and aliases":    fill("a: &a [1]\nb:\n", " - *a\n"),
		"nested aliases":         "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: &d [*c,*c]\n",
		"tabs":                   fill("", "\t"),
		"new lines":              fill("", "\n"),
		"comments":               fill("", "#\n"),
		"documents":              fill("", "---\n"),
		"block texts":            fill("", "a: |\n b\n"),
		"quotes that stay open":  fill("", "\"a"),
		"colons":                 fill("", ":"),
		"flow pairs":             fill("{", "a,"),
		"factors":                numbered("model:\n  factors:\n", "   - {id: f%d, name: a, weight: 0.1}\n"),
		"bands":                  numbered("model:\n  bands:\n", "   - {code: low, name: a, below: %d}\n"),
		"sections without parts": fill("sections:\n", " - {}\n"),
	}
}

func TestNoQuestionnaireTakesLong(t *testing.T) {
	for name, content := range hostileYAML() {
		t.Run(name, func(t *testing.T) {
			library := fstest.MapFS{"bad/v1.yaml": {Data: []byte(content)}}
			timed(t, func() {
				r := questionnaires.Check(library, "bad/v1.yaml")
				if len(r.Faults) == 0 || len(r.Faults) > 1000 {
					t.Errorf("%d faults", len(r.Faults))
				}
			})
		})
	}
}

func TestADeviceIsNotRead(t *testing.T) {
	t.Parallel()
	for _, mode := range []fs.FileMode{fs.ModeNamedPipe, fs.ModeDevice | fs.ModeCharDevice, fs.ModeSocket} {
		fsys := fstest.MapFS{"small/v1.yaml": {Mode: mode, Data: []byte("id: small")}}
		report := questionnaires.Check(fsys, "small/v1.yaml")
		if len(report.Faults) != 1 || report.Faults[0].Message != "this is no ordinary file; name one that holds a questionnaire" {
			t.Errorf("%v: %v", mode, report.Faults)
		}
	}
}
