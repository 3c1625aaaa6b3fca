package assessment

import (
	"context"
	"strings"

	"tuntas/app/account"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// sharedWith reports whether a section was given to somebody. Until its invitation is accepted a share waits for who comes
// through it, or has its address.
func (a *Assessment) sharedWith(by account.Actor, section string) bool {
	s, ok := a.Shares[section]
	return ok && s.with(by)
}

func (s *Share) with(by account.Actor) bool {
	if s.Person != "" {
		return s.Person == by.Person
	}
	return s.Invitation != "" && s.Invitation == by.Invitation || s.Email != "" && strings.EqualFold(s.Email, by.Email)
}

// reaches reports whether an actor may do an action in a section: everywhere, or where it was shared with them.
func (a *Assessment) reaches(by account.Actor, action account.Action, section string) bool {
	return !by.OnlyShared(action) || a.sharedWith(by, section)
}

// settleShares puts the person into shares that waited for them, so that others see a name, and reports whether anything
// of the assessment is shared with the actor. After a change the record is read anew: somebody else may have written too.
func (d *Desk) settleShares(ctx context.Context, by account.Actor, r *record) (bool, error) {
	values := map[string]any{}
	var guards []store.Guard
	for section, s := range r.Value.Shares {
		if s.with(by) && s.Person == "" {
			guards = append(guards, store.Guard{Path: "shares." + section + ".email", Value: store.Text(s.Email)})
			s.Person = by.Person
			values["shares."+section] = s
		}
	}
	if len(values) > 0 {
		_, err := d.assessments.Set(ctx, r.ID, guards, values)
		if err != nil && problem.KindOf(err) != problem.Conflict {
			return false, err
		}
		if *r, err = d.read(ctx, r.ID); err != nil {
			return false, err
		}
	}
	for _, s := range r.Value.Shares {
		if s.with(by) {
			return true, nil
		}
	}
	return false, nil
}

// Share gives a section to a person of the organisation or to an address that is invited as contributor with it.
func (d *Desk) Share(ctx context.Context, by account.Actor, id ID, section, email, due string) error {
	r, err := d.open(ctx, by, id, account.ShareSections)
	if err != nil {
		return err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return err
	}
	v := &View{Definition: m.Definition()}
	s := v.section(section)
	if s == nil {
		return absent()
	}
	share, err := d.shareOf(email, due)
	if err != nil {
		return err
	}
	if err := d.whom(ctx, by, &share, s.Title.In(by.Language)); err != nil {
		return err
	}
	return d.set(ctx, by, r, "assessment.share", map[string]string{"section": section, "person": string(share.Person)}, map[string]any{"shares." + section: share})
}

// shareOf is what was typed into the form of a share.
func (d *Desk) shareOf(email, due string) (Share, error) {
	s := Share{Email: strings.ToLower(cleanLine(email))}
	var form problem.Form
	if at := strings.LastIndex(s.Email, "@"); at < 1 || at == len(s.Email)-1 || longer(s.Email, mostShort) {
		form.Add("email", "assessment.share.email")
	}
	if due = cleanLine(due); due != "" {
		day, ok := parseDay(due)
		switch {
		case !ok:
			form.Add("due", "assessment.answer.date", "example", exampleDay)
		case day < d.today():
			form.Add("due", "assessment.share.due_past")
		}
		s.Due = day
	}
	return s, form.Err()
}

// whom finds the member with the share's address, the invitation that already went there, or invites.
func (d *Desk) whom(ctx context.Context, by account.Actor, s *Share, title string) error {
	members, invitations, err := d.accounts.People(ctx, by)
	if err != nil {
		return err
	}
	for _, m := range members {
		if !strings.EqualFold(m.Email, s.Email) {
			continue
		}
		if err := (account.Actor{Person: m.Person, Role: m.Role, Kind: by.Kind}).Allow(account.AnswerQuestions, string(Draft)); err != nil {
			var form problem.Form
			form.Add("email", "assessment.share.reader")
			return form.Err()
		}
		s.Person = m.Person
		return nil
	}
	for _, i := range invitations {
		if strings.EqualFold(i.Email, s.Email) {
			s.Invitation = i.ID
			return nil
		}
	}
	s.Invitation, err = d.accounts.Invite(ctx, by, account.Invite{
		Email: s.Email, Role: account.Contributor, Language: by.Language, Section: title, Due: s.Due,
	})
	return err
}

// Unshare takes a section back.
func (d *Desk) Unshare(ctx context.Context, by account.Actor, id ID, section string) error {
	r, err := d.open(ctx, by, id, account.ShareSections)
	if err != nil {
		return err
	}
	if _, ok := r.Value.Shares[section]; !ok {
		return absent()
	}
	return d.set(ctx, by, r, "assessment.unshare", map[string]string{"section": section}, map[string]any{"shares." + section: nil})
}
