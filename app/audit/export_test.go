package audit

import "crypto/ed25519"

// Rehash gives an entry the hash of its content, as somebody who knows the format can.
func (e *Entry) Rehash() { e.Hash = e.hash() }

// Canonical is what is hashed.
func (e *Entry) Canonical() []byte { return e.canonical(nil) }

// Write signs a checkpoint and writes its file.
func (c Checkpoint) Write(folder string, key ed25519.PrivateKey) error {
	s, err := newSigner(c.Name, key)
	if err != nil {
		return err
	}
	return c.write(folder, s)
}
