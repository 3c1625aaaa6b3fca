package web

import (
	"tuntas/app/account"
	"tuntas/app/problem"
)

// registerPages are the ways to an account: registering a company, and taking an invitation.
type registerPages struct{ accounts *account.Accounts }

type welcomePage struct{ page }

func (p *registerPages) welcome(r *request) error {
	if r.signedIn() {
		return r.redirect("/penilaian")
	}
	return r.show("welcome", welcomePage{page: r.page("account.welcome.title")})
}

type registerPage struct {
	page
	In account.Registration
}

func (p *registerPages) show(r *request) error {
	data := registerPage{page: r.page("account.register.title")}
	data.Nav = "daftar"
	return r.show("register", data)
}

func (p *registerPages) register(r *request) error {
	in := r.form()
	registration := account.Registration{
		LegalName: in.Get("legal_name"), NIB: in.Get("nib"), Name: in.Get("name"), Position: in.Get("position"),
		Email: in.Get("email"), Language: r.lang, Confirmed: in.Get("confirmed") == "yes",
	}
	err := r.fresh()
	if err == nil {
		err = p.accounts.Register(r.context(), registration)
	}
	if isForm(err) {
		data := registerPage{page: r.page("account.register.title"), In: registration}
		data.Nav, data.Faults = "daftar", r.faults(err)
		return r.showStatus(statusOf(err), "register", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/daftar/terkirim")
}

type sentPage struct {
	page
	Lead string
}

func (p *registerPages) sent(r *request) error {
	return r.show("sent", sentPage{page: r.page("account.sent.title"), Lead: r.t("account.register.sent")})
}

type invitationPage struct {
	page
	Offer    account.Offer
	Token    string
	Name     string
	Position string
	Email    string
}

// Path is where the form is sent.
func (p invitationPage) Path() string { return "/undangan/" + p.Token }

func (p *registerPages) invitation(r *request) error {
	data, err := p.invited(r)
	if err != nil {
		return err
	}
	data.Name, data.Position = data.Offer.Name, data.Offer.Position
	return r.show("invitation", data)
}

func (p *registerPages) invited(r *request) (invitationPage, error) {
	offer, err := p.accounts.Invitation(r.context(), r.param("token"))
	if err != nil {
		return invitationPage{}, err
	}
	return invitationPage{page: r.page("account.invitation.title", "Organisation", offer.Organisation), Offer: offer, Token: r.param("token")}, nil
}

func (p *registerPages) accept(r *request) error {
	in := r.form()
	var session account.SignedIn
	err := r.fresh()
	if err == nil {
		session, err = p.accounts.Accept(r.context(), account.Acceptance{
			Token: r.param("token"), Name: in.Get("name"), Position: in.Get("position"), Email: in.Get("email"),
			Password: in.Get("password"),
		}, r.device())
	}
	if isForm(err) {
		data, again := p.invited(r)
		if again != nil {
			return again
		}
		data.Name, data.Position, data.Email, data.Faults = in.Get("name"), in.Get("position"), in.Get("email"), r.faults(err)
		return r.showStatus(statusOf(err), "invitation", data)
	}
	if err != nil {
		return err
	}
	r.begin(session.Token)
	if session.CodeDue {
		return r.redirect("/masuk/kode")
	}
	return r.onwards()
}

// isForm reports whether a failure is said beside the form that was sent.
func isForm(err error) bool {
	kind := problem.KindOf(err)
	return kind == problem.Invalid || kind == problem.TooMany
}
