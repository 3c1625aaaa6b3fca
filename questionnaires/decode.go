package questionnaires

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// decoder turns the tree of one questionnaire file into a Definition and remembers where everything stands.
type decoder struct {
	*faults
	file       string
	def        *Definition
	texts      []sourceText        // every translatable text, in file order
	conditions map[string]*node    // name of a condition in the program → its place
	added      map[string]bool     // names of conditions handed to the program
	undeclared map[string]bool     // questions that conditions cannot read, because of a fault of their own
	places     map[string]*node    // "question/agents_used" → its id
	names      map[string][]string // kind → declared ids, in file order
	uses       []use               // ids that must be declared somewhere
	used       map[string]bool     // "action/repay" → something names it
}

// sourceText is one translatable text with its key in the translation files.
type sourceText struct {
	key  string
	text Text
	at   *node
}

// use is one mention of an id.
type use struct {
	kind, id string
	at       *node
}

const (
	wordRule = "a small letter followed by small letters, digits or _, at most 40"
	codeRule = "a letter followed by letters, digits or _, at most 40"
	hostRule = "a small letter followed by small letters, digits or -, at most 40"
)

func newDecoder(f *faults, file string) *decoder {
	return &decoder{
		faults: f, file: file, def: &Definition{}, added: map[string]bool{},
		conditions: map[string]*node{}, places: map[string]*node{}, names: map[string][]string{}, used: map[string]bool{},
	}
}

// id reads and declares the id of one part.
func (d *decoder) id(o *object, kind string) string {
	form, rule := isWord, wordRule
	if kind == "reference" || kind == "proof" || kind == "respondent" {
		form, rule = isCode, codeRule
	}
	id := o.word("id", form, rule)
	if id != "" {
		d.declare(kind, id, o.n.get("id"))
		o.what = kind + " " + id
	}
	return id
}

// declare notes an id; questions, contexts and derived values share one kind of names, because conditions read them.
func (d *decoder) declare(kind, id string, at *node) {
	space := kind
	if kind == "question" || kind == "context" || kind == "derived" {
		space = "name"
	}
	if earlier := d.places[space+"/"+id]; earlier != nil {
		d.at(at, "%s %s is declared twice, first in line %d; every id stands once", kind, id, earlier.line)
		return
	}
	d.places[space+"/"+id] = at
	d.places[kind+"/"+id] = at
	d.names[kind] = append(d.names[kind], id)
}

// refer reads one id of another part; that it exists is checked at the end.
func (d *decoder) refer(o *object, key, kind string, needed bool) string {
	n := o.optional(key)
	if n == nil && needed {
		n = o.required(key)
	}
	id, ok := o.scalar(key, n)
	if !ok {
		return ""
	}
	d.uses = append(d.uses, use{kind, id, n})
	return id
}

// maxMentions is how many ids one list can name.
const maxMentions = 200

// referAll reads a list of ids.
func (d *decoder) referAll(o *object, key, kind string, needed bool) []string {
	var ids []string
	items := o.list(key, needed)
	if len(items) > maxMentions {
		d.at(o.n.get(key), "%s of %s has %d entries; at most %d are read", key, o.what, len(items), maxMentions)
		return nil
	}
	for _, n := range items {
		id, ok := o.scalar(key, n)
		if !ok {
			continue
		}
		if slices.Contains(ids, id) {
			d.at(n, "%s of %s names %s twice; keep one", key, o.what, id)
			continue
		}
		ids = append(ids, id)
		d.uses = append(d.uses, use{kind, id, n})
	}
	return ids
}

// referNumbers reads a list of indicator ids.
func (d *decoder) referNumbers(o *object, key string) []int {
	var numbers []int
	for _, s := range d.referAll(o, key, "indicator", false) {
		if i, err := strconv.Atoi(s); err == nil {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// numbers reads a list of whole numbers.
func (d *decoder) numbers(o *object, key string, lowest, highest int64) []int {
	var numbers []int
	for _, n := range o.list(key, false) {
		numbers = append(numbers, int(o.integerOf(key, n, lowest, highest)))
	}
	return numbers
}

// resolve refuses every mention of an id that nothing declares.
func (d *decoder) resolve() {
	for _, u := range d.uses {
		d.used[u.kind+"/"+u.id] = true
		if d.places[u.kind+"/"+u.id] == nil {
			d.at(u.at, "there is no %s %s%s", u.kind, quote(u.id), d.suggest(u.id, d.names[u.kind]))
		}
	}
}

// text reads a required translatable text.
func (d *decoder) text(o *object, key, name string) Text {
	return d.translatable(o, key, o.required(key), name)
}

// textIf reads an optional translatable text.
func (d *decoder) textIf(o *object, key, name string) Text {
	return d.translatable(o, key, o.optional(key), name)
}

func (d *decoder) translatable(o *object, key string, n *node, name string) Text {
	s := o.textOf(key, n)
	if s == "" {
		return nil
	}
	t := Text{SourceLanguage: s}
	d.texts = append(d.texts, sourceText{name, t, n})
	return t
}

// condition reads an optional condition that the program knows by name.
func (d *decoder) condition(o *object, key, name string) Condition {
	n := o.optional(key)
	s, ok := o.scalar(key, n)
	if !ok {
		return Condition{}
	}
	s = strings.TrimRight(s, "\n")
	if d.conditions[name] == nil {
		d.conditions[name] = n
	}
	return Condition{Source: s, ID: name}
}

// conditionOf reads a required condition.
func (d *decoder) conditionOf(o *object, key, name string) Condition {
	if n := o.required(key); n == nil {
		return Condition{}
	}
	return d.condition(o, key, name)
}

// decode reads the whole file.
func (d *decoder) decode(root *node) {
	o := d.object(root, "the questionnaire")
	if o.broken {
		return
	}
	def := d.def
	def.ID = o.word("id", isHost, hostRule)
	def.Version = int(o.integer("version", 1, 9_999))
	def.Date = o.day("date", true)
	if l := o.required("language"); l != nil && l.text != SourceLanguage {
		d.at(l, "language must be %s: texts are written in Indonesian first and translated beside", SourceLanguage)
	}
	def.Languages = []string{SourceLanguage}
	def.Title = d.text(o, "title", "title")
	def.Purpose = d.text(o, "purpose", "purpose")
	if m := o.required("model"); m != nil {
		d.model(m)
	}
	d.catalogues(o)
	d.each(o, "contexts", false, d.context)
	d.each(o, "derived", false, d.derived)
	d.each(o, "sections", true, d.section)
	d.each(o, "consistency", false, d.consistency)
	d.each(o, "findings", false, d.finding)
	d.each(o, "actions", false, d.action)
	d.each(o, "modules", false, d.module)
	d.each(o, "referrals", false, d.referral)
	d.each(o, "cautions", false, d.caution)
	o.finish()
}

// each reads every item of a list as keys and values.
func (d *decoder) each(o *object, key string, needed bool, read func(*object)) {
	for i, n := range o.list(key, needed) {
		item := d.object(n, fmt.Sprintf("entry %d of %s", i+1, key))
		if item.broken {
			continue
		}
		read(item)
		item.finish()
	}
}

func (d *decoder) section(o *object) {
	s := Section{ID: d.id(o, "section")}
	s.Title = d.text(o, "title", "section."+s.ID+".title")
	s.Purpose = d.text(o, "purpose", "section."+s.ID+".purpose")
	s.Who = d.referAll(o, "who", "respondent", true)
	d.each(o, "topics", true, func(t *object) { s.Topics = append(s.Topics, d.topic(t, s.ID)) })
	d.def.Sections = append(d.def.Sections, s)
}

// maxTopic is how many questions stand on one page.
const maxTopic = 8

func (d *decoder) topic(o *object, section string) Topic {
	t := Topic{ID: d.id(o, "topic")}
	t.Title = d.text(o, "title", "topic."+t.ID+".title")
	before := len(d.def.Questions)
	d.each(o, "questions", true, func(q *object) { d.question(q, section, t.ID) })
	for _, q := range d.def.Questions[before:] {
		t.Questions = append(t.Questions, q.ID)
	}
	if n := len(t.Questions); n > maxTopic {
		d.at(o.n, "%s has %d questions; at most %d stand on one page, split it", o.what, n, maxTopic)
	}
	return t
}

// isWord fits ids that conditions can read.
func isWord(s string) bool { return isName(s, "_") && s[0] >= 'a' }

// isHost fits ids of questionnaires.
func isHost(s string) bool { return isName(s, "-") && s[0] >= 'a' }

// isOption fits codes of options, rows and columns, which may begin with a digit.
func isOption(s string) bool { return isName(s, "_") }

// isCode fits ids of catalogues, such as L1 and D2.
func isCode(s string) bool {
	return s != "" && (s[0] < '0' || s[0] > '9') && isName(strings.ToLower(s), "_") && len(s) == len(strings.ToLower(s))
}

const maxID = 40

// isName reports whether s has small letters, digits and the joint, which does not come first.
func isName(s, joint string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (i == 0 || c != joint[0]) {
			return false
		}
	}
	return s != "" && len(s) <= maxID
}
