// Package assessment is what a company does with a questionnaire in one period: answering together, evidence,
// submission, the result and the action plan. States are a type and every transition is one function.
//
// It knows no page and no engine. Every operation takes the actor first and authorises in its first line; somebody
// else's assessment is not found.
package assessment

import (
	"time"

	"tuntas/app/account"
	"tuntas/questionnaires"
)

// ID identifies an assessment.
type ID string

// EvidenceID identifies a piece of evidence.
type EvidenceID string

// State is where an assessment is in its life.
type State string

// The states.
const (
	Draft         State = "draft"
	Submitted     State = "submitted"
	InReview      State = "in_review"
	Clarification State = "clarification"
	Returned      State = "returned"
	Decided       State = "decided"
	Expired       State = "expired"
	Withdrawn     State = "withdrawn"
	Appealed      State = "appealed"
)

// Assessment is one company's work on one version of a questionnaire in one period.
type Assessment struct {
	Organisation  account.OrganisationID `json:"organisation"`
	Questionnaire string                 `json:"questionnaire"` // id@version
	SHA256        string                 `json:"sha256"`        // of the questionnaire's file when it began
	Period        string                 `json:"period"`        // year
	Slot          string                 `json:"slot"`          // questionnaire, period and how many were withdrawn before: unique in the organisation
	Reference     string                 `json:"reference"`     // for people: KP-2026-8H3K2M
	State         State                  `json:"state"`
	Short         bool                   `json:"short"`    // the short path
	Deadline      string                 `json:"deadline"` // YYYY-MM-DD, may be empty
	Started       time.Time              `json:"started"`
	StartedBy     account.PersonID       `json:"started_by"`
	Answers       map[string]Entry       `json:"answers"`  // by question
	Done          map[string]Mark        `json:"done"`     // by section: "Have you completed this section?"
	Shares        map[string]Share       `json:"shares"`   // by section
	Attached      map[string]Attachment  `json:"attached"` // by question
	Bytes         int64                  `json:"bytes"`    // of all attached files, each counted once
	Submission    *Submission            `json:"submission,omitempty"`
	Earlier       []Submission           `json:"earlier,omitempty"` // before it was returned, the oldest first
	Withdrawal    *Withdrawal            `json:"withdrawal,omitempty"`
	Moves         []Moved                `json:"moves,omitempty"` // to newer versions of the questionnaire
}

// Choice says which of the ways to answer was taken.
type Choice string

// The ways to answer. Unreadable keeps what was typed although it is no answer yet.
const (
	NotChosen     Choice = ""
	Value         Choice = "value"
	NotKnown      Choice = "not_known"
	NotApplicable Choice = "not_applicable"
	InProgress    Choice = "in_progress"
	Unreadable    Choice = "unreadable"
)

// Entry is one stored answer. Its Revision is the guard of the next write to it.
type Entry struct {
	Choice        Choice                       `json:"choice"`
	Typed         Choice                       `json:"typed,omitempty"` // unreadable: which way to answer was taken
	Codes         []string                     `json:"codes,omitempty"` // single (one) and multiple
	Text          string                       `json:"text,omitempty"`  // number and date in canonical form, text; as typed when unreadable
	Cells         map[string]map[string]string `json:"cells,omitempty"` // table: row → column → canonical number
	Who           string                       `json:"who,omitempty"`   // not known yet
	By            string                       `json:"by,omitempty"`    // not known yet, YYYY-MM-DD
	Reason        string                       `json:"reason,omitempty"`
	Comment       string                       `json:"comment,omitempty"`
	SelfDisclosed bool                         `json:"self_disclosed,omitempty"`
	Evidence      []EvidenceID                 `json:"-"`                // from Assessment.Attached
	Before        []uint32                     `json:"before,omitempty"` // fingerprints of the last revisions, the newest last
	Revision      int64                        `json:"revision"`
	Writer        account.PersonID             `json:"writer"`
	At            time.Time                    `json:"at"`
}

// Attachment is the files behind the answer to one question; it has its own guard, so that adding a file is never in the
// way of answering.
type Attachment struct {
	Files    []EvidenceID `json:"files"`
	Revision int64        `json:"revision"`
}

// Mark says who declared a section complete, and when.
type Mark struct {
	Person account.PersonID `json:"person"`
	At     time.Time        `json:"at"`
}

// Share is a section given to somebody to answer.
type Share struct {
	Person     account.PersonID     `json:"person,omitempty"`
	Invitation account.InvitationID `json:"invitation,omitempty"` // until it is accepted
	Email      string               `json:"email"`
	Due        string               `json:"due,omitempty"` // YYYY-MM-DD
}

// Submission is the frozen state of an assessment.
type Submission struct {
	At          time.Time         `json:"at"`
	By          account.PersonID  `json:"by"`
	Name        string            `json:"name"`              // who declares, as typed
	Position    string            `json:"position"`          // of who declares
	Day         string            `json:"day"`               // YYYY-MM-DD in Asia/Jakarta: the day results are computed for
	AnswersFile string            `json:"answers_file"`      // sum of the canonical answers in the store's files
	SHA256      string            `json:"sha256"`            // of the canonical answers
	Dropped     []string          `json:"dropped,omitempty"` // questions whose answers no longer applied
	Open        []string          `json:"open,omitempty"`    // red flags that were open: they stay open in later periods
	Files       map[string]string `json:"files,omitempty"`   // evidence id → sum of its content
}

// Input is one answer as it was typed, in a form or a workbook.
type Input struct {
	Question      string
	Revision      int64 // that the writer saw; 0 for none
	Choice        Choice
	Codes         []string
	Text          string                       // number, date or text as typed: "1.234,5" or "1,234.5" by Language
	Cells         map[string]map[string]string // as typed
	Who           string
	By            string // as typed: 2026-12-15, 15/12/2026 or 15 Desember 2026
	Reason        string
	Comment       string
	SelfDisclosed bool
	Language      string // of typed numbers and dates
}

// Saved is the outcome of one stored answer.
type Saved struct {
	Question string
	Revision int64
	At       time.Time
}

// Clash is two people's answers to one question: what is stored and what was about to be stored.
type Clash struct {
	Question string
	Stored   Entry
	Typed    Input
	Writer   string // name of who wrote the stored one
}

// Status is how far a section is.
type Status string

// The statuses of sections.
const (
	NotStarted Status = "not_started"
	Doing      Status = "doing"
	Complete   Status = "complete"
	Locked     Status = "locked"
	Problem    Status = "problem"
)

// Progress counts applicable questions.
type Progress struct{ Answered, Applicable int }

// SectionView is one row of the task list.
type SectionView struct {
	Section  *questionnaires.Section
	Number   int // 1-based
	Status   Status
	Progress Progress
	Share    *Share
	Faults   []string // rules whose answers contradict each other, by id; unreadable answers as "unreadable:<question>"
	Topics   []TopicView
}

// TopicView is one page of a section.
type TopicView struct {
	Topic    *questionnaires.Topic
	Section  *questionnaires.Section
	Number   int // 1-based, in its section
	Progress Progress
	Visible  []*questionnaires.Question // that apply now, in order
}

// Missing is a question that still needs an answer before submission.
type Missing struct {
	Question, Topic, Section string
	Unreadable               bool
}

// Evidence is one file behind answers.
type Evidence struct {
	Organisation account.OrganisationID `json:"organisation"`
	File         string                 `json:"file"`    // sum in the store's files
	Name         string                 `json:"name"`    // as uploaded, cleaned
	Type         string                 `json:"type"`    // media type
	Size         int64                  `json:"size"`    // bytes
	Kind         string                 `json:"kind"`    // id of a Proof, or "other"
	Level        int                    `json:"level"`   // E1–E4 as claimed; see Levels
	Date         string                 `json:"date"`    // YYYY-MM-DD it is from
	From         string                 `json:"from"`    // first day of the period it is about
	To           string                 `json:"to"`      // last day
	Expires      string                 `json:"expires"` // last valid day
	By           account.PersonID       `json:"by"`
	At           time.Time              `json:"at"`
	Removed      bool                   `json:"removed"`
}

// ActionID identifies an action of a plan.
type ActionID string

// ActionStatus is where an action is.
type ActionStatus string

// The statuses of an action.
const (
	Planned   ActionStatus = "planned"
	Underway  ActionStatus = "underway"
	Done      ActionStatus = "done"      // carried out; effectiveness is checked later
	Effective ActionStatus = "effective" // checked after 90 or 180 days
	Failed    ActionStatus = "failed"    // checked, did not work: opens again
)

// Step is one entry of an action's history; it is never changed.
type Step struct {
	At     time.Time        `json:"at"`
	By     account.PersonID `json:"by"`
	Status ActionStatus     `json:"status"`
	Note   string           `json:"note"`
	Due    string           `json:"due"`   // that held from then on
	Owner  string           `json:"owner"` // from then on
}

// PlannedAction is one row of the action plan.
type PlannedAction struct {
	ID        ActionID            `json:"id"`
	Finding   string              `json:"finding"`
	Action    string              `json:"action"` // id in the questionnaire
	Tier      questionnaires.Tier `json:"tier"`
	Owner     string              `json:"owner"`     // a role of the company, never a person's name: id of a Respondent or own words
	Safeguard string              `json:"safeguard"` // YYYY-MM-DD, may be empty
	Plan      string              `json:"plan"`
	Due       string              `json:"due"`
	Latest    string              `json:"latest"` // last day that Due can be moved to
	Span      int                 `json:"span"`   // days from the submission to the first Latest
	Missed    int                 `json:"missed"` // dates that passed before a new one was set
	Evidence  []EvidenceID        `json:"evidence,omitempty"`
	Status    ActionStatus        `json:"status"`
	Check90   string              `json:"check_90"` // YYYY-MM-DD after it was done
	Check180  string              `json:"check_180"`
	History   []Step              `json:"history"`
}

// Plan is the action plan of a submitted assessment.
type Plan struct {
	Organisation account.OrganisationID `json:"organisation"`
	Assessment   ID                     `json:"assessment"`
	SHA256       string                 `json:"sha256"` // of the submitted answers it was made from
	Actions      []PlannedAction        `json:"actions"`
	Made         time.Time              `json:"made"`
}
