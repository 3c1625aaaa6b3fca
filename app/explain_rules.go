package main

import (
	"strconv"
	"strings"

	"tuntas/questionnaires"
	"tuntas/questionnaires/scoring"
)

// because lists the answers that made a rule fire.
func (v *view) because(hang int, ids []string) {
	for _, id := range ids {
		v.out.line(hang+2, pad("", hang)+"· "+v.question(id)+" "+v.reply(v.answers, id))
	}
}

func (v *view) explainFlags() {
	v.out.head(v.say("flags.title"))
	if len(v.res.Flags) == 0 {
		v.out.line(0, v.say("flags.none"))
	}
	for _, f := range v.res.Flags {
		text := "[" + string(f.Class) + "] " + v.finding(f.ID) + " (" + f.ID + "): " + v.say("flag."+string(f.State))
		if f.SelfDisclosed {
			text += ", " + v.say("flag.disclosed")
		}
		v.out.line(4, text)
		v.firesWhen(f.ID)
		v.because(4, f.Answers)
	}
}

// firesWhen says the condition of a finding in words.
func (v *view) firesWhen(id string) {
	if f, ok := v.names.def.Finding(id); ok {
		v.out.line(6, "    "+v.say("explain.when", "Condition", v.condition(f.When)))
	}
}

func (v *view) explainFindings() {
	v.out.head(v.say("findings.title", "Count", strconv.Itoa(len(v.res.Findings))))
	sheet := v.model.NewSheet(v.answers, v.day)
	for i, f := range v.res.Findings {
		v.out.line(4, strconv.Itoa(i+1)+". "+v.finding(f.ID)+" ("+f.ID+")")
		v.out.line(4, "    "+v.say("tier."+string(f.Tier))+" · Sev "+v.share(f.Severity)+v.deadlines(f.Due))
		v.firesWhen(f.ID)
		v.because(4, f.Answers)
		if known, ok := v.names.def.Finding(f.ID); ok {
			for _, id := range known.References {
				if ref, ok := v.names.def.Reference(id); ok && sheet.Cites(ref) {
					v.out.line(6, "    § "+ref.Title.In(v.lang)+" "+ref.Article)
				}
			}
		}
		if a, ok := v.names.def.Action(f.Action); ok {
			v.out.line(6, "    > "+a.Text.In(v.lang))
		}
	}
}

func (v *view) deadlines(due scoring.Due) string {
	text := ""
	add := func(key, day string) {
		if day != "" {
			text += " · " + v.say(key, "Day", day)
		}
	}
	add("due.safeguard", due.Safeguard)
	add("due.plan", due.Plan)
	add("due.closed", due.Closed)
	return text
}

func (v *view) explainUndetermined() {
	if len(v.res.Undetermined) == 0 {
		return
	}
	v.out.head(v.say("undetermined.title"))
	for _, u := range v.res.Undetermined {
		v.out.line(4, "? "+v.rule(u.Rule)+" ("+u.Rule+")")
		for _, id := range u.WaitingFor {
			v.out.line(6, "    "+v.say("undetermined.waits", "Question", v.question(id)))
		}
	}
}

func (v *view) explainInconsistencies() {
	if len(v.res.Inconsistencies) == 0 {
		return
	}
	v.out.head(v.say("inconsistencies.title"))
	for _, i := range v.res.Inconsistencies {
		v.out.line(4, "! "+v.rule(i.Rule)+" ("+v.say("inconsistencies.points", "Points", strconv.FormatInt(i.Points, 10))+")")
		v.because(4, i.Answers)
	}
}

func (v *view) explainPath() {
	v.contributions()
	v.out.head(v.say("path.title"))
	v.out.line(0, v.pathLine())
	path := v.res.PathToGreen
	steps := path.Steps
	proven := path.ProvenMinimal
	if !path.Reachable && path.Next != nil {
		steps, proven = path.Next.Steps, path.Next.ProvenMinimal
	}
	for _, s := range steps {
		v.out.line(4, "  > "+v.question(s.Question)+" → "+v.target(&s))
	}
	if len(steps) > 0 && !proven {
		v.out.line(0, v.say("path.unproven"))
	}
}

// target is what a step of a path has to reach, in the words of the questionnaire where it is one of its options.
func (v *view) target(s *scoring.Step) string {
	text := s.To
	if q, ok := v.names.def.Question(s.Question); ok {
		text = v.targetText(q, s.To)
	}
	return text + " (" + v.say("effort."+strconv.FormatInt(s.Effort, 10)) + ")"
}

func (v *view) targetText(q *questionnaires.Question, to string) string {
	if to == "all" && len(q.Options) > 0 {
		return v.say("path.every_option")
	}
	parts := strings.Split(to, ",")
	for i, code := range parts {
		if o, ok := q.Option(strings.TrimSpace(code)); ok {
			parts[i] = o.Text.In(v.lang)
		}
	}
	return strings.Join(parts, "; ")
}

func (v *view) explainModules() {
	v.out.head(v.say("modules.title"))
	for _, m := range v.res.Modules {
		known, ok := v.names.def.Module(m.ID)
		if !ok {
			continue
		}
		v.out.line(4, "- "+known.Title.In(v.lang)+" ("+v.say("modules.need", "Need", v.share(m.Need), "Minutes", strconv.FormatInt(known.Minutes, 10))+")")
		v.out.line(6, "    "+v.say("explain.when", "Condition", v.condition(known.When)))
	}
}

func (v *view) explainDraw() {
	v.out.head(v.say("draw.title"))
	v.out.line(0, v.say("draw.text", "Probability", v.share(v.res.Audit)))
	for _, task := range v.res.EvaluatorTasks {
		v.out.line(4, "- "+v.task(task))
	}
}

// task says what an evaluator is asked to do.
func (v *view) task(code string) string {
	const excluded = "excluded:"
	if len(code) > len(excluded) && code[:len(excluded)] == excluded {
		return v.say("task.excluded", "Domain", v.domain(code[len(excluded):]))
	}
	return v.say("task." + code)
}
