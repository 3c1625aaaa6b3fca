package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/problem"
)

var letter = account.Message{To: "siti@example.go.id", Subject: "Undangan ke Tuntas – „rekaan“", Text: "Salam,\n\nhttps://tuntas.example/id/undangan/abc\n", At: clock()}

func TestMailsWithoutAServerAreFilesForThisUserAlone(t *testing.T) {
	t.Parallel()
	c, err := readConfig([]string{"TUNTAS_DATA=" + t.TempDir(), "TUNTAS_MAIL_FROM=Tuntas <tuntas@example.go.id>"}, false)
	if err != nil {
		t.Fatal(err)
	}
	mailer, err := openMail(c)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := mailer.Send(t.Context(), letter); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(c.Data, "mails", "*"))
	if err != nil || len(files) != 2 || !strings.HasSuffix(files[0], ".eml") {
		t.Fatal(files, err)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	read(t, string(content))
}

// read looks at a mail as a program for mails does.
func read(t *testing.T, text string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	date, err := m.Header.Date()
	if err != nil || !date.Equal(letter.At) || m.Header.Get("To") != "<siti@example.go.id>" || m.Header.Get("From") != `"Tuntas" <tuntas@example.go.id>` {
		t.Errorf("the heads are %v, %v", m.Header, err)
	}
	body, err := io.ReadAll(m.Body)
	if err != nil || !strings.Contains(string(body), "https://tuntas.example/id/undangan/abc") {
		t.Errorf("the text is %s, %v", body, err)
	}
}

// postOffice takes mails as SMTP servers do, and gives what came in between DATA and the point.
func postOffice(t *testing.T, answer string) (port string, mails <-chan string) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	taken := make(chan string, 10)
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go takeMail(c, answer, taken)
		}
	}()
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port, taken
}

func takeMail(c net.Conn, answer string, taken chan<- string) {
	defer func() { _ = c.Close() }()
	r := bufio.NewReader(c)
	_, _ = fmt.Fprint(c, "220 test\r\n")
	var data strings.Builder
	reading := false
	for {
		line, err := r.ReadString('\n')
		switch {
		case err != nil:
			return
		case reading && line == ".\r\n":
			taken <- data.String()
			reading = false
			_, _ = fmt.Fprint(c, "250 taken\r\n")
		case reading:
			data.WriteString(line)
		case strings.HasPrefix(line, "EHLO"):
			_, _ = fmt.Fprint(c, "250 test\r\n")
		case strings.HasPrefix(line, "RCPT"):
			_, _ = fmt.Fprint(c, answer+"\r\n")
		case strings.HasPrefix(line, "DATA"):
			reading = true
			_, _ = fmt.Fprint(c, "354 go on\r\n")
		case strings.HasPrefix(line, "QUIT"):
			_, _ = fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			_, _ = fmt.Fprint(c, "250 ok\r\n")
		}
	}
}

func mailerTo(t *testing.T, port string, more ...string) account.Mailer {
	t.Helper()
	environ := append([]string{"TUNTAS_SMTP_HOST=127.0.0.1", "TUNTAS_SMTP_PORT=" + port, "TUNTAS_MAIL_FROM=Tuntas <tuntas@example.go.id>"}, more...)
	c, err := readConfig(environ, false)
	if err != nil {
		t.Fatal(err)
	}
	mailer, err := openMail(c)
	if err != nil {
		t.Fatal(err)
	}
	return mailer
}

func TestMailsGoThroughTheServer(t *testing.T) {
	t.Parallel()
	port, mails := postOffice(t, "250 ok")
	if err := mailerTo(t, port, "TUNTAS_SMTP_TLS=none").Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	read(t, <-mails)
}

func TestAServerThatDoesNotTakeAMailIsUnavailable(t *testing.T) {
	t.Parallel()
	refusing, mails := postOffice(t, "550 no")
	for name, mailer := range map[string]account.Mailer{
		"refuses":             mailerTo(t, refusing, "TUNTAS_SMTP_TLS=none"),
		"does not listen":     mailerTo(t, "1", "TUNTAS_SMTP_TLS=none"),
		"does not offer TLS":  mailerTo(t, refusing),
		"does not speak TLS":  mailerTo(t, refusing, "TUNTAS_SMTP_TLS=tls"),
		"a folder is no such": mailFolder{from: &mail.Address{Address: "a@b.example"}, folder: "/dev/null/mails"},
	} {
		if err := mailer.Send(t.Context(), letter); problem.KindOf(err) != problem.Unavailable {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(mails) > 0 {
		t.Error("a mail went out all the same")
	}
}
