package questionnaires_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"tuntas/questionnaires"
)

func TestPublishedFilesAreUnchanged(t *testing.T) {
	t.Parallel()
	for _, f := range questionnaires.VerifySum(questionnaires.Library()) {
		t.Error(f)
	}
}

func TestEveryQuestionnaireOfTheLibraryIsValid(t *testing.T) {
	t.Parallel()
	refs, err := questionnaires.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range refs {
		def, err := questionnaires.Open(ref.String())
		if err != nil {
			t.Error(err)
			continue
		}
		if def.Ref() != ref.String() {
			t.Errorf("%s is %s", ref, def.Ref())
		}
	}
}

func TestAChangedPublishedFileIsNamed(t *testing.T) {
	t.Parallel()
	const sum = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" // of hello
	library := fstest.MapFS{
		"published.sum": {Data: []byte(sum + "  a/v1.yaml\n" + sum + "  a/v2.yaml\n" + sum + "  a/v3.yaml\n" + sum + "  a/v1.yaml\nhello\n")},
		"a/v1.yaml":     {Data: []byte("hello")},
		"a/v2.yaml":     {Data: []byte("hello!")},
	}
	want := []string{
		"published.sum:2:1: the published file a/v2.yaml was changed; put it back and publish a new version",
		"published.sum:3:1: the published file a/v3.yaml is missing; put it back",
		"published.sum:4:1: a/v1.yaml stands twice; keep the first line, a published file has one hash",
		"published.sum:5:1: a line must have a SHA-256 and a path, as sha256sum writes them",
	}
	if diff := cmp.Diff(want, messages(questionnaires.VerifySum(library))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"published.sum: there is no such file"}, messages(questionnaires.VerifySum(fstest.MapFS{}))); diff != "" {
		t.Error(diff)
	}
}

func TestAReferenceNamesOneVersion(t *testing.T) {
	t.Parallel()
	ref, err := questionnaires.ParseRef("forced-labour@12")
	if err != nil || ref.File() != "forced-labour/v12.yaml" || ref.String() != "forced-labour@12" {
		t.Error(ref, err)
	}
	for _, wrong := range []string{"", "forced-labour", "forced-labour@", "forced-labour@0", "forced-labour@01", "@1", "a@1@2", "../a@1", "A@1"} {
		if ref, err := questionnaires.ParseRef(wrong); err == nil {
			t.Errorf("%q is read as %v", wrong, ref)
		}
	}
}

func TestAnUnknownQuestionnaireIsNotFound(t *testing.T) {
	t.Parallel()
	_, err := questionnaires.Open("no-such@1")
	if err == nil || !strings.HasPrefix(err.Error(), `there is no questionnaire "no-such@1"; the library has `) {
		t.Error(err)
	}
}

func TestCodesOfPlacesAndActivities(t *testing.T) {
	t.Parallel()
	for code, known := range map[string]bool{"01262": true, "0126": true, "03": true, "A": false, "99999": false, "": false, "012620": false} {
		if questionnaires.KnownKBLI(code) != known {
			t.Errorf("KBLI %q: %v", code, !known)
		}
	}
	if title, _ := questionnaires.KBLITitle("01262"); title != "PERKEBUNAN BUAH KELAPA SAWIT" {
		t.Errorf("01262 is %q", title)
	}
	provinces := 0
	for i := range 100 {
		if questionnaires.KnownProvince(string([]byte{byte('0' + i/10), byte('0' + i%10)})) {
			provinces++
		}
	}
	if provinces != 38 || questionnaires.KnownProvince("1 ") || questionnaires.KnownProvince("") {
		t.Errorf("%d provinces", provinces)
	}
}

func TestProvincesHaveTheirNames(t *testing.T) {
	t.Parallel()
	cases := map[string]string{"11": "Aceh", "62": "Kalimantan Tengah", "96": "Papua Barat Daya", "97": "", "1": "", "6 ": "", "": ""}
	for code, want := range cases {
		if got := questionnaires.ProvinceName(code); got != want || questionnaires.KnownProvince(code) != (want != "") {
			t.Errorf("%q is %q, want %q", code, got, want)
		}
	}
}
