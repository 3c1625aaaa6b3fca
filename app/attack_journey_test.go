package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store/storetest"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

const journeyEmail = "direktur@perjalanan.example"

// traveller is somebody on the way from nothing to a report.
type traveller struct {
	to  *town
	t   *testing.T
	tab *browser
	id  assessment.ID
}

// register goes from the form of registration over the link in the mail to a code generator.
func (v *traveller) register() {
	v.t.Helper()
	const password = "sepeda tua di gudang kakek"
	v.to.hush("PT Perjalanan Jauh", "9120001112223", "Tono Sudirman", journeyEmail, password)
	v.tab.submit("/id/daftar", "/id/daftar", url.Values{
		"legal_name": {"PT Perjalanan Jauh"}, "nib": {"9120001112223"}, "name": {"Tono Sudirman"}, "position": {"Direktur"},
		"email": {journeyEmail}, "confirmed": {"yes"},
	}).wants(v.t, http.StatusSeeOther)
	link := v.to.mailed(journeyEmail)
	v.tab.submit(link, link, url.Values{"name": {"Tono Sudirman"}, "password": {password}}).wants(v.t, http.StatusSeeOther)
	page := v.tab.get("/id/pembuat-kode").wants(v.t, http.StatusOK)
	m := regexp.MustCompile(`class="secret">([A-Z2-7 ]+)<`).FindStringSubmatch(page.body)
	if m == nil {
		v.t.Fatalf("no secret: %s", page)
	}
	secret := strings.ReplaceAll(m[1], " ", "")
	code, err := totpCode(secret, v.to.now())
	v.to.must(err)
	v.to.hush(secret, v.tab.session())
	v.tab.submitTo(page, "/id/pembuat-kode", url.Values{"code": {code}}).wants(v.t, http.StatusOK, "PT Perjalanan Jauh")
	v.to.hush(v.tab.session())
}

// describe fills in the profile.
func (v *traveller) describe() {
	v.t.Helper()
	v.tab.submit("/id/profil/kbli?cari=01262", "/id/profil/kbli", url.Values{"add": {"01262"}}).wants(v.t, http.StatusSeeOther)
	v.tab.submit("/id/profil/lokasi", "/id/profil/lokasi", url.Values{
		"sites.0.name": {"Kebun Utama"}, "sites.0.regency": {"Kabupaten Ketapang, Kalimantan Barat"}, "sites.0.workers": {"1.040"},
	}).wants(v.t, http.StatusSeeOther)
	v.tab.submit("/id/profil/pekerja", "/id/profil/pekerja", url.Values{"workforce.permanent.women": {"120"}, "workforce.permanent.men": {"190"}}).
		wants(v.t, http.StatusSeeOther)
	v.tab.get("/id/profil").wants(v.t, http.StatusOK, "01262", "Kebun Utama", "310")
}

// answer answers every question that is shown, page by page, until nothing is missing.
func (v *traveller) answer() {
	v.t.Helper()
	got := v.tab.submit("/id/penilaian/mulai", "/id/penilaian/mulai", url.Values{"questionnaire": {demoQuestionnaire}, "period": {"2026"}})
	got.wants(v.t, http.StatusSeeOther)
	v.id = assessment.ID(regexp.MustCompile(`[A-Z2-7]{26}`).FindString(got.leads()))
	def, err := questionnaires.Open(demoQuestionnaire)
	v.to.must(err)
	answers, err := exampleAnswers(def, "palm-estate.yaml")
	v.to.must(err)
	var topics []string
	byTopic := map[string][]*questionnaires.Question{}
	for i := range def.Questions {
		q := &def.Questions[i]
		path := "/en/penilaian/" + string(v.id) + "/bagian/" + q.Section + "/" + q.Topic
		if byTopic[path] == nil {
			topics = append(topics, path)
		}
		byTopic[path] = append(byTopic[path], q)
	}
	send := under(v.id, "kirim")
	for range 4 {
		for _, path := range topics {
			v.topic(path, byTopic[path], answers)
		}
		if strings.Contains(v.tab.get(send).body, `name="agreed"`) {
			return
		}
	}
	v.t.Fatalf("it never becomes complete: %s", v.tab.get(send))
}

// topic answers the questions of one page.
func (v *traveller) topic(path string, all []*questionnaires.Question, answers *questionnaires.Answers) {
	v.t.Helper()
	page := v.tab.get(path)
	form := page.form(path)
	if form == nil { // a topic or a section that does not apply
		return
	}
	for _, q := range all {
		if !form.Has("rev."+q.ID) || form.Get("rev."+q.ID) != "0" {
			continue
		}
		a, ok := answers.Answers[q.ID]
		if !ok || a.State == questionnaires.Unanswered {
			a = questionnaires.Answer{State: questionnaires.NotKnown, Who: "HR", By: "2027-01-15"}
		}
		maps.Copy(form, typedFields(q, &a))
	}
	v.tab.send(path, form).wants(v.t, http.StatusSeeOther)
}

// typedFields is an answer as somebody types it in English.
func typedFields(q *questionnaires.Question, a *questionnaires.Answer) url.Values {
	in := (&work{}).input(q, a)
	out := url.Values{"comment." + q.ID: {in.Comment}}
	switch in.Choice {
	case assessment.Value:
		if in.Codes != nil {
			out["a."+q.ID] = in.Codes
		}
		if in.Text != "" {
			out.Set("a."+q.ID, in.Text)
		}
		for row, columns := range in.Cells {
			for column, text := range columns {
				out.Set("c."+q.ID+"."+row+"."+column, text)
			}
		}
	default:
		out.Set("o."+q.ID, string(in.Choice))
		if q.Kind == rules.Single {
			out.Del("o." + q.ID)
			out.Set("a."+q.ID, "!"+string(in.Choice))
		}
		out.Set("who."+q.ID, in.Who)
		out.Set("by."+q.ID, in.By)
		out.Set("reason."+q.ID, in.Reason)
	}
	if in.SelfDisclosed {
		out.Set("self."+q.ID, "ya")
	}
	return out
}

// submit declares, sends and looks at everything that there is then. It returns the result as JSON.
func (v *traveller) submit() string {
	v.t.Helper()
	path := under(v.id, "kirim")
	v.tab.submit(path, path, url.Values{"name": {"Tono Sudirman"}, "position": {"Direktur"}, "agreed": {"ya"}}).wants(v.t, http.StatusSeeOther)
	for _, page := range []string{"tanda-terima", "hasil", "hasil/hitungan", "hasil/andai", "rencana", "riwayat", "periksa"} {
		v.tab.get(under(v.id, page)).wants(v.t, http.StatusOK, "PT Perjalanan Jauh")
	}
	for page, begins := range map[string]string{
		"tanda-terima.pdf": "%PDF-", "hasil/laporan.pdf": "%PDF-", "rencana.pdf": "%PDF-", "kuesioner.pdf": "%PDF-",
		"hasil/laporan.xlsx": "PK\x03\x04", "excel/unduh": "PK\x03\x04", "hasil/hasil.json": "{",
	} {
		got := v.tab.get(under(v.id, page)).wants(v.t, http.StatusOK)
		if !strings.HasPrefix(got.body, begins) || len(got.body) < 1000 || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
			v.t.Errorf("%s begins with %.20q and has %d bytes, as %q", page, got.body, len(got.body), got.header.Get("Content-Disposition"))
		}
	}
	return v.tab.get(under(v.id, "hasil/hasil.json")).body
}

// The journey from registration to the report by plain requests, on both engines; then what one engine holds goes into
// the other, and the same person goes on there.
func TestTheJourneyIsTheSameOnBothEngines(t *testing.T) {
	t.Parallel()
	results := make([]string, 2)
	engines := []struct {
		name     string
		database func(*testing.T) databaseAt
	}{
		{"SQLite", func(t *testing.T) databaseAt { return databaseAt(filepath.Join(t.TempDir(), "tuntas.db")) }},
		{"MongoDB", func(t *testing.T) databaseAt { return databaseAt(storetest.MongoDB(t)) }},
	}
	for i, engine := range engines {
		t.Run(engine.name, func(t *testing.T) {
			database := engine.database(t)
			to := openTown(t, database)
			v := &traveller{to: to, t: t, tab: to.browser()}
			v.register()
			v.describe()
			v.answer()
			results[i] = v.submit()
			to.stop()
			other := engines[1-i].database(t)
			v.moves(database, other)
			again := openTownIn(t, to.folder, other)
			again.moved.Store(to.moved.Load())
			v.tab.base = again.base
			if got := v.tab.get(under(v.id, "hasil/hasil.json")); got.status != http.StatusOK || got.body != results[i] {
				t.Errorf("the result in the other engine is %s", got)
			}
		})
	}
	if results[0] == "" || results[1] == "" {
		t.Skip("one of the engines is missing")
	}
	if diff := cmp.Diff(results[0], results[1]); diff != "" {
		t.Errorf("the engines differ: %s", diff)
	}
}

// moves takes everything from one database into another with the commands.
func (v *traveller) moves(from, into databaseAt) {
	v.t.Helper()
	here := append(v.to.environ(), "TUNTAS_DATABASE="+string(from))
	there := append(v.to.environ(), "TUNTAS_DATABASE="+string(into))
	first, second := filepath.Join(v.t.TempDir(), "1.zip"), filepath.Join(v.t.TempDir(), "2.zip")
	printed := must(v.t, here, "export", "--out", first)
	if got := must(v.t, there, "import", "--from", first); got != printed {
		v.t.Errorf("the import prints\n%s\nand the export\n%s", got, printed)
	}
	must(v.t, there, "export", "--out", second)
	if diff := cmp.Diff(unlogged(v.t, first), unlogged(v.t, second)); diff != "" {
		v.t.Errorf("counts and hashes differ: %s", diff)
	}
	log := collectionFolder + audit.Schemas()[0].Name + ".jsonl" // grows by an entry for the import
	if was, is := partOf(v.t, first, log), partOf(v.t, second, log); !strings.HasPrefix(is, was) || len(is) == len(was) {
		v.t.Error("the log of the import does not go on from the one of the export")
	}
	if out := must(v.t, there, "verify"); !strings.Contains(out, "Nothing is wrong") {
		v.t.Errorf("the log: %s", out)
	}
}

// A copy that is taken while people write holds everything that was acknowledged before, and nothing by half.
func TestABackupWhileServingIsWhole(t *testing.T) {
	t.Parallel()
	to := openTown(t, "")
	var crowd sync.WaitGroup
	var count, away atomic.Int64
	var scribes []*scribe
	over := make(chan struct{})
	for i := range 3 {
		d := to.drafting(fmt.Sprintf("%s%04d", markPrefix, 5000+i))
		for _, question := range writerQuestions() {
			scribes = append(scribes, &scribe{tab: d.tab, path: d.path, question: question})
		}
	}
	before := make([]atomic.Int64, len(scribes))
	for i, w := range scribes {
		crowd.Go(func() { w.persist(t, over, &count, &away, &before[i]) })
	}
	for count.Load() < 60 && !t.Failed() {
		<-time.After(5 * time.Millisecond)
	}
	floors := make([]int64, len(scribes))
	for i := range before {
		floors[i] = before[i].Load()
	}
	backup := filepath.Join(t.TempDir(), "backup.zip")
	must(t, to.environ(), "backup", "--out", backup)
	close(over)
	crowd.Wait()
	to.stop()

	empty := filepath.Join(t.TempDir(), "new")
	must(t, []string{"TUNTAS_DATA=" + empty}, "restore", "--from", backup)
	for _, name := range []string{"tuntas.key", publicBeside("tuntas.key")} {
		content, err := os.ReadFile(filepath.Join(to.folder, name))
		to.must(err)
		to.must(os.WriteFile(filepath.Join(empty, name), content, 0o600))
	}
	must(t, []string{"TUNTAS_DATA=" + empty}, "verify")
	restored := openTownIn(t, empty, "")
	for i, w := range scribes {
		w.tab.base = restored.base
		_, fields := w.tab.get(w.path).wants(t, http.StatusOK).autosave(w.question)
		who, comment := fields.Get("who."+w.question), strings.TrimSpace(fields.Get("comment."+w.question))
		if n, _ := strconv.ParseInt(who, 10, 64); who != comment || n < floors[i] {
			t.Errorf("the copy of %s holds %q and %q; %d was acknowledged before", w.question, who, comment, floors[i])
		}
	}
	if !slices.ContainsFunc(floors, func(n int64) bool { return n > 0 }) {
		t.Error("nothing was written before the copy")
	}
}
