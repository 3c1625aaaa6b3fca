// Package scoring turns answers into a result: inherent risk I, control strength C, residual risk R, signs S of each
// ILO indicator and confidence K, with the trace of how each number came about.
//
// It is pure: no clock, no files, no users, no randomness. The same questionnaire, answers and date give the same
// bytes on any machine. All arithmetic is on integers; see Micro. It knows questionnaires and rules and nothing else.
package scoring
