package main

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestAConfigurationHasDefaultsForAllButTheAddress(t *testing.T) {
	t.Parallel()
	c, err := readConfig([]string{"TUNTAS_ADDRESS=https://tuntas.example.go.id/", "HOME=/root"}, true)
	if err != nil {
		t.Fatal(err)
	}
	if c.Database != databaseAt(filepath.Join("data", "tuntas.db")) || c.Key != filepath.Join("data", "tuntas.key") ||
		c.PublicKey != filepath.Join("data", "tuntas.pub") || c.Checkpoints != filepath.Join("data", "checkpoints") ||
		c.Listen != "127.0.0.1:8080" || c.Address != "https://tuntas.example.go.id" || c.host() != "tuntas.example.go.id" {
		t.Errorf("the configuration is %+v", c)
	}
	if _, err := readConfig(nil, false); err != nil {
		t.Errorf("a command that serves nothing asks for %v", err)
	}
}

func TestAllProblemsOfAConfigurationAreSaidTogether(t *testing.T) {
	t.Parallel()
	environ := []string{
		"TUNTAS_DATABASE=postgres://u:p@h/d", "TUNTAS_LISTEN=8080", "TUNTAS_METRICS_LISTEN=x", "TUNTAS_PLAIN_HTTP=perhaps", "TUNTAS_SMTP_PORT=smtp",
		"TUNTAS_TRUSTED_PROXIES=10.0.0.1,proxy", "TUNTAS_SMTP_TLS=maybe", "TUNTAS_SMTP_USER=u", "TUNTAS_MAIL_FROM=nobody", "TUNTAS_LOG_LEVEL=loud",
		"TUNTAS_CHECKPOINT_EVERY=often", "TUNTAS_ADDRESS=http://tuntas.example/start", "TUNTAS_ADDR=https://tuntas.example",
	}
	_, err := readConfig(environ, true)
	input, ok := errors.AsType[*inputError](err)
	if !ok {
		t.Fatalf("the error is %v", err)
	}
	var at []string
	for _, f := range input.faults {
		at = append(at, strings.TrimPrefix(f.File, prefix))
	}
	for _, want := range []string{
		"DATABASE", "LISTEN", "METRICS_LISTEN", "PLAIN_HTTP", "SMTP_PORT", "TRUSTED_PROXIES", "SMTP_TLS", "SMTP_PASSWORD", "MAIL_FROM", "LOG_LEVEL",
		"CHECKPOINT_EVERY", "ADDRESS", "ADDR",
	} {
		if !slices.Contains(at, want) {
			t.Errorf("nothing is said of %s in\n%v", want, err)
		}
	}
}

func TestSingleProblemsOfAConfiguration(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		environ []string
		want    string
	}{
		"no address":                          {nil, "TUNTAS_ADDRESS: write the address under which people reach the platform"},
		"http without saying so":              {[]string{"TUNTAS_ADDRESS=http://t.example"}, "TUNTAS_ADDRESS: write https://"},
		"an address with a password":          {[]string{"TUNTAS_ADDRESS=https://u:p@t.example"}, "TUNTAS_ADDRESS: write scheme and host alone"},
		"a password without encryption":       {[]string{"TUNTAS_ADDRESS=https://t.example", "TUNTAS_SMTP_USER=u", "TUNTAS_SMTP_PASSWORD=p", "TUNTAS_SMTP_TLS=none"}, "TUNTAS_SMTP_TLS: a password is not sent without encryption"},
		"a user without a password":           {[]string{"TUNTAS_ADDRESS=https://t.example", "TUNTAS_SMTP_USER=u"}, "TUNTAS_SMTP_PASSWORD: give"},
		"a time that stands still":            {[]string{"TUNTAS_ADDRESS=https://t.example", "TUNTAS_CHECKPOINT_EVERY=0"}, "TUNTAS_CHECKPOINT_EVERY: write a time"},
		"a misspelt variable of this program": {[]string{"TUNTAS_ADDRESS=https://t.example", "TUNTAS_DATABSE=x"}, "TUNTAS_DATABSE: there is no such variable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := readConfig(c.environ, true)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestSecretsAreNeverShown(t *testing.T) {
	t.Parallel()
	c, err := readConfig([]string{
		"TUNTAS_DATABASE=mongodb://tuntas:s3cret:@a:27017,b:27017/tuntas?replicaSet=r", "TUNTAS_SMTP_USER=u", "TUNTAS_SMTP_PASSWORD=s3cret",
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "c", c, "database", c.Database, "password", c.SMTPPassword)
	for _, shown := range []string{fmt.Sprint(c.Database), fmt.Sprintf("%v %+v %#v %s %q", c, c, c, c.SMTPPassword, c.SMTPPassword), log.String()} {
		if strings.Contains(shown, "s3cret") {
			t.Errorf("it shows %s", shown)
		}
	}
	if got := c.Database.String(); got != "mongodb://[hidden]@a:27017,b:27017/tuntas?replicaSet=r" {
		t.Errorf("the database is %s", got)
	}
	if _, err := readConfig([]string{"TUNTAS_SMTP_PORT=s3cret", "TUNTAS_PLAIN_HTTP=s3cret"}, false); err == nil || strings.Contains(err.Error(), "s3cret") {
		t.Errorf("the problem is %v", err)
	}
}
