package mongodb

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/mongo"

	"tuntas/app/store"
)

// The server's codes that mean something to the engine.
const (
	codePathNotViable = 28
	codeIndexNotFound = 27
)

// unavailableCodes are the answers of a server that cannot serve now, though it may later.
func unavailableCodes() []int {
	return []int{
		6, 7, 89, 9001, // host unreachable, host not found, network timeout, socket exception
		50, 262, // the time given was exceeded
		64, 100, // not enough members took the write
		91, 11600, 11602, // shutting down, or interrupted by it or by a change of primary
		133, 189, 10107, 13435, 13436, // no primary, or not any more
		14031, // disk full
	}
}

// fault gives an error of the driver the kind that the contract promises for it. What did not come from the server as
// an answer is trouble on the way to it.
func fault(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = fmt.Errorf("%w: %w", ctx.Err(), err)
	}
	_, answered := errors.AsType[mongo.ServerError](err)
	codes := mongo.ErrorCodes(err)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return err
	case errors.Is(err, mongo.ErrNoDocuments):
		return store.ErrNotFound(nil)
	case mongo.IsDuplicateKeyError(err):
		return store.ErrConflict(err)
	case !answered, mongo.IsNetworkError(err), mongo.IsTimeout(err),
		slices.ContainsFunc(unavailableCodes(), func(code int) bool { return slices.Contains(codes, code) }):
		return store.ErrUnavailable(err)
	}
	return err
}

func hasCode(err error, code int) bool { return slices.Contains(mongo.ErrorCodes(err), code) }
