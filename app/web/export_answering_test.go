package web

import (
	"html/template"
	"net/url"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

// LocalNumber is localNumber.
func LocalNumber(canonical, lang string) string { return localNumber(canonical, lang) }

// Hyphenated is hyphenated.
func Hyphenated(text string) string { return hyphenated(text) }

// FormMark is how a stored answer stands in a form, and the mark of it.
func (s *Server) FormMark(q *questionnaires.Question, e assessment.Entry, lang string) (fields url.Values, mark string) {
	t := typedOf(q, e, s.views.words[lang])
	out := url.Values{}
	for _, f := range t.hidden(q, e.Revision) {
		out.Add(f.Name, f.Value)
	}
	return out, t.mark()
}

// ReadMark is the mark and the input of what a form says of a question.
func ReadMark(q *questionnaires.Question, form url.Values, lang string) (string, assessment.Input) {
	t := readTyped(q, values(form))
	return t.mark(), t.input(q, 0, lang)
}

// Reply is the lines of an answer and the word for other ways.
func (s *Server) Reply(q *questionnaires.Question, e assessment.Entry, lang string) (lines []string, state string) {
	r := replyTo(q, e, s.views.words[lang])
	return r.Lines, r.State
}

// LabelPlaces is where the labels of both ends of a range stand on the scale and how wide half of each is.
func LabelPlaces(width float64, low, high int64, lowLabel, highLabel string) (lowAt, lowHalf, highAt, highHalf float64) {
	s := scaleChart{Low: low, High: high, LowLabel: lowLabel, HighLabel: highLabel, LowText: "00,0", HighText: "00,0"}
	lowAt, highAt = s.apart(width, width*float64(low)/hundred, width*float64(high)/hundred)
	half := func(text string) float64 { return letter / 2 * float64(len([]rune(text))) }
	return lowAt, half(lowLabel), highAt, half(highLabel)
}

// ProgressBar draws done and all of each section.
func ProgressBar(parts [][2]int, label string) template.HTML {
	var list []progressPart
	for _, p := range parts {
		list = append(list, progressPart{p[0], p[1]})
	}
	return progressBar(list, label)
}

// Scale draws a scale.
func Scale(value, low, high int64, label string) template.HTML {
	s := scaleChart{
		Value: value, Low: low, High: high, ValueText: "50,0", LowText: "40,0", HighText: "60,0", LowLabel: label, HighLabel: label, Label: label,
		Bands: []scaleBand{{"low", label, 200_000}, {"moderate", label, 400_000}, {"high", label, 600_000}, {"very_high", label, hundred}},
	}
	return s.draw(328, "scale narrow")
}

// RenderTasks renders the task list of an assessment as it is shown.
func (s *Server) RenderTasks(v *assessment.View, lang string) ([]byte, error) {
	data := tasksOf(v, s.views.words[lang])
	data.page = s.page(lang, under(v.ID))
	data.Title, data.Nav, data.Reader = data.Head.Title, navAssessments, v.By
	return s.views.render(lang, "tasks", data)
}
