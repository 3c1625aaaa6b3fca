package problem_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/problem"
)

func TestKindIsFoundThroughWraps(t *testing.T) {
	t.Parallel()
	conflict := problem.Wrap(problem.Conflict, "store.conflict", errors.New("cause"))
	for name, test := range map[string]struct {
		err  error
		want problem.Kind
	}{
		"none":             {nil, problem.Internal},
		"an error of none": {errors.New("x"), problem.Internal},
		"itself":           {conflict, problem.Conflict},
		"wrapped":          {fmt.Errorf("a: %w", fmt.Errorf("b: %w", conflict)), problem.Conflict},
		"joined":           {errors.Join(errors.New("x"), conflict), problem.Conflict},
		"outermost":        {problem.Wrap(problem.Unavailable, "x", conflict), problem.Unavailable},
	} {
		if got := problem.KindOf(test.err); got != test.want {
			t.Errorf("%s: kind %d, want %d", name, got, test.want)
		}
	}
}

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	t.Parallel()
	e := problem.New(problem.TooLarge, "file.too_large").With("limit", 20)
	other := e.With("limit", 30).With("name", "x")
	if diff := cmp.Diff([]map[string]any{{"limit": 20}, {"limit": 30, "name": "x"}}, []map[string]any{e.Args, other.Args}); diff != "" {
		t.Errorf("args differ (-want +got):\n%s", diff)
	}
}

func TestAFormSaysAllItsFaultsAtOnce(t *testing.T) {
	t.Parallel()
	var f problem.Form
	if err := f.Err(); err != nil {
		t.Errorf("a form without faults: %v", err)
	}
	f.Add("nib", "form.digits", "count", 13)
	f.Add("name", "form.required")
	err := f.Err()
	e, ok := errors.AsType[*problem.Error](err)
	if !ok || e.Kind != problem.Invalid || !f.Has("nib") || f.Has("email") {
		t.Fatalf("error %v", err)
	}
	want := []problem.Field{{Name: "nib", Key: "form.digits", Args: map[string]any{"count": 13}}, {Name: "name", Key: "form.required"}}
	if diff := cmp.Diff(want, e.Fields); diff != "" {
		t.Errorf("fields differ (-want +got):\n%s", diff)
	}
	if got, want := err.Error(), "form.invalid: nib form.digits, name form.required"; got != want {
		t.Errorf("text %q, want %q", got, want)
	}
}

func TestTheCauseIsInTheLogAndCanBeFound(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := problem.Wrap(problem.Unavailable, "store.unavailable", cause)
	if !errors.Is(err, cause) || err.Error() != "store.unavailable: disk full" {
		t.Errorf("error %q", err)
	}
}
