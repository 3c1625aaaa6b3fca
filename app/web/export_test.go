package web

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

// RouteRow is one row of the site map, for tests that walk over all of them.
type RouteRow struct {
	Method, Path string
	Open, File   bool
}

// Rows is the site map.
func (s *Server) Rows() []RouteRow {
	var out []RouteRow
	for _, rt := range s.routes {
		out = append(out, RouteRow{Method: rt.method, Path: rt.path, Open: rt.guard == open, File: rt.file > 0})
	}
	return out
}

// TokenFor is the CSRF token of a form for a session, as a page of it would carry.
func (s *Server) TokenFor(session, action string) string { return s.keys.csrfToken(session, action) }

// Fits reports whether a path is one of a row's.
func Fits(pattern, path string) bool { return fits(pattern, path) }

// Say is a message with its placeholders left out, and whether it exists.
func (s *Server) Say(lang, key string) (string, bool) {
	return s.views.words[lang].t(key), s.views.words[lang].has(key)
}

// Holds reports whether a token would be taken from a form of a session.
func (s *Server) Holds(session, action, token string) bool {
	return s.keys.csrfHolds(token, session, action)
}

// Draw renders a page.
func (s *Server) Draw(lang, name string, data any) error {
	_, err := s.views.render(lang, name, data)
	return err
}

// PageNames are the names of all pages.
func PageNames() []string {
	paths, _ := fs.Glob(templateFiles, "templates/pages/*.html")
	for i, p := range paths {
		paths[i] = strings.TrimSuffix(path.Base(p), ".html")
	}
	return paths
}

// TemplateSources are the texts of all templates by their files.
func TemplateSources(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(templateFiles, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := templateFiles.ReadFile(name)
		out[name] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
