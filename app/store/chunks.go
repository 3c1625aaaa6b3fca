package store

import (
	"errors"
	"io"
)

// Chunks is the content of a file, read chunk by chunk, so that a slow reader holds neither a cursor nor a connection.
type Chunks struct {
	Left int64                  // bytes in the chunks to come
	Next func() ([]byte, error) // the next chunk

	body []byte // of the last chunk, what was not read yet
}

// Read reads on.
func (c *Chunks) Read(p []byte) (int, error) {
	if len(c.body) == 0 {
		if c.Left == 0 {
			return 0, io.EOF
		}
		body, err := c.Next()
		if err != nil {
			return 0, err
		}
		if len(body) == 0 || int64(len(body)) > c.Left {
			return 0, errors.New("a chunk of the file is damaged")
		}
		c.body = body
		c.Left -= int64(len(body))
	}
	n := copy(p, c.body)
	c.body = c.body[n:]
	return n, nil
}

// Close has nothing to close.
func (c *Chunks) Close() error { return nil }
