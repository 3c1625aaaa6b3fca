package main

import (
	"strings"

	"tuntas/questionnaires"
)

// inputError says that a file that was given is at fault or missing.
type inputError struct{ faults []questionnaires.Fault }

// Error is all faults, one a line.
func (e *inputError) Error() string {
	lines := make([]string, len(e.faults))
	for i, f := range e.faults {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// atFault is an inputError with one fault in a file.
func atFault(file, message string) error {
	return &inputError{[]questionnaires.Fault{{File: file, Message: message}}}
}

// usageError says that the command line cannot be understood.
type usageError string

// Error is the sentence.
func (e usageError) Error() string { return string(e) }
