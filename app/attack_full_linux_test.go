package main

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// limitFiles lets a process write no file beyond a size, which is what a full disk looks like to it; 0 lifts the limit.
func limitFiles(t *testing.T, pid int, size uint64) {
	t.Helper()
	const fileSize = 1 // RLIMIT_FSIZE
	limit := syscall.Rlimit{Cur: size, Max: ^uint64(0)}
	if size == 0 {
		limit.Cur = limit.Max
	}
	if _, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(pid), fileSize, uintptr(unsafe.Pointer(&limit)), 0, 0, 0); errno != 0 {
		t.Fatalf("limit the size of files: %v", errno)
	}
}

// The disk is full while people save and attach files. Nothing typed is lost, and nothing is half stored.
func TestAFullDiskKeepsWhatIsTyped(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	to := openTown(t, databaseAt(filepath.Join(folder, "tuntas.db")))
	d := to.drafting(markPrefix + "4300")
	to.stop()
	environ := []string{
		"TUNTAS_DATA=" + folder, "TUNTAS_LISTEN=127.0.0.1:0", "TUNTAS_ADDRESS=" + attackAddress, "TUNTAS_PLAIN_HTTP=true",
	}
	s := serveAlone(t, environ...)
	d.tab = newBrowser(t, s.base)
	if err := d.tab.signIn(d.owner, time.Now()); err != nil {
		t.Fatal(err)
	}
	d.page = d.tab.get(d.path).wants(t, http.StatusOK)
	limitFiles(t, s.cmd.Process.Pid, 4096)
	refused := d.refused("full")
	d.tab.get(d.path).wants(t, http.StatusOK) // what is only read can be read
	path := under(d.id, "bukti", "housed_workers")
	evidence := d.tab.upload(path, d.tab.get(path).form(path), "surat.pdf", samplePDF("surat"))
	if evidence.status != http.StatusServiceUnavailable {
		t.Errorf("a file is answered with %s", evidence)
	}
	limitFiles(t, s.cmd.Process.Pid, 0)
	d.to = to
	for began := time.Now(); d.tab.get("/readyz").status != http.StatusOK; <-time.After(20 * time.Millisecond) {
		if time.Since(began) > recovery {
			t.Fatal("it does not recover")
		}
	}
	d.tab.send(d.path, refused.form(d.path)).wants(t, http.StatusSeeOther)
	d.tab.get(d.path).wants(t, http.StatusOK, `value="77"`, "Kalimat panjang yang baru saja diketik")
	if files := d.tab.get("/id/berkas"); strings.Contains(files.body, "surat.pdf") {
		t.Errorf("a file that was refused is there: %s", files)
	}
	d.tab.upload(path, d.tab.get(path).form(path), "surat.pdf", samplePDF("surat")).wants(t, http.StatusSeeOther)
	s.kill(t)
	for _, text := range []string{typedNow[:20], d.owner.Email, d.owner.Name, demoPassword, d.tab.session()} {
		if strings.Contains(s.err.String(), text) {
			t.Errorf("the log holds %q", text)
		}
	}
	must(t, environ, "verify")
	left, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Mode().Perm()&fs.FileMode(0o077) != 0 && !strings.HasSuffix(name, ".pub") {
			t.Errorf("%s can be read by others: %v", name, info.Mode())
		}
	}
}
