package web

import (
	"tuntas/app/account"
)

// signInPages are the steps into and out of a session.
type signInPages struct{ accounts *account.Accounts }

type signInPage struct {
	page
	Email string
	Ended bool // the session ended while something was being written
}

func (p *signInPages) show(r *request) error {
	if r.signedIn() {
		return r.redirect(r.wanted())
	}
	data := signInPage{page: r.step("account.signin.title", "/masuk", r.onward())}
	data.Nav = "masuk"
	return r.show("signin", data)
}

func (p *signInPages) signIn(r *request) error {
	if r.switches() {
		return p.show(r)
	}
	in := r.form()
	var session account.SignedIn
	err := r.fresh()
	if err == nil {
		session, err = p.accounts.SignIn(r.context(), in.Get("email"), in.Get("password"), r.device())
	}
	if r.isForm(err) {
		data := signInPage{page: r.step("account.signin.title", "/masuk", r.onward()), Email: in.Get("email")}
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

type codePage struct{ page }

func (p *signInPages) codePage(r *request) codePage {
	return codePage{r.step("account.code.title", "/masuk/kode", r.onward())}
}

func (p *signInPages) showCode(r *request) error { return r.show("code", p.codePage(r)) }

func (p *signInPages) code(r *request) error {
	if r.switches() {
		return p.showCode(r)
	}
	var token string
	err := r.fresh()
	if err == nil {
		token, err = p.accounts.Confirm(r.context(), r.token, r.form().Get("code"))
	}
	if r.isForm(err) {
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

type stepUpPage struct{ page }

func (p *signInPages) showStepUp(r *request) error {
	return r.show("stepup", stepUpPage{r.step("account.stepup.title", "/konfirmasi", r.onward())})
}

func (p *signInPages) stepUp(r *request) error {
	if r.switches() {
		return p.showStepUp(r)
	}
	in := r.form()
	var token string
	err := r.fresh()
	if err == nil {
		token, err = p.accounts.StepUp(r.context(), r.actor, in.Get("password"), in.Get("code"))
	}
	if r.isForm(err) {
		data := stepUpPage{r.step("account.stepup.title", "/konfirmasi", r.onward())}
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
