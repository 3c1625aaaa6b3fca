package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

func itoa(n int) string { return strconv.Itoa(n) }

// links leads to the answers behind something; what comes from the company register has no answer to show.
func (b *resultBuilder) links(ids []string) []answerLink {
	var out []answerLink
	for i := range b.def.Questions { // in the order of the questionnaire
		if id := b.def.Questions[i].ID; slices.Contains(ids, id) {
			out = append(out, answerLink{Number: b.numbers[id], Href: answerHref(b.o.ID, id)})
		}
	}
	return out
}

// asked reports whether the company is asked a question: the short path leaves many out.
func (b *resultBuilder) asked(id string) bool {
	q, ok := b.def.Question(id)
	return ok && (!b.o.Assessment.Short || q.ShortPath)
}

// unasked reports whether a rule waits only for questions that the short path leaves out.
func (b *resultBuilder) unasked(rule string) bool {
	for _, u := range b.res.Undetermined {
		if u.Rule == rule {
			return b.o.Assessment.Short && !slices.ContainsFunc(u.WaitingFor, b.asked)
		}
	}
	return false
}

// flags are the open ones, and those that wait for an answer, the most serious first.
func (b *resultBuilder) flags() []flagView {
	var out []flagView
	flags := slices.Clone(b.res.Flags)
	slices.SortStableFunc(flags, func(x, y scoring.Flag) int {
		return cmp.Or(strings.Compare(string(x.State), string(y.State)), strings.Compare(string(x.Class), string(y.Class)))
	})
	for _, f := range flags {
		if f.State != questionnaires.FlagOpen && f.State != questionnaires.FlagUndetermined {
			continue
		}
		view := flagView{Class: string(f.Class), Solid: f.Class == questionnaires.ClassA, Answers: b.links(f.Answers), Note: b.flagNote(&f)}
		if known, ok := b.def.Finding(f.ID); ok {
			view.Title = known.Title.In(b.w.lang)
		}
		if f.State == questionnaires.FlagUndetermined {
			view.Title = b.w.t("result.flag.undetermined", "Title", view.Title)
		} else {
			view.Href = under(b.o.ID, "hasil", "temuan", f.ID)
		}
		out = append(out, view)
	}
	return out
}

// flagNote says how a flag limits the result and until when something is due.
func (b *resultBuilder) flagNote(f *scoring.Flag) string {
	parts := []string{b.w.t("result.flag.cap", "Band", b.band(b.def.Model.Caps[f.Class]))}
	if f.State == questionnaires.FlagUndetermined {
		parts[0] = b.w.t("result.flag.cap_waiting", "Band", b.band(b.def.Model.Caps[f.Class]))
	}
	if f.State == questionnaires.FlagUndetermined && b.unasked(f.ID) {
		parts = append(parts, b.w.t("result.flag.unasked"))
	}
	if f.SelfDisclosed {
		parts = append(parts, b.w.t("result.flag.self"))
	}
	for i := range b.res.Findings {
		if b.res.Findings[i].ID == f.ID {
			parts = append(parts, b.w.t("result.flag.due", "Day", b.w.day(b.res.Findings[i].Due.Closed)))
		}
	}
	for _, id := range f.Answers {
		if a := b.o.Answers.Answers[id]; a.State == questionnaires.NotKnown && a.Who != "" {
			parts = append(parts, b.w.t("result.flag.promised", "Who", a.Who, "Day", b.w.day(a.By)))
			break
		}
	}
	return strings.Join(parts, " ")
}

func (b *resultBuilder) flagsTitle() string {
	open, waiting, unasked := 0, 0, 0
	for _, f := range b.res.Flags {
		switch {
		case f.State == questionnaires.FlagOpen:
			open++
		case f.State == questionnaires.FlagUndetermined && b.unasked(f.ID):
			unasked++
		case f.State == questionnaires.FlagUndetermined:
			waiting++
		}
	}
	var parts []string
	if open > 0 {
		parts = append(parts, b.w.plural("result.flags.open", open))
	}
	switch {
	case waiting > 0 && open == 0:
		parts = append(parts, b.w.plural("result.flags.waiting", waiting))
	case waiting > 0:
		parts = append(parts, b.w.plural("result.flags.more_waiting", waiting))
	}
	switch {
	case unasked > 0 && len(parts) == 0:
		parts = append(parts, b.w.plural("result.flags.unasked", unasked))
	case unasked > 0:
		parts = append(parts, b.w.plural("result.flags.more_unasked", unasked))
	}
	if len(parts) == 0 {
		return b.w.t("result.flags.none")
	}
	return strings.Join(parts, ", ")
}

// capWords says what the worst open flag does to the band.
func (b *resultBuilder) capWords() string {
	worst := -1
	for _, f := range b.res.Flags {
		if f.State == questionnaires.FlagOpen || f.State == questionnaires.FlagUndetermined {
			worst = max(worst, b.bandStep(b.def.Model.Caps[f.Class])-1)
		}
	}
	if worst < 0 || b.res.Residual == nil {
		return ""
	}
	return b.w.t("result.flags.cap", "Band", b.def.Model.Bands[worst].Name.In(b.w.lang))
}

// waiting are the undetermined rules that are no flags.
func (b *resultBuilder) waiting() []waitingRule {
	var out []waitingRule
	for _, u := range b.res.Undetermined {
		known, ok := b.def.Finding(u.Rule)
		flagged := slices.ContainsFunc(b.res.Flags, func(f scoring.Flag) bool { return f.ID == u.Rule })
		if links := b.links(slices.DeleteFunc(slices.Clone(u.WaitingFor), b.leftOut)); ok && !flagged && len(links) > 0 {
			out = append(out, waitingRule{Title: known.Title.In(b.w.lang), Answers: links})
		}
	}
	return out
}

func (b *resultBuilder) leftOut(id string) bool { return !b.asked(id) }

func (b *resultBuilder) indicators() []indicatorView {
	var out []indicatorView
	for _, i := range b.res.Indicators {
		view := indicatorView{
			Number: i.ID, State: b.w.t("indicator." + i.State + ".word"), Class: i.State, Blocks: signBlocks(i.State),
			Strong: i.State == "indicated" || i.State == "corroborated", Href: under(b.o.ID, "hasil", "hitungan") + "#indikator-" + itoa(i.ID),
		}
		for _, known := range b.def.Indicators {
			if known.ID == i.ID {
				view.Name = hyphenated(known.Name.In(b.w.lang))
			}
		}
		out = append(out, view)
	}
	return out
}

// signsTitle says in a sentence which states there are.
func (b *resultBuilder) signsTitle() string {
	count := map[string]int{}
	for _, i := range b.res.Indicators {
		count[i.State]++
	}
	var parts []string
	for _, state := range []string{"corroborated", "indicated", "warning"} {
		if n := count[state]; n > 0 {
			parts = append(parts, b.w.t("result.signs."+state, "Count", n))
		}
	}
	switch all := len(b.res.Indicators); {
	case len(parts) > 0:
		if n := count["not_assessed"]; n > 0 {
			parts = append(parts, b.w.t("result.signs.not_assessed", "Count", n))
		}
		return b.w.t("result.signs.title", "All", all, "Parts", strings.Join(parts, ", "))
	case count["not_assessed"] == all:
		return b.w.t("result.signs.none_assessed", "All", all)
	case count["not_assessed"] > 0:
		return b.w.t("result.signs.some_assessed", "All", all, "Clear", count["no_sign"], "Count", count["not_assessed"])
	default:
		return b.w.t("result.signs.none", "All", all)
	}
}

// helps are the answers that would change the result most.
func (b *resultBuilder) helps() []helpView {
	var out []helpView
	gains := b.gains()
	for i, c := range gains {
		q, ok := b.def.Question(c.Question)
		if !ok {
			continue
		}
		sign := "−"
		if b.res.Residual == nil {
			sign = "+"
		}
		out = append(out, helpView{
			Rank: i + 1, Text: q.Text.In(b.w.lang), Where: b.w.t("result.helps.where", "Section", b.sectionTitle(q.Section), "Number", b.numbers[q.ID]),
			Points: sign + b.w.points(c.Gain), Href: answerHref(b.o.ID, q.ID), Bar: shareBar(int64(c.Gain), int64(gains[0].Gain), 8),
		})
	}
	return out
}

// gains are the answers of the company that would change the result most. On the short path a question that is not asked
// is none of them.
func (b *resultBuilder) gains() []scoring.Contribution {
	if !b.o.Assessment.Short {
		return b.res.Contributions
	}
	gains := slices.DeleteFunc(b.o.Sheet.Gains(), func(c scoring.Contribution) bool { return !b.asked(c.Question) })
	slices.SortStableFunc(gains, func(x, y scoring.Contribution) int { return cmp.Compare(y.Gain, x.Gain) })
	return gains[:min(len(gains), len(b.res.Contributions))]
}

func (b *resultBuilder) sectionTitle(id string) string {
	for i := range b.def.Sections {
		if b.def.Sections[i].ID == id {
			return b.def.Sections[i].Title.In(b.w.lang)
		}
	}
	return ""
}

func (b *resultBuilder) domainName(id string) string {
	for i := range b.def.Model.Domains {
		if b.def.Model.Domains[i].ID == id {
			return b.def.Model.Domains[i].Name.In(b.w.lang)
		}
	}
	return ""
}

func (b *resultBuilder) core(id string) bool {
	return slices.ContainsFunc(b.def.Model.Domains, func(d questionnaires.Domain) bool { return d.ID == id && d.Core })
}

// path is every condition of Green with the value of today and how far it is.
func (b *resultBuilder) path() []pathRow {
	m, w := &b.def.Model, b.w
	var rows []pathRow
	control := int64(m.Colour.GreenControl)
	if r := b.res.Residual; r == nil {
		control = int64(m.ControlsColour.GreenFrom)
	} else {
		rows = append(rows, b.residualRow(r.Value))
	}
	rows = append(rows, b.atLeast(w.t("result.path.control"), b.res.Control.Value, control))
	if b.res.Residual != nil {
		for _, d := range b.res.Control.Domains {
			if d.Value != nil && b.core(d.ID) {
				rows = append(rows, b.atLeast(b.domainName(d.ID), *d.Value, int64(m.Colour.GreenCore)))
			}
		}
	}
	open := 0
	for _, f := range b.res.Flags {
		if f.State == questionnaires.FlagOpen || f.State == questionnaires.FlagUndetermined {
			open++
		}
	}
	rows = append(rows, b.nothing(w.t("result.path.flags"), open, "result.path.close"))
	if floors := b.capped("floor"); floors > 0 {
		rows = append(rows, b.nothing(w.t("result.path.floors"), floors, "result.path.wait"))
	}
	if b.o.Answers.Overdue > 0 {
		rows = append(rows, b.nothing(w.t("result.path.overdue"), int(b.o.Answers.Overdue), "result.path.close"))
	}
	return append(rows, b.atLeast(w.t("result.path.confidence"), b.res.Confidence.Value, int64(m.Colour.GreenConfidence)))
}

func (b *resultBuilder) capped(source string) int {
	n := 0
	for _, c := range b.res.Published.Caps {
		if c.Source == source {
			n++
		}
	}
	return n
}

// residualRow is the condition on R: below the second cut-off, with the margin in which a band is not believed.
func (b *resultBuilder) residualRow(r scoring.Micro) pathRow {
	row := pathRow{Name: b.w.t("result.path.residual"), Now: b.w.points(r)}
	if len(b.def.Model.Bands) < 2 {
		return row
	}
	limit := int64(b.def.Model.Bands[1].Below) - int64(b.def.Model.Borderline)
	const shown = 1000 // a tenth of a point, the last place that is shown
	row.Need, row.Met = b.w.t("result.path.most", "Points", b.w.cut(limit-shown, 4, 1)), int64(r) < limit
	row.Far = b.far(row.Met, "result.path.down", (int64(r)-limit)/shown*shown+shown)
	return row
}

func (b *resultBuilder) atLeast(name string, value scoring.Micro, least int64) pathRow {
	row := pathRow{Name: name, Now: b.w.points(value), Need: b.w.t("result.path.least", "Points", limitText(least)), Met: int64(value) >= least}
	row.Far = b.far(row.Met, "result.path.up", least-int64(value))
	return row
}

// far is the distance that is left, rounded up so that nobody stops a step too early.
func (b *resultBuilder) far(met bool, key string, distance int64) string {
	if met {
		return b.w.t("result.path.met")
	}
	return b.w.t(key, "Points", b.w.cut((distance+999)/1000*1000, 4, 1))
}

func (b *resultBuilder) nothing(name string, count int, key string) pathRow {
	row := pathRow{Name: name, Now: b.w.number(count), Need: b.w.t("result.path.none"), Met: count == 0}
	row.Far = b.w.t("result.path.met")
	if count > 0 {
		row.Far = b.w.t(key, "Count", count)
	}
	return row
}

func (b *resultBuilder) domains() []domainView {
	var out []domainView
	for _, d := range b.res.Control.Domains {
		view := domainView{Name: b.domainName(d.ID), Core: b.core(d.ID)}
		if d.Value == nil {
			view.Value = "–"
			out = append(out, view)
			continue
		}
		threshold := int64(0)
		if view.Core {
			threshold = int64(b.def.Model.Colour.GreenCore)
		}
		view.Value, view.Bar = b.w.points(*d.Value), domainBar(int64(*d.Value), threshold)
		out = append(out, view)
	}
	return out
}

func (b *resultBuilder) findings() []findingRow {
	var out []findingRow
	for i := range b.res.Findings {
		f := &b.res.Findings[i]
		known, ok := b.def.Finding(f.ID)
		if !ok {
			continue
		}
		out = append(out, findingRow{
			Number: i + 1, Title: known.Title.In(b.w.lang), Tier: b.w.t("tier." + string(f.Tier) + ".word"), Class: string(f.Class),
			Due: b.w.day(f.Due.Closed), Href: under(b.o.ID, "hasil", "temuan", f.ID),
		})
	}
	return out
}

// hyphenated lets long words break in narrow columns, near their middle and between two letters where a syllable ends;
// browsers know no Indonesian syllables.
func hyphenated(text string) string {
	const long = 10
	words := strings.Split(text, " ")
	for i, word := range words {
		if len(word) < long || !isLetters(word) {
			continue
		}
		if at := syllable(word); at > 0 {
			words[i] = word[:at] + "\u00ad" + word[at:]
		}
	}
	return strings.Join(words, " ")
}

func isLetters(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
}

// syllable is the place nearest to the middle of a word where it can break, 0 for none.
func syllable(word string) int {
	vowel := func(i int) bool { return strings.ContainsRune("aeiouAEIOU", rune(word[i])) }
	pair := func(i int) bool {
		return slices.Contains([]string{"ng", "ny", "sy", "kh", "th", "sh", "ch"}, word[i-1:i+1])
	}
	best := 0
	for i := 3; i < len(word)-2; i++ {
		breaks := !vowel(i) && !pair(i) && (vowel(i-1) && vowel(i+1) || !vowel(i-1) && vowel(i+1))
		if breaks && (best == 0 || abs(2*i-len(word)) < abs(2*best-len(word))) {
			best = i
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }
