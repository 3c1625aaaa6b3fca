package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"tuntas/app/assessment"
	"tuntas/questionnaires"
)

// autosaved is what the page's script learns about the answers it sent.
type autosaved struct {
	Saved string            `json:"saved,omitempty"` // time of day, as it is shown: 10.42
	Say   string            `json:"say,omitempty"`   // instead of "saved at"
	Error string            `json:"error,omitempty"` // what to do about an answer that cannot be read
	Set   map[string]string `json:"set"`             // hidden fields of the form, for the next save
}

// shownField says in an address how many questions the page that autosaves shows.
const shownField = "tampil"

// autosave stores the answers that the page's script sends while somebody types. What applies is decided once, after
// the answers are stored.
func (p *answerPages) autosave(r *request) error {
	id := assessment.ID(r.param("id"))
	def, err := p.desk.Asks(r.context(), r.actor, id)
	if err != nil {
		return err
	}
	topic, ok := topicIn(def, r.param("section"), r.param("topic"))
	if !ok {
		return absent()
	}
	out := collect(def, topic, r)
	saved, clashes, err := p.store(r, id, &out)
	if err != nil {
		return err
	}
	answer := autosaved{Saved: r.words.clock(r.now()), Set: map[string]string{}}
	for _, s := range saved {
		answer.Set[fieldRevision+s.Question] = strconv.FormatInt(s.Revision, 10)
		if len(out.faults) == 0 { // what is at fault counts as touched until it is mended: the next save says so again
			answer.Set[fieldWas+s.Question] = out.typed[s.Question].mark()
		}
	}
	switch {
	case len(clashes) > 0:
		answer.Error = r.t("topic.clash.autosave", "Name", clashes[0].Writer)
		return r.json(fiber.StatusConflict, answer)
	case len(out.faults) > 0:
		answer.Error = out.faults[0].Text
		return r.json(fiber.StatusUnprocessableEntity, answer)
	}
	now, err := p.find(r, p.desk.Glance)
	if err != nil {
		return err
	}
	shown, err := strconv.Atoi(r.query(shownField))
	if more := len(now.topic.Visible) - shown; err == nil && more > 0 {
		answer.Say = r.words.plural("topic.fresh.autosave", more, "Time", answer.Saved)
	}
	return r.json(fiber.StatusOK, answer)
}

// topicIn is a topic of a questionnaire.
func topicIn(def *questionnaires.Definition, section, topic string) (*questionnaires.Topic, bool) {
	for i := range def.Sections {
		for k := range def.Sections[i].Topics {
			if t := &def.Sections[i].Topics[k]; def.Sections[i].ID == section && t.ID == topic {
				return t, true
			}
		}
	}
	return nil, false
}
