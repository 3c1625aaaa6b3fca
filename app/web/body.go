package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/problem"
)

const (
	maxFields = 2000
	// drained is how much of a body that is too large is read and thrown away, so that a browser that sends it first and
	// listens later gets an answer instead of a broken connection.
	drained = 256 << 20
)

// upload is a file that a form brought. What is over the route's limit is not kept.
type upload struct {
	Field    string
	Name     string
	Content  []byte
	TooLarge bool
}

// file is the file of a field; false when none was chosen.
func (r *request) file(field string) (upload, bool) {
	for _, f := range r.files {
		if f.Field == field && (f.Name != "" || len(f.Content) > 0) {
			return f, true
		}
	}
	return upload{}, false
}

// readBody reads the fields and files of a form within the limits of its route.
func (r *request) readBody() error {
	if r.typed != nil {
		return nil
	}
	r.typed = values{}
	mediaType, params, err := mime.ParseMediaType(r.ctx.Get(fiber.HeaderContentType))
	if err != nil {
		mediaType = ""
	}
	body := r.bodyReader()
	switch {
	case mediaType == fiber.MIMEApplicationForm:
		err = r.readFields(body)
	case mediaType == fiber.MIMEMultipartForm && params["boundary"] != "":
		err = r.readParts(multipart.NewReader(body, params["boundary"]))
	default:
		err = errUnsupported
	}
	r.drain(body, err)
	return err
}

func (r *request) bodyReader() io.Reader {
	if stream := r.ctx.Context().RequestBodyStream(); stream != nil {
		return stream
	}
	return bytes.NewReader(r.ctx.Request().Body())
}

// drain reads what is left and throws it away; a connection that still has more is closed.
func (r *request) drain(body io.Reader, cause error) {
	limit := int64(drained)
	if r.route.file == 0 {
		limit = 16 * formLimit
	}
	n, err := io.Copy(io.Discard, io.LimitReader(body, limit))
	if cause != nil || err != nil || n == limit {
		r.ctx.Context().SetConnectionClose()
	}
}

func (r *request) readFields(body io.Reader) error {
	raw, err := readUpTo(body, r.fieldLimit())
	if err != nil {
		return err
	}
	parsed, err := url.ParseQuery(string(raw))
	if err != nil {
		return problem.Wrap(problem.Invalid, "errors.form.unreadable", err)
	}
	if len(parsed) > maxFields {
		return problem.New(problem.TooLarge, "errors.form.large")
	}
	for name, all := range parsed {
		for _, v := range all {
			r.typed[clean(name)] = append(r.typed[clean(name)], clean(v))
		}
	}
	return nil
}

// fieldLimit is larger where a form carries another one on.
func (r *request) fieldLimit() int64 {
	if r.route.guard != member {
		return 2 * formLimit
	}
	return formLimit
}

func (r *request) readParts(parts *multipart.Reader) error {
	left := r.fieldLimit()
	for count := 0; ; count++ {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return problem.Wrap(problem.Invalid, "errors.form.unreadable", err)
		}
		if count > maxFields {
			return problem.New(problem.TooLarge, "errors.form.large")
		}
		if part.FileName() != "" || part.Header.Get(fiber.HeaderContentType) != "" {
			if err := r.readFile(part); err != nil {
				return err
			}
			continue
		}
		raw, err := readUpTo(part, left)
		if err != nil {
			return err
		}
		left -= int64(len(raw))
		name := clean(part.FormName())
		r.typed[name] = append(r.typed[name], clean(string(raw)))
	}
}

func (r *request) readFile(part *multipart.Part) error {
	if r.route.file == 0 {
		return errUnsupported
	}
	content, err := readUpTo(part, r.route.file)
	f := upload{Field: part.FormName(), Name: clean(part.FileName()), Content: content}
	if problem.KindOf(err) == problem.TooLarge {
		f.Content, f.TooLarge, err = nil, true, nil
	}
	r.files = append(r.files, f)
	return err
}

// readUpTo reads everything, or refuses more than limit bytes.
func readUpTo(from io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, limit+1))
	if err != nil {
		return nil, problem.Wrap(problem.Invalid, "errors.form.unreadable", fmt.Errorf("read a form: %w", err))
	}
	if int64(len(raw)) > limit {
		return nil, problem.New(problem.TooLarge, "errors.form.large")
	}
	return raw, nil
}

// clean makes typed text valid UTF-8 with one kind of line end and without control characters.
func clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	ok := utf8.ValidString(text)
	for _, c := range []byte(text) {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			ok = false
		}
	}
	if ok {
		return text
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t':
			return c
		case c < ' ' || c == 0x7f:
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, "\ufffd"))
}
