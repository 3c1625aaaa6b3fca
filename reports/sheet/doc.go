// Package sheet writes and reads workbooks (XLSX): the facts of a company report as sheets with real numbers, and the
// workbook in which a company fills in a questionnaire without the platform.
//
// It knows questionnaires, answers and results. It must not know users, files or the clock: the same input gives the
// same bytes. What a stranger typed is never a formula.
package sheet
