package reports

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// lookup finds the parts of a definition and of a result by their ids.
type lookup struct {
	questions  map[string]*questionnaires.Question
	sections   map[string]*questionnaires.Section
	findings   map[string]*questionnaires.Finding
	actions    map[string]*questionnaires.Action
	modules    map[string]*questionnaires.Module
	references map[string]*questionnaires.Reference
	proofs     map[string]*questionnaires.Proof
	roles      map[string]*questionnaires.Respondent
	contexts   map[string]*questionnaires.Context
	derived    map[string]*questionnaires.Derived
	domains    map[string]*questionnaires.Domain
	results    map[string]*scoring.Domain
	items      map[string]*scoring.Item
	exposure   map[string]*scoring.ExposureItem
	flags      map[string]*scoring.Flag
	open       map[string]*scoring.Finding
}

func newLookup(def *questionnaires.Definition, res *scoring.Result) lookup {
	l := lookup{
		questions:  index(def.Questions, func(q *questionnaires.Question) string { return q.ID }),
		sections:   index(def.Sections, func(s *questionnaires.Section) string { return s.ID }),
		findings:   index(def.Findings, func(f *questionnaires.Finding) string { return f.ID }),
		actions:    index(def.Actions, func(a *questionnaires.Action) string { return a.ID }),
		modules:    index(def.Modules, func(m *questionnaires.Module) string { return m.ID }),
		references: index(def.References, func(r *questionnaires.Reference) string { return r.ID }),
		proofs:     index(def.Proofs, func(p *questionnaires.Proof) string { return p.ID }),
		roles:      index(def.Roles, func(r *questionnaires.Respondent) string { return r.ID }),
		contexts:   index(def.Contexts, func(x *questionnaires.Context) string { return x.ID }),
		derived:    index(def.Derived, func(d *questionnaires.Derived) string { return d.ID }),
		domains:    index(def.Model.Domains, func(d *questionnaires.Domain) string { return d.ID }),
		results:    index(res.Control.Domains, func(d *scoring.Domain) string { return d.ID }),
		items:      index(res.Items, func(i *scoring.Item) string { return i.Question }),
		flags:      index(res.Flags, func(f *scoring.Flag) string { return f.ID }),
		open:       index(res.Findings, func(f *scoring.Finding) string { return f.ID }),
		exposure:   map[string]*scoring.ExposureItem{},
	}
	if res.Inherent != nil {
		for _, f := range res.Inherent.Factors {
			for i := range f.Items {
				l.exposure[f.Items[i].Question] = &f.Items[i]
			}
		}
	}
	return l
}

// index maps the elements of a list by their ids.
func index[T any](list []T, id func(*T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[id(&list[i])] = &list[i]
	}
	return m
}

// pick returns one part by id and records a fault when there is none.
func pick[T any](c *company, kind string, from map[string]*T, id string) *T {
	if found, ok := from[id]; ok {
		return found
	}
	c.fail("%s %q is not in %s@%d", kind, id, c.def.ID, c.def.Version)
	return new(T)
}

// resultHash is the SHA-256 of the result document in its canonical form.
func resultHash(res *scoring.Result) (string, error) {
	canonical, err := questionnaires.CanonicalJSON(res)
	if err != nil {
		return "", fmt.Errorf("hash the result: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
