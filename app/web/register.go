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
		return r.redirect(r.home())
	}
	return r.show("welcome", welcomePage{page: r.page("account.welcome.title")})
}

type registerPage struct {
	page
	In account.Registration
}

func (p *registerPages) show(r *request) error {
	data := registerPage{page: r.page("account.register.title")}
	if c, ok := r.opened(r.query("isian")); ok && c.Path == r.path() {
		data.In = registrationOf(c.Fields, r.lang)
	}
	data.Nav, data.Form = "daftar", "/daftar"
	return r.show("register", data)
}

func registrationOf(in values, lang string) account.Registration {
	return account.Registration{
		LegalName: in.Get("legal_name"), NIB: in.Get("nib"), Name: in.Get("name"), Position: in.Get("position"),
		Email: in.Get("email"), Language: lang, Confirmed: in.Get("confirmed") == "yes",
	}
}

func (p *registerPages) register(r *request) error {
	registration := registrationOf(r.form(), r.lang)
	err := r.fresh()
	if err == nil {
		err = p.accounts.Register(r.context(), registration)
	}
	if r.isForm(err) {
		data := registerPage{page: r.page("account.register.title"), In: registration}
		data.Nav, data.Form, data.Faults = "daftar", "/daftar", r.faults(err)
		return r.showStatus(statusOf(err), "register", data)
	}
	if err != nil {
		return err
	}
	sealed, err := r.server.seal(r.carry())
	if err != nil {
		return err
	}
	return r.redirect("/daftar/terkirim?isian=" + sealed)
}

type sentPage struct {
	page
	Lead  string
	Again string // path of the form
}

// sent says to which address the mail went, and leads back to the form as it was filled in.
func (p *registerPages) sent(r *request) error {
	data := sentPage{page: r.page("account.sent.title"), Lead: r.t("account.register.sent"), Again: "/daftar"}
	if c, ok := r.opened(r.query("isian")); ok && c.Path == data.Again {
		data.Lead = r.t("account.register.sent_to", "Email", c.Fields.Get("email"))
		data.Again += "?" + encode("isian", r.query("isian"))
	}
	return r.show("sent", data)
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
	title := "account.invitation.title"
	if offer.NewPerson {
		title = "account.invitation.finish"
	}
	data := invitationPage{page: r.page(title, "Organisation", offer.Organisation), Offer: offer, Token: r.param("token")}
	data.Form = data.Path()
	return data, nil
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
	if r.isForm(err) {
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

// isForm reports whether a failure is said beside the form that was sent. Too many attempts are noted for the operator.
func (r *request) isForm(err error) bool {
	kind := problem.KindOf(err)
	if kind == problem.TooMany {
		r.note(err)
	}
	return kind == problem.Invalid || kind == problem.TooMany
}
