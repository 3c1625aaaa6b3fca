package web

import (
	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
)

// ownPages are a person's own account.
type ownPages struct{ accounts *account.Accounts }

type ownPage struct {
	page
	Self     account.Self
	Sessions []account.OpenSession
	Places   []account.Place
}

func (p *ownPages) page(r *request) (ownPage, error) {
	self, err := p.accounts.Self(r.context(), r.actor)
	if err != nil {
		return ownPage{}, err
	}
	sessions, err := p.accounts.Sessions(r.context(), r.actor)
	if err != nil {
		return ownPage{}, err
	}
	places, err := p.accounts.Places(r.context(), r.actor)
	if err != nil {
		return ownPage{}, err
	}
	data := ownPage{page: r.page("account.own.title"), Self: self, Sessions: sessions, Places: places}
	data.Nav, data.Form = "akun", "/akun"
	return data, nil
}

func (p *ownPages) show(r *request) error {
	data, err := p.page(r)
	if err != nil {
		return err
	}
	return r.show("own", data)
}

// edit changes name, position and the language of mails.
func (p *ownPages) edit(r *request) error {
	in := r.form()
	err := r.fresh()
	if err == nil {
		err = p.accounts.EditSelf(r.context(), r.actor, in.Get("name"), in.Get("position"), in.Get("language"))
	}
	if r.isForm(err) {
		return p.again(r, err, func(s *account.Self) {
			s.Name, s.Position, s.Language = in.Get("name"), in.Get("position"), in.Get("language")
		})
	}
	if err != nil {
		return err
	}
	return r.redirect("/akun?kabar=akun")
}

func (p *ownPages) password(r *request) error {
	err := r.fresh()
	if err == nil {
		err = p.accounts.ChangePassword(r.context(), r.actor, r.form().Get("old"), r.form().Get("password"))
	}
	if r.isForm(err) {
		return p.again(r, err, func(*account.Self) {})
	}
	if err != nil {
		return err
	}
	return r.redirect("/akun?kabar=sandi_diganti")
}

// again shows the page with what is at fault in one of its forms, and what was typed there.
func (p *ownPages) again(r *request, cause error, typed func(*account.Self)) error {
	data, err := p.page(r)
	if err != nil {
		return err
	}
	typed(&data.Self)
	data.Faults = r.faults(cause)
	return r.showStatus(statusOf(cause), "own", data)
}

// recovery shows ten new recovery codes in place of the old ones.
func (p *ownPages) recovery(r *request) error {
	codes, err := p.accounts.FreshRecovery(r.context(), r.actor)
	if err != nil {
		return err
	}
	data := recoveryPage{page: r.page("account.recovery.title"), Lead: r.t("account.recovery.lead_fresh"), Codes: codes}
	data.Nav, data.To = "akun", "/akun"
	return r.show("recovery", data)
}

func (p *ownPages) endSession(r *request) error {
	if err := p.accounts.EndSession(r.context(), r.actor, account.SessionID(r.param("id"))); err != nil {
		return err
	}
	return r.redirect("/akun?kabar=sesi")
}

// alive keeps a session awake for a person who writes for long.
func (p *ownPages) alive(r *request) error {
	r.ctx.Status(fiber.StatusNoContent)
	return nil
}

// data is everything that is held about the person, for them to take along (UU 27/2022 Art. 13).
func (p *ownPages) data(r *request) error {
	body, err := p.accounts.ExportPerson(r.context(), r.actor)
	if err != nil {
		return err
	}
	return r.download("tuntas.json", fiber.MIMEApplicationJSONCharsetUTF8, body)
}

type erasePage struct{ page }

func (p *ownPages) showErase(r *request) error {
	data := erasePage{page: r.page("account.erase.title")}
	data.Nav = "akun"
	data.Crumbs = []crumb{{Title: r.t("account.own.title"), Path: "/akun"}, {Title: data.Title}}
	return r.show("erase", data)
}

func (p *ownPages) erase(r *request) error {
	if err := p.accounts.ErasePerson(r.context(), r.actor, r.actor.Person); err != nil {
		return err
	}
	r.end()
	return r.redirect("/masuk?kabar=akun_dihapus")
}

type placesPage struct {
	page
	Places []account.Place
}

func (p *ownPages) places(r *request) error {
	places, err := p.accounts.Places(r.context(), r.actor)
	if err != nil {
		return err
	}
	data := placesPage{page: r.page("account.places.title"), Places: places}
	data.Nav = "akun"
	return r.show("places", data)
}

func (p *ownPages) act(r *request) error {
	if err := p.accounts.Act(r.context(), r.actor, account.MembershipID(r.form().Get("membership"))); err != nil {
		return err
	}
	return r.redirect("/penilaian")
}
