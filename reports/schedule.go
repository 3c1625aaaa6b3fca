package reports

import (
	"math/bits"

	"tuntas/questionnaires"
)

// The hours of a training day in minutes, and the sessions around the modules.
const (
	dayStart     = 8 * 60
	dayEnd       = 17 * 60
	halfDayEnd   = 12 * 60
	lunchMinutes = 60
	lunchUsual   = 12 * 60
	lunchFirst   = 11*60 + 30
	lunchLast    = 12*60 + 15
	pauseMinutes = 15 // opening, break
	closeMinutes = 30
	introMinutes = 45 // reading the result together, or looking back at the day before
	shortSupport = 30 // a shorter rest of a half day stays free
	longSupport  = 60 // a longer rest of an afternoon stays free
	mostModules  = 12 // so many at most are weighed against each other; the rest waits for another training
)

// half is half a training day with the modules that were put into it.
type half struct {
	day     int
	from    int
	to      int
	morning bool
	opening bool
	intro   bool // a session before the first module, so that a sensitive one is not the first of the day
	pause   bool // a break after that session
	busy    bool // without work on the plan: the other half of the day has it
	closing bool
	modules []*questionnaires.Module
}

// used is how many minutes its sessions take, with the breaks between the modules.
func (h *half) used() int {
	sum := 0
	if h.opening {
		sum += pauseMinutes
	}
	if h.intro {
		sum += introMinutes
	}
	if h.closing {
		sum += closeMinutes
	}
	for i, m := range h.modules {
		sum += int(m.Minutes)
		if i > 0 || h.paused() {
			sum += pauseMinutes
		}
	}
	return sum
}

// paused reports whether a break comes before the first module.
func (h *half) paused() bool { return h.intro && h.pause }

// room is how many minutes are left after a break.
func (h *half) room() int {
	left := h.to - h.from - h.used()
	if len(h.modules) > 0 {
		left -= pauseMinutes
	}
	return left
}

// longest is how many minutes its sessions may take: the hour of lunch gives way a little.
func (h *half) longest(half bool) int {
	switch {
	case half:
		return halfDayEnd - dayStart
	case h.morning:
		return lunchLast - dayStart
	}
	return dayEnd - lunchFirst - lunchMinutes
}

// halves lays out the halves of a number of days; 0 days is one morning.
func halves(days int) []*half {
	if days == 0 {
		return []*half{{from: dayStart, to: halfDayEnd, morning: true, opening: true, intro: true, closing: true}}
	}
	var out []*half
	for day := range days {
		out = append(out,
			&half{day: day, from: dayStart, morning: true, opening: day == 0, intro: day == 0, pause: true},
			&half{day: day, to: dayEnd, closing: day == days-1})
	}
	return out
}

// needed is a module that may be placed with its learning need.
type needed struct {
	*questionnaires.Module
	need int64
}

// schedule is what fits into the hours, and what does not.
type schedule struct {
	halves []*half
	left   []*questionnaires.Module
}

// set is a set of modules by their place in the order of teaching.
type set uint16

// course is the modules to choose from, in the order of teaching: each after what it builds on.
type course struct {
	modules []needed
	after   []set // what each builds on
	subsets []subset
}

// subset is modules that fit into half a day together.
type subset struct {
	set     set
	minutes int // with the breaks between them
	after   set // what must have been placed before
	open    int // the module that may begin a day: not sensitive; -1 for none
	need    int64
}

// pack puts modules into days so that the greatest need is met, the findings first: of all ways to fill the half days, each module after
// those it builds on and no sensitive one as the first session of a day, it takes the one with the highest sum of
// needs, and among equals the one that meets the greater needs earlier. A later day may begin by looking back at the
// one before, which makes room for a sensitive module.
func pack(modules []needed, days int) schedule {
	s := schedule{halves: halves(days)}
	c := newCourse(modules[:min(len(modules), mostModules)])
	states := map[place]reached{{}: {}}
	for n := range s.halves {
		next := map[place]reached{}
		for from, so := range states {
			c.fill(s.halves, n, from, so, next)
		}
		states = next
	}
	var best reached
	for _, r := range states {
		if r.better(best) {
			best = r
		}
	}
	placed := c.put(s.halves, best.last)
	for i, m := range modules {
		if i >= mostModules || placed&(1<<i) == 0 {
			s.left = append(s.left, m.Module)
		}
	}
	s.lunches(days)
	return s
}

// place is a point on the way through the half days, beyond which only these things matter.
type place struct {
	placed  set
	begun   bool // another session of this day has taken place
	morning int  // minutes of the morning
}

// reached is the best way to a place.
type reached struct {
	need int64
	late int64 // need times half days
	last *filled
}

// filled is one half day of a way.
type filled struct {
	before *filled
	subset subset
	intro  bool
}

func (r reached) better(than reached) bool {
	switch {
	case r.need != than.need:
		return r.need > than.need
	case r.late != than.late:
		return r.late < than.late
	}
	return r.last.earlier(than.last)
}

// earlier orders ways that are equally good, so that the same modules always make the same schedule.
func (f *filled) earlier(than *filled) bool {
	for ; f != nil && than != nil; f, than = f.before, than.before {
		if f.subset.set != than.subset.set {
			return f.subset.set < than.subset.set
		}
		if f.intro != than.intro {
			return than.intro
		}
	}
	return than == nil && f != nil
}

func newCourse(modules []needed) *course {
	c := &course{modules: modules, after: make([]set, len(modules))}
	at := make(map[string]int, len(modules))
	for i, m := range modules {
		at[m.ID] = i
	}
	for i, m := range modules {
		for _, id := range m.After {
			if j, ok := at[id]; ok {
				c.after[i] |= 1 << j
			}
		}
	}
	c.grow(subset{open: -1}, 0)
	return c
}

// grow adds all subsets that extend one by modules from a place on.
func (c *course) grow(s subset, from int) {
	c.subsets = append(c.subsets, s)
	for i := from; i < len(c.modules); i++ {
		m := c.modules[i]
		more := s
		if s.set != 0 {
			more.minutes += pauseMinutes
		}
		more.minutes += int(m.Minutes)
		if more.minutes > dayEnd-lunchFirst-lunchMinutes {
			continue
		}
		if more.open < 0 && !m.Sensitive && c.after[i]&s.set == 0 {
			more.open = i
		}
		more.set |= 1 << i
		more.after |= c.after[i]
		more.need += m.need + 1
		c.grow(more, i+1)
	}
}

// fill puts every subset that fits into a half day, from one place on.
func (c *course) fill(all []*half, n int, from place, so reached, next map[place]reached) {
	for _, sub := range c.subsets {
		if sub.set&from.placed != 0 || sub.after&^(from.placed|sub.set) != 0 {
			continue
		}
		for _, intro := range []bool{false, true} {
			to, ok := step(all, n, from, sub, intro)
			if !ok {
				continue
			}
			way := reached{so.need + sub.need, so.late + sub.need*int64(n), &filled{so.last, sub, intro}}
			if old, known := next[to]; !known || way.better(old) {
				next[to] = way
			}
		}
	}
}

// step is where a subset in half day n leads to, and whether it fits there; intro adds a look back before it.
func step(all []*half, n int, from place, sub subset, intro bool) (place, bool) {
	h := all[n]
	if intro && (h.intro || !h.morning) {
		return place{}, false
	}
	begun := h.intro || intro || !h.morning && from.begun
	if !begun && sub.set != 0 && sub.open < 0 {
		return place{}, false
	}
	around := half{opening: h.opening, intro: h.intro || intro, closing: h.closing}
	minutes := around.used() + sub.minutes
	if around.intro && h.pause && sub.set != 0 {
		minutes += pauseMinutes
	}
	to := place{placed: from.placed | sub.set}
	if h.morning {
		to.begun, to.morning = begun || sub.set != 0, minutes
		return to, minutes <= h.longest(len(all) == 1)
	}
	return to, minutes <= h.longest(false) && from.morning+minutes <= dayEnd-dayStart-lunchMinutes
}

// put writes a way into the half days and returns what was placed.
func (c *course) put(all []*half, last *filled) set {
	way := make([]subset, len(all))
	for n := len(all) - 1; n >= 0 && last != nil; n, last = n-1, last.before {
		way[n], all[n].intro = last.subset, all[n].intro || last.intro
	}
	var placed set
	for n, h := range all {
		begun := h.intro || !h.morning && (all[n-1].intro || len(all[n-1].modules) > 0)
		h.modules = c.ordered(way[n], begun)
		placed |= way[n].set
	}
	return placed
}

// ordered lists the modules of a subset; on a day that has not begun the one that may begin it comes first.
func (c *course) ordered(s subset, begun bool) []*questionnaires.Module {
	var out []*questionnaires.Module
	if !begun && s.open >= 0 {
		out = append(out, c.modules[s.open].Module)
	}
	for rest := s.set; rest != 0; rest &= rest - 1 {
		if i := bits.TrailingZeros16(uint16(rest)); begun || i != s.open {
			out = append(out, c.modules[i].Module)
		}
	}
	return out
}

// lunches sets the hours of lunch: at noon where both halves of the day fit around it, else as near to it as they allow.
// Where the morning is nearly full, or the afternoon has no module, lunch is early and the work on the plan comes after it.
func (s *schedule) lunches(days int) {
	if days == 0 {
		return
	}
	for n := 0; n < len(s.halves); n += 2 {
		morning, afternoon := s.halves[n], s.halves[n+1]
		latest, usual := dayEnd-afternoon.used()-lunchMinutes, lunchUsual
		if len(afternoon.modules) == 0 || dayStart+morning.used()+shortSupport >= lunchFirst {
			usual, morning.busy = lunchFirst, true
		}
		lunch := min(max(usual, dayStart+morning.used()), latest)
		morning.to, afternoon.from = lunch, lunch+lunchMinutes
	}
}

// fewest is the shortest schedule of at most so many days that holds all modules, or the longest one.
func fewest(modules []needed, most int) (days int, s schedule) {
	for days = 1; ; days++ {
		if s = pack(modules, days); len(s.left) == 0 || days >= most {
			return days, s
		}
	}
}
