package questionnaires

import (
	"slices"
	"strings"
)

// structure refuses parts that are well written each by itself but do not fit together.
func (d *decoder) structure(root *node) {
	d.factorsHaveItems()
	d.domainsHaveQuestions()
	for _, id := range d.names["action"] {
		if !d.used["action/"+id] {
			d.at(d.places["action/"+id], "no finding leads to action %s; name it in a finding or remove it", id)
		}
	}
	d.moduleOrder()
	if len(d.def.Model.Factors) == 0 && len(d.def.Contexts) > 0 {
		d.at(root.get("contexts"), "contexts belong to factors, and the model declares none; remove them")
	}
}

func (d *decoder) factorsHaveItems() {
	items := map[string]bool{}
	for _, q := range d.def.Questions {
		items[q.Role.Factor] = true
	}
	for _, c := range d.def.Contexts {
		items[c.Factor] = true
	}
	for _, f := range d.def.Model.Factors {
		if f.ID != "" && !items[f.ID] {
			d.at(d.places["factor/"+f.ID], "factor %s has no item; give a question or a context the factor, or remove it", f.ID)
		}
	}
}

// domainsHaveQuestions demands a question for every domain, and for a core domain one that always applies.
func (d *decoder) domainsHaveQuestions() {
	some, always := map[string]bool{}, map[string]bool{}
	for i := range d.def.Questions {
		q := &d.def.Questions[i]
		some[q.Role.Domain] = true
		if q.alwaysApplies() {
			always[q.Role.Domain] = true
		}
	}
	for _, domain := range d.def.Model.Domains {
		switch {
		case domain.ID == "":
		case !some[domain.ID]:
			d.at(d.places["domain/"+domain.ID], "domain %s has no question; give one the domain, or remove it", domain.ID)
		case domain.Core && !always[domain.ID]:
			d.at(d.places["domain/"+domain.ID], "core domain %s needs a question that always applies: never_not_applicable, without show and without a case that is not applicable", domain.ID)
		}
	}
}

func (q *Question) alwaysApplies() bool {
	leaves := slices.ContainsFunc(q.Value.Cases, func(c Case) bool { return c.NotApplicable })
	return q.NeverNA && !q.Show.Present() && !leaves
}

// moduleOrder refuses modules that have to come before themselves.
func (d *decoder) moduleOrder() {
	after := map[string][]string{}
	for _, m := range d.def.Modules {
		after[m.ID] = m.After
	}
	done := map[string]bool{}
	var visit func(id string, trail []string)
	visit = func(id string, trail []string) {
		if i := slices.Index(trail, id); i >= 0 {
			d.at(d.places["module/"+id], "modules wait for each other: %s", strings.Join(append(trail[i:], id), " after "))
			done[id] = true
		}
		if done[id] || d.places["module/"+id] == nil {
			return
		}
		for _, before := range after[id] {
			visit(before, append(trail, id))
		}
		done[id] = true
	}
	for _, m := range d.def.Modules {
		visit(m.ID, nil)
	}
}

// redFlags marks the questions that decide a red flag. They and the gates that hide them must be answered, can never
// be claimed not applicable, and a consistency rule reads each gate (section 4 of the scoring model): otherwise one
// answer could make a red flag disappear.
func (d *decoder) redFlags() {
	if d.def.Program == nil {
		return
	}
	crossed := map[string]bool{}
	for _, r := range d.def.Rules {
		for _, id := range d.questionsRead(r.When) {
			crossed[id] = true
		}
	}
	told, gates := map[string]bool{}, map[string]bool{}
	for i := range d.def.Findings {
		f := &d.def.Findings[i]
		if f.Class == "" {
			continue
		}
		for _, id := range d.questionsRead(f.When) {
			q, _ := d.def.Question(id)
			q.RedFlag = true
			if !told[id] {
				told[id] = true
				d.demand(q, "decides the red flag "+f.ID)
			}
		}
	}
	for i := range d.def.Questions {
		if q := &d.def.Questions[i]; q.RedFlag {
			d.gates(q, q.ID, crossed, told, gates)
		}
	}
}

// questionsRead returns the questions, without contexts, that a condition reads directly or through derived values.
func (d *decoder) questionsRead(c Condition) []string {
	n, ok := d.def.Program.Node(c.ID)
	if !ok {
		return nil
	}
	return slices.DeleteFunc(d.def.Program.Reads(n), func(id string) bool {
		_, ok := d.def.Question(id)
		return !ok
	})
}

// gates follows the show-conditions that can hide a red-flag question.
func (d *decoder) gates(q *Question, flag string, crossed, told, seen map[string]bool) {
	for _, id := range d.questionsRead(q.Show) {
		if seen[id] {
			continue
		}
		seen[id] = true
		gate, _ := d.def.Question(id)
		if !told[id] {
			told[id] = true
			d.demand(gate, "can hide the red-flag question "+flag)
		}
		if !crossed[id] {
			d.at(d.places["question/"+id], "question %s can hide the red-flag question %s, so a consistency rule must read it; add one", id, flag)
		}
		d.gates(gate, flag, crossed, told, seen)
	}
}

// demand refuses an important question that may be left out.
func (d *decoder) demand(q *Question, why string) {
	var missing []string
	if !q.Mandatory {
		missing = append(missing, "mandatory: true")
	}
	if !q.NeverNA {
		missing = append(missing, "never_not_applicable: true")
	}
	if len(missing) > 0 {
		d.at(d.places["question/"+q.ID], "question %s %s; write %s", q.ID, why, strings.Join(missing, " and "))
	}
}
