package questionnaires

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Report is what checking one questionnaire found, its translations and worked cases included.
type Report struct {
	File      string   `json:"file"`
	ID        string   `json:"id"`
	Version   int      `json:"version"`
	SHA256    string   `json:"sha256"`
	Counts    Counts   `json:"counts"`
	Languages []string `json:"languages"`
	Faults    []Fault  `json:"faults"`
}

// Load reads the questionnaire file name (library/<id>/v<N>.yaml) with its siblings v<N>.<lang>.yaml and
// v<N>.cases.yaml. A questionnaire with faults is refused with an *InvalidError that lists all of them.
func Load(fsys fs.FS, name string) (*Definition, error) {
	f := &faults{}
	def := f.load(fsys, name)
	if len(f.list) > 0 {
		return nil, &InvalidError{f.sorted(name)}
	}
	return def, nil
}

// Check reads a questionnaire file with its siblings and reports every fault.
func Check(fsys fs.FS, name string) Report {
	f := &faults{}
	def := f.load(fsys, name)
	return Report{
		File: name, ID: def.ID, Version: def.Version, SHA256: def.SHA256, Counts: def.Counts,
		Languages: append([]string{}, def.Languages...), Faults: append([]Fault{}, f.sorted(name)...),
	}
}

// load returns what could be read; it is whole only when no fault was added.
func (f *faults) load(fsys fs.FS, name string) *Definition {
	d := newDecoder(f, name)
	data, ok := f.read(fsys, name)
	if !ok {
		return d.def
	}
	sum := sha256.Sum256(data)
	d.def.SHA256 = hex.EncodeToString(sum[:])
	root := f.parse(name, data)
	if root == nil {
		return d.def
	}
	d.decode(root)
	d.resolve()
	d.named(root)
	d.structure(root)
	d.compile(root, data)
	d.def.reindex()
	d.redFlags()
	d.siblings(fsys)
	d.count()
	return d.def
}

// read returns a file's content, or adds a fault.
func (f *faults) read(fsys fs.FS, name string) ([]byte, bool) {
	info, err := fs.Stat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.add(Fault{File: name, Message: "there is no such file"})
		return nil, false
	case err == nil && info.IsDir():
		f.add(Fault{File: name, Message: "this is a folder; name the file in it"})
		return nil, false
	case err == nil && info.Size() > maxFileSize:
		f.at(&node{file: name}, "the file has %d bytes; at most %d (1 MiB) are read", info.Size(), maxFileSize)
		return nil, false
	}
	if err == nil && !info.Mode().IsRegular() {
		f.add(Fault{File: name, Message: "this is no ordinary file; name one that holds a questionnaire"})
		return nil, false
	}
	data, err := readAtMost(fsys, name, maxFileSize)
	if err != nil {
		f.at(&node{file: name}, "the file cannot be read: %v", err)
		return nil, false
	}
	return data, true
}

// readAtMost reads a file that may have grown since it was looked at.
func readAtMost(fsys fs.FS, name string, most int64) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, most))
	return data, errors.Join(err, file.Close())
}

// named refuses a file whose name tells another version or questionnaire than its content.
func (d *decoder) named(root *node) {
	stem := strings.TrimSuffix(path.Base(d.file), ".yaml")
	if m := regexp.MustCompile(`^v([0-9]+)$`).FindStringSubmatch(stem); m != nil && d.def.Version > 0 && m[1] != strconv.Itoa(d.def.Version) {
		d.at(root.get("version"), "version %d stands in a file named %s; a new version is a new file", d.def.Version, path.Base(d.file))
	}
	if dir := path.Base(path.Dir(d.file)); dir != "." && dir != "/" && d.def.ID != "" && dir != d.def.ID {
		d.at(root.get("id"), "%s stands in the folder %s; a questionnaire's folder has its id as name", d.def.ID, dir)
	}
}

// siblings reads the translations and worked cases beside the file.
func (d *decoder) siblings(fsys fs.FS) {
	dir, stem := path.Dir(d.file), strings.TrimSuffix(path.Base(d.file), ".yaml")
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		d.at(&node{file: d.file}, "the folder of the file cannot be read: %v", err)
		return
	}
	for _, e := range entries {
		middle, ok := strings.CutPrefix(e.Name(), stem+".")
		middle, yaml := strings.CutSuffix(middle, ".yaml")
		if !ok || !yaml || e.IsDir() {
			continue
		}
		name := path.Join(dir, e.Name())
		switch {
		case middle == "cases":
			d.workedCases(fsys, name)
		case middle == SourceLanguage || !isLanguage(middle):
			d.at(&node{file: name}, "%s is no language to translate into; a translation is named like %s.en.yaml, worked cases %s.cases.yaml", quote(middle), stem, stem)
		default:
			d.translation(fsys, name, middle)
		}
	}
}

func isLanguage(s string) bool {
	return len(s) == 2 && s[0] >= 'a' && s[0] <= 'z' && s[1] >= 'a' && s[1] <= 'z'
}

// count fills in what `tuntas check --json` reports.
func (d *decoder) count() {
	def := d.def
	c := Counts{
		Sections: len(def.Sections), Questions: len(def.Questions), Conditions: len(d.conditions),
		Findings: len(def.Findings), Actions: len(def.Actions), Modules: len(def.Modules),
		References: len(def.References), ConsistencyRules: len(def.Rules), Cases: len(def.Cases),
	}
	for _, q := range def.Questions {
		if q.ShortPath {
			c.ShortPath++
		}
	}
	for _, r := range def.References {
		if r.Verified {
			c.ReferencesVerified++
		}
	}
	def.Counts = c
}
