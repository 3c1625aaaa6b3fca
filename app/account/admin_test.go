package account_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/account"
	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// tokenOf is what stands at the end of a link.
func tokenOf(link string) string { return link[strings.LastIndex(link, "/")+1:] }

func TestTheFirstAdministratorComesThroughOneLink(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	first, err := h.FirstAdministrator(ctx)
	h.must(err)
	second, err := h.FirstAdministrator(ctx)
	h.must(err)
	if !strings.HasPrefix(second, "https://tuntas.example/id/undangan/") || first == second {
		t.Fatalf("%s, %s", first, second)
	}
	_, err = h.Invitation(ctx, tokenOf(first))
	wantProblem(t, err, problem.NotFound, "account.link.gone")
	offer, err := h.Invitation(ctx, tokenOf(second))
	h.must(err)
	if offer.Email != "" || offer.Role != account.Administrator || !offer.NewPerson || !offer.CodeNeeded {
		t.Errorf("%+v", offer)
	}
	in := account.Acceptance{Token: tokenOf(second), Name: "Rina", Password: goodPassword}
	_, err = h.Accept(ctx, in, "")
	if got := faults(err); got["email"] != "account.email.missing" {
		t.Errorf("%v", err)
	}
	in.Email = "rina@ham.go.id"
	session, err := h.Accept(ctx, in, "")
	h.must(err)
	p, err := h.Pending(ctx, session.Token)
	h.must(err)
	e, err := h.Enrol(ctx, p)
	h.must(err)
	_, fresh, err := h.ConfirmEnrolment(ctx, p, h.code(e.Secret))
	h.must(err)
	rina, err := h.Authenticate(ctx, fresh)
	h.must(err)
	if rina.Role != account.Administrator || rina.Kind != account.Ministry || rina.Email != "rina@ham.go.id" {
		t.Errorf("%+v", rina)
	}
	if link, err := h.FirstAdministrator(ctx); link != "" || err != nil {
		t.Errorf("a link to a second first administrator: %q, %v", link, err)
	}
	if n := len(h.mails.all()); n != 1 {
		t.Errorf("%d mails, want only that about the generator", n)
	}
}

func TestAnAddressInAnInvitationCannotBeReplaced(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	link, err := h.AddPerson(ctx, h.company("PT Contoh Sawit", "01"), account.Invite{Email: "ani@contoh.co.id", Role: account.Viewer})
	h.must(err)
	in, err := h.Accept(ctx, account.Acceptance{Token: tokenOf(link), Name: "Ani", Email: "jahat@contoh.co.id", Password: goodPassword}, "")
	h.must(err)
	ani, err := h.Authenticate(ctx, in.Token)
	h.must(err)
	if ani.Email != "ani@contoh.co.id" {
		t.Error(ani.Email)
	}
}

func TestPeopleAreListedDisabledAndReset(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	id := h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Owner)
	list, err := h.ListPeople(ctx)
	h.must(err)
	if len(list) != 1 || list[0].Person != id || !list[0].SecondStep || len(list[0].Places) != 1 || list[0].Places[0].Role != account.Owner {
		t.Errorf("%+v", list)
	}
	_, session := h.enter("sri@contoh.co.id")
	h.must(h.Disable(ctx, " SRI@contoh.co.id"))
	h.must(h.Enable(ctx, "sri@contoh.co.id"))
	_, err = h.Authenticate(ctx, session)
	wantProblem(t, err, problem.Unauthenticated, "account.session.none")
	h.enter("sri@contoh.co.id")
	link, err := h.ResetPerson(ctx, "sri@contoh.co.id")
	h.must(err)
	if tokenOf(link) != h.link("sri@contoh.co.id") {
		t.Error("another link in the mail")
	}
	h.must(h.Reset(ctx, tokenOf(link), otherPassword))
	in, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "")
	h.must(err)
	_, err = h.Authenticate(ctx, in.Token)
	wantProblem(t, err, problem.StepUp, "account.enrol.due")
	for _, nobody := range []string{"nobody@contoh.co.id", "", "\x00"} {
		wantProblem(t, h.Disable(ctx, nobody), problem.NotFound, "account.person.unknown")
		_, err = h.ResetPerson(ctx, nobody)
		wantProblem(t, err, problem.NotFound, "account.person.unknown")
	}
}

func TestOrganisationsAreChecked(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	cases := map[string]struct {
		o    account.Organisation
		want map[string]string
	}{
		"no kind":            {account.Organisation{Name: "A"}, map[string]string{"kind": "account.kind.unknown"}},
		"no name":            {account.Organisation{Kind: account.Ministry}, map[string]string{"name": "account.profile.legal_name.missing"}},
		"a foreign province": {account.Organisation{Kind: account.Ministry, Name: "A", Provinces: []string{"97"}}, map[string]string{"provinces": "account.province.unknown"}},
		"a company without NIB": {
			account.Organisation{Kind: account.Company, Profile: account.Profile{LegalName: "PT A"}},
			map[string]string{"nib": "account.profile.nib.missing"},
		},
	}
	for name, c := range cases {
		_, err := h.CreateOrganisation(ctx, c.o)
		if diff := cmp.Diff(c.want, faults(err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	h.company("PT Satu", "01")
	_, err := h.CreateOrganisation(ctx, account.Organisation{Kind: account.Company, Profile: account.Profile{LegalName: "PT Dua", NIB: "9120001234501"}})
	wantProblem(t, err, problem.Conflict, "account.registration.taken")
	for range 2 {
		_, err = h.CreateOrganisation(ctx, account.Organisation{Kind: account.Ministry, Name: "Kantor Wilayah", Provinces: []string{"61", "62"}})
		h.must(err)
	}
	rows, err := h.Organisations(ctx, account.Ministry)
	h.must(err)
	all, err := h.Organisations(ctx, "")
	h.must(err)
	if len(rows) != 2 || len(all) != 3 || rows[0].Provinces[1] != "62" || all[2].Name != "PT Satu" {
		t.Errorf("%+v %+v", rows, all)
	}
}

func TestSeedingIsRefusedWhereARealPersonWouldBe(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	_, err := h.Seed(ctx, account.SeedPerson{Name: "A\nB", Email: "a", Password: "demo", Organisation: o, Role: account.Trainer})
	want := map[string]string{
		"name": "account.name.characters", "email": "account.email.form", "password": "account.password.short", "role": "account.role.unknown",
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Error(diff)
	}
}

func TestAPersonTakesAwayWhatIsHeldAboutThem(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	_, err := h.Invite(ctx, boss, account.Invite{Email: "ani@contoh.co.id", Name: "Ani", Role: account.Viewer})
	h.must(err)
	in, err := h.Accept(ctx, account.Acceptance{Token: h.link("ani@contoh.co.id"), Position: "Staf", Password: goodPassword}, "Chrome, Android")
	h.must(err)
	ani, err := h.Authenticate(ctx, in.Token)
	h.must(err)
	raw, err := h.ExportPerson(ctx, ani)
	h.must(err)
	var out map[string]any
	h.must(json.Unmarshal(raw, &out))
	for _, want := range []string{`"Ani"`, "ani@contoh.co.id", "PT Contoh Sawit", "Staf", "Chrome, Android", "account.sign_in", `"invitation"`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("the export lacks %s: %s", want, raw)
		}
	}
	for _, never := range []string{"argon2", "bos@contoh.co.id", in.Token, string(ani.Session)} {
		if strings.Contains(string(raw), never) {
			t.Errorf("the export holds %s", never)
		}
	}
}

// joined invites Ani as an owner and lets her set up her code.
func joined(h *house, boss account.Actor) (ani account.Actor, secret string) {
	h.t.Helper()
	ctx := h.t.Context()
	_, err := h.Invite(ctx, boss, account.Invite{Email: "ani@contoh.co.id", Name: "Ani Unik", Role: account.Owner})
	h.must(err)
	in, err := h.Accept(ctx, account.Acceptance{Token: h.link("ani@contoh.co.id"), Position: "Staf Unik", Password: goodPassword}, "")
	h.must(err)
	p, err := h.Pending(ctx, in.Token)
	h.must(err)
	e, err := h.Enrol(ctx, p)
	h.must(err)
	_, fresh, err := h.ConfirmEnrolment(ctx, p, h.code(e.Secret))
	h.must(err)
	ani, err = h.Authenticate(ctx, fresh)
	h.must(err)
	return ani, e.Secret
}

// stored is every document of the package.
func (h *house) stored() (all []string) {
	h.t.Helper()
	for _, s := range account.Schemas() {
		c, err := store.Open[string, json.RawMessage](h.t.Context(), h.engine, s)
		h.must(err)
		records, err := c.All(h.t.Context(), store.Query{})
		h.must(err)
		for _, r := range records {
			all = append(all, s.Name+" "+r.ID+" "+string(r.Value))
		}
	}
	return all
}

func TestAnErasedPersonIsNowhereToBeFound(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	o := h.company("PT Contoh Sawit", "01")
	h.seed(o, "bos@contoh.co.id", account.Owner)
	boss, _ := h.enter("bos@contoh.co.id")
	ani, secret := joined(h, boss)
	_, err := h.SignIn(ctx, "ani@contoh.co.id", otherPassword, "")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")

	wantProblem(t, h.ErasePerson(ctx, boss, ani.Person), problem.Forbidden, "account.forbidden")
	late := ani
	late.SteppedUp = h.clock.now().Add(-time.Hour)
	wantProblem(t, h.ErasePerson(ctx, late, ani.Person), problem.StepUp, "account.step_up.due")
	h.must(h.ErasePerson(ctx, ani, ani.Person))
	wantProblem(t, h.ErasePerson(ctx, ani, ani.Person), problem.NotFound, "account.person.unknown")

	for _, document := range h.stored() {
		for _, never := range []string{"ani@contoh.co.id", "Unik", secret} {
			if strings.Contains(document, never) {
				t.Errorf("still holds %s: %s", never, document)
			}
		}
	}
	name, err := h.NameOf(ctx, o, ani.Person)
	h.must(err)
	if entries := h.verbs(audit.Selection{By: string(ani.Person), Verb: "account.erase_person"}); name != "" || len(entries) != 1 {
		t.Errorf("%q %v", name, entries)
	}
	_, err = h.SignIn(ctx, "ani@contoh.co.id", goodPassword, "")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	if again, _ := joined(h, boss); again.Person == ani.Person {
		t.Error("the erased person came back")
	}
}

func TestAnAdministratorErasesOthers(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	unit, err := h.CreateOrganisation(ctx, account.Organisation{Kind: account.Ministry, Name: "Pusat"})
	h.must(err)
	h.seed(unit, "admin@ham.go.id", account.Administrator)
	o := h.company("PT Contoh Sawit", "01")
	ani := h.seed(o, "ani@contoh.co.id", account.Viewer)
	bos := h.seed(o, "bos@contoh.co.id", account.Owner)
	admin, _ := h.enter("admin@ham.go.id")
	wantProblem(t, h.ErasePerson(ctx, admin, bos), problem.Conflict, "account.people.last")
	wantProblem(t, h.ErasePerson(ctx, admin, "nobody"), problem.NotFound, "account.person.unknown")
	h.must(h.ErasePerson(ctx, admin, ani))
	list, err := h.ListPeople(ctx)
	h.must(err)
	if len(list) != 2 {
		t.Errorf("%+v", list)
	}
}

func TestSweepingKeepsWhatIsNotOver(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "sri@contoh.co.id", account.Viewer)
	h.must(h.Register(ctx, registration()))
	link := h.link("sri@contoh.co.id")
	_, session := h.enter("sri@contoh.co.id")
	_, err := h.SignIn(ctx, "sri@contoh.co.id", otherPassword, "")
	wantProblem(t, err, problem.Invalid, "account.sign_in.wrong")
	count := func() (out []int) {
		for _, s := range account.Schemas() {
			c, err := store.Open[string, json.RawMessage](ctx, h.engine, s)
			h.must(err)
			n, err := c.Count(ctx, store.Query{})
			h.must(err)
			out = append(out, n)
		}
		return out
	}
	before := count()
	h.must(h.Sweep(ctx))
	if diff := cmp.Diff(before, count()); diff != "" {
		t.Error(diff)
	}
	if _, err := h.Authenticate(ctx, session); err != nil {
		t.Error(err)
	}
	if _, err := h.Invitation(ctx, link); err != nil {
		t.Error(err)
	}
	h.clock.turn(100 * 24 * time.Hour)
	h.must(h.Sweep(ctx))
	if diff := cmp.Diff([]int{1, 1, 1, 0, 0, 0}, count()); diff != "" {
		t.Error(diff)
	}
}
