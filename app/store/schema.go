package store

import (
	"fmt"
	"regexp"
	"slices"
)

var (
	nameForm = regexp.MustCompile(`^[a-z][a-z_]{0,39}$`)
	pathForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}(\.[A-Za-z0-9_-]{1,80}){0,7}$`)
)

// checkPath refuses a path that an engine could read as anything but names of members.
func checkPath(path string) error {
	if !pathForm.MatchString(path) {
		return fmt.Errorf("path %q: use member names of letters, digits, _ and - with dots between them", path)
	}
	return nil
}

// Field is the declared field with this path.
func (s *Schema) Field(path string) (Field, bool) {
	i := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Path == path })
	if i < 0 {
		return Field{}, false
	}
	return s.Fields[i], true
}

// unique reports whether a unique index reads what stands at path.
func (s *Schema) unique(path string) bool {
	for _, index := range s.Indexes {
		for _, f := range index.Fields {
			if index.Unique && (f == path || len(f) > len(path) && f[:len(path)+1] == path+".") {
				return true
			}
		}
	}
	return false
}

func (s *Schema) check() error {
	if !nameForm.MatchString(s.Name) {
		return fmt.Errorf("collection %q: use lower case letters and underscores", s.Name)
	}
	for _, f := range s.Fields {
		if err := checkPath(f.Path); err != nil {
			return fmt.Errorf("collection %s: %w", s.Name, err)
		}
	}
	for _, index := range s.Indexes {
		for _, f := range index.Fields {
			if _, ok := s.Field(f); !ok {
				return fmt.Errorf("collection %s: index over %s, which is not declared", s.Name, f)
			}
		}
	}
	return nil
}

// checkQuery refuses a query over anything but declared fields, with values of their kinds.
func (s *Schema) checkQuery(q Query) error {
	if q.Skip < 0 || q.Limit < 0 {
		return fmt.Errorf("query of %s: page of %d documents after %d", s.Name, q.Limit, q.Skip)
	}
	for _, c := range q.Where {
		if err := s.checkCondition(c); err != nil {
			return fmt.Errorf("query of %s: %w", s.Name, err)
		}
	}
	for _, o := range q.Sort {
		if _, ok := s.Field(o.Field); !ok {
			return fmt.Errorf("query of %s: cannot sort by %s, which is not declared", s.Name, o.Field)
		}
	}
	for _, member := range q.Only {
		if !nameForm.MatchString(member) {
			return fmt.Errorf("query of %s: %q is no member to read", s.Name, member)
		}
	}
	return nil
}

func (s *Schema) checkCondition(c Condition) error {
	f, ok := s.Field(c.Field)
	if !ok {
		return fmt.Errorf("%s is not a declared field", c.Field)
	}
	for _, v := range c.Values {
		if v.Kind() != f.Kind {
			return fmt.Errorf("the value for %s is of another kind", c.Field)
		}
	}
	if c.Operator > OpPrefix || c.Operator == OpPrefix && f.Kind != TextField {
		return fmt.Errorf("%s cannot be compared by operator %d", c.Field, c.Operator)
	}
	if c.Operator != OpIn && len(c.Values) != 1 {
		return fmt.Errorf("%s is compared with %d values", c.Field, len(c.Values))
	}
	return nil
}
