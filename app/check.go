package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tuntas/questionnaires"
)

// checkCommand validates questionnaires.
type checkCommand struct {
	Files []string `arg:"" name:"FILE" help:"Questionnaire files, library/<id>/v<N>.yaml; siblings count in their entry."`
	JSON  bool     `name:"json" help:"Print one JSON document."`
}

// Help is shown below the usage.
func (*checkCommand) Help() string {
	return "Example:\n  tuntas check questionnaires/library/forced-labour/v1.yaml"
}

// checked is what check --json prints.
type checked struct {
	Files []questionnaires.Report `json:"files"`
}

// Run checks every file and fails when one of them has faults.
func (c *checkCommand) Run(env *environment) error {
	defer env.busy("checking")()
	result := checked{Files: []questionnaires.Report{}}
	var faults []questionnaires.Fault
	for _, name := range mains(c.Files) {
		place, err := locate(name)
		if err != nil {
			return err
		}
		report := questionnaires.Check(os.DirFS(place.root), place.inside)
		report.File = name
		report.Faults = place.outside(report.Faults)
		faults = append(faults, report.Faults...)
		result.Files = append(result.Files, report)
		if !c.JSON {
			if err := env.checkedLine(&report); err != nil {
				return err
			}
		}
	}
	if c.JSON {
		if err := env.printJSON(result); err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return &inputError{faults}
	}
	return nil
}

func (env *environment) checkedLine(r *questionnaires.Report) error {
	n := r.Counts
	if len(r.Faults) > 0 {
		return env.print("%s: %d to mend\n", r.File, len(r.Faults))
	}
	return env.print(`%s: %s@%d is in order
  %d questions in %d sections (%d on the short path), %d conditions, %d consistency rules
  %d findings, %d actions, %d modules, %d references (%d verified), %d worked cases
  languages: %s · sha256 %s
`, r.File, r.ID, r.Version, n.Questions, n.Sections, n.ShortPath, n.Conditions, n.ConsistencyRules,
		n.Findings, n.Actions, n.Modules, n.References, n.ReferencesVerified, n.Cases,
		strings.Join(r.Languages, ", "), r.SHA256)
}

// mains replaces translations and worked cases by the questionnaire they belong to, and names each once.
func mains(names []string) []string {
	var out []string
	for _, name := range names {
		stem := strings.TrimSuffix(filepath.Base(name), ".yaml")
		if first, _, sibling := strings.Cut(stem, "."); sibling {
			main := filepath.Join(filepath.Dir(name), first+".yaml")
			if _, err := os.Stat(main); err == nil {
				name = main
			}
		}
		if !slices.ContainsFunc(out, func(other string) bool { return filepath.Clean(other) == filepath.Clean(name) }) {
			out = append(out, name)
		}
	}
	return out
}

// printJSON writes one canonical JSON document and a line break.
func (env *environment) printJSON(v any) error {
	data, err := questionnaires.CanonicalJSON(v)
	if err != nil {
		return err
	}
	_, err = env.out.Write(append(data, '\n'))
	return err
}
