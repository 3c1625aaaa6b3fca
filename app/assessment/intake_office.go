package assessment

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of office files.
const (
	mostEntries  = 2_000
	mostUnpacked = 100 << 20 // bytes of all entries together
	mostRatio    = 150       // of an entry larger than a megabyte
)

// checkOffice refuses an office file that is damaged, locked, a bomb, another kind than its ending says, or that holds
// macros, controls or templates from elsewhere.
func checkOffice(media string, data []byte) error {
	if !endsAsArchive(data) {
		return broken(errors.New("something follows the archive"))
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return broken(err)
	}
	if err := checkEntries(z.File); err != nil {
		return err
	}
	left, kinds := int64(mostUnpacked), ""
	for _, f := range z.File {
		text, err := unpack(f, &left)
		if err != nil {
			return err
		}
		switch name := strings.ToLower(f.Name); {
		case name == "[content_types].xml":
			kinds = string(text)
		case strings.HasSuffix(name, ".rels") && reachesOut(text):
			return fileFault("active")
		}
	}
	return officeKind(media, kinds)
}

// endsAsArchive reports whether the archive's end record is the end of the file.
func endsAsArchive(data []byte) bool {
	const record = 22
	at := bytes.LastIndex(data, []byte("PK\x05\x06"))
	return at >= 0 && at+record <= len(data) && at+record+int(binary.LittleEndian.Uint16(data[at+20:])) == len(data)
}

// checkEntries looks at what the archive says of its entries, before anything is unpacked.
func checkEntries(files []*zip.File) error {
	if len(files) > mostEntries {
		return broken(fmt.Errorf("%d entries", len(files)))
	}
	var total uint64
	seen := map[string]bool{}
	for _, f := range files {
		name := strings.ToLower(f.Name)
		total += min(f.UncompressedSize64, mostUnpacked+1)
		switch {
		case f.Flags&1 != 0:
			return fileFault("password")
		case strings.Contains(name, "vbaproject") || strings.Contains(name, "macrosheets/") || strings.Contains(name, "activex/"):
			return fileFault("macros")
		case seen[name] || strings.Contains(name, "\\") || strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../"):
			return broken(errors.New("an entry with a name that is taken or leads elsewhere"))
		case total > mostUnpacked:
			return broken(errors.New("too large when unpacked"))
		case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(1, f.CompressedSize64) > mostRatio:
			return broken(errors.New("compressed too far"))
		}
		seen[name] = true
	}
	return nil
}

// unpack reads an entry to its end, within what is left, and returns it when it is one that is looked into.
func unpack(f *zip.File, left *int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, broken(err)
	}
	name := strings.ToLower(f.Name)
	var text bytes.Buffer
	to := io.Discard
	if strings.HasSuffix(name, ".rels") || name == "[content_types].xml" {
		to = &text
	}
	n, err := io.Copy(to, io.LimitReader(in, *left+1))
	if err := errors.Join(err, in.Close()); err != nil {
		return nil, broken(err)
	}
	if *left -= n; *left < 0 {
		return nil, broken(errors.New("too large when unpacked"))
	}
	return text.Bytes(), nil
}

// reachesOut reports whether a part refers to a template or an object outside of the file, which would be fetched when
// it is opened. A link that somebody has to click is none of these.
func reachesOut(rels []byte) bool {
	for _, tag := range strings.Split(strings.ToLower(string(rels)), "<")[1:] {
		if !strings.Contains(tag, "targetmode") || !strings.Contains(tag, "external") {
			continue
		}
		for _, kind := range []string{"/attachedtemplate", "/oleobject", "/frame", "/subdocument", "/externallinkpath", "/package"} {
			if strings.Contains(tag, kind) {
				return true
			}
		}
	}
	return false
}

// officeKind refuses a file whose main part is of another kind than its ending says.
func officeKind(media, kinds string) error {
	low := strings.ToLower(kinds)
	if strings.Contains(low, "macroenabled") || strings.Contains(low, "vbaproject") {
		return fileFault("macros")
	}
	if !strings.Contains(kinds, media+".main+xml") {
		return fileFault("type")
	}
	return nil
}
