package assessment

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"

	"github.com/gabriel-vasile/mimetype"

	"tuntas/app/problem"
)

// The media types of evidence.
const (
	typePDF  = "application/pdf"
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// taken is a file that was checked and cleaned.
type taken struct {
	name  string
	media string
	data  []byte
}

// take reads an upload into memory, within its limits, and checks it.
func (d *Desk) take(ctx context.Context, in *Upload) (*taken, error) {
	tooLarge := problem.New(problem.TooLarge, "assessment.file.too_large")
	if in.Size > MostFile {
		return nil, tooLarge
	}
	data, err := io.ReadAll(io.LimitReader(in.Content, MostFile+1))
	switch {
	case problem.KindOf(err) != problem.Internal:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("read the upload: %w", err)
	case len(data) > MostFile:
		return nil, tooLarge
	case len(data) == 0:
		return nil, fileFault("empty")
	}
	name, ending, ok := cleanName(in.Name)
	if !ok {
		return nil, fileFault("name")
	}
	media, err := mediaType(data, ending)
	if err != nil {
		return nil, err
	}
	file := &taken{name: name, media: media, data: data}
	if media != typeJPEG && media != typePNG {
		return file, checkDocument(media, data)
	}
	select {
	case d.decoding <- struct{}{}:
		defer func() { <-d.decoding }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if file.data, err = redraw(media, data); err == nil && len(file.data) > MostFile {
		return nil, tooLarge
	}
	return file, err
}

// checkDocument checks what is not a picture.
func checkDocument(media string, data []byte) error {
	if media == typePDF {
		return checkPDF(data)
	}
	return checkOffice(media, data)
}

// mediaType is what a file is by its content, when its ending says the same.
func mediaType(data []byte, ending string) (string, error) {
	said, ok := map[string]string{
		".pdf": typePDF, ".jpg": typeJPEG, ".jpeg": typeJPEG, ".png": typePNG, ".xlsx": typeXLSX, ".docx": typeDOCX,
	}[ending]
	if !ok {
		return "", fileFault("type")
	}
	if said == typeXLSX || said == typeDOCX {
		return said, officeContainer(data)
	}
	begins := map[string]string{typePDF: "%PDF-", typeJPEG: "\xff\xd8\xff", typePNG: "\x89PNG\r\n\x1a\n"}
	if !bytes.HasPrefix(data, []byte(begins[said])) || !mimetype.Detect(data).Is(said) {
		return "", fileFault("type")
	}
	return said, nil
}

// officeContainer refuses what is no ZIP archive under the ending of an office file, with the reason when it is locked.
func officeContainer(data []byte) error {
	const compoundFile, packed = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PK\x03\x04"
	switch {
	case bytes.HasPrefix(data, []byte(packed)):
		return nil
	case bytes.HasPrefix(data, []byte(compoundFile)) && bytes.Contains(data, wide("EncryptedPackage")):
		return fileFault("password")
	default:
		return fileFault("type")
	}
}

// wide is a text in UTF-16 with the low byte first, as compound files name their streams.
func wide(s string) []byte {
	out := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		out = append(out, s[i], 0)
	}
	return out
}

// The longest file name in characters, and what is not read at all.
const (
	mostName    = 120
	mostRawName = 4_096
)

// cleanName is a file's name without folders, control characters, marks that turn the writing direction and characters
// that file systems do not take, at most 120 characters long with its real ending; ending is in small letters. It is not
// ok when nothing readable is left.
func cleanName(raw string) (name, ending string, ok bool) {
	if len(raw) > mostRawName {
		return "", "", false
	}
	s := cleanLine(strings.ReplaceAll(raw, "\\", "/"))
	s = path.Base(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`<>:"|?*/`, r):
			return '_'
		case unicode.Is(unicode.Cf, r) || r == '\t' || r == '\n':
			return -1
		}
		return r
	}, s)
	s = strings.TrimRight(strings.TrimSpace(s), ". ")
	ext := path.Ext(s)
	stem := strings.Trim(strings.TrimSuffix(s, ext), ". ")
	if ext == "" || longer(ext, 10) || !strings.ContainsFunc(stem, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return "", "", false
	}
	return strings.TrimRight(cut(stem, mostName-len([]rune(ext))), ". ") + ext, strings.ToLower(ext), true
}

// broken is the refusal of a file that cannot be read to its end; cause goes to the log.
func broken(cause error) error {
	err := fileFault("broken")
	if e, ok := errors.AsType[*problem.Error](err); ok {
		e.Err = cause
	}
	return err
}
