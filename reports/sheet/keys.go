package sheet

import (
	"slices"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// group is the rows of one sheet: units of rows that belong together, the first of each being the main one.
type group struct {
	title string
	units [][]string
	// from and to are the first and last column that is filled in; heads are the messages that stand there in rows
	// without a key.
	from, to int
	heads    []string
}

// layout refuses a workbook that has lost rows, or gained some, so that no answer is lost without a word.
func (r *sheetReader) layout() {
	groups := r.groups()
	kinds := map[string]*group{} // sheet → what stands on it
	for i := range groups {
		for _, key := range slices.Concat(groups[i].units...) {
			r.known[key] = true
			if on, ok := r.rows[key]; ok {
				kinds[on.sheet] = &groups[i]
			}
		}
	}
	r.strangers()
	for _, on := range r.loose {
		if g := kinds[on.sheet]; g != nil {
			r.unkeyed(on, g)
		}
	}
	for i := range groups {
		r.complete(&groups[i])
	}
	for _, a := range r.merged {
		if g := kinds[a.sheet]; g != nil {
			r.unmerged(a, g)
		}
	}
}

// groups is what the template writes for this questionnaire.
func (r *sheetReader) groups() []group {
	lang := r.rows[metaKey].cell(companyValue)
	title := func(key string) string {
		say, err := newWords(lang)
		if err != nil {
			return key
		}
		return say.say(key)
	}
	company := group{title: title("company.sheet.name"), from: companyValue, to: companySecond, heads: []string{"company.site.head"}}
	company.units = append(company.units, []string{keyName}, []string{keyNIB})
	company.units = append(company.units, r.numbered(keyKBLI, companyCodes)...)
	company.units = append(company.units, []string{keyPeriod}, []string{keyDate})
	company.units = append(company.units, r.numbered(keySite, companySites)...)
	out := []group{company}
	for i := range r.def.Sections {
		s := &r.def.Sections[i]
		g := group{title: s.Title.In(lang), from: columnAnswer, to: r.spots.evidence + evidenceColumns - 1, heads: []string{"column.answer"}}
		for _, t := range s.Topics {
			for _, id := range t.Questions {
				if q, ok := r.def.Question(id); ok {
					g.units = append(g.units, questionKeys(q))
				}
			}
		}
		out = append(out, g)
	}
	return append(out, group{
		title: title("more.sheet.name"), units: r.numbered(keyMore, moreRows), from: moreQuestion,
		to: moreEvidence + evidenceColumns - 1, heads: []string{"more.note.text", "more.question.head"},
	})
}

// questionKeys is the keys of the rows of a question.
func questionKeys(q *questionnaires.Question) []string {
	keys := []string{q.ID}
	if q.Kind == rules.Multiple {
		for _, o := range q.Options {
			keys = append(keys, q.ID+"/"+o.Code)
		}
	}
	if q.Kind == rules.Table {
		for _, line := range q.Rows {
			keys = append(keys, q.ID+"/"+line.Code)
		}
	}
	return keys
}

// numbered is the keys of rows that are counted: at least as many as an empty template has.
func (r *sheetReader) numbered(prefix string, least int) [][]string {
	n := 0
	for _, key := range r.keys {
		if strings.HasPrefix(key, prefix+"/") {
			n++
		}
	}
	var units [][]string
	for i := range max(n, least) {
		units = append(units, []string{numbered(prefix, i)})
	}
	return units
}

// strangers refuses rows whose key is none of this questionnaire's.
func (r *sheetReader) strangers() {
	for _, key := range r.keys {
		if r.known[key] || key == metaKey {
			continue
		}
		on := r.rows[key]
		r.torn[on.sheet] = true
		r.at(on, columnKey, "the row belongs to %q, which the questionnaire does not have; remove the row", shown(key))
	}
}

// unkeyed refuses a row without a key where something is filled in.
func (r *sheetReader) unkeyed(on *row, g *group) {
	col := on.filled(g.from, g.to)
	if col == 0 {
		return
	}
	for _, head := range g.heads {
		if anyLanguage(on.cell(g.from), head) {
			return
		}
	}
	r.torn[on.sheet] = true
	r.at(on, col, "the row has no key in the hidden column A, so this cannot be read; clear it, or copy the answers into a new template")
}

// complete refuses a sheet that lacks rows. A row with a wrong key, or none, was refused already and is the likely cause.
func (r *sheetReader) complete(g *group) {
	var before *row
	for _, key := range slices.Concat(g.units...) {
		if before = r.rows[key]; before != nil {
			break
		}
	}
	if before == nil {
		r.at(nil, 0, "the rows of the sheet %q are missing; put the sheet back, or copy the answers into a new template", g.title)
		return
	}
	if r.torn[before.sheet] {
		return
	}
	for _, unit := range g.units {
		for _, key := range unit {
			if on, ok := r.rows[key]; ok {
				before = on
				continue
			}
			r.at(before, columnKey, "the row %s is missing near this one; put it back, or copy the answers into a new template", key)
			break
		}
	}
}

// unmerged refuses merged cells that cover something to be filled in.
func (r *sheetReader) unmerged(a area, g *group) {
	if a.right < g.from || a.left > g.to {
		return
	}
	for _, key := range r.keys {
		on := r.rows[key]
		if on.sheet == a.sheet && a.top <= on.line && on.line <= a.bottom {
			r.at(on, max(a.left, g.from), "merged cells hold one answer only; separate them and fill in each cell by itself")
			return
		}
	}
}
