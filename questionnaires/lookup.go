package questionnaires

import "tuntas/questionnaires/rules"

// index finds parts of a definition by id.
type index struct {
	questions  map[string]int
	contexts   map[string]int
	derived    map[string]int
	findings   map[string]int
	actions    map[string]int
	modules    map[string]int
	references map[string]int
}

func positions[T any](list []T, id func(*T) string) map[string]int {
	m := make(map[string]int, len(list))
	for i := range list {
		m[id(&list[i])] = i
	}
	return m
}

// at returns a pointer into a list, by an index that was made from it.
func at[T any](list []T, where map[string]int, id string) (*T, bool) {
	i, ok := where[id]
	if !ok {
		return nil, false
	}
	return &list[i], true
}

// reindex makes the definition's parts findable by id; it is called once, when the definition is loaded.
func (def *Definition) reindex() {
	def.index = index{
		questions:  positions(def.Questions, func(q *Question) string { return q.ID }),
		contexts:   positions(def.Contexts, func(c *Context) string { return c.ID }),
		derived:    positions(def.Derived, func(v *Derived) string { return v.ID }),
		findings:   positions(def.Findings, func(f *Finding) string { return f.ID }),
		actions:    positions(def.Actions, func(a *Action) string { return a.ID }),
		modules:    positions(def.Modules, func(m *Module) string { return m.ID }),
		references: positions(def.References, func(r *Reference) string { return r.ID }),
	}
}

// Question returns the question with this id.
func (def *Definition) Question(id string) (*Question, bool) {
	return at(def.Questions, def.index.questions, id)
}

// Context returns the context table with this id.
func (def *Definition) Context(id string) (*Context, bool) {
	return at(def.Contexts, def.index.contexts, id)
}

// Finding returns the finding with this id.
func (def *Definition) Finding(id string) (*Finding, bool) {
	return at(def.Findings, def.index.findings, id)
}

// Action returns the action with this id.
func (def *Definition) Action(id string) (*Action, bool) {
	return at(def.Actions, def.index.actions, id)
}

// Module returns the training module with this id.
func (def *Definition) Module(id string) (*Module, bool) {
	return at(def.Modules, def.index.modules, id)
}

// Reference returns the legal rule or standard with this id.
func (def *Definition) Reference(id string) (*Reference, bool) {
	return at(def.References, def.index.references, id)
}

// Option returns the option with this code.
func (q *Question) Option(code string) (*Option, bool) {
	for i := range q.Options {
		if q.Options[i].Code == code {
			return &q.Options[i], true
		}
	}
	return nil, false
}

// Wording is the texts of a definition in one language, by the ids that conditions use.
type Wording struct {
	def  *Definition
	lang string
}

// Wording returns the texts in a language; what has no text there is named by its id.
func (def *Definition) Wording(lang string) Wording { return Wording{def, lang} }

func (w Wording) or(t Text, id string) string {
	if s := t.In(w.lang); s != "" {
		return s
	}
	return id
}

// Question returns the text of a question, or the title of a context.
func (w Wording) Question(id string) string {
	if q, ok := w.def.Question(id); ok {
		return w.or(q.Text, id)
	}
	if c, ok := w.def.Context(id); ok {
		return w.or(c.Title, id)
	}
	return id
}

// Option returns the text of an option of a question.
func (w Wording) Option(question, code string) string {
	if q, ok := w.def.Question(question); ok {
		if o, ok := q.Option(code); ok {
			return w.or(o.Text, code)
		}
	}
	return code
}

// Row returns the text of a row of a table.
func (w Wording) Row(question, code string) string {
	if q, ok := w.def.Question(question); ok {
		return w.label(q.Rows, code)
	}
	return code
}

// Column returns the text of a column of a table.
func (w Wording) Column(question, code string) string {
	if q, ok := w.def.Question(question); ok {
		return w.label(q.Columns, code)
	}
	return code
}

func (w Wording) label(labels []Label, code string) string {
	for _, l := range labels {
		if l.Code == code {
			return w.or(l.Text, code)
		}
	}
	return code
}

// Derived returns what a derived value means, in words.
func (w Wording) Derived(id string) string {
	if v, ok := at(w.def.Derived, w.def.index.derived, id); ok {
		return w.or(v.Text, id)
	}
	return id
}

// Module returns the title of a training module.
func (w Wording) Module(id string) string {
	if m, ok := w.def.Module(id); ok {
		return w.or(m.Title, id)
	}
	return id
}

var _ rules.Wording = Wording{}
