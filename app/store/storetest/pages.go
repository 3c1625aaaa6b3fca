package storetest

import (
	"cmp"
	"slices"
	"testing"

	"tuntas/app/store"
)

func pages() map[string]check {
	return map[string]check{
		"documents are sorted by several fields, then by id": sorted,
		"pages past the thousandth document never overlap":   paged,
		"only the members asked for are read":                projected,
	}
}

func sorted(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{
		"1": {Owner: "b", Year: 2026}, "2": {Owner: "a", Year: 2025}, "3": {Owner: "b", Year: 2025},
		"4": {Owner: "a", Year: 2026}, "5": {Owner: "a", Year: 2025}, "6": {Year: 2030},
	})
	for name, test := range map[string]struct {
		sort []store.Order
		want []id
	}{
		"by nothing":       {nil, []id{"1", "2", "3", "4", "5", "6"}},
		"by one":           {[]store.Order{{Field: "owner"}}, []id{"6", "2", "4", "5", "1", "3"}},
		"by one from last": {[]store.Order{{Field: "owner", Descending: true}}, []id{"1", "3", "2", "4", "5", "6"}},
		"by two":           {[]store.Order{{Field: "owner"}, {Field: "year"}}, []id{"6", "2", "5", "4", "3", "1"}},
		"up, then down":    {[]store.Order{{Field: "owner"}, {Field: "year", Descending: true}}, []id{"6", "4", "2", "5", "1", "3"}},
		"down, then up":    {[]store.Order{{Field: "year", Descending: true}, {Field: "owner"}}, []id{"6", "4", "1", "2", "5", "3"}},
	} {
		same(t, name, ids(t, c, store.Query{Sort: test.sort}), test.want)
		same(t, name+", second page", ids(t, c, store.Query{Sort: test.sort, Skip: 2, Limit: 2}), test.want[2:4])
	}
	same(t, "past the end", ids(t, c, store.Query{Skip: 6, Limit: 2}), []id{})
	same(t, "from the fifth", ids(t, c, store.Query{Skip: 4}), []id{"5", "6"})
}

func paged(t *testing.T, e store.Engine) {
	const n, page = 1_100, 300
	c := openForms(t, e)
	records := make([]store.Record[id, form], n)
	for i := range records {
		records[i] = store.Record[id, form]{ID: numbered(i * 7 % n), Value: form{Owner: "x", Year: i % 3}}
	}
	added, err := c.InsertAll(t.Context(), records)
	must(t, err)
	same(t, "added", added, n)

	slices.SortFunc(records, func(a, b store.Record[id, form]) int {
		return cmp.Or(cmp.Compare(b.Value.Year, a.Value.Year), cmp.Compare(a.ID, b.ID))
	})
	want := make([]id, n)
	for i, r := range records {
		want[i] = r.ID
	}
	q := store.Query{
		Where: []store.Condition{store.Equal("owner", store.Text("x"))},
		Sort:  []store.Order{{Field: "year", Descending: true}},
		Limit: page,
	}
	var got []id
	for ; q.Skip < n; q.Skip += page {
		got = append(got, ids(t, c, q)...)
	}
	same(t, "pages", got, want)
	q.Skip, q.Limit = 0, 0
	same(t, "without pages", ids(t, c, q), want)
}

func projected(t *testing.T, e store.Engine) {
	full := filledForm()
	c := with(t, e, map[id]form{"1": full})
	for name, test := range map[string]struct {
		only []string
		want form
	}{
		"one":         {[]string{"owner"}, form{Owner: "x"}},
		"objects":     {[]string{"meta", "answers"}, form{Meta: full.Meta, Answers: full.Answers}},
		"absent ones": {[]string{"state", "year", "owner"}, form{Owner: "x"}},
		"all":         {nil, full},
	} {
		r, err := c.First(t.Context(), store.Query{Only: test.only})
		must(t, err)
		same(t, name, r, store.Record[id, form]{ID: "1", Revision: 1, Value: test.want})
	}
}
