package account_test

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
)

// membershipOf is a member's membership as the actor's list shows it.
func (h *house) membershipOf(by account.Actor, email string) account.MembershipID {
	h.t.Helper()
	members, _, err := h.People(h.t.Context(), by)
	h.must(err)
	i := slices.IndexFunc(members, func(m account.Member) bool { return m.Email == email })
	if i < 0 {
		h.t.Fatalf("%s is no member: %+v", email, members)
	}
	return members[i].Membership
}

func TestAnInvitedPersonJoinsAndSharesForTheInvitationAreTheirs(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	id, err := h.Invite(ctx, boss, account.Invite{
		Email: "Ani@Contoh.co.id", Name: "Ani", Role: account.Contributor, Note: "Mohon bantuannya.\r\nTerima kasih.", Section: "Upah",
		Due: "2026-12-15", Language: "id",
	})
	h.must(err)
	mail := h.mails.all()[0]
	for _, want := range []string{"Ani", "Budi owner mengundang", "PT Contoh Sawit", "kontributor", "Upah", "15 Desember 2026", "Mohon bantuannya.\nTerima kasih."} {
		if !strings.Contains(mail.Text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, mail.Text)
		}
	}
	_, open, err := h.People(ctx, boss)
	h.must(err)
	want := []account.OpenInvitation{{
		ID: id, Email: "ani@contoh.co.id", Role: account.Contributor, Sent: h.clock.now(), Expires: h.clock.now().Add(7 * 24 * time.Hour),
	}}
	if diff := cmp.Diff(want, open); diff != "" {
		t.Error(diff)
	}
	in, err := h.Accept(ctx, account.Acceptance{Token: h.link("ani@contoh.co.id"), Position: "Staf", Password: goodPassword}, "")
	h.must(err)
	ani, err := h.Authenticate(ctx, in.Token)
	h.must(err)
	if ani.Invitation != id || ani.Organisation != o || ani.Role != account.Contributor || ani.Name != "Ani" || ani.Position != "Staf" {
		t.Errorf("%+v", ani)
	}
	name, err := h.NameOf(ctx, o, ani.Person)
	h.must(err)
	foreign, err := h.NameOf(ctx, h.company("PT Lain", "02"), ani.Person)
	h.must(err)
	if name != "Ani" || foreign != "" {
		t.Errorf("%q and elsewhere %q", name, foreign)
	}
	h.must(h.Remove(ctx, boss, h.membershipOf(boss, "ani@contoh.co.id")))
	if name, err = h.NameOf(ctx, o, ani.Person); err != nil || name != "Ani" {
		t.Errorf("after leaving: %q, %v", name, err)
	}
	again, err := h.Invite(ctx, boss, account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer})
	h.must(err)
	in, err = h.Accept(ctx, account.Acceptance{Token: h.link("ani@contoh.co.id"), Password: goodPassword}, "")
	h.must(err)
	ani, err = h.Authenticate(ctx, in.Token)
	h.must(err)
	if ani.Invitation != again || ani.Role != account.Viewer || ani.Memberships != 1 {
		t.Errorf("%+v", ani)
	}
}

func TestInvitationsAreRefusedWithTheFieldAtFault(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	good := account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer}
	_, err := h.Invite(ctx, boss, good)
	h.must(err)
	cases := map[string]struct {
		change     func(*account.Invite)
		field, key string
	}{
		"no address":                   {func(i *account.Invite) { i.Email = " " }, "email", "account.email.missing"},
		"a second recipient":           {func(i *account.Invite) { i.Email = "a@b.id, c@d.id" }, "email", "account.email.form"},
		"a header in the address":      {func(i *account.Invite) { i.Email = "a@b.id\r\nBcc: c@d.id" }, "email", "account.email.form"},
		"a quoted local part":          {func(i *account.Invite) { i.Email = `"a b"@c.id` }, "email", "account.email.form"},
		"a display name":               {func(i *account.Invite) { i.Email = "Ani <ani2@contoh.co.id>" }, "email", "account.email.form"},
		"a look-alike letter":          {func(i *account.Invite) { i.Email = "аni@contoh.co.id" }, "email", "account.email.form"},
		"the Kelvin sign":              {func(i *account.Invite) { i.Email = "\u212Aate@contoh.co.id" }, "email", "account.email.form"},
		"an address of a machine":      {func(i *account.Invite) { i.Email = "ani@[127.0.0.1]" }, "email", "account.email.form"},
		"a dot at the end":             {func(i *account.Invite) { i.Email = "ani.@contoh.co.id" }, "email", "account.email.form"},
		"somebody who is invited":      {func(i *account.Invite) { i.Email = "ANI@contoh.co.id" }, "email", "account.invite.open"},
		"a member":                     {func(i *account.Invite) { i.Email = "bos@contoh.co.id" }, "email", "account.invite.member"},
		"a header in the name":         {func(i *account.Invite) { i.Name = "Ani\nBcc: c@d.id" }, "name", "account.name.characters"},
		"a name that turns the line":   {func(i *account.Invite) { i.Name = "Ani\u202egpj" }, "name", "account.name.characters"},
		"a role of the ministry":       {func(i *account.Invite) { i.Role = account.Administrator }, "role", "account.role.unknown"},
		"no role":                      {func(i *account.Invite) { i.Role = "" }, "role", "account.role.unknown"},
		"a link in the note":           {func(i *account.Invite) { i.Note = "Lihat HTTPS://jahat.example" }, "note", "account.note.link"},
		"a note of many thousand":      {func(i *account.Invite) { i.Note = strings.Repeat("a b\n", 400) }, "note", "account.note.long"},
		"a control sign in the note":   {func(i *account.Invite) { i.Note = "a\x1b[2J" }, "note", "account.note.characters"},
		"a due date that there is not": {func(i *account.Invite) { i.Due = "2026-02-30" }, "due", "account.due.form"},
	}
	for name, c := range cases {
		in := good
		in.Email = "lain@contoh.co.id"
		c.change(&in)
		_, err := h.Invite(ctx, boss, in)
		if got := faults(err); len(got) != 1 || got[c.field] != c.key {
			t.Errorf("%s: %v (%v)", name, got, err)
		}
	}
	if n := len(h.mails.all()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestOnlyWhoManagesPeopleManagesThem(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "bos@contoh.co.id", account.Owner)
	h.seed(o, "ani@contoh.co.id", account.Contributor)
	boss, _ := h.enter("bos@contoh.co.id")
	ani, _ := h.enter("ani@contoh.co.id")
	invitation, err := h.Invite(ctx, boss, account.Invite{Email: "x@contoh.co.id", Role: account.Viewer})
	h.must(err)
	for name, err := range map[string]error{
		"invites":  second(h.Invite(ctx, ani, account.Invite{Email: "y@contoh.co.id", Role: account.Owner})),
		"promotes": h.ChangeRole(ctx, ani, h.membershipOf(ani, "ani@contoh.co.id"), account.Owner),
		"removes":  h.Remove(ctx, ani, h.membershipOf(ani, "bos@contoh.co.id")),
		"withdraw": h.Withdraw(ctx, ani, invitation),
		"profile":  h.SaveProfile(ctx, ani, account.Profile{}),
	} {
		if problem.KindOf(err) != problem.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
	got := h.verbs(audit.Selection{By: string(ani.Person), Verb: "account.denied"})
	if len(got) != 5 || got[0] != "account.denied denied" {
		t.Errorf("%v", got)
	}
}

func second[T any](_ T, err error) error { return err }

func TestForeignPeopleAndInvitationsAreNotFound(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Satu", "01"), "satu@contoh.co.id", account.Owner)
	h.seed(h.company("PT Dua", "02"), "dua@contoh.co.id", account.Owner)
	one, _ := h.enter("satu@contoh.co.id")
	two, _ := h.enter("dua@contoh.co.id")
	invitation, err := h.Invite(ctx, two, account.Invite{Email: "x@contoh.co.id", Role: account.Viewer})
	h.must(err)
	foreign := h.membershipOf(two, "dua@contoh.co.id")
	for _, id := range []account.MembershipID{foreign, "none", ""} {
		wantProblem(t, h.ChangeRole(ctx, one, id, account.Viewer), problem.NotFound, "account.membership.unknown")
		wantProblem(t, h.Remove(ctx, one, id), problem.NotFound, "account.membership.unknown")
	}
	for _, id := range []account.InvitationID{invitation, "none", ""} {
		wantProblem(t, h.Withdraw(ctx, one, id), problem.NotFound, "account.invitation.unknown")
	}
	members, open, err := h.People(ctx, two)
	h.must(err)
	if len(members) != 1 || members[0].Role != account.Owner || len(open) != 1 {
		t.Errorf("%+v %+v", members, open)
	}
}

func TestAWithdrawnInvitationIsWorthNothing(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	id, err := h.Invite(ctx, boss, account.Invite{Email: "ani@contoh.co.id", Role: account.Owner})
	h.must(err)
	token := h.link("ani@contoh.co.id")
	h.must(h.Withdraw(ctx, boss, id))
	wantProblem(t, h.Withdraw(ctx, boss, id), problem.Conflict, "account.invitation.closed")
	_, err = h.Accept(ctx, account.Acceptance{Token: token, Name: "Ani", Password: goodPassword}, "")
	wantProblem(t, err, problem.NotFound, "account.link.gone")
	_, err = h.Invite(ctx, boss, account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer})
	h.must(err)
}

func TestACompanyNeverLosesItsLastOwner(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "satu@contoh.co.id", account.Owner)
	one, _ := h.enter("satu@contoh.co.id")
	own := h.membershipOf(one, "satu@contoh.co.id")
	wantProblem(t, h.Remove(ctx, one, own), problem.Conflict, "account.people.last")
	wantProblem(t, h.ChangeRole(ctx, one, own, account.Viewer), problem.Conflict, "account.people.last")
	wantProblem(t, h.ErasePerson(ctx, one, one.Person), problem.Conflict, "account.people.last")
	h.must(h.ChangeRole(ctx, one, own, account.Owner))
	h.seed(o, "dua@contoh.co.id", account.Viewer)
	wantProblem(t, h.Remove(ctx, one, own), problem.Conflict, "account.people.last")
	two := h.membershipOf(one, "dua@contoh.co.id")
	h.must(h.ChangeRole(ctx, one, two, account.Owner))
	h.must(h.ChangeRole(ctx, one, own, account.Viewer))
	got := strings.Join(h.verbs(audit.Selection{By: string(one.Person), Verb: "account.change_role"}), ", ")
	if got != "account.change_role, account.change_role failed, account.change_role, account.change_role, account.change_role" {
		t.Error(got)
	}
}

func TestTwoOwnersWhoRemoveEachOtherLeaveOne(t *testing.T) {
	t.Parallel()
	for range 5 {
		h, ctx := open(t), t.Context()
		o := h.company("PT Contoh Sawit", "01")
		h.seed(o, "satu@contoh.co.id", account.Owner)
		h.seed(o, "dua@contoh.co.id", account.Owner)
		one, _ := h.enter("satu@contoh.co.id")
		two, _ := h.enter("dua@contoh.co.id")
		first, last := h.membershipOf(one, "satu@contoh.co.id"), h.membershipOf(one, "dua@contoh.co.id")
		var removed atomic.Int32
		var wait sync.WaitGroup
		remove := func(by account.Actor, id account.MembershipID) {
			err := h.Remove(ctx, by, id)
			if err == nil {
				removed.Add(1)
			} else if keyOf(err) != "account.people.last" {
				t.Error(err)
			}
		}
		wait.Go(func() { remove(one, last) })
		wait.Go(func() { remove(two, first) })
		wait.Wait()
		if removed.Load() != 1 {
			t.Errorf("%d removed", removed.Load())
		}
	}
}

func TestMailsAreWholeInBothLanguages(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	ministry, err := h.CreateOrganisation(ctx, account.Organisation{Kind: account.Ministry, Name: "Direktorat Kepatuhan", Provinces: []string{"62"}})
	h.must(err)
	trainer, err := h.CreateOrganisation(ctx, account.Organisation{Kind: account.TrainingProvider, Name: "Lembaga Latih"})
	h.must(err)
	company := h.company("PT Contoh Sawit", "01")
	for kind, o := range map[account.Kind]account.OrganisationID{account.Company: company, account.Ministry: ministry, account.TrainingProvider: trainer} {
		for _, role := range account.RolesOf(kind) {
			for _, lang := range []string{"id", "en"} {
				_, err := h.AddPerson(ctx, o, account.Invite{Email: string(role) + "-" + lang + "@contoh.co.id", Role: role, Language: lang})
				h.must(err)
			}
		}
	}
	for _, lang := range []string{"id", "en"} {
		r := registration()
		r.Language, r.Email = lang, lang+"@baru.co.id"
		h.must(h.Register(ctx, r))
		r.NIB, r.Email = "9120001234501", lang+"@lagi.co.id"
		h.must(h.Register(ctx, r))
		h.must(h.RequestReset(ctx, lang+"@nobody.co.id", lang))
	}
	subjects := map[string]bool{}
	for _, m := range h.mails.all() {
		subjects[m.Subject] = true
		if m.Subject == "" || strings.ContainsAny(m.Subject, "\r\n") || strings.Contains(m.Text, "<no value>") || strings.Contains(m.Text, "{{") ||
			strings.Contains(m.Text, "_") && !strings.Contains(m.Text, "https://") || !strings.HasSuffix(m.Text, "https://tuntas.example\n") ||
			strings.Contains(m.Text, "\n\n\n") || strings.HasPrefix(m.Text, "\n") {
			t.Errorf("%q\n%s", m.Subject, m.Text)
		}
		for _, role := range account.Roles() {
			if strings.Contains(m.Text, string(role)) && strings.Contains(string(role), "_") {
				t.Errorf("a code of a role in a mail: %s", m.Text)
			}
		}
	}
	if len(subjects) != 6+6 {
		t.Errorf("%d subjects: %v", len(subjects), subjects)
	}
}
