package account

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"time"

	"tuntas/app/store"
)

// storedOrganisation is an organisation as it is stored. Key is the NIB of a company, unique over all of them. Keepers are
// the memberships that may manage the others; it is never emptied, which single-document updates can promise.
type storedOrganisation struct {
	Organisation
	Key     string         `json:"key,omitempty"`
	Keepers []MembershipID `json:"keepers"`
}

// person is somebody with an account. Times are seconds since 1970.
type person struct {
	Name     string   `json:"name"`
	Email    string   `json:"email,omitempty"` // normalised; none when erased
	Language string   `json:"language"`
	Password string   `json:"password"` // argon2id in PHC form; "" none
	Secret   string   `json:"secret"`   // of the code generator; "" none
	Step     int64    `json:"step"`     // of the last code that was accepted
	Recovery []string `json:"recovery"` // SHA-256 of the codes that are left
	Created  int64    `json:"created"`
	Disabled int64    `json:"disabled"` // 0: may sign in
	Erased   int64    `json:"erased"`
}

// membership is a person in an organisation. It is never deleted, so that "who did this" keeps its answer.
type membership struct {
	Person       PersonID       `json:"person"`
	Organisation OrganisationID `json:"organisation"`
	Role         Role           `json:"role"`
	Position     string         `json:"position"`
	Invitation   InvitationID   `json:"invitation"` // through which the person came
	Since        int64          `json:"since"`
	Seen         int64          `json:"seen"`  // 0: never
	Ended        int64          `json:"ended"` // 0: has access
}

// session is a signed-in browser. Its id is the hash of its token.
type session struct {
	Person     PersonID     `json:"person"`
	Membership MembershipID `json:"membership"`
	Began      int64        `json:"began"`
	Seen       int64        `json:"seen"`
	Ends       int64        `json:"ends"` // whatever happens
	SteppedUp  int64        `json:"stepped_up"`
	Confirmed  bool         `json:"confirmed"` // gave the code, or has none to give
	Enrolling  string       `json:"enrolling"` // secret of a code generator that waits for its first code
	Device     string       `json:"device"`
}

// purpose is what a link in a mail is for.
type purpose string

const (
	forRegistration purpose = "registration"
	forInvitation   purpose = "invitation"
	forReset        purpose = "reset"
	forFirst        purpose = "first" // the first administrator
)

// The states of a ticket.
const (
	ticketOpen      = "open"
	ticketUsed      = "used"
	ticketWithdrawn = "withdrawn"
)

// ticket is a link in a mail that is good once. Its id is the hash of its token.
type ticket struct {
	Purpose      purpose        `json:"purpose"`
	State        string         `json:"state"`
	Email        string         `json:"email"`
	Name         string         `json:"name"`
	Position     string         `json:"position"`
	Language     string         `json:"language"`
	Organisation OrganisationID `json:"organisation"` // "" for registrations
	Role         Role           `json:"role"`
	LegalName    string         `json:"legal_name"` // of registrations
	NIB          string         `json:"nib"`
	Person       PersonID       `json:"person"` // of resets
	By           PersonID       `json:"by"`
	Sent         int64          `json:"sent"`
	Expires      int64          `json:"expires"`
}

// attempts counts failures of one account, or of one address that has none.
type attempts struct {
	Count   int   `json:"count"`
	Last    int64 `json:"last"`
	Until   int64 `json:"until"` // no attempt before
	Expires int64 `json:"expires"`
}

// collections are the documents of this package.
type collections struct {
	organisations *store.Collection[OrganisationID, storedOrganisation]
	people        *store.Collection[PersonID, person]
	memberships   *store.Collection[MembershipID, membership]
	sessions      *store.Collection[SessionID, session]
	tickets       *store.Collection[InvitationID, ticket]
	attempts      *store.Collection[string, attempts]
}

// Schemas are the collections of this package, for export and import.
func Schemas() []store.Schema {
	return []store.Schema{
		organisationsSchema(), peopleSchema(), membershipsSchema(), sessionsSchema(), ticketsSchema(), attemptsSchema(),
	}
}

func text(paths ...string) []store.Field {
	fields := make([]store.Field, len(paths))
	for i, p := range paths {
		fields[i] = store.Field{Path: p}
	}
	return fields
}

func number(path string) store.Field { return store.Field{Path: path, Kind: store.NumberField} }

func index(fields ...string) store.Index { return store.Index{Fields: fields} }

func unique(fields ...string) store.Index { return store.Index{Fields: fields, Unique: true} }

func organisationsSchema() store.Schema {
	return store.Schema{
		Name:    "organisations",
		Fields:  text("kind", "name", "key"),
		Indexes: []store.Index{unique("key"), index("kind", "name")},
	}
}

func peopleSchema() store.Schema {
	return store.Schema{Name: "people", Fields: text("email"), Indexes: []store.Index{unique("email")}}
}

func membershipsSchema() store.Schema {
	return store.Schema{
		Name:    "memberships",
		Fields:  append(text("person", "organisation", "role"), number("ended")),
		Indexes: []store.Index{unique("person", "organisation"), index("organisation"), index("role")},
	}
}

func sessionsSchema() store.Schema {
	return store.Schema{
		Name:    "sessions",
		Fields:  append(text("person"), number("ends")),
		Indexes: []store.Index{index("person"), index("ends")},
	}
}

func ticketsSchema() store.Schema {
	return store.Schema{
		Name:    "invitations",
		Fields:  append(text("organisation", "email", "purpose", "state"), number("expires")),
		Indexes: []store.Index{index("organisation"), index("email"), index("expires")},
	}
}

func attemptsSchema() store.Schema {
	return store.Schema{Name: "attempts", Fields: []store.Field{number("expires")}, Indexes: []store.Index{index("expires")}}
}

func openCollections(ctx context.Context, e store.Engine) (c collections, err error) {
	if c.organisations, err = store.Open[OrganisationID, storedOrganisation](ctx, e, organisationsSchema()); err != nil {
		return c, err
	}
	if c.people, err = store.Open[PersonID, person](ctx, e, peopleSchema()); err != nil {
		return c, err
	}
	if c.memberships, err = store.Open[MembershipID, membership](ctx, e, membershipsSchema()); err != nil {
		return c, err
	}
	if c.sessions, err = store.Open[SessionID, session](ctx, e, sessionsSchema()); err != nil {
		return c, err
	}
	if c.tickets, err = store.Open[InvitationID, ticket](ctx, e, ticketsSchema()); err != nil {
		return c, err
	}
	c.attempts, err = store.Open[string, attempts](ctx, e, attemptsSchema())
	return c, err
}

// newToken is 32 random bytes for a cookie or a link.
func newToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// hashed is what is stored of a token, a recovery code or an address.
func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// instant is the time of stored seconds; zero stays zero.
func instant(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}
