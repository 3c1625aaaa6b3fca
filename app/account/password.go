package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"tuntas/app/problem"
)

// hasher makes and checks password hashes, a few at a time: each takes 64 MiB.
type hasher struct {
	memory uint32 // KiB
	passes uint32
	slots  chan struct{}
	decoy  string // a hash that no password has, of the same cost as a real one
}

const (
	saltLength = 16
	hashLength = 32
	mostAtOnce = 2
)

func newHasher(quick bool) *hasher {
	h := &hasher{memory: 64 * 1024, passes: 3, slots: make(chan struct{}, mostAtOnce)}
	if quick {
		h.memory, h.passes = 64, 1
	}
	var noise [saltLength + hashLength]byte
	_, _ = rand.Read(noise[:]) // never fails: it ends the program instead
	h.decoy = h.written(noise[:saltLength], noise[saltLength:])
	return h
}

// hash is the PHC form of a password's argon2id hash.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	var salt [saltLength]byte
	_, _ = rand.Read(salt[:]) // never fails: it ends the program instead
	sum, err := h.sum(ctx, password, salt[:], h.memory, h.passes)
	if err != nil {
		return "", err
	}
	return h.written(salt[:], sum), nil
}

func (h *hasher) written(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, h.memory, h.passes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// matches reports whether the password has the hash. Without a hash it does the same work and says no.
func (h *hasher) matches(ctx context.Context, password, hash string) (bool, error) {
	known := hash != "" && len(password) <= mostPasswordBytes
	if hash == "" {
		hash = h.decoy
	}
	var memory, passes uint32
	var version int
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false, fmt.Errorf("password hash: it has %d parts", len(parts))
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=1", &version, &memory, &passes); err != nil {
		return false, fmt.Errorf("password hash: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("salt of a password hash: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("password hash: %w", err)
	}
	got, err := h.sum(ctx, password, salt, memory, passes)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// sum waits for a slot no longer than ctx lasts. The same password typed on another keyboard is normalised to the same
// bytes (NIST SP 800-63B, 3.1.1.2).
func (h *hasher) sum(ctx context.Context, password string, salt []byte, memory, passes uint32) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, problem.Wrap(problem.Unavailable, "account.busy", fmt.Errorf("wait to hash a password: %w", ctx.Err()))
	}
	password = norm.NFKC.String(password[:min(len(password), mostPasswordBytes)])
	return argon2.IDKey([]byte(password), salt, passes, memory, 1, hashLength), nil
}
