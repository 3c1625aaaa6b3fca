package web

import (
	"github.com/gofiber/fiber/v2"

	"tuntas/app/account"
)

// ownPages are a person's own account.
type ownPages struct{ accounts *account.Accounts }

type ownPage struct {
	page
	Sessions []account.OpenSession
	Places   []account.Place
}

func (p *ownPages) page(r *request) (ownPage, error) {
	sessions, err := p.accounts.Sessions(r.context(), r.actor)
	if err != nil {
		return ownPage{}, err
	}
	places, err := p.accounts.Places(r.context(), r.actor)
	if err != nil {
		return ownPage{}, err
	}
	data := ownPage{page: r.page("account.own.title"), Sessions: sessions, Places: places}
	data.Nav, data.Here = "akun", "/akun"
	return data, nil
}

func (p *ownPages) show(r *request) error {
	data, err := p.page(r)
	if err != nil {
		return err
	}
	return r.show("own", data)
}

func (p *ownPages) password(r *request) error {
	err := r.fresh()
	if err == nil {
		err = p.accounts.ChangePassword(r.context(), r.actor, r.form().Get("old"), r.form().Get("password"))
	}
	if isForm(err) {
		data, again := p.page(r)
		if again != nil {
			return again
		}
		data.Faults = r.faults(err)
		return r.showStatus(statusOf(err), "own", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/akun?kabar=sandi_diganti")
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
