package web

import (
	"tuntas/app/account"
)

// signInPages are the steps into and out of a session.
type signInPages struct{ accounts *account.Accounts }

type signInPage struct {
	page
	Email string
	To    string // path to go on to
	Carry string // a sealed form to go on with
	Ended bool   // the session ended while something was being written
}

func (p *signInPages) show(r *request) error {
	if r.signedIn() {
		return r.redirect(r.wanted())
	}
	data := signInPage{page: r.page("account.signin.title"), To: r.query("to")}
	data.Nav = "masuk"
	return r.show("signin", data)
}

func (p *signInPages) signIn(r *request) error {
	in := r.form()
	var session account.SignedIn
	err := r.fresh()
	if err == nil {
		session, err = p.accounts.SignIn(r.context(), in.Get("email"), in.Get("password"), r.device())
	}
	if isForm(err) {
		data := signInPage{
			page: r.page("account.signin.title"), Email: in.Get("email"), To: in.Get("to"), Carry: in.Get(carryField),
		}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "signin", data)
	}
	if err != nil {
		return err
	}
	r.begin(session.Token)
	if session.CodeDue {
		return r.show("code", p.codePage(r))
	}
	return r.onwards()
}

type codePage struct {
	page
	To    string
	Carry string
}

func (p *signInPages) codePage(r *request) codePage {
	data := codePage{page: r.page("account.code.title"), To: r.wantedOrNone(), Carry: r.form().Get(carryField)}
	data.Here = "/masuk/kode"
	return data
}

func (p *signInPages) showCode(r *request) error { return r.show("code", p.codePage(r)) }

func (p *signInPages) code(r *request) error {
	var token string
	err := r.fresh()
	if err == nil {
		token, err = p.accounts.Confirm(r.context(), r.token, r.form().Get("code"))
	}
	if isForm(err) {
		data := p.codePage(r)
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "code", data)
	}
	if err != nil {
		return err
	}
	r.begin(token)
	return r.onwards()
}

type stepUpPage struct {
	page
	To    string
	Carry string
}

func (p *signInPages) showStepUp(r *request) error {
	return r.show("stepup", stepUpPage{page: r.page("account.stepup.title"), To: r.query("to")})
}

func (p *signInPages) stepUp(r *request) error {
	in := r.form()
	var token string
	err := r.fresh()
	if err == nil {
		token, err = p.accounts.StepUp(r.context(), r.actor, in.Get("password"), in.Get("code"))
	}
	if isForm(err) {
		data := stepUpPage{page: r.page("account.stepup.title"), To: in.Get("to"), Carry: in.Get(carryField)}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "stepup", data)
	}
	if err != nil {
		return err
	}
	r.begin(token)
	return r.onwards()
}

func (p *signInPages) signOut(r *request) error {
	if err := p.accounts.SignOut(r.context(), r.token); err != nil {
		return err
	}
	r.end()
	r.ctx.Set("Clear-Site-Data", `"cache"`)
	return r.redirect("/masuk?kabar=keluar")
}
