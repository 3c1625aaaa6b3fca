package sqlite

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"iter"

	"tuntas/app/problem"
	"tuntas/app/store"
)

// chunk is how much of a file stands in one row.
const chunk = 1 << 20

// files keeps each content as rows of one upload, which becomes visible when its sum is known.
type files struct{ e *Engine }

// Files are the database's files.
func (e *Engine) Files() store.Files { return files{e} }

// tidyFiles removes uploads that a stop of the program cut off.
func (e *Engine) tidyFiles(ctx context.Context) error {
	return e.writer.do(ctx, func(t *transaction) error {
		if _, err := t.exec(`DELETE FROM _chunks WHERE upload NOT IN (SELECT upload FROM _files)`); err != nil {
			return err
		}
		var latest int64
		err := t.get(`SELECT coalesce(max(upload), 0) FROM _files`, nil, []any{&latest})
		e.uploads.Store(latest)
		return err
	})
}

func (f files) Put(ctx context.Context, r io.Reader) (store.FileInfo, error) {
	upload := f.e.uploads.Add(1)
	info, err := f.upload(ctx, upload, r)
	if err == nil {
		err = f.publish(ctx, upload, info)
	}
	if err != nil {
		// Also after the caller has gone. What cannot be removed now is removed when the database is opened next.
		return store.FileInfo{}, errors.Join(err, f.discard(context.WithoutCancel(ctx), upload))
	}
	return info, nil
}

func (f files) upload(ctx context.Context, upload int64, r io.Reader) (store.FileInfo, error) {
	sum := sha256.New()
	info := store.FileInfo{}
	body := make([]byte, chunk)
	for part, last := 0, false; !last; part++ {
		n, err := fill(body, r)
		if last = errors.Is(err, io.EOF); err != nil && !last {
			return info, err
		}
		sum.Write(body[:n])
		info.Size += int64(n)
		if n > 0 {
			if err := f.add(ctx, upload, part, body[:n]); err != nil {
				return info, err
			}
		}
	}
	info.Sum = hex.EncodeToString(sum.Sum(nil))
	return info, nil
}

// fill is io.ReadFull but for telling an end from an io.ErrUnexpectedEOF of r, which is how uploads are cut off.
func fill(body []byte, r io.Reader) (n int, err error) {
	for n < len(body) && err == nil {
		var more int
		more, err = r.Read(body[n:])
		n += more
	}
	return n, err
}

func (f files) add(ctx context.Context, upload int64, part int, body []byte) error {
	return f.e.writer.do(ctx, func(t *transaction) error {
		_, err := t.exec(`INSERT INTO _chunks (upload, part, body) VALUES (?, ?, ?)`, upload, part, body)
		return err
	})
}

// publish gives an upload its name, or drops it when the same content is there.
func (f files) publish(ctx context.Context, upload int64, info store.FileInfo) error {
	return f.e.writer.do(ctx, func(t *transaction) error {
		n, err := t.exec(`INSERT INTO _files (sum, size, upload) VALUES (?, ?, ?) ON CONFLICT (sum) DO NOTHING`,
			info.Sum, info.Size, upload)
		if err == nil && n == 0 {
			_, err = t.exec(`DELETE FROM _chunks WHERE upload = ?`, upload)
		}
		return err
	})
}

func (f files) discard(ctx context.Context, upload int64) error {
	return f.e.writer.do(ctx, func(t *transaction) error {
		_, err := t.exec(`DELETE FROM _chunks WHERE upload = ?`, upload)
		return err
	})
}

func (f files) Open(ctx context.Context, sum string) (io.ReadCloser, int64, error) {
	var upload, size int64
	err := f.e.reader.get(ctx, `SELECT upload, size FROM _files WHERE sum = ?`, []any{sum}, []any{&upload, &size})
	if err != nil {
		return nil, 0, err
	}
	part := 0
	return &store.Chunks{Left: size, Next: func() ([]byte, error) {
		body, err := f.chunk(ctx, upload, part)
		if err == nil {
			part++
		}
		return body, err
	}}, size, nil
}

func (f files) Delete(ctx context.Context, sum string) error {
	return f.e.writer.do(ctx, func(t *transaction) error {
		var upload int64
		err := t.get(`DELETE FROM _files WHERE sum = ? RETURNING upload`, []any{sum}, []any{&upload})
		if problem.KindOf(err) == problem.NotFound {
			return nil
		}
		if err == nil {
			_, err = t.exec(`DELETE FROM _chunks WHERE upload = ?`, upload)
		}
		return err
	})
}

func (f files) List(ctx context.Context) iter.Seq2[store.FileInfo, error] {
	return func(yield func(store.FileInfo, error) bool) {
		for row, err := range f.e.reader.rows(ctx, `SELECT sum, size FROM _files ORDER BY sum`) {
			var info store.FileInfo
			if err == nil {
				err = fault(ctx, row.Scan(&info.Sum, &info.Size))
			}
			if !yield(info, err) || err != nil {
				return
			}
		}
	}
}

// chunk is one row of an upload's content.
func (f files) chunk(ctx context.Context, upload int64, part int) ([]byte, error) {
	var body []byte
	err := f.e.reader.get(ctx, `SELECT body FROM _chunks WHERE upload = ? AND part = ?`, []any{upload, part}, []any{&body})
	if problem.KindOf(err) == problem.NotFound {
		return nil, store.ErrNotFound(errors.New("the file was deleted while it was read"))
	}
	return body, err
}
