package questionnaires_test

// answersRow is an answers file at fault; want are all faults.
type answersRow struct {
	name, file string
	want       []string
}

// head is what every answers file begins with.
const head = "questionnaire: small@1\ncompany: {name: PT Contoh}\n"

// answersFaults is what can be wrong in an answers file.
var answersFaults = []answersRow{
	{
		"refuses an unknown question",
		head + "answers:\n  agent_used: yes\n",
		[]string{
			`a.yaml:4:3: there is no question "agent_used"; did you mean agents_used?`,
		},
	},
	{
		"refuses an unknown option",
		head + "answers:\n  agents_used: ya\n",
		[]string{
			`a.yaml:4:16: agents_used has no option "ya"`,
		},
	},
	{
		"refuses an unknown option that is near",
		head + "answers:\n  documents_access: own_kye\n",
		[]string{
			`a.yaml:4:21: documents_access has no option "own_kye"; did you mean own_key?`,
		},
	},
	{
		"refuses two options for one choice",
		head + "answers:\n  agents_used: [yes, no]\n",
		[]string{
			"a.yaml:4:16: agents_used takes one option, not 2",
		},
	},
	{
		"refuses an option twice",
		head + "answers:\n  documents_held: [passport, passport]\n",
		[]string{
			"a.yaml:4:30: option passport of documents_held stands twice; keep one",
		},
	},
	{
		"refuses none together with another option",
		head + "answers:\n  documents_held: [none, passport]\n",
		[]string{
			"a.yaml:4:19: option none of documents_held excludes the others; keep it alone or remove it",
		},
	},
	{
		"refuses a mapping for an option",
		head + "answers:\n  agents_used: {code: yes}\n",
		[]string{
			`a.yaml:4:17: agents_used cannot have "code"`,
		},
	},
	{
		"refuses a list in a list of options",
		head + "answers:\n  documents_held: [[passport]]\n",
		[]string{
			"a.yaml:4:20: the answer to documents_held must be an option code",
		},
	},
	{
		"refuses text for a number",
		head + "answers:\n  cases: many\n",
		[]string{
			`a.yaml:4:10: cases is "many", which is not a number`,
		},
	},
	{
		"refuses a decimal comma",
		head + "answers:\n  cases: 2,5\n",
		[]string{
			`a.yaml:4:10: cases is "2,5", write decimals with a point, not a comma`,
		},
	},
	{
		"refuses five places",
		head + "answers:\n  fees_share: 0.12345\n",
		[]string{
			`a.yaml:4:15: fees_share is "0.12345", numbers have at most four places`,
		},
	},
	{
		"refuses a number beyond the bounds",
		head + "answers:\n  fees_share: 101\n",
		[]string{
			`a.yaml:4:15: fees_share must lie between 0 and 100, not "101"`,
		},
	},
	{
		"refuses a number between the steps",
		head + "answers:\n  cases: 2.5\n",
		[]string{
			`a.yaml:4:10: cases goes in steps of 1 from 0, so it cannot be "2.5"`,
		},
	},
	{
		"refuses a number too large for any question",
		head + "answers:\n  cases: 99999999999999999999\n",
		[]string{
			`a.yaml:4:10: cases is "99999999999999999999", numbers lie between -1000000000 and 1000000000`,
		},
	},
	{
		"refuses a hexadecimal number",
		head + "answers:\n  cases: 0x10\n",
		[]string{
			`a.yaml:4:10: cases is "0x10", which is not a number`,
		},
	},
	{
		"refuses a list for a number",
		head + "answers:\n  cases: [1]\n",
		[]string{
			"a.yaml:4:10: cases must be a number",
		},
	},
	{
		"refuses an unknown row",
		head + "answers:\n  workforce_table: {permanen: {women: 1}}\n",
		[]string{
			`a.yaml:4:21: workforce_table has no row "permanen"; did you mean permanent?`,
		},
	},
	{
		"refuses an unknown column",
		head + "answers:\n  workforce_table: {permanent: {woman: 1}}\n",
		[]string{
			`a.yaml:4:33: workforce_table has no column "woman"; did you mean women?`,
		},
	},
	{
		"refuses a row without columns in a table of several",
		head + "answers:\n  workforce_table: {permanent: 5}\n",
		[]string{
			"a.yaml:4:32: row permanent of workforce_table has several columns; write permanent: {column: number}",
		},
	},
	{
		"refuses a number instead of a table",
		head + "answers:\n  workforce_table: 5\n",
		[]string{
			"a.yaml:4:20: workforce_table is a table; write its rows as row: {column: number}",
		},
	},
	{
		"refuses a cell out of bounds",
		head + "answers:\n  workforce_table: {permanent: {women: -1}}\n",
		[]string{
			`a.yaml:4:40: workforce_table permanent women must lie between 0 and 200000, not "-1"`,
		},
	},
	{
		"refuses a day that does not exist",
		head + "answers:\n  started: 2026-02-30\n",
		[]string{
			`a.yaml:4:12: started must be a day written as 2026-11-24, not "2026-02-30"`,
		},
	},
	{
		"refuses a list for a day",
		head + "answers:\n  started: [2026-01-01]\n",
		[]string{
			"a.yaml:4:12: the answer to started must be a single value",
		},
	},
	{
		"refuses an unknown key of an answer",
		head + "answers:\n  cases: {valu: 3}\n",
		[]string{
			`a.yaml:4:11: cases cannot have "valu"; did you mean value?`,
		},
	},
	{
		"refuses a claim on a red-flag question",
		head + "answers:\n  documents_access: {not_applicable: {reason: Tidak ada}}\n",
		[]string{
			"a.yaml:4:38: documents_access can never be not applicable; answer it, or write not_known_yet",
		},
	},
	{
		"refuses a claim without a reason",
		head + "answers:\n  cases: {not_applicable: {accepted: true}}\n",
		[]string{
			"a.yaml:4:27: not_applicable of cases has no reason; add it",
		},
	},
	{
		"refuses two ways to answer",
		head + "answers:\n  fee_rule: {value: step1, in_progress: true}\n",
		[]string{
			"a.yaml:4:13: fee_rule is answered in several ways (value, in_progress); keep one",
		},
	},
	{
		"refuses in progress that is no ladder",
		head + "answers:\n  cases: {in_progress: true}\n",
		[]string{
			"a.yaml:4:24: cases is no ladder; only a ladder can be in progress",
		},
	},
	{
		"refuses a date of inquiry that is no day",
		head + "answers:\n  cases: {not_known_yet: {who: HR, by: besok}}\n",
		[]string{
			`a.yaml:4:40: by of not_known_yet of cases must be a day written as 2026-11-24, not "besok"`,
		},
	},
	{
		"refuses an unknown evidence level",
		head + "answers:\n  cases: {value: 3, evidence: [{level: E5}]}\n",
		[]string{
			`a.yaml:4:40: level of evidence 1 of cases must be one of E0, E1, E2, E3, E4, not "E5"`,
		},
	},
	{
		"refuses evidence without a level",
		head + "answers:\n  cases: {value: 3, evidence: [{name: Buku}]}\n",
		[]string{
			"a.yaml:4:32: evidence 1 of cases has no level; add it",
		},
	},
	{
		"refuses evidence that expires before its date",
		head + "answers:\n  cases: {value: 3, evidence: [{level: E1, date: 2026-03-01, expires: 2026-02-01}]}\n",
		[]string{
			"a.yaml:4:71: evidence 1 of cases expires before its date; correct one of them",
		},
	},
	{
		"refuses an unknown review",
		head + "answers:\n  cases: {value: 3, review: acepted}\n",
		[]string{
			`a.yaml:4:29: review of cases must be one of accepted, beside, contradicts, not "acepted"; did you mean accepted?`,
		},
	},
	{
		"refuses a verified value that is no option",
		head + "answers:\n  agents_used: {value: yes, verified: {value: maybe}}\n",
		[]string{
			`a.yaml:4:47: agents_used has no option "maybe"`,
		},
	},
	{
		"refuses a verified value without a value",
		head + "answers:\n  agents_used: {value: yes, verified: {valeu: no}}\n",
		[]string{
			"a.yaml:4:39: verified of agents_used has no value; add it",
			`a.yaml:4:40: verified of agents_used cannot have "valeu"; did you mean value?`,
		},
	},
	{
		"refuses a disclosure that is neither true nor false",
		head + "answers:\n  agents_used: {value: yes, self_disclosed: ya}\n",
		[]string{
			`a.yaml:4:45: self_disclosed of agents_used must be true or false, not "ya"`,
		},
	},
	{
		"refuses one question twice",
		head + "answers:\n  cases: 3\n  cases: 4\n",
		[]string{
			`a.yaml:5:3: "cases" stands twice, first in line 4; keep one`,
		},
	},
	{
		"refuses a thousand written with a point",
		head + "answers:\n  cases: 1.000\n",
		[]string{
			`a.yaml:4:10: cases counts in whole numbers; write "1.000" without a point, so that a thousand is not read as one`,
		},
	},
	{
		"refuses a text that turns the writing direction",
		head + "answers:\n  cases: {value: 3, comment: \"a\\u202Eb\"}\n",
		[]string{
			`a.yaml:4:30: comment of cases holds an invisible character that turns the writing direction; remove it`,
		},
	},
	{
		"refuses a day no assessment can have",
		head + "date: 9999-12-31\nanswers:\n  cases: 3\n",
		[]string{
			`a.yaml:3:7: date of the answers file must lie between 1900-01-01 and 2199-12-31, not "9999-12-31"`,
		},
	},
	{
		"refuses an alias",
		head + "answers:\n  cases: &a 3\n  fees_share: *a\n",
		[]string{
			`a.yaml:4:10: "&a" is an anchor; remove it, values are written where they belong`,
			`a.yaml:5:15: "*a" is an alias; write the value, or put it in quotes`,
		},
	},
	{
		"refuses an unknown indicator of a signal",
		head + "signals: [{indicator: 2, source: grievance_pending}]\n",
		[]string{
			"a.yaml:3:23: the questionnaire has no indicator 2",
		},
	},
	{
		"refuses an unknown source",
		head + "signals: [{indicator: 9, source: grievance}]\n",
		[]string{
			`a.yaml:3:34: source of signal 1 must be one of site_finding, admission, grievance_substantiated, grievance_pending, survey, outside_report, document_inconsistency, missing_control, not "grievance"`,
		},
	},
	{
		"refuses a survey without its numbers",
		head + "signals: [{indicator: 9, source: survey}]\n",
		[]string{
			"a.yaml:3:11: signal 1 has no n; add it",
			"a.yaml:3:11: signal 1 has no x; add it",
		},
	},
	{
		"refuses more hits than asked",
		head + "signals: [{indicator: 9, source: survey, x: 61, n: 60}]\n",
		[]string{
			`a.yaml:3:45: x of signal 1 must be a whole number from 0 to 60, not "61"`,
		},
	},
	{
		"refuses numbers without a survey",
		head + "signals: [{indicator: 9, source: admission, x: 1, n: 2}]\n",
		[]string{
			"a.yaml:3:11: signal 1 has x or n, which only a survey has; remove them",
		},
	},
	{
		"refuses a flag that the questionnaire does not have",
		head + "flags: [{id: paper_refused, state: open}]\n",
		[]string{
			`a.yaml:3:14: there is no flag "paper_refused"; did you mean papers_refused?`,
		},
	},
	{
		"refuses a closed flag without its day",
		head + "flags: [{id: papers_refused, state: closed}]\n",
		[]string{
			"a.yaml:3:9: flag 1 has no closed_on; add it",
		},
	},
	{
		"refuses an open flag with a closing day",
		head + "flags: [{id: papers_refused, state: open, closed_on: 2026-01-01}]\n",
		[]string{
			"a.yaml:3:54: closed_on belongs to a closed flag; remove it",
		},
	},
	{
		"refuses a flag state that only the rules give",
		head + "flags: [{id: papers_refused, state: undetermined}]\n",
		[]string{
			`a.yaml:3:37: state of flag 1 must be one of open, closed, void, not "undetermined"`,
		},
	},
	{
		"refuses a flag twice",
		head + "flags: [{id: papers_refused, state: open}, {id: papers_refused, state: void}]\n",
		[]string{
			"a.yaml:3:49: flag papers_refused stands twice; keep one",
		},
	},
	{
		"refuses a negative number of overdue actions",
		head + "overdue: -1\n",
		[]string{
			`a.yaml:3:10: overdue of the answers file must be a whole number from 0 to 1000, not "-1"`,
		},
	},
	{
		"refuses an unknown key",
		head + "overdeu: 1\n",
		[]string{
			`a.yaml:3:1: the answers file cannot have "overdeu"; did you mean overdue?`,
		},
	},
	{
		"refuses another questionnaire",
		"questionnaire: large@1\ncompany: {name: PT Contoh}\n",
		[]string{
			"a.yaml:1:16: these are answers to large@1, not to small@1",
		},
	},
	{
		"refuses another version",
		"questionnaire: small@2\ncompany: {name: PT Contoh}\n",
		[]string{
			"a.yaml:1:16: these are answers to small@2, not to small@1",
		},
	},
	{
		"refuses a questionnaire without its version",
		"questionnaire: small\ncompany: {name: PT Contoh}\n",
		[]string{
			`a.yaml:1:16: questionnaire must be written as id@version, such as forced-labour@1, not "small"`,
		},
	},
	{
		"refuses a sheet without a company",
		"questionnaire: small@1\n",
		[]string{
			"a.yaml:1:1: the answers file has no company; add it",
		},
	},
	{
		"refuses a company without a name",
		"questionnaire: small@1\ncompany: {nib: 9120001234567}\n",
		[]string{
			"a.yaml:2:10: company has no name; add it",
		},
	},
	{
		"refuses a NIB of the wrong length",
		"questionnaire: small@1\ncompany: {name: PT Contoh, nib: 91200}\n",
		[]string{
			`a.yaml:2:33: nib must have 13 digits, not "91200"`,
		},
	},
	{
		"refuses a KBLI code of four digits",
		"questionnaire: small@1\ncompany: {name: PT Contoh, kbli: {codes: [0126]}}\n",
		[]string{
			`a.yaml:2:43: a KBLI code has five digits, not "0126"`,
		},
	},
	{
		"refuses a KBLI code that does not exist",
		"questionnaire: small@1\ncompany: {name: PT Contoh, kbli: {codes: [\"99999\"]}}\n",
		[]string{
			`a.yaml:2:43: "99999" is no code of KBLI 2020`,
		},
	},
	{
		"refuses another edition of KBLI",
		"questionnaire: small@1\ncompany: {name: PT Contoh, kbli: {version: 2015, codes: [\"01262\"]}}\n",
		[]string{
			`a.yaml:2:44: version of kbli must be 2020, the edition that codes are checked against, not "2015"`,
		},
	},
	{
		"refuses a province that does not exist",
		"questionnaire: small@1\ncompany: {name: PT Contoh, sites: [{name: Kebun, province: 99}]}\n",
		[]string{
			`a.yaml:2:60: "99" is no code of a province; the ministry of home affairs gives two digits, such as "62"`,
		},
	},
	{
		"refuses a site without a province",
		"questionnaire: small@1\ncompany: {name: PT Contoh, sites: [{name: Kebun}]}\n",
		[]string{
			"a.yaml:2:36: site 1 has no province; add it",
		},
	},
	{
		"refuses an assessment day that does not exist",
		head + "date: 20 November\n",
		[]string{
			`a.yaml:3:7: date of the answers file must be a day written as 2026-11-24, not "20 November"`,
		},
	},
}
