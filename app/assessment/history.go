package assessment

import (
	"context"
	"slices"
	"strings"
	"time"

	"tuntas/app/account"
	"tuntas/app/audit"
)

// Event is one line of the change history, in words' parts.
type Event struct {
	Sequence int64 // for the next page
	At       time.Time
	Who      string // name
	Verb     string // audit verb
	Again    bool   // the answer was changed, not given for the first time
	Undone   bool   // the section was declared not complete
	Question string // may be empty
	Section  string // may be empty
	Evidence EvidenceID
	Action   ActionID
	Status   ActionStatus
}

// Pages of the history.
const (
	historyPage  = 50
	historyReach = 100 // entries before the page that may say that one of its acts failed
)

// History is the change history of an assessment, the newest first, at most about fifty acts before a sequence (0: from
// the newest). Reading is no change; acts that failed or were denied are left out. Who works on shared sections alone sees
// what happened in them, and when the assessment was begun, submitted or withdrawn.
func (d *Desk) History(ctx context.Context, by account.Actor, id ID, before int64) ([]Event, error) {
	r, err := d.open(ctx, by, id, account.ReadHistory)
	if err != nil {
		return nil, err
	}
	m, err := d.model(&r.Value)
	if err != nil {
		return nil, err
	}
	sectionOf := func(question string) string {
		if q, ok := m.Definition().Question(question); ok {
			return q.Section
		}
		return ""
	}
	for {
		entries, err := d.log.Entries(ctx, pageOf(by, id, before))
		if err != nil {
			return nil, err
		}
		acts := happened(entries, before)
		events := r.Value.visible(by, acts, sectionOf)
		switch {
		case len(events) > 0 || len(acts) < historyPage && len(entries) < historyPage+historyReach:
			return events, d.nameEvents(ctx, by, events, entries)
		case len(acts) == historyPage: // all of them in sections of others
			before = acts[len(acts)-1].Sequence
		default: // all of them read, failed or denied
			before = entries[len(entries)-1].Sequence
		}
	}
}

// visible is the lines of the acts that the actor may know of.
func (a *Assessment) visible(by account.Actor, acts []audit.Entry, sectionOf func(string) string) []Event {
	var events []Event
	for i := range acts {
		for _, event := range eventsOf(&acts[i], sectionOf) {
			if !by.OnlyShared(account.ReadHistory) || event.public() || a.sharedWith(by, event.Section) {
				events = append(events, event)
			}
		}
	}
	return events
}

// pageOf chooses the entries of a page and those that may say that one of its acts failed.
func pageOf(by account.Actor, id ID, before int64) audit.Selection {
	s := audit.Selection{Organisation: string(by.Organisation), Object: "assessment/" + string(id), Limit: historyPage + historyReach}
	if before > 0 {
		s.Before = before + historyReach
	}
	return s
}

// happened is the acts of a page that were carried out.
func happened(entries []audit.Entry, before int64) []audit.Entry {
	failed := map[int64]bool{}
	var acts []audit.Entry
	for _, e := range entries {
		if e.Of > 0 {
			failed[e.Of] = true
			continue
		}
		change := !strings.HasSuffix(e.Verb, ".read") &&
			slices.ContainsFunc([]string{"assessment.", "evidence.", "plan."}, func(area string) bool { return strings.HasPrefix(e.Verb, area) })
		if change && e.Outcome == "" && !failed[e.Sequence] && (before == 0 || e.Sequence < before) && len(acts) < historyPage {
			acts = append(acts, e)
		}
	}
	return acts
}

// eventsOf is the lines of one act: one for each question it names.
func eventsOf(e *audit.Entry, sectionOf func(string) string) []Event {
	line := Event{
		Sequence: e.Sequence, At: e.At, Verb: e.Verb, Question: e.Facts["question"], Section: e.Facts["section"],
		Evidence: EvidenceID(e.Facts["evidence"]), Action: ActionID(e.Facts["action"]), Status: ActionStatus(e.Facts["status"]),
		Undone: e.Facts["complete"] == "false",
	}
	if line.Question != "" {
		line.Section = sectionOf(line.Question)
	}
	questions := strings.Fields(e.Facts["questions"])
	if len(questions) == 0 {
		return []Event{line}
	}
	lines, revisions := make([]Event, len(questions)), strings.Fields(e.Facts["revisions"])
	for i, question := range questions {
		lines[i] = line
		lines[i].Question, lines[i].Section = question, sectionOf(question)
		lines[i].Again = i < len(revisions) && revisions[i] != "1"
	}
	return lines
}

// public reports whether everybody who works on the assessment may know of it.
func (e *Event) public() bool {
	return e.Verb == "assessment.start" || e.Verb == "assessment.submit" || e.Verb == "assessment.withdraw"
}

func (d *Desk) nameEvents(ctx context.Context, by account.Actor, events []Event, entries []audit.Entry) error {
	actors, names := map[int64]string{}, map[string]string{}
	for _, e := range entries {
		actors[e.Sequence] = e.By
	}
	for i := range events {
		person := actors[events[i].Sequence]
		if _, ok := names[person]; !ok {
			name, err := d.accounts.NameOf(ctx, by.Organisation, account.PersonID(person))
			if err != nil {
				return err
			}
			names[person] = name
		}
		events[i].Who = names[person]
	}
	return nil
}
