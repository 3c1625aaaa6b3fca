package assessment_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
)

// TestContributorSeesOneSection fills everything, shares one section and looks for anything of the others.
func TestContributorSeesOneSection(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "palm-estate.yaml"))
	def := definition(t)
	section := def.Sections[2].ID
	elsewhere := def.Sections[3].Topics[0].Questions[0]
	file, err := h.AddEvidence(t.Context(), h.owner, id, upload(elsewhere, "rahasia.pdf", pdf()))
	h.must(err)
	_, err = h.View(t.Context(), h.contributor, id)
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
	list, err := h.List(t.Context(), h.contributor)
	h.must(err)
	if len(list) != 0 {
		t.Errorf("the list is %+v before anything is shared", list)
	}

	h.must(h.Share(t.Context(), h.owner, id, section, strings.ToUpper(h.contributor.Email), "15 Desember 2026"))
	whole, v := h.view(h.owner, id), h.view(h.contributor, id)
	if len(v.Sections()) != 1 || v.Sections()[0].Section.ID != section || v.Sections()[0].Number != 3 || v.Sections()[0].Share.Due != "2026-12-15" {
		t.Errorf("sees %+v", v.Sections())
	}
	wantOnly(t, v, section)
	if _, ok := v.Files[file]; ok || len(v.Files) > 0 || len(v.Assessment.Attached) > 0 {
		t.Errorf("sees the files %v", v.Files)
	}
	if len(v.Assessment.Done) > 0 || len(v.Assessment.Shares) != 1 {
		t.Errorf("sees marks %v and shares %v", v.Assessment.Done, v.Assessment.Shares)
	}
	of, _ := whole.Section(section)
	mine, _ := v.Section(section)
	if of.Progress != mine.Progress {
		t.Errorf("counts %+v, the owner %+v: the same questions apply to both", mine.Progress, of.Progress)
	}
	if !v.MayAnswer(section) || v.MayAnswer(def.Sections[3].ID) {
		t.Error("may answer elsewhere, or not here")
	}
	if _, ok := v.Topic(def.Sections[3].ID, def.Sections[3].Topics[0].ID); ok {
		t.Error("sees a topic that is not shared")
	}
	_, _, err = h.Save(t.Context(), h.contributor, id, []assessment.Input{{Question: elsewhere}})
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
	_, err = h.Outcome(t.Context(), h.contributor, id)
	wantProblem(t, err, problem.Forbidden, "account.forbidden")

	h.must(h.Unshare(t.Context(), h.owner, id, section))
	_, err = h.View(t.Context(), h.contributor, id)
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
}

// wantOnly looks for anything of other sections in a view.
func wantOnly(t *testing.T, v *assessment.View, section string) {
	t.Helper()
	def := v.Definition
	for question := range v.Assessment.Answers {
		if q, _ := def.Question(question); q.Section != section {
			t.Errorf("sees the answer to %s", question)
		}
	}
	for question := range v.Answers.Answers {
		if q, _ := def.Question(question); q.Section != section {
			t.Errorf("sees the decoded answer to %s", question)
		}
	}
	for _, m := range v.Missing() {
		if m.Section != section {
			t.Errorf("sees that %s is missing", m.Question)
		}
	}
	for _, question := range append(v.Stale(), v.Waiting()...) {
		if q, _ := def.Question(question); q.Section != section {
			t.Errorf("sees that %s is stale or waits", question)
		}
	}
}

// TestInvitedContributor shares with an address that nobody has yet.
func TestInvitedContributor(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	section := definition(t).Sections[0].ID
	h.must(h.Share(t.Context(), h.owner, id, section, "Baru@contoh.co.id", "2026-12-15"))
	h.must(h.Share(t.Context(), h.owner, id, definition(t).Sections[1].ID, "baru@contoh.co.id", ""))
	if len(h.mails.mails) != 1 || h.mails.mails[0].To != "baru@contoh.co.id" {
		t.Fatalf("mails: %+v", h.mails.mails)
	}
	link := regexp.MustCompile(`https://tuntas\.example/(?:id|en)/[a-z-]+/(\S+)`).FindStringSubmatch(h.mails.mails[0].Text)
	in, err := h.accounts.Accept(t.Context(), account.Acceptance{Token: link[1], Name: "Orang Baru", Position: "Staf HR", Password: password}, "Chrome")
	h.must(err)
	actor, err := h.accounts.Authenticate(t.Context(), in.Token)
	h.must(err)
	v := h.view(actor, id)
	if len(v.Sections()) != 2 {
		t.Errorf("sees %d sections, want both", len(v.Sections()))
	}
	share := h.view(h.owner, id).Assessment.Shares[section]
	if share.Person != actor.Person {
		t.Errorf("the share is still %+v", share)
	}
	if name := h.view(h.owner, id).Writers[actor.Person]; name != "Orang Baru" {
		t.Errorf("the owner sees it is with %q", name)
	}
	stranger := actor
	stranger.Person, stranger.Invitation = h.contributor.Person, ""
	if _, err := h.View(t.Context(), stranger, id); problem.KindOf(err) != problem.NotFound {
		t.Errorf("an address alone opens a share that has its person: %v", err)
	}
}

func TestShareRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	section := definition(t).Sections[0].ID
	for _, c := range []struct{ name, email, due, want string }{
		{"no address", "", "", "email assessment.share.email"},
		{"half an address", "bayu@", "", "email assessment.share.email"},
		{"a day that has passed", "a@b.id", "23/11/2026", "due assessment.share.due_past"},
		{"no day", "a@b.id", "lusa", "due assessment.answer.date"},
		{"a reader", h.viewer.Email, "", "email assessment.share.reader"},
	} {
		err := h.Share(t.Context(), h.owner, id, section, c.email, c.due)
		if got := strings.Join(faults(err), ";"); got != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	wantProblem(t, h.Share(t.Context(), h.owner, id, "no_such_section", "a@b.id", ""), problem.NotFound, "assessment.not_found")
	wantProblem(t, h.Share(t.Context(), h.viewer, id, section, "a@b.id", ""), problem.Forbidden, "account.forbidden")
	wantProblem(t, h.Unshare(t.Context(), h.owner, id, section), problem.NotFound, "assessment.not_found")
	h.must(h.Share(t.Context(), h.owner, id, section, h.contributor.Email, ""))
	wantProblem(t, h.Share(t.Context(), h.contributor, id, section, "a@b.id", ""), problem.Forbidden, "account.forbidden")
}

// TestMark completes sections.
func TestMark(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	section := definition(t).Sections[0].ID
	err := h.Mark(t.Context(), h.owner, id, section, true)
	if problem.KindOf(err) != problem.Invalid || len(faults(err)) == 0 {
		t.Errorf("an empty section is complete: %v", err)
	}
	h.fill(id, example(t, "garment-factory.yaml"))
	h.must(h.Mark(t.Context(), h.owner, id, section, true))
	s, _ := h.view(h.owner, id).Section(section)
	if s.Status != assessment.Complete && s.Status != assessment.Problem {
		t.Errorf("a complete section is %s", s.Status)
	}
	h.must(h.Mark(t.Context(), h.owner, id, section, false))
	if s, _ := h.view(h.owner, id).Section(section); s.Status == assessment.Complete {
		t.Error("a section that is not complete any longer still is")
	}
	wantProblem(t, h.Mark(t.Context(), h.owner, id, "no_such", true), problem.NotFound, "assessment.not_found")
	wantProblem(t, h.Mark(t.Context(), h.viewer, id, section, true), problem.Forbidden, "account.forbidden")
}

// TestContradictions are said only to who sees all the answers behind them.
func TestContradictions(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "palm-estate.yaml"))
	def := definition(t)
	v := h.view(h.owner, id)
	sections := map[string][]string{}
	for _, fired := range v.Sheet.Result().Inconsistencies {
		for _, question := range fired.Answers {
			q, _ := def.Question(question)
			if !slices.Contains(sections[fired.Rule], q.Section) {
				sections[fired.Rule] = append(sections[fired.Rule], q.Section)
			}
		}
	}
	across := ""
	for rule, list := range sections {
		for _, section := range list {
			s, _ := v.Section(section)
			if !slices.Contains(s.Faults, rule) || s.Status != assessment.Problem {
				t.Errorf("section %s does not say %s", section, rule)
			}
		}
		if len(list) > 1 {
			across = rule
		}
	}
	if across == "" {
		t.Skip("no contradiction across sections in the example")
	}
	h.must(h.Share(t.Context(), h.owner, id, sections[across][0], h.contributor.Email, ""))
	if s, _ := h.view(h.contributor, id).Section(sections[across][0]); slices.Contains(s.Faults, across) {
		t.Errorf("a contributor is told of %s, whose other answers they do not see", across)
	}
	for _, section := range sections[across] {
		h.must(h.Share(t.Context(), h.owner, id, section, h.contributor.Email, ""))
	}
	if s, _ := h.view(h.contributor, id).Section(sections[across][0]); !slices.Contains(s.Faults, across) {
		t.Errorf("a contributor who sees all answers is not told of %s", across)
	}
}
