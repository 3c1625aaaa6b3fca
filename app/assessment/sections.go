package assessment

import (
	"strconv"

	"tuntas/questionnaires"
)

// Sections are the visible sections in order.
func (v *View) Sections() []SectionView {
	var list []SectionView
	for i := range v.Definition.Sections {
		if s := &v.Definition.Sections[i]; v.reaches(s.ID) {
			list = append(list, v.sectionView(s, i+1))
		}
	}
	return list
}

// Section is one visible section; false when there is none or it is not shared with the reader.
func (v *View) Section(id string) (SectionView, bool) {
	for i := range v.Definition.Sections {
		if s := &v.Definition.Sections[i]; s.ID == id && v.reaches(id) {
			return v.sectionView(s, i+1), true
		}
	}
	return SectionView{}, false
}

// Topic is one visible topic.
func (v *View) Topic(section, topic string) (TopicView, bool) {
	s, ok := v.Section(section)
	if !ok {
		return TopicView{}, false
	}
	for _, t := range s.Topics {
		if t.Topic.ID == topic {
			return t, true
		}
	}
	return TopicView{}, false
}

// sectionView is one section as it stands now. Topics without a question that applies are in it too.
func (v *View) sectionView(s *questionnaires.Section, number int) SectionView {
	view := SectionView{Section: s, Number: number, Faults: v.faults[s.ID]}
	if share, ok := v.Assessment.Shares[s.ID]; ok {
		view.Share = &share
	}
	began, missing := false, false
	for i := range s.Topics {
		t := TopicView{Topic: &s.Topics[i], Section: s, Number: i + 1}
		for _, id := range s.Topics[i].Questions {
			q, _ := v.Definition.Question(id)
			if !v.applies(q) {
				continue
			}
			t.Visible = append(t.Visible, q)
			began = began || v.Assessment.Answers[id].Choice != NotChosen
			missing = missing || v.missing(q)
			if v.settled(id) {
				t.Progress.Answered++
			}
		}
		t.Progress.Applicable = len(t.Visible)
		view.Progress.Answered += t.Progress.Answered
		view.Progress.Applicable += t.Progress.Applicable
		view.Topics = append(view.Topics, t)
	}
	_, done := v.Assessment.Done[s.ID]
	view.Status = status(&view, began, done && !missing)
	return view
}

// status is how far a section is. One in which nothing applies cannot be begun.
func status(s *SectionView, began, complete bool) Status {
	switch {
	case s.Progress.Applicable == 0:
		return Locked
	case len(s.Faults) > 0:
		return Problem
	case complete:
		return Complete
	case began:
		return Doing
	default:
		return NotStarted
	}
}

// Progress counts over all visible sections.
func (v *View) Progress() Progress {
	var p Progress
	for i := range v.Definition.Questions {
		q := &v.Definition.Questions[i]
		if v.reaches(q.Section) && v.applies(q) {
			p.Applicable++
			if v.settled(q.ID) {
				p.Answered++
			}
		}
	}
	return p
}

// missing reports whether an applicable question stands between the assessment and its submission: a mandatory one
// without an answer, or any that cannot be read.
func (v *View) missing(q *questionnaires.Question) bool {
	return v.Assessment.Answers[q.ID].Choice == Unreadable || q.Mandatory && !v.settled(q.ID)
}

// Missing lists what stands between the assessment and its submission.
func (v *View) Missing() []Missing {
	var list []Missing
	for i := range v.Definition.Questions {
		q := &v.Definition.Questions[i]
		if v.reaches(q.Section) && v.applies(q) && v.missing(q) {
			list = append(list, Missing{
				Question: q.ID, Topic: q.Topic, Section: q.Section, Unreadable: v.Assessment.Answers[q.ID].Choice == Unreadable,
			})
		}
	}
	return list
}

// numbers are the numbers of all questions: the section's, then the place in the section.
func numbers(def *questionnaires.Definition) map[string]string {
	n := make(map[string]string, len(def.Questions))
	for i := range def.Sections {
		at := 0
		for _, t := range def.Sections[i].Topics {
			for _, id := range t.Questions {
				at++
				n[id] = strconv.Itoa(i+1) + "." + strconv.Itoa(at)
			}
		}
	}
	return n
}
