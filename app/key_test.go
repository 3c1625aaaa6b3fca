package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestAKeyIsMadeOnceAndForThisUserAlone(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "new", "tuntas.key")
	first, err := openKey(name)
	if err != nil {
		t.Fatal(err)
	}
	second, err := openKey(name)
	if err != nil || !first.Equal(second) {
		t.Errorf("the second time it is another key, %v", err)
	}
	for file, want := range map[string]os.FileMode{name: 0o600, publicBeside(name): 0o644} {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	public, err := readPublicKey(publicBeside(name))
	if err != nil || !public.Equal(first.Public()) {
		t.Errorf("the public key is %v, %v", public, err)
	}
}

func TestProcessesThatStartAtOnceHaveOneKey(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "tuntas.key")
	secrets := make([][]byte, 8)
	var all sync.WaitGroup
	for i := range secrets {
		all.Go(func() {
			key, err := openKey(name)
			if err != nil {
				t.Error(err)
				return
			}
			if secrets[i], err = webSecret(key); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, s := range secrets {
		if len(s) != 32 || !bytes.Equal(s, secrets[0]) {
			t.Errorf("the secrets are %x", secrets)
		}
	}
}

func TestKeysThatCannotBeUsedAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(t *testing.T, name string)
		want  string
	}{
		"no PEM": {func(t *testing.T, name string) { t.Helper(); write(t, name, "key") }, "this is not a key in PEM"},
		"a public key": {func(t *testing.T, name string) {
			t.Helper()
			content, err := os.ReadFile(publicBeside(name))
			if err != nil {
				t.Fatal(err)
			}
			write(t, name, string(content))
		}, "this is not an Ed25519 key"},
		"a key that others can read": {func(t *testing.T, name string) {
			t.Helper()
			if err := os.Chmod(name, 0o640); err != nil {
				t.Fatal(err)
			}
		}, "others can read the key"},
		"a lost key": {func(t *testing.T, name string) {
			t.Helper()
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
		}, "there is no key, but"},
		"another key": {func(t *testing.T, name string) {
			t.Helper()
			other := filepath.Join(t.TempDir(), "other.key")
			if _, err := openKey(other); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(other, name); err != nil {
				t.Fatal(err)
			}
		}, "the public key beside it belongs to another key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "tuntas.key")
			if _, err := openKey(name); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, name)
			if _, err := openKey(name); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
