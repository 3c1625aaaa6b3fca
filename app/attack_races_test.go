package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
)

// together runs a function from many goroutines that begin at the same moment, and returns what each of them got.
func together(n int, run func(i int) reply) []reply {
	out := make([]reply, n)
	var all sync.WaitGroup
	gate := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-gate
			out[i] = run(i)
		})
	}
	close(gate)
	all.Wait()
	return out
}

// done counts the acts in the log whose entries hold a text and which did not fail.
func (to *town) done(text string) int {
	to.t.Helper()
	out := filepath.Join(to.t.TempDir(), "log.zip")
	must(to.t, to.environ(), "export", "--out", out)
	n := 0
	for line := range strings.Lines(partOf(to.t, out, collectionFolder+audit.Schemas()[0].Name+".jsonl")) {
		switch {
		case !strings.Contains(line, text):
		case strings.Contains(line, `"outcome":"`+audit.Failed+`"`): // it was begun, and then it was not
			n--
		default:
			n++
		}
	}
	return n
}

// environ is the configuration with which commands read a town's database.
func (to *town) environ() []string { return []string{"TUNTAS_DATA=" + to.folder} }

func TestFiftySubmitsAreOne(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	c := to.company(markPrefix + "3000")
	owners := []*browser{to.as(c.owner), to.as(to.person(c, "kedua", account.Owner)), to.as(c.owner)}
	by := to.actor(owners[0])
	id := to.begun(by, "2026", c.mark)
	to.completed(by, id, c.mark)
	path := under(id, "kirim")
	forms := make([]url.Values, len(owners))
	for i, tab := range owners {
		if forms[i] = tab.get(path).form(path); forms[i] == nil {
			t.Fatal("there is no form")
		}
		forms[i]["name"], forms[i]["position"], forms[i]["agreed"] = []string{fmt.Sprint("nama ", i)}, []string{"jabatan"}, []string{"ya"}
	}
	for i, got := range together(50, func(i int) reply { return owners[i%3].send(path, forms[i%3]) }) {
		if got.status != http.StatusSeeOther || !strings.Contains(got.leads(), "/tanda-terima") {
			t.Errorf("submit %d: %s", i, got)
		}
	}
	v, err := to.desk.View(t.Context(), by, id)
	to.must(err)
	first := v.Assessment.Submission
	if first == nil || len(v.Assessment.Earlier) > 0 {
		t.Fatalf("stored are %+v and %+v", first, v.Assessment.Earlier)
	}
	receipts := together(10, func(i int) reply { return owners[i%3].get(under(id, "tanda-terima")) })
	for _, r := range receipts {
		if r.wants(t, http.StatusOK, first.SHA256[:4]+" "+first.SHA256[4:8], first.Name); r.body[strings.Index(r.body, "<main"):] != receipts[0].body[strings.Index(receipts[0].body, "<main"):] {
			t.Error("two receipts differ")
		}
	}
	if n := to.done(`"verb":"assessment.submit"`); n != 1 {
		t.Errorf("%d acts of the log are the submission", n)
	}
}

func TestTwentyWritersOfOneAnswerLoseNothing(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	c := to.company(markPrefix + "3001")
	tab := to.as(c.owner)
	other := to.as(to.person(c, "kedua", account.Owner))
	id, err := to.desk.Start(t.Context(), to.actor(tab), demoQuestionnaire, "2026", false)
	to.must(err)
	path := under(id, "bagian", writerTopic)
	tabs := []*browser{tab, other}
	const people = 20
	write := func(b *browser, page reply, i int) reply {
		return b.autosave(page, "housed_workers", url.Values{"a.housed_workers": {strconv.Itoa(1000 + i)}, "comment.housed_workers": {fmt.Sprint("tulisan ", i)}})
	}
	waiting := make([]int, people)
	for i := range waiting {
		waiting[i] = i
	}
	seen := map[string]bool{}
	for round := 0; len(waiting) > 0; round++ {
		pages := []reply{tab.get(path), other.get(path)}
		got := together(len(waiting), func(k int) reply { return write(tabs[k%2], pages[k%2], waiting[k]) })
		var again []int
		won := 0
		for k, r := range got {
			switch r.status {
			case http.StatusOK:
				won++
			case http.StatusConflict:
				again = append(again, waiting[k])
			default:
				t.Fatalf("round %d: %s", round, r)
			}
		}
		v, err := to.desk.View(t.Context(), to.actor(tab), id)
		to.must(err)
		e := v.Assessment.Answers["housed_workers"]
		n, err := strconv.Atoi(e.Text)
		if err != nil || won != 1 || e.Revision != int64(round+1) || seen[e.Text] || e.Comment != fmt.Sprint("tulisan ", n-1000) {
			t.Fatalf("round %d: %d were taken, and stored is %+v", round, won, e)
		}
		seen[e.Text] = true
		waiting = again
	}
	if len(seen) != people {
		t.Errorf("%d of %d were stored once", len(seen), people)
	}
}

func TestSavesAtTheMomentOfSubmissionAreFrozenOrRefused(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	var frozen, refused, sent atomic.Int64
	for i := range 8 {
		c := to.company(fmt.Sprintf("%s%04d", markPrefix, 3100+i))
		tab := to.as(c.owner)
		by := to.actor(tab)
		id := to.begun(by, "2026", c.mark)
		to.completed(by, id, c.mark)
		path, page := under(id, "kirim"), tab.get(under(id, "bagian", writerTopic))
		form := tab.get(path).form(path)
		form["name"], form["position"], form["agreed"] = []string{"nama"}, []string{"jabatan"}, []string{"ya"}
		questions := writerQuestions()
		got := together(len(questions)+1, func(k int) reply {
			if k == 2 {
				return tab.send(path, form)
			}
			if k > 2 {
				k--
			}
			<-time.After(rand.N(60 * time.Millisecond)) // some before the answers are frozen, and some after
			return tab.autosave(page, questions[k], url.Values{"comment." + questions[k]: {"saat terakhir"}})
		})
		v, err := to.desk.View(t.Context(), by, id)
		to.must(err)
		if (v.Assessment.Submission != nil) != (got[2].status == http.StatusSeeOther) {
			t.Errorf("the submit got %s and stored is %+v", got[2], v.Assessment.Submission)
		}
		if got[2].status != http.StatusSeeOther {
			got[2].wants(t, http.StatusConflict, "nama")
		} else {
			sent.Add(1)
		}
		comments := to.comments(by, v)
		for k, r := range append(got[:2:2], got[3:]...) {
			switch {
			case r.status == http.StatusOK && comments[questions[k]] == "saat terakhir":
				frozen.Add(1)
			case r.status == http.StatusConflict && comments[questions[k]] != "saat terakhir":
				refused.Add(1)
			default:
				t.Errorf("%s was answered with %s, and what counts is %q", questions[k], r, comments[questions[k]])
			}
		}
	}
	t.Logf("%d saves were stored, %d refused, %d of 8 submits went through", frozen.Load(), refused.Load(), sent.Load())
}

// comments are those of the answers that count: the frozen ones once there are some.
func (to *town) comments(by account.Actor, v *assessment.View) map[string]string {
	to.t.Helper()
	out := map[string]string{}
	if v.Assessment.Submission == nil {
		for q, e := range v.Assessment.Answers {
			out[q] = e.Comment
		}
		return out
	}
	o, err := to.desk.Outcome(to.t.Context(), by, v.ID)
	to.must(err)
	for q, a := range o.Answers.Answers {
		out[q] = a.Comment
	}
	return out
}

// mailed is the path of the link in the newest mail to an address.
func (to *town) mailed(email string) string {
	to.t.Helper()
	for _, m := range to.mails.newest() {
		if m.To == email {
			_, rest, _ := strings.Cut(m.Text, attackAddress)
			path, _, _ := strings.Cut(rest, "\n")
			to.hush(path[strings.LastIndex(path, "/")+1:])
			return strings.TrimRight(path, ". ")
		}
	}
	to.t.Fatalf("there is no mail to %s", email)
	return ""
}

func TestAnInvitationAcceptedManyTimesAtOnceCountsOnce(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	const guest = "tamu@rekan.example"
	to.hush(guest)
	var links []string
	var owners []*browser
	for i := range 2 { // two companies invite one person
		c := to.company(fmt.Sprintf("%s%04d", markPrefix, 3200+i))
		tab := to.as(c.owner)
		tab.submit("/id/orang/undang", "/id/orang/undang", url.Values{"email": {guest}, "role": {"viewer"}}).wants(t, http.StatusSeeOther)
		links, owners = append(links, to.mailed(guest)), append(owners, tab)
	}
	guests := make([]*browser, 20)
	forms := make([]url.Values, len(guests))
	for i := range guests {
		guests[i] = to.browser()
		link := links[i%2]
		if forms[i] = guests[i].get(link).form(link); forms[i] == nil {
			t.Fatalf("no form: %s", guests[i].get(link))
		}
		forms[i]["name"], forms[i]["password"] = []string{"Tamu Undangan"}, []string{"gunung biru dan sawah padi"}
	}
	to.hush("Tamu Undangan", "gunung biru dan sawah padi")
	won := 0
	for i, got := range together(len(guests), func(i int) reply { return guests[i].send(links[i%2], forms[i]) }) {
		switch {
		case got.status == http.StatusSeeOther:
			won++
		case got.status >= 500 || got.status == 0:
			t.Errorf("guest %d: %s", i, got)
		}
	}
	for i, tab := range owners {
		members, _, err := to.accounts.People(t.Context(), to.actor(tab))
		to.must(err)
		if len(members) > 2 {
			t.Errorf("company %d has %d members", i, len(members))
		}
		won -= len(members) - 1
	}
	all, err := to.accounts.ListPeople(t.Context())
	to.must(err)
	if won != 0 || len(all) != 3 {
		t.Errorf("there are %d people; %d were let in more often than there are members", len(all), won)
	}
}

func TestOneCompanyRegisteredTwiceAtOnceIsOne(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	const nib = "9120001112223"
	links, forms := make([]string, 8), make([]url.Values, 8)
	tabs := make([]*browser, 8)
	for i := range links {
		email := fmt.Sprintf("direktur%d@sekali.example", i)
		tabs[i] = to.browser()
		tabs[i].submit("/id/daftar", "/id/daftar", url.Values{
			"legal_name": {"PT Sekali Saja"}, "nib": {nib}, "name": {"Direktur Satu"}, "position": {"Direktur"}, "email": {email}, "confirmed": {"yes"},
		}).wants(t, http.StatusSeeOther)
		links[i] = to.mailed(email)
		forms[i] = tabs[i].get(links[i]).form(links[i])
		if forms[i] == nil {
			t.Fatalf("no form: %s", tabs[i].get(links[i]))
		}
		forms[i]["name"], forms[i]["password"] = []string{"Direktur Satu"}, []string{"sepeda tua di gudang kakek"}
	}
	to.hush("PT Sekali Saja", nib, "Direktur Satu", "sepeda tua di gudang kakek", "@sekali.example")
	won := 0
	for i, got := range together(len(links), func(i int) reply { return tabs[i].send(links[i], forms[i]) }) {
		switch {
		case got.status == http.StatusSeeOther:
			won++
		case got.status >= 500 || got.status == 0:
			t.Errorf("%d: %s", i, got)
		}
	}
	all, err := to.accounts.Organisations(t.Context(), account.Company)
	to.must(err)
	if won != 1 || len(all) != 1 {
		t.Errorf("%d were let in; there are %d companies", won, len(all))
	}
	in := 0
	for i := range links { // who came too late has at most an account without anything behind it
		b := to.browser()
		got := b.submit("/id/masuk", "/id/masuk", url.Values{"email": {fmt.Sprintf("direktur%d@sekali.example", i)}, "password": {"sepeda tua di gudang kakek"}})
		if got.status == http.StatusSeeOther {
			got = b.get("/id/pembuat-kode")
			in++
		}
		if got.status >= 500 || got.status == 0 {
			t.Errorf("the sign-in of %d is answered with %s", i, got)
		}
	}
	if in < 1 {
		t.Error("not even the one who was in time can sign in")
	}
	t.Logf("%d of %d can sign in with their password", in, len(links))
}
