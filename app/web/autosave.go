package web

import (
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// autosaved is what the page's script learns about the answers it sent.
type autosaved struct {
	Saved string            `json:"saved,omitempty"` // time of day, as it is shown: 10.42
	Say   string            `json:"say,omitempty"`   // instead of "saved at"
	Error string            `json:"error,omitempty"` // what to do about an answer that cannot be read
	Set   map[string]string `json:"set"`             // hidden fields of the form, for the next save
}

// autosave stores the answers that the page's script sends while somebody types.
func (p *answerPages) autosave(r *request) error {
	in, err := p.find(r)
	if err != nil {
		return err
	}
	out := collect(in, r)
	saved, clashes, err := p.store(r, in, &out)
	if err != nil {
		return err
	}
	answer := autosaved{Saved: r.words.clock(r.now()), Set: map[string]string{}}
	for _, s := range saved {
		answer.Set[fieldRevision+s.Question] = strconv.FormatInt(s.Revision, 10)
		answer.Set[fieldWas+s.Question] = out.typed[s.Question].mark()
	}
	switch {
	case len(clashes) > 0:
		answer.Error = r.t("topic.clash.autosave", "Name", clashes[0].Writer)
		return r.json(fiber.StatusConflict, answer)
	case len(out.faults) > 0:
		answer.Error = out.faults[0].Text
		return r.json(fiber.StatusUnprocessableEntity, answer)
	}
	now, err := p.find(r)
	if err != nil {
		return err
	}
	if more := len(now.topic.Visible) - len(in.topic.Visible); more > 0 {
		answer.Say = r.words.plural("topic.fresh.autosave", more, "Time", answer.Saved)
	}
	return r.json(fiber.StatusOK, answer)
}
