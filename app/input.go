package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
	"tuntas/reports/sheet"
)

// answersFlags is how every command that scores is told what to score.
type answersFlags struct {
	Answers       string `required:"" placeholder:"FILE" help:"Answers: YAML, JSON or the filled-in XLSX workbook."`
	Questionnaire string `placeholder:"ID@VERSION" help:"Questionnaire of the library, or a file; default: the one the answers name."`
	Date          string `placeholder:"YYYY-MM-DD" help:"Day of the assessment; default: the date in the answers, else today."`
}

// scorable is one assessment that can be scored: what was asked and what was answered.
type scorable struct {
	def     *questionnaires.Definition
	answers *questionnaires.Answers
	model   *scoring.Model
	day     string
}

// load reads the answers and the questionnaire that they answer.
func (f *answersFlags) load(env *environment) (*scorable, error) {
	defer env.busy("reading " + f.Answers)()
	if f.Date != "" && !isDay(f.Date) {
		return nil, usageError("--date must be a day written as 2026-11-24, not " + f.Date)
	}
	def, answers, err := readAnswers(f.Answers, f.Questionnaire)
	if err != nil {
		return nil, err
	}
	return assess(env, def, answers, f.Date)
}

// assess prepares answers for scoring on a day: the one given, else theirs, else today.
func assess(env *environment, def *questionnaires.Definition, answers *questionnaires.Answers, day string) (*scorable, error) {
	model, err := scoring.Compile(def)
	if err != nil {
		return nil, err
	}
	if day == "" {
		day = answers.Date
	}
	if day == "" {
		day = today(env.now())
	}
	return &scorable{def: def, answers: answers, model: model, day: day}, nil
}

// today is the calendar day in Jakarta, where deadlines are counted.
func today(now time.Time) string {
	const westernIndonesia = 7 * 60 * 60
	return now.In(time.FixedZone("WIB", westernIndonesia)).Format(time.DateOnly)
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// readAnswers reads an answers file. wanted names the questionnaire; empty is the one that the file itself names.
func readAnswers(name, wanted string) (*questionnaires.Definition, *questionnaires.Answers, error) {
	data, err := readInput(name)
	if err != nil {
		return nil, nil, err
	}
	if !isWorkbook(name) && bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil, nil, atFault(name, "this is a workbook or another archive; save it as .xlsx")
	}
	def, err := answered(name, data, wanted)
	if err != nil {
		return nil, nil, err
	}
	answers, faults := decodeAnswers(name, data, def)
	if len(faults) > 0 {
		return nil, nil, &inputError{faults}
	}
	return def, answers, nil
}

// answered is the questionnaire that is wanted, or the one that the answers name.
func answered(name string, data []byte, wanted string) (*questionnaires.Definition, error) {
	if wanted != "" {
		return openQuestionnaire(wanted)
	}
	ref, err := pinned(name, data)
	if err != nil {
		return nil, err
	}
	if _, err := questionnaires.ParseRef(ref); err != nil {
		return nil, atFault(name, err.Error())
	}
	def, err := openQuestionnaire(ref)
	if input, ok := errors.AsType[*inputError](err); ok && len(input.faults) == 1 && input.faults[0].File == ref {
		return nil, placed(name, data, ref, input.faults[0])
	}
	return def, err
}

// placed gives a fault of the questionnaire that the answers name the place where they name it: any other
// questionnaire is told there that the answers are not its own.
func placed(name string, data []byte, ref string, fault questionnaires.Fault) error {
	fault.File, fault.Line, fault.Col = name, 0, 0
	known, err := questionnaires.List()
	if err != nil {
		return err
	}
	for _, other := range known {
		def, err := openQuestionnaire(other.String())
		if err != nil {
			return err
		}
		_, found := decodeAnswers(name, data, def)
		for _, f := range found {
			if f.Message == "these are answers to "+ref+", not to "+def.Ref() {
				f.Message = fault.Message
				return &inputError{[]questionnaires.Fault{f}}
			}
		}
	}
	return &inputError{[]questionnaires.Fault{fault}}
}

func isWorkbook(name string) bool { return strings.EqualFold(filepath.Ext(name), ".xlsx") }

func decodeAnswers(name string, data []byte, def *questionnaires.Definition) (*questionnaires.Answers, []questionnaires.Fault) {
	if isWorkbook(name) {
		return sheet.ReadTemplate(name, bytes.NewReader(data), def)
	}
	return questionnaires.DecodeAnswers(name, data, def)
}

// pinned is the questionnaire that an answers file names. Other faults of the file wait for the full reading, which
// names all of them at once.
func pinned(name string, data []byte) (string, error) {
	var ref string
	var faults []questionnaires.Fault
	if isWorkbook(name) {
		ref, faults = sheet.Pinned(name, bytes.NewReader(data))
	} else {
		var header *questionnaires.Answers
		header, faults = questionnaires.DecodeAnswers(name, data, nil)
		if header != nil {
			ref = header.Questionnaire
		}
	}
	if _, err := questionnaires.ParseRef(ref); err == nil {
		return ref, nil
	}
	if len(faults) > 0 {
		return "", &inputError{faults}
	}
	return ref, nil
}

// openQuestionnaire loads a questionnaire of the library by id or id@version, or any file.
func openQuestionnaire(name string) (*questionnaires.Definition, error) {
	if strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") {
		return loadFile(name)
	}
	def, err := questionnaires.Open(name)
	if err == nil {
		return def, nil
	}
	if invalid, ok := errors.AsType[*questionnaires.InvalidError](err); ok {
		return nil, &inputError{invalid.Faults}
	}
	return nil, atFault(name, err.Error())
}

func loadFile(name string) (*questionnaires.Definition, error) {
	place, err := locate(name)
	if err != nil {
		return nil, err
	}
	def, err := questionnaires.Load(os.DirFS(place.root), place.inside)
	if invalid, ok := errors.AsType[*questionnaires.InvalidError](err); ok {
		return nil, &inputError{place.outside(invalid.Faults)}
	}
	return def, err
}

// location is a questionnaire file as its loader wants it: a folder of questionnaires, and the file in it.
type location struct {
	given  string // as it stands on the command line
	root   string
	inside string
}

func locate(name string) (location, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return location{}, atFault(name, "the file cannot be found: "+cause(err))
	}
	dir := filepath.Dir(full)
	l := location{given: name, root: filepath.Dir(dir), inside: filepath.ToSlash(filepath.Join(filepath.Base(dir), filepath.Base(full)))}
	if dir == l.root {
		l.inside = filepath.Base(full)
	}
	return l, nil
}

// outside names the files of faults as the command line does.
func (l location) outside(faults []questionnaires.Fault) []questionnaires.Fault {
	prefix, _, below := strings.Cut(l.inside, "/")
	for i := range faults {
		rest := faults[i].File
		if below {
			rest = strings.TrimPrefix(rest, prefix+"/")
		}
		faults[i].File = filepath.Join(filepath.Dir(l.given), filepath.FromSlash(rest))
	}
	return faults
}
