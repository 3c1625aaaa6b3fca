package questionnaires

import (
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

//go:embed library
var embedded embed.FS

// Library returns the questionnaires that come with the program: <id>/v<N>.yaml and what belongs to them.
func Library() fs.FS {
	sub, err := fs.Sub(embedded, "library")
	if err != nil {
		return embedded // "library" is a valid path, so this cannot happen
	}
	return sub
}

// Ref names one version of a questionnaire. Version 0 stands for the latest.
type Ref struct {
	ID      string
	Version int
}

// String is the reference as id@version, or the id alone for the latest version.
func (r Ref) String() string {
	if r.Version == 0 {
		return r.ID
	}
	return r.ID + "@" + strconv.Itoa(r.Version)
}

// File is the path of the questionnaire's file in the library.
func (r Ref) File() string { return fmt.Sprintf("%s/v%d.yaml", r.ID, r.Version) }

// ParseRef reads id@version.
func ParseRef(s string) (Ref, error) {
	id, version, _ := strings.Cut(s, "@")
	n, err := strconv.Atoi(version)
	if err != nil || n < 1 || !isHost(id) || strconv.Itoa(n) != version {
		return Ref{}, fmt.Errorf("%s is not written as id@version, such as forced-labour@1", quote(s))
	}
	return Ref{id, n}, nil
}

// List returns every version of every questionnaire of the library, by id and version.
func List() ([]Ref, error) { return list(Library()) }

func list(library fs.FS) ([]Ref, error) {
	names, err := fs.Glob(library, "*/v*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the library: %w", err)
	}
	var refs []Ref
	for _, name := range names {
		id, file := path.Split(name)
		version := strings.TrimSuffix(strings.TrimPrefix(file, "v"), ".yaml")
		if ref, err := ParseRef(strings.TrimSuffix(id, "/") + "@" + version); err == nil {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, func(a, b Ref) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Version, b.Version)) })
	return refs, nil
}

// Open loads a questionnaire of the library by id@version, or the latest version by id alone.
func Open(ref string) (*Definition, error) { return open(Library(), ref) }

func open(library fs.FS, name string) (*Definition, error) {
	refs, err := list(library)
	if err != nil {
		return nil, err
	}
	for _, ref := range slices.Backward(refs) {
		if ref.String() == name || ref.ID == name {
			return Load(library, ref.File())
		}
	}
	known := make([]string, len(refs))
	for i, ref := range refs {
		known[i] = ref.String()
	}
	return nil, fmt.Errorf("there is no questionnaire %s; the library has %s", quote(name), strings.Join(known, ", "))
}

// sumFile holds the hash of every published file, in the format of sha256sum.
const sumFile = "published.sum"

// VerifySum reports every published file that was changed or removed: a published questionnaire never changes, a new
// version is a new file.
func VerifySum(library fs.FS) []Fault {
	f := &faults{}
	data, ok := f.read(library, sumFile)
	if !ok {
		return f.list
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		at := &node{file: sumFile, line: i + 1, col: 1}
		sum, name, ok := strings.Cut(line, "  ")
		switch {
		case !ok || len(sum) != 2*sha256.Size || !fs.ValidPath(name):
			f.at(at, "a line must have a SHA-256 and a path, as sha256sum writes them")
		case seen[name]:
			f.at(at, "%s stands twice; keep the first line, a published file has one hash", name)
		default:
			f.verify(library, at, name, sum)
		}
		seen[name] = true
	}
	return f.list
}

func (f *faults) verify(library fs.FS, at *node, name, sum string) {
	content, err := fs.ReadFile(library, name)
	if err != nil {
		f.at(at, "the published file %s is missing; put it back", name)
		return
	}
	if actual := sha256.Sum256(content); hex.EncodeToString(actual[:]) != sum {
		f.at(at, "the published file %s was changed; put it back and publish a new version", name)
	}
}
