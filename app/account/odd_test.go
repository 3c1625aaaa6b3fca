package account_test

import (
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/problem"
)

// oddTexts are what people and attackers type where a name, an address, a code or an id belongs.
func oddTexts() []string {
	return []string{
		"", " ", "\x00", "\r\n", "a\r\nBcc: x@y.id", "\u202e\u2066", "\u200b\u200d\ufeff", "\ufffd", "\xff\xfe", "\xed\xa0\x80",
		"ｆｕｌｌｗｉｄｔｈ", "ﷺﷺﷺ", "Z̸̢̛͎a̵lgo", "👩‍👩‍👧‍👦", "İıſK", "ß@ẞ.de", "𝕏@𝕏.𝕏", "ꦗꦮ", "אבג", "$where", `{"$gt":""}`, "' OR 1=1 --",
		"../../etc/passwd", "{{.Link}}", "%s%n", "<svg/onload=alert(1)>", "=1+1", "null", "NaN", "-1", "1e309",
		strings.Repeat("a\u0301", 100_000), strings.Repeat("@", 1000), strings.Repeat("9", 100_000), "a@" + strings.Repeat("b.", 5000) + "id",
	}
}

func TestOddTextsAreAnsweredAndNeverAFault(t *testing.T) {
	t.Parallel()
	h, ctx := open(t), t.Context()
	h.seed(h.company("PT Contoh Sawit", "01"), "bos@contoh.co.id", account.Owner)
	boss, token := h.enter("bos@contoh.co.id")
	for _, odd := range oddTexts() {
		kinds := map[string]error{
			"register": h.Register(ctx, account.Registration{
				LegalName: odd, NIB: odd, Name: odd, Position: odd, Email: odd, Language: odd, Confirmed: true,
			}),
			"invitation": second(h.Invitation(ctx, odd)),
			"accept":     second(h.Accept(ctx, account.Acceptance{Token: odd, Name: odd, Position: odd, Password: odd, Email: odd}, odd)),
			"sign in":    second(h.SignIn(ctx, odd, odd, odd)),
			"confirm":    second(h.Confirm(ctx, odd, odd)),
			"reset":      h.Reset(ctx, odd, odd),
			"ask reset":  h.RequestReset(ctx, odd, odd),
			"who":        second(h.Authenticate(ctx, odd)),
			"invite":     second(h.Invite(ctx, boss, account.Invite{Email: odd, Name: odd, Role: account.Role(odd), Note: odd, Section: odd, Due: odd})),
			"withdraw":   h.Withdraw(ctx, boss, account.InvitationID(odd)),
			"role":       h.ChangeRole(ctx, boss, account.MembershipID(odd), account.Role(odd)),
			"remove":     h.Remove(ctx, boss, account.MembershipID(odd)),
			"act":        h.Act(ctx, boss, account.MembershipID(odd)),
			"session":    h.EndSession(ctx, boss, account.SessionID(odd)),
			"profile": h.SaveProfile(ctx, boss, account.Profile{
				LegalName: odd, NIB: odd, AHU: odd, NPWP: odd, KBLI: []string{odd}, Sites: []account.Site{{Name: odd, Regency: odd}},
				Workforce: account.Workforce{odd: {odd: 1}},
			}),
			"disable": h.Disable(ctx, odd),
		}
		for what, err := range kinds {
			if err == nil || problem.KindOf(err) == problem.Internal {
				t.Errorf("%s with %.20q: %v", what, odd, err)
			}
		}
		for what, err := range map[string]error{
			"sign out": h.SignOut(ctx, odd), "name": second(h.NameOf(ctx, boss.Organisation, account.PersonID(odd))),
		} {
			if err != nil {
				t.Errorf("%s with %.20q: %v", what, odd, err)
			}
		}
	}
	if n := len(h.mails.all()); n != 0 {
		t.Errorf("%d mails", n)
	}
	if _, err := h.Authenticate(ctx, token); err != nil {
		t.Error(err)
	}
}
