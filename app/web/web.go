// Package web is the pages: routes, handlers, templates, messages and static files. Handlers make four moves: read, ask
// the domain, show the form again when it is at fault, show. It decides nothing about who may do what.
package web

import (
	"log/slog"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store"
)

// Config is what a Server is made of.
type Config struct {
	Accounts       *account.Accounts
	Desk           *assessment.Desk
	Log            *audit.Log
	Engine         store.Engine // for /readyz alone
	Logger         *slog.Logger
	Clock          func() time.Time
	Secret         []byte                                             // 32 bytes: keys of CSRF tokens and form drafts; the same for all processes of an installation
	Address        string                                             // public address without a slash at the end; its scheme and host are the only Origin accepted
	PlainHTTP      bool                                               // cookies without Secure and __Host-: demo on localhost, or serve when told so
	TrustedProxies []string                                           // addresses or networks whose X-Forwarded-… count
	Demo           *Demo                                              // nil outside the demo
	Observe        func(route string, status int, took time.Duration) // metrics; may be nil
}

// Demo is what only the demo shows: a banner, the mails and the accounts.
type Demo struct {
	Mails    func() []account.Message // the newest first
	Accounts func() []DemoAccount
}

// DemoAccount is one account of the demo.
type DemoAccount struct {
	Email, Password, TOTPSecret, Role, Organisation string
}
