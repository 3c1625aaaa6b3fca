package web

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	"tuntas/app/account"
)

// devPages show what only the demo shows; without it they do not exist.
type devPages struct {
	demo  *Demo
	clock func() time.Time
}

type mailsPage struct {
	page
	Mails []account.Message
}

func (p *devPages) mails(r *request) error {
	if p.demo == nil {
		return absent()
	}
	return r.show("mails", mailsPage{page: r.page("account.mails.title"), Mails: p.demo.Mails()})
}

type mailPage struct {
	page
	Mail  account.Message
	Parts []mailPart
}

// mailPart is text, or a link of ours to follow.
type mailPart struct{ Text, Href string }

func (p *devPages) mail(r *request) error {
	if p.demo == nil {
		return absent()
	}
	mails := p.demo.Mails()
	n, err := strconv.Atoi(r.param("number"))
	if err != nil || n < 1 || n > len(mails) {
		return absent()
	}
	m := mails[len(mails)-n] // numbered from the oldest, so that an address keeps its mail
	data := mailPage{page: r.page("account.mail.title"), Mail: m, Parts: r.linked(m.Text)}
	data.Crumbs = []crumb{{Title: r.t("account.mails.title"), Path: "/dev/mail"}, {Title: m.Subject}}
	return r.show("mail", data)
}

// linked finds the links to this platform in a mail. They lead to the address that the reader uses now.
func (r *request) linked(text string) []mailPart {
	links := regexp.MustCompile(regexp.QuoteMeta(r.server.config.Address) + `(/[A-Za-z0-9/_.~?=&%-]*)`)
	var parts []mailPart
	at := 0
	for _, m := range links.FindAllStringSubmatchIndex(text, -1) {
		parts = append(parts, mailPart{Text: text[at:m[0]]}, mailPart{Text: text[m[0]:m[1]], Href: text[m[2]:m[3]]})
		at = m[1]
	}
	return append(parts, mailPart{Text: text[at:]})
}

type demoAccountsPage struct {
	page
	Accounts []demoAccountRow
}

type demoAccountRow struct {
	DemoAccount
	Code string // of its code generator, now
}

func (p *devPages) accounts(r *request) error {
	if p.demo == nil {
		return absent()
	}
	data := demoAccountsPage{page: r.page("account.demo.title")}
	for _, a := range p.demo.Accounts() {
		row := demoAccountRow{DemoAccount: a}
		if a.TOTPSecret != "" {
			code, err := totp.GenerateCode(strings.ToUpper(a.TOTPSecret), p.clock())
			if err == nil {
				row.Code = code
			}
		}
		data.Accounts = append(data.Accounts, row)
	}
	return r.show("accounts", data)
}

// Number is the number of the mail at a place of the list, counted from the oldest.
func (p mailsPage) Number(i int) int { return len(p.Mails) - i }
