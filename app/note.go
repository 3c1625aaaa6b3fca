package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"tuntas/app/audit"
	"tuntas/app/problem"
	"tuntas/app/store"
)

// noteOn writes into the audit log of an open database what was done with all that is in it. Nobody is known to have done
// it but who may run commands on this machine.
func (env *environment) noteOn(ctx context.Context, e store.Engine, verb string, parts []part) error {
	at := env.now()
	log, err := audit.Open(ctx, audit.Config{Engine: e, Clock: func() time.Time { return at }})
	if err != nil {
		return err
	}
	last, err := log.Entries(ctx, audit.Selection{Limit: 1})
	if err != nil {
		return err
	}
	if len(last) > 0 && last[0].At.After(at) { // the clock of another machine, from which the copy came, was ahead
		at = last[0].At
	}
	return log.Note(ctx, audit.Act{Role: "system", Verb: "installation." + verb, Object: "installation", Facts: countsOf(parts)}, "")
}

// noteIn is noteOn for a database that is not open here. One that a platform serves cannot be written by another process,
// and the copy is good without its entry: that is said instead.
func (env *environment) noteIn(ctx context.Context, at databaseAt, verb string, parts []part) error {
	e, err := openDatabase(ctx, at, slog.New(slog.DiscardHandler))
	if problem.KindOf(err) == problem.Unavailable {
		_, err := fmt.Fprintf(env.err, "The platform serves %s, so its audit log has no entry of this %s.\n", at, verb)
		return err
	}
	if err != nil {
		return err
	}
	return errors.Join(env.noteOn(ctx, e, verb, parts), e.Close())
}

// countsOf are the numbers of documents and files in an archive; a copy of a database is one part.
func countsOf(parts []part) map[string]string {
	documents, files := 0, 0
	for _, p := range parts {
		switch {
		case strings.HasPrefix(p.Name, collectionFolder):
			documents += p.Count
		case strings.HasPrefix(p.Name, fileFolder):
			files++
		}
	}
	counts := map[string]string{"parts": strconv.Itoa(len(parts))}
	if documents > 0 {
		counts["documents"], counts["files"] = strconv.Itoa(documents), strconv.Itoa(files)
	}
	return counts
}
