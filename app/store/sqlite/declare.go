package sqlite

import (
	"context"
	"fmt"
	"strings"

	"tuntas/app/store"
)

// Declare makes the table of a collection. An index reads its fields straight from the documents, so that a field needs
// no column. Indexes that are no longer declared are dropped.
func (e *Engine) Declare(ctx context.Context, s store.Schema) error {
	return e.writer.do(ctx, func(t *transaction) error {
		_, err := t.exec(`CREATE TABLE IF NOT EXISTS ` + table(&s) +
			` (id TEXT PRIMARY KEY NOT NULL, revision INTEGER NOT NULL, body BLOB NOT NULL) STRICT`)
		if err != nil {
			return err
		}
		have, err := t.indexes(s.Name)
		if err != nil {
			return err
		}
		want := map[string]bool{}
		for _, index := range s.Indexes {
			want[indexText(&s, index)] = true
		}
		for text, name := range have {
			if want[text] {
				delete(want, text)
			} else if _, err := t.exec(`DROP INDEX ` + quote(name)); err != nil {
				return err
			}
		}
		for text := range want {
			if _, err := t.exec(text); err != nil {
				return err
			}
		}
		return nil
	})
}

// indexes are the names of a table's indexes by the text that made them.
func (t *transaction) indexes(table string) (map[string]string, error) {
	rows, err := t.w.conn.QueryContext(t.ctx,
		`SELECT sql, name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`, table)
	if err != nil {
		return nil, fault(t.ctx, err)
	}
	defer rows.Close() //nolint:errcheck // what it can tell, rows.Err has told
	have := map[string]string{}
	for rows.Next() {
		var text, name string
		if err := rows.Scan(&text, &name); err != nil {
			return nil, err
		}
		have[text] = name
	}
	return have, fault(t.ctx, rows.Err())
}

// indexText is the statement that makes an index. A unique one leaves out documents that lack all its fields; another
// ends with the id, which breaks ties.
func indexText(s *store.Schema, index store.Index) string {
	fields := make([]string, len(index.Fields))
	for i, f := range index.Fields {
		fields[i] = field(s, f)
	}
	name := quote(s.Name + ":" + strings.Join(index.Fields, ","))
	if index.Unique {
		return fmt.Sprintf("CREATE UNIQUE INDEX %s ON %s (%s) WHERE %s",
			quote(s.Name+":"+strings.Join(index.Fields, ",")+":unique"), table(s), strings.Join(fields, ", "), present(s, index))
	}
	return fmt.Sprintf("CREATE INDEX %s ON %s (%s, id)", name, table(s), strings.Join(fields, ", "))
}

// present says that a document has one of the fields of a unique index.
func present(s *store.Schema, index store.Index) string {
	some := make([]string, len(index.Fields))
	for i, path := range index.Fields {
		f, _ := s.Field(path)
		some[i] = field(s, path) + " <> " + absent(f.Kind)
	}
	return "(" + strings.Join(some, " OR ") + ")"
}

func table(s *store.Schema) string { return quote(s.Name) }

// field is the expression that reads a declared field; indexes serve a query only when it says exactly the same.
func field(s *store.Schema, path string) string {
	f, _ := s.Field(path)
	return fmt.Sprintf("coalesce(json_extract(body, '%s'), %s)", jsonPath(path), absent(f.Kind))
}

// absent is what a document counts as having where it has nothing.
func absent(k store.Kind) string {
	if k == store.NumberField {
		return "0"
	}
	return "''"
}

// jsonPath is a dotted path as SQLite writes it. Paths hold letters, digits, _ and - only.
func jsonPath(path string) string { return `$."` + strings.ReplaceAll(path, ".", `"."`) + `"` }

func quote(name string) string { return `"` + name + `"` }
