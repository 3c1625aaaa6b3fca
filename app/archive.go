package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"
	"strings"
	"time"

	"tuntas/app/store"
)

// The formats of archives: documents can be read into every engine, a copy of a SQLite database only into a file.
const (
	documentsFormat = "tuntas-documents-1"
	sqliteFormat    = "tuntas-sqlite-1"
)

// The names within archives.
const (
	manifestName     = "manifest.json"
	databaseName     = "database.sqlite"
	publicKeyName    = "key.pub"
	collectionFolder = "collections/" // one JSON document a line, in the order of ids
	fileFolder       = "files/"       // by their SHA-256
	checkpointFolder = "checkpoints/"
)

// manifest says what is in an archive. It is its last part.
type manifest struct {
	Format string    `json:"format"`
	Made   time.Time `json:"made"`
	Parts  []part    `json:"parts"`
}

// part is one file of an archive.
type part struct {
	Name   string `json:"name"`
	Count  int    `json:"count"` // documents; 1 for anything else
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// packer writes an archive.
type packer struct {
	zip      *zip.Writer
	manifest manifest
}

func newPacker(w io.Writer, format string, made time.Time) *packer {
	return &packer{zip: zip.NewWriter(w), manifest: manifest{Format: format, Made: made.UTC().Truncate(time.Second)}}
}

// add writes one part; content tells how many documents it wrote.
func (p *packer) add(name string, content func(io.Writer) (int, error)) error {
	method := zip.Deflate
	if strings.HasPrefix(name, fileFolder) { // pictures and PDFs are compressed already
		method = zip.Store
	}
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: p.manifest.Made})
	if err != nil {
		return err
	}
	m := &measured{w: w, sum: sha256.New()}
	n, err := content(m)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	p.manifest.Parts = append(p.manifest.Parts, m.part(name, n))
	return nil
}

// addFile adds a file of the disk.
func (p *packer) addFile(name, from string) error {
	f, err := os.Open(from) //nolint:gosec // a file of the installation
	if err != nil {
		return err
	}
	err = p.add(name, func(w io.Writer) (int, error) { _, err := io.Copy(w, f); return 1, err })
	return errors.Join(err, f.Close())
}

// finish writes the manifest.
func (p *packer) finish() error {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: p.manifest.Made})
	if err != nil {
		return err
	}
	text := json.NewEncoder(w)
	text.SetIndent("", "  ")
	return errors.Join(text.Encode(p.manifest), p.zip.Close())
}

// measured counts and hashes what is written.
type measured struct {
	w     io.Writer
	bytes int64
	sum   hash.Hash
}

// Write writes on.
func (m *measured) Write(data []byte) (int, error) {
	n, err := m.w.Write(data)
	m.bytes += int64(n)
	_, _ = m.sum.Write(data[:n]) // never fails
	return n, err
}

func (m *measured) part(name string, count int) part {
	return part{Name: name, Count: count, Bytes: m.bytes, SHA256: hex.EncodeToString(m.sum.Sum(nil))}
}

// archive is an archive being read.
type archive struct {
	name     string
	zip      *zip.ReadCloser
	manifest manifest
}

// largestManifest in bytes; one part needs about 200.
const largestManifest = 1 << 30

// openArchive opens an archive and verifies every part against the manifest before anything is taken from it.
func openArchive(ctx context.Context, name string) (_ *archive, err error) {
	if _, err := os.Stat(name); err != nil {
		return nil, atFault(name, "the file cannot be read: "+cause(err))
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, atFault(name, "this is no archive of tuntas backup or tuntas export, or only a part of one: "+err.Error())
	}
	a := &archive{name: name, zip: z}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.close())
		}
	}()
	r, err := z.Open(manifestName)
	if err != nil {
		return nil, atFault(name, "this is no archive of tuntas backup or tuntas export: it has no manifest")
	}
	err = json.NewDecoder(io.LimitReader(r, largestManifest)).Decode(&a.manifest)
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, atFault(name, "its manifest cannot be read: "+err.Error())
	}
	if a.manifest.Format != documentsFormat && a.manifest.Format != sqliteFormat {
		return nil, atFault(name, fmt.Sprintf("its format is %q; this version reads %s and %s", a.manifest.Format, documentsFormat, sqliteFormat))
	}
	return a, a.verify(ctx)
}

func (a *archive) close() error { return a.zip.Close() }

// verify reads every part and compares sizes, counts and hashes with the manifest, and the parts with those it lists.
func (a *archive) verify(ctx context.Context) error {
	listed := map[string]bool{manifestName: true}
	for _, p := range a.manifest.Parts {
		if listed[p.Name] || !plainName(p.Name) {
			return atFault(a.name, fmt.Sprintf("its manifest lists %q, which cannot be", p.Name))
		}
		listed[p.Name] = true
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := a.verifyPart(p); err != nil {
			return err
		}
	}
	for _, f := range a.zip.File {
		if !listed[f.Name] {
			return atFault(a.name, fmt.Sprintf("it has %q, which its manifest does not list", f.Name))
		}
	}
	return nil
}

func (a *archive) verifyPart(p part) error {
	m := &measured{w: io.Discard, sum: sha256.New()}
	r, err := a.zip.Open(p.Name)
	if err != nil {
		return atFault(a.name, p.Name+" is missing")
	}
	lines := 0
	scanned := io.TeeReader(r, m)
	if strings.HasPrefix(p.Name, collectionFolder) {
		lines, err = countLines(scanned)
	} else {
		lines = 1
		_, err = io.Copy(io.Discard, scanned)
	}
	if err := errors.Join(err, r.Close()); err != nil {
		return atFault(a.name, p.Name+" is damaged: "+err.Error())
	}
	if got := m.part(p.Name, lines); got != p {
		return atFault(a.name, fmt.Sprintf("%s has %d documents, %d bytes and the hash %s; the manifest says %d, %d and %s",
			p.Name, got.Count, got.Bytes, got.SHA256, p.Count, p.Bytes, p.SHA256))
	}
	if sum, isFile := strings.CutPrefix(p.Name, fileFolder); isFile && sum != p.SHA256 {
		return atFault(a.name, p.Name+" does not have the content that its name says")
	}
	return nil
}

// plainName refuses names that would leave a folder.
func plainName(name string) bool {
	return name == path.Clean(name) && !path.IsAbs(name) && !strings.HasPrefix(name, "..") && !strings.Contains(name, `\`)
}

func countLines(r io.Reader) (int, error) {
	n, buffer := 0, make([]byte, 1<<16)
	for {
		read, err := r.Read(buffer)
		n += bytes.Count(buffer[:read], []byte("\n"))
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// line is one document of an archive.
type line struct {
	ID   string          `json:"id"`
	Body json.RawMessage `json:"body"`
}

// writeLine writes a document with sorted keys, so that the same content has the same bytes whatever engine kept it. The
// revision is left out: it only tells the writers of one database apart.
func writeLine(w io.Writer, doc *store.Document) error {
	body, err := canonical(doc.Body)
	if err != nil {
		return fmt.Errorf("document %s: %w", doc.ID, err)
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(line{ID: doc.ID, Body: body}); err != nil {
		return fmt.Errorf("document %s: %w", doc.ID, err)
	}
	_, err = w.Write(text.Bytes())
	return err
}

func canonical(body []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil {
		return nil, err
	}
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	err := e.Encode(members)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

// documents reads the documents of a part in batches.
func (a *archive) documents(name string, take func([]store.Document) error) (err error) {
	const batch = 200
	r, err := a.zip.Open(name)
	if err != nil {
		return atFault(a.name, name+" is missing")
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	d := json.NewDecoder(bufio.NewReaderSize(r, 1<<16))
	var docs []store.Document
	for {
		var l line
		err := d.Decode(&l)
		if err != nil && !errors.Is(err, io.EOF) {
			return atFault(a.name, name+": "+err.Error())
		}
		if len(l.Body) > store.MaxBody {
			return atFault(a.name, fmt.Sprintf("%s: document %s is larger than %d bytes", name, l.ID, store.MaxBody))
		}
		if err == nil {
			docs = append(docs, store.Document{ID: l.ID, Revision: 1, Body: l.Body})
		}
		if len(docs) == batch || err != nil && len(docs) > 0 {
			if err := take(docs); err != nil {
				return err
			}
			docs = nil
		}
		if err != nil {
			return nil
		}
	}
}
