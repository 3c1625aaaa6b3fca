package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tuntas/app/store"
)

func queries() map[string]check {
	return map[string]check{
		"a query finds what meets every condition":        operators,
		"a prefix is compared byte for byte":              prefixes,
		"texts are compared by their bytes":               byBytes,
		"numbers are compared as numbers":                 byNumber,
		"counts agree with what is found":                 counted,
		"documents are counted by the values of fields":   countedBy,
		"a query over anything not declared is refused":   undeclared,
		"a query sees one state, and may be left early":   leftEarly,
		"a query's reader may use the database meanwhile": nestedUse,
	}
}

func text(texts ...string) []store.Value {
	values := make([]store.Value, len(texts))
	for i, s := range texts {
		values[i] = store.Text(s)
	}
	return values
}

func operators(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{
		"1": {Owner: "a", State: "draft", Year: 2025},
		"2": {Owner: "a", State: "decided", Year: 2026, Meta: meta{Rank: 5}},
		"3": {Owner: "b", State: "draft", Year: 2026, Meta: meta{Rank: -5}},
		"4": {Owner: "b"},
	})
	for name, test := range map[string]struct {
		where []store.Condition
		want  []id
	}{
		"no condition":               {nil, []id{"1", "2", "3", "4"}},
		"equal text":                 {[]store.Condition{store.Equal("owner", store.Text("a"))}, []id{"1", "2"}},
		"equal number":               {[]store.Condition{store.Equal("year", store.Number(2026))}, []id{"2", "3"}},
		"equal number deep inside":   {[]store.Condition{store.Equal("meta.rank", store.Number(-5))}, []id{"3"}},
		"one of several texts":       {[]store.Condition{store.In("state", text("draft", "decided", "x")...)}, []id{"1", "2", "3"}},
		"one of several numbers":     {[]store.Condition{store.In("year", store.Number(2025), store.Number(0))}, []id{"1", "4"}},
		"one of none":                {[]store.Condition{store.In("state")}, []id{}},
		"absent text":                {[]store.Condition{store.Equal("state", store.Text(""))}, []id{"4"}},
		"absent number":              {[]store.Condition{store.Equal("year", store.Number(0))}, []id{"4"}},
		"absent number deep inside":  {[]store.Condition{store.Equal("meta.rank", store.Number(0))}, []id{"1", "4"}},
		"at least":                   {[]store.Condition{store.AtLeast("year", store.Number(2026))}, []id{"2", "3"}},
		"at least a text":            {[]store.Condition{store.AtLeast("state", store.Text("decided"))}, []id{"1", "2", "3"}},
		"at least 0 with the absent": {[]store.Condition{store.AtLeast("meta.rank", store.Number(0))}, []id{"1", "2", "4"}},
		"below":                      {[]store.Condition{store.Below("year", store.Number(2026))}, []id{"1", "4"}},
		"below a text, the absent":   {[]store.Condition{store.Below("state", store.Text("draft"))}, []id{"2", "4"}},
		"between": {
			[]store.Condition{store.AtLeast("year", store.Number(1)), store.Below("year", store.Number(2026))}, []id{"1"},
		},
		"all of several": {
			[]store.Condition{store.Equal("owner", store.Text("b")), store.Equal("year", store.Number(2026)), store.Prefix("state", "dr")}, []id{"3"},
		},
		"against each other": {
			[]store.Condition{store.Equal("owner", store.Text("b")), store.Equal("owner", store.Text("a"))}, []id{},
		},
		"twice the same field": {
			[]store.Condition{store.In("owner", text("a", "b")...), store.In("owner", text("b", "c")...)}, []id{"3", "4"},
		},
	} {
		same(t, name, ids(t, c, store.Query{Where: test.where}), test.want)
	}
}

func prefixes(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	owners := []string{
		"", "a", "ab", "aB", "abc", "b", "a%", "a%b", "a_", "a_b", `a\`, `a\b`, "a*", "a*b", "a$", "^a", "a'", `a"b`, ".*",
		"é", "éa", "e\u0301", "😀", "😀a", "\uffff", "\uffffa", "a\x00", "a\x00b", "[a]",
	}
	for _, o := range owners {
		must(t, c.Insert(t.Context(), id("id "+o), form{Owner: o}))
	}
	for _, p := range append(owners, "x", "A", "ab%") {
		want := []id{}
		for _, o := range owners {
			if strings.HasPrefix(o, p) {
				want = append(want, id("id "+o))
			}
		}
		slices.Sort(want)
		same(t, "prefix "+p, ids(t, c, store.Query{Where: []store.Condition{store.Prefix("owner", p)}}), want)
	}
}

func byBytes(t *testing.T, e store.Engine) {
	owners := []string{"", " ", "10", "9", "A", "B", "Z", "_", "a", "aa", "b", "e\u0301", "z", "é", "\uff5e", "😀"}
	c := openForms(t, e)
	for _, o := range owners {
		must(t, c.Insert(t.Context(), id("id "+o), form{Owner: o}))
	}
	for i, o := range owners {
		want := []id{}
		for _, after := range owners[i:] {
			want = append(want, id("id "+after))
		}
		q := store.Query{
			Where: []store.Condition{store.AtLeast("owner", store.Text(o))},
			Sort:  []store.Order{{Field: "owner"}},
		}
		same(t, "from "+o, ids(t, c, q), want)
		q.Where = []store.Condition{store.Below("owner", store.Text(o))}
		same(t, "number below "+o, len(ids(t, c, q)), i)
	}
}

func byNumber(t *testing.T, e store.Engine) {
	ranks := []int64{-1 << 63, -1<<53 - 1, -1 << 53, -10, -9, 0, 9, 10, 1 << 53, 1<<53 + 1, 1<<63 - 1}
	c := openForms(t, e)
	for i, r := range ranks {
		must(t, c.Insert(t.Context(), numbered(i), form{Meta: meta{Rank: r}}))
	}
	for i, r := range ranks {
		same(t, "equal", ids(t, c, store.Query{Where: []store.Condition{store.Equal("meta.rank", store.Number(r))}}), []id{numbered(i)})
		q := store.Query{Where: []store.Condition{store.AtLeast("meta.rank", store.Number(r))}, Sort: []store.Order{{Field: "meta.rank"}}}
		same(t, "first of those at least as large", ids(t, c, q)[0], numbered(i))
		q.Where = []store.Condition{store.Below("meta.rank", store.Number(r))}
		same(t, "number of those below", len(ids(t, c, q)), i)
	}
}

func counted(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	n, err := c.Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "number of none", n, 0)
	for i, owner := range []string{"a", "b", "a", "c", "a"} {
		must(t, c.Insert(t.Context(), numbered(i), form{Owner: owner}))
	}
	for owner, want := range map[string]int{"a": 3, "b": 1, "x": 0} {
		n, err := c.Count(t.Context(), store.Query{
			Where: []store.Condition{store.Equal("owner", store.Text(owner))},
			Sort:  []store.Order{{Field: "owner"}}, Skip: 1, Limit: 1,
		})
		must(t, err)
		same(t, "number of "+owner, n, want)
	}
	n, err = c.Count(t.Context(), store.Query{})
	must(t, err)
	same(t, "number of all", n, 5)
}

func countedBy(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{
		"1": {Owner: "b", Year: 2026},
		"2": {Owner: "a", Year: 2026},
		"3": {Owner: "b", Year: 2026},
		"4": {Owner: "a", Year: 2025},
		"5": {Year: 2026},
		"6": {Owner: "a"},
		"7": {Owner: "other", Year: 1},
	})
	in := store.Query{Where: []store.Condition{store.In("owner", text("a", "b", "")...)}}
	groups, err := c.CountBy(t.Context(), in, "owner", "year")
	must(t, err)
	type row struct {
		Owner string
		Year  int64
		Count int
	}
	rows := []row{}
	for _, g := range groups {
		rows = append(rows, row{g.Values[0].Text(), g.Values[1].Number(), g.Count})
	}
	same(t, "by owner and year", rows, []row{{"", 2026, 1}, {"a", 0, 1}, {"a", 2025, 1}, {"a", 2026, 1}, {"b", 2026, 2}})

	groups, err = c.CountBy(t.Context(), in, "year")
	must(t, err)
	rows = []row{}
	for _, g := range groups {
		if g.Values[0].Kind() != store.NumberField {
			t.Errorf("the value of a number is of kind %d", g.Values[0].Kind())
		}
		rows = append(rows, row{Year: g.Values[0].Number(), Count: g.Count})
	}
	same(t, "by year", rows, []row{{Year: 0, Count: 1}, {Year: 2025, Count: 1}, {Year: 2026, Count: 4}})

	groups, err = c.CountBy(t.Context(), store.Query{Where: []store.Condition{store.In("owner")}}, "year")
	must(t, err)
	same(t, "groups of none", len(groups), 0)
}

func undeclared(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	for name, q := range map[string]store.Query{
		"a condition":             {Where: []store.Condition{store.Equal("secret", store.Text("x"))}},
		"a condition with SQL":    {Where: []store.Condition{store.Equal("owner') --", store.Text("x"))}},
		"an operator":             {Where: []store.Condition{store.Equal("$where", store.Text("x"))}},
		"a value of another kind": {Where: []store.Condition{store.Equal("year", store.Text("2026"))}},
		"a prefix of a number":    {Where: []store.Condition{store.Prefix("year", "20")}},
		"an order":                {Sort: []store.Order{{Field: "meta.note"}}},
		"a member with a quote":   {Only: []string{`owner'`}},
		"a page before the first": {Skip: -1},
		"a page of less than one": {Limit: -1},
	} {
		if _, err := c.All(t.Context(), q); err == nil {
			t.Errorf("find with %s was taken", name)
		}
		if _, err := c.Count(t.Context(), q); err == nil {
			t.Errorf("count with %s was taken", name)
		}
		if _, err := c.CountBy(t.Context(), q, "owner"); err == nil {
			t.Errorf("count by owner with %s was taken", name)
		}
	}
	for name, fields := range map[string][]string{"nothing": {}, "an undeclared field": {"owner", "secret"}} {
		if _, err := c.CountBy(t.Context(), store.Query{}, fields...); err == nil {
			t.Errorf("count by %s was taken", name)
		}
	}
}

func leftEarly(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}, "2": {}, "3": {}})
	for range 50 { // as many as would use up what a query that is not ended holds
		for r, err := range c.Find(t.Context(), store.Query{}) {
			must(t, err)
			same(t, "first", r.ID, "1")
			break
		}
	}
	must(t, c.Delete(t.Context(), "1", store.Any))
	r, err := c.First(t.Context(), store.Query{})
	must(t, err)
	same(t, "first that is left", r.ID, "2")
}

func nestedUse(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}, "2": {}, "3": {}})
	for r, err := range c.Find(t.Context(), store.Query{}) {
		must(t, err)
		for inner, err := range c.Find(t.Context(), store.Query{}) {
			must(t, err)
			_, err = c.Update(t.Context(), inner.ID, store.Any, func(f *form) error { f.Year++; return nil })
			must(t, err)
		}
		must(t, c.Insert(t.Context(), "new "+r.ID, form{}))
	}
	same(t, "year", get(t, c, "2").Value.Year, 3)
}

// numbered is the i-th of ids that sort as their numbers do.
func numbered(i int) id { return id(fmt.Sprintf("%04d", i)) }
