package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"mime"
	"path"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

//go:embed static
var staticFiles embed.FS

// static are the style sheet, the script and the pictures, compressed once and named by their content.
type static struct {
	byAddress map[string]asset
	addresses map[string]string // by file name
}

type asset struct {
	mediaType   string
	plain, gzip []byte
	etag        string
}

func loadStatic() (*static, error) {
	s := &static{byAddress: map[string]asset{}, addresses: map[string]string{}}
	// Pictures come first: the style sheet names them.
	for _, name := range []string{"hem.svg", "mark.svg", "tuntas.css", "tuntas.js"} {
		raw, err := staticFiles.ReadFile("static/" + name)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if strings.HasSuffix(name, ".css") {
			raw = bytes.ReplaceAll(raw, []byte("url(hem.svg)"), []byte("url("+s.addresses["hem.svg"]+")"))
		}
		if err := s.add(name, raw); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *static) add(name string, raw []byte) error {
	sum := sha256.Sum256(raw)
	hash := hex.EncodeToString(sum[:6])
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	if _, err := w.Write(raw); err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", name, err)
	}
	end := path.Ext(name)
	unique := strings.TrimSuffix(name, end) + "." + hash + end
	s.addresses[name] = "/static/" + unique
	s.byAddress[unique] = asset{mediaType: mediaType(end), plain: raw, gzip: packed.Bytes(), etag: `"` + hash + `"`}
	return nil
}

func mediaType(end string) string {
	if end == ".js" {
		return "text/javascript; charset=utf-8"
	}
	return mime.TypeByExtension(end)
}

// address is where a file is served: it changes with its content.
func (s *static) address(name string) (string, error) {
	address, ok := s.addresses[name]
	if !ok {
		return "", fmt.Errorf("there is no static file %q", name)
	}
	return address, nil
}

func (s *Server) serveStatic(c *fiber.Ctx) error {
	file, ok := s.static.byAddress[c.Params("name")]
	if !ok {
		return fiber.ErrNotFound
	}
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderETag, file.etag)
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if c.Get(fiber.HeaderIfNoneMatch) == file.etag {
		c.Status(fiber.StatusNotModified)
		return nil
	}
	c.Set(fiber.HeaderContentType, file.mediaType)
	if acceptsGzip(c.Context()) {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(file.gzip)
	}
	return c.Send(file.plain)
}

const compressFrom = 1024 // bytes; below, the header of gzip eats the gain

//nolint:gochecknoglobals // writers with their large tables, used again by every request
var gzipWriters = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress packs text that is not packed yet for browsers that can unpack it.
func compress(ctx *fasthttp.RequestCtx) {
	h := &ctx.Response.Header
	if len(h.Peek(fiber.HeaderContentEncoding)) > 0 || ctx.Response.IsBodyStream() || !packable(string(h.ContentType())) {
		return
	}
	h.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	body := ctx.Response.Body()
	if len(body) < compressFrom || !acceptsGzip(ctx) {
		return
	}
	w, ok := gzipWriters.Get().(*gzip.Writer)
	if !ok {
		return
	}
	defer gzipWriters.Put(w)
	var packed bytes.Buffer
	w.Reset(&packed)
	if _, err := w.Write(body); err != nil || w.Close() != nil {
		return
	}
	h.Set(fiber.HeaderContentEncoding, "gzip")
	ctx.Response.SetBodyRaw(packed.Bytes())
}

func packable(mediaType string) bool {
	return strings.HasPrefix(mediaType, "text/") || strings.HasPrefix(mediaType, fiber.MIMEApplicationJSON)
}

func acceptsGzip(ctx *fasthttp.RequestCtx) bool {
	for coding := range strings.SplitSeq(string(ctx.Request.Header.Peek(fiber.HeaderAcceptEncoding)), ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(coding), ";")
		if strings.TrimSpace(name) == "gzip" && strings.ReplaceAll(quality, " ", "") != "q=0" {
			return true
		}
	}
	return false
}
