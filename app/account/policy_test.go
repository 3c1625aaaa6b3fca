package account_test

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/problem"
)

var update = flag.Bool("update", false, "rewrite golden files")

// declared are the values of the package's constants of a type.
func declared(t *testing.T, typeName string) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 {
				return true
			}
			kind, named := spec.Type.(*ast.Ident)
			value, literal := spec.Values[0].(*ast.BasicLit)
			if named && literal && kind.Name == typeName {
				text, err := strconv.Unquote(value.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
			return true
		})
	}
	slices.Sort(values)
	return values
}

func states() []string {
	return []string{
		"", "draft", "submitted", "in_review", "clarification", "returned", "decided", "expired", "withdrawn", "appealed", "other",
	}
}

func TestEveryActionHasARule(t *testing.T) {
	t.Parallel()
	var ruled []string
	for _, r := range account.Policy() {
		ruled = append(ruled, string(r.Action))
		for _, role := range slices.Concat(r.Roles, r.Shared) {
			if !slices.Contains(account.Roles(), role) || r.Kind != "" && !slices.Contains(account.RolesOf(r.Kind), role) {
				t.Errorf("%s names %s, which nobody in a %s has", r.Action, role, r.Kind)
			}
		}
		for _, s := range r.States {
			if !slices.Contains(states(), s) {
				t.Errorf("%s names the state %s, which there is not", r.Action, s)
			}
		}
	}
	slices.Sort(ruled)
	if diff := cmp.Diff(declared(t, "Action"), slices.Compact(ruled)); diff != "" {
		t.Error(diff)
	}
	var roles []string
	for _, r := range account.Roles() {
		roles = append(roles, string(r))
	}
	slices.Sort(roles)
	if diff := cmp.Diff(declared(t, "Role"), roles); diff != "" {
		t.Error(diff)
	}
}

func TestThePolicyIsTheOneThatWasAgreed(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i, row := range account.PolicyTable() {
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		if i == 0 {
			b.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	golden := filepath.Join("testdata", "policy.md")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Error(diff)
	}
}

// reviewed is the golden table: its cells by action, in the order of Roles, the states last.
func reviewed(t *testing.T) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "policy.md"))
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		parts := strings.Split(strings.Trim(line, "|\n"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		cells[parts[0]] = parts[1:]
	}
	return cells
}

// wantAllowed is what the reviewed cell says about an actor whose role is or is not one of its organisation's.
func wantAllowed(cell, in, state string, own bool) problem.Kind {
	switch {
	case cell == "" || !own:
		return problem.Forbidden
	case in != "" && !slices.Contains(strings.Fields(in), state):
		return problem.Conflict
	}
	return problem.Internal // of no error
}

// TestAllowFollowsTheTable compares every action × role × kind × state with the golden table, which people reviewed.
func TestAllowFollowsTheTable(t *testing.T) {
	t.Parallel()
	cells := reviewed(t)
	for _, action := range declared(t, "Action") {
		for column, role := range account.Roles() {
			for _, kind := range []account.Kind{account.Company, account.Ministry, account.TrainingProvider, "", "club"} {
				a := account.Actor{Person: "P", Kind: kind, Role: role}
				compare(t, a, account.Action(action), cells[action][column], cells[action][len(account.Roles())])
			}
		}
	}
}

func compare(t *testing.T, a account.Actor, action account.Action, cell, in string) {
	t.Helper()
	own := slices.Contains(account.RolesOf(a.Kind), a.Role)
	for _, state := range states() {
		err := a.Allow(action, state)
		want := wantAllowed(cell, in, state, own)
		if problem.KindOf(err) != want || (err == nil) != (want == problem.Internal) {
			t.Errorf("%s as %s of a %q in %q: %v", action, a.Role, a.Kind, state, err)
		}
	}
	if a.OnlyShared(action) != (own && cell == "shared") || a.May(action) != (own && cell != "") {
		t.Errorf("%s as %s of a %q: only shared %t, may %t", action, a.Role, a.Kind, a.OnlyShared(action), a.May(action))
	}
}

func TestNobodyMayAnything(t *testing.T) {
	t.Parallel()
	for _, action := range append(declared(t, "Action"), "", "platform", "*") {
		for name, a := range map[string]account.Actor{
			"nobody": {}, "a person without a role": {Person: "P", Kind: account.Company},
			"a role without a person":    {Kind: account.Company, Role: account.Owner},
			"an owner of no company":     {Person: "P", Kind: account.Ministry, Role: account.Owner},
			"a role that there is not":   {Person: "P", Kind: account.Company, Role: "root"},
			"administrator of a company": {Person: "P", Kind: account.Company, Role: account.Administrator},
		} {
			if err := a.Allow(account.Action(action), "draft"); problem.KindOf(err) != problem.Forbidden {
				t.Errorf("%s: %s: %v", name, action, err)
			}
		}
	}
	if err := (account.Actor{Person: "P", Kind: account.Company, Role: account.Owner}).Allow("people.everything", ""); err == nil {
		t.Error("an unknown action is allowed")
	}
}

func TestAStateInTheWayIsNamed(t *testing.T) {
	t.Parallel()
	err := account.Actor{Person: "P", Kind: account.Company, Role: account.Owner}.Allow(account.SubmitAssessment, "decided")
	wantProblem(t, err, problem.Conflict, "account.state")
	if e, ok := asProblem(err); !ok || e.Args["state"] != "decided" {
		t.Errorf("%+v", err)
	}
}

func BenchmarkAllow(b *testing.B) {
	a := account.Actor{Person: "P", Kind: account.Company, Role: account.Owner}
	b.ReportAllocs()
	for b.Loop() {
		if err := a.Allow(account.EditPlan, "decided"); err != nil {
			b.Fatal(err)
		}
	}
}
