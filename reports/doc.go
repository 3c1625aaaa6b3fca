// Package reports composes reports from a questionnaire, the answers to it and their result: what is said and in which
// order, as a Document. It writes a Document as plain text and as one HTML file; other packages draw it.
// It knows no user, no clock and no database: the same input gives the same Document.
package reports
