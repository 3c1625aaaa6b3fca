package web

import (
	"time"

	"tuntas/app/account"
)

// peoplePages are who works for the organisation.
type peoplePages struct{ accounts *account.Accounts }

type peoplePage struct {
	page
	Members     []account.Member
	Invitations []account.OpenInvitation
	Manages     bool
}

func (p *peoplePages) show(r *request) error {
	members, invitations, err := p.accounts.People(r.context(), r.actor)
	if err != nil {
		return err
	}
	data := peoplePage{
		page: r.page("account.people.title"), Members: members, Invitations: invitations,
		Manages: r.actor.May(account.ManagePeople),
	}
	data.Nav, data.Here = "orang", "/orang"
	return r.show("people", data)
}

type invitePage struct {
	page
	In    account.Invite
	Roles []account.Role
	Today string
}

func (p *peoplePages) invitePage(r *request) (invitePage, error) {
	if err := r.actor.Allow(account.ManagePeople, ""); err != nil {
		return invitePage{}, err
	}
	data := invitePage{
		page: r.page("account.invite.title"), Roles: account.RolesOf(r.actor.Kind), Today: local(r.now()).Format(time.DateOnly),
	}
	data.Nav, data.Form = "orang", "/orang/undang"
	data.Crumbs = []crumb{{Title: r.t("account.people.title"), Path: "/orang"}, {Title: data.Title}}
	return data, nil
}

func (p *peoplePages) showInvite(r *request) error {
	data, err := p.invitePage(r)
	if err != nil {
		return err
	}
	return r.show("invite", data)
}

func (p *peoplePages) invite(r *request) error {
	in := r.form()
	invite := account.Invite{
		Email: in.Get("email"), Name: in.Get("name"), Role: account.Role(in.Get("role")), Note: in.Get("note"),
		Language: in.Get("language"),
	}
	_, err := p.accounts.Invite(r.context(), r.actor, invite)
	if r.isForm(err) {
		data, again := p.invitePage(r)
		if again != nil {
			return again
		}
		data.In, data.Faults = invite, r.faults(err)
		return r.showStatus(statusOf(err), "invite", data)
	}
	if err != nil {
		return err
	}
	return r.redirect("/orang?kabar=undangan")
}

func (p *peoplePages) withdraw(r *request) error {
	if err := p.accounts.Withdraw(r.context(), r.actor, account.InvitationID(r.param("id"))); err != nil {
		return err
	}
	return r.redirect("/orang?kabar=undangan_ditarik")
}

type memberPage struct {
	page
	Member account.Member
	Roles  []account.Role
}

// Path is the address of the member's page.
func (p memberPage) Path() string { return "/orang/" + string(p.Member.Membership) }

// memberPage is one member; changing needs the right to manage, which the domain checks again.
func (p *peoplePages) memberPage(r *request) (memberPage, error) {
	if err := r.actor.Allow(account.ManagePeople, ""); err != nil {
		return memberPage{}, err
	}
	members, _, err := p.accounts.People(r.context(), r.actor)
	if err != nil {
		return memberPage{}, err
	}
	for _, m := range members {
		if string(m.Membership) == r.param("id") {
			data := memberPage{page: r.page("account.member.title", "Name", m.Name), Member: m, Roles: account.RolesOf(r.actor.Kind)}
			data.Nav = "orang"
			data.Crumbs = []crumb{{Title: r.t("account.people.title"), Path: "/orang"}, {Title: m.Name}}
			return data, nil
		}
	}
	return memberPage{}, absent()
}

func (p *peoplePages) showMember(r *request) error {
	data, err := p.memberPage(r)
	if err != nil {
		return err
	}
	return r.show("member", data)
}

func (p *peoplePages) changeRole(r *request) error {
	err := p.accounts.ChangeRole(r.context(), r.actor, account.MembershipID(r.param("id")), account.Role(r.form().Get("role")))
	if err != nil {
		return err
	}
	return r.redirect("/orang?kabar=peran")
}

func (p *peoplePages) remove(r *request) error {
	if err := p.accounts.Remove(r.context(), r.actor, account.MembershipID(r.param("id"))); err != nil {
		return err
	}
	return r.redirect("/orang?kabar=keluar_organisasi")
}
