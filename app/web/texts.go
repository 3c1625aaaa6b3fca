package web

import (
	"net/url"
	"strings"

	"tuntas/app/account"
)

// textPages are pages that only say something.
type textPages struct{}

type textPage struct{ page }

func (p *textPages) help(r *request) error {
	return r.show("help", textPage{page: r.page("account.help.title")})
}

func (p *textPages) data(r *request) error {
	return r.show("data", textPage{page: r.page("account.data.title")})
}

func (p *textPages) access(r *request) error {
	return r.show("access", textPage{page: r.page("account.access.title")})
}

type policyPage struct {
	page
	Kinds []policyKind
}

// policyKind is the table of one kind of organisation.
type policyKind struct {
	Kind  account.Kind
	Roles []account.Role
	Rows  []policyRow
}

type policyRow struct {
	Key    string   // of the action's message
	Marks  []string // per role: "yes", "shared" or "no"
	States []string
}

// policy shows who may do what, made from the very table that decides it.
func (p *textPages) policy(r *request) error {
	data := policyPage{page: r.page("account.policy.title")}
	for _, kind := range []account.Kind{account.Company, account.Ministry, account.TrainingProvider} {
		data.Kinds = append(data.Kinds, policyOf(kind))
	}
	return r.show("policy", data)
}

func policyOf(kind account.Kind) policyKind {
	out := policyKind{Kind: kind, Roles: account.RolesOf(kind)}
	for _, rule := range account.Policy() {
		if rule.Kind != "" && rule.Kind != kind {
			continue
		}
		row := policyRow{Key: "account.action." + strings.ReplaceAll(string(rule.Action), ".", "_"), States: rule.States}
		for _, role := range out.Roles {
			actor := account.Actor{Person: "anybody", Kind: kind, Role: role}
			switch {
			case !actor.May(rule.Action):
				row.Marks = append(row.Marks, "no")
			case actor.OnlyShared(rule.Action):
				row.Marks = append(row.Marks, "shared")
			default:
				row.Marks = append(row.Marks, "yes")
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// encode writes names and values, pair by pair, as what stands after a question mark; empty values are left out.
func encode(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q.Encode()
}
