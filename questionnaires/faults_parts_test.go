package questionnaires_test

// partFaults are faults of questions, conditions and catalogues.
var partFaults = []spoiledRow{
	{
		"refuses a choice of one option", "              - {code: licensed, text: Lembaga berizin, value: 0.25}\n",
		"",
		[]string{
			"small/v1.yaml:176:15: question agent_types has one option, which is no choice; add another",
		},
	},
	{
		"refuses an option that stands twice", "code: licensed",
		"code: sponsor",
		[]string{
			"small/v1.yaml:177:24: option sponsor of question agent_types stands twice; codes differ within a question",
		},
	},
	{
		"refuses a mark that is neither true nor false", "combine: count",
		"combine: count\n            basic: maybe",
		[]string{
			`small/v1.yaml:261:20: basic of question document_rules must be true or false, not "maybe"`,
		},
	},
	{
		"refuses an option that excludes others but is not there", "            none: none\n            combine: count",
		"            none: nothing\n            combine: count",
		[]string{
			`small/v1.yaml:259:19: none of question document_rules must be one of its options, not "nothing"`,
		},
	},
	{
		"refuses a reachable option that is not there", "            type: single\n            role: {factor: rec}",
		"            type: single\n            reach: nothing\n            role: {factor: rec}",
		[]string{
			`small/v1.yaml:154:20: reach of question agents_used must be one of its options, not "nothing"`,
		},
	},
	{
		"refuses a unit where nothing is measured", "type: date",
		"type: date\n            unit: hari",
		[]string{
			"small/v1.yaml:129:19: question started has unit, which belongs to a number or a table; remove it",
		},
	},
	{
		"refuses a table with bands but no measure", "            measure: share(sum(workforce_table, \"daily\"), headcount)\n",
		"",
		[]string{
			"small/v1.yaml:114:20: question workforce_table is a table with bands; add the measure that is banded",
		},
	},
	{
		"refuses a text with a value", "type: text\n            role: sign",
		"type: text\n            role: {factor: rec}",
		[]string{
			"small/v1.yaml:273:19: question note is a date or a text, which has no value; its role must be sign",
		},
	},
	{
		"refuses a misspelt role", "type: date\n            role: sign",
		"type: date\n            role: sing",
		[]string{
			`small/v1.yaml:129:19: role of question started must be sign, {factor: …} or {domain: …, layer: …, weight: …, effort: …}, not "sing"`,
		},
	},
	{
		"refuses an unknown type", "type: date",
		"type: day",
		[]string{
			`small/v1.yaml:128:19: type of question started must be one of single, ladder, multiple, number, table, date, text, not "day"`,
		},
	},
	{
		"refuses an unknown domain", "domain: rec, layer: out",
		"domain: rce, layer: out",
		[]string{
			`small/v1.yaml:208:28: there is no domain "rce"; did you mean rec?`,
		},
	},
	{
		"refuses an unknown reference", "role: sign\n            references: [L2]\n          - id: cases",
		"role: sign\n            references: [L3]\n          - id: cases",
		[]string{
			`small/v1.yaml:130:26: there is no reference "L3"`,
		},
	},
	{
		"refuses a question without a reference", "role: sign\n            references: [L2]\n          - id: cases",
		"role: sign\n          - id: cases",
		[]string{
			"small/v1.yaml:122:13: question started has no references; add it",
		},
	},
	{
		"refuses an unknown respondent", "who: [H]\n    topics",
		"who: [X]\n    topics",
		[]string{
			`small/v1.yaml:95:11: there is no respondent "X"`,
		},
	},
	{
		"refuses an unknown proof", "owner: M, proof: [D6]",
		"owner: M, proof: [D7]",
		[]string{
			`small/v1.yaml:301:81: there is no proof "D7"`,
		},
	},
	{
		"refuses an unknown indicator", "admission: [7]",
		"admission: [8]",
		[]string{
			`small/v1.yaml:282:17: there is no indicator "8"`,
		},
	},
	{
		"refuses a finding without an action", "    action: write_rule\n",
		"",
		[]string{
			"small/v1.yaml:290:5: finding no_fee_rule has no action; add it",
			"small/v1.yaml:300:10: no finding leads to action write_rule; name it in a finding or remove it",
		},
	},
	{
		"refuses an action that no finding uses", "action: write_rule",
		"action: return_papers",
		[]string{
			"small/v1.yaml:301:10: no finding leads to action write_rule; name it in a finding or remove it",
		},
	},
	{
		"refuses a module without a rule", "    when: 'true'\n",
		"",
		[]string{
			"small/v1.yaml:303:5: module m1 has no when; add it",
		},
	},
	{
		"refuses a module that no rule can select", "when: 'true'",
		"when: 'false'",
		[]string{
			"small/v1.yaml:306:11: no rule selects module m1; write when it is needed",
		},
	},
	{
		"refuses a module that waits for itself", "audience: [M, H]\n",
		"audience: [M, H]\n    after: [m1]\n",
		[]string{
			"small/v1.yaml:303:9: modules wait for each other: m1 after m1",
		},
	},
	{
		"refuses an outline that does not add up", "{minutes: 100, text: Memilah kasus}",
		"{minutes: 90, text: Memilah kasus}",
		[]string{
			"small/v1.yaml:313:14: the outline of module m1 takes 110 minutes, the module 120; make them equal",
		},
	},
	{
		"refuses a question that is never shown", "show: agents\n",
		"show: 'false'\n",
		[]string{
			"small/v1.yaml:174:19: question agent_types is never shown; remove the question or write when it applies",
		},
	},
	{
		"refuses a condition with an unknown question", "show: agents\n",
		"show: agent == \"yes\"\n",
		[]string{
			`small/v1.yaml:174:19: there is no question or derived value "agent": did you mean "agents"?`,
		},
	},
	{
		"refuses a condition with an unknown option", `is: 'agents_used == "yes"'`,
		`is: 'agents_used == "ya"'`,
		[]string{
			`small/v1.yaml:90:70: question agents_used has no option "ya"; it has: no, yes`,
		},
	},
	{
		"refuses show-conditions in a ring", "show: agents\n",
		"show: any(agent_types, \"sponsor\")\n",
		[]string{
			"small/v1.yaml:174:19: this needs its own result: show:agent_types reads show:agent_types; take one of these readings out",
		},
	},
	{
		"refuses a context row with a code that KBLI does not have", `codes: ["03", "1021"]`,
		`codes: ["03", "1921", "99999"]`,
		[]string{
			`small/v1.yaml:77:32: "99999" is no code or beginning of a code of KBLI 2020`,
		},
	},
	{
		"refuses a province that does not exist", "codes: [61, 65]",
		"codes: [61, 66]",
		[]string{
			`small/v1.yaml:87:22: "66" is no code of a province; the ministry of home affairs gives two digits, such as "62"`,
		},
	},
	{
		"refuses a context code that stands twice", "codes: [61, 65]",
		"codes: [61, 61]",
		[]string{
			`small/v1.yaml:87:22: code "61" stands twice, first in line 87; keep one`,
		},
	},
	{
		"refuses a context severity between the steps", "otherwise: 0.25\n    rows:\n      - {codes: [61",
		"otherwise: 0.3\n    rows:\n      - {codes: [61",
		[]string{
			"small/v1.yaml:85:16: otherwise of context province is a severity, one of 0, 0.25, 0.5, 0.75, 1, not 0.3",
		},
	},
	{
		"refuses a flagged question that may be left out", "            mandatory: true\n            never_not_applicable: true\n            show: count(documents_held) > 0",
		"            show: count(documents_held) > 0",
		[]string{
			"small/v1.yaml:234:17: question documents_access decides the red flag papers_refused; write mandatory: true and never_not_applicable: true",
		},
	},
	{
		"refuses a gate of a red flag that no consistency rule reads", `when: 'any(documents_held, "none") and cases > 10'`,
		"when: cases > 10",
		[]string{
			"small/v1.yaml:214:17: question documents_held can hide the red-flag question documents_access, so a consistency rule must read it; add one",
		},
	},
	{
		"refuses a domain without a question", "    - {id: mov, name: Gerak dan dokumen, weight: 0.40}",
		"    - {id: mov, name: Gerak dan dokumen, weight: 0.20}\n    - {id: voi, name: Suara, weight: 0.20}",
		[]string{
			"small/v1.yaml:17:12: domain voi has no question; give one the domain, or remove it",
		},
	},
	{
		"refuses a factor without an item", "factor: geo\n    source",
		"factor: sec\n    source",
		[]string{
			"small/v1.yaml:9:12: factor geo has no item; give a question or a context the factor, or remove it",
		},
	},
	{
		"refuses a reference that ends before it begins", "    to:\n",
		"    to: 2001-01-01\n",
		[]string{
			"small/v1.yaml:62:9: reference L1 ends before it begins; correct from or to",
		},
	},
	{
		"refuses a reference for whom no answer says that it binds", "    to:\n",
		"    to:\n    when: agents_user\n",
		[]string{
			`small/v1.yaml:63:11: there is no question or derived value "agents_user": did you mean "agents_used"?`,
		},
	},
	{
		"refuses a verified reference that nobody read", "    source: peraturan.go.id\n",
		"",
		[]string{
			"small/v1.yaml:57:5: reference L1 is verified, but source does not say where it was read; add it",
		},
	},
	{
		"refuses a guiding principle that does not exist", "ungp: [11, 12]",
		"ungp: [11, 32]",
		[]string{
			`small/v1.yaml:65:16: ungp of reference L1 must be a whole number from 11 to 31, not "32"`,
		},
	},
	{
		"refuses an OECD step that does not exist", "type: date",
		"type: date\n            oecd: [7]",
		[]string{
			`small/v1.yaml:129:20: oecd of question started must be a whole number from 1 to 6, not "7"`,
		},
	},
	{
		"refuses two cells of one code", "columns: [{code: women, text: perempuan}",
		"columns: [{code: daily, text: perempuan}",
		[]string{
			"small/v1.yaml:112:19: question workforce_table uses daily for a row and for a column; their codes differ within a table",
		},
	},
	{
		"refuses a row named like a key of the answers file", "rows: [{code: permanent, text: PKWTT}",
		"rows: [{code: value, text: PKWTT}",
		[]string{
			"small/v1.yaml:112:27: row value of question workforce_table is a key of the answers file; choose another code",
		},
	},
	{
		"refuses a question with two ways to count", "combine: count",
		"combine: count\n            cases: [{value: 1}]",
		[]string{
			"small/v1.yaml:261:20: question document_rules has cases, which does not fit combine: count; remove it",
		},
	},
	{
		"refuses an option value that nothing reads", "{code: safe, text: Penyimpanan aman}",
		"{code: safe, text: Penyimpanan aman, value: 0.5}",
		[]string{
			"small/v1.yaml:264:17: option safe of question document_rules has a value that nothing reads; leave it out",
		},
	},
	{
		"refuses a value of a sign", "type: number\n            unit: kasus",
		"type: number\n            bands: [{value: 1}]\n            unit: kasus",
		[]string{
			"small/v1.yaml:138:20: question cases has bands, which gives a value, but this question has none; remove it",
		},
	},
	{
		"refuses states that do not rise", "warning: 0.20",
		"warning: 0.60",
		[]string{
			"small/v1.yaml:42:11: the states must rise: warning below indicated below corroborated",
		},
	},
	{
		"refuses severity parts beyond five", "severity: {scale: 4",
		"severity: {scale: 6",
		[]string{
			`small/v1.yaml:283:23: scale of severity of finding papers_refused must be a whole number from 1 to 5, not "6"`,
		},
	},
	{
		"refuses points beyond two", "points: 2",
		"points: 3",
		[]string{
			`small/v1.yaml:277:85: points of consistency papers_denied must be a whole number from 1 to 2, not "3"`,
		},
	},
}
