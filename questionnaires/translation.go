package questionnaires

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
)

// translation reads one translation file into the texts of the definition.
func (d *decoder) translation(fsys fs.FS, name, language string) {
	data, ok := d.read(fsys, name)
	if !ok {
		return
	}
	root := d.parse(name, data)
	if root == nil {
		return
	}
	o := d.object(root, "the translation")
	if o.broken {
		return
	}
	d.heading(o)
	o.choice("language", "", language)
	if texts := o.required("texts"); texts != nil {
		d.translate(texts, language)
	}
	o.finish()
	d.def.Languages = append(d.def.Languages, language)
}

// heading refuses a sibling that belongs to another questionnaire or version.
func (d *decoder) heading(o *object) {
	if id := o.word("questionnaire", isHost, hostRule); id != "" && d.def.ID != "" && id != d.def.ID {
		d.at(o.n.get("questionnaire"), "this belongs to %s, but stands beside %s", id, d.def.ID)
	}
	if v := int(o.integer("version", 1, 9_999)); v > 0 && d.def.Version > 0 && v != d.def.Version {
		d.at(o.n.get("version"), "this belongs to version %d, but stands beside version %d", v, d.def.Version)
	}
}

// Fingerprint is the first eight hex digits of SHA-256 of a source text; a translation stores it to show what it translates.
func Fingerprint(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:4])
}

// translate fills in every text and refuses what is missing, unused or stale.
func (d *decoder) translate(texts *node, language string) {
	if texts.kind != mappingNode {
		d.at(texts, "texts must be written as keys and values")
		return
	}
	given := make(map[string]int, len(texts.keys))
	for i, k := range texts.keys {
		given[k.text] = i
	}
	wanted := make(map[string]bool, len(d.texts))
	names := make([]string, len(d.texts))
	for i, t := range d.texts {
		names[i] = t.key
		wanted[t.key] = true
	}
	for _, k := range texts.keys {
		if !wanted[k.text] {
			d.at(k, "nothing has the text %s; remove it%s", quote(k.text), d.suggest(k.text, names))
		}
	}
	for _, t := range d.texts {
		i, ok := given[t.key]
		if !ok {
			d.at(texts, "the translation of %s is missing; add %s: {of: %s, text: …}", t.key, t.key, Fingerprint(t.text[SourceLanguage]))
			continue
		}
		d.entry(t, texts.items[i], language)
	}
}

// entry reads one translated text.
func (d *decoder) entry(t sourceText, n *node, language string) {
	o := d.object(n, t.key)
	if o.broken {
		return
	}
	source := Fingerprint(t.text[SourceLanguage])
	if of, ok := o.scalar("of", o.required("of")); ok && of != source {
		d.at(o.n.get("of"), "the source text of %s has changed since it was translated; compare them, then write of: %s", t.key, source)
	}
	if s := o.text("text"); s != "" {
		t.text[language] = s
	}
	o.finish()
}
