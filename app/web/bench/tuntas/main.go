// Command tuntas is our side of the benchmark: the platform on SQLite with as many companies as the first argument says
// after the folder, each with an owner who is signed in and a draft of about the size of the peer's record. It prints one
// line of JSON per company and serves until its input ends.
package main

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/pquerna/otp/totp"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/app/store/sqlite"
	"tuntas/app/web"
	"tuntas/questionnaires"
	"tuntas/questionnaires/rules"
)

// password of every owner.
const password = "kopi panas di teras rumah"

// seat is what a client needs to answer one question again and again.
type seat struct {
	Cookie   string `json:"cookie"`
	Page     string `json:"page"`     // holds the tokens of the form
	Save     string `json:"save"`     // takes the answer
	Submit   string `json:"submit"`   // page and address of the submission
	Question string `json:"question"` // of a single choice
	Options  [2]string
}

// silent mails go nowhere: nobody is invited here.
type silent struct{}

func (silent) Send(context.Context, account.Message) error { return nil }

// bench is the platform with what seeding needs.
type bench struct {
	accounts *account.Accounts
	desk     *assessment.Desk
	def      *questionnaires.Definition
	answers  *questionnaires.Answers
	address  string
}

func open(ctx context.Context, folder, address string) (*bench, *web.Server, error) {
	engine, err := sqlite.Open(ctx, filepath.Join(folder, "tuntas.db"), store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, nil, err
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, nil, err
	}
	trail, err := audit.Open(ctx, audit.Config{Engine: engine, Key: key, Name: "bench", Clock: time.Now})
	if err != nil {
		return nil, nil, err
	}
	b := &bench{address: address}
	b.accounts, err = account.Open(ctx, account.Config{
		Engine: engine, Log: trail, Mail: silent{}, Clock: time.Now, Address: address, Issuer: "bench", Quick: true,
	})
	if err != nil {
		return nil, nil, err
	}
	b.desk, err = assessment.Open(ctx, assessment.Config{Engine: engine, Log: trail, Accounts: b.accounts, Clock: time.Now})
	if err != nil {
		return nil, nil, err
	}
	secret := sha256.Sum256([]byte(folder))
	server, err := web.New(web.Config{
		Accounts: b.accounts, Desk: b.desk, Log: trail, Engine: engine, Logger: slog.New(slog.DiscardHandler), Clock: time.Now,
		Secret: secret[:], Address: address, PlainHTTP: true,
	})
	return b, server, err
}

// example reads the palm estate's answers.
func (b *bench) example() error {
	var err error
	if b.def, err = questionnaires.Open("forced-labour"); err != nil {
		return err
	}
	const file = "forced-labour/examples/palm-estate.yaml"
	data, err := readLibrary(file)
	if err != nil {
		return err
	}
	var faults []questionnaires.Fault
	if b.answers, faults = questionnaires.DecodeAnswers(file, data, b.def); len(faults) > 0 {
		return errors.New(faults[0].String())
	}
	return nil
}

func readLibrary(name string) ([]byte, error) {
	f, err := questionnaires.Library().Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// company adds one company with a filled draft and signs its owner in.
func (b *bench) company(ctx context.Context, n int) (*seat, error) {
	profile := account.Profile{LegalName: fmt.Sprintf("PT Bangku %d", n), NIB: fmt.Sprintf("%013d", 9120000000000+n), KBLIVersion: 2020, KBLI: b.answers.Company.KBLI}
	organisation := account.Organisation{Kind: account.Company, Name: profile.LegalName, Profile: profile}
	id, err := b.accounts.CreateOrganisation(ctx, organisation)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(strconv.Itoa(n)))
	owner := account.SeedPerson{
		Name: "Pemilik", Email: fmt.Sprintf("owner%d@bench.example", n), Position: "Direktur", Language: "id", Password: password,
		Secret: base32.StdEncoding.EncodeToString(sum[:20]), Organisation: id, Role: account.Owner,
	}
	if _, err := b.accounts.Seed(ctx, owner); err != nil {
		return nil, err
	}
	session, err := b.accounts.SignIn(ctx, owner.Email, password, "bench")
	if err != nil {
		return nil, err
	}
	code, err := totp.GenerateCode(owner.Secret, time.Now())
	if err != nil {
		return nil, err
	}
	token, err := b.accounts.Confirm(ctx, session.Token, code)
	if err != nil {
		return nil, err
	}
	by, err := b.accounts.Authenticate(ctx, token)
	if err != nil {
		return nil, err
	}
	assessmentID, err := b.desk.Start(ctx, by, b.def.Ref(), "2026", false)
	if err != nil {
		return nil, err
	}
	if err := b.fill(ctx, by, assessmentID); err != nil {
		return nil, err
	}
	return b.seat(token, assessmentID)
}

// fill answers everything with a comment that makes the draft as large as the peer's record.
func (b *bench) fill(ctx context.Context, by account.Actor, id assessment.ID) error {
	var inputs []assessment.Input
	for _, q := range b.def.Questions {
		in := assessment.Input{Question: q.ID, Choice: assessment.NotKnown, Who: "SDM", By: "2026-12-15", Comment: strings.Repeat("x", 500), Language: "id"}
		if a, ok := b.answers.Answers[q.ID]; ok && len(a.Value.Codes) > 0 {
			in.Choice, in.Codes, in.Who, in.By = assessment.Value, a.Value.Codes, "", ""
		}
		inputs = append(inputs, in)
	}
	_, _, err := b.desk.Save(ctx, by, id, inputs)
	return err
}

// seat points at the first single choice that every company is asked.
func (b *bench) seat(token string, id assessment.ID) (*seat, error) {
	for _, q := range b.def.Questions {
		if q.Kind == rules.Single && !q.Show.Present() && len(q.Options) > 1 {
			page := fmt.Sprintf("%s/id/penilaian/%s/bagian/%s/%s", b.address, id, q.Section, q.Topic)
			return &seat{
				Cookie: "tuntas=" + token, Page: page, Save: page + "/otomatis", Submit: b.address + "/id/penilaian/" + string(id) + "/kirim",
				Question: q.ID, Options: [2]string{q.Options[0].Code, q.Options[1].Code},
			}, nil
		}
	}
	return nil, errors.New("no single choice that is always asked")
}

// seats makes n companies, several at a time, and prints them.
func (b *bench) seats(ctx context.Context, n int) error {
	made, failed := make([]*seat, n), make([]error, n)
	var wait sync.WaitGroup
	room := make(chan struct{}, 16)
	for i := range n {
		wait.Go(func() {
			room <- struct{}{}
			defer func() { <-room }()
			made[i], failed[i] = b.company(ctx, i)
		})
	}
	wait.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	for _, s := range made {
		if err := out.Encode(s); err != nil {
			return err
		}
	}
	return nil
}

func run(ctx context.Context, folder string, n int) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	b, server, err := open(ctx, folder, "http://"+listener.Addr().String())
	if err != nil {
		return err
	}
	if err := b.example(); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(ctx, listener) }()
	if err := b.seats(ctx, n); err != nil {
		return err
	}
	go func() { _, err := io.Copy(io.Discard, os.Stdin); failed <- err }()
	return <-failed
}

func main() {
	n, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = run(context.Background(), os.Args[1], n)
	}
	if err != nil {
		log.Fatal(err)
	}
}
