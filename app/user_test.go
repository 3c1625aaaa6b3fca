package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"tuntas/app/account"
)

func people(t *testing.T, environ []string) map[string]account.Listed {
	t.Helper()
	var all []account.Listed
	if err := json.Unmarshal([]byte(must(t, environ, "user", "list", "--json")), &all); err != nil {
		t.Fatal(err)
	}
	byEmail := map[string]account.Listed{}
	for _, one := range all {
		byEmail[one.Email] = one
	}
	return byEmail
}

func TestPeopleAreListedDisabledEnabledAndReset(t *testing.T) {
	t.Parallel()
	_, environ := installation(t)
	const who = "pemilik@tuna.example"
	before := people(t, environ)
	if one := before[who]; len(before) != 16 || one.Disabled || !one.SecondStep || len(one.Places) != 1 || one.Places[0].Role != account.Owner {
		t.Errorf("%d people, and %+v", len(before), one)
	}
	must(t, environ, "user", "disable", strings.ToUpper(who))
	if !people(t, environ)[who].Disabled || !strings.Contains(must(t, environ, "user", "list"), who+"  I Made Suarta  (disabled)  PT Contoh Tuna") {
		t.Error("the person is not disabled")
	}
	must(t, environ, "user", "enable", who)
	if people(t, environ)[who].Disabled {
		t.Error("the person is still disabled")
	}
	if link := must(t, environ, "user", "reset", who); !strings.HasPrefix(link, "https://tuntas.example/id/sandi-baru/") {
		t.Errorf("the link is %s", link)
	}
	if people(t, environ)[who].SecondStep {
		t.Error("the person still has a code generator")
	}
	if out := must(t, environ, "verify"); !strings.Contains(out, "Nothing is wrong") {
		t.Errorf("the log: %s", out)
	}
}

func TestPeopleAreInvitedIntoOldAndNewOrganisations(t *testing.T) {
	t.Parallel()
	folder, environ := installation(t)
	for _, args := range [][]string{
		{"--role", "officer", "--organisation", "Unit Kalimantan", "--kind", "ministry", "--province", "62", "--province", "61"},
		{"--role", "auditor", "--organisation", "unit uji tuntas (REKAAN)"},
		{"--role", "viewer", "--organisation", "PT Contoh Sawit Rimba Rekaan", "--lang", "en"},
	} {
		link := must(t, environ, append([]string{"user", "add", "--email", "siti@example.go.id"}, args...)...)
		if !strings.HasPrefix(link, "https://tuntas.example/") {
			t.Errorf("%v: the link is %s", args, link)
		}
	}
	if mails, _ := filepath.Glob(filepath.Join(folder, "mails", "*.eml")); len(mails) != 3 {
		t.Errorf("the mails are %v", mails)
	}
}

func TestWrongPeopleAreRefused(t *testing.T) {
	t.Parallel()
	_, environ := installation(t)
	add := func(email, role, organisation string, more ...string) []string {
		return append([]string{"user", "add", "--email", email, "--role", role, "--organisation", organisation}, more...)
	}
	const unit = "Unit Uji Tuntas (rekaan)"
	for name, c := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"nobody to disable":             {[]string{"user", "disable", "nobody@example.go.id"}, exitInput, "the address: nobody with an account has it"},
		"nobody to reset":               {[]string{"user", "reset", ""}, exitInput, "the address: nobody"},
		"an address that is none":       {add("siti", "officer", unit), exitInput, "--email: write a mail address"},
		"a role that is none":           {add("a@b.example", "king", unit), exitInput, "--role: this role does not exist"},
		"a role of another kind":        {add("a@b.example", "owner", unit), exitInput, "--role: this role does not exist"},
		"an organisation that is none":  {add("a@b.example", "officer", "Unit Lain"), exitInput, "there is no such organisation"},
		"a kind that is none":           {add("a@b.example", "owner", "PT X", "--kind", "company"), exitUsage, "--kind"},
		"a province that is none":       {add("a@b.example", "officer", "Unit", "--kind", "ministry", "--province", "99"), exitInput, "--province: write codes of provinces"},
		"a member":                      {add("petugas@unit.example", "officer", unit), exitInput, "--email: this person is a member"},
		"a language that nobody speaks": {add("a@b.example", "officer", unit, "--lang", "nl"), exitUsage, "--lang"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := within(t.Context(), environ, c.args...)
			if status != c.status || stdout != "" || !strings.Contains(stderr, c.want) {
				t.Errorf("exit status %d: %s", status, stderr)
			}
		})
	}
}
