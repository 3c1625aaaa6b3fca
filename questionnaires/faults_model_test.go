package questionnaires_test

// spoiledRow spoils one place; want are all faults.
type spoiledRow struct {
	name, from, to string
	want           []string
}

// modelFaults are faults of the file as a whole, of the model, and of how answers become values.
var modelFaults = []spoiledRow{
	{
		"refuses an unknown key", "purpose: Contoh lengkap",
		"purpos: Contoh lengkap",
		[]string{
			"small/v1.yaml:1:1: the questionnaire has no purpose; add it",
			`small/v1.yaml:6:1: the questionnaire cannot have "purpos"; did you mean purpose?`,
		},
	},
	{
		"refuses a key that stands twice", "version: 1\n",
		"version: 1\nversion: 1\n",
		[]string{
			`small/v1.yaml:3:1: "version" stands twice, first in line 2; keep one`,
		},
	},
	{
		"refuses an id that conditions could not read", "id: agents_used\n",
		"id: Agents-used\n",
		[]string{
			`small/v1.yaml:90:55: there is no question or derived value "agents_used": correct the name or declare it`,
			`small/v1.yaml:147:17: id "Agents-used" must be a small letter followed by small letters, digits or _, at most 40`,
			`small/v1.yaml:276:37: there is no question or derived value "agents_used": correct the name or declare it`,
		},
	},
	{
		"refuses an id that stands twice", "id: agent_types\n",
		"id: fee_rule\n",
		[]string{
			"small/v1.yaml:178:17: question fee_rule is declared twice, first in line 164; every id stands once",
			`small/v1.yaml:276:67: level() reads a question with one answer, and fee_rule is a question with several answers: write for example any(fee_rule, "licensed") or count(fee_rule) > 0`,
			`small/v1.yaml:291:28: level() reads a question with one answer, and fee_rule is a question with several answers: write for example any(fee_rule, "licensed") or count(fee_rule) > 0`,
		},
	},
	{
		"refuses an id that is a function", "id: started\n",
		"id: sum\n",
		[]string{
			`small/v1.yaml:122:17: conditions cannot read question "sum": an id has letters, digits and underscores, begins with a letter, and is no word of the condition language`,
		},
	},
	{
		"refuses a questionnaire in English", "language: id",
		"language: en",
		[]string{
			"small/v1.yaml:4:11: language must be id: texts are written in Indonesian first and translated beside",
		},
	},
	{
		"refuses a version that is no number", "version: 1\n",
		"version: one\n",
		[]string{
			`small/v1.yaml:2:10: version of the questionnaire must be a whole number from 1 to 9999, not "one"`,
		},
	},
	{
		"refuses a version that differs from the file", "version: 1\n",
		"version: 2\n",
		[]string{
			"small/v1.yaml:2:10: version 2 stands in a file named v1.yaml; a new version is a new file",
		},
	},
	{
		"refuses an id that differs from the folder", "id: small\n",
		"id: tiny\n",
		[]string{
			"small/v1.yaml:1:5: tiny stands in the folder small; a questionnaire's folder has its id as name",
		},
	},
	{
		"refuses a day that does not exist", "date: 2026-11-24\nlanguage",
		"date: 2026-02-30\nlanguage",
		[]string{
			`small/v1.yaml:3:7: date of the questionnaire must be a day written as 2026-11-24, not "2026-02-30"`,
		},
	},
	{
		"refuses an empty text", "title: Uji tuntas kecil",
		`title: " "`,
		[]string{
			"small/v1.yaml:5:8: title of the questionnaire is empty; write it",
		},
	},
	{
		"refuses a missing text", "            why: Perusahaan baru belum punya catatan.\n",
		"",
		[]string{
			"small/v1.yaml:122:13: question started has no why; add it",
		},
	},
	{
		"refuses an alias", "title: Uji tuntas kecil",
		"title: *other",
		[]string{
			`small/v1.yaml:5: "*other" is an alias; write the value, or put it in quotes`,
		},
	},
	{
		"refuses an alias of an anchor", "title: Uji tuntas kecil\npurpose: Contoh lengkap dengan beberapa pertanyaan.",
		"title: &a Uji\npurpose: *a",
		[]string{
			`small/v1.yaml:5:8: "&a" is an anchor; remove it, values are written where they belong`,
			`small/v1.yaml:6:10: "*a" is an alias; write the value, or put it in quotes`,
		},
	},
	{
		"refuses an anchor", "title: Uji tuntas kecil",
		"title: &other Uji",
		[]string{
			`small/v1.yaml:5:8: "&other" is an anchor; remove it, values are written where they belong`,
		},
	},
	{
		"refuses a tag", "title: Uji tuntas kecil",
		"title: !!binary Uji",
		[]string{
			`small/v1.yaml:5:8: "!!binary" is a YAML tag; remove it`,
		},
	},
	{
		"refuses a second document", "id: small\n",
		"id: small\n---\nid: other\n",
		[]string{
			"small/v1.yaml:2:1: a second document begins here; a file holds one",
		},
	},
	{
		"refuses YAML that is not well-formed", "title: Uji tuntas kecil",
		"title: Uji: tuntas",
		[]string{
			"small/v1.yaml:5: this is not well-formed YAML (mapping values are not allowed in this context); check indentation, quotes and colons",
		},
	},
	{
		"refuses a bracket that is not closed", "exposure: {max: 0.6, mean: 0.4}",
		"exposure: {max: 0.6, mean: 0.4",
		[]string{
			"small/v1.yaml:13: this is not well-formed YAML (did not find expected ',' or '}'); check indentation, quotes and colons",
		},
	},
	{
		"refuses a list instead of a mapping", "exposure: {max: 0.6, mean: 0.4}",
		"exposure: [0.6, 0.4]",
		[]string{
			"small/v1.yaml:13:13: model.exposure must be written as keys and values",
		},
	},
	{
		"refuses weights that do not add up", "{id: rec, name: Perekrutan, weight: 0.30}",
		"{id: rec, name: Perekrutan, weight: 0.31}",
		[]string{
			"small/v1.yaml:9:5: the weights of the factors add up to 1.01; they must add up to exactly 1",
		},
	},
	{
		"refuses shares that do not add up", "exposure: {max: 0.6, mean: 0.4}",
		"exposure: {max: 0.6, mean: 0.5}",
		[]string{
			"small/v1.yaml:13:13: max and mean of exposure add up to 1.1; they must add up to exactly 1",
		},
	},
	{
		"refuses a number with five places", "reduction: 0.80",
		"reduction: 0.80001",
		[]string{
			`small/v1.yaml:22:14: reduction of model is "0.80001", numbers have at most four places`,
		},
	},
	{
		"refuses a number with a comma", "reduction: 0.80",
		"reduction: 0,80",
		[]string{
			`small/v1.yaml:22:14: reduction of model is "0,80", write decimals with a point, not a comma`,
		},
	},
	{
		"refuses a number beyond its scale", "reduction: 0.80",
		"reduction: 1.5",
		[]string{
			"small/v1.yaml:22:14: reduction of model must lie between 0 and 1, not 1.5",
		},
	},
	{
		"refuses a severity between the steps", "{code: yes, text: Ya, value: 0.5}",
		"{code: yes, text: Ya, value: 0.6}",
		[]string{
			"small/v1.yaml:163:46: value of option 2 of question agents_used is a severity, one of 0, 0.25, 0.5, 0.75, 1, not 0.6",
		},
	},
	{
		"refuses a value above one", "{code: own_key, text: Mengambil sendiri, value: 0.75}",
		"{code: own_key, text: Mengambil sendiri, value: 2}",
		[]string{
			"small/v1.yaml:248:65: value of option 1 of question documents_access must lie between 0 and 1, not 2",
		},
	},
	{
		"refuses an option without a value", "{code: yes, text: Ya, value: 0.5}",
		"{code: yes, text: Ya}",
		[]string{
			"small/v1.yaml:163:17: option yes of question agents_used has no value; add it",
		},
	},
	{
		"refuses a weight that is not whole", "layer: pol, weight: 3",
		"layer: pol, weight: 2.5",
		[]string{
			`small/v1.yaml:185:53: weight of role of question fee_rule must be a whole number from 1 to 100, not "2.5"`,
		},
	},
	{
		"refuses a signal that is no multiple of .05", "survey: 0.60",
		"survey: 0.62",
		[]string{
			"small/v1.yaml:41:114: survey must be a multiple of 0.05, not 0.62",
		},
	},
	{
		"refuses evidence levels out of order", "{level: E1, factor: 0.60",
		"{level: E2, factor: 0.60",
		[]string{
			"small/v1.yaml:25:7: evidence level E2 stands where E1 belongs; the levels are E0, E1, E2, E3, E4 in this order",
		},
	},
	{
		"refuses better evidence that counts less", "{level: E2, factor: 0.80",
		"{level: E2, factor: 0.50",
		[]string{
			"small/v1.yaml:26:7: better evidence cannot count less: the factor of E2 is below that of E1",
		},
	},
	{
		"refuses risk bands with a hole at the end", "{code: very_high, name: Sangat tinggi}",
		"{code: very_high, name: Sangat tinggi, below: 90}",
		[]string{
			`small/v1.yaml:34:53: the last band ends at "90", which leaves a hole up to 100; leave out below`,
		},
	},
	{
		"refuses risk bands that overlap", "{code: high, name: Tinggi, below: 60}",
		"{code: high, name: Tinggi, below: 30}",
		[]string{
			"small/v1.yaml:33:41: band high must end above 40, where the band before it ends",
		},
	},
	{
		"refuses risk bands out of order", "{code: moderate, name: Sedang, below: 40}",
		"{code: low, name: Sedang, below: 40}",
		[]string{
			"small/v1.yaml:32:7: band low stands after a worse one; bands rise from low to very_high, each once",
			`small/v1.yaml:36:36: C of model.caps must be one of low, low, high, very_high, not "moderate"`,
			`small/v1.yaml:37:34: B of model.floors must be one of low, low, high, very_high, not "moderate"`,
			`small/v1.yaml:40:150: cap_band of model.confidence must be one of low, low, high, very_high, not "moderate"`,
		},
	},
	{
		"refuses an unknown band", "caps: {A: very_high",
		"caps: {A: very_hihg",
		[]string{
			`small/v1.yaml:36:13: A of model.caps must be one of low, moderate, high, very_high, not "very_hihg"; did you mean very_high?`,
		},
	},
	{
		"refuses bands of a number that do not rise", "[{below: 0.5, value: 1}, {below: 20, value: 0.25}",
		"[{below: 20, value: 1}, {below: 0.5, value: 0.25}",
		[]string{
			"small/v1.yaml:210:52: band 2 of question fees_share must end above 20, where the band before it ends",
		},
	},
	{
		"refuses bands of a number with a hole at the end", "{below: 20, value: 0.25}, {value: 0}]",
		"{below: 20, value: 0.25}, {below: 50, value: 0}]",
		[]string{
			"small/v1.yaml:210:79: the last band of question fees_share has an end, so larger numbers have no value; leave out below",
		},
	},
	{
		"refuses a band without an end", "[{below: 0.5, value: 1}, {below: 20",
		"[{value: 1}, {below: 20",
		[]string{
			"small/v1.yaml:210:21: band 1 of question fees_share has no end, so the bands after it overlap; add below",
		},
	},
	{
		"refuses a band beyond the answers", "{below: 20, value: 0.25}, {value: 0}]",
		"{below: 200, value: 0.25}, {value: 0}]",
		[]string{
			"small/v1.yaml:210:72: band 3 of question fees_share cannot be reached: answers lie between 0 and 100",
		},
	},
	{
		"refuses a band beyond the options", "bands: [{below: 1, value: 0}, {below: 2, value: 0.5}",
		"bands: [{below: 1, value: 0}, {below: 3, value: 0.5}",
		[]string{
			"small/v1.yaml:261:67: band 3 of question document_rules cannot be reached: from 0 to 2 options can be ticked",
		},
	},
	{
		"refuses a last case with a condition", "value: 0.75}, {value: 0}]\n            none",
		"value: 0.75}, {when: cases > 3, value: 0}]\n            none",
		[]string{
			"small/v1.yaml:228:73: the last of cases of question documents_held has a condition, so some answers have no value; add one without when",
		},
	},
	{
		"refuses a case without a condition before others", `[{when: 'any(documents_held, "none")', value: 0.75}`,
		"[{value: 0.75}",
		[]string{
			"small/v1.yaml:228:21: case 1 of question documents_held has no condition, so the ones after it are never reached; add when",
		},
	},
	{
		"refuses a case without a value", "value: 0.75}, {value: 0}]\n            none",
		"value: 0.75}, {}]\n            none",
		[]string{
			"small/v1.yaml:228:73: case 2 of question documents_held has no value; add it, or not_applicable: true",
		},
	},
	{
		"refuses a default of a control", "type: ladder",
		"type: ladder\n            default: [{value: 0}]",
		[]string{
			"small/v1.yaml:185:22: question fee_rule has a default, which only an exposure item can have; remove it",
		},
	},
	{
		"refuses a ladder with wrong steps", "code: step3",
		"code: step5",
		[]string{
			"small/v1.yaml:192:15: question fee_rule is a ladder; its options are step0, step1, step2, step3, step4 in this order",
		},
	},
	{
		"refuses a ladder as exposure", "role: {domain: rec, layer: pol, weight: 3, effort: 1}",
		"role: {factor: rec}",
		[]string{
			"small/v1.yaml:15:12: core domain rec needs a question that always applies: never_not_applicable, without show and without a case that is not applicable",
			"small/v1.yaml:185:19: question fee_rule is a ladder, which measures a control; give it a domain instead of a factor",
		},
	},
}
