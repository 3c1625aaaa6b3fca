package mongodb_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"tuntas/app/problem"
	"tuntas/app/store"
)

func TestBodiesComeBackAsEncodingJSONWroteThem(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := declared(t, e, schema())
	for i, v := range []any{
		map[string]any{},
		[]any{math.MinInt64, math.MaxInt64, 0, -1, int64(1) << 53, int64(1)<<53 + 1},
		[]any{0.1, -0.5, 1e20, 1e21, 1.2345678901234567e20, math.MaxFloat64, math.SmallestNonzeroFloat64, float32(0.1), 3.0},
		[]any{true, false, nil, "", " ", "\x00\x1f", "é漢😀\u2028", `<a href="x">&amp;</a>`, `\u0000`, "\ufffd"},
		[]any{[]any{}, []any{[]any{[]any{1, nil}, map[string]any{"a": []any{[]any{"b"}}}}}, map[string]any{}},
		map[string]any{"a": nil, "z": map[string]any{"z": 1, "a": 2}, "m": []any{}, " ": 1, "a b": 2, "é": 3, "0": 5, "x$y": 6, "[": 7},
		map[string]any{"$gt": "", "a": 1}["a"],
		json.RawMessage(`{"z":1,"a":2,"m":{"y":1,"b":2}}`),
		nested(80),
	} {
		want, err := json.Marshal(map[string]any{"v": v})
		if err != nil {
			t.Fatal(err)
		}
		id := fmt.Sprint(i)
		insert(t, e, s, id, string(want))
		doc, err := e.Get(t.Context(), s, id, store.Any)
		if err != nil || string(doc.Body) != string(want) {
			t.Errorf("got  %s\nwant %s\n%v", doc.Body, want, err)
		}
		if _, err := e.Set(t.Context(), s, id, nil, []store.Assignment{{Path: "deep.er", JSON: want}}); err != nil {
			t.Error(err)
		}
		want = fmt.Appendf(want[:len(want)-1:len(want)-1], `,"deep":{"er":%s}}`, want)
		doc, err = e.Get(t.Context(), s, id, store.Any)
		if err != nil || string(doc.Body) != string(want) {
			t.Errorf("after Set\ngot  %s\nwant %s\n%v", doc.Body, want, err)
		}
	}
}

func nested(depth int) json.RawMessage {
	return json.RawMessage(strings.Repeat(`{"a":`, depth) + "1" + strings.Repeat("}", depth))
}

func TestBodiesThatCannotBeKeptAreRefused(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := declared(t, e, schema())
	insert(t, e, s, "there", `{"a":1}`)
	for body, says := range map[string]string{
		`{"a.b":1}`:                        "MongoDB cannot keep",
		`{"a":{"$gt":""}}`:                 "MongoDB cannot keep",
		`{"$where":"sleep(1000)"}`:         "MongoDB cannot keep",
		`{"a":[{"":1}]}`:                   "MongoDB cannot keep",
		`{"a\u0000b":1}`:                   "MongoDB cannot keep",
		`{"a":[{"[]":[1]}]}`:               "MongoDB cannot keep",
		`{"a":1,"a":2}`:                    "twice",
		`{"a":18446744073709551615}`:       "kept exactly",
		`{"a":9223372036854775808}`:        "kept exactly",
		`{"a":-9223372036854775809}`:       "kept exactly",
		`{"a":1e400}`:                      "too large",
		`{"a":` + string(nested(91)) + `}`: "inside each other",
		`[1]`:                              "no JSON object",
		`{"a":1} {"b":2}`:                  "more follows",
		`{"a":`:                            "EOF",
		`{"a":[` + strings.Repeat("1,", 2000000) + `1]}`: "store.too_large",
	} {
		show := body[:min(len(body), 60)]
		n, err := e.Insert(t.Context(), s, []store.Document{
			{ID: "before " + show, Body: []byte(fmt.Sprintf(`{"owner":%q}`, show))}, {ID: "new", Body: []byte(body)}, {ID: "after", Body: []byte(`{}`)},
		})
		if n != 1 || err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("insert %s: %d, %v", show, n, err)
		}
		if err := e.Replace(t.Context(), s, store.Document{ID: "there", Body: []byte(body)}, 1); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("replace by %s: %v", show, err)
		}
	}
	for _, id := range []string{"new", "after"} {
		if _, err := e.Get(t.Context(), s, id, store.Any); problem.KindOf(err) != problem.NotFound {
			t.Errorf("%s was stored: %v", id, err)
		}
	}
}

func TestTextsAreNeverOperators(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := declared(t, e, schema())
	insert(t, e, s, "1", `{"owner":"a","secret":"s"}`)
	for _, text := range []string{`{"$gt":""}`, `{"$ne":null}`, "$where", "$owner", `{"$regex":".*"}`, ".*", "a\x00", "\xff"} {
		for name, err := range map[string]error{
			"get":     second(e.Get(t.Context(), s, text, store.Any)),
			"delete":  e.Delete(t.Context(), s, text, store.Any),
			"replace": e.Replace(t.Context(), s, store.Document{ID: text, Body: []byte("{}")}, 1),
			"set":     second(e.Set(t.Context(), s, text, nil, nil)),
			"file":    third(e.Files().Open(t.Context(), text)),
		} {
			if problem.KindOf(err) != problem.NotFound {
				t.Errorf("%s %q: %v", name, text, err)
			}
		}
		guard := []store.Guard{{Path: "secret", Value: store.Text(text)}}
		if _, err := e.Set(t.Context(), s, "1", guard, nil); problem.KindOf(err) != problem.Conflict {
			t.Errorf("guard %q: %v", text, err)
		}
		conditions := []store.Condition{
			store.Equal("owner", store.Text(text)), store.In("owner", store.Text(text), store.Text(text+"x")), store.Prefix("owner", text),
		}
		for _, c := range conditions {
			n, err := e.Count(t.Context(), s, store.Query{Where: []store.Condition{c}})
			if n != 0 || err != nil {
				t.Errorf("condition %v: %d, %v", c, n, err)
			}
		}
		value, _ := json.Marshal(text)
		if _, err := e.Set(t.Context(), s, "1", nil, []store.Assignment{{Path: "note", JSON: value}}); err != nil {
			t.Errorf("set to %q: %v", text, err)
		}
	}
}

func second[A any](_ A, err error) error        { return err }
func third[A, B any](_ A, _ B, err error) error { return err }

func TestAGuardIsNotMetByAListThatHoldsItsValue(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := declared(t, e, schema())
	insert(t, e, s, "1", `{"list":["a",0,null],"none":null,"flag":false}`)
	for _, g := range []store.Guard{
		{Path: "list", Value: store.Text("a")},
		{Path: "list", Value: store.Number(0)},
		{Path: "list", Value: store.Text("")},
		{Path: "flag", Value: store.Number(0)},
		{Path: "flag", Value: store.Text("")},
		{Path: "none", Value: store.Number(1)},
	} {
		if _, err := e.Set(t.Context(), s, "1", []store.Guard{g}, nil); problem.KindOf(err) != problem.Conflict {
			t.Errorf("guard %s %q %d: %v", g.Path, g.Value.Text(), g.Value.Number(), err)
		}
	}
	for _, path := range []string{"none", "absent", "none.deeper", "flag.deeper"} {
		if _, err := e.Set(t.Context(), s, "1", []store.Guard{{Path: path, Value: store.Number(0)}, {Path: path, Value: store.Text("")}}, nil); err != nil {
			t.Errorf("guard %s: %v", path, err)
		}
	}
}
