package reports_test

import (
	"strings"
	"testing"

	"tuntas/reports"
)

func TestGoldenParticipants(t *testing.T) {
	t.Parallel()
	def, answers, result := example(t, "garment-factory")
	for _, lang := range []string{"id", "en"} {
		doc, err := reports.Participants(reports.Input{Definition: def, Answers: answers, Result: result, Lang: lang})
		golden(t, "participants-"+lang+".txt", plainText(t, must(t, doc, err)))
	}
}

func TestParticipantsSeeNoFindingNoAnswerAndNoKey(t *testing.T) {
	t.Parallel()
	for _, name := range examples() {
		for _, lang := range []string{"id", "en"} {
			def, answers, result := example(t, name)
			doc, err := reports.Participants(reports.Input{Definition: def, Answers: answers, Result: result, Lang: lang})
			text := plainText(t, must(t, doc, err))
			never := map[string]string{}
			for _, f := range result.Findings {
				known, _ := def.Finding(f.ID)
				action, _ := def.Action(f.Action)
				never["the finding "+f.ID], never["the action "+f.Action] = known.Title.In(lang), action.Text.In(lang)
			}
			for i := range def.Questions {
				q := &def.Questions[i]
				never["the question "+q.ID] = q.Text.In(lang)
				if comment := answers.Answers[q.ID].Comment; comment != "" {
					never["the comment on "+q.ID] = comment
				}
			}
			never["the key"] = map[string]string{"id": "Kunci jawaban", "en": "Answer key"}[lang]
			for what, words := range never {
				if strings.Contains(text, words) {
					t.Errorf("%s in %s: participants read %s: %q", name, lang, what, words)
				}
			}
			s := shapeOf(t, htmlOf(t, doc))
			selfContained(t, s)
			linked(t, s)
			inLevels(t, s)
		}
	}
}

func TestModuleSheetsSayWhatToBringAndWhichRoom(t *testing.T) {
	t.Parallel()
	def, answers, result := example(t, "palm-estate")
	for _, lang := range []string{"id", "en"} {
		text := plainText(t, compose(t, reports.Input{Definition: def, Answers: answers, Result: result, Lang: lang}))
		for _, m := range result.Modules {
			module, _ := def.Module(m.ID)
			if len(module.Materials) == 0 || !strings.Contains(text, module.Room.In(lang)) {
				t.Errorf("the sheet of %s in %s does not say which room it needs, or it has no materials", m.ID, lang)
			}
			for _, material := range module.Materials {
				if !strings.Contains(text, material.In(lang)) {
					t.Errorf("the sheet of %s in %s does not name %q", m.ID, lang, material.In(lang))
				}
			}
		}
	}
}
