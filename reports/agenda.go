package reports

import "tuntas/questionnaires"

// inOrder sorts modules for teaching: the first of the questionnaire first, then by need, each after what it builds on.
func inOrder(modules []*questionnaires.Module, first string) []*questionnaires.Module {
	byID := make(map[string]*questionnaires.Module, len(modules))
	for _, m := range modules {
		byID[m.ID] = m
	}
	done := make(map[string]bool, len(modules))
	var out []*questionnaires.Module
	var visit func(m *questionnaires.Module)
	visit = func(m *questionnaires.Module) {
		if m == nil || done[m.ID] {
			return
		}
		done[m.ID] = true
		for _, id := range m.After {
			visit(byID[id])
		}
		out = append(out, m)
	}
	visit(byID[first])
	for _, m := range modules {
		visit(m)
	}
	return out
}

// agenda writes a schedule as a timetable.
func (c *company) agenda(title string, s schedule) Agenda {
	a := Agenda{Title: title, From: dayStart, To: s.halves[len(s.halves)-1].to}
	for _, h := range s.halves {
		if h.morning {
			a.Days = append(a.Days, AgendaDay{Name: c.say("agenda.day.name", "Number", c.whole(int64(h.day+1)))})
		}
		day := &a.Days[len(a.Days)-1]
		if !h.morning {
			day.Items = append(day.Items, AgendaItem{From: h.from - lunchMinutes, To: h.from, Title: c.say("agenda.lunch.title")})
		}
		day.Items = append(day.Items, c.sessions(h)...)
	}
	return a
}

// sessions writes half a day: opening, introduction, modules with breaks, work on the plan while there is time, closing.
func (c *company) sessions(h *half) []AgendaItem {
	var out []AgendaItem
	at := h.from
	add := func(minutes int, title, second string, module bool) {
		out = append(out, AgendaItem{From: at, To: at + minutes, Title: title, Second: second, Module: module})
		at += minutes
	}
	pause := func() { add(pauseMinutes, c.say("agenda.break.title"), "", false) }
	if h.opening {
		add(pauseMinutes, c.say("agenda.opening.title"), "", false)
	}
	if h.intro {
		key := "agenda.review.title"
		if h.opening {
			key = "agenda.results.title"
		}
		add(introMinutes, c.say(key), c.count("agenda.minutes.text", introMinutes), false)
	}
	for i, m := range h.modules {
		if i > 0 || h.paused() {
			pause()
		}
		add(int(m.Minutes), m.Title.In(c.lang), c.say("agenda.module.text", "Number", c.moduleNumber(m.ID), "Minutes", c.whole(m.Minutes)), true)
	}
	rest := h.room()
	if !h.morning {
		rest = min(rest, longSupport)
	}
	if rest >= shortSupport && !h.busy {
		if len(h.modules) > 0 {
			pause()
		}
		add(rest, c.say("agenda.support.title"), c.count("agenda.minutes.text", rest), false)
	}
	if h.closing {
		add(closeMinutes, c.say("agenda.closing.title"), "", false)
	}
	if gap := h.to - at; h.morning && !h.closing && gap >= pauseMinutes {
		add(gap, c.say("agenda.reserve.title"), "", false)
	}
	return out
}
