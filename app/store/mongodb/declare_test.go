package mongodb_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tuntas/app/problem"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
)

// found are the ids of the documents that meet a condition.
func found(t *testing.T, e *mongodb.Engine, s *store.Schema, c ...store.Condition) []string {
	t.Helper()
	ids := []string{}
	for doc, err := range e.Find(t.Context(), s, store.Query{Where: c}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, doc.ID)
	}
	return ids
}

func TestDeclaringMoreFindsDocumentsThatWereThere(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	before := declared(t, e, store.Schema{Name: "forms"})
	for id, body := range map[string]string{
		"1": `{"owner":"a","meta":{"rank":-5}}`, "2": `{"owner":"b","year":2026}`, "3": `{}`, "4": `{"note":"x"}`,
	} {
		insert(t, e, before, id, body)
	}
	after := declared(t, e, store.Schema{
		Name:    "forms",
		Fields:  []store.Field{{Path: "owner"}, {Path: "year", Kind: store.NumberField}, {Path: "meta.rank", Kind: store.NumberField}},
		Indexes: []store.Index{{Fields: []string{"owner", "year"}, Unique: true}, {Fields: []string{"meta.rank"}}},
	})
	for _, test := range []struct {
		c    store.Condition
		want []string
	}{
		{store.Equal("owner", store.Text("a")), []string{"1"}},
		{store.Equal("owner", store.Text("")), []string{"3", "4"}},
		{store.Below("meta.rank", store.Number(0)), []string{"1"}},
		{store.AtLeast("year", store.Number(0)), []string{"1", "2", "3", "4"}},
	} {
		if diff := cmp.Diff(test.want, found(t, e, after, test.c)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.c, diff)
		}
	}
	if _, err := e.Insert(t.Context(), after, []store.Document{{ID: "5", Body: []byte(`{"owner":"b","year":2026}`)}}); problem.KindOf(err) != problem.Conflict {
		t.Errorf("a value that was taken before the index was made: %v", err)
	}
	if doc, err := e.Get(t.Context(), after, "1", store.Any); err != nil || doc.Revision != 1 {
		t.Errorf("revision %d, want 1: %v", doc.Revision, err)
	}
}

func TestAUniqueIndexOverEqualValuesIsAConflict(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := schema()
	unique := s.Indexes
	s.Indexes = nil
	declared(t, e, s)
	insert(t, e, &s, "1", `{"owner":"a"}`)
	insert(t, e, &s, "2", `{"owner":"a"}`)
	s.Indexes = unique
	if err := e.Declare(t.Context(), s); err == nil {
		t.Error("a unique index was made over equal values")
	}
	if err := e.Delete(t.Context(), &s, "2", store.Any); err != nil {
		t.Error(err)
	}
	if err := e.Declare(t.Context(), s); err != nil {
		t.Errorf("after one of them was removed: %v", err)
	}
}

func TestIndexesNoLongerDeclaredGoAndOthersStay(t *testing.T) {
	t.Parallel()
	uri := database(t)
	e := open(t, uri)
	s := declared(t, e, schema())
	view := connect(t, uri).Collection("forms").Indexes()
	_, err := view.CreateOne(t.Context(), mongo.IndexModel{Keys: bson.D{{Key: "fields.year", Value: -1}}, Options: options.Index().SetName("by hand")})
	if err != nil {
		t.Fatal(err)
	}
	s.Indexes = []store.Index{{Fields: []string{"year"}}}
	declared(t, e, *s)
	all, err := view.ListSpecifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	names := []string{}
	for _, index := range all {
		names = append(names, index.Name)
	}
	slices.Sort(names)
	if diff := cmp.Diff([]string{"_id_", "by hand", "tuntas:", "tuntas:year"}, names); diff != "" {
		t.Error(diff)
	}
	insert(t, e, s, "1", `{"owner":"a"}`)
	insert(t, e, s, "2", `{"owner":"a"}`)
}

func TestSetKeepsWhatRepeatsTheBodyTrue(t *testing.T) {
	t.Parallel()
	e := open(t, database(t))
	s := declared(t, e, store.Schema{
		Name:   "forms",
		Fields: []store.Field{{Path: "state"}, {Path: "meta.rank", Kind: store.NumberField}, {Path: "meta.note"}},
	})
	insert(t, e, s, "1", `{"state":"draft","meta":{"rank":7}}`)
	for _, step := range []struct {
		path, json, state string
		rank              int
		note              string
	}{
		{"meta.rank", "8", "draft", 8, ""},
		{"meta", `{"note":"n"}`, "draft", 0, "n"},
		{"meta.rank", "-3", "draft", -3, "n"},
		{"state", `5`, "", -3, "n"},
		{"state", `null`, "", -3, "n"},
		{"state", `"decided"`, "decided", -3, "n"},
		{"meta", "", "decided", 0, ""},
		{"state", "", "", 0, ""},
		{"meta.rank", "1", "", 1, ""},
		{"statement", `"x"`, "", 1, ""},
	} {
		a := store.Assignment{Path: step.path}
		if step.json != "" {
			a.JSON = []byte(step.json)
		}
		if _, err := e.Set(t.Context(), s, "1", nil, []store.Assignment{a}); err != nil {
			t.Fatalf("%s = %s: %v", step.path, step.json, err)
		}
		groups, err := e.CountBy(t.Context(), s, store.Query{}, []string{"state", "meta.rank", "meta.note"})
		if err != nil {
			t.Fatal(err)
		}
		want := []store.Value{store.Text(step.state), store.Number(step.rank), store.Text(step.note)}
		if len(groups) != 1 || !slices.Equal(groups[0].Values, want) {
			t.Errorf("after %s = %s: %v, want %v", step.path, step.json, groups, want)
		}
	}
}
