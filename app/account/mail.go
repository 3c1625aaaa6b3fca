package account

import (
	"context"
	"embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"
	"time"

	"tuntas/app/problem"
)

//go:embed mails
var mailTexts embed.FS

// InvitationPath and ResetPath are the pages, after the language, to which links in mails lead; the token follows.
const (
	InvitationPath = "/undangan/"
	ResetPath      = "/sandi-baru/"
)

// letter is what the texts of mails may say.
type letter struct {
	Name         string // of who receives it; may be empty
	Organisation string
	Inviter      string
	Role         Role
	Section, Due string
	Note         string
	Link         string
	Address      string // of the platform
	Days         int    // that the link is good for
	Known        bool   // who receives it has an account
}

// postbox writes mails from the embedded texts.
type postbox struct {
	mailer  Mailer
	address string
	texts   map[string]*template.Template // by language
}

func openPostbox(m Mailer, address string) (*postbox, error) {
	p := &postbox{mailer: m, address: address, texts: map[string]*template.Template{}}
	for _, language := range []string{"id", "en"} {
		texts, err := template.New("").Funcs(template.FuncMap{"day": func(iso string) string { return day(language, iso) }}).
			Option("missingkey=error").ParseFS(mailTexts, "mails/"+language+"/*.txt")
		if err != nil {
			return nil, fmt.Errorf("texts of mails: %w", err)
		}
		p.texts[language] = texts
	}
	return p, nil
}

// link leads to a page of the platform, in the language.
func (p *postbox) link(language, path, token string) string {
	return p.address + "/" + language + path + token
}

// send writes the named text to an address. Its first line is the subject.
func (p *postbox) send(ctx context.Context, to, language, name string, l letter, at time.Time) error {
	l.Address = p.address
	var b strings.Builder
	if err := p.texts[language].ExecuteTemplate(&b, name+".txt", l); err != nil {
		return fmt.Errorf("write the mail %s: %w", name, err)
	}
	subject, body, _ := strings.Cut(b.String(), "\n")
	for strings.Contains(body, "\n\n\n") {
		body = strings.ReplaceAll(body, "\n\n\n", "\n\n")
	}
	m := Message{To: to, Subject: strings.TrimSpace(subject), Text: strings.TrimLeft(body, "\n"), At: at}
	if err := p.mailer.Send(ctx, m); err != nil {
		return problem.Wrap(problem.Unavailable, "account.mail.unavailable", fmt.Errorf("send the mail %s: %w", name, err))
	}
	return nil
}

// day is a date YYYY-MM-DD in words.
func day(language, iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	if language == "en" {
		return t.Format("2 January 2006")
	}
	months := []string{
		"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember",
	}
	return strconv.Itoa(t.Day()) + " " + months[t.Month()-1] + " " + strconv.Itoa(t.Year())
}
