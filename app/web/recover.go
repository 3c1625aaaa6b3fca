package web

import "tuntas/app/account"

// recoverPages lead back to an account whose password was forgotten.
type recoverPages struct{ accounts *account.Accounts }

type forgottenPage struct {
	page
	Email string
}

func (p *recoverPages) show(r *request) error {
	return r.show("forgotten", forgottenPage{page: r.page("account.forgotten.title")})
}

func (p *recoverPages) request(r *request) error {
	email := r.form().Get("email")
	err := r.fresh()
	if err == nil {
		err = p.accounts.RequestReset(r.context(), email, r.lang)
	}
	if r.isForm(err) {
		data := forgottenPage{page: r.page("account.forgotten.title"), Email: email}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "forgotten", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/lupa-sandi/terkirim")
}

func (p *recoverPages) sent(r *request) error {
	return r.show("sent", sentPage{page: r.page("account.sent.title"), Lead: r.t("account.forgotten.sent"), Again: "/lupa-sandi"})
}

type resetPage struct {
	page
	Token string
}

// Path is where the form is sent.
func (p resetPage) Path() string { return "/sandi-baru/" + p.Token }

func (p *recoverPages) choose(r *request) error {
	if err := p.accounts.ResetOffer(r.context(), r.param("token")); err != nil {
		return err
	}
	return r.show("reset", resetPage{page: r.page("account.reset.title"), Token: r.param("token")})
}

func (p *recoverPages) reset(r *request) error {
	err := r.fresh()
	if err == nil {
		err = p.accounts.Reset(r.context(), r.param("token"), r.form().Get("password"))
	}
	if r.isForm(err) {
		data := resetPage{page: r.page("account.reset.title"), Token: r.param("token")}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "reset", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/masuk?kabar=sandi")
}
