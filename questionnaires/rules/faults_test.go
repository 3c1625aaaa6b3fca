package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tuntas/questionnaires/rules"

	"github.com/google/go-cmp/cmp"
)

// faultCase is a condition and all its faults, as line:column: message.
type faultCase struct {
	name, condition string
	want            []string
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(wordFaults, spellingFaults, nameFaults, typeFaults, callFaults, boundFaults) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Derive("flag", `agents_used == "yes"`)
			b.Derive("amount", `housed + 1`)
			b.Condition("it", c.condition)
			p, faults := b.Build()
			if p != nil {
				t.Error("there is a program in spite of the faults")
			}
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Message))
				if f.ID != "it" {
					t.Errorf("the fault is said to be in %q", f.ID)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDrawing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, condition, want string }{
		{"draws the place under the line", `agents_used == "ja"`, "agents_used == \"ja\"\n               ^"},
		{"draws the second line alone", "true or\n\tagents_used == \"ja\"\nor false", " agents_used == \"ja\"\n                ^"},
		{"counts characters, not bytes", `"ż" == agents_used`, "\"ż\" == agents_used\n^"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Condition("it", c.condition)
			_, faults := b.Build()
			if len(faults) != 1 || faults[0].Drawing != c.want {
				t.Errorf("got %+v, want one fault drawn\n%s", faults, c.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	const tooDeep = "the condition is nested deeper than 64 levels: move a part of it into a derived value"
	nested := func(levels int, open, closing string) string {
		return strings.Repeat(open, levels) + "true" + strings.Repeat(closing, levels)
	}
	for _, c := range []struct{ name, condition, want string }{
		{"accepts 2,048 bytes", "true" + strings.Repeat(" ", 2044), ""},
		{"refuses 2,049 bytes", "true" + strings.Repeat(" ", 2045), "the condition has 2049 bytes and may have 2048: move a part of it into a derived value"},
		{"accepts 64 levels of brackets", nested(64, "(", ")"), ""},
		{"refuses 65 levels of brackets", nested(65, "(", ")"), tooDeep},
		{"accepts 64 levels of not", nested(64, "not ", ""), ""},
		{"refuses 65 levels of not", nested(65, "!", ""), tooDeep},
		{"refuses 65 levels of not and brackets", nested(33, "not (", ")"), tooDeep},
		{"accepts a long chain", "true" + strings.Repeat(" or true", 250), ""},
		{"accepts a long sum", "0" + strings.Repeat(" + 1", 400) + " == 400", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			b.Condition("it", c.condition)
			_, faults := b.Build()
			got := ""
			if len(faults) > 0 {
				got = faults[0].Message
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// togetherCase is several expressions and all their faults, as id line:column: message.
type togetherCase struct {
	name  string
	write func(*rules.Builder)
	want  []string
}

// mixedFaults are found in expressions one by one.
var mixedFaults = []togetherCase{
	{"reports all faults in the order of the expressions", func(b *rules.Builder) {
		b.Condition("second", "zzz")
		b.Condition("third", "true")
		b.Measure("fourth", "true")
		b.Show("nobody", "true")
	}, []string{
		`second 1:1: there is no question or derived value "zzz": correct the name or declare it`,
		`fourth 1:1: a number belongs here, and this is true or false: use it with and, or, not`,
		`show:nobody 1:1: the question it shows is not declared: correct its id`,
	}},
	{"does not repeat the fault of a derived value where it is read", func(b *rules.Builder) {
		b.Condition("reader", "broken and zzz")
		b.Derive("broken", "yyy")
	}, []string{
		`reader 1:12: there is no question or derived value "zzz": correct the name or declare it`,
		`broken 1:1: there is no question or derived value "yyy": correct the name or declare it`,
	}},
	{"refuses ids that are taken or cannot be written", func(b *rules.Builder) {
		b.Derive("agents_used", "true")
		b.Derive("not", "true")
		b.Derive("9", "true")
		b.Derive("count", "true")
		b.Condition("x", "true")
		b.Condition("x", "false")
		b.Show("housed", "true")
		b.Show("housed", "true")
	}, []string{
		`x 1:1: this id is already taken by another expression: choose one of its own`,
		`show:housed 1:1: this id is already taken by another expression: choose one of its own`,
		`agents_used 1:1: a question has the same id: choose another for the derived value`,
		`not 1:1: a derived value's id has letters, digits and underscores, begins with a letter, and is no word of the condition language: choose another`,
		`9 1:1: a derived value's id has letters, digits and underscores, begins with a letter, and is no word of the condition language: choose another`,
		`count 1:1: a derived value's id has letters, digits and underscores, begins with a letter, and is no word of the condition language: choose another`,
	}},
}

// ringFaults are found in what expressions read of each other.
var ringFaults = []togetherCase{
	{"refuses a derived value that reads itself", func(b *rules.Builder) { b.Derive("a", "true and a") }, []string{
		"a 1:10: this needs its own result: a reads a; take one of these readings out",
	}},
	{"refuses derived values that read each other", func(b *rules.Builder) {
		b.Derive("a", "true and b")
		b.Derive("b", "c or true")
		b.Derive("c", "not a")
	}, []string{"a 1:10: this needs its own result: a reads b reads c reads a; take one of these readings out"}},
	{"refuses a question shown by its own answer", func(b *rules.Builder) {
		b.Show("agents_used", `agents_used == "yes"`)
	}, []string{`show:agents_used 1:13: this needs its own result: show:agents_used reads show:agents_used; take one of these readings out`}},
	{"refuses a ring through questions, derived values and findings", func(b *rules.Builder) {
		b.Show("agents_used", `housed > 0 or found`)
		b.Derive("found", `module_finding("m1")`)
		b.Finding("f", `level(agent_rule) == 0`, "m1", false)
		b.Show("agent_rule", `agents_used == "yes"`)
	}, []string{
		`show:agents_used 1:15: this needs its own result: show:agents_used reads found reads finding:f reads show:agent_rule reads show:agents_used; take one of these readings out`,
	}},
	{"wants a condition to be true or false", func(b *rules.Builder) {
		b.Condition("c", "housed * 2")
		b.Show("housed", "fee_months")
		b.Finding("f", "1", "", false)
	}, []string{
		"c 1:8: a number alone is neither true nor false: compare it, for example with > 0",
		"show:housed 1:1: fee_months is a number, not true or false: write for example fee_months > 0",
		"finding:f 1:1: a number alone is neither true nor false: compare it, for example with > 0",
	}},
}

func TestFaultsOfSeveralExpressions(t *testing.T) {
	t.Parallel()
	for _, c := range slices.Concat(mixedFaults, ringFaults) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBuilder(t)
			c.write(b)
			_, faults := b.Build()
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprintf("%s %d:%d: %s", f.ID, f.Line, f.Column, f.Message))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	two := []string{"a", "b"}
	many := make([]string, 64)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	for _, c := range []struct {
		name, want string
		decl       rules.Declaration
	}{
		{"an id with a hyphen", `question "a-b": an id has letters, digits and underscores, begins with a letter, and is no word of the condition language`, rules.Declaration{ID: "a-b", Kind: rules.Text}},
		{"an id that is a function", `question "count": an id has letters, digits and underscores, begins with a letter, and is no word of the condition language`, rules.Declaration{ID: "count", Kind: rules.Text}},
		{"no options", `question "q": it has no options`, rules.Declaration{ID: "q", Kind: rules.Single}},
		{"an option twice", `question "q": option "a" is there twice`, rules.Declaration{ID: "q", Kind: rules.Single, Options: []string{"a", "a"}}},
		{"64 options for several answers", `question "q": it has 64 options, at most 63 are possible`, rules.Declaration{ID: "q", Kind: rules.Multiple, Options: many}},
		{"an excluding option that does not exist", `question "q": option "none", which excludes the others, is not among the options`, rules.Declaration{ID: "q", Kind: rules.Multiple, Options: two, None: "none"}},
		{"a ladder of two steps", `question "q": a ladder has one answer out of five steps`, rules.Declaration{ID: "q", Kind: rules.Single, Options: two, Ladder: true}},
		{"bounds the wrong way round", `question "q": the smallest value is larger than the largest`, rules.Declaration{ID: "q", Kind: rules.Number, Min: 1}},
		{"bounds too large", `question "q": its bounds are too large to compute with`, rules.Declaration{ID: "q", Kind: rules.Number, Max: 1<<62 + 1}},
		{"a table without cells", `question "q": a table has rows and columns, at most 1000 cells`, rules.Declaration{ID: "q", Kind: rules.Table, Rows: two}},
		{"a row called like a column", `question "q": row or column "a" is there twice`, rules.Declaration{ID: "q", Kind: rules.Table, Rows: two, Columns: two}},
		{"a flag", `question "q": only derived values are flags`, rules.Declaration{ID: "q", Kind: rules.Flag}},
		{"no kind", `question "q": kind 0 does not exist`, rules.Declaration{ID: "q"}},
		{"a question twice", `question "other" is declared twice`, rules.Declaration{ID: "other", Kind: rules.Date}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := rules.NewBuilder([]rules.Declaration{{ID: "other", Kind: rules.Date}, c.decl})
			if err == nil || err.Error() != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}
