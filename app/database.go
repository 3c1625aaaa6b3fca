package main

import (
	"context"
	"log/slog"
	"slices"

	"tuntas/app/account"
	"tuntas/app/assessment"
	"tuntas/app/audit"
	"tuntas/app/store"
	"tuntas/app/store/mongodb"
	"tuntas/app/store/sqlite"
)

// openDatabase opens the engine of a database.
func openDatabase(ctx context.Context, at databaseAt, log *slog.Logger) (store.Engine, error) {
	o := store.Options{Log: log}
	if at.remote() {
		return mongodb.Open(ctx, string(at), o)
	}
	return sqlite.Open(ctx, string(at), o)
}

// schemas are all collections of an installation.
func schemas() []store.Schema {
	return slices.Concat(account.Schemas(), assessment.Schemas(), audit.Schemas())
}
