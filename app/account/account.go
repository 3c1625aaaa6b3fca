// Package account is people, organisations, memberships, roles and sessions, and the one table of who may do what.
//
// It knows no questionnaire and no page. Identity always comes in as an Actor that Authenticate made from a session.
package account

import "time"

// PersonID identifies a person.
type PersonID string

// OrganisationID identifies an organisation.
type OrganisationID string

// MembershipID identifies a membership.
type MembershipID string

// SessionID is the SHA-256 of a session's token, hex.
type SessionID string

// InvitationID identifies an invitation; it is the SHA-256 of the token in its link, hex.
type InvitationID string

// Kind is what an organisation is.
type Kind string

// The kinds of organisations.
const (
	Company          Kind = "company"
	Ministry         Kind = "ministry" // a unit of the ministry
	TrainingProvider Kind = "training_provider"
)

// Role is what a person may do in an organisation.
type Role string

// The roles.
const (
	Owner           Role = "owner"       // company: answers, invites, submits
	Contributor     Role = "contributor" // company: sees and answers the sections shared with them
	Viewer          Role = "viewer"      // company: reads
	Officer         Role = "officer"     // ministry: evaluates
	Decider         Role = "decider"     // ministry: decides
	Auditor         Role = "auditor"     // ministry: reads the log
	Administrator   Role = "administrator"
	InstrumentStaff Role = "instrument_staff"
	TaskForceViewer Role = "task_force_viewer"
	Trainer         Role = "trainer"
)

// Actor is who does something, in which organisation and role. It is made by Authenticate at each request.
type Actor struct {
	Person           PersonID
	Name             string
	Email            string
	Language         string // "id" or "en"
	Organisation     OrganisationID
	OrganisationName string
	Kind             Kind
	Role             Role
	Position         string
	Invitation       InvitationID // through which the person came into the organisation; shares made for it are theirs
	Session          SessionID
	SteppedUp        time.Time // when password and code were last given; zero: not in this session
	Memberships      int       // how many organisations the person can act for
}

// Site is one place of work.
type Site struct {
	Name    string `json:"name"`
	Regency string `json:"regency"` // four-digit code of the ministry of home affairs; its first two are the province
	Workers int    `json:"workers"`
}

// Workforce counts workers by form of employment; rows and columns are those of the page.
type Workforce map[string]map[string]int64

// Profile is what a company states once, for every questionnaire.
type Profile struct {
	LegalName   string    `json:"legal_name"`
	NIB         string    `json:"nib"`  // 13 digits
	AHU         string    `json:"ahu"`  // AHU-0012345.AH.01.01.TAHUN 2020 and its kin; may be empty
	NPWP        string    `json:"npwp"` // 15 or 16 digits; may be empty
	KBLIVersion int       `json:"kbli_version"`
	KBLI        []string  `json:"kbli"` // five digits each, the main activity first
	Sites       []Site    `json:"sites"`
	Workforce   Workforce `json:"workforce"`
	Listed      bool      `json:"listed"` // on a stock exchange
	Revision    int64     `json:"revision"`
}

// Organisation is a company, a unit of the ministry or a training provider.
type Organisation struct {
	Kind      Kind      `json:"kind"`
	Name      string    `json:"name"`
	Provinces []string  `json:"provinces"` // ministry: codes of the provinces the unit is responsible for; empty: all
	Profile   Profile   `json:"profile"`
	Created   time.Time `json:"created"`
	Ended     string    `json:"ended"` // RFC 3339, "" while it has access
}

// Member is a person in an organisation, as lists show them.
type Member struct {
	Membership MembershipID
	Person     PersonID
	Name       string
	Email      string
	Position   string
	Role       Role
	Since      time.Time
	LastSeen   time.Time // zero: never
	SecondStep bool      // has a code generator
	Disabled   bool      // cannot sign in
}

// OpenInvitation is an invitation that was sent and not yet taken.
type OpenInvitation struct {
	ID      InvitationID
	Email   string
	Role    Role
	Sent    time.Time
	Expires time.Time
}

// Registration is what a company's responsible person states to begin.
type Registration struct {
	LegalName string
	NIB       string
	Name      string
	Position  string
	Email     string
	Language  string
	Confirmed bool // is entitled to act for the company
}

// Acceptance is what an invited or registering person states after following the link in the mail.
type Acceptance struct {
	Token    string
	Name     string
	Position string // may be empty
	Password string
	Email    string // read for the first administrator alone, whose Offer has none
}

// Invite is whom to invite.
type Invite struct {
	Email    string
	Name     string
	Role     Role
	Language string
	Note     string // of the inviter, shown in the mail; may be empty
	Section  string // title of the section the mail names; may be empty
	Due      string // YYYY-MM-DD the mail names; may be empty
}

// SignedIn is a session that began. Token goes into the cookie; CodeDue says that the code of the second step is still
// missing, and until Confirm got it the session authenticates nothing.
type SignedIn struct {
	Token   string
	CodeDue bool
}

// Enrolment is a code generator that is being set up; it counts after ConfirmEnrolment.
type Enrolment struct {
	Secret string // base32
	URI    string // otpauth://
	QR     [][]bool
}

// OpenSession is one of a person's sessions, as lists show it.
type OpenSession struct {
	ID      SessionID
	Began   time.Time
	Seen    time.Time
	Device  string // coarse: "Chrome, Android"; never an address
	Current bool
}

// Message is a mail. Mails carry links and words, never answers.
type Message struct {
	To      string
	Subject string
	Text    string
	At      time.Time
}
