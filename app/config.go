package main

import (
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"tuntas/questionnaires"
)

// prefix of every variable of the configuration.
const prefix = "TUNTAS_"

// config is the configuration of an installation. Each field is the variable of its name with the prefix TUNTAS_.
type config struct {
	// Database is the path of a SQLite file, or mongodb://… or mongodb+srv://…; tuntas.db in the folder of data.
	Database databaseAt `env:"DATABASE"`
	// Data is the folder of everything that has no place of its own.
	Data string `env:"DATA" envDefault:"data"`
	// Listen is where pages are served, HOST:PORT.
	Listen string `env:"LISTEN" envDefault:"127.0.0.1:8080"`
	// Address is under which people reach the platform: https://tuntas.example.go.id. Links in mails begin with it, and
	// forms are taken from its pages only.
	Address string `env:"ADDRESS"`
	// PlainHTTP lets the address begin with http://, and cookies travel unencrypted. For trying things out only.
	PlainHTTP bool `env:"PLAIN_HTTP"`
	// TrustedProxies are the addresses or networks of reverse proxies, with commas, whose X-Forwarded-For counts.
	TrustedProxies []string `env:"TRUSTED_PROXIES"`
	// Key is the path of the Ed25519 key that signs; it is made at the first start, with the public key beside it (.pub).
	// Every process of an installation needs the same. tuntas.key in the folder of data.
	Key string `env:"KEY"`
	// Checkpoints is the folder of signed checkpoints of the audit log, best on another machine; checkpoints in the folder
	// of data.
	Checkpoints string `env:"CHECKPOINTS"`
	// CheckpointEvery is how often a checkpoint is written when the log grew.
	CheckpointEvery time.Duration `env:"CHECKPOINT_EVERY" envDefault:"10m"`
	// MetricsListen is where Prometheus reads metrics, HOST:PORT; not reachable from outside, please. Empty: nowhere.
	MetricsListen string `env:"METRICS_LISTEN"`
	// SMTPHost sends the mails. Empty: mails are files in the folder mails of the folder of data.
	SMTPHost string `env:"SMTP_HOST"`
	// SMTPPort is the port of the mail server.
	SMTPPort int `env:"SMTP_PORT" envDefault:"587"`
	// SMTPTLS is starttls, tls (from the first byte) or none.
	SMTPTLS string `env:"SMTP_TLS" envDefault:"starttls"`
	// SMTPUser signs in at the mail server; empty: without signing in.
	SMTPUser string `env:"SMTP_USER"`
	// SMTPPassword is the password of SMTPUser.
	SMTPPassword secret `env:"SMTP_PASSWORD"`
	// MailFrom is the sender of every mail: Tuntas <tuntas@example.go.id>.
	MailFrom string `env:"MAIL_FROM" envDefault:"Tuntas <tuntas@localhost>"`
	// LogLevel is debug, info, warn or error.
	LogLevel slog.Level `env:"LOG_LEVEL" envDefault:"info"`
	// PublicKey is the public key that verify checks with; the one beside Key.
	PublicKey string `env:"PUBLIC_KEY"`
}

// secret is a text that is never shown.
type secret string

// String hides it.
func (secret) String() string { return "[hidden]" }

// GoString hides it.
func (secret) GoString() string { return "[hidden]" }

// LogValue hides it.
func (secret) LogValue() slog.Value { return slog.StringValue("[hidden]") }

// databaseAt is where a database is, perhaps with a password in it.
type databaseAt string

// String hides user and password.
func (l databaseAt) String() string {
	scheme, rest, isURL := strings.Cut(string(l), "://")
	if at := strings.LastIndex(rest, "@"); isURL && at >= 0 {
		return scheme + "://[hidden]" + rest[at:]
	}
	return string(l)
}

// GoString hides user and password.
func (l databaseAt) GoString() string { return l.String() }

// LogValue hides user and password.
func (l databaseAt) LogValue() slog.Value { return slog.StringValue(l.String()) }

// remote reports whether the database is a server.
func (l databaseAt) remote() bool { return strings.Contains(string(l), "://") }

// readConfig reads the variables of the environment, fills in what follows from others and reports every problem at
// once. A command that serves nothing asks for fewer of them.
func readConfig(environ []string, serving bool) (*config, error) {
	given := env.ToMap(environ)
	c, p := &config{}, &problems{}
	p.parse(env.ParseWithOptions(c, env.Options{Environment: given, Prefix: prefix}))
	for _, name := range slices.Sorted(maps.Keys(given)) {
		if strings.HasPrefix(name, prefix) && !slices.Contains(variables(), name) {
			p.add(strings.TrimPrefix(name, prefix), "there is no such variable; it may be misspelt")
		}
	}
	c.fill()
	c.check(p)
	if serving {
		c.checkAddress(p)
	}
	return c, p.err()
}

// variables are the names that may be given: those of the configuration, and those of the tests.
func variables() []string {
	names := []string{"TUNTAS_REQUIRE", "TUNTAS_TEST_MONGODB"}
	for f := range reflect.TypeFor[config]().Fields() {
		names = append(names, prefix+f.Tag.Get("env"))
	}
	return names
}

// fill fills in what follows from the folder of data.
func (c *config) fill() {
	for _, f := range []struct {
		field *string
		name  string
	}{{(*string)(&c.Database), "tuntas.db"}, {&c.Key, "tuntas.key"}, {&c.Checkpoints, "checkpoints"}} {
		if *f.field == "" {
			*f.field = filepath.Join(c.Data, f.name)
		}
	}
	if c.PublicKey == "" {
		c.PublicKey = publicBeside(c.Key)
	}
	c.Address = strings.TrimSuffix(c.Address, "/")
}

func (c *config) check(p *problems) {
	if scheme, _, isURL := strings.Cut(string(c.Database), "://"); isURL && scheme != "mongodb" && scheme != "mongodb+srv" {
		p.add("DATABASE", "write the path of a SQLite file, or an address that begins with mongodb:// or mongodb+srv://")
	}
	if _, _, err := net.SplitHostPort(c.Listen); err != nil {
		p.add("LISTEN", "write HOST:PORT, for example 127.0.0.1:8080")
	}
	if _, _, err := net.SplitHostPort(c.MetricsListen); c.MetricsListen != "" && err != nil {
		p.add("METRICS_LISTEN", "write HOST:PORT, for example 127.0.0.1:9100")
	}
	if c.CheckpointEvery < time.Second {
		p.add("CHECKPOINT_EVERY", "write a time of a second or more, for example 10m")
	}
	for _, proxy := range c.TrustedProxies {
		_, notAddress := netip.ParseAddr(proxy)
		if _, notNetwork := netip.ParsePrefix(proxy); notAddress != nil && notNetwork != nil {
			p.add("TRUSTED_PROXIES", fmt.Sprintf("%q is neither an address nor a network such as 10.0.0.0/8", proxy))
		}
	}
	c.checkMail(p)
}

func (c *config) checkMail(p *problems) {
	if !slices.Contains([]string{"starttls", "tls", "none"}, c.SMTPTLS) {
		p.add("SMTP_TLS", "write starttls, tls or none")
	}
	if c.SMTPPort < 1 || c.SMTPPort > 65535 {
		p.add("SMTP_PORT", "write a number from 1 to 65535")
	}
	if (c.SMTPUser == "") != (c.SMTPPassword == "") {
		p.add("SMTP_PASSWORD", "give TUNTAS_SMTP_USER and TUNTAS_SMTP_PASSWORD, or neither")
	}
	if c.SMTPUser != "" && c.SMTPTLS == "none" {
		p.add("SMTP_TLS", "a password is not sent without encryption; write starttls or tls")
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		p.add("MAIL_FROM", "write a mail address, for example Tuntas <tuntas@example.go.id>")
	}
}

func (c *config) checkAddress(p *problems) {
	u, err := url.Parse(c.Address)
	switch {
	case c.Address == "":
		p.add("ADDRESS", "write the address under which people reach the platform, for example https://tuntas.example.go.id")
	case err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		p.add("ADDRESS", "write scheme and host alone, for example https://tuntas.example.go.id")
	case u.Scheme == "http" && !c.PlainHTTP:
		p.add("ADDRESS", "write https://; with http:// passwords and cookies travel unencrypted, which TUNTAS_PLAIN_HTTP=true allows for trying things out")
	}
}

// host is the name of the installation in checkpoints and for code generators.
func (c *config) host() string {
	if u, err := url.Parse(c.Address); err == nil && u.Host != "" {
		return u.Host
	}
	return "tuntas"
}

// problems collects what is wrong with a configuration.
type problems struct{ faults []questionnaires.Fault }

func (p *problems) add(variable, what string) {
	p.faults = append(p.faults, questionnaires.Fault{File: prefix + variable, Message: what})
}

// parse notes what could not be read. The texts of the library repeat what was given, which may be secret; ours do not.
func (p *problems) parse(err error) {
	aggregate, ok := err.(env.AggregateError) //nolint:errorlint // the library returns the type itself
	if !ok {
		if err != nil {
			p.add("…", err.Error())
		}
		return
	}
	for _, one := range aggregate.Errors {
		parse, ok := one.(env.ParseError) //nolint:errorlint // the library returns the type itself
		if !ok {
			p.add("…", one.Error())
			continue
		}
		if f, found := reflect.TypeFor[config]().FieldByName(parse.Name); found {
			p.add(f.Tag.Get("env"), "it cannot be read; write "+wanted(f.Type))
		}
	}
}

func wanted(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Duration]():
		return "a time such as 10m"
	case t == reflect.TypeFor[slog.Level]():
		return "debug, info, warn or error"
	case t.Kind() == reflect.Bool:
		return "true or false"
	default:
		return "a number"
	}
}

func (p *problems) err() error {
	if len(p.faults) == 0 {
		return nil
	}
	return &inputError{p.faults}
}
