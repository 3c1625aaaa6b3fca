package web

import (
	"strconv"
	"time"

	"tuntas/app/account"
	"tuntas/app/audit"
)

// logPages show the security log to auditors. Reading it is itself written down.
type logPages struct{ log *audit.Log }

type logPage struct {
	page
	Entries []audit.Entry
	Verb    string
	By      string
	Object  string
	Older   string // address of the entries before these; "" when there are none
}

const logRows = 50

func (p *logPages) show(r *request) error {
	if err := r.actor.Allow(account.ReadSecurityLog, ""); err != nil {
		return err
	}
	before, _ := strconv.ParseInt(r.query("sebelum"), 10, 64) // anything else is from the newest
	chosen := audit.Selection{Verb: r.query("kegiatan"), By: r.query("orang"), Object: r.query("objek"), Before: before, Limit: logRows}
	act := audit.Act{
		By: string(r.actor.Person), Role: string(r.actor.Role), Verb: "security_log.read", Object: "log",
		Facts: map[string]string{"before": strconv.FormatInt(before, 10)},
	}
	if err := p.log.Note(r.context(), act, ""); err != nil {
		return err
	}
	entries, err := p.log.Entries(r.context(), chosen)
	if err != nil {
		return err
	}
	data := logPage{page: r.page("account.log.title"), Entries: entries, Verb: chosen.Verb, By: chosen.By, Object: chosen.Object}
	data.Nav = "log"
	if len(entries) == logRows {
		data.Older = "/log-keamanan?" + encode("kegiatan", chosen.Verb, "orang", chosen.By, "objek", chosen.Object, "sebelum",
			strconv.FormatInt(entries[len(entries)-1].Sequence, 10))
	}
	return r.show("log", data)
}

// Stamp writes a time of the log to the second, in UTC as it is stored.
func (p logPage) Stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05") }
