package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/mail"
	"path/filepath"
	"slices"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// openMail is how mails leave: through the mail server of the configuration, or into a folder.
func openMail(c *config) (account.Mailer, error) {
	from, err := mail.ParseAddress(c.MailFrom)
	if err != nil {
		return nil, atFault(prefix+"MAIL_FROM", err.Error())
	}
	if c.SMTPHost == "" {
		return mailFolder{from: from, folder: filepath.Join(c.Data, "mails")}, nil
	}
	const patience = 15 * time.Second
	options := []gomail.Option{gomail.WithPort(c.SMTPPort), gomail.WithTimeout(patience)}
	switch c.SMTPTLS {
	case "tls":
		options = append(options, gomail.WithSSL())
	case "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if c.SMTPUser != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(c.SMTPUser), gomail.WithPassword(string(c.SMTPPassword)))
	}
	client, err := gomail.NewClient(c.SMTPHost, options...)
	if err != nil {
		return nil, atFault(prefix+"SMTP_HOST", err.Error())
	}
	return &mailServer{from: from, client: client}, nil
}

// compose is a message as it is sent.
func compose(from *mail.Address, m account.Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	msg.FromMailAddress(from)
	if err := msg.To(m.To); err != nil {
		return nil, problem.Wrap(problem.Invalid, "account.mail.address", err)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(rand.Text() + "@" + from.Address[1+bytes.LastIndexByte([]byte(from.Address), '@'):])
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	return msg, nil
}

// mailServer hands mails to an SMTP server.
type mailServer struct {
	from   *mail.Address
	client *gomail.Client
}

// Send returns when the server took the mail; problem.Unavailable when it did not.
func (s *mailServer) Send(ctx context.Context, m account.Message) error {
	msg, err := compose(s.from, m)
	if err != nil {
		return err
	}
	if err := s.client.DialAndSendWithContext(ctx, msg); err != nil {
		return problem.Wrap(problem.Unavailable, "account.mail.unavailable", err)
	}
	return nil
}

// mailFolder writes mails into a folder, one file each, for installations without a mail server.
type mailFolder struct {
	from   *mail.Address
	folder string
}

// Send writes a file that only this user can read.
func (f mailFolder) Send(_ context.Context, m account.Message) error {
	msg, err := compose(f.from, m)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	_, err = msg.WriteTo(&content)
	const private = 0o600
	name := filepath.Join(f.folder, m.At.UTC().Format("20060102T150405.000Z-")+rand.Text()+".eml")
	if err := errors.Join(err, publish(name, content.Bytes(), private)); err != nil {
		return problem.Wrap(problem.Unavailable, "account.mail.unavailable", fmt.Errorf("write a mail: %w", err))
	}
	return nil
}

// outbox keeps the last mails in memory, for the page of the demo that shows them.
type outbox struct {
	mu    sync.Mutex
	mails []account.Message
}

// Send keeps the mail.
func (o *outbox) Send(_ context.Context, m account.Message) error {
	const most = 200
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mails = append(o.mails, m)
	o.mails = o.mails[max(0, len(o.mails)-most):]
	return nil
}

// newest are the kept mails, the newest first.
func (o *outbox) newest() []account.Message {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := slices.Clone(o.mails)
	slices.Reverse(all)
	return all
}
