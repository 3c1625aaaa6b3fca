package reports

import (
	"slices"

	"tuntas/questionnaires"
)

// The hours of a training day in minutes, and the sessions around the modules.
const (
	dayStart     = 8 * 60
	lunchStart   = 12 * 60
	lunchEnd     = 13 * 60
	dayEnd       = 16*60 + 30
	pauseMinutes = 15 // opening, break, closing
	introMinutes = 45 // reading the result together, or looking back at the day before
	shortSupport = 30 // a shorter rest of a half day stays free
)

// half is half a training day with the modules that were put into it.
type half struct {
	day     int
	from    int
	to      int
	morning bool
	opening bool
	intro   bool // a session before the first module, so that a sensitive one is not the first of the day
	closing bool
	modules []*questionnaires.Module
}

// room is how many minutes are left for one more module and the break before it.
func (h *half) room() int {
	left := h.to - h.from
	if h.opening {
		left -= pauseMinutes
	}
	if h.intro {
		left -= introMinutes
	}
	if h.closing {
		left -= pauseMinutes
	}
	for i, m := range h.modules {
		left -= int(m.Minutes)
		if i > 0 {
			left -= pauseMinutes
		}
	}
	if len(h.modules) > 0 {
		left -= pauseMinutes
	}
	return left
}

// halves lays out the halves of a number of days; 0 days is one morning.
func halves(days int) []*half {
	if days == 0 {
		return []*half{{from: dayStart, to: lunchStart, morning: true, opening: true, intro: true, closing: true}}
	}
	var out []*half
	for day := range days {
		out = append(out,
			&half{day: day, from: dayStart, to: lunchStart, morning: true, opening: day == 0, intro: day == 0},
			&half{day: day, from: lunchEnd, to: dayEnd, closing: day == days-1})
	}
	return out
}

// schedule is what fits into the hours, and what does not.
type schedule struct {
	halves []*half
	placed map[string]int // module → index of its half
	left   []*questionnaires.Module
}

// pack puts modules into days, most needed first: each into the earliest half day that has room, after the modules it
// builds on, and never as the first session of a day when it is sensitive. What finds no place now is tried again
// after every other placement; when only sensitive modules are left, a day may begin by looking back at the one before.
func pack(modules []*questionnaires.Module, days int) schedule {
	s := schedule{halves: halves(days), placed: map[string]int{}, left: slices.Clone(modules)}
	chosen := make(map[string]bool, len(modules))
	for _, m := range modules {
		chosen[m.ID] = true
	}
	for s.placeOne(chosen, false) || s.placeOne(chosen, true) {
		continue
	}
	return s
}

// fewest is the shortest schedule of at most so many days that holds all modules, or the longest one.
func fewest(modules []*questionnaires.Module, most int) (days int, s schedule) {
	for days = 1; ; days++ {
		if s = pack(modules, days); len(s.left) == 0 || days >= most {
			return days, s
		}
	}
}

// placeOne places the most needed module that has a place; with introduce, a day may get an introduction for it.
func (s *schedule) placeOne(chosen map[string]bool, introduce bool) bool {
	for i, m := range s.left {
		earliest, ready := s.ready(m, chosen)
		if !ready {
			continue
		}
		for n := earliest; n < len(s.halves); n++ {
			h := s.halves[n]
			intro := m.Sensitive && !s.begun(n)
			if intro && !introduce || h.room() < withIntro(m, intro) {
				continue
			}
			h.intro = h.intro || intro
			h.modules = append(h.modules, m)
			s.placed[m.ID] = n
			s.left = slices.Delete(s.left, i, i+1)
			return true
		}
	}
	return false
}

// ready returns the first half in which a module may stand, and whether all it builds on has been placed.
func (s *schedule) ready(m *questionnaires.Module, chosen map[string]bool) (int, bool) {
	earliest := 0
	for _, id := range m.After {
		if !chosen[id] {
			continue
		}
		n, placed := s.placed[id]
		if !placed {
			return 0, false
		}
		earliest = max(earliest, n)
	}
	return earliest, true
}

// withIntro is the length of a module with the introduction before it.
func withIntro(m *questionnaires.Module, intro bool) int {
	if intro {
		return int(m.Minutes) + introMinutes
	}
	return int(m.Minutes)
}

// begun reports whether another session of its day comes before the next module of half n.
func (s *schedule) begun(n int) bool {
	h := s.halves[n]
	return h.intro || len(h.modules) > 0 || !h.morning && len(s.halves[n-1].modules) > 0
}

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
			day.Items = append(day.Items, AgendaItem{From: lunchStart, To: lunchEnd, Title: c.say("agenda.lunch.title")})
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
		if i > 0 {
			pause()
		}
		add(int(m.Minutes), m.Title.In(c.lang), c.say("agenda.module.text", "Number", c.moduleNumber(m.ID), "Minutes", c.whole(m.Minutes)), true)
	}
	rest := h.room()
	if rest >= shortSupport {
		if len(h.modules) > 0 {
			pause()
		}
		add(rest, c.say("agenda.support.title"), c.count("agenda.minutes.text", rest), false)
	}
	if h.closing {
		add(pauseMinutes, c.say("agenda.closing.title"), "", false)
	}
	return out
}
