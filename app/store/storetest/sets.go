package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"tuntas/app/problem"
	"tuntas/app/store"
)

func sets() map[string]check {
	return map[string]check{
		"a set changes its parts and nothing else":            setParts,
		"a set makes the objects on the way":                  setDeep,
		"a set removes parts":                                 setRemoves,
		"a set takes many parts at once":                      setMany,
		"a set whose guards hold is stored":                   guardsHold,
		"a set with a guard that does not hold is a conflict": guardsFail,
		"sets of two answers both succeed":                    setTwo,
		"of sets of one answer exactly one is stored":         setOne,
		"a set makes an update of the revision before stale":  setThenUpdate,
		"a set of what is not there is not found":             setMissing,
		"a set that cannot be made changes nothing":           setWrong,
	}
}

func filledForm() form {
	return form{
		Owner:   "x",
		Meta:    meta{Rank: 7, Note: "n"},
		Answers: map[string]answer{"a": {Value: "yes", Revision: 1, Choices: []string{"p", "q"}}, "b": {Value: "no"}},
	}
}

func setParts(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": filledForm(), "2": filledForm()})
	revision, err := c.Set(t.Context(), "1", nil, map[string]any{
		"answers.a": answer{Value: "‘no’ \x00 😀", Revision: 2},
		"year":      2026,
		"meta.rank": int64(1)<<53 + 1,
	})
	must(t, err)
	want := filledForm()
	want.Year, want.Meta.Rank = 2026, 1<<53+1
	want.Answers["a"] = answer{Value: "‘no’ \x00 😀", Revision: 2}
	same(t, "revision", revision, 2)
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 2, Value: want})
	same(t, "the other", get(t, c, "2"), store.Record[id, form]{ID: "2", Revision: 1, Value: filledForm()})
	same(t, "found by the new value", ids(t, c, store.Query{Where: []store.Condition{store.Equal("year", store.Number(2026))}}), []id{"1"})
}

func setDeep(t *testing.T, e store.Engine) {
	type tree struct {
		Parts map[string]map[string]map[string]int `json:"parts"` // written as null when nil
	}
	c, err := store.Open[id, tree](t.Context(), e, store.Schema{Name: "trees"})
	must(t, err)
	must(t, c.Insert(t.Context(), "1", tree{}))
	_, err = c.Set(t.Context(), "1", nil, map[string]any{"parts.a.b.c": 1, "parts.a.b.d": 2, "parts.e": map[string]any{"f": map[string]int{"g": 3}}})
	must(t, err)
	_, err = c.Set(t.Context(), "1", nil, map[string]any{"parts.e.h.9": 4})
	must(t, err)
	r, err := c.Get(t.Context(), "1")
	must(t, err)
	same(t, "document", r.Value, tree{Parts: map[string]map[string]map[string]int{
		"a": {"b": {"c": 1, "d": 2}}, "e": {"f": {"g": 3}, "h": {"9": 4}},
	}})
}

func setRemoves(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": filledForm()})
	var none *answer
	_, err := c.Set(t.Context(), "1", nil, map[string]any{"answers.a.choices": nil, "answers.b": none, "meta": nil, "answers.zz": nil, "no.way": nil})
	must(t, err)
	want := form{Owner: "x", Answers: map[string]answer{"a": {Value: "yes", Revision: 1}}}
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 2, Value: want})
}

func setMany(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "x", Answers: map[string]answer{"old": {Value: "old"}}}})
	parts, want := map[string]any{"answers.old": nil}, map[string]answer{}
	for i := range 140 {
		q := fmt.Sprintf("question_%d", i)
		want[q] = answer{Value: fmt.Sprint(i), Revision: i}
		parts["answers."+q] = want[q]
	}
	_, err := c.Set(t.Context(), "1", nil, parts)
	must(t, err)
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 2, Value: form{Owner: "x", Answers: want}})
}

func guard[N ~int | ~int64](path string, n N) store.Guard {
	return store.Guard{Path: path, Value: store.Number(n)}
}

func textGuard(path, text string) store.Guard {
	return store.Guard{Path: path, Value: store.Text(text)}
}

func guardsHold(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": filledForm()})
	for name, guards := range map[string][]store.Guard{
		"none":                      nil,
		"a number":                  {guard("answers.a.revision", 1)},
		"a text":                    {textGuard("answers.a.value", "yes")},
		"several":                   {textGuard("owner", "x"), guard("meta.rank", 7), guard("answers.a.revision", 1)},
		"an absent number":          {guard("answers.c.revision", 0)},
		"an absent text":            {textGuard("answers.c.value", "")},
		"a number that is 0":        {guard("answers.b.revision", 0)},
		"an absent part, way above": {guard("no.such.way", 0)},
	} {
		if _, err := c.Set(t.Context(), "1", guards, map[string]any{"state": name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		same(t, "state", get(t, c, "1").Value.State, name)
	}
}

func guardsFail(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": filledForm()})
	for name, guards := range map[string][]store.Guard{
		"another number":       {guard("answers.a.revision", 2)},
		"0 where there is one": {guard("answers.a.revision", 0)},
		"another text":         {textGuard("owner", "X")},
		"no text where it is":  {textGuard("owner", "")},
		"an absent part":       {guard("answers.c.revision", 1)},
		"an absent text":       {textGuard("state", "draft")},
		"one of several":       {textGuard("owner", "x"), guard("meta.rank", 8)},
	} {
		_, err := c.Set(t.Context(), "1", guards, map[string]any{"state": name})
		refused(t, name, err, problem.Conflict)
	}
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 1, Value: filledForm()})
}

func setTwo(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	errs := together(t.Context(), 2, func(ctx context.Context, i int) error {
		q := fmt.Sprintf("answers.q%d", i)
		for n := range 5 {
			_, err := c.Set(ctx, "1", []store.Guard{guard(q+".revision", n)}, map[string]any{q: answer{Value: q, Revision: n + 1}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	must(t, errors.Join(errs...))
	want := map[string]answer{"q0": {Value: "answers.q0", Revision: 5}, "q1": {Value: "answers.q1", Revision: 5}}
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 11, Value: form{Answers: want}})
}

func setOne(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	for was := range 3 {
		errs := together(t.Context(), 20, func(ctx context.Context, i int) error {
			_, err := c.Set(ctx, "1", []store.Guard{guard("answers.q.revision", was)},
				map[string]any{"answers.q": answer{Value: fmt.Sprint(i), Revision: was + 1}})
			return err
		})
		same(t, "winners", won(t, errs), 1)
		r := get(t, c, "1")
		same(t, "answer's revision", r.Value.Answers["q"].Revision, was+1)
		same(t, "revision", r.Revision, store.Revision(was)+2)
	}
}

func setThenUpdate(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "a"}})
	revision, err := c.Set(t.Context(), "1", nil, map[string]any{"state": "x"})
	must(t, err)
	_, err = c.Update(t.Context(), "1", revision-1, func(f *form) error { f.Owner = "b"; return nil })
	refused(t, "stale update", err, problem.Conflict)
	s := schema()
	err = e.Replace(t.Context(), &s, store.Document{ID: "1", Body: []byte(`{"owner":"b"}`)}, revision-1)
	refused(t, "stale replace", err, problem.Conflict)
	r, err := c.Update(t.Context(), "1", revision, func(f *form) error { f.Owner = "c"; return nil })
	must(t, err)
	same(t, "document", r, store.Record[id, form]{ID: "1", Revision: 3, Value: form{Owner: "c", State: "x"}})
}

func setMissing(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	for _, guards := range [][]store.Guard{nil, {guard("year", 0)}, {guard("year", 1)}} {
		_, err := c.Set(t.Context(), "1", guards, map[string]any{"state": "x"})
		refused(t, "set", err, problem.NotFound)
	}
	same(t, "documents", ids(t, c, store.Query{}), []id{})
}

func setWrong(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": filledForm()})
	for name, values := range map[string]map[string]any{
		"a way through a text":        {"owner.name": "y", "state": "z"},
		"a way through a number":      {"meta.rank.of": 1},
		"a way through a list":        {"answers.a.choices.x": 1},
		"a unique field":              {"email": "y"},
		"a part and the whole":        {"answers": map[string]answer{}, "answers.a": answer{}},
		"an operator":                 {"$set": 1},
		"a path with a quote":         {`answers."a"`: 1},
		"a path with nothing in it":   {"answers..a": 1},
		"no path":                     {"": 1},
		"what JSON does not know":     {"state": func() {}},
		"the whole, ended by a point": {"answers.": 1},
	} {
		if _, err := c.Set(t.Context(), "1", nil, values); err == nil || problem.KindOf(err) != problem.Internal {
			t.Errorf("%s: error %v, want one of no kind", name, err)
		}
	}
	if _, err := c.Set(t.Context(), "1", []store.Guard{guard("a'b", 0)}, map[string]any{"state": "x"}); err == nil {
		t.Error("a guard with a quote in its path was taken")
	}
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 1, Value: filledForm()})
}
