package main

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// publicBeside is where the public key of a key lies: tuntas.pub beside tuntas.key.
func publicBeside(key string) string { return strings.TrimSuffix(key, filepath.Ext(key)) + ".pub" }

// openKey reads the key that signs, in PKCS #8 PEM as openssl genpkey writes it. Where there is none it makes one that
// only this user can read. The public key lies beside it; one of another key is refused, because what that one signed
// would no longer be believed.
func openKey(name string) (ed25519.PrivateKey, error) {
	key, err := readKey(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := noStranger(name); err != nil {
			return nil, err
		}
		key, err = makeKey(name)
	}
	if err != nil {
		return nil, err
	}
	public, _ := key.Public().(ed25519.PublicKey)
	if err := writePublicKey(publicBeside(name), public); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("write the public key: %w", err)
	}
	there, err := readPublicKey(publicBeside(name))
	if err == nil && !there.Equal(public) {
		err = atFault(name, "the public key beside it belongs to another key; put that key back here, or move "+publicBeside(name)+" away to begin with this one")
	}
	return key, err
}

// noStranger says that no key can be made where the public key of a lost one lies.
func noStranger(name string) error {
	if _, err := os.Stat(publicBeside(name)); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return atFault(name, "there is no key, but "+publicBeside(name)+" is the public key of one; put that key back here, or move the public key away to begin with a new one")
}

func readKey(name string) (ed25519.PrivateKey, error) {
	content, err := os.ReadFile(name) //nolint:gosec // the file of the configuration
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, atFault(name, "this is not a key in PEM; make one with openssl genpkey -algorithm ed25519")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, atFault(name, "this is not an Ed25519 key; make one with openssl genpkey -algorithm ed25519")
	}
	if info, err := os.Stat(name); err == nil && info.Mode().Perm()&0o077 != 0 {
		return nil, atFault(name, "others can read the key; run chmod 600 on it")
	}
	return key, nil
}

// makeKey makes a key. Of several processes that start at once one is first, and the others use its key.
func makeKey(name string) (ed25519.PrivateKey, error) {
	const private = 0o600
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	secretDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	err = publish(name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secretDER}), private)
	if errors.Is(err, fs.ErrExist) {
		return readKey(name)
	}
	if err != nil {
		return nil, fmt.Errorf("write the key: %w", err)
	}
	return key, nil
}

// writePublicKey writes the file of a public key, which everybody may read; fs.ErrExist when there is one.
func writePublicKey(name string, public ed25519.PublicKey) error {
	const shared = 0o644
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return err
	}
	return publish(name, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), shared)
}

// publish writes a new file aside and links it to its name, which must be free.
func publish(name string, content []byte, mode fs.FileMode) (err error) {
	const folder = 0o700
	if err := os.MkdirAll(filepath.Dir(name), folder); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".aside-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(content)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), name)
}

// readPublicKey reads a public key in PEM.
func readPublicKey(name string) (ed25519.PublicKey, error) {
	content, err := readInput(name)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(content)
	if block == nil {
		return nil, atFault(name, "this is not a public key in PEM")
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	key, ok := parsed.(ed25519.PublicKey)
	if err != nil || !ok {
		return nil, atFault(name, "this is not an Ed25519 public key")
	}
	return key, nil
}

// webSecret is the secret of the pages. It follows from the key, so that every process of an installation has the same.
func webSecret(key ed25519.PrivateKey) ([]byte, error) {
	const size = 32
	return hkdf.Key(sha256.New, key.Seed(), nil, "tuntas web secret", size)
}
