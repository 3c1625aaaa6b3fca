package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

const markPrefix = "KNR"

// begun is an assessment with the answers of an example, each of whose texts holds a mark.
func (to *town) begun(by account.Actor, period, mark string) assessment.ID {
	to.t.Helper()
	ctx := to.t.Context()
	def, err := questionnaires.Open(demoQuestionnaire)
	to.must(err)
	answers, err := exampleAnswers(def, "palm-estate.yaml")
	to.must(err)
	id, err := to.desk.Start(ctx, by, def.Ref(), period, false)
	to.must(err)
	w := &work{def: def}
	var inputs []assessment.Input
	for i := range def.Questions {
		q := &def.Questions[i]
		if a, ok := answers.Answers[q.ID]; ok {
			in := w.input(q, &a)
			in.Comment = "catatan " + mark
			if in.Choice == assessment.NotKnown {
				in.Who = "Bagian " + mark
			}
			if in.Choice == assessment.NotApplicable {
				in.Reason = "alasan " + mark
			}
			inputs = append(inputs, in)
		}
	}
	_, _, err = to.desk.Save(ctx, by, id, inputs)
	to.must(err)
	return id
}

// completed answers what is missing.
func (to *town) completed(by account.Actor, id assessment.ID, mark string) {
	to.t.Helper()
	for range 9 {
		v, err := to.desk.View(to.t.Context(), by, id)
		to.must(err)
		var inputs []assessment.Input
		for _, m := range v.Missing() {
			inputs = append(inputs, assessment.Input{
				Question: m.Question, Revision: v.Assessment.Answers[m.Question].Revision, Choice: assessment.NotKnown,
				Who: "Bagian " + mark, By: "2027-01-15", Language: "en",
			})
		}
		if len(inputs) == 0 {
			return
		}
		_, _, err = to.desk.Save(to.t.Context(), by, id, inputs)
		to.must(err)
	}
	to.t.Fatal("the assessment does not become complete")
}

// submitted is an assessment of a year that was submitted.
func (to *town) submitted(by account.Actor, period, mark string) assessment.ID {
	to.t.Helper()
	id := to.begun(by, period, mark)
	to.completed(by, id, mark)
	v, err := to.desk.View(to.t.Context(), by, id)
	to.must(err)
	_, err = to.desk.Submit(to.t.Context(), by, id, assessment.Declaration{
		Name: "nama " + mark, Position: "jabatan " + mark, Agreed: true, Seen: v.Revision,
	})
	to.must(err)
	return id
}

// marksIn are the marks in a text, each once, but for one.
func marksIn(text, but string) []string {
	var out []string
	for rest := range strings.SplitSeq(text, markPrefix) {
		mark := markPrefix + rest[:min(len(rest), 4)]
		if len(rest) >= 4 && len(out) < 3 && mark != but && strings.Contains(text, mark) && strings.Trim(rest[:4], "0123456789") == "" {
			out = append(out, mark)
		}
	}
	return out
}

// side is one organisation in the crowd.
type side struct {
	*company
	tab   *browser
	quick []string // pages that cost little
	slow  []string // and those that are asked for less often
	last  string   // and the one that costs most
	topic reply
}

// mixingRequests is how many requests are made; TUNTAS_MIXING_REQUESTS says another number.
func mixingRequests() int64 {
	if n, err := strconv.ParseInt(os.Getenv("TUNTAS_MIXING_REQUESTS"), 10, 64); err == nil {
		return n
	}
	if raced {
		return 5_000
	}
	return 20_000
}

// Fifty people of six organisations ask for pages and send forms at the same time, on connections and memory that go from
// one to the other.
func TestNothingOfOneOrganisationReachesAnother(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	var sides []*side
	for i := range 6 {
		sides = append(sides, to.side(i))
	}
	requests := mixingRequests()
	var turn, mixed, failed atomic.Int64
	var crowd sync.WaitGroup
	packed, plain := sides[0].tab.client.Transport, &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	t.Cleanup(plain.CloseIdleConnections)
	for i, s := range sides { // a connection serves one and then another
		if s.tab.client.Transport = plain; i%3 == 0 {
			s.tab.client.Transport = packed
		}
	}
	for range 50 {
		crowd.Go(func() {
			for i := turn.Add(1); i <= requests && mixed.Load()+failed.Load() < 5; i = turn.Add(1) {
				s := sides[i%int64(len(sides))]
				got, what := s.ask(i)
				if others := marksIn(got.body, s.mark); len(others) > 0 {
					mixed.Add(1)
					t.Errorf("%s of %s holds %v", what, s.mark, others)
				}
				if got.status == 0 || got.status >= 500 || !strings.Contains(got.body, s.mark) {
					failed.Add(1)
					t.Errorf("%s of %s: %s", what, s.mark, got)
				}
			}
		})
	}
	crowd.Wait()
	t.Logf("%d requests, %d mixed", min(turn.Load(), requests), mixed.Load())
	for _, s := range sides {
		to.pure(s)
	}
}

// side opens an organisation with a draft and a submitted assessment.
func (to *town) side(i int) *side {
	to.t.Helper()
	s := &side{company: to.company(fmt.Sprintf("%s%04d", markPrefix, 1000+i*37))}
	s.tab = to.as(s.owner)
	by := to.actor(s.tab)
	draft, sent := to.begun(by, "2026", s.mark), to.submitted(by, "2025", s.mark)
	path := under(draft, "bagian", "profile", "profile_workforce")
	s.quick = []string{"/id/profil", "/en/profil", "/id/akun", "/id/profil/identitas", "/en/profil/identitas", "/id/orang"}
	s.slow = []string{path, under(draft), "/en/penilaian/" + string(draft), under(draft, "periksa", "profile"), under(sent, "tanda-terima")}
	s.last = under(sent, "hasil")
	s.topic = s.tab.get(path).wants(to.t, http.StatusOK, s.mark)
	return s
}

// ask asks for one page, or sends a form that comes back with what was typed.
func (s *side) ask(i int64) (got reply, what string) {
	switch at := i / 6; {
	case at%997 == 0:
		return s.tab.get(s.last), s.last
	case at%29 == 0:
		path := s.slow[at/29%int64(len(s.slow))]
		return s.tab.get(path), path
	case at%29 == 1:
		path := "/id/daftar"
		return s.tab.submit(path, path, url.Values{"legal_name": {s.mark}, "name": {"nama " + s.mark}}), path
	case at%29 == 2:
		got := s.tab.autosave(s.topic, "housed_workers", url.Values{"comment.housed_workers": {fmt.Sprint(s.mark, " ", i)}})
		if got.status == http.StatusConflict || got.status == http.StatusOK {
			got.body += s.mark // a short answer, without any text of the organisation
		}
		return got, "autosave"
	default:
		path := s.quick[at%int64(len(s.quick))]
		return s.tab.get(path), path
	}
}

// pure looks at what is stored of an organisation.
func (to *town) pure(s *side) {
	to.t.Helper()
	by := to.actor(s.tab)
	all, err := to.desk.List(to.t.Context(), by)
	to.must(err)
	for _, one := range all {
		v, err := to.desk.View(to.t.Context(), by, one.ID)
		to.must(err)
		for question, e := range v.Assessment.Answers {
			if others := marksIn(fmt.Sprint(e), s.mark); len(others) > 0 {
				to.t.Errorf("stored for %s as %s is %v", s.mark, question, others)
			}
		}
	}
}
