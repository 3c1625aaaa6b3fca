package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"tuntas/app/problem"
	"tuntas/app/store"
)

func contents() map[string]check {
	return map[string]check{
		"a file comes back as it was":                     fileRoundTrip,
		"the same content is kept once":                   sameContent,
		"a file whose reader fails is not kept":           failedContent,
		"a file whose context ends is not kept":           cancelledContent,
		"files put at the same time are all kept":         concurrentContent,
		"a file that is not there is not found":           missingContent,
		"files are listed in the order of their sums":     listedContent,
		"a deleted file is gone and can be put again":     deletedContent,
		"a file can be read while others are and are put": sharedContent,
	}
}

// noise is n bytes that do not repeat from one chunk to the next.
func noise(n int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "%x ", i*2654435761)
	}
	return b.Bytes()[:n]
}

func infoOf(content []byte) store.FileInfo {
	sum := sha256.Sum256(content)
	return store.FileInfo{Sum: hex.EncodeToString(sum[:]), Size: int64(len(content))}
}

func put(t *testing.T, f store.Files, content []byte) store.FileInfo {
	t.Helper()
	info, err := f.Put(t.Context(), bytes.NewReader(content))
	must(t, err)
	same(t, "file", info, infoOf(content))
	return info
}

func read(ctx context.Context, f store.Files, sum string) ([]byte, error) {
	r, size, err := f.Open(ctx, sum)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(r)
	if int64(len(content)) != size {
		err = errors.Join(err, fmt.Errorf("%d bytes of %d", len(content), size))
	}
	return content, errors.Join(err, r.Close())
}

func holds(t *testing.T, f store.Files, content []byte) {
	t.Helper()
	got, err := read(t.Context(), f, infoOf(content).Sum)
	must(t, err)
	if !bytes.Equal(got, content) {
		t.Errorf("a content of %d bytes came back as another of %d bytes", len(content), len(got))
	}
}

func list(t *testing.T, f store.Files) []store.FileInfo {
	t.Helper()
	files := []store.FileInfo{}
	for info, err := range f.List(t.Context()) {
		must(t, err)
		files = append(files, info)
	}
	return files
}

func fileRoundTrip(t *testing.T, e store.Engine) {
	for _, size := range []int{0, 1, 1 << 20, 1<<20 + 1, 3<<20 + 4321} {
		content := noise(size)
		put(t, e.Files(), content)
		holds(t, e.Files(), content)
	}
	slow := noise(100)
	_, err := e.Files().Put(t.Context(), iotest.OneByteReader(bytes.NewReader(slow)))
	must(t, err)
	holds(t, e.Files(), slow)
	atOnce := noise(200)
	_, err = e.Files().Put(t.Context(), iotest.DataErrReader(bytes.NewReader(atOnce)))
	must(t, err)
	holds(t, e.Files(), atOnce)
}

func sameContent(t *testing.T, e store.Engine) {
	first := put(t, e.Files(), noise(1<<20+5))
	put(t, e.Files(), noise(1<<20+5))
	same(t, "files", list(t, e.Files()), []store.FileInfo{first})
	holds(t, e.Files(), noise(1<<20+5))
}

func failedContent(t *testing.T, e store.Engine) {
	for name, failure := range map[string]error{
		"a broken connection":   errors.New("broken"),
		"an upload cut off":     io.ErrUnexpectedEOF,
		"a body over its limit": problem.New(problem.TooLarge, "too_large"),
	} {
		for _, size := range []int{0, 10, 2<<20 + 10} {
			_, err := e.Files().Put(t.Context(), io.MultiReader(bytes.NewReader(noise(size)), iotest.ErrReader(failure)))
			ended(t, name, err, failure)
			_, err = read(t.Context(), e.Files(), infoOf(noise(size)).Sum)
			refused(t, name, err, problem.NotFound)
		}
	}
	same(t, "files", list(t, e.Files()), []store.FileInfo{})
	put(t, e.Files(), noise(10))
	holds(t, e.Files(), noise(10))
}

// cancelling is a reader that cancels a context after its first read.
type cancelling struct {
	io.Reader
	cancel context.CancelFunc
}

// Read implements io.Reader.
func (c cancelling) Read(p []byte) (int, error) {
	defer c.cancel()
	return c.Reader.Read(p)
}

func cancelledContent(t *testing.T, e store.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := e.Files().Put(ctx, cancelling{bytes.NewReader(noise(2 << 20)), cancel})
	ended(t, "put", err, context.Canceled)
	same(t, "files", list(t, e.Files()), []store.FileInfo{})
}

func concurrentContent(t *testing.T, e store.Engine) {
	contents := [][]byte{noise(1<<20 + 7), noise(10), noise(11)}
	errs := together(t.Context(), 12, func(ctx context.Context, i int) error {
		_, err := e.Files().Put(ctx, bytes.NewReader(contents[i%len(contents)]))
		return err
	})
	must(t, errors.Join(errs...))
	same(t, "number of files", len(list(t, e.Files())), len(contents))
	for _, c := range contents {
		holds(t, e.Files(), c)
	}
}

func missingContent(t *testing.T, e store.Engine) {
	put(t, e.Files(), noise(10))
	for _, sum := range []string{"", "00", infoOf(noise(11)).Sum, strings.ToUpper(infoOf(noise(10)).Sum), "' OR 1=1 --"} {
		_, _, err := e.Files().Open(t.Context(), sum)
		refused(t, "open "+sum, err, problem.NotFound)
		must(t, e.Files().Delete(t.Context(), sum))
	}
	holds(t, e.Files(), noise(10))
}

func listedContent(t *testing.T, e store.Engine) {
	same(t, "files of none", list(t, e.Files()), []store.FileInfo{})
	want := []store.FileInfo{}
	for size := range 12 {
		want = append(want, put(t, e.Files(), noise(size)))
	}
	slices.SortFunc(want, func(a, b store.FileInfo) int { return strings.Compare(a.Sum, b.Sum) })
	same(t, "files", list(t, e.Files()), want)
	for info, err := range e.Files().List(t.Context()) {
		must(t, err)
		same(t, "first file", info, want[0])
		break
	}
}

func deletedContent(t *testing.T, e store.Engine) {
	gone, stays := noise(1<<20+9), noise(20)
	put(t, e.Files(), gone)
	put(t, e.Files(), stays)
	must(t, e.Files().Delete(t.Context(), infoOf(gone).Sum))
	_, err := read(t.Context(), e.Files(), infoOf(gone).Sum)
	refused(t, "read", err, problem.NotFound)
	same(t, "files", list(t, e.Files()), []store.FileInfo{infoOf(stays)})
	holds(t, e.Files(), stays)
	put(t, e.Files(), gone)
	holds(t, e.Files(), gone)
}

func sharedContent(t *testing.T, e store.Engine) {
	content := noise(2<<20 + 3)
	info := put(t, e.Files(), content)
	errs := together(t.Context(), 8, func(ctx context.Context, i int) error {
		if i%2 == 0 {
			_, err := e.Files().Put(ctx, bytes.NewReader(noise(1000+i)))
			return err
		}
		got, err := read(ctx, e.Files(), info.Sum)
		if !bytes.Equal(got, content) {
			err = errors.Join(err, errors.New("another content came back"))
		}
		return err
	})
	must(t, errors.Join(errs...))
}
