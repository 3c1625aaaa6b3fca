package storetest

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"tuntas/app/problem"
	"tuntas/app/store"
)

func documents() map[string]check {
	return map[string]check{
		"a document comes back as it was":                     roundTrip,
		"an id is taken once":                                 insertTwice,
		"adding many stops at the first that fails":           insertMany,
		"a unique index refuses a second document":            uniqueInsert,
		"a unique index lets documents without its fields be": uniqueAbsent,
		"strange ids and values are only data":                strangeTexts,
		"a deleted document is gone":                          deleted,
		"collections do not see each other's documents":       apart,
		"a document that is too large is refused":             tooLarge,
		"bytes given and got belong to the caller":            isolated,
		"a collection may be declared again with more":        declaredAgain,
		"a wrong declaration is refused":                      declaredWrong,
		"a database that was closed is unavailable":           closed,
		"a database that is open answers":                     alive,
	}
}

// filled has every shape of value that documents may have.
type filled struct {
	Text      string            `json:"text"`
	Texts     []string          `json:"texts"`
	Empty     []string          `json:"empty"`
	Missing   []string          `json:"missing"`
	NoMap     map[string]string `json:"no_map"`
	EmptyMap  map[string]string `json:"empty_map"`
	EmptyText *string           `json:"empty_text"`
	NoText    *string           `json:"no_text"`
	Yes       bool              `json:"yes"`
	No        bool              `json:"no"`
	Integers  []int64           `json:"integers"`
	Smallest  int64             `json:"smallest"`
	Largest   int64             `json:"largest"`
	Floats    []float64         `json:"floats"`
	Half      float64           `json:"half"`
	At        time.Time         `json:"at"`
	Bytes     []byte            `json:"bytes"`
	Nested    map[string][]leaf `json:"nested"`
}

type leaf struct {
	Name string           `json:"name"`
	Deep map[string]*leaf `json:"deep,omitempty"`
}

func roundTrip(t *testing.T, e store.Engine) {
	texts, err := store.Open[id, filled](t.Context(), e, store.Schema{Name: "filled"})
	must(t, err)
	empty := ""
	want := filled{
		Text: "baris\nbaru\ttab \"kutip\" \\ / ' < > & \u2028",
		Texts: []string{
			"", "é ı ş ’ ‑ … “ ” ≥ ✓", "苹果", "👩🏽‍🌾🇮🇩", "שלום مرحبا \u202e", "a\x00b", "\u0001\u001f\u007f", "e\u0301",
			"null", "$set", "a.b", "{}", "0", strings.Repeat("panjang ", 9000),
		},
		Empty:     []string{},
		EmptyMap:  map[string]string{},
		EmptyText: &empty,
		Yes:       true,
		Integers:  []int64{0, -1, 1 << 31, -1 << 31, 1<<53 - 1, 1 << 53, 1<<53 + 1, -1<<53 - 1, math.MaxInt64, math.MinInt64},
		Smallest:  math.MinInt64,
		Largest:   math.MaxInt64,
		Floats:    []float64{0, 1, -1.5, 0.1, 1e-300, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, 1.0 / 3},
		Half:      0.5,
		At:        time.Date(2026, 11, 20, 23, 59, 58, 123456789, time.FixedZone("WIB", 7*3600)),
		Bytes:     []byte{0, 255, 128, 10},
		Nested: map[string][]leaf{
			"list": {{Name: "a", Deep: map[string]*leaf{"b": {Name: "b", Deep: map[string]*leaf{"c": {Name: "c"}}}}}, {}},
			"none": {},
		},
	}
	must(t, texts.Insert(t.Context(), "1", want))
	got, err := texts.Get(t.Context(), "1")
	must(t, err)
	same(t, "document", got, store.Record[id, filled]{ID: "1", Revision: 1, Value: want})

	got, err = texts.Update(t.Context(), "1", 1, func(*filled) error { return nil })
	must(t, err)
	same(t, "unchanged document", got, store.Record[id, filled]{ID: "1", Revision: 2, Value: want})
	got, err = texts.First(t.Context(), store.Query{})
	must(t, err)
	same(t, "found document", got, store.Record[id, filled]{ID: "1", Revision: 2, Value: want})
}

func insertTwice(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "first"}})
	refused(t, "second insert", c.Insert(t.Context(), "1", form{Owner: "second"}), problem.Conflict)
	same(t, "document", get(t, c, "1"), store.Record[id, form]{ID: "1", Revision: 1, Value: form{Owner: "first"}})
}

func insertMany(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"3": {}})
	n, err := c.InsertAll(t.Context(), []store.Record[id, form]{{ID: "1"}, {ID: "2"}, {ID: "3"}, {ID: "4"}})
	refused(t, "insert", err, problem.Conflict)
	same(t, "added", n, 2)
	same(t, "documents", ids(t, c, store.Query{}), []id{"1", "2", "3"})
	n, err = c.InsertAll(t.Context(), nil)
	must(t, err)
	same(t, "added of none", n, 0)
}

func uniqueInsert(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Code: "A", Number: 2026, Email: "a@contoh.id"}})
	for name, f := range map[string]form{
		"all fields of one index": {Code: "A", Number: 2026},
		"the other index":         {Email: "a@contoh.id"},
	} {
		refused(t, name, c.Insert(t.Context(), "2", f), problem.Conflict)
	}
	same(t, "documents", ids(t, c, store.Query{}), []id{"1"})
	must(t, c.Insert(t.Context(), "2", form{Code: "A", Number: 2027}))
	must(t, c.Insert(t.Context(), "3", form{Code: "A"}))
	refused(t, "one field lacking in both", c.Insert(t.Context(), "4", form{Code: "A"}), problem.Conflict)
	must(t, c.Insert(t.Context(), "4", form{Code: "a", Email: "A@contoh.id"})) // letters of another case are other letters

	must(t, c.Delete(t.Context(), "1", store.Any))
	must(t, c.Insert(t.Context(), "5", form{Code: "A", Number: 2026, Email: "a@contoh.id"}))
	same(t, "found by its unique text", ids(t, c, store.Query{Where: []store.Condition{store.Equal("email", store.Text("a@contoh.id"))}}), []id{"5"})
}

func uniqueAbsent(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}, "2": {}, "3": {Email: "x"}})
	same(t, "without e-mail", ids(t, c, store.Query{Where: []store.Condition{store.Equal("email", store.Text(""))}}), []id{"1", "2"})
	same(t, "with one or none", ids(t, c, store.Query{Where: []store.Condition{store.In("email", store.Text("x"), store.Text(""))}}), []id{"1", "2", "3"})
}

func strange() []string {
	return []string{
		`'; DROP TABLE forms; --`, `" OR ""="`, `') OR 1=1 --`, `$where`, `{"$gt": ""}`, `$.owner`, `a.b`, `%`, `_`, `*`, `\`, `?`,
		`../../etc/passwd`, "a\x00b", "\n", " ", "null", "0", "😀", strings.Repeat("x", 500),
	}
}

func strangeTexts(t *testing.T, e store.Engine) {
	c := openForms(t, e)
	for i, text := range strange() {
		must(t, c.Insert(t.Context(), id(text), form{Owner: text, State: fmt.Sprint(i)}))
	}
	for i, text := range strange() {
		same(t, "owner", get(t, c, id(text)).Value.Owner, text)
		same(t, "found", ids(t, c, store.Query{Where: []store.Condition{store.Equal("owner", store.Text(text))}}), []id{id(text)})
		if _, err := c.Set(t.Context(), id(text), []store.Guard{{Path: "owner", Value: store.Text(text)}}, map[string]any{"state": text}); err != nil {
			t.Errorf("set %q: %v", text, err)
		}
		same(t, "state of "+fmt.Sprint(i), get(t, c, id(text)).Value.State, text)
	}
	for _, text := range strange() {
		must(t, c.Delete(t.Context(), id(text), 2))
	}
	same(t, "left", ids(t, c, store.Query{}), []id{})
}

func deleted(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}, "2": {}})
	refused(t, "delete of another revision", c.Delete(t.Context(), "1", 2), problem.Conflict)
	must(t, c.Delete(t.Context(), "1", 1))
	must(t, c.Delete(t.Context(), "2", store.Any))
	refused(t, "second delete", c.Delete(t.Context(), "1", 1), problem.NotFound)
	refused(t, "delete of what is not there", c.Delete(t.Context(), "2", store.Any), problem.NotFound)
	_, err := c.Get(t.Context(), "1")
	refused(t, "get", err, problem.NotFound)
	must(t, c.Insert(t.Context(), "1", form{}))
	same(t, "revision of a new beginning", get(t, c, "1").Revision, 1)
}

func apart(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {Owner: "x"}})
	other := schema()
	other.Name = "other_forms"
	o, err := store.Open[id, form](t.Context(), e, other)
	must(t, err)
	_, err = o.Get(t.Context(), "1")
	refused(t, "get", err, problem.NotFound)
	_, err = o.Update(t.Context(), "1", store.Any, func(*form) error { return nil })
	refused(t, "update", err, problem.NotFound)
	_, err = o.Set(t.Context(), "1", nil, map[string]any{"state": "x"})
	refused(t, "set", err, problem.NotFound)
	refused(t, "delete", o.Delete(t.Context(), "1", store.Any), problem.NotFound)
	must(t, o.Insert(t.Context(), "1", form{Owner: "y"}))
	same(t, "the first", get(t, c, "1").Value.Owner, "x")
	_, err = o.First(t.Context(), store.Query{Where: []store.Condition{store.Equal("owner", store.Text("x"))}})
	refused(t, "first", err, problem.NotFound)
}

func tooLarge(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	large := strings.Repeat("x", store.MaxBody)
	refused(t, "insert", c.Insert(t.Context(), "2", form{Owner: large}), problem.TooLarge)
	_, err := c.Update(t.Context(), "1", store.Any, func(f *form) error { f.Owner = large; return nil })
	refused(t, "update", err, problem.TooLarge)
	_, err = c.Set(t.Context(), "1", nil, map[string]any{"state": large})
	refused(t, "set", err, problem.TooLarge)
	same(t, "revision", get(t, c, "1").Revision, 1)
}

func isolated(t *testing.T, e store.Engine) {
	s := schema()
	must(t, e.Declare(t.Context(), s))
	body := []byte(`{"owner":"aaaa"}`)
	_, err := e.Insert(t.Context(), &s, []store.Document{{ID: "1", Revision: 1, Body: body}})
	must(t, err)
	copy(body, `{"owner":"bbbb"}`)
	for range 2 {
		doc, err := e.Get(t.Context(), &s, "1", store.Any)
		must(t, err)
		if !strings.Contains(string(doc.Body), "aaaa") {
			t.Errorf("body %s was altered from outside", doc.Body)
		}
		clear(doc.Body)
	}
	for range 2 {
		for doc, err := range e.Find(t.Context(), &s, store.Query{}) {
			must(t, err)
			if !strings.Contains(string(doc.Body), "aaaa") {
				t.Errorf("body %s was altered from outside", doc.Body)
			}
			clear(doc.Body)
		}
	}
}

func declaredAgain(t *testing.T, e store.Engine) {
	first, err := store.Open[id, form](t.Context(), e, store.Schema{Name: "forms", Fields: []store.Field{{Path: "owner"}}})
	must(t, err)
	must(t, first.Insert(t.Context(), "1", form{Owner: "x", Year: 2026, Code: "A", Number: 1}))
	c := openForms(t, e)
	same(t, "found by a new field", ids(t, c, store.Query{Where: []store.Condition{store.Equal("year", store.Number(2026))}}), []id{"1"})
	refused(t, "insert against a new unique index", c.Insert(t.Context(), "2", form{Code: "A", Number: 1}), problem.Conflict)
	same(t, "document", get(t, openForms(t, e), "1").Value.Owner, "x")
}

func declaredWrong(t *testing.T, e store.Engine) {
	for name, s := range map[string]store.Schema{
		"no name":           {},
		"a name with quote": {Name: `forms"`},
		"a name in capital": {Name: "Forms"},
		"a path with quote": {Name: "forms", Fields: []store.Field{{Path: `owner'`}}},
		"a path with a gap": {Name: "forms", Fields: []store.Field{{Path: "meta..rank"}}},
		"an unknown field":  {Name: "forms", Indexes: []store.Index{{Fields: []string{"owner"}}}},
	} {
		if _, err := store.Open[id, form](t.Context(), e, s); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func closed(t *testing.T, e store.Engine) {
	c := with(t, e, map[id]form{"1": {}})
	must(t, e.Close())
	refused(t, "insert", c.Insert(t.Context(), "2", form{}), problem.Unavailable)
	_, err := c.Get(t.Context(), "1")
	refused(t, "get", err, problem.Unavailable)
	_, err = c.All(t.Context(), store.Query{})
	refused(t, "find", err, problem.Unavailable)
	_, err = c.Count(t.Context(), store.Query{})
	refused(t, "count", err, problem.Unavailable)
	refused(t, "ping", e.Ping(t.Context()), problem.Unavailable)
	_, err = e.Files().Put(t.Context(), strings.NewReader("x"))
	refused(t, "put", err, problem.Unavailable)
}

func alive(t *testing.T, e store.Engine) {
	must(t, e.Ping(t.Context()))
	must(t, e.Ping(t.Context()))
}
