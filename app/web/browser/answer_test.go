package browser_test

import (
	"fmt"
	"slices"
	"strings"
)

// question is one question of the topic that is open, as far as a person sees it.
type question struct {
	ID      string   `json:"id"`
	Choices []string `json:"choices"` // ids of its options
	Single  bool     `json:"single"`
	Ways    []string `json:"ways"`   // ids of the ways to answer besides a value
	Fields  []string `json:"fields"` // names of its fields to type into
	Done    bool     `json:"done"`   // has an answer
}

const seenQuestions = `Array.from(document.querySelectorAll('form .qs[id^="q-"]')).map(q => {
	const id = q.id.slice(2), all = s => Array.from(q.querySelectorAll(s));
	const main = all('fieldset > .opts:not(.alt) input, fieldset > .opts.alt input').filter(i => i.name === 'a.' + id && i.type !== 'text');
	const other = i => i.name === 'o.' + id || i.value.startsWith('!');
	const typed = all('fieldset input[type=text], fieldset input:not([type]), fieldset textarea').filter(i => i.name.startsWith('a.') || i.name.startsWith('c.'));
	return {
		id: id, single: main.some(i => i.type === 'radio'), choices: main.filter(i => !other(i)).map(i => i.id),
		ways: all('input').filter(other).map(i => i.id), fields: typed.map(i => i.name),
		done: all('input:checked').length > 0 || typed.some(i => i.value !== ''),
	};
})`

// questions are those of the topic that is open.
func (p *person) questions() []question {
	p.t.Helper()
	return eval[[]question](p, seenQuestions)
}

// strategy is how somebody answers without reading.
type strategy struct {
	option   func(q question) int // which option
	number   string
	unknown  string // id of a question that is said not to be known yet
	excluded string // id of a question that is said not to apply
}

// best takes the first option of each question, which is mostly the good one; worst the last but "none".
func best(question) int    { return 0 }
func worst(q question) int { return max(len(q.Choices)-1, 0) }

// answer answers every question of the topic that has no answer yet, and saves until no new one appears.
func (p *person) answer(s strategy) {
	p.t.Helper()
	for range 6 {
		var open []question
		for _, q := range p.questions() {
			if !q.Done {
				open = append(open, q)
			}
		}
		if len(open) == 0 {
			return
		}
		here := p.path()
		for _, q := range open {
			p.reply(q, s)
		}
		if status := p.press(`form .save .btn.two`); status != 200 {
			p.t.Fatalf("saving %s is answered with %d:\n%.3000s", here, status, p.text())
		}
		p.open(here)
	}
	p.t.Fatalf("%s asks on and on: %v", p.path(), p.questions())
}

// reply answers one question.
func (p *person) reply(q question, s strategy) {
	p.t.Helper()
	switch {
	case q.ID == s.unknown:
		p.way(q, "not_known")
		p.fill("who."+q.ID, "Bagian personalia")
		p.fill("by."+q.ID, "15/12/2027")
	case q.ID == s.excluded:
		p.way(q, "not_applicable")
		p.fill("reason."+q.ID, "Kegiatan ini tidak ada di perusahaan kami.")
	case len(q.Choices) > 0:
		p.click(labelOf(q.Choices[min(s.option(q), len(q.Choices)-1)]))
	case len(q.Fields) > 0:
		for _, name := range q.Fields {
			p.fill(name, p.textFor(name, s))
		}
	default:
		p.t.Fatalf("no way to answer %+v", q)
	}
}

// textFor is what fits into a field to type into: a number, a date or a sentence.
func (p *person) textFor(name string, s strategy) string {
	p.t.Helper()
	field := fmt.Sprintf(`document.querySelector('[name=%q]')`, name)
	switch {
	case eval[string](p, field+`.inputMode`) == "decimal":
		return s.number
	case eval[string](p, field+`.tagName`) == "TEXTAREA":
		return "Kami tulis apa adanya: ada prosedur, ada catatan."
	default:
		return "1/3/2026"
	}
}

// way picks one of the ways besides a value.
func (p *person) way(q question, code string) {
	p.t.Helper()
	at := slices.IndexFunc(q.Ways, func(id string) bool { return strings.HasSuffix(id, code) })
	if at < 0 {
		p.t.Fatalf("%s has no way %s: %v", q.ID, code, q.Ways)
	}
	p.click(labelOf(q.Ways[at]))
}

func labelOf(id string) string { return fmt.Sprintf(`label[for=%q]`, id) }

// links are the paths below a prefix that the page leads to, in its order.
func (p *person) links(within, contains string) []string {
	p.t.Helper()
	all := eval[[]string](p, fmt.Sprintf(`Array.from(document.querySelectorAll(%s)).map(a => a.getAttribute('href').split('#')[0])`, quote(within+" a[href]")))
	var out []string
	for _, path := range all {
		if strings.Contains(path, contains) && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return out
}

// topics are the paths of the topics of a section.
func (p *person) topics(section string) []string {
	p.t.Helper()
	p.open(section)
	return slices.DeleteFunc(append([]string{p.path()}, p.links(".rail", "/bagian/")...), func(path string) bool {
		return strings.Count(path, "/") < 6
	})
}

// answerAll answers the topics of sections until nothing is asked any more.
func (p *person) answerAll(sections []string, s strategy) {
	p.t.Helper()
	for _, section := range sections {
		for _, topic := range p.topics(section) {
			if p.path() != topic {
				p.open(topic)
			}
			p.answer(s)
		}
	}
}
