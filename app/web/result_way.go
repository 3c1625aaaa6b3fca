package web

import (
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
	"tuntas/questionnaires/scoring"
)

// ways are the way to the next colour, where that is not Green, and the way to Green.
func (b *resultBuilder) ways() []wayToColour {
	p := b.res.PathToGreen
	var out []wayToColour
	if next := p.Next; next != nil && next.Reachable && next.Colour != "green" && len(next.Steps) > 0 {
		out = append(out, b.way(next.Colour, next.Steps))
	}
	if p.Reachable && len(p.Steps) > 0 {
		out = append(out, b.way("green", p.Steps))
	}
	return out
}

func (b *resultBuilder) way(colour string, steps []scoring.Step) wayToColour {
	way := wayToColour{Title: b.w.plural("result.way.title", len(steps), "Colour", small(b.colour(colour)))}
	for _, step := range steps {
		q, ok := b.def.Question(step.Question)
		if !ok {
			continue
		}
		way.Steps = append(way.Steps, stepView{
			Number: b.numbers[q.ID], Text: q.Text.In(b.w.lang), Target: b.target(q, step.To), Href: answerHref(b.o.ID, q.ID),
		})
	}
	return way
}

// target is the answer that a step has to reach, in words. Where nobody has looked yet none is proposed, but in a ladder.
func (b *resultBuilder) target(q *questionnaires.Question, to string) string {
	switch a := b.o.Answers.Answers[q.ID]; a.State {
	case questionnaires.NotKnown, questionnaires.Unanswered, questionnaires.Claimed, "":
		if !q.Ladder && a.Verified == nil {
			return b.w.t("result.way.unknown")
		}
	case questionnaires.Answered, questionnaires.NotApplicable, questionnaires.InProgress:
	}
	if o, ok := q.Option(to); ok {
		return o.Text.In(b.w.lang)
	}
	if q.Kind == rules.Multiple {
		return b.w.t("result.way.all")
	}
	return measured(localNumber(to, b.w.lang), q.Unit.In(b.w.lang))
}
