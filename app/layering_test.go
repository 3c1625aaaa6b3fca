package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "tuntas"

// layers is every package of the module and which of our packages it may import. A package that is not in it fails the
// test: first decide where it belongs.
func layers() map[string][]string {
	core := []string{"questionnaires/rules", "questionnaires", "questionnaires/scoring"}
	domain := []string{"app/account", "app/audit", "app/assessment", "app/training", "app/problem", "app/store"}
	prints := []string{"reports", "reports/pdf", "reports/sheet"}
	web := slices.Concat(core, domain, prints)
	return map[string][]string{
		"questionnaires/rules":   {},
		"questionnaires":         {"questionnaires/rules"},
		"questionnaires/scoring": {"questionnaires", "questionnaires/rules"},
		"reports":                core,
		"reports/pdf":            {"reports"},
		"reports/sheet":          slices.Concat(core, []string{"reports"}),
		"app/problem":            {},
		"app/store":              {"app/problem"},
		"app/store/sqlite":       {"app/store", "app/problem"},
		"app/store/mongodb":      {"app/store", "app/problem"},
		"app/store/storetest":    {"app/store", "app/problem"},
		"app/account":            {"app/audit", "app/problem", "app/store"},
		"app/audit":              {"app/problem", "app/store"},
		"app/assessment":         slices.Concat(core, []string{"app/account", "app/audit", "app/problem", "app/store"}),
		"app/training":           slices.Concat(core, []string{"app/account", "app/assessment", "app/audit", "app/problem", "app/store"}),
		"app/web":                web,
		"app/web/browser":        {},
		"app":                    slices.Concat(web, []string{"app/web", "app/store/sqlite", "app/store/mongodb"}),
	}
}

// listed is what go list says of one package.
type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	GoFiles    []string
	TestFiles  []string `json:"TestGoFiles"`
	XTestFiles []string `json:"XTestGoFiles"`
}

func packages(t *testing.T) []listed {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-json", module+"/...")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var all []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestPackagesImportOnlyWhatTheirLayerMay(t *testing.T) {
	t.Parallel()
	allowed := layers()
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module+"/")
		may, known := allowed[name]
		if !known {
			t.Errorf("%s is in no layer; put it into the table or elsewhere", name)
			continue
		}
		for _, i := range p.Imports {
			ours, isOurs := strings.CutPrefix(i, module+"/")
			if isOurs && !slices.Contains(may, ours) {
				t.Errorf("%s imports %s, which its layer may not", name, ours)
			}
		}
	}
}

func TestLayersPointOneWay(t *testing.T) {
	t.Parallel()
	rank := map[string]int{"questionnaires": 0, "reports": 1, "app": 2}
	for name, may := range layers() {
		from, _, _ := strings.Cut(name, "/")
		for _, other := range may {
			to, _, _ := strings.Cut(other, "/")
			if rank[to] > rank[from] {
				t.Errorf("the table lets %s import %s, against the arrow", name, other)
			}
			if slices.Contains(layers()[other], name) {
				t.Errorf("the table lets %s and %s import each other", name, other)
			}
		}
	}
}

func TestNoPackageHasANameThatSaysNothing(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		for _, refused := range []string{"util", "utils", "common", "helpers", "models", "services", "internal"} {
			if path.Base(p.ImportPath) == refused {
				t.Errorf("%s: name the package after what it holds", p.ImportPath)
			}
		}
	}
}

func TestNoFileIsLongerThanFiveHundredLines(t *testing.T) {
	t.Parallel()
	const most = 500
	for _, p := range packages(t) {
		for _, name := range slices.Concat(p.GoFiles, p.TestFiles, p.XTestFiles) {
			content, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if lines := bytes.Count(content, []byte("\n")); lines > most {
				t.Errorf("%s/%s has %d lines, more than %d", p.ImportPath, name, lines, most)
			}
		}
	}
}
