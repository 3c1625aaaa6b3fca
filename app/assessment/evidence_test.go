package assessment_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/problem"
	"tuntas/app/store"
)

func upload(question, file string, data []byte) assessment.Upload {
	return assessment.Upload{Question: question, Name: file, Content: bytes.NewReader(data), Size: -1, Kind: "D6"}
}

// stored counts the files and the evidence of an installation.
func (h *house) stored() (files, pieces int) {
	h.t.Helper()
	for _, err := range h.engine.Files().List(h.t.Context()) {
		h.must(err)
		files++
	}
	for _, schema := range assessment.Schemas() {
		if schema.Name == "evidence" {
			var err error
			pieces, err = h.engine.Count(h.t.Context(), &schema, store.Query{})
			h.must(err)
		}
	}
	return files, pieces
}

func TestBadFilesLeaveNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	for _, s := range bad() {
		t.Run(s.name, func(t *testing.T) {
			_, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", s.file, s.data))
			got := strings.Join(faults(err), "; ")
			if got == "" {
				got = keyOf(err)
			}
			if got != s.want {
				t.Errorf("%v (%s), want %s", err, got, s.want)
			}
		})
	}
	if files, pieces := h.stored(); files != 0 || pieces != 0 {
		t.Errorf("%d files and %d pieces were stored", files, pieces)
	}
	if v := h.view(h.owner, id); len(v.Assessment.Attached) != 0 || v.Assessment.Bytes != 0 {
		t.Errorf("attached %v, %d bytes", v.Assessment.Attached, v.Assessment.Bytes)
	}
}

func TestGoodFilesAreTaken(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	for _, s := range good() {
		t.Run(s.name, func(t *testing.T) {
			file, err := h.AddEvidence(t.Context(), h.owner, id, upload("", s.file, s.data))
			h.must(err)
			e, content, err := h.ReadFile(t.Context(), h.owner, file)
			h.must(err)
			data, err := io.ReadAll(content)
			h.must(errors.Join(err, content.Close()))
			if int64(len(data)) != e.Size || e.Level != 1 || e.By != h.owner.Person || len([]rune(e.Name)) > 120 || strings.ContainsAny(e.Name, `/\`) {
				t.Errorf("stored %+v with %d bytes", e, len(data))
			}
			if bytes.Contains(data, []byte("GPS")) || bytes.Contains(data, []byte("Exif")) || bytes.Contains(data, []byte("<script>")) {
				t.Error("what stood beside the picture was stored")
			}
			if !strings.HasPrefix(e.Type, "image/") && !bytes.Equal(data, s.data) {
				t.Error("a document was changed")
			}
		})
	}
}

// TestPicturesStandUpright compares all eight ways to hold a camera.
func TestPicturesStandUpright(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	// The picture's corner at its first pixel is dark red and green; where it must be after turning is known.
	corners := map[byte]image.Point{1: {}, 2: {X: 63}, 3: {X: 63, Y: 47}, 4: {Y: 47}, 5: {}, 6: {X: 47}, 7: {X: 47, Y: 63}, 8: {Y: 63}}
	for orientation, corner := range corners {
		file, err := h.AddEvidence(t.Context(), h.owner, id, upload("", "a.jpg", exif(jpg(picture(64, 48)), orientation)))
		h.must(err)
		_, content, err := h.ReadFile(t.Context(), h.owner, file)
		h.must(err)
		img, err := jpeg.Decode(content)
		h.must(errors.Join(err, content.Close()))
		size := image.Pt(64, 48)
		if orientation >= 5 {
			size = image.Pt(48, 64)
		}
		r, g, _, _ := img.At(corner.X, corner.Y).RGBA()
		if img.Bounds().Size() != size || r>>8 > 40 || g>>8 > 40 {
			t.Errorf("held as %d it is %v with %d, %d at %v", orientation, img.Bounds().Size(), r>>8, g>>8, corner)
		}
	}
}

func TestLimitsOfEvidence(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	var files []assessment.EvidenceID
	for i := range 5 {
		file, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", fmt.Sprintf("%d.pdf", i), pdf(fmt.Sprint(i))))
		h.must(err)
		files = append(files, file)
	}
	_, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", "6.pdf", pdf("6")))
	if got := strings.Join(faults(err), ";"); got != fault("too_many") {
		t.Errorf("a sixth file: %v", err)
	}
	_, err = h.AddEvidence(t.Context(), h.owner, id, assessment.Upload{Name: "a.pdf", Content: bytes.NewReader(pdf()), Size: 200 << 20})
	wantProblem(t, err, problem.TooLarge, tooLarge)
	endless := assessment.Upload{Name: "a.pdf", Content: io.MultiReader(bytes.NewReader(pdf()), endlessReader{}), Size: 100}
	_, err = h.AddEvidence(t.Context(), h.owner, id, endless)
	wantProblem(t, err, problem.TooLarge, tooLarge)

	before := h.view(h.owner, id).Assessment.Bytes
	h.must(h.Attach(t.Context(), h.owner, id, "fee_rule", files[0]))
	h.must(h.Attach(t.Context(), h.owner, id, "fee_rule", files[0]))
	v := h.view(h.owner, id)
	if len(v.Assessment.Attached["fee_rule"].Files) != 1 || v.Assessment.Bytes != before {
		t.Errorf("used twice: %v, %d bytes after %d", v.Assessment.Attached["fee_rule"], v.Assessment.Bytes, before)
	}
	if e := v.Answers.Answers["fee_rule"].Evidence; len(e) != 1 || e[0].Level != 1 || e[0].Kind != "D6" {
		t.Errorf("the answer's evidence is %+v", e)
	}
	h.must(h.Detach(t.Context(), h.owner, id, "agents_used", files[0]))
	if v := h.view(h.owner, id); v.Assessment.Bytes != before {
		t.Errorf("%d bytes, the file still stands behind another answer", v.Assessment.Bytes)
	}
	wantProblem(t, h.RemoveEvidence(t.Context(), h.owner, files[0]), problem.Conflict, "assessment.file.used")
	h.must(h.Detach(t.Context(), h.owner, id, "fee_rule", files[0]))
	if v := h.view(h.owner, id); v.Assessment.Bytes >= before {
		t.Errorf("%d bytes after taking a file away from %d", v.Assessment.Bytes, before)
	}
	wantProblem(t, h.Detach(t.Context(), h.owner, id, "fee_rule", files[0]), problem.NotFound, "assessment.not_found")
	h.must(h.RemoveEvidence(t.Context(), h.owner, files[0]))
	_, _, err = h.ReadFile(t.Context(), h.owner, files[0])
	wantProblem(t, err, problem.NotFound, "assessment.not_found")
	wantProblem(t, h.Attach(t.Context(), h.owner, id, "fee_rule", files[0]), problem.NotFound, "assessment.not_found")
	rows, err := h.Library(t.Context(), h.owner)
	h.must(err)
	if len(rows) != 4 || rows[0].Uploader != "Sari Wulandari" || len(rows[0].Used) != 1 {
		t.Errorf("the library is %+v", rows)
	}
}

type endlessReader struct{}

func (endlessReader) Read(p []byte) (int, error) { return len(p), nil }

// TestAttachingNeverDisturbsAnswering attaches a file and then saves a form that was opened before.
func TestAttachingNeverDisturbsAnswering(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.save(h.owner, id, one("fee_rule", "step1", 0))
	file, err := h.AddEvidence(t.Context(), h.second, id, upload("fee_rule", "a.pdf", pdf()))
	h.must(err)
	h.save(h.owner, id, one("fee_rule", "step2", 1))
	v := h.view(h.owner, id)
	if e := v.Assessment.Answers["fee_rule"]; e.Codes[0] != "step2" || len(e.Evidence) != 1 || e.Evidence[0] != file || v.Files[file].Name != "a.pdf" {
		t.Errorf("the answer is %+v", e)
	}
}

// TestTenUploadsAtOnce passes the limit of five from ten sides.
func TestTenUploadsAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	var group sync.WaitGroup
	var taken atomic.Int64
	for i := range 10 {
		group.Go(func() {
			_, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", "a.pdf", pdf(fmt.Sprint(i))))
			switch {
			case err == nil:
				taken.Add(1)
			case strings.Join(faults(err), ";") != fault("too_many"):
				t.Error(err)
			}
		})
	}
	group.Wait()
	v := h.view(h.owner, id)
	if _, pieces := h.stored(); taken.Load() != 5 || len(v.Assessment.Attached["agents_used"].Files) != 5 || pieces != 5 {
		t.Errorf("%d taken, %d attached, %d stored", taken.Load(), len(v.Assessment.Attached["agents_used"].Files), pieces)
	}
}

func TestWhatIsTypedAboutAFile(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	for _, c := range []struct {
		name   string
		change func(*assessment.Upload)
		want   string
	}{
		{"a kind that is none", func(u *assessment.Upload) { u.Kind = "E4" }, "kind assessment.file.kind"},
		{"no day", func(u *assessment.Upload) { u.Date = "kemarin" }, "date assessment.answer.date"},
		{"tomorrow", func(u *assessment.Upload) { u.Date = "25/11/2026" }, "date assessment.file.date_future"},
		{"a period that runs backwards", func(u *assessment.Upload) { u.From, u.To = "2026-10-01", "2026-09-01" }, "to assessment.file.to_before_from"},
		{"an end before the beginning", func(u *assessment.Upload) { u.Date, u.Expires = "2026-10-01", "2026-09-01" }, "expires assessment.file.expires_before_date"},
		{"all as it should be", func(u *assessment.Upload) {
			u.Date, u.From, u.To, u.Expires = "1 Oktober 2026", "1/1/2026", "30/9/2026", "1/10/2027"
		}, ""},
		{"another kind", func(u *assessment.Upload) { u.Kind = "other" }, ""},
	} {
		in := upload("", "a.pdf", pdf())
		c.change(&in)
		file, err := h.AddEvidence(t.Context(), h.owner, id, in)
		if got := strings.Join(faults(err), ";"); got != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
		if err == nil && in.Date != "" {
			e, content, err := h.ReadFile(t.Context(), h.owner, file)
			h.must(errors.Join(err, content.Close()))
			if e.Date != "2026-10-01" || e.From != "2026-01-01" || e.To != "2026-09-30" || e.Expires != "2027-10-01" {
				t.Errorf("%s: stored %+v", c.name, e)
			}
		}
	}
}

// TestSubmittedFilesStay removes a file that a submission holds.
func TestSubmittedFilesStay(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	h.fill(id, example(t, "software-firm.yaml"))
	file, err := h.AddEvidence(t.Context(), h.owner, id, upload("fee_rule", "a.pdf", pdf()))
	h.must(err)
	s := h.submit(id)
	if s.Files[string(file)] == "" {
		t.Errorf("the submission names the files %v", s.Files)
	}
	_, err = h.AddEvidence(t.Context(), h.owner, id, upload("fee_rule", "b.pdf", pdf("b")))
	wantProblem(t, err, problem.Conflict, "account.state")
	wantProblem(t, h.Detach(t.Context(), h.owner, id, "fee_rule", file), problem.Conflict, "account.state")
	h.must(h.RemoveEvidence(t.Context(), h.owner, file))
	_, content, err := h.ReadFile(t.Context(), h.owner, file)
	h.must(err)
	h.must(content.Close())
	rows, err := h.Library(t.Context(), h.owner)
	h.must(err)
	if len(rows) != 0 {
		t.Errorf("a removed file is offered again: %+v", rows)
	}
}

// TestRemovedContentIsDeleted removes files that others need too, and that nobody needs.
func TestRemovedContentIsDeleted(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	theirs, err := h.Start(t.Context(), h.rival, "forced-labour", "2026", false)
	h.must(err)
	mine, err := h.AddEvidence(t.Context(), h.owner, id, upload("", "a.pdf", pdf()))
	h.must(err)
	same, err := h.AddEvidence(t.Context(), h.rival, theirs, upload("", "b.pdf", pdf()))
	h.must(err)
	h.must(h.RemoveEvidence(t.Context(), h.owner, mine))
	if files, _ := h.stored(); files != 1 {
		t.Errorf("%d files: the other company has the same", files)
	}
	_, content, err := h.ReadFile(t.Context(), h.rival, same)
	h.must(err)
	h.must(content.Close())
	h.must(h.RemoveEvidence(t.Context(), h.rival, same))
	if files, _ := h.stored(); files != 0 {
		t.Errorf("%d files are left that nobody needs", files)
	}
}

// TestRemovingWhileUploading removes and uploads the same content at once: what was taken can be read.
func TestRemovingWhileUploading(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	for round := range 15 {
		data := pdf(fmt.Sprint(round))
		old, err := h.AddEvidence(t.Context(), h.owner, id, upload("", "a.pdf", data))
		h.must(err)
		fresh := make([]assessment.EvidenceID, 3)
		var group sync.WaitGroup
		group.Go(func() {
			if err := h.RemoveEvidence(t.Context(), h.owner, old); err != nil {
				t.Error(err)
			}
		})
		for i := range fresh {
			group.Go(func() {
				var err error
				if fresh[i], err = h.AddEvidence(t.Context(), h.owner, id, upload("", "b.pdf", data)); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		for _, file := range fresh {
			_, content, err := h.ReadFile(t.Context(), h.owner, file)
			h.must(err)
			h.must(content.Close())
		}
	}
}

// TestFilesOfOthers reads, uses and removes as everybody who may not.
func TestFilesOfOthers(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.start()
	q, _ := definition(t).Question("fee_rule")
	file, err := h.AddEvidence(t.Context(), h.owner, id, upload("agents_used", "a.pdf", pdf()))
	h.must(err)
	shown, err := h.AddEvidence(t.Context(), h.owner, id, upload("fee_rule", "b.pdf", pdf("b")))
	h.must(err)
	theirs, err := h.Start(t.Context(), h.rival, "forced-labour", "2026", false)
	h.must(err)
	h.must(h.Share(t.Context(), h.owner, id, q.Section, h.contributor.Email, ""))
	other, _ := definition(t).Question("workforce_table")
	if other.Section == q.Section {
		t.Fatal("the two questions stand in one section")
	}
	read := func(by account.Actor, file assessment.EvidenceID) error {
		_, content, err := h.ReadFile(context.WithoutCancel(t.Context()), by, file)
		if err == nil {
			h.must(content.Close())
		}
		return err
	}
	mine, err := h.AddEvidence(t.Context(), h.owner, id, upload("workforce_table", "c.pdf", pdf("c")))
	h.must(err)
	h.must(read(h.viewer, file))
	h.must(read(h.contributor, shown))
	for name, err := range map[string]error{
		"another company reads":                       read(h.rival, file),
		"another company uses":                        h.Attach(t.Context(), h.rival, theirs, "fee_rule", file),
		"another company removes":                     h.RemoveEvidence(t.Context(), h.rival, file),
		"a contributor reads what is not shared":      read(h.contributor, mine),
		"a contributor uses what is not shared":       h.Attach(t.Context(), h.contributor, id, "fee_rule", mine),
		"a contributor uses it where nothing is":      h.Attach(t.Context(), h.contributor, id, "workforce_table", shown),
		"a contributor removes what is not theirs":    h.RemoveEvidence(t.Context(), h.contributor, shown),
		"a contributor takes away where nothing is":   h.Detach(t.Context(), h.contributor, id, "workforce_table", mine),
		"an owner reads what is not there":            read(h.owner, "no such file"),
		"an owner reads another company's assessment": read(h.owner, assessment.EvidenceID(theirs)),
	} {
		if problem.KindOf(err) != problem.NotFound || keyOf(err) != "assessment.not_found" {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantProblem(t, h.RemoveEvidence(t.Context(), h.viewer, file), problem.Forbidden, "account.forbidden")
	rows, err := h.Library(t.Context(), h.contributor)
	h.must(err)
	for _, r := range rows {
		if r.ID == mine {
			t.Error("a contributor sees a file behind a section that is not shared")
		}
	}
}
